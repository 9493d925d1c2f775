"""Section 9: nothing in a dataset, an argument or a file name acts on a terminal."""

import pytest

from builders import find_controls, hostile_dataset, raw_dataset, strip_styles, write_json
from contract.processes import Desk, called, ran, shown

VIEWS = {
    "search": ("search", "-n", "0"),
    "search words": ("search", "red"),
    "search fields": ("search", "-n", "0", "--fields", "id,statement,url,citation,topics"),
    "show": ("show", "claim-everything", "claim-lines", "claim-markup", "value-1"),
    "compare": ("compare",),
    "compare two": ("compare", "claim-escape", "claim-bidi"),
    "chart": ("chart",),
    "facets": ("facets", "unit"),
    "sources": ("sources",),
    "ask": ("ask", "how many wells were opened in 2016"),
    "version": ("--version",),
    "apa": ("cite", "claim-everything"),
    "bibtex": ("cite", "claim-everything", "-s", "bibtex"),
    "csl-json": ("cite", "claim-everything", "-s", "csl-json"),
    "ris": ("cite", "claim-everything", "-s", "ris"),
    "open": ("open", "claim-everything", "--print"),
    "archive": ("open", "claim-everything", "--print", "--archive"),
    "check": ("check", "{hostile}"),
}


@pytest.mark.parametrize("columns", ["30", "80"])
@pytest.mark.parametrize(
    "view", ["search", "show", "compare", "chart", "facets", "sources", "ask"]
)
def test_a_hostile_dataset_does_not_act_on_a_terminal(
    hostile: str, view: str, columns: str
) -> None:
    call = [word.format(hostile=hostile) for word in VIEWS[view]]
    seen = shown(*call, WFACTS_DATA=hostile, columns=columns)
    assert seen.status in (0, 1)
    assert len(seen.err.splitlines()) <= 4
    assert find_controls(strip_styles(seen.out)) == []
    assert find_controls(seen.err) == []
    assert "http://evil.example\x1b" not in seen.out  # no link of the dataset's making


@pytest.mark.parametrize("view", VIEWS)
def test_a_hostile_dataset_writes_no_control_into_a_pipe(hostile: str, view: str) -> None:
    call = [word.format(hostile=hostile) for word in VIEWS[view]]
    done = called(*call, WFACTS_DATA=hostile)
    assert done.status in (0, 1)
    assert find_controls(done.out.replace("\t", "")) == []
    assert find_controls(done.err) == []


def test_markup_is_shown_as_it_stands(hostile: str) -> None:
    seen = strip_styles(shown("show", "claim-markup", WFACTS_DATA=hostile).out)
    assert "[/x] [bold]b[/bold]" in seen
    assert ":smile:" in seen
    rows = shown("search", "--fields", "id,unit", "-n", "0", WFACTS_DATA=hostile, columns="150")
    assert "[/x] [bold]b[/bold]" in strip_styles(rows.out)


def test_a_hostile_value_is_not_hidden(hostile: str) -> None:
    seen = strip_styles(shown("show", "claim-escape", WFACTS_DATA=hostile).out)
    assert "^[[31mred" in seen


EVIL = "\x1b]0;pwned\x07\x1b[31m\n\n\n\n\n\n\x9b\u202e[/x]"


@pytest.mark.parametrize(
    "call",
    [
        (EVIL,),
        ("search", f"--{EVIL}"),
        ("search", f"-{EVIL}"),
        ("search", "-f", EVIL),
        ("search", "--fields", EVIL),
        ("search", "--sort", EVIL),
        ("search", "--color", EVIL),
        ("search", "--kind", EVIL),
        ("search", "--place", EVIL),
        ("search", "--min", EVIL),
        ("search", "--year", EVIL),
        ("search", "-n", EVIL),
        ("search", "--data", EVIL),
        ("search", f'"{EVIL}'),
        ("search", f"{EVIL} OR"),
        ("show", EVIL),
        ("cite", "loans-issued", "-s", EVIL),
        ("facets", EVIL),
        ("open", EVIL),
        ("compare", EVIL),
        ("ask", EVIL),
        ("verify", EVIL),
        ("verify", f"acwf-2018={EVIL}"),
        ("check", EVIL),
        ("build", EVIL, EVIL),
        ("schema", EVIL),
    ],
    ids=lambda call: " ".join(call).replace(EVIL, "EVIL"),
)
def test_an_argument_is_echoed_safely(call: tuple[str, ...]) -> None:
    done = called(*call)
    assert done.status in (1, 2, 3)
    assert find_controls(done.err) == []
    assert len(done.err.splitlines()) <= 4
    assert "Traceback" not in done.err


def test_a_very_long_argument_is_echoed_in_short() -> None:
    for call in (["show", "x" * 100_000], ["x" * 100_000], ["search", "-f", "x" * 100_000]):
        done = called(*call)
        assert done.status in (1, 2)
        assert len(done.err) < 2_500


def test_keys_of_a_dataset_are_echoed_safely(desk: Desk) -> None:
    path = write_json(desk.folder / "keys.json", {**raw_dataset(), EVIL: 1, "x" * 100_000: 2})
    for call in (["search", "--data", str(path)], ["check", str(path)]):
        done = called(*call)
        assert done.status in (1, 3)
        assert find_controls((done.out + done.err).replace("\t", "")) == []


def test_check_reports_control_characters(hostile: str) -> None:
    done = ran("check", hostile, "-f", "json")
    assert done.status == 1
    assert done.out.count('"code": "control-') + done.out.count("control character") > 0
    assert hostile_dataset()["claims"][0]["statement"] not in done.out
