"""Large digits, three lines high: how a card shows its figure."""

from rich.text import Text

from wfacts.render.layout import STRONG, styled

_HEAVY = (
    "┏━┓╺┓ ╺━┓╺━┓╻ ╻┏━╸┏━╸╺━┓┏━┓┏━┓",
    "┃ ┃ ┃ ┏━┛╺━┫┗━┫┗━┓┣━┓  ┃┣━┫┗━┫",
    "┗━┛╺┻╸┗━╸╺━┛  ╹╺━┛┗━┛  ╹┗━┛╺━┛",
)
_PLAIN = (
    " _     _  _     _  _  _  _  _ ",
    "| |  | _| _||_||_ |_   ||_||_|",
    "|_|  ||_  _|  | _||_|  ||_| _|",
)
"""The digits from 0 to 9, three characters each: box drawing, or seven segments in ASCII."""


def enlarge(number: str, *, plain: bool) -> list[Text]:
    """*number*, ASCII digits with commas and points inside, as three lines.

    *plain* draws them of ASCII only.
    """
    rows = _PLAIN if plain else _HEAVY
    return [
        styled("".join(_glyph(sign, row, last=row is rows[-1]) for sign in number)[1:], STRONG)
        for row in rows
    ]


def _glyph(sign: str, row: str, *, last: bool) -> str:
    """The part of *sign* in this *row*; a comma or a point stands in the *last* one."""
    if sign in ",.":
        return sign if last else " "
    start = 3 * int(sign)
    return f" {row[start : start + 3]}"
