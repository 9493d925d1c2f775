"""A claim is proved by its sentence and nothing else; every change is noticed."""

import re
import textwrap
import time
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import FACTS
from wfacts.dataset import parse_dataset, read_bytes
from wfacts.model import Claim, Kind, Modifier, Passage
from wfacts.page import read_page
from wfacts.passage import digest
from wfacts.verify import Finding, Status, verify_claims

# The pilcrow begins a paragraph.
SENTENCES = [
    "In 2011 the ferrymen of Lake Oru founded a union with eleven others.",
    "It trained more than 2,400 young women as pilots, some 60 percent of them islanders.",
    (
        "\u00b6Loans of a total 3.75 million yuan built nearly one hundred and twenty boats;"
        " at least 40 per cent run on sunlight."
    ),
    "\u201cWe carry everybody,\u201d says Mira Solan, the union\u2019s chair.",
    "Around 1.2 million passengers cross each year, and 15 crossings a day go to school.",
    "\u00b6Its aims are these:",
    (
        "1) two million safe crossings, two million meals and two million letters by 2030;"
        " no child is to wait alone; and"
    ),
    "\u00b62) a well-lit quay on every island, built by the self-employed",
]
PARAGRAPHS = " ".join(SENTENCES).split(" \u00b6")


def sentence_of(number: int) -> str:
    return SENTENCES[number].removeprefix("\u00b6")


def make_claim(number: int, anchor: str, figure: str | None = None, **fields: Any) -> Claim:
    """A claim of the article's sentence *number*, named for it and its anchor."""
    values = {
        "id": f"{number}-{anchor.split(maxsplit=1)[0].lower()}",
        "kind": Kind.FIGURE if figure else Kind.EVENT,
        "statement": "What the sentence says.",
        "figure": figure,
        "value": None,
        "unit": None,
        "modifier": None,
        "measure": "things counted",
        "actor": (),
        "programme": None,
        "place": None,
        "topics": (),
        "period": None,
        "caveat": None,
        "source": "oru-2024",
        "passage": Passage(1, number, anchor, digest(sentence_of(number))),
        "keywords": (),
        "questions": (),
    }
    return Claim(**{**values, **fields})


CLAIMS = [
    make_claim(0, "founded a union with eleven others", "eleven", value=11, unit="people"),
    make_claim(0, "the ferrymen of Lake Oru"),
    make_claim(
        1, "more than 2,400 young women", "2,400", value=2400, unit="women", modifier="over"
    ),
    make_claim(
        1, "some 60 percent of them", "60 percent", value=60, unit="%", modifier="about"
    ),
    make_claim(
        2, "Loans of a total 3.75 million yuan", "3.75 million yuan", value=3750000, unit="CNY"
    ),
    make_claim(
        2,
        "nearly one hundred and twenty boats",
        "one hundred and twenty",
        value=120,
        unit="boats",
        modifier=Modifier.NEARLY,
    ),
    make_claim(
        2, "at least 40 per cent run", "40 per cent", value=40, unit="%", modifier="at_least"
    ),
    make_claim(3, "says Mira Solan, the union's chair"),
    make_claim(
        4,
        "Around 1.2 million passengers",
        "1.2 million",
        value=1200000,
        unit="people",
        modifier="about",
    ),
    make_claim(4, "15 crossings a day", "15", value=15, unit="crossings"),
    make_claim(6, "two million meals and", "two million", value=2000000, unit="meals"),
    make_claim(6, "two million letters by", "two million", value=2000000, unit="letters"),
    make_claim(7, "built by the self-employed"),
]
NUMBERS = {claim.id: claim.passage.sentence for claim in CLAIMS}


def as_lines(paragraphs: list[str]) -> str:
    return "\n".join(paragraphs)


def as_wrapped(paragraphs: list[str]) -> str:
    return "\n\n".join(textwrap.fill(text, 57) for text in paragraphs)


def as_html(paragraphs: list[str]) -> str:
    between = "<div class=ad><script>x</script>Buy a boat</div>"
    return "<title>Lake Oru</title>" + between.join(
        f"<p>{escape(text)}</p>".replace(" a ", "&nbsp;a ") for text in paragraphs
    )


def as_breaks(paragraphs: list[str]) -> str:
    return "<body>" + "<br><br>".join(
        escape(textwrap.fill(text, 48)).replace("\n", "<br>") for text in paragraphs
    )


RENDERINGS = [as_lines, as_wrapped, as_html, as_breaks]


