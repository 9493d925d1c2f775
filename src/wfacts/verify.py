"""Claims proved against a saved copy of their article.

The method stands in ``passage``: a claim is proved where the digest of exactly
one run of words around its anchor is the claim's. Then the value is derived
again from the printed figure, and the modifier from the words before it, so
that a slip between million and billion in a dataset is found here.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from wfacts import passage
from wfacts.model import Claim
from wfacts.quantity import find_numbers, hedge_before, parse_figure
from wfacts.text import canonical


class Status(StrEnum):
    """What became of a claim's proof."""

    VERIFIED = "verified"
    CHANGED = "changed"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"


class Finding(NamedTuple):
    """What the copy of its article says of a claim.

    *detail* says why a claim is not verified. *sentence* is the copy's own, in
    canonical form, and *sha256* its digest: those of the proved sentence, or of
    the nearest one where the claim's is not there; None where none stands out.
    *anchor* is where the anchor stands in it: 0-based characters, end exclusive.
    """

    id: str
    source: str
    status: Status
    detail: str | None
    sentence: str | None
    sha256: str | None
    anchor: tuple[int, int] | None


class _Spot(NamedTuple):
    """A run of a page's text and the anchor inside it, both in offsets of *text*."""

    text: str
    run: tuple[int, int]
    anchor: tuple[int, int]

    @property
    def sentence(self) -> str:
        return self.text[slice(*self.run)]

    @property
    def anchor_in_sentence(self) -> tuple[int, int]:
        return self.anchor[0] - self.run[0], self.anchor[1] - self.run[0]


def verify_claims(claims: Iterable[Claim], blocks: list[str]) -> list[Finding]:
    """A finding for each of the *claims*, in their order.

    *blocks* are those of ``page.read_page`` for the article that all the claims
    are from; claims of another article come out as missing.
    """
    texts = passage.readings(blocks)
    return [_verify(claim, texts) for claim in claims]


def _verify(claim: Claim, texts: list[str]) -> Finding:
    """The first reading of the page that has the sentence is the right one."""
    for text in texts:
        if fits := _fits(claim, text):
            return _judge(claim, fits)
    return _explain(claim, texts)


def _fits(claim: Claim, text: str) -> list[_Spot]:
    """The sentences of *text* that hold the anchor and have the claim's digest."""
    fits: dict[tuple[int, int], _Spot] = {}
    for place in passage.find_anchor(text, claim.passage.anchor):
        run = passage.find_run(text, place, claim.passage.sha256)
        if run is not None:
            fits.setdefault(run, _Spot(text, run, place))
    return list(fits.values())


def _judge(claim: Claim, fits: list[_Spot]) -> Finding:
    """The finding where the sentence stands in the copy as the claim says."""
    if len(fits) > 1:
        return _finding(
            claim, Status.AMBIGUOUS, f"the sentence stands {len(fits)} times", fits[0]
        )
    faults = list(_faults(claim, fits[0]))
    if faults:
        return _finding(claim, Status.CHANGED, "; ".join(faults), fits[0])
    return _finding(claim, Status.VERIFIED, None, fits[0])


def _explain(claim: Claim, texts: list[str]) -> Finding:
    """The finding where no sentence of the copy has the claim's digest."""
    places = {text: passage.find_anchor(text, claim.passage.anchor) for text in texts}
    text = max(texts, key=lambda text: len(places[text]))
    if not places[text]:
        return _finding(claim, Status.MISSING, "the anchor is not in the file", None)
    if len(places[text]) > 1:
        detail = f"the anchor stands {len(places[text])} times, in no sentence with the digest"
        return _finding(claim, Status.AMBIGUOUS, detail, None)
    place = places[text][0]
    spot = _Spot(text, passage.sentence_around(text, place), place)
    detail = f"the sentence has another digest: {passage.digest_run(spot.sentence)}"
    return _finding(claim, Status.CHANGED, detail, spot)


def _finding(claim: Claim, status: Status, detail: str | None, spot: _Spot | None) -> Finding:
    if spot is None:
        return Finding(claim.id, claim.source, status, detail, None, None, None)
    sha256 = passage.digest_run(spot.sentence)
    anchor = spot.anchor_in_sentence
    return Finding(claim.id, claim.source, status, detail, spot.sentence, sha256, anchor)


def _faults(claim: Claim, spot: _Spot) -> Iterable[str]:
    """What claim and printed sentence say differently, as texts for people."""
    if claim.figure is None:
        if claim.value is not None:
            yield f"the value {claim.value} has no figure"
        return
    place = _find_figure(canonical(claim.figure), spot)
    if place is None:
        yield f"the figure {claim.figure!r} is not in the sentence"
        return
    yield from _value_faults(claim, spot.sentence, place)
    printed = hedge_before(spot.sentence[: place[0]])
    if printed != claim.modifier:
        yield f"the modifier is {_name(claim.modifier)}, but {_name(printed)} is printed"


def _find_figure(figure: str, spot: _Spot) -> tuple[int, int] | None:
    """Where the figure stands in the sentence: in the anchor, or else the first place."""
    places = passage.find_anchor(spot.sentence, figure)
    start, end = spot.anchor_in_sentence
    inside = [place for place in places if start <= place[0] and place[1] <= end]
    return next(iter(inside or places), None)


def _value_faults(claim: Claim, sentence: str, place: tuple[int, int]) -> Iterable[str]:
    """Where value and unit differ from the figure, or the figure from the whole number."""
    figure = sentence[slice(*place)]
    try:
        value, unit = parse_figure(figure)
    except ValueError:
        yield f"the figure {figure!r} can't be read"
        return
    if value != claim.value:
        yield f"the value is {claim.value}, but {figure!r} is {value}"
    if unit != (claim.unit if claim.unit in {"CNY", "%"} else None):
        yield f"the unit is {claim.unit}, but {figure!r} is printed"
    for number in find_numbers(sentence):
        overlaps = number.start < place[1] and place[0] < number.end
        if overlaps and number.quantity != (value, unit):
            yield f"the figure is only a part of {sentence[number.start : number.end]!r}"


def _name(modifier: str | None) -> str:
    return "none" if modifier is None else f"'{modifier}'"
