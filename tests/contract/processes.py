"""Runs of the program that several tests look at, each made once; every command's call."""

import subprocess
from functools import cache
from pathlib import Path
from typing import NamedTuple

from conftest import Ran, call, run, run_on_terminal

RECORDS = {
    "search": ("search", "loans"),
    "show": ("show", "loans-issued", "small-loans-experience"),
    "chart": ("chart", "women"),
}
"""Calls whose rows are claims, alike in every row format."""

ROWS = {
    **RECORDS,
    "ask": ("ask", "how much money was lent to women"),
    "compare": ("compare",),
    "facets": ("facets", "topic"),
    "sources": ("sources",),
    "verify": ("verify", "hills-2017={article}", "--data", "{dataset}"),
    "check": ("check", "{dataset}"),
}
"""A call of every command that prints rows; each succeeds."""

CALLS = {
    **ROWS,
    "cite": ("cite", "loans-issued"),
    "open": ("open", "loans-issued", "--print"),
    "build": ("build", "{dataset}", "{folder}/built.db"),
    "schema": ("schema",),
    "help": ("search", "--help"),
    "version": ("--version",),
    "bare": (),
}
"""A call of every command, and of the program itself; each succeeds."""

FORMATS = ("tsv", "csv", "json", "jsonl", "md", "ids")


class Desk(NamedTuple):
    """The files that calls name: a sound small dataset, its article, a folder to write to."""

    dataset: Path
    article: Path
    folder: Path

    def fill(self, *argv: str) -> list[str]:
        """*argv* with the names of the files put in."""
        return [word.format(**{k: str(v) for k, v in self._asdict().items()}) for word in argv]


@cache
def ran(*argv: str, **env: str) -> Ran:
    """The program run in pipes; each call is made once in a session."""
    return run(*argv, env=env)


@cache
def shown(*argv: str, **env: str) -> Ran:
    """The program run on a terminal; *env* may give ``columns``."""
    columns = int(env.pop("columns", "80"))
    return run_on_terminal(*argv, columns=columns, env=env)


@cache
def called(*argv: str, **env: str) -> Ran:
    """What `ran` gives, from a call of ``main`` in this process: for promises on words.

    A process costs 80 ms and this 4; streams, signals and environments that the
    interpreter itself reads are proved with processes.
    """
    return call(argv, env=env)


def shell(script: str, program: Path, **env: str) -> Ran:
    """*script* run by bash, with ``wfacts`` on its path."""
    done = subprocess.run(
        ["bash", "-c", script],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={"PATH": f"{program}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", **env},
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
