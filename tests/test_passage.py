"""The sentence around an anchor is found by its digest; links open at the words."""

import csv
import hashlib
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SOURCES
from wfacts import passage
from wfacts.text import canonical

PAGE = (
    "Bees of the valley\n"
    "In 1987 Ada Brook opened a first school for keepers: nearly 2,400 have learnt "
    "since. \"It began with 12 hives.\" She says 'bees teach patience.' The U.S. sent 58.9 "
    "tonnes of sugar; Norway sent 8.9 tonnes! Who paid? (Nobody asked.) keepers' children too\n"
    "1) Swarms: the valley counts 31 of them; and\n"
    "2) Honey, sold at valley.example each May"
)
SENTENCES = [
    "In 1987 Ada Brook opened a first school for keepers: nearly 2,400 have learnt since.",
    '"It began with 12 hives."',
    "She says 'bees teach patience.'",
    "The U.S. sent 58.9 tonnes of sugar; Norway sent 8.9 tonnes!",
    "Who paid?",
    "(Nobody asked.)",
    "keepers' children too",
    "1) Swarms: the valley counts 31 of them; and",
    "2) Honey, sold at valley.example each May",
    "Bees of the valley",
]
VECTORS = {
    (
        "acwf-2018",
        "20",
        "1",
    ): "fcd0a8ccd75b8f71e46cd699df9337ef77357383c9b85f9402f91453eebc24aa",
    (
        "acwf-2018",
        "12",
        "1",
    ): "d607bcc7034ffb319041c705e11828c07a4967510adabb0a46f5761e88bc71a0",
    ("wma-2010", "3", "5"): "feac58ffa328ba1d7f495c3eb0b624a4a3e32e800bf32de8eee501b474da3820",
}


def proved(page: str, anchor: str, sha256: str) -> list[str]:
    """The runs of *page* around *anchor* that have the digest."""
    places = passage.find_anchor(page, anchor)
    runs = {passage.find_run(page, place, sha256) for place in places}
    return [page[slice(*run)] for run in runs if run]


def test_a_digest_is_the_sha_256_of_the_normal_form() -> None:
    expected = hashlib.sha256(b"'Two'-\"words\"").hexdigest()
    assert passage.digest(" \u2018Two\u2019\u2014\u201cwo\u00adrds\u201d\u00a0\n") == expected


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_is_found_from_any_of_its_words(sentence: str) -> None:
    digest = passage.digest(sentence)
    words = sentence.split()
    for start in range(len(words)):
        anchor = " ".join(words[start : start + 4])
        assert proved(PAGE, anchor, digest) == [sentence]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_other_run_has_the_digest(sentence: str) -> None:
    wrong = passage.digest(sentence.replace(" ", " so ", 1))
    for word in sentence.split():
        assert proved(PAGE, word, wrong) == []


@pytest.mark.parametrize("sentence", SENTENCES[:6])
def test_the_nearest_sentence_is_the_one_a_reader_would_take(sentence: str) -> None:
    end = "The U.S. sent"  # a full stop ends a sentence for who knows no abbreviations
    expected = sentence.replace(f"{end} ", "sent ")
    place = passage.find_anchor(PAGE, expected[-14:].split(maxsplit=1)[-1])[0]
    assert PAGE[slice(*passage.sentence_around(PAGE, place))] == expected


@pytest.mark.parametrize(
    ("anchor", "times"),
    [
        ("8.9 tonnes", 1),
        ("58.9 tonnes", 1),
        ("12 hives", 1),
        ("2 hives", 0),
        ("400 have", 0),
        ("nearly 2", 0),
        ("school for keepers", 1),
        ("keepers", 2),
        ("keeper", 0),
        ("a first school", 1),
        ("irst school", 0),
        ("Keepers", 0),
        ('since. "It', 1),
        ("  a\u00a0first \n school ", 1),
        ("", 0),
        (" ", 0),
        ("valley\nIn", 0),
    ],
)
def test_an_anchor_stands_by_whole_words_and_numbers(anchor: str, times: int) -> None:
    places = passage.find_anchor(PAGE, anchor)
    assert len(places) == times
    assert all(PAGE[slice(*place)] == canonical(anchor) for place in places)


def test_at_the_ends_of_a_page_words_are_whole_too() -> None:
    assert passage.find_anchor("3.8 bees's 8.3", "8 bees") == []
    assert passage.find_anchor("3.8 bees 8.3", "8") == []
    assert passage.find_anchor("(bees)", "bees") == [(1, 5)]
    assert passage.find_anchor("bees", "bees") == [(0, 4)]


def test_a_word_is_not_found_in_its_own_genitive() -> None:
    assert passage.find_anchor("the women's school, women, 'women' (women)", "women") == [
        (20, 25),
        (28, 33),
        (36, 41),
    ]


