"""Section 15: the versions of program and dataset."""

import hashlib
import json

from conftest import FACTS
from contract.processes import Desk, ran
from wfacts import __version__


def test_the_version_names_program_dataset_and_digest(desk: Desk) -> None:
    data = FACTS.read_bytes()
    digest, version = hashlib.sha256(data).hexdigest(), json.loads(data)["version"]
    assert ran("--version").out == (
        f"wfacts {__version__}, dataset {version} (sha256 {digest[:12]})\n"
    )
    digest = hashlib.sha256(desk.dataset.read_bytes()).hexdigest()
    assert (
        f"1.0.0 (sha256 {digest[:12]})" in ran("--version", WFACTS_DATA=str(desk.dataset)).out
    )
