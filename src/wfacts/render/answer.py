"""What ``ask`` says: the answer first, the claim under it; or what the sources do not say."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wfacts.model import Claim, Source
from wfacts.output import Stage
from wfacts.render.hits import list_claims
from wfacts.render.layout import EMPTY, FAINT, STRONG, WARN, Text, join, paint, styled, wrap
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

if TYPE_CHECKING:
    from wfacts.ask import Answer


def draw_answer(answer: "Answer", sources: Mapping[str, Source], stage: Stage) -> str:
    """The claim that answers, with its citation; or why there is none, and the nearest."""
    scene = make_scene(sources, answer.discrepancies, stage)
    if answer.claim is None:
        lines, shown = _list_abstention(answer, scene), answer.nearest
    else:
        lines, shown = _list_answer(answer.claim, scene), (answer.claim,)
    return paint([*lines, *([EMPTY] if shown else []), *list_footnotes(shown, scene)], stage)


def _list_answer(claim: Claim, scene: Scene) -> list[Text]:
    width = scene.stage.width
    lines: list[Text] = []
    if claim.figure is not None:
        unit = styled(show_unit(claim), STRONG)
        lines += wrap(join([show_figure(claim), unit, show_kind(claim)], SPACE), width)
        lines += [EMPTY]
    lines += wrap(styled(claim.statement), width)
    about = [
        show_id(claim),
        styled(show_when(claim, scene), FAINT),
        styled(claim.place or "", FAINT),
        show_reference(claim, scene),
        show_flags(claim, scene),
    ]
    lines += wrap(join(about, DOT), width, chop=False)
    if claim.caveat:
        lines += [EMPTY, *wrap(join([styled("Note: ", WARN), styled(claim.caveat)]), width)]
    return lines


def _list_abstention(answer: "Answer", scene: Scene) -> list[Text]:
    width = scene.stage.width
    lines = wrap(styled("The sources do not say.", STRONG), width)
    reason = answer.reason or ""
    lines += wrap(styled(reason[:1].upper() + reason[1:]), width)
    if answer.nearest:
        lines += [EMPTY, *wrap(styled("Nearest, but no answer:", FAINT), width), EMPTY]
        lines += list_claims(answer.nearest, (), scene)
    return lines
