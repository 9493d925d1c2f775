"""The claims in SQLite, in memory or in a file that ``build`` made: the only SQL that runs.

One engine at every size: a dataset in JSON is put into memory by the schema
that a built file has, and every command asks the same questions of either.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, NamedTuple, Self

from wfacts import dataset as datasets
from wfacts import select
from wfacts.errors import DataError
from wfacts.model import Claim, Dataset, Discrepancy, Passage, Source
from wfacts.period import parse as parse_period
from wfacts.query import FIELDS, Filters, Query, match_expression
from wfacts.text import fold

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

_SELECT = ", ".join(f"claim.{column}" for column in COLUMNS)


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

    *undated* counts the claims left out because a filter by time met no period.
    """

    claims: tuple[Claim, ...]
    total: int
    undated: int = 0


class Store:
    """An open dataset. Close it, or use it as a context."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self.connection = connection
        self.name = name
        self._data = b""
        self._pending: dict[str, Dataset] = {}

    @classmethod
    def from_dataset(cls, dataset: Dataset, name: str = "", data: bytes = b"") -> Self:
        """A store in memory that holds *dataset*, which was read from *data*."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.executescript(read_schema())
        store = cls(connection, name)
        store._data = data
        connection.execute("BEGIN")
        insert_head(connection, dataset)
        insert_claims(connection, enumerate(dataset.claims, 1))
        # Words and facets are filled in when first asked for: `show` needs neither.
        store._pending = dict.fromkeys(("words", "facets"), dataset)
        return store

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def info(self) -> Info:
        """What the dataset says of itself."""
        raw = dict(self.connection.execute("SELECT key, value FROM meta"))
        return Info(
            int(raw["schema_version"]),
            *(raw[name] for name in ("title", "version", "description", "license")),
            digest=raw.get("digest") or datasets.digest(self._data),
            topics=tuple(json.loads(raw["topics"])),
        )

    def sources(self) -> dict[str, Source]:
        """The sources by id, in dataset order."""
        rows = self.connection.execute("SELECT id, csl FROM source ORDER BY n")
        return {id_: Source(id_, json.loads(csl)) for id_, csl in rows}

    def count_by_source(self) -> dict[str, int]:
        """The number of claims of each source, in dataset order."""
        return dict(self.connection.execute("SELECT id, claims FROM source ORDER BY n"))

    def count(self) -> int:
        """The number of claims."""
        return int(self.connection.execute("SELECT count(*) FROM claim").fetchone()[0])

    def get_claims(self, ids: Sequence[str]) -> dict[str, Claim]:
        """The claims with *ids*, by id; an unknown id is left out."""
        claims = {}
        for some in _batches(list(dict.fromkeys(ids))):
            sql = f"SELECT {_SELECT} FROM claim WHERE id IN ({', '.join('?' * len(some))})"
            claims.update((row[0], make_claim(row)) for row in self.connection.execute(sql, some))
        return claims

    def iter_claims(self) -> Iterator[Claim]:
        """All claims in dataset order."""
        return map(make_claim, self.connection.execute(f"SELECT {_SELECT} FROM claim ORDER BY n"))

    def find_ids(self, prefix: str = "", limit: int = -1) -> list[tuple[str, str]]:
        """Ids that begin with *prefix*, each with its statement, in order of id."""
        sql = "SELECT id, statement FROM claim WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
        return self.connection.execute(sql, (prefix, prefix + "\x7f", limit)).fetchall()

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
        self._need_for(query, filters)
        condition = select.both(select.matches(query), select.passes(filters))
        where = f"WHERE {condition.sql}" if condition.sql else ""
        expression = select.rank_expression(query)
        order, parameters = "n", condition.parameters
        join = ""
        if sort is not None:
            column, down = sort
            order = f"{column} IS NULL, {column} {'DESC' if down else ''}, n"
        elif expression is not None:
            join = (
                f"LEFT JOIN (SELECT rowid AS n, {select.RANK} AS rank"
                " FROM words WHERE words MATCH ?) USING (n)"
            )
            order, parameters = "ifnull(rank, 0), n", (expression, *parameters)
        sql = f"SELECT {_SELECT} FROM claim {join} {where} ORDER BY {order} LIMIT ?"
        rows = self.connection.execute(sql, (*parameters, limit or -1)).fetchall()
        total = self._count(condition) if limit and len(rows) == limit else len(rows)
        return Found(tuple(map(make_claim, rows)), total, self._count_undated(query, filters))

    def count_facet(
        self,
        field: str,
        query: Query = Query(),  # noqa: B008 - immutable
        filters: Filters = Filters(),  # noqa: B008 - immutable
    ) -> list[tuple[str, int]]:
        """The values of facet *field* with their claims, most first, over what is found."""
        self._need("facets")
        self._need_for(query, filters)
        condition = select.both(select.matches(query), select.passes(filters))
        if not condition.sql:
            sql = "SELECT value, claims FROM facet WHERE field = ? ORDER BY claims DESC, n"
            return self.connection.execute(sql, (field,)).fetchall()
        column, table = field, "claim"
        if field == "topic":
            table = "claim JOIN topic ON topic.claim = claim.n"
        sql = (
            f"SELECT {column}, count(*) AS claims FROM {table}"
            f" WHERE {column} IS NOT NULL AND {condition.sql}"
            f" GROUP BY {column} ORDER BY claims DESC, min(n)"
        )
        return self.connection.execute(sql, condition.parameters).fetchall()

    def find_facet_values(self, field: str, name: str) -> tuple[str, ...]:
        """The values of facet *field* that a user may call *name*; letter case is ignored."""
        self._need("facets")
        sql = "SELECT value FROM facet_name WHERE field = ? AND name = ? ORDER BY value"
        return tuple(v for (v,) in self.connection.execute(sql, (field, fold(name))))

    def facet_names(self, field: str) -> list[str]:
        """The values of facet *field*, most frequent first: what a guess is made from."""
        return [value for value, _ in self.count_facet(field)]

    def discrepancies(self, ids: Sequence[str] | None = None) -> list[Discrepancy]:
        """The recorded discrepancies in dataset order; with *ids* those that name one of them."""
        if ids is None:
            rows = self.connection.execute(f"{_DISCREPANCY} ORDER BY n").fetchall()
        else:
            sql = (
                f"{_DISCREPANCY} WHERE n IN (SELECT discrepancy FROM discrepancy_claim"
                f" WHERE claim IN ({', '.join('?' * len(ids))})) ORDER BY n"
            )
            rows = self.connection.execute(sql, tuple(ids)).fetchall()
        return [Discrepancy(i, tuple(json.loads(claims)), k, note) for i, k, note, claims in rows]

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

    # What `ask` looks up: ranks and counts by FTS5 expression, claims by number, words.

    def rank(
        self,
        expression: str,
        filters: Filters = Filters(),  # noqa: B008 - immutable
        limit: int = 0,
    ) -> list[int]:
        """The numbers of the claims that match *expression* and pass *filters*, best first."""
        self._need("words")
        condition = select.passes(filters)
        where = f"AND n IN (SELECT n FROM claim WHERE {condition.sql})" if condition.sql else ""
        sql = (
            f"SELECT rowid AS n FROM words WHERE words MATCH ? {where}"
            f" ORDER BY {select.RANK}, n LIMIT ?"
        )
        parameters = (expression, *condition.parameters, limit or -1)
        return [n for (n,) in self.connection.execute(sql, parameters)]

    def count_matches(self, expression: str, most: int = 10_000) -> int:
        """The number of claims that match *expression*; counting stops at *most*."""
        self._need("words")
        sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
        return int(self.connection.execute(sql, (expression, most)).fetchone()[0])

    def words(self) -> Iterator[str]:
        """The words of the claims' text, in lower case, with repetitions."""
        columns = "statement, measure, keywords, questions, programme, place, actor"
        for row in self.connection.execute(f"SELECT {columns} FROM claim"):
            for text in filter(None, row):
                letters = "".join(c if c.isalpha() else " " for c in text)
                yield from letters.lower().split()

    def get_numbered(self, numbers: Sequence[int]) -> dict[int, Claim]:
        """The claims by their numbers in dataset order, counted from 1."""
        sql = f"SELECT n, {_SELECT} FROM claim WHERE n IN ({', '.join('?' * len(numbers))})"
        rows = self.connection.execute(sql, tuple(numbers))
        return {row[0]: make_claim(row[1:]) for row in rows}

    def _count(self, condition: select.Condition) -> int:
        where = f"WHERE {condition.sql}" if condition.sql else ""
        sql = f"SELECT count(*) FROM claim {where}"
        return int(self.connection.execute(sql, condition.parameters).fetchone()[0])

    def _count_undated(self, query: Query, filters: Filters) -> int:
        if filters.span is None:
            return 0
        return self._count(
            select.both(select.matches(query), select.passes(filters, dated=False))
        )

    def _need_for(self, query: Query, filters: Filters) -> None:
        if query.branches:
            self._need("words")
        if any(getattr(filters, field) for field in FIELDS):
            self._need("facets")

    def _need(self, part: str) -> None:
        """Fill in a part of a store in memory that was put off until now."""
        dataset = self._pending.pop(part, None)
        if dataset is not None and part == "words":
            insert_words(self.connection, enumerate(dataset.claims, 1))
        elif dataset is not None:
            insert_facets(self.connection, dataset)


