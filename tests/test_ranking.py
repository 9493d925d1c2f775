"""Bounded work: the best claims of a large dataset score as a full ranking's do."""

import json
import runpy
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from wfacts import ranking
from wfacts import store as stores
from wfacts.build import build
from wfacts.query import Filters, parse_query
from wfacts.select import RANK, wanting
from wfacts.store import Store, open_store

CLAIMS = 3_000
MAKER = runpy.run_path(str(ROOT / "benchmarks" / "make_claims.py"))
COMMON, write_dataset = MAKER["COMMON"], MAKER["write_dataset"]
WORDS = [*COMMON[:30], "tabopur", "zofe", "sirnir", "nirta", "zebra"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("made")
    made, out = folder / "made.json", folder / "made.db"
    made.write_text("".join(write_dataset(CLAIMS, seed=5)), encoding="utf-8")
    assert build(str(made), str(out)).problems == ()
    with open_store(str(out)) as opened:
        yield opened


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bounds of a million claims, for three thousand."""
    for name, value in {"EXACT": 200, "FIRST": 50, "ENOUGH": 20}.items():
        monkeypatch.setattr(ranking, name, value)
    monkeypatch.setattr(ranking, "PROBED_EXACT", 150)
    monkeypatch.setattr(ranking, "PROBED_FIRST", 30)


def score_all(store: Store, words: str) -> dict[str, float]:
    """The score of every claim that matches *words*, by plain FTS5."""
    expression = " OR ".join(
        f"({' '.join(term.text for term in branch.wanted)})"
        for branch in wanting(parse_query([words]))
    )
    sql = f"SELECT id, {RANK} FROM words JOIN claim ON n = words.rowid WHERE words MATCH ?"
    return dict(store.connection.execute(sql, (expression,)).fetchall())


ALTERNATIVES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5, unique=True)


@settings(max_examples=100, deadline=None)
@given(ALTERNATIVES.map(" OR ".join) | ALTERNATIVES.map(" ".join))
def test_the_best_score_as_in_a_full_ranking_or_the_order_is_called_approximate(
    store: Store, words: str
) -> None:
    words = words.replace("'", " ")
    found = store.find_claims(parse_query([words]), limit=10)
    scores = score_all(store, words)
    assert {claim.id for claim in found.claims} <= scores.keys()
    assert found.total <= len(scores)
    assert found.more or found.total == len(scores)
    if not found.approximate:
        ours = [scores[claim.id] for claim in found.claims]
        assert ours == pytest.approx(sorted(scores.values())[:10])


def test_a_rare_word_beside_common_ones_is_ranked_exactly(store: Store) -> None:
    rare = next(word for word, claims in store.find_words("t") if 20 < claims < 50)
    found = store.find_claims(parse_query([f"women OR training OR {rare}"]), limit=10)
    assert not found.approximate
    assert found.more


def test_very_common_words_are_called_approximate(store: Store) -> None:
    found = store.find_claims(parse_query(["women"]), limit=10)
    assert found.approximate
    assert len(found.claims) == 10


def test_a_filter_on_common_words_loses_nothing(store: Store) -> None:
    place = store.facet_names("place")[-1]
    filters = Filters(place=(place,))
    found = store.find_claims(parse_query(["how OR women"]), filters, limit=10)
    every = list(store.iter_found(parse_query(["how OR women"]), filters))
    assert list(found.claims) == every[:10]
    assert found.total == len(every)


def test_the_made_dataset_is_the_same_for_the_same_seed() -> None:
    first, second = ("".join(write_dataset(50, seed)) for seed in (1, 1))
    assert first == second
    assert first != "".join(write_dataset(50, 2))
    assert len(json.loads(first)["claims"]) == 50


def test_a_very_short_prefix_is_answered_by_its_commonest_word(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "EXACT", 200)
    found = store.find_claims(parse_query(["w*"]), limit=5)
    assert found.approximate
    assert len(found.claims) == 5
