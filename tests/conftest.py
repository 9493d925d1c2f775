"""Runs the tool as users do: a real process, in a pipe or on a pseudo-terminal."""

import errno
import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
FACTS = ROOT / "data" / "facts.json"
SOURCES = ROOT.parent / "shared" / "sources"
"""The articles, which are not part of the project; tests on them skip where they are absent."""

# The suite tries the same examples each time, and a loaded machine fails none of them
# for its time; `make fuzz` goes looking for new ones.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

_ENVIRONMENT = {
    "PATH": os.environ.get("PATH", ""),
    "HOME": os.environ.get("HOME", "/"),
    "LC_ALL": "C.UTF-8",
    "TERM": "xterm-256color",
}


class Ran(NamedTuple):
    """What a process left behind; on a terminal *err* is a pipe of its own."""

    status: int
    out: str
    err: str


def command(*argv: str) -> list[str]:
    """The command line of wfacts in the environment that runs the tests."""
    return [sys.executable, "-m", "wfacts", *argv]


def run(
    *argv: str,
    stdin: str | bytes = b"",
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    timeout: float = 60,
) -> Ran:
    """Run wfacts with *argv* in pipes; the output is decoded as UTF-8, strictly."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        command(*argv),
        input=data,
        capture_output=True,
        env={**_ENVIRONMENT, **(env or {})},
        cwd=cwd,
        timeout=timeout,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def call(
    argv: Sequence[str], *, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Ran:
    """What `run` gives, from a call of ``main`` in this process, which costs 4 ms, not 80."""
    from wfacts.cli.main import main  # noqa: PLC0415 - the rest of this file needs no wfacts

    buffers = io.BytesIO(), io.BytesIO()
    before = sys.stdin, sys.stdout, sys.stderr
    environment = dict(os.environ)
    sys.stdin, sys.stdout, sys.stderr = map(io.TextIOWrapper, (io.BytesIO(stdin), *buffers))
    os.environ.clear()
    os.environ.update({**_ENVIRONMENT, **(env or {})})
    try:
        status = main(argv)
        sys.stdout.flush()
        out, err = (buffer.getvalue().decode() for buffer in buffers)
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
        os.environ.clear()
        os.environ.update(environment)
    return Ran(status, out, err)


def run_on_terminal(
    *argv: str,
    columns: int = 80,
    env: Mapping[str, str] | None = None,
    stdin: int | None = None,
) -> Ran:
    """Run wfacts with stdout on a pseudo-terminal of *columns*; line ends come back as LF."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        command(*argv),
        stdin=stdin if stdin is not None else subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env={**_ENVIRONMENT, **(env or {})},
    )
    os.close(theirs)
    out = _read_all(ours)
    assert process.stderr is not None
    err = process.stderr.read().decode()
    process.stderr.close()
    return Ran(process.wait(timeout=60), out.decode().replace("\r\n", "\n"), err)


def _read_all(descriptor: int) -> bytes:
    chunks: list[bytes] = []
    while True:
        try:
            chunk = os.read(descriptor, 65536)
        except OSError as error:  # Linux reports the end of a pseudo-terminal so
            if error.errno != errno.EIO:
                raise
            chunk = b""
        if not chunk:
            os.close(descriptor)
            return b"".join(chunks)
        chunks.append(chunk)


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for PATH with ``wfacts``, run by the Python of the tests."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "wfacts").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wfacts "$@"\n')
    (folder / "wfacts").chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def articles() -> Mapping[str, Path]:
    """The saved articles by source id."""
    if not SOURCES.is_dir():
        pytest.skip("the articles are not at hand")
    return {name: SOURCES / f"{name}.txt" for name in ("acwf-2018", "wma-2010")}


@pytest.fixture
def dataset_file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes a dataset file and gives its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "dataset.json"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def lines(text: str) -> Sequence[str]:
    """The lines of *text*, split at LF only."""
    return text.removesuffix("\n").split("\n") if text else []
