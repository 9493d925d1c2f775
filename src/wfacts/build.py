"""Compiles a dataset of any size into the SQLite file that ``--data`` opens.

The JSON is read, checked and written claim by claim. Whatever happens on the
way, the file that was there before stays whole: the new one grows beside it
under another name and takes its place at the very end.

For a million claims of 1 KB (measured): reading and checking take 23 s,
writing 8, the index of words 17, in a thread of its own while the next claims
are read; then indexes, facets and vocabulary 12.
"""

import errno
import gc
import hashlib
import json
import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, NamedTuple

from wfacts import fill
from wfacts.check import check_discrepancy, check_head, check_source, make_context
from wfacts.claimcheck import CLAIM_CHECKS, Context, check_claim
from wfacts.dataset import make_discrepancy
from wfacts.draft import draft_beside, publish
from wfacts.errors import DataError
from wfacts.model import Dataset
from wfacts.problem import Problem, not_of, quote
from wfacts.query import FIELDS
from wfacts.quickcheck import is_sound
from wfacts.select import WEIGHTS
from wfacts.store import APPLICATION_ID, SCHEMA_VERSION, TOKENIZER
from wfacts.stream import Item, read_items
from wfacts.text import safe

SHOWN = 20
"""The problems that are kept; further ones are counted."""

BATCH = 1_000
"""Claims that are written at once."""

ALL_WORDS = 20_000
"""Claims whose words all come into ``vocabulary``; of later ones every eighth's do.

What is missed is rare in so many claims, and only misspelt words are looked up there.
"""

MOST_PIECES = 200_000
"""Distinct words, with their punctuation, that are held in memory before they are put down."""

DEFERRED = ("E106", "E303", "E306")
"""The checks that need the topics and sources, which may stand behind the claims."""


class _Everything(set[str]):
    """Holds every id: whether a discrepancy's claims exist is seen in the end, by SQL."""

    def __contains__(self, _: object) -> bool:
        return True


Report = Callable[[float, int], None]
"""Told from time to time which share of the file is read, and how many claims are."""


class Built(NamedTuple):
    """What `build` did: *claims* written, or why not: the first of the problems *found*.

    *unusable* is whether one is a fault of shape, which look-ups refuse too.
    """

    claims: int
    problems: tuple[Problem, ...] = ()
    found: int = 0
    unusable: bool = False


def build(path: str, out: str, report: Report | None = None) -> Built:
    """Compile the dataset in the JSON file *path* into the file *out*.

    With a problem nothing is written. Raises DataError if *path* can't be read
    or is not JSON, and if *out* can't be written or is not a file that this
    program made.
    """
    target = Path(out).resolve()
    _refuse_foreign(target, safe(out))
    try:
        with Path(path).open("rb") as file, draft_beside(target) as draft:
            built = _compile(file, safe(path), draft, report)
            if not built.found:
                publish(draft, target)
            return built
    except sqlite3.Error as error:
        raise DataError(f"can't write {safe(out)}: {safe(str(error))}") from error
    except OSError as error:
        reason = "the disk is full" if error.errno == errno.ENOSPC else error.strerror
        name = error.filename if isinstance(error.filename, str) else out
        raise DataError(f"can't build {safe(out)}: {safe(name)}: {reason}") from error


def _refuse_foreign(target: Path, name: str) -> None:
    """DataError if there is a file at *target* that ``build`` has not made."""
    try:
        with target.open("rb") as file:
            ours = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            header = file.read(100) if ours else b""
    except FileNotFoundError:
        return
    except OSError as error:
        raise DataError(f"can't write {name}: {error.strerror}") from error
    if not ours or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise DataError(
            f"{name} exists and is no file that wfacts build made",
            "it is not overwritten: choose another name, or remove it first",
        )


