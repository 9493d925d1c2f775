"""How well a claim answers a question, and what of the question it does not hold."""

from collections.abc import Callable, Collection, Iterable
from enum import StrEnum
from itertools import pairwise
from math import log
from typing import NamedTuple

from wfacts.asked import Asked, Wanted, Word, find_wanted_fact
from wfacts.lexicon import phrasing, stem, words_of
from wfacts.model import Claim
from wfacts.period import parse
from wfacts.quantity import Quantity, show_value

_FIELDS = {"statement": 1.0, "measure": 1.0, "scope": 1.0, "keywords": 0.9, "questions": 0.85}


class Profile(NamedTuple):
    """What a claim holds: stems with their weight, and the kinds of answer it gives."""

    claim: Claim
    held: dict[str, float]
    measure: frozenset[str]
    programme: frozenset[str]
    texts: tuple[frozenset[str], ...]
    pairs: frozenset[tuple[str, str]]
    kinds: frozenset[Wanted]
    years: frozenset[int]
    ends: frozenset[int]
    digits: frozenset[str]
    unit: frozenset[str]


class Fault(StrEnum):
    """Why a claim is no answer to a question."""

    PLACES = "places"
    TIMES = "times"
    PEOPLE = "people"
    MEASURES = "measures"
    ORDINALS = "ordinals"
    NUMBER = "number"
    YEAR = "year"
    PROGRAMME = "programme"
    KIND = "kind"
    COUNTED = "counted"
    COVERAGE = "coverage"


class Missing(NamedTuple):
    """What of the question a claim does not hold: *what* is a word, number or kind."""

    fault: Fault
    what: str


class Judged(NamedTuple):
    """A claim's *score* (about 0 to 2) for a question; *missing* if it is no answer."""

    score: float
    covered: float
    missing: Missing | None
    profile: Profile


def make_profile(claim: Claim) -> Profile:
    """What *claim* holds."""
    scope = [claim.programme or "", claim.place or "", *claim.actor, claim.unit or ""]
    fields = {
        "questions": claim.questions,
        "keywords": claim.keywords,
        "scope": scope,
        "measure": (claim.measure,),
        "statement": (claim.statement,),
    }
    held: dict[str, float] = {}
    pairs: set[tuple[str, str]] = set()
    texts = []
    for field, parts in fields.items():
        for part in parts:
            stems = _stems(part)
            held.update(dict.fromkeys(stems, _FIELDS[field]))
            if field != "keywords":
                pairs.update(pairwise(stems))
            if field in ("questions", "statement", "measure"):
                texts.append(frozenset(stems))
    if claim.programme and claim.value is None:
        held["nam"] = 1.0
    if claim.unit in ("CNY", "%"):
        held.update(dict.fromkeys(_UNIT_STEMS[claim.unit], 1.0))
    printed = " ".join((claim.statement, *claim.keywords, claim.figure or "", *claim.questions))
    digits = frozenset(words_of(printed.replace(",", "")))
    first, last = _years(claim.period)
    return Profile(
        claim=claim,
        held=held,
        measure=frozenset(_stems(claim.measure)),
        programme=frozenset(_stems(claim.programme or "")),
        texts=tuple(texts),
        pairs=frozenset(pairs),
        kinds=frozenset(_kinds(claim)),
        years=frozenset(y for y in (first,) if y) | {int(d) for d in digits if _is_year(d)},
        ends=frozenset(y for y in (last,) if y),
        digits=digits,
        unit=frozenset(_stems(claim.unit or "")),
    )


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and word.isascii() and "1900" <= word <= "2100"


_UNIT_STEMS = {
    "CNY": [stem(w) for w in "yuan money".split()],
    "%": [stem(w) for w in "percent share proportion rate percentage".split()],
}


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words_of(text) if word not in phrasing()]


def _years(period: str | None) -> tuple[int, int]:
    if period is None:
        return 0, 0
    try:
        span = parse(period)
    except ValueError:
        return 0, 0
    return span.start // 10000, span.end // 10000


_VAGUE = ("hundreds of", "thousands of", "millions of", "dozens of")


def _kinds(claim: Claim) -> Iterable[Wanted]:
    """The kinds of answer a claim gives: by its fields, and by its own questions."""
    if claim.value is not None:
        yield {"CNY": Wanted.MONEY, "%": Wanted.SHARE}.get(claim.unit or "", Wanted.COUNT)
    elif any(vague in claim.statement for vague in _VAGUE):
        yield Wanted.COUNT
    if claim.period is not None:
        yield Wanted.TIME
    if claim.actor:
        yield Wanted.WHO
    if claim.place is not None:
        yield Wanted.PLACE
    for question in claim.questions:
        if (wanted := find_wanted_fact(words_of(question))) is not None:
            yield wanted


class Scale(NamedTuple):
    """The weights of the parts of a score."""

    measure: float = 0.1
    text: float = 0.45
    pairs: float = 0.15
    kind: float = 0.12
    number: float = 0.5
    unit: float = 0.2
    year: float = 0.2
    unknown: float = 0.6
    enough: float = 0.52
    alike: float = 0.9


SCALE = Scale()


