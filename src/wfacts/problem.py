"""What `check` reports: the codes, a problem, and the words of its messages."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from wfacts import shape
from wfacts.model import Passage
from wfacts.text import closest, safe

MOST = 100_000
"""Problems that are listed: a hostile file of 64 MiB would have a hundred million."""

CODES = {
    "E101": "a key is missing",
    "E102": "a key is unknown",
    "E103": "a value has the wrong JSON type, or is out of range",
    "E104": "an id is no slug",
    "E105": "two sources, claims or discrepancies have the same id",
    "E106": "a claim names an unknown source",
    "E107": "a text holds half of a surrogate pair",
    "E108": "a text is too long",
    "E201": "the kind needs a value, or excludes one",
    "E202": "value, figure and unit are not null together",
    "E203": "the value is not that of the printed figure",
    "E204": "the unit is not that of the printed figure",
    "E205": "a modifier without a figure",
    "E301": "the kind is unknown",
    "E302": "the modifier is unknown",
    "E303": "a topic is not of the dataset's list",
    "E304": "a period is not of the EDTF subset",
    "E305": "an inferred period without a caveat",
    "E306": "a reported figure is of a time after its article",
    "E307": "the schema version is unknown",
    "E401": "the statement does not hold its figure as printed",
    "E402": "the statement's hedge is not the modifier",
    "E403": "an anchor has not three to eight words",
    "E404": "the anchor does not hold its figure",
    "E405": "the anchor's hedge is not the modifier",
    "E406": "a paragraph or sentence counts from 1",
    "E407": "a digest is not 64 lower-case hex digits",
    "E408": "an anchor also stands in another sentence's",
    "E409": "the digest and the place of a sentence disagree between claims",
    "E410": "two different figures have the same anchor",
    "E501": "a text holds a control or invisible character",
    "E502": "a text is empty, or begins or ends with white space",
    "E503": "an object has the same key twice",
    "E504": "a list has the same item twice",
    "E505": "two claims have the same statement",
    "E506": "two claims have the same question",
    "E601": "a discrepancy names fewer than two claims",
    "E602": "a discrepancy names an unknown claim",
    "E603": "a discrepancy's kind is unknown",
    "E604": "a source's URL is no web address",
    "E605": "a source's date does not exist",
    "E606": "a source's type is not CSL's",
}
"""Each code and what it means; a code is never used for anything else."""

_INVISIBLE = frozenset("\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff")
_MOST_GUESSES = 300
"""Known words up to which a guess is made: for each unknown one all are looked at."""


class Problem(NamedTuple):
    """One problem: a code of `CODES`, a path like ``claims[3].value``, and what is wrong."""

    code: str
    path: str
    message: str


class Part(NamedTuple):
    """A claim or discrepancy of a dataset, its path, and its fields of a wrong shape.

    A list with an item that is no string is not broken: the item is "" here.
    """

    path: str
    raw: Mapping[str, Any]
    broken: frozenset[str]

    def has(self, *fields: str) -> bool:
        """Whether all *fields* have the right shape."""
        return self.broken.isdisjoint(fields)


def shape_problem(fault: shape.Fault, path: str = "") -> Problem:
    """A fault of shape, found inside the object at *path*, as a problem."""
    code = {shape.MISSING: "E101", shape.UNKNOWN: "E102"}.get(fault.message, "E103")
    return Problem(code, join(path, fault.path), fault.message)


def find_text_problems(raw: object, path: str) -> Iterator[Problem]:
    """E107, E108, E501 and E502 in every text of *raw*, at most `MOST`."""
    return islice(_find_text_problems(raw, path), MOST)


def _find_text_problems(raw: object, path: str) -> Iterator[Problem]:
    for where, text in shape.find_strings(raw, path):
        if len(text) > shape.LONGEST:
            message = f"{len(text):,} characters; the most is {shape.LONGEST:,}"
            yield Problem("E108", where, message)
        if not text.isprintable() and (found := next(filter(_is_hidden, text), None)):
            yield _hidden_problem(where, text.index(found) + 1, found)
        if text.strip() != text:
            yield Problem("E502", where, f"begins or ends with white space: {quote(text)}")
        elif not text:
            yield Problem("E502", where, "empty: null says that there is nothing")


def find_repeated_items(items: Sequence[str], path: str) -> Iterator[Problem]:
    """E504 for every item of the list at *path* that stands there before."""
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        if item and first.setdefault(item, index) != index:
            yield Problem("E504", f"{path}[{index}]", f"stands there before: {quote(item)}")


def read_part(raw: Any, record: Any, path: str) -> tuple[Part | None, list[Problem]]:
    """The object at *path* as far as it can be checked, and the faults of its shape.

    *record* is the class that it should be; None if it is no object at all.
    """
    faults = list(islice(shape.find_faults(raw, record), MOST))
    if not faults:
        return Part(path, raw, frozenset()), []
    problems = [shape_problem(fault, path) for fault in faults]
    if not isinstance(raw, dict):
        return None, problems
    broken = {fault.path for fault in faults}
    broken |= {f"passage.{name}" for name in Passage._fields if "passage" in broken}
    return Part(path, _mend_lists(raw), frozenset(broken)), problems


def _mend_lists(raw: Mapping[str, Any]) -> dict[str, Any]:
    """*raw* with "" for what is no string in its lists: the other items are still checked."""
    return {
        name: [item if isinstance(item, str) else "" for item in value]
        if isinstance(value, list)
        else value
        for name, value in raw.items()
    }


def join(path: str, field: str) -> str:
    """The path of *field* in the object at *path*, which is empty for the whole dataset."""
    return f"{path}.{field}" if path and field else path or field


def quote(text: str) -> str:
    """The beginning of *text* in quotes, for a message."""
    return repr(text if len(text) <= 60 else f"{text[:57]}...")


def not_of(what: str, word: str, known: Collection[str]) -> str:
    """The message that *word* is not *known*, with a guess, or the words if they are few."""
    guesses = closest(word, sorted(known), 1) if len(known) <= _MOST_GUESSES else []
    if guesses:
        return f"unknown {what} {quote(word)}; did you mean {guesses[0]}?"
    listed = f": one of {', '.join(known)}" if 0 < len(known) <= 20 else ""
    return f"unknown {what} {quote(word)}{listed}"


def _is_hidden(character: str) -> bool:
    """Whether nobody sees it: a control, or no width. Joiners (U+200C, U+200D) are letters."""
    return character in _INVISIBLE or safe(character) != character


def _hidden_problem(path: str, number: int, character: str) -> Problem:
    where = f"U+{ord(character):04X}, character {number}"
    if 0xD800 <= ord(character) < 0xE000:
        return Problem("E107", path, f"half of a surrogate pair: {where}")
    what = "an invisible character" if character in _INVISIBLE else "a control character"
    return Problem("E501", path, f"{what}: {where}")
