"""The counts of ``facets``, with small bars."""

from collections.abc import Sequence

from wfacts.render.bars import bar
from wfacts.render.layout import GAP, NAME, column, draw, styled, table, widest
from wfacts.stage import Stage

_LONGEST_BAR = 24
"""Cells of the longest bar."""

_LEAST_BAR = 6
"""Cells below which the values get the room instead of bars."""


def draw_facets(field: str, counts: Sequence[tuple[str, int]], stage: Stage) -> str:
    """The values of facet *field* with their claims, in the order given."""
    names = [styled(value, NAME) for value, _ in counts]
    numbers = [styled(f"{claims:,}") for _, claims in counts]
    room = _LONGEST_BAR
    if stage.width is not None:
        taken = widest([field, *names]) + widest(["CLAIMS", *numbers]) + 2 * len(GAP)
        room = min(_LONGEST_BAR, stage.width - taken)
    longest = max((claims for _, claims in counts), default=0)
    bars = [
        bar(claims / longest if longest else 0, room if room >= _LEAST_BAR else 0)
        for _, claims in counts
    ]
    columns = [
        column(field.upper()),
        column("CLAIMS", justify="right", no_wrap=True),
        column(no_wrap=True),
    ]
    rows = zip(names, numbers, bars, strict=True)
    return draw([table(columns, rows, show_header=stage.header)], stage)
