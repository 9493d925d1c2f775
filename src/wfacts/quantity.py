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

LONGEST = 64
"""Characters of a figure or a typed number; more is refused."""

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


_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen"
        " fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_SHORT_SCALES = {
    **dict.fromkeys(("k",), 10**3),
    **dict.fromkeys(("m", "mn", "mln"), 10**6),
    **dict.fromkeys(("b", "bn", "bln"), 10**9),
    **dict.fromkeys(("t", "tn", "trn"), 10**12),
}
_MULTIPLIERS = {"hundred": 100, **_SCALES, **_SHORT_SCALES}
_WORDS = {**_SMALL, **_TENS, "a": 1}

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
    """The exact quantity of a printed figure, such as ``twenty-five`` or ``58.9 billion yuan``.

    Raises ``ValueError`` for what is not one figure from end to end.
    """
    return _parse(figure, _figure_pattern(), "a figure such as 58.9 billion yuan")


def parse_typed(text: str) -> Quantity:
    """The quantity that a user typed for a filter: ``58.9bn``, ``40%``, ``two million``, ``1e6``.

    Raises ``ValueError``, with a text for the user, for all else.
    """
    return _parse(text, _typed_pattern(), "a number such as 58.9bn, 13,800, 40% or two million")


def find_numbers(text: str) -> list[Found]:
    """The numbers in running *text*, left to right and apart, each as long as it can be.

    Ordinals are none (``19th``, ``twenty-first``), nor are words that only
    begin with one (``five-year``), a bare ``one``, and digits that are part of
    something else (``1.2.3``, ``COVID-19``). A year is a number like any other.
    """
    # Most questions have no number; the pattern takes 4 ms to compile.
    if not _may_hold_number(text):
        return []
    return list(_scan(text))


def hedge_before(text: str) -> Modifier | None:
    """The hedge at the very end of *text*, the printed words before a figure."""
    words = " ".join(text[-LONGEST:].casefold().rstrip("$£€¥ ").split())
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


def _parse(text: str, pattern: re.Pattern[str], expected: str) -> Quantity:
    words = text.strip()
    match = pattern.fullmatch(words) if len(words) <= LONGEST else None
    if match is None:
        raise ValueError(f"{text[:LONGEST]!r} is not {expected}")
    quantity = _quantity(match)
    if abs(quantity.value) >= TOO_LARGE:
        raise ValueError(f"{text!r} is too large: at most 18 digits")
    return quantity


def _may_hold_number(text: str) -> bool:
    """Whether *text* has a digit or a piece of a number word; costs 2 µs a question."""
    if any(map(text.__contains__, "0123456789")):
        return True
    folded = text.casefold()
    return any(word in folded for word in (*_SMALL, *_TENS, *_MULTIPLIERS) if len(word) > 2)


def _scan(text: str) -> Iterator[Found]:
    for match in _number_pattern().finditer(text):
        if match.group().casefold() == "one":
            continue  # "which one", "one of the": hardly ever a number
        quantity = _quantity(match)
        if abs(quantity.value) < TOO_LARGE:
            yield Found(match.start(), match.end(), quantity)


def _quantity(match: re.Match[str]) -> Quantity:
    """The quantity of a match of any of the three patterns."""
    groups = match.groupdict()
    if groups["words"]:
        numerator, denominator = _spelt(groups["words"]), 1
    else:
        numerator, denominator = _digits(groups["digits"])
    for word in (groups["scale"] or "").casefold().split():
        numerator *= _MULTIPLIERS[word]
    exponent = int(groups.get("exponent") or 0)
    numerator *= 10 ** max(exponent, 0)
    denominator *= 10 ** max(-exponent, 0)
    numerator = -numerator if groups.get("sign") in {"-", "\u2212"} else numerator
    # Dividing two integers rounds once and right.
    exact = numerator % denominator == 0
    value = numerator // denominator if exact else numerator / denominator
    money = groups["prefix"] or groups["money"]
    return Quantity(value, "CNY" if money else "%" if groups["share"] else None)


