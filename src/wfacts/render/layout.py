"""Styled text, wrapped and set in columns: what every view is made of.

All that a view shows passes through `styled`, which makes it safe, and only
`paint` writes escape sequences. Rich's console, table and text would cost 29 ms
at import and 8 a table, half of a hello-world Typer program, so only its cell
widths are used, and those only for text that needs them.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from wfacts.output import Stage
from wfacts.text import safe

STRONG, FAINT = "1", "2"
NAME, MATCH, WARN, GOOD, BAD, AIM = "36", "1;35", "33", "32", "31", "34"
"""Styles, as parameters of SGR: the sixteen colours that a terminal's own theme sets."""

NARROW = 60
"""Columns of a terminal below which claims are set as blocks instead of a table."""

GAP = "  "
"""What stands between two columns."""

_FANCY = "–—‘’“”•…→≠─│┄━┃█▌"  # noqa: RUF001 - the look-alikes that become ASCII
_PLAIN = "--''\"\"*~>~-|.=|##"
_ONE_CELL = frozenset(_FANCY)
"""Characters from U+0300 up that are known to be one cell wide, so that Rich isn't asked."""

_ASCII = str.maketrans(_FANCY + "·¶\ufffd", _PLAIN + "-P?")
"""One plain character for each, so that columns stay in line."""


class Span(NamedTuple):
    """The characters from *start* to *end* (exclusive) have a *style* and lead to *link*."""

    start: int
    end: int
    style: str
    link: str = ""


class Text(NamedTuple):
    """Safe text on one line; *spans* are in order and apart."""

    plain: str
    spans: tuple[Span, ...] = ()

    def cut(self, start: int, end: int) -> "Text":
        """The characters from *start* to *end*."""
        spans = (
            Span(max(s.start, start) - start, min(s.end, end) - start, s.style, s.link)
            for s in self.spans
            if s.start < end and s.end > start
        )
        return Text(self.plain[start:end], tuple(spans))


EMPTY = Text("")


class Column(NamedTuple):
    """A column of a table: its *width* in cells, and whether it is set to the right."""

    width: int
    right: bool = False


def styled(value: object, style: str = "", link: str = "") -> Text:
    """*value* as safe text in *style*; a *link* that is no clean web address is dropped."""
    plain = safe(str(value))
    if not (link.startswith(("http://", "https://")) and link.isascii() and link.isprintable()):
        link = ""
    return Text(plain, (Span(0, len(plain), style, link),) if plain and (style or link) else ())


def mark(text: Text, spans: Iterable[tuple[int, int]], style: str) -> Text:
    """*text*, which has no style yet, with the characters of *spans* in *style*."""
    return Text(text.plain, tuple(Span(start, end, style) for start, end in spans))


def join(parts: Iterable[Text], between: Text = EMPTY) -> Text:
    """*parts* behind each other with *between* in the gaps; empty ones are left out."""
    plain, spans = "", []
    for part in filter(lambda part: part.plain, parts):
        for piece in (between, part) if plain else (part,):
            moved = len(plain)
            plain += piece.plain
            spans += [
                Span(s.start + moved, s.end + moved, s.style, s.link) for s in piece.spans
            ]
    return Text(plain, tuple(spans))


def cells(plain: str) -> int:
    """How many columns of a terminal *plain* takes."""
    if plain.isascii() or all(c < "\u0300" or c in _ONE_CELL for c in plain):
        return len(plain)
    from rich.cells import cell_len  # noqa: PLC0415 - 1.2 ms, for few texts

    return cell_len(plain)


def wrap(text: Text, width: int | None, *, chop: bool = True) -> list[Text]:
    """*text* in lines of at most *width* cells, broken at blanks; None is one line.

    A word that is wider is cut into pieces, or stays whole unless *chop*:
    ids and links are never cut. Empty text has no lines.
    """
    if width is None or cells(text.plain) <= width:
        return [text] if text.plain else []
    return [text.cut(*line) for line in _break(text.plain, max(width, 1), chop=chop)]


def lay(row: Sequence[Sequence[Text]], columns: Sequence[Column]) -> list[Text]:
    """A row of a table as lines; each of its cells is given as its own lines."""
    return [join_cells(line, columns) for line in zip_longest(*row, fillvalue=EMPTY)]


def join_cells(line: Sequence[Text], columns: Sequence[Column]) -> Text:
    """One line of cells, each padded to its column; no blanks at the end."""
    parts: list[Text] = []
    pending = ""
    for n, (text, column) in enumerate(zip(line, columns, strict=True)):
        pending += GAP if n else ""
        padding = " " * (column.width - cells(text.plain))
        if not text.plain:
            pending += padding
            continue
        parts += [Text(pending + padding if column.right else pending), text]
        pending = "" if column.right else padding
    return join(parts)


def indent(lines: Iterable[Text], first: Text, by: int) -> list[Text]:
    """*lines* moved to the right *by* cells, with *first* in the gap of the first one."""
    space = Text(" " * by)
    lead = join([first, Text(" " * (by - cells(first.plain)))])
    return [join([space if n else lead, line]) for n, line in enumerate(lines)]


def paint(lines: Iterable[Text], stage: Stage) -> str:
    """*lines* as they are written, each with its line end."""
    return "".join(f"{_paint_line(line, stage)}\n" for line in lines)


def _paint_line(line: Text, stage: Stage) -> str:
    # A no-break blank holds lines together here; what is copied should be a blank.
    text = line.plain.replace("\u00a0", " ")
    text = text.translate(_ASCII) if stage.ascii else text
    if not stage.color:
        return text
    done, painted = 0, []
    for start, end, style, link in line.spans:
        piece = text[start:end]
        if style:
            piece = f"\x1b[{style}m{piece}\x1b[0m"
        if link:
            piece = f"\x1b]8;;{link}\x1b\\{piece}\x1b]8;;\x1b\\"
        painted += [text[done:start], piece]
        done = end
    return "".join([*painted, text[done:]])


def _break(plain: str, width: int, *, chop: bool) -> list[tuple[int, int]]:
    """Where the lines of *plain* start and end."""
    lines: list[tuple[int, int]] = []
    for word in re.finditer("[^ ]+", plain):
        start, end = word.span()
        if lines and cells(plain[lines[-1][0] : end]) <= width:
            lines[-1] = (lines[-1][0], end)
        elif chop and end - start > width // 2 and cells(plain[start:end]) > width:
            lines += _chop(plain, start, end, width)
        else:
            lines.append((start, end))
    return lines


def _chop(plain: str, start: int, end: int, width: int) -> list[tuple[int, int]]:
    """A word in pieces of at most *width* cells, or of one character."""
    pieces, used = [start], 0
    for position in range(start, end):
        size = cells(plain[position])
        if used + size > width and position > pieces[-1]:
            pieces.append(position)
            used = 0
        used += size
    return list(zip(pieces, [*pieces[1:], end], strict=True))
