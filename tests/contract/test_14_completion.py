"""Completion in the shells that people type in: each test drives a real one on a terminal.

A word is completed at the prompt and the line then printed word by word by the
shell itself, so that what is compared is what the program would be given.
"""

import json
import os
import pty
import re
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import FACTS, ROOT, Ran, run
from wfacts.cli.commands import COMMANDS

SET_UP = {
    "bash": (
        ["bash", "--norc", "--noprofile", "-i"],
        (
            "bind 'set enable-bracketed-paste off'; bind 'set show-all-if-ambiguous on';"
            ' eval "$(wfacts --show-completion)"'
        ),
    ),
    "zsh": (
        ["zsh", "-f", "-i"],
        (
            "unset zle_bracketed_paste; bindkey -e; autoload -Uz compinit; compinit -u -D;"
            ' eval "$(wfacts --show-completion)"'
        ),
    ),
    "fish": (["fish", "--no-config", "-i"], "wfacts --show-completion | source"),
}
TAB, LINE_START = "\t", "\x01"
SECONDS = 20
EVIL = 'Evil \\$(touch pwned) `touch pwned` it\'s "so" $HOME [/x] * ; & \\'
"""A place that would run a command wherever a quote is missing."""


class Shell:
    """A shell on a pseudo-terminal, with wfacts on its path and its completion set up."""

    def __init__(self, argv: list[str], set_up: str, folder: Path, env: dict[str, str]) -> None:
        pid, self._terminal = pty.fork()
        if not pid:
            os.chdir(folder)
            os.execvpe(argv[0], argv, env)  # noqa: S606 - it is one
        self._pid = pid
        self._seen = ""
        self.type(f"{set_up}; echo rea''dy\r")
        self.wait_for("ready")

    def type(self, keys: str) -> None:
        os.write(self._terminal, keys.encode())

    def wait_for(self, pattern: str) -> re.Match[str]:
        """What *pattern* matches in all that the shell has shown, as soon as it does."""
        end = time.monotonic() + SECONDS
        while not (found := re.search(pattern, self._seen)):
            ready, _, _ = select.select(
                [self._terminal], [], [], max(0, end - time.monotonic())
            )
            assert ready, f"no {pattern!r} in: {self._seen!r}"
            shown = os.read(self._terminal, 65536).decode("utf-8", "replace")
            if "\x1b[c" in shown:  # fish waits for the terminal to say what it is
                self.type("\x1b[?62c")
            self._seen += shown
        return found

    def words(self, line: str) -> list[str]:
        """The words of *line*, completed by a TAB at its end, as the shell splits them."""
        self.type(f"{line}{TAB}{LINE_START}printf '<<%s>>' \r")
        self.wait_for(r"<<wfacts>>")
        self.type("echo do''ne\r")
        shown = self.wait_for(r"(?s)(<<wfacts>>.*>>).*done").group(1)
        self._seen = ""
        return re.findall(r"(?s)<<(.*?)>>", shown)

    def close(self) -> None:
        os.close(self._terminal)
        os.waitpid(self._pid, 0)


def make_environment(program: Path, home: Path) -> dict[str, str]:
    """A new user's."""
    return {
        "PATH": f"{program}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLUMNS": "200",
    }


@pytest.fixture(scope="module", params=SET_UP)
def shell(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, program: Path
) -> Iterator[Shell]:
    name = request.param
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    folder = tmp_path_factory.mktemp(name)
    (folder / "evil.json").write_text(json.dumps(_evil_dataset()))
    started = Shell(*SET_UP[name], folder, make_environment(program, folder))
    yield started
    assert not (folder / "pwned").exists(), "completion ran a command out of the dataset"
    started.close()


@pytest.mark.parametrize("name", SET_UP)
def test_installed_completion_works_at_the_first_tab(
    name: str, tmp_path: Path, program: Path
) -> None:
    """Typer's own function for zsh only defines itself when it is first called."""
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    (tmp_path / ".zshrc").write_text("bindkey -e; unset zle_bracketed_paste\n")
    (tmp_path / ".bashrc").write_text("bind 'set enable-bracketed-paste off'\n")
    env = make_environment(program, tmp_path)
    installing = [name, "-c", "wfacts --install-completion; exit $?"]
    if name == "fish":
        installing[-1] = "wfacts --install-completion; exit $status"
    subprocess.run(installing, cwd=tmp_path, env=env, capture_output=True, check=True)
    started = Shell([name, "-i"], "true", tmp_path, env)
    assert started.words("wfacts show loans-i") == ["wfacts", "show", "loans-issued"]
    started.close()


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("wfacts sour", "wfacts sources"),
        ("wfacts search --form", "wfacts search --format"),
        ("wfacts show key-tasks loans-i", "wfacts show key-tasks loans-issued"),
        (
            "wfacts search -f csv loans --source wm",
            "wfacts search -f csv loans --source wma-2010",
        ),
        ("wfacts search -f md --fields id,val", "wfacts search -f md --fields id,value"),
    ],
)
def test_words_complete_at_the_prompt(shell: Shell, line: str, completed: str) -> None:
    assert shell.words(line) == completed.split()


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("--place zhang", "zhangxian County, Gansu Province"),
        ("--place=Zhang", "--place=Zhangxian County, Gansu Province"),
        ("--place Zhangxian\\ Cou", "Zhangxian County, Gansu Province"),
        ('--place "Zhangxian Cou', "Zhangxian County, Gansu Province"),
        ("--programme Looking", "Looking for the Most Beautiful Families"),
        (
            "--programme China\\ Women\\'s\\ Entrepreneurship\\ Innovation\\ F",
            "China Women's Entrepreneurship Innovation Forum",
        ),
    ],
)
def test_blanks_and_apostrophes_arrive_whole(shell: Shell, typed: str, value: str) -> None:
    """Typer's own form drops the apostrophe in zsh and leaves the blanks bare in bash."""
    assert shell.words(f"wfacts search {typed}")[-1] == value


