"""The files that the contract's calls name."""

import pytest

from builders import ARTICLE, hostile_dataset, small_dataset, write_json
from contract.processes import Desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A sound small dataset, its article, and a folder to write to."""
    folder = tmp_path_factory.mktemp("desk")
    article = folder / "article.txt"
    article.write_text(ARTICLE)
    return Desk(write_json(folder / "dataset.json", small_dataset()), article, folder)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a dataset that has hostile texts in every field."""
    folder = tmp_path_factory.mktemp("hostile")
    return str(write_json(folder / "hostile.json", hostile_dataset()))
