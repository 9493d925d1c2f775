"""Times wfacts beside its peers on a made-up dataset: ``make bench SIZE=1000000``.

Every peer that is installed does the same work: rg and jq look through the
file, csvgrep through its claims as CSV, sqlite-utils and DuckDB through tables
of their own, tantivy through an index of its own. Programs take turns, so that
a machine whose speed drifts slows all alike; medians are printed, and their
ratio to the start-up of a hello-world Typer program. Peers may live in another
environment: ``PEERS=/path/to/bin make bench``.
"""

import argparse
import csv
import importlib.metadata
import json
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from make_claims import write_dataset

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
PEERS = os.environ.get("PEERS", "")
PATH = os.pathsep.join(filter(None, [PEERS, str(BIN), os.environ["PATH"]]))
PYTHON = shutil.which("python", path=PATH) or sys.executable

RARE, COMMON = "tabopur", "training"

HELLO = """
import typer
app = typer.Typer()
@app.command()
def main(name: str = "x"): print("hello", name)
app()
"""

LOADS = """
import gc, json, os, sys
gc.disable()
json.loads(open(sys.argv[1], "rb").read())
os._exit(0)
"""

TANTIVY_BUILD = """
import json, os, sys, tantivy
os.makedirs(sys.argv[2], exist_ok=True)
schema = tantivy.SchemaBuilder()
schema.add_text_field("id", stored=True, tokenizer_name="raw")
schema.add_text_field("text", tokenizer_name="en_stem")
index = tantivy.Index(schema.build(), sys.argv[2])
writer = index.writer()
for claim in json.load(open(sys.argv[1]))["claims"]:
    texts = [claim["statement"], claim["measure"], *claim["keywords"], *claim["questions"]]
    writer.add_document(tantivy.Document(id=claim["id"], text=" ".join(texts)))
writer.commit()
writer.wait_merging_threads()
"""

TANTIVY_SEARCH = """
import sys, tantivy
index = tantivy.Index.open(sys.argv[1])
searcher = index.searcher()
for _, address in searcher.search(index.parse_query(sys.argv[2], ["text"]), 10).hits:
    print(searcher.doc(address)["id"][0])
"""

DUCKDB_BUILD = """
import duckdb, sys
connection = duckdb.connect(sys.argv[2])
connection.execute("CREATE TABLE claim AS SELECT * FROM read_json(?)", [sys.argv[1]])
"""

DUCKDB_SEARCH = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
sql = "SELECT id FROM claim WHERE statement ILIKE ? LIMIT 10"
print(connection.execute(sql, [f"%{sys.argv[2]}%"]).fetchall())
"""


class Files(NamedTuple):
    """The dataset in the forms that the programs read."""

    json: Path
    lines: Path
    csv: Path
    built: Path
    utils: Path
    duck: Path
    tantivy: Path


class Task(NamedTuple):
    """A program's command for a piece of work; *needs* must be installed."""

    name: str
    needs: str
    argv: Sequence[str]


