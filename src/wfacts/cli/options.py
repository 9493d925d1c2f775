"""The options that commands share, each declared once.

A group of options is a function from their values to one immutable record
(`read_filters` to ``Filters``, `read_form` to ``Form``); `takes` gives a
command the options of its groups, so that it receives the records.
"""

import inspect
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Annotated, Any, NamedTuple

import typer

from wfacts.cli import complete
from wfacts.errors import DataError, UsageError
from wfacts.formats import Format
from wfacts.output import COLORS, Form, Result
from wfacts.period import Span, parse
from wfacts.quantity import Quantity, parse_typed
from wfacts.query import Filters
from wfacts.text import closest, quoted

MOST_INPUT = 64 * 2**20
"""Bytes read from standard input."""

MOST_UNIT_WORDS = 6
"""Words of a unit behind a number, as in "31 provinces, autonomous regions and …"."""

FIRST_DAY, LAST_DAY = 0, 9999_12_31


class Outcome(NamedTuple):
    """What a command hands to `main`: its result and how the user wants it."""

    result: Result
    form: Form


def takes(**groups: Callable[..., Any]) -> Callable[[Callable[..., Result | Outcome]], Any]:
    """Give a command the options of *groups*, whose records it receives by these names.

    The group named ``form`` also says how the result is to be printed, unless
    the command itself returns an Outcome.
    """

    def decorate(command: Callable[..., Result | Outcome]) -> Callable[..., Outcome]:
        signatures = {name: inspect.signature(read) for name, read in groups.items()}

        @wraps(command)
        def call(**values: Any) -> Outcome:
            records = {
                name: groups[name](**{key: values.pop(key) for key in signature.parameters})
                for name, signature in signatures.items()
            }
            done = command(**values, **records)
            return (
                done
                if isinstance(done, Outcome)
                else Outcome(done, records.get("form", Form()))
            )

        own = inspect.signature(command).parameters.values()
        parameters = [p for p in own if p.name not in groups]
        for signature in signatures.values():
            parameters += signature.parameters.values()
        call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        call.__annotations__ = {p.name: p.annotation for p in parameters}
        return call

    return decorate


def read_filters(
    topic: Annotated[
        list[str] | None,
        typer.Option(help="Of this topic.", autocompletion=complete.topics),
    ] = None,
    programme: Annotated[
        list[str] | None,
        typer.Option(help="Of this programme.", autocompletion=complete.programmes),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option(help="In this place.", autocompletion=complete.places),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="figure, target, event, …", autocompletion=complete.kinds),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(help="From this article.", autocompletion=complete.sources),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(help="Counted in this: women, yuan, %.", autocompletion=complete.units),
    ] = None,
    least: Annotated[
        str | None, typer.Option("--min", metavar="N", help="At least: 1.07m, 58.9bn, 40%.")
    ] = None,
    most: Annotated[str | None, typer.Option("--max", metavar="N", help="At most.")] = None,
    year: Annotated[str | None, typer.Option(metavar="Y", help="In the year Y.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Not over before DATE.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Begun by DATE.")] = None,
) -> Filters:
    """The filters by value, figure and time; UsageError for what can't be read."""
    low, high = _read_number("--min", least), _read_number("--max", most)
    units = [q.unit for q in (low, high) if q is not None and q.unit is not None]
    return Filters(
        topic=tuple(topic or ()),
        programme=tuple(programme or ()),
        place=tuple(place or ()),
        kind=tuple(kind or ()),
        source=tuple(source or ()),
        unit=tuple(dict.fromkeys([*(unit or ()), *units])),
        least=None if low is None else low.value,
        most=None if high is None else high.value,
        span=_read_span(year, since, until),
    )


def read_form(
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORM",
            help="table, tsv, csv, json, jsonl, md or ids.",
            autocompletion=complete.formats,
        ),
    ] = None,
    fields: Annotated[
        str | None,
        typer.Option(
            metavar="A,B", help="These columns, in this order.", autocompletion=complete.fields
        ),
    ] = None,
    header: Annotated[
        bool | None,
        typer.Option("--header/--no-header", help="Print a header line, or none."),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print nothing: the status only.")
    ] = False,
    color: Annotated[
        str,
        typer.Option(
            metavar="WHEN", help="auto, always or never.", autocompletion=complete.colors
        ),
    ] = "auto",
    json: Annotated[bool, typer.Option("--json", hidden=True)] = False,
    csv: Annotated[bool, typer.Option("--csv", hidden=True)] = False,
) -> Form:
    """How to print rows; UsageError for an unknown format or colour."""
    for name, given in (("json", json), ("csv", csv)):
        if given:
            raise UsageError(f"there is no --{name}", f"use: -f {name}")
    chosen = None if format_ is None else Format(read_choice("format", format_, list(Format)))
    names = None if fields is None else tuple(fields.split(","))
    if names is not None and chosen is Format.IDS:
        raise UsageError("-f ids prints only ids", "for more: -f tsv --fields id,value")
    return Form(chosen, names, header, quiet, read_choice("color", color, COLORS))


