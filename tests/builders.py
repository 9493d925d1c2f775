"""Small datasets made by hand, hostile texts, and what must never reach a terminal."""

import json
import re
from pathlib import Path
from typing import Any

ARTICLE = """\
Wells in the hills

The county federation opened over 1,200 wells in 2016. It trained 45 women as keepers.

Some 30 percent of the keepers were under 40. A plan names 2,000 wells by 2020.
"""
"""An article of our own; each sentence with a figure is a claim of `small_dataset`."""

HOSTILE = {
    "escape": "\x1b[31mred\x1b[0m\x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
    "c1": "\x9b31mred\x85\x90q\x9c\x80",
    "bidi": "\u202egnp.exe\u202c \u2066x\u2069 \u200e\u200f\u061c",
    "lines": "tab\there\nnew\r\nback\\slash\x0b\x0c\x1c\u2028\u2029end",
    "markup": "[/x] [bold]b[/bold] [link=http://evil.example]l[/link] :smile: :pile_of_poo:",
    "separators": '"quoted", semi;colon | pipe <b>&amp;</b> `code` ![x](http://evil.example)',
    "nul": "\x00nul\x07bell\x08\x7fdel",
    "formula": "=HYPERLINK(1)",
    "wide": "\u5987\u8054" * 50 + "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "combining": "Z" + "\u0301\u0335" * 100,
    "empty": "",
    "blank": "   ",
    "long": "word " * 400,
    "unbroken": "x" * 3000,
    "escapes": "\\t \\n \\x1b \\u202e \\\\",
    "braces": "a } b { c % d $ e \\ f # g",
}

_ACTED_ON = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def find_controls(text: str) -> list[str]:
    """The characters in *text*, but LF, on which terminals or readers of lines act."""
    return sorted({f"U+{ord(found):04X}" for found in _ACTED_ON.findall(text)})


def strip_styles(text: str) -> str:
    """*text* without the colours and links that a table may have, and nothing else."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    return re.sub(r"\x1b\]8;[a-z0-9=;-]*;?[!-~]*\x1b\\", "", text)


def raw_claim(id_: str = "wells-opened", **fields: Any) -> dict[str, Any]:
    """A sound claim as a dataset holds it, with *fields* changed."""
    return {
        "id": id_,
        "kind": "figure",
        "statement": "The county federation opened over 1,200 wells in 2016.",
        "figure": "1,200",
        "value": 1200,
        "unit": "wells",
        "modifier": "over",
        "measure": "wells opened",
        "actor": ["county federation"],
        "programme": None,
        "place": None,
        "topics": ["water"],
        "period": "2016",
        "caveat": None,
        "source": "hills-2017",
        "passage": {
            "paragraph": 1,
            "sentence": 1,
            "anchor": "opened over 1,200 wells",
            "sha256": "f1d4b0fc71fa843cc55cf8129bb0e8c39356d9c044b803e2018259a0d2145483",
        },
        "keywords": ["water"],
        "questions": ["How many wells were opened?"],
        **fields,
    }


def raw_source(**fields: Any) -> dict[str, Any]:
    """A sound source, a CSL-JSON item, with *fields* changed."""
    return {
        "id": "hills-2017",
        "type": "webpage",
        "title": "Wells in the Hills",
        "container-title": "County News",
        "issued": {"date-parts": [[2017, 3, 8]]},
        "URL": "http://news.example/wells.htm",
        **fields,
    }


def raw_dataset(*claims: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A dataset that holds *claims*, of one source, with *fields* changed."""
    return {
        "schema_version": 1,
        "title": "Wells",
        "version": "1.0.0",
        "description": "Claims on wells.",
        "license": "MIT",
        "topics": ["water", "training"],
        "sources": [raw_source()],
        "claims": list(claims),
        "discrepancies": [],
        **fields,
    }


