"""How often ``ask`` is right: ``python -m tests.evaluate [FILE...]``, or ``make eval``.

A question file has one JSON object a line: ``q``, ``kind``, ``answerable``, the passages
that answer (``expect``: source, paragraph, sentence, figure), and ``set``. Of a set held
out from the development (b, f) only totals are printed, unless ``--misses`` is given.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import wfacts
from wfacts.ask import Answer, Asker
from wfacts.model import Claim

HERE = Path(__file__).parent
FILES = (HERE / "questions.jsonl", HERE / "questions_more.jsonl")
HELD_OUT = ("b", "f")
LOOKED_AT = 10
"""Claims looked at for the reciprocal rank."""

Question = Mapping[str, Any]


class Outcome(NamedTuple):
    """A question, what ``ask`` said, and the rank of the first right claim (0: none)."""

    question: Question
    answer: Answer
    rank: int

    @property
    def right(self) -> bool:
        """Whether the first answer is right, or the abstention is."""
        if not self.question["answerable"]:
            return not self.answer.answered
        return self.answer.answered and self.rank == 1


def read_questions(path: Path) -> list[Question]:
    """The questions in *path*; those without a set are of the set ``dev``."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [{"set": "dev", **json.loads(line)} for line in lines]


def is_right(claim: Claim, question: Question) -> bool:
    """Whether *claim* is of a passage that answers, and has the figure where one is named.

    A date is no figure in the dataset: there the claim's period has it, or the passage
    alone decides.
    """
    place = (claim.source, claim.passage.paragraph, claim.passage.sentence)
    return any(
        place == (found["source"], found["paragraph"], found["sentence"])
        and _same_figure(claim, found["figure"])
        for found in question["expect"]
    )


def _same_figure(claim: Claim, expected: str | None) -> bool:
    if claim.figure is None or expected is None:
        return True
    is_year = len(expected) == 4 and expected.isdecimal()
    if is_year and expected in (claim.period or ""):
        return True
    return claim.figure.casefold().startswith(expected.casefold())


def run(asker: Asker, questions: Iterable[Question]) -> Iterator[Outcome]:
    """Ask each of *questions*."""
    for question in questions:
        answer = asker.answer(question["q"], LOOKED_AT)
        claims = [*([answer.claim] if answer.claim else []), *answer.nearest]
        ranks = (n for n, claim in enumerate(claims, 1) if is_right(claim, question))
        yield Outcome(question, answer, next(ranks, 0))


def share(outcomes: Sequence[Outcome]) -> str:
    """How many of *outcomes* are right: ``19 of 20   95 %``."""
    right = sum(outcome.right for outcome in outcomes)
    return f"{right:4} of {len(outcomes):3}  {right / max(len(outcomes), 1):6.1%}"


def report(name: str, outcomes: Sequence[Outcome], *, misses: bool) -> Iterator[str]:
    """The lines that tell the figures of one set."""
    yield f"set {name}"
    kinds = dict.fromkeys(outcome.question["kind"] for outcome in outcomes)
    for kind in kinds:
        yield f"  {kind:22}{share([o for o in outcomes if o.question['kind'] == kind])}"
    answerable = [o for o in outcomes if o.question["answerable"]]
    rest = [o for o in outcomes if not o.question["answerable"]]
    reciprocal = sum(1 / o.rank for o in answerable if o.rank) / max(len(answerable), 1)
    yield f"  {'answered right':22}{share(answerable)}   mean reciprocal rank {reciprocal:.3f}"
    yield f"  {'rightly abstained':22}{share(rest)}"
    for outcome in outcomes if misses else ():
        if not outcome.right:
            said = outcome.answer.claim.id if outcome.answer.claim else outcome.answer.reason
            yield f"    {outcome.question['id']} {outcome.question['q']!r}: {said}"


def main(argv: Sequence[str]) -> None:
    """Evaluate the question files of *argv*, or the project's own."""
    paths = [Path(name) for name in argv if name != "--misses"] or FILES
    questions = [question for path in paths for question in read_questions(path)]
    with wfacts.load() as facts:
        outcomes = list(run(Asker(facts.store), questions))
    for name in dict.fromkeys(question["set"] for question in questions):
        own = [outcome for outcome in outcomes if outcome.question["set"] == name]
        for line in report(name, own, misses=name not in HELD_OUT or "--misses" in argv):
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
