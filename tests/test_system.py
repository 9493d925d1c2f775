"""Odd files, folders and environments: a clear answer, or a clear error."""

import json
import os
import subprocess
import threading
import time
from pathlib import Path

import pytest

from builders import raw_claim, raw_dataset, small_dataset, write_json
from conftest import Ran, call, command, run
from contract.processes import shell
from wfacts.dataset import SIZE_LIMIT
from wfacts.problem import MOST
from wfacts.shape import DEEPEST, LONGEST

SMALL = json.dumps(small_dataset())


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A sound small dataset."""
    return write_json(tmp_path / "small.json", small_dataset())


def search(path: object) -> Ran:
    """A search in the dataset at *path*, by a process."""
    return run("search", "wells", "-f", "ids", "--data", str(path))


def test_a_symbolic_link_is_followed(small: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(small)
    assert search(tmp_path / "link") == search(small)
    assert search(small).status == 0


def test_a_link_in_a_circle_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    done = search(tmp_path / "circle")
    assert (done.status, done.out) == (3, "")
    assert "circle" in done.err


def test_a_fifo_is_read(small: Path, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    writer = threading.Thread(target=fifo.write_text, args=(SMALL,))
    writer.start()
    assert search(fifo) == search(small)
    writer.join()


def test_a_substituted_process_is_a_dataset(small: Path, program: Path) -> None:
    done = shell(f"wfacts search wells -f ids --data <(cat {small})", program)
    assert done == search(small)


def test_stdin_by_its_name_is_a_dataset(small: Path) -> None:
    done = run("search", "wells", "-f", "ids", "--data", "/dev/stdin", stdin=SMALL)
    assert done == search(small)


@pytest.mark.parametrize("path", ["/", "/nowhere", "/dev/null", "/etc/passwd/x", "x" * 5_000])
def test_what_is_no_dataset_is_named(path: str) -> None:
    done = call(["search", "--data", path])
    assert (done.status, done.out) == (3, "")
    assert path[:40] in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(small: Path) -> None:
    small.chmod(0)
    done = search(small)
    assert done.status == 3
    assert "Permission denied" in done.err


def test_a_dataset_that_changes_while_it_is_read_is_read_once(tmp_path: Path) -> None:
    """A FIFO can be read once only: whoever looked twice would wait or see nothing."""
    fifo = tmp_path / "once"
    os.mkfifo(fifo)
    for arguments in (
        ["show", "wells-opened", "-f", "ids"],
        ["--version"],
        ["check", str(fifo)],
    ):
        process = subprocess.Popen(
            command(*arguments),
            env={**os.environ, "WFACTS_DATA": str(fifo)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        fifo.write_text(SMALL)
        process.communicate(timeout=20)
        assert process.returncode == 0


def test_a_dataset_cut_off_while_it_is_written_is_not_json(tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    for length in (0, 1, 100, len(SMALL) - 1):
        path.write_text(SMALL[:length])
        done = call(["search", "--data", str(path)])
        assert done.status == 3
        assert "not JSON" in done.err


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"HOME": "/nowhere"},
        {"HOME": ""},
        {"HOME": "/proc"},
        {"TMPDIR": "/nowhere", "XDG_CONFIG_HOME": "/nowhere", "XDG_CACHE_HOME": "/nowhere"},
        {"TZ": "Nowhere/Nowhere", "LANG": "xx_YY.UTF-99"},
        {"PYTHONWARNINGS": "error"},
        {"PYTHONOPTIMIZE": "2"},
    ],
    ids=str,
)
def test_the_environment_need_hold_nothing(env: dict[str, str]) -> None:
    done = subprocess.run(
        command("search", "loans", "-f", "ids"), env=env, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"loans-issued\n")


def test_a_folder_that_was_removed_is_no_hindrance(tmp_path: Path, program: Path) -> None:
    gone = tmp_path / "gone"
    script = f"mkdir {gone}; cd {gone}; rmdir {gone}; wfacts search loans -f ids | head -n 1"
    assert shell(script, program).out == "loans-issued\n"


def test_few_open_files_and_a_small_stack_suffice(program: Path) -> None:
    done = shell("ulimit -n 16; ulimit -s 1024; wfacts search loans -f ids", program)
    assert (done.status, done.err) == (0, "")


def test_a_dataset_larger_than_the_limit_is_sent_to_build(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(SIZE_LIMIT + 1)  # sparse: it takes no room
    done = call(["search", "--data", str(path)])
    assert done.status == 3
    assert "larger than 64 MiB" in done.err
    assert "wfacts build" in done.err


def test_an_endless_file_ends_at_the_limit() -> None:
    done = call(["search", "--data", "/dev/zero"])
    assert (done.status, done.out) == (3, "")
    assert "larger than 64 MiB" in done.err


def test_endless_ids_end_at_the_limit(program: Path) -> None:
    done = shell("yes loans-issued | wfacts show - -f ids; echo $?", program)
    assert done.out == "3\n"
    assert done.err == "wfacts: error: standard input is larger than 64 MiB\nsplit it\n"


def test_a_text_longer_than_the_limit_is_an_error(tmp_path: Path) -> None:
    fits = raw_dataset(raw_claim(statement="x" * LONGEST))
    assert call(["search", "-q", "--data", str(write_json(tmp_path / "a", fits))]).status == 0
    long = raw_dataset(raw_claim(statement="x" * (LONGEST + 1)))
    done = call(["search", "--data", str(write_json(tmp_path / "b", long))])
    assert done.status == 3
    assert "claims[0].statement: 524,289 characters; the most is 524,288" in done.err


@pytest.mark.parametrize("levels", [DEEPEST, 500, 900, 960, 970, 980, 1_100, 100_000])
def test_a_source_nested_deeper_than_the_limit_is_an_error(tmp_path: Path, levels: int) -> None:
    path = tmp_path / "deep.json"
    deep = '"custom": ' + "[" * levels + "]" * levels + ', "type"'
    path.write_text(SMALL.replace('"type"', deep, 1))
    for arguments in (
        ["search", "--data", str(path)],
        ["cite", "wells-opened", "-s", "csl-json", "--data", str(path)],
        ["sources", "--data", str(path)],
    ):
        done = call(arguments)
        assert done.status == 3
        assert "nested" in done.err
    assert call(["check", str(path), "-q"]).status in (1, 3)


def test_a_source_as_deep_as_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    levels = DEEPEST - 1
    deep = '"custom": ' + "[" * levels + "]" * levels + ', "type"'
    path.write_text(SMALL.replace('"type"', deep, 1))
    assert call(["cite", "wells-opened", "-s", "csl-json", "--data", str(path)]).status == 0


def test_a_number_that_no_machine_holds_is_an_error(tmp_path: Path) -> None:
    for number in ("1e999", "-1e999", "9" * 400, "9" * 5_000, "NaN", "Infinity", str(2**63)):
        path = tmp_path / "number.json"
        path.write_text(SMALL.replace('"value": 1200', f'"value": {number}', 1))
        assert number in path.read_text()
        done = call(["search", "--data", str(path)])
        assert (done.status, done.out) == (3, "")


def test_half_a_surrogate_pair_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "half.json"
    path.write_text(SMALL.replace("wells in 2016", "wells \\ud800 in 2016", 1))
    done = call(["search", "--data", str(path)])
    assert done.status == 3
    assert "claims[0].statement: half of a surrogate pair" in done.err


def test_equal_keys_take_the_last_as_in_python(tmp_path: Path) -> None:
    path = tmp_path / "twice.json"
    path.write_text(SMALL.replace('"title": "Wells"', '"title": "x", "title": "Wells"', 1))
    assert call(["search", "wells", "-q", "--data", str(path)]).status == 0


def test_running_out_of_memory_is_said(program: Path, tmp_path: Path) -> None:
    big = tmp_path / "big.json"
    big.write_bytes(b"[" + b"1," * 15_000_000 + b"1]")
    done = shell(f"ulimit -v 150000; wfacts search wells -q --data {big}; echo $?", program)
    assert done == Ran(0, "3\n", "wfacts: error: out of memory\n")


def test_check_of_a_file_that_is_all_problems_ends_in_time(tmp_path: Path) -> None:
    """A file of empty objects has six problems a byte; once all of them were listed."""
    path = tmp_path / "problems.json"
    for text in ('{"claims": [%s]}', "[%s]"):
        path.write_text(text % ("{}," * 40_000 + "{}"))
        start = time.monotonic()
        done = call(["check", str(path), "-f", "tsv", "--no-header"])
        assert time.monotonic() - start < 20
        assert done.status == 1
        assert 0 < done.out.count("\n") <= MOST
