"""Finds a dataset and reads it: the bundled ``facts.json`` or another file.

What the file holds is checked for its shape only; ``check`` finds the rest.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from wfacts import shape
from wfacts.errors import DataError
from wfacts.model import Claim, Dataset, Discrepancy, Passage, Source
from wfacts.text import safe

SIZE_LIMIT = 64 * 2**20
"""The most bytes read into memory as one dataset; ``build`` streams larger ones."""

SQLITE_MAGIC = b"SQLite format 3\0"

_HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib: 2 ms


class Raw(NamedTuple):
    """A file's bytes, and the name by which messages call it."""

    name: str
    data: bytes


def locate(path: str | None = None) -> str:
    """The dataset to use: *path*, else ``WFACTS_DATA``, else the bundled one."""
    if path == "":  # a script's unset variable; another dataset would answer unseen
        raise DataError("the dataset's name is empty")
    return path or os.environ.get("WFACTS_DATA") or locate_bundled()


def locate_bundled() -> str:
    """The bundled dataset: beside the code in a wheel, above ``src/`` in a checkout.

    An editable install sees the checkout's: hatchling's forced file is only in
    the wheel.
    """
    for parts in (("data",), ("..", "..", "data")):
        path = os.path.join(_HERE, *parts, "facts.json")  # noqa: PTH118 - pathlib: 2 ms
        if os.path.isfile(path):  # noqa: PTH113 - pathlib: 2 ms
            return os.path.normpath(path)
    raise DataError("the bundled dataset is missing from this installation")


def read_bytes(path: str, limit: int = SIZE_LIMIT) -> Raw:
    """The bytes of *path*; DataError if it can't be read or has more than *limit* bytes.

    Of a SQLite file only the first, `SQLITE_MAGIC`: who reads it opens it anew.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib: 2 ms
            data = file.read(len(SQLITE_MAGIC))
            if data != SQLITE_MAGIC:
                data += file.read(limit + 1 - len(data))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(f"can't read {safe(path)}: {reason}") from error
    if len(data) > limit:
        raise DataError(
            f"{safe(path)} is larger than {limit // 2**20} MiB",
            f"compile it first: wfacts build {safe(path)} facts.db",
        )
    return Raw(safe(path), data)


def parse_dataset(raw: Raw) -> Dataset:
    """The dataset in *raw*; DataError names the file and the path to the first fault."""
    tree = parse_json(raw)
    checks: list[Callable[[Any], Iterator[shape.Fault]]]
    checks = [shape.find_faults, shape.find_broken_links]
    if b"\\ud" in raw.data.lower():  # 0.1 ms against 0.6 for a look at every string
        checks.append(find_surrogates)
    if len(raw.data) > shape.LONGEST:
        checks.append(shape.find_long_strings)
    for find in checks:  # each supposes that the one before found nothing
        for fault in find(tree):
            where = safe(": ".join(filter(None, fault)))
            raise DataError(
                f"{raw.name}: {where}", f"for every problem: wfacts check {raw.name}"
            )
    return _make_dataset(tree)


def parse_json(
    raw: Raw, make_object: Callable[[list[tuple[str, Any]]], object] | None = None
) -> Any:
    """The JSON value in *raw*; DataError if it is not JSON in UTF-8.

    *make_object* makes an object of its keys and values, ``dict`` if None.
    """
    try:
        return json.loads(
            raw.data.decode("utf-8-sig"),
            object_pairs_hook=make_object,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError as error:
        raise DataError(f"{raw.name}: not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise DataError(f"{raw.name}: not JSON: {error.msg} at {where}") from error
    except (ValueError, RecursionError) as error:
        # ValueError: NaN, or an integer of more than 4,300 digits.
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise DataError(f"{raw.name}: not JSON: {reason}") from error


def digest(data: bytes) -> str:
    """The SHA-256 of a dataset file in hex, by which ``--version`` names it."""
    from hashlib import sha256  # noqa: PLC0415 - 1.5 ms, for --version and build only

    return sha256(data).hexdigest()


def make_claim(raw: Mapping[str, Any]) -> Claim:
    """The claim in a well-shaped JSON object."""
    return Claim(
        **{
            **raw,
            "actor": tuple(raw["actor"]),
            "topics": tuple(raw["topics"]),
            "passage": Passage(**raw["passage"]),
            "keywords": tuple(raw["keywords"]),
            "questions": tuple(raw["questions"]),
        }
    )


def make_discrepancy(raw: Mapping[str, Any]) -> Discrepancy:
    """The discrepancy in a well-shaped JSON object."""
    return Discrepancy(**{**raw, "claims": tuple(raw["claims"])})


def make_source(raw: Mapping[str, Any]) -> Source:
    """The source in a well-shaped CSL-JSON item."""
    return Source(raw["id"], raw)


def _make_dataset(tree: Mapping[str, Any]) -> Dataset:
    return Dataset(
        **{
            **tree,
            "topics": tuple(tree["topics"]),
            "sources": tuple(map(make_source, tree["sources"])),
            "claims": tuple(map(make_claim, tree["claims"])),
            "discrepancies": tuple(map(make_discrepancy, tree["discrepancies"])),
        }
    )


def find_surrogates(tree: object) -> Iterator[shape.Fault]:
    r"""Lone surrogates, which JSON can write (``"\ud800"``) and no encoding can."""
    for path, text in shape.find_strings(tree):
        try:
            text.encode()
        except UnicodeEncodeError:
            yield shape.Fault(path, "half of a surrogate pair is no character")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")