def main() -> None:
    """Make the dataset, time everything, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=20_000, help="claims")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", type=Path, default=HERE / "work", help="folder for the files")
    options = parser.parse_args()
    files = make_files(options.work / f"{options.size}-{options.seed}", options)
    print(describe(options.size, files))
    hello = Task("hello-world Typer program (H)", "", [sys.executable, "-c", HELLO])
    builds = [
        Task("json.loads, collector off (L)", "", [PYTHON, "-c", LOADS, str(files.json)]),
        *(task for task in list_builds(files) if is_installed(task)),
    ]
    report("Build", builds, 1 if options.size > 200_000 else 3, before=remove_built(files))
    report("Find", [hello, *filter(is_installed, list_searches(files))], options.runs)
    report("wfacts", [hello, *list_wfacts(files)], options.runs)


def make_files(folder: Path, options: argparse.Namespace) -> Files:
    """The dataset made from the seed, and its claims as JSON Lines and CSV."""
    names = ("claims.json", "claims.jsonl", "claims.csv", "claims.db", "utils.db", "duck.db")
    files = Files(*(folder / name for name in (*names, "tantivy")))
    folder.mkdir(parents=True, exist_ok=True)
    if not files.json.exists():
        with files.json.open("w", encoding="utf-8") as file:
            file.writelines(write_dataset(options.size, options.seed))
        write_flat(files)
    return files


def write_flat(files: Files) -> None:
    """The claims one a line, as JSON and as CSV."""
    with (
        files.json.open(encoding="utf-8") as source,
        files.lines.open("w", encoding="utf-8") as lines,
        files.csv.open("w", encoding="utf-8", newline="") as table,
    ):
        rows: Any = None
        for line in source:
            claim = json.loads(line.rstrip(",\n")) if '"statement"' in line else None
            if claim is None:
                continue
            flat = {k: v for k, v in claim.items() if isinstance(v, str | int | float | None)}
            lines.write(json.dumps(claim) + "\n")
            if rows is None:
                rows = csv.DictWriter(table, flat)
                rows.writeheader()
            rows.writerow(flat)


def list_builds(files: Files) -> list[Task]:
    """Each program's way from the JSON to what it searches."""
    text = ["statement", "measure"]
    utils = f"sqlite-utils insert {files.utils} claim {files.lines} --nl --pk id"
    index = f"sqlite-utils enable-fts {files.utils} claim {' '.join(text)} --tokenize porter"
    return [
        Task("wfacts build", "", wfacts("build", str(files.json), str(files.built))),
        Task("sqlite-utils insert, enable-fts", "sqlite-utils", shell(f"{utils} && {index}")),
        Task("tantivy", "py:tantivy", python(TANTIVY_BUILD, files.json, files.tantivy)),
        Task("duckdb read_json", "py:duckdb", python(DUCKDB_BUILD, files.lines, files.duck)),
    ]


def list_searches(files: Files) -> list[Task]:
    """The same questions to each program: a rare word, then a common one."""
    tasks = []
    for word in (RARE, COMMON):
        search = f"sqlite-utils search {files.utils} claim {word} --limit 10"
        select = f'[.claims[] | select(.statement | test("{word}"))][:10][].id'
        grep = f"csvgrep -c statement -m {word} {files.csv} | head -11"
        tasks += [
            Task(f"wfacts search {word}", "", query(files, "search", word)),
            Task(f"tantivy {word}", "py:tantivy", python(TANTIVY_SEARCH, files.tantivy, word)),
            Task(f"sqlite-utils search {word}", "sqlite-utils", shell(search)),
            Task(f"duckdb ILIKE {word}", "py:duckdb", python(DUCKDB_SEARCH, files.duck, word)),
            Task(f"rg {word} (unranked)", "rg", shell(f"rg -m 10 {word} {files.lines}")),
            Task(f"csvgrep {word} (unranked)", "csvgrep", shell(grep)),
            Task(f"jq {word} (unranked)", "jq", ["jq", "-r", select, str(files.json)]),
        ]
    return tasks


def list_wfacts(files: Files) -> list[Task]:
    """What else wfacts is asked on the built file."""
    commands = [
        ["search", "skills", "credit"],
        ["search", f'"{RARE} rural"'],
        ["search", "tab*"],
        ["search", "women", "training", "rural"],
        ["search", "women", "OR", "training", "OR", "zofe"],
        ["search", "women", "--kind", "figure", "--min", "1m"],
        ["search", "--topic", "health", "--sort=-value"],
    ]
    asked = ["ask", "how", "many", "women", "were", "trained", "in", "rural", RARE]
    return [
        *(Task(f"wfacts {' '.join(argv)}", "", query(files, *argv)) for argv in commands),
        Task(f"wfacts {' '.join(asked)}", "", wfacts(*asked, "--data", str(files.built))),
    ]


