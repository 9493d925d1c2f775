"""The claims in SQLite, in memory or in a file that ``build`` made: all that is asked of them.

One engine at every size: a dataset in JSON is put into memory by the schema
that a built file has, part by part as it is needed, and every command asks
the same questions of either.
"""

import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from itertools import islice
from types import NoneType
from typing import Any, NamedTuple, Self

from wfacts import dataset as datasets
from wfacts import fill, select, shape
from wfacts.errors import DataError
from wfacts.model import Claim, Dataset, Discrepancy, Passage, Source
from wfacts.query import FIELDS, Branch, Filters, Query, Term, match_expression
from wfacts.ranking import EXACT, LONGEST, Ranker, Ranking
from wfacts.select import Scope
from wfacts.text import fold, safe

APPLICATION_ID = 0x77666163
"""``wfac``: marks a SQLite file as ours, in its header."""

SCHEMA_VERSION = 1
"""Of ``schema.sql``, kept in a built file's ``user_version``."""

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""How ``schema.sql`` splits text into words."""

COLUMNS = (
    "id kind statement figure value unit modifier measure actor programme place topics"
    " period caveat source paragraph sentence anchor sha256 keywords questions"
).split()
"""The columns of ``claim`` that hold the claim itself, in order."""

COUNTED = 10_000
"""Claims that pass filters are counted up to here: each costs 2 microseconds."""

FEW = 100_000
"""Claims that are put into a set; of more, each match of the words is looked up."""

_CLAIM = ", ".join(COLUMNS)
_IN_LIST = "IN (SELECT value FROM json_each(?))"
_NULLABLE = ("figure", "unit", "modifier", "programme", "place", "period", "caveat")
_NUMBERS = {"value": (int, float, NoneType), "paragraph": (int,), "sentence": (int,)}
_TYPES = tuple(
    _NUMBERS.get(column) or ((str, NoneType) if column in _NULLABLE else (str,))
    for column in COLUMNS
)
"""What each column may hold; SQLite itself takes anything, and a built file may be hostile."""


class Info(NamedTuple):
    """What describes a dataset as a whole; *digest* is its file's SHA-256 in hex."""

    schema_version: int
    title: str
    version: str
    description: str
    license: str
    digest: str
    topics: tuple[str, ...]


class Found(NamedTuple):
    """Claims that a query finds, in order, and how many there are without a limit.

    *total* says how many, or that there are *more* than that. *undated* counts
    the claims left out because a filter by time met no period, up to
    `COUNTED`. Where the order is *approximate* every word is very common, and
    the best of the first matches are given.
    """

    claims: tuple[Claim, ...]
    total: int
    undated: int = 0
    more: bool = False
    approximate: bool = False


