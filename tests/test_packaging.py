"""What users install: the wheel, its data, its man page; and a checkout behaves alike."""

import email
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import typer

import wfacts
from conftest import FACTS, ROOT
from wfacts.dataset import locate_bundled


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as `pip install` builds it but without the network."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment with the wheel; its requirements are this one's own."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", f"--python={folder}"]
    offline = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*pip, *offline], capture_output=True, check=True)
    site = next(folder.glob("lib/python*/site-packages"))
    (site / "requirements.pth").write_text(str(Path(typer.__file__).parents[1]))
    return folder


def run_installed(folder: Path, *argv: str) -> str:
    """What the installed ``wfacts`` prints, in an empty folder and environment."""
    done = subprocess.run(
        [str(folder / "bin" / "wfacts"), *argv],
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PATH": os.defpath},
        check=True,
    )
    return done.stdout


def test_the_installed_wheel_looks_up(installed: Path) -> None:
    assert run_installed(installed, "search", "loans").startswith(
        "loans-issued\t58900000000\tCNY"
    )
    assert run_installed(installed, "--version").startswith(f"wfacts {wfacts.__version__}, ")


def test_the_wheel_reads_its_own_data_and_not_the_checkout_s(installed: Path) -> None:
    """Its requirements come from the environment in which wfacts is installed editable."""
    script = "import wfacts.dataset as d; print(d.__file__); print(d.locate_bundled())"
    python = str(installed / "bin" / "python")
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True)
    assert all(line.startswith(str(installed)) for line in done.stdout.splitlines())


def test_a_checkout_finds_the_dataset_above_the_code() -> None:
    assert Path(locate_bundled()) == FACTS


def test_a_checkout_runs_without_any_installation() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wfacts", "search", "loans", "-f", "ids"],
        capture_output=True,
        text=True,
        cwd=os.sep,
        env={"PYTHONPATH": str(ROOT / "src")},
        check=True,
    )
    assert done.stdout.startswith("loans-issued\n")


def test_the_wheel_holds_what_users_need(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        stem = f"wfacts-{wfacts.__version__}"
        for name in (
            "wfacts/py.typed",
            "wfacts/schema.sql",
            "wfacts/data/facts.json",
            f"{stem}.data/data/share/man/man1/wfacts.1",
            f"{stem}.dist-info/licenses/LICENSE",
        ):
            assert name in names
        package = (p for p in (ROOT / "src" / "wfacts").rglob("*") if p.suffix != ".pyc")
        code = {str(p.relative_to(ROOT / "src")) for p in package if p.is_file()}
        assert code <= set(names)
        assert archive.read("wfacts/data/facts.json") == FACTS.read_bytes()
        metadata = email.message_from_bytes(archive.read(f"{stem}.dist-info/METADATA"))
    assert metadata["Requires-Python"] == ">=3.11"
    runtime = {re.split(r"[<>=]", r)[0] for r in metadata.get_all("Requires-Dist", [])}
    assert runtime == {"typer", "rich"}
    assert {name.split("/")[0] for name in names} == {
        "wfacts",
        f"{stem}.data",
        f"{stem}.dist-info",
    }


def test_the_man_page_is_installed_where_man_looks(installed: Path) -> None:
    page = installed / "share" / "man" / "man1" / "wfacts.1"
    assert page.read_text() == (ROOT / "docs" / "wfacts.1").read_text()
