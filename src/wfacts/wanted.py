"""The kind of answer that a question asks for, and the words for what is asked."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise


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
    FIGURE = "figure"


_MONEY = frozenset(
    "money yuan rmb renminbi cash earn cost spend spent pay paid lend lent worth credit loan"
    " loans microcredit fund funds funding budget invest invested lending borrowed".split()
)

_SHARE = frozenset("share proportion percentage percent rate pct".split())

_PLACES = frozenset("place places province county city region town area village".split())

_TIMES = frozenset("year month date decade day".split())

_DATES = frozenset(("year", "yr", "date"))
"""The first or last words of a query without a verb, as in "launch date"."""

_FIGURES = frozenset("size amount volume value total number count tally figure".split())
"""Words that ask for a number of any kind as the last word, or as the first before "of"."""

_RELATIVE = frozenset("a the this last each every per any next past to one same up".split())

_ASKED_BY = {
    **dict.fromkeys(("who", "whom", "whose"), Wanted.WHO),
    "when": Wanted.TIME,
    "where": Wanted.PLACE,
    "why": Wanted.REASON,
}

_CURRENCY = frozenset(("yuan", "rmb"))

_BEFORE_VERB = frozenset("to can will would and women they officials people you".split())

_BEFORE = frozenset("with by to for from of on since until".split())

_BOUNDS = frozenset(
    "is are was were has have had do does did can could will would should of in on to for by"
    " with from at who whose that there get gets got take takes took go goes went come came"
    " earn earned join joined enter entered attend attended participate participated since"
    " after before during than per make makes made use uses used using live lives"
    " living own owns run runs hold holds".split()
)
"""Where the words for what is asked end: "women" in "how many women joined in"."""

_ABSTRACT = frozenset(
    "effect effects result results outcome outcomes impact impacts work case half way ways role"
    " roles part parts step steps action actions approach stance view impression attitude event"
    " events occasion occasions body bodies organisation organization institution entity"
    " authority arrangement arrangements change changes difference improvement benefit concept"
    " thing things stuff sort kind type types form example examples detail details fact"
    " position status state condition side aspect aspects area areas respect issue matter"
    " purpose aim feature features element elements component item move manner"
    " means idea extent degree context background consequence contribution share heart core"
    " essence point line piece set range series group groups"
    " number amount".split()
)
"""Nouns that stand for what the claim says rather than for a thing that it must name."""

_OWNERS = frozenset("women china federation acwf country world people".split())
"""Behind these a possessive is mostly part of a name."""

_CHANGE = frozenset("how is was has have do does did".split())
"""A question that begins so and goes on with "the number of" asks how that changed."""


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
                rest = raw[n + 1 :]
                return None, _until_bound(rest, fact=True) or _find_attribute(rest)
    # "with whom", "since when"; elsewhere such a word joins clauses.
    n = 1 if raw[:1] and raw[0] in _BEFORE else 0
    wanted = _ASKED_BY.get(raw[n]) if len(raw) > n else None
    if wanted is None:
        return _find_wanted_noun(raw)
    return wanted, _until_bound(raw[n + 1 : n + 2]) if wanted is Wanted.WHO else []


def _find_wanted_noun(raw: Sequence[str]) -> tuple[Wanted | None, list[str]]:
    """What a query without a question word asks for: "launch date", "size of the fund"."""
    if len(raw) < 2:
        return None, []
    if raw[-1] in _FIGURES or (raw[0] in _FIGURES and raw[1] == "of"):
        return Wanted.FIGURE, _find_head(raw[2:])
    if raw[-2] == "in" and raw[-1] in _MONEY:
        return Wanted.MONEY, _find_head(raw)
    if raw[0] in _DATES or (raw[-1] in _DATES and raw[-2] not in _RELATIVE):
        return Wanted.TIME, []
    if late := {"when", "where"}.intersection(raw[-2:]):
        return _ASKED_BY[late.pop()], []
    return None, _find_head(raw)


def _find_head(raw: Sequence[str]) -> list[str]:
    """The noun before "of" or "in", or behind a possessive: "staff" in "staff of a firm".

    None if a verb comes before.
    """
    for n, word in enumerate([*raw, ""]):
        if word in _BOUNDS or not word:
            owned = "s" in raw[:n] and raw[raw.index("s") - 1] not in _OWNERS
            head = raw[n - 1 : n] if n and (word in ("of", "in") or owned) else []
            return [word for word in head if word not in _ABSTRACT]
    return []


def _find_attribute(words: Sequence[str]) -> list[str]:
    """What is asked of a thing: "capital" in "is the capital of China"."""
    if not words or words[0] not in ("is", "was", "are", "were"):
        return []
    if words[0] in ("are", "were"):
        return _until_bound(words[1:], fact=True)[-1:]
    return _find_head([word for word in words[1:] if word != "the"])


def _until_bound(words: Sequence[str], *, fact: bool = False) -> list[str]:
    while words and words[0] in {"of", "the", "these", "those", "all"}:
        words = words[1:]
    pairs = enumerate(pairwise(["", *words]))
    words = [word for word in words if word not in _ABSTRACT] if fact else words
    end = next((i for i, (noun, word) in pairs if _ends(noun, word)), len(words))
    return list(words[: min(end, 6)])


def _ends(noun: str, word: str) -> bool:
    """Whether *word* is no more of what is asked: a bound, or a verb behind a plural."""
    plural = noun.endswith("s") or noun in ("women", "people", "men")
    return word in _BOUNDS or (plural and word.endswith("ed"))
