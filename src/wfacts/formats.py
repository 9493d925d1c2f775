"""Rows as text for programs: TSV, CSV, JSON, JSON Lines, Markdown, ids.

Each format is a function from rows and columns to text, told all it needs: no
setting and no environment changes what a script reads. CONTRACT in plain
words: ``docs/scripting.md``.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from wfacts.text import BIDIRECTIONAL, LINE_SEPARATORS, escape_json

Row = Mapping[str, Any]


class Format(StrEnum):
    """The forms of output, by the words that users type."""

    TABLE = "table"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"
    IDS = "ids"


def format_json(rows: Iterable[Row], columns: Sequence[str], *, header: bool) -> Iterator[str]:  # noqa: ARG001 - one signature for all
    """An array of objects, indented by two; lossless."""
    encode = json.JSONEncoder(ensure_ascii=False, indent=2).encode
    before = "["
    for row in rows:  # one by one: there may be a million
        text = escape_json(encode(_pick(row, columns))).replace("\n", "\n  ")
        yield f"{before}\n  {text}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def format_jsonl(
    rows: Iterable[Row],
    columns: Sequence[str],
    *,
    header: bool,  # noqa: ARG001
) -> Iterator[str]:
    """One compact object a line; lossless."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for row in rows:
        yield escape_json(encode(_pick(row, columns)))
        yield "\n"


def format_tsv(rows: Iterable[Row], columns: Sequence[str], *, header: bool) -> Iterator[str]:
    r"""One line a record, always; ``\t \n \r \\`` by a backslash, as jq's ``@tsv`` does."""
    if header:
        yield "\t".join(columns) + "\n"
    for row in rows:
        yield "\t".join(_tsv_field(row[column]) for column in columns) + "\n"


def format_csv(rows: Iterable[Row], columns: Sequence[str], *, header: bool) -> Iterator[str]:
    r"""RFC 4180 quoting with LF line ends: CRLF would leave ``\r`` in shell loops."""
    if header:
        yield ",".join(map(_csv_field, columns)) + "\n"
    for row in rows:
        line = ",".join(_csv_field(_cell(row[column])) for column in columns)
        # Readers skip an empty line: a row of one empty field would be lost.
        yield (line or '""') + "\n"


def format_md(rows: Iterable[Row], columns: Sequence[str], *, header: bool) -> Iterator[str]:
    """A GitHub table, and a footnote for each source that a column ``source`` names."""
    notes: dict[str, str] = {}
    if header:
        yield f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}\n"
    for row in rows:
        cells = {column: _md_text(_cell(row[column])) for column in columns}
        if "source" in columns and "citation" in row:
            notes.setdefault(cells["source"], row["citation"].rpartition(" (para. ")[0])
            cells["source"] += f"[^{cells['source']}]"
        yield f"| {' | '.join(cells.values())} |\n"
    if notes:
        yield "\n"
    for source, citation in notes.items():
        yield f"[^{source}]: {_md_text(citation)}\n"


def format_ids(
    rows: Iterable[Row],
    columns: Sequence[str],  # noqa: ARG001 - one signature for all
    *,
    header: bool,
) -> Iterator[str]:
    """The id of each row, one a line."""
    if header:
        yield "id\n"
    for row in rows:
        yield f"{_tsv_field(row['id'])}\n"


FORMATS: dict[Format, Callable[..., Iterator[str]]] = {
    Format.TSV: format_tsv,
    Format.CSV: format_csv,
    Format.JSON: format_json,
    Format.JSONL: format_jsonl,
    Format.MD: format_md,
    Format.IDS: format_ids,
}

_VISIBLE = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))} | {
    code: f"\\u{code:04x}" for code in (*LINE_SEPARATORS, *BIDIRECTIONAL)
}
_TSV_ESCAPES = _VISIBLE | {9: "\\t", 10: "\\n", 13: "\\r", 92: "\\\\"}
_MD_ESCAPES = _VISIBLE | {92: "\\\\", ord("|"): "\\|", ord("<"): "&lt;", ord("["): "\\["}
"""A ``[`` too: a hostile dataset's ``![x](address)`` would be fetched by whoever reads it."""


def _pick(row: Row, columns: Sequence[str]) -> dict[str, Any]:
    return {column: row[column] for column in columns}


def _cell(value: Any) -> str:
    """A JSON value as the text of a cell: null is empty, a list is joined with ``;``.

    A list of records, such as the claims of a discrepancy, gives their ids.
    """
    match value:
        case str():
            return value
        case list() | tuple():
            return ";".join(map(_cell, value))
        case float():
            return _plain_digits(value)
        case dict():
            return str(value.get("id", ""))
        case bool():
            return "true" if value else "false"
    return "" if value is None else str(value)


def _plain_digits(value: float) -> str:
    """*value* in digits with a ``.``, never with an exponent."""
    text = repr(value)
    if "e" not in text:
        return text
    from decimal import Decimal  # noqa: PLC0415 - 2 ms, and hardly ever needed

    return f"{Decimal(text):f}"


def _tsv_field(value: Any) -> str:
    text = _cell(value)
    return text if text.isprintable() and "\\" not in text else text.translate(_TSV_ESCAPES)


def _csv_field(text: str) -> str:
    text = text.translate(_VISIBLE)
    if "," in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _md_text(text: str) -> str:
    return text.translate(_MD_ESCAPES)
