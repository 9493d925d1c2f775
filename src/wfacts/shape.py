"""The shape of a dataset: its keys and JSON types, read off the typed model.

A fault of shape makes a dataset unusable (status 3 in a look-up); everything
else that can be wrong with a dataset is ``check``'s to find.
"""

from collections.abc import Iterator, Mapping
from types import GenericAlias, NoneType, UnionType
from typing import Any, NamedTuple

from wfacts.model import Claim, Dataset, Discrepancy, Passage, Source

RECORDS = (Dataset, Claim, Passage, Discrepancy)
"""The model's classes that are JSON objects with exactly the fields as keys."""

LARGEST = 2**63 - 1
"""The largest value, either way: SQLite's integers have 64 bits."""

DEEPEST = 20
"""Levels of lists and objects in a source, itself one; CSL-JSON's schema has five."""

LONGEST = 2**19
"""Characters of one text; a file that is not longer needs no look at each."""

_NAMES: dict[Any, str] = {
    str: "a string",
    int: "an integer",
    float: "a number",
    NoneType: "null",
}


VERSION = 1
"""The ``schema_version`` of the datasets that this program knows."""

MISSING, UNKNOWN = "missing key", "unknown key"


class Fault(NamedTuple):
    """A fault of shape: *path* is like ``claims[3].value``, empty for the whole."""

    path: str
    message: str


def find_faults(raw: object, expected: Any = Dataset, path: str = "") -> Iterator[Fault]:
    """Every place where *raw*, parsed JSON, is not of the *expected* type, in order.

    *expected* is an annotation of the model: a class of `RECORDS`, ``Source``,
    ``tuple[x, ...]``, a JSON scalar type, or a union of these.
    """
    if isinstance(expected, UnionType):
        yield from _union_faults(raw, expected, path)
    elif isinstance(expected, GenericAlias):
        yield from _list_faults(raw, expected.__args__[0], path)
    elif expected in RECORDS:
        yield from _record_faults(raw, expected, path)
    elif expected is Source:
        yield from _source_faults(raw, path)
    elif not _is_scalar(raw, expected):
        yield Fault(path, f"expected {describe(expected)}, found {_describe_value(raw)}")


def find_broken_links(raw: Mapping[str, Any]) -> Iterator[Fault]:
    """Ids of a well-shaped dataset that are no slug or not unique, and unknown sources."""
    for name in ("sources", "claims", "discrepancies"):
        first: dict[str, int] = {}
        for index, item in enumerate(raw[name]):
            yield from find_id_faults(item["id"], f"{name}[{index}].id")
            if first.setdefault(item["id"], index) != index:
                yield Fault(f"{name}[{index}].id", f"same id as {name}[{first[item['id']]}]")
    sources = {source["id"] for source in raw["sources"]}
    for index, claim in enumerate(raw["claims"]):
        if claim["source"] not in sources:
            yield Fault(f"claims[{index}].source", f"no source {claim['source']!r}")


def find_id_faults(value: str, path: str) -> Iterator[Fault]:
    """A fault if *value* is no slug: a-z and 0-9 in words joined by single hyphens."""
    plain = value.replace("-", "")
    if not (plain.isascii() and plain.isalnum() and plain.islower() | plain.isdigit()) or (
        value[0] == "-" or value[-1] == "-" or "--" in value
    ):
        yield Fault(path, f"no slug (a-z, 0-9 and single hyphens): {value[:40]!r}")


def find_long_strings(raw: object) -> Iterator[Fault]:
    """Texts of more than `LONGEST` characters, which no table could show in time."""
    for path, text in find_strings(raw):
        if len(text) > LONGEST:
            yield Fault(path, f"{len(text):,} characters; the most is {LONGEST:,}")


