"""The views of ``compare``: claims side by side, and all recorded discrepancies."""

from collections.abc import Callable, Mapping, Sequence

from wfacts.compare import Comparison
from wfacts.model import Claim, Discrepancy, DiscrepancyKind, Source
from wfacts.output import Stage
from wfacts.render.hits import list_claims
from wfacts.render.layout import (
    EMPTY,
    FAINT,
    GAP,
    NAME,
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
)
from wfacts.render.short import list_short

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
    lines: list[Text] = []
    for one in found:
        lines += [*([EMPTY] if lines else []), *_list_head(one, stage), EMPTY]
        lines += _list_beside(one.claims, scene)
    claims = [claim for one in found for claim in one.claims]
    return paint([*lines, *([EMPTY] if lines else []), *list_footnotes(claims, scene)], stage)


def draw_recorded(
    found: Sequence[Comparison], sources: Mapping[str, Source], stage: Stage
) -> str:
    """Every discrepancy with its figures in short, under a heading for each kind."""
    scene = make_scene(sources, (), stage)
    lines: list[Text] = []
    kind: str | None = None
    for one in found:
        lines += [EMPTY] if lines else []
        if one.kind != kind:
            lines += [*_list_heading(one.kind, found, stage), EMPTY]
            kind = one.kind
        lines += [styled(one.id or "", STRONG), *wrap(styled(one.note), stage.width)]
        lines += list_short(one.claims, scene)
    claims = [claim for one in found for claim in one.claims]
    return paint([*lines, *([EMPTY] if lines else []), *list_footnotes(claims, scene)], stage)


def _list_head(one: Comparison, stage: Stage) -> list[Text]:
    sign = styled("! " if one.kind in _MARKED else "", WARN)
    kind = join([sign, styled(one.kind or "", WARN if sign.plain else STRONG)])
    meaning = styled(MEANING.get(one.kind, ""), FAINT)
    head = join([kind, meaning, styled(one.id or "", NAME)], DOT)
    return [*wrap(head, stage.width, chop=False), *wrap(styled(one.note), stage.width)]


def _list_heading(kind: str | None, found: Sequence[Comparison], stage: Stage) -> list[Text]:
    number = sum(one.kind == kind for one in found)
    name = join(
        [styled("! " if kind in _MARKED else "", WARN), styled((kind or "").upper(), STRONG)]
    )
    counted = join([name, styled(f"{number}", FAINT)], SPACE)
    return wrap(join([counted, styled(MEANING.get(kind, ""), FAINT)], DOT), stage.width)


def _list_beside(claims: Sequence[Claim], scene: Scene) -> list[Text]:
    """A column a claim where they fit; else the table of a search."""
    width = scene.stage.width
    if width is None:
        return list_claims(claims, (), scene)
    each = (width - _LABEL) // max(1, len(claims)) - len(GAP)
    if each < max([_LEAST, *(cells(claim.id) for claim in claims)]):
        return list_claims(claims, (), scene)
    columns = [Column(_LABEL - len(GAP)), *[Column(min(each, 60))] * len(claims)]
    lines = lay([[], *([show_id(claim)] for claim in claims)], columns)
    for label, show, compared in _FIELDS:
        texts = [show(claim, scene) for claim in claims]
        if not any(text.plain for text in texts):
            continue
        differs = compared and len({text.plain for text in texts}) > 1
        name = styled(f"≠ {label}", STRONG) if differs else styled(f"  {label}", FAINT)
        cut = [wrap(text, columns[1].width) for text in texts]
        lines += lay([[name], *cut], columns)
    return lines
