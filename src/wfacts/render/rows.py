"""Rows as a plain table, whatever their columns: ``-f table --fields a,b``."""

from collections.abc import Mapping, Sequence
from typing import Any

from wfacts.output import Stage
from wfacts.render.layout import (
    EMPTY,
    FAINT,
    GAP,
    NAME,
    Column,
    Text,
    cells,
    lay,
    paint,
    styled,
    wrap,
)
from wfacts.render.parts import list_fields

_LEAST = 12
"""Cells below which a column of running text can't be read."""


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
    table = [[_show(row[column], column) for column in columns] for row in rows]
    numeric = [all(isinstance(row[c], int | float | None) for row in rows) for c in columns]
    heads = [styled(column.upper(), FAINT) for column in columns]
    widths = _share(table, heads if header else [EMPTY] * len(columns), stage.width)
    if widths is None:
        return paint(_list_blocks(table, columns, stage), stage)
    layout = [Column(*pair) for pair in zip(widths, numeric, strict=True)]
    lines = lay([[head] for head in heads], layout) if header else []
    for row in table:
        cut = [wrap(text, width, chop=False) for text, width in zip(row, widths, strict=True)]
        lines += lay(cut, layout)
    return paint(lines, stage)


def _share(
    table: Sequence[Sequence[Text]], heads: Sequence[Text], width: int | None
) -> list[int] | None:
    """The widths of the columns; None if they don't fit into *width*."""
    texts = [[text.plain for text in column] for column in zip(heads, *table, strict=True)]
    natural = [max(map(cells, column)) for column in texts]
    # A cell can't be narrower than its longest word.
    words = [[word for text in column for word in text.split(" ")] for column in texts]
    least = [
        min(size, max(_LEAST, *map(cells, column)))
        for size, column in zip(natural, words, strict=True)
    ]
    if width is None:
        return natural
    spare = width - len(GAP) * (len(natural) - 1) - sum(least)
    if spare < 0:
        return None
    widths = list(least)
    # The columns that need the least more get it first, so that few have to wrap.
    for left, n in enumerate(sorted(range(len(least)), key=lambda n: natural[n] - least[n])):
        more = min(natural[n] - least[n], spare // (len(least) - left))
        widths[n] += more
        spare -= more
    return widths


def _list_blocks(
    table: Sequence[Sequence[Text]], columns: Sequence[str], stage: Stage
) -> list[Text]:
    lines: list[Text] = []
    for row in table:
        lines += [EMPTY] if lines else []
        lines += list_fields(zip(columns, row, strict=True), stage)
    return lines


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