def verify(page: str, claims: list[Claim] = CLAIMS) -> list[Finding]:
    return verify_claims(claims, read_page(page.encode()))


def verify_one(claim: Claim, page: str = "") -> Finding:
    return verify(page or as_lines(PARAGRAPHS), [claim])[0]


def failing(page: str) -> set[int]:
    """The sentences of which a claim is not verified."""
    return {NUMBERS[f.id] for f in verify(page) if f.status is not Status.VERIFIED}


def with_sentence(number: int, changed: str) -> list[str]:
    """The article's paragraphs with one sentence changed."""
    mark = "\u00b6" if SENTENCES[number].startswith("\u00b6") else ""
    sentences = [*SENTENCES[:number], mark + changed, *SENTENCES[number + 1 :]]
    return " ".join(sentences).split(" \u00b6")


@pytest.mark.parametrize("render", RENDERINGS)
def test_every_claim_is_verified_on_every_copy(render: Callable[[list[str]], str]) -> None:
    findings = verify(render(PARAGRAPHS))
    assert [finding.id for finding in findings] == [claim.id for claim in CLAIMS]
    assert {(finding.status, finding.detail) for finding in findings} == {("verified", None)}


@pytest.mark.parametrize("render", RENDERINGS)
def test_the_sentence_comes_from_the_copy_with_its_anchor_and_digest(
    render: Callable[[list[str]], str],
) -> None:
    for claim, finding in zip(CLAIMS, verify(render(PARAGRAPHS)), strict=True):
        assert finding.sentence is not None
        assert finding.anchor is not None
        assert finding.sentence[slice(*finding.anchor)] == claim.passage.anchor
        assert finding.sha256 == digest(finding.sentence) == claim.passage.sha256
        assert finding.source == "oru-2024"


mutable = st.sampled_from(sorted(set(NUMBERS.values())))
renderings = st.sampled_from(RENDERINGS)
words = st.sampled_from("not never once the The 7 all over nearly million \u5987 a".split())


def noticed(number: int, changed: list[str], render: Callable[[list[str]], str]) -> None:
    """The changed sentence's claims fail, all of them and no others."""
    page = render(with_sentence(number, " ".join(changed)))
    assert failing(page) == {number}
    findings = [finding for finding in verify(page) if NUMBERS[finding.id] == number]
    assert Status.VERIFIED not in {finding.status for finding in findings}


@given(mutable, renderings, words, st.data())
@settings(deadline=None)
def test_an_added_word_is_noticed(
    number: int, render: Callable[[list[str]], str], word: str, data: st.DataObject
) -> None:
    changed = sentence_of(number).split()
    # Behind a full stop it would be the next sentence's.
    last = len(changed) - (1 if changed[-1].endswith(".") else 0)
    changed.insert(data.draw(st.integers(0, last)), word)
    noticed(number, changed, render)


@given(mutable, renderings, st.data())
@settings(deadline=None)
def test_a_lost_word_is_noticed(
    number: int, render: Callable[[list[str]], str], data: st.DataObject
) -> None:
    changed = sentence_of(number).split()
    del changed[data.draw(st.integers(0, len(changed) - 2))]
    noticed(number, changed, render)


@given(mutable, renderings, words, st.data())
@settings(deadline=None)
def test_a_changed_word_is_noticed(
    number: int, render: Callable[[list[str]], str], word: str, data: st.DataObject
) -> None:
    changed = sentence_of(number).split()
    place = data.draw(st.integers(0, len(changed) - 2).filter(lambda n: changed[n] != word))
    changed[place] = word
    noticed(number, changed, render)


@given(mutable, renderings, st.data())
@settings(deadline=None)
def test_two_words_that_change_places_are_noticed(
    number: int, render: Callable[[list[str]], str], data: st.DataObject
) -> None:
    changed = sentence_of(number).split()
    places = st.lists(st.integers(0, len(changed) - 2), min_size=2, max_size=2, unique=True)
    a, b = data.draw(places.filter(lambda pair: changed[pair[0]] != changed[pair[1]]))
    changed[a], changed[b] = changed[b], changed[a]
    noticed(number, changed, render)


@given(mutable, renderings, st.data())
@settings(deadline=None)
def test_a_changed_letter_or_digit_is_noticed(
    number: int, render: Callable[[list[str]], str], data: st.DataObject
) -> None:
    sentence = sentence_of(number)
    spots = [n for n, char in enumerate(sentence) if char.isalnum()]
    spot = data.draw(st.sampled_from(spots))
    other = "7" if sentence[spot] != "7" else "1"
    other = other if sentence[spot].isdigit() else sentence[spot].swapcase()
    changed = sentence[:spot] + other + sentence[spot + 1 :]
    noticed(number, changed.split(), render)


