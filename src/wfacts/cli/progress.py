"""A line on stderr that says how far a long command is; none for a short one."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

PATIENCE = 0.7
"""Seconds without a word; most files are done by then."""

_T = TypeVar("_T")
_EVERY = 0.1
_BAR = 24


def watch(items: Iterable[_T], total: int, doing: str) -> Iterator[_T]:
    """*items*, with a bar on a terminal's stderr while they are taken, if it takes long."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    shown, due = "", time.monotonic() + PATIENCE
    try:
        for done, item in enumerate(items):
            if time.monotonic() > due:
                filled = _BAR * done // max(total, 1)
                bar = f"{'#' * filled}{'.' * (_BAR - filled)}"
                shown = f"wfacts: {doing} {bar} {done:,} of {total:,}"
                due = time.monotonic() + _EVERY
                _write(f"\r{shown}")
            yield item
    finally:
        if shown:
            _write(f"\r{' ' * len(shown)}\r")


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
