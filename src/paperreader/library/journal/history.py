"""History from the journal: the changes that were made, and the versions of a note."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from paperreader.library.database import Ask

_TURNS: Final = {"do": "", "undo": "undid: ", "redo": "redid: "}


@dataclass(frozen=True, slots=True)
class PastChange:
    """A change in the journal."""

    made: str
    """When: ISO 8601, UTC."""
    what: str
    """In words, in the past tense."""
    kind: str
    """`do`, `undo` or `redo`."""
    undone: bool


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a note."""

    made: str
    """When: ISO 8601, UTC."""
    body: str | None
    """`None` if it was deleted."""
    what: str
    """What was done, in words."""


def changes(ask: Ask, limit: int) -> list[PastChange]:
    """What the reader did, undid and redid, newest first."""
    return [
        PastChange(row["made"], row["what"], row["kind"], bool(row["undone"]))
        for row in ask(
            "select made, what, kind, undone_by is not null as undone from changes order by id desc limit ?", limit
        )
    ]


def note_history(ask: Ask, uid: str) -> list[Version]:
    """Every version of a note, oldest first. Saving the same text twice in a row makes one version."""
    versions: list[Version] = []
    for row in ask(
        "select c.made, c.what, c.kind, j.after from journal j join changes c on c.id = j.change "
        "where j.row = ? and j.tbl = 'notes' order by j.change, j.id",
        uid,
    ):
        after = None if row["after"] is None else json.loads(row["after"])
        if after is not None and "body" not in after:  # it was only bound to a highlight, or let go of one
            continue
        body = after and after["body"]
        if not versions or versions[-1].body != body:
            versions.append(Version(row["made"], body, _TURNS[row["kind"]] + row["what"]))
    return versions


def past_notes(ask: Ask, paper: int) -> list[str]:
    """The ids of all notes that a paper has or has had, oldest first."""
    return [
        str(row["row"])
        for row in ask(
            "select row from journal where tbl = 'notes' and json_extract(coalesce(after, before), '$.paper') = ? "
            "group by row order by min(id)",
            paper,
        )
    ]
