"""A query and filters as SQL: the conditions, the ranking and the order.

The statements run in ``store``; here they are only put together. All that a
user typed travels as parameters; only our own column names are pasted in.
"""

from collections.abc import Sequence
from typing import NamedTuple

from wfacts.query import Branch, Filters, Query, branch_expression, match_expression

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

INDEXED = ("id", "kind", "unit", "value", "programme", "place", "source", "first")
"""The columns whose order a built file has an index of."""

RANK = f"bm25(words, {', '.join(map(str, WEIGHTS.values()))})"


class Condition(NamedTuple):
    """An SQL condition on ``claim`` and its parameters."""

    sql: str
    parameters: tuple[object, ...] = ()


class Scope(NamedTuple):
    """The claims that count: a condition on ``claim``, and about how many meet it.

    Few are put into a set once; of many each match is looked up, *probed*.
    """

    condition: Condition
    probed: bool = False

    def restrict(self) -> Condition:
        """The condition as one on ``words``."""
        sql, parameters = self.condition
        if not sql:
            return Condition("")
        if self.probed:
            sql = f"AND EXISTS (SELECT 1 FROM claim WHERE n = words.rowid AND {sql})"
            return Condition(sql, parameters)
        # The plus keeps SQLite from running the whole match anew for each claim of the set.
        return Condition(f"AND +words.rowid IN (SELECT n FROM claim WHERE {sql})", parameters)


def matches(query: Query, *, probed: bool = False) -> Condition:
    """The condition that a claim has what *query* wants, by the index of words.

    The matches are put into a set, or with *probed* each claim is looked up in
    the index: 15 microseconds, so it pays where few claims are looked at.
    """
    found = "n IN (SELECT rowid FROM words WHERE words MATCH ?)"
    if probed:
        found = "EXISTS (SELECT 1 FROM words WHERE words MATCH ? AND rowid = claim.n)"
    parts: list[Condition] = []
    wanting = [branch for branch in query.branches if branch.wanted]
    if wanting:
        parts.append(Condition(found, (any_of(wanting),)))
    parts += [
        Condition(f"NOT {found}", (match_expression(branch.unwanted, " OR "),))
        for branch in query.branches
        if not branch.wanted
    ]
    return _join(parts, " OR ")


def wanting(query: Query) -> list[Branch]:
    """The branches by which claims can be ranked, each once; none if one only says NOT."""
    if all(branch.wanted for branch in query.branches):
        return list(dict.fromkeys(query.branches))
    return []


def ranked(branches: Sequence[Branch], scope: Condition) -> Condition:
    """The statement for the numbers of all claims that match a branch, best first.

    *scope* restricts the rows of ``words`` (see `Scope.restrict`).
    """
    matching, scored = any_of(branches), scoring(branches)
    sql = f"SELECT rowid FROM words WHERE words MATCH ? {scope.sql}"
    parameters = (scored, *scope.parameters)
    if scored != matching:
        sql += " AND +rowid IN (SELECT rowid FROM words WHERE words MATCH ?)"
        parameters = (*parameters, matching)
    return Condition(f"{sql} ORDER BY {RANK}, rowid", parameters)


def any_of(branches: Sequence[Branch]) -> str:
    """The FTS5 expression of the claims that match one of *branches*."""
    return " OR ".join(map(branch_expression, branches))


def scoring(branches: Sequence[Branch]) -> str:
    """The FTS5 expression by which claims that match one of *branches* are scored.

    In an expression that mixes OR with AND or NOT, ``bm25`` counts the words of
    a side that does not match or leaves them out, as the index happens to be
    laid out. So there every wanted word counts that a claim has.
    """
    if len(branches) == 1 or all(len(branch.wanted) == 1 for branch in branches):
        return any_of([branch._replace(unwanted=()) for branch in branches])
    terms = dict.fromkeys(term for branch in branches for term in branch.wanted)
    return match_expression(list(terms), " OR ")


def matched(branches: Sequence[Branch], scope: Condition) -> Condition:
    """The statement that has a row for each claim that matches a branch (see `ranked`)."""
    sql = f"SELECT 1 FROM words WHERE words MATCH ? {scope.sql}"
    return Condition(sql, (any_of(branches), *scope.parameters))


def ordered(
    query: Query, filters: Filters, sort: tuple[str, bool] | None, *, many: bool = True
) -> Condition:
    """The statement for the numbers of all claims found, by *sort* or as the dataset has them.

    *sort* is a column and whether downwards; claims without it come last. Those
    that only match a NOT come after the ranked ones. Where *many* are found
    SQLite goes through the claims in the order asked for and looks at each,
    else it finds them by an index and then sorts.
    """
    wanting = [branch for branch in query.branches if branch.wanted]
    expression = scoring(wanting) if wanting else ""
    probed = many and (sort[0] in INDEXED if sort is not None else not expression)
    found = both(matches(query, probed=probed), passes(filters, probed=many))
    where = f"WHERE {found.sql}" if found.sql else ""
    plus = "" if many else "+"  # keeps SQLite from going through claims by this column
    if sort is not None:
        column, down = sort
        by = f"{plus}{column} {'DESC' if down else ''} NULLS LAST, n"
        return Condition(f"SELECT n FROM claim {where} ORDER BY {by}", found.parameters)
    if not expression:
        return Condition(f"SELECT n FROM claim {where} ORDER BY {plus}n", found.parameters)
    scored = f"SELECT rowid AS n, {RANK} AS rank FROM words WHERE words MATCH ?"
    join = f"LEFT JOIN ({scored}) USING (n)"
    sql = f"SELECT n FROM claim {join} {where} ORDER BY ifnull(rank, 0), n"
    return Condition(sql, (expression, *found.parameters))


def passes(filters: Filters, *, dated: bool = True, probed: bool = False) -> Condition:
    """The condition that a claim passes *filters*, whose values are the dataset's own.

    *probed* says that claims are looked at one by one: then no set is made of
    those that have a topic.
    With *dated* false the span is left out and only claims without a period
    pass: those that a filter by time leaves out.
    """
    parts = [
        Condition(f"{field} IN ({_marks(values)})", values)
        for field in ("programme", "place", "kind", "source", "unit")
        if (values := getattr(filters, field))
    ]
    if filters.topic:
        has_topic = f"FROM topic WHERE topic IN ({_marks(filters.topic)})"
        in_topic = f"n IN (SELECT claim {has_topic})"
        if probed:
            in_topic = f"EXISTS (SELECT 1 {has_topic} AND topic.claim = claim.n)"
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
