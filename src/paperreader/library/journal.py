"""The journal: every change of the reader's own data, in the transaction that makes it, with undo and redo.

A change is one thing the reader did, in words, with one journal row for every row of `tags`, `taggings`, `notes`,
`highlights`, `states`, `views` or `jumps` that it created, changed or deleted. Only the columns that changed are
kept, before and after, so that undoing one change leaves alone what another did to the same row. Undo is itself a
change: nothing is ever taken out of the journal, whatever is undone, redone or abandoned.
"""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from paperreader.library.index import Index
from paperreader.paper import new_uid, now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from paperreader.library.writer import Writer

Value = str | int | float | None
Values = dict[str, Value]
_Row = tuple[Values | None, Values | None]
"""A row before and after."""

_TABLES: Final = frozenset({"tags", "taggings", "notes", "highlights", "states", "views", "jumps"})
_WORDLESS: Final = frozenset({"states", "views", "jumps"})
"""Tables in which nothing is that search finds papers by."""
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
    """A change being made: rows are put and deleted through it, and each is journalled when the change is complete.

    `connection` is for reading; `papers` are those touched so far, in order; `what` says in words, in the past
    tense, what was done, and may be given last, when it is known.
    """

    def __init__(self, connection: sqlite3.Connection, number: int, what: str = "") -> None:
        self.connection = connection
        self.number = number
        self.what = what
        self.papers: dict[int, None] = {}
        self._reworded: set[int] = set()
        self._rows: dict[tuple[str, str], _Row] = {}

    @property
    def changed(self) -> bool:
        """Whether there is anything to journal so far."""
        return bool(self._rows)

    def put(self, table: str, uid: str, values: Mapping[str, Value]) -> bool:
        """Create the row `uid` of `table`, or change it where it differs. Says whether anything changed."""
        return self.put_all(table, {uid: values}) > 0

    def put_all(self, table: str, rows: Mapping[str, Mapping[str, Value]]) -> int:
        """Do `put` for many rows, by their uids, at a tenth of the time. Says how many changed."""
        stored = self._find_all(table, rows)
        moment = now()
        inserts: dict[tuple[str, ...], list[tuple[Value, ...]]] = {}
        updates: dict[tuple[str, ...], list[tuple[Value, ...]]] = {}
        count = 0
        for uid, values in rows.items():
            row = stored.get(uid)
            if row is None:
                fresh: Values = {"created": moment, "updated": moment, "revision": 1, **values, "uid": uid}
                inserts.setdefault(tuple(fresh), []).append(tuple(fresh.values()))
                self._record(table, uid, None, fresh, fresh)
            else:
                changed: Values = {name: value for name, value in values.items() if row[name] != value}
                if not changed.keys() - _OWN_STAMPS:
                    continue
                changed = {"updated": moment, **changed, "revision": int(row["revision"] or 0) + 1}
                updates.setdefault(tuple(changed), []).append((*changed.values(), uid))
                self._record(table, uid, {name: row[name] for name in changed}, changed, row)
            count += 1
        for names, several in inserts.items():
            columns, marks = ", ".join(map(_quoted, names)), ", ".join("?" * len(names))
            self.connection.executemany(f"insert into {_known(table)} ({columns}) values ({marks})", several)
        for names, several in updates.items():
            columns = ", ".join(f"{_quoted(name)} = ?" for name in names)
            self.connection.executemany(f"update {_known(table)} set {columns} where uid = ?", several)
        return count

    def delete(self, table: str, uid: str) -> bool:
        """Delete the row `uid` of `table`. Says whether there was one."""
        return self.delete_all(table, [uid]) > 0

    def delete_all(self, table: str, uids: Iterable[str]) -> int:
        """Delete rows of `table`, those that there are. Says how many there were."""
        rows = self._find_all(table, uids)
        for uid, row in rows.items():
            self._record(table, uid, row, None, row)
        self.connection.executemany(f"delete from {_known(table)} where uid = ?", [(uid,) for uid in rows])
        return len(rows)

    def restore(self, table: str, rows: Mapping[str, tuple[Values | None, bool]]) -> None:
        """Put rows back as the journal has them.

        Args:
            rows: by uid, the values, and whether these are the whole row, to be inserted where it is gone. Rows
                without values are deleted.
        """
        self.delete_all(table, [uid for uid, (values, _) in rows.items() if values is None])
        stored = self._find_all(table, rows)
        putting: dict[str, Values] = {}
        for uid, (values, whole) in rows.items():
            if values is not None and uid in stored:
                # A revision only ever grows, or an editor would take a row that was undone for the one it knew.
                putting[uid] = {name: value for name, value in values.items() if name != "revision"}
            elif values is not None and whole:
                putting[uid] = values
        self.put_all(table, putting)

    def find(self, table: str, uid: str) -> sqlite3.Row | None:
        """The row as it stands now."""
        sql = f"select * from {_known(table)} where uid = ?"
        row: sqlite3.Row | None = self.connection.execute(sql, (uid,)).fetchone()
        return row

    def complete(self) -> bool:
        """Write the journal and tell search of the words that changed. Says whether anything is journalled."""
        self._write()
        if self._reworded:
            Index(self.connection).annotate(self._reworded)
        sql = "select 1 from journal where change = ? limit 1"
        return self.connection.execute(sql, (self.number,)).fetchone() is not None

    def _find_all(self, table: str, uids: Iterable[str]) -> dict[str, Values]:
        rows = self.connection.execute(
            f"select t.* from json_each(?) w join {_known(table)} t on t.uid = w.value", (json.dumps(list(uids)),)
        )
        return {row["uid"]: dict(row) for row in rows.fetchall()}

    def _record(self, table: str, uid: str, before: Values | None, after: Values | None, row: Values) -> None:
        """Note what is to be journalled, folding into what this change already did to the row."""
        self._touch(table, uid, row)
        earlier = self._rows.pop((table, uid), None)
        if earlier is None:
            self._rows[table, uid] = before, after
        elif (folded := _folded(earlier, (before, after))) != (None, None):
            self._rows[table, uid] = folded

    def _touch(self, table: str, uid: str, row: Values) -> None:
        paper = row.get("paper")
        papers = [paper] if isinstance(paper, int) else []
        if table == "tags":
            found = self.connection.execute("select paper from taggings where tag = ?", (uid,))
            papers = [one[0] for one in found.fetchall()]
        self.papers.update(dict.fromkeys(papers))
        if table not in _WORDLESS:
            self._reworded.update(papers)

    def _write(self) -> None:
        """Append to the journal; a change that goes on with one of before is folded into the rows of that."""
        uids = json.dumps([uid for _, uid in self._rows])
        # The plus keeps SQLite from going through all rows of a long change for every one of these.
        earlier = self.connection.execute(
            "select j.id, tbl, row, before, after from json_each(?) w join journal j on row = w.value "
            "where +change = ?",
            (uids, self.number),
        ).fetchall()
        for old in earlier:
            news = self._rows.pop((old["tbl"], old["row"]), None)
            if news is None:  # another table's row of the same uid, which is folded or to be appended by itself
                continue
            before, after = _folded((_load(old["before"]), _load(old["after"])), news)
            if before is None and after is None:
                self.connection.execute("delete from journal where id = ?", (old["id"],))
            else:
                sql = "update journal set before = ?, after = ? where id = ?"
                self.connection.execute(sql, (_dump(before), _dump(after), old["id"]))
        self.connection.executemany(
            "insert into journal(change, tbl, row, before, after) values (?, ?, ?, ?, ?)",
            [
                (self.number, table, uid, _dump(before), _dump(after))
                for (table, uid), (before, after) in self._rows.items()
            ],
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
        if not change.complete():
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
            for table, some in groupby(rows, key=itemgetter("tbl")):
                turn.restore(
                    table,
                    {row["row"]: (_load(row[side]), row["before"] is None or row["after"] is None) for row in some},
                )
            connection.execute(
                "update changes set undone_by = ? where id = ?",
                (turn.number if kind == "undo" else None, target["id"]),
            )
            turn.complete()
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


def _quoted(name: str) -> str:
    return f'"{name}"'


def _folded(first: _Row, then: _Row) -> _Row:
    """What two changes of one row come to, each as before and after."""
    (before, middle), (beside, after) = first, then
    if before is not None and beside is not None:
        before = {**beside, **before}
    if middle is not None and after is not None:
        after = {**middle, **after}
    return before, after


def _dump(values: Values | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)


def _load(text: str | None) -> Values | None:
    if text is None:
        return None
    values: Values = json.loads(text)
    return values
