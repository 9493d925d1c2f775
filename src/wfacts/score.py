"""How well a claim answers a question, and what of the question it does not hold."""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from math import log
from typing import NamedTuple

from wfacts.asked import Asked, Wanted, Word, find_wanted
from wfacts.lexicon import phrasing, stem, words_of
from wfacts.model import Claim, Kind
from wfacts.period import parse
from wfacts.quantity import Quantity, show_value

_FIELDS = {"statement": 1.0, "measure": 1.0, "scope": 1.0, "keywords": 0.9, "questions": 0.85}


class Profile:
    """What a claim holds, in stems; each part is worked out when it is first looked at.

    A question looks at *held* of twenty claims and at the rest of a few: to
    work out everything costs 0.4 ms a claim, *held* alone 0.1.
    """

    def __init__(self, claim: Claim) -> None:
        self.claim = claim

    @cached_property
    def held(self) -> dict[str, float]:
        """Each stem with the weight of the best field that has it."""
        held: dict[str, float] = {}
        for field in ("questions", "keywords", "scope", "measure", "statement"):
            for text in self._stems[field]:
                held.update(dict.fromkeys(text, _FIELDS[field]))
        if self.claim.programme and self.claim.kind in (Kind.EVENT, Kind.DEFINITION):
            held[stem("name")] = 1.0
        if self.claim.unit in _UNIT_WORDS:
            held.update(dict.fromkeys(map(stem, _UNIT_WORDS[self.claim.unit]), 1.0))
        return held

    @cached_property
    def texts(self) -> list[frozenset[str]]:
        """The stems of each sentence that the question may be like."""
        fields = ("questions", "measure", "statement")
        return [frozenset(text) for field in fields for text in self._stems[field] if text]

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The stems that stand side by side."""
        fields = ("questions", "scope", "measure", "statement")
        texts = (text for field in fields for text in self._stems[field])
        return frozenset(pair for text in texts for pair in pairwise(text))

    @cached_property
    def measure(self) -> frozenset[str]:
        """The stems of the measure."""
        return frozenset(self._stems["measure"][0])

    @cached_property
    def unit(self) -> frozenset[str]:
        """The stems of the unit."""
        return frozenset(_content_stems(words_of(self.claim.unit or "")))

    @cached_property
    def programme(self) -> frozenset[str]:
        """The stems of the programme's name."""
        return frozenset(_content_stems(words_of(self.claim.programme or "")))

    @cached_property
    def kinds(self) -> frozenset[Wanted]:
        """The kinds of answer that the claim gives: by its fields, and by its own questions."""
        return frozenset(_kinds(self.claim)) | frozenset(
            wanted for wanted, _ in self._own_questions if wanted in _BY_QUESTION
        )

    @cached_property
    def counted(self) -> frozenset[str]:
        """What the claim counts: its unit, the nouns of its own "how many", other names.

        Other names are its keywords of one word.
        """
        nouns = [
            target[-1]
            for wanted, target in self._own_questions
            if target and wanted is Wanted.COUNT
        ]
        names = [keyword.lower() for keyword in self.claim.keywords if " " not in keyword]
        return self.unit | frozenset(map(stem, [*nouns, *names]))

    @cached_property
    def years(self) -> frozenset[int]:
        """The first year of the period, and those in the text."""
        words = (word for texts in self._words.values() for text in texts for word in text)
        return frozenset(int(word) for word in words if _is_year(word)) | {self._span[0]}

    @cached_property
    def ends(self) -> frozenset[int]:
        """The last year of the period."""
        return frozenset((self._span[1],))

    @cached_property
    def digits(self) -> frozenset[str]:
        """The words of the text with its numbers whole: ``13800``."""
        claim = self.claim
        texts = (claim.statement, claim.figure or "", *claim.keywords, *claim.questions)
        return frozenset(words_of(" ".join(texts).replace(",", "")))

    @cached_property
    def _span(self) -> tuple[int, int]:
        try:
            span = parse(self.claim.period or "")
        except ValueError:
            return 0, 0
        return span.start // 10000, span.end // 10000

    @cached_property
    def _words(self) -> dict[str, list[list[str]]]:
        """The words of each text by field, all cut at once: that is four times as fast."""
        claim = self.claim
        fields = {
            "statement": (claim.statement,),
            "measure": (claim.measure,),
            "scope": (claim.programme or "", claim.place or "", *claim.actor, claim.unit or ""),
            "keywords": claim.keywords,
            "questions": claim.questions,
        }
        texts = [text for field in fields.values() for text in field]
        cut = iter(_cut_texts(words_of(f" {_MARK} ".join(texts)), len(texts)))
        return {name: [next(cut) for _ in field] for name, field in fields.items()}

    @cached_property
    def _stems(self) -> dict[str, list[list[str]]]:
        return {
            field: [_content_stems(text) for text in texts]
            for field, texts in self._words.items()
        }

    @cached_property
    def _own_questions(self) -> list[tuple[Wanted | None, list[str]]]:
        return [find_wanted(words) for words in self._words["questions"]]


