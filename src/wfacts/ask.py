"""A question in plain language -> the claim that answers it, or an abstention and why."""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from wfacts.asked import LONGEST, Asked, Word, understand
from wfacts.lexicon import is_light, is_minor, spelling_words, words_same_as
from wfacts.model import Claim, Discrepancy
from wfacts.numerals import print_forms
from wfacts.profile import Profile
from wfacts.query import Filters, Term, match_expression
from wfacts.score import (
    SCALE,
    Fault,
    Judged,
    Missing,
    judge,
    outline,
    weight,
)
from wfacts.search import resolve_filters
from wfacts.store import Store
from wfacts.text import safe

CANDIDATES = 25
"""Claims that the index of words gives, unless more runners-up are asked for."""

FIRST = 10
"""Those of them that are enough if the best of them holds the question, or nearly."""

SURE = 0.85
"""How much of the telling words that best claim holds: each further look costs 0.1 ms."""

LOOKED_AT = 7
"""Those of them that are looked at closely."""

MANY = 200
"""Claims from which a word's synonyms are not looked for too."""

SECOND = (0.82, 0.7)
"""What a claim needs to answer that is second to one that does not hold what is asked.

The share of the best score, and how much of the telling words it must hold.
"""

OTHER_KIND = (0.72, 0.6)
"""The same where the best is of another kind than asked for."""

LIGHT = 0.3
"""The weight of a word that says little, as a share of what its rarity gives."""

_REASONS = {
    Fault.PLACES: "the sources do not cover this for: {what}",
    Fault.SETTINGS: "the sources do not cover this for: {what}",
    Fault.TIMES: "the sources do not cover this for: {what}",
    Fault.PEOPLE: "the sources do not cover this for: {what}",
    Fault.MEASURES: "the sources say nothing here of: {what}",
    Fault.ORDINALS: "the sources say nothing here of the {what}",
    Fault.NAME: "the sources say nothing here of: {what}",
    Fault.NUMBER: "no fitting claim has the number {what}",
    Fault.YEAR: "the sources do not cover this for {what}",
    Fault.PROGRAMME: "the sources do not say this of the programme named",
    Fault.KIND: "the sources give no {what} for this",
    Fault.COUNTED: "the sources do not count these: {what}",
    Fault.COVERAGE: "no claim holds enough of the question; the nearest has nothing of: {what}",
}
_KINDS = {
    "count": "number",
    "money": "amount of money",
    "share": "share or rate",
    "time": "date",
    "who": "name",
    "place": "place",
    "reason": "reason",
    "amount": "figure",
    "figure": "figure",
}


if TYPE_CHECKING:
    from wfacts.spelling import Speller


class Answer(NamedTuple):
    """What `answer` found.

    *claim* answers the question, or is None and *reason* says why. *nearest*
    are the runners-up, or the nearest claims when abstaining. *discrepancies*
    are those that every view marks, of the claim.
    """

    question: str
    answered: bool
    claim: Claim | None
    nearest: tuple[Claim, ...]
    reason: str | None
    discrepancies: tuple[Discrepancy, ...] = ()


def answer(
    store: Store,
    question: str,
    *,
    filters: Filters = Filters(),  # noqa: B008 - immutable
    nearest: int = 3,
) -> Answer:
    """The claim that answers *question*, or an abstention."""
    return Asker(store, filters).answer(question, nearest)


def abstain(question: str, reason: str) -> Answer:
    """No answer to what was not even looked for."""
    return Answer(question, False, None, (), reason)


