"""A saved page gives the same blocks however it was saved, and nothing makes it run away."""

import codecs
import re
import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfacts.errors import DataError
from wfacts.page import MAX_BYTES, MAX_WRAPPED, read_page
from wfacts.passage import digest, find_anchor, find_run, readings

TITLE = "Bees of the valley"
FIRST = (
    "In 1987 Ada Brook opened a first school for bee-keepers, and nearly 2,400 have learnt. "
    "It began with 12 hives & one well-known hill; nobody's children were turned away, then "
    "or later, though the winters were hard and sugar was dear."
)
SECOND = (
    "\u201cHoney,\u201d she says, \u201cis patience.\u201d In 2016 the self-governed caf\u00e9 "
    "of the valley bought 58.9 tonnes from 310 hill-top farms, over half of it in May\u2014a "
    "record. The farms, most of them run by women, had sold nearly nothing before"
)
PARAGRAPHS = [TITLE, FIRST, SECOND]
ESCAPED = [text.replace("&", "&amp;") for text in PARAGRAPHS]
SENTENCES = [
    sentence
    for text in PARAGRAPHS
    for sentence in re.split(r"(?<=[.!?]) |(?<=\.\u201d) ", text)
]


def misses(data: bytes) -> list[str]:
    """The sentences that no reading of the page proves; the last one has no full stop."""
    pages = readings(read_page(data))
    return [sentence for sentence in SENTENCES if not any(proves(p, sentence) for p in pages)]


def proves(page: str, sentence: str) -> bool:
    anchor = " ".join(sentence.split()[:3])
    return any(find_run(page, place, digest(sentence)) for place in find_anchor(page, anchor))


def html(*paragraphs: str, head: str = '<meta charset="utf-8">') -> str:
    body = "\n".join(f"<p>{text}</p>" for text in paragraphs)
    head += "<title>x</title>"
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>{body}</body></html>"


def wrap(text: str, width: int = 60) -> str:
    return "\n".join(textwrap.wrap(text, width))