@pytest.mark.parametrize("render", RENDERINGS)
def test_a_digit_added_to_any_number_is_noticed(render: Callable[[list[str]], str]) -> None:
    for number in sorted(set(NUMBERS.values())):
        sentence = sentence_of(number)
        for match in re.finditer(r"[0-9]", sentence):
            for at in match.span():
                noticed(number, (sentence[:at] + "4" + sentence[at:]).split(), render)
            for before in ("1.", "1,", "-"):
                put = sentence[: match.start()] + before + sentence[match.start() :]
                noticed(number, put.split(), render)


@pytest.mark.parametrize("render", RENDERINGS)
@pytest.mark.parametrize(
    ("number", "old", "new"),
    [
        (1, "more than ", ""),
        (1, "some 60", "nearly 60"),
        (2, "nearly one", "over one"),
        (2, "at least 40", "40"),
        (2, "million yuan", "billion yuan"),
        (4, "Around", "Some"),
        (4, "15 crossings", "about 15 crossings"),
        (6, "no child", "a child"),
    ],
)
def test_a_changed_hedge_or_scale_is_noticed(
    number: int, old: str, new: str, render: Callable[[list[str]], str]
) -> None:
    changed = sentence_of(number).replace(old, new)
    assert changed != sentence_of(number)
    noticed(number, changed.split(), render)


def test_a_lost_full_stop_fails_its_sentence_and_the_neighbour_at_most() -> None:
    for number in (0, 1, 3, 4):
        page = as_lines(with_sentence(number, sentence_of(number).removesuffix(".")))
        assert number in failing(page)
        assert failing(page) <= {number, number + 1}


def test_the_nearest_digest_can_be_taken_over() -> None:
    changed = sentence_of(2).replace("boats;", "large boats;")
    finding = verify_one(CLAIMS[4], as_lines(with_sentence(2, changed)))
    assert finding.status is Status.CHANGED
    assert finding.sentence == changed
    assert finding.sha256 == digest(changed)
    assert finding.detail == f"the sentence has another digest: {digest(changed)}"
    taken = CLAIMS[4]._replace(passage=CLAIMS[4].passage._replace(sha256=digest(changed)))
    assert verify_one(taken, as_lines(with_sentence(2, changed))).status is Status.VERIFIED


def test_the_wrong_article_an_empty_one_and_none_verify_nothing() -> None:
    for page in ("", "\n", "<p></p>", "A page about something else. It has 15 words in it."):
        assert {(finding.status, finding.detail) for finding in verify(page)} == {
            (Status.MISSING, "the anchor is not in the file")
        }
    assert verify(as_lines(PARAGRAPHS), []) == []


@given(st.integers(0, len(as_lines(PARAGRAPHS))))
@settings(deadline=None)
def test_a_truncated_copy_verifies_what_it_holds_and_no_more(length: int) -> None:
    page = as_lines(PARAGRAPHS)[:length]
    for finding in verify(page):
        whole = sentence_of(NUMBERS[finding.id]) in page
        assert (finding.status is Status.VERIFIED) == whole
        if finding.status is Status.MISSING:
            assert (finding.sentence, finding.sha256, finding.anchor) == (None, None, None)


@pytest.mark.parametrize("place", ["before", "after"])
def test_an_anchor_in_a_menu_or_teaser_spoils_no_proof(place: str) -> None:
    menu = [f"{claim.passage.anchor} \u2026" for claim in CLAIMS] * 3
    paragraphs = [*menu, *PARAGRAPHS] if place == "before" else [*PARAGRAPHS, *menu]
    assert failing(as_html(paragraphs)) == set()


def test_a_sentence_that_stands_twice_is_ambiguous() -> None:
    finding = verify_one(CLAIMS[7], as_lines([*PARAGRAPHS, PARAGRAPHS[1]]))
    assert finding.status is Status.AMBIGUOUS
    assert finding.detail == "the sentence stands 2 times"
    assert finding.sha256 == CLAIMS[7].passage.sha256


def test_an_anchor_that_stands_twice_where_no_sentence_fits_is_ambiguous() -> None:
    page = "They sing: the ferrymen of Lake Oru, the ferrymen of Lake Oru."
    finding = verify_one(CLAIMS[1], page)
    assert finding.status is Status.AMBIGUOUS
    assert finding.sentence is None
    assert finding.detail == "the anchor stands 2 times, in no sentence with the digest"


