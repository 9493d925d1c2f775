"""The views of ``verify`` and ``check``: what holds, and what doesn't."""

from collections import Counter
from collections.abc import Iterable, Sequence

from wfacts.output import Stage
from wfacts.problem import Problem
from wfacts.render.bars import bar
from wfacts.render.layout import (
    BAD,
    EMPTY,
    GOOD,
    MATCH,
    NAME,
    STRONG,
    Column,
    Text,
    cells,
    indent,
    join,
    lay,
    paint,
    styled,
    wrap,
)
from wfacts.render.parts import DOT, narrowed
from wfacts.verify import Finding, Status

_BAR = 24
_MARGIN = 4


def draw_findings(findings: Sequence[Finding], stage: Stage) -> str:
    """For each source how many claims are proved, then the claims that are not, and why.

    The sentence that the copy has instead stands beneath, the anchor in brackets.
    """
    lines = _list_sources(findings, stage)
    for finding in findings:
        if finding.status == Status.VERIFIED:
            continue
        head = join([styled(finding.status, BAD), styled(finding.id, NAME)], DOT)
        lines += [EMPTY, *wrap(head, stage.width, chop=False)]
        for text in (styled(finding.detail or ""), _show_sentence(finding)):
            wrapped = wrap(text, narrowed(stage, _MARGIN), chop=False)
            lines += indent(wrapped, EMPTY, _MARGIN)
    return paint(lines, stage)


def _show_sentence(finding: Finding) -> Text:
    """The sentence as the copy has it, with the anchor marked, and not by colour alone."""
    if finding.sentence is None or finding.anchor is None:
        return EMPTY
    start, end = finding.anchor
    return join(
        [
            styled(finding.sentence[:start]),
            styled(f"[{finding.sentence[start:end]}]", MATCH),
            styled(finding.sentence[end:]),
        ]
    )


def draw_problems(problems: Sequence[Problem], stage: Stage) -> str:
    """Each problem: its code and path, under it what is wrong."""
    lines: list[Text] = []
    for problem in problems:
        code = styled(problem.code, BAD)
        margin = cells(code.plain) + 2
        path = [styled(problem.path or "(the whole file)", STRONG)]
        message = wrap(styled(problem.message), narrowed(stage, margin), chop=False)
        lines += indent([*path, *message], code, margin)
    return paint(lines, stage)


def _list_sources(findings: Sequence[Finding], stage: Stage) -> list[Text]:
    sources = list(dict.fromkeys(finding.source for finding in findings))
    names = [styled(source, NAME) for source in sources]
    widest = max((cells(name.plain) for name in names), default=0)
    wide = stage.width is None or stage.width >= widest + _BAR + 30
    columns = [Column(widest), *[Column(_BAR)] * wide, Column(0)]
    lines: list[Text] = []
    for source, name in zip(sources, names, strict=True):
        counts = Counter(finding.status for finding in findings if finding.source == source)
        share = counts[Status.VERIFIED] / counts.total()
        drawn = [[bar(share, _BAR) if share else EMPTY]] * wide
        lines += lay([[name], *drawn, [_count(counts)]], columns)
    return lines


def _count(counts: Counter[Status]) -> Text:
    """``57 of 59 verified · 1 changed · 1 missing``."""
    done = counts[Status.VERIFIED] == counts.total()
    verified = f"{counts[Status.VERIFIED]:,} of {counts.total():,} verified"
    return join([styled(verified, GOOD if done else STRONG), *_list_failed(counts)], DOT)


def _list_failed(counts: Counter[Status]) -> Iterable[Text]:
    return (
        styled(f"{number:,} {status}", BAD)
        for status, number in counts.items()
        if status != Status.VERIFIED
    )
