"""Text is safe to show, has one normal form, and a mistyped word is guessed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import HOSTILE, find_controls
from wfacts.text import canonical, closest, escape_json, fold, safe

ANYTHING = st.text(st.characters(), max_size=200)
"""Any text, with controls and lone surrogates."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x00\x1b[31m\n\t\x7f", "^@^[[31m^J^I^?"),
        ("\x80\x9b31m\x9f", "M-^@M-^[31mM-^_"),
        ("\u2028\u2029", "\ufffd\ufffd"),
        (
            "\u202egnp\u202c\u2066x\u2069\u061c\u200e\u200f",
            "\ufffdgnp\ufffd\ufffdx" + "\ufffd" * 4,
        ),
        ("a\ud800b\udfff", "a\ufffdb\ufffd"),
    ],
)
def test_controls_are_shown_and_not_sent(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "caf\u00e9",
        "\u5987\u8054",
        "a\u00a0b",
        "\U0001f469\u200d\U0001f467",
        "[/x]",
    ],
)
def test_text_without_controls_is_left_alone(text: str) -> None:
    assert safe(text) == text


@given(ANYTHING)
def test_no_text_can_act_on_a_terminal(text: str) -> None:
    shown = safe(text)
    assert find_controls(shown) == []
    assert "\n" not in shown
    assert shown.encode("utf-8").decode() == shown
    assert safe(shown) == shown


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_escaped_json_means_the_same_and_acts_on_nothing(text: str) -> None:
    import json  # noqa: PLC0415 - only this test reads JSON

    escaped = escape_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(escaped) == text
    assert find_controls(escaped) == []


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (
            "\u201cModel\u201d \u2018x\u2019 women\u2019s \u00abg\u00bb",
            '"Model" \'x\' women\'s "g"',
        ),
        ("2001\u20132005 \u2014 self\u2010employed \u22125", "2001-2005 - self-employed -5"),
        ("two\u00a0\u3000 \t\n million ", "two million"),
        ("co\u00adop\u200bera\u2060tive\ufeff", "cooperative"),
        ("\uff15\uff18.\uff19 \ufb01ve\u2026", "58.9 five..."),
        ("e\u0301", "\u00e9"),
    ],
)
def test_copies_that_read_alike_have_one_normal_form(text: str, normal: str) -> None:
    assert canonical(text) == normal


def test_normal_form_keeps_case_and_every_word() -> None:
    assert canonical("The ACWF, not the acwf.") == "The ACWF, not the acwf."


@given(st.text(max_size=100))
def test_normal_form_has_single_blanks_and_plain_quotes(text: str) -> None:
    normal = canonical(text)
    assert normal == " ".join(normal.split())
    assert not set(normal) & set("\u2018\u2019\u201c\u201d\u2010\u2013\u2014\u2212\u00ad\u200b")


@given(st.text(max_size=100))
def test_folding_ignores_case_and_form(text: str) -> None:
    decomposed = unicodedata.normalize("NFKD", text)
    assert fold(decomposed) == fold(text)
    assert fold(f"  {text}\t") == fold(text)
    assert fold(fold(text)) == fold(text)


def test_folding_compares_what_users_type() -> None:
    assert fold("  Gansu   PROVINCE ") == fold("gansu province")
    assert fold("STRASSE") == fold("Stra\u00dfe")


@pytest.mark.parametrize(
    ("word", "choices", "guesses"),
    [
        ("serach", ["ask", "search", "show"], ["search"]),
        ("LOAN", ["repaid-loans", "loans-issued", "inns"], ["loans-issued", "repaid-loans"]),
        ("topic", ["topics", "topic"], ["topic", "topics"]),
        ("figures", ["event", "figure", "target"], ["figure"]),
        (
            "Guangdong Provinse",
            ["Guangdong Province", "Gansu Province"],
            ["Guangdong Province"],
        ),
        ("zzz", ["ask", "search"], []),
        ("", ["ask", "search"], []),
    ],
)
def test_guesses_come_best_first(word: str, choices: list[str], guesses: list[str]) -> None:
    assert closest(word, choices)[: len(guesses) or None] == guesses


def test_guesses_are_given_once_as_spelt_and_no_more_than_asked_for() -> None:
    choices = ["Loans", "loans", "loans-issued", "loans-repaid", "loans-planned"]
    assert closest("loans", choices, n=2) == ["Loans", "loans-issued"]


def test_an_absurd_word_is_guessed_in_no_time() -> None:
    assert closest("x" * 1_000_000, ["x" * 90 + str(n) for n in range(50)], n=1)
