"""The table of ``search``: figure, claim, when, where, source, a row a claim."""

from collections.abc import Mapping, Sequence

from wfacts.model import Claim, Discrepancy, Source
from wfacts.output import Stage
from wfacts.render.layout import (
    EMPTY,
    FAINT,
    MATCH,
    NARROW,
    Column,
    Text,
    cells,
    join,
    lay,
    mark,
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
    show_flags,
    show_id,
    show_kind,
    show_reference,
    show_unit,
    show_when,
)

Spans = Sequence[tuple[int, int]]
"""The matched characters of a statement made safe; 0-based, the end exclusive."""

WIDE = 96
"""Columns of a terminal from which when and where have columns of their own."""

_MOST_FIGURE, _MOST_UNIT, _MOST_WHEN, _MOST_WHERE = 20, 14, 14, 18


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
    lines = list_claims(claims, matched, scene)
    return paint([*lines, *([EMPTY] if lines else []), *list_footnotes(claims, scene)], stage)


def list_claims(claims: Sequence[Claim], matched: Sequence[Spans], scene: Scene) -> list[Text]:
    """*claims* as a table, or as blocks on a narrow terminal; without footnotes."""
    if not claims:
        return []
    spans = [*matched, *[()] * (len(claims) - len(matched))]
    statements = [
        mark(styled(claim.statement), found, MATCH)
        for claim, found in zip(claims, spans, strict=True)
    ]
    width = scene.stage.width
    if width is None:
        return _list_lines(claims, statements, scene)
    if width < NARROW:
        return _list_blocks(claims, statements, scene, width)
    return _list_table(claims, statements, scene, width)


def _list_table(
    claims: Sequence[Claim], statements: Sequence[Text], scene: Scene, width: int
) -> list[Text]:
    wide = width >= WIDE
    figures = _fit_figures(claims)
    when = _fit([show_when(claim, scene) for claim in claims], _MOST_WHEN) if wide else 0
    where = _fit([claim.place or "" for claim in claims], _MOST_WHERE) if wide else 0
    reference = _fit([show_reference(claim, scene).plain for claim in claims], width)
    taken = [figures, when, where, max(reference, 6)]
    room = width - sum(taken) - 2 * sum(size > 0 for size in taken)
    columns = [Column(figures, right=True), Column(room), *map(Column, taken[1:])]
    rows = [
        [
            _list_figure(claim, figures),
            [*wrap(statement, room), *wrap(_about(claim, scene, wide=wide), room, chop=False)],
            wrap(styled(show_when(claim, scene)), when),
            wrap(styled(claim.place or ""), where),
            [show_reference(claim, scene)],
        ]
        for claim, statement in zip(claims, statements, strict=True)
    ]
    heads = [[styled(name, FAINT)] for name in ("FIGURE", "CLAIM", "WHEN", "WHERE", "SOURCE")]
    kept = [n for n, column in enumerate(columns) if column.width]
    lines: list[Text] = []
    for row in [heads, *rows]:
        # A blank line parts the claims, which have several lines each.
        gap = [EMPTY] if lines[1:] else []
        lines += [*gap, *lay([row[n] for n in kept], [columns[n] for n in kept])]
    return lines


def _list_figure(claim: Claim, width: int) -> list[Text]:
    """The cell of the figure: hedge and figure, under it the unit, and ``target``."""
    unit = styled(show_unit(claim), FAINT)
    texts = (show_figure(claim), unit, show_kind(claim))
    return [line for text in texts for line in wrap(text, width)]


def _about(claim: Claim, scene: Scene, *, wide: bool) -> Text:
    """What stands under a statement: id and flags, and what has no column."""
    details = [] if wide else [show_when(claim, scene), claim.place or ""]
    words = [styled(detail, FAINT) for detail in details]
    return join([show_id(claim), *words, show_flags(claim, scene)], DOT)


def _list_blocks(
    claims: Sequence[Claim], statements: Sequence[Text], scene: Scene, width: int
) -> list[Text]:
    lines: list[Text] = []
    for claim, statement in zip(claims, statements, strict=True):
        unit = styled(show_unit(claim), FAINT)
        figure = join([show_figure(claim), unit, show_kind(claim)], SPACE)
        about = join([_about(claim, scene, wide=False), show_reference(claim, scene)], DOT)
        lines += [EMPTY] if lines else []
        lines += [*wrap(figure, width), *wrap(statement, width)]
        lines += wrap(about, width, chop=False)
    return lines


def _list_lines(
    claims: Sequence[Claim], statements: Sequence[Text], scene: Scene
) -> list[Text]:
    """A line a claim, for a pipe: nothing wraps there."""
    rows = [[styled(n, FAINT) for n in ("FIGURE", "CLAIM", "ID", "WHEN", "WHERE", "SOURCE")]]
    for claim, statement in zip(claims, statements, strict=True):
        unit = styled(show_unit(claim), FAINT)
        rows.append(
            [
                join([show_figure(claim), unit, show_kind(claim)], SPACE),
                join([statement, show_flags(claim, scene)], SPACE),
                show_id(claim),
                styled(show_when(claim, scene)),
                styled(claim.place or ""),
                show_reference(claim, scene),
            ]
        )
    widths = [max(cells(row[n].plain) for row in rows) for n in range(len(rows[0]))]
    columns = [Column(size, right=n == 0) for n, size in enumerate(widths)]
    return [line for row in rows for line in lay([[text] for text in row], columns)]


def _fit_figures(claims: Sequence[Claim]) -> int:
    figures = _fit([show_figure(claim).plain for claim in claims], _MOST_FIGURE)
    return max(6, figures, _fit([show_unit(claim) for claim in claims], _MOST_UNIT))


def _fit(texts: Sequence[str], most: int) -> int:
    """The width that a column of *texts* needs, wrapped at *most*."""
    lines = [line for text in texts for line in wrap(styled(text), most)]
    return max((cells(line.plain) for line in lines), default=0)
