"""A store in memory and a built file: the same answers; errors for what is no such file."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import FACTS, run
from wfacts import store as stores
from wfacts.build import build
from wfacts.errors import DataError
from wfacts.period import parse
from wfacts.query import FIELDS, Filters, Query, Term, parse_query
from wfacts.select import SORTS
from wfacts.store import Store, open_store

CLAIMS: list[dict[str, Any]] = json.loads(FACTS.read_text(encoding="utf-8"))["claims"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled dataset, built."""
    out = tmp_path_factory.mktemp("built") / "facts.db"
    build(str(FACTS), str(out))
    return out


@pytest.fixture(scope="module")
def memory() -> Iterator[Store]:
    with open_store(str(FACTS)) as store:
        yield store


@pytest.fixture(scope="module")
def built(file: Path) -> Iterator[Store]:
    with open_store(str(file)) as store:
        yield store


WORDS = st.sampled_from(
    [
        "women",
        "loans",
        "train*",
        '"poverty alleviation"',
        "zebra",
        "province",
        "million",
        "2015",
    ]
)
BRANCHES = st.lists(st.tuples(st.sampled_from(["", "NOT "]), WORDS), min_size=1, max_size=3)
QUERIES = st.lists(BRANCHES, max_size=3).map(
    lambda branches: " OR ".join(" ".join(map("".join, branch)) for branch in branches)
)


def some_of(field: str) -> Any:
    values = {value for claim in CLAIMS if isinstance(value := claim.get(field), str)}
    return st.lists(st.sampled_from(sorted(values)), max_size=2).map(tuple)


FILTERS = st.builds(
    Filters,
    topic=st.lists(st.sampled_from(["finance", "poverty"]), max_size=2).map(tuple),
    **{field: some_of(field) for field in FIELDS[1:]},
    least=st.none() | st.sampled_from([0.0, 5.0, 1e6]),
    most=st.none() | st.sampled_from([100.0, 1e7]),
    span=st.none() | st.sampled_from(["2015", "2012/2018", "1990"]).map(parse),
)
ORDERS = st.none() | st.tuples(st.sampled_from(sorted(SORTS.values())), st.booleans())


@settings(max_examples=150, deadline=None)
@given(QUERIES, st.just(Filters()) | FILTERS, ORDERS, st.sampled_from([0, 1, 5, 2000]))
def test_a_built_file_finds_what_the_dataset_does(
    memory: Store,
    built: Store,
    words: str,
    filters: Filters,
    sort: tuple[str, bool] | None,
    limit: int,
) -> None:
    query = parse_query([words]) if words else Query()
    found = built.find_claims(query, filters, sort=sort, limit=limit)
    assert found == memory.find_claims(query, filters, sort=sort, limit=limit)
    every = tuple(built.iter_found(query, filters, sort))
    assert found.claims == (every[:limit] if limit else every)
    assert found.total == len(every)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FIELDS), QUERIES, FILTERS)
def test_a_built_file_counts_what_the_dataset_does(
    memory: Store, built: Store, field: str, words: str, filters: Filters
) -> None:
    query = parse_query([words]) if words else Query()
    assert built.count_facet(field, query, filters) == memory.count_facet(field, query, filters)
    assert built.count_facet(field) == memory.count_facet(field)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", ["YUAN", "gansu", "Poverty", "nothing", ""])
def test_a_built_file_knows_values_by_the_same_names(
    memory: Store, built: Store, field: str, name: str
) -> None:
    assert built.find_facet_values(field, name) == memory.find_facet_values(field, name)


def test_a_built_file_gives_the_same_claims_by_id_and_number(
    memory: Store, built: Store
) -> None:
    ids = [CLAIMS[7]["id"], "no-such", CLAIMS[3]["id"], CLAIMS[7]["id"]]
    assert built.get_claims(ids) == memory.get_claims(ids)
    assert built.get_numbered([3, 1]) == memory.get_numbered([3, 1])
    assert built.find_ids("l") == memory.find_ids("l")
    assert built.count() == memory.count() == len(CLAIMS)
    assert built.discrepancies(ids) == memory.discrepancies(ids)


