"""The checks of one claim: all that can be seen without the other claims.

A check says which fields it reads. Where one of them has a fault of shape the
check is left out, and the claim's other checks still run. Each returns nothing,
as cheaply as it can, for a sound claim: ``build`` runs them a million times.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from wfacts import period, shape
from wfacts.model import Claim, Kind, Modifier
from wfacts.passage import find_anchor
from wfacts.problem import (
    Part,
    Problem,
    find_repeated_items,
    find_text_problems,
    join,
    not_of,
    quote,
    read_part,
)
from wfacts.quantity import Quantity, hedge_before, parse_figure

Raw = Mapping[str, Any]
"""A JSON object of the dataset, not yet known to be sound."""

Trouble = tuple[str, str]
"""What a check of one object finds: the field's path inside it, and a message."""

Find = Callable[["Raw", "Context"], Sequence[Trouble]]

_KINDS_WITH_VALUE = frozenset(("figure", "target"))
_KINDS = frozenset(map(str, Kind))
_MODIFIERS = frozenset((None, *map(str, Modifier)))
_HEX = "0123456789abcdef"
_CONTROLS = bytes([*range(0x20), 0x7F])


class Context(NamedTuple):
    """What the checks of one claim must know of its dataset.

    *topics* is None, and *issued* too, where the dataset's own list is broken:
    then nothing is said of the claims'. *issued* has the last day, as
    ``YYYYMMDD``, of each source's date of issue, None where it has none.
    """

    topics: frozenset[str] | None
    issued: Mapping[str, int | None] | None


class Check(NamedTuple):
    """A check of one claim: the fields it reads, and its function."""

    fields: tuple[str, ...]
    find: Find


def check_claim(raw: Any, path: str, context: Context) -> list[Problem]:
    """The problems of one claim, *raw* JSON that stands at *path*.

    All that can be seen without the other claims: a sound one takes about
    18 microseconds, so ``build`` can call this for each of a million.
    """
    part, problems = read_part(raw, Claim, path)
    if part is None:
        return problems
    # A sound claim is not asked for its fields: 2 of 18 microseconds.
    for code, find in _possible_checks(part) if part.broken else _ALL_CHECKS:
        for field, message in find(part.raw, context):
            problems.append(Problem(code, join(path, field), message))
    if part.broken or problems or not _has_clean_texts(raw):
        problems += find_text_problems(raw, path)
    return problems


def _check_id(raw: Raw, _: Context) -> Sequence[Trouble]:
    faults = shape.find_id_faults(raw["id"], "id")
    return [(fault.path, fault.message) for fault in faults]


def _check_source(raw: Raw, context: Context) -> Sequence[Trouble]:
    if context.issued is None or raw["source"] in context.issued:
        return ()
    return [("source", not_of("source", raw["source"], list(context.issued)))]


def _check_kind(raw: Raw, _: Context) -> Sequence[Trouble]:
    if (raw["value"] is None) is (raw["kind"] not in _KINDS_WITH_VALUE):
        return ()
    if raw["kind"] not in _KINDS:
        return ()
    rule = "needs a value" if raw["value"] is None else "has no value"
    return [("kind", f"a claim of kind {raw['kind']} {rule}")]


def _check_nulls(raw: Raw, _: Context) -> Sequence[Trouble]:
    nulls = [name for name in ("value", "figure", "unit") if raw[name] is None]
    if len(nulls) in (0, 3):
        return ()
    verb = "are" if len(nulls) > 1 else "is"
    return [(nulls[0], f"{' and '.join(nulls)} {verb} null, but not all three are")]


def _check_value(raw: Raw, _: Context) -> Sequence[Trouble]:
    if raw["figure"] is None:
        return ()
    quantity = read_figure(raw["figure"])
    if quantity is None:
        return [("figure", f"no figure that can be read: {quote(raw['figure'])}")]
    value = raw["value"]
    if value is None or (value == quantity.value and type(value) is type(quantity.value)):
        return ()
    return [("value", f"{quote(raw['figure'])} is {quantity.value!r}, not {value!r}")]


def _check_unit(raw: Raw, _: Context) -> Sequence[Trouble]:
    unit = raw["unit"]
    quantity = read_figure(raw["figure"]) if raw["figure"] is not None else None
    if quantity is None or unit is None or unit == quantity.unit:
        return ()
    if quantity.unit is None and unit not in ("CNY", "%"):
        return ()
    expected = repr(quantity.unit) if quantity.unit else "what is counted"
    return [("unit", f"{quote(unit)}, but {quote(raw['figure'])} needs {expected}")]


