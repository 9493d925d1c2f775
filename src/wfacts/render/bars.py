"""Horizontal bars of characters, fine to half a cell."""

from rich.text import Text

from wfacts.render.layout import AIM, GOOD, styled


def bar(share: float, width: int, *, aimed_at: bool = False) -> Text:
    """A bar of *share* (0 to 1) of *width* cells: at least half a cell, full only for 1.

    What is only *aimed at* is drawn as a dotted line.
    """
    if width <= 0:
        return Text()
    halves = 2 * width if share >= 1 else min(2 * width - 1, max(1, round(2 * width * share)))
    if aimed_at:
        return styled("┄" * max(1, halves // 2), AIM)
    return styled("█" * (halves // 2) + "▌" * (halves % 2), GOOD)
