"""The view of ``verify --passages``: each claim beside the printed words that carry it."""

from collections.abc import Iterable, Sequence

from wfacts.model import Claim
from wfacts.output import Stage
from wfacts.render.layout import (
    BAD,
    EMPTY,
    FAINT,
    GOOD,
    MATCH,
    NAME,
    Text,
    indent,
    join,
    paint,
    styled,
    wrap,
)
from wfacts.render.parts import DOT, narrowed
from wfacts.verify import Finding, Status

_MARGIN = 10
"""Cells of the labels, the longest of which is ``printed``."""


def draw_passages(proved: Sequence[tuple[Claim, Finding]], stage: Stage) -> str:
    """Each statement above the sentence of the user's own copy, its anchor in brackets."""
    lines: list[Text] = []
    for claim, finding in proved:
        style = GOOD if finding.status == Status.VERIFIED else BAD
        head = join([styled(finding.status, style), styled(finding.id, NAME)], DOT)
        lines += [EMPTY] if lines else []
        lines += wrap(head, stage.width, chop=False)
        lines += _list_field("statement", styled(claim.statement), stage)
        lines += _list_field("printed", _mark_anchor(finding), stage)
        lines += _list_field("", styled(finding.detail or "", FAINT), stage)
    return paint(lines, stage)


def _mark_anchor(finding: Finding) -> Text:
    """The printed sentence; brackets as well as colour show the anchor."""
    if finding.sentence is None or finding.anchor is None:
        return styled("no such sentence", FAINT)
    start, end = finding.anchor
    sentence = finding.sentence
    before, after = styled(sentence[:start]), styled(sentence[end:])
    return join([before, styled(f"[{sentence[start:end]}]", MATCH), after])


def _list_field(label: str, text: Text, stage: Stage) -> Iterable[Text]:
    lines = wrap(text, narrowed(stage, _MARGIN), chop=False)
    return indent(lines, styled(label, FAINT), _MARGIN)
