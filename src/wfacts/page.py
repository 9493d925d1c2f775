"""The text of a saved copy of an article, HTML or plain, with its block edges.

A tokeniser of our own instead of ``html.parser``: that one reads a page of
unclosed tags or comments in quadratic time (measured: a megabyte of ``<a`` is
never done), and saved copies come from strangers. This one looks at each
character once, knows no errors, and keeps no tree, so depth is no matter.
It takes after the HTML standard's tokeniser where that makes a difference to
the words: raw text, comments, quoted attributes, character references.

What can be read in more than one way is left to ``passage.readings``: inside a
block a newline is a line break, and a form feed one that may be an edge.
"""

import codecs
import html
import re
from collections.abc import Iterator
from itertools import pairwise

from wfacts.errors import DataError

MAX_BYTES = 16 * 2**20
"""Size of a copy. A saved page is seldom above 5 MB; the worst of 16 (nothing but
tags, or lines of two characters) takes 9 s and 900 MB."""

MAX_WRAPPED = 200
"""Characters of a wrapped line: nobody wraps wider, so longer ones are paragraphs."""

_BOMS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SUPERSETS = {
    # What browsers read under these names (WHATWG Encoding).
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    # A page that can be read so far is not UTF-16.
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}

_ENCODINGS = re.compile(
    r"utf-8|gb18030|big5hkscs|cp(125[0-8]|932|949|874|866)|iso8859-(\d+)|koi8-[ru]"
    r"|euc_jp|iso2022_jp|mac-roman|mac-cyrillic"
)
"""What a page may declare. Python knows more, some of them quadratic (punycode)."""

