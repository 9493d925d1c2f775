"""The limits that ``SECURITY.md`` names are those enforced; ``test_system`` tries them."""

import re

import pytest

from conftest import ROOT
from wfacts import asked, dataset, output, page, problem, query, shape, stream
from wfacts.cli import options, proving

LIMITS = {
    "a dataset read into memory": f"{dataset.SIZE_LIMIT // 2**20} MiB",
    "a dataset to `check`": f"{proving.MOST_BYTES // 2**20} MiB",
    "problems that `check` lists": f"{problem.MOST:,}",
    "one text of a dataset": f"{shape.LONGEST:,} characters",
    "one item of a dataset that `build` reads": f"{stream.LARGEST_ITEM:,} characters",
    "lists and objects in a source": f"{shape.DEEPEST} deep",
    "a value": f"{(shape.LARGEST + 1).bit_length()} bits",
    "a saved page": f"{page.MAX_BYTES // 2**20} MiB",
    "standard input": f"{options.MOST_INPUT // 2**20} MiB",
    "a query": f"{query.LONGEST:,} characters, {query.MOST_TERMS} words and phrases",
    "a question": f"{asked.LONGEST:,} characters",
    "a line on standard error": f"{output.LONGEST_LINE} characters",
}


def test_every_limit_that_is_written_down_is_known_here() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    table = text.partition("## Limits")[2].partition("\n\nWhat")[0]
    assert len(re.findall(r"(?m)^\| (?!what|---)", table)) == len(LIMITS)


@pytest.mark.parametrize("what", LIMITS)
def test_a_limit_is_written_down_as_it_is_enforced(what: str) -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert re.search(rf"(?m)^\| {re.escape(what)}.*\| {re.escape(LIMITS[what])} \|$", text)
