"""A question understood: its words, numbers, times, and the kind of answer asked for."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from wfacts.lexicon import (
    Need,
    is_light,
    need_of,
    phrasing,
    question_words,
    stem,
    words_of,
    words_same_as,
)
from wfacts.numerals import Years, take_decades, take_numbers
from wfacts.quantity import Quantity
from wfacts.wanted import Wanted, find_wanted

LONGEST = 2_000
"""Characters in a question; a longer one is no question."""

MOST_WORDS = 40
"""Content words of a question that are looked for."""


class Word(NamedTuple):
    """A content word: its *stem*, stems that may stand for it, what it needs a claim to hold.

    *typed* is what the user wrote, *spelt* the same or what it was repaired
    to. *light* words hardly matter.
    """

    typed: str
    spelt: str
    stem: str
    same: frozenset[str]
    need: Need | None
    light: bool


class Asked(NamedTuple):
    """A question taken apart.

    *target* are the words for what is asked: see `find_wanted`.
    *aims* is whether it asks for a plan, not for what came of it.
    *names* are words that the user wrote with a capital, which names have.
    *which* is whether it asks for names ("which ministries"), not for a number.
    *precise* are the characters of a date that it asks for: 7 for a month, 10 for a day.
    *within* is whether the one year asked for is all the time asked for ("in
    2016", not "since 2016").
    """

    words: tuple[Word, ...]
    wanted: Wanted | None
    target: tuple[Word, ...]
    numbers: tuple[Quantity, ...]
    years: tuple[Years, ...]
    within: bool
    which: bool = False
    precise: int = 0
    names: frozenset[str] = frozenset()
    aims: bool = False


_SAYING = frozenset("say says said".split())

_SAYERS = frozenset(
    "about on article articles source sources text report statistics officials".split()
)

_AIMS = frozenset(
    "target targets goal goals aim aims aimed objective objectives plan plans planned quota"
    " minimum proposed propose suggested".split()
)

_DURATION = frozenset(map(stem, ("duration", "length")))
"""What a claim must speak of to say how long: "long" alone is also said of "long ago"."""

_MET = frozenset("met reached achieved fulfilled attained missed exceeded".split())
"""Said of a target, these ask for what came of it, which is another fact."""

_EACH = frozenset("each per apiece".split())

_COUNTING = frozenset("many much number amount count total average".split())

_MOST = frozenset(
    (verb, "the", much) for verb in ("has", "have", "had") for much in ("most", "fewest")
)
"""Words that ask for the first of a ranking."""

_OFFICES = frozenset(
    "president chair chairwoman head director secretary boss chief charge".split()
)
"""Behind "who is the": the person who holds the office, whom no claim names."""

_LAST = {
    **dict.fromkeys(("end", "ended", "ends", "finish", "finished"), ("", "in")),
    "left": ("", "the"),
}
_ENDS = frozenset(_LAST)
"""At the end they ask for the end of a thing; a campaign "to end poverty" doesn't."""

_TIME_UNITS = frozenset("year annum cent capita of month day week one".split())

_NOT = frozenset("no not never none didn doesn don wasn weren isn aren haven hasn".split())

_BUT_YES = frozenset("only just longer less more fewer yet".split())

_NAMES = frozenset(("name", "names"))

_NAMED = frozenset("what which whose full list".split())

_WORKING = frozenset("women people persons men farmers workers many".split())

_STAFF = frozenset("work employed employees employee staff workforce jobs workers".split())

_FEMALE_KIN = frozenset("wives mothers daughters grandmothers sisters mums moms".split())
"""Two of them together mean women: "mothers and daughters"."""

_CAPITALS = frozenset("harbin guangzhou hangzhou lanzhou".split())
"""Cities that may stand for their province, if the question names one."""

_SIZES = frozenset("long big large high tall wide old young heavy expensive rich fast".split())
"""Words that ask for a measure behind "how", which a claim must then speak of."""


def understand(question: str, repairs: Mapping[str, str] = {}) -> Asked:
    """What *question* asks; *repairs* gives the known word that an unknown one is meant for."""
    numbers, years, rest = take_numbers(question[:LONGEST].lower())
    raw = [good for word in question_words(rest) for good in repairs.get(word, word).split()]
    decades, raw = take_decades(raw)
    wanted, target = find_wanted(raw)
    loose = _loose_words(raw)
    typed = {good: word for word, repaired in repairs.items() for good in repaired.split()}
    asked = f" {question.lower()}"
    words = tuple(_content(raw[_is_order(raw) :], typed))[:MOST_WORDS]
    words = tuple(_without_need(word) if word.typed in loose else word for word in words)
    return Asked(
        words=(*words, *_needed_words(raw)),
        wanted=wanted,
        target=tuple(_content(target, typed)),
        numbers=tuple(numbers),
        years=(*years, *decades),
        within=len(years) == 1
        and any(f" {before} {years[0].shown}" in asked for before in ("in", "during")),
        which=raw[:1] == ["which"] or raw[:2] in (["what", "are"], ["what", "were"]),
        precise=_find_precision(raw),
        names=_find_names(question[:LONGEST]),
        aims=not _AIMS.isdisjoint(raw),
    )


def _loose_words(raw: Sequence[str]) -> frozenset[str]:
    """Words that need not be held as usual: "wives and daughters", "Harbin's province"."""
    kin = _FEMALE_KIN.intersection(raw)
    loose = kin if len(kin) > 1 else frozenset[str]()
    if "province" in raw or "provincial" in raw:
        loose |= frozenset(raw) & _CAPITALS
    return loose


def _without_need(word: Word) -> Word:
    return word._replace(need=None, light=word.typed in _FEMALE_KIN)


def _make_needed(word: str, same: frozenset[str]) -> Word:
    made = make_word(word)
    return made._replace(light=True, need=Need("measures", frozenset(map(stem, same))))


@lru_cache(20_000)
def make_word(word: str) -> Word:
    """The content word *word*, in lower case."""
    root = stem(word)
    same = frozenset(map(stem, words_same_as(root)))
    return Word(word, word, root, same | {root}, need_of(word), is_light(root))


def _needed_words(raw: Sequence[str]) -> Iterable[Word]:
    """Everyday words that in this place ask for something that a claim must hold."""
    for before, word, after in zip(["", *raw], raw, [*raw[1:], ""], strict=False):
        if (same := _find_need(raw, before, word, after)) is not None:
            yield _make_needed(word, same)
    if any(trio in _MOST for trio in zip(raw, raw[1:], raw[2:], strict=False)):
        yield _make_needed("most", frozenset(["most"]))
    size = raw[1] if raw[:1] == ["how"] and len(raw) > 1 else ""
    if size in _SIZES:
        same = _DURATION if size == "long" else make_word(size).same
        yield make_word(size)._replace(need=Need("measures", same))
    if "what" in raw[:2] and not _SAYING.isdisjoint(raw) and _SAYERS.isdisjoint(raw):
        yield make_word("said")._replace(need=Need("measures", frozenset(["said"])))
    if not _AIMS.isdisjoint(raw) and (met := _MET.intersection(raw)):
        yield make_word("met")._replace(typed=min(met), need=Need("measures", _MET))


def _find_need(raw: Sequence[str], before: str, word: str, after: str) -> frozenset[str] | None:
    """What a claim must hold for *word* between these neighbours; None for most words."""
    if word in _EACH and after not in _TIME_UNITS and not _COUNTING.isdisjoint(raw):
        return _EACH
    if word in _NOT and (before == "there" or word != "no") and after not in _BUT_YES:
        return _NOT
    if word in _NAMES and (after in ("of", "") or before in _NAMED):
        return _NAMES
    if word in _OFFICES and after == "of" and raw[0] == "who":
        return frozenset([f"{word} of"])
    if word in _ENDS and before != "to" and after in _LAST[word]:
        return _ENDS
    return _STAFF if word == "work" and before in _WORKING else None


def _content(raw: Iterable[str], typed: Mapping[str, str]) -> Iterable[Word]:
    seen = set()
    for word in raw:
        if word in phrasing() or (len(word) == 1 and word.isascii()):
            continue
        made = make_word(word)
        if made.stem not in seen:
            seen.add(made.stem)
            yield made._replace(typed=typed[word]) if word in typed else made


def _find_names(question: str) -> frozenset[str]:
    """The words with a capital, unless nearly all have one; the first word always may."""
    words = question.split()
    capital = [word for word in words[1:] if word[0].isupper()]
    if 2 * len(capital) > len(words):
        return frozenset()
    return frozenset(word for phrase in capital for word in words_of(phrase))


def _find_precision(raw: Sequence[str]) -> int:
    """How long the date asked for is in EDTF: "what day" wants ``2015-06-01``."""
    for before, word in pairwise(["", *raw]):
        if before in ("what", "which", "exact") and word in ("day", "date", "month"):
            return 7 if word == "month" else 10 if word == "day" or before == "exact" else 0
    return 0


def _is_order(raw: list[str]) -> bool:
    """Whether *raw* begins with a "name" that orders, as in "Name the programmes"."""
    return raw[:1] == ["name"] and raw[1:2] != ["of"]
