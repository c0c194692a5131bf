"""Restores annotations made elsewhere: in another library, or in the source of a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.domain import memory_text, new_uid
from paperreader.library.annotations import (
    InvalidTag,
    add_tag,
    attach_files,
    put_in_queue,
    put_states,
    restored_highlight,
    tag_name,
    tag_uid,
)
from paperreader.library.database import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperreader.domain import Entry, Note
    from paperreader.library.database import Values
    from paperreader.library.journal import Change


def add_tags(change: Change, paper: int, names: Iterable[str]) -> list[str]:
    """Tag a paper.

    Returns:
        What could not be restored, in words: tags that are not valid.
    """
    problems = []
    for text in names:
        try:
            add_tag(change, [paper], tag_uid(change, tag_name(text)))
        except InvalidTag as error:
            problems.append(str(error))
    return problems


def add_remarks(change: Change, paper: int, remarks: Iterable[str]) -> None:
    """Add remarks as notes, except those that the paper has already."""
    rows = change.connection.execute("select body from notes where paper = ?", (paper,))
    written = {row["body"].strip() for row in rows.fetchall()}
    for body in remarks:
        if body.strip() not in written:
            change.put("notes", new_uid(), {"paper": paper, "highlight": None, "body": body})


def restore_annotations(change: Change, paper: int, entry: Entry, *, behind: int) -> list[str]:
    """Add to a paper what its reader had added according to an export. What is there already stays.

    Args:
        behind: the last place in the queue before the import.

    Returns:
        What could not be restored, in words: tags and paths that are not valid.
    """
    problems = add_tags(change, paper, entry.tags)
    for highlight in entry.highlights:
        _put_new(change, "highlights", highlight.id, restored_highlight(paper, highlight, entry.paper.abstract))
    for note in entry.notes:
        _put_new(change, "notes", note.id, _note_values(change, paper, note))
    try:
        attach_files(change, paper, entry.files)
    except Invalid as error:
        problems.append(str(error))
    values: Values = {}
    if entry.read:
        values["read"] = 1
    if entry.starred:
        values["starred"] = 1
    if entry.trashed and not _has_state(change, paper):  # papers already looked at here are not trashed
        values["trashed"] = 1
    if entry.decision is not None and not _is_decided(change, paper):
        values |= {"decision": str(entry.decision), "reason": entry.reason}
    values |= _own_degrees(change, paper, entry)
    if values:
        put_states(change, [paper], values)
    if entry.queued is not None:
        put_in_queue(change, paper, entry.queued, behind=behind)
    return problems


def _put_new(change: Change, table: str, uid: str, values: Values) -> None:
    if change.find(table, uid) is None:
        change.put(table, uid, values)


def _note_values(change: Change, paper: int, note: Note) -> Values:
    highlight = change.find("highlights", note.highlight) if note.highlight else None
    return {
        "paper": paper,
        "highlight": note.highlight if highlight is not None and highlight["paper"] == paper else None,
        "body": note.body,
        "created": note.created,
        "updated": note.updated,
        "revision": note.revision,
    }


def _own_degrees(change: Change, paper: int, entry: Entry) -> Values:
    """The rating and the day that a paper does not have yet."""
    there = change.connection.execute("select due, rating from states where paper = ?", (paper,)).fetchone()
    values: Values = {}
    if entry.rating is not None and (there is None or there["rating"] is None):
        values["rating"] = entry.rating
    if entry.due is not None and (there is None or there["due"] is None):
        values |= {"due": entry.due.isoformat(), "memory": None if entry.memory is None else memory_text(entry.memory)}
    return values


def _has_state(change: Change, paper: int) -> bool:
    return change.connection.execute("select 1 from states where paper = ?", (paper,)).fetchone() is not None


def _is_decided(change: Change, paper: int) -> bool:
    sql = "select 1 from states where paper = ? and decision is not null"
    return change.connection.execute(sql, (paper,)).fetchone() is not None
