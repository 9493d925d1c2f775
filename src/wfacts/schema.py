"""JSON Schema (2020-12) of a dataset and of the JSON that commands print.

The types are those of the model's annotations and of the columns of the rows;
the tables here add what a type can't say. A schema sees one value at a time:
``check`` finds what values must have to do with each other.
"""

from collections.abc import Mapping, Sequence
from types import GenericAlias, NoneType, UnionType
from typing import Any

from wfacts import shape
from wfacts.check import CSL_TYPES
from wfacts.model import (
    Claim,
    Dataset,
    Discrepancy,
    DiscrepancyKind,
    Kind,
    Modifier,
    Passage,
    Source,
)
from wfacts.problem import CODES, Problem
from wfacts.record import COLUMNS, SHOW_COLUMNS
from wfacts.verify import Status

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"
_DATE = "[0-9]{4}(-[0-9]{2}){0,2}[?~]?"
_TYPES: dict[Any, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    NoneType: "null",
}

_MEANINGS: Mapping[type, Mapping[str, str]] = {
    Dataset: {
        "schema_version": "The version of this format.",
        "title": "What the dataset is about, as a title.",
        "version": "The version of the data, raised with every release.",
        "description": "What the dataset holds, and where it ends.",
        "license": "On what terms the dataset may be used.",
        "topics": "The closed list that claims choose their topics from.",
        "sources": "The articles, each a CSL-JSON item.",
        "claims": "The claims, in the order of the articles.",
        "discrepancies": "Claims that differ, or only look alike, and why.",
    },
    Claim: {
        "id": "A stable name that a person can type; never reused.",
        "kind": "figure or target with a value; the others without one.",
        "statement": "One sentence in the author's own words, with figure and hedge.",
        "figure": "The number as printed, with its scale, yuan or percent.",
        "value": "The number in base units, an integer where it is one.",
        "unit": "CNY, % or what is counted, plural and lower case.",
        "modifier": "The hedge printed before the figure.",
        "measure": "What is counted, as a short noun phrase.",
        "actor": "Who did it, as far as the article says.",
        "programme": "The programme's one canonical name.",
        "place": "From narrow to wide, separated by commas.",
        "topics": "Words of the dataset's topics.",
        "period": "EDTF: YYYY, YYYY-MM or YYYY-MM-DD, each with ? or ~ if need be, or A/B.",
        "caveat": "What a reader must know to read the figure right.",
        "source": "The id of the article.",
        "passage": "Where in the article the claim stands.",
        "keywords": "Words that people would search for.",
        "questions": "Questions that the claim answers.",
    },
    Passage: {
        "paragraph": "Counted from 1.",
        "sentence": "Counted from 1 in its paragraph.",
        "anchor": "Three to eight consecutive printed words, the figure among them.",
        "sha256": "The digest of the whole sentence in canonical form.",
    },
    Discrepancy: {
        "id": "A stable name.",
        "claims": "Ids of two or more claims.",
        "kind": "Why they differ, or only look alike.",
        "note": "The reason, in a sentence or two.",
    },
}

_RULES: Mapping[type, Mapping[str, Schema]] = {
    Dataset: {
        "schema_version": {"const": shape.VERSION},
        "topics": {"uniqueItems": True},
    },
    Claim: {
        "id": {"pattern": _SLUG},
        "kind": {"enum": list(map(str, Kind))},
        "modifier": {"enum": [*map(str, Modifier), None]},
        "value": {"minimum": -shape.LARGEST, "maximum": shape.LARGEST},
        "period": {"pattern": f"^{_DATE}(/{_DATE})?$"},
        "actor": {"uniqueItems": True},
        "topics": {"uniqueItems": True},
        "keywords": {"uniqueItems": True},
        "questions": {"uniqueItems": True},
    },
    Passage: {
        "paragraph": {"minimum": 1},
        "sentence": {"minimum": 1},
        "anchor": {"pattern": r"^\S+(\s+\S+){2,7}$"},
        "sha256": {"pattern": "^[0-9a-f]{64}$"},
    },
    Discrepancy: {
        "id": {"pattern": _SLUG},
        "claims": {"minItems": 2, "uniqueItems": True},
        "kind": {"enum": list(map(str, DiscrepancyKind))},
    },
}

_DATE_PARTS = {
    "type": "object",
    "required": ["date-parts"],
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "items": {"type": "integer", "minimum": 1, "maximum": 9999},
            },
        }
    },
}
_CSL_NAMES = {
    "type": "array",
    "items": {"type": "object", "additionalProperties": {"type": "string"}},
}
_CSL_ITEM = {
    "type": "object",
    "description": "An article: a CSL-JSON item; its further variables are free.",
    "required": ["id", "type", "title"],
    "properties": {
        "id": {"type": "string", "pattern": _SLUG},
        "type": {"enum": sorted(CSL_TYPES)},
        "title": {"type": "string", "minLength": 1},
        "container-title": {"type": "string", "minLength": 1},
        "publisher": {"type": "string", "minLength": 1},
        "URL": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^ ]+$"},
        "note": {"type": "string", "minLength": 1},
        "issued": _DATE_PARTS,
        "accessed": _DATE_PARTS,
        "author": _CSL_NAMES,
        "editor": _CSL_NAMES,
    },
}