_CHARSET = re.compile(
    rb"""<meta\s[^>]{0,1000}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_CHARSET_BYTES = 16_384
"""Bytes in which the declaration is looked for; the standard says 1,024."""

_FEW = 12
"""Bytes off ASCII that can be UTF-8 by chance: two bytes of GB 18030 are so once in seven."""

_HINT = "save the page as HTML alone, without its pictures, or as text"
_MHTML = re.compile(rb"^content-type: multipart/related\b", re.IGNORECASE | re.MULTILINE)

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|section|table|div|p|br|h[1-6])[\s/>]",
    re.IGNORECASE,
)
_HTML_CHARACTERS = 4096

_TAG = re.compile(
    # Possessive: an attribute in quotes, closed or not, is read once.
    r"""</?([a-z][^\s/>]*+)
    (?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+
    (?:>|\Z)""",
    re.IGNORECASE | re.VERBOSE,
)

_UNREAD = frozenset("script style noscript title textarea iframe noembed noframes xmp".split())
"""Elements whose content is raw text, up to their end tag, and none of the article's."""

_BLOCKS = frozenset(
    "address article aside blockquote body button caption center col colgroup dd details"
    " dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5"
    " h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre search"
    " section select summary svg table tbody td template textarea tfoot th thead title tr"
    " ul".split()
)
"""Elements that stand apart from the text around them (and svg, whose text is a picture)."""

_EDGE = "\n\n"

_LONG_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|x[0-9a-f]{7,});?", re.IGNORECASE)
"""A reference beyond Unicode, on which ``html.unescape`` may fail: int() takes 4,300 digits."""

_ITEM = re.compile("[0-9]{1,2}\\) |\u2022")

_SOURCE_BREAK = re.compile(r"(?<=[\w\u00ad][-\u00ad\u2010-\u2015])[^\S\n]*\n\s*(?=\w)")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


def read_page(data: bytes) -> list[str]:
    """The blocks of text of a saved page, in order; none is empty.

    HTML gives a block for each paragraph, heading, list item and so on; scripts,
    styles, templates and comments are left out. Plain text gives one for each
    paragraph, whether paragraphs are parted by blank lines and wrapped, or stand
    one on a line. Raises ``DataError`` for what is no text, is in an unknown
    encoding, or is larger than ``MAX_BYTES``.
    """
    if len(data) > MAX_BYTES:
        raise DataError(f"the file is larger than {MAX_BYTES // 2**20} MB", _HINT)
    text = _decode(data).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    if _is_html(text):
        text = "".join(_Reader(text).pieces())
    chunks = _BLANK_LINES.split(text)
    blocks = (_mark_edges(chunk).replace("\0", "\n") for chunk in chunks)
    return [block for block in blocks if block]


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.removeprefix(mark).decode(encoding, "replace")
    if b"\0" in data:
        raise DataError("the file is not text", _HINT)
    if _MHTML.search(data, 0, _CHARSET_BYTES):
        raise DataError("the file is a web archive (MHTML)", _HINT)
    declared = _declared_encoding(data)
    try:
        # A copy cut off inside a character is still read up to there.
        text = codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError as error:
        if declared:
            return data.decode(declared, "replace")
        raise DataError(
            f"the file is not UTF-8 text (byte {error.start}), and declares no other encoding"
        ) from error
    # What is UTF-8 is so whatever it says (an editor changed it), but a few
    # characters of another encoding can look like it.
    few = len(data.translate(None, bytes(range(128)))) < _FEW
    return data.decode(declared, "replace") if declared and few else text


def _declared_encoding(data: bytes) -> str | None:
    """The codec that an HTML page names in its head, if it is one that pages use."""
    match = _CHARSET.search(data[:_CHARSET_BYTES])
    if match is None:
        return None
    label = (match[1] or match[2]).decode("ascii", "replace").lower().removeprefix("x-")
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    name = _SUPERSETS.get(name, name)
    return name if _ENCODINGS.fullmatch(name) else None


def _is_html(text: str) -> bool:
    return bool(re.match(r"\s*<[a-z!?]", text, re.IGNORECASE)) or bool(
        _HTML.search(text, 0, _HTML_CHARACTERS)
    )


class _Reader:
    """One pass over the source of a page.

    In what comes out, a blank line is the edge of a block and a newline a line
    break (``<br>``, or any in ``<pre>``). Line breaks in the source are blanks,
    but NUL where a word's hyphen stands before: an editor may have put it there.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._position = 0
        self._preformatted = 0
        self._templates = 0

    def pieces(self) -> Iterator[str]:
        """Text and edges, in order."""
        source = self._source
        while (start := source.find("<", self._position)) >= 0:
            yield self._text(self._position, start)
            yield self._markup(start)
        yield self._text(self._position, len(source))

    def _text(self, start: int, end: int) -> str:
        if self._templates:
            return ""
        text = self._source[start:end]
        if not self._preformatted and "\n" in text:
            text = _SOURCE_BREAK.sub("\0", text).replace("\n", " ")
        if "&" in text:
            text = html.unescape(_LONG_REFERENCE.sub("\ufffd", text))
        return text

    def _markup(self, start: int) -> str:
        """What the markup at *start* stands for; the position moves behind it."""
        source = self._source
        if source.startswith("<!--", start):
            self._skip_to("-->", start + 2)
            return ""
        tag = _TAG.match(source, start)
        if tag is None:
            return self._skip_declaration(start)
        self._position = tag.end()
        name = tag[1].lower()
        if source[start + 1] == "/":
            return self._tag(name, -1)
        if tag[0].endswith("/>"):
            return self._tag(name, 0)  # closed at once: in XHTML, and in pictures (svg)
        if name in _UNREAD:
            self._skip_content(name)
        return self._tag(name, 1)

    def _tag(self, name: str, step: int) -> str:
        """What a tag stands for; *step* is 1 where it opens an element, -1 at its end."""
        if name == "template":
            self._templates = max(self._templates + step, 0)
        if name == "pre":
            self._preformatted = max(self._preformatted + step, 0)
        if self._templates:
            return ""
        if name == "br":
            return "\n"
        if name == "q":
            return '"'  # browsers print these quotes
        return _EDGE if name in _BLOCKS else ""

    def _skip_declaration(self, start: int) -> str:
        """Past a doctype or the like; a bare ``<`` is text."""
        if self._source.startswith(("<!", "<?", "</"), start):
            self._skip_to(">", start + 2)
            return ""
        self._position = start + 1
        return "<"

    def _skip_content(self, name: str) -> None:
        """To the end tag of an element of raw text, or the end of the page."""
        end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(
            self._source, self._position
        )
        self._position = end.start() if end else len(self._source)

    def _skip_to(self, mark: str, start: int) -> None:
        found = self._source.find(mark, start)
        self._position = found + len(mark) if found >= 0 else len(self._source)


def _mark_edges(chunk: str) -> str:
    """A *chunk* without blank lines, with form feeds for the breaks that may be edges."""
    if "\n" not in chunk:  # as nearly always, and a page may have a million chunks
        return " ".join(chunk.split())
    lines = [" ".join(line.split()) for line in chunk.split("\n")]
    width = max(map(len, lines))
    marked = [
        line + ("\f" if _may_be_edge(line, following, width) else "\n")
        for line, following in pairwise(lines)
    ]
    return "".join([*marked, lines[-1]]).strip()


def _may_be_edge(line: str, following: str, width: int) -> bool:
    """Whether a paragraph may end between two lines, where the longest has *width*.

    It may where lines are too long to be wrapped ones; before an item of a
    list; and where the next word would have fitted on a line that stops before
    two thirds of *width*. More edges would prove more, and too much: a word
    added before the first of a sentence must not hide on the line above.
    """
    if width > MAX_WRAPPED or _ITEM.match(following):
        return True
    first_word = following.partition(" ")[0]
    return len(line) + 1 + len(first_word) <= width and 3 * len(line) < 2 * width
