"""Sourced facts on the work of China's women's federations.

>>> import wfacts
>>> facts = wfacts.load()
>>> facts["loans-issued"].figure
'58.9 billion yuan'

The names below are loaded on first use (PEP 562), because the command line
passes through this module on every look-up.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Claim",
    "DataError",
    "Dataset",
    "Discrepancy",
    "Facts",
    "Filters",
    "Hits",
    "NotFoundError",
    "Passage",
    "QueryError",
    "Source",
    "WfactsError",
    "__version__",
    "load",
]

_HOMES = {
    "Answer": "ask",
    "Claim": "model",
    "DataError": "errors",
    "Dataset": "model",
    "Discrepancy": "model",
    "Facts": "facts",
    "Filters": "query",
    "Hits": "search",
    "NotFoundError": "errors",
    "Passage": "model",
    "QueryError": "errors",
    "Source": "model",
    "WfactsError": "errors",
    "load": "facts",
}

if TYPE_CHECKING:
    from wfacts.ask import Answer
    from wfacts.errors import DataError, NotFoundError, QueryError, WfactsError
    from wfacts.facts import Facts, load
    from wfacts.model import Claim, Dataset, Discrepancy, Passage, Source
    from wfacts.query import Filters
    from wfacts.search import Hits


def __getattr__(name: str) -> Any:
    """The public *name*, imported from its module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only for library users

    value = getattr(import_module(f"wfacts.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
