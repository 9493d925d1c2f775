"""The checks of claims against each other: what no claim shows by itself.

Each reads the claims whose fields it needs are sound, and takes linear time.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from wfacts.problem import Part, Problem
from wfacts.text import canonical, fold

_Sentence = tuple[str, int, int]
"""Source, paragraph and sentence."""


def find_shared_anchors(claims: Sequence[Part]) -> Iterator[Problem]:
    """E408: an anchor must be unique in its article, but is part of another sentence's.

    Every run of three or more words of an anchor is noted, at most 21 of each.
    """
    fields = ("source", "passage.anchor", "passage.paragraph", "passage.sentence")
    known = [claim for claim in claims if claim.has(*fields)]
    noted: dict[tuple[str, ...], dict[_Sentence, Part]] = {}
    for claim in known:
        for run in _runs(_words(claim)):
            holders = noted.setdefault((claim.raw["source"], *run), {})
            if len(holders) < 2:  # one of them is another sentence's
                holders.setdefault(_sentence(claim), claim)
    for claim in known:
        key = (claim.raw["source"], *_bare(_words(claim)))
        for sentence, other in noted.get(key, {}).items():
            if sentence != _sentence(claim):
                message = f"also stands in the anchor of {other.path}, another sentence"
                yield Problem("E408", f"{claim.path}.passage.anchor", message)
                break


def find_torn_sentences(claims: Sequence[Part]) -> Iterator[Problem]:
    """E409: one sentence with two digests, or one digest at two places of an article."""
    fields = ("source", "passage.paragraph", "passage.sentence", "passage.sha256")
    by_sentence: dict[_Sentence, Part] = {}
    by_digest: dict[tuple[str, str], Part] = {}
    for claim in claims:
        if not claim.has(*fields):
            continue
        sha256 = claim.raw["passage"]["sha256"]
        first = by_sentence.setdefault(_sentence(claim), claim)
        same = by_digest.setdefault((claim.raw["source"], sha256), claim)
        if first.raw["passage"]["sha256"] != sha256:
            message = f"{first.path} has another digest for this sentence"
        elif _sentence(same) != _sentence(claim):
            message = f"{same.path} has this digest for another sentence"
        else:
            continue
        yield Problem("E409", f"{claim.path}.passage.sha256", message)


def find_shared_figures(claims: Sequence[Part]) -> Iterator[Problem]:
    """E410: the same words can't prove two different figures."""
    first: dict[tuple[str, str], Part] = {}
    for claim in claims:
        if claim.has("source", "figure", "passage.anchor") and claim.raw["figure"] is not None:
            key = (claim.raw["source"], canonical(claim.raw["passage"]["anchor"]))
            other = first.setdefault(key, claim)
            if other.raw["figure"] != claim.raw["figure"]:
                message = f"{other.path} has the same anchor for another figure"
                yield Problem("E410", f"{claim.path}.passage.anchor", message)


def find_repeated_statements(claims: Sequence[Part]) -> Iterator[Problem]:
    """E505: a proposition is one claim."""
    first: dict[str, Part] = {}
    for claim in claims:
        if claim.has("statement"):
            other = first.setdefault(fold(claim.raw["statement"]), claim)
            if other is not claim:
                message = f"the same as that of {other.path}"
                yield Problem("E505", f"{claim.path}.statement", message)


def find_repeated_questions(claims: Sequence[Part]) -> Iterator[Problem]:
    """E506: a question with two answers has none."""
    first: dict[str, Part] = {}
    for claim in claims:
        for index, question in enumerate(
            claim.raw["questions"] if claim.has("questions") else ()
        ):
            other = first.setdefault(fold(question), claim)
            if question and other is not claim:
                path = f"{claim.path}.questions[{index}]"
                yield Problem("E506", path, f"{other.path} has the same question")


CROSS_CHECKS = (
    find_shared_anchors,
    find_torn_sentences,
    find_shared_figures,
    find_repeated_statements,
    find_repeated_questions,
)


def _sentence(claim: Part) -> _Sentence:
    passage: dict[str, Any] = claim.raw["passage"]
    return claim.raw["source"], passage["paragraph"], passage["sentence"]


def _words(claim: Part) -> list[str]:
    # Anchors of more than eight words are E403; a hostile one has a million.
    return canonical(claim.raw["passage"]["anchor"]).split()[:9]


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words)):
        for end in range(start + 3, len(words) + 1):
            yield _bare(words[start:end])


def _bare(words: list[str]) -> tuple[str, ...]:
    """*words* without the marks around them: an anchor may end where a comma follows."""
    if not words:
        return ()
    inner = [*words[:-1], words[-1].rstrip(".,;:!?\"')")]
    return (inner[0].lstrip("\"'("), *inner[1:])
