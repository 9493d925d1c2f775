"""The table of ``search``: figure, claim, when, where, source, a row a claim."""

from collections.abc import Mapping, Sequence
from itertools import chain

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wfacts.model import Claim, Discrepancy, Source
from wfacts.render.layout import (
    FAINT,
    GAP,
    MATCH,
    NARROW,
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
    show_flags,
    show_id,
    show_kind,
    show_reference,
    show_unit,
    show_when,
    spaced,
)
from wfacts.stage import Stage

Spans = Sequence[tuple[int, int]]
"""The matched characters of a statement made safe; 0-based, the end exclusive."""

WIDE = 100
"""Columns of a terminal from which when and where have columns of their own."""

_LINE = Text("\n")

_MOST_FIGURE, _MOST_WHEN, _MOST_WHERE = 20, 13, 17
_LEAST_FIGURE = 6


def draw_hits(
    claims: Sequence[Claim],
    sources: Mapping[str, Source],
    marked: Sequence[Discrepancy],
    matched: Sequence[Spans],
    stage: Stage,
) -> str:
    """*claims* in order, with footnotes for their *sources* and *marked* discrepancies.

    *matched* are the words to mark in each statement; it may be shorter.
    """
    scene = make_scene(sources, marked, stage)
    listed = list_claims(claims, matched, scene)
    return draw(spaced([listed, list_footnotes(claims, scene)]), stage)


def list_claims(
    claims: Sequence[Claim], matched: Sequence[Spans], scene: Scene
) -> list[RenderableType]:
    """*claims* as a table, or as blocks on a narrow terminal; without footnotes."""
    statements = [styled(claim.statement) for claim in claims]
    for statement, found in zip(statements, matched, strict=False):
        for start, end in found:
            statement.stylize(MATCH, start, end)
    width = scene.stage.width
    if not claims:
        return []
    if width is None:
        return [_list_lines(claims, statements, scene)]
    if width < NARROW:
        pairs = zip(claims, statements, strict=True)
        return spaced(_list_block(claim, statement, scene) for claim, statement in pairs)
    return [_list_table(claims, statements, scene, width)]


def _list_table(
    claims: Sequence[Claim], statements: Sequence[Text], scene: Scene, width: int
) -> Table:
    wide = width >= WIDE
    rows = [
        (
            _show_figure(claim, _LINE),
            join([statement, _about(claim, scene, wide=wide)], _LINE),
            styled(show_when(claim, scene) if wide else ""),
            styled((claim.place if wide else "") or ""),
            show_reference(claim, scene),
        )
        for claim, statement in zip(claims, statements, strict=True)
    ]
    ids = widest(claim.id for claim in claims)
    room = width - ids - widest(row[-1] for row in rows) - 2 * len(GAP)
    most = min(_MOST_FIGURE, max(_LEAST_FIGURE, room))
    columns = [
        column("FIGURE", justify="right", max_width=most),
        column("CLAIM", min_width=ids),
        column("WHEN", max_width=_MOST_WHEN),
        column("WHERE", max_width=_MOST_WHERE),
        column("SOURCE", no_wrap=True),
    ]
    kept = [n for n in range(len(columns)) if any(row[n] for row in rows)]
    cells = [[row[n] for n in kept] for row in rows]
    # A blank line parts the claims; as the last of every cell, because rows of
    # their own would make Rich a fifth slower.
    for cell in chain.from_iterable(cells[:-1]):
        cell.append("\n")
    return table([columns[n] for n in kept], cells, show_header=scene.stage.header)


def _show_figure(claim: Claim, between: Text = SPACE) -> Text:
    """Hedge and figure, its unit, and ``target``."""
    unit = styled(show_unit(claim), FAINT)
    return join([show_figure(claim), unit, show_kind(claim)], between)


def _about(claim: Claim, scene: Scene, *, wide: bool) -> Text:
    """What stands under a statement: id and flags, and what has no column."""
    details = [] if wide else [show_when(claim, scene), claim.place or ""]
    words = [styled(detail, FAINT) for detail in details]
    return join([show_id(claim), *words, show_flags(claim, scene)], DOT)


def _list_block(claim: Claim, statement: Text, scene: Scene) -> list[RenderableType]:
    about = join([_about(claim, scene, wide=False), show_reference(claim, scene)], DOT)
    return [_show_figure(claim), statement, whole(about)]


def _list_lines(claims: Sequence[Claim], statements: Sequence[Text], scene: Scene) -> Table:
    """A line a claim, for a pipe: nothing wraps there."""
    rows = [
        (
            _show_figure(claim),
            join([statement, show_flags(claim, scene)], SPACE),
            show_id(claim),
            styled(show_when(claim, scene)),
            styled(claim.place or ""),
            show_reference(claim, scene),
        )
        for claim, statement in zip(claims, statements, strict=True)
    ]
    heads = ("CLAIM", "ID", "WHEN", "WHERE", "SOURCE")
    columns = [column("FIGURE", justify="right"), *map(column, heads)]
    return table(columns, rows, show_header=scene.stage.header)
