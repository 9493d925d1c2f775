"""What ``ask`` knows of words: word forms, synonyms, and what an answer must hold.

The knowledge stands in ``lexicon.txt``, the dataset's own in its keywords and
questions. A *stem* is what the forms of a word have in common (loan, loans);
it is made for comparing, not for reading.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

_SEPARATORS = dict.fromkeys(map(ord, "\t\n\r\"'`.,;:!?()[]{}<>/\\|@#$^*=+~_&-"), " ")
"""What stands between words; a per cent sign is a word."""

_JOINED = (
    ("\u2019", "'"),
    ("%", " percent "),
    (" per cent", " percent"),
    ("e-commerce", "ecommerce"),
    ("e commerce", "ecommerce"),
    ("re-employ", "reemploy"),
    ("re employ", "reemploy"),
    ("co-op", "coop"),
    ("start-up", "startup"),
    ("start up", "startup"),
    ("laid-off", "laidoff"),
    ("laid off", "laidoff"),
    ("lay-off", "laidoff"),
    ("self-employ", "selfemploy"),
    ("self employ", "selfemploy"),
    ("micro-", "micro"),
    ("micro credit", "microcredit"),
    ("fact-finding", "factfinding"),
    ("know-how", "knowhow"),
    ("know how", "knowhow"),
    ("well-known", "wellknown"),
    ("hard-up", "hardup"),
    ("anti-poverty", "antipoverty"),
    ("guest house", "guesthouse"),
    ("home stay", "homestay"),
    ("b&b", "bnb"),
    ("hong kong", "hongkong"),
    ("drop-out", "dropout"),
    ("web shop", "webshop"),
    ("internet+", "internet plus"),
    ("back-to-work", "reemployment"),
    ("back to work", "reemployment"),
    ("back in work", "reemployed"),
    ("back into work", "reemployed"),
    ("back into jobs", "reemployed"),
    ("return to work", "reemployment"),
    ("work again", "reemployed"),
    ("would-be", "wouldbe"),
    ("co-", "co"),
    ("take place", "happen"),
    ("took place", "happened"),
    ("taken place", "happened"),
)
"""Spellings of one word as two, or with a hyphen, made one on both sides."""

_IDIOMS = (
    ("daily li", "li"),
    ("day-to-day ", ""),
    ("signed up", "joined"),
    ("sign up", "join"),
    ("close to ", "nearly "),
    ("bed and breakfast", "bnb"),
    ("single m", "unmarried m"),
    ("single w", "unmarried w"),
    ("across the land", "nationwide"),
    ("head count", "headcount"),
    ("page count", "pages"),
    ("dropped out", "dropout"),
    ("drop out", "dropout"),
    ("went live", "launched"),
    ("passed on", "shared"),
    ("passing on", "sharing"),
    ("ex-student", "graduate"),
    ("former student", "graduate"),
    ("capital of ", "capitalcity of "),
    ("capital city", "capitalcity"),
)
"""Phrases of questions that mean another word; claims have none, and their text is long."""


_ORDINALS = {
    word: f"{value}th"
    for value, word in enumerate(
        "fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=4,
    )
}
"""From the fourth on: first, second and third are also words of order and of time."""

_MOST = 20_000
"""Words remembered: `ask -` may run for long."""


class Need(NamedTuple):
    """What an answer must hold: its *section* of the lexicon, the stems that name the same."""

    section: str
    stems: frozenset[str]


def words_of(text: str) -> list[str]:
    """The words of *text* in lower case, common spellings of one word as one."""
    text = text.lower()
    for apart, together in _JOINED:
        if apart in text:
            text = text.replace(apart, together)
    return [_ORDINALS.get(word, word) for word in text.translate(_SEPARATORS).split()]


def question_words(text: str) -> list[str]:
    """The words of a question: `words_of`, with some idioms as the words that they mean."""
    text = text.lower()
    for idiom, meaning in _IDIOMS:
        if idiom in text:
            text = text.replace(idiom, meaning)
    return words_of(text)


@cache
def phrasing() -> frozenset[str]:
    """The words that only phrase a question, in lower case."""
    return frozenset(_section("phrasing").split())


@lru_cache(_MOST)
def is_light(stem_: str) -> bool:
    """Whether a word says so little that an answer may lack it."""
    return any(_lines_with("light", stem_))


@lru_cache(_MOST)
def words_same_as(stem_: str) -> tuple[str, ...]:
    """The words, as the lexicon spells them, that may stand for *stem_*."""
    return tuple(dict.fromkeys(word for line in _lines_with("same", stem_) for word in line))


@lru_cache(_MOST)
def need_of(word: str) -> Need | None:
    """What an answer must hold if the question has *word*; None for most words.

    Only the forms that the lexicon has count: judges are people, to judge is not.
    """
    if word[0].isdecimal() and word.endswith(("th", "st", "nd", "rd")):
        return Need("ordinals", frozenset([word]))
    for section in NEEDED:
        for line in _lines_with(section, stem(word)):
            if word in line:
                return Need(section, frozenset(map(stem, line)))
    return None


def is_minor(unknown: str) -> bool:
    """Whether an unknown word is hardly what is asked for.

    It looks like a verb or adverb, which an answer need not hold, or is so
    short that it is rather a mistyped "the".
    """
    return len(unknown) <= 3 or unknown.endswith(("ed", "ing", "ly"))


def spelling_words() -> list[str]:
    """The words that a mistyped one may have been meant for, besides the dataset's."""
    return " ".join(line for line in _read().splitlines() if line[:1] not in "#[").split()


