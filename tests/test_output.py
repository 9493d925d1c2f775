"""Which form a result takes, and what writing it can meet."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wfacts import output
from wfacts.errors import DataError, UsageError
from wfacts.formats import Format
from wfacts.output import Form, Result, emit, read_fields

Capsys = pytest.CaptureFixture[str]
ROWS: list[dict[str, object]] = [
    {"id": "a", "statement": "one", "n": 1},
    {"id": "b", "statement": "two", "n": None},
]
RESULT = Result(rows=ROWS, columns=("id", "statement", "n"), short=("id", "n"))


def test_without_a_format_a_pipe_gets_the_short_columns(capsys: Capsys) -> None:
    assert emit(RESULT, Form()) == 0
    assert capsys.readouterr().out == "a\t1\nb\t\n"


def test_a_format_gets_all_columns(capsys: Capsys) -> None:
    emit(RESULT, Form(Format.TSV, header=False))
    assert capsys.readouterr().out == "a\tone\t1\nb\ttwo\t\n"


def test_fields_choose_and_order(capsys: Capsys) -> None:
    emit(RESULT, Form(fields=("n", "id")))
    assert capsys.readouterr().out == "1\ta\n\tb\n"


def test_an_unknown_field_speaks_before_any_output(capsys: Capsys) -> None:
    with pytest.raises(UsageError, match="unknown field 'x'"):
        emit(RESULT, Form(fields=("id", "x")))
    assert capsys.readouterr().out == ""


def test_json_may_have_objects_of_its_own(capsys: Capsys) -> None:
    result = RESULT._replace(documents=[{"q": 1}], document_columns=("q",))
    emit(result, Form(Format.JSONL))
    assert capsys.readouterr().out == '{"q":1}\n'
    with pytest.raises(UsageError, match="unknown field 'id'"):
        emit(result, Form(Format.JSON, fields=("id",)))


def test_the_status_is_asked_for_after_the_last_row(capsys: Capsys) -> None:
    written: list[int] = []

    def rows() -> Iterator[dict[str, int]]:
        for n in (1, 2):
            written.append(n)
            yield {"n": n}

    result = Result(rows=rows(), columns=("n",), status=lambda: len(written))
    assert emit(result, Form()) == 2
    assert capsys.readouterr().out == "1\n2\n"


def test_quiet_writes_nothing_at_all(capsys: Capsys) -> None:
    assert emit(RESULT._replace(status=1, notes=["a note"]), Form(quiet=True)) == 1
    assert capsys.readouterr() == ("", "")


def test_notes_and_text_are_safe_and_notes_are_short(capsys: Capsys) -> None:
    emit(Result(text="\x1b[31mred\nnext\x9b\n", notes=["\x1b" + "x" * 10_000]), Form())
    out, err = capsys.readouterr()
    assert out == "^[[31mred\nnextM-^[\n"
    assert err.startswith("wfacts: ^[xxx")
    assert len(err) < 600


def test_an_error_has_at_most_four_lines(capsys: Capsys) -> None:
    output.print_error("what\nis wrong", ["1\n", "2", "3", "4", "5"])
    assert capsys.readouterr().err == "wfacts: error: what^Jis wrong\n1^J\n2\n3\n"


@pytest.mark.parametrize("text", ["", ",", " , "])
def test_no_field_named_is_an_error(text: str) -> None:
    with pytest.raises(UsageError, match="names no field"):
        read_fields(text, ["id"])


def test_blanks_around_the_names_of_fields_do_not_count() -> None:
    assert read_fields(" id , n,", ["id", "n"]) == ("id", "n")


def test_what_can_not_be_written_is_a_data_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(DataError, match="standard output is closed"):
        emit(RESULT, Form())
    assert emit(RESULT, Form(quiet=True)) == 0


def test_a_full_disk_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(DataError, match="the disk is full"):
            emit(RESULT, Form())
        stream.write("what comes later is lost in silence")
        stream.flush()


def test_a_closed_pipe_goes_on_to_the_boundary(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(BrokenPipeError):
            emit(RESULT, Form())
        output.silence(stream)


def test_a_lost_stderr_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    output.warn("nobody hears this")
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        output.warn("nor this")


@pytest.mark.parametrize(
    ("env", "color", "wanted"),
    [
        ({}, "auto", False),
        ({}, "always", True),
        ({"NO_COLOR": "1"}, "always", True),
        ({"FORCE_COLOR": "1"}, "never", False),
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "0", "CLICOLOR_FORCE": "1"}, "auto", True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, "auto", True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, "auto", True),
    ],
    ids=str,
)
def test_the_first_that_speaks_decides_on_colour(
    capsys: Capsys,
    monkeypatch: pytest.MonkeyPatch,
    env: dict[str, str],
    color: str,
    wanted: bool,
) -> None:
    del capsys
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert output.wants_color(color) is wanted


def test_a_pipe_has_no_width(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    del capsys
    monkeypatch.setenv("COLUMNS", "20")
    assert output.make_stage("auto").width is None