def test_an_anchor_twice_in_its_one_sentence_is_proved() -> None:
    sentence = "All boats, all boats, are painted blue."
    claim = make_claim(0, "all boats", passage=Passage(1, 1, "boats", digest(sentence)))
    assert verify_one(claim, sentence).status is Status.VERIFIED


@pytest.mark.parametrize(
    ("claim", "fields", "reason"),
    [
        (
            4,
            {"value": 3_750_000_000},
            "the value is 3750000000, but '3.75 million yuan' is 3750000",
        ),
        (
            4,
            {"figure": "3.75 billion yuan"},
            "the figure '3.75 billion yuan' is not in the sentence",
        ),
        (4, {"figure": "3.75 million"}, "the unit is CNY, but '3.75 million' is printed"),
        (
            4,
            {"figure": "3.75", "value": 3.75},
            "the figure is only a part of '3.75 million yuan'",
        ),
        (4, {"unit": "%"}, "the unit is %, but '3.75 million yuan' is printed"),
        (4, {"unit": "boats"}, "the unit is boats, but '3.75 million yuan' is printed"),
        (4, {"unit": None}, "the unit is None, but '3.75 million yuan' is printed"),
        (4, {"modifier": "over"}, "the modifier is 'over', but none is printed"),
        (2, {"modifier": None}, "the modifier is none, but 'over' is printed"),
        (2, {"modifier": "nearly"}, "the modifier is 'nearly', but 'over' is printed"),
        (2, {"value": 24_000}, "the value is 24000, but '2,400' is 2400"),
        (2, {"value": None}, "the value is None, but '2,400' is 2400"),
        (2, {"figure": "400", "value": 400}, "the figure '400' is not in the sentence"),
        (2, {"figure": None}, "the value 2400 has no figure"),
        (2, {"unit": "%"}, "the unit is %, but '2,400' is printed"),
        (3, {"figure": "60", "unit": "women"}, "the figure is only a part of '60 percent'"),
        (0, {"value": 12}, "the value is 12, but 'eleven' is 11"),
        (0, {"figure": "Eleven"}, "the figure 'Eleven' is not in the sentence"),
        (0, {"figure": "a union"}, "the figure 'a union' can't be read"),
        (
            5,
            {"figure": "one hundred", "value": 100},
            "the figure is only a part of 'one hundred and twenty'",
        ),
        (
            5,
            {"figure": "twenty", "value": 20},
            "the figure is only a part of 'one hundred and twenty'",
        ),
        (8, {"value": 1.2}, "the value is 1.2, but '1.2 million' is 1200000"),
        (9, {"figure": "15 crossings"}, "the figure '15 crossings' can't be read"),
    ],
)
def test_a_slip_in_the_dataset_is_found_though_the_sentence_is_right(
    claim: int, fields: dict[str, Any], reason: str
) -> None:
    finding = verify_one(CLAIMS[claim]._replace(**fields))
    assert finding.status is Status.CHANGED
    assert finding.detail is not None
    assert reason in finding.detail.split("; ")
    assert finding.sha256 == CLAIMS[claim].passage.sha256


def test_every_slip_of_a_claim_is_named() -> None:
    finding = verify_one(CLAIMS[2]._replace(value=5, unit="CNY", modifier=None))
    assert finding.detail == (
        "the value is 5, but '2,400' is 2400; the unit is CNY, but '2,400' is printed;"
        " the modifier is none, but 'over' is printed"
    )


def test_the_statuses_are_words_that_scripts_compare() -> None:
    assert [*Status] == ["verified", "changed", "missing", "ambiguous"]


@pytest.mark.parametrize(
    ("anchor", "modifier"),
    [
        *((anchor, "over") for anchor in ("Over 40 boats", "Over 40", "40 boats", "Over")),
        *((anchor, "nearly") for anchor in ("nearly 40 goats", "carry nearly 40", "40 goats")),
        *((anchor, "over") for anchor in ("boats carry", "goats")),
    ],
)
def test_the_figure_meant_is_the_one_in_the_anchor_or_else_the_first(
    anchor: str, modifier: str
) -> None:
    sentence = "Over 40 boats carry nearly 40 goats."
    claim = make_claim(0, anchor, "40", value=40, unit="of them", modifier=modifier)
    claim = claim._replace(passage=Passage(1, 1, anchor, digest(sentence)))
    assert verify_one(claim, sentence).status is Status.VERIFIED


