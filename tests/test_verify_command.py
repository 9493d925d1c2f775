"""`verify` proves each claim against the user's own copy, and says what failed."""

import copy
import json
import os
import pty
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Ran, lines, run, run_on_terminal

EXAMPLES = ROOT / "examples"
DATASET = EXAMPLES / "repair-cafe.json"
TEXT = (EXAMPLES / "repair-cafe.txt").read_text(encoding="utf-8")
COPIES = [EXAMPLES / "repair-cafe.txt", EXAMPLES / "repair-cafe.html"]


def verify(page: Path, *options: str, data: Path = DATASET) -> Ran:
    return run("verify", f"repair-cafe={page}", "--data", str(data), *options)


def statuses(page: Path) -> tuple[int, dict[str, str]]:
    """The exit status, and each claim's."""
    ran = verify(page, "-f", "json")
    return ran.status, {row["id"]: row["status"] for row in json.loads(ran.out)}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Where a test puts its own copy of the article."""
    return tmp_path / "copy.txt"


@pytest.mark.parametrize("saved", COPIES, ids=lambda path: path.suffix)
def test_text_and_saved_page_prove_every_claim(saved: Path) -> None:
    status, found = statuses(saved)
    assert (status, Counter(found.values())) == (0, {"verified": 16})


@pytest.mark.parametrize("source", ["acwf-2018", "wma-2010"])
def test_the_articles_prove_every_bundled_claim(
    source: str, articles: Mapping[str, Path]
) -> None:
    ran = run("verify", f"{source}={articles[source]}", "-f", "json")
    rows = json.loads(ran.out)
    assert rows
    assert [row for row in rows if row["status"] != "verified"] == []
    assert ran.status == 0


def test_both_articles_are_verified_in_one_run_in_the_order_given(
    articles: Mapping[str, Path],
) -> None:
    copies = [f"{name}={articles[name]}" for name in ("wma-2010", "acwf-2018")]
    ran = run("verify", *copies, "-f", "json")
    sources = [row["source"] for row in json.loads(ran.out)]
    assert ran.status == 0
    assert list(dict.fromkeys(sources)) == ["wma-2010", "acwf-2018"]


def test_the_wrong_article_proves_nothing(articles: Mapping[str, Path]) -> None:
    ran = run("verify", f"acwf-2018={articles['wma-2010']}", "-f", "json")
    assert ran.status == 1
    assert all(row["status"] != "verified" for row in json.loads(ran.out))


@pytest.mark.parametrize(
    ("printed", "instead", "failing"),
    [
        ("870 things", "880 things", {"visitors-2023", "mended-2023"}),
        ("nearly 9,000", "9,000", {"cafe-opened", "town-people"}),
        ("62 percent", "26 percent", {"mended-same-day"}),
        ("counts only", "counts", {"county-count"}),
        ("aims to open", "aims not to open", {"towns-target", "mending-target"}),
    ],
)
def test_a_changed_word_fails_the_claims_of_its_sentence_only(
    printed: str, instead: str, failing: set[str], page: Path
) -> None:
    assert TEXT.count(printed) == 1
    page.write_text(TEXT.replace(printed, instead), encoding="utf-8")
    status, found = statuses(page)
    assert {id_ for id_ in found if found[id_] != "verified"} == failing
    assert status == 1


@pytest.mark.parametrize("content", ["", "\n\n", "Nothing of the kind.", TEXT[:400]])
def test_a_copy_proves_nothing_that_it_does_not_hold(content: str, page: Path) -> None:
    page.write_text(content, encoding="utf-8")
    status, found = statuses(page)
    assert status == 1
    held = ["cafe-opened", "town-people", "things-mended", "mended-same-day"]
    assert [id_ for id_ in found if found[id_] == "verified"] == held[: len(content) // 100]


def test_a_slip_in_the_dataset_is_told_with_its_reason(tmp_path: Path) -> None:
    tree = json.loads(DATASET.read_bytes())
    tree["claims"][2]["value"] = 43_000
    data = tmp_path / "slip.json"
    data.write_text(json.dumps(tree), encoding="utf-8")
    rows = json.loads(verify(COPIES[0], "-f", "json", data=data).out)
    (failed,) = [row for row in rows if row["status"] != "verified"]
    assert failed == {
        "id": "things-mended",
        "source": "repair-cafe",
        "status": "changed",
        "detail": "the value is 43000, but '4,300' is 4300",
    }


def test_an_author_gets_the_digest_of_a_new_claim(tmp_path: Path) -> None:
    """Written with an anchor only, a claim is proved after one round trip."""
    tree: dict[str, Any] = json.loads(DATASET.read_bytes())
    draft = copy.deepcopy(tree)
    for claim in draft["claims"]:
        claim["passage"]["sha256"] = "0" * 64
    data = tmp_path / "draft.json"
    data.write_text(json.dumps(draft), encoding="utf-8")
    ran = verify(COPIES[0], "--passages", "-f", "json", data=data)
    assert ran.status == 1
    digests = {row["id"]: row["sha256"] for row in json.loads(ran.out)}
    assert digests == {claim["id"]: claim["passage"]["sha256"] for claim in tree["claims"]}


def test_passages_come_from_the_copy_with_the_anchor_marked() -> None:
    ran = verify(COPIES[1], "--passages", "-f", "table")
    assert (
        "printed   The Harrow Lane Repair Café [opened in May 2019] in the old post office"
        in ran.out
    )
    assert ran.err == "wfacts: 16 of 16 verified\n"
    rows = json.loads(verify(COPIES[1], "--passages", "-f", "json").out)
    assert list(rows[0]) == ["id", "source", "status", "detail", "sentence", "sha256"]
    assert rows[13]["sentence"].startswith("By 2026 the café aims to open")


def test_passages_fit_the_terminal_and_show_what_is_not_there(page: Path) -> None:
    page.write_text("Another text.", encoding="utf-8")
    argv = ["verify", f"repair-cafe={page}", "--data", str(DATASET), "--passages"]
    shown = run_on_terminal(*argv, columns=60, env={"NO_COLOR": "1"})
    assert shown.status == 1
    assert "no such sentence" in shown.out
    assert max(map(len, lines(shown.out))) <= 60


def test_on_a_terminal_a_bar_and_the_failing_claims_are_shown(page: Path) -> None:
    page.write_text(TEXT.replace("62 percent", "26 percent"), encoding="utf-8")
    argv = ["verify", f"repair-cafe={page}", "--data", str(DATASET)]
    shown = run_on_terminal(*argv, env={"NO_COLOR": "1"})
    assert shown.status == 1
    assert "15 of 16 verified" in shown.out
    assert "mended-same-day" in shown.out
    assert "things-mended" not in shown.out


def test_in_a_pipe_each_claim_is_a_line() -> None:
    ran = verify(COPIES[0])
    assert lines(ran.out)[0] == "cafe-opened\trepair-cafe\tverified\t"
    assert (len(lines(ran.out)), ran.err) == (16, "")


def test_quiet_speaks_by_its_status_only(page: Path) -> None:
    page.write_text("Another text.", encoding="utf-8")
    assert verify(COPIES[0], "-q") == (0, "", "")
    assert verify(page, "-q") == (1, "", "")


@pytest.mark.parametrize(
    ("copies", "said"),
    [
        (["repair-caf=x.txt"], "did you mean: repair-cafe"),
        (["unrelated=x.txt"], "sources: repair-cafe"),
        (["repair-cafe"], "write it like repair-cafe=article.html"),
        (["repair-cafe="], "write it like repair-cafe=article.html"),
        (["repair-cafe=x", "repair-cafe=y"], "named twice"),
        ([], "missing argument"),
    ],
)
def test_copies_that_are_not_understood_are_status_two(copies: list[str], said: str) -> None:
    ran = run("verify", *copies, "--data", str(DATASET))
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\0\0\0", None], ids=["picture", "absent"])
def test_a_file_that_cannot_be_read_is_status_three(content: bytes | None, page: Path) -> None:
    if content is not None:
        page.write_bytes(content)
    ran = verify(page)
    assert (ran.status, ran.out) == (3, "")
    assert "copy.txt" in ran.err


def test_a_source_without_claims_is_no_success(tmp_path: Path) -> None:
    tree = json.loads(DATASET.read_bytes())
    tree["sources"].append({**tree["sources"][0], "id": "unused"})
    data = tmp_path / "unused.json"
    data.write_text(json.dumps(tree), encoding="utf-8")
    ran = run("verify", f"unused={COPIES[0]}", "--data", str(data), "-f", "json")
    assert (ran.status, ran.out) == (1, "[]\n")
    assert "no claims of this source" in ran.err


LONG = """
import time
from wfacts.cli.progress import watch
for item in watch(range(20), 20, "waiting"):
    time.sleep(0.06)
print(item)
"""


def test_a_long_run_shows_its_progress_on_a_terminal_and_leaves_no_trace() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", LONG], stdout=subprocess.PIPE, stderr=theirs, check=True
    )
    os.close(theirs)
    drawn = os.read(ours, 65536).decode()
    os.close(ours)
    assert done.stdout == b"19\n"
    assert "wfacts: waiting ###" in drawn
    assert "of 20" in drawn
    assert drawn.endswith(" \r")


def test_a_long_run_in_a_pipe_says_nothing_of_it() -> None:
    done = subprocess.run([sys.executable, "-c", LONG], capture_output=True, check=True)
    assert done.stderr == b""
