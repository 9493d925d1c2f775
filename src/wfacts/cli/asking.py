"""``ask``: a question in plain language, or one a line on standard input."""

import sys
from collections.abc import Iterator
from functools import cache
from typing import Annotated

import typer

from wfacts import output
from wfacts.ask import CANDIDATES, Answer, Asker, abstain
from wfacts.asked import LONGEST
from wfacts.cli.lookup import is_table, undated_notes
from wfacts.cli.options import Data, Limit, Outcome, read_filters, read_form, takes
from wfacts.errors import UsageError
from wfacts.facts import Facts, load
from wfacts.formats import Format
from wfacts.model import Claim
from wfacts.output import Form, Result
from wfacts.query import Filters, Query
from wfacts.record import COLUMNS, SHORT, Record, make_discrepancy_record, make_record
from wfacts.stage import Stage

DOCUMENT = ("question", "answered", "claim", "nearest", "reason", "discrepancies")
"""The keys of the JSON object that tells an answer."""

NEAREST = 3
_LONGEST_LINE = 4 * LONGEST
"""Bytes of a line of standard input; a longer one is no question, and is skipped to its end."""


@takes(filters=read_filters, form=read_form)
def ask(
    filters: Filters,
    form: Form,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORD...", help="A question, or - for one a line."),
    ] = None,
    limit: Limit = None,
    data: Data = None,
) -> Outcome:
    """Answer a question with one sourced claim, or abstain and say why.

    Nothing is made up: the answer is a claim, or the sources do not say
    (status 1). With - each line of standard input is a question, and each
    answer a line of JSON.
    """
    if not words or not " ".join(words).strip():
        raise UsageError("ask what?", "for example: wfacts ask how much money was lent")
    nearest = NEAREST if limit is None else limit or CANDIDATES
    if words == ["-"]:
        return _answer_lines(load(data), filters, form, nearest)
    with load(data) as facts:
        asker = Asker(facts.store, filters)
        found = asker.answer(" ".join(words), nearest)
        undated = facts.store.count_undated(Query(), asker.filters)
        return _show(facts, found, form, undated_notes(undated))


def _show(facts: Facts, found: Answer, form: Form, notes: list[str]) -> Outcome:
    sources = facts.sources

    def draw(stage: Stage) -> str:
        from wfacts.render.answer import draw_answer  # noqa: PLC0415 - Rich: 20 ms

        return draw_answer(found, sources, stage)

    claims = (found.claim, *found.nearest)
    records = {c.id: make_record(c, sources[c.source]) for c in claims if c is not None}
    silent = is_table(form) or form.format in (Format.JSON, Format.JSONL)
    result = Result(
        rows=[records[found.claim.id]] if found.claim else [],
        columns=COLUMNS,
        short=SHORT,
        status=0 if found.answered else 1,
        notes=[*([] if found.answered or silent else _abstention_notes(found)), *notes],
        draw=draw,
        documents=[_document(found, records)],
        document_columns=DOCUMENT,
    )
    # Without an answer there is no table, hence no header of one.
    return Outcome(result, form if found.answered or silent else form._replace(header=False))


def _answer_lines(facts: Facts, filters: Filters, form: Form, nearest: int) -> Outcome:
    """One answer for each line that is not blank, each written before the next is read."""
    questions = _read_questions()
    asker = Asker(facts.store, filters)
    sources = facts.sources
    answered: list[bool] = []

    @cache
    def record(claim: Claim) -> Record:
        return make_record(claim, sources[claim.source])

    def answers() -> Iterator[Answer]:
        for question, fault in questions:
            found = abstain(question, fault) if fault else asker.answer(question, nearest)
            if len(answered) < 2 or not found.answered:
                answered.append(found.answered)
            yield found
            output.flush()

    def documents() -> Iterator[Record]:
        for found in answers():
            claims = (found.claim, *found.nearest)
            yield _document(found, {c.id: record(c) for c in claims if c is not None})

    result = Result(
        rows=(record(found.claim) for found in answers() if found.claim is not None),
        columns=COLUMNS,
        short=SHORT,
        status=lambda: 0 if answered and all(answered) else 1,
        documents=documents(),
        document_columns=DOCUMENT,
    )
    return Outcome(result, form if form.format else form._replace(format=Format.JSONL))


def _document(found: Answer, records: dict[str, Record]) -> Record:
    return {
        "question": found.question,
        "answered": found.answered,
        "claim": records[found.claim.id] if found.claim else None,
        "nearest": [records[claim.id] for claim in found.nearest],
        "reason": found.reason,
        "discrepancies": [make_discrepancy_record(d) for d in found.discrepancies],
    }


def _abstention_notes(found: Answer) -> list[str]:
    notes = [f"no answer: {found.reason}"]
    if found.nearest:
        notes.append(f"nearest: {', '.join(claim.id for claim in found.nearest)}")
    return notes


def _read_questions() -> Iterator[tuple[str, str | None]]:
    """The lines that are not blank, each with what is wrong with it, if anything."""
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    if sys.stdin.isatty():
        raise UsageError(
            "- reads questions from standard input, one a line, and that is the terminal",
            "pipe them in, for example: wfacts ask - < questions.txt",
        )
    return _split_questions()


def _split_questions() -> Iterator[tuple[str, str | None]]:
    stream = sys.stdin.buffer
    while raw := stream.readline(_LONGEST_LINE):
        fault = None
        if not raw.endswith(b"\n") and len(raw) == _LONGEST_LINE:
            fault = f"the line is longer than {_LONGEST_LINE:,} bytes"
            while (rest := stream.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("utf-8", "replace")
            fault = fault or "the line is not UTF-8"
        if text.strip():
            yield (text[:LONGEST] if fault else text).strip("\r\n"), fault
