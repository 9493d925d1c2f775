"""The man page, made from the help: ``python -m wfacts.cli.man > docs/wfacts.1``.

Development only (``make man``); a test holds the file equal to what this writes.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from typer.core import TyperCommand

from wfacts import __version__
from wfacts.cli.commands import COMMANDS
from wfacts.cli.group import load_command, root
from wfacts.cli.help import (
    FILTERS,
    STATUSES,
    Example,
    Page,
    describe_command,
    describe_root,
)

ENVIRONMENT = (
    ("WFACTS_DATA", "The dataset or built file to use instead of the bundled one."),
    ("NO_COLOR", "If not empty, no colour and no links, bold or other escape sequences."),
    ("FORCE_COLOR, CLICOLOR_FORCE", "If neither empty nor 0, colour in a pipe too."),
    ("TERM", "If dumb, no colour, and plain ASCII in charts."),
    ("WFACTS_DEBUG", "If not empty, a bug shows its traceback."),
)

RARE_STATUSES = (
    ("70", "a bug in wfacts"),
    ("130", "interrupted"),
)

DESCRIPTION = """\
wfacts answers with sourced claims: the figure, what it counts, when and where, \
and the article, paragraph and words that it comes from. Nothing is generated: \
an answer is a claim of the dataset, or the sources do not say.

On a terminal it prints a table. In a pipe it prints tab-separated values, one \
claim a line, without a header. With a format named it prints the same bytes in both."""


def write_manual() -> str:
    """The man page in roff."""
    context: Any = root().make_context("wfacts", [], resilient_parsing=True)
    page = describe_root(root(), context)
    pages = {name: _describe(load_command(name), context) for name in COMMANDS}
    parts = [
        f'.TH WFACTS 1 "" "wfacts {__version__}" "User Commands"\n',
        f".SH NAME\nwfacts \\- {_escape(page.summary)}\n",
        f".SH SYNOPSIS\n.B wfacts\n{_escape(page.usage.removeprefix('wfacts '))}\n",
        f".SH DESCRIPTION\n{_paragraphs(DESCRIPTION)}",
        *_section("EXAMPLES", [_examples(page.examples)]),
        *_section("COMMANDS", (_command(command) for command in pages.values())),
        *_section("FILTERS", [_rows(_find(pages["search"], FILTERS))]),
        *_section("OUTPUT", [_rows(_find(pages["search"], "Output"))]),
        *_section("OPTIONS", [_rows(_find(page, "Options"))]),
        *_section("EXIT STATUS", [_rows((*STATUSES, *RARE_STATUSES))]),
        *_section("ENVIRONMENT", [_rows(ENVIRONMENT)]),
    ]
    return "".join(parts)


def _describe(command: TyperCommand, parent: Any) -> Page:
    context: Any = command.make_context(command.name, [], parent=parent, resilient_parsing=True)
    return describe_command(command, context)


def _section(heading: str, parts: Iterable[str]) -> Iterator[str]:
    yield f".SH {heading}\n"
    yield from parts


def _command(page: Page) -> str:
    """A command's own part: what others share stands once, under its own heading."""
    own = [group for group in page.groups if group.heading in ("Arguments", "Options")]
    shared = [name for name in (FILTERS, "Output") if _find(page, name)]
    words = " and ".join(name.partition(" ")[0].upper() for name in shared)
    return "".join(
        [
            f".SS {_escape(page.usage)}\n{_escape(_sentence(page.summary))}\n",
            f".PP\n{_paragraphs(page.text)}" if page.text else "",
            *(_rows(group.rows) for group in own),
            f".PP\nIt also takes the options under {words}.\n" if words else "",
            _examples(page.examples),
        ]
    )


def _examples(examples: Sequence[Example]) -> str:
    return "".join(
        f".PP\n{_escape(_sentence(e.does))}\n.PP\n.RS 4\n.nf\n{_escape(e.line)}\n.fi\n.RE\n"
        for e in examples
    )


def _rows(rows: Sequence[tuple[str, str]]) -> str:
    return "".join(f".TP\n.B {_escape(name.strip())}\n{_escape(text)}\n" for name, text in rows)


def _find(page: Page, heading: str) -> Sequence[tuple[str, str]]:
    return next((g.rows for g in page.groups if g.heading == heading), ())


def _paragraphs(text: str) -> str:
    return ".PP\n".join(f"{_escape(' '.join(p.split()))}\n" for p in text.split("\n\n"))


def _sentence(text: str) -> str:
    """*text* with a capital and a full stop."""
    return text[:1].upper() + text[1:] + "." * (not text.endswith((".", "?")))


def _escape(text: str) -> str:
    """*text* as roff prints it: no escapes, true hyphens and quotes, no request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    text = text.replace("`", "\\(ga").replace('"', "\\(dq").replace("…", "...")
    return f"\\&{text}" if text.startswith(".") else text


if __name__ == "__main__":
    sys.stdout.write(write_manual())