HTML = {
    "as written": html(*ESCAPED),
    "wrapped in the source": html(*(wrap(text) for text in ESCAPED)),
    "indented in the source": html(*(f"\n\t\t{text}\n\t" for text in ESCAPED)),
    "windows line ends": html(*(wrap(text) for text in ESCAPED)).replace("\n", "\r\n"),
    "capital tags": html(*ESCAPED).replace("<p>", "<P>").replace("</p>", "</P>"),
    "no end tags": html(*ESCAPED).replace("</p>", ""),
    "no html, head or body": "".join(f"<p>{text}" for text in ESCAPED),
    "attributes": html(*ESCAPED).replace("<p>", "<p class='a > b' title=\"<p>\" x=1>"),
    "no-break spaces": html(*(text.replace(" ", "&nbsp;") for text in ESCAPED)),
    "no-break spaces, raw": html(*(text.replace(" ", "\u00a0") for text in ESCAPED)),
    "numeric references": html(*("".join(f"&#{ord(c)};" for c in text) for text in PARAGRAPHS)),
    "hex references": html(*("".join(f"&#x{ord(c):X};" for c in text) for text in PARAGRAPHS)),
    "named references": html(
        *(
            text.replace("\u201c", "&ldquo;").replace("'", "&rsquo;")
            for text in ESCAPED
        )
    ),
    "straight quotes": html(*ESCAPED).replace("\u201c", '"').replace("\u201d", '"'),
    "q": html(*(text.replace("\u201c", "<q>").replace("\u201d", "</q>") for text in ESCAPED)),
    "soft hyphens": html(*(text.replace("ee", "e&shy;e") for text in ESCAPED)),
    "inline markup": html(
        *(text.replace("e", "<b class=x>e</b>").replace(" o", " <i>o</i>") for text in ESCAPED)
    ),
    "divs": html(*ESCAPED).replace("<p>", "<div><div>").replace("</p>", "</div></div>"),
    "tables": html(*ESCAPED).replace("<p>", "<table><tr><td>").replace("</p>", "</table>"),
    "breaks": html("<br><br>".join(ESCAPED)),
    "xhtml breaks": html("<br />\n<br />".join(ESCAPED)),
    "breaks with blanks between": html("<br>&nbsp;\n <b></b><br>".join(ESCAPED)),
    "single breaks": html("<br/>".join(ESCAPED)),
    "lines that end in breaks": html(
        *(wrap(text).replace("\n", "<br>\n") for text in ESCAPED)
    ),
    "preformatted": html("<pre>" + "\n\n".join(wrap(text) for text in ESCAPED) + "</pre>"),
    "scripts and styles": html(*ESCAPED).replace(
        "<p>", "<script>if (a<b) '<p>x</p>'</script><style>p > a {}</style><p>"
    ),
    "scripts inside": html(*(text.replace(" ", "<script>1</script> ", 3) for text in ESCAPED)),
    "comments": html(*ESCAPED).replace("<p>", "<!-- <p> a > b -- --><p>"),
    "comments inside": html(*(text.replace(" ", " <!-- ad -->", 3) for text in ESCAPED)),
    "declarations inside": html(
        *(text.replace(" ", " <![if x]><?y z?></ >", 3) for text in ESCAPED)
    ),
    "noscript": html(*ESCAPED).replace("<p>", "<noscript><p>Turn it on</noscript><p>"),
    "templates": html(*ESCAPED).replace(
        "<p>", "<template><p>x<template>y</template>z</template><p>"
    ),
    "advertisements": html(*ESCAPED).replace("<p>", "<div class=ad>Buy honey</div><p>"),
    "frames": html(*ESCAPED).replace("<p>", "<iframe src=x>Buy</iframe><ins></ins><p>"),
    "pictures": html(*ESCAPED).replace("<p>", "<svg><title/><text>x</text></svg><img><p>"),
    "navigation": html(*ESCAPED).replace("<body>", "<body><ul><li>Bees<li>In 1987 Ada</ul>"),
    "truncated in a tag": html(*ESCAPED).partition("</body>")[0] + "<p class='x",
    "truncated in a script": html(*ESCAPED).partition("</body>")[0] + "<script>var x",
}  # fmt: skip

TEXT = {
    "a paragraph a line": "\n".join(PARAGRAPHS),
    "blank lines between": "\n\n".join(PARAGRAPHS) + "\n",
    "windows line ends": "\r\n\r\n".join(PARAGRAPHS),
    "old Mac line ends": "\r\r".join(PARAGRAPHS),
    "wrapped": "\n\n".join(wrap(text) for text in PARAGRAPHS),
    "wrapped, narrow": "\n\n".join(wrap(text, 24) for text in PARAGRAPHS),
    "wrapped, no blank lines": "\n".join(wrap(text) for text in PARAGRAPHS),
    "wrapped, not after hyphens": "\n\n".join(
        "\n".join(textwrap.wrap(text, 30, break_on_hyphens=False)) for text in PARAGRAPHS
    ),
    "indented": "\n\n".join(textwrap.indent(wrap(text), "   ") for text in PARAGRAPHS),
    "blanks at line ends": "\n \t\n".join(text.replace(". ", ". \n") for text in PARAGRAPHS),
    "tabs and wide blanks": "\n\n".join(text.replace(" ", "\t\u3000") for text in PARAGRAPHS),
}


@pytest.mark.parametrize("source", HTML.values(), ids=HTML.keys())
def test_every_way_to_save_html_gives_the_same_paragraphs(source: str) -> None:
    assert misses(source.encode()) == []


@pytest.mark.parametrize("source", TEXT.values(), ids=TEXT.keys())
def test_every_way_to_save_text_gives_the_same_paragraphs(source: str) -> None:
    assert misses(source.encode()) == []