def small_dataset() -> dict[str, Any]:
    """Four claims that `ARTICLE` proves."""
    from wfacts.passage import digest  # noqa: PLC0415 - the program, not needed for the rest

    def passage(paragraph: int, sentence: int, anchor: str, text: str) -> dict[str, Any]:
        return {
            "paragraph": paragraph,
            "sentence": sentence,
            "anchor": anchor,
            "sha256": digest(text),
        }

    opened = "The county federation opened over 1,200 wells in 2016."
    trained = "It trained 45 women as keepers."
    young = "Some 30 percent of the keepers were under 40."
    planned = "A plan names 2,000 wells by 2020."
    return raw_dataset(
        raw_claim(passage=passage(1, 1, "opened over 1,200 wells", opened)),
        raw_claim(
            "keepers-trained",
            statement="In training by the county federation, 45 women became keepers of wells.",
            figure="45",
            value=45,
            unit="women",
            modifier=None,
            measure="women trained as keepers",
            topics=["training"],
            period=None,
            passage=passage(1, 2, "trained 45 women as keepers", trained),
            keywords=["course"],
            questions=["How many women learnt to keep a well?"],
        ),
        raw_claim(
            "young-keepers",
            statement="Of the people who keep the wells, some 30 percent are younger than 40.",
            figure="30 percent",
            value=30,
            unit="%",
            modifier="about",
            measure="share of young keepers",
            period=None,
            passage=passage(2, 1, "Some 30 percent of the keepers", young),
            keywords=["age"],
            questions=["What share of keepers is young?"],
        ),
        raw_claim(
            "wells-planned",
            kind="target",
            statement="By 2020 there are to be 2,000 wells under a plan.",
            figure="2,000",
            value=2000,
            modifier=None,
            measure="wells planned",
            period="2017-03/2020",
            caveat="A target, not a result.",
            passage=passage(2, 2, "A plan names 2,000 wells", planned),
            keywords=["goal"],
            questions=["How many wells are planned?"],
        ),
    )


def hostile_dataset() -> dict[str, Any]:
    """Every hostile text in every field that the shape of a dataset leaves free."""
    everything = "".join(HOSTILE.values())
    claims = [
        raw_claim(
            f"claim-{name}",
            kind=text,
            statement=text,
            figure=text,
            unit=text,
            modifier=text,
            measure=text,
            actor=[text, text],
            programme=text,
            place=text,
            topics=[text],
            period=text,
            caveat=text,
            passage={
                "paragraph": 2**63 - 1,
                "sentence": -(2**62),
                "anchor": text,
                "sha256": text,
            },
            keywords=[text],
            questions=[text],
        )
        for name, text in {**HOSTILE, "everything": everything}.items()
    ]
    values = [9e18, -0.0, 5e-324, 2**63 - 1, 1 - 2**63, 1e-7, 1.5, 1e17]
    claims += [raw_claim(f"value-{n}", value=value) for n, value in enumerate(values)]
    source = raw_source(
        **dict.fromkeys(("type", "title", "container-title", "publisher", "note"), everything),
        URL="http://news.example/" + everything,
        author=[{"family": everything, "given": everything}, {"literal": everything}],
        editor=[{"literal": everything}, {}],
        custom={everything: [everything, None, 1.5]},
    )
    return raw_dataset(
        *claims,
        **dict.fromkeys(("title", "version", "description", "license"), everything),
        topics=list(HOSTILE.values()),
        sources=[source],
        discrepancies=[
            {
                "id": f"note-{kind}",
                "claims": ["claim-escape", "value-1", "claim-everything", "\x1b[31mnone"],
                "kind": kind if kind != "other" else everything,
                "note": everything,
            }
            for kind in ("conflict", "look-alike", "other")
        ],
    )


def write_json(path: Path, dataset: object) -> Path:
    """Write *dataset* to *path* as JSON in ASCII, and give the path."""
    path.write_text(json.dumps(dataset))
    return path
