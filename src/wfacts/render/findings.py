"""The views of ``verify`` and ``check``: what holds, and what doesn't."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from wfacts.output import Stage
from wfacts.render.bars import bar
from wfacts.render.layout import (
    BAD,
    EMPTY,
    GOOD,
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

VERIFIED = "verified"

_BAR = 24
_MARGIN = 4


class Finding(Protocol):
    """What `verify` finds of the claim *id*; *detail* says what was expected and found."""

    @property
    def id(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102
    @property
    def detail(self) -> str | None: ...  # noqa: D102


class Problem(Protocol):
    """What `check` finds at *path*."""

    @property
    def code(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def message(self) -> str: ...  # noqa: D102


def draw_findings(findings: Sequence[Finding], stage: Stage) -> str:
    """For each source how many claims are proved, then the claims that are not."""
    lines = _list_sources(findings, stage)
    for finding in findings:
        if finding.status != VERIFIED:
            head = join([styled(finding.status, BAD), styled(finding.id, NAME)], DOT)
            lines += [EMPTY, *wrap(head, stage.width, chop=False)]
            detail = wrap(styled(finding.detail or ""), narrowed(stage, _MARGIN), chop=False)
            lines += indent(detail, EMPTY, _MARGIN)
    return paint(lines, stage)


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
        share = counts[VERIFIED] / counts.total()
        drawn = [[bar(share, _BAR) if share else EMPTY]] * wide
        lines += lay([[name], *drawn, [_count(counts)]], columns)
    return lines


def _count(counts: Counter[str]) -> Text:
    """``57 of 59 verified · 1 changed · 1 missing``."""
    done = counts[VERIFIED] == counts.total()
    verified = f"{counts[VERIFIED]:,} of {counts.total():,} verified"
    return join([styled(verified, GOOD if done else STRONG), *_list_failed(counts)], DOT)


def _list_failed(counts: Counter[str]) -> Iterable[Text]:
    return (
        styled(f"{number:,} {status}", BAD)
        for status, number in counts.items()
        if status != VERIFIED
    )
