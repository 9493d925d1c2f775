"""``chart``: which figures share a panel, how long their bars are, and rows in a pipe."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import run, run_on_terminal
from wfacts.chart import Panel, make_panels
from wfacts.facts import load
from wfacts.model import Claim
from wfacts.render.bars import bar
from wfacts.render.chart import draw_chart
from wfacts.stage import Stage

DATA = str(Path(__file__).parent / "data" / "bicycles.json")

with load(DATA) as _facts:
    SOURCE = _facts.sources["bell-2021"]

VALUES = st.integers(-(10**6), 10**15) | st.floats(-1e6, 1e15, allow_nan=False)


def claims_of(*values: float, unit: str = "bicycles") -> list[Claim]:
    """Claims that differ in id and value only."""
    with load(DATA) as facts:
        model = facts["bicycles-repaired"]
    return [
        model._replace(id=f"n{n}", value=value, figure=f"{value}", unit=unit)
        for n, value in enumerate(values)
    ]


def panel_of(*values: float, unit: str = "bicycles") -> Panel:
    (panel,) = make_panels(claims_of(*values, unit=unit))
    return panel


def test_each_unit_has_a_panel_and_the_largest_panel_is_first() -> None:
    claims = [*claims_of(1, unit="inns"), *claims_of(1, 3, 2)]
    panels = make_panels(claims)
    assert [panel.unit for panel in panels] == ["bicycles", "inns"]
    assert [bar.claim.value for bar in panels[0].bars] == [3, 2, 1]


def test_order_of_a_sort_is_kept() -> None:
    (panel,) = make_panels(claims_of(1, 3, 2), ordered=True)
    assert [bar.claim.value for bar in panel.bars] == [1, 3, 2]


def test_linear_bars_are_as_long_as_their_values() -> None:
    panel = panel_of(40, 20, 1)
    assert not panel.logarithmic
    assert [bar.share for bar in panel.bars] == [1.0, 0.5, 0.025]


def test_wide_range_is_logarithmic_and_each_tenfold_is_equally_long() -> None:
    panel = panel_of(10**8, 10**7, 10**6, 10**5)
    assert panel.logarithmic
    assert panel.scale == (10**5, 10**8)
    assert [round(bar.share, 9) for bar in panel.bars] == [
        1,
        round(2 / 3, 9),
        round(1 / 3, 9),
        0,
    ]


def test_shares_are_drawn_out_of_a_hundred() -> None:
    assert panel_of(40, 51.14, unit="%").scale == (0, 100)
    assert panel_of(40, 120, unit="%").scale == (0, 120)


def test_no_logarithm_is_taken_of_zero_or_less() -> None:
    panel = panel_of(10**9, 0, -5)
    assert not panel.logarithmic
    assert [bar.share for bar in panel.bars] == [1, 0, 0]


@settings(max_examples=100, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=6))
def test_larger_values_never_have_shorter_bars(values: list[float]) -> None:
    panel = panel_of(*values)
    shares = [one.share for one in panel.bars]
    assert all(0 <= share <= 1 for share in shares)
    assert shares == sorted(shares, reverse=True)
    stage = Stage(80, color=False, ascii=False)
    assert draw_chart([panel], {"bell-2021": SOURCE}, (), stage)


@settings(max_examples=100, deadline=None)
@given(st.floats(0, 1), st.integers(1, 100))
def test_bar_fits_its_width_and_is_full_only_for_the_whole(share: float, width: int) -> None:
    drawn = bar(share, width).plain
    assert 1 <= len(drawn) <= width
    assert (drawn == "█" * width) == (share == 1)


def test_target_is_drawn_unlike_a_result_without_colour_too() -> None:
    assert set(bar(0.5, 10).plain).isdisjoint(bar(0.5, 10, aimed_at=True).plain)
    out = run_on_terminal("chart", "--data", DATA, env={"NO_COLOR": "1"}).out
    (line,) = [line for line in out.splitlines() if "at least 2 million" in line]
    assert "┄┄┄ at least 2 million target" in line


def test_logarithmic_scale_is_said_to_be_one() -> None:
    out = run_on_terminal("chart", "--data", DATA, columns=120).out
    assert out.count("logarithmic scale from 1,000 to 10 million") == 1


def test_pipe_gets_the_rows_of_the_claims_that_have_a_value() -> None:
    rows = json.loads(run("chart", "-f", "json", "--data", DATA).out)
    every = json.loads(run("search", "-f", "json", "--data", DATA).out)
    assert rows == [row for row in every if row["value"] is not None]
    assert run("chart", "--data", DATA).out.count("\n") == len(rows)


@pytest.mark.parametrize(
    "argv",
    [
        ["bicycles"],
        ["--unit", "percent"],
        ["--min", "300", "--max", "1m"],
        ["--year", "2009"],
        ["--sort", "-value", "-n", "2", "--kind", "figure"],
    ],
)
def test_words_and_filters_are_those_of_search(argv: list[str]) -> None:
    options = ("-f", "json", "--min", "0", "--data", DATA)
    charted = run("chart", *options, *argv)
    assert charted.out == run("search", *options, *argv).out
    assert charted.out != "[]\n"


def test_nothing_to_draw_is_a_no() -> None:
    ran = run_on_terminal("chart", "first", "ride", "--data", DATA)
    assert (ran.status, ran.out) == (1, "")
    assert "nothing found" in ran.err
