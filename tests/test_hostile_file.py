"""Built files that were damaged or made to do harm: the law of ``test_fuzz`` holds."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from builders import find_controls, small_dataset, write_json
from conftest import call

LOOKS = [
    ["search", "wells", "-f", "table"],
    ["show", "wells-opened", "-f", "table"],
    ["chart", "-f", "table"],
    ["facets", "unit", "-f", "table"],
    ["ask", "how mny wells were opned"],
    ["--version"],
]
VALUES = (None, b"\xff\x00", "[1]\x1b")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A built file that may hold anything in any column, as a hostile one may."""
    folder = tmp_path_factory.mktemp("built")
    dataset = small_dataset()
    ids = [claim["id"] for claim in dataset["claims"][:2]]
    note = {"id": "d", "claims": ids, "kind": "conflict", "note": "They differ."}
    path = write_json(folder / "small.json", {**dataset, "discrepancies": [note]})
    out = folder / "small.db"
    assert call(["build", str(path), str(out)]).status == 0
    with closing(sqlite3.connect(out)) as connection:
        connection.execute("PRAGMA writable_schema = on")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '')")
        connection.commit()
    return out.read_bytes()


def obeys_the_law(path: Path) -> set[int]:
    """The statuses of all looks at the file *path*, which are 0 to 3 without a control."""
    statuses = set()
    for look in LOOKS:
        done = call(look, env={"WFACTS_DATA": str(path)})
        assert done.status in (0, 1, 2, 3), (look, done.err)
        assert len(done.err.splitlines()) <= 4
        assert find_controls(done.err) == []
        assert find_controls(done.out.replace("\t", "")) == []
        statuses.add(done.status)
    return statuses


def columns(built: bytes, folder: Path) -> list[tuple[str, str]]:
    """The tables of a built file with their columns."""
    (folder / "names.db").write_bytes(built)
    with closing(sqlite3.connect(folder / "names.db")) as connection:
        sql = (
            "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c"
            " WHERE t.type = 'table' AND t.name NOT GLOB 'words*'"
        )
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_any_value_in_any_column(built: bytes, tmp_path: Path, value: object) -> None:
    path = tmp_path / "crafted.db"
    refused = 0
    for table, column in columns(built, tmp_path):
        path.write_bytes(built)
        with closing(sqlite3.connect(path)) as connection:
            try:
                connection.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", (value,))
                connection.commit()
            except sqlite3.IntegrityError:
                continue  # a key that has to be a number
        refused += 3 in obeys_the_law(path)
    assert refused


def test_any_damage_to_the_bytes(built: bytes, tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    dice = random.Random(1)  # noqa: S311 - the same damage every time
    refused = 0
    for _ in range(12):
        damaged = bytearray(built)
        for _ in range(dice.choice([1, 10, 200])):
            damaged[dice.randrange(100, len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged)
        refused += 3 in obeys_the_law(path)
    assert refused
