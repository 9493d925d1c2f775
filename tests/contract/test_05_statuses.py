"""Section 5: what each exit status says."""

import json
from pathlib import Path
from typing import Any

import pytest

from builders import raw_claim, raw_dataset, raw_source, small_dataset, write_json
from contract.processes import Desk, called, ran, shell

STATUSES: dict[int, list[tuple[str, ...]]] = {
    0: [
        ("search", "loans"),
        ("search", "-f", "json", "NOT", "loans"),
        ("show", "loans-issued"),
        ("ask", "how much money was lent to women"),
        ("facets", "kind", "zzzz"),
        ("facets", "topic"),
        ("sources",),
        ("schema",),
        ("schema", "output"),
        ("check",),
        ("check", "{dataset}"),
        ("verify", "hills-2017={article}", "--data", "{dataset}"),
        ("build", "{dataset}", "{folder}/status.db"),
        ("cite", "loans-issued"),
        ("open", "loans-issued", "--print"),
        ("--help",),
        ("--version",),
        (),
    ],
    1: [
        ("search", "zzzz"),
        ("search", "loans", "--max", "3"),
        ("search", "--place", "Atlantis"),
        ("show", "zzzz"),
        ("show", "loans-issued", "zzzz"),
        ("cite", "zzzz"),
        ("open", "zzzz", "--print"),
        ("compare", "loans-issued", "zzzz"),
        ("chart", "zzzz"),
        ("ask", "who won the football world cup"),
        ("ask", "-f", "json", "who won the football world cup"),
        ("verify", "hills-2017={dataset}", "--data", "{dataset}"),
    ],
    2: [
        ("serach", "loans"),
        ("loans",),
        ("search", "--frobnicate"),
        ("search", "-f", "xml"),
        ("search", "--fields", "perod"),
        ("search", "--sort", "perod"),
        ("search", "--color", "red"),
        ("search", "-n", "-1"),
        ("search", "-n", "many"),
        ("search", "--source", "nowhere"),
        ("search", "--kind", "figuer"),
        ("search", "--topic", "zzzz"),
        ("search", "--unit", "zzzz"),
        ("search", "--min", "few"),
        ("search", "--year", "soon"),
        ("search", "--since", "2018", "--until", "2012"),
        ("facets", "colour"),
        ("facets", "kind", "-f", "ids"),
        ("sources", "-f", "ids"),
        ("cite", "loans-issued", "--style", "mla"),
        ("schema", "everything"),
        ("show",),
        ("ask",),
        ("ask", " "),
        ("search", "--json"),
        ("verify", "nowhere={article}", "--data", "{dataset}"),
    ],
    3: [
        ("search", "--data", "/nowhere.json"),
        ("search", "--data", "/"),
        ("search", "--data", ""),
        ("search", "--data", "{article}"),
        ("--version",),
        ("check", "/nowhere.json"),
        ("check", "{article}"),
        ("build", "/nowhere.json", "{folder}/x.db"),
        ("build", "{dataset}", "/nowhere/x.db"),
        ("verify", "hills-2017=/nowhere.txt", "--data", "{dataset}"),
    ],
}
MATRIX = [
    pytest.param(status, call, id=f"{status} {' '.join(call)}")
    for status, calls in STATUSES.items()
    for call in calls
]


@pytest.mark.parametrize(("status", "call"), MATRIX)
def test_a_result_has_its_status(desk: Desk, status: int, call: tuple[str, ...]) -> None:
    env = {"WFACTS_DATA": "/nowhere.json"} if (status, call) == (3, ("--version",)) else {}
    done = called(*desk.fill(*call), **env)
    assert done.status == status, done.err
    assert len(done.err.splitlines()) <= 4


@pytest.mark.parametrize("status", STATUSES)
def test_the_process_ends_with_that_status(status: int) -> None:
    assert ran(*STATUSES[status][0]).status == status


