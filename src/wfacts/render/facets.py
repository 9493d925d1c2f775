"""The counts of ``facets``, with small bars."""

from collections.abc import Sequence

from wfacts.output import Stage
from wfacts.render.bars import bar
from wfacts.render.layout import FAINT, GAP, NAME, Column, cells, lay, paint, styled, wrap

_LONGEST_BAR = 24
"""Cells of the longest bar."""

_LEAST_BAR = 6
"""Cells below which the values get the room instead of bars."""


def draw_facets(field: str, counts: Sequence[tuple[str, int]], stage: Stage) -> str:
    """The values of facet *field* with their claims, in the order given."""
    names = [styled(value, NAME) for value, _ in counts]
    numbers = [f"{claims:,}" for _, claims in counts]
    size = max([len("CLAIMS"), *map(len, numbers)])
    widest = max([len(field), *(cells(name.plain) for name in names)])
    room = None if stage.width is None else max(10, stage.width - size - len(GAP))
    most = _LONGEST_BAR if room is None else min(_LONGEST_BAR, room - widest - len(GAP))
    columns = [Column(widest if room is None else min(widest, room)), Column(size, right=True)]
    columns.append(Column(most if most >= _LEAST_BAR else 0))
    heads = [[styled(word, FAINT)] for word in (field.upper(), "CLAIMS", "")]
    longest = max((claims for _, claims in counts), default=0)
    lines = lay(heads, columns)
    for name, number, (_, claims) in zip(names, numbers, counts, strict=True):
        drawn = bar(claims / longest if longest else 0, columns[2].width)
        lines += lay([wrap(name, columns[0].width), [styled(number)], [drawn]], columns)
    return paint(lines, stage)
