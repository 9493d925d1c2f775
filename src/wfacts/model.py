"""The facts as typed, immutable values; no I/O.

Every class is a ``NamedTuple``: five of them cost 0.3 ms at import where five
dataclasses cost 1.4 ms, and every look-up pays it. The annotations are the
contract: ``shape`` checks a dataset against them and ``schema`` prints them
as JSON Schema, so a field is declared here and nowhere else. The enums list
the closed sets by the words that users type; their members equal those words.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple


class Kind(StrEnum):
    """What a claim is: a reported or aimed-at value, or a fact without one."""

    FIGURE = "figure"
    TARGET = "target"
    EVENT = "event"
    DEFINITION = "definition"
    PARTNERSHIP = "partnership"
    PERSON = "person"
    POLICY = "policy"


class Modifier(StrEnum):
    """The hedge printed before a figure."""

    OVER = "over"
    NEARLY = "nearly"
    ABOUT = "about"
    AT_LEAST = "at_least"


class DiscrepancyKind(StrEnum):
    """Why claims differ, or only look alike."""

    CONFLICT = "conflict"
    UNCLEAR_REFERENT = "unclear-referent"
    DIFFERENT_SCOPE = "different-scope"
    DIFFERENT_PERIOD = "different-period"
    LOOK_ALIKE = "look-alike"


class Passage(NamedTuple):
    """Where in its article a claim stands.

    *paragraph* and *sentence* count from 1; *anchor* is three to eight
    consecutive printed words; *sha256* is the digest of the whole sentence
    (see ``passage.digest``), which itself is not part of the dataset.
    """

    paragraph: int
    sentence: int
    anchor: str
    sha256: str


class Claim(NamedTuple):
    """One checkable proposition with at most one principal value.

    *value* is in base units (58.9 billion yuan is 58900000000, with *unit*
    ``CNY``); *period* is EDTF; *place* runs from narrow to wide, separated by
    commas. *kind* and *modifier* are the words of `Kind` and `Modifier` in a
    dataset that ``check`` passes; a look-up shows any other word as it stands.
    ``docs/dataset.md`` says what each field means.
    """

    id: str
    kind: str
    statement: str
    figure: str | None
    value: int | float | None
    unit: str | None
    modifier: str | None
    measure: str
    actor: tuple[str, ...]
    programme: str | None
    place: str | None
    topics: tuple[str, ...]
    period: str | None
    caveat: str | None
    source: str
    passage: Passage
    keywords: tuple[str, ...]
    questions: tuple[str, ...]


class Source(NamedTuple):
    """An article: its id and the CSL-JSON item that describes it."""

    id: str
    csl: Mapping[str, Any]

    @property
    def title(self) -> str:
        """The article's title as printed."""
        return str(self.csl.get("title", ""))

    @property
    def container(self) -> str:
        """The site or work that the article is part of; may be empty."""
        return str(self.csl.get("container-title", ""))

    @property
    def url(self) -> str:
        """The page's address, without a fragment; may be empty."""
        return str(self.csl.get("URL", ""))

    @property
    def issued(self) -> str | None:
        """The date of issue, ``YYYY[-MM[-DD]]``."""
        return _date(self.csl.get("issued"))

    @property
    def accessed(self) -> str | None:
        """The date on which the page was read, ``YYYY[-MM[-DD]]``."""
        return _date(self.csl.get("accessed"))


class Discrepancy(NamedTuple):
    """Two or more claims that differ, or only look alike, and why."""

    id: str
    claims: tuple[str, ...]
    kind: str
    note: str

    @property
    def marked(self) -> bool:
        """Whether every view marks the claims, not only ``show`` and ``compare``."""
        return self.kind in (DiscrepancyKind.CONFLICT, DiscrepancyKind.UNCLEAR_REFERENT)


class Dataset(NamedTuple):
    """A whole dataset as read from its JSON."""

    schema_version: int
    title: str
    version: str
    description: str
    license: str
    topics: tuple[str, ...]
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    discrepancies: tuple[Discrepancy, ...]


def _date(value: Any) -> str | None:
    """A CSL date (``{"date-parts": [[2018, 11, 28]]}``) as ``2018-11-28``."""
    if not value:
        return None
    parts = value["date-parts"][0]
    return "-".join(f"{part:02d}" for part in parts)
