"""Section 1: data on stdout, everything about it on stderr."""

import os
import subprocess

import pytest

from conftest import command
from contract.processes import CALLS, Desk, ran, shown


@pytest.mark.parametrize("name", CALLS)
def test_what_was_asked_for_comes_on_stdout_alone(desk: Desk, name: str) -> None:
    done = ran(*desk.fill(*CALLS[name]))
    assert done.status == 0
    assert bool(done.out) == (name not in ("build", "check"))  # sound: no rows to print
    assert done.err == "" or name in ("build", "check")


@pytest.mark.parametrize(
    "call",
    [
        ("search", "zzzz"),
        ("show", "zzzz"),
        ("serach", "loans"),
        ("search", "-f", "xml"),
        ("search", "--data", "/nowhere.json"),
        ("search", '"open'),
    ],
    ids=" ".join,
)
def test_errors_and_nothing_found_come_on_stderr_alone(call: tuple[str, ...]) -> None:
    done = ran(*call)
    assert done.status in (1, 2, 3)
    assert done.out == ""
    assert done.err.startswith("wfacts: ")


def test_a_count_stands_on_stderr_not_in_the_table() -> None:
    seen = shown("search", "women")
    assert "-n 0 for all" in seen.err
    assert "-n 0" not in seen.out


@pytest.mark.parametrize("name", ["search", "ask", "sources", "show", "bare"])
def test_stdin_is_not_read_unless_asked_for(desk: Desk, name: str) -> None:
    never_closed, writer = os.pipe()
    try:
        done = subprocess.run(
            command(*desk.fill(*CALLS[name])),
            stdin=never_closed,
            capture_output=True,
            timeout=20,
            check=False,
        )
    finally:
        os.close(never_closed)
        os.close(writer)
    assert done.returncode == 0


def test_a_pipe_is_no_terminal_even_under_force_color() -> None:
    piped = ran("search", "loans", FORCE_COLOR="1", CLICOLOR_FORCE="1", TTY_COMPATIBLE="1")
    assert piped == ran("search", "loans")
    assert piped.out.count("\t") == 7 * piped.out.count("\n")
