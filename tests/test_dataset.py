"""The dataset is found and read; what `data/facts.json` promises holds."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import FACTS, ROOT, SOURCES
from wfacts import dataset
from wfacts.dataset import Raw, locate, parse_dataset, read_bytes
from wfacts.errors import DataError
from wfacts.model import (
    Claim,
    Dataset,
    Discrepancy,
    DiscrepancyKind,
    Kind,
    Modifier,
    Passage,
)
from wfacts.problem import CODES
from wfacts.text import canonical
from wfacts.verify import Status

Write = Callable[[str | bytes], Path]

EXAMPLE = ROOT / "examples" / "repair-cafe.json"
SOUND: dict[str, Any] = json.loads(EXAMPLE.read_bytes())

LONGEST_QUOTATION = 11
"""Words of an article that may stand in a row in a text of ours; names count as one."""

NAMES = (
    "All-China Women's Federation (ACWF)",
    "All-China Women's Federation",
    "Central Committee of the Communist Party of China (CPC)",
    "Central Committee of the Communist Party of China",
    "China Women's Entrepreneurship Innovation Competition",
    "China Women's Entrepreneurship Innovation Forum",
    "Community Service Program for Women",
    "Leading Party Group and the Secretariat of the ACWF",
    "Ministry of Civil Affairs",
    "Ministry of Labor and Social Security",
    "National Modern Agricultural Science and Technology Demonstration Bases",
    "Peking University",
    "Nanjing Agricultural University",
    "People's Government of Zhejiang Province",
    "State Council Leading Group Office of Poverty Alleviation and Development",
)
"""Official names and titles, which can't be said in other words."""

TITLES = (
    "Women's Federations Achieve Major Successes in Poverty Alleviation, Rural Revitalization",
    "Women Making Achievements Campaign",
)


def words(text: str) -> list[str]:
    """The words of *text* without case and marks; a name or a title is one."""
    folded = unicodedata.normalize("NFKC", canonical(text)).casefold()
    for name in (*TITLES, *NAMES):
        folded = folded.replace(name.casefold(), " § ")
    return re.findall(r"§|[a-z0-9]+(?:[.,'][a-z0-9]+)*", folded)


