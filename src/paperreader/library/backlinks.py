"""Which notes lead to a paper."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.paper import Identifier

if TYPE_CHECKING:
    from paperreader.library.rows import Ask

_ESCAPABLE: Final = re.compile(r"[^a-z0-9./:-]")


@dataclass(frozen=True, slots=True)
class Backlink:
    """A line of a note that leads to a paper."""

    paper: int
    """The paper that the note is on."""
    label: str
    """What a list shows of that."""
    note: str
    """The id of the note."""
    line: str
    """The line that the link is in, without white space around it."""


def backlinks(ask: Ask, paper: int) -> list[Backlink]:
    """The lines of notes on other papers that lead to this one, by the age of the notes."""
    from paperreader.identity import identifiers_in  # not before there is something to look for
    from paperreader.references import references

    names = {Identifier(*row) for row in ask("select scheme, value from identifiers where paper = ?", paper)}
    uids = {
        str(row[0])
        for row in ask(
            "select uid from papers where id = ?1 or id in (select paper from merges where kept = ?1)", paper
        )
    }
    # Whatever stands around it, an identifier contains its canonical form, but for the signs of a DOI that may be
    # escaped; only the notes with one are read.
    wanted = json.dumps([*(_ESCAPABLE.split(one.value.lower(), maxsplit=1)[0] for one in names), *uids])
    found = []
    for row in ask(
        "select n.paper, p.label, n.uid, n.body from notes n join papers p on p.id = n.paper "
        "where instr(n.body, '[[') and n.paper <> ? "
        "and exists (select 1 from json_each(?) w where instr(lower(n.body), w.value)) "
        "and n.paper not in (select paper from gone) order by n.created, n.uid",
        paper,
        wanted,
    ):
        lines: dict[str, None] = {}
        for one in references(row["body"]):
            named = one.target.lower() in uids or names.intersection(identifiers_in(one.target))
            if named and one.tag is None:
                begin = row["body"].rfind("\n", 0, one.start) + 1
                lines[row["body"][begin:].split("\n", 1)[0].strip()] = None
        found += [Backlink(row["paper"], row["label"], row["uid"], line) for line in lines]
    return found