NOT_UNDERSTOOD = [
    *('"open', 'loans "', "OR", "AND", "NOT", "loans OR", "OR loans", "NOT NOT loans", "*"),
    *("loans * women", "(", ")", "( loans )", "(loans OR women)", "", "  ", "!!!", '""', "-"),
    *("\N{GRINNING FACE}", "\N{COMBINING ACUTE ACCENT}"),
]
LITERAL = [
    *(
        "loan*",
        "^loans",
        "loans:",
        "NEAR loans",
        "statement:loans",
        "{loans}",
        "loans + +",
        "a-b",
    ),
    *(
        "loans \N{GRINNING FACE}",
        "(loans)",
        "loans;",
        "'loans'",
        "`loans`",
        "$loans",
        "--loans",
    ),
]


@pytest.mark.parametrize("query", NOT_UNDERSTOOD)
def test_a_query_that_is_not_understood_is_never_nothing_found(query: str) -> None:
    done = called("search", "--", query)
    assert (done.status, done.out) == (2, "")
    assert "nothing found" not in done.err


@pytest.mark.parametrize("query", LITERAL)
def test_other_punctuation_is_searched_literally(query: str) -> None:
    done = called("search", "-f", "ids", "--", query)
    assert done.status in (0, 1)
    assert bool(done.out) == (done.status == 0)


def _without(key: str) -> dict[str, Any]:
    dataset = small_dataset()
    del dataset["claims"][3][key]
    return dataset


def _changed(**fields: object) -> dict[str, Any]:
    dataset = small_dataset()
    dataset["claims"][3] |= fields
    return dataset


INVALID = {
    "claims[3].value: missing key": _without("value"),
    "claims[3].colour: unknown key": _changed(colour="red"),
    "claims[3].value: expected": _changed(value="many"),
    "claims[3].value: expected a number or null, found true": _changed(value=True),
    "claims[3].source: no source": _changed(source="nowhere"),
    "claims[3].id: same id": _changed(id="wells-opened"),
    "claims[3].id: no slug": _changed(id="Wells Opened"),
    "claims[3].keywords[1]: expected a string": _changed(keywords=["a", 1]),
    "claims[3].passage.paragraph: expected an integer": _changed(
        passage={**raw_claim()["passage"], "paragraph": 1.5}
    ),
    "sources[0].title: missing key": raw_dataset(sources=[{"id": "s", "type": "webpage"}]),
    "sources[0].issued: expected": raw_dataset(sources=[raw_source(issued="2017")]),
    "title: missing key": {"schema_version": 1},
    "expected an object": [],
}


@pytest.mark.parametrize("fault", INVALID)
def test_an_invalid_dataset_is_named_with_the_path_to_its_fault(desk: Desk, fault: str) -> None:
    name = f"invalid-{list(INVALID).index(fault)}.json"
    path = write_json(desk.folder / name, INVALID[fault])
    done = called("search", "--data", str(path))
    assert (done.status, done.out) == (3, "")
    assert f"{path}: {fault}" in done.err


def test_what_check_finds_beyond_the_shape_does_not_stop_a_look_up(desk: Desk) -> None:
    path = str(write_json(desk.folder / "finding.json", _changed(value=2001)))
    assert ran("search", "wells", "--data", path).status == 0
    found = ran("check", path, "-f", "json")
    assert found.status == 1
    assert any("claims[3]" in row["path"] for row in json.loads(found.out))
    assert ran("build", path, str(desk.folder / "finding.db")).status == 1
    assert not (desk.folder / "finding.db").exists()


@pytest.mark.parametrize("fault", INVALID)
def test_faults_of_shape_are_findings_of_check(desk: Desk, fault: str) -> None:
    name = f"invalid-{list(INVALID).index(fault)}.json"
    done = called("check", str(write_json(desk.folder / name, INVALID[fault])), "-f", "json")
    assert done.status == 1
    assert json.loads(done.out)


def test_a_full_disk_is_a_failure_of_every_command(program: Path) -> None:
    script = "".join(
        f"wfacts {call} >/dev/full; echo $?; "
        for call in (
            "",
            "--help",
            "--version",
            "search",
            "cite loans-issued",
            "schema",
            "sources",
        )
    )
    done = shell(script, program)
    assert set(done.out.split()) == {"3"}
    assert set(done.err.splitlines()) == {
        "wfacts: error: can't write the output: the disk is full"
    }
