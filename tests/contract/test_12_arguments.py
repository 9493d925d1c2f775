"""Section 12: arguments, standard input, and what is never done."""

import json
import os
import pty

import pytest

from conftest import Ran, lines, run, run_on_terminal
from contract.processes import CALLS, ROWS, Desk, called, ran


def test_a_search_pipes_into_show_and_cite() -> None:
    piped = ran("search", "loans").out
    ids = [line.split("\t")[0] for line in lines(piped)]
    assert lines(run("show", "-", "-f", "ids", stdin=piped).out) == ids
    assert run("cite", "-", stdin=piped).out.count("(para. ") == len(ids)


def test_blank_lines_and_line_ends_of_other_systems_are_skipped() -> None:
    stdin = "\ufeff\n  \nloans-issued\tx\ty\r\n\t\nsmall-loans-experience\n\n"
    done = run("show", "-", "-f", "ids", stdin=stdin)
    assert done == Ran(0, "loans-issued\nsmall-loans-experience\n", "")


@pytest.mark.parametrize("call", [("show", "-f", "ids"), ("cite",)], ids=" ".join)
def test_an_unknown_id_in_the_middle_is_named_and_the_rest_printed(
    call: tuple[str, ...],
) -> None:
    stdin = "loans-issued\nloans-isued\nsmall-loans-experience\n"
    done = run(*call, "-", stdin=stdin)
    assert done.status == 1
    assert len(lines(done.out)) == 2
    assert done.err.splitlines()[0].startswith("wfacts: unknown claim 'loans-isued'")
    assert "loans-issued" in done.err


def test_many_unknown_ids_are_counted_in_four_lines() -> None:
    stdin = "".join(f"nothing-{n}\n" for n in range(5_000)) + "loans-issued\n"
    done = run("show", "-", "-f", "ids", stdin=stdin, timeout=20)
    assert (done.status, done.out) == (1, "loans-issued\n")
    assert len(done.err.splitlines()) == 4
    assert "4997 more" in done.err


def test_ids_and_a_dash_may_be_mixed() -> None:
    done = run("show", "small-loans-experience", "-", "-f", "ids", stdin="loans-issued\n")
    assert lines(done.out) == ["small-loans-experience", "loans-issued"]


@pytest.mark.parametrize("name", ["show", "cite"])
def test_no_ids_at_all_is_no_result(name: str) -> None:
    done = run(name, "-", stdin="")
    assert (done.status, done.out, done.err) == (1, "", "wfacts: no ids on standard input\n")


def test_a_form_feed_or_separator_in_a_question_does_not_end_it() -> None:
    stdin = "how much money\x0cwas lent\u2028to\x85women\nwho\n"
    assert len(lines(run("ask", "-", stdin=stdin).out)) == 2


@pytest.mark.parametrize("name", ["show", "cite", "ask"])
def test_a_dash_at_a_terminal_is_a_hint(name: str) -> None:
    ours, theirs = pty.openpty()
    try:
        done = run_on_terminal(name, "-", stdin=theirs)
    finally:
        os.close(ours)
        os.close(theirs)
    assert (done.status, done.out) == (2, "")
    assert f"wfacts {name} -" in done.err


def test_options_may_follow_the_arguments() -> None:
    assert ran("search", "loans", "-f", "ids", "-n", "1", "--kind", "figure") == ran(
        "search", "-f", "ids", "--kind", "figure", "-n", "1", "loans"
    )


def test_two_dashes_end_the_options() -> None:
    assert ran("search", "-f", "ids", "--", "-loans") == ran("search", "-f", "ids", "loans")
    assert ran("search", "--", "--no-such-option").status == 1


@pytest.mark.parametrize("word", ["-word", "--word"])
def test_a_word_that_looks_like_an_option_gets_the_hint(word: str) -> None:
    done = called("search", word)
    assert done.status == 2
    assert "-- before it" in done.err


