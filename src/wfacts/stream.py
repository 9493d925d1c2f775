"""Reads a dataset's JSON item by item, so that its size does not matter.

The file is decoded in a window that moves over it. Positions in messages are
those of the whole file.
"""

import codecs
import json
from collections.abc import Iterator
from typing import IO, Any, NamedTuple, NoReturn

from wfacts import shape
from wfacts.errors import DataError
from wfacts.model import Claim, Passage
from wfacts.text import safe

CHUNK = 2**18
"""Bytes that are read at a time."""

LARGEST_ITEM = 2**20
"""Characters of one source, claim, discrepancy or other field; a larger one is refused."""

LISTS = ("sources", "claims", "discrepancies")
"""The fields that are read item by item."""

KEYS = len(Claim._fields) + len(Passage._fields)
"""The keys of a claim and its passage."""


class Item(NamedTuple):
    """A value of the dataset's object under *key*; with *at* an item of that list.

    *path* is like ``claims[3]``; *repeated* are the paths of keys inside it
    that stand twice. Where the file holds no object *key* is None.
    """

    key: str | None
    at: int | None
    value: Any
    repeated: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Where the value stands in the dataset."""
        return (self.key or "") if self.at is None else f"{self.key}[{self.at}]"


def read_items(file: IO[bytes], name: str, report: Any = None) -> Iterator[Item]:
    """The items of the dataset in *file*, in its order; a list without items gives none.

    *name* is for messages; *report*, called for each chunk, gets its bytes.
    Raises DataError for what is not JSON in UTF-8 and for too large an item.
    """
    window = _Window(file, name, report)
    if window.peek() != "{":
        yield Item(None, None, window.read_value()[0])
        window.expect_end()
        return
    window.skip()
    while window.peek() != "}":
        key, _ = (
            window.read_value()
            if window.peek() == '"'
            else window.fail("Expecting property name")
        )
        window.expect(":")
        yield from _read_field(window, key)
        if window.peek() != ",":
            break
        window.skip()
        if window.peek() == "}":
            window.fail("Expecting property name enclosed in double quotes")
    window.expect("}")
    window.expect_end()


def _read_field(window: "_Window", key: str) -> Iterator[Item]:
    if key not in LISTS or window.peek() != "[":
        value, repeated = window.read_value(careful=True)
        yield Item(key, None, value, repeated)
        return
    yield Item(key, None, [])
    window.skip()
    index = 0
    while window.peek() != "]":
        value, repeated = window.read_value(careful=key != "claims")
        yield Item(key, index, value, repeated)
        index += 1
        if window.peek() != ",":
            break
        window.skip()
        if window.peek() == "]":
            window.fail("Expecting value")
    window.expect("]")


class _Window:
    """The part of the file that is looked at: *text* from *position* on is unread."""

    def __init__(self, file: IO[bytes], name: str, report: Any) -> None:
        self._file = file
        self._name = name
        self._report = report or (lambda _: None)
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self._parse = json.JSONDecoder(parse_constant=_refuse_constant).raw_decode
        self._bytes = 0
        self._ended = False
        self._line, self._column = 1, 1
        self._text = ""
        self._position = 0
        self._fill(CHUNK)
        self._position = self._text.startswith("\ufeff")

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            text, position = self._text, self._position
            while position < len(text) and text[position] in " \t\n\r":
                position += 1
            self._position = position
            if position < len(text) or self._ended:
                return text[position : position + 1]
            self._fill(CHUNK)

    def skip(self) -> None:
        """Go past the character that was peeked at."""
        self._position += 1

    def expect(self, character: str) -> None:
        """Go past *character*, which must come next."""
        if self.peek() != character:
            self.fail(f"Expecting {character!r}")
        self.skip()

    def expect_end(self) -> None:
        """Nothing but white space may follow."""
        if self.peek():
            self.fail("Extra data")

    def read_value(self, *, careful: bool = False) -> tuple[Any, tuple[str, ...]]:
        """The next JSON value and the paths of the keys that stand in it twice.

        Unless *careful*, these are only looked for in what does not have as
        many keys as a claim: a closer look doubles the time.
        """
        self.peek()
        value, end = self._read_to_end()
        start, self._position = self._position, end
        if careful or self._text.count('":', start, end) != KEYS:
            return value, tuple(_find_repeated_keys(self._text[start:end]))
        return value, ()

    def _read_to_end(self) -> tuple[Any, int]:
        """The next value and where it ends; the window grows until it holds the value."""
        while True:
            try:
                value, end = self._parse(self._text, self._position)
            except json.JSONDecodeError as error:
                if self._ended:
                    self._position = error.pos
                    self.fail(error.msg)
            except RecursionError:
                self.fail("nested too deeply")
            except ValueError as error:  # NaN, or an integer of more than 4,300 digits
                self.fail(str(error))
            else:
                # A number may go on in the next chunk.
                if end < len(self._text) or self._ended:
                    return value, end
            unread = len(self._text) - self._position
            if unread > LARGEST_ITEM:
                self.fail_at_item()
            self._fill(max(CHUNK, unread))

    def fail(self, message: str) -> NoReturn:
        """Raise DataError: not JSON at this position."""
        self._move_to(self._position)
        where = f"line {self._line} column {self._column}"
        raise DataError(f"{self._name}: not JSON: {safe(message)} at {where}")

    def fail_at_item(self) -> NoReturn:
        """Raise DataError: no value of a decent size begins at this position."""
        try:
            self._parse(self._text, self._position)
        except json.JSONDecodeError as error:
            if error.pos < len(self._text) - CHUNK and "Unterminated" not in error.msg:
                self._position = error.pos
                self.fail(error.msg)
        self._move_to(self._position)
        raise DataError(
            f"{self._name}: the value at line {self._line} column {self._column}"
            f" has more than {LARGEST_ITEM:,} characters"
        )

    def _fill(self, size: int) -> None:
        """Drop what is read and append about *size* bytes more."""
        try:
            data = self._file.read(size)
            more = self._decode(data, not data)
        except OSError as error:
            raise DataError(f"can't read {self._name}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise DataError(
                f"{self._name}: not UTF-8 at byte {self._bytes + error.start}"
            ) from error
        self._bytes += len(data)
        self._report(data)
        self._ended = not data
        self._move_to(self._position)
        self._text, self._position = self._text[self._position :] + more, 0

    def _move_to(self, position: int) -> None:
        """Count the lines up to *position*."""
        newlines = self._text.count("\n", 0, position)
        self._line += newlines
        if newlines:
            self._column = position - self._text.rindex("\n", 0, position)
        else:
            self._column += position


def _find_repeated_keys(text: str) -> Iterator[str]:
    """The paths, inside the JSON value *text*, of keys that stand in one object twice."""
    repeated: dict[int, list[str]] = {}
    kept = []

    def make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            repeated[id(made)] = [name for name in made if names.count(name) > 1]
            kept.append(made)  # so that its id is not used again
        return made

    value = json.loads(text, object_pairs_hook=make_object, parse_constant=_refuse_constant)
    for path, found in shape.find_objects(value) if repeated else ():
        for name in repeated.get(id(found), ()):
            yield f"{path}.{name}" if path else name


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")