@pytest.mark.parametrize("width", range(16, MAX_WRAPPED + 1, 8))
def test_text_wrapped_at_any_width_gives_the_same_paragraphs(width: int) -> None:
    assert misses("\n\n".join(wrap(text, width) for text in PARAGRAPHS).encode()) == []


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("gb18030", "gb18030"),
        ("gb18030", "GB2312"),
        ("gbk", "gbk"),
        ("gbk", "x-gbk"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "windows-1252"),
        ("utf-8", "UTF8"),
        ("big5hkscs", "big5"),
        ("shift_jis", "Shift_JIS"),
        ("utf-8", "gb2312"),
        ("utf-8", "utf-16"),
        ("utf-8", "no-such-encoding"),
    ],
)
@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="{}">',
        "<META CHARSET={} >",
        "<meta http-equiv='Content-Type' content='text/html; charset={}'>",
    ],
)
def test_a_page_is_read_in_the_encoding_it_declares(
    encoding: str, label: str, head: str
) -> None:
    source = html(*ESCAPED, head=head.format(label))
    assert misses(source.encode(encoding, "xmlcharrefreplace")) == []


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
@pytest.mark.parametrize("source", [HTML["as written"], TEXT["wrapped"]], ids=["html", "text"])
def test_a_mark_at_the_start_decides_the_encoding(encoding: str, source: str) -> None:
    declared = source.replace("utf-8", "gb18030")
    assert misses(("\ufeff" + declared).encode(encoding)) == []


def test_few_characters_that_could_be_utf_8_are_what_the_page_declares() -> None:
    text = "The valley \u8117 counts its bees."  # two bytes that are a letter in UTF-8
    data = html(text, head="<meta charset=gbk>").encode("gbk")
    assert data.decode("utf-8")
    assert read_page(data) == [text]


def test_an_xml_declaration_names_the_encoding_too() -> None:
    source = '<?xml version="1.0" encoding="ISO-8859-1"?>' + html(*ESCAPED, head="")
    assert misses(source.encode("cp1252", "xmlcharrefreplace")) == []


@pytest.mark.parametrize(
    "label", ["punycode", "idna", "utf-7", "unicode_escape", "rot13", "zlib"]
)
def test_a_page_can_t_declare_what_is_no_encoding_of_pages(label: str) -> None:
    data = html("a\\u0062", "b", head=f"<meta charset={label}>").encode()
    assert read_page(data) == ["a\\u0062", "b"]
    with pytest.raises(DataError):
        read_page(data + b"\xff")


def test_a_broken_byte_in_a_page_that_declares_utf_8_spoils_only_its_word() -> None:
    data = html(*ESCAPED).encode().replace(b"<body>", b"<body><p>cut \xe4\xbd off</p>")
    assert misses(data) == []


@pytest.mark.parametrize("cut", range(1, 4))
def test_a_copy_cut_off_inside_a_character_is_read_up_to_there(cut: int) -> None:
    data = ("\n\n".join(PARAGRAPHS) + "\n\nend \U0001f41d").encode()
    assert misses(data[:-cut]) == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text"),
        (b"PK\x03\x04\x14\0\0\0", "not text"),
        ("wide".encode("utf-16-le"), "not text"),
        ("Z\u00fcrich".encode("latin-1"), "not UTF-8 text (byte 1), and declares no other"),
        (b"\xff", "not UTF-8 text"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "not UTF-8 text"),
        (
            b"From: <Saved by Blink>\r\nContent-Type: multipart/related;\r\n",
            "web archive",
        ),
        (b" " * (MAX_BYTES + 1), "larger than 16 MB"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, message: str) -> None:
    with pytest.raises(DataError) as error:
        read_page(data)
    assert message in error.value.message
    assert "\n" not in error.value.message


