"""``search``, ``show``, ``facets``, ``sources``: the look-ups by words and ids."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Annotated

import typer

from wfacts.cli import complete
from wfacts.cli.options import (
    Data,
    Ids,
    Limit,
    Sort,
    Words,
    read_choice,
    read_filters,
    read_form,
    read_ids,
    takes,
)
from wfacts.errors import NotFoundError
from wfacts.facts import Facts, load
from wfacts.formats import Format
from wfacts.output import Form, Result, on_terminal
from wfacts.query import FIELDS, Filters, Query, parse_query
from wfacts.record import (
    COLUMNS,
    SHORT,
    SHOW_COLUMNS,
    Record,
    make_record,
    make_records,
    make_show_record,
)
from wfacts.search import Hits, find_hits, get_claims, iter_hits, resolve_filters
from wfacts.stage import Stage
from wfacts.text import safe

FIRST = 20
"""The rows that a table shows without -n."""

GUESSED = 10
"""Words of a query that are guessed at when nothing is found."""

NO_IDS = "no ids on standard input"


@takes(filters=read_filters, form=read_form)
def search(
    filters: Filters,
    form: Form,
    words: Words = None,
    limit: Limit = None,
    sort: Sort = None,
    data: Data = None,
) -> Result:
    """List the claims that have all the words.

    Words count in any form (loan, loans); "a phrase" stands as written;
    prefix* finds longer words; OR binds looser than the blank; NOT takes the
    next word. Best first. Without words: every claim.
    """
    query = parse_query(words or [])
    table = is_table(form)
    if not (table or limit):
        return _list_all(load(data), query, filters, sort)
    with load(data) as facts:
        shown = FIRST if limit is None else limit
        hits = find_hits(facts.store, query, filters, sort=sort, limit=shown)
        sources = facts.sources
        return Result(
            rows=make_records(hits.claims, sources),
            columns=COLUMNS,
            short=SHORT,
            status=0 if hits.claims else 1,
            notes=list_notes(facts, query, hits, limited=table and limit is None),
            draw=_draw_hits(facts, query, hits) if table else None,
        )


@takes(form=read_form)
def show(
    form: Form,  # noqa: ARG001 - `takes` reads it
    ids: Ids,
    data: Data = None,
) -> Result:
    """Say everything about a claim: figure, scope, caveat, citation, link, discrepancies."""
    with load(data) as facts:
        wanted = read_ids(ids, "show")
        claims, errors = get_claims(facts.store, wanted)
        sources = facts.sources
        found = [(claim, facts.discrepancies([claim.id])) for claim in claims]

    def draw(stage: Stage) -> str:
        from wfacts.render.card import draw_cards  # noqa: PLC0415 - Rich: 20 ms

        return draw_cards(found, sources, stage)

    return Result(
        rows=[make_show_record(claim, sources[claim.source], known) for claim, known in found],
        columns=SHOW_COLUMNS,
        short=SHORT,
        status=0 if claims and not errors else 1,
        notes=error_notes(errors) if wanted else [NO_IDS],
        draw=draw if claims else None,
    )


@takes(filters=read_filters, form=read_form)
def facets(
    filters: Filters,
    form: Form,  # noqa: ARG001 - `takes` reads it
    field: Annotated[
        str,
        typer.Argument(
            metavar="FIELD",
            help=f"{', '.join(FIELDS)}.",
            autocompletion=complete.facet_names,
        ),
    ],
    words: Words = None,
    data: Data = None,
) -> Result:
    """Count claims by topic, programme, place, kind, source or unit."""
    field = read_choice("facet", field, FIELDS)
    query = parse_query(words or [])
    with load(data) as facts:
        resolved = resolve_filters(facts.store, filters)
        counts = facts.store.count_facet(field, query, resolved)
        undated = facts.store.count_undated(query, resolved)

    def draw(stage: Stage) -> str:
        from wfacts.render.facets import draw_facets  # noqa: PLC0415 - Rich: 20 ms

        return draw_facets(field, counts, stage)

    rows = [{"value": value, "claims": claims} for value, claims in counts]
    return Result(
        rows=rows, columns=("value", "claims"), draw=draw, notes=undated_notes(undated)
    )


@takes(form=read_form)
def sources(
    form: Form,  # noqa: ARG001 - `takes` reads it
    data: Data = None,
) -> Result:
    """List the articles, numbered, with their claims and how to cite them."""
    from wfacts.cite import cite_source  # noqa: PLC0415

    with load(data) as facts:
        known, counts = facts.sources, facts.store.count_by_source()
    rows = [
        {
            "n": n,
            "id": source.id,
            "title": source.title,
            "container": source.container,
            "issued": source.issued,
            "accessed": source.accessed,
            "url": source.url,
            "claims": counts[source.id],
            "citation": cite_source(source),
        }
        for n, source in enumerate(known.values(), 1)
    ]

    def draw(stage: Stage) -> str:
        from wfacts.render.sources import draw_sources  # noqa: PLC0415 - Rich: 20 ms

        return draw_sources(rows, stage)

    columns = "n id title container issued accessed url claims citation".split()
    return Result(rows=rows, columns=columns, draw=draw)


def is_table(form: Form) -> bool:
    """Whether people read the output: a table is asked for, or is what a terminal gets."""
    return form.format is Format.TABLE or (form.format is None and on_terminal())


def list_notes(facts: Facts, query: Query, hits: Hits, *, limited: bool) -> list[str]:
    """What stderr says of a list of claims out of *facts*, which are still open."""
    notes = []
    if query.ignored:
        words = safe(" ".join(query.ignored))[:60]
        notes.append(f"nothing to search for in: {words}")
    if not hits.claims:
        notes.append(", ".join(["nothing found", *_guess_words(facts, query)]))
    elif limited and (hits.more or hits.total > len(hits.claims)):
        total = f"{'more than ' if hits.more else ''}{hits.total:,}"
        notes.append(f"{len(hits.claims)} of {total}, -n 0 for all")
    if hits.approximate:
        notes.append("the words are very common: these are the best of the first matches only")
    return notes + undated_notes(hits.undated)


def undated_notes(undated: int) -> list[str]:
    """What stderr says of claims that a filter by time could not judge."""
    if not undated:
        return []
    return [f"{undated} more left out: the source gives them no period"]


def error_notes(errors: Sequence[NotFoundError], most: int = 4) -> list[str]:
    """Unknown ids as lines for stderr, each with its guess, *most* at the most."""
    lines = [", ".join([error.message, *error.hints]) for error in errors]
    if len(lines) > most:
        lines[most - 1 :] = [f"and {len(lines) - most + 1} more unknown claims"]
    return lines


def _list_all(facts: Facts, query: Query, filters: Filters, sort: str | None) -> Result:
    """Every claim found, read while it is written: there may be millions."""
    filters = resolve_filters(facts.store, filters)
    claims = iter_hits(facts.store, query, filters, sort=sort)
    first = tuple(islice(claims, 1))
    sources, undated = facts.sources, facts.store.count_undated(query, filters)

    def make_rows() -> Iterator[Record]:
        with facts:
            for claim in chain(first, claims):
                yield make_record(claim, sources[claim.source])

    return Result(
        rows=make_rows(),
        columns=COLUMNS,
        short=SHORT,
        status=0 if first else 1,
        notes=list_notes(facts, query, Hits(first, len(first), undated), limited=False),
    )


def _guess_words(facts: Facts, query: Query) -> list[str]:
    """``did you mean: loans`` for the words of *query* that no claim has, if any is near."""
    from wfacts.spelling import Speller  # noqa: PLC0415 - only where nothing was found

    speller = Speller(facts.store.find_words)
    words = [term.text for branch in query.branches for term in branch.wanted]
    guesses = [guess for word in words[:GUESSED] if (guess := speller(word.lower()))]
    return [f"did you mean: {safe(' '.join(guesses))}"] if guesses else []


def _draw_hits(facts: Facts, query: Query, hits: Hits) -> Callable[[Stage], str]:
    """Draws the table of *hits*, with the words of *query* marked."""
    sources = facts.sources
    ids = [claim.id for claim in hits.claims]
    marked = [found for found in facts.discrepancies(ids) if found.marked]
    matched = facts.store.highlight(query, [safe(claim.statement) for claim in hits.claims])

    def draw(stage: Stage) -> str:
        from wfacts.render.hits import draw_hits  # noqa: PLC0415 - Rich: 20 ms

        return draw_hits(hits.claims, sources, marked, matched, stage)

    return draw
