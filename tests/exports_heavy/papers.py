"""The papers that every program is given: ordinary ones, and all that try to break out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from paperreader.domain import Place
from tests.exports.examples import BREAKOUTS, annotated_with, full, plain

if TYPE_CHECKING:
    from paperreader.domain import Entry

SAID: Final = (
    ("publisher", "Springer & Co"),
    ("editor", "Emmy Noether and {The Editors}"),
    ("address", "Berlin"),
    ("isbn", "978-3-16-148410-0"),
)
AUTHORS: Final = ("Ludwig van Beethoven", "García Márquez, Gabriel", "King, Jr., Martin Luther", "The OpenAI Team")


def papers() -> list[Entry]:
    """Return one paper of each kind, and one for each text that tries to break out, all with keys of their own."""
    paper = replace(full().paper, authors=AUTHORS, author_count=None, place=Place("3", "2", "1-10"), reference=SAID)
    kinds = ("article", "inproceedings", "book", "phdthesis", "techreport", "misc", "online", "incollection")
    ordinary = [
        replace(full(), paper=replace(paper, title=rf"A {kind} on $\alpha$", reference=(("entrytype", kind), *SAID)))
        for kind in kinds
    ]
    return [*ordinary, *map(annotated_with, BREAKOUTS), plain("The last")]
