"""Printed figures and typed numbers as exact values, hedges, numbers for people.

One grammar serves all: digits or number words, a scale, a unit. Typed numbers
may be shorter still (``58.9 bn``, ``1e6``, ``-5``). No floating point comes
near a value before its last step, so 1.07 million is 1070000 and nothing else.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from wfacts.model import Modifier

LONGEST = 250
"""Characters of a figure or a typed number; more is refused. Words need that many."""

TOO_LARGE = 10**18
"""Values stay below this, which SQLite's integers (to 9.2e18) hold."""


class Quantity(NamedTuple):
    """A value in base units; *unit* is ``CNY``, ``%`` or None."""

    value: int | float
    unit: str | None


class Found(NamedTuple):
    """A number in running text: 0-based characters, the end exclusive."""

    start: int
    end: int
    quantity: Quantity


_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen")
_LATE_TEENS = ("fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_SMALL = {word: value for value, word in enumerate(_DIGITS + _TEENS + _LATE_TEENS)}
_TENS = dict(
    zip(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
        range(20, 100, 10),
        strict=True,
    )
)
_BELOW_HUNDRED = {**_SMALL, **_TENS, "a": 1}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT_SCALES = {
    "k": 10**3,
    **dict.fromkeys(("m", "mn", "mln"), 10**6),
    **dict.fromkeys(("b", "bn", "bln"), 10**9),
    **dict.fromkeys(("t", "tn", "trn"), 10**12),
}
_MULTIPLIERS = {"hundred": 100, **_SCALES, **_SHORT_SCALES}

_HEDGES: tuple[tuple[str, Modifier | None], ...] = (
    # The longer first: "no more than" is not "more than", and no modifier says it.
    ("no less than", Modifier.AT_LEAST),
    ("not less than", Modifier.AT_LEAST),
    ("no fewer than", Modifier.AT_LEAST),
    ("not fewer than", Modifier.AT_LEAST),
    ("a minimum of", Modifier.AT_LEAST),
    ("at least", Modifier.AT_LEAST),
    ("no more than", None),
    ("not more than", None),
    ("not over", None),
    ("not above", None),
    ("in excess of", Modifier.OVER),
    ("upwards of", Modifier.OVER),
    ("more than", Modifier.OVER),
    ("greater than", Modifier.OVER),
    ("over", Modifier.OVER),
    ("above", Modifier.OVER),
    ("exceeding", Modifier.OVER),
    ("close to", Modifier.NEARLY),
    ("nearly", Modifier.NEARLY),
    ("almost", Modifier.NEARLY),
    ("approximately", Modifier.ABOUT),
    ("roughly", Modifier.ABOUT),
    ("around", Modifier.ABOUT),
    ("about", Modifier.ABOUT),
    ("some", Modifier.ABOUT),
)


def parse_figure(figure: str) -> Quantity:
    """The exact quantity of a printed figure: ``twenty-five``, ``58.9 billion yuan``.

    Raises ``ValueError`` for what is not one figure from end to end.
    """
    return _parse(figure, figure, "a figure such as 58.9 billion yuan")


def parse_typed(text: str) -> Quantity:
    """The quantity that a user typed: ``58.9 bn``, ``40%``, ``two million``, ``1e6``, ``-5``.

    Raises ``ValueError``, with a text for the user, for all else.
    """
    short = text.strip()[: LONGEST + 1]
    sign = -1 if short.startswith(("-", "\u2212")) else 1
    unsigned = short[1:] if short.startswith(("-", "\u2212", "+")) else short
    written_out = _typed_pattern().sub(_write_out, unsigned)
    value, unit = _parse(
        text, written_out, "a number such as 58.9bn, 13,800 or 40% (up to 18 digits)"
    )
    return Quantity(sign * value, unit)


def find_numbers(text: str) -> list[Found]:
    """The numbers in running *text*, left to right and apart, each as long as it can be.

    Ordinals are none (``19th``, ``twenty-first``), nor are words that only
    begin with one (``five-year``), a bare ``one``, and digits that are part of
    something else (``1.2.3``, ``COVID-19``). A year is a number like any other.
    """
    # Most questions have no number, and the patterns take 1 ms to compile.
    found = _scan(text) if _may_hold_number(text) else iter(())
    # "which one", "one of the": hardly ever a number.
    return [number for number in found if text[number.start : number.end].lower() != "one"]


def hedge_before(text: str) -> Modifier | None:
    """The hedge at the very end of *text*, the printed words before a figure."""
    words = " ".join(text[-40:].casefold().rstrip("$£€¥ ").split())
    for hedge, modifier in _HEDGES:
        if words.endswith(hedge) and not words[: -len(hedge)][-1:].isalnum():
            return modifier
    return None


def show_value(value: float, unit: str | None) -> str:
    """A number for people, never rounded: ``13,800``, ``5.52 million``, ``58.9 billion yuan``.

    Only the units of money and shares are shown.
    """
    number = _show_scaled(value) if isinstance(value, int) else f"{value:,}"
    if unit == "%":
        return f"{number}%"
    return f"{number} yuan" if unit == "CNY" else number


def _show_scaled(value: int) -> str:
    """*value* in millions and more where three decimals say it exactly."""
    for word in ("trillion", "billion", "million"):
        scale = _SCALES[word]
        if abs(value) >= scale and value % (scale // 1000) == 0:
            whole, thousandths = divmod(abs(value) * 1000 // scale, 1000)
            sign = "-" if value < 0 else ""
            decimals = f".{thousandths:03d}".rstrip("0").rstrip(".")
            return f"{sign}{whole:,}{decimals} {word}"
    return f"{value:,}"


def _parse(text: str, written_out: str, expected: str) -> Quantity:
    """The one number that *written_out* is; *text* is what errors quote."""
    words = written_out.strip()
    if len(words) <= LONGEST:
        for number in _scan(words):
            if (number.start, number.end) == (0, len(words)):
                return number.quantity
    raise ValueError(f"{text[:40]!r} is not {expected}")


def _write_out(match: re.Match[str]) -> str:
    """A typed number as it could be printed: ``1e6`` as ``1000000``, ``5 bn`` as ``5bn``."""
    digits, exponent, scale = match.groups()
    digits = f"0{digits}" if digits.startswith(".") else digits
    if not exponent:
        return f"{digits}{scale or ''}"
    numerator, denominator = _digits(digits)
    value = _divide(*_shift(numerator, denominator, int(exponent)))
    return f"{value:.20f}".rstrip("0") if isinstance(value, float) else str(value)


def _shift(numerator: int, denominator: int, exponent: int) -> tuple[int, int]:
    return numerator * 10 ** max(exponent, 0), denominator * 10 ** max(-exponent, 0)


def _may_hold_number(text: str) -> bool:
    """Whether *text* has a digit or a piece of a number word; 3 µs for a question."""
    if any(digit in text for digit in "0123456789"):
        return True
    folded = text.casefold()
    return any(word in folded for word in (*_SMALL, *_TENS, "hundred", *_SCALES))


def _scan(text: str) -> Iterator[Found]:
    """All numbers of *text*; in linear time, because every piece is of bounded length."""
    position = 0
    while match := _start_pattern().search(text, position):
        number = _read(text, match)
        position = number.end if number else match.end()
        if number and number.quantity.value < TOO_LARGE:
            yield number


def _read(text: str, start: re.Match[str]) -> Found | None:
    """The number that begins with *start*; None if it is part of something else."""
    if start["digits"]:
        numerator, denominator = _digits(start["digits"])
        tail = _tail_pattern().match(text, start.end())
    else:
        numerator, length = _spell(start["words"])
        denominator = 1
        tail = _tail_pattern(spelt=True).match(text, start.start("words") + length)
    if tail is None or (start["prefix"] and tail["share"]):
        return None
    for word in (tail["scale"] or "").lower().split():
        numerator *= _MULTIPLIERS[word]
    money = "CNY" if start["prefix"] or tail["money"] else None
    quantity = Quantity(_divide(numerator, denominator), "%" if tail["share"] else money)
    return Found(start.start(), tail.end(), quantity)


def _divide(numerator: int, denominator: int) -> int | float:
    """An integer where it is one; else dividing two integers rounds once, and right."""
    whole, rest = divmod(numerator, denominator)
    return numerator / denominator if rest else whole


def _digits(printed: str) -> tuple[int, int]:
    """``58.9`` as 589 and 10."""
    whole, _, decimals = printed.replace(",", "").partition(".")
    return int(whole + decimals), 10 ** len(decimals)


def _spell(chain: str) -> tuple[int, int]:
    """The value of the longest number at the start of a *chain* of number words, its length."""
    total, group, last_scale = 0, 0, 10**15
    best = before_group = (0, 0)
    previous = ""
    for match in re.finditer(r"[a-z]+", chain.lower()):
        word = match.group()
        if not _may_follow(word, previous, group, last_scale):
            # "two million and three million" are two numbers: three is the next one's.
            return before_group if word in _MULTIPLIERS and previous in _BELOW_HUNDRED else best
        if word in _SCALES:
            total, group, last_scale = total + group * _SCALES[word], 0, _SCALES[word]
        elif word == "hundred":
            group *= 100
        elif word in _BELOW_HUNDRED:
            before_group = before_group if previous in _TENS else best
            group += _BELOW_HUNDRED[word]
        if word not in {"a", "and"}:
            best = total + group, match.end()
        previous = word
    return best


def _may_follow(word: str, previous: str, group: int, last_scale: int) -> bool:
    """Whether *word* goes on with the number; *group* is what stands since the last scale."""
    if word == "and":
        return previous == "hundred" or previous in _SCALES
    if word in _SCALES:
        return group > 0 and previous != "and" and _SCALES[word] < last_scale
    if word == "hundred":
        return 0 < group < 100 and previous != "and"
    if previous in _TENS:
        return 0 < _SMALL.get(word, 0) < 10
    # Words below a hundred begin a number, or a new group of it.
    return previous in {"", "and", "hundred"} or (previous in _SCALES and word != "a")


@cache
def _start_pattern() -> re.Pattern[str]:
    """The start of a number: prefix and digits, or a whole chain of number words.

    What stands before must not make it part of something else. The longest
    number has 33 words; a longer chain would be read again after each number.
    """
    scales = "|".join(("hundred", *_SCALES))
    words = "|".join((*_SMALL, *_TENS))
    return re.compile(
        rf"""(?<!\w)(?<![^\W\d]-)(?<![0-9][.,])
        (?P<prefix>(?:RMB|CNY|[\u00a5\uffe5])\s?)?
        (?:(?P<digits>(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,6}}|[0-9]{{1,20}})(?:\.[0-9]{{1,20}})?)
        |(?P<words>(?:(?:{words})\b|a(?=\s(?:{scales})\b))
            (?:(?:-|\s{{1,2}})(?:{words}|{scales}|and)\b){{0,32}}))""",
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def _tail_pattern(*, spelt: bool = False) -> re.Pattern[str]:
    """Scale (but not after number words) and unit, and nothing that goes on with the word."""
    scales = "|".join(_SCALES)
    scale = rf"\s?hundred(?:\s(?:{scales}))?|\s?(?:{scales})|{'|'.join(_SHORT_SCALES)}"
    return re.compile(
        rf"""(?P<scale>{"(?!)" if spelt else scale})?
        (?:(?P<money>\s?(?:yuan|RMB|CNY|renminbi))|(?P<share>\s?(?:%|per\s?cent|pct)))?
        (?!\w|[.,][0-9]{"|-" if spelt else ""})""",
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def _typed_pattern() -> re.Pattern[str]:
    """What only users type: ``.5``, an exponent, a blank before a short scale."""
    return re.compile(
        rf"""\A([0-9,]*\.?[0-9]+)(?:e([+-]?[0-9]{{1,2}}))?
        (?:\s*({"|".join(_SHORT_SCALES)})(?!\w))?""",
        re.IGNORECASE | re.VERBOSE,
    )
