"""Citations of a claim: style name -> function from claims and sources to text.

`apa` follows the seventh edition's form for web pages and encyclopedia
entries, `bibtex` is biblatex's (``@online``, ``@inreference``), `csl-json` the
schema 1.0.2 that pandoc and Zotero read, `ris` the 2012 specification's tags.
All but the APA text, whose reader follows a printed address, link to the very
words with a text fragment.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wfacts.model import Claim, Source
from wfacts.passage import link
from wfacts.text import escape_json, safe

Cited = tuple[Claim, Source]

_MONTHS = (
    "January February March April May June July August September October November December"
).split()

_NOCASE = '<span class="nocase">'
"""CSL's mark for words of a title that keep their capitals."""


def apa(claim: Claim, source: Source) -> str:
    """The APA reference of *claim*, one line, ending in its paragraph."""
    return f"{cite_source(source)} (para. {claim.passage.paragraph})"


def cite_source(source: Source) -> str:
    """The APA reference of *source*, one line."""
    key = id(source.csl)
    if key not in _cited:
        if len(_cited) > MOST_CITED:
            _cited.clear()
        _cited[key] = source, _cite_source(source)
    return _cited[key][1]


MOST_CITED = 10_000
"""Sources whose reference is remembered: a million claims share a few, at 11 microseconds."""

_cited: dict[int, tuple[Source, str]] = {}
"""References by the identity of the source's item, which is kept so that it stays its own."""


def _cite_source(source: Source) -> str:
    names = _names(source.csl.get("author"), inverted=True)
    author = names or source.csl.get("publisher") or source.container
    editor = _names(source.csl.get("editor"), inverted=False)
    parts = [
        f"{author.removesuffix('.')}." if author else "",
        f"({_long_date(source.issued) or 'n.d.'}).",
        f"{_sentence_case(source.title)}{f' ({editor}, Ed.)' if editor else ''}.",
    ]
    if source.container and source.container != author:
        preposition = "In " if _is_entry(source) else ""
        parts.append(f"{preposition}{_sentence_case(source.container)}.")
    if source.url:
        read = f"Retrieved {_american_date(source.accessed)}, from " if source.accessed else ""
        parts.append(f"{read}{source.url}")
    return " ".join(filter(None, parts))


def _cite_apa(cited: Sequence[Cited]) -> str:
    return "".join(f"{safe(apa(claim, source))}\n" for claim, source in cited)


def _cite_bibtex(cited: Sequence[Cited]) -> str:
    return "\n".join(_bibtex(claim, source) for claim, source in cited)


def _cite_csl_json(cited: Sequence[Cited]) -> str:
    items = [_csl_item(claim, source) for claim, source in cited]
    return escape_json(json.dumps(items, ensure_ascii=False, indent=2)) + "\n"


def _cite_ris(cited: Sequence[Cited]) -> str:
    return "\n".join(_ris(claim, source) for claim, source in cited)


STYLES: dict[str, Callable[[Sequence[Cited]], str]] = {
    "apa": _cite_apa,
    "bibtex": _cite_bibtex,
    "csl-json": _cite_csl_json,
    "ris": _cite_ris,
}
"""Each style's function; its text ends in a line end, one entry a claim, in order."""


def _csl_item(claim: Claim, source: Source) -> Mapping[str, Any]:
    note = "; ".join(filter(None, [_locator(claim), source.csl.get("note")]))
    return {
        **source.csl,
        "author": _authors(source),
        "id": claim.id,
        "URL": _link(claim, source),
        "note": note,
    }


def _bibtex(claim: Claim, source: Source) -> str:
    entry = "inreference" if _is_entry(source) else "online"
    fields = {
        "author": _bibtex_names(_authors(source)),
        "title": _bibtex_text(_plain(source.title)),
        "booktitle" if entry == "inreference" else "organization": _bibtex_text(
            source.container
        ),
        "editor": _bibtex_names(source.csl.get("editor") or []),
        "date": source.issued,
        "url": _link(claim, source),
        "urldate": source.accessed,
        "note": _locator(claim),
    }
    lines = [f"  {name} = {{{text}}},\n" for name, text in fields.items() if text]
    return f"@{entry}{{{claim.id},\n{''.join(lines)}}}\n"


def _ris(claim: Claim, source: Source) -> str:
    date = (source.issued or "").replace("-", "/")
    fields = [
        ("TY", "ENCYC" if _is_entry(source) else "ELEC"),
        ("ID", claim.id),
        *(("AU", _inverted_name(name)) for name in _authors(source)),
        ("TI", _plain(source.title)),
        ("T2", source.container),
        *(("ED", _inverted_name(name)) for name in source.csl.get("editor") or []),
        ("PB", source.csl.get("publisher")),
        ("PY", date[:4]),
        ("DA", date),
        ("UR", _link(claim, source)),
        ("Y2", (source.accessed or "").replace("-", "/")),
        ("N1", _locator(claim)),
    ]
    lines = [f"{tag}  - {_one_line(text)}\n" for tag, text in fields if text]
    return "".join([*lines, "ER  - \n"])


