"""Section 4: what only a major release may change."""

import json
from itertools import pairwise

import pytest

from conftest import FACTS, lines
from contract.processes import ROWS, Desk, called
from wfacts.cli.commands import COMMANDS

RECORD = (
    "id value unit figure modifier period statement kind measure actor programme place topics"
    " caveat source paragraph sentence anchor sha256 url citation"
).split()

KEYS = {
    "search": RECORD,
    "show": [*RECORD, "keywords", "questions", "discrepancies"],
    "chart": RECORD,
    "ask": "question answered claim nearest reason discrepancies".split(),
    "compare": "id kind note claims".split(),
    "facets": "value claims".split(),
    "sources": "n id title container issued accessed url claims citation".split(),
    "verify": "id source status detail".split(),
    "check": "code path message".split(),
}
"""The keys of each command's JSON, in order; new ones come last."""

NAMES = (
    "ask search show compare chart facets sources cite open verify check build schema"
).split()


@pytest.mark.parametrize("name", KEYS)
def test_json_has_these_keys_in_this_order(desk: Desk, name: str) -> None:
    rows = json.loads(called(*desk.fill(*ROWS[name]), "-f", "json").out)
    assert rows or name == "check"
    for row in rows:
        assert list(row)[: len(KEYS[name])] == KEYS[name]


def test_the_columns_of_tsv_and_of_a_pipe_stand_in_this_order() -> None:
    assert lines(called("search", "loans", "-f", "tsv").out)[0].split("\t") == RECORD
    short = "id value unit modifier period statement source url".split()
    assert lines(called("search", "loans", "--header").out)[0].split("\t") == short
    assert lines(called("search", "loans", "-f", "md").out)[0] == f"| {' | '.join(short)} |"


def test_the_commands_have_these_names() -> None:
    assert list(COMMANDS) == NAMES


def test_without_words_the_order_is_the_dataset_s() -> None:
    written = json.loads(FACTS.read_text(encoding="utf-8"))["claims"]
    assert lines(called("search", "-f", "ids").out) == [claim["id"] for claim in written]


def test_ties_keep_the_dataset_s_order() -> None:
    order = lines(called("search", "-f", "ids").out)
    rows = json.loads(called("search", "--sort", "source", "-f", "json").out)
    for one, other in pairwise(rows):
        if one["source"] == other["source"]:
            assert order.index(one["id"]) < order.index(other["id"])
