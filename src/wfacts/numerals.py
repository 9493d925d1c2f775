"""The numbers and times in a question, as loosely as people write them."""

from typing import NamedTuple

from wfacts.quantity import Quantity, find_numbers, show_value


class Years(NamedTuple):
    """A time asked for, from year to year, both included; *shown* as the user wrote it."""

    first: int
    last: int
    shown: str


_SHORT_SCALES = frozenset("k m mn mln b bn bln".split())

_SCALES = {
    "thousands": "thousand",
    "millions": "million",
    "billions": "billion",
    "bilion": "billion",
    "billon": "billion",
    "milion": "million",
    "millon": "million",
    "thousend": "thousand",
    "mil": "million",
    "mill": "million",
    "mio": "million",
    "bil": "billion",
}
"""Said of a number, as in "two millions", for its scale."""

_DECADES = {"seventies": 1970, "eighties": 1980, "nineties": 1990, "noughties": 2000}

_PARTS = {"early": (0, 5), "beginning": (0, 5), "half": (0, 5), "mid": (3, 7), "late": (5, 9)}


def _part_ranges(text: str) -> str:
    """*text* with its ranges in two words: ``2001-2005`` as ``2001 to 2005``."""
    for dash in "-\u2013/":
        pieces = text.split(dash)
        text = pieces[0]
        for piece in pieces[1:]:
            between_years = text[-4:].isdecimal() and piece[:4].isdecimal()
            text += (" to " if between_years else dash) + piece
    return text


def _join_digits(text: str) -> str:
    """*text* with a number's parts joined: ``460 000`` as ``460000``, ``1.07 mn``."""
    joined: list[str] = []
    grows = False  # whether the last word may be the beginning of a number
    for word in text.split(" "):
        group = word.strip("?!.,;:")
        last = joined[-1] if joined else ""
        thousands = grows and len(group) == 3 and group.isdecimal()
        if thousands or (group in _SHORT_SCALES and _is_number(last)):
            joined[-1] += group
        elif group in _SCALES and last:
            joined.append(_SCALES[group])
        else:
            joined.append(word)
        grows = thousands or (word.isdecimal() and len(word) <= 3)
    return " ".join(joined)


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).isdecimal()


def take_numbers(text: str) -> tuple[list[Quantity], list[Years], str]:
    """The numbers and years in *text*, which is in lower case, and the text without them."""
    text = _join_digits(_part_ranges(text))
    numbers: list[Quantity] = []
    years: list[Years] = []
    rest: list[str] = []
    position = 0
    for found in find_numbers(text) if _may_have_number(text) else ():
        unit = found.quantity.unit
        printed = text[found.start : found.end]
        rest.append(text[position : found.start])
        position = found.end
        if unit is None and (year := _read_year(printed, text[: found.start])):
            years.append(Years(year, year, printed))
        else:
            numbers.append(found.quantity)
            rest.append({"%": " percent ", "CNY": " yuan "}.get(unit or "", ""))
    return numbers, years, " ".join([*rest, text[position:]])


def _read_year(printed: str, before: str) -> int | None:
    """The year that a number is: ``1998``, or ``98`` behind "since"."""
    if not printed.isdecimal():
        return None
    value = int(printed)
    if (
        len(printed) == 2
        and value > 50
        and before.rstrip(" '").endswith(("since", "from", "in"))
    ):
        return 1900 + value
    return value if len(printed) == 4 and 1900 <= value <= 2100 else None


def _may_have_number(text: str) -> bool:
    """Whether a word is a number's: its pattern costs 1 ms, and "money" has a "one"."""
    if any(digit in text for digit in "0123456789"):
        return True
    return not _NUMBER_WORDS.isdisjoint(text.replace("-", " ").replace("?", " ").split())


def take_decades(raw: list[str]) -> tuple[list[Years], list[str]]:
    """The decades in *raw*, such as ``late 1990s``, and the words without them."""
    years: list[Years] = []
    kept: list[str] = []
    for word in raw:
        first = _DECADES.get(word)
        digits = word.removesuffix("s")
        if word != digits and digits.isdecimal() and digits.isascii() and digits[-1] == "0":
            first = {2: 1900 + int(digits), 4: int(digits)}.get(len(digits))
        if first is None:
            kept.append(word)
            continue
        low, high, said = 0, 9, [word]
        while kept and (
            kept[-1] in _PARTS or kept[-1] in {"of", "the", "first", "second", "end"}
        ):
            said.insert(0, kept.pop())
            low, high = _PARTS.get(said[0], (low, high))
        years.append(Years(first + low, first + high, " ".join(said)))
    return years, kept


def print_forms(number: Quantity) -> list[str]:
    """How a text may print *number*: ``1.07 million``, ``13,800``, ``twenty-five``."""
    value = number.value
    forms = [show_value(value, None), f"{value:,}"]
    if isinstance(value, int):
        count, rest = divmod(value, 10**6) if value >= 10**6 else (value, 0)
        if rest == 0 and 0 < count < 100:
            forms.append(_spell(count) + (" million" if value >= 10**6 else ""))
    return list(dict.fromkeys(forms))


def _spell(count: int) -> str:
    return _ONES[count] if count < 20 else f"{_TENS[count // 10]} {_ONES[count % 10]}".strip()


_ONES = (
    " one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split(" ")

_TENS = "  twenty thirty forty fifty sixty seventy eighty ninety".split(" ")

_NUMBER_WORDS = frozenset((*_ONES[2:], *_TENS[2:], "hundred", "thousand", "million", "billion"))
