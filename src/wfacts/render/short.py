"""Claims in short: figure, what it counts, when, and reference, mostly a line each."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from wfacts.model import Claim
from wfacts.render.layout import EMPTY, FAINT, GAP, Beside, column, join, styled, table, widest
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

_MOST_FIGURE = 20


def list_short(claims: Sequence[Claim], scene: Scene) -> list[RenderableType]:
    """A row for each of *claims*, indented; a paragraph each where an id doesn't fit."""
    rows = [
        (show_figure(claim), _describe(claim, scene), show_reference(claim, scene))
        for claim in claims
    ]
    ids = widest(claim.id for claim in claims)
    figure = min(_MOST_FIGURE, widest(row[0] for row in rows))
    reference = widest(row[-1] for row in rows)
    least = figure + ids + reference + 3 * len(GAP)
    if scene.stage.width is not None and scene.stage.width < least:
        return [Beside(EMPTY, [join(row, DOT)], len(GAP)) for row in rows]
    columns = [
        column(justify="right", width=figure),
        column(min_width=ids),
        column(width=reference),
    ]
    return [table(columns, rows, padding=(0, 0, 0, len(GAP)), pad_edge=True)]


def _describe(claim: Claim, scene: Scene) -> Text:
    words = [styled(claim.measure), styled(show_when(claim, scene), FAINT)]
    return join([*words, show_kind(claim), show_id(claim), show_flags(claim, scene)], DOT)