class Asker:
    """Answers many questions from one store, remembering what it has read of it."""

    def __init__(self, store: Store, filters: Filters = Filters()) -> None:  # noqa: B008
        self.store = store
        self.filters = resolve_filters(store, filters)
        self.claims = store.count()
        self._profiles: dict[int, Profile] = {}
        self._counts: dict[str, int] = {}
        self._repairs: dict[str, str | None] = {}

    def answer(self, question: str, nearest: int = 3) -> Answer:
        """The claim that answers *question*, or an abstention, with *nearest* other claims."""
        if len(question) > LONGEST:
            reason = (
                f"a question has at most {LONGEST:,} characters, and this has {len(question):,}"
            )
            return abstain(question[:LONGEST], reason)
        asked = understand(question)
        if not (asked.words or asked.numbers or asked.years):
            return abstain(question, "no word in the question says what to look for")
        ranked = self._rank(asked, nearest + 1)
        repairs = self._find_repairs(asked, ranked)
        if repairs:
            asked = understand(question, repairs)
            ranked = self._rank(asked, nearest + 1)
        best = _choose(ranked)
        if best is None:
            claims = tuple(j.profile.claim for j in ranked[:nearest])
            return Answer(question, False, None, claims, self._explain(ranked))
        rest = tuple(j.profile.claim for j in ranked if j is not best)[:nearest]
        claim = best.profile.claim
        marked = tuple(d for d in self.store.discrepancies([claim.id]) if d.marked)
        return Answer(question, True, claim, rest, None, marked)

    def _rank(self, asked: Asked, least: int = 0) -> list[Judged]:
        """The claims that come near, best first; those beyond `LOOKED_AT` only fill up."""
        numbers = self.store.rank(self._terms(asked), self.filters, max(CANDIDATES, least))
        if missing := [n for n in numbers if n not in self._profiles]:
            for n, claim in self.store.get_numbered(missing).items():
                self._profiles[n] = Profile(claim)
        profiles = [self._profiles[n] for n in numbers]
        weights = [self._weigh(word) for word in asked.words]
        first = self._judge(asked, profiles[:FIRST], weights, profiles[FIRST:], least)
        if not first or (first[0].missing is None and first[0].telling >= SURE):
            return first
        near, rest = profiles[:CANDIDATES], profiles[CANDIDATES:]
        return self._judge(asked, near, weights, rest, least)

    def _judge(
        self,
        asked: Asked,
        near: list[Profile],
        weights: list[float],
        rest: list[Profile],
        least: int,
    ) -> list[Judged]:
        """The best of *near*, best first, filled up from *rest* to *least*."""
        near = sorted(near, key=lambda profile: -outline(asked, profile, weights)) + rest
        stems = {word.stem for word in asked.words}
        named = {p.programme for p in near if p.programme <= stems and _tells(p.programme)}
        judged = [judge(asked, p, weights, named) for p in near[: max(LOOKED_AT, least)]]
        best = sorted(judged[:LOOKED_AT], key=lambda j: -j.score)
        return best + judged[LOOKED_AT:]

    def _weigh(self, word: Word) -> float:
        count = self._count(word.spelt)
        found = weight(count, self.claims) * (LIGHT if word.light else 1)
        if count == 0 and len(word.same) == 1 and word.need is None:
            found *= LIGHT if is_minor(word.spelt) else SCALE.unknown
        return found

    def _count(self, word: str) -> int:
        """The claims that have *word*."""
        count = self._counts.get(word)
        if count is None:
            count = self.store.count_matches(match_expression([Term(word)]))
            self._counts[word] = count
        return count

    def _terms(self, asked: Asked) -> list[Term]:
        """What to look for: the words that tell, their synonyms, the numbers as printed.

        A word that many claims have finds enough by itself: in a million
        claims its synonyms would only cost time.
        """
        spelt: dict[str, None] = {}
        for word in [w for w in asked.words if not w.light] or asked.words:
            spelt[word.spelt] = None
            if self._count(word.spelt) < MANY:
                spelt.update(dict.fromkeys(words_same_as(word.stem)))
        for number in asked.numbers:
            spelt.update(dict.fromkeys(print_forms(number)))
        spelt.update((str(year.first), None) for year in asked.years)
        return [Term(word) for word in spelt]

    def _explain(self, ranked: list[Judged]) -> str:
        """What the sources do not cover, by the claim that comes nearest."""
        if not ranked:
            return "no claim has a word of the question"
        nearest = ranked[0]
        fault, what = nearest.missing or Missing(Fault.COVERAGE, "")
        what = safe(what)[:60]
        if fault is Fault.YEAR and nearest.profile.claim.period is None:
            issued = (source.issued or "" for source in self.store.sources().values())
            if what.isdecimal() and what > max(issued, default="")[:4]:
                return f"the sources were written before {what}"
            return (
                f"the nearest claim has no period: its source does not say that it is of {what}"
            )
        if fault is Fault.COVERAGE and not what:
            return "the question says too little to tell which claim it asks for"
        return _REASONS[fault].format(what=_KINDS.get(what, what))

    def _find_repairs(self, asked: Asked, ranked: list[Judged]) -> dict[str, str]:
        """The words that no candidate holds, and that look like a known one."""
        unheld = [
            word
            for word in asked.words
            if word.need is None
            and len(word.typed) > 3
            and not any(word.same & j.profile.held.keys() for j in ranked)
        ]
        return {w.typed: good for w in unheld if (good := self._repair(w.typed)) is not None}

    def _repair(self, word: str) -> str | None:
        if word not in self._repairs:
            self._repairs[word] = self._speller(word)
        return self._repairs[word]

    @cached_property
    def _speller(self) -> "Speller":
        from wfacts.spelling import Speller  # noqa: PLC0415 - most questions are spelt well

        return Speller(self.store.find_words, spelling_words())


def _choose(ranked: list[Judged]) -> Judged | None:
    """The best claim without a fault, unless one with a fault fits the question much better."""
    best = next((j for j in ranked if j.missing is None), None)
    if best is None:
        return None
    if best is ranked[0]:
        return best
    missing = ranked[0].missing
    if missing is not None and missing.fault is Fault.NUMBER:
        return best  # which has the number asked for
    # A claim of another kind ("when", "how many") is no rival, however like the question.
    other_kind = missing is not None and missing.fault is Fault.KIND
    margin, enough = OTHER_KIND if other_kind else SECOND
    enough = max(enough, 0.8 * ranked[0].telling)
    return best if best.score >= margin * ranked[0].score and best.telling >= enough else None


def _tells(stems: frozenset[str]) -> bool:
    """Whether a programme's name is more than an everyday phrase."""
    return sum(not is_light(stem) for stem in stems) > 1