NEEDED = ("places", "settings", "times", "people", "measures")
"""The sections of what an answer must hold, in the order in which a reason names them."""


def _lines_with(section: str, stem_: str) -> Iterator[list[str]]:
    """The words of each line of *section* that has *stem_*.

    Found in the text: to cut all its words costs 10 ms, and a question has ten.
    """
    text = _section(section)
    start = text.find(" " + stem_[:4])
    while start >= 0:
        left, right = text.rfind("\n", 0, start) + 1, text.find("\n", start)
        line = text[left:right].split()
        if stem_ in map(stem, line):
            yield line
        start = text.find(" " + stem_[:4], right)


@cache
def _section(name: str) -> str:
    """The lines of words of a section; each begins with a blank and ends with LF."""
    _, _, rest = _read().partition(f"\n[{name}]\n")
    lines, _, _ = rest.partition("\n[")
    return "".join(f" {line}\n" for line in lines.splitlines() if line and line[0] != "#")


@cache
def _read() -> str:
    # open() instead of importlib.resources, which costs 6 ms.
    path = __file__.removesuffix("lexicon.py") + "lexicon.txt"
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        return file.read()


_stems: dict[str, str] = {}


def stem(word: str) -> str:
    """*word* without its ending: plural, ``-ed``, ``-ing``, a last ``-e``, British ``-our``."""
    found = _stems.get(word)
    if found is None:
        if len(_stems) > _MOST:
            _stems.clear()
        found = _stems[word] = _cut(word)
    return found


_PLURALS = {"woman": "women", "man": "men", "child": "children"}
"""Irregular ones, whose plural is their stem."""


def _cut(word: str) -> str:
    word = _PLURALS.get(word, word)
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    if word.endswith(_RESPELT):  # few are; told by one call, not by fifteen
        for ending, instead in _SPELLINGS:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                word = word.removesuffix(ending) + instead
                break
    return _cut_ending(word)


_SPELLINGS = (
    ("isation", "ization"),
    ("isations", "ization"),
    ("ise", "ize"),
    ("ised", "ize"),
    ("ises", "ize"),
    ("ising", "ize"),
    ("yse", "yze"),
    ("ysed", "yze"),
    ("our", "or"),
    ("ours", "or"),
    ("oured", "or"),
    ("tre", "ter"),
    ("tres", "ter"),
    ("gramme", "gram"),
    ("grammes", "gram"),
)


_RESPELT = tuple(ending for ending, _ in _SPELLINGS)


def _cut_ending(word: str) -> str:
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies"):
            word = word[:-3] + "y"
        elif word.endswith(("ches", "shes", "xes", "sses", "zes")):
            word = word[:-2]
        else:
            word = word[:-1]
    for ending in ("ing", "ed") if word[-1] in "gd" else ():
        base = word.removesuffix(ending)
        if base is not word and len(base) > 2 and any(c in "aeiouy" for c in base):
            word = base[:-1] if base[-1] == base[-2] and base[-1] not in "lsz" else base
            break
    if word.endswith("ied"):
        word = word[:-3] + "y"
    if word.endswith("ll"):
        word = word[:-1]
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word
