"""Rows as a plain table, whatever their columns: ``-f table --fields a,b``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rich.text import Text

from wfacts.render.layout import GAP, NAME, column, draw, styled, table, widest
from wfacts.render.parts import list_fields, spaced
from wfacts.stage import Stage

_LEAST = 20
"""Cells that a column of running text needs, if none of its words needs more."""


class _Size(NamedTuple):
    """The cells that a column can do with, and those that it needs not to wrap."""

    least: int
    natural: int
    fixed: bool = False


def draw_rows(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    stage: Stage,
    *,
    header: bool = True,
) -> str:
    """*rows* as a table, or as a block each where the terminal is too narrow for one.

    Running text wraps; what holds no blank, such as an id or a link, is never cut.
    """
    if not rows:
        return ""
    cells = [[_show(row[name], name) for name in columns] for row in rows]
    alone = [
        _measure([styled(head), *below]) for head, *below in zip(columns, *cells, strict=True)
    ]
    sizes = _fit(alone, stage.width)
    if sizes is None:
        return draw(spaced(list_fields(zip(columns, row, strict=True)) for row in cells), stage)
    made = [
        column(
            name.upper(),
            justify="right" if _is_numeric(row[name] for row in rows) else "left",
            min_width=size.least,
            no_wrap=size.least == size.natural,
            width=size.least if size.fixed else None,
        )
        for name, size in zip(columns, sizes, strict=True)
    ]
    return draw([table(made, cells, show_header=header)], stage)


def _measure(texts: Sequence[Text]) -> _Size:
    natural = widest(texts)
    word = widest(word for text in texts for word in text.plain.split(" "))
    return _Size(min(natural, max(_LEAST, word)), natural)


def _fit(sizes: Sequence[_Size], width: int | None) -> list[_Size] | None:
    """*sizes* as they fit into *width*; None if they don't."""
    gaps = len(GAP) * (len(sizes) - 1)
    if width is None or gaps + sum(size.natural for size in sizes) <= width:
        return [_Size(size.natural, size.natural) for size in sizes]
    if gaps + sum(size.least for size in sizes) > width:
        return None
    if sum(size.least < size.natural for size in sizes) == 1:
        return list(sizes)
    # Rich narrows the widest columns first, though one of long words can't give.
    return [size._replace(fixed=_LEAST < size.least < size.natural) for size in sizes]


def _is_numeric(values: Iterable[Any]) -> bool:
    return all(isinstance(value, int | float | None) for value in values)


def _show(value: Any, column: str) -> Text:
    """A JSON value for people: nothing for null, thousands apart, a list in a row."""
    if isinstance(value, list | tuple):
        return styled("; ".join(_show(item, column).plain for item in value))
    if isinstance(value, Mapping):
        return styled(value.get("id", ""))
    if isinstance(value, bool):
        return styled("yes" if value else "no")
    if isinstance(value, int | float):
        return styled(f"{value:,}")
    text = "" if value is None else str(value)
    return styled(text, NAME if column == "id" else "", text)
