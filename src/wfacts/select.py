"""A query and filters as SQL: the conditions, the ranking and the order.

The statements run in ``store``; here they are only put together. All that a
user typed travels as parameters; only our own column names are pasted in.
"""

from collections.abc import Sequence
from typing import NamedTuple

from wfacts.query import Filters, Query, branch_expression, match_expression

WEIGHTS = {
    "statement": 3.0,
    "measure": 4.0,
    "keywords": 2.0,
    "questions": 1.5,
    "programme": 2.0,
    "place": 2.0,
    "actor": 1.0,
    "period": 1.0,
}
"""The indexed columns in order, each with its weight in BM25."""

SORTS = {
    name: name
    for name in (
        "id value unit figure modifier statement kind measure actor programme place"
        " topics caveat source paragraph sentence anchor"
    ).split()
} | {"period": "first"}
"""The fields that results can be sorted by, each with its column."""

RANK = f"bm25(words, {', '.join(map(str, WEIGHTS.values()))})"


class Condition(NamedTuple):
    """An SQL condition on ``claim`` and its parameters."""

    sql: str
    parameters: tuple[object, ...] = ()


def matches(query: Query) -> Condition:
    """The condition that a claim has what *query* wants, by the index of words."""
    parts: list[Condition] = []
    wanting = [branch for branch in query.branches if branch.wanted]
    if wanting:
        expression = " OR ".join(map(branch_expression, wanting))
        parts.append(
            Condition("n IN (SELECT rowid FROM words WHERE words MATCH ?)", (expression,))
        )
    parts += [
        Condition(
            "n NOT IN (SELECT rowid FROM words WHERE words MATCH ?)",
            (match_expression(branch.unwanted, " OR "),),
        )
        for branch in query.branches
        if not branch.wanted
    ]
    return _join(parts, " OR ")


def rank_expression(query: Query) -> str | None:
    """The FTS5 expression whose BM25 score orders the claims; None if nothing is wanted."""
    wanting = [branch for branch in query.branches if branch.wanted]
    return " OR ".join(map(branch_expression, wanting)) or None


def passes(filters: Filters, *, dated: bool = True) -> Condition:
    """The condition that a claim passes *filters*, whose values are the dataset's own.

    With *dated* false the span is left out and only claims without a period
    pass: those that a filter by time leaves out.
    """
    parts = [
        Condition(f"{field} IN ({_marks(values)})", values)
        for field in ("programme", "place", "kind", "source", "unit")
        if (values := getattr(filters, field))
    ]
    if filters.topic:
        in_topic = f"n IN (SELECT claim FROM topic WHERE topic IN ({_marks(filters.topic)}))"
        parts.append(Condition(in_topic, filters.topic))
    if filters.least is not None:
        parts.append(Condition("value >= ?", (filters.least,)))
    if filters.most is not None:
        parts.append(Condition("value <= ?", (filters.most,)))
    if not dated:
        parts.append(Condition("first IS NULL"))
    elif filters.span is not None:
        parts.append(
            Condition("first <= ? AND last >= ?", (filters.span.end, filters.span.start))
        )
    return _join(parts, " AND ")


def both(*conditions: Condition) -> Condition:
    """The condition that all of *conditions* hold; empty ones ask nothing."""
    return _join([c for c in conditions if c.sql], " AND ")


def _join(parts: Sequence[Condition], joiner: str) -> Condition:
    sql = joiner.join(f"({part.sql})" for part in parts)
    return Condition(sql, tuple(p for part in parts for p in part.parameters))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
