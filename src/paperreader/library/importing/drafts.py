"""The papers of a batch as they are made; stores and indexes those that are new."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

from paperreader.domain import Paper, new_uid
from paperreader.identity import prints
from paperreader.library.database import Keyless, paper_rows
from paperreader.library.search import Index, count_words, indexed, terms_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from paperreader.domain import Entry, Identifier
    from paperreader.identity import Prints
    from paperreader.library.database import KeyGiver, Origins, Stored, Value
    from paperreader.library.importing.preparation import Chunk, Prepared
    from paperreader.library.search import WordCounts

HERE: Final = 0
"""A placeholder for the current import in origins, until it has a number."""
_LAST: Final = 1 << 30
"""Papers of an exported library keep lower numbers; some that follow from them have no more than 31 bits."""
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

    @property
    def fingerprint(self) -> int | None:
        """The fingerprint of its text."""
        return (self.prints if self.prints is not None else prints(self.paper)).fingerprint


class Numbers:
    """The numbers of new papers."""

    def __init__(self, connection: sqlite3.Connection, *, kept: bool) -> None:
        """Begin after the last paper.

        Args:
            kept: papers of an exported library keep the numbers that they have there, where these are free.
        """
        self._connection, self._kept = connection, kept
        self._next: int = connection.execute("select coalesce(max(id), 0) + 1 from papers").fetchone()[0]
        self._taken: set[int] = set()

    def take(self, entry: Entry | None) -> int:
        """Return the number of the next new paper; `entry` is that of an exported library."""
        number = self._next
        if self._kept and entry is not None and 0 < entry.id < _LAST and entry.id not in self._taken:
            there = self._connection.execute("select 1 from papers where id = ?", (entry.id,)).fetchone()
            number = entry.id if there is None else number
        self._taken.add(number)
        self._next = max(self._next, number + 1)
        return number


def insert_drafts(
    connection: sqlite3.Connection, new: Mapping[int, Draft], keys: KeyGiver, number: int, imported: str
) -> None:
    """Store new papers, by their ids, and give them their citation keys.

    Args:
        number: the import.
        imported: the time of the import.
    """
    connection.executemany(_INSERT, _rows(connection, new, keys, number, imported))
    connection.executemany(
        "insert or ignore into identifiers(scheme, value, paper) values (?, ?, ?)",
        [(one.scheme, one.value, id_) for id_, draft in new.items() for one in draft.paper.identifiers],
    )


def _rows(
    connection: sqlite3.Connection, new: Mapping[int, Draft], keys: KeyGiver, number: int, imported: str
) -> Iterator[tuple[Value, ...]]:
    """The rows of new papers, as `_INSERT` takes them."""
    rows = [
        one.prepared.row if one.prepared else paper_rows.columns(one.paper, one.fingerprint) for one in new.values()
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


def index(connection: sqlite3.Connection, new: Mapping[int, Draft], chunks: Sequence[Chunk]) -> None:
    """Index new papers, by what was prepared of their records if they have but one."""
    as_read = {one.prepared: id_ for id_, one in new.items() if one.prepared is not None}
    counts: list[WordCounts] = []
    counted: set[int] = set()
    for chunk in chunks:
        ids = [as_read.get(one) for one in chunk.records]
        if chunk.counts is not None and None not in ids:
            counts.append(chunk.counts)
            counted.update(cast("list[int]", ids))
    terms = {
        id_: one.prepared.terms if one.prepared in as_read else terms_of(indexed(id_, one.paper))
        for id_, one in new.items()
    }
    if missing := [one for id_, one in terms.items() if id_ not in counted]:
        counts.append(count_words(connection, missing))
    Index(connection).enter(list(terms.items()), counts)


def numbered(origins: Origins, number: int) -> Origins:
    """Origins with the number of the current import."""
    return {name: [number, one[1]] if one and one[0] == HERE else one for name, one in origins.items()}
