"""``build``: what it writes, what it refuses, and what is left when it is stopped."""

import json
import os
import pty
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import FACTS, command, run
from wfacts import build as building
from wfacts.build import build
from wfacts.check import check_dataset, make_context
from wfacts.claimcheck import check_claim
from wfacts.errors import DataError
from wfacts.quickcheck import is_sound
from wfacts.store import open_store

Change = Callable[[dict[str, Any]], None]

TREE: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled dataset, built."""
    out = tmp_path_factory.mktemp("built") / "facts.db"
    build(str(FACTS), str(out))
    return out


def write(folder: Path, change: Change | None = None, **options: Any) -> Path:
    """A copy of the bundled dataset, changed."""
    tree = deepcopy(TREE)
    if change:
        change(tree)
    path = folder / "claims.json"
    path.write_text(json.dumps(tree, **options), encoding="utf-8")
    return path


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if "wfacts-part" in path.name]


def test_every_claim_source_and_discrepancy_comes_back_as_it_was(built: Path) -> None:
    with open_store(str(FACTS)) as ours, open_store(str(built)) as theirs:
        assert list(theirs.iter_claims()) == list(ours.iter_claims())
        assert dict(theirs.sources()) == dict(ours.sources())
        assert theirs.discrepancies() == ours.discrepancies()
        assert theirs.info() == ours.info()
        assert theirs.count_by_source() == ours.count_by_source()


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("order", range(4))
def test_keys_may_stand_in_any_order_and_lay_out(
    tmp_path: Path, built: Path, order: int, indent: int | None
) -> None:
    names = list(TREE)
    random.Random(order).shuffle(names)  # noqa: S311 - four orders, the same each time
    path = tmp_path / "shuffled.json"
    path.write_text(json.dumps({name: TREE[name] for name in names}, indent=indent))
    assert build(str(path), str(tmp_path / "a.db")).claims == len(TREE["claims"])
    with open_store(str(built)) as one, open_store(str(tmp_path / "a.db")) as other:
        assert list(one.iter_claims()) == list(other.iter_claims())


FAULTS: dict[str, tuple[Change, str, int]] = {
    "value": (lambda t: t["claims"][11].update(value=1, figure="two", unit="x"), "E203", 1),
    "topic": (lambda t: t["claims"][3]["topics"].append("nothing"), "E303", 1),
    "period": (lambda t: t["claims"][5].update(period="soon"), "E304", 1),
    "control": (lambda t: t["claims"][0].update(statement="a \x1b[31m"), "E501", 1),
    "discrepancy": (lambda t: t["discrepancies"][2]["claims"].append("no-such"), "E602", 1),
    "missing key": (lambda t: t["claims"][9].pop("measure"), "E101", 3),
    "unknown key": (lambda t: t.update(more=1), "E102", 3),
    "type": (lambda t: t["claims"][9].update(statement=7), "E103", 3),
    "no list": (lambda t: t.update(claims={}), "E103", 3),
    "source": (lambda t: t["claims"][9].update(source="elsewhere"), "E106", 3),
    "same id": (lambda t: t["claims"][9].update(id=t["claims"][4]["id"]), "E105", 3),
    "same source": (lambda t: t["sources"].append(t["sources"][0]), "E105", 3),
    "same pair": (lambda t: t["discrepancies"].append(t["discrepancies"][0]), "E105", 3),
    "slug": (lambda t: t["claims"][9].update(id="Not A Slug"), "E104", 3),
    "surrogate": (lambda t: t["claims"][0].update(statement="a \ud800"), "E107", 3),
}


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "claims first"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_listed_as_check_does_and_nothing_is_written(
    tmp_path: Path, name: str, turned: bool
) -> None:
    change, code, status = FAULTS[name]

    def turn(tree: dict[str, Any]) -> None:
        change(tree)
        if turned:
            for field in ("topics", "sources"):
                tree[field] = tree.pop(field)

    path = write(tmp_path, turn)
    ran = run("build", str(path), str(tmp_path / "out.db"), "-f", "json")
    listed = {(problem["code"], problem["path"]) for problem in json.loads(ran.out)}
    known = {
        (p.code, p.path) for p in check_dataset(json.loads(path.read_text(encoding="utf-8")))
    }
    assert ran.status == status
    assert code in {c for c, _ in listed}
    assert listed <= known
    assert [path.name for path in tmp_path.iterdir()] == ["claims.json"]


def test_the_first_twenty_problems_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    def empty(tree: dict[str, Any]) -> None:
        for claim in tree["claims"]:
            claim["caveat"] = ""

    path = write(tmp_path, empty)
    ran = run("build", str(path), str(tmp_path / "out.db"))
    assert len(ran.out.splitlines()) == building.SHOWN
    assert f"{len(TREE['claims'])} problems, the first 20 listed" in ran.err


@pytest.mark.parametrize("field", ["id", "anchor"])
def test_a_key_that_stands_twice_is_found(tmp_path: Path, field: str) -> None:
    text = FACTS.read_text(encoding="utf-8").replace(
        f'"{field}":', f'"{field}": "a", "{field}":'
    )
    path = tmp_path / "twice.json"
    path.write_text(text, encoding="utf-8")
    assert building.build(str(path), str(tmp_path / "out.db")).problems[0].code == "E503"


@pytest.mark.parametrize(
    "text",
    [
        b"", b"{", b"[]x", b'{"claims": [', b'{"claims": [1,]}', b'{"title": "a" "b"}',
        b'{"title": NaN}', b"\xff", b'{"a": "\xff"}', b'{"title": ' + b"[" * 100_000,
        b'{"claims": [{}, ' + b"[" * 100_000, b'{"title": 1' + b"0" * 5_000 + b"}",
        b'{"title": "' + b"a" * 3_000_000 + b'"}', b'{"title": "unended',
    ],
)  # fmt: skip
def test_what_is_no_json_is_named_with_its_place(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(text)
    ran = run("build", str(path), str(tmp_path / "out.db"))
    assert (ran.status, ran.out) == (3, "")
    assert str(path) in ran.err
    assert [p.name for p in tmp_path.iterdir()] == ["bad.json"]


@pytest.mark.parametrize("content", [b"precious", b"", b"SQLite format 3\0" + b"\0" * 200])
def test_a_file_that_is_not_ours_is_not_overwritten(tmp_path: Path, content: bytes) -> None:
    out = tmp_path / "out.db"
    out.write_bytes(content)
    ran = run("build", str(FACTS), str(out))
    assert (ran.status, out.read_bytes()) == (3, content)
    assert "not overwritten" in ran.err


def test_an_older_file_of_ours_is_replaced_through_a_link(tmp_path: Path, built: Path) -> None:
    out, link = tmp_path / "out.db", tmp_path / "link.db"
    out.write_bytes(built.read_bytes())
    link.symlink_to(out)
    assert build(str(write(tmp_path)), str(link)).claims == len(TREE["claims"])
    assert link.is_symlink()
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("out", ["missing/out.db", ".", "/dev/null"])
def test_a_place_that_cannot_be_written_is_a_data_error(tmp_path: Path, out: str) -> None:
    with pytest.raises(DataError):
        build(str(FACTS), str(tmp_path / out))


def test_claims_may_come_through_a_pipe(tmp_path: Path) -> None:
    ran = run("build", "/dev/stdin", str(tmp_path / "out.db"), stdin=FACTS.read_bytes())
    assert (ran.status, ran.out) == (0, "")


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, built: Path) -> None:
    out = tmp_path / "out.db"
    out.write_bytes(built.read_bytes())
    limited = (
        f"import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (65536, 65536)); import signal;\
signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from wfacts.cli.main import main; import sys;\
sys.exit(main(['build', {str(FACTS)!r}, {str(out)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", limited], capture_output=True, check=False)
    assert done.returncode == 3
    assert out.read_bytes() == built.read_bytes()
    assert leftovers(tmp_path) == []


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled claims many times over, under other ids: a second of work."""
    path = tmp_path_factory.mktemp("large") / "large.json"
    claims = [
        {**claim, "id": f"{claim['id']}-{n}"} for n in range(60) for claim in TREE["claims"]
    ]
    path.write_text(json.dumps({**TREE, "claims": claims, "discrepancies": []}))
    return path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_build_and_removes_its_file(
    tmp_path: Path, large: Path, number: signal.Signals
) -> None:
    process = subprocess.Popen(command("build", str(large), str(tmp_path / "out.db")))
    wait_until(lambda: bool(leftovers(tmp_path)))
    process.send_signal(number)
    assert process.wait() == (130 if number == signal.SIGINT else -number)
    assert list(tmp_path.iterdir()) == []


