"""No network, no process, and no file written that was not named."""

import subprocess
import sys
from pathlib import Path

import pytest

from contract.conftest import make_desk
from contract.processes import CALLS, Desk

WATCHED = str(Path(__file__).with_name("watched.py"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The files that calls name."""
    return make_desk(tmp_path_factory.mktemp("desk"))


def watched(*argv: str, **env: str) -> list[str]:
    """What a run with *argv* did to the world, a line each."""
    done = subprocess.run(
        [sys.executable, WATCHED, *argv],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={"LC_ALL": "C.UTF-8", "WFACTS_DEBUG": "1", **env},
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return [line for line in done.stderr.splitlines() if line.startswith("watched: ")]


def test_the_hook_sees_what_it_forbids(tmp_path: Path) -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(Path(WATCHED).parent)!r}); import watched;"
        "sys.addaudithook(watched.watch); import os, socket, sqlite3, subprocess;"
        f"open({str(tmp_path / 'a')!r}, 'w').close(); os.remove({str(tmp_path / 'a')!r});"
        "socket.socket().close(); subprocess.run(['true']); sqlite3.connect('').close();"
        "print(*(line.split()[0] for line in watched.seen))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert {
        "open",
        "os.remove",
        "socket.__new__",
        "subprocess.Popen",
        "sqlite3.connect",
    } <= set(done.stdout.split())


@pytest.mark.parametrize("name", [name for name in CALLS if name != "build"])
def test_no_command_touches_anything(desk: Desk, name: str) -> None:
    assert watched(*desk.fill(*CALLS[name])) == []


@pytest.mark.parametrize("name", ["search", "compare", "sources"])
def test_nor_does_a_table(desk: Desk, name: str) -> None:
    assert watched(*desk.fill(*CALLS[name]), "-f", "table", "--color", "always") == []


def test_build_writes_what_it_was_told_to_and_nothing_beside_it(
    tmp_path: Path, desk: Desk
) -> None:
    out = tmp_path / "out.db"
    for line in watched("build", str(desk.dataset), str(out)):
        assert str(tmp_path) in line
    assert [path.name for path in tmp_path.iterdir()] == ["out.db"]


def test_a_built_file_is_opened_for_reading(tmp_path: Path, desk: Desk) -> None:
    out = tmp_path / "out.db"
    watched("build", str(desk.dataset), str(out))
    before = out.read_bytes(), out.stat().st_mtime_ns
    tmp_path.chmod(0o555)
    try:
        for call in (["search", "wells"], ["show", "wells-opened"], ["facets", "unit"]):
            for line in watched(*call, "--data", str(out)):
                assert line.startswith("watched: sqlite3.connect")
                assert "mode=ro" in line
    finally:
        tmp_path.chmod(0o755)
    assert (out.read_bytes(), out.stat().st_mtime_ns) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out.db"]