def find_strings(raw: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string of parsed JSON with its path, keys left out, in order."""
    return ((here, value) for here, value in _walk(raw, path) if isinstance(value, str))


def find_objects(raw: object, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of parsed JSON with its path, in order."""
    return ((here, value) for here, value in _walk(raw, path) if isinstance(value, dict))


def _walk(raw: object, path: str) -> Iterator[tuple[str, object]]:
    """Every value with its path; a stack of its own, because JSON may be nested deeply."""
    stack = [iter([(path, raw)])]
    while stack:
        for here, value in stack[-1]:
            yield here, value
            if isinstance(value, list | dict):
                stack.append(_children(here, value))
                break
        else:
            stack.pop()


def _children(path: str, parent: list[Any] | dict[str, Any]) -> Iterator[tuple[str, object]]:
    if isinstance(parent, list):
        return ((f"{path}[{index}]", value) for index, value in enumerate(parent))
    dot = f"{path}." if path else ""
    return ((f"{dot}{key}", value) for key, value in parent.items())


def describe(expected: Any) -> str:
    """An annotation of the model in words, such as ``a string or null``."""
    if isinstance(expected, UnionType):
        names = [describe(part) for part in expected.__args__ if part is not int]
        if int in expected.__args__ and float not in expected.__args__:
            names.insert(0, _NAMES[int])
        return " or ".join(names)
    if isinstance(expected, GenericAlias):
        return "a list"
    return "an object" if expected in RECORDS else _NAMES[expected]


def _union_faults(raw: object, expected: UnionType, path: str) -> Iterator[Fault]:
    if not any(_is_scalar(raw, part) for part in expected.__args__):
        yield Fault(path, f"expected {describe(expected)}, found {_describe_value(raw)}")


def _list_faults(raw: object, item: Any, path: str) -> Iterator[Fault]:
    if not isinstance(raw, list):
        yield Fault(path, f"expected a list, found {_describe_value(raw)}")
    elif item is not str or not all(type(value) is str for value in raw):
        for index, value in enumerate(raw):
            yield from find_faults(value, item, f"{path}[{index}]")


def _record_faults(raw: object, record: Any, path: str) -> Iterator[Fault]:
    if not isinstance(raw, dict):
        yield Fault(path, f"expected an object, found {_describe_value(raw)}")
        return
    if _is_plainly_sound(raw, record):
        return
    fields: Mapping[str, Any] = record.__annotations__
    dot = f"{path}." if path else ""
    for name, expected in fields.items():
        if name in raw:
            yield from find_faults(raw[name], expected, f"{dot}{name}")
        else:
            yield Fault(f"{dot}{name}", MISSING)
    yield from (Fault(f"{dot}{name}", UNKNOWN) for name in raw if name not in fields)


def _is_plainly_sound(raw: dict[str, Any], record: Any) -> bool:
    """Whether *raw* has the fields in order, of types seen sound; False if not sure.

    A look-up checks every claim, and this costs 5 microseconds for one where
    field by field costs 25. What a type leaves open (items, range) is looked at.
    """
    types = tuple(map(type, raw.values()))
    key = (record, *types)
    if key not in _open_fields:
        _open_fields[key] = _find_open_fields(raw, record)
    fields = _open_fields[key]
    if fields is None or tuple(raw) != tuple(record.__annotations__):
        return False
    for name in fields:
        value = raw[name]
        kind = type(value)
        if kind is list:
            if not set(map(type, value)) <= {str}:
                return False
        elif kind is dict:
            if not _is_plainly_sound(value, Passage):
                return False
        elif not -LARGEST <= value <= LARGEST:
            return False
    return True


_open_fields: dict[tuple[Any, ...], tuple[str, ...] | None] = {}
"""Record and types of values -> the fields that the types leave open; None if unsound."""


def _find_open_fields(raw: dict[str, Any], record: Any) -> tuple[str, ...] | None:
    fields = record.__annotations__
    if record not in (Claim, Passage) or tuple(raw) != tuple(fields):
        return None
    for value, expected in zip(raw.values(), fields.values(), strict=True):
        if type(value) not in _json_types(expected):
            return None
    return tuple(name for name, value in raw.items() if type(value) in (list, dict, int, float))


def _json_types(expected: Any) -> tuple[type, ...]:
    """The types that JSON parsed into Python can have under an annotation of the model."""
    if isinstance(expected, UnionType):
        return expected.__args__
    if isinstance(expected, GenericAlias):
        return (list,)
    return (dict,) if expected in RECORDS else (expected,)


def _source_faults(raw: object, path: str) -> Iterator[Fault]:
    """A source is a CSL-JSON item: other keys than these may follow its schema freely."""
    if not isinstance(raw, dict):
        yield Fault(path, f"expected an object, found {_describe_value(raw)}")
    elif _is_deeper(raw, DEEPEST):
        yield Fault(path, f"nested more than {DEEPEST} deep")
    else:
        yield from _csl_faults(raw, path)


def _csl_faults(raw: dict[str, Any], path: str) -> Iterator[Fault]:
    for name in ("id", "type", "title"):
        if name not in raw:
            yield Fault(f"{path}.{name}", MISSING)
    for name in ("id", "type", "title", "container-title", "publisher", "URL", "note"):
        if name in raw and not isinstance(raw[name], str):
            yield Fault(
                f"{path}.{name}", f"expected a string, found {_describe_value(raw[name])}"
            )
    for name in ("issued", "accessed"):
        if name in raw and not _is_csl_date(raw[name]):
            yield Fault(f"{path}.{name}", 'expected {"date-parts": [[year, month, day]]}')
    for name in ("author", "editor"):
        if name in raw and not _is_csl_names(raw[name]):
            yield Fault(f"{path}.{name}", "expected a list of names")


def _is_deeper(raw: object, levels: int) -> bool:
    """Whether lists and objects stand in *raw* more than *levels* deep."""
    if isinstance(raw, dict):
        return levels == 0 or any(_is_deeper(value, levels - 1) for value in raw.values())
    if isinstance(raw, list):
        return levels == 0 or any(_is_deeper(value, levels - 1) for value in raw)
    return False


def _is_scalar(raw: object, expected: Any) -> bool:
    if expected is float:
        return type(raw) is float and abs(raw) < LARGEST  # NaN compares false
    if expected is int:
        return type(raw) is int and abs(raw) <= LARGEST
    return type(raw) is expected


def _is_csl_date(raw: object) -> bool:
    match raw:
        case {"date-parts": [[*parts]]}:
            return 1 <= len(parts) <= 3 and all(
                type(part) is int and 0 < part < 10_000 for part in parts
            )
    return False


def _is_csl_names(raw: object) -> bool:
    return isinstance(raw, list) and all(
        isinstance(name, dict) and all(isinstance(part, str) for part in name.values())
        for name in raw
    )


def _describe_value(raw: object) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, str):
        return f"the string {raw[:40]!r}"
    if isinstance(raw, int | float):
        return f"the number {raw:.6g}" if isinstance(raw, float) else _describe_integer(raw)
    if isinstance(raw, list):
        return "a list"
    return "an object" if isinstance(raw, dict) else "null"


def _describe_integer(raw: int) -> str:
    return f"the number {raw}" if abs(raw) <= LARGEST else "a number of more than 64 bits"
