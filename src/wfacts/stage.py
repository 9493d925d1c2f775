"""What a view for people is drawn for."""

from typing import NamedTuple


class Stage(NamedTuple):
    """What a view for people may use: *width* in columns, None where nothing wraps.

    Links are drawn only with colour, *ascii* asks for plain characters; without
    *header* a table has no heads.
    """

    width: int | None
    color: bool
    ascii: bool
    header: bool = True
