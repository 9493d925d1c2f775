"""How help is laid out: examples first, then usage, arguments and options by group.

Plain text in 80 columns, or fewer on a narrower terminal; never colour. The man
page is made from the same `Page` (docs/manual.py), so neither can go stale alone.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from inspect import cleandoc, signature
from shutil import get_terminal_size
from typing import Any, NamedTuple

import typer

from wfacts.cli.commands import COMMANDS
from wfacts.cli.options import read_filters, read_form

WIDTH, NARROWEST = 80, 40
"""Columns off a terminal and at most, and at least."""

SUMMARY = "sourced facts on the work of China's women's federations"

FILTERS = "Filters (repeat one for either value)"

GAP = 2
"""Blanks before and between the columns of a list."""


class Example(NamedTuple):
    """A command line to copy, and what it is for. A test runs every one."""

    line: str
    does: str


class Group(NamedTuple):
    """Options, or commands, under one heading: pairs of name and text."""

    heading: str
    rows: Sequence[tuple[str, str]]


class Page(NamedTuple):
    """What the help of a command says, before it is laid out."""

    name: str
    summary: str
    examples: Sequence[Example]
    usage: str
    text: str
    groups: Sequence[Group]
    closing: str = ""


EXAMPLES: Mapping[str, Sequence[Example]] = {
    "wfacts": (
        Example("wfacts ask how much money was lent to women", "the claim that answers"),
        Example("wfacts search training laid-off", "all that have the words"),
        Example("wfacts show loans-issued", "all about one claim"),
        Example("wfacts cite loans-issued --style bibtex", "a citation for your paper"),
    ),
    "ask": (
        Example("wfacts ask how much money was lent to women", "a claim, or an abstention"),
        Example("wfacts ask who is Lin Yaping -f json", "for a script"),
        Example("wfacts ask -q how many men got loans || echo unsure", "by its status"),
        Example("wfacts ask - < questions.txt", "a JSON line a question"),
    ),
    "search": (
        Example("wfacts search training laid-off", "both words, in any form"),
        Example("wfacts search '\"small loans\" OR credit'", "a phrase, or a word"),
        Example("wfacts search 'train*' NOT laid-off", "beginning; word left out"),
        Example("wfacts search --unit women --min 1m --sort -value", "the largest first"),
        Example("wfacts search --place gansu --since 2015", "by place and time"),
        Example("wfacts search loans -f json --fields id,value,unit", "for a script"),
    ),
    "show": (
        Example("wfacts show loans-issued", "scope, caveat, citation, link"),
        Example("wfacts show loans-issued key-tasks -f json", "for a script"),
        Example("wfacts search laid-off | wfacts show -", "all about all that is found"),
    ),
    "compare": (
        Example("wfacts compare wma-women-trained laid-off-women-trained", "why they differ"),
        Example("wfacts compare", "all that is on record"),
        Example("wfacts compare -f jsonl --fields kind,note", "for a script"),
    ),
    "chart": (
        Example("wfacts chart training", "bars, one panel per unit"),
        Example("wfacts chart --unit women", "everything counted in women"),
        Example("wfacts chart training -f csv", "the same figures as rows"),
    ),
    "facets": (
        Example("wfacts facets topic", "what the claims are about"),
        Example("wfacts facets unit training", "what is counted in training"),
        Example("wfacts facets place --kind figure", "where the figures come from"),
    ),
    "sources": (
        Example("wfacts sources", "numbered as in every table"),
        Example("wfacts sources -f json --fields id,issued,url", "for a script"),
    ),
    "cite": (
        Example("wfacts cite loans-issued", "APA: paragraph and link"),
        Example("wfacts cite loans-issued --style bibtex >> refs.bib", "for LaTeX"),
        Example("wfacts search loans -f ids | wfacts cite - -s ris", "for Zotero"),
    ),
    "open": (
        Example("wfacts open loans-issued", "in your browser, at the words"),
        Example("wfacts open loans-issued --print", "only the link"),
        Example("wfacts open loans-issued --print --archive", "an archived copy's link"),
    ),
    "verify": (
        Example("wfacts verify acwf-2018=article.txt", "a copy as text or HTML"),
        Example("wfacts verify acwf-2018=article.txt -q && echo proved", "by its status"),
    ),
    "check": (
        Example("wfacts check", "the bundled dataset"),
        Example("wfacts check facts.json -f json", "another, for a script"),
    ),
    "build": (
        Example("wfacts build facts.json facts.db", "once"),
        Example("wfacts search loans --data facts.db", "and then look up in it"),
    ),
    "schema": (
        Example("wfacts schema", "of a dataset"),
        Example("wfacts schema output", "of the JSON that is printed"),
    ),
}
"""By command; ``wfacts`` has those of the whole program."""

STATUSES = (
    ("0", "found, passed"),
    ("1", "nothing found, ask abstained, check or verify found a problem"),
    ("2", "the command line was not understood"),
    ("3", "a dataset, an article or the disk failed"),
)
"""The exit statuses that a script meets; docs/scripting.md has the rare ones too."""


def lay_out(page: Page, width: int | None = None) -> str:
    """The text of *page*, at most *width* columns wide where its words allow it."""
    width = width or _measure()
    parts = [
        _fill(f"{page.name}: {page.summary}", width),
        f"Examples:\n{lay_out_examples(page.examples, width)}",
        f"Usage: {page.usage}",
    ]
    if page.text:
        parts.append(_fill(page.text, width, indent=2))
    parts += [f"{g.heading}:\n{lay_out_rows(g.rows, width)}" for g in page.groups]
    parts += [_fill(page.closing, width)] if page.closing else []
    return "\n\n".join(parts)


def lay_out_start() -> str:
    """What ``wfacts`` alone says: the first three commands to try."""
    width = _measure()
    start = lay_out_examples(EXAMPLES["wfacts"][:3], width)
    return f"{_fill(f'wfacts: {SUMMARY}', width)}\n\n{start}\n\nAll commands: wfacts --help\n"


def lay_out_examples(examples: Sequence[Example], width: int) -> str:
    """Each command line with its use beside it, or over it where there is no room."""
    left = max(len(example.line) for example in examples) + 2 * GAP
    if left + max(len(example.does) for example in examples) <= width:
        return "\n".join(f"{' ' * GAP}{e.line}".ljust(left) + e.does for e in examples)
    deeper = " " * 2 * GAP
    return "\n".join(f"{_fill(e.does, width, GAP)}:\n{deeper}{e.line}" for e in examples)


def lay_out_rows(rows: Sequence[tuple[str, str]], width: int) -> str:
    """Names with their texts beside them, or under them where there is no room."""
    left = max(len(name) for name, _ in rows) + 2 * GAP
    if left > width // 2:
        deeper = 4 * GAP
        return "\n".join(
            f"  {name.strip()}\n{_fill(text, width, deeper)}" for name, text in rows
        )
    return "\n".join(
        f"{' ' * GAP}{name}".ljust(left) + _fill(text, width, left).lstrip()
        for name, text in rows
    )


def describe_root(command: Any, context: typer.Context) -> Page:
    """The page of ``wfacts`` itself; it imports no command."""
    headings = dict.fromkeys(entry.heading for entry in COMMANDS.values())
    groups = [
        Group(h, [(name, e.summary) for name, e in COMMANDS.items() if e.heading == h])
        for h in headings
    ]
    return Page(
        "wfacts",
        SUMMARY,
        EXAMPLES["wfacts"],
        "wfacts COMMAND [OPTIONS] [ARGUMENTS]",
        "",
        [
            *groups,
            Group("Options", [_option_row(p) for p in command.get_params(context)]),
            Group("Exit status", STATUSES),
        ],
        "Examples and options of a command: wfacts search --help",
    )


def describe_command(command: Any, context: typer.Context) -> Page:
    """The page of one command."""
    name = str(command.name)
    params = [p for p in command.get_params(context) if not getattr(p, "hidden", False)]
    arguments = [p for p in params if p.param_type_name == "argument"]
    options = [p for p in params if p.param_type_name == "option"]
    summary, _, text = cleandoc(command.help or "").partition("\n\n")
    groups = [
        Group("Arguments", [(_metavar(p), p.help or "") for p in arguments]),
        *_group_options(options),
    ]
    return Page(
        f"wfacts {name}",
        _lower(" ".join(summary.split()).rstrip(".")),
        EXAMPLES[name],
        " ".join([f"wfacts {name}", "[OPTIONS]", *map(_metavar, arguments)]),
        text,
        [group for group in groups if group.rows],
    )


def _group_options(options: Iterable[Any]) -> Iterator[Group]:
    """The options under their headings: the command's own, the filters, the output."""
    shared = {
        FILTERS: set(signature(read_filters).parameters),
        "Output": {*signature(read_form).parameters, "limit", "sort"},
    }
    rows: dict[str, list[tuple[str, str]]] = {"Options": [], FILTERS: [], "Output": []}
    for option in options:
        heading = next((h for h, names in shared.items() if option.name in names), "Options")
        rows[heading].append(_option_row(option))
    yield from (Group(heading, some) for heading, some in rows.items())


