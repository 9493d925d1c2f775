"""``main(argv)``: runs a command, prints its result, turns errors into a status.

The only error boundary. stdout is a buffer while Typer runs, because help and
version are printed inside it, where a closed pipe would become SystemExit(1);
everything is then written in one place (`output.emit`).
"""

import io
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout

import typer

from wfacts import __version__, output
from wfacts.cli.commands import COMMANDS
from wfacts.cli.group import root
from wfacts.cli.options import Outcome
from wfacts.errors import DataError, WfactsError
from wfacts.text import closest, quoted, safe

BUG = 70
"""EX_SOFTWARE: Python's own status for an uncaught exception, 1, would read as "no"."""


def main(argv: Sequence[str]) -> int:
    """Run ``wfacts`` with *argv*; the exit status (CONTRACT: statuses)."""
    output.prepare_streams()
    try:
        return _run(argv)
    except BrokenPipeError:  # whoever reads has seen enough
        output.silence(sys.stdout)
        return 0
    except WfactsError as error:
        output.print_error(error.message, error.hints)
        return error.status
    except typer.TyperException as error:
        output.print_error(*_explain(error, argv))
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except Exception as error:  # noqa: BLE001 - the last resort, which says that it is a bug
        return _report_unexpected(error)


class _Buffer(io.StringIO):
    """Stands in for stdout, because commands ask whether that is a terminal."""

    def __init__(self) -> None:
        super().__init__()
        self._terminal = output.on_terminal()

    def isatty(self) -> bool:
        """Whether the stdout that this stands in for is a terminal."""
        return self._terminal


def _run(argv: Sequence[str]) -> int:
    buffer = _Buffer()
    status: object = 0
    try:
        with redirect_stdout(buffer):
            status = root().main([*argv], prog_name="wfacts", standalone_mode=False)
    except SystemExit as stop:  # completion ends so
        status = stop.code
    if buffer.getvalue():
        output.write(buffer.getvalue())
        output.flush()
    if isinstance(status, Outcome):
        return output.emit(status.result, status.form)
    return status if isinstance(status, int) else 0


def _report_unexpected(error: Exception) -> int:
    """Say that *error* is our fault, unless memory is out; where, with ``WFACTS_DEBUG`` set."""
    if isinstance(error, MemoryError):
        output.print_error("out of memory")
        return DataError.status
    if os.environ.get("WFACTS_DEBUG") and sys.stderr is not None:
        from traceback import print_exception  # noqa: PLC0415 - 3 ms, for developers

        print_exception(error)
    output.print_error(
        f"a bug in wfacts {__version__}: {type(error).__name__}: {safe(str(error))[:200]}",
        ["please report it with the command: WFACTS_DEBUG=1 shows where it happened"],
    )
    return BUG


def _explain(error: typer.TyperException, argv: Sequence[str]) -> tuple[str, list[str]]:
    """A usage error of Typer as our message and hints."""
    context = getattr(error, "ctx", None)
    # An option without its argument comes without a context.
    named = f"wfacts {argv[0]}" if argv and argv[0] in COMMANDS else "wfacts"
    path = context.command_path if context else named
    hints = [f"for its options: {path} --help"]
    option = getattr(error, "option_name", None)
    if option is None or "No such option" not in error.message:
        message = error.format_message().rstrip(".").replace("valid int range", "whole number")
        return message[:1].lower() + message[1:], hints
    parameters = context.command.get_params(context) if context else []
    known = [
        name
        for parameter in parameters
        if not getattr(parameter, "hidden", False)
        for name in parameter.opts
    ]
    if guesses := closest(option, known):
        hints.insert(0, f"did you mean: {', '.join(guesses)}")
    if path == "wfacts cite" and option in ("--json", "--format", "-f"):
        hints.insert(0, "use: --style csl-json")
    elif path != "wfacts":
        # Of a word such as -word Typer names only the first letter.
        word = next((word for word in argv if word.startswith(option)), option)
        hints.append(f"for a word that begins with '-', put -- before it: {path} -- {word}")
    return f"unknown option {quoted(option)}", hints
