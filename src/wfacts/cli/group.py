"""The group of commands, each of which is imported and built only when called.

Thirteen commands built at start cost 0.15 of a hello-world Typer program; the
one that is called costs 0.03.
"""

import os
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from wfacts.cli.commands import COMMANDS
from wfacts.errors import UsageError
from wfacts.text import closest, quoted, safe

SETTINGS = {"help_option_names": ["-h", "--help"]}

COMPLETING = "_WFACTS_COMPLETE"
"""The variable by which a shell asks for completions (Typer's scripts set it)."""


class Command(TyperCommand):
    """A command, whose help begins with examples."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The text of ``--help``."""
        from wfacts.cli import help as helps  # noqa: PLC0415 - 2 ms, for help only

        return helps.lay_out(helps.describe_command(self, ctx))


class Group(TyperGroup):
    """The root command."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The text of ``wfacts --help``."""
        from wfacts.cli import help as helps  # noqa: PLC0415 - 2 ms, for help only

        return helps.lay_out(helps.describe_root(self, ctx))

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Parse *args*; the scripts that the two options print and install are made ready."""
        if args[:1] in (["--install-completion"], ["--show-completion"]):
            if len(args) > 1:
                raise UsageError(
                    f"{args[0]} takes no value: it is for the shell you are in",
                    f"run it from that shell: wfacts {args[0]}",
                )
            from wfacts.cli.shells import register  # noqa: PLC0415 - completion only

            register()
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: typer.Context, incomplete: str) -> Any:  # type: ignore[override]
        """The commands or options that begin with *incomplete*; no command is imported."""
        from wfacts.cli.shells import complete_commands  # noqa: PLC0415 - completion only

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return complete_commands(incomplete)

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override] # noqa: ARG002
        """The names of the commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override] # noqa: ARG002
        """The command *cmd_name*, built now; None if there is none."""
        return load_command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Any:  # type: ignore[override]
        """The command that *args* begins with; a guess is offered, never run."""
        name = args[0]
        if ctx.resilient_parsing and name not in COMMANDS:
            return None, None, []  # at a prompt nobody wants to read an error
        if name not in COMMANDS and not name.startswith("-"):
            guesses = closest(name, COMMANDS)
            words = safe(" ".join(args))[:60]
            raise UsageError(
                f"unknown command {quoted(name)}",
                *([f"did you mean: {', '.join(guesses)}"] if guesses else []),
                f"to look the words up: wfacts search {words}",
                "all commands: wfacts --help",
            )
        return super().resolve_command(ctx, args)


def load_command(name: str) -> TyperCommand:
    """The command *name*, from the module that has its function."""
    module = import_module(f"wfacts.cli.{COMMANDS[name].module}")
    function = getattr(module, name.rstrip("_") + "_" * (name == "open"))
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=Command, context_settings=SETTINGS)(function)
    command = typer.main.get_command(app)
    assert isinstance(command, TyperCommand)  # noqa: S101 - for the type checker
    return command


@cache
def root() -> Group:
    """The whole command line."""
    # color: Typer would paint what --install-completion says, under NO_COLOR too.
    settings = {**SETTINGS, "color": False}
    app = typer.Typer(cls=Group, rich_markup_mode=None, context_settings=settings)
    app.callback(invoke_without_command=True)(_root)
    command = typer.main.get_command(app)
    assert isinstance(command, Group)  # noqa: S101 - for the type checker
    if COMPLETING in os.environ:
        from wfacts.cli.shells import register  # noqa: PLC0415 - completion only

        register()
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
