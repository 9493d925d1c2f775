"""The documents are true: their examples run as printed, and print what they say.

A ``console`` block is typed into bash on a terminal of 80 columns without colour:
lines after ``$ `` are commands (``> `` continues one), the rest is what the terminal
shows, where ``…`` stands for anything and a line of it for any lines. Further words
beside ``console`` are what the block needs: a program, ``articles``, which are put beside
it as ``acwf-2018.txt`` and ``wma-2010.txt``, or ``examples``, the files of that folder.
A ``bash`` block whose first line ends in a file's name is that file, for the blocks below
it. A ``pycon`` block is a session with Python.
"""

import doctest
import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import FACTS, ROOT, SOURCES, run
from wfacts.cli import man
from wfacts.cli.commands import COMMANDS

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
MARK = "\x1e"
"""Ends the output of a command: no text of ours has it."""


class Block(NamedTuple):
    """A fenced block: the words beside its fence and its text."""

    page: Path
    words: list[str]
    text: str


def read_blocks(page: Path) -> list[Block]:
    found = re.findall(r"(?ms)^```([^\n]*)\n(.*?)^```$", page.read_text())
    return [Block(page, words.split(), text) for words, text in found]


BLOCKS = [block for page in PAGES for block in read_blocks(page)]


def of_kind(*kinds: str) -> list[Block]:
    return [block for block in BLOCKS if block.words[:1] and block.words[0] in kinds]


def named(value: object) -> str:
    if isinstance(value, Block):
        return f"{value.page.name}: {value.text.splitlines()[0][:40]}"
    return str(getattr(value, "name", value))


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """A folder for each page, with the files that its examples name."""
    folders = {}
    for page in PAGES:
        folder = tmp_path_factory.mktemp(page.stem)
        shutil.copy(FACTS, folder / "facts.json")
        folders[page] = folder
        for block in read_blocks(page):
            name = block.text.splitlines()[0].split()[-1]
            if block.words == ["bash"] and block.text.startswith("#!"):
                name = block.text.splitlines()[1].split()[-1]
                (folder / name).write_text(block.text)
                (folder / name).chmod(0o755)
    return folders


def type_into_bash(commands: list[str], folder: Path, program: Path) -> list[str]:
    """What the terminal shows for each of *commands*, in one session."""
    after = f"\n__s=$?; printf '{MARK}'; (exit $__s)\n"
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    process = subprocess.Popen(
        ["bash", "-c", "".join(command + after for command in commands)],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={
            "PATH": f"{program}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "NO_COLOR": "1",
            "BROWSER": "true",
            "FZF_DEFAULT_OPTS": "--filter=loans-issued",
        },
    )
    os.close(theirs)
    shown = bytearray()
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:
            chunk = b""
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    process.wait(timeout=60)
    text = shown.decode().replace("\r\n", "\n")
    over = re.compile(r"(?m)^.*\r(?:\x1b\[K)?")  # a progress bar writes over itself
    return over.sub("", text).split(MARK)[: len(commands)]


def split_session(text: str) -> list[tuple[str, str]]:
    """Pairs of a command and what the terminal shows for it."""
    pairs: list[tuple[str, str]] = []
    for line in text.splitlines(keepends=True):
        if line.startswith("$ "):
            pairs.append((line[2:].rstrip("\n"), ""))
        elif line.startswith("> ") and not pairs[-1][1]:
            pairs[-1] = (f"{pairs[-1][0]}\n{line[2:]}".rstrip("\n"), "")
        else:
            pairs[-1] = (pairs[-1][0], pairs[-1][1] + line)
    return pairs


def matches(expected: str, shown: str) -> bool:
    lines = expected.splitlines()
    pattern = "".join(
        r"(?:[^\n]*\n)*?"
        if line == "…"
        else "[^\n]*".join(map(re.escape, line.rstrip().split("…"))) + r"[ \t]*\n"
        for line in lines
    )
    return re.fullmatch(pattern, shown) is not None


@pytest.mark.parametrize("block", of_kind("console"), ids=named)
def test_a_session_goes_as_printed(
    block: Block, desks: dict[Path, Path], program: Path
) -> None:
    folder = desks[block.page]
    for need in block.words[1:]:
        if need == "articles":
            if not SOURCES.is_dir():
                pytest.skip("the articles are not at hand")
            for path in SOURCES.glob("*-20*.txt"):
                shutil.copy(path, folder)
        elif need == "examples":
            shutil.copytree(ROOT / "examples", folder, dirs_exist_ok=True)
        elif not shutil.which(need):
            pytest.skip(f"{need} is not installed")
    session = split_session(block.text)
    shown = type_into_bash([command for command, _ in session], folder, program)
    for (command, expected), text in zip(session, shown, strict=True):
        assert matches(expected, text), f"$ {command}\n{text}"


@pytest.mark.parametrize("block", of_kind("pycon"), ids=named)
def test_a_python_session_goes_as_printed(block: Block) -> None:
    test = doctest.DocTestParser().get_doctest(block.text, {}, named(block), None, None)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    failed = runner.run(test, out=said.append).failed
    assert not failed, "".join(said)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_example_escapes_the_tests(page: Path) -> None:
    """A command line outside a session or a script would go stale unseen."""
    for block in read_blocks(page):
        if block.words[:1] not in (["console"], ["bash"], ["pycon"]):
            assert not re.search(r"(?m)^\$? ?wfacts ", block.text), block


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=named)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text()):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=named)
def test_no_path_of_a_machine_is_printed(page: Path) -> None:
    assert not re.findall(r"(?:/home/|/root|/tmp/|/Users/|/work/)\S*", page.read_text())


def test_every_command_is_in_the_readme_s_table_and_in_the_docs() -> None:
    readme = (ROOT / "README.md").read_text()
    docs = "".join(page.read_text() for page in PAGES[2:])
    for name, entry in COMMANDS.items():
        assert re.search(rf"(?m)^\| `{name}\b", readme), f"{name} is missing in the README"
        assert f"wfacts {name}" in docs or f"`{name}`" in docs, f"{name} is missing in docs/"
        assert entry.summary in run("--help").out


def test_the_man_page_is_that_of_the_help() -> None:
    """After a change of help: make man."""
    assert (ROOT / "docs" / "wfacts.1").read_text() == man.write_manual()


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_the_man_page_has_no_fault_of_roff() -> None:
    page = str(ROOT / "docs" / "wfacts.1")
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", page], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    plain = re.sub(r"\x1b\[[\d;]*m|.\x08", "", done.stdout)
    assert "wfacts search '\"small loans\" OR credit'" in plain
    assert "--sort -value" in plain


def test_the_picture_is_what_the_program_prints() -> None:
    """After a change of the views or the dataset: make picture."""
    drawn = subprocess.run(
        [sys.executable, "-c", "import picture, sys; sys.stdout.write(picture.draw_picture())"],
        cwd=ROOT / "docs",
        capture_output=True,
        text=True,
        check=True,
    )
    assert (ROOT / "docs" / "wfacts.svg").read_text() == drawn.stdout
