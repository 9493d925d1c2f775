"""Claims side by side: the recorded reasons why they differ, or what the fields say of it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from wfacts.model import Claim, Discrepancy, DiscrepancyKind, Kind
from wfacts.period import overlaps
from wfacts.period import parse as parse_period
from wfacts.period import show as show_period
from wfacts.store import Store

_KINDS = [kind.value for kind in DiscrepancyKind]


class Comparison(NamedTuple):
    """Claims side by side and a *note* on why they differ.

    *id* and *kind* are those of the recorded discrepancy; None where none is
    recorded and the note is worked out from the claims' fields.
    """

    id: str | None
    kind: str | None
    note: str
    claims: tuple[Claim, ...]


def list_recorded(store: Store) -> list[Comparison]:
    """Every recorded discrepancy, grouped by kind: those that every view marks come first."""
    found = store.discrepancies()
    known = store.get_claims([id_ for one in found for id_ in one.claims])
    found.sort(key=lambda one: _KINDS.index(one.kind) if one.kind in _KINDS else len(_KINDS))
    return [_recorded(one, [known[id_] for id_ in one.claims if id_ in known]) for one in found]


def compare_claims(store: Store, claims: Sequence[Claim]) -> list[Comparison]:
    """The discrepancies recorded between *claims*; of a single claim all that name it.

    A last comparison without id holds all the claims, if one of them shares no
    recorded discrepancy with another: its note says what the fields tell.
    """
    claims = list(dict.fromkeys(claims))
    given = {claim.id: claim for claim in claims}
    found = store.discrepancies(list(given))
    if len(claims) == 1:
        known = store.get_claims([id_ for one in found for id_ in one.claims])
        named = [[known[id_] for id_ in one.claims if id_ in known] for one in found]
    else:
        named = [[c for id_, c in given.items() if id_ in one.claims] for one in found]
    recorded = [
        _recorded(one, claims_)
        for one, claims_ in zip(found, named, strict=True)
        if len(claims_) > 1
    ]
    covered = {claim.id for one in recorded for claim in one.claims}
    alone = [id_ for id_ in given if id_ not in covered]
    if alone:
        recorded.append(Comparison(None, None, explain(claims, alone), tuple(claims)))
    return recorded


def explain(claims: Sequence[Claim], alone: Sequence[str]) -> str:
    """What the fields of *claims* say of whether their figures can be compared.

    *alone* are the ids of those of which nothing is recorded beside the others.
    """
    if len(claims) == 1:
        return "No discrepancy is recorded for this claim."
    apart = [reason for ask in (_ask_values, _ask_units) if (reason := ask(claims))]
    unlike = [
        reason for ask in (_ask_kinds, _ask_periods, _ask_places) if (reason := ask(claims))
    ]
    if apart:
        verdict = "The figures are not comparable."
    elif unlike:
        verdict = "The unit is the same, but the figures are not like for like."
    else:
        verdict = "The unit is the same: compare what each statement counts."
    undated = [] if any(c.period for c in claims) else ["None of them has a printed period."]
    between = "them" if len(alone) == len(claims) else f"{', '.join(alone)} and the others"
    recorded = f"No discrepancy is recorded between {between}."
    return " ".join([verdict, *apart, *unlike, *undated, recorded])


def _recorded(found: Discrepancy, claims: Sequence[Claim]) -> Comparison:
    return Comparison(found.id, found.kind, found.note, tuple(claims))


def _units(claims: Sequence[Claim]) -> list[str]:
    """The different units of the claims that have a value, in order."""
    return list(dict.fromkeys(claim.unit or "" for claim in claims if claim.value is not None))


def _ask_values(claims: Sequence[Claim]) -> str:
    without = [claim.id for claim in claims if claim.value is None]
    if not without:
        return ""
    if len(without) == len(claims):
        return "None of them has a figure."
    return f"Without a figure: {', '.join(without)}."


def _ask_units(claims: Sequence[Claim]) -> str:
    units = _units(claims)
    return f"The units differ: {'; '.join(units)}." if len(units) > 1 else ""


def _ask_kinds(claims: Sequence[Claim]) -> str:
    targets = [claim.id for claim in claims if claim.kind == Kind.TARGET]
    if not targets or len(targets) == len(claims):
        return ""
    return f"A target, not a result: {', '.join(targets)}."


def _ask_periods(claims: Sequence[Claim]) -> str:
    periods = list(dict.fromkeys(claim.period for claim in claims if claim.period))
    undated = [claim.id for claim in claims if not claim.period]
    if periods and undated:
        return f"No period is given for: {', '.join(undated)}."
    if len(periods) < 2:
        return ""
    how = "do not overlap" if _are_apart(periods) else "differ"
    return f"The periods {how}: {'; '.join(map(show_period, periods))}."


def _are_apart(periods: Sequence[str]) -> bool:
    """Whether no two periods share a day; false for what is no EDTF (`check` reports it)."""
    try:
        spans = sorted(map(parse_period, periods))
    except ValueError:
        return False
    return not any(overlaps(a, b) for a, b in pairwise(spans))


def _ask_places(claims: Sequence[Claim]) -> str:
    places = list(dict.fromkeys(claim.place or "no narrower place" for claim in claims))
    return f"The places differ: {'; '.join(places)}." if len(places) > 1 else ""
