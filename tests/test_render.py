"""The views for people: as golden files, at every width, and on hostile data.

``WFACTS_REGOLD=1 pytest tests/test_render.py`` writes the golden files anew;
read the difference before keeping it. ESC stands as ␛ in them. The data are
invented (``data/bicycles.json``), so that an edit of the facts breaks no file.
"""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from conftest import run, run_on_terminal
from wfacts.ask import Answer
from wfacts.facts import load
from wfacts.problem import Problem
from wfacts.query import parse_query
from wfacts.render.answer import draw_answer
from wfacts.render.findings import draw_findings, draw_problems
from wfacts.render.layout import NO_BREAK, styled, whole
from wfacts.render.layout import draw as print_parts
from wfacts.stage import Stage
from wfacts.verify import Finding, Status

HERE = Path(__file__).parent
DATA = str(HERE / "data" / "bicycles.json")
GOLDEN = HERE / "rendered"

VIEWS = {
    "search": ["search"],
    "search-words": ["search", "repair", "OR", "riders"],
    "show": ["show", "bicycles-repaired", "stations-2021", "first-ride"],
    "facets": ["facets", "unit"],
    "sources": ["sources"],
    "compare": ["compare"],
    "compare-ids": ["compare", "stations-2010", "stations-2021", "bicycles-lent"],
    "chart": ["chart"],
    "rows": ["search", "lending", "-f", "table", "--fields", "id,value,unit,statement"],
}
WIDTHS = (50, 60, 80, 100, 140)
"""A claim a block, the narrowest table, the usual terminal, wide ones."""

SEQUENCE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;(?:id=[0-9-]+)?;[!-~]*\x1b\\")
"""The only escape sequences that a view may write: styles, and links to clean addresses."""


@cache
def draw(view: str, width: int, *, color: bool = False, data: str = DATA) -> str:
    """What *view* writes to a terminal of *width* columns."""
    env = {} if color else {"NO_COLOR": "1"}
    ran = run_on_terminal(*VIEWS[view], "--data", data, columns=width, env=env)
    assert ran.status == 0, ran.err
    return ran.out