class Fault(StrEnum):
    """Why a claim is no answer to a question."""

    PLACES = "places"
    SETTINGS = "settings"
    TIMES = "times"
    PEOPLE = "people"
    MEASURES = "measures"
    ORDINALS = "ordinals"
    NAME = "name"
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
    """A claim's *score* (about 0 to 2) for a question; *missing* if it is no answer.

    *telling* is how much of the words that tell the claim holds, from 0 to 1.
    """

    score: float
    telling: float
    missing: Missing | None
    profile: Profile


_MARK = "\N{BROKEN BAR}"
"""Stands between texts while they are cut into words; no word has it."""

_UNIT_WORDS = {
    "CNY": ("yuan", "money"),
    "%": ("percent", "share", "proportion", "rate", "percentage"),
}


def _cut_texts(words: list[str], count: int) -> list[list[str]]:
    texts: list[list[str]] = [[]]
    for word in words:
        if word == _MARK and len(texts) < count:
            texts.append([])
        else:
            texts[-1].append(word)
    return texts


def _content_stems(words: Iterable[str]) -> list[str]:
    skipped = phrasing()
    return [stem(word) for word in words if word not in skipped]


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and word.isascii() and "1900" <= word <= "2100"


_BY_QUESTION = frozenset((Wanted.TIME, Wanted.WHO, Wanted.PLACE, Wanted.REASON, Wanted.AMOUNT))
"""The kinds that a claim's own questions may say that it answers: no field does for sure."""

_REASONS = frozenset("aim aims purpose goal reason reasons why".split())
_VAGUE = ("hundreds of", "thousands of", "millions of", "dozens of")


def _kinds(claim: Claim) -> Iterable[Wanted]:
    """The kinds of answer that a claim gives by its fields."""
    if claim.value is not None:
        yield {"CNY": Wanted.MONEY, "%": Wanted.SHARE}.get(claim.unit or "", Wanted.COUNT)
    elif any(vague in claim.statement for vague in _VAGUE):
        yield Wanted.COUNT
    if claim.unit in _UNIT_WORDS:
        yield Wanted.AMOUNT
    if claim.period is not None:
        yield Wanted.TIME
    if claim.actor:
        yield Wanted.WHO
    if claim.place is not None:
        yield Wanted.PLACE
    if not _REASONS.isdisjoint(words_of(" ".join((claim.measure, *claim.keywords)))):
        yield Wanted.REASON


class Scale(NamedTuple):
    """The weights of the parts of a score."""

    measure: float = 0.1
    text: float = 0.45
    pairs: float = 0.15
    kind: float = 0.12
    number: float = 0.5
    unit: float = 0.2
    year: float = 0.2
    target: float = 0.1
    unknown: float = 0.45
    same: float = 0.65
    enough: float = 0.48
    alike: float = 0.9


SCALE = Scale()

SMALL = 12
"""Numbers up to this are also said of things that nobody counted: "the two ministries"."""

ROUNDING = 0.015
"""How far a number in a question may be from the claim's, as a share: 3.7 million is 3.658."""


