"""Whether a claim is surely sound: what `check_claim` says of most, in a third of the time.

``build`` asks this a million times. A yes means that `check_claim` finds
nothing (a test compares them); anything unusual is a no, and is looked at
there, check by check.
"""

import re
from collections.abc import Mapping
from functools import cache
from operator import itemgetter
from typing import Any

from wfacts import shape
from wfacts.claimcheck import Context, read_figure, read_period
from wfacts.model import Claim, Kind, Modifier
from wfacts.quantity import hedge_before

_VALUED = frozenset((Kind.FIGURE, Kind.TARGET))
_PLAIN = frozenset(Kind) - _VALUED

_TEXTS = itemgetter(*"statement measure source figure unit programme place caveat".split())
_LISTS = itemgetter(*"actor topics keywords questions".split())
_VALUE = itemgetter(*"kind figure value unit modifier".split())
_PASSAGE = itemgetter(*"paragraph sentence anchor sha256".split())

_HEDGES = dict.fromkeys(("over", "above", "exceeding"), Modifier.OVER)
_HEDGES |= dict.fromkeys(("nearly", "almost"), Modifier.NEARLY)
_HEDGES |= dict.fromkeys(
    ("approximately", "roughly", "around", "about", "some"), Modifier.ABOUT
)
"""The hedges of one word; one of several ends in one of `_LAST`."""

_LAST = frozenset(("than", "of", "least", "to", *_HEDGES))


def is_sound(raw: Any, context: Context) -> bool:
    """Whether *raw*, a claim in JSON, surely has no problem within *context*."""
    if next(shape.find_faults(raw, Claim), None) is not None:
        return False
    paragraph, sentence, anchor, sha256 = _PASSAGE(raw["passage"])
    lists = _LISTS(raw)
    return (
        _fits(raw, anchor)
        and _id_pattern().fullmatch(raw["id"]) is not None
        and paragraph >= 1
        and sentence >= 1
        and len(sha256) == 64
        and not sha256.strip("0123456789abcdef")
        and 3 <= len(anchor.split()) <= 8
        and _is_in_place(raw, context)
        and all(len(items) < 2 or len(set(items)) == len(items) for items in lists)
        and _is_clean([anchor, *[text for text in _TEXTS(raw) if text is not None]], lists)
    )


def _fits(raw: Mapping[str, Any], anchor: str) -> bool:
    """Whether kind, value, unit and hedge are those of the printed figure."""
    kind, figure, value, unit, modifier = _VALUE(raw)
    if figure is None:
        return value is None and unit is None and modifier is None and kind in _PLAIN
    quantity = read_figure(figure)
    if quantity is None or unit is None or kind not in _VALUED:
        return False
    if value != quantity.value or type(value) is not type(quantity.value):
        return False
    if unit != quantity.unit and (quantity.unit is not None or unit in ("CNY", "%")):
        return False
    return _holds(raw["statement"], figure, modifier) and _holds(anchor, figure, modifier)


def _holds(text: str, figure: str, modifier: str | None) -> bool:
    """Whether *figure* first stands in *text* between blanks, after the hedge *modifier*."""
    start = text.find(figure)
    after = text[start + len(figure) : start + len(figure) + 2]
    if start < 0 or not (after[:1] in ("", " ") or after in (", ", ".", ". ")):
        return False
    if start == 0:
        return modifier is None
    blank = text.rfind(" ", 0, start - 1)
    word = text[blank + 1 : start - 1]
    if text[start - 1] != " " or not (word.isalnum() and word.isascii()):
        return False
    if modifier is None:
        return word.lower() not in _LAST
    before = text[max(start - 32, 0) : start]
    return (_HEDGES.get(word) == modifier and " not " not in before) or (
        hedge_before(before) == modifier
    )


def _is_in_place(raw: Mapping[str, Any], context: Context) -> bool:
    """Whether topics and source are known, and the period is one that the source can know."""
    topics, issued = context
    if topics is not None and not topics.issuperset(raw["topics"]):
        return False
    if issued is not None and raw["source"] not in issued:
        return False
    period = raw["period"]
    if period is None:
        return True
    span = read_period(period)
    if isinstance(span, str) or ("?" in period and raw["caveat"] is None):
        return False
    day = issued and issued[raw["source"]]
    return not day or raw["kind"] != Kind.FIGURE or span.start <= day


def _is_clean(texts: list[str], lists: tuple[list[str], ...]) -> bool:
    """Whether no text is empty, begins or ends with a blank, or has a control."""
    for items in lists:
        texts += items
    joined = f"|{'|'.join(texts)}|"
    return joined.isprintable() and not ("||" in joined or "| " in joined or " |" in joined)


@cache
def _id_pattern() -> re.Pattern[str]:
    return re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
