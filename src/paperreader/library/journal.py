"""The journal: every change of the reader's own data, in the transaction that makes it, with undo and redo.

A change is one thing the reader did, in words, with one journal row for every row of `tags`, `taggings`, `notes`,
`highlights` or `states` that it created, changed or deleted. Only the columns that changed are kept, before and
after, so that undoing one change leaves alone what another did to the same row. Undo is itself a change: nothing
is ever taken out of the journal, whatever is undone, redone or abandoned.
"""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.library.index import Index
from paperreader.paper import new_uid, now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from paperreader.library.writer import Writer

Value = str | int | float | None
Values = dict[str, Value]

_TABLES: Final = frozenset({"tags", "taggings", "notes", "highlights", "states"})
_OWN_STAMPS: Final = frozenset({"revision", "updated"})


@dataclass(frozen=True, slots=True)
class Done:
    """What a change did, for the one who asked for it."""

    what: str
    """In words, in the past tense: `starred “LoRA”`."""
    papers: tuple[int, ...]
    """The papers it touched."""
    change: int | None
    """Its number in the journal; `None` where there was nothing to change."""


class Change:
    """A change being made: rows are put and deleted through it, and each is journalled.

    `connection` is for reading; `papers` are those touched so far, in order; `what` says in words, in the past
    tense, what was done, and may be given last, when it is known.
    """

    def __init__(self, connection: sqlite3.Connection, number: int, what: str = "") -> None:
        self.connection = connection
        self.number = number
        self.what = what
        self.papers: dict[int, None] = {}

    def put(self, table: str, uid: str, values: Mapping[str, Value]) -> bool:
        """Create the row `uid` of `table`, or change it where it differs. Says whether anything changed."""
        row = self.find(table, uid)
        moment = now()
        if row is None:
            fresh: Values = {"created": moment, "updated": moment, "revision": 1, **values, "uid": uid}
            self._insert(table, fresh)
            self._touch(fresh)
            self._record(table, uid, None, fresh)
            return True
        changed: Values = {name: value for name, value in values.items() if row[name] != value}
        if not changed.keys() - _OWN_STAMPS:
            return False
        changed = {"updated": moment, **changed, "revision": int(row["revision"]) + 1}
        before: Values = {name: row[name] for name in changed}
        self._update(table, uid, changed)
        self._touch(dict(row))
        self._record(table, uid, before, changed)
        return True

    def delete(self, table: str, uid: str) -> bool:
        """Delete the row `uid` of `table`. Says whether there was one."""
        row = self.find(table, uid)
        if row is None:
            return False
        self.connection.execute(f"delete from {_known(table)} where uid = ?", (uid,))
        self._touch(dict(row))
        self._record(table, uid, dict(row), None)
        return True

    def restore(self, table: str, uid: str, values: Values | None, *, whole: bool) -> None:
        """Put the row back as a journal row has it: `None` deletes; `whole` rows are inserted where they are gone."""
        if values is None:
            self.delete(table, uid)
        elif self.find(table, uid) is not None:
            # A revision only ever grows, or an editor would take a row that was undone for the one it knew.
            self.put(table, uid, {name: value for name, value in values.items() if name != "revision"})
        elif whole:
            self.put(table, uid, values)

    def find(self, table: str, uid: str) -> sqlite3.Row | None:
        """The row as it stands now."""
        sql = f"select * from {_known(table)} where uid = ?"
        row: sqlite3.Row | None = self.connection.execute(sql, (uid,)).fetchone()
        return row

    def _insert(self, table: str, values: Values) -> None:
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        sql = f"insert into {_known(table)} ({names}) values ({marks})"
        self.connection.execute(sql, tuple(values.values()))

    def _update(self, table: str, uid: str, values: Values) -> None:
        names = ", ".join(f'"{name}" = ?' for name in values)
        sql = f"update {_known(table)} set {names} where uid = ?"
        self.connection.execute(sql, (*values.values(), uid))

    def _touch(self, row: Values) -> None:
        paper = row.get("paper")
        if isinstance(paper, int):
            self.papers[paper] = None

    def _record(self, table: str, uid: str, before: Values | None, after: Values | None) -> None:
        """Add to the journal, folding into what this change already did to the row."""
        earlier = self.connection.execute(
            "select id, before, after from journal where change = ? and row = ? and tbl = ?",
            (self.number, uid, table),
        ).fetchone()
        if earlier is None:
            self.connection.execute(
                "insert into journal(change, tbl, row, before, after) values (?, ?, ?, ?, ?)",
                (self.number, table, uid, _dump(before), _dump(after)),
            )
            return
        first, last = _load(earlier["before"]), _load(earlier["after"])
        if first is not None and before is not None:
            before = {**before, **first}
        elif first is None:
            before = None
        if last is not None and after is not None:
            after = {**last, **after}
        if before is None and after is None:
            self.connection.execute("delete from journal where id = ?", (earlier["id"],))
        else:
            self.connection.execute(
                "update journal set before = ?, after = ? where id = ?",
                (_dump(before), _dump(after), earlier["id"]),
            )


