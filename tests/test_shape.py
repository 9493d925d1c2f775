"""The shape of a dataset: each fault is found at its path, in words."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from wfacts import shape
from wfacts.model import Claim, Dataset, Discrepancy, Passage, Source

SOUND: dict[str, Any] = json.loads((ROOT / "examples" / "repair-cafe.json").read_bytes())
CLAIM = SOUND["claims"][2]

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
VALUES: st.SearchStrategy[Any] = (
    SCALARS | st.lists(SCALARS, max_size=3) | st.just({}) | st.just(CLAIM["passage"])
)


def faults(raw: object, expected: Any = Claim) -> list[tuple[str, str]]:
    return [(fault.path, fault.message) for fault in shape.find_faults(raw, expected)]


def test_a_sound_dataset_has_no_faults() -> None:
    assert faults(SOUND, Dataset) == []
    assert list(shape.find_broken_links(SOUND)) == []


@pytest.mark.parametrize("record", [Dataset, Claim, Passage, Discrepancy])
def test_every_field_of_the_model_is_required(record: Any) -> None:
    assert faults({}, record) == [(name, "missing key") for name in record._fields]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("statement", None, "expected a string, found null"),
        ("statement", 5, "expected a string, found the number 5"),
        ("value", "5", "expected a number or null, found the string '5'"),
        ("value", True, "expected a number or null, found true"),
        ("value", 10**30, "expected a number or null, found a number of more than 64 bits"),
        ("value", float("nan"), "expected a number or null, found the number nan"),
        ("value", 1e300, "expected a number or null, found the number 1e+300"),
        ("unit", [], "expected a string or null, found a list"),
        ("actor", "x", "expected a list, found the string 'x'"),
        ("passage", None, "expected an object, found null"),
        ("passage", {}, "missing key"),
    ],
)
def test_a_fault_says_what_was_expected_and_found(
    field: str, value: object, message: str
) -> None:
    assert faults({**CLAIM, field: value})[0][1] == message


def test_a_fault_inside_has_its_whole_path() -> None:
    tree = copy.deepcopy(SOUND)
    tree["claims"][3]["passage"]["paragraph"] = "3"
    tree["claims"][4]["keywords"][1] = None
    tree["extra"] = 1
    assert [path for path, _ in faults(tree, Dataset)] == [
        "claims[3].passage.paragraph",
        "claims[4].keywords[1]",
        "extra",
    ]


@settings(max_examples=200)
@given(st.sampled_from([*Claim._fields, "unknown"]), VALUES)
def test_a_claim_seen_sound_at_a_glance_is_so_field_by_field(field: str, value: object) -> None:
    """The glance needs the keys in order; in another order each field is looked at."""
    claim = {**CLAIM, field: value}
    slow = dict(reversed(claim.items()))
    assert faults(claim) == faults(claim) == faults(slow)


@pytest.mark.parametrize("id_", ["loans-issued", "a", "5-86", "x1-y2-z3"])
def test_slugs_are_ids(id_: str) -> None:
    assert list(shape.find_id_faults(id_, "id")) == []


@pytest.mark.parametrize(
    "id_", ["", "-", "A", "a b", "a--b", "-a", "a-", "é", "a_b", "a\n", "\u0661"]
)
def test_what_is_no_slug_is_no_id(id_: str) -> None:
    assert [fault.path for fault in shape.find_id_faults(id_, "id")] == ["id"]


def test_ids_and_sources_are_linked() -> None:
    tree = copy.deepcopy(SOUND)
    tree["claims"][3]["id"] = tree["claims"][1]["id"]
    tree["claims"][5]["source"] = "elsewhere"
    assert [tuple(fault) for fault in shape.find_broken_links(tree)] == [
        ("claims[3].id", "same id as claims[1]"),
        ("claims[5].source", "no source 'elsewhere'"),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issued", {"date-parts": [["2024"]]}),
        ("issued", {"date-parts": [[2024, 0]]}),
        ("issued", {"date-parts": []}),
        ("accessed", "2024"),
        ("editor", [{"family": 5}]),
        ("URL", None),
        ("title", 5),
        ("id", 5),
    ],
)
def test_a_source_is_a_csl_item(field: str, value: object) -> None:
    source = {**SOUND["sources"][0], field: value}
    assert [path for path, _ in faults(source, Source)] == [f".{field}"]


def test_a_source_may_have_any_further_csl_variable() -> None:
    assert faults({**SOUND["sources"][0], "ISSN": "0000-0000", "page": 3}, Source) == []


def test_a_source_may_not_be_bottomless() -> None:
    deep: Any = []
    for _ in range(50):
        deep = [deep]
    assert "deep" in faults({**SOUND["sources"][0], "custom": deep}, Source)[0][1]


def test_strings_and_objects_are_found_in_order_with_their_paths() -> None:
    tree = {"a": ["x", {"b": "y"}], "c": "z", "d": 1}
    assert list(shape.find_strings(tree)) == [("a[0]", "x"), ("a[1].b", "y"), ("c", "z")]
    assert [path for path, _ in shape.find_objects(tree)] == ["", "a[1]"]
