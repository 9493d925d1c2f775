"""The best matches of a query by BM25, within bounded work: the work of ``store``'s ranking.

FTS5's ``bm25`` reads every match's length and costs 0.7 microseconds for each
(0.3 s for a word in 420,000 claims), while running through them costs 0.02.
So the rarer branches of a query choose the claims and the common ones only
add to their scores: a claim that has common words alone can't score more than
these words' bound. Where every word is too common for that, the first matches
are ranked and the rest left out, and the ranking says so.
"""

import math
from collections.abc import Callable, Sequence
from heapq import nsmallest
from typing import Any, NamedTuple

from wfacts.query import Branch, branch_expression
from wfacts.select import RANK, Scope

EXACT = 75_000
"""Matches that are all ranked; of more only those of the rarer branches are."""

FIRST = 10_000
"""Matches that are ranked where every word is very common."""

PROBED_EXACT, PROBED_FIRST = 30_000, 2_000
"""The same where each match is looked up in the claims: 2 microseconds more."""

LONGEST = 1_000
"""The most claims asked for that are chosen so; a longer list is ranked in full."""

SATURATION = 2.2
"""BM25's k1 + 1: a word's score stays below this times its inverse frequency."""


class Ranking(NamedTuple):
    """The numbers of the best claims, best first, ties in dataset order.

    *total* counts the matches, or says that there are *more*. The ranking is
    *approximate* if only the first matches were looked at.
    """

    numbers: Sequence[int]
    total: int
    more: bool = False
    approximate: bool = False


Read = Callable[[str, Sequence[object]], list[Any]]
"""Runs a statement with its parameters: all rows."""

_Scored = tuple[float, int]
"""A BM25 score, the less the better, and a claim's number."""


class Ranker:
    """Ranks *branches*, of which a claim must match one, over the claims of *scope*."""

    def __init__(
        self, read: Read, branches: Sequence[Branch], scope: Scope, claims: int
    ) -> None:
        self._read = read
        self._branches = branches
        self._restriction = scope.restrict()
        self._exact = PROBED_EXACT if scope.probed else EXACT
        self._first = PROBED_FIRST if scope.probed else FIRST
        self._claims = claims

    def rank(self, limit: int) -> Ranking:
        """The best *limit* claims."""
        if self._claims <= self._exact:
            return self._rank_all(limit)
        if not all(map(_is_plain, self._branches)) and len(self._branches) == 1:
            return self._rank_all(limit)  # counting a phrase costs as much as ranking it
        if self._count(self._expression(self._branches), self._exact) <= self._exact:
            return self._rank_all(limit)
        return self._rank_rarer(limit)

    def _rank_all(self, limit: int) -> Ranking:
        scored = self._score(self._expression(self._branches), self._exact + 1)
        more = len(scored) > self._exact
        return Ranking(_best(scored, limit), min(len(scored), self._exact), more, more)

    def _rank_rarer(self, limit: int) -> Ranking:
        counts = {b: self._count(branch_expression(b), self._exact) for b in self._branches}
        rarer: list[Branch] = []
        for branch in sorted(counts, key=counts.__getitem__):
            if sum(counts[b] for b in [*rarer, branch]) <= self._exact:
                rarer.append(branch)
        common = [branch for branch in counts if branch not in rarer]
        scored = self._score_rarer(rarer, common) if rarer else []
        best = nsmallest(limit, scored)
        if len(best) == limit and self._is_beyond(common, counts, -best[-1][0]):
            return Ranking([n for _, n in best], len(scored), more=True)
        first = self._score(self._expression(self._branches), self._first)
        if len(first) < self._first:  # these are all that the scope has
            return Ranking(_best(first, limit), len(first))
        found = {n: score for score, n in first} | {n: score for score, n in scored}
        best = nsmallest(limit, ((score, n) for n, score in found.items()))
        return Ranking([n for _, n in best], len(found), more=True, approximate=True)

    def _score_rarer(self, rarer: list[Branch], common: list[Branch]) -> list[_Scored]:
        """All matches of *rarer*; those that match *common* too have its score added.

        Every match is scored by what *rarer* gives it, and better where it is
        found again with *common*.
        """
        wanted = self._expression(rarer)
        both = f"({self._expression(common)}) AND ({wanted})"
        found = {n: score for score, n in self._score(wanted)}
        found |= {n: score for score, n in self._score(both)}
        return [(score, n) for n, score in found.items()]

    def _is_beyond(self, common: list[Branch], counts: dict[Branch, int], score: float) -> bool:
        """Whether no claim that only matches *common* branches can reach *score*."""
        if score > sum(self._bound(branch, counts[branch]) for branch in common):
            return True
        exact = {branch: self._count(branch_expression(branch), -2) for branch in common}
        return score > sum(self._bound(branch, exact[branch]) for branch in common)

    def _bound(self, branch: Branch, matches: int) -> float:
        """What *branch* adds to a score at the most: each word is in *matches* or more."""
        odds = (self._claims - matches + 0.5) / (matches + 0.5)
        return len(branch.wanted) * SATURATION * max(math.log(odds), 1e-6)

    def _score(self, expression: str, most: int = -1) -> list[_Scored]:
        """The first *most* matches of *expression* in the scope, with their scores."""
        sql, parameters = self._restriction
        return self._read(
            f"SELECT {RANK}, rowid FROM words WHERE words MATCH ? {sql} LIMIT ?",
            (expression, *parameters, most),
        )

    def _count(self, expression: str, most: int) -> int:
        """The matches of *expression* whatever the scope, up to one more than *most*."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
        return int(self._read(sql, (expression, most + 1))[0][0])

    def _expression(self, branches: Sequence[Branch]) -> str:
        return " OR ".join(map(branch_expression, branches))


def _best(scored: list[_Scored], limit: int) -> list[int]:
    ordered = nsmallest(limit, scored) if 0 < limit < len(scored) else sorted(scored)
    return [n for _, n in ordered]


def _is_plain(branch: Branch) -> bool:
    """Whether *branch* is words only: a phrase or a prefix is expensive to count."""
    return all(term.text.isalnum() and not term.prefix for term in branch.wanted)
