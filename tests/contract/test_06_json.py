"""Section 6: JSON that loses nothing."""

import json
import re

import jsonschema  # type: ignore[import-untyped] # it has none
import pytest

from builders import find_controls, hostile_dataset, raw_claim, raw_dataset, write_json
from conftest import FACTS, lines
from contract.processes import ROWS, Desk, called
from contract.test_04_stability import KEYS


@pytest.mark.parametrize("name", ROWS)
def test_output_is_as_its_schema_says(desk: Desk, name: str) -> None:
    schema = json.loads(called("schema", "output").out)
    rows = json.loads(called(*desk.fill(*ROWS[name]), "-f", "json").out)
    validator = jsonschema.Draft202012Validator({**schema, "$ref": f"#/$defs/{name}"})
    validator.validate(rows)
    if name != "check":  # no finding, no row
        with pytest.raises(jsonschema.ValidationError):
            validator.validate([{**rows[0], "surprise": 1}])


def test_the_dataset_is_as_its_schema_says() -> None:
    schema = json.loads(called("schema").out)
    assert called("schema", "dataset") == called("schema")
    jsonschema.validate(json.loads(FACTS.read_text(encoding="utf-8")), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({}, schema)


@pytest.mark.parametrize("name", ["search", "show", "facets", "sources", "ask", "compare"])
def test_jsonl_is_the_array_one_compact_object_a_line(name: str) -> None:
    array = json.loads(called(*ROWS[name], "-f", "json").out)
    printed = lines(called(*ROWS[name], "-f", "jsonl").out)
    assert printed == [
        json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in array
    ]


def test_the_array_is_indented_by_two() -> None:
    out = called("search", "58.9", "-f", "json").out
    assert out == json.dumps(json.loads(out), ensure_ascii=False, indent=2) + "\n"


def test_all_keys_are_there_and_null_when_unknown() -> None:
    rows = json.loads(called("search", "-f", "json").out)
    assert len({tuple(row) for row in rows}) == 1
    assert any(row["value"] is None for row in rows)
    assert all(re.fullmatch("[a-z0-9_]+", key) for key in rows[0])


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("call", [("search", "zzzz"), ("show", "zzzz")], ids=" ".join)
def test_nothing_found_is_an_empty_array_or_nothing(call: tuple[str, ...], form: str) -> None:
    done = called(*call, "-f", form)
    assert (done.status, done.out) == (1, "[]\n" if form == "json" else "")


def test_an_abstention_is_printed_too() -> None:
    done = called("ask", "who won the football world cup", "-f", "json")
    (row,) = json.loads(done.out)
    assert (done.status, row["answered"], row["claim"]) == (1, False, None)
    assert row["reason"]
    lone_header = called("ask", "who won the football world cup", "-f", "tsv").out
    assert lone_header.count("\n") <= 1


@pytest.mark.parametrize("form", ["tsv", "csv", "json", "jsonl", "md"])
def test_fields_select_and_order_in_every_row_format(form: str) -> None:
    out = called("search", "58.9", "--fields", "unit,id", "-f", form).out
    expected = {
        "tsv": "unit\tid\nCNY\tloans-issued\n",
        "csv": "unit,id\nCNY,loans-issued\n",
        "json": '[\n  {\n    "unit": "CNY",\n    "id": "loans-issued"\n  }\n]\n',
        "jsonl": '{"unit":"CNY","id":"loans-issued"}\n',
        "md": "| unit | id |\n| --- | --- |\n| CNY | loans-issued |\n",
    }
    assert out == expected[form]


@pytest.mark.parametrize("name", ROWS)
def test_an_unknown_field_lists_the_valid_ones(desk: Desk, name: str) -> None:
    done = called(*desk.fill(*ROWS[name]), "--fields", "id,zzzz", "-f", "json")
    assert (done.status, done.out) == (2, "")
    for key in KEYS[name]:
        assert key in done.err


def test_numbers_are_numbers_and_integers_stay_integers(desk: Desk) -> None:
    values = [58_900_000_000, 2**63 - 1, -5, 0, 5.5, 1e-7, 0.1]
    claims = [raw_claim(f"c-{n}", value=value) for n, value in enumerate(values)]
    path = str(write_json(desk.folder / "numbers.json", raw_dataset(*claims)))
    read = [
        row["value"] for row in json.loads(called("search", "--data", path, "-f", "json").out)
    ]
    assert [(type(value), value) for value in read] == [(type(v), v) for v in values]


def test_text_is_utf8_not_ascii_escapes(desk: Desk) -> None:
    text = "\u5987\u8054 caf\u00e9 \N{GRINNING FACE} \u00a0"
    path = desk.folder / "utf8.json"
    write_json(path, raw_dataset(raw_claim(statement=text)))
    assert f'"statement":"{text}"' in called("search", "--data", str(path), "-f", "jsonl").out


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_what_terminals_act_on_is_escaped_and_reads_back(hostile: str, form: str) -> None:
    done = called("search", "--data", hostile, "-f", form)
    assert find_controls(done.out) == []
    rows = json.loads(done.out if form == "json" else f"[{','.join(lines(done.out))}]")
    written = hostile_dataset()["claims"]
    for row, claim in zip(rows, written, strict=True):
        for key in ("statement", "unit", "actor", "place", "topics", "period", "caveat"):
            assert row[key] == claim[key]
        assert row["anchor"] == claim["passage"]["anchor"]