@pytest.mark.parametrize(
    "data", [b"", b"\n \n", b"<p></p>", b"<!--", codecs.BOM_UTF8, b"<script>x"]
)
def test_an_empty_page_has_no_blocks(data: bytes) -> None:
    assert read_page(data) == []


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("<p>a < b and c <3 d <> e</p>", ["a < b and c <3 d <> e"]),
        (
            "<p>AT&T &amp &copy 2 &nosuch; &#0; &#xD800;",
            ["AT&T & \u00a9 2 &nosuch; \ufffd \ufffd"],
        ),
        ("<p>&#" + "9" * 5000 + ";&#x" + "f" * 5000 + ";", ["\ufffd\ufffd"]),
        ("<p>&#146;&lt;p&gt;", ["\u2019<p>"]),
        ("<p a='x", []),
        ("<p>x</pre></template></div>y", ["x", "y"]),
        ("<ul><li>a<li>b</ul>c", ["a", "b", "c"]),
        ("<p>one<wbr>word x<sup>2</sup>", ["oneword x2"]),
        ("<textarea><p>draft</textarea><p>x", ["x"]),
        ("<p>a<!-->b<!--->c<!-- d --!> -->e", ["abce"]),
        ("<p>x<custom-tag>y</custom-tag>", ["xy"]),
        ("plain > text & <more", ["plain > text & <more"]),
        ("A &amp; B stay as they are in text", ["A &amp; B stay as they are in text"]),
    ],
)
def test_broken_html_is_read_as_browsers_read_it(source: str, blocks: list[str]) -> None:
    assert read_page(source.encode()) == blocks


@pytest.mark.parametrize("width", range(24, 100, 4))
def test_a_word_added_before_a_sentence_can_t_hide_on_the_line_before(width: int) -> None:
    for sentence in SENTENCES[1:]:
        text = "\n\n".join(PARAGRAPHS).replace(sentence, f"Allegedly {sentence}")
        wrapped = "\n\n".join(wrap(paragraph, width) for paragraph in text.split("\n\n"))
        assert misses(wrapped.encode()) == [sentence]


def test_items_of_a_list_stand_apart_in_wrapped_text() -> None:
    text = (
        "The valley has bees in nine places; and\n2) Honey is sold in seven, where it\nrains."
    )
    page = readings(read_page(text.encode()))[0]
    assert page.split("\n")[1] == "2) Honey is sold in seven, where it rains."


@given(st.binary(max_size=300))
def test_any_bytes_give_blocks_or_a_reason(data: bytes) -> None:
    for page in (data, b"<p>" + data, b"<meta charset=gb18030>" + data):
        try:
            blocks = read_page(page)
        except DataError:
            continue
        assert all(block.strip() == block != "" for block in blocks)


PIECES = [
    "<p>",
    "</p>",
    "<",
    ">",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<br>",
    "\n",
    " ",
    "a-",
]
PIECES += [
    "b",
    "&",
    "&#",
    "x;",
    "'",
    '"',
    "=",
    "<template>",
    "</template>",
    "<pre>",
    "</",
    "<!",
    "/>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_markup_gives_blocks(source: str) -> None:
    blocks = read_page(("<p>" + source).encode())
    assert all(block.strip() == block != "" for block in blocks)
    assert not any("\0" in page for page in readings(blocks))


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_follows_closed_markup_is_read(source: str) -> None:
    closed = source + "-->'>\">" + "</script></template></pre></p>" * 13
    assert read_page((closed + "<p>The end.</p>").encode())[-1:] == ["The end."]


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<a",
            "<a ",
            "<!--",
            '<a x="',
            "<a x='>",
            "<p>",
            "<div><template>",
            "</",
            "<![CDATA[",
            '<a ="',
        ),
        *(
            "&#x41;",
            "&amp",
            "&#" + "9" * 5000,
            "<script>",
            "</script",
            "<pre>\n",
            "x-\n",
            "\n \n",
        ),
        *(" ", "- \n", "\u00ad\n", "<br>", "a<br>", "<meta ", "<!-- <meta charset=", "<p>a"),
    ],
)
@pytest.mark.parametrize("start", ["<p>", "x"])
def test_reading_takes_linear_time(piece: str, start: str) -> None:
    data = (start + piece * (2**19 // len(piece))).encode()
    begin = time.perf_counter()
    readings(read_page(data))
    # Seen: 0.2 s for half a megabyte; html.parser needs minutes for some.
    assert time.perf_counter() - begin < 10
