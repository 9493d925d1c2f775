"""The views of ``verify`` and ``check``: what holds, and what doesn't."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wfacts.problem import Problem
from wfacts.render.bars import bar
from wfacts.render.layout import (
    BAD,
    EMPTY,
    GOOD,
    MATCH,
    NAME,
    STRONG,
    Beside,
    column,
    draw,
    join,
    styled,
    table,
    whole,
    widest,
)
from wfacts.render.parts import DOT, MARGIN, spaced
from wfacts.stage import Stage
from wfacts.verify import Finding, Status

_BAR = 24


def draw_findings(findings: Sequence[Finding], stage: Stage) -> str:
    """For each source how many claims are proved, then the claims that are not, and why.

    The sentence that the copy has instead stands beneath, the anchor in brackets.
    """
    failed = [finding for finding in findings if finding.status != Status.VERIFIED]
    counted: list[RenderableType] = [_count_sources(findings, stage)]
    return draw(spaced([counted, *map(_list_finding, failed)]), stage)


def _list_finding(finding: Finding) -> list[RenderableType]:
    head = join([styled(finding.status, BAD), styled(finding.id, NAME)], DOT)
    reason = [styled(finding.detail or ""), show_sentence(finding)]
    return [whole(head), Beside(EMPTY, reason, MARGIN)]


def show_sentence(finding: Finding) -> Text:
    """The sentence as the copy has it, its anchor marked, and not by colour alone."""
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
    return draw(map(_show_problem, problems), stage)


def _show_problem(problem: Problem) -> Beside:
    code = styled(problem.code, BAD)
    path = styled(problem.path or "(the whole file)", STRONG)
    return Beside(code, [path, styled(problem.message)], code.cell_len + 2)


def _count_sources(findings: Sequence[Finding], stage: Stage) -> Table:
    counts: dict[str, Counter[Status]] = {}
    for finding in findings:
        counts.setdefault(finding.source, Counter())[finding.status] += 1
    names = [styled(source, NAME) for source in counts]
    fits = stage.width is None or stage.width >= widest(names) + _BAR + 30
    rows = [
        (name, _draw_share(counted, _BAR if fits else 0), _count(counted))
        for name, counted in zip(names, counts.values(), strict=True)
    ]
    kept = [0, 1, 2] if fits else [0, 2]
    columns = [column(no_wrap=True), column(width=_BAR), column()]
    return table([columns[n] for n in kept], [[row[n] for n in kept] for row in rows])


def _draw_share(counts: Counter[Status], width: int) -> Text:
    share = counts[Status.VERIFIED] / counts.total()
    return bar(share, width) if share else EMPTY


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