class Journal:
    """The changes of a library, oldest first: makes them, undoes them, tells of them."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    @contextlib.contextmanager
    def change(self, *, automatic: bool = False, amending: int | None = None) -> Iterator[Change]:
        """One change, in one transaction, findable as soon as it is committed.

        Args:
            automatic: the reader did not ask for it (a paper became read by being looked at): it is undone only when
                nothing else is left, and leaves what was undone redoable.
            amending: the number of a change that this one goes on with, as typing on in one note does. It becomes
                part of that one if nothing was done since.

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
        self, connection: sqlite3.Connection, *, automatic: bool = False, amending: int | None = None
    ) -> Iterator[Change]:
        """The same within a transaction that the caller holds."""
        change = self._begin(connection, automatic=automatic, amending=amending)
        yield change
        if change.papers:
            Index(connection).annotate(change.papers)
        if connection.execute("select 1 from journal where change = ?", (change.number,)).fetchone() is None:
            connection.execute("delete from changes where id = ?", (change.number,))
            return
        connection.execute("update changes set what = ? where id = ?", (change.what, change.number))
        if not automatic:
            connection.execute("update changes set final = 1 where undone_by is not null and not final")

    def undo(self) -> Done | None:
        """Take back the newest change that is not yet undone; `None` when there is none."""
        return self._turn(
            "undo",
            "select id, what from changes where kind = 'do' and undone_by is null order by automatic, id desc limit 1",
        )

    def redo(self) -> Done | None:
        """Do again what was undone last; `None` when nothing was, or something else was done since."""
        return self._turn(
            "redo",
            "select id, what from changes where undone_by is not null and not final order by undone_by desc limit 1",
        )

    def _turn(self, kind: str, choose: str) -> Done | None:
        with self._writer.transaction() as connection:
            target = connection.execute(choose).fetchone()
            if target is None:
                return None
            connection.execute("pragma defer_foreign_keys = on")
            order, side = ("desc", "before") if kind == "undo" else ("asc", "after")
            rows = connection.execute(
                f"select tbl, row, before, after from journal where change = ? order by id {order}",
                (target["id"],),
            ).fetchall()
            number = self._insert(connection, target["what"], kind=kind, of=target["id"])
            turn = Change(connection, number, target["what"])
            for row in rows:
                whole = row["before"] is None or row["after"] is None
                turn.restore(row["tbl"], row["row"], _load(row[side]), whole=whole)
            connection.execute(
                "update changes set undone_by = ? where id = ?",
                (turn.number if kind == "undo" else None, target["id"]),
            )
            if turn.papers:
                Index(connection).annotate(turn.papers)
            return Done(target["what"], tuple(turn.papers), turn.number)

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


def _device(connection: sqlite3.Connection) -> str:
    """Who writes: a name that is made with the first change and kept."""
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


def _known(table: str) -> str:
    if table not in _TABLES:
        raise ValueError(f"not a table of the reader's own: {table}")
    return table


def _dump(values: Values | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)


def _load(text: str | None) -> Values | None:
    if text is None:
        return None
    values: Values = json.loads(text)
    return values
