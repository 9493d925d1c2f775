"""Citations, read by the programs that they are for: pandoc, biber, and a reader of RIS."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import wfacts
from builders import find_controls, hostile_dataset, raw_claim, raw_source
from wfacts.cite import STYLES, apa, cite_source
from wfacts.dataset import make_claim, make_source
from wfacts.model import Claim, Source

IDS = ["loans-issued", "small-loans-experience"]
"""A claim of each article."""

ACWF = (
    "Women of China. (2018, November 28). Women's federations achieve major successes in"
    " poverty alleviation, rural revitalization (Xie Wen, Ed.)."
    " http://www.womenofchina.cn/womenofchina/html1/features/spotlight/1811/7219-1.htm"
    " (para. 13)"
)
WMA = (
    "Chinese Women's Research Network. (2010, July 29). Women making achievements campaign."
    " In Women's studies encyclopedia. Retrieved August 19, 2019, from"
    " http://en.wsic.ac.cn/baike/255.htm (para. 3)"
)


URL = "http://news.example/wells.htm"


@pytest.fixture(scope="module")
def cited() -> list[tuple[Claim, Source]]:
    with wfacts.load() as facts:
        return [(facts[id_], facts.sources[facts[id_].source]) for id_ in IDS]


@pytest.fixture(scope="module")
def hostile() -> list[tuple[Claim, Source]]:
    tree = hostile_dataset()
    return [(make_claim(raw), make_source(tree["sources"][0])) for raw in tree["claims"][:3]]


def of_source(**fields: Any) -> str:
    """The APA reference of a source with *fields* changed."""
    return cite_source(make_source(raw_source(**fields)))


def test_apa_is_as_the_design_gives_it(cited: list[tuple[Claim, Source]]) -> None:
    assert [apa(*pair) for pair in cited] == [ACWF, WMA]
    assert STYLES["apa"](cited) == f"{ACWF}\n{WMA}\n"


@pytest.mark.parametrize(
    ("fields", "reference"),
    [
        (
            {},
            "County News. (2017, March 8). Wells in the hills. " + URL,
        ),
        (
            {
                "author": [
                    {"family": "Li", "given": "Mei Hua"},
                    {"family": "Ma", "given": "Jun"},
                ]
            },
            "Li, M. H., & Ma, J. (2017, March 8). Wells in the hills. County news. " + URL,
        ),
        (
            {"editor": [{"family": "Li", "given": "Mei"}]},
            "County News. (2017, March 8). Wells in the hills (M. Li, Ed.). " + URL,
        ),
        (
            {"issued": {"date-parts": [[2017]]}, "URL": ""},
            "County News. (2017). Wells in the hills.",
        ),
        (
            {"title": 'WHO wells: A <span class="nocase">Gansu</span> Story', "URL": ""},
            "County News. (2017, March 8). WHO wells: A Gansu story.",
        ),
        (
            {"container-title": "", "publisher": "Hill Press", "URL": ""},
            "Hill Press. (2017, March 8). Wells in the hills.",
        ),
        (
            {"issued": {"date-parts": [[2017, 12, 31]]}, "URL": ""},
            "County News. (2017, December 31). Wells in the hills.",
        ),
        (
            {"issued": {"date-parts": [[2017, 1]]}, "URL": ""},
            "County News. (2017, January). Wells in the hills.",
        ),
        (
            {"title": "Women Work with Wells", "URL": ""},
            "County News. (2017, March 8). Women work with wells.",
        ),
        (
            {"title": "iPhone Wells: A UN Story", "URL": ""},
            "County News. (2017, March 8). iPhone wells: A UN story.",
        ),
        (
            {"title": "Wells in the hills of Gansu", "URL": ""},
            "County News. (2017, March 8). Wells in the hills of Gansu.",
        ),
    ],
)
def test_apa_follows_what_a_source_has(fields: dict[str, Any], reference: str) -> None:
    assert of_source(**fields) == reference


def test_a_source_without_a_date_has_none() -> None:
    source = raw_source(URL="")
    del source["issued"]
    cited = [(make_claim(raw_claim()), make_source(source))]
    assert cite_source(cited[0][1]) == "County News. (n.d.). Wells in the hills."
    assert "date =" not in STYLES["bibtex"](cited)
    assert not {"PY", "DA", "Y2", "UR"} & set(read_ris(STYLES["ris"](cited))[0])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ({"family": "O'Neil", "given": "Mei-Hua J."}, "O'Neil, Mei-Hua J."),
        ({"family": "Anders", "given": "Jun"}, "Anders, Jun"),
        ({"family": "Wen and", "given": "and Jun"}, "{Wen and}, {and Jun}"),
        ({"family": "Wells & Sons", "given": "R2"}, "{Wells \\& Sons}, {R2}"),
    ],
)
def test_bibtex_braces_only_what_would_end_a_name(name: dict[str, str], written: str) -> None:
    source = make_source(raw_source(author=[name]))
    text = STYLES["bibtex"]([(make_claim(raw_claim()), source)])
    assert f"  author = {{{written}}},\n" in text


def test_a_person_may_have_one_name() -> None:
    names = [{"given": "Mei"}, {"family": "Ma"}, {"literal": "Lan"}]
    source = make_source(raw_source(author=names, editor=names[:1], URL=""))
    cited = [(make_claim(raw_claim()), source)]
    assert STYLES["apa"](cited).startswith("M., Ma, & Lan. (2017, March 8).")
    assert "(M., Ed.)" in STYLES["apa"](cited)
    assert "  author = {Mei and Ma and {Lan}},\n" in STYLES["bibtex"](cited)
    assert read_ris(STYLES["ris"](cited))[0]["AU"] == ["Mei", "Ma", "Lan"]


def test_a_date_that_does_not_exist_is_left_out() -> None:
    for month in (0, 13):
        assert "(2017)" in of_source(issued={"date-parts": [[2017, month, 40]]})


FULL = raw_source(
    type="entry-encyclopedia",
    author=[
        {"family": "Li", "given": "Mei Hua"},
        {"literal": "Wells and Company"},
        {"family": "Ma, the Elder", "given": "Jun"},
    ],
    editor=[{"family": "Xie and Wen"}],
    accessed={"date-parts": [[2019, 8, 19]]},
    note="Read online",
)
"""A source that has all that a citation gives."""

LINK = URL + "#:~:text=opened%20over%201%2C200%20wells"

BIBTEX = f"""\
@inreference{{wells-opened,
  author = {{Li, Mei Hua and {{Wells and Company}} and {{Ma, the Elder}}, Jun}},
  title = {{Wells in the Hills}},
  booktitle = {{County News}},
  editor = {{{{Xie and Wen}}}},
  date = {{2017-03-08}},
  url = {{{LINK}}},
  urldate = {{2019-08-19}},
  note = {{para. 1}},
}}
"""

RIS = f"""\
TY  - ENCYC
ID  - wells-opened
AU  - Li, Mei Hua
AU  - Wells and Company
AU  - Ma, the Elder, Jun
TI  - Wells in the Hills
T2  - County News
ED  - Xie and Wen
PB  - Hill Press
PY  - 2017
DA  - 2017/03/08
UR  - {LINK}
Y2  - 2019/08/19
N1  - para. 1
ER  - \n"""


def test_each_style_gives_all_that_a_source_has() -> None:
    claim, source = make_claim(raw_claim()), make_source(FULL)
    printed = make_source({**FULL, "publisher": "Hill Press"})
    assert STYLES["bibtex"]([(claim, source)] * 2) == f"{BIBTEX}\n{BIBTEX}"
    assert STYLES["ris"]([(claim, printed)] * 2) == f"{RIS}\n{RIS}"
    assert json.loads(STYLES["csl-json"]([(claim, source)])) == [
        {**FULL, "id": "wells-opened", "URL": LINK, "note": "para. 1; Read online"}
    ]
    assert STYLES["apa"]([(claim, source)]) == (
        "Li, M. H., Wells and Company, & Ma, the Elder, J. (2017, March 8). Wells in the"
        " hills (Xie and Wen, Ed.). In County news. Retrieved August 19, 2019, from"
        f" {URL} (para. 1)\n"
    )


@pytest.mark.parametrize(
    ("fields", "author", "kind"),
    [
        ({}, "County News", "ELEC"),
        ({"publisher": "Hill Press"}, "Hill Press", "ELEC"),
        ({"type": "chapter"}, "County News", "ENCYC"),
        ({"type": "entry-dictionary"}, "County News", "ENCYC"),
    ],
)
def test_a_source_without_authors_is_its_publisher_s_or_its_site_s(
    fields: dict[str, Any], author: str, kind: str
) -> None:
    cited = [(make_claim(raw_claim()), make_source(raw_source(**fields)))]
    assert STYLES["apa"](cited).startswith(f"{author}. (2017, March 8).")
    assert f"  author = {{{{{author}}}}},\n" in STYLES["bibtex"](cited)
    assert f"  {'organization' if kind == 'ELEC' else 'booktitle'} = " in STYLES["bibtex"](
        cited
    )
    assert STYLES["ris"](cited).startswith(
        f"TY  - {kind}\nID  - wells-opened\nAU  - {author}\n"
    )


@pytest.mark.parametrize("style", ["bibtex", "csl-json", "ris"])
def test_each_entry_has_the_id_the_paragraph_and_the_link(
    cited: list[tuple[Claim, Source]], style: str
) -> None:
    text = STYLES[style](cited)
    for claim, _ in cited:
        assert claim.id in text
        assert f"para. {claim.passage.paragraph}" in text
    assert text.count("#:~:text=") == len(cited)
    assert "2019" in text  # the access date, where the source has one


@pytest.mark.parametrize("style", STYLES)
def test_no_citation_carries_a_control(hostile: list[tuple[Claim, Source]], style: str) -> None:
    text = STYLES[style](hostile)
    assert find_controls(text) == []
    assert len(text) > 1000


@pytest.mark.parametrize("style", STYLES)
def test_nothing_to_cite_is_empty(style: str) -> None:
    assert STYLES[style]([]) == ("[]\n" if style == "csl-json" else "")


def read_ris(text: str) -> list[dict[str, list[str]]]:
    """The records of *text* by RIS's rules: ``XX  - value``, from TY to ER."""
    records: list[dict[str, list[str]]] = []
    for line in text.splitlines():
        if not line:
            continue
        tag, value = re.fullmatch(r"([A-Z][A-Z0-9])  - ?(.*)", line).groups()  # type: ignore[union-attr]
        if tag == "TY":
            records.append({})
        records[-1].setdefault(tag, []).append(value)
    return records


