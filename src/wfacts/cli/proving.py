"""``verify``, ``check``, ``schema``: what a dataset promises, and whether it holds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import typer

from wfacts.cli import complete
from wfacts.cli.lookup import is_table
from wfacts.cli.options import Data, read_choice, read_form, read_plain_form, takes
from wfacts.cli.progress import watch
from wfacts.dataset import SQLITE_MAGIC, locate, read_bytes
from wfacts.errors import DataError, UsageError
from wfacts.facts import load
from wfacts.model import Claim, Source
from wfacts.output import Form, Result
from wfacts.stage import Stage
from wfacts.text import closest, quoted, safe

FINDING = ("id", "source", "status", "detail")
"""The columns of a row of ``verify``; ``--passages`` adds those of `PASSAGE`."""

PASSAGE = ("sentence", "sha256")

PROBLEM = ("code", "path", "message")
"""The columns of a row of ``check``."""

SUBJECTS = ("dataset", "output")

MOST_BYTES = 256 * 2**20
"""Of a dataset to check, which takes ten times as much memory; `build` streams any size."""


@takes(form=read_form)
def verify(
    form: Form,
    copies: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE=FILE...",
            help="An article's id and a saved copy of it, text or HTML.",
            autocompletion=complete.copies,
            show_default=False,
        ),
    ],
    passages: Annotated[
        bool, typer.Option("--passages", help="Show each claim beside the printed sentence.")
    ] = False,
    data: Data = None,
) -> Result:
    """Prove the claims against saved copies of the articles.

    A claim is verified, changed, missing or ambiguous; the status is 0 only if
    all are verified. A copy is a page saved by a browser, or its text.
    """
    from wfacts.verify import Status, verify_claims  # noqa: PLC0415 - hashlib: 3 ms

    with load(data) as facts:
        pages = {id_: read_copy(path) for id_, path in split_copies(copies, facts.sources)}
        claims: dict[str, list[Claim]] = {id_: [] for id_ in pages}
        for claim in facts:
            if claim.source in claims:
                claims[claim.source].append(claim)
    proved = []
    for id_, blocks in pages.items():
        some = claims[id_]
        watched = some if form.quiet else watch(some, len(some), f"verifying {id_}")
        proved += list(zip(some, verify_claims(watched, blocks), strict=True))
    findings = [finding for _, finding in proved]

    def draw(stage: Stage) -> str:
        if passages:
            from wfacts.render.passages import draw_passages  # noqa: PLC0415 - Rich: 20 ms

            return draw_passages(proved, stage)
        from wfacts.render.findings import draw_findings  # noqa: PLC0415 - Rich: 20 ms

        return draw_findings(findings, stage)

    unproved = [id_ for id_, some in claims.items() if not some]
    verified = sum(finding.status is Status.VERIFIED for finding in findings)
    notes = [f"{id_}: there are no claims of this source" for id_ in unproved]
    if passages and is_table(form):
        notes.append(f"{verified:,} of {len(findings):,} verified")
    return Result(
        rows=[finding._asdict() for finding in findings],
        columns=(*FINDING, *PASSAGE) if passages else FINDING,
        status=0 if verified == len(findings) and not unproved else 1,
        notes=notes,
        draw=draw if findings else None,
    )


@takes(form=read_form)
def check(
    form: Form,
    path: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="A dataset; without it the one in use."),
    ] = None,
) -> Result:
    """List every problem in a dataset.

    Each has a code, the path to its place and what is wrong (docs/dataset.md).
    Nothing is printed for a sound dataset, status 0.
    """
    from wfacts.check import check_file  # noqa: PLC0415 - 5 ms that verify does without

    raw = read_bytes(locate(path), MOST_BYTES)
    if raw.data.startswith(SQLITE_MAGIC):
        raise DataError(f"{raw.name} is a built file", "check the JSON that it was made from")
    problems = check_file(raw)

    def draw(stage: Stage) -> str:
        from wfacts.render.findings import draw_problems  # noqa: PLC0415 - Rich: 20 ms

        return draw_problems(problems, stage)

    count = f"{len(problems):,} problem{'s' * (len(problems) != 1)}"
    return Result(
        rows=[problem._asdict() for problem in problems],
        columns=PROBLEM,
        status=1 if problems else 0,
        notes=[count if problems else "no problems"] if is_table(form) else (),
        draw=draw if problems else lambda _: "",
    )


@takes(form=read_plain_form)
def schema(
    form: Form,  # noqa: ARG001 - `takes` reads it
    subject: Annotated[
        str,
        typer.Argument(
            metavar="[dataset|output]",
            help="Of which JSON (default: dataset).",
            autocompletion=complete.schemas,
        ),
    ] = "dataset",
) -> Result:
    """Print the JSON Schema of a dataset, or of the JSON that commands print.

    That of the output has a definition for each command: #/$defs/search.
    """
    from wfacts.schema import SCHEMAS  # noqa: PLC0415 - 5 ms that verify does without

    made = SCHEMAS[read_choice("subject", subject, SUBJECTS)]()
    return Result(text=json.dumps(made, ensure_ascii=False, indent=2) + "\n")


def split_copies(
    copies: Iterable[str], sources: Mapping[str, Source]
) -> Sequence[tuple[str, str]]:
    """Source ids with their files; UsageError for another form or an unknown source."""
    found: dict[str, str] = {}
    for copy in copies:
        id_, equals, path = copy.partition("=")
        if not equals or not path:
            example = f"{next(iter(sources), 'SOURCE')}=article.html"
            raise UsageError(f"no SOURCE=FILE: {quoted(copy)}", f"write it like {example}")
        if id_ not in sources:
            guesses = closest(id_, sources, 1)
            raise UsageError(
                f"unknown source {quoted(id_)}",
                *([f"did you mean: {guesses[0]}"] if guesses else []),
                f"sources: {', '.join(sources)}"[:200],
            )
        if id_ in found:
            raise UsageError(f"source {id_} is named twice", "give one copy of each")
        found[id_] = path
    return list(found.items())


def read_copy(path: str) -> list[str]:
    """The blocks of a saved page; DataError names the file."""
    from wfacts.page import MAX_BYTES, read_page  # noqa: PLC0415 - html: 2 ms

    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib: 2 ms
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(f"can't read {safe(path)}: {reason}") from error
    try:
        return read_page(data)
    except DataError as error:
        raise DataError(f"{safe(path)}: {error.message}", *error.hints) from error
