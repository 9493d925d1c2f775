"""Rich as the views use it: safe text, calm tables, hanging paragraphs, and one console.

All that a view shows passes through `styled`, which makes it safe, and only
`draw` writes, with markup, emoji and highlighting off. Rich costs 20 ms at
import, so nothing outside of ``render/`` may import this at start.
"""

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any, NamedTuple

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.style import Style
from rich.table import Column, Table
from rich.text import Text

from wfacts.stage import Stage
from wfacts.text import safe

STRONG, FAINT = "bold", "dim"
NAME, MATCH, WARN, GOOD, BAD, AIM = "cyan", "bold magenta", "yellow", "green", "red", "blue"
"""Styles, of the sixteen colours that a terminal's own theme sets."""

NARROW = 60
"""Columns of a terminal below which claims are set as blocks instead of a table."""

GAP = "  "
"""What stands between two columns."""

EMPTY = Text()

NO_BREAK = "\N{BRAILLE PATTERN BLANK}"
"""A blank at which no line ends: Rich also breaks at U+00A0. A blank is what is written."""

_ENDLESS = 1_000_000
"""Columns of a pipe, where nothing wraps."""

_ASCII = str.maketrans("–—‘’“”•…→≠─│┄━┃█▌·¶\ufffd", "--''\"\"*~>~-|.=|##-P?")  # noqa: RUF001 - the look-alikes that become ASCII
"""One plain character for each, so that columns stay in line."""


class Beside(NamedTuple):
    """Paragraphs of whole words, *margin* cells to the right, the first beside a *label*.

    Rich would cut an id or a link that is wider than its room; here it runs on.
    """

    label: Text
    paragraphs: Sequence[Text]
    margin: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines as Rich asks for them."""
        margin = max(self.margin, self.label.cell_len + bool(self.label))
        lead = Text.assemble(self.label, " " * (margin - self.label.cell_len))
        for paragraph in filter(None, self.paragraphs):
            # As a property of the text "ignore" keeps words whole and breaks at blanks;
            # as an argument it breaks nowhere.
            text = Text(overflow="ignore").append_text(paragraph)
            for line in text.wrap(console, max(1, options.max_width - margin)):
                yield Text.assemble(lead, line, no_wrap=True, overflow="ignore")
                lead = Text(" " * margin)


def whole(text: Text) -> Beside:
    """*text* broken at blanks only: ids and links are never cut. Empty text has no lines."""
    return Beside(EMPTY, (text,), 0)


def styled(value: object, style: str = "", link: str = "") -> Text:
    """*value* as safe text in *style*; a *link* that is no clean web address is dropped."""
    plain = safe(str(value))
    if link.startswith(("http://", "https://")) and link.isascii() and link.isprintable():
        return Text().append(plain, Style.parse(style) + Style(link=link))
    return Text().append(plain, style)


def join(parts: Iterable[Text], between: Text = EMPTY) -> Text:
    """*parts* behind each other with *between* in the gaps; empty ones are left out."""
    return between.join(filter(None, parts))


def column(head: str = "", **options: Any) -> Column:
    """A column of `table` with a faint *head*; *options* are those of Rich's column."""
    return Column(header=styled(head, FAINT), overflow="fold", **options)


def table(columns: Iterable[Column], rows: Iterable[Sequence[Text]], **options: Any) -> Table:
    """A table without lines, two blanks between the columns."""
    calm: dict[str, Any] = {"box": None, "padding": (0, len(GAP), 0, 0), "pad_edge": False}
    calm |= {"show_header": False, "header_style": ""}
    made = Table(*columns, **calm | options)
    for row in rows:
        made.add_row(*row)
    return made


def widest(texts: Iterable[str | Text]) -> int:
    """The cells of the widest of *texts*; 0 if there are none."""
    return max((cell_len(str(text)) for text in texts), default=0)


def draw(parts: Iterable[RenderableType], stage: Stage) -> str:
    """*parts* under each other as they are written; no escape sequence without colour."""
    console = Console(
        file=StringIO(),
        width=stage.width or _ENDLESS,
        height=1,
        color_system="standard" if stage.color else None,
        force_terminal=stage.color,
        force_jupyter=False,
        no_color=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    with console.capture() as capture:
        console.print(Group(*parts), crop=False)
    text = capture.get().replace(NO_BREAK, " ")
    text = text.translate(_ASCII) if stage.ascii else text
    return "\n".join(line.rstrip(" ") for line in text.split("\n"))