def test_ris_has_one_record_a_claim_from_ty_to_er(cited: list[tuple[Claim, Source]]) -> None:
    records = read_ris(STYLES["ris"](cited))
    assert [next(iter(record)) for record in records] == ["TY", "TY"]
    assert [next(reversed(record)) for record in records] == ["ER", "ER"]
    assert [record["TY"] for record in records] == [["ELEC"], ["ENCYC"]]
    assert [record["ID"][0] for record in records] == IDS
    assert [record["PY"][0] for record in records] == ["2018", "2010"]
    assert records[0]["DA"] == ["2018/11/28"]
    assert records[1]["Y2"] == ["2019/08/19"]


def test_ris_of_a_hostile_source_keeps_its_records(hostile: list[tuple[Claim, Source]]) -> None:
    records = read_ris(STYLES["ris"](hostile))
    assert [record["ID"][0] for record in records] == [claim.id for claim, _ in hostile]
    assert all(record["ER"] == [""] for record in records)


def test_csl_json_is_the_source_s_item_with_the_claim_s_link(
    cited: list[tuple[Claim, Source]],
) -> None:
    items = json.loads(STYLES["csl-json"](cited))
    assert STYLES["csl-json"](cited) == json.dumps(items, ensure_ascii=False, indent=2) + "\n"
    for item, (claim, source) in zip(items, cited, strict=True):
        assert item["id"] == claim.id
        assert item["title"] == source.csl["title"]
        assert item["URL"].startswith(source.url + "#:~:text=")


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
def test_pandoc_renders_csl_json(cited: list[tuple[Claim, Source]], tmp_path: Path) -> None:
    (tmp_path / "refs.json").write_text(STYLES["csl-json"](cited), encoding="utf-8")
    (tmp_path / "text.md").write_text(" ".join(f"[@{claim.id}]" for claim, _ in cited))
    done = subprocess.run(
        ["pandoc", "--citeproc", "--bibliography", "refs.json", "-t", "plain", "text.md"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stderr == ""
    rendered = " ".join(done.stdout.split())
    assert "Women of China" in rendered
    assert "2010" in rendered
    assert "Xie Wen" in rendered


@pytest.mark.skipif(shutil.which("biber") is None, reason="biber is not installed")
@pytest.mark.parametrize("which", ["cited", "hostile"])
def test_biber_accepts_bibtex(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    entries: list[tuple[Claim, Source]] = request.getfixturevalue(which)
    (tmp_path / "refs.bib").write_text(STYLES["bibtex"](entries), encoding="utf-8")
    done = subprocess.run(
        ["biber", "--tool", "refs.bib"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )
    problems = [line for line in done.stdout.splitlines() if "ERROR" in line or "WARN" in line]
    assert (done.returncode, problems) == (0, [])
    written = (tmp_path / "refs_bibertool.bib").read_text(encoding="utf-8").lower()
    assert all(f"{{{claim.id}," in written for claim, _ in entries)


def test_braces_and_commands_of_a_source_stay_text() -> None:
    source = make_source(raw_source(title=r"A } b { \input{x} 100% #1 $x_1$ ~ ^ &"))
    text = STYLES["bibtex"]([(make_claim(raw_claim()), source)])
    title = re.search(r"  title = \{(.*)\},\n", text)
    assert title
    assert title.group(1).count("{") == title.group(1).count("}")
    assert title.group(1) == (
        r"A \textbraceright{} b \textbraceleft{} \textbackslash{}input\textbraceleft{}x"
        r"\textbraceright{} 100\% \#1 \$x\_1\$ \textasciitilde{} \textasciicircum{} \&"
    )
