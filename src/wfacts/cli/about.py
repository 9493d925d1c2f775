"""``wfacts`` alone and ``wfacts --version``."""

from wfacts import __version__
from wfacts.cli.options import Outcome
from wfacts.output import Form, Result

TEACH = """\
wfacts: sourced facts on the work of China's women's federations

  wfacts ask how much money was lent to women    one claim answers, with its source
  wfacts search training laid-off                every claim that has the words
  wfacts show loans-issued                       all about one claim, with its citation

All commands: wfacts --help
"""


def teach() -> Outcome:
    """The first three commands."""
    return Outcome(Result(text=TEACH), Form())


def show_version() -> Outcome:
    """The versions of program and dataset, and the first digits of the dataset's SHA-256."""
    from wfacts.facts import load  # noqa: PLC0415 - not for bare `wfacts`

    with load() as facts:
        info = facts.store.info()
    text = f"wfacts {__version__}, dataset {info.version} (sha256 {info.digest[:12]})\n"
    return Outcome(Result(text=text), Form())