def _authors(source: Source) -> Sequence[Mapping[str, str]]:
    """The authors, else the publisher or the work as a body: what APA makes of none."""
    body = {"literal": source.csl.get("publisher") or source.container}
    return source.csl.get("author") or [body]


def _locator(claim: Claim) -> str:
    return f"para. {claim.passage.paragraph}"


def _link(claim: Claim, source: Source) -> str:
    return link(source.url, claim.passage.anchor) if source.url else ""


def _is_entry(source: Source) -> bool:
    """Whether the article is part of a larger work, which the citation then names."""
    return str(source.csl.get("type")) in ("entry-encyclopedia", "entry-dictionary", "chapter")


def _names(names: Sequence[Mapping[str, str]] | None, *, inverted: bool) -> str:
    write = _inverted_initials if inverted else _straight_initials
    written = [write(name) for name in names or ()]
    if len(written) > 1:
        written[-1] = f"& {written[-1]}"
    return ", ".join(written)


def _initials(name: Mapping[str, str]) -> str:
    return " ".join(f"{part[0]}." for part in name.get("given", "").split())


def _inverted_initials(name: Mapping[str, str]) -> str:
    family = name.get("literal") or name.get("family", "")
    return ", ".join(filter(None, [family, _initials(name)]))


def _straight_initials(name: Mapping[str, str]) -> str:
    family = name.get("literal") or name.get("family", "")
    return " ".join(filter(None, [_initials(name), family]))


def _inverted_name(name: Mapping[str, str]) -> str:
    family = name.get("literal") or name.get("family", "")
    return ", ".join(filter(None, [family, name.get("given")]))


def _long_date(date: str | None) -> str:
    """``2018-11-28`` as ``2018, November 28``."""
    if not date:
        return ""
    year, *rest = date.split("-")
    return ", ".join(filter(None, [year, _month_day(rest)]))


def _american_date(date: str) -> str:
    """``2019-08-19`` as ``August 19, 2019``."""
    year, *rest = date.split("-")
    return ", ".join(filter(None, [_month_day(rest), year]))


def _month_day(parts: Sequence[str]) -> str:
    if not parts or not 1 <= int(parts[0]) <= 12:
        return ""
    return " ".join([_MONTHS[int(parts[0]) - 1], *(str(int(day)) for day in parts[1:])])


def _sentence_case(title: str) -> str:
    """*title* with only its first word, acronyms and words marked `_NOCASE` capitalised.

    A title that is in sentence case already is left as it stands.
    """
    words = _plain(title).split(" ")
    long_words = [word for word in words[1:] if len(word) > 4]
    if _NOCASE not in title and not all(word[:1].isupper() for word in long_words):
        return " ".join(words)
    kept = {w for part in title.split(_NOCASE)[1:] for w in part.split("</span>")[0].split()}
    return " ".join(
        word
        if i == 0 or word in kept or words[i - 1].endswith(":") or word[1:] != word[1:].lower()
        else word.lower()
        for i, word in enumerate(words)
    )


def _plain(title: str) -> str:
    return title.replace(_NOCASE, "").replace("</span>", "")


def _bibtex_names(names: Sequence[Mapping[str, str]]) -> str:
    return " and ".join(filter(None, map(_bibtex_name, names)))


def _bibtex_name(name: Mapping[str, str]) -> str:
    if "literal" in name:  # braces: a body, not a given and a family name
        return f"{{{_bibtex_text(name['literal'])}}}"
    parts = (_bibtex_part(name.get(part, "")) for part in ("family", "given"))
    return ", ".join(filter(None, parts))


def _bibtex_part(part: str) -> str:
    """A part of a name, in braces if a comma or an "and" in it would end it."""
    text = _bibtex_text(part)
    plain = all(character.isalpha() or character in " .'-" for character in text)
    return text if plain and " and " not in f" {text} " else f"{{{text}}}"


_BIBTEX_ESCAPES = {
    "\\": "\\textbackslash{}",
    # Not \{ and \}: a reader counts braces, behind a backslash too.
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    **{character: f"\\{character}" for character in "#$%&_"},
}


def _bibtex_text(text: str) -> str:
    return "".join(_BIBTEX_ESCAPES.get(character, character) for character in _one_line(text))


def _one_line(text: str) -> str:
    """*text* without line ends and control characters, which would end a field."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
