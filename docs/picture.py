"""Draws the README's picture, docs/wfacts.svg, from the real program (``make picture``).

What it shows ran on a pseudo-terminal a moment before; a test draws it again and
compares, so it can't go stale.
"""

import fcntl
import io
import os
import pty
import struct
import sys
import termios
from contextlib import suppress
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

PICTURE = Path(__file__).with_name("wfacts.svg")

COLUMNS = 88

COMMANDS = (
    "ask how much money was lent to women",
    "search laid-off --min 2m",
)

THEME = TerminalTheme(
    (24, 26, 31),
    (214, 217, 224),
    [
        (24, 26, 31),
        (240, 113, 120),
        (152, 195, 121),
        (229, 192, 123),
        (97, 175, 239),
        (198, 120, 221),
        (86, 182, 194),
        (171, 178, 191),
    ],
    [
        (124, 132, 147),
        (240, 113, 120),
        (152, 195, 121),
        (229, 192, 123),
        (97, 175, 239),
        (198, 120, 221),
        (86, 182, 194),
        (255, 255, 255),
    ],
)

TEMPLATE = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg"
  xml:space="preserve">
<title>wfacts on a terminal</title>
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width;
}}
.{unique_id}-title {{ font-size: 18px; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})"
  clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""Rich's own without its fonts, which a browser would fetch from elsewhere."""


def draw_picture() -> str:
    """The picture as SVG."""
    console = Console(
        record=True,
        width=COLUMNS,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
    )
    for number, line in enumerate(COMMANDS):
        if number:
            console.print()
        console.print(Text.assemble(("$ ", "bright_black"), (f"wfacts {line}", "bold")))
        console.print(Text.from_ansi(run_on_terminal(line.split())), end="")
    return console.export_svg(
        title="wfacts", theme=THEME, code_format=TEMPLATE, unique_id="wfacts"
    )


def run_on_terminal(argv: list[str]) -> str:
    """What ``wfacts`` prints with *argv* on a terminal of `COLUMNS` columns, in colour."""
    process, terminal = pty.fork()
    if process == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
        kept = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        os.execve(  # noqa: S606 - the program itself, no shell
            sys.executable, [sys.executable, "-m", "wfacts", *argv, "--color=always"], kept
        )
    chunks = []
    with os.fdopen(terminal, "rb", buffering=0) as file, suppress(OSError):
        while chunk := file.read(65536):  # Linux reports the end as an OSError
            chunks.append(chunk)
    os.waitpid(process, 0)
    return b"".join(chunks).decode().replace("\r\n", "\n")


if __name__ == "__main__":
    PICTURE.write_text(draw_picture(), encoding="utf-8")
