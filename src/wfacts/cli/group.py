"""The group of commands, each of which is imported and built only when called.

Thirteen commands built at start cost 0.15 of a hello-world Typer program; the
one that is called costs 0.03.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from wfacts.errors import UsageError
from wfacts.text import closest, safe


class Entry(NamedTuple):
    """A command: the module of its function, its summary, the heading it stands under."""

    module: str
    summary: str
    heading: str


LOOK, PROVE, MAKE = "Look up", "Prove", "Make"

COMMANDS = {
    "ask": Entry("asking", "answer a question with one sourced claim, or abstain", LOOK),
    "search": Entry("lookup", "list the claims that have all the words", LOOK),
    "show": Entry("lookup", "say everything about a claim", LOOK),
    "compare": Entry("comparing", "set claims side by side, with why they differ", LOOK),
    "chart": Entry("comparing", "draw comparable figures as bars", LOOK),
    "facets": Entry("lookup", "count claims by topic, place, unit and so on", LOOK),
    "sources": Entry("lookup", "list the articles and how to cite them", LOOK),
    "cite": Entry("citing", "cite a claim: APA, BibTeX, CSL-JSON, RIS", PROVE),
    "open": Entry("citing", "open the article at the very words", PROVE),
    "verify": Entry("proving", "prove the claims against saved copies of the articles", PROVE),
    "check": Entry("proving", "list every problem in a dataset", MAKE),
    "build": Entry("building", "compile a large dataset into one file", MAKE),
    "schema": Entry("proving", "print the JSON Schema of the dataset or the output", MAKE),
}
"""The commands in the order of the help; each one's function has its name."""

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Group(TyperGroup):
    """The root command."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override] # noqa: ARG002
        """The names of the commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override] # noqa: ARG002
        """The command *cmd_name*, built now; None if there is none."""
        return load_command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Any:  # type: ignore[override]
        """The command that *args* begins with; a guess is offered, never run."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            guesses = closest(name, COMMANDS)
            words = safe(" ".join(args))[:60]
            raise UsageError(
                f"unknown command {safe(repr(name))}",
                *([f"did you mean: {', '.join(guesses)}"] if guesses else []),
                f"to look the words up: wfacts search {words}",
            )
        return super().resolve_command(ctx, args)  # type: ignore[arg-type]


def load_command(name: str) -> TyperCommand:
    """The command *name*, from the module that has its function."""
    module = import_module(f"wfacts.cli.{COMMANDS[name].module}")
    function: Callable[..., Any] = getattr(module, name.rstrip("_") + "_" * (name == "open"))
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, context_settings=SETTINGS)(function)
    command = typer.main.get_command(app)
    assert isinstance(command, TyperCommand)  # noqa: S101 - for the type checker
    return command


@cache
def root() -> Group:
    """The whole command line."""
    app = typer.Typer(cls=Group, rich_markup_mode=None, context_settings=SETTINGS)
    app.callback(invoke_without_command=True)(_root)
    command = typer.main.get_command(app)
    assert isinstance(command, Group)  # noqa: S101 - for the type checker
    return command


def _root(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print versions and exit."),
) -> Any:
    """Look up sourced facts on the work of China's women's federations."""
    if version:
        from wfacts.cli.about import show_version  # noqa: PLC0415 - opens the dataset

        return show_version()
    if context.invoked_subcommand is None:
        from wfacts.cli.about import teach  # noqa: PLC0415 - bare `wfacts` only

        return teach()
    return None
