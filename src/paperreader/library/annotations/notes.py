"""Notes within a change, as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.library.database import NoSuchNote, note_of

if TYPE_CHECKING:
    import sqlite3

    from paperreader.domain import Note
    from paperreader.library.journal import Change


def note_row(change: Change, uid: str) -> sqlite3.Row:
    """The row of a note.

    Raises:
        NoSuchNote: it has been deleted.
    """
    row = change.find("notes", uid)
    if row is None:
        raise NoSuchNote("This note has since been deleted. Undo (u) restores it.")
    return row


def note_stored(change: Change, uid: str) -> Note:
    """A note as it is stored now.

    Raises:
        NoSuchNote: it has been deleted.
    """
    return note_of(note_row(change, uid))
