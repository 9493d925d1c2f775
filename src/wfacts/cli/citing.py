"""``cite`` and ``open``: from a claim to its article."""

from typing import Annotated

import typer

from wfacts.cite import STYLES
from wfacts.cli import complete
from wfacts.cli.lookup import NO_IDS, error_notes
from wfacts.cli.options import Data, Ids, read_choice, read_ids, read_plain_form, takes
from wfacts.errors import DataError
from wfacts.facts import load
from wfacts.output import Form, Result
from wfacts.passage import link
from wfacts.search import get_claims


@takes(form=read_plain_form)
def cite(
    form: Form,  # noqa: ARG001 - `takes` reads it
    ids: Ids,
    style: Annotated[
        str,
        typer.Option(
            "--style",
            "-s",
            metavar="STYLE",
            help="apa, bibtex, csl-json or ris.",
            autocompletion=complete.styles,
        ),
    ] = "apa",
    data: Data = None,
) -> Result:
    """Cite claims, each with its paragraph and link."""
    write = STYLES[read_choice("style", style, list(STYLES))]
    with load(data) as facts:
        wanted = read_ids(ids, "cite")
        claims, errors = get_claims(facts.store, wanted)
        sources = facts.sources
    return Result(
        text=write([(claim, sources[claim.source]) for claim in claims]),
        status=0 if claims and not errors else 1,
        notes=error_notes(errors) if wanted else [NO_IDS],
    )


@takes(form=read_plain_form)
def open_(
    form: Form,
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="A claim.", autocompletion=complete.ids)
    ],
    only_print: Annotated[
        bool, typer.Option("--print", help="Print the link instead of opening it.")
    ] = False,
    archive: Annotated[
        bool,
        typer.Option("--archive", help="The Wayback Machine's copy at the article's date."),
    ] = False,
    data: Data = None,
) -> Result:
    """Open the article at the very words of a claim."""
    with load(data) as facts:
        claim = facts[id_]
        source = facts.sources[claim.source]
    if not source.url:
        raise DataError(f"the source {source.id} has no address")
    address = link(source.url, claim.passage.anchor)
    if archive:
        date = (source.accessed or source.issued or "").replace("-", "")
        address = f"https://web.archive.org/web/{date}/{address}"
    if only_print or form.quiet or _launch(address):
        return Result(text=f"{address}\n")
    notes = ["no browser could be started; the link is printed"]
    return Result(text=f"{address}\n", status=DataError.status, notes=notes)


def _launch(address: str) -> bool:
    """Whether the user's browser took *address*; one that is no web page is refused."""
    if not address.startswith(("http://", "https://")):
        raise DataError(
            f"not the address of a web page: {address[:80]}", "see: wfacts open --print"
        )
    import webbrowser  # noqa: PLC0415 - 5 ms, and only here

    return webbrowser.open(address)
