"""``compare``: the recorded reasons, and what is worked out where none is recorded."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import run
from wfacts.compare import Comparison, compare_claims, explain, list_recorded
from wfacts.facts import Facts, load
from wfacts.record import COLUMNS

DATA = str(Path(__file__).parent / "data" / "bicycles.json")


@pytest.fixture
def facts() -> Iterator[Facts]:
    with load(DATA) as facts:
        yield facts


def compare(facts: Facts, *ids: str) -> list[Comparison]:
    return compare_claims(facts.store, [facts[id_] for id_ in ids])


def note(facts: Facts, *ids: str) -> str:
    return explain([facts[id_] for id_ in ids], ids)


def ids_of(one: Comparison) -> list[str]:
    return [claim.id for claim in one.claims]


def test_without_ids_every_discrepancy_comes_grouped_by_kind() -> None:
    with load() as facts:
        found = list_recorded(facts.store)
        recorded = facts.discrepancies()
    kinds = [
        "conflict",
        "unclear-referent",
        "different-scope",
        "different-period",
        "look-alike",
    ]
    assert [one.kind for one in found] == sorted(
        (one.kind for one in recorded), key=kinds.index
    )
    assert {one.id for one in found} == {one.id for one in recorded}
    assert all(len(one.claims) > 1 for one in found)


def test_recorded_reason_is_given_for_a_pair(facts: Facts) -> None:
    (found,) = compare(facts, "stations-2010", "stations-2021")
    assert (found.id, found.kind) == ("stations-twice", "conflict")
    assert ids_of(found) == ["stations-2010", "stations-2021"]


def test_single_claim_is_set_beside_all_that_it_differs_from(facts: Facts) -> None:
    (found,) = compare(facts, "bicycles-lent")
    assert (found.id, ids_of(found)) == (
        "lent-and-repaired",
        ["bicycles-repaired", "bicycles-lent"],
    )


def test_single_claim_without_a_discrepancy_says_so(facts: Facts) -> None:
    (found,) = compare(facts, "partners")
    assert (found.id, found.kind) == (None, None)
    assert found.note == "No discrepancy is recorded for this claim."


def test_claim_that_shares_no_reason_is_still_compared(facts: Facts) -> None:
    recorded, worked_out = compare(facts, "stations-2010", "partners", "stations-2021")
    assert recorded.id == "stations-twice"
    assert worked_out.id is worked_out.kind is None
    assert ids_of(worked_out) == ["stations-2010", "partners", "stations-2021"]
    assert "between partners and the others" in worked_out.note


def test_claim_given_twice_is_compared_once(facts: Facts) -> None:
    (found,) = compare(facts, "stations-2010", "stations-2021", "stations-2010")
    assert ids_of(found) == ["stations-2010", "stations-2021"]


def test_different_units_are_not_comparable(facts: Facts) -> None:
    said = note(facts, "workshop-cost", "bicycles-lent")
    assert said.startswith("The figures are not comparable. The units differ: CNY; bicycles.")


def test_claim_without_a_figure_is_not_comparable(facts: Facts) -> None:
    said = note(facts, "first-ride", "bicycles-lent")
    assert said.startswith("The figures are not comparable. Without a figure: first-ride.")


def test_target_is_no_result_and_its_period_is_another(facts: Facts) -> None:
    said = note(facts, "bicycles-aim", "bicycles-repaired")
    assert "not like for like. A target, not a result: bicycles-aim." in said
    assert "The periods differ: 2021–2025; 2012–Mar 2021." in said  # noqa: RUF001 - as shown
    assert "The places differ: Lake District; Ottenau, Lake District." in said


def test_periods_that_share_no_day_are_said_to_be_apart(facts: Facts) -> None:
    early = facts["bicycles-repaired"]._replace(period="2001/2005", id="early")
    said = explain([facts["bicycles-repaired"], early], ["bicycles-repaired", "early"])
    assert "The periods do not overlap: 2012–Mar 2021; 2001–2005." in said  # noqa: RUF001


def test_missing_period_is_named(facts: Facts) -> None:
    said = note(facts, "bicycles-lent", "bicycles-repaired")
    assert "No period is given for: bicycles-lent." in said


def test_like_figures_are_left_to_the_reader(facts: Facts) -> None:
    twin = facts["stations-2010"]._replace(id="twin")
    said = explain([facts["stations-2010"], twin], ["stations-2010", "twin"])
    assert said == (
        "The unit is the same: compare what each statement counts."
        " None of them has a printed period. No discrepancy is recorded between them."
    )


def test_rows_hold_flat_records() -> None:
    ran = run("compare", "stations-2010", "partners", "-f", "json", "--data", DATA)
    (row,) = json.loads(ran.out)
    assert list(row) == ["id", "kind", "note", "claims"]
    assert row["id"] is row["kind"] is None
    assert [list(claim) for claim in row["claims"]] == [COLUMNS, COLUMNS]


def test_pipe_gets_a_line_a_discrepancy() -> None:
    ran = run("compare", "--data", DATA)
    assert [line.split("\t")[0] for line in ran.out.splitlines()] == [
        "stations-twice",
        "lent-and-repaired",
        "whose-riders",
    ]
    assert ran.out.splitlines()[0].endswith("\tstations-2021;stations-2010")


def test_unknown_id_is_named_and_the_rest_is_compared() -> None:
    argv = ("compare", "stations-2010", "stations-2012", "stations-2021", "--data", DATA)
    ran = run(*argv)
    assert ran.status == 1
    assert ran.out.startswith("stations-twice\tconflict\t")
    assert "unknown claim 'stations-2012', did you mean: stations-20" in ran.err


def test_ids_come_from_standard_input() -> None:
    ran = run("compare", "-", "--data", DATA, stdin="stations-2010\t310\nstations-2021\n")
    assert (ran.status, ran.out.split("\t")[0]) == (0, "stations-twice")


def test_only_unknown_ids_are_a_no() -> None:
    ran = run("compare", "nothing-like-it", "--data", DATA, "-f", "json")
    assert (ran.status, ran.out) == (1, "[]\n")
