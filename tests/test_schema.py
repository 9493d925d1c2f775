"""The schemas accept what is sound, refuse what is not, and are the copies in docs/."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # its stubs are a package of their own
import pytest

from conftest import FACTS, ROOT, run
from test_check import BROKEN, EXAMPLE, SOUND, break_
from wfacts.cli.commands import COMMANDS
from wfacts.model import Claim, Dataset, Discrepancy, Passage
from wfacts.schema import make_dataset_schema, make_output_schema

DATASET = jsonschema.Draft202012Validator(make_dataset_schema())
OUTPUT = make_output_schema()

WITHOUT_ROWS = {"cite", "open", "build", "schema"}
"""Commands that have no ``--format``."""

EXAMPLES = [
    ["search"],
    ["search", "loans"],
    ["search", "nothingwhatever"],
    ["show", "loans-issued", "annual-analysis"],
    ["ask", "how much money was lent to women"],
    ["ask", "how many men were trained in Sichuan"],
    ["compare"],
    ["compare", "loans-issued", "annual-analysis"],
    ["chart"],
    ["facets", "unit"],
    ["facets", "place", "loans"],
    ["sources"],
    ["check"],
    ["check", "examples/repair-cafe.json"],
    ["verify", "repair-cafe=examples/repair-cafe.txt", "--data", "examples/repair-cafe.json"],
    [
        "verify",
        "repair-cafe=README.md",
        "--passages",
        "--data",
        "examples/repair-cafe.json",
    ],
]


def output_validator(command: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(
        {"$ref": f"#/$defs/{command}", "$defs": OUTPUT["$defs"]}
    )


@pytest.mark.parametrize("subject", ["dataset", "output"])
def test_the_copy_in_docs_is_what_the_command_prints(subject: str) -> None:
    printed = run("schema", subject)
    assert printed.status == 0
    copy = (ROOT / "docs" / f"{subject}.schema.json").read_text(encoding="utf-8")
    assert printed.out == copy
    jsonschema.Draft202012Validator.check_schema(json.loads(printed.out))


def test_schema_alone_is_that_of_the_dataset() -> None:
    assert run("schema").out == run("schema", "dataset").out


def test_an_unknown_subject_is_a_usage_error_with_a_guess() -> None:
    ran = run("schema", "datasets")
    assert (ran.status, ran.out) == (2, "")
    assert "did you mean: dataset" in ran.err


@pytest.mark.parametrize("path", [FACTS, EXAMPLE], ids=lambda path: path.stem)
def test_our_datasets_are_accepted(path: Path) -> None:
    DATASET.validate(json.loads(path.read_bytes()))


SEEN_BY_A_SCHEMA = "E101 E102 E103 E104 E301 E302 E307 E403 E406 E407 E601 E603 E604 E606"
CASES = [
    (code, path, value) for code in SEEN_BY_A_SCHEMA.split() for path, value, _ in BROKEN[code]
]


@pytest.mark.parametrize(("code", "path", "value"), CASES)
def test_what_can_be_seen_in_one_value_is_refused(code: str, path: str, value: object) -> None:
    assert code
    assert not DATASET.is_valid(break_(SOUND, path, value))


def test_every_field_of_the_model_is_required_and_explained() -> None:
    schema = make_dataset_schema()
    for record, made in [
        (Dataset, schema),
        *(
            (kind, schema["$defs"][kind.__name__.lower()])
            for kind in (Claim, Passage, Discrepancy)
        ),
    ]:
        assert made["required"] == list(record._fields)
        assert made["additionalProperties"] is False
        assert all(field["description"] for field in made["properties"].values())


@pytest.mark.parametrize("argv", EXAMPLES, ids=" ".join)
def test_what_commands_print_is_as_the_schema_says(argv: list[str]) -> None:
    ran = run(*argv, "-f", "json", cwd=ROOT)
    printed: list[dict[str, Any]] = json.loads(ran.out)
    output_validator(argv[0]).validate(printed)
    jsonschema.Draft202012Validator(OUTPUT).validate(printed)
    lines = run(*argv, "-f", "jsonl", cwd=ROOT).out.split("\n")[:-1]
    assert [json.loads(line) for line in lines] == printed


@pytest.mark.parametrize("argv", EXAMPLES, ids=" ".join)
def test_keys_come_in_the_order_of_the_schema(argv: list[str]) -> None:
    items = OUTPUT["$defs"][argv[0]]["items"]
    if "$ref" in items:
        items = OUTPUT["$defs"][items["$ref"].rpartition("/")[2]]
    for row in json.loads(run(*argv, "-f", "json", cwd=ROOT).out):
        assert list(row) == list(items["properties"])[: len(row)]


def test_every_command_with_rows_has_a_definition() -> None:
    assert set(OUTPUT["$defs"]) - {"claim", "discrepancy"} == set(COMMANDS) - WITHOUT_ROWS
