"""Random command lines, queries, datasets and articles: whatever comes in, one law holds.

The law is `obeys_the_law`. The same properties run with many more examples by
``make fuzz``. What they found became tests with a name of their own, here or
where the fault was.
"""

import json
import os
import time
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from builders import ARTICLE, HOSTILE, find_controls, raw_claim, raw_dataset, small_dataset
from conftest import Ran, call
from wfacts.cli.commands import COMMANDS
from wfacts.errors import QueryError
from wfacts.query import parse_query

FUZZING = bool(os.environ.get("FUZZING"))
SECONDS = 5.0
"""For one call; the slowest takes a hundredth of it, and the machine may be busy."""

fuzz = settings(
    max_examples=1_000 if FUZZING else 60,
    derandomize=not FUZZING,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def obeys_the_law(
    argv: list[str], *, stdin: bytes = b"", env: dict[str, str] | None = None
) -> Ran:
    """Status 0 to 3, at most four safe lines on stderr, no control on stdout, in time."""
    start = time.monotonic()
    done = call(argv, stdin=stdin, env=env)
    assert time.monotonic() - start < SECONDS
    assert done.status in (0, 1, 2, 3), done.err
    assert len(done.err.splitlines()) <= 4, done.err
    assert "Traceback" not in done.err
    assert find_controls(done.err) == []
    assert find_controls(done.out.replace("\t", "")) == []
    return done


@pytest.fixture(autouse=True, scope="module")
def _in_a_folder_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files that a random command line may name or write are in an empty folder."""
    before = Path.cwd()
    folder = tmp_path_factory.mktemp("fuzz")
    os.chdir(folder)
    (folder / "small.json").write_text(json.dumps(small_dataset()))
    (folder / "article.txt").write_text(ARTICLE)
    yield
    os.chdir(before)


OPERATORS = [
    "OR",
    "AND",
    "NOT",
    '"',
    "*",
    "(",
    ")",
    "loan*",
    '"a b"',
    "-",
    "--",
    "NEAR",
    "^a",
    "a:",
]
WORDS = [
    "loans",
    "women",
    "wells",
    "wells-opened",
    "loans-issued",
    "kind",
    "topic",
    "2016",
    "%",
]
VALUES = [
    "json",
    "table",
    "ids",
    "id,value",
    "value",
    "-value",
    "1.07m",
    "40%",
    "2015",
    "2015-06",
]
OPTIONS = (
    "-f --format --fields --sort -n --limit --topic --programme --place --kind --source --unit"
    " --min --max --year --since --until --header --no-header -q --quiet --color --style -s"
    " --print --archive --data --json -h --help --version"
).split()

words = st.one_of(
    st.sampled_from(WORDS + OPERATORS + VALUES),
    st.sampled_from(list(HOSTILE.values())),
    st.text(max_size=30),
    st.text(alphabet='"*()ORANDT\u201c \u0301aé1-:^{}\x00', max_size=30),
)
arguments = st.one_of(
    words, st.sampled_from(OPTIONS), st.builds("{}={}".format, st.sampled_from(OPTIONS), words)
)
lines_in = st.lists(st.one_of(words, st.just("loans-issued\tx")), max_size=5).map("\n".join)


@fuzz
@given(
    command=st.sampled_from([name for name in COMMANDS if name not in ("build", "open")]),
    rest=st.lists(arguments, max_size=6),
    stdin=st.one_of(
        st.binary(max_size=50), lines_in.map(lambda t: t.encode("utf-8", "replace"))
    ),
)
@example(command="search", rest=["-n", "9" * 30], stdin=b"")
@example(command="show", rest=["\udcff"], stdin=b"")
@example(command="search", rest=["--place", "\udcff"], stdin=b"")
@example(command="facets", rest=["kind", "-f", "ids"], stdin=b"")
@example(command="ask", rest=["\udcff"], stdin=b"")
def test_any_command_line(command: str, rest: list[str], stdin: bytes) -> None:
    obeys_the_law([command, *rest], stdin=stdin)


@fuzz
@given(st.lists(arguments, max_size=3))
def test_any_first_words(argv: list[str]) -> None:
    obeys_the_law(argv)


@fuzz
@given(st.lists(words, max_size=3))
def test_any_open(rest: list[str]) -> None:
    obeys_the_law(["open", "--print", "--", *rest])


@fuzz
@given(st.lists(words, min_size=1, max_size=12))
def test_any_query_is_understood_or_refused(typed: list[str]) -> None:
    done = obeys_the_law(["search", "-f", "json", "--", *typed])
    try:
        query = parse_query(typed)
    except QueryError:
        assert done.status == 2
    else:
        assert query.branches
        assert done.status == (0 if json.loads(done.out) else 1)


@fuzz
@given(st.text(max_size=60))
@example("How many women were laid off in the year \u0664\u0662?")
@example("58.9bn " * 20)
def test_any_question(question: str) -> None:
    done = obeys_the_law(["ask", "-f", "json", "--", question])
    if done.status < 2:
        (row,) = json.loads(done.out)
        assert (row["claim"] is not None) == row["answered"] == (done.status == 0)


@fuzz
@given(st.lists(st.one_of(words, st.binary(max_size=20)), max_size=6))
def test_any_lines_of_questions(typed: list[str | bytes]) -> None:
    raw = [
        line if isinstance(line, bytes) else line.encode("utf-8", "replace") for line in typed
    ]
    stdin = b"\n".join(raw)
    done = obeys_the_law(["ask", "-"], stdin=stdin)
    asked = [
        line
        for line in stdin.decode("utf-8", "replace").split("\n")
        if line.strip("\ufeff").strip()
    ]
    assert len([json.loads(line) for line in done.out.split("\n")[:-1]]) == len(asked)


@fuzz
@given(
    low=st.one_of(words, st.floats().map(str), st.integers().map(str)),
    high=st.one_of(words, st.from_regex(r"-?[0-9.,]{1,20}[kmb%]?n?", fullmatch=True)),
    year=st.one_of(words, st.integers(-10, 100_000).map(str)),
    since=st.one_of(words, st.dates().map(str), st.from_regex(r"\d{4}-\d\d?", fullmatch=True)),
)
def test_any_filter(low: str, high: str, year: str, since: str) -> None:
    for filters in (
        [f"--min={low}", f"--max={high}"],
        [f"--year={year}"],
        [f"--since={since}", f"--until={year}"],
        [f"--place={low}", f"--unit={high}"],
    ):
        obeys_the_law(["search", "-f", "json", *filters])


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from([2**63, -(2**63), 10**400, 1e308, -0.0, float("nan"), float("inf")]),
    st.text(max_size=20),
    st.sampled_from(list(HOSTILE.values())),
)
json_values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside *tree*."""
    keys: Any = ()
    if isinstance(tree, dict):
        keys = tree
    elif isinstance(tree, list):
        keys = range(len(tree))
    for key in keys:
        yield (*path, key)
        yield from places(tree[key], (*path, key))


PLACES = list(places(small_dataset()))


@st.composite
def faulty_datasets(draw: st.DrawFn) -> Any:
    """A sound dataset with one to three of its values changed, dropped, doubled or renamed."""
    tree = small_dataset()
    for path in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3)):
        *way, last = path
        try:
            part = tree
            for key in way:
                part = part[key]
            _spoil(draw, part, last)
        except (KeyError, IndexError, TypeError):
            pass  # an earlier fault took the place away
    return tree