@given(st.text(max_size=200), st.text(max_size=30), st.text(max_size=20))
@settings(deadline=None)
def test_any_page_and_any_claim_give_a_finding(page: str, anchor: str, figure: str) -> None:
    claim = make_claim(
        0, "x", passage=Passage(1, 1, anchor, digest(page)), figure=figure, value=1
    )
    finding = verify_claims([claim], [page])[0]
    assert finding.status in Status
    assert (finding.detail is None) == (finding.status is Status.VERIFIED)


@pytest.mark.parametrize(
    "page",
    [
        "".join(f"<p>{claim.passage.anchor}" for claim in CLAIMS) * 5000,
        ". ".join(claim.passage.anchor for claim in CLAIMS) * 5000,
        "; two million meals and" * 20_000,
        "two million meals and " * 20_000,
        "self-\nemployed\n" * 50_000 + "two million meals and",
    ],
    ids=["blocks", "sentences", "edges", "one run", "breaks"],
)
def test_a_hostile_page_is_verified_in_bounded_time(page: str) -> None:
    start = time.perf_counter()
    assert Status.VERIFIED not in {finding.status for finding in verify(page)}
    # Seen: 0.6 s.
    assert time.perf_counter() - start < 15


@pytest.fixture(scope="module")
def facts() -> list[Claim]:
    """The claims of the bundled dataset."""
    return list(parse_dataset(read_bytes(str(FACTS))).claims)


def typeset(text: str) -> dict[str, bytes]:
    """Copies of an article, as text and as pages."""
    lines = text.splitlines()
    pages = {
        "curly": text.replace(' "', " \u201c").replace('"', "\u201d").replace("'", "\u2019"),
        "wrapped": "\n".join(textwrap.fill(line, 72) for line in lines),
        "html": "<html><body>" + "".join(f"<p>{escape(line)}</p>" for line in lines),
        "wrapped html": "<html><body>"
        + "<p>".join(textwrap.fill(escape(line), 60) for line in lines),
        "breaks": "<html><body>" + "<br>\n".join(map(escape, lines)),
        "blanks": "<html><body>" + "<br><br>".join(lines).replace(" ", "&nbsp;"),
    }
    declared = "<meta charset=gb2312>" + pages["html"].replace("'", "\u2019")
    return {
        **{name: page.encode() for name, page in pages.items()},
        "marked": text.encode("utf-8-sig"),
        "wide": text.encode("utf-16"),
        "gb18030": declared.encode("gb18030"),
        "latin-1": declared.replace("gb2312", "latin1").encode("cp1252", "xmlcharrefreplace"),
    }


def test_every_claim_of_the_dataset_is_verified_on_every_copy_of_its_article(
    articles: Mapping[str, Path], facts: list[Claim]
) -> None:
    for source, path in articles.items():
        claims = [claim for claim in facts if claim.source == source]
        copies = {"saved": path.read_bytes(), **typeset(path.read_text(encoding="utf-8"))}
        for name, data in copies.items():
            findings = verify_claims(claims, read_page(data))
            assert {f for f in findings if f.status is not Status.VERIFIED} == set(), name


def test_the_claims_of_one_article_are_missing_in_the_other(
    articles: Mapping[str, Path], facts: list[Claim]
) -> None:
    for source, path in articles.items():
        others = [claim for claim in facts if claim.source != source]
        findings = verify_claims(others, read_page(path.read_bytes()))
        assert {finding.status for finding in findings} == {Status.MISSING}


def test_each_sentence_of_the_articles_changed_in_turn_fails_alone(
    articles: Mapping[str, Path], facts: list[Claim]
) -> None:
    for source, path in articles.items():
        claims = [claim for claim in facts if claim.source == source]
        text = path.read_text(encoding="utf-8")
        found = verify_claims(claims, read_page(text.encode()))
        for sentence in {finding.sentence for finding in found if finding.sentence}:
            changed = _find_printed(text, sentence)
            page = text.replace(changed, changed.replace(" ", " not ", 1))
            failed = {
                f.id
                for f in verify_claims(claims, read_page(page.encode()))
                if f.status != "verified"
            }
            assert failed == {f.id for f in found if f.sentence == sentence}


def _find_printed(text: str, sentence: str) -> str:
    """The sentence as it stands in the file, with its own quotes and blanks."""
    pattern = r"\s+".join(
        re.escape(word).replace("'", "['\u2019]") for word in sentence.split()
    )
    match = re.search(pattern, text)
    assert match is not None
    return match.group()
