"""How well a claim answers a question, and what of the question it does not hold."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from math import log
from typing import NamedTuple

from wfacts.asked import Asked, Word, make_word
from wfacts.lexicon import is_minor
from wfacts.model import Kind
from wfacts.profile import Profile
from wfacts.quantity import Quantity, show_value
from wfacts.wanted import Wanted


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
    unknown: float = 0.6
    same: float = 0.65
    enough: float = 0.38
    enough_of_one: float = 0.6
    alike: float = 0.9


SCALE = Scale()

SMALL = 12
"""Numbers up to this are also said of things that nobody counted: "the two ministries"."""

ROUNDING = 0.015
"""How far a number in a question may be from the claim's, as a share: 3.7 million is 3.658."""


_PEOPLE = frozenset("people person persons individual individuals".split())


class _Case(NamedTuple):
    """A question put to a claim: each word with its weight and how far the claim holds it."""

    asked: Asked
    profile: Profile
    words: list[tuple[Word, float, float]]
    programmes: Collection[frozenset[str]]


def outline(asked: Asked, profile: Profile, weights: Sequence[float]) -> float:
    """How much of the question's words the claim holds, from 0 to 1: a first, cheap look.

    *weights* are those of the question's words, by their rarity.
    """
    held = profile.held
    found = sum(w * cover(word, held) for word, w in zip(asked.words, weights, strict=True))
    share = found / (sum(weights) or 1.0)
    return share + sum(_has_number(number, profile) for number in asked.numbers)


def judge(
    asked: Asked,
    profile: Profile,
    weights: Sequence[float],
    programmes: Collection[frozenset[str]] = (),
) -> Judged:
    """How well the claim of *profile* answers.

    *weights* are those of the question's words, by their rarity; *programmes*
    are those that the question names, by their stems.
    """
    held = profile.held
    words = [(word, w, cover(word, held)) for word, w in zip(asked.words, weights, strict=True)]
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
    if asked.which and asked.wanted is None:
        extra += SCALE.kind if profile.claim.value is None else -SCALE.kind
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
    tells = [held for word, _, held in case.words if not word.light]
    few = sum(held > 0 for held in tells) == 1 < len(tells) and not case.asked.numbers
    if tells and telling < (SCALE.enough_of_one if few else SCALE.enough):
        return Missing(Fault.COVERAGE, max(lost)[1])
    # "1991" and "what began in 1991" ask for what has the year.
    dated = case.asked.years and (case.asked.wanted is None or not case.words)
    if not tells and not case.asked.numbers and not dated and alike < SCALE.alike:
        return Missing(Fault.COVERAGE, "")
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
    asked, profile, _, _ = case
    if asked.which and asked.wanted is None and profile.claim.value is not None:
        counted = asked.target and asked.target[-1].stem in profile.unit
        return Missing(Fault.KIND, Wanted.WHO) if counted else None
    if len((profile.claim.period or "").split("/")[0]) < asked.precise:
        return Missing(Fault.KIND, Wanted.TIME)
    if asked.wanted is None or asked.wanted in profile.kinds:
        return None
    return Missing(Fault.KIND, asked.wanted)


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
    if counts and not any(_is_counted(word, profile) for word in asked.target):
        return Missing(Fault.COUNTED, asked.target[-1].typed)
    return None


def _is_counted(word: Word, profile: Profile) -> bool:
    """Whether the claim counts what *word* names; women are people, not the other way."""
    same = {word.stem} if word.need else word.same
    if not same.isdisjoint(profile.counted):
        return True
    return word.typed in _PEOPLE and not make_word("women").same.isdisjoint(profile.counted)