def compare_golden(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    # Rich numbers the links, from a random number on.
    shown = re.sub("␛]8;id=[0-9-]+", "␛]8;", text.replace("\x1b", "␛"))
    if os.environ.get("WFACTS_REGOLD"):
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("view", VIEWS)
def test_view_is_drawn_as_its_golden_file_shows(view: str, width: int) -> None:
    compare_golden(f"{view}-{width}", draw(view, width))


@pytest.mark.parametrize("view", VIEWS)
def test_view_is_drawn_in_colour_as_its_golden_file_shows(view: str) -> None:
    compare_golden(f"{view}-80-color", draw(view, 80, color=True))


@pytest.mark.parametrize("view", VIEWS)
def test_colour_adds_nothing_to_the_text(view: str) -> None:
    text = SEQUENCE.sub("", draw(view, 80, color=True))
    # A style may reach over the blank at which a line broke.
    assert [line.rstrip() for line in text.split("\n")] == draw(view, 80).split("\n")


@pytest.mark.parametrize("view", VIEWS)
def test_table_in_a_pipe_has_no_width_and_no_escape(view: str) -> None:
    ran = run(*VIEWS[view], "-f", "table", "--data", DATA, env={"COLUMNS": "20"})
    compare_golden(f"{view}-pipe", ran.out)
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("view", ["search", "show", "chart", "facets", "compare-ids"])
def test_plain_terminal_gets_only_what_it_can_show(view: str) -> None:
    env = {"TERM": "dumb", "LC_ALL": "C.UTF-8"}
    ran = run_on_terminal(*VIEWS[view], "--data", DATA, columns=80, env=env)
    compare_golden(f"{view}-80-plain", ran.out)
    # The data's own letters stay: é and the two Chinese ones.
    assert set(ran.out) - set("é单车") <= {chr(code) for code in range(32, 127)} | {"\n"}


@pytest.mark.parametrize("width", [20, *WIDTHS])
@pytest.mark.parametrize("view", ["search", "show", "compare-ids", "chart", "rows"])
def test_ids_and_links_are_never_cut(view: str, width: int) -> None:
    lines = draw(view, width).splitlines()
    rows = json.loads(
        run(*VIEWS[view][: -4 if view == "rows" else None], "--data", DATA, "-f", "json").out
    )
    claims = [claim for row in rows for claim in row.get("claims", [row])]
    wanted = {claim["id"] for claim in claims}
    wanted |= {claim["url"] for claim in claims} if view == "show" else set()
    assert [text for text in wanted if not any(text in line for line in lines)] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("view", VIEWS)
def test_only_a_line_with_a_link_is_wider_than_the_terminal(view: str, width: int) -> None:
    wide = [line for line in draw(view, width).splitlines() if cell_len(line) > width]
    assert [line for line in wide if "://" not in line] == []


@pytest.mark.parametrize("width", [*WIDTHS, 120])
def test_columns_of_long_words_fit_and_keep_them_whole(width: int) -> None:
    argv = ["search", "-f", "table", "--fields", "id,statement,citation", "--data", DATA]
    lines = run_on_terminal(*argv, columns=width, env={"NO_COLOR": "1"}).out.splitlines()
    assert max(map(cell_len, lines)) <= width
    assert sum("https://lakeside.example/bell" in line for line in lines) == 6
    assert len(run(*argv).out.splitlines()) == 1 + 11


HOSTILE = "[/x][bold]:smile:\x1b[31m\x1b]8;;http://evil.example\x07\x9b2J\u202e\u2066\t\n\x7fé"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dataset whose every text, and every name but the ids, is hostile."""
    dataset = json.loads(Path(DATA).read_text(encoding="utf-8"))
    for claim in dataset["claims"]:
        for field in ("statement", "figure", "unit", "measure", "programme", "place", "caveat"):
            claim[field] = f"{claim[field] or ''}{HOSTILE}"
        claim |= {"modifier": HOSTILE, "period": HOSTILE, "kind": HOSTILE, "value": 1}
        claim |= {"actor": [HOSTILE], "topics": [HOSTILE]}
        claim["passage"] |= {"anchor": HOSTILE, "sha256": HOSTILE}
    for source in dataset["sources"]:
        source |= {"title": HOSTILE, "container-title": HOSTILE, "URL": f"http://a/{HOSTILE}"}
    for found in dataset["discrepancies"]:
        found["note"] += HOSTILE
    path = tmp_path_factory.mktemp("hostile") / "hostile.json"
    path.write_text(json.dumps(dataset))
    return str(path)


@pytest.mark.parametrize("width", [40, 100])
@pytest.mark.parametrize("view", VIEWS)
def test_hostile_data_is_shown_and_never_acted_on(view: str, width: int, hostile: str) -> None:
    drawn = draw(view, width, color=True, data=hostile)
    text = SEQUENCE.sub("", drawn)
    assert all(character.isprintable() or character == "\n" for character in text)
    assert ":smile:" in "".join(text.split())
    addresses = re.findall(r"\x1b\]8;[^;]*;([!-~]*)\x1b", drawn)
    assert all(address.startswith("http://a/") for address in addresses if address)


def test_hostile_findings_and_problems_are_shown_and_never_acted_on() -> None:
    stage = Stage(60, color=True, ascii=False)
    found = [Finding(HOSTILE, HOSTILE, Status.CHANGED, HOSTILE, HOSTILE, None, (0, 4))]
    problems = [Problem("E101", HOSTILE, HOSTILE)]
    for text in (draw_findings(found, stage), draw_problems(problems, stage)):
        plain = SEQUENCE.sub("", text)
        assert "[/x][bold]:smile:^[[31m" in plain
        assert all(character.isprintable() or character == "\n" for character in plain)


def test_answer_and_abstention_are_drawn_as_their_golden_files_show() -> None:
    with load(DATA) as facts:
        claim, near = facts["stations-2021"], facts["stations-2010"]
        marked = tuple(facts.discrepancies([claim.id]))
        sources = facts.sources
    answered = Answer("How many stations?", True, claim, (near,), None, marked)
    reason = "The sources do not cover Bregenz."
    abstained = Answer("How many in Bregenz?", False, None, (claim, near), reason)
    for width in (50, 80, None):
        for name, answer in (("answer", answered), ("abstention", abstained)):
            text = draw_answer(answer, sources, Stage(width, color=False, ascii=False))
            compare_golden(f"{name}-{width or 'pipe'}", text)


WHY = "the value is 3400, but the copy has nearly 3,500 where the claim was taken from it"


def test_findings_and_problems_are_drawn_as_their_golden_files_show() -> None:
    sentence = "In all nearly 3,500 bicycles were lent to families."
    found = [
        Finding("bicycles-repaired", "bell-2021", Status.VERIFIED, None, None, None, None),
        Finding("bicycles-lent", "bell-2021", Status.CHANGED, WHY, sentence, None, (7, 33)),
        Finding("first-ride", "hub-2010", Status.VERIFIED, None, None, None, None),
    ]
    problems = [
        Problem("E203", "claims[1].value", "3,400 is 3400, but the value is 3,500 " * 3),
        Problem("E101", "", "the key 'claims' is missing"),
    ]
    for width in (50, 80, None):
        stage = Stage(width, color=False, ascii=False)
        compare_golden(f"findings-{width or 'pipe'}", draw_findings(found, stage))
        compare_golden(f"problems-{width or 'pipe'}", draw_problems(problems, stage))


def test_matched_words_are_marked_in_every_form() -> None:
    with load(DATA) as facts:
        marks = facts.store.highlight(
            parse_query(["repair", "OR", '"ride around"']),
            ["Repairs: two repaired.", "A ride around.", "Around a ride.", "repair\x02 this"],
        )
    assert marks == [[(0, 7), (13, 21)], [(2, 13)], [], []]


@pytest.mark.parametrize(("form", "imports"), [("table", True), ("json", False)])
def test_only_a_view_imports_rich(form: str, imports: bool) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "wfacts", "search", "-f", form]
    done = subprocess.run(
        [*command, "lent", "--data", DATA], capture_output=True, text=True, check=True
    )
    assert "bicycles-lent" in done.stdout
    assert ("rich" in re.findall(r"\| +(\w+)", done.stderr)) is imports


@pytest.mark.parametrize("argv", [["search"], ["facets", "unit"]])
def test_table_without_a_header_is_the_rest_of_it(argv: list[str]) -> None:
    heads, *rest = run(*argv, "-f", "table", "--data", DATA).out.splitlines()
    assert heads.split()[0] in ("FIGURE", "UNIT")
    bare = run(*argv, "-f", "table", "--no-header", "--data", DATA).out.splitlines()
    assert [line.split() for line in bare] == [line.split() for line in rest]


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters=NO_BREAK))
"""What is shown as a blank is no letter."""


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(2, 40))
def test_wrapping_keeps_every_word_within_the_width(text: str, width: int) -> None:
    drawn = print_parts([styled(text)], Stage(width, color=False, ascii=False))
    assert "".join(drawn.split()) == "".join(styled(text).plain.split())
    assert all(cell_len(line) <= width for line in drawn.split("\n"))


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(1, 40))
def test_whole_words_are_never_cut(text: str, width: int) -> None:
    drawn = print_parts([whole(styled(text))], Stage(width, color=False, ascii=False))
    assert drawn.split() == styled(text).plain.split()
