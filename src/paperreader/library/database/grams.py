"""Finds papers with similar texts by their grams (see `similarity`), stored as integers of gram and paper.

A gram that many papers share says little, so it is stored for the first few of them only, and no lookup returns many
papers. New grams go into a small table first, because writing to random places of a large one is slow; now and then the
small one is folded into the large one, in order.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from paperreader.identity import STORED, prints
from paperreader.library.database.paper_columns import paper_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from paperreader.identity import Prints

MANY: Final = 8
"""A gram or a title shared by this many papers does not distinguish them."""
_PAPER_BITS: Final = 31
_PAPERS: Final = (1 << _PAPER_BITS) - 1
_NEW: Final = 200_000
_PAGE: Final = 2_000


class Grams:
    """The grams of a library. The caller begins and commits the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def holders(self, grams: Iterable[int]) -> dict[int, list[int]]:
        """The papers that have each of some grams, among those stored."""
        wanted = json.dumps(sorted(grams))  # neighbours share a page, which is looked at once
        found: dict[int, list[int]] = {}
        for table in ("grams", "new_grams"):
            cursor = self._connection.execute(
                f"select g.key from json_each(?) w cross join {table} g on g.key between "
                f"w.value << {_PAPER_BITS} and (w.value << {_PAPER_BITS}) + {_PAPERS}",
                (wanted,),
            )
            for (key,) in cursor.fetchall():
                found.setdefault(key >> _PAPER_BITS, []).append(key & _PAPERS)
        return found

    def add(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Store pairs of gram and paper, those that `chosen` chose."""
        keys = [(gram << _PAPER_BITS | paper,) for gram, paper in pairs]
        self._connection.executemany("insert or ignore into new_grams values (?)", keys)
        count = self._connection.execute("select count(*) from new_grams").fetchone()[0]
        if count > _NEW:
            self._connection.execute("insert or ignore into grams select key from new_grams order by key")
            self._connection.execute("delete from new_grams")

    def fill(self) -> None:
        """Store the grams of all papers in a library that has none yet."""
        last = -(1 << 62)
        while page := self._connection.execute(
            "select * from papers where id > ? order by id limit ?", (last, _PAGE)
        ).fetchall():
            last = page[-1]["id"]
            read = {row["id"]: prints(paper_of(row)) for row in page}
            held = self.holders({gram for one in read.values() for gram in every(one)})
            pairs: list[tuple[int, int]] = []
            for paper, one in read.items():
                for gram in chosen(one, held):
                    held.setdefault(gram, []).append(paper)
                    pairs.append((gram, paper))
            self.add(pairs)


def every(one: Prints) -> list[int]:
    """All grams of a paper, its title's included: what to look for to find copies of it."""
    return [*one.grams, *(() if one.title is None else (one.title,))]


def chosen(one: Prints, holders: dict[int, list[int]]) -> list[int]:
    """The grams to store for a paper, given the papers that have each already."""
    telling = [gram for gram in one.grams if len(holders.get(gram, ())) < MANY][:STORED]
    if one.title is not None and len(holders.get(one.title, ())) < MANY:
        telling.append(one.title)
    return telling
