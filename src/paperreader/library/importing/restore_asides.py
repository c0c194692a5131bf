"""Restores what an export of a library holds besides papers: imports, views, merges, the journal and so on.

What is here already stays: the colour of a tag, a view, the digit that opens one, a jump, a decision that two papers
are not one. An import that is known is not doubled. Papers are named by the uids that they have in the export, and an
import may have found that a paper is known here under another.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from paperreader.domain import name_key, new_uid
from paperreader.identity import Kind
from paperreader.library.annotations import colour_tag, save_view, set_criteria, set_jump, tag_name, tag_uid
from paperreader.library.database import LibraryError, remember_keys, visibility
from paperreader.library.deduplication import merging
from paperreader.library.importing.restore_history import HistoryRestore, Unrestored

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperreader.domain import AsideLine
    from paperreader.library.journal import Change

    Values = Mapping[str, Any]
    """Values of an aside, which have been checked."""

_FOUND_HERE: Final = """
delete from doubts where import = :number and one in (select id from papers where import = :number)
and other in (select id from papers where import = :number)
"""
_WITH_RECORDS: Final = """
from papers p where p.import = :number and exists
(select 1 from records r where r.paper = p.id and r.import in (select value from json_each(:imports)))
"""
_MOVE: Final = f"""
update papers set import = (
    select r.import from records r join imports i on i.id = r.import
    where r.paper = papers.id and r.import in (select value from json_each(:imports)) order by i.undone, i.id limit 1
) where id in (select p.id {_WITH_RECORDS})
"""
_BARE: Final = """
select value from json_each(?) where not exists (select 1 from records where paper = value)
and not exists (select 1 from merges where paper = value)
"""


_NO_PAPER: Final = "It names a paper that is neither in this file nor in the library."
_NO_IMPORT: Final = "It names an import that is not in this file."


class AsideRestore:
    """Restores the asides of one import, as they come."""

    def __init__(self) -> None:
        self._others: dict[str, int] = {}
        """Papers of the export that have another uid here."""
        self._hidden: dict[int, tuple[int, int]] = {}
        """Hidden papers that came with it, with the hash and line of each."""
        self._imports: dict[str, int] = {}
        self._number: int | None = None
        """The import of the export, once it has a number."""
        self._history = HistoryRestore(self._paper, self._imports)

    def match(self, connection: sqlite3.Connection, papers: Mapping[str, int]) -> None:
        """Remember which papers are those of the export.

        Args:
            papers: by their uids there.
        """
        known = self._known(connection, papers)
        self._others |= {uid: paper for uid, paper in papers.items() if uid not in known}

    def hide(self, papers: Mapping[int, tuple[int, int]]) -> None:
        """Remember hidden papers that came with it, with the hash and line of each."""
        self._hidden |= papers

    def take(self, change: Change, lines: Iterable[AsideLine], number: int | None) -> Iterator[tuple[AsideLine, str]]:
        """Restore some asides, in their order.

        Args:
            number: the import of the export, once it has one.

        Yields:
            Those that could not be restored, and why.
        """
        self._number = number
        for kind, several in groupby(lines, key=lambda line: line.aside.kind):
            if kind == "record":
                yield from self._records(change, list(several))
                continue
            restore = _RESTORED[kind]
            for line in several:
                try:
                    restore(self, change, line.aside.values)
                except (Unrestored, LibraryError) as error:
                    yield line, str(error)

    def finish(self, connection: sqlite3.Connection, number: int) -> int:
        """Let papers that came with an import of the export be of that one, rather than of the export's own.

        Args:
            number: the import of the export.

        Returns:
            How many possible duplicates that were found meanwhile are none.
        """
        if not self._imports:
            return 0
        values = {"number": number, "imports": json.dumps(list(self._imports.values()))}
        found = connection.execute(_FOUND_HERE, values).rowcount
        connection.execute(
            f"delete from records where import = :number and paper in (select p.id {_WITH_RECORDS})", values
        )
        connection.execute(_MOVE, values)
        bare = [row[0] for row in connection.execute(_BARE, (json.dumps(list(self._hidden)),)).fetchall()]
        connection.executemany(
            "insert or ignore into records(hash, import, line, paper) values (?, ?, ?, ?)",
            [(hash_, number, line, paper) for paper in bare for hash_, line in [self._hidden[paper]]],
        )
        visibility.refresh_hidden(connection, self._hidden)
        return found

    # -- each kind, by its name --------------------------------------------------------------------------------------

    def _import(self, change: Change, values: Values) -> None:
        connection, undone = change.connection, values["undone"]
        known = connection.execute("select id, undone from imports where uid = ?", (values["uid"],)).fetchone()
        if known is None:
            names = ", ".join(values)
            cursor = connection.execute(
                f"insert into imports({names}) values ({', '.join('?' * len(values))})", tuple(values.values())
            )
            self._imports[values["uid"]] = cursor.lastrowid or 0
        else:
            self._imports[values["uid"]] = known["id"]
            if undone or not known["undone"]:
                return
            connection.execute("update imports set undone = 0 where id = ?", (known["id"],))
        if not undone:
            change.count_in(values["uid"])

    def _records(self, change: Change, lines: Sequence[AsideLine]) -> list[tuple[AsideLine, str]]:
        papers = self._papers(change.connection, {str(line.aside.values["paper"]) for line in lines})
        rows, problems = [], []
        for line in lines:
            values: Values = line.aside.values
            paper, number = papers.get(values["paper"]), self._imports.get(values["import"])
            if paper is None or number is None:
                problems.append((line, _NO_PAPER if paper is None else _NO_IMPORT))
            else:
                rows.append((values["hash"], number, values["line"], paper))
        sql = "insert or ignore into records(hash, import, line, paper) values (?, ?, ?, ?)"
        change.connection.executemany(sql, rows)
        return problems

    def _leftover(self, change: Change, values: Values) -> None:
        row = (self._import_named(values["import"]), values["line"], values["text"], values["why"])
        there = "select 1 from leftovers where import = ? and line = ? and text = ? and why = ?"
        if change.connection.execute(there, row).fetchone() is None:
            change.connection.execute("insert into leftovers(import, line, text, why) values (?, ?, ?, ?)", row)

    def _source(self, change: Change, values: Values) -> None:
        self._set_origin(change, values, [self._import_named(values["import"]), values["line"]])

    def _edit(self, change: Change, values: Values) -> None:
        self._set_origin(change, values, None)

    def _set_origin(self, change: Change, values: Values, origin: list[int] | None) -> None:
        """Say where a field of a paper that came with the export is from; others keep what they have."""
        paper = self._paper(change.connection, values["paper"])
        sql = "select origins from papers where id = ? and import = ?"
        row = change.connection.execute(sql, (paper, self._number)).fetchone()
        if row is not None:
            origins = json.loads(row["origins"] or "{}") | {values["field"]: origin}
            sql = "update papers set origins = ? where id = ?"
            change.connection.execute(sql, (json.dumps(origins), paper))

    def _key(self, change: Change, values: Values) -> None:
        remember_keys(change.connection, [(values["key"], self._paper(change.connection, values["paper"]))])

    def _tag(self, change: Change, values: Values) -> None:
        name = tag_name(values["name"])
        row = change.find("tags", tag_uid(change, name))
        if row is not None and row["colour"] is None and values["colour"] is not None:
            colour_tag(change, name, values["colour"])

    def _view(self, change: Change, values: Values) -> None:
        rows = change.connection.execute("select name, key from views").fetchall()
        if not any(name_key(row["name"]) == name_key(values["name"]) for row in rows):
            free = values["key"] not in {row["key"] for row in rows}
            save_view(change, values["name"], values["query"], values["key"] if free else None)

    def _criteria(self, change: Change, values: Values) -> None:
        view = None
        if values["view"] is not None:
            rows = change.connection.execute("select uid, name from views").fetchall()
            view = next((row["uid"] for row in rows if name_key(row["name"]) == name_key(values["view"])), None)
            if view is None:
                raise Unrestored("There is no view of this name.")
        if change.connection.execute("select 1 from criteria where view is ?", (view,)).fetchone() is None:
            set_criteria(change, view, values["text"])

    def _jump(self, change: Change, values: Values) -> None:
        paper = self._paper(change.connection, values["paper"])
        paper = visibility.merged_into(change.connection, [paper]).get(paper, paper)
        taken = change.connection.execute("select 1 from jumps where letter = ?", (values["letter"],)).fetchone()
        if taken is None:
            set_jump(change, values["letter"], paper)

    def _merge(self, change: Change, values: Values) -> None:
        connection = change.connection
        paper, kept = (self._paper(connection, values[name]) for name in ("paper", "into"))
        there = visibility.merged_into(connection, [paper, kept])
        kept = there.get(kept, kept)
        if paper in there:
            return  # as it was decided here
        if paper == kept:
            raise Unrestored("A paper cannot be merged into itself.")
        if paper not in self._hidden:
            if merging.may_be_duplicates(connection, paper, kept):
                merging.merge(change, kept, paper)
            return
        uid, earlier = (
            connection.execute(sql, (paper,)).fetchall()
            for sql in ("select uid from papers where id = ?", "select uid from merges where kept = ?")
        )
        change.put("merges", uid[0]["uid"], {"paper": paper, "kept": kept})
        change.put_all("merges", {row["uid"]: {"kept": kept} for row in earlier})

    def _apart(self, change: Change, values: Values) -> None:
        one, other = self._pair(change.connection, values)
        if merging.may_be_duplicates(change.connection, one, other):
            change.put("apart", new_uid(), {"one": one, "other": other})

    def _doubt(self, change: Change, values: Values) -> None:
        one, other = self._pair(change.connection, values)
        number = None if values["import"] is None else self._import_named(values["import"])
        if values["about"] not in list(Kind):
            raise Unrestored("This version of paperreader knows no such reason.")
        change.connection.execute(
            "insert into doubts(one, other, score, why, kind, import) values (?, ?, ?, ?, ?, ?) "
            "on conflict(one, other) do update set score = excluded.score, why = excluded.why, kind = excluded.kind, "
            "import = excluded.import where doubts.import = ?",
            (one, other, values["score"], values["why"], values["about"], number, self._number),
        )

    def _past(self, change: Change, values: Values) -> None:
        self._history.change(change.connection, values)

    def _past_row(self, change: Change, values: Values) -> None:
        self._history.row(change.connection, values)

    # -- names -------------------------------------------------------------------------------------------------------

    def _import_named(self, uid: str) -> int:
        if uid not in self._imports:
            raise Unrestored(_NO_IMPORT)
        return self._imports[uid]

    def _pair(self, connection: sqlite3.Connection, values: Values) -> tuple[int, int]:
        one, other = sorted(self._paper(connection, values[name]) for name in ("one", "other"))
        if one == other:
            raise Unrestored("These are the same paper.")
        return one, other

    def _paper(self, connection: sqlite3.Connection, uid: str) -> int:
        found = self._papers(connection, [uid])
        if not found:
            raise Unrestored(_NO_PAPER)
        return found[uid]

    def _papers(self, connection: sqlite3.Connection, uids: Iterable[str]) -> dict[str, int]:
        return self._known(connection, uids) | {uid: self._others[uid] for uid in uids if uid in self._others}

    def _known(self, connection: sqlite3.Connection, uids: Iterable[str]) -> dict[str, int]:
        sql = "select p.uid, p.id from json_each(?) w join papers p on p.uid = w.value"
        return {row["uid"]: row["id"] for row in connection.execute(sql, (json.dumps(list(uids)),)).fetchall()}


_RESTORED: Final = {
    "import": AsideRestore._import,
    "leftover": AsideRestore._leftover,
    "source": AsideRestore._source,
    "edit": AsideRestore._edit,
    "key": AsideRestore._key,
    "tag": AsideRestore._tag,
    "view": AsideRestore._view,
    "criteria": AsideRestore._criteria,
    "jump": AsideRestore._jump,
    "merge": AsideRestore._merge,
    "apart": AsideRestore._apart,
    "doubt": AsideRestore._doubt,
    "change": AsideRestore._past,
    "changed": AsideRestore._past_row,
}
"""By kind, what restores one; records are restored together."""
