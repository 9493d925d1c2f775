"""The view of ``verify --passages``: each claim beside the printed words that carry it."""

from collections.abc import Sequence

from rich.console import RenderableType

from wfacts.model import Claim
from wfacts.render.findings import show_sentence
from wfacts.render.layout import BAD, FAINT, GOOD, NAME, Beside, draw, join, styled, whole
from wfacts.render.parts import DOT, spaced
from wfacts.stage import Stage
from wfacts.verify import Finding, Status

_MARGIN = 10
"""Cells of the labels, the longest of which is ``statement``."""


def draw_passages(proved: Sequence[tuple[Claim, Finding]], stage: Stage) -> str:
    """Each statement above the sentence of the user's own copy, its anchor in brackets."""
    return draw(spaced(_list_passage(*pair) for pair in proved), stage)


def _list_passage(claim: Claim, finding: Finding) -> list[RenderableType]:
    style = GOOD if finding.status == Status.VERIFIED else BAD
    fields = [
        ("statement", styled(claim.statement)),
        ("printed", show_sentence(finding) or styled("no such sentence", FAINT)),
        ("", styled(finding.detail or "", FAINT)),
    ]
    return [
        whole(join([styled(finding.status, style), styled(finding.id, NAME)], DOT)),
        *(Beside(styled(label, FAINT), [text], _MARGIN) for label, text in fields),
    ]
