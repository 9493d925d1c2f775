"""The articles of ``sources``: a numbered block each."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from wfacts.period import show as show_period
from wfacts.render.layout import FAINT, NAME, STRONG, Beside, draw, join, styled
from wfacts.render.parts import DOT, MARGIN, spaced
from wfacts.stage import Stage


def draw_sources(rows: Sequence[Mapping[str, Any]], stage: Stage) -> str:
    """*rows* of ``sources``: title, where and when published, link, and how to cite."""
    blocks = [Beside(styled(f"[{row['n']}]"), _list_source(row), MARGIN) for row in rows]
    return draw(spaced([block] for block in blocks), stage)


def _list_source(row: Mapping[str, Any]) -> Sequence[Text]:
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
        styled(row["title"], STRONG),
        join(published, DOT),
        styled(row["url"], FAINT, row["url"]),
        join([styled("cite: ", FAINT), styled(row["citation"])]),
    ]