@pytest.mark.parametrize("words", [("loans",), ("loans-issued",), ("how", "much", "money")])
def test_words_alone_are_an_error_that_suggests_search(words: tuple[str, ...]) -> None:
    done = called(*words)
    assert (done.status, done.out) == (2, "")
    assert f"wfacts search {' '.join(words)}" in done.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("serach", "loans"), "search"),
        (("shwo", "loans-issued"), "show"),
        (("facet", "kind"), "facets"),
        (("search", "--lmit", "3"), "--limit"),
        (("search", "--feilds", "id"), "--fields"),
        (("search", "-f", "jsn"), "json"),
        (("search", "--fields", "perod"), "period"),
        (("search", "--sort", "valeu"), "value"),
        (("search", "--kind", "figuer"), "figure"),
        (("search", "--source", "acwf"), "acwf-2018"),
        (("search", "--color", "allways"), "always"),
        (("facets", "topics"), "topic"),
        (("show", "loans-isued"), "loans-issued"),
        (("cite", "loans-issued", "-s", "bibtx"), "bibtex"),
        (("search", "--json"), "-f json"),
        (("search", "--csv"), "-f csv"),
        (("schema", "outptu"), "output"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_a_slip_is_answered_with_a_guess_that_is_not_run(
    typed: tuple[str, ...], meant: str
) -> None:
    done = called(*typed)
    assert done.status in (1, 2)
    assert done.out == ""
    assert meant in "".join(
        done.err.splitlines(keepends=True)[0 if typed[0] == "show" else 1 :]
    )


@pytest.mark.parametrize("name", [*ROWS, "cite", "open"])
def test_quiet_prints_nothing_on_stdout(desk: Desk, name: str) -> None:
    call = desk.fill(*CALLS[name])
    assert called(*call, "-q") == Ran(0, "", "")


@pytest.mark.parametrize(
    ("call", "status"),
    [
        (("search", "zzzz", "-q"), 1),
        (("show", "zzzz", "-q"), 1),
        (("cite", "loans-issued", "zzzz", "-q"), 1),
        (("ask", "who won the football world cup", "-q"), 1),
        (("search", "loans", "-q", "-f", "json"), 0),
        (("search", "-q", "--fields", "zzzz"), 2),
        (("search", "-q", "--data", "/nowhere"), 3),
    ],
    ids=str,
)
def test_quiet_keeps_the_status(call: tuple[str, ...], status: int) -> None:
    done = called(*call)
    assert (done.status, done.out) == (status, "")


@pytest.mark.parametrize(("limit", "rows"), [("1", 1), ("3", 3), ("0", None), ("9" * 30, None)])
def test_a_limit_counts_rows_and_zero_is_none(limit: str, rows: int | None) -> None:
    everything = lines(ran("search", "-f", "ids").out)
    assert lines(called("search", "-f", "ids", "-n", limit).out) == everything[:rows]


def test_an_empty_dataset_name_is_not_the_bundled_one() -> None:
    done = ran("search", "--data", "")
    assert (done.status, done.out) == (3, "")
    assert ran("search", "loans", WFACTS_DATA="") == ran("search", "loans")


@pytest.mark.parametrize("name", [name for name in ROWS if name != "check"])
def test_the_data_option_comes_before_the_environment(desk: Desk, name: str) -> None:
    call = {"search": ("search",), "show": ("show", "wells-opened"), "chart": ("chart",)}.get(
        name, tuple(desk.fill(*ROWS[name]))
    )
    call = (*call, *(() if name == "verify" else ("--data", str(desk.dataset))))
    done = called(*call, "-f", "json", WFACTS_DATA="/nowhere.json")
    assert done.status in (0, 1)
    assert isinstance(json.loads(done.out), list)


@pytest.mark.parametrize(
    ("question", "status"), [("how much was lent", 0), ("loans in Sichuan", 1)]
)
def test_quiet_keeps_the_status_of_a_batch_too(question: str, status: int) -> None:
    assert run("ask", "-", "-q", stdin=f"{question}\n") == Ran(status, "", "")


def test_a_unit_behind_a_number_is_a_filter() -> None:
    found = json.loads(called("search", "--min", "1.07m women", "-f", "json").out)
    assert {row["unit"] for row in found} == {"women"}
    assert min(row["value"] for row in found) == 1_070_000


def test_ids_leave_no_choice_of_fields() -> None:
    done = called("search", "-f", "ids", "--fields", "id,value")
    assert (done.status, done.out) == (2, "")


@pytest.mark.parametrize(
    ("argv", "guess"),
    [
        (("search", "lons"), "did you mean: loans"),
        (("search", "--place", "Gansoo"), "did you mean: Gansu"),
        (("search", "--programme", "xx"), "programmes: Women Making Achievements"),
        (("cite", "loans-issued", "--json"), "use: --style csl-json"),
        (("search", "-word"), "wfacts search -- -word"),
    ],
    ids=str,
)
def test_what_is_not_there_is_answered_with_a_guess(argv: tuple[str, ...], guess: str) -> None:
    done = called(*argv)
    assert done.status in (1, 2)
    assert guess in done.err


@pytest.mark.parametrize("name", ["search", "facets topic", "chart", "ask training"])
def test_a_filter_by_time_says_how_many_it_could_not_judge(name: str) -> None:
    done = called(*name.split(), "--year", "2016", "--topic", "Training")
    assert "left out: the source gives them no period" in done.err
