"""The views of ``compare``: claims side by side, and all recorded discrepancies."""

from collections.abc import Callable, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from wfacts.compare import Comparison
from wfacts.model import Claim, Discrepancy, DiscrepancyKind, Source
from wfacts.render.hits import list_claims
from wfacts.render.layout import (
    EMPTY,
    FAINT,
    GAP,
    NAME,
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
    NO_PERIOD,
    SPACE,
    Scene,
    list_footnotes,
    make_scene,
    show_figure,
    show_flags,
    show_id,
    show_kind,
    show_reference,
    show_when,
    spaced,
)
from wfacts.render.short import list_short
from wfacts.stage import Stage

MEANING: dict[str | None, str] = {
    DiscrepancyKind.CONFLICT: "a source contradicts itself or another",
    DiscrepancyKind.UNCLEAR_REFERENT: "the source does not say clearly what is meant",
    DiscrepancyKind.DIFFERENT_SCOPE: "different groups or things are counted",
    DiscrepancyKind.DIFFERENT_PERIOD: "different times are meant",
    DiscrepancyKind.LOOK_ALIKE: "alike in number or name only",
}
"""What each kind of discrepancy says."""

_MARKED = (DiscrepancyKind.CONFLICT, DiscrepancyKind.UNCLEAR_REFERENT)

_LEAST = 22
"""Cells that a claim needs to stand beside another."""

_MOST = 60
"""Cells that a claim takes at most."""

Field = Callable[[Claim, Scene], Text]

_FIELDS: tuple[tuple[str, Field, bool], ...] = (
    ("figure", lambda claim, _: join([show_figure(claim), show_kind(claim)], DOT), False),
    ("unit", lambda claim, _: styled(claim.unit or ""), True),
    ("counts", lambda claim, _: styled(claim.measure), False),
    ("claim", lambda claim, _: styled(claim.statement), False),
    ("when", lambda claim, scene: styled(show_when(claim, scene) or NO_PERIOD), True),
    ("where", lambda claim, _: styled(claim.place or ""), True),
    ("caveat", lambda claim, _: styled(claim.caveat or ""), False),
    ("source", show_reference, False),
    ("flags", show_flags, False),
)
"""The lines of a comparison: label, what it shows, whether a difference is marked."""

_LABEL = len("≠ ") + len(GAP) + max(len(label) for label, _, _ in _FIELDS)


def draw_comparisons(
    found: Sequence[Comparison],
    sources: Mapping[str, Source],
    marked: Sequence[Discrepancy],
    stage: Stage,
) -> str:
    """Each comparison with its claims beside each other; *marked* are named in footnotes."""
    scene = make_scene(sources, marked, stage)
    blocks: list[list[RenderableType]] = []
    for one in found:
        blocks += [_list_head(one), _list_beside(one.claims, scene)]
    claims = [claim for one in found for claim in one.claims]
    return draw(spaced([*blocks, list_footnotes(claims, scene)]), stage)


def draw_recorded(
    found: Sequence[Comparison], sources: Mapping[str, Source], stage: Stage
) -> str:
    """Every discrepancy with its figures in short, under a heading for each kind."""
    scene = make_scene(sources, (), stage)
    blocks: list[list[RenderableType]] = []
    kind: str | None = None
    for one in found:
        if one.kind != kind:
            blocks.append([_head_kind(one.kind, found)])
            kind = one.kind
        name = styled(one.id or "", STRONG)
        blocks.append([name, styled(one.note), *list_short(one.claims, scene)])
    claims = [claim for one in found for claim in one.claims]
    return draw(spaced([*blocks, list_footnotes(claims, scene)]), stage)


def _list_head(one: Comparison) -> list[RenderableType]:
    sign = styled("! " if one.kind in _MARKED else "", WARN)
    kind = join([sign, styled(one.kind or "", WARN if sign else STRONG)])
    meaning = styled(MEANING.get(one.kind, ""), FAINT)
    head = join([kind, meaning, styled(one.id or "", NAME)], DOT)
    return [whole(head), styled(one.note)]


def _head_kind(kind: str | None, found: Sequence[Comparison]) -> Text:
    number = sum(one.kind == kind for one in found)
    sign = styled("! " if kind in _MARKED else "", WARN)
    name = join([sign, styled((kind or "").upper(), STRONG)])
    counted = join([name, styled(f"{number}", FAINT)], SPACE)
    return join([counted, styled(MEANING.get(kind, ""), FAINT)], DOT)


def _list_beside(claims: Sequence[Claim], scene: Scene) -> list[RenderableType]:
    """A column a claim where they fit; else the table of a search."""
    width = scene.stage.width
    if width is None:
        return list_claims(claims, (), scene)
    each = (width - _LABEL) // max(1, len(claims)) - len(GAP)
    if each < max(_LEAST, widest(claim.id for claim in claims)):
        return list_claims(claims, (), scene)
    columns = [column(width=_LABEL - len(GAP))]
    columns += [column(width=min(each, _MOST)) for _ in claims]
    rows = [[EMPTY, *map(show_id, claims)]]
    for label, show, compared in _FIELDS:
        texts = [show(claim, scene) for claim in claims]
        if any(texts):
            differs = compared and len({text.plain for text in texts}) > 1
            name = styled(f"≠ {label}", STRONG) if differs else styled(f"  {label}", FAINT)
            rows.append([name, *texts])
    return [table(columns, rows)]