def report(
    title: str, tasks: Sequence[Task], runs: int, before: Callable[[], None] = int
) -> None:
    """Run *tasks* in turn, *runs* times after a warm-up; print medians, the first one as 1."""
    times: dict[str, list[float]] = {task.name: [] for task in tasks}
    for number in range(runs + (runs > 1)):
        for task in tasks:
            if task is tasks[0]:
                before()
            taken = run(task.argv)
            if number or runs == 1:
                times[task.name].append(taken)
    first = statistics.median(times[tasks[0].name])
    print(f"\n| {title} | seconds | ratio |\n| --- | ---: | ---: |")
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"| {name} | {median:.3f} | {median / first:.2f} |")


def run(argv: Sequence[str]) -> float:
    """Seconds that a command takes; its output goes nowhere, and 0 and 1 are both fine."""
    start = time.perf_counter()
    done = subprocess.run(
        argv,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PATH": PATH},
        check=False,
    )
    taken = time.perf_counter() - start
    if done.returncode not in (0, 1):
        sys.exit(f"{argv}: status {done.returncode}\n{done.stderr.decode()[-500:]}")
    return taken


def remove_built(files: Files) -> Callable[[], None]:
    """Removes what the builds have made, so that they begin anew."""

    def remove() -> None:
        for path in (files.built, files.utils, files.duck):
            path.unlink(missing_ok=True)
        shutil.rmtree(files.tantivy, ignore_errors=True)

    return remove


def wfacts(*argv: str) -> list[str]:
    """The command line of wfacts in this environment."""
    return [str(BIN / "wfacts"), *argv]


def query(files: Files, *argv: str) -> list[str]:
    """The ten best of a search of the built file."""
    return wfacts(argv[0], "-n", "10", "--data", str(files.built), *argv[1:])


def python(code: str, *argv: object) -> list[str]:
    """A program of the peers' environment."""
    return [PYTHON, "-c", code, *map(str, argv)]


def shell(line: str) -> list[str]:
    """A line for the shell."""
    return ["sh", "-c", line]


def is_installed(task: Task) -> bool:
    """Whether what *task* needs is there: a command, or ``py:`` a module of Python."""
    kind, _, name = task.needs.rpartition(":")
    if not name:
        return True
    if kind == "py":
        return run_quietly([PYTHON, "-c", f"import {name}"])
    return shutil.which(name, path=PATH) is not None


def run_quietly(argv: Sequence[str]) -> bool:
    """Whether a command ends well."""
    return subprocess.run(argv, capture_output=True, check=False).returncode == 0


def describe(size: int, files: Files) -> str:
    """The machine and the versions, in a line or two."""
    model = "an unknown processor"
    with Path("/proc/cpuinfo").open() as file:
        model = next(
            (line.split(": ")[1].strip() for line in file if "model name" in line), model
        )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    versions += [f"wfacts {importlib.metadata.version('wfacts')}"]
    for name, argv in {
        "": ["rg", "--version"],
        " ": ["jq", "--version"],
        "  ": ["sqlite-utils", "--version"],
        "   ": ["csvgrep", "--version"],
        "tantivy ": [PYTHON, "-c", "import tantivy; print(tantivy.__version__)"],
        "duckdb ": [PYTHON, "-c", "import duckdb; print(duckdb.__version__)"],
    }.items():
        program = shutil.which(argv[0], path=PATH)
        if program and run_quietly([program, *argv[1:]]):
            done = subprocess.run(
                [program, *argv[1:]], capture_output=True, text=True, check=True
            )
            versions.append(f"{name.strip(' ')} {done.stdout.splitlines()[0]}".strip())
    return (
        f"{size:,} claims, {files.json.stat().st_size / 1e6:,.0f} MB of JSON; "
        f"{model}, {os.cpu_count()} processors, {memory:.0f} GiB\n{', '.join(versions)}"
    )


if __name__ == "__main__":
    main()
