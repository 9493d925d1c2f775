"""The sentence around an anchor, its digest, and the link to the very words.

There is no sentence splitter to disagree with: a sentence is the run of words
around an anchor, from an edge to an edge, whose digest is the claim's. Edges
are the ends of a block of text and the places after ``. ! ? ; :`` (and the
quotes and brackets that close there).

A page is one string here, as ``readings`` makes it: its blocks in canonical
form, one a line. Offsets are 0-based characters, the end exclusive.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, pairwise
from urllib.parse import quote

from wfacts.text import canonical

MAX_SENTENCE = 4_000
"""Characters of a run on either side of its anchor; encyclopedias stay below 1,500."""

MAX_EDGES = 32
"""Edges tried on either side of an anchor, the nearest first: so at most 1,024
digests are made for a place where it stands, in 1 ms."""

MAX_PLACES = 50
"""Places of one anchor that are looked at; a hostile page repeats it a million times."""

_MAX_TRIES = 10_000
"""Places looked at for one, those inside longer words among them."""

_SENTENCE_ENDS = ".!?\u3002"
_ENDS = _SENTENCE_ENDS + ";:"
_CLOSERS = "\"')]}"


def digest(sentence: str) -> str:
    """The SHA-256 of the sentence in canonical form, as 64 hex digits."""
    return digest_run(canonical(sentence))


def digest_run(run: str) -> str:
    """The digest of a run of a page's text, which is in canonical form already.

    Not to be done twice: dropping a character of no width can leave a letter
    and an accent that the next NFKC would put together.
    """
    # hashlib: 3 ms (it loads OpenSSL), and no look-up makes a digest.
    from hashlib import sha256  # noqa: PLC0415  # see above

    return sha256(_bytes(run)).hexdigest()


def link(url: str, anchor: str) -> str:
    """*url* with a text fragment that opens the page at the words of *anchor*.

    Everything is percent-encoded, ``-`` too: the grammar of text fragments
    reserves ``-``, ``,`` and ``&``, and ``quote`` never encodes the first.
    """
    words = quote(anchor, safe="", errors="replace").replace("-", "%2D")
    # What no address may hold (blanks, controls, braces) could end a BibTeX field.
    url = quote(url, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")
    if ":~:" in url:
        return f"{url}&text={words}"
    return f"{url}{'' if '#' in url else '#'}:~:text={words}"


def readings(blocks: Iterable[str]) -> list[str]:
    """The page in canonical form, one block a line, in every way that it can be read.

    A newline inside a block is a blank. After a hyphen it may be that, or
    nothing, or the hyphen too is only there for the break. A form feed may be
    an edge or a blank. So a page has one reading and at most six, the likeliest
    first, and a digest says which one is right.
    """
    page = "\v".join(filter(None, map(_fold_lines, blocks)))
    breaks = [("\n", ""), ("\n", " "), ("-\n", "")] if "\n" in page else [("\n", "")]
    return [
        page.replace(old, new).replace("\f", edge).replace("\v", "\n")
        for edge in ("\n", " ")[: 2 if "\f" in page else 1]
        for old, new in breaks
    ]


def find_anchor(text: str, anchor: str) -> list[tuple[int, int]]:
    """Where *anchor* stands in *text* by whole words, at most ``MAX_PLACES`` places.

    ``women`` does not stand in ``women's``, nor ``8.9 billion`` in ``58.9 billion``.
    """
    anchor = canonical(anchor)
    places: list[tuple[int, int]] = []
    start = -1
    for _ in range(_MAX_TRIES if anchor else 0):
        start = text.find(anchor, start + 1)
        if start < 0 or len(places) == MAX_PLACES:
            break
        end = start + len(anchor)
        if not (_within_word(text, start) or _within_word(text, end)):
            places.append((start, end))
    return places


def find_run(text: str, place: tuple[int, int], sha256: str) -> tuple[int, int] | None:
    """The run around *place* whose digest is *sha256*, or None.

    The digest grows from edge to edge, so a start costs one pass over its text.
    """
    from hashlib import sha256 as new_hash  # noqa: PLC0415  # as in digest_run

    ends = list(_edges_after(text, place[1], _ENDS))
    for start in _edges_before(text, place[0], _ENDS):
        growing, done = new_hash(), start
        for end in ends:
            growing.update(_bytes(text[done:end]))
            done = end
            if growing.hexdigest() == sha256:
                return start, end
    return None


def sentence_around(text: str, place: tuple[int, int]) -> tuple[int, int]:
    """The run that a reader would take for the sentence around *place*.

    From a full stop, exclamation or question mark, or the edge of the block,
    to the next: ``;`` and ``:`` are edges, but seldom the end of a sentence.
    """
    start = next(_edges_before(text, place[0], _SENTENCE_ENDS), place[0])
    end = next(_edges_after(text, place[1], _SENTENCE_ENDS), place[1])
    closing = _mark_pattern(_CLOSERS).match(text, end)
    return start, closing.end() if closing else end


def _edges_before(text: str, start: int, marks: str) -> Iterator[int]:
    """Where a run may start at or before *start*, the nearest first."""
    low = max(start - MAX_SENTENCE, 0)
    low = max(low, text.rfind("\n", low, start) + 1)
    found = [low] if low == 0 or text[low - 1] == "\n" else []
    found += (_skip_blank(text, edge) for edge in _edges(text, low, start, marks))
    unique = dict.fromkeys(edge for edge in reversed(found) if edge <= start)
    return islice(unique, MAX_EDGES)


def _edges_after(text: str, end: int, marks: str) -> Iterator[int]:
    """Where a run may end at or after *end*, the nearest first."""
    high = min(end + MAX_SENTENCE, len(text))
    line_end = text.find("\n", end, high)
    high = line_end if line_end >= 0 else high
    # The anchor's own last characters may be the edge.
    found = [edge for edge in _edges(text, max(end - 3, 0), high, marks) if edge >= end]
    found += [high] if line_end >= 0 or high == len(text) else []
    return islice(dict.fromkeys(found), MAX_EDGES)


def _edges(text: str, low: int, high: int, marks: str) -> Iterator[int]:
    """The places after a mark, and after each quote or bracket that closes there.

    A digit or small letter that follows at once shows that no sentence ends:
    ``58.9``, ``womenofchina.cn``.
    """
    for match in _mark_pattern(marks).finditer(text, low, high):
        following = text[match.end() : match.end() + 1]
        if not (following.isdigit() or following.islower()):
            yield from range(match.start() + 1, match.end() + 1)


@cache
def _mark_pattern(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}][{re.escape(_CLOSERS)}]*")


def _skip_blank(text: str, edge: int) -> int:
    return edge + 1 if text[edge : edge + 1] == " " else edge


def _within_word(text: str, edge: int) -> bool:
    """Whether the text before and after *edge* is one word or one number."""
    before, after = text[max(edge - 2, 0) : edge], text[edge : edge + 2]
    if not before or not after:
        return False
    if before[-1].isalnum() and after[0].isalnum():
        return True
    # "women's", "13,800", "58.9": the mark in the middle joins.
    joined_left = len(before) == 2 and _joins(before[0], before[1], after[0])
    return joined_left or (len(after) == 2 and _joins(before[-1], after[0], after[1]))


def _joins(left: str, mark: str, right: str) -> bool:
    if mark == "'":
        return left.isalpha() and right.isalpha()
    return mark in ".," and left.isdigit() and right.isdigit()


def _fold_lines(block: str) -> str:
    """*block* in canonical form; but form feeds stay, and newlines after a word's hyphen."""
    if "\f" in block:
        return "\f".join(filter(None, map(_fold_lines, block.split("\f"))))
    if "\n" not in block:
        return canonical(block)
    # A soft hyphen at the end of a line stands for no character at all.
    lines = [line for line in map(canonical, block.replace("\u00ad\n", "").split("\n")) if line]
    pieces = [
        line + ("\n" if _is_broken(line, following) else " ")
        for line, following in pairwise(lines)
    ]
    return "".join(pieces + lines[-1:])


def _is_broken(line: str, following: str) -> bool:
    """Whether a word may go on over the line break: ``self-`` and ``employed``."""
    return line.endswith("-") and line[-2:-1].isalnum() and following[0].isalnum()


def _bytes(text: str) -> bytes:
    # A dataset may hold lone surrogates; they have a digest like all else.
    return text.encode("utf-8", "surrogatepass")