def read_plain_form(
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print nothing: the status only.")
    ] = False,
) -> Form:
    """How to print what is not rows."""
    return Form(quiet=quiet)


Data = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="PATH",
        help="Another dataset, or a built file; also WFACTS_DATA.",
    ),
]

Limit = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=0, metavar="N", help="At most N; 0 for all."),
]

Sort = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD", help="By a field, -FIELD downwards.", autocompletion=complete.sorts
    ),
]

Ids = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Claims, or - for ids on standard input.",
        autocompletion=complete.ids,
        show_default=False,
    ),
]

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WORD]...", help='Words, "phrases", prefix*, OR, NOT.'),
]


def read_choice(what: str, typed: str, choices: Sequence[str]) -> str:
    """The one of *choices* that *typed* is, in any letter case; UsageError if none."""
    for choice in choices:
        if choice.lower() == typed.lower():
            return str(choice)
    guesses = closest(typed, choices)
    raise UsageError(
        f"unknown {what} {quoted(typed)}",
        *([f"did you mean: {guesses[0]}"] if guesses else []),
        f"{what}s: {', '.join(choices)}",
    )


def read_lines(command: str) -> list[str]:
    """The lines of standard input that are not blank, for *command*, which reads ids.

    Bytes that are no UTF-8 become U+FFFD. UsageError at a terminal, where
    nobody means to type them; DataError for more than `MOST_INPUT` bytes.
    """
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    if sys.stdin.isatty():
        raise UsageError(
            "- reads ids from standard input, one a line, and that is the terminal",
            f"pipe them in, for example: wfacts search loans -f ids | wfacts {command} -",
        )
    try:
        data = sys.stdin.buffer.read(MOST_INPUT + 1)
    except OSError as error:
        raise DataError(f"can't read standard input: {error.strerror}") from error
    if len(data) > MOST_INPUT:
        raise DataError(f"standard input is larger than {MOST_INPUT // 2**20} MiB", "split it")
    # Not splitlines, which also ends a line at a form feed or U+2028.
    lines = data.decode("utf-8-sig", "replace").split("\n")
    return [line.removesuffix("\r") for line in lines if line.strip()]


def read_ids(ids: Sequence[str], command: str) -> list[str]:
    """The ids in the arguments, with ``-`` replaced by those on standard input.

    Of a line only the first tab-separated field counts, so that the TSV of a
    search can be piped in.
    """
    read: list[str] = []
    for id_ in ids:
        if id_ == "-":
            read += [line.split("\t")[0].strip() for line in read_lines(command)]
        else:
            read.append(id_)
    return read


def _read_number(option: str, text: str | None) -> Quantity | None:
    """A number as typed, such as ``58.9bn`` or ``1.07m women``: a unit is a filter too."""
    if text is None:
        return None
    words = text.split(" ")
    for end in range(len(words), max(0, len(words) - MOST_UNIT_WORDS - 1), -1):
        try:
            number = parse_typed(" ".join(words[:end]))
        except ValueError:
            continue
        unit = " ".join(words[end:]).strip()
        return number._replace(unit=unit) if unit else number
    raise UsageError(
        f"{option}: not a number: {quoted(text)}",
        "numbers are written like 13,800 1.07m 58.9bn 40%",
    )


def _read_span(year: str | None, since: str | None, until: str | None) -> Span | None:
    if year is since is until is None:
        return None
    spans = [
        Span(FIRST_DAY, LAST_DAY),
        *([_read_date("--year", year)] if year is not None else []),
        *([_read_date("--since", since)._replace(end=LAST_DAY)] if since is not None else []),
        *(
            [_read_date("--until", until)._replace(start=FIRST_DAY)]
            if until is not None
            else []
        ),
    ]
    span = Span(max(s.start for s in spans), min(s.end for s in spans))
    if span.start > span.end:
        raise UsageError("no time is both since and until these dates")
    return span


def _read_date(option: str, text: str) -> Span:
    """A year, month or day as typed, such as ``2015``, ``2015-06``; `--year` takes a year."""
    try:
        if "/" not in text and (option != "--year" or len(text) == 4):
            return parse(text.strip())
    except ValueError:
        pass
    form = "2015" if option == "--year" else "2015, 2015-06 or 2015-06-30"
    raise UsageError(f"{option}: not a date: {quoted(text)}", f"write it like {form}")
