"""The articles of ``sources``: a numbered block each."""

from collections.abc import Mapping, Sequence
from typing import Any

from wfacts.output import Stage
from wfacts.period import show as show_period
from wfacts.render.layout import (
    EMPTY,
    FAINT,
    NAME,
    STRONG,
    Text,
    indent,
    join,
    paint,
    styled,
    wrap,
)
from wfacts.render.parts import DOT, narrowed

_MARGIN = 4


def draw_sources(rows: Sequence[Mapping[str, Any]], stage: Stage) -> str:
    """*rows* of ``sources``: title, where and when published, link, and how to cite."""
    lines: list[Text] = []
    for row in rows:
        lines += [EMPTY] if lines else []
        lines += indent(_list_source(row, stage), styled(f"[{row['n']}]"), _MARGIN)
    return paint(lines, stage)


def _list_source(row: Mapping[str, Any], stage: Stage) -> list[Text]:
    width = narrowed(stage, _MARGIN)
    claims = f"{row['claims']:,} {'claim' if row['claims'] == 1 else 'claims'}"
    read = show_period(row["accessed"])
    published = [
        styled(row["id"], NAME),
        styled(row["container"]),
        styled(show_period(row["issued"])),
        styled(f"read {read}" if read else ""),
        styled(claims),
    ]
    return [
        *wrap(styled(row["title"], STRONG), width),
        *wrap(join(published, DOT), width, chop=False),
        *wrap(styled(row["url"], FAINT, row["url"]), None),
        *wrap(join([styled("cite: ", FAINT), styled(row["citation"])]), width, chop=False),
    ]