class Sources(Mapping[str, Source]):
    """Sources by id, in dataset order, each parsed when it is used: there may be thousands."""

    def __init__(self, rows: Iterable[tuple[str, str]], name: str) -> None:
        self._texts = dict(rows)
        self._read: dict[str, Source] = {}
        self._name = name

    def __getitem__(self, id_: str) -> Source:
        if id_ not in self._read:
            if id_ not in self._texts and self._name:
                raise _damaged(self._name, f"no source {id_!r}")
            with _Reading(self._name):
                csl = json.loads(self._texts[id_])
                for fault in shape.find_faults(csl, Source):
                    raise TypeError(f"source {id_}: {fault.message}")
                self._read[id_] = Source(id_, csl)
        return self._read[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


class _Reading:
    """Within it, what SQLite and JSON find wrong with the built file *name* is a DataError.

    In memory (no *name*) it would be a bug, and stays what it is.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if self._name and isinstance(error, sqlite3.Error | ValueError | TypeError | KeyError):
            raise _damaged(self._name, str(error)) from error


class Store:
    """An open dataset. Close it, or use it as a context."""

    def __init__(
        self, connection: sqlite3.Connection, built: str = "", dataset: Dataset | None = None
    ) -> None:
        """A store on *connection*: the file called *built*, or *dataset* in memory."""
        self.connection = connection
        self._reading = _Reading(built)
        self._built = built
        self._dataset = dataset
        self._data = b""
        self._words: dict[str, int] = {}
        self._schema = fill.read_schema() if dataset else {}

    @classmethod
    def from_dataset(cls, dataset: Dataset, data: bytes = b"") -> Self:
        """A store in memory that holds *dataset*, which was read from *data*."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        store = cls(connection, dataset=dataset)
        store._data = data
        connection.execute("BEGIN")
        return store

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        # `facts = wfacts.load()` is all that is asked of a user, and Python 3.13 warns
        # of a connection that nobody closed. It closes in its own thread only.
        with suppress(sqlite3.Error, AttributeError):
            self.connection.close()

    def info(self) -> Info:
        """What the dataset says of itself."""
        raw = dict(self._read("SELECT key, value FROM meta", needs=("head",)))
        with self._reading:
            if not all(type(value) is str for value in raw.values()):
                raise TypeError("no text where one should be")
            return Info(
                int(raw["schema_version"]),
                raw["title"],
                raw["version"],
                raw["description"],
                raw["license"],
                raw.get("digest") or datasets.digest(self._data),
                _read_texts(raw["topics"]),
            )

    def sources(self) -> Mapping[str, Source]:
        """The sources by id, in dataset order; it may be used when the store is closed."""
        if self._dataset:
            return {source.id: source for source in self._dataset.sources}
        return Sources(self._read("SELECT id, csl FROM source ORDER BY n"), self._built)

    def count_by_source(self) -> dict[str, int]:
        """The number of claims of each source, in dataset order."""
        return dict(self._read_counts("SELECT id, claims FROM source ORDER BY n", (), "head"))

    def count(self) -> int:
        """The number of claims."""
        if self._dataset:
            return len(self._dataset.claims)
        # Numbers are without a gap; count(*) would take 50 ms for a million.
        return int(self._read("SELECT ifnull(max(n), 0) FROM claim")[0][0])

    def get_claims(self, ids: Sequence[str]) -> dict[str, Claim]:
        """The claims with *ids*, by id; an unknown id is left out."""
        if self._dataset:
            wanted = set(ids)
            return {claim.id: claim for claim in self._dataset.claims if claim.id in wanted}
        sql = f"SELECT {_CLAIM} FROM claim WHERE id {_IN_LIST}"
        rows = self._read(sql, (json.dumps(list(dict.fromkeys(ids))),))
        return {row[0]: self._make_claim(row) for row in rows}

    def get_numbered(self, numbers: Sequence[int]) -> dict[int, Claim]:
        """The claims by their numbers in dataset order, counted from 1."""
        if self._dataset:
            return {n: self._dataset.claims[n - 1] for n in numbers}
        sql = f"SELECT n, {_CLAIM} FROM claim WHERE n {_IN_LIST}"
        rows = self._read(sql, (json.dumps(numbers),))
        claims = {row[0]: self._make_claim(row[1:]) for row in rows}
        if missing := set(numbers) - set(claims):  # a damaged index names more than there are
            raise _damaged(self._built, f"no claim number {min(missing)}")
        return claims

    def iter_claims(self) -> Iterator[Claim]:
        """All claims in dataset order."""
        return self._iter_numbered(iter(range(1, self.count() + 1)))

    def find_ids(self, prefix: str = "", limit: int = -1) -> list[tuple[str, str]]:
        """Ids that begin with *prefix*, each with its statement, in order of id."""
        sql = "SELECT id, statement FROM claim WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
        return self._read(sql, (prefix, prefix + "\x7f", limit), needs=("claims",))

    def find_claims(
        self,
        query: Query,
        filters: Filters = Filters(),  # noqa: B008 - immutable
        *,
        sort: tuple[str, bool] | None = None,
        limit: int = 0,
    ) -> Found:
        """The claims that *query* finds and *filters* let pass.

        Best first, ties in dataset order; without words in dataset order; or
        by *sort*, a column of `select.SORTS` and whether downwards, claims
        without it last. *limit* 0 is none.
        """
        branches = select.wanting(query)
        if branches and sort is None and 0 < limit <= LONGEST:
            ranking = self._rank(branches, filters, limit)
        else:
            ranking = self._list(query, filters, sort, limit)
        claims = tuple(self._iter_numbered(iter(ranking.numbers)))
        undated = self.count_undated(query, filters)
        return Found(claims, ranking.total, undated, ranking.more, ranking.approximate)

    def iter_found(
        self, query: Query, filters: Filters, sort: tuple[str, bool] | None = None
    ) -> Iterator[Claim]:
        """What `find_claims` finds without a limit, in its order; memory stays small."""
        return self._iter_numbered(self._iter_numbers(query, filters, sort))

    def count_undated(self, query: Query, filters: Filters) -> int:
        """The claims that a filter by time leaves out for want of a period, up to `COUNTED`."""
        return 0 if filters.span is None else self._count(query, filters, dated=False)

    def rank(
        self,
        terms: Sequence[Term],
        filters: Filters = Filters(),  # noqa: B008 - immutable
        limit: int = 10,
    ) -> list[int]:
        """The numbers of the *limit* best claims that have one of *terms*, best first."""
        branches = [Branch((term,), ()) for term in dict.fromkeys(terms)]
        return list(self._rank(branches, filters, limit).numbers) if branches else []

    def count_matches(self, expression: str, most: int = COUNTED) -> int:
        """The number of claims that match *expression*; counting stops at *most*."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
        return int(self._read(sql, (expression, most), needs=("words",))[0][0])

    def find_words(self, start: str = "") -> list[tuple[str, int]]:
        """The words of the claims that begin with *start*, in lower case, with their frequency.

        That is the number of claims that have the word in any form, or of its
        own places in a store in memory.
        """
        if self._dataset:
            self._words = self._words or _count_words(self._dataset.claims)
            return [pair for pair in self._words.items() if pair[0].startswith(start)]
        sql = "SELECT word, claims FROM vocabulary WHERE word >= ? AND word < ?"
        return self._read_counts(sql, (start, start + "\U0010ffff"))

    def count_facet(
        self,
        field: str,
        query: Query = Query(),  # noqa: B008 - immutable
        filters: Filters = Filters(),  # noqa: B008 - immutable
    ) -> list[tuple[str, int]]:
        """The values of facet *field* with their claims, most first, over what is found."""
        condition = select.both(select.matches(query), select.passes(filters))
        if not condition.sql:
            sql = "SELECT value, claims FROM facet WHERE field = ? ORDER BY claims DESC, n"
            return self._read_counts(sql, (field,), "facets")
        column, table = field, "claim"
        if field == "topic":
            table = "claim JOIN topic ON topic.claim = claim.n"
        sql = (
            f"SELECT {column}, count(*) AS claims FROM {table}"
            f" WHERE {column} IS NOT NULL AND {condition.sql}"
            f" GROUP BY {column} ORDER BY claims DESC, min(n)"
        )
        return self._read_counts(sql, condition.parameters, "claims", "facets", "words")

    def find_facet_values(self, field: str, name: str) -> tuple[str, ...]:
        """The values of facet *field* that a user may call *name*; letter case is ignored."""
        sql = "SELECT value FROM facet_name WHERE field = ? AND name = ? ORDER BY value"
        return tuple(v for (v,) in self._read(sql, (field, fold(name)), needs=("facets",)))

    def facet_names(self, field: str) -> list[str]:
        """The values of facet *field*, most frequent first: what a guess is made from."""
        return [value for value, _ in self.count_facet(field)]

    def discrepancies(self, ids: Sequence[str] | None = None) -> list[Discrepancy]:
        """The recorded discrepancies in dataset order; with *ids* those of these claims."""
        sql, parameters = "SELECT id, kind, note, claims FROM discrepancy", []
        if ids is not None:
            named = f"SELECT discrepancy FROM discrepancy_claim WHERE claim {_IN_LIST}"
            sql, parameters = f"{sql} WHERE n IN ({named})", [json.dumps(list(ids))]
        rows = self._read(f"{sql} ORDER BY n", parameters, needs=("head",))
        with self._reading:
            return [
                Discrepancy(f"{i}", _read_texts(claims), f"{k}", f"{note}")
                for i, k, note, claims in rows
            ]

    def highlight(self, query: Query, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Where *query* stands in each of *texts*: 0-based characters, the end exclusive.

        Found by an index of these few texts, because the claims' own holds no
        text to highlight. A text with control characters gets no marks.
        """
        terms = [term for branch in query.branches for term in branch.wanted]
        if not terms or not texts:
            return [[] for _ in texts]
        marked = dict.fromkeys(range(len(texts)), "")
        with closing(sqlite3.connect(":memory:")) as index:
            columns = f"text, tokenize = '{TOKENIZER}'"
            index.execute(f"CREATE VIRTUAL TABLE shown USING fts5 ({columns})")
            index.executemany("INSERT INTO shown (rowid, text) VALUES (?, ?)", enumerate(texts))
            sql = "SELECT rowid, highlight(shown, 0, ?, ?) FROM shown WHERE shown MATCH ?"
            marked.update(index.execute(sql, ("\x02", "\x03", match_expression(terms, " OR "))))
        return [
            _find_marks(marked[n]) if text.isprintable() else [] for n, text in enumerate(texts)
        ]

    def _rank(self, branches: Sequence[Branch], filters: Filters, limit: int) -> Ranking:
        narrowed = [self._narrow(branch) for branch in branches] if self._built else branches
        scope = self._scope(filters)
        frequencies = self._frequencies(narrowed) if self._built else {}
        ranker = Ranker(self._read, narrowed, scope, self.count(), frequencies)
        ranking = ranker.rank(limit)
        if narrowed == branches or not ranking.more:
            return ranking
        return ranking._replace(approximate=True)

    def _frequencies(self, branches: Sequence[Branch]) -> dict[str, int]:
        """The words of *branches* with the claims that have them, as far as they are known."""
        terms = {t.text.lower(): t.text for b in branches for t in b.wanted if not t.prefix}
        sql = f"SELECT word, claims FROM vocabulary WHERE word {_IN_LIST}"
        known = self._read_counts(sql, (json.dumps(list(terms)),))
        return {terms[word]: claims for word, claims in known}

    def _narrow(self, branch: Branch) -> Branch:
        """*branch*, or for a short prefix of very many claims the words it mostly stands for.

        FTS5 takes 0.5 s to put together the claims of all words that begin with t.
        """
        prefix = branch.wanted[0]
        if len(branch.wanted) > 1 or not prefix.prefix or len(prefix.text) > 2:
            return branch
        start = prefix.text.lower()
        sql = "SELECT word, claims FROM vocabulary WHERE word >= ? AND word < ?"
        words = self._read(f"{sql} ORDER BY claims DESC LIMIT 1", (start, start + "\U0010ffff"))
        if not words or words[0][1] <= EXACT:
            return branch
        return branch._replace(wanted=(Term(words[0][0]),))

    def _scope(self, filters: Filters, *, dated: bool = True) -> Scope:
        """The claims that a ranking is over; see `select.passes` for *dated*."""
        self._need("words")
        if dated and filters == Filters():
            return Scope(select.Condition(""))
        self._need("claims", "facets")
        probed = not self._is_few(filters)
        return Scope(select.passes(filters, dated=dated, probed=probed), probed)

    def _is_few(self, filters: Filters) -> bool:
        """Whether a facet that *filters* ask for has few claims."""
        if self.count() <= FEW:
            return True
        sql = f"SELECT sum(claims) FROM facet WHERE field = ? AND value {_IN_LIST}"
        counts = [
            self._read(sql, (field, json.dumps(values)))[0][0] or 0
            for field in FIELDS
            if (values := getattr(filters, field))
        ]
        return min(counts, default=FEW + 1) <= FEW

    def _list(
        self, query: Query, filters: Filters, sort: tuple[str, bool] | None, limit: int
    ) -> Ranking:
        """The first *limit* claims found, in an order that is not by rank."""
        if not limit:
            numbers = list(self._iter_numbers(query, filters, sort))
            return Ranking(numbers, len(numbers))
        total = self._count(query, filters)
        numbers = list(islice(self._iter_numbers(query, filters, sort, total), limit))
        more = total > COUNTED and bool(query.branches or filters != Filters())
        return Ranking(numbers, COUNTED if more else total, more)

    def _iter_numbers(
        self,
        query: Query,
        filters: Filters,
        sort: tuple[str, bool] | None,
        total: int = COUNTED + 1,
    ) -> Iterator[int]:
        """The numbers of all claims found, in order; *total* says how best to look for them."""
        branches = select.wanting(query)
        if sort is None and branches:
            statement = select.ranked(branches, self._scope(filters).restrict())
        elif sort is None and not query.branches and filters == Filters():
            return iter(range(1, self.count() + 1))
        else:
            self._need("claims", "facets", "words")
            statement = select.ordered(query, filters, sort, many=total > COUNTED)
        return (n for (n,) in self._stream(*statement))

    def _iter_numbered(self, numbers: Iterator[int], size: int = 500) -> Iterator[Claim]:
        """The claims with *numbers*, in that order, read *size* at a time."""
        while some := list(islice(numbers, size)):
            claims = self.get_numbered(some)
            with self._reading:
                yield from [claims[n] for n in some]

    def _count(self, query: Query, filters: Filters, *, dated: bool = True) -> int:
        """The claims found, up to one more than `COUNTED`; all without words and filters."""
        if branches := select.wanting(query):
            counted = select.matched(branches, self._scope(filters, dated=dated).restrict())
        else:
            self._need("claims", "facets", "words")
            counted = select.both(select.matches(query), select.passes(filters, dated=dated))
            if not counted.sql:
                return self.count()
            if len(query.branches) == 1 and filters == Filters():
                # Only NOT: SQLite would put all the others into a set.
                unwanted = match_expression(query.branches[0].unwanted, " OR ")
                return self.count() - self.count_matches(unwanted, most=-1)
            counted = counted._replace(sql=f"SELECT 1 FROM claim WHERE {counted.sql}")
        sql = f"SELECT count(*) FROM ({counted.sql} LIMIT ?)"
        return int(self._read(sql, (*counted.parameters, COUNTED + 1))[0][0])

    def _make_claim(self, row: Sequence[Any]) -> Claim:
        """The claim in a row of `COLUMNS`."""
        with self._reading:
            return make_claim(row)

    def _read(
        self, sql: str, parameters: Sequence[object] = (), needs: Sequence[str] = ()
    ) -> list[Any]:
        """All rows of a statement, which uses the parts *needs* of the schema."""
        self._need(*needs)
        with self._reading:
            return self.connection.execute(sql, parameters).fetchall()

    def _read_counts(
        self, sql: str, parameters: Sequence[object], *needs: str
    ) -> list[tuple[str, int]]:
        """All rows of a statement that counts texts."""
        rows = self._read(sql, parameters, needs)
        if not all(type(text) is str and type(count) is int for text, count in rows):
            raise _damaged(self._built, "no text or no number where one should be")
        return rows

    def _stream(self, sql: str, parameters: Sequence[object]) -> Iterator[Any]:
        """The rows of a statement, one by one."""
        with self._reading:
            yield from self.connection.execute(sql, parameters)

    def _need(self, *parts: str) -> None:
        """Make the *parts* of a store in memory that are not there yet: a search needs one."""
        for part in parts:
            schema = self._schema.pop(part, None)
            if schema is None or self._dataset is None:
                continue
            fill.create(self.connection, schema)
            claims = self._dataset.claims
            if part == "head":
                fill.insert_head(self.connection, self._dataset)
            elif part == "claims":
                fill.insert_claims(self.connection, enumerate(map(fill.as_object, claims), 1))
            elif part == "words":
                fill.insert_words(self.connection, claims)
            elif part == "facets":
                fill.insert_facets(self.connection, claims)


def open_store(path: str | None = None) -> Store:
    """The dataset that *path*, ``WFACTS_DATA`` or else the package names, opened.

    A dataset in JSON or a file that ``build`` made, told apart by its first bytes.
    """
    path = datasets.locate(path)
    raw = datasets.read_bytes(path)
    if raw.data == datasets.SQLITE_MAGIC:
        return open_built(path)
    return Store.from_dataset(datasets.parse_dataset(raw), raw.data)


def open_built(path: str) -> Store:
    """The file *path* that ``build`` made, for reading; DataError if it is no whole one."""
    name = safe(path)
    check_header(path)
    # Immutable: `build` replaces the file and never changes it, so no locks, and the
    # descriptor that SQLite opens here stays on the file that was there.
    address = f"file:{_as_address(path)}?mode=ro&immutable=1"
    with _Reading(name):
        connection = sqlite3.connect(address, uri=True, isolation_level=None)
        connection.execute("PRAGMA mmap_size = 0x7fff0000")  # half the time of scattered reads
    return Store(connection, built=name)


def check_header(path: str) -> None:
    """Raise DataError unless the SQLite file *path* is ours, of this version, and whole.

    Read at once from one descriptor: the file may be replaced at any moment.
    """
    name = safe(path)
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib: 2 ms
            header = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise DataError(f"can't read {name}: {error.strerror}") from error
    version, mark = _integer(header, 60), _integer(header, 68)
    if header[:16] != datasets.SQLITE_MAGIC or mark != APPLICATION_ID:
        raise DataError(f"{name} is a SQLite file, but none that wfacts build made")
    if version != SCHEMA_VERSION:
        raise DataError(
            f"{name} is of version {version}, but this program reads version {SCHEMA_VERSION}",
            f"build it again: wfacts build FILE {name}",
        )
    page = {1: 65536}.get(
        int.from_bytes(header[16:18], "big"), int.from_bytes(header[16:18], "big")
    )
    if size != page * _integer(header, 28):
        raise _damaged(name, f"it has {size:,} bytes, not {page * _integer(header, 28):,}")


def _integer(header: bytes, offset: int) -> int:
    return int.from_bytes(header[offset : offset + 4], "big")


def _as_address(path: str) -> str:
    """*path* as part of a file URI: what would end it is escaped."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - pathlib: 2 ms
    return absolute.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _damaged(name: str, reason: str) -> DataError:
    return DataError(
        f"{name} is damaged: {safe(reason)[:200]}", f"build it again: wfacts build FILE {name}"
    )


def _find_marks(text: str) -> list[tuple[int, int]]:
    """The spans between STX and ETX in *text*, counted without these marks."""
    spans, position = [], 0
    for piece in text.split("\x02"):
        before, closed, after = piece.partition("\x03")
        if closed:
            spans.append((position, position + len(before)))
        position += len(before) + len(after)
    return spans


def make_claim(row: Sequence[Any]) -> Claim:
    """The claim in a row of `COLUMNS`; ValueError or TypeError if it can't hold one."""
    if not all(type(value) in types for value, types in zip(row, _TYPES, strict=True)):
        raise TypeError("a value of a wrong type")
    lists = {column: _read_texts(row[column]) for column in (8, 11, 19, 20)}
    fields = [lists.get(column, value) for column, value in enumerate(row)]
    fields[15:19] = [Passage(*row[15:19])]
    return Claim._make(fields)


def _read_texts(text: str) -> tuple[str, ...]:
    """A list of texts in JSON; ValueError or TypeError if it is none."""
    items = json.loads(text)
    if type(items) is not list or not all(type(item) is str for item in items):
        raise TypeError("no list of texts where one should be")
    return tuple(items)


def _count_words(claims: Sequence[Claim]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for claim in claims:
        for text in filter(None, fill.indexed_text(claim)):
            for word in re.findall(r"[^\W\d_]+", text.lower()):
                counts[word] = counts.get(word, 0) + 1
    return counts
