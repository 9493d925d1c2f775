"""Section 8: UTF-8 with LF off a terminal, whatever the locale."""

import os
import subprocess

import pytest

from builders import raw_claim, raw_dataset, write_json
from conftest import command, run
from contract.processes import Desk, called

TEXT = "caf\u00e9 \u5987\u8054 \N{GRINNING FACE}"
LOCALES: dict[str, dict[str, str]] = {
    "C": {"LC_ALL": "C"},
    "C without UTF-8 mode": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "Latin-1": {"PYTHONIOENCODING": "latin-1"},
    "none": {},
}


def _run_bare(*argv: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """A run whose whole environment is *env*."""
    return subprocess.run(
        command(*argv), stdin=subprocess.DEVNULL, capture_output=True, env=env, check=False
    )


@pytest.mark.parametrize("name", LOCALES)
def test_output_is_utf8_in_every_locale(desk: Desk, name: str) -> None:
    path = write_json(desk.folder / "text.json", raw_dataset(raw_claim(statement=TEXT)))
    done = _run_bare("search", "--fields", "statement", "--data", str(path), **LOCALES[name])
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{TEXT}\n".encode(), b"")


@pytest.mark.parametrize("name", LOCALES)
def test_errors_are_utf8_in_every_locale(name: str) -> None:
    done = _run_bare("show", os.fsencode(TEXT).decode(), **LOCALES[name])
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    done.stderr.decode()


def test_an_argument_that_is_no_utf8_is_echoed_and_refused() -> None:
    broken = os.fsdecode(b"\xff\xfe\x1b[31m")
    assert run("show", broken).status == 1
    for call in (
        ["show", broken],
        ["search", broken],
        ["search", "--place", broken],
        ["search", "--source", broken],
        ["search", "--data", broken],
        ["search", "-f", broken],
        ["facets", broken],
        ["cite", broken],
        ["ask", broken],
        [broken],
        [f"--{broken}"],
    ):
        done = called(*call)
        assert done.status in (1, 2, 3), call
        assert "\x1b" not in done.err
        assert "bug" not in done.err


def test_a_dataset_whose_name_is_no_utf8_opens(desk: Desk) -> None:
    path = desk.folder / os.fsdecode(b"caf\xe9.json")
    path.write_bytes(desk.dataset.read_bytes())
    assert run("search", "wells", "--data", str(path)).status == 0


def test_bytes_on_stdin_that_are_no_utf8_are_an_unknown_id() -> None:
    done = run("show", "-", "-f", "ids", stdin=b"\xff\xfe\nloans-issued\n\x00\n")
    assert (done.status, done.out) == (1, "loans-issued\n")
    assert len(done.err.splitlines()) == 2