class _Case(NamedTuple):
    """A question put to a claim: each word with its weight and how far the claim holds it."""

    asked: Asked
    profile: Profile
    words: list[tuple[Word, float, float]]
    programmes: Collection[frozenset[str]]


def outline(asked: Asked, profile: Profile, weigh: Callable[[Word], float]) -> float:
    """How much of the question's words the claim holds, from 0 to 1: a first, cheap look."""
    words = [(word, weigh(word), cover(word, profile.held)) for word in asked.words]
    return _share(words) + sum(_has_number(number, profile) for number in asked.numbers)


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
    words = [(word, weigh(word), cover(word, profile.held)) for word in asked.words]
    case = _Case(asked, profile, words, programmes)
    telling = _share([entry for entry in words if not entry[0].light])
    alike = _likeness(case)
    score = _share(words) + SCALE.text * alike + _extra(case)
    return Judged(score, telling, _find_missing(case, telling, alike), profile)


def cover(word: Word, held: Mapping[str, float]) -> float:
    """How far a claim that has *held* holds *word*: 1 as such, less by a synonym, 0 not."""
    best = held.get(word.stem, 0.0)
    if best < SCALE.same:
        for same in word.same:
            if (found := held.get(same, 0.0) * SCALE.same) > best:
                best = found
    return best


def weight(found: int, claims: int) -> float:
    """The weight of a word that *found* of *claims* have."""
    return log(1 + claims / (found + 0.5))


def is_minor(unknown: str) -> bool:
    """Whether an unknown word is hardly what is asked for.

    It looks like a verb or adverb, which an answer need not hold, or is so
    short that it is rather a mistyped "the".
    """
    return len(unknown) <= 3 or unknown.endswith(("ed", "ing", "ly"))


def _share(words: list[tuple[Word, float, float]]) -> float:
    """How much of *words* is held, by weight, from 0 to 1."""
    total = sum(weight for _, weight, _ in words)
    return sum(weight * held for _, weight, held in words) / total if total else 0.0


def _extra(case: _Case) -> float:
    """What speaks for the claim besides words: kind of answer, number, year, unit, pairs."""
    asked, profile, _, _ = case
    extra = SCALE.measure * _measure_share(asked, profile)
    extra += SCALE.pairs * _pair_share(asked, profile)
    extra += SCALE.unit * _unit_share(asked, profile)
    if asked.wanted is not None:
        extra += SCALE.kind if asked.wanted in profile.kinds else -SCALE.kind
    for number in asked.numbers:
        if _has_number(number, profile):
            extra += SCALE.number
        elif number.value > SMALL:
            extra -= SCALE.number
    if profile.claim.kind == Kind.TARGET and not asked.aims:
        extra -= SCALE.target
    if asked.years:
        extra += SCALE.year if _missing_years(case) is None else -SCALE.year
    return extra


def _likeness(case: _Case) -> float:
    """The greatest likeness (0 to 1) of the question to one text of the claim."""
    words = [(word.stem, word.same, weight) for word, weight, held in case.words if held]
    total = sum(weight for _, weight, _ in case.words) or 1.0
    best = 0.0
    for text in case.profile.texts:
        shared, count = 0.0, 0
        for stem_, same, weight in words:
            if stem_ in text:
                shared += weight
                count += 1
            elif not same.isdisjoint(text):
                shared += 0.7 * weight
                count += 1
        best = max(best, shared / total * (0.5 + 0.5 * count / len(text))) if count else best
    return best


def _measure_share(asked: Asked, profile: Profile) -> float:
    """How much of the claim's measure the question has, from 0 to 1."""
    if not profile.measure:
        return 0.0
    typed = {word.stem for word in asked.words}
    same = {same for word in asked.words for same in word.same} - typed
    held = len(profile.measure & typed) + 0.7 * len(profile.measure & same)
    return held / len(profile.measure)


