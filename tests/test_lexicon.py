"""The list of words by which ``ask`` understands questions: it stays one that can be read."""

from pathlib import Path

import pytest

import wfacts.lexicon
from wfacts.lexicon import NEEDED, is_light, need_of, phrasing, stem, words_of, words_same_as

LIST = Path(wfacts.lexicon.__file__).with_suffix(".txt")


def read_sections() -> dict[str, list[list[str]]]:
    """The words of each line, by section."""
    sections: dict[str, list[list[str]]] = {}
    lines: list[list[str]] = []
    for line in LIST.read_text().splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line.split())
    return sections


SECTIONS = read_sections()


def test_the_sections_are_those_that_are_known() -> None:
    assert set(SECTIONS) == {"phrasing", "light", "same", *NEEDED, "other"}


@pytest.mark.parametrize("section", ["phrasing", "light"])
def test_a_word_stands_once_in_a_plain_section(section: str) -> None:
    words = [word for line in SECTIONS[section] for word in line]
    assert sorted(words) == sorted(set(words))


def test_no_group_of_synonyms_is_part_of_another() -> None:
    groups = [frozenset(line) for line in SECTIONS["same"]]
    assert [sorted(a) for a in groups for b in groups if a < b] == []
    assert len(set(groups)) == len(groups)


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_words_are_as_questions_are_cut(section: str) -> None:
    words = [word for line in SECTIONS[section] for word in line]
    assert [word for word in words if words_of(word) != [word]] == []


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("loans", "loan"),
        ("trained", "training"),
        ("women", "woman"),
        ("men", "man"),
        ("programme", "program"),
        ("organisation", "organization"),
        ("centres", "center"),
        ("ministries", "ministry"),
        ("stopped", "stopping"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(form: str, other: str) -> None:
    assert stem(form) == stem(other)


def test_unlike_words_have_unlike_stems() -> None:
    words = "women men loan lion train trade base basis enterprise entertain".split()
    assert len({stem(word) for word in words}) == len(words)


def test_each_kind_of_knowledge_is_found_by_any_form() -> None:
    assert "loans" not in phrasing()
    assert "how" in phrasing()
    assert is_light(stem("women"))
    assert not is_light(stem("loans"))
    assert "microcredit" in words_same_as(stem("loans"))
    need = need_of("sichuan")
    assert need is not None
    assert need.section == "places"
    assert need_of("loans") is None
