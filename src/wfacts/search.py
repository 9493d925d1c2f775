"""``Query`` and filters as typed -> ordered hits.

This is where a user's value of a facet becomes the dataset's own, with a
guess when there is none.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from wfacts.errors import NotFoundError, UsageError, WfactsError
from wfacts.model import Claim, Kind
from wfacts.query import FIELDS, Filters, Query
from wfacts.select import SORTS
from wfacts.shape import LARGEST
from wfacts.store import Store
from wfacts.text import closest, fold, quoted, safe

CLOSED = ("topic", "kind", "source", "unit")
"""The facets whose values are a closed set: an unknown one is a mistake, not a miss."""


GUESSES = 4
"""Unknown ids for which a guess is looked up: it costs a look at every id."""


class Hits(NamedTuple):
    """Claims best first, ties in dataset order.

    *total* is their number without a limit, or there are *more*; *undated* the
    number left out because a filter by time met no period. Where every word is
    very common the order is *approximate*: the best of the first matches.
    """

    claims: tuple[Claim, ...]
    total: int
    undated: int = 0
    more: bool = False
    approximate: bool = False


def find_hits(
    store: Store, query: Query, filters: Filters, *, sort: str | None = None, limit: int = 0
) -> Hits:
    """The claims for *query* and *filters* as typed; *limit* 0 is none.

    *sort* is a field of `select.SORTS`, with a leading ``-`` downwards. Raises
    UsageError for an unknown sort field or value of a closed set, NotFoundError
    for another unknown value.
    """
    resolved = resolve_filters(store, filters)
    limit = min(limit, LARGEST)
    found = store.find_claims(query, resolved, sort=_read_sort(sort), limit=limit)
    return Hits(*found)


def iter_hits(
    store: Store, query: Query, filters: Filters, *, sort: str | None = None
) -> Iterator[Claim]:
    """The claims of `find_hits` without a limit, one by one: memory stays small."""
    return store.iter_found(query, resolve_filters(store, filters), _read_sort(sort))


def resolve_filters(store: Store, filters: Filters) -> Filters:
    """*filters* with each value as typed replaced by the dataset's own values."""
    resolved: dict[str, Any] = {
        field: tuple(v for name in dict.fromkeys(typed) for v in _resolve(store, field, name))
        for field in FIELDS
        if (typed := getattr(filters, field))
    }
    return filters._replace(**resolved) if resolved else filters


def get_claims(store: Store, ids: Sequence[str]) -> tuple[list[Claim], list[NotFoundError]]:
    """The claims with *ids* in that order, and an error for each unknown id.

    The first errors come with a guess.
    """
    known = store.get_claims([id_ for id_ in ids if id_.isascii()])  # all ids are
    unknown = [id_ for id_ in dict.fromkeys(ids) if id_ not in known]
    errors = [_unknown_id(store, id_, guess=n < GUESSES) for n, id_ in enumerate(unknown)]
    return [known[id_] for id_ in ids if id_ in known], errors


def _resolve(store: Store, field: str, name: str) -> tuple[str, ...]:
    name = name.encode("utf-8", "replace").decode()  # SQLite takes no lone surrogate
    values = store.find_facet_values(field, name)
    if values:
        return values
    closed = _closed_values(store, field)
    for value in closed:
        if fold(value) == fold(name):
            return (value,)  # a value of the set that no claim has
    error: type[WfactsError] = UsageError if field in CLOSED else NotFoundError
    known = closed or store.facet_names(field)
    guesses = closest(name, _names(field, known))
    hints = [f"did you mean: {safe(', '.join(guesses))}"] if guesses else []
    if field in CLOSED or not guesses:
        joiner = "; " if field == "place" else ", "
        hints.append(f"{field}s: {safe(joiner.join(known[:20]))}{' …' if known[20:] else ''}")
    raise error(f"unknown {field} {quoted(name)}", *hints)


def _names(field: str, values: Sequence[str]) -> Iterable[str]:
    """What a guess at a facet's value is made from; of a place any part, Gansu among them."""
    if field != "place":
        return values
    parts = [part.strip() for value in values for part in value.split(",")]
    short = [part.rpartition(" ")[0] for part in parts]
    return dict.fromkeys(filter(None, [*values, *parts, *short]))


def _closed_values(store: Store, field: str) -> list[str]:
    if field == "kind":
        return [kind.value for kind in Kind]
    if field == "topic":
        return list(store.info().topics)
    if field == "source":
        return list(store.sources())
    return store.facet_names(field) if field == "unit" else []


def _read_sort(sort: str | None) -> tuple[str, bool] | None:
    if sort is None:
        return None
    field = sort.removeprefix("-")
    if field not in SORTS:
        guesses = closest(field, SORTS)
        raise UsageError(
            f"can't sort by {quoted(field)}",
            *([f"did you mean: {guesses[0]}"] if guesses else []),
            f"fields: {', '.join(SORTS)}",
        )
    return SORTS[field], sort.startswith("-")


def _unknown_id(store: Store, id_: str, *, guess: bool) -> NotFoundError:
    ids = [known for known, _ in store.find_ids(limit=10_000)] if guess else []
    guesses = closest(id_, ids)
    hints = [f"did you mean: {', '.join(guesses)}"] if guesses else []
    return NotFoundError(f"unknown claim {quoted(id_)}", *hints)
