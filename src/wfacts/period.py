"""Periods in EDTF: the days they span, whether they overlap, how they are shown.

The subset: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, each with an optional ``?``
(uncertain) or ``~`` (approximate), or two of them as an interval ``A/B``.
"""

from typing import NamedTuple

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_FORMS = "expected YYYY, YYYY-MM or YYYY-MM-DD, each with ? or ~ if need be, or A/B"
_WIDTHS = ([4], [4, 2], [4, 2, 2])


class Span(NamedTuple):
    """From day to day, both included, as ``YYYYMMDD`` numbers: they compare and sort."""

    start: int
    end: int


class _Date(NamedTuple):
    """A date as printed: one to three numbers (year, month, day) and ``?``, ``~`` or ``""``."""

    parts: tuple[int, ...]
    mark: str


def parse(edtf: str) -> Span:
    """The days that *edtf* spans; ``2016`` is 1 January to 31 December.

    Raises ``ValueError``, with a text for the user, if it is not of the subset
    or an interval ends before it starts.
    """
    dates = _dates(edtf)
    span = Span(_first_day(dates[0]), _last_day(dates[-1]))
    if span.start > span.end:
        raise ValueError(f"{edtf!r} ends before it starts")
    return span


def overlaps(a: Span, b: Span) -> bool:
    """Whether a day is in both."""
    return a.start <= b.end and b.start <= a.end


def show(edtf: str | None, issued: str | None = None) -> str:
    """A period for people: ``Jun 2015``, ``28 Nov 2018``; empty for None.

    An interval has an en dash, but one that ends in the month in which its
    source was *issued* (``YYYY-MM-DD``) goes up to the time of writing:
    ``since 2012 (to Nov 2018)``. ``?`` shows as ``(inferred)``, ``~`` as
    ``about``. What is no period comes back as it is: ``check`` reports it, and
    a look-up goes on.
    """
    try:
        dates = _dates(edtf) if edtf else []
    except ValueError:
        return edtf or ""
    shown = [_show(date) for date in dates]
    if len(dates) == 2 and issued and dates[1].parts[:2] == _month(issued):
        return f"since {shown[0]} (to {shown[1]})"
    return "\N{EN DASH}".join(shown)


def _month(issued: str) -> tuple[int, ...]:
    """Year and month of a source's date; empty if it says no month."""
    try:
        parts = _dates(issued)[0].parts
    except ValueError:
        return ()
    return parts[:2] if len(parts) > 1 else ()


def _dates(edtf: str) -> list[_Date]:
    """The one or two dates of *edtf*."""
    # Cut short: what is this long is wrong, and is echoed.
    pieces = edtf.split("/") if len(edtf) <= 23 else []
    if not 1 <= len(pieces) <= 2:
        raise ValueError(f"{edtf[:40]!r} is not a period: {_FORMS}")
    return [_date(piece, edtf) for piece in pieces]


def _date(piece: str, edtf: str) -> _Date:
    mark = piece[-1:] if piece.endswith(("?", "~")) else ""
    words = piece.removesuffix(mark).split("-")
    digits = all(word.isascii() and word.isdigit() for word in words)
    if not digits or [len(word) for word in words] not in _WIDTHS:
        raise ValueError(f"{edtf!r} is not a period: {_FORMS}")
    parts = tuple(map(int, words))
    if not _exists(*parts):
        raise ValueError(f"{edtf!r} is not a period: there is no such date as {piece}")
    return _Date(parts, mark)


def _exists(year: int, month: int = 1, day: int = 1) -> bool:
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= _days(year, month)


def _days(year: int, month: int) -> int:
    """How many days the month has (``calendar`` would cost 1 ms at import)."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def _first_day(date: _Date) -> int:
    year, month, day = (*date.parts, 1, 1)[:3]
    return year * 10000 + month * 100 + day


def _last_day(date: _Date) -> int:
    year, month = (*date.parts, 12)[:2]
    day = date.parts[2] if len(date.parts) == 3 else _days(year, month)
    return year * 10000 + month * 100 + day


def _show(date: _Date) -> str:
    year, *smaller = date.parts
    words = [str(part) for part in smaller[1:]]
    words += [MONTHS[smaller[0] - 1]] if smaller else []
    text = " ".join([*words, f"{year:04d}"])
    return {"?": f"{text} (inferred)", "~": f"about {text}"}.get(date.mark, text)