def _digits(printed: str) -> tuple[int, int]:
    """``58.9`` as 589 and 10."""
    whole, _, decimals = printed.replace(",", "").partition(".")
    return int(whole + decimals or "0"), 10 ** len(decimals)


def _spelt(words: str) -> int:
    """The value of number words; the pattern has seen to their order."""
    total = group = 0
    for word in words.casefold().replace("-", " ").split():
        if word in _SCALES:
            total += group * _SCALES[word]
            group = 0
        elif word == "hundred":
            group *= 100
        elif word != "and":
            group += _WORDS[word]
    return total + group


@cache
def _figure_pattern() -> re.Pattern[str]:
    return re.compile(_quantity_source(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"), re.IGNORECASE)


@cache
def _typed_pattern() -> re.Pattern[str]:
    whole = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9])"
    exponent = r"(?:e(?P<exponent>[+-]?[0-9]{1,3}))?"
    source = _quantity_source(whole, exponent=exponent, gap=r"\s?")
    return re.compile(rf"(?P<sign>[-+\u2212])?{source}", re.IGNORECASE)


@cache
def _number_pattern() -> re.Pattern[str]:
    """The figures of a text; what stands around them must not make them something else."""
    before = r"(?<!\w)(?<![0-9][.,])(?<!\w-)"
    after = r"(?!\w|[.,][0-9])"
    source = _quantity_source(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,20}", guard=after)
    return re.compile(f"{before}{source}{after}", re.IGNORECASE)


def _quantity_source(whole: str, *, exponent: str = "", gap: str = "", guard: str = "") -> str:
    """A pattern for prefix, number, scale and unit, each but the number optional.

    *gap* is what may stand between digits and a short scale; *guard* what must
    not follow number words.
    """
    scales = "|".join(_SCALES)
    short = "|".join(sorted(_SHORT_SCALES, key=len, reverse=True))
    long_scale = rf"(?:\s?hundred(?:\s(?:{scales}))?|\s?(?:{scales}))"
    digits = rf"(?P<digits>(?:{whole})(?:\.[0-9]+)?){exponent}"
    scale = rf"(?P<scale>{long_scale}|{gap}(?:{short}))?"
    words = rf"(?P<words>{_words_source()})"
    if guard:
        words += r"(?!-\w)"
        scale += guard
    money = r"(?P<money>\s?(?:yuan|RMB|CNY|renminbi))"
    share = r"(?P<share>\s?(?:%|per\s?cent|pct))"
    prefix = r"(?P<prefix>(?:RMB|CNY|\u00a5|\uffe5)\s?)?"
    return rf"{prefix}(?:{digits}{scale}|{words})(?:{money}|(?(prefix)(?!)|{share}))?"


def _words_source() -> str:
    """A pattern for number words, the larger scales before the smaller.

    Every part is of bounded length, so a search takes linear time.
    """
    digit = "|".join(list(_SMALL)[1:10])
    teen = "|".join(list(_SMALL)[:9:-1])  # the longer first: "seventeen" before "seven"
    below_hundred = (
        rf"(?:(?:{'|'.join(_TENS)})(?:[-\s](?:{digit})\b)?|(?:{teen})|(?:{digit}))\b"
    )
    group = (
        rf"(?:(?:{below_hundred}|a)\shundred\b(?:\s(?:and\s)?{below_hundred})?|{below_hundred})"
    )
    # From the inside out: [million group] [thousand group] group.
    rest = rf"(?:\s(?:and\s)?{group})?"
    source = group
    for scale in _SCALES:
        source = rf"(?:(?:{group}|a)\s{scale}\b{rest}|{source})"
        rest = rf"(?:\s(?:and\s)?{source})?"
    return rf"zero\b|{source}"
