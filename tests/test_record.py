"""The flat record of a claim."""

import json

import wfacts
from builders import raw_claim, raw_source
from wfacts.dataset import make_claim, make_discrepancy, make_source
from wfacts.record import COLUMNS, SHORT, SHOW_COLUMNS, make_record, make_show_record

LINK = "http://news.example/wells.htm#:~:text=opened%20over%201%2C200%20wells"


def test_a_record_has_the_columns_in_order() -> None:
    record = make_record(make_claim(raw_claim()), make_source(raw_source()))
    assert list(record) == COLUMNS
    assert set(SHORT) < set(COLUMNS)
    assert SHOW_COLUMNS[: len(COLUMNS)] == COLUMNS


def test_a_record_holds_the_claim_its_link_and_its_citation() -> None:
    record = make_record(make_claim(raw_claim()), make_source(raw_source()))
    assert record["url"] == LINK
    assert record["citation"].endswith("http://news.example/wells.htm (para. 1)")
    assert (record["paragraph"], record["sentence"]) == (1, 1)
    assert (record["value"], record["actor"]) == (1200, ["county federation"])
    json.dumps(record)


def test_a_source_without_an_address_gives_no_link() -> None:
    source = make_source(raw_source(URL=""))
    assert make_record(make_claim(raw_claim()), source)["url"] == ""


def test_a_link_holds_nothing_that_ends_an_address() -> None:
    source = make_source(raw_source(URL='http://news.example/a b\x1b}{"<>\u5987?q=%20&r=1,2'))
    url = make_record(make_claim(raw_claim()), source)["url"]
    assert url.startswith(
        "http://news.example/a%20b%1B%7D%7B%22%3C%3E%E5%A6%87?q=%20&r=1,2#:~:"
    )
    assert url.isascii()
    assert url.isprintable()


def test_show_adds_keywords_questions_and_discrepancies() -> None:
    found = make_discrepancy({"id": "d", "claims": ["a", "b"], "kind": "conflict", "note": "n"})
    record = make_show_record(make_claim(raw_claim()), make_source(raw_source()), [found])
    assert list(record) == SHOW_COLUMNS
    assert record["discrepancies"] == [
        {"id": "d", "kind": "conflict", "note": "n", "claims": ["a", "b"]}
    ]


def test_every_claim_has_a_record_that_is_json() -> None:
    with wfacts.load() as facts:
        records = [make_record(claim, facts.sources[claim.source]) for claim in facts]
    assert len(records) == len({record["id"] for record in records}) > 100
    assert len({record["url"] for record in records}) > 100
    json.dumps(records, allow_nan=False)
