"""Strings made safe for people, the normal form of digests, folding, guesses.

Nothing is compiled or imported here at start: every look-up passes through
``safe``, and nearly every string is clean ASCII.
"""

from collections.abc import Iterable
from functools import cache

_REPLACEMENT = "\ufffd"

LINE_SEPARATORS = (0x2028, 0x2029)
"""What Unicode counts as ends of lines and paragraphs, and some readers do too."""

BIDIRECTIONAL = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""The controls that turn or hide the direction of text (Unicode, UAX #9)."""

_INVISIBLE = (0x00AD, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF)
"""The soft hyphen and the characters of no width: copies gain and lose them unseen."""

_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2039\u203a\u02bc"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb"
_DASHES = (*range(0x2010, 0x2016), 0x2212)

_LONGEST_GUESS = 100
"""Characters of a mistyped word that ``closest`` looks at: difflib's time is quadratic."""


def safe(text: str) -> str:
    """*text* as it may be shown to people, on a terminal and in errors.

    C0 controls and DEL in caret form (``^[``, ``^J``, ``^?``); C1 controls as
    ``cat -v`` writes those bytes (U+009B is ``M-^[``); U+2028, U+2029, the
    bidirectional controls and lone surrogates as U+FFFD. All else is kept.
    """
    # Printable are neither controls nor surrogates: 0.1 µs for most strings.
    return text if text.isprintable() else text.translate(_controls())


def escape_json(json: str) -> str:
    r"""*json* with what terminals act on and Python's encoder leaves raw as ``\uXXXX``.

    That is DEL and C1, U+2028, U+2029 and the bidirectional controls; inside
    strings, where alone they can stand, the escapes mean the same.
    """
    return json if json.isascii() and "\x7f" not in json else json.translate(_json_escapes())


def canonical(text: str) -> str:
    """*text* in the normal form in which sentences are compared and digested.

    In this order: NFKC; U+00AD and characters of no width dropped; single
    quotes to ``'`` and double to ``"``; hyphens, dashes and the minus sign to
    ``-``; every run of white space to one blank; trimmed.
    """
    if not text.isascii():
        text = _normalise(text).translate(_typography())
    return " ".join(text.split())


def quoted(text: str, most: int = 60) -> str:
    """*text* as a message names it: in quotes, safe, its first *most* characters."""
    return f"'{safe(text[:most])}'"


def fold(text: str) -> str:
    """*text* for comparing values that users type: NFKC, no case, single blanks, trimmed."""
    if not text.isascii():
        # Folding can undo the normal form (U+0345), so it is made again.
        text = _normalise(_normalise(text).casefold())
    return " ".join(text.casefold().split())


def closest(word: str, choices: Iterable[str], n: int = 3) -> list[str]:
    """Up to *n* of the *choices* that *word* may have been meant for, best first.

    Case does not count. First what equals the word, then what begins with it,
    holds it or is its beginning, then what is spelt alike; ties in the order
    given. Every choice is looked at, so give thousands, not millions.
    """
    # difflib: typer has imported it already; the library alone saves 1 ms.
    from difflib import get_close_matches  # noqa: PLC0415  # see above

    wanted = fold(word)[:_LONGEST_GUESS]
    folded: dict[str, str] = {}
    for choice in choices:
        folded.setdefault(fold(choice), choice)
    related = sorted(
        (kin, key) for key in folded if wanted and (kin := _kinship(wanted, key)) is not None
    )
    best = [key for _, key in sorted(related, key=lambda pair: pair[0])]
    # Twice as many, because some may be in the list already.
    best += get_close_matches(wanted, folded, n=2 * n) if wanted else []
    return [folded[key] for key in dict.fromkeys(best)][:n]


def _kinship(wanted: str, choice: str) -> int | None:
    """How *choice* holds *wanted*: 0 equal, 1 as its beginning, 2 inside, 3 the other way."""
    if choice == wanted:
        return 0
    # One or two letters are inside nearly everything.
    if choice.startswith(wanted):
        return 1
    if len(wanted) > 2 and wanted in choice:
        return 2
    return 3 if len(choice) > 2 and wanted.startswith(choice) else None


def _normalise(text: str) -> str:
    # unicodedata: 0.4 ms, needed only off ASCII.
    from unicodedata import normalize  # noqa: PLC0415  # see above

    return normalize("NFKC", text)


@cache
def _controls() -> dict[int, str]:
    """The table of ``safe``; made when the first unclean string comes (0.2 ms)."""
    low = {code: f"^{chr(code ^ 0x40)}" for code in (*range(0x20), 0x7F)}
    high = {code: f"M-^{chr(code - 0x40)}" for code in range(0x80, 0xA0)}
    marks = (*LINE_SEPARATORS, *BIDIRECTIONAL, *range(0xD800, 0xE000))
    return low | high | dict.fromkeys(marks, _REPLACEMENT)


@cache
def _json_escapes() -> dict[int, str]:
    """The table of ``escape_json``."""
    acted_on = (*range(0x7F, 0xA0), *LINE_SEPARATORS, *BIDIRECTIONAL)
    return {code: f"\\u{code:04x}" for code in acted_on}


@cache
def _typography() -> dict[int, str | None]:
    """The table of ``canonical``."""
    return {
        **dict.fromkeys(_INVISIBLE),
        **dict.fromkeys(map(ord, _SINGLE_QUOTES), "'"),
        **dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"'),
        **dict.fromkeys(_DASHES, "-"),
    }
