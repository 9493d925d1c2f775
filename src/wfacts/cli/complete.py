"""Values that the shell completes: ids with their claim, facets, formats, fields.

Every look-up imports this module through ``options``, so it imports nothing of
ours before a shell asks. Each function gives values that begin with what is
typed, most with a short help; how a shell is told is up to ``shells``. At a
prompt nobody wants an error: a dataset that can't be read completes nothing.
"""

from collections.abc import Callable, Iterable, Sequence

import typer

Values = list[tuple[str, str]]
"""Pairs of a value and its help, which may be empty."""

MOST = 500
"""Values offered at once: a shell asks before it lists more than a hundred."""


def ids(ctx: typer.Context, incomplete: str) -> Values:
    """The ids of claims, each with its statement."""
    return _read(ctx, lambda facts: facts.store.find_ids(incomplete, MOST))


def topics(ctx: typer.Context, incomplete: str) -> Values:
    """The topics, each with its number of claims."""
    return _facet(ctx, "topic", incomplete)


def programmes(ctx: typer.Context, incomplete: str) -> Values:
    """The programmes, each with its number of claims."""
    return _facet(ctx, "programme", incomplete)


def places(ctx: typer.Context, incomplete: str) -> Values:
    """The places, each with its number of claims."""
    return _facet(ctx, "place", incomplete)


def kinds(ctx: typer.Context, incomplete: str) -> Values:
    """The kinds of claims, each with their number."""
    return _facet(ctx, "kind", incomplete)


def units(ctx: typer.Context, incomplete: str) -> Values:
    """The units, each with its number of claims."""
    return _facet(ctx, "unit", incomplete)


def sources(ctx: typer.Context, incomplete: str) -> Values:
    """The articles' ids, each with its title."""
    known = _read(ctx, lambda facts: [(s.id, s.title) for s in facts.sources.values()])
    return _begin(known, incomplete)


def copies(ctx: typer.Context, incomplete: str) -> Values:
    """The articles' ids with the ``=`` that ``verify`` wants behind them."""
    return [(f"{id_}=", title) for id_, title in sources(ctx, incomplete.partition("=")[0])]


def facet_names(incomplete: str) -> Values:
    """The fields that ``facets`` counts."""
    from wfacts.query import FIELDS  # noqa: PLC0415 - see above

    return _plain(FIELDS, incomplete)


def formats(ctx: typer.Context, incomplete: str) -> Values:
    """The formats; ``ids`` only where rows are claims."""
    from wfacts.formats import Format  # noqa: PLC0415 - see above

    claims = ctx.info_name == "ask" or "statement" in _columns(ctx)
    known = [name for name in Format if name is not Format.IDS or claims]
    return _plain(known, incomplete)


def fields(ctx: typer.Context, incomplete: str) -> Values:
    """The columns of the command, for the last of those that are typed."""
    typed, comma, last = incomplete.rpartition(",")
    chosen = typed.split(",")
    return [
        (f"{typed}{comma}{name}", "")
        for name in _columns(ctx)
        if name.startswith(last) and name not in chosen
    ]


def sorts(incomplete: str) -> Values:
    """The fields to sort by; ``-value`` is downwards."""
    from wfacts.select import SORTS  # noqa: PLC0415 - see above

    dash = "-" if incomplete.startswith("-") else ""
    return _plain([f"{dash}{name}" for name in SORTS], incomplete)


def styles(incomplete: str) -> Values:
    """The styles of citation."""
    from wfacts.cite import STYLES  # noqa: PLC0415 - see above

    return _plain(STYLES, incomplete)


def schemas(incomplete: str) -> Values:
    """What ``schema`` describes."""
    return _plain(("dataset", "output"), incomplete)


def colors(incomplete: str) -> Values:
    """When to colour."""
    from wfacts.output import COLORS  # noqa: PLC0415 - see above

    return _plain(COLORS, incomplete)


def _columns(ctx: typer.Context) -> Sequence[str]:
    """The columns of the JSON that the command prints."""
    from wfacts.record import COLUMNS, SHOW_COLUMNS  # noqa: PLC0415 - see above

    return {
        "show": SHOW_COLUMNS,
        "ask": "question answered claim nearest reason discrepancies".split(),
        "facets": ("value", "claims"),
        "sources": "n id title container issued accessed url claims citation".split(),
        "compare": ("id", "kind", "note", "claims"),
        "verify": ("id", "source", "status", "detail"),
        "check": ("code", "path", "message"),
        "build": ("code", "path", "message"),
    }.get(ctx.info_name or "", COLUMNS)


def _facet(ctx: typer.Context, field: str, incomplete: str) -> Values:
    counted = _read(
        ctx,
        lambda facts: [
            (value, f"{n} claim" if n == 1 else f"{n} claims")
            for value, n in facts.store.count_facet(field)
        ],
    )
    return _begin(counted, incomplete)


def _plain(values: Iterable[str], incomplete: str) -> Values:
    return _begin(((str(value), "") for value in values), incomplete)


def _begin(values: Iterable[tuple[str, str]], incomplete: str) -> Values:
    """Those that begin with *incomplete* in any letter case, which they keep as typed.

    The filters take any letter case, and a shell drops what does not begin
    with the very letters that stand there.
    """
    size, typed = len(incomplete), incomplete.casefold()
    begun = ((v, text) for v, text in values if v[:size].casefold() == typed)
    return [(incomplete + v[size:], text) for v, text in begun][:MOST]


def _read(ctx: typer.Context, look: Callable[..., Values]) -> Values:
    """What *look* finds in the dataset of the command line; nothing if it can't be read."""
    from wfacts.errors import WfactsError  # noqa: PLC0415 - see above
    from wfacts.facts import load  # noqa: PLC0415 - see above

    try:
        with load(ctx.params.get("data")) as facts:
            return look(facts)
    except WfactsError:
        return []
