"""Rows as text: what each format does with any value, and that nothing is lost."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders import HOSTILE, find_controls
from contract.test_07_tsv_csv_markdown import read_markdown, read_tsv
from wfacts.formats import FORMATS, Format

COLUMNS = ["id", "text"]
texts = st.one_of(st.text(), st.sampled_from(list(HOSTILE.values())))


def written(form: str, rows: list[dict[str, Any]], *, header: bool = False) -> str:
    """*rows* in a form."""
    return "".join(FORMATS[Format(form)](rows, COLUMNS, header=header))


def rows_of(*values: Any) -> list[dict[str, Any]]:
    """A row for each value, under the column ``text``."""
    return [{"id": str(n), "text": value} for n, value in enumerate(values)]


@given(st.lists(texts))
@example(["\\", "\\n", "\n", "\\\\n", "\x00", "\u202e", "\\u202e", "\\x00"])
def test_tsv_reads_back_any_text(values: list[str]) -> None:
    out = written("tsv", rows_of(*values))
    assert find_controls(out.replace("\t", "")) == []
    assert [record[1] for record in read_tsv(out)] == values


@given(st.lists(texts))
def test_json_reads_back_any_text(values: list[str]) -> None:
    for form in ("json", "jsonl"):
        out = written(form, rows_of(*values))
        assert find_controls(out) == []
        read = json.loads(out if form == "json" else f"[{','.join(out.splitlines())}]")
        assert [row["text"] for row in read] == values


def test_json_is_indented_by_two_and_says_letters_as_they_are() -> None:
    rows: list[dict[str, Any]] = [
        {"id": "a", "text": "\u5987"},
        {"id": "b", "text": ["x", None]},
    ]
    assert written("json", rows) == (
        '[\n  {\n    "id": "a",\n    "text": "\u5987"\n  },\n'
        '  {\n    "id": "b",\n    "text": [\n      "x",\n      null\n    ]\n  }\n]\n'
    )
    assert written("json", []) == "[]\n"
    assert written("jsonl", rows) == (
        '{"id":"a","text":"\u5987"}\n{"id":"b","text":["x",null]}\n'
    )


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]))))
def test_csv_reads_back_any_text_without_controls(values: list[str]) -> None:
    out = written("csv", rows_of(*values))
    assert [row[1] for row in csv.reader(io.StringIO(out, newline=""))] == values


@given(st.lists(texts))
def test_markdown_keeps_every_cell_in_its_row(values: list[str]) -> None:
    out = written("md", rows_of(*values), header=True)
    records = list(read_markdown(out))
    assert [record[0] for record in records] == ["id", *(str(n) for n in range(len(values)))]
    assert find_controls(out) == []


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-5, "-5"),
        (2**63, "9223372036854775808"),
        (1.5, "1.5"),
        (1e16, "10000000000000000"),
        (1e-7, "0.0000001"),
        ([], ""),
        (["a", "b"], "a;b"),
        ([{"id": "one", "note": "x"}, {"id": "two"}], "one;two"),
        ({"id": "claim"}, "claim"),
        ({"note": "x"}, ""),
    ],
    ids=str,
)
def test_a_value_in_a_cell(value: Any, cell: str) -> None:
    assert written("tsv", rows_of(value)) == f"0\t{cell}\n"
    assert written("csv", rows_of(value)) == f"0,{cell}\n"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a,b", '"a,b"'),
        ('say "a"', '"say ""a"""'),
        ("a\nb", "a\\x0ab"),
        ("a\rb", "a\\x0db"),
        ("a\tb", "a\\x09b"),
        (" a ", " a "),
        ("\x9fa\u00a0b", "\\x9fa\u00a0b"),
        ("=1+1", "=1+1"),
    ],
)
def test_csv_quotes_as_rfc_4180_and_shows_controls(text: str, cell: str) -> None:
    assert written("csv", rows_of(text)) == f"0,{cell}\n"


def test_markdown_escapes_what_would_be_a_cell_a_tag_or_a_link() -> None:
    out = written("md", rows_of("a|b\\|c <i> [x](y)\nz"))
    assert out == "| 0 | a\\|b\\\\\\|c &lt;i> \\[x](y)\\x0az |\n"


@pytest.mark.parametrize(
    ("form", "header", "record"),
    [
        ("tsv", "id\ttext\n", "0\tx\n"),
        ("csv", "id,text\n", "0,x\n"),
        ("md", "| id | text |\n| --- | --- |\n", "| 0 | x |\n"),
        ("ids", "id\n", "0\n"),
    ],
)
def test_a_header_names_the_columns_where_it_is_wanted(
    form: str, header: str, record: str
) -> None:
    assert written(form, rows_of("x"), header=True) == header + record
    assert written(form, rows_of("x")) == record


def test_a_csv_row_of_one_empty_field_is_no_empty_line() -> None:
    rows = [{"text": ""}, {"text": None}, {"text": "x"}]
    assert "".join(FORMATS[Format.CSV](rows, ["text"], header=False)) == '""\n""\nx\n'


def test_markdown_has_a_footnote_for_each_source_once() -> None:
    cited = [("s-1", "First [a] (para. 3)"), ("s-2", "Second (para. 1)"), ("s-1", "Third")]
    rows = [{"source": source, "citation": citation} for source, citation in cited]
    out = "".join(FORMATS[Format.MD](rows, ["source"], header=False))
    assert out == (
        "| s-1[^s-1] |\n| s-2[^s-2] |\n| s-1[^s-1] |\n\n[^s-1]: First \\[a]\n[^s-2]: Second\n"
    )
    assert "[^" not in "".join(FORMATS[Format.MD](rows, ["citation"], header=False))
    uncited = [{"source": "s-1"}]
    assert "".join(FORMATS[Format.MD](uncited, ["source"], header=False)) == "| s-1 |\n"


@pytest.mark.parametrize("form", [form for form in FORMATS if form is not Format.JSON])
def test_no_rows_are_no_lines(form: Format) -> None:
    assert "".join(FORMATS[form]([], COLUMNS, header=False)) == ""


def test_rows_are_written_as_they_come() -> None:
    seen: list[str] = []

    def rows() -> Any:
        for n in "ab":
            seen.append(n)
            yield {"id": n, "text": ""}

    first = next(iter(FORMATS[Format.JSONL](rows(), COLUMNS, header=False)))
    assert (first, seen) == ('{"id":"a","text":""}', ["a"])