def _check_modifier(raw: Raw, _: Context) -> Sequence[Trouble]:
    if raw["modifier"] is None or raw["figure"] is not None:
        return ()
    return [("modifier", "there is no figure to modify")]


def _check_kind_word(raw: Raw, _: Context) -> Sequence[Trouble]:
    if raw["kind"] in _KINDS:
        return ()
    return [("kind", not_of("kind", raw["kind"], list(Kind)))]


def _check_modifier_word(raw: Raw, _: Context) -> Sequence[Trouble]:
    if raw["modifier"] in _MODIFIERS:
        return ()
    return [("modifier", not_of("modifier", raw["modifier"], list(Modifier)))]


def _check_topics(raw: Raw, context: Context) -> Sequence[Trouble]:
    known = context.topics
    if known is None or known.issuperset(raw["topics"]):
        return ()
    return [
        (f"topics[{index}]", not_of("topic", topic, sorted(known)))
        for index, topic in enumerate(raw["topics"])
        if topic and topic not in known
    ]


def _check_period(raw: Raw, _: Context) -> Sequence[Trouble]:
    if raw["period"] is None:
        return ()
    span = read_period(raw["period"])
    return [("period", span)] if isinstance(span, str) else ()


def _check_inference(raw: Raw, _: Context) -> Sequence[Trouble]:
    if raw["caveat"] is not None or "?" not in (raw["period"] or ""):
        return ()
    return [("caveat", "a period with ? needs a caveat that says how it was inferred")]


def _check_time(raw: Raw, context: Context) -> Sequence[Trouble]:
    if raw["kind"] != "figure" or raw["period"] is None or context.issued is None:
        return ()
    span, issued = read_period(raw["period"]), context.issued.get(raw["source"])
    if issued is None or isinstance(span, str) or span.start <= issued:
        return ()
    return [("period", "begins after the article was issued, so it can't report a figure")]


def _check_statement(raw: Raw, _: Context) -> Sequence[Trouble]:
    if raw["figure"] is None or _find_figure(raw["statement"], raw["figure"]):
        return ()
    return [("statement", f"does not hold its figure {quote(raw['figure'])}")]


def _check_statement_hedge(raw: Raw, _: Context) -> Sequence[Trouble]:
    if raw["figure"] is None:
        return ()
    hedges = _hedges(raw["statement"], raw["figure"])
    if not hedges or raw["modifier"] in hedges:
        return ()
    return [("statement", _hedge_message(raw["modifier"], hedges))]


def _check_anchor(raw: Raw, _: Context) -> Sequence[Trouble]:
    count = len(raw["passage"]["anchor"].split())
    if 3 <= count <= 8:
        return ()
    return [("passage.anchor", f"has {count} words, not three to eight")]


def _check_anchor_figure(raw: Raw, _: Context) -> Sequence[Trouble]:
    if raw["figure"] is None or _find_figure(raw["passage"]["anchor"], raw["figure"]):
        return ()
    return [("passage.anchor", f"does not hold its figure {quote(raw['figure'])}")]


def _check_anchor_hedge(raw: Raw, _: Context) -> Sequence[Trouble]:
    if raw["figure"] is None:
        return ()
    hedges = _hedges(raw["passage"]["anchor"], raw["figure"])
    if not hedges or raw["modifier"] in hedges:
        return ()
    return [("passage.anchor", _hedge_message(raw["modifier"], hedges))]


def _check_place(raw: Raw, _: Context) -> Sequence[Trouble]:
    passage = raw["passage"]
    if passage["paragraph"] >= 1 and passage["sentence"] >= 1:
        return ()
    names = [name for name in ("paragraph", "sentence") if passage[name] < 1]
    return [(f"passage.{name}", f"{passage[name]}: counted from 1") for name in names]


def _check_digest(raw: Raw, _: Context) -> Sequence[Trouble]:
    sha256 = raw["passage"]["sha256"]
    if len(sha256) == 64 and not sha256.strip(_HEX):
        return ()
    return [("passage.sha256", f"not 64 lower-case hex digits: {quote(sha256)}")]


