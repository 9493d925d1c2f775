"""Claims as bars: a panel a unit, lengths between 0 and 1, on a linear or logarithmic scale."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from wfacts.model import Claim

WIDE_RANGE = 50
"""From this ratio of the largest to the smallest value on, short bars can't be told apart."""


class Bar(NamedTuple):
    """A claim and the *share* of the scale, 0 to 1, that its bar takes."""

    claim: Claim
    share: float


class Panel(NamedTuple):
    """The bars of one *unit*; *scale* is where the axis begins and ends."""

    unit: str
    bars: tuple[Bar, ...]
    scale: tuple[float, float]
    logarithmic: bool


def make_panels(claims: Sequence[Claim], *, ordered: bool = False) -> list[Panel]:
    """A panel for each unit of *claims*, all of which have a value, the largest panel first.

    In a panel the largest value comes first, or the claims are left as
    *ordered*. A value below zero has no bar.
    """
    units: dict[str, list[Claim]] = {}
    for claim in claims:
        units.setdefault(claim.unit or "", []).append(claim)
    panels = [_make_panel(unit, group, ordered=ordered) for unit, group in units.items()]
    return sorted(panels, key=lambda panel: -len(panel.bars))


def _make_panel(unit: str, claims: Sequence[Claim], *, ordered: bool) -> Panel:
    values = {claim.id: claim.value or 0 for claim in claims}
    largest, smallest = max(values.values()), min(values.values())
    logarithmic = smallest > 0 and largest / smallest >= WIDE_RANGE
    scale = _decades(smallest, largest) if logarithmic else (0, _end(unit, largest))
    if not ordered:
        claims = sorted(claims, key=lambda claim: -values[claim.id])
    bars = tuple(Bar(c, _share(values[c.id], scale, logarithmic=logarithmic)) for c in claims)
    return Panel(unit, bars, scale, logarithmic)


def _decades(smallest: float, largest: float) -> tuple[float, float]:
    """The powers of ten around the values."""
    return 10.0 ** floor(log10(smallest)), 10.0 ** ceil(log10(largest))


def _end(unit: str, largest: float) -> float:
    """Where a linear axis ends: shares are shares of a hundred, unless one is larger."""
    return max(largest, 100) if unit == "%" else max(largest, 0)


def _share(value: float, scale: tuple[float, float], *, logarithmic: bool) -> float:
    low, high = scale
    if value <= 0 or high <= low:
        return 0.0
    if logarithmic:
        return (log10(value) - log10(low)) / (log10(high) - log10(low))
    return value / high