def _find_marks(text: str) -> list[tuple[int, int]]:
    """The spans between STX and ETX in *text*, counted without these marks."""
    spans, position = [], 0
    for piece in text.split("\x02"):
        before, closed, after = piece.partition("\x03")
        if closed:
            spans.append((position, position + len(before)))
        position += len(before) + len(after)
    return spans


_DISCREPANCY = "SELECT id, kind, note, claims FROM discrepancy"


def open_store(path: str | None = None) -> Store:
    """The dataset that *path*, ``WFACTS_DATA`` or else the package names, opened."""
    path = datasets.locate(path)
    raw = datasets.read_bytes(path)
    return Store.from_dataset(datasets.parse_dataset(raw), raw.name, raw.data)


def read_schema() -> str:
    """The text of ``schema.sql``."""
    # open() instead of importlib.resources, which costs 6 ms.
    path = __file__.removesuffix("store.py") + "schema.sql"
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        return file.read()


def insert_head(connection: sqlite3.Connection, dataset: Dataset) -> None:
    """Put what is not claims into an empty store: meta, sources, discrepancies."""
    meta = [
        ("schema_version", str(dataset.schema_version)),
        *((name, getattr(dataset, name)) for name in ("title", "version", "description", "license")),
        ("topics", json.dumps(dataset.topics)),
    ]
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta)
    counts = dict.fromkeys((source.id for source in dataset.sources), 0)
    for claim in dataset.claims:
        counts[claim.source] += 1
    connection.executemany(
        "INSERT INTO source VALUES (?, ?, ?, ?)",
        [
            (n, source.id, json.dumps(source.csl), counts[source.id])
            for n, source in enumerate(dataset.sources, 1)
        ],
    )
    for n, found in enumerate(dataset.discrepancies, 1):
        row = (n, found.id, found.kind, found.note, json.dumps(found.claims))
        connection.execute("INSERT INTO discrepancy VALUES (?, ?, ?, ?, ?)", row)
        connection.executemany(
            "INSERT INTO discrepancy_claim VALUES (?, ?)",
            [(claim, n) for claim in dict.fromkeys(found.claims)],
        )


