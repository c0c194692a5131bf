"""History from the journal: the changes that were made, and the versions of a note."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.domain import FIELDS

if TYPE_CHECKING:
    from paperreader.library.database import Ask

_PAPER_ROWS: Final = "select p.uid from json_each(?) w join papers p on p.id = w.value"
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
class PaperChange(PastChange):
    """A change of a paper."""

    fields: tuple[str, ...] = ()
    """The fields that it gave other values, by the names of `FIELDS`."""


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
            "select made, what, kind, undone_by <> id as undone from changes order by id desc limit ?", limit
        )
    ]


def paper_changes(ask: Ask, paper: int, limit: int) -> list[PaperChange]:
    """What was done to a paper and to those merged into it, undone and redone, newest first."""
    papers = [paper, *(row["paper"] for row in ask("select paper from merges where kept = ?", paper))]
    # A change of a row that stays says only what is new in it: its paper is known from when it came or went.
    named = {str(row["uid"]) for row in ask(_PAPER_ROWS, json.dumps(papers))}
    made = " or ".join(f"instr(coalesce(after, before), '\"paper\": {one}{end}')" for one in papers for end in ",}")
    named |= {str(row["row"]) for row in ask(f"select distinct row from journal where {made}")}
    rows = ask(
        "select id, made, what, kind, undone_by <> id as undone from changes where id in "
        "(select j.change from json_each(?) w cross join journal j on j.row = w.value) order by id desc limit ?",
        json.dumps(sorted(named)),
        limit,
    )
    fields = _changed_fields(ask, [row["id"] for row in rows], named)
    return [
        PaperChange(row["made"], row["what"], row["kind"], bool(row["undone"]), fields.get(row["id"], ()))
        for row in rows
    ]


def _changed_fields(ask: Ask, changes: list[int], named: set[str]) -> dict[int, tuple[str, ...]]:
    """The fields that changes gave other values, of the rows with these names."""
    touched: dict[int, set[str]] = {}
    for row in ask(
        "select change, tbl, row, after from json_each(?) w cross join journal on change = w.value "
        "where tbl in ('papers', 'identifiers')",
        json.dumps(changes),
    ):
        if row["row"] in named:
            columns = json.loads(row["after"] or "{}") if row["tbl"] == "papers" else ("identifiers",)
            touched.setdefault(row["change"], set()).update(columns)
    return {
        change: tuple(field.name for field in FIELDS if field.name in columns and not field.part_of)
        for change, columns in touched.items()
    }


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
