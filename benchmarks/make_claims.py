"""Writes a made-up dataset of any size, the same for the same seed.

    python benchmarks/make_claims.py 1000000 --seed 1 > claims.json

Words follow Zipf's law with Mandelbrot's offset over 40,000 words, so that the
commonest is in about two claims of five and most are rare; fields are filled
as often, and are as long, as in the bundled dataset without its questions'
paraphrases. Figures, values, anchors and digests fit each other, so ``wfacts
check`` finds nothing. One claim is made at a time: memory stays small.
"""

import argparse
import hashlib
import itertools
import json
import random
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

VOCABULARY = 40_000
OFFSET = 13
"""Mandelbrot's: without it the first word would be in nearly every claim."""

COMMON = (
    "women training loans province county rural poverty support project village families"
    " skills income employment federation workers national local programme development"
    " people farmers households courses women's groups credit business centers market"
    " communities children officials produce agricultural handicraft campaign industry"
    " cooperative education health services funds entrepreneurs funding online model"
).split()
"""The commonest words, in order; the rest are made of syllables."""

SCALES = (("", 1), (" thousand", 10**3), (" million", 10**6), (" billion", 10**9))
HEDGES = {"over": "over", "nearly": "nearly", "about": "about", "at least": "at_least"}
KINDS = ("figure",) * 12 + ("target",) * 2 + ("event",) * 4 + ("policy", "partnership")
TOPICS = "agriculture community employment family finance health poverty skills".split()


class World(NamedTuple):
    """What all claims draw from: words by frequency and lists of names."""

    words: Sequence[str]
    weights: Sequence[float]
    places: Sequence[str]
    actors: Sequence[str]
    programmes: Sequence[str]
    units: Sequence[str]
    sources: int


