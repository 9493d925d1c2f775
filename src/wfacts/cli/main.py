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
from wfacts.cli.group import root
from wfacts.cli.options import Outcome
from wfacts.errors import WfactsError
from wfacts.text import closest, safe

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
        output.print_error(*_explain(error))
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except Exception as error:  # the last resort, which says that it is a bug
        if os.environ.get("WFACTS_DEBUG"):
            raise
        output.print_error(
            f"a bug in wfacts {__version__}: {type(error).__name__}: {safe(str(error))[:200]}",
            ["please report it with the command: WFACTS_DEBUG=1 shows where it happened"],
        )
        return BUG


def _run(argv: Sequence[str]) -> int:
    buffer = io.StringIO()
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


def _explain(error: typer.TyperException) -> tuple[str, list[str]]:
    """A usage error of Typer as our message and hints."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "wfacts"
    hints = [f"for its options: {path} --help"]
    option = getattr(error, "option_name", None)
    if option is None or "No such option" not in error.message:
        message = safe(error.format_message()).rstrip(".")
        return message[:1].lower() + message[1:], hints
    known = [name for p in context.command.get_params(context) for name in p.opts] if context else []
    if guesses := closest(option, known):
        hints.insert(0, f"did you mean: {', '.join(guesses)}")
    if path != "wfacts":
        hints.append(f"for a word that begins with '-', put -- before it: {path} -- {safe(option)}")
    return f"unknown option {safe(repr(option))}", hints