def _unit_share(asked: Asked, profile: Profile) -> float:
    """1 if what is asked for is the claim's unit, less if by a synonym or a light word."""
    found = 0.0
    for word in asked.target:
        if not word.same.isdisjoint(profile.unit):
            exact = 1.0 if word.stem in profile.unit else 0.8
            found = max(found, exact * (0.5 if word.light else 1.0))
    return found


def _pair_share(asked: Asked, profile: Profile) -> float:
    """How many of the question's pairs of words stand side by side in the claim."""
    if len(asked.words) < 2:
        return 0.0
    hits = sum((a.stem, b.stem) in profile.pairs for a, b in pairwise(asked.words))
    return hits / (len(asked.words) - 1)


def _has_number(number: Quantity, profile: Profile) -> bool:
    """Whether the claim has *number*, or one that people would round to it."""
    value, unit = profile.claim.value, number.unit
    near = value is not None and abs(value - number.value) <= ROUNDING * abs(value)
    if near and unit in (None, profile.claim.unit):
        return True
    # The 2 of a printed "2 million" is not the "two" of a question.
    return number.value > SMALL and str(number.value) in profile.digits


def _find_missing(case: _Case, telling: float, alike: float) -> Missing | None:
    """The first thing asked for that the claim does not hold, the plainest first."""
    for find in (
        _missing_need,
        _missing_number,
        _missing_years,
        _missing_kind,
        _missing_target,
    ):
        if (missing := find(case)) is not None:
            return missing
    lost = [(weight * (1 - held), word.typed) for word, weight, held in case.words]
    tells = any(not word.light for word in case.asked.words)
    if tells and telling < SCALE.enough:
        return Missing(Fault.COVERAGE, max(lost)[1])
    if not tells and not case.asked.numbers and alike < SCALE.alike:
        return Missing(Fault.COVERAGE, max(lost)[1] if lost else "")
    return None


def _missing_need(case: _Case) -> Missing | None:
    """A place, group of people, measure, name or programme that the claim must hold."""
    for word, _, held in case.words:
        if word.need is not None and word.need.stems.isdisjoint(case.profile.held):
            return Missing(Fault(word.need.section), word.typed)
        if not held and not word.light and word.typed in case.asked.names:
            return Missing(Fault.NAME, word.typed)
    for programme in case.programmes:
        if not programme <= case.profile.held.keys():
            return Missing(Fault.PROGRAMME, "")
    return None


def _missing_number(case: _Case) -> Missing | None:
    for number in case.asked.numbers:
        if number.value > SMALL and not _has_number(number, case.profile):
            return Missing(Fault.NUMBER, show_value(*number))
    return None


def _missing_years(case: _Case) -> Missing | None:
    """A time that is not the claim's: it must begin in it, or name it."""
    asked, profile, _, _ = case
    held = profile.years | profile.ends if len(asked.years) > 1 else profile.years
    for first, last, shown in asked.years:
        if not any(first <= year <= last for year in held):
            return Missing(Fault.YEAR, shown)
    several = "/" in (profile.claim.period or "")
    if asked.within and several and asked.wanted is Wanted.COUNT:
        return Missing(Fault.YEAR, asked.years[0].shown)
    return None


def _missing_kind(case: _Case) -> Missing | None:
    wanted = case.asked.wanted
    if wanted is None or wanted in case.profile.kinds:
        return None
    return Missing(Fault.KIND, wanted)


def _missing_target(case: _Case) -> Missing | None:
    """What is counted, or which thing, or what who did, if the claim has nothing of it."""
    asked, profile, _, _ = case
    held = {word: cover(word, profile.held) for word in asked.target if not word.light}
    if asked.wanted is not Wanted.WHO:
        held = {
            word: found for word, found in held.items() if found or not is_minor(word.typed)
        }
    if held and sum(held.values()) <= 0.5 * len(held):
        return Missing(Fault.COUNTED, min(held, key=lambda word: held[word]).typed)
    counts = asked.wanted is Wanted.COUNT and asked.target
    if counts and all(word.same.isdisjoint(profile.counted) for word in asked.target):
        return Missing(Fault.COUNTED, asked.target[-1].typed)
    return None
