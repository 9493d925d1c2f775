"""Claims in short: figure, what it counts, when, and reference, mostly a line each."""

from collections.abc import Sequence

from wfacts.model import Claim
from wfacts.render.layout import FAINT, GAP, Column, Text, cells, join, lay, styled, wrap
from wfacts.render.parts import (
    DOT,
    Scene,
    show_figure,
    show_flags,
    show_id,
    show_kind,
    show_reference,
    show_when,
)

_MARGIN = 2
_MOST_FIGURE, _LEAST_ABOUT = 20, 10


def list_short(claims: Sequence[Claim], scene: Scene) -> list[Text]:
    """A row for each of *claims*, indented."""
    figures = [wrap(show_figure(claim), _MOST_FIGURE) for claim in claims]
    size = max((cells(line.plain) for figure in figures for line in figure), default=0)
    references = [show_reference(claim, scene) for claim in claims]
    last = max((cells(text.plain) for text in references), default=0)
    abouts = [_describe(claim, scene) for claim in claims]
    room = max((cells(text.plain) for text in abouts), default=0)
    width = scene.stage.width
    if width is not None:
        taken = _MARGIN + size + last + 2 * len(GAP)
        room = max(_LEAST_ABOUT, min(room, width - taken))
    columns = [Column(_MARGIN + size, right=True), Column(room), Column(last)]
    return [
        line
        for figure, about, reference in zip(figures, abouts, references, strict=True)
        for line in lay([figure, wrap(about, room, chop=False), [reference]], columns)
    ]


def _describe(claim: Claim, scene: Scene) -> Text:
    words = [styled(claim.measure), styled(show_when(claim, scene), FAINT)]
    return join([*words, show_kind(claim), show_id(claim), show_flags(claim, scene)], DOT)
