"""Section 7: rows that read back, by readers of our own and of others."""

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from builders import HOSTILE, find_controls, raw_claim, raw_dataset, write_json
from conftest import lines
from contract.processes import ROWS, Desk, called


def read_tsv(text: str) -> Iterator[list[str]]:
    """The records of *text*: LF ends one, TAB a field, a backslash begins an escape."""
    names = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}

    def restore(match: re.Match[str]) -> str:
        escape = match.group(1)
        return names.get(escape) or chr(int(escape[1:], 16))

    for line in lines(text):
        yield [
            re.sub(r"\\([tnr\\]|x[0-9a-f]{2}|u[0-9a-f]{4})", restore, field)
            for field in line.split("\t")
        ]


def read_markdown(text: str) -> Iterator[list[str]]:
    """The cells of the table in *text*, its header first."""
    for number, line in enumerate(text.partition("\n\n")[0].splitlines()):
        cells = re.findall(r"\| ((?:[^|\\]|\\.)*) (?=\|)", line)
        if number != 1:
            yield [re.sub(r"\\([\\|\[])", r"\1", cell).replace("&lt;", "<") for cell in cells]


def in_a_cell(value: Any) -> str:
    """What the contract says a JSON value is in a cell, for values without exponents."""
    if isinstance(value, list):
        return ";".join(map(in_a_cell, value))
    return "" if value is None else str(value)


@pytest.mark.parametrize("name", ["search", "show", "facets", "sources", "check"])
def test_tsv_and_csv_hold_what_json_holds(desk: Desk, name: str) -> None:
    call = desk.fill(*ROWS[name])
    rows = json.loads(called(*call, "-f", "json").out)
    expected = [[in_a_cell(row[key]) for key in row if key != "discrepancies"] for row in rows]
    tsv = list(read_tsv(called(*call, "-f", "tsv").out))
    table = list(csv.reader(io.StringIO(called(*call, "-f", "csv").out, newline="")))
    assert tsv[0] == table[0]
    keep = [i for i, key in enumerate(tsv[0]) if key != "discrepancies"]
    assert [[row[i] for i in keep] for row in tsv[1:]] == expected
    assert [[row[i] for i in keep] for row in table[1:]] == expected


def test_tsv_of_a_hostile_dataset_reads_back_exactly(hostile: str) -> None:
    out = called("search", "--data", hostile, "-f", "tsv").out
    assert find_controls(out.replace("\t", "")) == []
    rows = json.loads(called("search", "--data", hostile, "-f", "json").out)
    keys = [key for key in rows[0] if key != "value"]
    header, *records = read_tsv(out)
    assert len(records) == len(rows)
    for record, row in zip(records, rows, strict=True):
        read = dict(zip(header, record, strict=True))
        assert [read[key] for key in keys] == [in_a_cell(row[key]) for key in keys]


def test_automatic_tsv_of_a_hostile_dataset_is_one_line_a_claim(hostile: str) -> None:
    piped = called("search", "--data", hostile).out
    assert len(lines(piped)) == len(lines(called("search", "--data", hostile, "-f", "ids").out))
    assert {line.count("\t") for line in lines(piped)} == {7}
    assert find_controls(piped.replace("\t", "")) == []


def test_csv_and_markdown_show_controls_as_escapes(hostile: str) -> None:
    for form in ("csv", "md"):
        out = called("search", "--data", hostile, "-f", form).out
        assert find_controls(out) == []
        assert "\\x1b[31m" in out.replace("\\[", "[")
        assert "\\u202e" in out
        assert "\\x9b" in out


def test_csv_reads_back_through_the_csv_module(desk: Desk) -> None:
    texts = [text for text in HOSTILE.values() if not find_controls(text) and "\n" not in text]
    assert '"' in "".join(texts)
    claims = [raw_claim(f"c-{n}", statement=text) for n, text in enumerate(texts)]
    path = str(write_json(desk.folder / "csv.json", raw_dataset(*claims)))
    out = called("search", "--data", path, "-f", "csv", "--fields", "statement,id").out
    read = list(csv.reader(io.StringIO(out, newline="")))
    assert [row[0] for row in read[1:]] == texts


