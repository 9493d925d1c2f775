"""Words and filters as typed, understood: ``Query`` and ``Filters``.

The grammar of a query, after gh and sqlite-utils: words are joined by AND;
``"a phrase"``; ``prefix*``; ``OR`` binds looser than the blank; ``NOT`` takes
the next word or phrase; ``AND`` between words says what the blank says.
Operators are upper case. Every other character is searched literally.
"""

from collections.abc import Sequence
from typing import NamedTuple

from wfacts.errors import QueryError
from wfacts.period import Span
from wfacts.text import safe

LONGEST = 20_000
"""Characters in a query; more is refused."""

MOST_TERMS = 200
"""Words and phrases in a query; FTS5 itself stops at an expression 256 deep."""


class Term(NamedTuple):
    """A word or phrase to find; *prefix* if longer words that begin so count too."""

    text: str
    prefix: bool = False


class Branch(NamedTuple):
    """One side of an ``OR``: all of *wanted* and none of *unwanted*."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]


class Query(NamedTuple):
    """Branches joined by OR; without a branch it finds everything.

    *ignored* are the words that hold no letter or digit, such as an emoji:
    the index has nothing for them.
    """

    branches: tuple[Branch, ...] = ()
    ignored: tuple[str, ...] = ()


class Filters(NamedTuple):
    """What a claim must have besides the words; an empty tuple or None asks nothing.

    A field's values are alternatives. *least* and *most* are in base units;
    *span* is the time that a claim's period must overlap.
    """

    topic: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    span: Span | None = None


FIELDS = ("topic", "programme", "place", "kind", "source", "unit")
"""The filters by value, which are also the facets."""


class _Token(NamedTuple):
    """A piece of the query; *quoted* pieces are never operators."""

    text: str
    quoted: bool
    prefix: bool


def parse_query(words: Sequence[str]) -> Query:
    """The query that *words*, joined by blanks, say; without words it finds all claims.

    Raises QueryError for what can't be understood: an unclosed quote, an
    operator without its words, a lone ``*`` or parenthesis, a query without
    a letter or digit, or one that is too long.
    """
    text = _clean(" ".join(words))
    if len(text) > LONGEST:
        raise QueryError(f"the query has {len(text):,} characters; the most is {LONGEST:,}")
    tokens = list(_split(text))
    if not tokens:
        if words:
            raise QueryError("the query is empty", "without words, search lists every claim")
        return Query()
    if len(tokens) > MOST_TERMS:
        raise QueryError(f"the query has {len(tokens)} words; the most is {MOST_TERMS}")
    _refuse_groups(tokens)
    ignored = tuple(t.text for t in tokens if not _is_searchable(t) and not _is_operator(t))
    branches = tuple(_read_branches([t for t in tokens if t.text not in ignored]))
    if not branches:
        raise QueryError(f"nothing to search for in {safe(text[:60])}: no letter or digit")
    return Query(branches, ignored)


def match_expression(terms: Sequence[Term], joiner: str = " ") -> str:
    """An FTS5 expression for *terms*, each quoted so that none of it is grammar."""
    return joiner.join(_quote(term) for term in terms)


def branch_expression(branch: Branch) -> str:
    """An FTS5 expression for *branch*, which must want at least one term."""
    wanted = match_expression(branch.wanted)
    if not branch.unwanted:
        return f"({wanted})"
    return f"(({wanted}) NOT ({match_expression(branch.unwanted, ' OR ')}))"


def _quote(term: Term) -> str:
    text = term.text
    if not text.isalnum():
        # A NUL would end the expression for SQLite, and it takes no lone surrogate.
        text = _clean(text).replace('"', '""')
    quoted = f'"{text}"'
    return f"{quoted} *" if term.prefix else quoted


def _clean(text: str) -> str:
    """*text* with curly double quotes made straight and what can't be typed made blank."""
    straight = text.translate({0x201C: '"', 0x201D: '"', 0x201E: '"'})
    if straight.isprintable():
        return straight
    return "".join(
        " " if not c.isprintable() and (c < " " or "\x7f" <= c < "\xa0" or c.isspace()) else c
        for c in straight.encode("utf-8", "replace").decode()
    )


def _split(text: str) -> list[_Token]:
    """The words and quoted phrases of *text*; QueryError for a quote that stays open."""
    tokens: list[_Token] = []
    rest = text
    while rest := rest.lstrip():
        if rest[0] == '"':
            phrase, closed, rest = rest[1:].partition('"')
            if not closed:
                where = f"before: {safe(phrase[:60])}" if phrase.strip() else "at the end"
                raise QueryError(
                    f"unclosed quote {where}", "close the phrase, or leave the quote out"
                )
            prefix = rest.startswith("*")
            tokens.append(_Token(phrase.strip(), quoted=True, prefix=prefix))
            rest = rest[prefix:]
        else:
            end = next((i for i, c in enumerate(rest) if c == '"' or c.isspace()), len(rest))
            word, rest = rest[:end], rest[end:]
            stem = word.rstrip("*")
            prefix = bool(stem) and stem != word
            tokens.append(_Token(stem if prefix else word, quoted=False, prefix=prefix))
    return tokens


def _refuse_groups(tokens: Sequence[_Token]) -> None:
    operators = any(_is_operator(token) for token in tokens)
    for token in tokens:
        lone = token.text.strip("*") in ("", "(", ")") and token.text and not token.quoted
        opened = token.text.startswith("(") and ")" not in token.text and not token.quoted
        if lone or (operators and opened):
            raise QueryError(
                f"{safe(token.text)} stands where a word should",
                "OR binds looser than the blank; there are no groups in parentheses"
                if "(" in token.text or ")" in token.text
                else "put * right behind the beginning of a word: loan*",
            )


def _is_searchable(token: _Token) -> bool:
    """Whether the index's tokenizer finds a word in it: letters and digits only."""
    return any(c.isalnum() for c in token.text)


def _is_operator(token: _Token) -> bool:
    return not token.quoted and token.text in ("AND", "OR", "NOT") and not token.prefix


def _read_branches(tokens: Sequence[_Token]) -> list[Branch]:
    if tokens and all(_is_operator(token) for token in tokens):
        raise QueryError(
            f"{tokens[0].text} stands alone", f"to search for the word: '\"{tokens[0].text}\"'"
        )
    branches: list[Branch] = []
    group: list[_Token] = []
    for token in [*tokens, _Token("OR", quoted=False, prefix=False)] if tokens else []:
        if _is_operator(token) and token.text == "OR":
            branches.append(_read_branch(group))
            group = []
        else:
            group.append(token)
    return branches


def _read_branch(tokens: Sequence[_Token]) -> Branch:
    wanted: list[Term] = []
    unwanted: list[Term] = []
    pending = "OR" if not tokens else ""
    for index, token in enumerate(tokens):
        if _is_operator(token):
            negates = token.text == "NOT" and pending in ("", "AND")
            joins = token.text == "AND" and index > 0 and not pending
            if not (negates or joins):
                raise _dangling(pending or token.text)
            pending = token.text
        else:
            (unwanted if pending == "NOT" else wanted).append(Term(token.text, token.prefix))
            pending = ""
    if pending:
        raise _dangling(pending)
    return Branch(tuple(wanted), tuple(unwanted))


def _dangling(operator: str) -> QueryError:
    where = {"NOT": "after", "OR": "beside", "AND": "beside"}[operator]
    return QueryError(
        f"no word {where} {operator}", f"to search for the word: '\"{operator}\"'"
    )
