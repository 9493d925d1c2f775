"""Picks the form of a result, writes it to stdout, and answers a closed pipe.

The one place that looks at the terminal and at the environment. An explicit
format is never changed by either; only tables and colour are.
"""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any, NamedTuple

from wfacts.errors import DataError, UsageError
from wfacts.formats import FORMATS, Format, Row
from wfacts.stage import Stage
from wfacts.text import closest, quoted, safe

COLORS = ("auto", "always", "never")

LONGEST_LINE = 500
"""Characters of one line on stderr: an echoed argument may have millions."""


class Form(NamedTuple):
    """How the user wants the output; None is the default for where it goes."""

    format: Format | None = None
    fields: tuple[str, ...] | None = None
    header: bool | None = None
    quiet: bool = False
    color: str = "auto"


class Result(NamedTuple):
    """What a command found: rows for programs, a way to draw them for people.

    *status* may be a function, asked after the last row is written. *short*
    are the columns of the automatic TSV and of Markdown, all if None.
    *documents* are JSON's objects where they are not the rows, with
    *document_columns*. *text* is printed as it stands in every form.
    """

    rows: Iterable[Row] = ()
    columns: Sequence[str] = ()
    short: Sequence[str] | None = None
    status: int | Callable[[], int] = 0
    notes: Sequence[str] = ()
    draw: Callable[[Stage], str] | None = None
    documents: Iterable[Row] | None = None
    document_columns: Sequence[str] = ()
    text: str | None = None


def emit(result: Result, form: Form) -> int:
    """Write *result* to stdout and its notes to stderr; the exit status."""
    columns = _choose_columns(result, form)  # an unknown field speaks before any output
    if not form.quiet:
        for chunk in _write_form(result, form, columns):
            write(chunk)
        flush()
        for note in result.notes:
            warn(note)
    elif callable(result.status):
        for _ in result.rows:  # whose reading the status depends on
            pass
    return result.status() if callable(result.status) else result.status


def on_terminal() -> bool:
    """Whether stdout is a terminal; Rich's own answer is swayed by FORCE_COLOR."""
    return sys.stdout is not None and sys.stdout.isatty()


def wants_color(color: str = "auto") -> bool:
    """Whether to colour: the option, then the environment, then the terminal speaks."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    forced = (os.environ.get(name) for name in ("FORCE_COLOR", "CLICOLOR_FORCE"))
    if any(value and value != "0" for value in forced):
        return True
    return os.environ.get("TERM") != "dumb" and on_terminal()


def make_stage(color: str) -> Stage:
    """The stage that stdout is: no width in a pipe, so that nothing wraps there."""
    width = None
    if on_terminal():
        from shutil import get_terminal_size  # noqa: PLC0415 - typer has it loaded

        width = max(20, get_terminal_size().columns)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    plain = os.environ.get("TERM") == "dumb" or encoding.lower() not in ("utf-8", "utf8")
    return Stage(width, wants_color(color), plain)


def prepare_streams() -> None:
    """UTF-8 with LF off a terminal, whatever the locale; never an encoding error."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")


def write(text: str) -> None:
    """Write *text* to stdout; DataError if there is no stdout or it can't be written."""
    if sys.stdout is None:
        raise DataError("can't write: standard output is closed")
    _guarded(sys.stdout.write, text)


def flush() -> None:
    """Flush stdout, with the errors of `write`."""
    if sys.stdout is not None:
        _guarded(sys.stdout.flush)


def warn(text: str) -> None:
    """A line on stderr under the program's name; lost silently if that is closed."""
    _write_stderr([f"wfacts: {text}"])


def print_error(message: str, hints: Sequence[str] = ()) -> None:
    """An error on stderr in at most four lines."""
    _write_stderr([f"wfacts: error: {message}", *hints[:3]])


def silence(stream: IO[str] | None) -> None:
    """Point *stream* at nothing, so that the interpreter's last flush can't fail."""
    if stream is not None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def read_fields(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """The names in a comma-separated *text*; UsageError unless all are *known*."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in known:
            guesses = closest(name, known)
            hints = [f"did you mean: {', '.join(guesses)}"] if guesses else []
            raise UsageError(
                f"unknown field {quoted(name)}", *hints, f"fields: {', '.join(known)}"
            )
    if not names:
        raise UsageError("--fields names no field", f"fields: {', '.join(known)}")
    return names


def _write_form(result: Result, form: Form, columns: Sequence[str]) -> Iterable[str]:
    format_ = form.format
    if result.text is not None and format_ is None:
        return [_safe_lines(result.text)]
    if format_ is None and on_terminal() and result.draw is not None and form.fields is None:
        return [result.draw(_set_stage(form))]
    if format_ is Format.TABLE or (format_ is None and on_terminal()):
        return [_draw_table(result, form, columns)]
    rows = result.rows
    if _is_json(format_) and result.documents is not None:
        rows = result.documents
    default = format_ not in (None, Format.IDS)
    header = form.header if form.header is not None else default
    return FORMATS[format_ or Format.TSV](rows, columns, header=header)


def _draw_table(result: Result, form: Form, columns: Sequence[str]) -> str:
    stage = _set_stage(form)
    if result.draw is not None and form.fields is None:
        return result.draw(stage)
    from wfacts.render.rows import draw_rows  # noqa: PLC0415 - Rich: 20 ms

    return draw_rows(list(result.rows), columns, stage, header=stage.header)


def _set_stage(form: Form) -> Stage:
    return make_stage(form.color)._replace(header=form.header is not False)


def _choose_columns(result: Result, form: Form) -> Sequence[str]:
    documents = _is_json(form.format) and result.documents is not None
    columns = result.document_columns if documents else result.columns
    if form.format is Format.IDS and not {"id", "statement"} <= set(columns):
        raise UsageError("-f ids is for claims, and these rows are none", _FORMS)
    if form.fields is not None:
        return read_fields(",".join(form.fields), columns)
    if form.format in (None, Format.MD) and result.short is not None:
        return result.short
    return columns


_FORMS = f"formats: {', '.join(form for form in Format if form is not Format.IDS)}"


def _is_json(format_: Format | None) -> bool:
    return format_ in (Format.JSON, Format.JSONL)


def _guarded(function: Callable[..., Any], *arguments: Any) -> None:
    """Call *function*; a full disk becomes a DataError, a closed pipe goes on up."""
    try:
        function(*arguments)
    except BrokenPipeError:
        raise
    except OSError as error:
        silence(sys.stdout)  # what is still buffered would fail again at exit
        reason = "the disk is full" if error.errno == errno.ENOSPC else error.strerror
        raise DataError(f"can't write the output: {reason}") from error


def _shorten(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]} …"


def _safe_lines(text: str) -> str:
    """*text* with each line made safe: whatever wrote it, no control reaches a terminal."""
    return "\n".join(map(safe, text.split("\n")))


def _write_stderr(lines: Sequence[str]) -> None:
    """Write *lines*, each made safe and short enough, whoever put them together."""
    if sys.stderr is None:
        return
    text = "".join(f"{safe(_shorten(line))}\n" for line in lines)
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)
