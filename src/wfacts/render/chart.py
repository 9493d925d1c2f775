"""The bars of ``chart``: a panel a unit, each figure as printed behind its bar."""

from collections.abc import Mapping, Sequence

from wfacts.chart import Bar, Panel
from wfacts.model import Claim, Discrepancy, Kind, Source
from wfacts.output import Stage
from wfacts.quantity import show_value
from wfacts.render.bars import bar
from wfacts.render.layout import (
    EMPTY,
    FAINT,
    GAP,
    NARROW,
    STRONG,
    WARN,
    Column,
    Text,
    cells,
    join,
    lay,
    paint,
    styled,
    wrap,
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
)
from wfacts.render.short import list_short

_AXIS = styled("│", FAINT)

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
    lines: list[Text] = []
    for panel in panels:
        if len(panel.bars) > 1:
            lines += [*([EMPTY] if lines else []), *_list_panel(panel, scene)]
    alone = [panel.bars[0].claim for panel in panels if len(panel.bars) == 1]
    if alone:
        head = styled("The only figures of their unit", STRONG)
        lines += [*([EMPTY] if lines else []), *wrap(head, stage.width)]
        lines += list_short(alone, scene)
    claims = [one.claim for panel in panels for one in panel.bars]
    if any(claim.period is None for claim in claims):
        note = styled("Without a date: the source gives no period.", FAINT)
        lines += [EMPTY, *wrap(note, stage.width)]
    return paint([*lines, *([EMPTY] if lines else []), *list_footnotes(claims, scene)], stage)


def _list_panel(panel: Panel, scene: Scene) -> list[Text]:
    lines = wrap(_head(panel), scene.stage.width)
    labels = _label_width(panel, scene)
    length = _bar_length(panel, scene, labels)
    for one in panel.bars:
        drawn = _bar_line(one, length, scene)
        if labels:
            label = [*wrap(styled(one.claim.measure), labels), *_wrap_about(one, labels, scene)]
            axis = [join([_AXIS, drawn]), *[_AXIS] * (len(label) - 1)]
            lines += lay([label, axis], [Column(labels), Column(0)])
        else:
            width = scene.stage.width
            lines += [*wrap(styled(one.claim.measure), width), *_wrap_about(one, width, scene)]
            lines += wrap(drawn, width)
    return lines


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
        text.plain
        for one in panel.bars
        for text in (styled(one.claim.measure), _about(one.claim, scene))
    ]
    widest = max(map(cells, texts))
    width = scene.stage.width
    if width is None:
        return widest
    return min(widest, width * 2 // 5) if width >= NARROW else 0


def _bar_length(panel: Panel, scene: Scene, labels: int) -> int:
    width = scene.stage.width
    if width is None:
        return _PIPE_BAR
    behind = max(cells(_behind(one.claim, scene).plain) for one in panel.bars)
    room = width - behind - 1 - (labels + len(GAP) + 1 if labels else 0)
    return max(_LEAST_BAR, min(_LONGEST_BAR, room))


def _bar_line(one: Bar, length: int, scene: Scene) -> Text:
    drawn = bar(one.share, length, aimed_at=one.claim.kind == Kind.TARGET)
    return join([drawn, _behind(one.claim, scene)], SPACE)


def _behind(claim: Claim, scene: Scene) -> Text:
    """What stands behind a bar: the figure as printed, ``target``, the numbers of flags."""
    flags = " ".join(f"!{n}" for n in scene.flags.get(claim.id, ()))
    return join([show_figure(claim), show_kind(claim), styled(flags, WARN)], SPACE)


def _wrap_about(one: Bar, width: int | None, scene: Scene) -> list[Text]:
    return wrap(_about(one.claim, scene), width, chop=False)


def _about(claim: Claim, scene: Scene) -> Text:
    when = styled(show_when(claim, scene))
    place = styled(claim.place or "", FAINT)
    return join([when, place, show_id(claim), show_reference(claim, scene)], DOT)