def _spoil(draw: st.DrawFn, part: Any, key: Any) -> None:
    match draw(st.sampled_from(["change", "drop", "double", "rename", "wrap"])):
        case "change":
            part[key] = draw(json_values)
        case "drop":
            del part[key]
        case "double" if isinstance(part, list):
            part.append(deepcopy(part[key]))
        case "rename" if isinstance(part, dict):
            part[draw(st.text(max_size=8))] = part.pop(key)
        case _:
            part[key] = [part[key]]


LOOKS = [
    ["search", "-f", "json"],
    ["search", "wells", "-f", "table"],
    ["show", "wells-opened", "young-keepers", "-f", "table"],
    ["facets", "topic"],
    ["sources", "-f", "table"],
    ["compare", "-f", "table"],
    ["chart", "-f", "table"],
    ["ask", "how many wells were opened"],
    ["cite", "wells-opened", "-s", "apa"],
    ["cite", "wells-opened", "-s", "bibtex"],
    ["cite", "wells-opened", "-s", "csl-json"],
    ["cite", "wells-opened", "-s", "ris"],
    ["open", "wells-opened", "--print", "--archive"],
    ["verify", "hills-2017=article.txt"],
    ["--version"],
]


@fuzz
@given(dataset=faulty_datasets(), look=st.sampled_from(LOOKS))
@example(
    dataset=raw_dataset(
        raw_claim(), discrepancies=[{"id": "d", "claims": [], "kind": "", "note": ""}]
    ),
    look=["compare", "-f", "table"],
)
def test_any_faulty_dataset(dataset: Any, look: list[str]) -> None:
    Path("faulty.json").write_text(json.dumps(dataset))
    checked = obeys_the_law(["check", "faulty.json", "-f", "json"])
    looked = obeys_the_law(look, env={"WFACTS_DATA": "faulty.json"})
    assert checked.status in (0, 1, 3)
    if checked.status == 0:
        assert looked.status in (0, 1)
    if looked.status == 3:
        assert checked.status in (1, 3), looked.err
        assert "faulty.json" in looked.err or "source" in looked.err


