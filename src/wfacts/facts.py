"""The public Python API: an open dataset to search, ask and look up.

>>> import wfacts
>>> with wfacts.load() as facts:
...     facts["loans-issued"].value
58900000000
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Self

from wfacts.errors import NotFoundError
from wfacts.model import Claim, Discrepancy, Source
from wfacts.query import Filters, Query, parse_query
from wfacts.search import Hits, find_hits, get_claims
from wfacts.store import Store, open_store

if TYPE_CHECKING:
    from wfacts.ask import Answer, Asker


class Facts:
    """An open dataset; iterate over it for all claims, in dataset order.

    Close it, or use it as a context. It may not be shared between threads,
    as the SQLite connection it holds may not.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._asker: tuple[Filters, Asker] | None = None

    def __getitem__(self, id_: str) -> Claim:
        """The claim *id_*; raises NotFoundError, with a guess, if there is none."""
        claims, errors = get_claims(self.store, [id_])
        if errors:
            raise errors[0]
        return claims[0]

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, str) and id_ in self.store.get_claims([id_])

    def __iter__(self) -> Iterator[Claim]:
        return self.store.iter_claims()

    def __len__(self) -> int:
        return self.store.count()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the dataset."""
        self.store.close()

    @property
    def sources(self) -> Mapping[str, Source]:
        """The articles by id, in the order in which citations number them."""
        return self.store.sources()

    def search(
        self,
        *words: str,
        filters: Filters = Filters(),  # noqa: B008 - immutable
        sort: str | None = None,
        limit: int = 0,
    ) -> Hits:
        """The claims having all *words*, in the grammar of `query.parse_query`.

        Best first, or by the field *sort* (``"value"``, ``"-value"``); *limit*
        0 is none. Raises QueryError for words that can't be understood,
        UsageError or NotFoundError for a filter's unknown value.
        """
        query = parse_query(words) if words else Query()
        return find_hits(self.store, query, filters, sort=sort, limit=limit)

    def ask(
        self,
        question: str,
        *,
        filters: Filters = Filters(),  # noqa: B008 - immutable
        nearest: int = 3,
    ) -> "Answer":
        """The claim that answers *question*, or an abstention with its reason.

        The answer's ``nearest`` has at most *nearest* claims: the runners-up,
        or the nearest ones when abstaining. What was read for one question is
        kept for the next with the same *filters*.
        """
        from wfacts.ask import Asker  # noqa: PLC0415 - a search does without it

        if self._asker is None or self._asker[0] != filters:
            self._asker = filters, Asker(self.store, filters)
        return self._asker[1].answer(question, nearest)

    def discrepancies(self, ids: Sequence[str] | None = None) -> list[Discrepancy]:
        """The recorded discrepancies; with *ids* those that name one of these claims."""
        return self.store.discrepancies(ids)


def load(path: str | None = None) -> Facts:
    """The bundled facts, or the dataset or built file at *path*.

    ``WFACTS_DATA`` names another default. Raises DataError if it can't be
    read or is invalid.
    """
    return Facts(open_store(path))


__all__ = ["Facts", "NotFoundError", "load"]
