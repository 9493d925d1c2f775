"""The facts from Python, as the design shows it."""

import doctest
import importlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import wfacts
from builders import small_dataset, write_json
from wfacts import DataError, Facts, NotFoundError, QueryError, WfactsError
from wfacts.query import Filters


@pytest.fixture
def facts(tmp_path: Path) -> Iterator[Facts]:
    with wfacts.load(str(write_json(tmp_path / "small.json", small_dataset()))) as loaded:
        yield loaded


@pytest.fixture
def bundled() -> Iterator[Facts]:
    with wfacts.load() as loaded:
        yield loaded


def test_import_loads_nothing_more() -> None:
    script = (
        "import sys; before = set(sys.modules); import wfacts;"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = [name for name in done.stdout.split() if name.startswith("wfacts")]
    assert loaded == ["wfacts"]


@pytest.mark.parametrize("name", wfacts.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(wfacts, name)
    assert name in dir(wfacts)
    assert value.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = wfacts.nothing


@pytest.mark.parametrize("module", ["wfacts", "wfacts.facts"])
def test_the_examples_in_the_docstrings_are_true(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted
    assert not result.failed


def test_a_claim_by_its_id() -> None:
    facts = wfacts.load()
    claim = facts["loans-issued"]
    assert (claim.figure, claim.value, claim.unit) == (
        "58.9 billion yuan",
        58_900_000_000,
        "CNY",
    )
    assert type(claim.value) is int
    assert claim.passage.paragraph == 13
    assert "loans-issued" in facts
    assert "loans-isued" not in facts
    assert 5 not in facts


@pytest.mark.parametrize("id_", ["loans-isued", "", "\x00", "\udcff", "x" * 100_000])
def test_an_unknown_id_is_not_found_with_a_guess(bundled: Facts, id_: str) -> None:
    with pytest.raises(NotFoundError, match="unknown claim") as caught:
        _ = bundled[id_]
    assert isinstance(caught.value, WfactsError)
    assert (id_ == "loans-isued") == any("loans-issued" in h for h in caught.value.hints)
    assert id_ not in bundled


def test_an_unknown_id_is_a_key_error_with_a_plain_text(facts: Facts) -> None:
    with pytest.raises(KeyError) as raised:
        facts["loans-isued"]
    assert str(raised.value) == "unknown claim 'loans-isued'"


def test_facts_are_a_sized_iterable_in_dataset_order(facts: Facts) -> None:
    ids = [claim.id for claim in facts]
    assert ids == [raw["id"] for raw in small_dataset()["claims"]]
    assert len(facts) == 4
    assert facts["young-keepers"] in list(facts)


def test_search_gives_hits_best_first(facts: Facts) -> None:
    hits = facts.search("wells", limit=1)
    assert (len(hits.claims), hits.total) == (1, facts.search("wells").total)
    assert facts.search("wells", sort="-value").claims[0].id == "wells-planned"
    assert facts.search().total == 4


def test_search_takes_filters(facts: Facts) -> None:
    found = facts.search(filters=Filters(unit=("percent",), least=30, most=30))
    assert [claim.id for claim in found.claims] == ["young-keepers"]
    with pytest.raises(WfactsError, match="unknown kind"):
        facts.search(filters=Filters(kind=("figuer",)))
    with pytest.raises(NotFoundError, match="unknown place"):
        facts.search(filters=Filters(place=("\udcff",)))


def test_a_query_that_is_not_understood_is_a_query_error(facts: Facts) -> None:
    with pytest.raises(QueryError, match="unclosed quote"):
        facts.search('"wells')
    assert facts.search("wells\x00").total == facts.search("wells").total


def test_limits_of_any_size_are_taken(facts: Facts) -> None:
    assert len(facts.search(limit=2**80).claims) == 4
    assert len(facts.search(filters=Filters(kind=("figure",) * 100_000)).claims) == 3


def test_ask_answers_or_abstains_with_a_reason(facts: Facts) -> None:
    answer = facts.ask("How many wells were opened in 2016?")
    assert answer.claim is not None
    assert answer.claim.id == "wells-opened"
    abstained = facts.ask("Who won the football world cup?")
    assert abstained.claim is None
    assert abstained.reason


def test_discrepancies_by_claim(bundled: Facts) -> None:
    everything = bundled.discrepancies()
    assert everything
    of_one = bundled.discrepancies([everything[0].claims[0]])
    assert everything[0] in of_one
    assert bundled.discrepancies([]) == []
    assert bundled.discrepancies(["nothing"]) == []


def test_facts_close_as_a_context(tmp_path: Path) -> None:
    path = write_json(tmp_path / "small.json", small_dataset())
    with wfacts.load(str(path)) as facts:
        assert len(facts) == 4
    path.unlink()  # nothing holds it


def test_claims_are_immutable_and_compare_by_value(facts: Facts) -> None:
    claim = facts["wells-opened"]
    with pytest.raises(AttributeError):
        claim.value = 5  # type: ignore[misc] # that is the point
    assert claim == facts["wells-opened"]
    assert hash(claim.passage)


def test_the_environment_names_another_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_json(tmp_path / "small.json", small_dataset())
    monkeypatch.setenv("WFACTS_DATA", str(path))
    assert len(wfacts.load()) == 4


@pytest.mark.parametrize("path", ["/nowhere.json", "/", "", "a\x00b", "/dev/null"])
def test_what_can_not_be_read_is_a_data_error(path: str) -> None:
    with pytest.raises(DataError):
        wfacts.load(path)


def test_each_thread_may_load_its_own() -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(wfacts.load().search("loans").total))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 4
