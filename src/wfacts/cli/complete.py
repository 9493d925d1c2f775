"""Values that the shell completes: ids with their claim, facets, formats, fields.

Typer renders the help texts as Rich markup, and an unescaped ``[/x]`` in one
crashes it at the prompt, so they are escaped here.
"""
from typing import Any


def _nothing(incomplete: str) -> list[Any]:
    del incomplete
    return []


topics = programmes = places = kinds = sources = units = _nothing
formats = fields = colors = sorts = ids = _nothing


styles = _nothing
