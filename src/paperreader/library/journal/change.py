"""A change being made: puts and deletes rows, journals what changed, and keeps search and visibility up to date.

`TABLES` says which tables can be changed, and what follows from it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.domain import now
from paperreader.library.database import TABLES, Value, Values, refresh_hidden, sort_key
from paperreader.library.search import Index, index_links

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from paperreader.domain import Identifier
    from paperreader.library.search import Indexed

_Row = tuple[Values | None, Values | None]
"""A row before and after."""

_OWN_STAMPS: Final = frozenset({"revision", "updated"})


@dataclass(frozen=True, slots=True)
class Done:
    """What a change did."""

    what: str
    """In words, in the past tense: `starred “LoRA”`."""
    papers: tuple[int, ...]
    """The papers it touched."""
    change: int | None
    """Its number in the journal; `None` if there was nothing to change."""
    moved: bool = False
    """Papers were hidden, shown or put in another order, perhaps others than `papers` names: undoing an import does."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """A change that undo would take back."""

    change: int
    """Its number in the journal; of several that are undone together, the newest."""
    what: str
    """What it did, in words, in the past tense."""
    papers: int
    """How many papers it brought or changed."""
    large: bool
    """It is an import or a merge, or changed many papers: worth a question first."""


class Change:
    """A change being made: rows are put and deleted through it, and journalled when it is complete.

    `connection` is for reading. `papers` are those touched so far, in order. `moved` says whether papers are hidden,
    shown or put in another order by it. `what` says in words, in the past tense, what was done, and may be set last.
    """

    def __init__(self, connection: sqlite3.Connection, number: int, what: str = "") -> None:
        self.connection = connection
        self.number = number
        self.what = what
        self.papers: dict[int, None] = {}
        self.moved = False
        self._reworded: set[int] = set()
        self._reprinted: dict[int, Indexed] = {}
        self._moved: set[int] = set()
        self._imports: set[int] = set()
        self._linking: set[str] = set()
        self._rows: dict[tuple[str, str], _Row] = {}

    @property
    def changed(self) -> bool:
        """Whether there is anything to journal so far."""
        return bool(self._rows)

    def put(self, table: str, uid: str, values: Mapping[str, Value]) -> bool:
        """Create the row `uid` of `table`, or change what differs. Returns whether anything changed."""
        return self.put_all(table, {uid: values}) > 0

    def put_all(self, table: str, rows: Mapping[str, Mapping[str, Value]]) -> int:
        """Put many rows, by their uids, ten times as fast as one by one. Returns how many changed."""
        if table == "papers":
            rows = {uid: _ordered(values) for uid, values in rows.items()}
        stored = self._find_all(table, rows)
        self._remember(table, [*stored.values(), *rows.values()])
        moment = now()
        inserts: dict[tuple[str, ...], list[tuple[Value, ...]]] = {}
        updates: dict[tuple[str, ...], list[tuple[Value, ...]]] = {}
        count = 0
        for uid, values in rows.items():
            row = stored.get(uid)
            if row is None:
                fresh = _fresh(table, uid, values, moment)
                inserts.setdefault(tuple(fresh), []).append(tuple(fresh.values()))
                self._record(table, uid, None, fresh, fresh)
            else:
                changed: Values = {name: value for name, value in values.items() if row[name] != value}
                if not changed.keys() - _OWN_STAMPS:
                    continue
                if TABLES[table].is_own:
                    changed = {"updated": moment, **changed, "revision": int(row["revision"] or 0) + 1}
                updates.setdefault(tuple(changed), []).append((*changed.values(), *_key(table, uid)))
                self._record(table, uid, {name: row[name] for name in changed}, changed, row)
            count += 1
        for names, several in inserts.items():
            columns, values_ = ", ".join(map(_quoted, names)), ", ".join("?" * len(names))
            self.connection.executemany(f"insert into {table} ({columns}) values ({values_})", several)
        for names, several in updates.items():
            columns = ", ".join(f"{_quoted(name)} = ?" for name in names)
            self.connection.executemany(f"update {table} set {columns} where {_named(table)}", several)
        return count

    def delete(self, table: str, uid: str) -> bool:
        """Delete the row `uid` of `table`. Returns whether there was one."""
        return self.delete_all(table, [uid]) > 0

    def delete_all(self, table: str, uids: Iterable[str]) -> int:
        """Delete those of some rows of `table` that exist. Returns how many."""
        rows = self._find_all(table, uids)
        self._remember(table, rows.values())
        for uid, row in rows.items():
            self._record(table, uid, row, None, row)
        self.connection.executemany(f"delete from {table} where {_named(table)}", [_key(table, uid) for uid in rows])
        return len(rows)

    def count_in(self, uid: str) -> None:
        """Make an import part of this change, so that undoing the change hides its papers."""
        self._rows["imports", uid] = {"undone": 1}, {"undone": 0}
        self.moved = True

    def restore(self, table: str, rows: Mapping[str, tuple[Values | None, Values | None]]) -> None:
        """Put rows back as the journal has them.

        Args:
            rows: by uid, the values to leave and those to go back to. A row that goes back to `None` is deleted; one
                that comes from `None` is inserted if it is gone.
        """
        stored = self._find_all(table, rows)
        if TABLES[table].is_printed:  # later changes stay
            rows = {uid: _unchanged(stored.get(uid), *sides) for uid, sides in rows.items()}
        self.delete_all(table, [uid for uid, (leaving, values) in rows.items() if values is None and leaving != {}])
        putting: dict[str, Values] = {}
        for uid, (leaving, values) in rows.items():
            if values is not None and uid in stored:
                # A revision only ever grows, or an editor would take a row that was undone for the one it knew.
                putting[uid] = {name: value for name, value in values.items() if name != "revision"}
            elif values is not None and leaving is None:
                putting[uid] = values
        self.put_all(table, putting)

    def find(self, table: str, uid: str) -> sqlite3.Row | None:
        """The row as it is now."""
        sql = f"select * from {table} where uid = ?"
        row: sqlite3.Row | None = self.connection.execute(sql, (uid,)).fetchone()
        return row

    def complete(self) -> bool:
        """Write the journal and update the index. Returns whether anything was journalled."""
        self._write()
        index = Index(self.connection)
        if self._reprinted:
            old = [self._reprinted[paper] for paper in sorted(self._reprinted)]
            index.replace(old, index.read(sorted(self._reprinted)))
        if reworded := self._reworded - self._reprinted.keys():
            index.annotate(reworded)
        if self._linking:
            index_links(self.connection, self._linking)
        if self._moved or self._imports:
            refresh_hidden(self.connection, self._moved, self._imports)
        self._reprinted, self._reworded, self._moved, self._imports = {}, set(), set(), set()
        self._linking = set()
        sql = "select 1 from journal where change = ? limit 1"
        return self.connection.execute(sql, (self.number,)).fetchone() is not None

    def _find_all(self, table: str, uids: Iterable[str]) -> dict[str, Values]:
        key = TABLES[table].key
        same = f"t.{key[0]} = w.value"
        if len(key) > 1:
            same = " and ".join(f"t.{name} = json_extract(w.value, '$[{at}]')" for at, name in enumerate(key))
        rows = self.connection.execute(
            f"select w.value as sought, t.* from json_each(?) w join {table} t on {same}",
            (json.dumps(list(uids)),),
        )
        return {row["sought"]: {name: row[name] for name in row.keys()[1:]} for row in rows.fetchall()}

    def _remember(self, table: str, rows: Iterable[Mapping[str, Value]]) -> None:
        """Remember how papers are indexed, before their text is first changed."""
        if not TABLES[table].is_printed:
            return
        papers = {paper for row in rows for paper in _papers(table, row)}
        for known in Index(self.connection).read(sorted(papers - self._reprinted.keys())):
            self._reprinted[known[0]] = known

    def _record(self, table: str, uid: str, before: Values | None, after: Values | None, row: Values) -> None:
        """Collect what is to be journalled, joined with what this change has done to the row before."""
        self.moved |= (
            TABLES[table].hides or TABLES[table].lists or any(side and side.get("trashed") for side in (before, after))
        )
        self._touch(table, uid, row)
        if TABLES[table].has_links:
            self._linking.add(uid)
        if after is not None and "paper" in after:  # where it ends up, if that is elsewhere
            self._touch(table, uid, after)
        earlier = self._rows.pop((table, uid), None)
        if earlier is None:
            self._rows[table, uid] = before, after
        elif (folded := _folded(earlier, (before, after))) != (None, None):
            self._rows[table, uid] = folded

    def _touch(self, table: str, uid: str, row: Values) -> None:
        if table == "imports":
            self._imports.update(number for number in (row.get("id"),) if isinstance(number, int))
            return
        kind = TABLES[table]
        papers = _papers(table, row)
        if kind.papers_of is not None:
            papers += [one[0] for one in self.connection.execute(kind.papers_of, (uid,)).fetchall()]
        self.papers.update(dict.fromkeys(papers))
        if kind.is_searched and kind.is_own:
            self._reworded.update(papers)
        if kind.hides:
            self._moved.update(papers)

    def _write(self) -> None:
        """Append to the journal, or join with its rows if this change continues an earlier one."""
        uids = json.dumps([uid for _, uid in self._rows])
        # The plus keeps SQLite from going through all rows of a long change for every one of these.
        earlier = self.connection.execute(
            "select j.id, tbl, row, before, after from json_each(?) w join journal j on row = w.value "
            "where +change = ?",
            (uids, self.number),
        ).fetchall()
        for old in earlier:
            news = self._rows.pop((old["tbl"], old["row"]), None)
            if news is None:  # a row of another table with the same uid, which is folded or appended by itself
                continue
            before, after = _folded((load_values(old["before"]), load_values(old["after"])), news)
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


def _papers(table: str, row: Mapping[str, Value]) -> list[int]:
    """The papers that a row names."""
    return [paper for name in TABLES[table].papers if isinstance(paper := row.get(name), int)]


def _fresh(table: str, uid: str, values: Mapping[str, Value], moment: str) -> Values:
    """A row to insert, with its uid, times and revision if it is the reader's own."""
    if not TABLES[table].is_own:
        return dict(values)
    return {"created": moment, "updated": moment, "revision": 1, **values, "uid": uid}


