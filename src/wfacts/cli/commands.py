"""The commands there are: where each is, what it does, where the help lists it."""

from typing import NamedTuple


class Entry(NamedTuple):
    """A command: the module of its function, its summary, the heading it stands under."""

    module: str
    summary: str
    heading: str


LOOK, PROVE, MAKE = "Look up", "Prove", "Make"

COMMANDS = {
    "ask": Entry("asking", "answer a question with one sourced claim, or abstain", LOOK),
    "search": Entry("lookup", "list the claims that have all the words", LOOK),
    "show": Entry("lookup", "say everything about a claim", LOOK),
    "compare": Entry("comparing", "set claims side by side, with why they differ", LOOK),
    "chart": Entry("comparing", "draw comparable figures as bars", LOOK),
    "facets": Entry("lookup", "count claims by topic, place, unit and so on", LOOK),
    "sources": Entry("lookup", "list the articles and how to cite them", LOOK),
    "cite": Entry("citing", "cite a claim: APA, BibTeX, CSL-JSON, RIS", PROVE),
    "open": Entry("citing", "open the article at the very words", PROVE),
    "verify": Entry("proving", "prove the claims against saved copies of the articles", PROVE),
    "check": Entry("proving", "list every problem in a dataset", MAKE),
    "build": Entry("building", "compile a large dataset into one file", MAKE),
    "schema": Entry("proving", "print the JSON Schema of the dataset or the output", MAKE),
}
"""The commands in the order of the help; each one's function has its name."""
