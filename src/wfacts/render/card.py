"""The card of ``show``: everything about a claim, the figure large."""

from collections.abc import Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from wfacts.cite import apa
from wfacts.model import Claim, Discrepancy, Source
from wfacts.passage import link
from wfacts.render.digits import enlarge
from wfacts.render.layout import EMPTY, FAINT, STRONG, WARN, draw, join, styled
from wfacts.render.parts import (
    CAVEAT,
    DOT,
    NO_PERIOD,
    SPACE,
    Scene,
    list_discrepancy,
    list_fields,
    make_scene,
    show_figure,
    show_hedge,
    show_id,
    show_kind,
    show_reference,
    show_source,
    show_unit,
    show_when,
    spaced,
)
from wfacts.stage import Stage

_WIDEST = 100
"""Cells that running text takes at most on a card, however wide the terminal is."""

_DIGEST = 12
"""Digits of a digest that are shown: enough to compare by eye."""


def draw_cards(
    found: Sequence[tuple[Claim, Sequence[Discrepancy]]],
    sources: Mapping[str, Source],
    stage: Stage,
) -> str:
    """A card for each claim, with the discrepancies that name it."""
    if stage.width is not None:
        stage = stage._replace(width=min(stage.width, _WIDEST))
    rule = styled("─" * (stage.width or _WIDEST), FAINT)
    blocks: list[Sequence[RenderableType]] = []
    for claim, discrepancies in found:
        scene = make_scene(sources, discrepancies, stage)
        blocks += [[rule]] if blocks else []
        blocks += _list_card(claim, discrepancies, scene)
    return draw(spaced(blocks), stage)


def _list_card(
    claim: Claim, discrepancies: Sequence[Discrepancy], scene: Scene
) -> list[Sequence[RenderableType]]:
    blocks: list[Sequence[RenderableType]] = [
        [*_list_headline(claim, scene.stage), styled(claim.measure, FAINT)],
        [styled(claim.statement)],
        list_fields(_list_facts(claim, scene)),
        list_fields(_list_proof(claim, scene)),
    ]
    for found in discrepancies:
        label = styled("!", WARN) if found.marked else styled("≠", FAINT)
        blocks.append([list_discrepancy(found, label)])
    if discrepancies:
        command = styled(f"wfacts compare {claim.id}", STRONG)
        blocks.append(list_fields([("compare", command)]))
    return blocks


def _list_headline(claim: Claim, stage: Stage) -> list[Text]:
    """The figure with its hedge and unit, its digits large where they fit."""
    unit = styled(show_unit(claim))
    kind = show_kind(claim)
    small = join([join([show_figure(claim), unit], SPACE), kind], DOT)
    number, _, scale = (claim.figure or "").partition(" ")
    if not set(number) <= set("0123456789.,") or not number[:1].isdigit():
        return [small]
    hedge = join([show_hedge(claim), SPACE]) if claim.modifier else EMPTY
    *upper, lowest = enlarge(number, plain=stage.ascii)
    after = join([join([styled(scale, STRONG), unit], SPACE), kind], DOT)
    last = join([hedge, join([lowest, after], SPACE)])
    if stage.width is not None and last.cell_len > stage.width:
        return [small]
    return [*(Text.assemble(" " * hedge.cell_len, row) for row in upper), last]


def _list_facts(claim: Claim, scene: Scene) -> list[tuple[str, Text]]:
    exact = "" if claim.value is None else f"{claim.value:,} {claim.unit or ''}".strip()
    when = show_when(claim, scene)
    return [
        ("id", join([show_id(claim), styled(claim.kind, FAINT)], DOT)),
        ("value", styled(exact)),
        ("who", styled("; ".join(claim.actor))),
        ("programme", styled(claim.programme or "")),
        ("where", styled(claim.place or "")),
        ("when", styled(when) if when else styled(NO_PERIOD, FAINT)),
        ("topics", styled(", ".join(claim.topics))),
        (CAVEAT, styled(claim.caveat or "")),
    ]


def _list_proof(claim: Claim, scene: Scene) -> list[tuple[str, Text]]:
    source, passage = scene.sources[claim.source], claim.passage
    address = link(source.url, passage.anchor) if source.url else ""
    sentence = f"sentence {passage.sentence}, SHA-256 {passage.sha256[:_DIGEST]}…"
    return [
        ("source", join([show_reference(claim, scene), show_source(source)], SPACE)),
        ("words", styled(f"“{passage.anchor}”")),
        ("link", styled(address, FAINT, address)),
        ("cite", styled(apa(claim, source))),
        ("prove", styled(f"wfacts verify {claim.source}=FILE", STRONG)),
        ("", styled(f"on your saved copy of the article ({sentence})", FAINT)),
    ]
