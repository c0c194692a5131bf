"""What a shell offers to complete: names in a library, read in a moment.

A completion is a process of its own for every press of Tab, so this opens the file for reading only, checks nothing,
and loads next to nothing. A library that cannot be read, or that an older program wrote, has nothing to offer.
"""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Final

from paperreader.domain import name_key
from paperreader.library.database.connection import connect

if TYPE_CHECKING:
    from pathlib import Path

_MOST: Final = 100
"""More than anybody chooses from."""
_VISIBLE: Final = "not in (select paper from hidden)"


def offered_tags(path: Path, begun: str) -> list[tuple[str, int]]:
    """The tags that begin so, by name, with the number of papers that have each."""
    found: list[tuple[str, int]] = []
    wanted = name_key(begun)
    with contextlib.suppress(sqlite3.Error, OSError, ValueError), contextlib.closing(connect(path, writes=False)) as db:
        rows = [row for row in db.execute("select name, uid from tags") if name_key(row[0]).startswith(wanted)]
        for name, uid in sorted(rows, key=lambda row: name_key(row[0]))[:_MOST]:
            count = f"select count(*) from taggings where tag = ? and paper {_VISIBLE}"
            found.append((name, db.execute(count, (uid,)).fetchone()[0]))
    return found


def offered_views(path: Path, begun: str) -> list[tuple[str, str]]:
    """The saved views that begin so, with their queries."""
    wanted = name_key(begun)
    with contextlib.suppress(sqlite3.Error, OSError, ValueError), contextlib.closing(connect(path, writes=False)) as db:
        rows = db.execute("select name, query from views order by position, uid").fetchall()
        return [(row[0], row[1]) for row in rows if name_key(row[0]).startswith(wanted)][:_MOST]
    return []


def offered_papers(path: Path, begun: str) -> list[tuple[str, str]]:
    """Numbers and identifiers of papers that begin so, with the papers' labels; if nothing is typed, the newest."""
    with contextlib.suppress(sqlite3.Error, OSError, ValueError), contextlib.closing(connect(path, writes=False)) as db:
        if not begun:
            sql = f"select id, label from papers where id {_VISIBLE} order by imported desc, id limit {_MOST}"
            return [(str(row[0]), row[1]) for row in db.execute(sql)]
        end = begun + "\U0010ffff"
        numbers = (
            "select cast(id as text), label from papers where cast(id as text) >= ? and cast(id as text) < ? "
            f"and id {_VISIBLE} order by id limit {_MOST}"
        )
        names = (
            "select value, label from identifiers join papers on papers.id = paper where value >= ? and value < ? "
            f"and paper {_VISIBLE} order by value limit {_MOST}"
        )
        found = [*(db.execute(numbers, (begun, end)) if begun.isdecimal() else ()), *db.execute(names, (begun, end))]
        return [(row[0], row[1]) for row in found]
    return []
