"""Section 2: a table for people, lines for programs."""

import json
import re

import pytest

from builders import strip_styles
from conftest import lines
from contract.processes import ran, shown

SHORT = 8
"""The columns of the automatic TSV."""


def test_each_row_ends_in_its_source_and_paragraph() -> None:
    seen = shown("search", "58.9", NO_COLOR="1")
    first_row = lines(seen.out)[1]
    assert re.search(r"58\.9 billion yuan .*\[1\] \N{PILCROW SIGN}13$", first_row)


def test_one_numbered_footnote_a_source_stands_under_the_table() -> None:
    out = shown("search", "loans", NO_COLOR="1").out
    assert re.findall(r"(?m)^\[(\d)\] ", out) == ["1", "2"]
    for row in json.loads(ran("sources", "-f", "json").out):
        footnote = out[out.rindex(f"[{row['n']}] ") :].partition("\n[")[0]
        assert row["title"] in " ".join(footnote.split())
        assert row["issued"][:4] in footnote
        assert row["url"] in footnote


def test_a_footnote_keeps_the_number_that_sources_gives() -> None:
    out = shown("search", "--source", "wma-2010", "-n", "2", NO_COLOR="1").out
    assert re.findall(r"(?m)^\[(\d)\] ", out) == ["2"]


def test_a_table_shows_twenty_rows_and_says_how_many_there_are() -> None:
    total = len(lines(ran("search", "-f", "ids").out))
    seen = shown("search", NO_COLOR="1")
    assert seen.err == f"wfacts: 20 of {total}, -n 0 for all\n"
    assert len(re.findall(r"\] \N{PILCROW SIGN}\d+$", seen.out, re.MULTILINE)) == 20
    everything = shown("search", "-n", "0", NO_COLOR="1")
    assert everything.err == ""
    assert len(re.findall(r"\] \N{PILCROW SIGN}\d+$", everything.out, re.MULTILINE)) == total


def test_every_other_form_has_no_limit() -> None:
    total = len(lines(ran("search", "-f", "ids").out))
    assert total > 100
    assert len(lines(ran("search").out)) == total
    assert len(lines(shown("search", "-f", "tsv").out)) == total + 1


@pytest.mark.parametrize("columns", ["20", "40", "59", "60", "80", "200"])
def test_ids_and_links_are_never_cut(columns: str) -> None:
    seen = strip_styles(shown("search", "loans", columns=columns).out)
    for row in json.loads(ran("search", "loans", "-f", "json").out):
        assert row["id"] in seen
    for row in json.loads(ran("sources", "-f", "json").out):
        assert row["url"] in seen
    shown_link = strip_styles(shown("show", "loans-issued", columns=columns).out)
    assert json.loads(ran("show", "loans-issued", "-f", "json").out)[0]["url"] in shown_link


@pytest.mark.parametrize("columns", ["30", "59", "60", "80"])
def test_claims_are_wrapped_not_cut(columns: str) -> None:
    seen = " ".join(strip_styles(shown("search", "58.9", columns=columns).out).split())
    words = json.loads(ran("search", "58.9", "-f", "json").out)[0]["statement"].split()
    position = 0
    for word in words:  # the source may stand between two lines of the claim
        position = seen.index(word, position)
    assert "\N{HORIZONTAL ELLIPSIS}" not in seen


@pytest.mark.parametrize("columns", ["40", "80"])
def test_no_line_is_wider_than_the_terminal_but_for_a_link(columns: str) -> None:
    out = strip_styles(shown("search", "women", columns=columns).out)
    wide = [line for line in lines(out) if len(line) > int(columns) and "http" not in line]
    assert wide == []


def test_under_sixty_columns_a_claim_is_a_block() -> None:
    narrow = shown("search", "58.9", columns="59", NO_COLOR="1").out
    assert "FIGURE" not in narrow
    assert lines(narrow)[0] == "58.9 billion yuan"


def test_a_pipe_gets_one_line_a_claim_without_a_header() -> None:
    rows = json.loads(ran("search", "-f", "json").out)
    piped = lines(ran("search").out)
    assert [line.split("\t")[0] for line in piped] == [row["id"] for row in rows]
    assert {line.count("\t") for line in piped} == {SHORT - 1}
    for line, row in zip(piped, rows, strict=True):
        assert line.split("\t")[5] == row["statement"]  # never wrapped, never cut


def test_a_table_in_a_pipe_has_no_width() -> None:
    assert ran("search", "loans", "-f", "table", COLUMNS="20") == ran(
        "search", "loans", "-f", "table", COLUMNS="500"
    )
    statement = json.loads(ran("search", "58.9", "-f", "json").out)[0]["statement"]
    assert statement in ran("search", "58.9", "-f", "table").out