def _compile(file: IO[bytes], name: str, draft: Path, report: Report | None) -> Built:
    """Write the dataset in *file*, which messages call *name*, into *draft*."""
    size = os.fstat(file.fileno()).st_size
    digest = hashlib.sha256()
    builder = _Builder(draft)
    read = 0

    def progress(data: bytes) -> None:
        nonlocal read
        digest.update(data)
        read += len(data)
        if report:
            report(read / size if size else 0.0, builder.claims)

    # Parsed JSON has no cycles: looking for them takes a tenth of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for item in read_items(file, name, progress):
            builder.add(item)
        return builder.finish(digest.hexdigest())
    finally:
        builder.close()
        if collecting:
            gc.enable()


class _Builder:
    """Puts the items of a dataset into a new file, as long as they have no problem."""

    def __init__(self, path: Path) -> None:
        self.claims = 0
        self._connection = _connect(path)
        self._indexer = ThreadPoolExecutor(1)
        self._indexing: Future[None] | None = None
        self._problems: list[Problem] = []
        self._count = 0
        self._unusable = False
        self._head: dict[str, Any] = {}
        self._context = Context(None, None)
        self._deferred = False
        self._sources: dict[str, int | None] = {}
        self._batch: list[tuple[int, Mapping[str, Any]]] = []
        self._words = _Words(self._connection)
        schema = fill.read_schema()
        for part in ("head", "claims", "facets", "words", "vocabulary"):
            fill.create(self._connection, schema[part])
        self._indexes = schema["indexes"]
        for option, value in (("hashsize", 2**23), ("automerge", 0), ("crisismerge", 1999)):
            # 8 MB at a time, merged once at the end: a quarter less time.
            sql = "INSERT INTO words (words, rank) VALUES (?, ?)"
            self._connection.execute(sql, (option, value))

    def close(self) -> None:
        """End the thread and the connection."""
        self._connection.interrupt()
        self._indexer.shutdown()
        self._connection.close()

    def add(self, item: Item) -> None:
        """Check *item* and write it down."""
        for path in item.repeated:
            where = ".".join(filter(None, (item.path, path)))
            self._note(Problem("E503", where, "this key stands here twice"))
        if item.at is None:
            self._add_field(item)
        elif item.key == "claims":
            self._add_claim(item)
        elif item.key == "sources":
            self._add_source(item)
        else:
            self._add_discrepancy(item)

    def finish(self, digest: str) -> Built:
        """Check what only the end shows, and complete the file; *digest* is of the JSON."""
        self._note(*check_head(self._head))
        if not self._count:
            self._flush()
            self._wait()
            self._check_links()
        if self._count:
            return Built(self.claims, tuple(self._problems), self._count, self._unusable)
        self._complete(digest)
        return Built(self.claims)

    def _note(self, *problems: Problem) -> None:
        self._problems += problems[: SHOWN - len(self._problems)]
        self._count += len(problems)
        self._unusable = self._unusable or any(p.code.startswith("E1") for p in problems)

    def _add_field(self, item: Item) -> None:
        if item.key is None:
            self._head = item.value
        elif item.key in self._head:
            self._note(Problem("E503", item.key, "this key stands here twice"))
        else:
            self._head[item.key] = item.value

    def _add_source(self, item: Item) -> None:
        self._note(*check_source(item.value, item.path))
        issued = make_context({"sources": [item.value]}).issued or {}
        for id_, day in issued.items():
            if id_ in self._sources:
                self._note(
                    Problem("E105", f"{item.path}.id", f"the same id {quote(id_)} again")
                )
            self._sources[id_] = day
        if not self._count:
            fill.insert_source(self._connection, len(self._sources), item.value, 0)

    def _add_discrepancy(self, item: Item) -> None:
        self._wait()
        self._note(*check_discrepancy(item.value, item.path, _Everything()))
        if self._count:
            return
        try:
            number = (item.at or 0) + 1
            fill.insert_discrepancy(self._connection, number, make_discrepancy(item.value))
        except sqlite3.IntegrityError:
            message = f"the same id {quote(item.value['id'])} again"
            self._note(Problem("E105", f"{item.path}.id", message))

    def _add_claim(self, item: Item) -> None:
        if item.at == 0:
            self._begin_claims()
        self.claims += 1
        if not is_sound(item.value, self._context):
            self._note(*check_claim(item.value, item.path, self._context))
        if not self._count:
            self._batch.append((self.claims, item.value))
            if len(self._batch) == BATCH:
                self._flush()

    def _begin_claims(self) -> None:
        """Set what the claims are checked against, as far as it has been read."""
        known = {name: self._head[name] for name in ("topics",) if name in self._head}
        issued = self._sources if "sources" in self._head else None
        self._context = make_context(known)._replace(issued=issued)
        self._deferred = None in self._context

    def _flush(self) -> None:
        """Write the batch, and let its words be indexed while the next one is read."""
        batch, self._batch = self._batch, []
        if not batch:
            return
        self._words.collect(batch)
        self._wait()
        self._words.put_down(MOST_PIECES)
        fill.insert_claims(self._connection, batch)
        self._indexing = self._indexer.submit(self._index, batch[0][0], batch[-1][0])

    def _wait(self) -> None:
        """Wait for the thread: the connection must not be used by both."""
        if self._indexing is not None:
            self._indexing.result()
            self._indexing = None

    def _index(self, first: int, last: int) -> None:
        """Index the words and topics of the claims from *first* to *last*.

        One statement each: SQLite lets other threads run only within one.
        """
        columns = ", ".join(WEIGHTS)
        between = "FROM claim WHERE n BETWEEN ? AND ?"
        self._connection.execute(
            f"INSERT INTO words (rowid, {columns}) SELECT n, {columns} {between}", (first, last)
        )
        self._connection.execute(
            "INSERT INTO topic SELECT DISTINCT json_each.value, n FROM claim, json_each(topics)"
            " WHERE n BETWEEN ? AND ?",
            (first, last),
        )

    def _check_links(self) -> None:
        """Problems that show when all is read: ids that stand twice, and links into nothing."""
        fill.create(self._connection, self._indexes)
        self._note_repeated_ids()
        if self._deferred:
            self._check_deferred()
        sql = (
            "SELECT discrepancy.n, discrepancy_claim.claim, claims FROM discrepancy_claim"
            " JOIN discrepancy ON n = discrepancy"
            " WHERE claim NOT IN (SELECT id FROM claim) ORDER BY 1"
        )
        for n, id_, claims in self._connection.execute(sql):
            where = f"discrepancies[{n - 1}].claims[{json.loads(claims).index(id_)}]"
            self._note(Problem("E602", where, not_of("claim", id_, ())))

    def _note_repeated_ids(self) -> None:
        sql = "SELECT id, min(n) FROM claim GROUP BY id HAVING count(*) > 1 ORDER BY 2"
        for id_, first in self._connection.execute(sql):
            message = f"claims[{first - 1}] has the same id {quote(id_)}"
            again = "SELECT n FROM claim WHERE id = ? AND n > ?"
            for (n,) in self._connection.execute(again, (id_, first)):
                self._note(Problem("E105", f"claims[{n - 1}].id", message))

    def _check_deferred(self) -> None:
        """The checks of claims that stand before what they are checked against."""
        context = make_context(self._head)._replace(issued=self._sources)
        rows = self._connection.execute("SELECT n, kind, period, source, topics FROM claim")
        for n, kind, period, source, topics in rows:
            raw = {
                "kind": kind,
                "period": period,
                "source": source,
                "topics": json.loads(topics),
            }
            for code in DEFERRED:
                for field, message in CLAIM_CHECKS[code].find(raw, context):
                    self._note(Problem(code, f"claims[{n - 1}].{field}", message))

    def _complete(self, digest: str) -> None:
        """Facets, vocabulary and header: what needs every claim."""
        run = self._connection.execute
        run("INSERT INTO words (words) VALUES ('optimize')")
        _insert_facets(self._connection)
        self._words.complete()
        run(
            "UPDATE source SET claims = ifnull((SELECT facet.claims FROM facet"
            " WHERE field = 'source' AND value = source.id), 0)"
        )
        head = self._head
        meta = {name: head[name] for name in Dataset._fields[:5]}
        topics = fill.list_as_json(head["topics"])
        fill.insert_meta(self._connection, {**meta, "topics": topics, "digest": digest})
        run("COMMIT")