def main() -> None:
    """Write the dataset that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("claims", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for text in write_dataset(options.claims, options.seed):
        sys.stdout.write(text)


def write_dataset(claims: int, seed: int = 1) -> Iterator[str]:
    """The JSON text of a dataset of so many *claims*, piece by piece."""
    chance = random.Random(seed)
    world = make_world(chance, max(2, claims // 200))
    head = {
        "schema_version": 1,
        "title": f"{claims} claims made from seed {seed}",
        "version": "1.0.0",
        "description": "Made-up claims for measuring.",
        "license": "CC0-1.0",
        "topics": TOPICS,
    }
    yield json.dumps(head)[:-1]
    encode = json.JSONEncoder(ensure_ascii=False).encode
    makers = {
        "sources": (make_source(world, n) for n in range(world.sources)),
        "claims": (make_claim(chance, world, n) for n in range(claims)),
        "discrepancies": (make_discrepancy(world, n) for n in range(0, claims - 1, 50)),
    }
    for name, items in makers.items():
        yield f',\n"{name}": ['
        for index, item in enumerate(items):
            yield f"{',' if index else ''}\n{encode(item)}"
        yield "\n]"
    yield "}\n"


def make_world(chance: random.Random, sources: int) -> World:
    """The words and names that all claims draw from."""
    syllables = [c + v + e for c in "bdfghklmnprstvz" for v in "aeiou" for e in ("", "n", "r")]
    made = (
        "".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in itertools.count()
    )
    words = list(itertools.islice(dict.fromkeys([*COMMON]) | _distinct(made), VOCABULARY))
    weights = list(itertools.accumulate(1 / (rank + OFFSET) for rank in range(len(words))))
    names = [word.title() for word in chance.sample(words[len(COMMON) :], 1500)]
    provinces = [f"{name} Province" for name in names[:30]]
    return World(
        words,
        weights,
        places=provinces
        + [f"{name} County, {provinces[i % 30]}" for i, name in enumerate(names[30:1000])],
        actors=[f"{name} Women's Federation" for name in names[1000:1200]],
        programmes=[
            f"{name} {chance.choice(COMMON).title()} Programme" for name in names[1200:1400]
        ],
        units=[
            "CNY",
            "CNY",
            "%",
            "women",
            "women",
            "people",
            "households",
            "loans",
            *words[50:80],
        ],
        sources=sources,
    )


def _distinct(words: Iterator[str]) -> dict[str, None]:
    return dict.fromkeys(itertools.islice(words, 2 * VOCABULARY))


def make_source(world: World, n: int) -> dict[str, Any]:
    """The article number *n*, a CSL-JSON item."""
    return {
        "id": f"article-{n}",
        "type": "webpage",
        "title": f"{world.words[n % 1000 + 50].title()} and {world.words[n % 77].title()}",
        "container-title": "Made-up Times",
        "issued": {"date-parts": [[2019, 1 + n % 12, 1 + n % 28]]},
        "URL": f"https://example.org/articles/{n}",
    }


def make_claim(chance: random.Random, world: World, n: int) -> dict[str, Any]:
    """The claim number *n*; its words are Zipf's, its fields fit each other."""
    words = chance.choices(world.words, cum_weights=world.weights, k=60)
    kind = chance.choice(KINDS)
    figure, value, unit, modifier = None, None, None, None
    counted = " ".join(words[:3])
    anchor = counted
    if kind in ("figure", "target"):
        unit = chance.choice(world.units)
        figure, value = make_figure(chance, unit)
        hedge = chance.choice((*HEDGES, "", "", "", ""))
        modifier = HEDGES.get(hedge)
        anchor = " ".join(filter(None, (hedge, figure, counted)))[:200]
    place = chance.choice(world.places) if chance.random() < 0.6 else None
    actor = [chance.choice(world.actors)] if chance.random() < 0.8 else []
    statement = " ".join(["The", *words[3:14], anchor, *words[14:26]]) + "."
    return {
        "id": claim_id(world, n),
        "kind": kind,
        "statement": statement,
        "figure": figure,
        "value": value,
        "unit": unit,
        "modifier": modifier,
        "measure": counted,
        "actor": actor,
        "programme": chance.choice(world.programmes) if chance.random() < 0.4 else None,
        "place": place,
        "topics": chance.sample(TOPICS, chance.randint(1, 2)),
        "period": make_period(chance),
        "caveat": " ".join(words[26:34]).capitalize() + "." if chance.random() < 0.3 else None,
        "source": f"article-{n % world.sources}",
        "passage": {
            "paragraph": 1 + n % 40,
            "sentence": 1 + n % 3,
            "anchor": anchor,
            "sha256": hashlib.sha256(statement.encode()).hexdigest(),
        },
        "keywords": sorted({" ".join(words[34 + 2 * i : 36 + 2 * i]) for i in range(4)}),
        "questions": [
            f"How many {' '.join(words[42:48])}?",
            f"Where were the {' '.join(words[48:54])}?",
        ],
    }


def make_figure(chance: random.Random, unit: str) -> tuple[str, int | float]:
    """A printed figure and its value in base units."""
    if unit == "%":
        share = chance.randint(1, 99)
        return f"{share} percent", share
    word, scale = chance.choice(SCALES)
    if scale == 1:
        number = int(10 ** chance.uniform(0.5, 4.5))
        printed, value = f"{number:,}", number
    else:
        hundredths = chance.randint(101, 99_999)
        printed, value = f"{hundredths / 100:g}{word}", hundredths * scale // 100
    return f"{printed} yuan" if unit == "CNY" else printed, value


def make_period(chance: random.Random) -> str | None:
    """An EDTF period of one of the usual forms, or None."""
    year, month = chance.randint(1990, 2018), chance.randint(1, 12)
    return chance.choice(
        (
            None,
            None,
            str(year),
            str(year),
            f"{year}-{month:02d}",
            f"{year}-{month:02d}-15",
            f"{year}/2018-11",
        )
    )


def make_discrepancy(world: World, n: int) -> dict[str, Any]:
    """A pair of claims that look alike."""
    return {
        "id": f"pair-{n}",
        "claims": [claim_id(world, n), claim_id(world, n + 1)],
        "kind": "look-alike",
        "note": f"One is of {world.words[n % 900]}, the other of {world.words[n % 800]}.",
    }


def claim_id(world: World, n: int) -> str:
    """The id of the claim number *n*."""
    return f"{world.words[50 + n % 997]}-{world.words[50 + n % 7919]}-{n}"


if __name__ == "__main__":
    main()