def insert_claims(
    connection: sqlite3.Connection, claims: Iterable[tuple[int, Claim]]
) -> None:
    """Put numbered *claims* into the table ``claim``."""
    marks = ", ".join("?" * (len(COLUMNS) + 3))
    connection.executemany(f"INSERT INTO claim VALUES ({marks})", map(_claim_row, claims))


def insert_words(connection: sqlite3.Connection, claims: Iterable[tuple[int, Claim]]) -> None:
    """Put the text of numbered *claims* into the index of words."""
    marks = ", ".join("?" * (len(select.WEIGHTS) + 1))
    connection.executemany(
        f"INSERT INTO words (rowid, {', '.join(select.WEIGHTS)}) VALUES ({marks})",
        ((n, *indexed_text(claim)) for n, claim in claims),
    )


def indexed_text(claim: Claim) -> tuple[str | None, ...]:
    """The text of *claim* under each indexed column, in the order of `select.WEIGHTS`."""
    return (
        claim.statement,
        claim.measure,
        "\n".join(claim.keywords),
        "\n".join(claim.questions),
        claim.programme,
        claim.place,
        "\n".join(claim.actor),
        claim.period,
    )


def insert_facets(connection: sqlite3.Connection, dataset: Dataset) -> None:
    """Fill in the topics of claims, the facets with their counts, and their names."""
    counts: dict[tuple[str, str], int] = {}
    topics = []
    for n, claim in enumerate(dataset.claims, 1):
        topics += [(topic, n) for topic in dict.fromkeys(claim.topics)]
        for pair in facet_values(claim):
            counts[pair] = counts.get(pair, 0) + 1
    connection.executemany("INSERT INTO topic VALUES (?, ?)", topics)
    insert_facet_counts(connection, counts)