def _connect(path: Path) -> sqlite3.Connection:
    """A connection to the new file *path*, in a transaction.

    Without a journal: a file that is not completed is thrown away. That comes first,
    because the marks are written at once, and a journal would outlive a killed build.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in (
        "journal_mode = OFF",
        "synchronous = OFF",
        "auto_vacuum = NONE",
        "secure_delete = OFF",
        f"application_id = {APPLICATION_ID}",
        f"user_version = {SCHEMA_VERSION}",
        "locking_mode = EXCLUSIVE",
        "cache_size = -16384",  # KiB
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    return connection


def _insert_facets(connection: sqlite3.Connection) -> None:
    """Count the claims of each facet's value, values in order of first appearance."""
    insert = "INSERT INTO facet (field, value, claims)"
    connection.execute(
        f"{insert} SELECT 'topic', topic, claims FROM"
        " (SELECT topic, count(*) AS claims, min(claim) AS n FROM topic GROUP BY topic)"
        " JOIN claim USING (n) ORDER BY n, instr(topics, json_quote(topic))"
    )
    for field in FIELDS[1:]:
        connection.execute(
            f"{insert} SELECT '{field}', {field}, count(*) FROM claim"
            f" WHERE {field} IS NOT NULL GROUP BY {field} ORDER BY min(n)"
        )
    fill.insert_names(connection, connection.execute("SELECT field, value FROM facet"))