def _ordered(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """The values of a paper with its sort key, which an older journal does not have."""
    label = values.get("label")
    return {**values, "sorting": sort_key(label)} if isinstance(label, str) else values


def identifier_rows(paper: int, identifiers: Iterable[Identifier]) -> dict[str, Values]:
    """Identifiers of a paper as rows, by their key as JSON, since they have no uid."""
    return {
        json.dumps([one.scheme, one.value, paper], ensure_ascii=False, separators=(",", ":")): {
            "scheme": one.scheme,
            "value": one.value,
            "paper": paper,
        }
        for one in identifiers
    }


def _named(table: str) -> str:
    return " and ".join(f"{name} = ?" for name in TABLES[table].key)


def _key(table: str, uid: str) -> tuple[Value, ...]:
    return tuple(json.loads(uid)) if len(TABLES[table].key) > 1 else (uid,)


def _unchanged(stored: Values | None, leaving: Values | None, values: Values | None) -> _Row:
    """The values of a row that can be reverted: those still as the change left them. Leaving `{}` leaves nothing."""
    if stored is None:
        return leaving, values
    if leaving is None:  # it was gone, and now belongs to another paper
        return {}, {}
    same = {name for name, value in leaving.items() if stored[name] == value}
    if values is None:
        return (leaving if same == leaving.keys() else {}), None
    return leaving, {name: value for name, value in values.items() if name in same}


def _quoted(name: str) -> str:
    return f'"{name}"'


def _folded(first: _Row, then: _Row) -> _Row:
    """Two changes of one row combined, each as before and after."""
    (before, middle), (beside, after) = first, then
    if before is not None and beside is not None:
        before = {**beside, **before}
    if middle is not None and after is not None:
        after = {**middle, **after}
    return before, after


def _dump(values: Values | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)


def load_values(text: str | None) -> Values | None:
    """The values of a row as stored in the journal."""
    if text is None:
        return None
    values: Values = json.loads(text)
    return values
