"""A question understood: its words, numbers, times, and the kind of answer asked for."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from wfacts.lexicon import Need, is_light, need_of, phrasing, stem, words_of, words_same_as
from wfacts.quantity import Quantity, find_numbers, show_value

LONGEST = 2_000
"""Characters in a question; a longer one is no question."""

MOST_WORDS = 40
"""Content words of a question that are looked for."""


class Wanted(StrEnum):
    """The kind of answer that a question asks for."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    TIME = "time"
    WHO = "who"
    PLACE = "place"
    REASON = "reason"
    AMOUNT = "amount"


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


class Years(NamedTuple):
    """A time asked for, from year to year, both included; *shown* as the user wrote it."""

    first: int
    last: int
    shown: str


class Asked(NamedTuple):
    """A question taken apart.

    *target* are the words for what is asked: see `find_wanted`.
    *aims* is whether it asks for a plan, not for what came of it.
    *names* are words that the user wrote with a capital, which names have.
    *within* is whether the one year asked for is all the time asked for ("in
    2016", not "since 2016").
    """

    words: tuple[Word, ...]
    wanted: Wanted | None
    target: tuple[Word, ...]
    numbers: tuple[Quantity, ...]
    years: tuple[Years, ...]
    within: bool
    names: frozenset[str] = frozenset()
    aims: bool = False


_MONEY = frozenset(
    "money yuan rmb cash earn cost spend spent pay paid lend lent worth credit loan loans"
    " microcredit fund funds funding budget invest invested lending borrowed".split()
)
_SHARE = frozenset("share proportion percentage percent rate pct".split())
_PLACES = frozenset("place places province county city region town area village".split())
_TIMES = frozenset("year month date decade day".split())
_ASKED_BY = {
    **dict.fromkeys(("who", "whom", "whose"), Wanted.WHO),
    "when": Wanted.TIME,
    "where": Wanted.PLACE,
    "why": Wanted.REASON,
}
_SAYING = frozenset("say says said".split())
_SAYERS = frozenset(
    "about on article articles source sources text report statistics officials".split()
)
_AIMS = frozenset(
    "target targets goal goals aim aims aimed objective objectives plan plans planned quota"
    " minimum proposed propose suggested".split()
)
_MET = frozenset("met reached achieved fulfilled attained missed exceeded".split())
"""Said of a target, these ask for what came of it, which is another fact."""

_CURRENCY = frozenset(("yuan", "rmb"))
_SIZES = frozenset("long big large high tall wide old young heavy expensive rich fast".split())
"""Words that ask for a measure behind "how", which a claim must then speak of."""

_BEFORE_VERB = frozenset("to can will would and women they officials people you".split())
_BEFORE = frozenset("with by to for from of on since until".split())
_BOUNDS = frozenset(
    "is are was were has have had do does did can could will would should of in on to for by"
    " with from at who whose that there get gets got take takes took go goes went come came"
    " earn earned join joined enter entered attend attended participate participated since after before during than per".split()
)
"""Where the words for what is asked end: "women" in "how many women joined in"."""

_CHANGE = frozenset("how is was has have do does did".split())
"""A question that begins so and goes on with "the number of" asks how that changed."""

_SHORT_SCALES = frozenset("k m mn mln b bn bln".split())
_SCALES = {
    "thousands": "thousand",
    "millions": "million",
    "billions": "billion",
    "mil": "million",
    "mill": "million",
    "mio": "million",
    "bil": "billion",
}
"""Said of a number, as in "two millions", for its scale."""

_DECADES = {"seventies": 1970, "eighties": 1980, "nineties": 1990, "noughties": 2000}
_PARTS = {"early": (0, 5), "beginning": (0, 5), "half": (0, 5), "mid": (3, 7), "late": (5, 9)}


