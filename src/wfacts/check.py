"""Every problem in a dataset, each with a stable code, its path and a message.

E1xx: the shape (look-ups refuse such a dataset, status 3), E2xx: figures, E3xx:
words of closed sets and time, E4xx: statements and passages, E5xx: texts,
E6xx: discrepancies and sources. `problem.CODES` says what each code means, and
``docs/dataset.md`` how to mend it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from wfacts import dataset, shape
from wfacts.claimcheck import Context, check_claim, read_period
from wfacts.crosscheck import CROSS_CHECKS
from wfacts.model import Claim, Dataset, Discrepancy, DiscrepancyKind, Source
from wfacts.problem import (
    CODES,
    MOST,
    Part,
    Problem,
    find_repeated_items,
    find_text_problems,
    join,
    not_of,
    quote,
    read_part,
    shape_problem,
)

__all__ = ["CODES", "Context", "Problem", "check_claim", "check_dataset", "check_file"]

LISTS = ("sources", "claims", "discrepancies")
"""The fields of a dataset whose items are checked one by one."""

CSL_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter"
    " classic collection dataset document entry entry-dictionary entry-encyclopedia event"
    " figure graphic hearing interview legal_case legislation manuscript map motion_picture"
    " musical_score pamphlet paper-conference patent performance periodical"
    " personal_communication post post-weblog regulation report review review-book software"
    " song speech standard thesis treaty webpage".split()
)
"""The types of an item in CSL-JSON 1.0.2."""

_FIRST_FIELDS = {name: str(number) for number, name in enumerate(Dataset._fields)}


def check_file(raw: dataset.Raw) -> list[Problem]:
    """Every problem in the JSON file *raw*; DataError only if it is not JSON in UTF-8."""
    repeated: dict[int, tuple[object, list[str]]] = {}

    def make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            counts = Counter(name for name, _ in pairs)
            # The object is kept with its keys, so that its id is not used again.
            repeated[id(made)] = made, [name for name in made if counts[name] > 1]
        return made

    tree = dataset.parse_json(raw, make_object)
    problems = check_dataset(tree)
    for path, found in shape.find_objects(tree) if repeated else ():
        for name in repeated.get(id(found), (None, []))[1]:
            problems.append(Problem("E503", join(path, name), "this key stands here twice"))
    return sorted(problems, key=_sort_key)


def check_dataset(tree: object) -> list[Problem]:
    """Every problem in *tree*, the parsed JSON of a dataset, in the order of the model.

    At most `problem.MOST`: whoever sees so many looks at the first.
    """
    return sorted(islice(_find_problems(tree), MOST), key=_sort_key)


def _find_problems(tree: object) -> Iterator[Problem]:
    """Every problem as it is found."""
    yield from check_head(tree)
    if not isinstance(tree, Mapping):
        return
    context = make_context(tree)
    parts: list[Part] = []
    for path, raw in _items(tree, "claims"):
        yield from check_claim(raw, path, context)
        part, _ = read_part(raw, Claim, path)
        parts += [part] if part else []
    for find in CROSS_CHECKS:
        yield from find(parts)
    for path, raw in _items(tree, "sources"):
        yield from check_source(raw, path)
    ids = {part.raw["id"] for part in parts if part.has("id")}
    for path, raw in _items(tree, "discrepancies"):
        yield from check_discrepancy(raw, path, ids)
    for name in LISTS:
        yield from _find_repeated_ids(tree, name)


def check_head(tree: object) -> list[Problem]:
    """The problems of the dataset's own fields, the items of `LISTS` left out."""
    if not isinstance(tree, dict):
        return [shape_problem(fault) for fault in shape.find_faults(tree)]
    emptied: dict[str, Any] = {name: [] for name in LISTS if isinstance(tree.get(name), list)}
    head, problems = read_part({**tree, **emptied}, Dataset, "")
    problems += find_text_problems({**tree, **emptied}, "")
    if head and head.has("schema_version"):
        version = head.raw["schema_version"]
        if version != shape.VERSION:
            message = f"version {version}, but this program knows {shape.VERSION} only"
            problems.append(Problem("E307", "schema_version", message))
    if head and head.has("topics"):
        problems += find_repeated_items(head.raw["topics"], "topics")
    return problems


def make_context(tree: Mapping[str, Any]) -> Context:
    """What the claims of the dataset *tree* must agree with; *tree* may be broken."""
    topics, sources = tree.get("topics"), tree.get("sources")
    words = None
    if isinstance(topics, list):
        words = frozenset(topic for topic in topics if isinstance(topic, str))
    return Context(
        topics=words,
        issued=_days_of_issue(sources) if isinstance(sources, list) else None,
    )


