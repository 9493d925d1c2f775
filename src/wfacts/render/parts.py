"""The parts that views share: figures with their hedge, references, flags and footnotes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rich.console import RenderableType
from rich.text import Text

from wfacts.model import Claim, Discrepancy, Kind, Source
from wfacts.passage import link
from wfacts.period import show as show_period
from wfacts.quantity import show_value
from wfacts.render.layout import (
    EMPTY,
    FAINT,
    NAME,
    NO_BREAK,
    STRONG,
    WARN,
    Beside,
    join,
    styled,
)
from wfacts.stage import Stage

SPACE = Text(" ")
DOT = Text.assemble(" ", ("·", FAINT), " ")

MARGIN = 4
"""Cells of a number such as ``[1]`` or ``!1`` with the gap behind it."""

LABELS = 11
"""The cells that a label takes with the gap behind it."""

CAVEAT = "caveat"
"""The label of what a reader must not miss."""

NO_PERIOD = "no period given"


class Scene(NamedTuple):
    """What a view knows besides its claims.

    *numbers* are those of the sources, from 1; *flags* the numbers, from 1, of
    the *marked* discrepancies that name a claim, by its id.
    """

    sources: Mapping[str, Source]
    numbers: Mapping[str, int]
    marked: Sequence[Discrepancy]
    flags: Mapping[str, tuple[int, ...]]
    stage: Stage


def make_scene(
    sources: Mapping[str, Source], marked: Iterable[Discrepancy], stage: Stage
) -> Scene:
    """The scene of a view; of the discrepancies only the *marked* ones get a flag."""
    found = [discrepancy for discrepancy in marked if discrepancy.marked]
    flags: dict[str, tuple[int, ...]] = {}
    for n, discrepancy in enumerate(found, 1):
        for id_ in discrepancy.claims:
            flags[id_] = (*flags.get(id_, ()), n)
    return Scene(sources, {id_: n for n, id_ in enumerate(sources, 1)}, found, flags, stage)


def show_figure(claim: Claim) -> Text:
    """The figure as printed behind its hedge; the kind of a claim that has none."""
    printed = claim.figure
    if printed is None and claim.value is not None:
        printed = show_value(claim.value, claim.unit)
    if printed is None:
        return styled(claim.kind, FAINT)
    return join([show_hedge(claim), styled(printed, STRONG)], SPACE)


def show_hedge(claim: Claim) -> Text:
    """The printed hedge of a figure, in words."""
    return styled((claim.modifier or "").replace("_", " "), FAINT)


def show_unit(claim: Claim) -> str:
    """The unit that a printed figure does not say itself, such as ``women``; else empty."""
    return claim.unit if claim.unit and claim.unit not in ("CNY", "%") else ""


def show_kind(claim: Claim) -> Text:
    """``target`` where a figure is one: it must not be read as a result."""
    return styled("target", WARN) if claim.kind == Kind.TARGET else EMPTY


def show_when(claim: Claim, scene: Scene) -> str:
    """The period for people; empty where the article gives none."""
    when = show_period(claim.period, scene.sources[claim.source].issued)
    # It may be broken only before the bracket of "since 2012 (to Nov 2018)".
    return when.replace(" ", NO_BREAK).replace(f"{NO_BREAK}(", " (")


def show_reference(claim: Claim, scene: Scene) -> Text:
    """``[1] ¶13``, which leads to the very words."""
    source = scene.sources[claim.source]
    address = link(source.url, claim.passage.anchor) if source.url else ""
    number = scene.numbers[claim.source]
    return styled(f"[{number}]{NO_BREAK}¶{claim.passage.paragraph}", "", address)


def show_id(claim: Claim) -> Text:
    """The id, which a person types to see more."""
    return styled(claim.id, NAME)


def show_flags(claim: Claim, scene: Scene) -> Text:
    """``!1 conflict`` for each marked discrepancy that names the claim."""
    words = [f"!{n}{NO_BREAK}{scene.marked[n - 1].kind}" for n in scene.flags.get(claim.id, ())]
    return styled(", ".join(words), WARN)


def list_footnotes(claims: Iterable[Claim], scene: Scene) -> list[RenderableType]:
    """What stands under *claims*: their sources, and the discrepancies that flag them."""
    used = {claim.source for claim in claims}
    lines: list[RenderableType] = [
        Beside(styled(f"[{n}]"), _list_source(scene.sources[id_]), MARGIN)
        for id_, n in scene.numbers.items()
        if id_ in used
    ]
    for n, found in enumerate(scene.marked, 1):
        lines += [EMPTY, list_discrepancy(found, styled(f"!{n}", WARN))]
    return lines


def list_discrepancy(found: Discrepancy, label: Text) -> Beside:
    """A discrepancy behind its *label*: kind, note, and the claims to compare."""
    kind = styled(f"{found.kind}:", WARN if found.marked else STRONG)
    claims = join([styled(id_, NAME) for id_ in found.claims], DOT)
    return Beside(label, [join([kind, styled(found.note)], SPACE), claims], MARGIN)


def show_source(source: Source) -> Text:
    """Title, container and date of an article on one line."""
    date = show_period(source.issued).replace(" ", NO_BREAK)
    published = ", ".join(filter(None, [source.container, date]))
    return join([styled(source.title, STRONG), styled(published, FAINT)], DOT)


def list_fields(fields: Iterable[tuple[str, Text]]) -> list[RenderableType]:
    """Labels with their texts beside them, no word cut; without a text no label."""
    fields = list(fields)
    margin = max(LABELS, *(len(label) + 2 for label, _ in fields))
    return [
        Beside(styled(label, WARN if label == CAVEAT else FAINT), [text], margin)
        for label, text in fields
    ]


def spaced(blocks: Iterable[Sequence[RenderableType]]) -> list[RenderableType]:
    """*blocks* with a blank line between them; empty ones are left out."""
    filled = [block for block in blocks if block]
    parted = [part for block in filled for part in (EMPTY, *block)]
    return parted[1:]


def _list_source(source: Source) -> list[Text]:
    return [show_source(source), styled(source.url, FAINT, source.url)]
