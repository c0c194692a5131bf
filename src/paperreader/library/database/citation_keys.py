"""The citation keys of a library: which are taken, and giving papers theirs.

A paper keeps the key that it was given, whatever else changes. No two papers have the same key, hidden ones included,
so that what is undone can be done again; the case of ASCII letters makes no difference, as in BibTeX.
"""

from __future__ import annotations

import itertools
import json
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from paperreader.domain import DEFAULT_KEY_TEMPLATE, Identifier, Paper, PartialDate, made_key, suffix
from paperreader.library.database.paper_columns import texts_in

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

_SOME: Final = 5_000
"""Papers that are given keys together where a library has none."""


class Keyless(NamedTuple):
    """A paper that needs a key."""

    paper: Paper
    label: str
    uid: str

    @property
    def wanted(self) -> str | None:
        """The key that its source gives it."""
        return self.paper.citation_key


class KeyGiver:
    """Gives papers keys: their sources' own, or else what the template makes of them, with a suffix where needed."""

    def __init__(self, template: str = DEFAULT_KEY_TEMPLATE) -> None:
        self._template = template
        self._suffixes: dict[str, int] = {}
        """By key, the suffix to try next."""

    def give(self, connection: sqlite3.Connection, papers: Sequence[Keyless]) -> list[str]:
        """Return keys for papers, which are not taken and differ from each other."""
        bases = [one.wanted or made_key(one.paper, one.label, one.uid, self._template) for one in papers]
        taken = _taken(connection, bases)
        given = dict[int, str]()
        # A key that a source gives comes before one that is made.
        for at in sorted(range(len(papers)), key=lambda at: papers[at].wanted is None):
            key = bases[at]
            if _folded(key) in taken:
                key = self._suffixed(connection, key, taken)
            taken.add(_folded(key))
            given[at] = key
        return [given[at] for at in range(len(papers))]

    def _suffixed(self, connection: sqlite3.Connection, base: str, taken: Collection[str]) -> str:
        def free(number: int) -> bool:
            key = base + suffix(number)
            return _folded(key) not in taken and not _taken(connection, [key])

        name = _folded(base)
        first = self._suffixes.get(name)
        if first is None:  # suffixes are used one after the other: find the end of a long row of them in few steps
            end = next(step for step in (2**power - 1 for power in itertools.count()) if free(step))
            first = bisect_left(range(end), True, lo=end // 2, key=free)  # noqa: FBT003 - whether it is free
        number = next(number for number in itertools.count(first) if free(number))
        self._suffixes[name] = number + 1
        return base + suffix(number)


def holder_of(connection: sqlite3.Connection, key: str, *, but: int) -> sqlite3.Row | None:
    """Return the paper whose key this is, unless it is the paper `but`: its id, uid, label, and what it is merged into.

    A merged paper counts too: it keeps its key.
    """
    row: sqlite3.Row | None = connection.execute(
        "select p.id, p.uid, p.label, m.kept from papers p left join merges m on m.paper = p.id "
        "where p.citation_key = ? collate nocase and p.id <> ?",
        (key, but),
    ).fetchone()
    return row


def remember_keys(connection: sqlite3.Connection, keys: Sequence[tuple[str, int]]) -> None:
    """Let keys by which others cite papers lead to these, as long as they are nobody's own."""
    connection.executemany(
        "insert or ignore into other_keys(key, paper) select :key, :paper where not exists "
        "(select 1 from papers where citation_key = :key collate nocase)",
        [{"key": key, "paper": paper} for key, paper in keys],
    )


def give_all_keys(connection: sqlite3.Connection) -> None:
    """Give a key to every paper that has none."""
    giver, last = KeyGiver(), 0
    while some := connection.execute(_KEYLESS, (last, _SOME)).fetchall():
        keys = giver.give(connection, [_keyless(row) for row in some])
        connection.executemany(
            "update papers set citation_key = ? where id = ?",
            [(key, row["id"]) for key, row in zip(keys, some, strict=True)],
        )
        last = some[-1]["id"]


def _keyless(row: sqlite3.Row) -> Keyless:
    published = PartialDate.parse(row["published"]) if row["published"] else None
    arxiv = (Identifier("arxiv", row["arxiv"]),) if row["arxiv"] else ()
    paper = Paper(
        title=row["title"],
        authors=texts_in(row["authors"]),
        venue=row["venue"],
        published=published,
        identifiers=arxiv,
    )
    return Keyless(paper, row["label"], row["uid"])


def _taken(connection: sqlite3.Connection, keys: Sequence[str]) -> set[str]:
    """Return those of some keys that a paper has or had, folded."""
    return {_folded(row[0]) for row in connection.execute(_TAKEN, (json.dumps(keys),))}


def _folded(key: str) -> str:
    """Return what is the same for keys that SQLite takes for the same."""
    return key.translate(_LOWER)


_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_TAKEN: Final = """
    select w.value from json_each(?) w
    where exists (select 1 from papers where citation_key = w.value collate nocase)
    or exists (select 1 from other_keys where key = w.value collate nocase)
"""
_KEYLESS: Final = """
    select id, uid, label, title, authors, venue, published, case authors when '[]' then (
        select value from identifiers where paper = papers.id and scheme = 'arxiv' order by value limit 1
    ) end as arxiv
    from papers where id > ? and citation_key is null order by id limit ?
"""