_COLUMN_TYPES: Mapping[str, Any] = {
    **Claim.__annotations__,
    **Passage.__annotations__,
    "url": str,
    "citation": str,
}
"""The type of each column of a flat record; a look-up shows any word as it stands."""

_ROWS: Mapping[str, Mapping[str, Any]] = {
    "facets": {"value": str, "claims": int},
    "sources": {
        "n": int,
        "id": str,
        "title": str,
        "container": str,
        "issued": str | None,
        "accessed": str | None,
        "url": str,
        "claims": int,
        "citation": str,
    },
    "check": Problem.__annotations__,
}
"""The rows that hold nothing but plain values: command -> column -> type."""


def make_dataset_schema() -> Schema:
    """The schema of a dataset file."""
    records = {
        _name(record): _record_schema(record) for record in (Claim, Passage, Discrepancy)
    }
    return {
        "$schema": DIALECT,
        "title": "A wfacts dataset",
        **_record_schema(Dataset),
        "$defs": {**records, "source": _CSL_ITEM},
    }


def make_output_schema() -> Schema:
    """The schema of what commands print with ``-f json``: a definition for each command.

    A line of ``-f jsonl`` is an item of its command's definition.
    """
    claim = _object({name: _type_schema(_COLUMN_TYPES[name]) for name in COLUMNS})
    lists = {name: _type_schema(_COLUMN_TYPES[name]) for name in ("keywords", "questions")}
    known = {**claim["properties"], **lists, "discrepancies": _array(_ref("discrepancy"))}
    commands = {
        "ask": _array(_object(_answer_properties())),
        "search": _array(_ref("claim")),
        "show": _array(_object({name: known[name] for name in SHOW_COLUMNS})),
        "compare": _array(_object(_comparison_properties())),
        "chart": _array(_ref("claim")),
        "verify": _array(_finding_schema()),
        **{command: _array(_row_schema(fields)) for command, fields in _ROWS.items()},
    }
    commands["check"]["items"]["properties"]["code"] = {"enum": list(CODES)}
    discrepancy = {name: _type_schema(type_) for name, type_ in _discrepancy_types().items()}
    return {
        "$schema": DIALECT,
        "title": "What wfacts prints with --format json",
        "description": "One definition for each command: #/$defs/search and so on.",
        "anyOf": [_ref(command) for command in commands],
        "$defs": {**commands, "claim": claim, "discrepancy": _object(discrepancy)},
    }


SCHEMAS = {"dataset": make_dataset_schema, "output": make_output_schema}


def _answer_properties() -> Schema:
    return {
        "question": {"type": "string"},
        "answered": {"type": "boolean"},
        "claim": {"anyOf": [_ref("claim"), {"type": "null"}]},
        "nearest": _array(_ref("claim")),
        "reason": {"type": ["string", "null"]},
        "discrepancies": _array(_ref("discrepancy")),
    }


def _comparison_properties() -> Schema:
    """A discrepancy with its claims in full; for claims at will its id is null."""
    return {
        "id": {"type": ["string", "null"]},
        "kind": {"type": ["string", "null"]},
        "note": {"type": "string"},
        "claims": _array(_ref("claim")),
    }


def _finding_schema() -> Schema:
    """A finding of ``verify``; the last two keys come with ``--passages``."""
    types = {"id": str, "source": str, "status": str, "detail": str | None}
    schema = _row_schema(types)
    schema["properties"]["status"] = {"enum": list(map(str, Status))}
    schema["properties"]["sentence"] = _type_schema(str | None)
    schema["properties"]["sha256"] = _type_schema(str | None)
    return schema


def _discrepancy_types() -> dict[str, Any]:
    types = Discrepancy.__annotations__
    return {name: types[name] for name in ("id", "kind", "note", "claims")}


def _record_schema(record: Any) -> Schema:
    """The schema of one of the model's classes that are JSON objects."""
    properties = {}
    for name, type_ in record.__annotations__.items():
        properties[name] = {
            "description": _MEANINGS[record][name],
            **_text_rules(_type_schema(type_)),
            **_RULES[record].get(name, {}),
        }
    return _object(properties)


def _text_rules(schema: Schema) -> Schema:
    """*schema*, whose texts may not be empty: null says that there is nothing."""
    if schema.get("type") in ("string", ["string", "null"]):
        return {**schema, "minLength": 1}
    if schema.get("items") == {"type": "string"}:
        return {**schema, "items": {"type": "string", "minLength": 1}}
    return schema


def _row_schema(types: Mapping[str, Any]) -> Schema:
    return _object({name: _type_schema(type_) for name, type_ in types.items()})


def _type_schema(annotation: Any) -> Schema:
    """The schema of an annotation of the model; see `shape.find_faults`."""
    if isinstance(annotation, GenericAlias):
        return _array(_type_schema(annotation.__args__[0]))
    if isinstance(annotation, UnionType):
        return {"type": _type_names(annotation.__args__)}
    if annotation is Source or annotation in shape.RECORDS:
        return _ref(_name(annotation))
    return {"type": _TYPES[annotation]}


def _type_names(parts: Sequence[Any]) -> list[str]:
    """The JSON types of a union; every integer is a number."""
    return [_TYPES[part] for part in parts if part is not int or float not in parts]


def _name(record: Any) -> str:
    return str(record.__name__).lower()


def _object(properties: Schema) -> Schema:
    """An object with these keys, all of them and no others."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