def insert_facet_counts(
    connection: sqlite3.Connection, counts: dict[tuple[str, str], int]
) -> None:
    """Put the facets into the store; *counts* maps field and value to a number of claims."""
    connection.executemany(
        "INSERT INTO facet (field, value, claims) VALUES (?, ?, ?)",
        [(field, value, claims) for (field, value), claims in counts.items()],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO facet_name VALUES (?, ?, ?)",
        [(field, name, value) for field, value in counts for name in _names(field, value)],
    )


def facet_values(claim: Claim) -> list[tuple[str, str]]:
    """The facets of *claim*: pairs of field and value."""
    single = ("programme", "place", "kind", "source", "unit")
    return [("topic", topic) for topic in dict.fromkeys(claim.topics)] + [
        (field, value) for field in single if (value := getattr(claim, field)) is not None
    ]


def make_claim(row: Sequence[Any]) -> Claim:
    """The claim in a row of `COLUMNS`."""
    return Claim(
        *row[:8],
        actor=tuple(json.loads(row[8])),
        programme=row[9],
        place=row[10],
        topics=tuple(json.loads(row[11])),
        period=row[12],
        caveat=row[13],
        source=row[14],
        passage=Passage(*row[15:19]),
        keywords=tuple(json.loads(row[19])),
        questions=tuple(json.loads(row[20])),
    )


_UNIT_NAMES = {"CNY": ("yuan", "rmb"), "%": ("percent", "per cent")}


def _names(field: str, value: str) -> set[str]:
    """The folded names of a facet's value: whole, one comma part, without its rank.

    A place is also known without "Province" or "County", a unit by its
    printed word.
    """
    names = {value, *value.split(",")}
    if field == "place":
        ranks = (" Province", " County", " Autonomous Region", " City")
        names |= {name.removesuffix(rank) for name in names for rank in ranks}
    if field == "unit":
        names.update(_UNIT_NAMES.get(value, ()))
    return set(map(fold, names))


def _claim_row(numbered: tuple[int, Claim]) -> tuple[object, ...]:
    n, claim = numbered
    return (
        n,
        *claim[:8],
        json.dumps(claim.actor),
        claim.programme,
        claim.place,
        json.dumps(claim.topics),
        claim.period,
        claim.caveat,
        claim.source,
        *claim.passage,
        json.dumps(claim.keywords),
        json.dumps(claim.questions),
        *_days(claim.period),
    )


def _days(period: str | None) -> tuple[int | None, int | None]:
    """The first and last day of *period*; a period that is no EDTF counts as none."""
    if period is None:
        return None, None
    try:
        return tuple(parse_period(period))  # type: ignore[return-value] # a Span has two
    except ValueError:
        return None, None  # `check` reports it; a look-up goes on


def _batches(items: list[str], size: int = 500) -> Iterator[list[str]]:
    """*items* in pieces that fit SQLite's limit of parameters."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
