"""Section 13: errors of at most four lines, and what a bug says. Help: ``test_help.py``."""

import subprocess
import sys

import pytest

from contract.processes import called, ran
from wfacts import __version__

PLANTED = (
    "import sys, wfacts.query\n"
    "def broken(*args, **kwargs): raise KeyError('\\x1b[31mplanted')\n"
    "wfacts.query.parse_query = broken\n"
    "from wfacts.cli.main import main\n"
    "sys.exit(main(['search', 'loans']))\n"
)
"""A run of `search` with a fault put into it."""


def _run_planted(**env: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", PLANTED], capture_output=True, env=env, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_a_bug_says_so_with_the_version_and_where_to_report_it() -> None:
    status, out, err = _run_planted()
    assert (status, out) == (70, "")
    assert len(err.splitlines()) <= 4
    assert err.startswith(f"wfacts: error: a bug in wfacts {__version__}: KeyError")
    assert "report" in err
    assert "Traceback" not in err
    assert "\x1b" not in err


def test_debugging_shows_where_a_bug_is_and_keeps_the_status() -> None:
    status, out, err = _run_planted(WFACTS_DEBUG="1")
    assert (status, out) == (70, "")
    assert "Traceback" in err
    assert "in broken" in err


@pytest.mark.parametrize(
    ("call", "first"),
    [
        (("search", "--fields", "perod"), "wfacts: error: unknown field 'perod'"),
        (("search", "-f", "xml"), "wfacts: error: unknown format 'xml'"),
        (("show",), "wfacts: error: missing argument"),
        (("search", "--data"), "wfacts: error: option '--data' requires an argument"),
        (("search", "-n", "x"), "wfacts: error: invalid value for '--limit' / '-n'"),
        (("sources", "extra"), "wfacts: error: got unexpected extra argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_error_begins_with_what_is_wrong(call: tuple[str, ...], first: str) -> None:
    done = called(*call)
    assert done.status == 2
    assert done.err.startswith(first)
    assert len(done.err.splitlines()) <= 4


def test_an_option_without_its_value_points_to_the_help_of_its_command() -> None:
    assert "wfacts search --help" in called("search", "--data").err


@pytest.mark.parametrize("env", [{"FORCE_COLOR": "1"}, {"GITHUB_ACTIONS": "true"}], ids=str)
def test_errors_are_plain_and_have_no_box(env: dict[str, str]) -> None:
    done = ran("search", "--frobnicate", **env)
    assert "\x1b" not in done.err
    assert not any("\u2500" <= character <= "\u257f" for character in done.err)
