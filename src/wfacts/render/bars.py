"""Horizontal bars of characters, fine to half a cell."""

from wfacts.render.layout import AIM, GOOD, Text, styled


def bar(share: float, width: int, *, aimed_at: bool = False) -> Text:
    """A bar of *share* (0 to 1) of *width* cells, at least half a cell of it.

    What is only *aimed at* is drawn as a dotted line.
    """
    if width <= 0:
        return Text("")
    halves = max(1, round(2 * width * min(max(share, 0.0), 1.0)))
    if aimed_at:
        return styled("┄" * max(1, halves // 2), AIM)
    return styled("█" * (halves // 2) + "▌" * (halves % 2), GOOD)
