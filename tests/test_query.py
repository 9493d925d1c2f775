"""What a typed query says, and what of it can't be understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wfacts
from wfacts.errors import QueryError
from wfacts.query import LONGEST, MOST_TERMS, Branch, Query, Term, match_expression, parse_query


def query(*branches: tuple[str, str]) -> Query:
    """A query of *branches*, each the wanted and the unwanted words."""
    return Query(tuple(Branch(_terms(want), _terms(spurn)) for want, spurn in branches))


def _terms(words: str) -> tuple[Term, ...]:
    return tuple(Term(w.rstrip("*").replace("_", " "), w.endswith("*")) for w in words.split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("loans", query(("loans", ""))),
        ("small loans", query(("small loans", ""))),
        ("small AND loans", query(("small loans", ""))),
        ('"small loans"', query(("small_loans", ""))),
        ('" small  loans "', query(("small__loans", ""))),
        ("\u201csmall loans\u201d", query(("small_loans", ""))),
        ("loan*", query(("loan*", ""))),
        ('"small loan"*', query(("small_loan*", ""))),
        ("loan**", query(("loan*", ""))),
        ("loans OR inns", query(("loans", ""), ("inns", ""))),
        ("a b OR c d", query(("a b", ""), ("c d", ""))),
        ("loans NOT women", query(("loans", "women"))),
        ("loans AND NOT women", query(("loans", "women"))),
        ("NOT women", query(("", "women"))),
        ('a NOT "b c" d OR NOT e f', query(("a d", "b_c"), ("f", "e"))),
        ("loans or not and", query(("loans or not and", ""))),
        ('"OR"', query(("OR", ""))),
        ("OR*", query(("OR*", ""))),
        ('a"b c"d', query(("a b_c d", ""))),
        ("(loans) OR inns", query(("(loans)", ""), ("inns", ""))),
        ('"(loans" OR inns', query(("(loans", ""), ("inns", ""))),
        ("(loans inns", query(("(loans inns", ""))),
        ("loans\x00women\x1b\n", query(("loans women", ""))),
        ("a\x7fb\x9bc\u2028d", query(("a b c d", ""))),
        ("co\u00adoperate", query(("co\u00adoperate", ""))),
    ],
)
def test_a_query_is_understood(typed: str, meant: Query) -> None:
    assert parse_query([typed]) == meant


def test_words_that_the_shell_parted_say_the_same() -> None:
    assert parse_query(["a", "OR", '"b', 'c"']) == parse_query(['a OR "b c"'])


def test_no_words_at_all_find_everything() -> None:
    assert parse_query([]) == Query()


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ('"open', "unclosed quote before: open"),
        ('loans "', "unclosed quote at the end"),
        ('loans " ', "unclosed quote at the end"),
        ('"' + "a" * 61, "unclosed quote before: " + "a" * 60),
        ("OR", "OR stands alone"),
        ("AND", "AND stands alone"),
        ("NOT", "NOT stands alone"),
        ("NOT OR", "NOT stands alone"),
        ("loans OR", "no word beside OR"),
        ("OR loans", "no word beside OR"),
        ("a OR OR b", "no word beside OR"),
        ("AND a", "no word beside AND"),
        ("a AND", "no word beside AND"),
        ("a AND AND b", "no word beside AND"),
        ("a NOT", "no word after NOT"),
        ("NOT NOT a", "no word after NOT"),
        ("a NOT AND b", "no word after NOT"),
        ("a NOT !!!", "no word after NOT"),
        ("*", "* stands where a word should"),
        ("a * b", "* stands where a word should"),
        ("(", "( stands where a word should"),
        ("a )", ") stands where a word should"),
        ("(a OR b)", "(a stands where a word should"),
        ("", "the query is empty"),
        (" \x00 ", "the query is empty"),
        ("!" * 61, f"nothing to search for in {'!' * 60}: no letter or digit"),
        ('""', 'nothing to search for in "": no letter or digit'),
        ('"("', 'nothing to search for in "(": no letter or digit'),
        (
            "\N{GRINNING FACE}",
            "nothing to search for in \N{GRINNING FACE}: no letter or digit",
        ),
    ],
)
def test_what_is_not_understood_is_named(typed: str, complaint: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query([typed])
    assert caught.value.message == complaint
    assert caught.value.status == 2


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("", "without words, search lists every claim"),
        ('"open', "close the phrase, or leave the quote out"),
        ("(", "OR binds looser than the blank; there are no groups in parentheses"),
        ("a )", "OR binds looser than the blank; there are no groups in parentheses"),
        ("a * b", "put * right behind the beginning of a word: loan*"),
        ("AND", "to search for the word: '\"AND\"'"),
        ("a NOT", "to search for the word: '\"NOT\"'"),
    ],
)
def test_who_is_not_understood_is_told_what_to_type(typed: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query([typed])
    assert caught.value.hints == (hint,)


def test_words_without_a_letter_or_digit_are_left_out_and_named() -> None:
    understood = parse_query(["loans", "\N{GRINNING FACE}", "+"])
    assert understood.branches == query(("loans", "")).branches
    assert understood.ignored == ("\N{GRINNING FACE}", "+")


def test_the_limits_are_named() -> None:
    parse_query(["a" * LONGEST])
    with pytest.raises(
        QueryError, match=r"^the query has 20,001 characters; the most is 20,000$"
    ):
        parse_query(["a" * (LONGEST + 1)])
    parse_query(["a"] * MOST_TERMS)
    with pytest.raises(QueryError, match=r"^the query has 201 words; the most is 200$"):
        parse_query(["a"] * (MOST_TERMS + 1))


@pytest.mark.parametrize(
    "typed",
    [
        "w* " * MOST_TERMS,
        " OR ".join(["women"] * (MOST_TERMS // 2)),
        "women " + " ".join(["NOT zzzz"] * (MOST_TERMS // 2 - 1)),
        '"' + "a " * (LONGEST // 2 - 2) + '"',
        "a-" * (LONGEST // 2),
    ],
    ids=["prefixes", "or", "not", "phrase", "hyphens"],
)
def test_a_query_at_a_limit_runs(typed: str) -> None:
    with wfacts.load() as facts:
        assert facts.search(typed).total >= 0


@given(st.text(alphabet='ab"*()ORNTD -\u00b2\u0301\U0001e900^:+{}', max_size=40))
def test_the_index_takes_every_query_that_is_understood(typed: str) -> None:
    try:
        understood = parse_query([typed])
    except QueryError:
        return
    assert understood.branches
    assert FACTS.search(typed).total <= len(FACTS)


FACTS = wfacts.load()


@pytest.mark.parametrize("typed", ["women NOT loans", "NOT women"])
def test_not_takes_away_what_the_word_finds(typed: str) -> None:
    word = typed.rsplit(maxsplit=1)[-1]
    without = {claim.id for claim in FACTS.search(word).claims}
    found = {claim.id for claim in FACTS.search(typed).claims}
    assert found
    assert not found & without


def test_each_of_two_words_may_be_unwanted() -> None:
    def ids(typed: str) -> set[str]:
        return {claim.id for claim in FACTS.search(typed).claims}

    assert ids("women NOT loans NOT inns") == ids("women") - ids("loans") - ids("inns")
    assert ids("women") & ids("loans")
    assert ids("women") & ids("inns")


def test_an_expression_is_all_text_whatever_the_words() -> None:
    """``ask`` makes expressions too, of words that no query has seen to."""
    for text in ("a\x00b", "\x00", "\udcff", 'a" OR "b', "", "*", '"'):
        expression = match_expression([Term(text), Term(text, prefix=True)], " OR ")
        assert FACTS.store.find_claims(Query((Branch((Term(text),), ()),))).total >= 0
        assert expression.count('"') % 2 == 0
        assert "\x00" not in expression


def test_or_finds_what_either_finds_and_binds_looser_than_the_blank() -> None:
    def ids(typed: str) -> set[str]:
        return {claim.id for claim in FACTS.search(typed).claims}

    assert ids("loans OR inns") == ids("loans") | ids("inns")
    assert ids("women loans OR inns") == ids("women loans") | ids("inns")
    assert ids("loans inns") == ids("loans") & ids("inns")


def test_a_phrase_a_stem_and_a_prefix_find_what_they_say() -> None:
    def total(typed: str) -> int:
        return FACTS.search(typed).total

    assert 0 < total('"small loans"') <= total("small loans")
    assert total('"loans small"') == 0
    assert total("loan") == total("loans") == total("LOANS")
    assert total("loa") == 0 < total("loa*")
