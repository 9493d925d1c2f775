"""Section 0: an explicit format gives the same bytes everywhere."""

import pytest

from contract.processes import FORMATS, RECORDS, ROWS, Desk, ran, shown

EACH_FORMAT = [("search", form) for form in FORMATS]
EACH_COMMAND = [(name, "json") for name in ROWS if name != "search"]
LOUD = {
    "FORCE_COLOR": "1",
    "CLICOLOR_FORCE": "1",
    "COLUMNS": "20",
    "GITHUB_ACTIONS": "true",
    "PYTHONIOENCODING": "latin-1",
}
QUIET = {"NO_COLOR": "1", "TERM": "dumb", "LC_ALL": "C", "PYTHONUTF8": "0"}


@pytest.mark.parametrize(("name", "form"), EACH_FORMAT + EACH_COMMAND)
def test_a_format_gives_the_same_bytes_on_a_terminal(desk: Desk, name: str, form: str) -> None:
    call = (*desk.fill(*ROWS[name]), "-f", form)
    piped, seen = ran(*call), shown(*call)
    assert piped.status == 0
    assert (seen.status, seen.out, seen.err) == piped


@pytest.mark.parametrize("env", [LOUD, QUIET], ids=["loud", "quiet"])
@pytest.mark.parametrize("form", [None, *FORMATS], ids=str)
def test_no_environment_changes_a_machine_format(form: str | None, env: dict[str, str]) -> None:
    call = (*RECORDS["search"], *(("-f", form) if form else ()))
    assert ran(*call, **env) == ran(*call)


@pytest.mark.parametrize("name", ["search", "ask", "facets", "compare", "chart", "check"])
def test_two_runs_print_the_same_bytes(desk: Desk, name: str) -> None:
    call = desk.fill(*ROWS[name])
    assert ran(*call, PYTHONHASHSEED="1") == ran(*call)