def test_the_words_for_spelling_are_all_there(memory: Store, built: Store) -> None:
    ours = {word for word, _ in memory.find_words("t") if len(word) > 1 and word.isascii()}
    theirs = dict(built.find_words("t"))
    assert set(theirs) <= ours
    assert {built.count_matches(word) for word in ours - set(theirs)} <= {0}  # "19th" is one
    assert theirs["training"] == built.count_matches("training")


COMMANDS = [
    ["search", "loans", "-f", "json"],
    ["search", "women", "-n", "3", "-f", "csv"],
    ["search", "--place", "gansu", "--sort", "-value", "-f", "tsv"],
    ["search", "nothing-at-all"],
    ["ask", "how much money was lent to women?", "-f", "json"],
    ["show", "loans-issued", "-f", "json"],
    ["show", "no-such-claim"],
    ["compare", "-f", "json"],
    ["chart", "women", "-f", "json"],
    ["facets", "topic", "loans", "-f", "json"],
    ["facets", "place"],
    ["sources", "-f", "json"],
    ["cite", "loans-issued", "--style", "bibtex"],
    ["open", "loans-issued", "--print"],
    ["search", "--unit", "furlongs"],
]


@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_every_command_says_the_same_of_a_built_file(file: Path, argv: list[str]) -> None:
    assert run(*argv, "--data", str(file)) == run(*argv, "--data", str(FACTS))


def test_the_environment_may_name_a_built_file(file: Path) -> None:
    assert run("show", "loans-issued", env={"WFACTS_DATA": str(file)}).status == 0


def test_a_name_that_a_uri_would_misread_is_opened(file: Path, tmp_path: Path) -> None:
    odd = tmp_path / "a b?mode=rw#%41.db"
    odd.write_bytes(file.read_bytes())
    with open_store(str(odd)) as store:
        assert store.count() == len(CLAIMS)
    assert [path.name for path in tmp_path.iterdir()] == [odd.name]


def test_a_read_only_folder_is_enough(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "facts.db"
    copy.write_bytes(file.read_bytes())
    copy.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        assert run("search", "loans", "-q", "--data", str(copy)).status == 0
    finally:
        tmp_path.chmod(0o700)


def test_another_sqlite_file_is_a_data_error(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    ran = run("search", "loans", "--data", str(other))
    assert (ran.status, ran.out) == (3, "")
    assert "none that wfacts build made" in ran.err


@pytest.mark.parametrize("size", [16, 99, 4096, 100_000, -1])
def test_a_truncated_file_is_a_data_error(file: Path, tmp_path: Path, size: int) -> None:
    cut = tmp_path / "cut.db"
    cut.write_bytes(file.read_bytes()[:size])
    ran = run("search", "loans", "--data", str(cut))
    assert (ran.status, ran.out) == (3, "")
    assert len(ran.err.splitlines()) <= 4


def test_another_schema_version_is_a_data_error(file: Path, tmp_path: Path) -> None:
    data = bytearray(file.read_bytes())
    data[60:64] = (stores.SCHEMA_VERSION + 1).to_bytes(4, "big")
    newer = tmp_path / "newer.db"
    newer.write_bytes(data)
    with pytest.raises(DataError, match="version 2, but this program reads version 1"):
        open_store(str(newer))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_inside_is_a_data_error_or_goes_unseen(
    file: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(file.read_bytes())
    page = data.draw(st.integers(0, len(content) // 4096 - 1))
    start = max(100, page * 4096 + data.draw(st.integers(0, 4000)))
    junk = data.draw(st.binary(min_size=1, max_size=96))
    content[start : start + len(junk)] = junk
    damaged = tmp_path_factory.mktemp("damaged") / "facts.db"
    damaged.write_bytes(content)
    try:
        with open_store(str(damaged)) as store:
            store.find_claims(parse_query(["women OR loans"]), limit=5)
            list(store.iter_claims())
            store.count_facet("place")
            list(store.sources().values())
            store.discrepancies()
    except DataError as error:
        assert "damaged" in error.message  # noqa: PT017 - either outcome is fine


def test_terms_are_ranked_as_a_query_of_alternatives(built: Store) -> None:
    terms = [Term("loans"), Term("women"), Term("poverty")]
    found = built.find_claims(parse_query(["loans OR women OR poverty"]), limit=10)
    numbered = built.get_numbered(built.rank(terms, limit=10))
    assert tuple(numbered[n] for n in built.rank(terms, limit=10)) == found.claims