@pytest.mark.parametrize("anchor", ["2001", "2005", "40", "60", "1987"])
def test_a_number_is_whole_at_a_hyphen_a_blank_and_a_full_stop(anchor: str) -> None:
    page = "From 2001-2005 it gave 40 60 times, as in 1987. Who knew?"
    assert len(passage.find_anchor(page, anchor)) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("it is 3.858 bases were built.", "858 bases were built."),
        ("see valley.example bases were built.", "example bases were built."),
        ("bases:now bases were built.", "now bases were built."),
        ("Reportedly bases were built.", "bases were built."),
        ("'so-called' bases were built.", "bases were built."),
    ],
)
def test_no_sentence_begins_inside_a_word_or_after_a_bare_quote(
    text: str, sentence: str
) -> None:
    assert proved(text, "bases were built", passage.digest(sentence)) == []
    assert proved(text, "bases were built", passage.digest(text)) == [text]


def test_a_blank_lost_after_a_full_stop_is_no_matter() -> None:
    text = "First it rained.Then the bees came.\u3002\u5987\u8054"
    assert proved(text, "bees", passage.digest("Then the bees came.")) == [
        "Then the bees came."
    ]


@pytest.mark.parametrize(
    ("blocks", "wanted"),
    [
        (["one two", "three"], ["one two\nthree"]),
        (["one\ntwo", "", " \n "], ["one two"]),
        (["one\n \n\ntwo"], ["one two"]),
        (["self-\n\nemployed"], ["self-employed", "self- employed", "selfemployed"]),
        (["a self-\nemployed woman"], ["self-employed", "self- employed", "selfemployed"]),
        (["a well - \nknown one"], ["a well - known one"]),
        (["an e-\nmail"], ["an e-mail", "an e- mail", "an email"]),
        (["in 2001-\n2005"], ["2001-2005", "2001- 2005", "20012005"]),
        (["hyphen\u00ad\nation"], ["hyphenation"]),
        (["title\ffirst line"], ["title\nfirst line", "title first line"]),
        ([], [""]),
    ],
)
def test_line_breaks_are_read_in_every_way_they_can_be_meant(
    blocks: list[str], wanted: list[str]
) -> None:
    pages = passage.readings(blocks)
    assert len(pages) == len(wanted)
    assert all(text in page for text, page in zip(wanted, pages, strict=True))


def test_a_page_has_at_most_six_readings() -> None:
    pages = passage.readings(["head\fself-\nemployed\fend", "more-\nover"] * 3)
    assert len(pages) == len(set(pages)) == 6


@given(st.lists(st.text(max_size=40), max_size=5))
def test_a_reading_holds_every_word_of_every_block(blocks: list[str]) -> None:
    for page in passage.readings(blocks)[:1]:
        words = " ".join(map(canonical, blocks)).split()
        assert "".join(page.split()) == "".join(words)


@given(
    st.lists(
        st.text(st.sampled_from("ab.:;!?\"') \u3002A1"), min_size=1, max_size=30),
        min_size=1,
        max_size=4,
    ),
    st.data(),
)
def test_runs_lie_in_one_block_around_the_anchor(
    blocks: list[str], data: st.DataObject
) -> None:
    page = passage.readings(blocks)[0]
    start = data.draw(st.integers(0, len(page)))
    line_end = page.find("\n", start) if "\n" in page[start:] else len(page)
    place = (start, data.draw(st.integers(start, max(start, line_end))))
    low, high = passage.sentence_around(page, place)
    assert low <= place[0] <= place[1] <= high
    run = page[low:high]
    assert "\n" not in run
    assert passage.find_run(page, place, passage.digest_run(run)) is not None


@pytest.mark.parametrize(
    "page",
    [
        "x. " * 100_000 + "the anchor" + " y." * 100_000,
        "the anchor. " * 50_000,
        "the anchor " * 50_000,
        "the anchorthe anchor" * 20_000,
        ("x. " * 1000 + "the anchor" + " y." * 1000 + "\n") * 200,
        "x" * 500_000 + " the anchor " + "x" * 500_000,
    ],
    ids=["edges", "sentences", "one line", "no words", "many lines", "no edges"],
)
def test_a_hostile_page_is_searched_in_bounded_time(page: str) -> None:
    start = time.perf_counter()
    assert proved(page, "the anchor", "0" * 64) == []
    # Seen: 0.1 s. All pairs of edges would be 10,000,000,000 digests.
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("x" * 3_999 + " bees", True),
        ("x" * 4_000 + " bees", False),
        ("bees " + "x" * 3_999, True),
        ("bees " + "x" * 4_000, False),
        ("a. " * 31 + "bees", True),
        ("a. " * 32 + "bees", False),
        ("bees" + " a." * 32, True),
        ("bees" + " a." * 33, False),
    ],
    ids="long before,longer,long after,longer,edges before,more,edges after,more".split(","),
)
def test_a_run_goes_4000_characters_and_32_edges_far_and_no_further(
    page: str, found: bool
) -> None:
    assert proved(page, "bees", passage.digest(page)) == ([page] if found else [])


