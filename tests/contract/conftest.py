"""The files that the contract's calls name."""

from pathlib import Path

import pytest

from builders import ARTICLE, hostile_dataset, small_dataset, write_json
from contract.processes import Desk


def make_desk(folder: Path) -> Desk:
    """A sound small dataset, its article, and *folder*, where they are, to write to."""
    article = folder / "article.txt"
    article.write_text(ARTICLE)
    return Desk(write_json(folder / "dataset.json", small_dataset()), article, folder)


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The files that calls name."""
    return make_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a dataset that has hostile texts in every field."""
    folder = tmp_path_factory.mktemp("hostile")
    return str(write_json(folder / "hostile.json", hostile_dataset()))