@fuzz
@given(
    st.one_of(
        json_values.map(lambda value: json.dumps(value).encode()), st.binary(max_size=200)
    )
)
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b'"' + b"\\ud800" * 10)
@example(b"1" * 5_000)
@example(b"\xef\xbb\xbf{}")
@example(json.dumps(small_dataset()).encode()[:-20])
@example(json.dumps(small_dataset()).encode("utf-16"))
def test_any_bytes_as_a_dataset(data: bytes) -> None:
    Path("any.json").write_bytes(data)
    assert obeys_the_law(["search", "--data", "any.json"]).status == 3
    assert obeys_the_law(["check", "any.json", "-f", "json"]).status in (1, 3)


TAGS = [
    "<p>",
    "</p>",
    "<div>",
    "<br>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "&amp;",
    "&#0;",
    "<",
]
pieces = st.one_of(
    st.sampled_from(
        [*TAGS, *ARTICLE.split(". "), *HOSTILE.values(), "\n\n", "&#x110000;", "\r"]
    ),
    st.text(max_size=20),
)


@fuzz
@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(pieces, max_size=20).map(lambda p: "".join(p).encode("utf-8", "replace")),
    )
)
@example(b"<div>" * 50_000 + b"opened over 1,200 wells")
@example(b"opened over 1,200 wells " * 20_000)
@example(b". " * 200_000)
@example(b"<" * 100_000)
@example(b"&" * 100_000)
@example(b"<!--" * 50_000)
@example(b"<a " + b"b=c " * 50_000)
@example(b"\x00" * 100_000)
@example(("\u0301" * 100_000).encode())
@example(ARTICLE.encode("utf-16"))
def test_any_article(data: bytes) -> None:
    Path("any.txt").write_bytes(data)
    for name in ("any.txt", "any.html"):
        Path(name).write_bytes(data)
        done = obeys_the_law(
            ["verify", f"hills-2017={name}", "--data", "small.json", "-f", "json"]
        )
        if done.status < 2:
            statuses = {row["status"] for row in json.loads(done.out)}
            assert statuses <= {"verified", "changed", "missing", "ambiguous"}
            assert (statuses == {"verified"}) == (done.status == 0)
