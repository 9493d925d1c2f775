"""What can go wrong, and the exit status each kind of fault has.

Core code raises these and knows nothing of terminals; ``cli.main`` is the one
place that turns them into text and a status.
"""


class WfactsError(Exception):
    """Base of every fault that a user can meet.

    *message* is one line without the program's name; *hints* are up to three
    further lines: a guess first, then the valid values or what to run.
    """

    status = 3

    def __init__(self, message: str, *hints: str) -> None:
        super().__init__(message)
        self.message = message
        self.hints = hints

    def __str__(self) -> str:
        return self.message


class UsageError(WfactsError):
    """The command line was not understood: status 2."""

    status = 2


class QueryError(UsageError):
    """A query that can't be understood, such as an unclosed quote: status 2."""


class NotFoundError(WfactsError, KeyError):
    """A claim id, or a value to filter by, that the data does not hold: status 1."""

    status = 1


class DataError(WfactsError):
    """A dataset, a built file or an article copy that can't be used: status 3."""