def test_a_row_of_one_empty_field_is_a_row_in_csv(desk: Desk) -> None:
    claims = [raw_claim("a", caveat=None), raw_claim("b", caveat="x")]
    path = str(write_json(desk.folder / "one.json", raw_dataset(*claims)))
    out = called("search", "--data", path, "-f", "csv", "--fields", "caveat").out
    assert list(csv.reader(io.StringIO(out))) == [["caveat"], [""], ["x"]]


@pytest.mark.parametrize("form", ["tsv", "csv", "md", "json", "jsonl", "ids"])
def test_lines_end_in_lf_alone(form: str) -> None:
    out = called("search", "loans", "-f", form).out
    assert "\r" not in out
    assert out.endswith("\n")


def test_numbers_are_plain_digits_with_a_point(desk: Desk) -> None:
    written = {9e17: "900000000000000000", 1e-7: "0.0000001", 40.5: "40.5", -3: "-3"}
    claims = [raw_claim(f"c-{n}", value=value) for n, value in enumerate(written)]
    path = str(write_json(desk.folder / "digits.json", raw_dataset(*claims)))
    for form in ("tsv", "csv"):
        out = called("search", "--data", path, "-f", form, "--fields", "value").out
        assert lines(out)[1:] == list(written.values())


def test_null_is_an_empty_field_and_lists_are_joined(desk: Desk) -> None:
    claim = raw_claim(actor=["a", "b c"], place=None)
    path = str(write_json(desk.folder / "lists.json", raw_dataset(claim)))
    call = ("search", "--data", path, "--fields", "place,actor,id")
    assert called(*call).out == "\ta;b c\twells-opened\n"
    assert lines(called(*call, "-f", "csv").out)[1] == ",a;b c,wells-opened"


def test_markdown_is_a_table_with_a_footnote_a_source() -> None:
    out = called("search", "loans", "-f", "md").out
    rows = json.loads(called("search", "loans", "-f", "json").out)
    header, *records = read_markdown(out)
    assert [record[0] for record in records] == [row["id"] for row in rows]
    column = header.index("statement")
    assert [record[column] for record in records] == [row["statement"] for row in rows]
    notes = re.findall(r"(?m)^\[\^(.*?)\]: (.*)$", out)
    assert [name for name, _ in notes] == list(dict.fromkeys(row["source"] for row in rows))
    for name, note in notes:
        assert f"[^{name}]" in out.partition("\n\n")[0]
        assert "(para." not in note


def test_markdown_of_a_hostile_dataset_keeps_its_rows(hostile: str) -> None:
    rows = json.loads(called("search", "--data", hostile, "-f", "json").out)
    out = called("search", "--data", hostile, "-f", "md", "--fields", "id,statement,unit").out
    records = list(read_markdown(out))[1:]
    assert [len(record) for record in records] == [3] * len(rows)
    plain = {f"claim-{name}": text for name, text in HOSTILE.items() if not find_controls(text)}
    read = {record[0]: record[1] for record in records}
    for id_, text in plain.items():
        assert read[id_].strip() == text.strip()


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
def test_github_markdown_of_a_hostile_dataset_has_no_link_and_no_image(hostile: str) -> None:
    out = called("search", "--data", hostile, "-f", "md", "--fields", "id,statement").out
    html = subprocess.run(
        ["pandoc", "-f", "gfm-autolink_bare_uris", "-t", "html"],
        input=out.encode(),
        capture_output=True,
        check=True,
    ).stdout.decode()
    rows = html.count("<tr")
    assert rows == 1 + len(lines(called("search", "--data", hostile, "-f", "ids").out))
    assert "<img" not in html
    assert "<a " not in html
    assert "<b>" not in html
