"""Restores the journal of another library, for reading: what was done there cannot be undone or redone here.

Its changes come newest first and take numbers below all there are, so that they are older than any made here. One that
nobody has undone is marked as undone by itself, which keeps it from undo.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from paperreader.library.database import TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    Values = Mapping[str, Any]
    """Values of an aside, which have been checked."""


class Unrestored(Exception):
    """Something cannot be restored; the message says why."""


class HistoryRestore:
    """Restores the changes of one export, as they come."""

    def __init__(self, paper: Callable[[sqlite3.Connection, str], int], imports: Mapping[str, int]) -> None:
        """Prepare to restore.

        Args:
            paper: finds the number of a paper by its uid there.
            imports: the numbers of imports by their uids, as far as they have been restored.
        """
        self._paper, self._imports = paper, imports
        self._uid = ""
        """The change that was restored last."""
        self._number: int | None = None
        """Its number; `None` if it was known."""

    def change(self, connection: sqlite3.Connection, values: Values) -> None:
        """Restore a change, unless it is known."""
        self._uid, self._number = values["uid"], None
        known = "select id from changes where uid = ?"
        if connection.execute(known, (self._uid,)).fetchone() is not None:
            return
        self._number = number = _below(connection, "changes")
        undoing = connection.execute(known, (values["undone_by"],)).fetchone()
        connection.execute(
            "insert into changes(id, uid, device, clock, made, what, kind, automatic, undone_by, final) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            (
                number,
                *(values[name] for name in ("uid", "device", "clock", "made", "what", "turn", "automatic")),
                undoing["id"] if undoing is not None else number if values["turn"] == "do" else None,
            ),
        )

    def row(self, connection: sqlite3.Connection, values: Values) -> None:
        """Restore what the last change did to a row.

        Raises:
            Unrestored: it is part of another change, or names what is not there.
        """
        table, name = TABLES.get(values["table"]), values["row"]
        if values["change"] != self._uid:
            raise Unrestored("It does not follow the change that it is part of.")
        if table is None or (len(name) if isinstance(name, list) else 1) != len(table.key):
            raise Unrestored("This version of paperreader knows no such rows.")
        if self._number is None:
            return
        if isinstance(name, list):
            named = zip(table.key, name, strict=True)
            parts = [self._paper(connection, one) if key == "paper" else one for key, one in named]
            name = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        sides = [self._side(connection, table.papers, values[side]) for side in ("before", "after")]
        connection.execute(
            'insert into journal(id, change, tbl, row, "before", "after") values (?, ?, ?, ?, ?, ?)',
            (_below(connection, "journal"), self._number, table.name, name, *sides),
        )

    def _side(self, connection: sqlite3.Connection, papers: tuple[str, ...], values: Values | None) -> str | None:
        if values is None:
            return None
        named = {name: self._paper(connection, str(values[name])) for name in papers if values.get(name) is not None}
        if isinstance(values.get("origins"), str):
            named["origins"] = self._origins(values["origins"])
        return json.dumps({**values, **named}, ensure_ascii=False)

    def _origins(self, text: str) -> Any:
        try:
            origins = json.loads(text)
            return json.dumps({name: at and [self._imports.get(at[0]), int(at[1])] for name, at in origins.items()})
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            raise Unrestored("What it says of the sources of fields cannot be read.") from None


def _below(connection: sqlite3.Connection, table: str) -> int:
    """A number below all of a table, and below 1."""
    return int(connection.execute(f"select min(coalesce(min(id), 1), 1) - 1 from {table}").fetchone()[0])