def _check_lists(raw: Raw, _: Context) -> Sequence[Trouble]:
    troubles: list[Trouble] = []
    for name in ("actor", "topics", "keywords", "questions"):
        items = raw[name]
        if len(items) > 1 and len(set(items)) != len(items):
            found = find_repeated_items(items, name)
            troubles += [(problem.path, problem.message) for problem in found]
    return troubles


@lru_cache(maxsize=4096)
def read_figure(figure: str) -> Quantity | None:
    """The quantity of a printed figure, None for what is none; the latest are kept.

    ``58.9 billion yuan`` takes 5 microseconds, and its claim needs it twice.
    """
    try:
        return parse_figure(figure)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def read_period(edtf: str) -> period.Span | str:
    """The days that *edtf* spans, or the message that it is no period."""
    try:
        return period.parse(edtf)
    except ValueError as error:
        return str(error)


CLAIM_CHECKS = {
    "E104": Check(("id",), _check_id),
    "E106": Check(("source",), _check_source),
    "E201": Check(("kind", "value"), _check_kind),
    "E202": Check(("value", "figure", "unit"), _check_nulls),
    "E203": Check(("value", "figure"), _check_value),
    "E204": Check(("unit", "figure"), _check_unit),
    "E205": Check(("modifier", "figure"), _check_modifier),
    "E301": Check(("kind",), _check_kind_word),
    "E302": Check(("modifier",), _check_modifier_word),
    "E303": Check(("topics",), _check_topics),
    "E304": Check(("period",), _check_period),
    "E305": Check(("period", "caveat"), _check_inference),
    "E306": Check(("kind", "period", "source"), _check_time),
    "E401": Check(("statement", "figure"), _check_statement),
    "E402": Check(("statement", "figure", "modifier"), _check_statement_hedge),
    "E403": Check(("passage.anchor",), _check_anchor),
    "E404": Check(("passage.anchor", "figure"), _check_anchor_figure),
    "E405": Check(("passage.anchor", "figure", "modifier"), _check_anchor_hedge),
    "E406": Check(("passage.paragraph", "passage.sentence"), _check_place),
    "E407": Check(("passage.sha256",), _check_digest),
    "E504": Check(("actor", "topics", "keywords", "questions"), _check_lists),
}


def _has_clean_texts(raw: Raw) -> bool:
    """Whether no text of a well-shaped claim needs a closer look; 5 microseconds."""
    texts = [value for value in raw.values() if type(value) is str]
    for name in ("actor", "topics", "keywords", "questions"):
        texts += raw[name]
    passage = raw["passage"]
    joined = "|".join(["", *texts, passage["anchor"], passage["sha256"], ""])
    if joined.isascii():  # a third of the time of isprintable
        printable = len(joined.encode().translate(None, _CONTROLS)) == len(joined)
    else:
        printable = joined.isprintable()
    clean = len(joined) <= shape.LONGEST and printable
    return clean and not ("||" in joined or "| " in joined or " |" in joined)


_ALL_CHECKS = [(code, check.find) for code, check in CLAIM_CHECKS.items()]


def _possible_checks(part: Part) -> list[tuple[str, Find]]:
    """The checks whose fields have no fault of shape in *part*."""
    return [(code, c.find) for code, c in CLAIM_CHECKS.items() if part.has(*c.fields)]


@lru_cache(maxsize=4)  # the next check asks for the same
def _find_figure(text: str, figure: str) -> tuple[int, ...]:
    """Where *figure* begins in *text*, by whole words; case counts only if it can."""
    if figure not in text:
        text, figure = text.lower(), figure.lower()
    return tuple(start for start, _ in find_anchor(text, figure))


def _hedges(text: str, figure: str) -> list[Modifier | None]:
    """The hedge before each place of *figure* in *text*, None where there is none."""
    return [_hedge(text[max(start - 32, 0) : start]) for start in _find_figure(text, figure)]


@lru_cache(maxsize=4096)
def _hedge(before: str) -> Modifier | None:
    return hedge_before(before)


def _hedge_message(modifier: str | None, hedges: Sequence[Modifier | None]) -> str:
    said = " or ".join(f"'{hedge}'" if hedge else "no hedge" for hedge in dict.fromkeys(hedges))
    return f"{said} stands before the figure, but the modifier is {modifier or 'null'}"
