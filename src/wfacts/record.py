"""The flat record of a claim: what every row that prints one has, in this order."""

from collections.abc import Mapping
from typing import Any

from wfacts.cite import apa
from wfacts.model import Claim, Discrepancy, Source
from wfacts.passage import link

Record = dict[str, Any]
"""A row: column to JSON value."""

COLUMNS = (
    "id value unit figure modifier period statement kind measure actor programme place"
    " topics caveat source paragraph sentence anchor sha256 url citation"
).split()
"""The keys of a flat record. New ones come last (CONTRACT: stability)."""

SHOW_COLUMNS = [*COLUMNS, "keywords", "questions", "discrepancies"]

SHORT = "id value unit modifier period statement source url".split()
"""The columns of the automatic TSV and of Markdown."""


def make_record(claim: Claim, source: Source) -> Record:
    """The flat record of *claim*, which is from *source*; *url* links to the very words."""
    passage = claim.passage
    return {
        "id": claim.id,
        "value": claim.value,
        "unit": claim.unit,
        "figure": claim.figure,
        "modifier": claim.modifier,
        "period": claim.period,
        "statement": claim.statement,
        "kind": claim.kind,
        "measure": claim.measure,
        "actor": list(claim.actor),
        "programme": claim.programme,
        "place": claim.place,
        "topics": list(claim.topics),
        "caveat": claim.caveat,
        "source": claim.source,
        "paragraph": passage.paragraph,
        "sentence": passage.sentence,
        "anchor": passage.anchor,
        "sha256": passage.sha256,
        "url": link(source.url, passage.anchor) if source.url else "",
        "citation": apa(claim, source),
    }


def make_show_record(claim: Claim, source: Source, discrepancies: list[Discrepancy]) -> Record:
    """The flat record of *claim* with all else that is known of it."""
    return {
        **make_record(claim, source),
        "keywords": list(claim.keywords),
        "questions": list(claim.questions),
        "discrepancies": [make_discrepancy_record(found) for found in discrepancies],
    }


def make_discrepancy_record(found: Discrepancy) -> Record:
    """A discrepancy by itself; its claims are ids."""
    return {
        "id": found.id,
        "kind": found.kind,
        "note": found.note,
        "claims": list(found.claims),
    }


def make_records(claims: tuple[Claim, ...], sources: Mapping[str, Source]) -> list[Record]:
    """The flat records of *claims*, in order."""
    return [make_record(claim, sources[claim.source]) for claim in claims]
