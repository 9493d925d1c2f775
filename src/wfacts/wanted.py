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

_CURRENCY = frozenset(("yuan", "rmb"))

_BEFORE_VERB = frozenset("to can will would and women they officials people you".split())

_BEFORE = frozenset("with by to for from of on since until".split())

_BOUNDS = frozenset(
    "is are was were has have had do does did can could will would should of in on to for by"
    " with from at who whose that there get gets got take takes took go goes went come came"
    " earn earned join joined enter entered attend attended participate participated since"
    " after before during than per".split()
)
"""Where the words for what is asked end: "women" in "how many women joined in"."""

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
                return None, _until_bound(raw[n + 1 :])
    # "with whom", "since when"; elsewhere such a word joins clauses.
    n = 1 if raw[:1] and raw[0] in _BEFORE else 0
    wanted = _ASKED_BY.get(raw[n]) if len(raw) > n else None
    return wanted, _until_bound(raw[n + 1 : n + 2]) if wanted is Wanted.WHO else []


def _until_bound(words: Sequence[str]) -> list[str]:
    while words and words[0] in {"of", "the", "these", "those", "all"}:
        words = words[1:]
    end = next((i for i, word in enumerate(words) if word in _BOUNDS), len(words))
    return list(words[: min(end, 6)])
