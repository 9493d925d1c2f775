"""What ``ask`` says: the answer first, the claim under it; or what the sources do not say."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import RenderableType

from wfacts.model import Claim, Source
from wfacts.render.hits import list_claims
from wfacts.render.layout import FAINT, STRONG, WARN, draw, join, styled, whole
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

if TYPE_CHECKING:
    from wfacts.ask import Answer


def draw_answer(answer: "Answer", sources: Mapping[str, Source], stage: Stage) -> str:
    """The claim that answers, with its citation; or why there is none, and the nearest."""
    scene = make_scene(sources, answer.discrepancies, stage)
    if answer.claim is None:
        blocks, shown = _list_abstention(answer, scene), answer.nearest
    else:
        blocks, shown = _list_answer(answer.claim, scene), (answer.claim,)
    return draw(spaced([*blocks, list_footnotes(shown, scene) if shown else []]), stage)


def _list_answer(claim: Claim, scene: Scene) -> list[list[RenderableType]]:
    unit = styled(show_unit(claim), STRONG)
    figure = join([show_figure(claim), unit, show_kind(claim)], SPACE)
    about = [
        show_id(claim),
        styled(show_when(claim, scene), FAINT),
        styled(claim.place or "", FAINT),
        show_reference(claim, scene),
        show_flags(claim, scene),
    ]
    note = join([styled("Note: ", WARN), styled(claim.caveat or "")])
    return [
        [figure] if claim.figure is not None else [],
        [styled(claim.statement), whole(join(about, DOT))],
        [note] if claim.caveat else [],
    ]


def _list_abstention(answer: "Answer", scene: Scene) -> list[list[RenderableType]]:
    reason = answer.reason or ""
    says = [styled("The sources do not say.", STRONG)]
    says += [styled(reason[:1].upper() + reason[1:])] if reason else []
    if not answer.nearest:
        return [[*says]]
    head = styled("Nearest, but no answer:", FAINT)
    return [[*says], [head], list_claims(answer.nearest, (), scene)]
