"""The command ``ask`` as people and scripts meet it: a real process."""

import json
import subprocess
import time

from conftest import command, lines, run, run_on_terminal

KEYS = ["question", "answered", "claim", "nearest", "reason", "discrepancies"]


def test_an_answer_in_a_pipe_is_one_line_of_tsv() -> None:
    ran = run("ask", "how", "much", "money", "was", "lent")
    assert (ran.status, ran.err) == (0, "")
    assert [line.split("\t")[0] for line in lines(ran.out)] == ["loans-issued"]


def test_an_abstention_prints_no_row_and_no_header() -> None:
    for form in ("tsv", "csv", "md", "ids"):
        ran = run("ask", "-f", form, "loans in Sichuan")
        assert (ran.status, ran.out) == (1, "")
        assert "sichuan" in ran.err
        assert "nearest: loan" in ran.err


def test_json_tells_answers_and_abstentions_alike() -> None:
    for question, answered in (("how much was lent", True), ("loans in Sichuan", False)):
        ran = run("ask", "-f", "json", question)
        (document,) = json.loads(ran.out)
        assert list(document) == KEYS
        assert (ran.status == 0) is document["answered"] is answered
        assert (document["claim"] is None) is (document["reason"] is not None) is not answered
        assert len(document["nearest"]) == 3
        assert ran.err == ""


def test_the_number_of_runners_up_can_be_chosen() -> None:
    (document,) = json.loads(run("ask", "-n", "1", "-f", "json", "family inns").out)
    assert len(document["nearest"]) == 1
    (document,) = json.loads(run("ask", "-n", "0", "-f", "json", "family inns").out)
    assert len(document["nearest"]) > 3


def test_a_terminal_gets_the_figure_and_its_source() -> None:
    ran = run_on_terminal("ask", "how many family inns")
    assert ran.status == 0
    assert "600,000" in ran.out
    assert "womenofchina" in ran.out


def test_a_terminal_is_told_why_there_is_no_answer() -> None:
    ran = run_on_terminal("ask", "how many men run family inns")
    assert ran.status == 1
    assert "men" in ran.out + ran.err


def test_filters_hold_for_questions_too() -> None:
    assert run("ask", "family inns", "--source", "acwf-2018").status == 0
    assert run("ask", "family inns", "--source", "wma-2010").status == 1
    ran = run("ask", "family inns", "--source", "nowhere")
    assert (ran.status, ran.out) == (2, "")
    assert "acwf-2018" in ran.err


def test_no_question_is_a_usage_error() -> None:
    for argv in (["ask"], ["ask", ""], ["ask", "  "]):
        ran = run(*argv)
        assert (ran.status, ran.out) == (2, "")
        assert "ask what?" in ran.err


def test_odd_questions_end_in_an_abstention_without_a_traceback() -> None:
    for question in (
        "the of",
        "\x1b[31m\x07",
        "\U0001f600",
        "qu'est-ce que c'est",
        "x " * 10_000,
    ):
        ran = run("ask", question)
        assert (ran.status, ran.out) == (1, "")
        assert "no answer" in ran.err
        assert "\x1b" not in ran.err


def test_each_line_that_is_not_blank_gets_one_line_of_json() -> None:
    ran = run("ask", "-", stdin="how much was lent\n\n  \nloans in Sichuan\r\nfamily inns")
    documents = [json.loads(line) for line in lines(ran.out)]
    assert [d["question"] for d in documents] == [
        "how much was lent",
        "loans in Sichuan",
        "family inns",
    ]
    assert [d["answered"] for d in documents] == [True, False, True]
    assert ran.status == 1


def test_a_batch_that_is_all_answered_is_a_success() -> None:
    assert run("ask", "-", stdin="family inns\nhow much was lent\n").status == 0


def test_a_bad_line_does_not_stop_the_rest() -> None:
    bad = [b"\xff\xfe loans", b"x" * 100_000, b"\x00\x1b]0;t\x07", b"loans " * 1_000]
    ran = run("ask", "-", stdin=b"\n".join([*bad, b"family inns\n"]))
    documents = [json.loads(line) for line in lines(ran.out)]
    assert [d["answered"] for d in documents] == [False] * 4 + [True]
    assert all(d["reason"] for d in documents[:4])
    assert "UTF-8" in documents[0]["reason"]
    assert max(len(line) for line in lines(ran.out)) < 20_000


def test_a_batch_answers_as_single_questions_do() -> None:
    questions = ["how many inns", "loans in 1999", "who is Lin Yaping", "two millions"]
    batch = [
        json.loads(line) for line in lines(run("ask", "-", stdin="\n".join(questions)).out)
    ]
    single = [json.loads(run("ask", "-f", "json", q).out)[0] for q in questions]
    assert batch == single


def test_a_batch_prints_the_rows_of_another_format() -> None:
    ran = run(
        "ask", "-", "-f", "ids", stdin="family inns\nloans in Sichuan\nhow much was lent\n"
    )
    assert (ran.status, lines(ran.out)) == (1, ["family-inns", "loans-issued"])


def test_an_answer_is_printed_before_the_next_question_comes() -> None:
    with subprocess.Popen(
        command("ask", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("family inns\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["claim"]["id"] == "family-inns"
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_no_question_on_standard_input_is_no_answer() -> None:
    ran = run("ask", "-", stdin="\n\n")
    assert (ran.status, ran.out) == (1, "")


def test_a_thousand_questions_take_seconds() -> None:
    """The target is one second; five allow for a busy machine."""
    began = time.perf_counter()
    ran = run("ask", "-", stdin="how many women were trained since 2012?\n" * 1_000)
    assert len(lines(ran.out)) == 1_000
    assert time.perf_counter() - began < 5
