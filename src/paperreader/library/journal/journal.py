"""The journal: every change of the reader's own data, in the transaction that makes it, with undo and redo.

A change is one thing the reader did, in words, with a row in the journal for each row of `TABLES` that it created,
changed or deleted. Only the columns that changed are kept, before and after, so that undoing one change leaves alone
what another did to the same row. Undo is itself a change: nothing is ever taken out of the journal, whatever is
undone, redone or abandoned.

An import is a change as well. The papers that it adds have no rows in the journal: the row of the import itself says
whether it counts, and `visibility` hides the papers of one that does not. What it changed in papers that were there is
journalled like everything else, as rows of `papers` and `identifiers`; undoing it leaves alone what has been changed
again since. Files that were imported together share the time of their import, and are undone and redone together.
Each of them can be undone alone as well.
"""

from __future__ import annotations

import contextlib
import json
import time
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from paperreader.domain import counted, new_uid, now
from paperreader.library.database import TABLES, NoSuchImport
from paperreader.library.journal.change import Change, Done, Undoable, load_values

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from paperreader.library.database import Writer


class Journal:
    """Makes, undoes and redoes the changes of a library."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    @contextlib.contextmanager
    def change(self, *, automatic: bool = False, amending: int | None = None) -> Iterator[Change]:
        """Make one change in one transaction. Search finds it as soon as it is committed.

        Args:
            automatic: the reader did not ask for it (looking at a paper marked it read). It is undone only when
                nothing else is left to undo, and what was undone before can still be redone.
            amending: the number of a change that this one continues, as when typing in a note goes on. It becomes
                part of that one unless something else was done since.

        Raises:
            LibraryError: nothing was written.
        """
        with (
            self._writer.transaction() as connection,
            self.change_within(connection, automatic=automatic, amending=amending) as change,
        ):
            yield change

    @contextlib.contextmanager
    def change_within(
        self,
        connection: sqlite3.Connection,
        *,
        automatic: bool = False,
        amending: int | None = None,
        going_on: int | None = None,
    ) -> Iterator[Change]:
        """Make a change inside a transaction that the caller holds.

        Args:
            going_on: the number of a change that takes several transactions, as an import does. This one is part of
                it, whatever was done since, unless it has been undone meanwhile.
        """
        change = self._continued(connection, going_on) or self._begin(
            connection, automatic=automatic, amending=amending
        )
        yield change
        if not change.complete():
            connection.execute("delete from changes where id = ?", (change.number,))
            return
        connection.execute("update changes set what = ? where id = ?", (change.what, change.number))
        if not automatic:
            connection.execute("update changes set final = 1 where undone_by is not null and not final")

    @contextlib.contextmanager
    def as_it_is(self) -> Iterator[sqlite3.Connection]:
        """Read the library as the last change left it, with other changes kept out meanwhile."""
        with self._writer.transaction() as connection:
            yield connection

    def undo(self, *, only: int | None = None) -> Done | None:
        """Take back the newest change that is not undone yet, and what was imported together with it.

        Args:
            only: undo only if the newest change has this number, as `undoable` gave it.
        """
        with self._writer.transaction() as connection:
            newest = connection.execute(_NEWEST).fetchone()
            if newest is None or (only is not None and newest["id"] != only):
                return None
            return self._turn("undo", _NEWEST)

    def undoable(self) -> Undoable | None:
        """What `undo` would take back; `None` if there is nothing."""
        with self._writer.transaction() as connection:
            targets = connection.execute(_NEWEST).fetchall()
            if not targets:
                return None
            numbers = json.dumps([target["id"] for target in targets])
            [papers, weighty] = connection.execute(_EXTENT, {"changes": numbers}).fetchone()
            what = _together([target["what"] for target in reversed(targets)])
            return Undoable(targets[0]["id"], what, papers, bool(weighty) or papers > _MANY)

    def undo_import(self, number: int) -> Done:
        """Undo an import, whatever was done since. Later changes to the same data stay.

        Raises:
            NoSuchImport: there is none, it is undone already, or an older paperreader made it and did not record its
                changes; nothing is written.
        """
        with self._writer.transaction() as connection:
            row = connection.execute("select file, change, undone from imports where id = ?", (number,)).fetchone()
            if row is None:
                raise NoSuchImport(f"There is no import {number}; “paperreader imports” lists them.")
            if row["undone"]:
                raise NoSuchImport(f"{row['file']}: import {number} is already undone.")
            done = self._turn("undo", "select id, what from changes where id = ? and undone_by is null", row["change"])
            if done is None:
                raise NoSuchImport(
                    f"{row['file']}: import {number} left no record of what it changed, so it cannot be undone. "
                    "Its papers can be moved to the trash."
                )
            return done

    def redo(self) -> Done | None:
        """Redo what was undone last; `None` if nothing was, or something else was done since."""
        return self._turn(
            "redo",
            "select id, what from changes where undone_by = "
            "(select max(undone_by) from changes where undone_by is not null and not final) order by id",
        )

    def _turn(self, kind: str, choose: str, *values: int | None) -> Done | None:
        """Undo or redo the changes that `choose` selects, in its order, in one transaction."""
        with self._writer.transaction() as connection:
            targets = connection.execute(choose, values).fetchall()
            if not targets:
                return None
            what = _together([target["what"] for target in sorted(targets, key=itemgetter("id"))])
            connection.execute("pragma defer_foreign_keys = on")
            order, left, back = ("desc", "after", "before") if kind == "undo" else ("asc", "before", "after")
            turn = Change(connection, self._insert(connection, what, kind=kind, of=targets[0]["id"]), what)
            for target in targets:
                rows = connection.execute(
                    f"select tbl, row, before, after from journal where change = ? order by id {order}",
                    (target["id"],),
                ).fetchall()
                for table, some in groupby(rows, key=itemgetter("tbl")):
                    turn.restore(table, {row["row"]: (load_values(row[left]), load_values(row[back])) for row in some})
            connection.executemany(
                "update changes set undone_by = ? where id = ?",
                [(turn.number if kind == "undo" else None, target["id"]) for target in targets],
            )
            turn.complete()
            return Done(what, tuple(turn.papers), turn.number, turn.moved)

    def _continued(self, connection: sqlite3.Connection, number: int | None) -> Change | None:
        row = connection.execute("select what from changes where id = ? and undone_by is null", (number,)).fetchone()
        return None if row is None or number is None else Change(connection, number, row["what"])

    def _begin(self, connection: sqlite3.Connection, *, automatic: bool, amending: int | None) -> Change:
        if amending is not None:
            newest = connection.execute(
                "select id, what, undone_by from changes where not automatic order by id desc limit 1"
            ).fetchone()
            if newest is not None and newest["id"] == amending and newest["undone_by"] is None:
                return Change(connection, amending, newest["what"])
        return Change(connection, self._insert(connection, "", kind="do", automatic=automatic))

    def _insert(
        self,
        connection: sqlite3.Connection,
        what: str,
        *,
        kind: str,
        of: int | None = None,
        automatic: bool = False,
    ) -> int:
        cursor = connection.execute(
            "insert into changes(uid, device, clock, made, what, kind, automatic, of) values (?,?,?,?,?,?,?,?)",
            (new_uid(), _device(connection), _tick(connection), now(), what, kind, automatic, of),
        )
        number = cursor.lastrowid
        assert number is not None  # noqa: S101 - an insert that did not raise has made a row
        return number


_MANY: Final = 100
"""As many papers as somebody may have changed one by one."""

_NEWEST: Final = """
    with newest as (
        select id from changes where kind = 'do' and undone_by is null order by automatic, id desc limit 1
    )
    select id, what from changes where undone_by is null and id in (
        select id from newest
        union select beside.change from imports join imports beside using (started)
        where imports.change = (select id from newest)
    ) order by id desc
