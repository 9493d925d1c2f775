"""The bars of ``chart``: a panel a unit, each figure as printed behind its bar."""

from collections.abc import Mapping, Sequence

from rich.box import MINIMAL
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wfacts.chart import Bar, Panel
from wfacts.model import Claim, Discrepancy, Kind, Source
from wfacts.quantity import show_value
from wfacts.render.bars import bar
from wfacts.render.layout import (
    FAINT,
    GAP,
    NARROW,
    STRONG,
    WARN,
    column,
    draw,
    join,
    styled,
    table,
    whole,
    widest,
)
from wfacts.render.parts import (
    DOT,
    SPACE,
    Scene,
    list_footnotes,
    make_scene,
    show_figure,
    show_id,
    show_kind,
    show_reference,
    show_when,
    spaced,
)
from wfacts.render.short import list_short
from wfacts.stage import Stage

_LONGEST_BAR = 48
_LEAST_BAR = 8
_PIPE_BAR = 40
"""Cells of the longest bar in a pipe, which has no width."""


def draw_chart(
    panels: Sequence[Panel],
    sources: Mapping[str, Source],
    marked: Sequence[Discrepancy],
    stage: Stage,
) -> str:
    """*panels* with more than one bar, then the figures that nothing compares with."""
    scene = make_scene(sources, marked, stage)
    blocks = [_list_panel(panel, scene) for panel in panels if len(panel.bars) > 1]
    alone = [panel.bars[0].claim for panel in panels if len(panel.bars) == 1]
    if alone:
        head = styled("The only figures of their unit", STRONG)
        blocks.append([head, *list_short(alone, scene)])
    claims = [one.claim for panel in panels for one in panel.bars]
    if any(claim.period is None for claim in claims):
        blocks.append([styled("Without a date: the source gives no period.", FAINT)])
    return draw(spaced([*blocks, list_footnotes(claims, scene)]), stage)


def _list_panel(panel: Panel, scene: Scene) -> list[RenderableType]:
    labels = _label_width(panel, scene)
    length = _bar_length(panel, scene, labels)
    if labels:
        return [_head(panel), _draw_bars(panel.bars, labels, length, scene)]
    parts: list[RenderableType] = [_head(panel)]
    for one in panel.bars:
        drawn = _bar_line(one, length, scene)
        parts += [styled(one.claim.measure), whole(_about(one.claim, scene)), drawn]
    return parts


def _draw_bars(bars: Sequence[Bar], labels: int, length: int, scene: Scene) -> Table:
    """The bars beside their labels, with the axis between."""
    columns = [column(width=labels), column(no_wrap=True)]
    rows = [
        (
            join([styled(one.claim.measure), _about(one.claim, scene)], Text("\n")),
            _bar_line(one, length, scene),
        )
        for one in bars
    ]
    return table(columns, rows, box=MINIMAL, show_edge=False, border_style=FAINT)


def _head(panel: Panel) -> Text:
    """The unit and the scale, in words: a bar's length means nothing without it."""
    low, high = (show_value(_whole(end), panel.unit) for end in panel.scale)
    scale = f"scale from {low} to {high}"
    if panel.logarithmic:
        scale = f"logarithmic {scale}: every tenfold is the same length"
    unit = {"CNY": "yuan", "%": "percent"}.get(panel.unit, panel.unit)
    return join([styled(unit, STRONG), styled(scale, FAINT)], DOT)


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def _label_width(panel: Panel, scene: Scene) -> int:
    """The cells of the labels' column; 0 where the labels stand above the bars."""
    texts = [
        text
        for one in panel.bars
        for text in (styled(one.claim.measure), _about(one.claim, scene))
    ]
    width = scene.stage.width
    if width is None:
        return widest(texts)
    most = width * 2 // 5
    ids = widest(one.claim.id for one in panel.bars)
    return 0 if width < NARROW or ids > most else min(widest(texts), most)


def _bar_length(panel: Panel, scene: Scene, labels: int) -> int:
    width = scene.stage.width
    if width is None:
        return _PIPE_BAR
    behind = widest(_behind(one.claim, scene) for one in panel.bars)
    room = width - behind - 1 - (labels + len(GAP) + 1 if labels else 0)
    return max(_LEAST_BAR, min(_LONGEST_BAR, room))


def _bar_line(one: Bar, length: int, scene: Scene) -> Text:
    drawn = bar(one.share, length, aimed_at=one.claim.kind == Kind.TARGET)
    return join([drawn, _behind(one.claim, scene)], SPACE)


def _behind(claim: Claim, scene: Scene) -> Text:
    """What stands behind a bar: the figure as printed, ``target``, the numbers of flags."""
    flags = " ".join(f"!{n}" for n in scene.flags.get(claim.id, ()))
    return join([show_figure(claim), show_kind(claim), styled(flags, WARN)], SPACE)


def _about(claim: Claim, scene: Scene) -> Text:
    when = styled(show_when(claim, scene))
    place = styled(claim.place or "", FAINT)
    return join([when, place, show_id(claim), show_reference(claim, scene)], DOT)
