"""Section 11: closed pipes, closed streams, full disks, Ctrl-C."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from conftest import command
from contract.processes import CALLS, Desk, shell


@pytest.mark.parametrize("name", ["search", "ask", "cite", "schema", "help", "version", "bare"])
def test_a_pipe_that_is_closed_already_is_silent_success(desk: Desk, name: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            command(*desk.fill(*CALLS[name])),
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writer)
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.parametrize(
    "call", ["search loans", "search -f json", "--help", "schema", "search -n 0 -f table"]
)
def test_head_of_a_small_or_large_output_is_success(program: Path, call: str) -> None:
    done = shell(f"wfacts {call} | head -n 1; echo ${{PIPESTATUS[0]}}", program)
    assert done.out.endswith("\n0\n")
    assert len(done.out.splitlines()) == 2
    assert done.err == ""


def test_closed_stdout_is_an_error_unless_nothing_is_to_be_written(program: Path) -> None:
    script = (
        "wfacts search loans >&-; echo $? >&2; wfacts --help >&-; echo $? >&2;"
        "wfacts search loans -q >&-; echo $? >&2; wfacts serach >&-; echo $? >&2"
    )
    done = shell(script, program)
    statuses = [line for line in done.err.splitlines() if line.isdigit()]
    assert statuses == ["3", "3", "0", "2"]
    assert done.err.count("standard output is closed") == 2
    assert "Traceback" not in done.err


def test_closed_stderr_loses_messages_and_nothing_else(program: Path) -> None:
    script = (
        "wfacts search loans -f ids 2>&-; echo $?; wfacts search zzzz 2>&-; echo $?;"
        "wfacts serach 2>&-; echo $?; wfacts --data / search 2>&- >&-; echo $?;"
        "wfacts search -q zzzz 2>&- >&- <&-; echo $?"
    )
    printed = shell(script, program).out.splitlines()
    assert printed[0] == "loans-issued"
    assert printed[-5:] == ["0", "1", "2", "2", "1"]


def test_closed_stdin_matters_only_where_it_is_read(program: Path) -> None:
    script = (
        "wfacts search loans -f ids <&- | head -n 1; for c in show cite ask;"
        " do wfacts $c - <&-; echo $?; done"
    )
    done = shell(script, program)
    assert done.out.split() == ["loans-issued", "2", "2", "2"]
    assert done.err.count("standard input is closed") == 3


def test_a_full_disk_is_one_line(program: Path) -> None:
    done = shell("wfacts search loans >/dev/full; echo $? >&2", program)
    assert done.err == "wfacts: error: can't write the output: the disk is full\n3\n"


def _interrupt(process: "subprocess.Popen[bytes]") -> tuple[int, bytes]:
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    return process.returncode, err


def test_ctrl_c_while_it_runs_leaves_no_traceback(desk: Desk) -> None:
    fifo = desk.folder / "interrupted"
    os.mkfifo(fifo)
    process = subprocess.Popen(
        command("search", "--data", str(fifo)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with fifo.open("wb"):  # returns once wfacts has opened it to read
        assert _interrupt(process) == (-signal.SIGINT, b"")


def test_ctrl_c_while_it_imports_leaves_no_traceback(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    slow = f"import pathlib, time\npathlib.Path({str(ready)!r}).touch()\ntime.sleep(60)\n"
    (tmp_path / "typer.py").write_text(slow)
    process = subprocess.Popen(
        command("search", "loans"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    while not ready.exists():
        assert process.poll() is None
        time.sleep(0.01)
    assert _interrupt(process) == (-signal.SIGINT, b"")


def test_ctrl_c_is_130_to_a_shell(program: Path, desk: Desk) -> None:
    fifo = desk.folder / "shell-interrupted"
    os.mkfifo(fifo)
    script = (
        f"set -m; wfacts search --data {fifo} & pid=$!; exec 3>{fifo};"
        "kill -INT -- -$pid; wait $pid; echo $?"
    )
    assert shell(script, program).out == "130\n"


def test_a_library_user_keeps_the_ctrl_c_of_python() -> None:
    script = (
        "import signal, wfacts; wfacts.load().search('loans');"
        "assert signal.getsignal(signal.SIGINT) is signal.default_int_handler"
    )
    subprocess.run([*command()[:1], "-c", script], check=True)