@pytest.mark.parametrize(
    ("page", "run"),
    [
        ("x" * 4_001 + " bees", "x" * 3_999 + " bees"),
        ("bees " + "x" * 4_001, "bees " + "x" * 3_999),
    ],
)
def test_where_the_search_for_edges_ends_is_no_edge(page: str, run: str) -> None:
    assert proved(page, "bees", passage.digest(run)) == []


def test_a_run_holds_its_whole_anchor() -> None:
    page = "First it rained. Then the bees came. They sang."
    for run in ("Then the bees came.", "First it rained.", "They sang."):
        assert proved(page, "rained. Then the bees came. They", passage.digest(run)) == []


@pytest.mark.parametrize("anchor", ["keep bees", "keep bees.", 'keep bees."', 'keep bees.")'])
def test_an_anchor_may_hold_the_marks_that_end_its_sentence(anchor: str) -> None:
    page = 'He said ("we keep bees.") Then he left.'
    sentence = 'He said ("we keep bees.")'
    assert proved(page, anchor, passage.digest(sentence)) == [sentence]


def test_the_nearest_sentence_ends_behind_its_closing_marks() -> None:
    page = 'He said ("we keep bees.") Then he left.'
    place = passage.find_anchor(page, "keep")[0]
    assert page[slice(*passage.sentence_around(page, place))] == 'He said ("we keep bees.")'


def test_the_nearest_sentence_without_edges_is_the_anchor() -> None:
    page = "x" * 5_000 + " the bees " + "x" * 5_000
    assert passage.sentence_around(page, (5_001, 5_009)) == (5_001, 5_009)


def test_fifty_places_of_an_anchor_are_looked_at() -> None:
    assert passage.find_anchor("bees " * 51, "bees")[-1] == (49 * 5, 49 * 5 + 4)


def test_links_leave_nothing_that_the_grammar_reserves() -> None:
    link = passage.link("http://a.example/x.htm", "self-employed, R&D: 100% \u201cw\u201d")
    assert link == (
        "http://a.example/x.htm#:~:text=self%2Demployed%2C%20R%26D%3A%20100%25%20%E2%80%9Cw%E2%80%9D"
    )


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("http://a.example/x", "http://a.example/x#:~:text=two%20words"),
        ("http://a.example/x#part", "http://a.example/x#part:~:text=two%20words"),
        ("http://a.example/x#", "http://a.example/x#:~:text=two%20words"),
        ("http://a.example/x#:~:text=one", "http://a.example/x#:~:text=one&text=two%20words"),
        ("http://a.example/a b{c}\n", "http://a.example/a%20b%7Bc%7D%0A#:~:text=two%20words"),
        ("http://a/%20?q=[1]&r=~", "http://a/%20?q=[1]&r=~#:~:text=two%20words"),
    ],
)
def test_what_the_address_has_is_kept_but_for_what_none_may_hold(url: str, linked: str) -> None:
    assert passage.link(url, "two words") == linked


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_the_words_come_back_out_of_the_link(anchor: str) -> None:
    fragment = urlsplit(passage.link("http://a.example/x", anchor)).fragment
    words = fragment.removeprefix(":~:text=")
    assert unquote(words) == anchor
    assert not set(words) & set("-,& \n#")


def test_a_lone_surrogate_breaks_neither_link_nor_digest() -> None:
    assert passage.link("http://a.example/", "a\ud800").endswith("text=a%3F")
    assert passage.digest("a\ud800") != passage.digest("a")
    assert passage.find_anchor("a b", "\ud800") == []


@pytest.fixture(scope="module")
def sentences(articles: Mapping[str, Path]) -> list[dict[str, str]]:
    """Every sentence of the articles, as it was split by hand."""
    assert set(articles) == {"acwf-2018", "wma-2010"}
    with (SOURCES / "sentences.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_digests_of_the_articles_are_those_of_the_prototype(
    sentences: list[dict[str, str]],
) -> None:
    digests = {
        (row["source"], row["paragraph"], row["sentence"]): passage.digest(row["text"])
        for row in sentences
    }
    assert {key: digests[key] for key in VECTORS} == VECTORS
    assert len(set(digests.values())) == 60


def test_every_sentence_of_the_articles_is_found_from_any_of_its_words(
    articles: Mapping[str, Path], sentences: list[dict[str, str]]
) -> None:
    from wfacts.page import read_page  # noqa: PLC0415 - only here

    pages = {
        name: passage.readings(read_page(path.read_bytes()))[0]
        for name, path in articles.items()
    }
    for row in sentences:
        text, digest = canonical(row["text"]), passage.digest(row["text"])
        words = text.split()
        for start in range(max(1, len(words) - 4)):
            anchor = " ".join(words[start : start + 5])
            assert proved(pages[row["source"]], anchor, digest) == [text]
