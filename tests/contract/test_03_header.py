"""Section 3: when rows have a header."""

import pytest

from conftest import lines
from contract.processes import Desk, called, shown

COLUMNS = "value claims".split()
CALL = ("facets", "kind")


def test_automatic_tsv_has_none() -> None:
    assert lines(called(*CALL).out)[0].split("\t") != COLUMNS


@pytest.mark.parametrize(
    ("form", "header"),
    [("tsv", "value\tclaims"), ("csv", "value,claims"), ("md", "| value | claims |")],
)
def test_a_form_that_is_asked_for_has_one(form: str, header: str) -> None:
    done = called(*CALL, "-f", form)
    assert lines(done.out)[0] == header
    assert lines(called(*CALL, "-f", form, "--header").out) == lines(done.out)


@pytest.mark.parametrize("form", ["tsv", "csv", "md"])
def test_no_header_leaves_the_rows_alone(form: str) -> None:
    whole, rows = called(*CALL, "-f", form), called(*CALL, "-f", form, "--no-header")
    head = 2 if form == "md" else 1
    assert lines(rows.out) == lines(whole.out)[head:]


def test_automatic_tsv_can_have_one() -> None:
    assert lines(called(*CALL, "--header").out)[0].split("\t") == COLUMNS


def test_ids_can_have_one() -> None:
    assert lines(called("search", "loans", "-f", "ids", "--header").out)[:2] == [
        "id",
        "loans-issued",
    ]
    assert lines(called("search", "loans", "-f", "ids").out)[0] == "loans-issued"


def test_a_table_can_do_without() -> None:
    call = ("search", "58.9", "--fields", "id,value", "-f", "table")
    assert "value" in called(*call).out.lower()
    assert "value" not in called(*call, "--no-header").out.lower()
    assert called(*call, "--no-header").out.startswith("loans-issued")


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_says_its_keys_anyway(desk: Desk, form: str) -> None:
    call = ("search", "--data", str(desk.dataset), "-f", form)
    assert called(*call, "--no-header") == called(*call) == called(*call, "--header")


def test_a_terminal_table_has_one() -> None:
    assert "CLAIM" in lines(shown("search", "loans", NO_COLOR="1").out)[0]