def test_what_killed_builds_leave_is_removed_by_the_next(
    tmp_path: Path, large: Path, built: Path
) -> None:
    out = tmp_path / "out.db"
    out.write_bytes(built.read_bytes())
    for _ in range(5):
        process = subprocess.Popen(command("build", str(large), str(out)))
        wait_until(lambda: bool(leftovers(tmp_path)))
        time.sleep(random.random() / 5)  # noqa: S311 - at any moment
        process.kill()
        process.wait()
        assert out.read_bytes() == built.read_bytes()
    assert build(str(FACTS), str(out)).claims == len(TREE["claims"])
    assert leftovers(tmp_path) == []


def test_two_builds_to_one_file_leave_one_whole_file(tmp_path: Path, large: Path) -> None:
    out = tmp_path / "out.db"
    both = [subprocess.Popen(command("build", str(large), str(out))) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    with open_store(str(out)) as store:
        assert store.count() == 60 * len(TREE["claims"])
    assert leftovers(tmp_path) == []


def test_readers_see_the_old_file_or_the_new_while_it_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out.db"
    build(str(FACTS), str(out))
    readers = [
        subprocess.Popen(
            command("search", "loans", "-f", "ids", "--data", str(out)), stdout=subprocess.PIPE
        )
        for _ in range(10)
    ]
    for _ in range(10):
        build(str(FACTS), str(out))
    expected = run("search", "loans", "-f", "ids").out
    for reader in readers:
        answer, _ = reader.communicate()
        assert (reader.returncode, answer.decode()) == (0, expected)


def test_an_open_store_goes_on_reading_the_file_that_it_opened(tmp_path: Path) -> None:
    out = tmp_path / "out.db"
    build(str(FACTS), str(out))
    with open_store(str(out)) as store:
        build(str(write(tmp_path, lambda t: t["claims"].reverse())), str(out))
        assert [claim.id for claim in store.iter_claims()] == [c["id"] for c in TREE["claims"]]


def test_the_bar_is_drawn_on_a_terminal_and_wiped(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    argv = command("build", str(FACTS), str(tmp_path / "out.db"))
    process = subprocess.Popen(argv, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    drawn = b"".join(iter(lambda: read_terminal(ours), b"")).decode()
    os.close(ours)
    assert process.wait() == 0
    bar, note = drawn.split("wfacts: ")
    assert "\r[" in bar
    assert bar.endswith("\r\x1b[K")
    assert note.endswith("claims\r\n")


def test_a_pipe_gets_no_bar(tmp_path: Path) -> None:
    ran = run("build", str(FACTS), str(tmp_path / "out.db"))
    assert ran.err == f"wfacts: {tmp_path / 'out.db'}: {len(TREE['claims'])} claims\n"


def test_the_tables_are_readable_by_plain_sqlite(built: Path) -> None:
    with sqlite3.connect(built) as connection:
        sql = (
            "SELECT id, value, claim.keywords FROM words JOIN claim ON n = words.rowid"
            " WHERE words MATCH 'loans' ORDER BY rank LIMIT 1"
        )
        id_, value, keywords = connection.execute(sql).fetchone()
        assert (id_, value) == ("loans-issued", 58_900_000_000)
        assert "microcredit" in json.loads(keywords)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


CLAIMS: list[dict[str, Any]] = TREE["claims"]
CONTEXT = make_context(TREE)

TEXTS = st.sampled_from(
    "| a|a  b|over 5 people in it|at least five|not over 5|5|five|1,000|a five|x-over 5|(over 5"
    "|more than 5 people there|no more than 5|women's 5|5 percent|5 yuan|2016|2016?|2999|over"
    "|2012/2018-11|figure|event|people|CNY|%|\x07|some 5, then|5,000 men|about 5.".split("|")
)
VALUES = TEXTS | st.none() | st.integers(-1, 5) | st.just(5.0) | st.lists(TEXTS, max_size=3)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(CLAIMS), st.dictionaries(st.sampled_from(list(CLAIMS[0])), VALUES), TEXTS
)
def test_a_claim_that_the_quick_check_passes_has_no_problem(
    claim: dict[str, Any], changes: dict[str, Any], anchor: str
) -> None:
    changed = {**claim, **changes}
    if "source" in changes:
        changed["passage"] = {**claim["passage"], "anchor": anchor}
    if is_sound(changed, CONTEXT):
        assert check_claim(changed, "claims[0]", CONTEXT) == []


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([c for c in CLAIMS if c["figure"]]), st.data())
def test_the_quick_check_knows_hedges_as_the_full_one_does(
    claim: dict[str, Any], data: st.DataObject
) -> None:
    hedges = [
        "",
        "over ",
        "not over ",
        "at least ",
        "no more than ",
        "a-over ",
        "about ",
        "Over ",
    ]
    before, after = data.draw(st.sampled_from(hedges)), data.draw(st.sampled_from(hedges))
    changed = {
        **claim,
        "statement": f"They say {before}{claim['figure']} came, and more.",
        "passage": {**claim["passage"], "anchor": f"say {after}{claim['figure']} came there"},
        "modifier": data.draw(st.sampled_from([None, "over", "about", "at_least", "nearly"])),
    }
    if is_sound(changed, CONTEXT):
        assert check_claim(changed, "claims[0]", CONTEXT) == []


def test_most_sound_claims_pass_the_quick_check() -> None:
    passed = sum(is_sound(claim, CONTEXT) for claim in CLAIMS)
    assert passed > 0.7 * len(CLAIMS)


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.005)
    raise AssertionError("nothing happened within five seconds")


def read_terminal(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux reports the end of a pseudo-terminal so
        return b""
