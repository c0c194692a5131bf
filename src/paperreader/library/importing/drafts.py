"""The papers of a batch as they are made, and the rows of those that are new."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from paperreader.domain import Paper, new_uid
from paperreader.identity import prints
from paperreader.library.database import Keyless, paper_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from paperreader.domain import Entry, Identifier
    from paperreader.identity import Prints
    from paperreader.library.database import KeyGiver, Origins, Stored, Value
    from paperreader.library.importing.preparation import Prepared

HERE: Final = 0
"""A placeholder for the current import in origins, until it has a number."""
_LABEL: Final = paper_rows.COLUMNS.index("label")
_KEY: Final = paper_rows.COLUMNS.index("citation_key")
_INSERT: Final = (
    f"insert into papers(id, uid, {', '.join(paper_rows.COLUMNS)}, imported, import, origins) "
    f"values ({', '.join('?' * (len(paper_rows.COLUMNS) + 5))})"
)


@dataclass(slots=True)
class Draft:
    """A paper of this batch: as stored, if it is, and as it will be."""

    paper: Paper
    origins: Origins
    prints: Prints | None = None
    """The numbers of its text, if that is new."""
    prepared: Prepared | None = None
    """Its only record, as long as there is no other."""
    entry: Entry | None = None
    stored: Stored | None = None
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    """The identifiers to give it."""


def insert_drafts(
    connection: sqlite3.Connection, new: Mapping[int, Draft], keys: KeyGiver, number: int, imported: str
) -> None:
    """Store new papers, by their ids, and give them their citation keys.

    Args:
        number: the import.
        imported: the time of the import.
    """
    connection.executemany(_INSERT, _rows(connection, new, keys, number, imported))


def _rows(
    connection: sqlite3.Connection, new: Mapping[int, Draft], keys: KeyGiver, number: int, imported: str
) -> Iterator[tuple[Value, ...]]:
    """The rows of new papers, as `_INSERT` takes them."""
    rows = [
        one.prepared.row if one.prepared else paper_rows.columns(one.paper, _fingerprint(one)) for one in new.values()
    ]
    uids = [one.entry.uid if one.entry else new_uid() for one in new.values()]
    keyless = [
        Keyless(one.paper, str(row[_LABEL]), uid) for one, row, uid in zip(new.values(), rows, uids, strict=True)
    ]
    given = keys.give(connection, keyless)
    for (id_, draft), uid, row, key in zip(new.items(), uids, rows, given, strict=True):
        when = draft.entry.imported if draft.entry else imported
        origins = paper_rows.dump(numbered(draft.origins, number))
        yield id_, uid, *row[:_KEY], key, *row[_KEY + 1 :], when, number, origins


def _fingerprint(draft: Draft) -> int | None:
    fresh = draft.prints if draft.prints is not None else prints(draft.paper)
    return fresh.fingerprint


def numbered(origins: Origins, number: int) -> Origins:
    """Origins with the number of the current import."""
    return {name: [number, one[1]] if one and one[0] == HERE else one for name, one in origins.items()}