def test_a_hostile_value_arrives_whole_and_runs_nothing(shell: Shell) -> None:
    """The fixture's end finds that no command in the dataset ran, in these tests or others."""
    assert shell.words("wfacts search --data evil.json --place Evil")[-1] == EVIL


def test_a_hostile_claim_is_shown_beside_its_id(shell: Shell) -> None:
    """Typer reads help as markup: ``[/x]`` ended in a traceback at the prompt."""
    shell.type(f"wfacts show --data evil.json {TAB}{TAB}")
    shell.wait_for("evil-one")
    shell.wait_for("evil-two")
    shell.type("\x15\r")
    assert shell.words("wfacts show --data evil.json evil-o")[-1] == "evil-one"


def test_a_dataset_that_cannot_be_read_says_nothing_at_the_prompt(shell: Shell) -> None:
    line = "wfacts show --data missing.json loans-i"
    assert shell.words(line) == line.split()


@pytest.mark.parametrize("name", SET_UP)
def test_ids_come_with_their_claim_but_without_rich(name: str) -> None:
    asked = _ask(name, "wfacts show loans-", PYTHONPROFILEIMPORTTIME="1")
    assert "loans-issued" in asked.out
    assert ("Women's federations" in asked.out.replace("'\"'\"'", "'")) == (name != "bash")
    assert not re.search(r"\brich\b", asked.err)


def test_commands_complete_without_being_imported() -> None:
    asked = _ask("bash", "wfacts ", PYTHONPROFILEIMPORTTIME="1")
    assert asked.out.split() == list(COMMANDS)
    assert "wfacts.cli.lookup" not in asked.err


def test_a_misspelt_command_is_quiet() -> None:
    asked = _ask("bash", "wfacts serch --fo")
    assert (asked.out.strip(), asked.err) == ("", "")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("show loans-i", "loans-issued"),
        ("open loans-i", "loans-issued"),
        ("search --topic E-", "E-commerce"),
        ("ask --kind pers", "person"),
        ("chart --unit cn", "cnY"),
        ("compare wma-women-t", "wma-women-trained"),
        ("verify acwf", "acwf-2018="),
        ("search --format j", "json"),
        ("search --sort val", "value"),
        ("search --color al", "always"),
        ("facets prog", "programme"),
        ("cite loans-issued --style bib", "bibtex"),
        ("schema out", "output"),
    ],
)
def test_every_kind_of_value_completes(line: str, value: str) -> None:
    """Letters stay as typed where letter case does not count: a shell drops others."""
    offered = _ask("fish", f"wfacts {line}").out.splitlines()
    assert value in [offer.split("\t")[0] for offer in offered]


@pytest.mark.parametrize(
    "line",
    [
        "search",
        "show loans-issued",
        "ask loans",
        "compare",
        "chart",
        "facets topic",
        "sources",
        "verify acwf-2018=pyproject.toml",
        "check",
    ],
)
def test_fields_are_those_that_the_command_has(line: str) -> None:
    """The list in an error is the command's own; completion must offer the same."""
    refused = run(*line.split(), "-f", "json", "--fields", "zz", cwd=ROOT)
    listed = re.search(r"fields: (.*)", refused.err)
    assert listed, refused.err
    offered = _ask("fish", f"wfacts {line} --fields ").out.split()
    assert offered == listed.group(1).split(", ")


@pytest.mark.parametrize("line", ["search", "ask loans", "show loans-issued", "facets topic"])
def test_formats_are_those_that_the_command_has(line: str) -> None:
    taken = run(*line.split(), "-f", "ids").status == 0
    offered = _ask("fish", f"wfacts {line} -f ").out.split()
    assert ("ids" in offered) == taken
    assert {"table", "tsv", "csv", "json", "jsonl", "md"} <= set(offered)


def _ask(shell: str, line: str, **env: str) -> Ran:
    """What the completion script of *shell* gets for *line*."""
    words = line.split(" ")
    asked = {
        "_WFACTS_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": line,
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    return run(env={**asked, **env})


def _evil_dataset() -> dict[str, object]:
    """Two claims of the bundled dataset, made hostile; they differ in id and place."""
    dataset = json.loads(FACTS.read_text())
    one, two = dataset["claims"][:2]
    one |= {
        "id": "evil-one",
        "statement": f"[/x] :smile: {EVIL} \x1b[31m\u202e\n",
        "place": EVIL,
    }
    two |= {"id": "evil-two", "statement": f"\x9b31m {EVIL}", "place": "Tab\there"}
    return {**dataset, "claims": [one, two], "discrepancies": []}
