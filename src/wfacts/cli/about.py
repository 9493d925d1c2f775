"""``wfacts`` alone and ``wfacts --version``."""

from wfacts import __version__
from wfacts.cli.options import Outcome
from wfacts.output import Form, Result


def teach() -> Outcome:
    """The first three commands."""
    from wfacts.cli.help import lay_out_start  # noqa: PLC0415 - not for --version

    return Outcome(Result(text=lay_out_start()), Form())


def show_version() -> Outcome:
    """The versions of program and dataset, and the first digits of the dataset's SHA-256."""
    from wfacts.facts import load  # noqa: PLC0415 - not for bare `wfacts`

    with load() as facts:
        info = facts.store.info()
    text = f"wfacts {__version__}, dataset {info.version} (sha256 {info.digest[:12]})\n"
    return Outcome(Result(text=text), Form())
