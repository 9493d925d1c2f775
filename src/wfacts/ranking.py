"""The best matches of a query by BM25, within bounded work: the work of ``store``'s ranking.

FTS5's ``bm25`` reads every match's length and costs 0.7 microseconds for each
(0.3 s for a word in 420,000 claims), while running through them costs 0.02.
So the rarer branches of a query choose the claims and the common ones only
add to their scores: a claim that has common words alone can't score more than
these words' bound. Where every word is too common for that, the first matches
are ranked and the rest left out, and the ranking says so.
"""

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from heapq import nsmallest
from itertools import accumulate
from typing import Any, NamedTuple

from wfacts.query import Branch, branch_expression
from wfacts.select import RANK, Scope, any_of, scoring

EXACT = 75_000
"""Matches that are all ranked; of more only those of the rarer branches are."""

FIRST = 10_000
"""Matches that are ranked where every word is very common."""

PROBED_EXACT, PROBED_FIRST = 30_000, 2_000
"""The same where each match is looked up in the claims: 2 microseconds more."""

ENOUGH = 3_000
"""Matches of the rarest branches that are tried first."""

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
        self,
        read: Read,
        branches: Sequence[Branch],
        scope: Scope,
        claims: int,
        frequencies: Mapping[str, int],
    ) -> None:
        """*frequencies* are those words' of *branches* that are known without counting."""
        self._read = read
        self._frequencies = frequencies
        self._branches = branches
        self._restriction = scope.restrict()
        self._exact = PROBED_EXACT if scope.probed else EXACT
        self._first = FIRST
        if scope.condition.sql:  # few of the matches are in a set of few claims
            self._first = PROBED_FIRST if scope.probed else EXACT
        self._claims = claims

    def rank(self, limit: int) -> Ranking:
        """The best *limit* claims."""
        wanted = any_of(self._branches)
        if self._claims <= self._exact or all(map(_is_phrase, self._branches)):
            return self._rank_first(wanted, self._exact, limit)  # a phrase costs most to count
        few = self._count(wanted, self._exact) <= self._exact
        simple = len(self._branches) > 1 and scoring(self._branches) == wanted
        if not few and simple and (ranking := self._rank_rarer(limit)):
            return ranking
        return self._rank_first(wanted, self._exact if few else self._first, limit)

    def _rank_first(self, wanted: str, most: int, limit: int) -> Ranking:
        """The best of the first *most* claims that match; hardly ever are there more."""
        telling = scoring(self._drop_dull(self._branches) or self._branches)
        if telling == wanted:
            scored = self._score(wanted, most + 1)
        else:
            scored = self._score_by(telling, wanted, most + 1)
        more = len(scored) > most
        best = [n for _, n in nsmallest(limit, scored)]
        return Ranking(best, min(len(scored), most), more, more)

    def _rank_rarer(self, limit: int) -> Ranking | None:
        """The best claims by the rarer branches; None if the common ones may have better.

        First as few branches as hold enough claims, then as many as can be.
        """
        counts = {branch: self._frequency(branch, self._exact) for branch in self._branches}
        order = sorted(counts, key=counts.__getitem__)
        sums = list(accumulate(counts[branch] for branch in order))
        fewest = min(bisect_left(sums, ENOUGH) + 1, len(order))
        most = bisect_right(sums, self._exact)
        for number in dict.fromkeys((fewest, most)):
            rarer, common = order[:number], order[number:]
            if 0 < number <= most:
                scored = self._score_rarer(rarer, common)
                best = nsmallest(limit, scored)
                if len(best) == limit and self._is_beyond(common, counts, -best[-1][0]):
                    return Ranking([n for _, n in best], len(scored), more=True)
        return None

    def _score_rarer(self, rarer: list[Branch], common: list[Branch]) -> list[_Scored]:
        """All matches of *rarer*; those that match *common* too have its score added.

        Every match is scored by what *rarer* gives it, and better where it is
        found again with *common*.
        """
        wanted, telling = any_of(rarer), self._drop_dull(common)
        found = {n: score for score, n in self._score(wanted)}
        if telling:
            both = f"({any_of(telling)}) AND ({wanted})"
            found |= {n: score for score, n in self._score(both)}
        return [(score, n) for n, score in found.items()]

    def _is_beyond(self, common: list[Branch], counts: dict[Branch, int], score: float) -> bool:
        """Whether no claim that only matches *common* branches can reach *score*."""
        if score > sum(self._bound(branch, counts[branch]) for branch in common):
            return True
        exact = {branch: self._frequency(branch, -2) for branch in common}
        return score > sum(self._bound(branch, exact[branch]) for branch in common)

    def _bound(self, branch: Branch, matches: int) -> float:
        """What *branch* adds to a score at the most: each word is in *matches* or more."""
        odds = (self._claims - matches + 0.5) / (matches + 0.5)
        return len(branch.wanted) * SATURATION * max(math.log(odds), 1e-6)

    def _frequency(self, branch: Branch, most: int) -> int:
        """The matches of *branch*, counted up to one more than *most* unless they are known."""
        if len(branch.wanted) == 1 and not branch.unwanted:
            known = self._frequencies.get(branch.wanted[0].text)
            if known is not None and not branch.wanted[0].prefix:
                return known
        return self._count(branch_expression(branch), most)

    def _drop_dull(self, branches: Sequence[Branch]) -> list[Branch]:
        """*branches* without the words of more than half of the claims.

        BM25 gives such a word a millionth of a point; to find that out it
        would run through all its claims.
        """
        half = self._claims / 2
        telling = []
        for branch in branches:
            dull = [t for t in branch.wanted if self._frequencies.get(t.text, 0) > half]
            if not dull:
                telling.append(branch)
            elif kept := tuple(term for term in branch.wanted if term not in dull):
                telling.append(branch._replace(wanted=kept))
        return telling

    def _score_by(self, telling: str, wanted: str, most: int) -> list[_Scored]:
        """The first *most* matches of *wanted*, scored by *telling*; 0 where it is not met."""
        sql, parameters = self._restriction
        sql = f"SELECT rowid FROM words WHERE words MATCH ? {sql} LIMIT ?"
        scores = {n: 0.0 for (n,) in self._read(sql, (wanted, *parameters, most))}
        if scores:
            among = "AND rowid <= ? AND +rowid IN (SELECT value FROM json_each(?))"
            sql = f"SELECT rowid, {RANK} FROM words WHERE words MATCH ? {among}"
            scores.update(self._read(sql, (telling, max(scores), json.dumps(list(scores)))))
        return [(score, n) for n, score in scores.items()]

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


def _is_phrase(branch: Branch) -> bool:
    """Whether *branch* is a phrase, written so or torn into one by a hyphen."""
    return len(branch.wanted) == 1 and not branch.wanted[0].text.isalnum()