def understand(question: str, repairs: Mapping[str, str] = {}) -> Asked:
    """What *question* asks; *repairs* gives the known word that an unknown one is meant for."""
    text = _part_ranges(question[:LONGEST].lower())
    numbers, years, rest = _take_numbers(_join_digits(text))
    raw = [good for word in words_of(rest) for good in repairs.get(word, word).split()]
    decades, raw = _take_decades(raw)
    wanted, target = find_wanted(raw)
    typed = {good: word for word, repaired in repairs.items() for good in repaired.split()}
    asked = f" {question.lower()}"
    words = tuple(_content(raw[_is_order(raw) :], typed))[:MOST_WORDS]
    return Asked(
        words=(*words, *_needed_words(raw)),
        wanted=wanted,
        target=tuple(_content(target, typed)),
        numbers=tuple(numbers),
        years=(*years, *decades),
        within=len(years) == 1
        and any(f" {before} {years[0].shown}" in asked for before in ("in", "during")),
        names=_find_names(question[:LONGEST]),
        aims=not _AIMS.isdisjoint(raw),
    )


@lru_cache(20_000)
def make_word(word: str) -> Word:
    """The content word *word*, in lower case."""
    root = stem(word)
    same = frozenset(map(stem, words_same_as(root)))
    return Word(word, word, root, same | {root}, need_of(word), is_light(root))


def _needed_words(raw: Sequence[str]) -> Iterable[Word]:
    """Everyday words that in this place ask for something that a claim must hold."""
    size = raw[1] if raw[:1] == ["how"] and len(raw) > 1 else ""
    if size in _SIZES:
        yield make_word(size)._replace(need=Need("measures", make_word(size).same))
    if "what" in raw[:2] and not _SAYING.isdisjoint(raw) and _SAYERS.isdisjoint(raw):
        yield make_word("said")._replace(need=Need("measures", frozenset(["said"])))
    if not _AIMS.isdisjoint(raw) and (met := _MET.intersection(raw)):
        yield make_word("met")._replace(typed=min(met), need=Need("measures", _MET))


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


def _part_ranges(text: str) -> str:
    """*text* with its ranges in two words: ``2001-2005`` as ``2001 to 2005``."""
    for dash in "-\u2013/":
        pieces = text.split(dash)
        text = pieces[0]
        for piece in pieces[1:]:
            between_years = text[-4:].isdecimal() and piece[:4].isdecimal()
            text += (" to " if between_years else dash) + piece
    return text


def _join_digits(text: str) -> str:
    """*text* with a number's parts joined: ``460 000`` as ``460000``, ``1.07 mn``."""
    joined: list[str] = []
    grows = False  # whether the last word may be the beginning of a number
    for word in text.split(" "):
        group = word.strip("?!.,;:")
        last = joined[-1] if joined else ""
        thousands = grows and len(group) == 3 and group.isdecimal()
        if thousands or (group in _SHORT_SCALES and _is_number(last)):
            joined[-1] += group
        elif group in _SCALES and last:
            joined.append(_SCALES[group])
        else:
            joined.append(word)
        grows = thousands or (word.isdecimal() and len(word) <= 3)
    return " ".join(joined)


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).isdecimal()


def _take_numbers(text: str) -> tuple[list[Quantity], list[Years], str]:
    """The numbers and years in *text*, and the text without them."""
    numbers: list[Quantity] = []
    years: list[Years] = []
    rest: list[str] = []
    position = 0
    for found in find_numbers(text) if _may_have_number(text) else ():
        unit = found.quantity.unit
        printed = text[found.start : found.end]
        rest.append(text[position : found.start])
        position = found.end
        if unit is None and (year := _read_year(printed, text[: found.start])):
            years.append(Years(year, year, printed))
        else:
            numbers.append(found.quantity)
            rest.append({"%": " percent ", "CNY": " yuan "}.get(unit or "", ""))
    return numbers, years, " ".join([*rest, text[position:]])


def _read_year(printed: str, before: str) -> int | None:
    """The year that a number is: ``1998``, or ``98`` behind "since"."""
    if not printed.isdecimal():
        return None
    value = int(printed)
    if (
        len(printed) == 2
        and value > 50
        and before.rstrip(" '").endswith(("since", "from", "in"))
    ):
        return 1900 + value
    return value if len(printed) == 4 and 1900 <= value <= 2100 else None


def _may_have_number(text: str) -> bool:
    """Whether a word is a number's: its pattern costs 1 ms, and "money" has a "one"."""
    if any(digit in text for digit in "0123456789"):
        return True
    return not _NUMBER_WORDS.isdisjoint(text.replace("-", " ").replace("?", " ").split())