def judge(
    asked: Asked,
    profile: Profile,
    weigh: Callable[[Word], float],
    programmes: Collection[frozenset[str]] = (),
) -> Judged:
    """How well the claim of *profile* answers.

    *weigh* gives a word's weight by its rarity; *programmes* are those that
    the question names, by their stems.
    """
    weights = [(word, weigh(word)) for word in asked.words]
    total = sum(w for _, w in weights) or 1.0
    cover = {word.stem: _cover(word, profile.held) for word, _ in weights}
    covered = sum(cover[word.stem] * w for word, w in weights) / total
    score = covered
    score += SCALE.text * _best_text(weights, profile)
    score += SCALE.measure * _measure_share(asked, profile)
    score += SCALE.pairs * _pair_share(asked, profile)
    if asked.wanted is not None:
        score += SCALE.kind if asked.wanted in profile.kinds else -SCALE.kind
    matched = [_has_number(number, profile) for number in asked.numbers]
    score += SCALE.number * (sum(matched) - matched.count(False))
    score += SCALE.unit * _unit_share(asked, profile)
    if asked.years:
        score += SCALE.year if _missing_years(asked, profile) is None else -SCALE.year
    missing = _find_missing(asked, profile, weights, covered, matched, programmes)
    return Judged(score, covered, missing, profile)


def _cover(word: Word, held: dict[str, float]) -> float:
    """How far a claim that has *held* holds *word*: 1 as such, less by a synonym, 0 not."""
    best = held.get(word.stem, 0.0)
    if best < 0.8:
        for same in word.same:
            if (found := held.get(same, 0.0) * 0.8) > best:
                best = found
    return best


def _best_text(weights: list[tuple[Word, float]], profile: Profile) -> float:
    """The greatest likeness (0 to 1) of the question to one text of the claim."""
    best = 0.0
    total = sum(w for _, w in weights) or 1.0
    for text in profile.texts:
        shared = 0.0
        n = 0
        for word, w in weights:
            if word.stem in text:
                shared += w
                n += 1
            elif not word.same.isdisjoint(text):
                shared += 0.7 * w
                n += 1
        if shared:
            likeness = shared / total * (0.5 + 0.5 * n / len(text))
            best = max(best, likeness)
    return best


def _measure_share(asked: Asked, profile: Profile) -> float:
    if not profile.measure:
        return 0.0
    typed = {word.stem for word in asked.words}
    same = {same for word in asked.words for same in word.same} - typed
    held = len(profile.measure & typed) + 0.7 * len(profile.measure & same)
    return held / len(profile.measure)


def _unit_share(asked: Asked, profile: Profile) -> float:
    """1 if what is to be counted is the claim's unit, less if by a synonym or a light word."""
    found = 0.0
    for word in asked.counted:
        if not word.same.isdisjoint(profile.unit):
            exact = 1.0 if word.stem in profile.unit else 0.8
            found = max(found, exact * (0.5 if word.light else 1.0))
    return found


def _pair_share(asked: Asked, profile: Profile) -> float:
    if len(asked.words) < 2:
        return 0.0
    pairs = pairwise(asked.words)
    hits = sum((a.stem, b.stem) in profile.pairs for a, b in pairs)
    return hits / (len(asked.words) - 1)


def _has_number(number: Quantity, profile: Profile) -> bool:
    claim = profile.claim
    if claim.value is not None and claim.value == number.value:
        return number.unit is None or number.unit == claim.unit
    return str(number.value) in profile.digits


def _find_missing(  # noqa: PLR0911 - one return for each thing that may be missing
    asked: Asked,
    profile: Profile,
    weights: list[tuple[Word, float]],
    covered: float,
    matched: list[bool],
    programmes: Collection[frozenset[str]],
) -> Missing | None:
    """The first thing asked for that the claim does not hold, the plainest first."""
    for word, _ in weights:
        if word.need is not None and word.need.stems.isdisjoint(profile.held):
            return Missing(Fault(word.need.section), word.typed)
    for number, found in zip(asked.numbers, matched, strict=True):
        if not found and number.value > 12:
            return Missing(Fault.NUMBER, show_value(*number))
    if (years := _missing_years(asked, profile)) is not None:
        return Missing(Fault.YEAR, years)
    for named in programmes:
        if not named <= profile.held.keys():
            return Missing(Fault.PROGRAMME, "")
    if asked.wanted is not None and asked.wanted not in profile.kinds:
        return Missing(Fault.KIND, asked.wanted)
    counted = [word for word in asked.counted if not word.light]
    if sum(_cover(word, profile.held) for word in counted) < 0.5 * len(counted):
        return Missing(Fault.COUNTED, counted[-1].typed)
    telling = [word for word, _ in weights if not word.light]
    if not telling and not asked.numbers and _best_text(weights, profile) < SCALE.alike:
        return Missing(Fault.COVERAGE, "")
    if covered < SCALE.enough:
        lost = [(w * (1 - _cover(word, profile.held)), word.typed) for word, w in weights]
        return Missing(Fault.COVERAGE, max(lost, default=(0, ""))[1])
    return None


def _missing_years(asked: Asked, profile: Profile) -> str | None:
    held = profile.years | profile.ends if len(asked.years) > 1 else profile.years
    for first, last, shown in asked.years:
        if not any(first <= year <= last for year in held):
            return shown
    period = profile.claim.period
    if asked.within and asked.wanted is Wanted.COUNT and period and "/" in period:
        return asked.years[0].shown
    return None


def weight(found: int, claims: int) -> float:
    """The weight of a word that *found* of *claims* have."""
    return log(1 + claims / (found + 0.5))
