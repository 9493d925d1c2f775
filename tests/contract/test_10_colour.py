"""Section 10: colour, links and width."""

import pytest

from builders import strip_styles
from conftest import lines
from contract.processes import FORMATS, called, ran, shown

CALL = ("search", "58.9")
TABLE = (*CALL, "-f", "table")
PRECEDENCE: list[tuple[tuple[str, ...], dict[str, str], bool]] = [
    ((), {}, False),
    (("--color", "always"), {}, True),
    (("--color", "always"), {"NO_COLOR": "1", "TERM": "dumb"}, True),
    (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    (("--color", "auto"), {"FORCE_COLOR": "1"}, True),
    ((), {"FORCE_COLOR": "1"}, True),
    ((), {"CLICOLOR_FORCE": "1"}, True),
    ((), {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ((), {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
    ((), {"FORCE_COLOR": "0"}, False),
    ((), {"FORCE_COLOR": ""}, False),
    ((), {"CLICOLOR_FORCE": "0"}, False),
    ((), {"GITHUB_ACTIONS": "true", "CI": "true", "COLORTERM": "truecolor"}, False),
]


@pytest.mark.parametrize(
    ("options", "env", "coloured"),
    PRECEDENCE,
    ids=str,
)
def test_the_first_that_speaks_decides_on_colour_in_a_pipe(
    options: tuple[str, ...], env: dict[str, str], coloured: bool
) -> None:
    assert ("\x1b" in called(*TABLE, *options, **env).out) == coloured


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({"FORCE_COLOR": "0"}, True),
    ],
    ids=str,
)
def test_the_first_that_speaks_decides_on_a_terminal(
    env: dict[str, str], coloured: bool
) -> None:
    assert ("\x1b" in shown(*CALL, **env).out) == coloured


@pytest.mark.parametrize("form", [None, *FORMATS], ids=str)
def test_a_machine_format_never_carries_an_escape(form: str | None) -> None:
    chosen = ("-f", form) if form else ()
    done = ran(*CALL, *chosen, "--color", "always", FORCE_COLOR="1", CLICOLOR_FORCE="1")
    assert "\x1b" not in done.out + done.err


@pytest.mark.parametrize("env", [{"NO_COLOR": "1", "FORCE_COLOR": "1"}], ids=str)
@pytest.mark.parametrize(
    "call",
    [
        ("search", "loans"),
        ("show", "loans-issued"),
        ("sources",),
        ("facets", "kind"),
        ("compare",),
        ("chart", "women"),
        ("ask", "how much money was lent to women"),
        ("cite", "loans-issued"),
        ("search", "--help"),
        ("--help",),
        (),
        ("serach",),
    ],
    ids=" ".join,
)
def test_off_means_no_escape_at_all(call: tuple[str, ...], env: dict[str, str]) -> None:
    seen = shown(*call, **env)
    assert seen.out + seen.err
    assert "\x1b" not in seen.out + seen.err


def test_colour_carries_no_meaning_alone() -> None:
    coloured, plain = shown(*CALL), shown(*CALL, NO_COLOR="1")
    without = [line.rstrip() for line in lines(strip_styles(coloured.out))]
    assert without == [line.rstrip() for line in lines(plain.out)]
    assert "\x1b" in coloured.out


def test_links_come_with_colour_only_and_are_printed_as_text_too() -> None:
    coloured = shown("show", "loans-issued").out
    assert "\x1b]8;" in coloured
    url = ran("open", "loans-issued", "--print").out.strip()
    assert url in strip_styles(coloured)
    assert "\x1b]8;" not in shown("show", "loans-issued", NO_COLOR="1").out


def test_a_pipe_has_no_width() -> None:
    for call in (TABLE, ("show", "loans-issued", "-f", "table"), ("search", "-h")):
        assert ran(*call, COLUMNS="20") == ran(*call)