def _take_decades(raw: list[str]) -> tuple[list[Years], list[str]]:
    """The decades in *raw*, such as ``late 1990s``, and the words without them."""
    years: list[Years] = []
    kept: list[str] = []
    for word in raw:
        first = _DECADES.get(word)
        digits = word.removesuffix("s")
        if word != digits and digits.isdecimal() and digits.isascii() and digits[-1] == "0":
            first = {2: 1900 + int(digits), 4: int(digits)}.get(len(digits))
        if first is None:
            kept.append(word)
            continue
        low, high, said = 0, 9, [word]
        while kept and (
            kept[-1] in _PARTS or kept[-1] in {"of", "the", "first", "second", "end"}
        ):
            said.insert(0, kept.pop())
            low, high = _PARTS.get(said[0], (low, high))
        years.append(Years(first + low, first + high, " ".join(said)))
    return years, kept


def find_wanted(raw: Sequence[str]) -> tuple[Wanted | None, list[str]]:
    """The kind of answer that the words *raw* ask for, and the words for what is asked.

    Those are what is to be counted behind "how many", the thing behind
    "which" and the verb behind "who".
    """
    start = _find_phrase(raw)
    if start is not None:
        if raw[start : start + 1] == ["percent"]:
            return Wanted.SHARE, []
        return (
            (Wanted.MONEY, [])
            if _CURRENCY & {*raw}
            else (Wanted.COUNT, _until_bound(raw[start:]))
        )
    if "much" in raw[:4] and "how" in raw[:3]:
        return (Wanted.MONEY if _MONEY & {*raw} else Wanted.AMOUNT), []
    if any(
        word in _SHARE and not (word in ("share", "rate") and before in _BEFORE_VERB)
        for before, word in pairwise(["", *raw])
    ):
        return Wanted.SHARE, []
    return _find_wanted_fact(raw)


def _find_phrase(raw: Sequence[str]) -> int | None:
    """Where the words behind "how many" or "number of" begin."""
    for n, pair in enumerate(pairwise(raw), 2):
        if pair == ("how", "many"):
            return n
        if pair in (("number", "of"), ("count", "of")) and raw[0] not in _CHANGE:
            return n
    return None


def _find_wanted_fact(raw: Sequence[str]) -> tuple[Wanted | None, list[str]]:
    for n, (first, second) in enumerate(pairwise([*raw, ""])):
        if first in ("what", "which"):
            if second in _TIMES:
                return Wanted.TIME, []
            if second in _PLACES:
                return Wanted.PLACE, []
            if n < 3:
                return None, _until_bound(raw[n + 1 :])
    # "with whom", "since when"; elsewhere such a word joins clauses.
    n = 1 if raw[:1] and raw[0] in _BEFORE else 0
    wanted = _ASKED_BY.get(raw[n]) if len(raw) > n else None
    return wanted, _until_bound(raw[n + 1 : n + 2]) if wanted is Wanted.WHO else []


def _is_order(raw: list[str]) -> bool:
    """Whether *raw* begins with a "name" that orders, as in "Name the programmes"."""
    return raw[:1] == ["name"] and raw[1:2] != ["of"]


def _until_bound(words: Sequence[str]) -> list[str]:
    while words and words[0] in {"of", "the", "these", "those", "all"}:
        words = words[1:]
    end = next((i for i, word in enumerate(words) if word in _BOUNDS), len(words))
    return list(words[: min(end, 6)])


def print_forms(number: Quantity) -> list[str]:
    """How a text may print *number*: ``1.07 million``, ``13,800``, ``twenty-five``."""
    value = number.value
    forms = [show_value(value, None), f"{value:,}"]
    if isinstance(value, int):
        count, rest = divmod(value, 10**6) if value >= 10**6 else (value, 0)
        if rest == 0 and 0 < count < 100:
            forms.append(_spell(count) + (" million" if value >= 10**6 else ""))
    return list(dict.fromkeys(forms))


def _spell(count: int) -> str:
    return _ONES[count] if count < 20 else f"{_TENS[count // 10]} {_ONES[count % 10]}".strip()


_ONES = (
    " one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split(" ")
_TENS = "  twenty thirty forty fifty sixty seventy eighty ninety".split(" ")
_NUMBER_WORDS = frozenset((*_ONES[2:], *_TENS[2:], "hundred", "thousand", "million", "billion"))