def runs(listed: list[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(listed[start:] for start in range(length)), strict=False)


def our_texts() -> list[Path]:
    folders = ("src", "data", "docs", "examples", "tests", "benchmarks", ".ci")
    files = [path for path in ROOT.iterdir() if path.is_file()]
    files += [path for folder in folders for path in (ROOT / folder).rglob("*")]
    kept = {".md", ".py", ".json", ".jsonl", ".txt", ".html", ".sql", ".toml", ".tsv", ".svg"}
    return sorted(path for path in files if path.is_file() and path.suffix in {*kept, "", ".1"})


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(FACTS.read_bytes())
    return tree


@pytest.fixture(scope="module")
def sentences() -> Mapping[tuple[str, int, int], str]:
    """The articles' sentences by source, paragraph and number."""
    listed = SOURCES / "sentences.tsv"
    if not listed.is_file():
        pytest.skip("the articles are not at hand")
    rows = [line.split("\t") for line in listed.read_text(encoding="utf-8").splitlines()[1:]]
    return {(source, int(p), int(s)): text for source, p, s, text in rows}


def test_every_sentence_is_carried_by_a_claim(
    facts: dict[str, Any], sentences: Mapping[tuple[str, int, int], str]
) -> None:
    """All but the second paragraph of the encyclopedia, which states no fact."""
    carried = {
        (claim["source"], claim["passage"]["paragraph"], claim["passage"]["sentence"])
        for claim in facts["claims"]
    }
    assert carried <= set(sentences)
    assert {place[:2] for place in set(sentences) - carried} == {("wma-2010", 2)}


def test_anchors_hold_at_most_half_of_their_sentence(
    facts: dict[str, Any], sentences: Mapping[tuple[str, int, int], str]
) -> None:
    held: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    for claim in facts["claims"]:
        passage = claim["passage"]
        place = (claim["source"], passage["paragraph"], passage["sentence"])
        printed, anchor = canonical(sentences[place]), canonical(passage["anchor"])
        first = len(printed[: printed.index(anchor)].split())
        held[place].update(range(first, first + len(anchor.split())))
    shares = {place: len(held[place]) / len(sentences[place].split()) for place in held}
    assert {place: share for place, share in shares.items() if share > 0.55} == {}


def test_no_text_of_ours_repeats_twelve_words_of_an_article(
    articles: Mapping[str, Path],
) -> None:
    length = LONGEST_QUOTATION + 1
    printed = {
        run
        for path in articles.values()
        for run in runs(words(path.read_text("utf-8")), length)
    }
    assert printed
    for path in our_texts():
        found = printed.intersection(runs(words(path.read_text("utf-8", "replace")), length))
        assert {path.relative_to(ROOT): " ".join(run) for run in found} == {}


def test_the_dataset_in_use_is_chosen_by_option_then_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("WFACTS_DATA", raising=False)
    assert Path(locate()) == FACTS
    monkeypatch.setenv("WFACTS_DATA", "other.json")
    assert locate() == "other.json"
    assert locate("given.json") == "given.json"


def test_a_dataset_is_read_as_typed_values() -> None:
    read = parse_dataset(read_bytes(str(EXAMPLE)))
    assert (read.title, len(read.claims)) == (SOUND["title"], 16)
    assert read.claims[3].passage.anchor == SOUND["claims"][3]["passage"]["anchor"]
    assert read.sources[0].issued == "2024-03-14"
    assert read.discrepancies[0].marked


def test_a_byte_order_mark_is_no_fault(dataset_file: Write) -> None:
    path = dataset_file(b"\xef\xbb\xbf" + EXAMPLE.read_bytes())
    assert parse_dataset(read_bytes(str(path))) == parse_dataset(read_bytes(str(EXAMPLE)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe", "not UTF-8 at byte 0"),
        (b"[NaN]", "NaN is not a JSON number"),
        (b"[" + b"1" * 5_000 + b"]", "not JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b"[]", "expected an object, found a list"),
        (b"{}", "schema_version: missing key"),
    ],
)
def test_what_is_no_dataset_is_refused_by_name(
    content: bytes, said: str, dataset_file: Write
) -> None:
    path = dataset_file(content)
    with pytest.raises(DataError, match=re.escape(said)) as caught:
        parse_dataset(read_bytes(str(path)))
    assert caught.value.message.startswith(str(path))
    assert caught.value.status == 3


def test_half_a_surrogate_pair_is_refused() -> None:
    broken = EXAMPLE.read_text(encoding="utf-8").replace("Harrow, the", r"\ud800, the", 1)
    with pytest.raises(DataError, match="surrogate"):
        parse_dataset(Raw("x", broken.encode()))


def test_a_file_that_is_too_large_is_sent_to_build(dataset_file: Write) -> None:
    path = dataset_file(b" " * 101)
    with pytest.raises(DataError) as caught:
        read_bytes(str(path), limit=100)
    assert caught.value.hints == (f"compile it first: wfacts build {path} facts.db",)


def test_the_first_fault_is_named_and_check_is_offered(dataset_file: Write) -> None:
    tree = {**SOUND, "title": None, "version": None}
    with pytest.raises(DataError) as caught:
        parse_dataset(read_bytes(str(dataset_file(json.dumps(tree)))))
    assert "title: expected a string, found null" in caught.value.message
    assert "wfacts check" in caught.value.hints[0]


def test_a_digest_names_the_bytes() -> None:
    assert dataset.digest(b"abc").startswith("ba7816bf8f01cfea")


GUIDE = (ROOT / "docs" / "dataset.md").read_text(encoding="utf-8")


def test_the_guide_explains_every_field_and_word() -> None:
    prose = re.sub(r"(?ms)^```.*?^```$", "", GUIDE)
    explained = set(re.findall(r"`([^`]+)`", prose))
    records = (Dataset, Claim, Passage, Discrepancy)
    assert {name for record in records for name in record._fields} <= explained
    assert {*Kind, *Modifier, *DiscrepancyKind, *Status} <= explained


def test_the_guide_has_every_code_with_its_meaning() -> None:
    rows = re.findall(r"(?m)^\| (E\d+) \| (.+?) \| .+ \|$", GUIDE)
    assert dict(rows) == CODES


def test_the_guide_s_first_dataset_is_the_one_in_examples() -> None:
    (printed,) = re.findall(r"(?ms)^```json\n(.*?)^```$", GUIDE)
    assert printed == (ROOT / "examples" / "draft.json").read_text(encoding="utf-8")