def check_source(raw: Any, path: str) -> list[Problem]:
    """The problems of one source, those of its shape too."""
    faults = list(shape.find_faults(raw, Source, path))
    problems = [shape_problem(fault) for fault in faults]
    if not isinstance(raw, dict):
        return problems
    broken = {fault.path for fault in faults}
    for name, code, find in _SOURCE_CHECKS:
        here = join(path, name)
        if name in raw and here not in broken and (message := find(raw[name])):
            problems.append(Problem(code, here, message))
    return [*problems, *find_text_problems(raw, path)]


def check_discrepancy(raw: Any, path: str, ids: set[str]) -> list[Problem]:
    """The problems of one discrepancy, those of its shape too; *ids* are the claims'."""
    part, problems = read_part(raw, Discrepancy, path)
    if part is None:
        return problems
    if part.has("id") and (message := _id_message(part.raw["id"])):
        problems.append(Problem("E104", join(path, "id"), message))
    if part.has("kind") and part.raw["kind"] not in set(DiscrepancyKind):
        message = not_of("kind", part.raw["kind"], list(DiscrepancyKind))
        problems.append(Problem("E603", join(path, "kind"), message))
    if part.has("claims"):
        problems += _find_list_problems(part.raw["claims"], join(path, "claims"), ids)
    return [*problems, *find_text_problems(raw, path)]


def _find_list_problems(named: Sequence[str], path: str, ids: set[str]) -> Iterator[Problem]:
    """The problems of the claims that a discrepancy names."""
    if len(set(named)) < 2:
        yield Problem("E601", path, "names fewer than two claims")
    yield from find_repeated_items(named, path)
    for index, id_ in enumerate(named):
        if id_ and id_ not in ids:
            yield Problem("E602", f"{path}[{index}]", not_of("claim", id_, ids))


def _find_repeated_ids(tree: Mapping[str, Any], name: str) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for path, raw in _items(tree, name):
        id_ = raw.get("id") if isinstance(raw, dict) else None
        if isinstance(id_, str) and first.setdefault(id_, path) != path:
            yield Problem("E105", f"{path}.id", f"{first[id_]} has the same id {quote(id_)}")


def _items(tree: Mapping[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    """The items of one of `LISTS` with their paths; none if it is no list."""
    items = tree.get(name)
    for index, item in enumerate(items if isinstance(items, list) else ()):
        yield f"{name}[{index}]", item


def _days_of_issue(sources: Sequence[Any]) -> dict[str, int | None]:
    """Each source's last day of issue, None where it has no date that can be read."""
    days: dict[str, int | None] = {}
    for item in sources:
        id_ = item.get("id") if isinstance(item, dict) else None
        if isinstance(id_, str):
            sound = not any(shape.find_faults(item, Source))
            printed = Source(id_, item).issued if sound else None
            span = read_period(printed) if printed else ""
            days[id_] = None if isinstance(span, str) else span.end
    return days


def _id_message(id_: str) -> str:
    return next((fault.message for fault in shape.find_id_faults(id_, "")), "")


def _type_message(type_: str) -> str:
    return "" if type_ in CSL_TYPES else not_of("type", type_, CSL_TYPES)


def _date_message(date: Mapping[str, Any]) -> str:
    printed = "-".join(f"{part:02d}" for part in date["date-parts"][0])
    return f"there is no date {printed}" if isinstance(read_period(printed), str) else ""


def _url_message(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if scheme.lower() in ("http", "https") and rest[:1].isalnum() and " " not in url:
        return ""
    return f"no address that begins with http:// or https://: {quote(url)}"


_SOURCE_CHECKS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("id", "E104", _id_message),
    ("type", "E606", _type_message),
    ("issued", "E605", _date_message),
    ("accessed", "E605", _date_message),
    ("URL", "E604", _url_message),
)
"""Field, code and function: its message, empty if there is nothing to say."""


def _sort_key(problem: Problem) -> tuple[list[tuple[bool, int, str]], str]:
    """By place, the dataset's fields in the order of the model, then by code."""
    steps = problem.path.replace("[", ".").replace("]", "").split(".")
    steps[0] = _FIRST_FIELDS.get(steps[0], steps[0])
    places = [(True, int(s), "") if s.isdecimal() else (False, 0, s) for s in steps]
    return places, problem.code