class _Words:
    """The words of the claims as they are written, on their way into ``vocabulary``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._find = re.compile(r"[^\W\d_]{2,40}").findall
        self._pieces: set[str] = set()
        connection.execute("CREATE TEMP TABLE seen (n INTEGER PRIMARY KEY, word TEXT UNIQUE)")

    def collect(self, claims: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        """Note the words of numbered *claims*."""
        for n, raw in claims:
            if n > ALL_WORDS and n % 8:
                continue
            texts = [raw["statement"], raw["measure"], *raw["keywords"], *raw["questions"]]
            texts += [raw["programme"] or "", raw["place"] or "", *raw["actor"]]
            # Pieces, words with their marks: splitting costs half of finding words.
            self._pieces.update("\n".join(texts).lower().split())

    def put_down(self, least: int = 1) -> None:
        """Put the words into a table if there are *least* pieces in memory."""
        if len(self._pieces) >= least:
            words = sorted(set(self._find("\n".join(self._pieces))))
            sql = "INSERT OR IGNORE INTO seen (word) VALUES (?)"
            self._connection.executemany(sql, zip(words, strict=True))
            self._pieces.clear()

    def complete(self) -> None:
        """Fill ``vocabulary``: each word with the number of claims that have it in any form."""
        self.put_down()
        run = self._connection.execute
        run(
            "CREATE VIRTUAL TABLE temp.stem USING fts5 "
            f"(word, content='', columnsize=0, tokenize='{TOKENIZER}')"
        )
        run("INSERT INTO temp.stem (rowid, word) SELECT n, word FROM seen")
        run("CREATE VIRTUAL TABLE temp.stemmed USING fts5vocab (temp, stem, instance)")
        run("CREATE VIRTUAL TABLE temp.counted USING fts5vocab (main, words, row)")
        run(
            "INSERT INTO vocabulary SELECT word, counted.doc FROM seen"
            " JOIN temp.stemmed ON stemmed.doc = seen.n AND stemmed.offset = 0"
            " JOIN temp.counted ON counted.term = stemmed.term ORDER BY word"
        )