"""
"""What one undo takes back, the newest first."""

_EXTENT: Final = """
    with
    changed as materialized (
        select tbl, row, before, after from journal where change in (select value from json_each(:changes))
    ),
    brought as materialized (
        select id from imports where change in (select value from json_each(:changes))
        union select i.id from changed join imports i on i.uid = row where tbl = 'imports'
    )
    select count(distinct paper), (select count(*) from brought) + (select count(*) from changed where tbl = 'merges')
    from (
        select p.id as paper from papers p where import in (select id from brought)
        union all select p.id from changed cross join papers p on p.uid = row where tbl in ('papers', 'states')
        union all select coalesce(after ->> 'kept', before ->> 'kept') from changed where tbl = 'merges'
        union all select t.paper from changed cross join taggings t on t.tag = row
            where tbl = 'tags' and coalesce(before, after) like '%"name"%'
        union all select coalesce(after ->> 'paper', before ->> 'paper') from changed where tbl = 'merges'
        {}
    )
""".format(
    "\n".join(
        f"union all select coalesce(after ->> 'paper', before ->> 'paper', t.paper) from changed "
        f"left join {table.name} t on t.uid = row where tbl = '{table.name}'"
        for table in TABLES.values()
        if table.moves
    )
)
"""How many papers some changes brought or changed, and whether an import or a merge is among them."""


def _together(whats: list[str]) -> str:
    """Describe several changes, in the words of the first."""
    more = len(whats) - 1
    return whats[0] if not more else f"{whats[0]}, and {counted(more, 'more file')}"


def _device(connection: sqlite3.Connection) -> str:
    """The name of this device, made with the first change and kept."""
    connection.execute("insert or ignore into meta(key, value) values ('device', ?)", (new_uid(),))
    return str(connection.execute("select value from meta where key = 'device'").fetchone()[0])


def _tick(connection: sqlite3.Connection) -> str:
    """The next hybrid logical clock: the wall's milliseconds, or just after the last change if the wall is behind.

    Kulkarni et al., Logical Physical Clocks, 2014.
    """
    wall = time.time_ns() // 1_000_000
    last = connection.execute("select clock from changes order by id desc limit 1").fetchone()
    if last is not None:
        milliseconds, _, counter = last["clock"].partition(".")
        if int(milliseconds) >= wall:
            return f"{milliseconds}.{int(counter) + 1:06d}"
    return f"{wall:013d}.000000"
