"""How bash, zsh, fish and PowerShell are told what completes a word.

Typer's own classes are not enough, as measured: for bash they leave blanks and
quotes unquoted; for zsh they drop apostrophes ("Womens") and let a backslash
before ``$(…)`` in a dataset run a command; for all but bash they read help as
Rich markup, so that ``[/x]`` in a claim crashes at the prompt. These classes
change the form of the answer, and zsh gets a script of ours; the others' are Typer's.
Nothing here imports Rich.
"""

import os
import shlex
from collections.abc import Iterable

from typer import _completion_classes as typers
from typer import _completion_shared as scripts
from typer._click.shell_completion import (
    CompletionItem,
    add_completion_class,
    split_arg_string,
)

from wfacts.cli.commands import COMMANDS
from wfacts.text import safe

LONGEST_HELP = 70
"""Characters of a help text: a claim is recognised by its beginning."""

ZSH_SCRIPT = """\
#compdef %(prog_name)s

%(complete_func)s() {
  eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" \\
    %(autocomplete_var)s=complete_zsh %(prog_name)s)
}

if [[ $funcstack[1] == _%(prog_name)s ]]; then
  %(complete_func)s "$@"
else
  compdef %(complete_func)s %(prog_name)s
fi
"""
"""Typer's own, installed as a function to load, completes nothing at the first Tab."""

_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,=@%+")


def register() -> None:
    """Answer the shells in this module's form from now on."""
    for shell in (Bash, Zsh, Fish):
        add_completion_class(shell, shell.name)
    for name in ("powershell", "pwsh"):
        add_completion_class(PowerShell, name)
    scripts._completion_scripts["zsh"] = ZSH_SCRIPT  # noqa: SLF001 - it has no public way


def complete_commands(incomplete: str) -> list[CompletionItem]:
    """The commands that begin with *incomplete*, with their summaries."""
    return [
        CompletionItem(name, help=entry.summary)
        for name, entry in COMMANDS.items()
        if name.startswith(incomplete)
    ]


class Bash(typers.BashComplete):
    """Values quoted for bash, which inserts what it is given as it stands."""

    quote = ""
    """The quote that is open at the cursor, if any."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor and the one at it; ``--place=x`` as one word.

        bash breaks words at ``=`` and hands them over one a line.
        """
        words: list[str] = []
        at = int(os.environ["COMP_CWORD"])
        for word in os.environ["COMP_WORDS"].split("\n")[1 : at + 1]:
            joins = words and (word == "=" or words[-1].endswith("="))
            if joins and words[-1].startswith("--"):
                words[-1] += word
            else:
                words.append(word)
        raw = words.pop() if words else ""
        self.quote = raw[:1] if raw[:1] in ("'", '"') else ""
        return [_unquote(word) for word in words], _unquote(raw)

    def complete(self) -> str:
        """One quoted value a line; inside an open quote nothing needs another."""
        args, incomplete = self.get_completion_args()
        items = _clean(self.get_completions(args, incomplete))
        return "\n".join(filter(None, (self._insert(item.value) for item in items)))

    def _insert(self, value: str) -> str:
        """*value* quoted; empty where the quote that is open can't hold it."""
        if not self.quote:
            return "".join(c if c in _BARE or c > "\x7f" else f"\\{c}" for c in value)
        # Globs are left out too: the script's unquoted $(…) would list the folder.
        special = set("*?[\\" + ("'" if self.quote == "'" else '"$`!'))
        return "" if special & set(value) else value


class Zsh(typers.ZshComplete):
    """Code for zsh, which the script evaluates: every word in it is quoted."""

    def complete(self) -> str:
        """A call of ``_describe``, which sets the help beside the values."""
        args, incomplete = self.get_completion_args()
        prefix = _option_prefix(incomplete)
        rows = [
            _colons(prefix + item.value) + (f":{item.help}" if item.help else "")
            for item in _clean(self.get_completions(args, incomplete))
        ]
        if not rows:
            return "_files"
        values = " ".join(map(shlex.quote, rows))
        return f"local -a found; found=({values}); _describe -V wfacts found"


class Fish(typers.FishComplete):
    """A value a line, with its help behind a tab; fish quotes what it inserts."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """The values, each with the option before it where it is typed as ``--place=``."""
        prefix = _option_prefix(incomplete)
        items = _clean(super().get_completions(args, incomplete))
        return [CompletionItem(prefix + item.value, help=item.help) for item in items]

    def format_completion(self, item: CompletionItem) -> str:
        """The line for *item*."""
        return f"{item.value}\t{item.help}" if item.help else str(item.value)


class PowerShell(typers.PowerShellComplete):
    """As Typer's, without the markup."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """The values, made safe."""
        return _clean(super().get_completions(args, incomplete))

    def format_completion(self, item: CompletionItem) -> str:
        """The line for *item*."""
        return f"{item.value}:::{item.help or ' '}"


def _clean(items: Iterable[CompletionItem]) -> list[CompletionItem]:
    """*items* with their help made safe and short; what nobody could type is left out."""
    return [
        CompletionItem(item.value, help=_shorten(safe(item.help or "")))
        for item in items
        if item.value.isprintable()
    ]


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_HELP else text[: LONGEST_HELP - 1].rstrip() + "…"


def _colons(value: str) -> str:
    r"""*value* for ``_describe``, which ends it at the first bare colon."""
    return value.replace("\\", "\\\\").replace(":", "\\:")


def _option_prefix(incomplete: str) -> str:
    """``--place=`` of ``--place=x``: zsh and fish replace the whole word."""
    name, equals, _ = incomplete.partition("=")
    return name + equals if equals and name.startswith("--") else ""


def _unquote(word: str) -> str:
    """*word* as the program would get it; an open quote is taken as closed."""
    parts = split_arg_string(word)
    return parts[0] if parts else ""
