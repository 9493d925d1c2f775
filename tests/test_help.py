"""Help that teaches: examples first and true, plain text, a guess for every slip."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import FACTS, SOURCES, lines, run, run_on_terminal
from wfacts.cli.commands import COMMANDS
from wfacts.cli.help import EXAMPLES

PAGES = [[], *([name] for name in COMMANDS)]
LINES = [example.line for examples in EXAMPLES.values() for example in examples]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the examples name."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(FACTS, folder / "facts.json")
    (folder / "questions.txt").write_text("how much money was lent to women\n")
    if SOURCES.is_dir():
        shutil.copy(SOURCES / "acwf-2018.txt", folder / "article.txt")
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: "-".join(page) or "wfacts")
def test_help_is_plain_text_that_fits(page: list[str]) -> None:
    env = {"FORCE_COLOR": "1", "GITHUB_ACTIONS": "true", "COLUMNS": "200"}
    asked = run(*page, "--help", env=env)
    assert (asked.status, asked.err) == (0, "")
    assert "\x1b" not in asked.out
    assert max(map(len, lines(asked.out))) <= 80
    assert run(*page, "-h").out == asked.out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: "-".join(page) or "wfacts")
def test_examples_come_first(page: list[str]) -> None:
    headings = re.findall(r"(?m)^(\w[\w ]+):", run(*page, "--help").out)
    assert headings[1:3] == ["Examples", "Usage"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: "-".join(page) or "wfacts")
def test_every_argument_and_option_is_explained(page: list[str]) -> None:
    """A name alone on its line has no text beside it."""
    _, _, reference = run(*page, "--help").out.partition("Usage: ")
    assert not re.findall(r"(?m)^ +(?:-\w, )?--[\w/-]+(?: [A-Z,]+)?$", reference)


@pytest.mark.parametrize("columns", [40, 60, 80, 140])
def test_help_fits_the_terminal(columns: int) -> None:
    """Examples alone may be longer: a command line that is broken can't be copied."""
    shown = run_on_terminal("search", "--help", columns=columns).out
    prose = [line for line in lines(shown) if "wfacts search " not in line]
    assert max(map(len, prose)) <= min(columns, 80)


def test_root_help_lists_every_command_under_a_heading() -> None:
    listed = re.findall(r"(?m)^  (\w+) +\w.*$", run("--help").out)
    assert listed[4 : 4 + len(COMMANDS)] == list(COMMANDS)


def test_options_stand_in_groups() -> None:
    shown = run("search", "--help").out
    places = [
        shown.index(word) for word in ("Options:", "Filters", "--topic", "Output:", "-f,")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("line", LINES)
def test_every_example_runs_as_printed(line: str, desk: Path, program: Path) -> None:
    if "article.txt" in line and not (desk / "article.txt").exists():
        pytest.skip("the articles are not at hand")
    if "--data facts.db" in line and not (desk / "facts.db").exists():
        pytest.skip("the example of build, which makes it, did not run")
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", line],
        capture_output=True,
        text=True,
        cwd=desk,
        env={
            "PATH": f"{program}{os.pathsep}{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
            "BROWSER": "true",
        },
        check=False,
    )
    assert (done.returncode, "error" in done.stderr) == (0, False), done.stderr
    silent = line == "wfacts check" or ">" in line or "facts.db" in line
    assert done.stdout or silent


def test_wfacts_alone_teaches_three_commands_that_work() -> None:
    taught = run()
    assert (taught.status, taught.err) == (0, "")
    assert max(map(len, lines(taught.out))) <= 80
    commands = re.findall(r"(?m)^  wfacts (.*?)  ", taught.out)
    assert [line.split()[0] for line in commands] == ["ask", "search", "show"]
    assert [run(*shlex.split(line)).status for line in commands] == [0, 0, 0]


@pytest.mark.parametrize(
    ("line", "guess"),
    [
        ("serch loans", "did you mean: search"),
        ("loans", "wfacts search loans"),
        ("help", "wfacts --help"),
        ("search --formt json", "did you mean: --format"),
        ("search loans --field id", "did you mean: --fields"),
        ("search loans -f jsn", "did you mean: json"),
        ("search loans --json", "use: -f json"),
        ("search loans -f csv --fields perod", "did you mean: period"),
        ("search --sort valu", "did you mean: value"),
        ("search --topic povert", "did you mean: poverty"),
        ("search --kind figur", "did you mean: figure"),
        ("search --source acwf", "did you mean: acwf-2018"),
        ("search --unit woman", "did you mean: women"),
        ("search --color neve", "did you mean: never"),
        ("search --min lots", "58.9bn"),
        ("search --year soon", "write it like 2015"),
        ("search -loans", "put -- before it"),
        ("facets topics", "did you mean: topic"),
        ("cite loans-issued --style bibtx", "did you mean: bibtex"),
        ("schema outputs", "did you mean: output"),
    ],
)
def test_a_slip_gets_a_guess(line: str, guess: str) -> None:
    refused = run(*line.split())
    assert (refused.status, refused.out) == (2, "")
    assert guess in refused.err
    assert refused.err.startswith("wfacts: error: ")
    assert len(lines(refused.err)) <= 4


@pytest.mark.parametrize(
    ("line", "guess"),
    [
        ("show loan-issued", "did you mean: loans-issued"),
        ("cite loans-isued", "did you mean: loans-issued"),
        ("open loans-isued --print", "did you mean: loans-issued"),
        ("search --place Heilongjang", "did you mean: Heilongjiang"),
        ("search --programme 'Model Groups'", "did you mean: Model Group of Women"),
    ],
)
def test_an_unknown_name_gets_a_guess(line: str, guess: str) -> None:
    refused = run(*shlex.split(line))
    assert (refused.status, refused.out) == (1, "")
    assert guess in refused.err


def test_help_imports_neither_rich_nor_the_commands() -> None:
    imported = run("--help", env={"PYTHONPROFILEIMPORTTIME": "1"}).err
    assert not re.search(r"\brich\b|wfacts\.cli\.(lookup|citing|proving)", imported)


def test_the_help_of_a_closed_pipe_is_quiet(program: Path) -> None:
    environment = {"PATH": f"{program}{os.pathsep}{os.environ['PATH']}"}
    script = "wfacts search --help | true; echo ${PIPESTATUS[0]}"
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env=environment, check=True
    )
    assert (done.stdout, done.stderr) == ("0\n", "")
