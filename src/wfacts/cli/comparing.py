"""``compare`` and ``chart``: figures side by side, and as bars."""

from typing import Annotated

import typer

from wfacts.chart import make_panels
from wfacts.cli import complete
from wfacts.cli.lookup import NO_IDS, error_notes, is_table, list_notes
from wfacts.cli.options import (
    Data,
    Limit,
    Sort,
    Words,
    read_filters,
    read_form,
    read_ids,
    takes,
)
from wfacts.compare import Comparison, compare_claims, list_recorded
from wfacts.facts import Facts, load
from wfacts.output import Form, Result
from wfacts.query import Filters, parse_query
from wfacts.record import COLUMNS, SHORT, make_records
from wfacts.search import find_hits, get_claims
from wfacts.stage import Stage

COMPARISON = ("id", "kind", "note", "claims")
"""The columns of a row of ``compare``."""

FIRST = 50
"""The bars that a chart shows without -n."""


@takes(form=read_form)
def compare(
    form: Form,  # noqa: ARG001 - `takes` reads it
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]...",
            help="Claims, or - for ids on standard input; none for all that is recorded.",
            autocompletion=complete.ids,
        ),
    ] = None,
    data: Data = None,
) -> Result:
    """Set claims side by side, with the reasons why they differ.

    Without ids: every recorded discrepancy, grouped by kind.
    """
    with load(data) as facts:
        if not ids:
            found = list_recorded(facts.store)
            notes = [] if found else ["no discrepancy is recorded"]
            return _show_comparisons(facts, found, status=0 if found else 1, notes=notes)
        wanted = read_ids(ids, "compare")
        claims, errors = get_claims(facts.store, wanted)
        return _show_comparisons(
            facts,
            compare_claims(facts.store, claims),
            status=0 if claims and not errors else 1,
            notes=error_notes(errors) if wanted else [NO_IDS],
            side_by_side=True,
        )


@takes(filters=read_filters, form=read_form)
def chart(
    filters: Filters,
    form: Form,
    words: Words = None,
    limit: Limit = None,
    sort: Sort = None,
    data: Data = None,
) -> Result:
    """Draw the figures that have all the words as bars, one panel a unit.

    Words and filters are those of search. In a pipe it prints rows.
    """
    query = parse_query(words or [])
    # Only claims with a value are at least anything.
    valued = filters if filters.least is not None else filters._replace(least=float("-inf"))
    with load(data) as facts:
        table = is_table(form)
        shown = FIRST if limit is None and table else limit or 0
        hits = find_hits(facts.store, query, valued, sort=sort, limit=shown)
        sources = facts.sources
        ids = [claim.id for claim in hits.claims]
        marked = [one for one in facts.discrepancies(ids) if one.marked] if table else []
        notes = list_notes(facts, query, hits, limited=table and limit is None)

    def draw(stage: Stage) -> str:
        from wfacts.render.chart import draw_chart  # noqa: PLC0415 - Rich: 20 ms

        panels = make_panels(hits.claims, ordered=sort is not None)
        return draw_chart(panels, sources, marked, stage)

    return Result(
        rows=make_records(hits.claims, sources),
        columns=COLUMNS,
        short=SHORT,
        status=0 if hits.claims else 1,
        notes=notes,
        draw=draw,
    )


def _show_comparisons(
    facts: Facts,
    found: list[Comparison],
    *,
    status: int,
    notes: list[str],
    side_by_side: bool = False,
) -> Result:
    sources = facts.sources
    ids = list(dict.fromkeys(claim.id for one in found for claim in one.claims))
    named = {one.id for one in found}
    # What the rows say themselves needs no flag.
    marked = [one for one in facts.discrepancies(ids) if one.marked and one.id not in named]

    def draw(stage: Stage) -> str:
        from wfacts.render.compare import (  # noqa: PLC0415 - Rich: 20 ms
            draw_comparisons,
            draw_recorded,
        )

        if side_by_side:
            return draw_comparisons(found, sources, marked, stage)
        return draw_recorded(found, sources, stage)

    # Made when they are written: a view needs none of them.
    rows = ({**one._asdict(), "claims": make_records(one.claims, sources)} for one in found)
    return Result(rows=rows, columns=COMPARISON, status=status, notes=notes, draw=draw)
