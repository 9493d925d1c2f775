"""``build``: a large dataset into one file."""

import os
import signal
import sys
import time
from typing import Annotated, Any

import typer

from wfacts.cli.options import read_form, takes
from wfacts.cli.proving import PROBLEM
from wfacts.output import Form, Result
from wfacts.stage import Stage
from wfacts.text import safe

WIDTH = 30
"""Columns of the bar itself."""


@takes(form=read_form)
def build(
    form: Form,
    path: Annotated[
        str, typer.Argument(metavar="FILE", help="A dataset in JSON, of any size.")
    ],
    out: Annotated[str, typer.Argument(metavar="OUT.db", help="The file to write.")],
) -> Result:
    """Compile a large dataset into one file, which --data then opens at once.

    It is checked while it is read: with a problem nothing is written, and the
    first are listed. An older OUT.db stays whole until the new one is.
    """
    from wfacts.build import build as compile_dataset  # noqa: PLC0415 - after SIGINT is set

    signals = _let_signals_clean_up()
    bar = _Bar() if _wants_bar(form) else None
    try:
        built = compile_dataset(path, out, bar.show if bar else None)
    except _Stopped as stopped:
        _die_of(stopped.number)
    finally:
        if bar:
            bar.clear()
        for number, handler in signals.items():
            signal.signal(number, handler)

    def draw(stage: Stage) -> str:
        from wfacts.render.findings import draw_problems  # noqa: PLC0415 - only for people

        return draw_problems(built.problems, stage)

    if not built.found:
        return Result(columns=PROBLEM, text="", notes=[f"{safe(out)}: {built.claims:,} claims"])
    count = f"{built.found:,} problem{'s' * (built.found != 1)}"
    first = (
        f", the first {len(built.problems)} listed" if built.found > len(built.problems) else ""
    )
    return Result(
        rows=[problem._asdict() for problem in built.problems],
        columns=PROBLEM,
        status=3 if built.unusable else 1,
        notes=[f"{count}{first}; nothing was written"],
        draw=draw,
    )


class _Stopped(BaseException):
    """A signal that asks the process to end; past every handler of errors."""

    def __init__(self, number: int) -> None:
        self.number = number


def _let_signals_clean_up() -> dict[int, Any]:
    """Let SIGINT, SIGTERM and SIGHUP end `build` by an exception; the handlers until now."""

    def stop(number: int, _: object) -> None:
        raise _Stopped(number)

    return {
        number: signal.signal(number, stop)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) is not signal.SIG_IGN
    }


def _die_of(number: int) -> None:
    """End as *number* ends a process that does not handle it; Ctrl-C is `main`'s."""
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _wants_bar(form: Form) -> bool:
    """Whether a person watches: on a terminal that can go back in a line, without -q."""
    return (
        not form.quiet
        and sys.stderr is not None
        and sys.stderr.isatty()
        and os.environ.get("TERM") != "dumb"
    )


class _Bar:
    """A bar on stderr, drawn anew ten times a second; plain characters, no colour."""

    def __init__(self) -> None:
        self._drawn = 0.0

    def show(self, share: float, claims: int) -> None:
        """Draw that *share* of the file is read, with *claims*."""
        now = time.monotonic()
        if now - self._drawn > 0.1:
            self._drawn = now
            done = int(share * WIDTH)
            bar = "#" * done + "." * (WIDTH - done)
            what = f"{claims:,} claims" if share < 1 else "completing"
            self._write(f"\r[{bar}] {share:4.0%} {what}\x1b[K")

    def clear(self) -> None:
        """Wipe the bar."""
        self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