def _option_row(option: Any) -> tuple[str, str]:
    names = sorted(option.opts, key=len)
    no = "".join(f"/{name}" for name in option.secondary_opts)
    value = "" if option.is_flag else f" {_metavar(option)}"
    text = option.help or ""
    if isinstance(option.default, str):
        text = f"{text.rstrip('.')} (default: {option.default})."
    # A lone long option is set under the others' long names.
    indent = "    " if len(option.opts) == 1 and names[0].startswith("--") else ""
    return f"{indent}{', '.join(names)}{no}{value}", text


def _metavar(param: Any) -> str:
    return str(param.metavar or param.name.strip("_").upper())


def _fill(text: str, width: int, indent: int = 0) -> str:
    """The paragraphs of *text*, each wrapped and indented; no word is cut."""
    from textwrap import fill  # noqa: PLC0415 - 1 ms, for help only

    margin = " " * indent
    return "\n\n".join(
        fill(
            " ".join(paragraph.split()),
            width,
            initial_indent=margin,
            subsequent_indent=margin,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for paragraph in text.split("\n\n")
    )


def _lower(text: str) -> str:
    """*text* with a small first letter."""
    return text[:1].lower() + text[1:]


def _measure() -> int:
    """The width: at most the terminal's. stdout is a buffer while Typer runs."""
    if sys.__stdout__ is None or not sys.__stdout__.isatty():
        return WIDTH
    return max(NARROWEST, min(WIDTH, get_terminal_size().columns))
