"""Finds the papers that the records of a batch may be about: by identifier, uid or text."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Final

from paperreader.domain import Identifier
from paperreader.library.database import MANY, Grams, every, visibility

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from paperreader.identity import Prints
    from paperreader.library.importing.preparation import Prepared


_COMPARED: Final = 16
"""Papers that a record is compared with at most: those that have most of its grams."""
_COMPARED_BY_ONE: Final = 4
"""As many of them may share a single gram: where sentences are shared, each leads to some papers that are others."""


class Candidates:
    """The papers that the records of a batch may be about.

    A paper that was merged is replaced by the one it was merged into, except in `by_gram`, where its text still counts.
    """

    def __init__(self, connection: sqlite3.Connection, records: Sequence[Prepared]) -> None:
        """Look up all records at once."""
        self._connection = connection
        hashes = json.dumps(sorted({hash_ for one in records for hash_ in (one.hash, *one.earlier_hashes)}))
        self.by_hash = self._pairs(
            "select w.value, r.paper from json_each(?) w join records r on r.hash = w.value "
            "join imports i on i.id = r.import where not i.undone",
            hashes,
        )
        news = [one for one in records if one.hash not in self.by_hash]
        identifiers = {name: None for one in news for name in one.record.paper.identifiers}
        self.by_identifier = self._owners(list(identifiers))
        """All papers that have each, as possible duplicates can share one."""
        self.by_uid = self._pairs(
            "select p.uid, p.id from json_each(?) w join papers p on p.uid = w.value",
            json.dumps([one.record.uid for one in records if one.record.uid]),
        )
        self.by_link = self._pages(
            {link for one in records if one.record.annotations for link in one.record.paper.links}
        )
        """The papers that have each address as a link, for records of annotations."""
        unnamed = [one for one in news if not any(name in self.by_identifier for name in one.record.paper.identifiers)]
        self.by_gram = Grams(connection).holders({gram for one in unnamed for gram in every(one.prints)})
        self._follow()
        self.arxiv = self._arxiv_ids()

    def nearest(self, one: Prints, arxiv: set[str]) -> list[int]:
        """The papers worth comparing with a text, those that share most grams with it first.

        Args:
            arxiv: the arXiv ids of the text's paper; a paper that has others alone is another paper.
        """
        count: dict[int, int] = {}
        for gram in every(one):
            holders = self.by_gram.get(gram, ())
            for paper in holders if len(holders) < MANY else ():  # otherwise the gram distinguishes none of them
                theirs = self.arxiv.get(self.kept.get(paper, paper))
                if not theirs or not arxiv or theirs & arxiv:
                    count[paper] = count.get(paper, 0) + 1
        ranked = sorted(count, key=lambda paper: (-count[paper], paper))
        several = [paper for paper in ranked if count[paper] > 1]
        return ranked[: max(min(len(several), _COMPARED), _COMPARED_BY_ONE)]

    def look_up(self, one: Prints) -> None:
        """Look up the grams of a paper that was found by its identifiers, as its text is new."""
        missing = [gram for gram in every(one) if gram not in self.by_gram]
        self.by_gram |= Grams(self._connection).holders(missing)
        self._follow()
        self.arxiv = self._arxiv_ids()

    def _pairs(self, sql: str, wanted: str) -> dict[object, int]:
        return {row[0]: row[1] for row in self._connection.execute(sql, (wanted,)).fetchall()}

    def _pages(self, addresses: set[str]) -> dict[object, int]:
        if not addresses:
            return {}
        return self._pairs(
            "select l.value, p.id from papers p, json_each(p.links) l where p.links != '[]' and l.value in "
            "(select value from json_each(?)) order by p.id desc",
            json.dumps(sorted(addresses)),
        )

    def _owners(self, identifiers: list[Identifier]) -> dict[Identifier, list[int]]:
        rows = self._connection.execute(
            "select i.scheme, i.value, i.paper from json_each(?) w "
            "join identifiers i on i.scheme = json_extract(w.value, '$[0]') "
            "and i.value = json_extract(w.value, '$[1]') order by i.paper",
            (json.dumps([(one.scheme, one.value) for one in identifiers]),),
        )
        found: dict[Identifier, list[int]] = {}
        for scheme, value, paper in rows.fetchall():
            found.setdefault(Identifier(scheme, value), []).append(paper)
        return found

    def _arxiv_ids(self) -> dict[int, set[str]]:
        """The arXiv ids of papers with a gram, which distinguish most of them without reading them."""
        papers = {self.kept.get(paper, paper) for some in self.by_gram.values() for paper in some}
        rows = self._connection.execute(
            # The plus keeps SQLite from going through all arXiv ids for every paper.
            "select i.paper, i.value from json_each(?) w cross join identifiers i on i.paper = w.value "
            "where +i.scheme = 'arxiv'",
            (json.dumps(sorted(papers)),),
        )
        found: dict[int, set[str]] = {}
        for paper, value in rows.fetchall():
            found.setdefault(paper, set()).add(value)
        return found

    def _follow(self) -> None:
        """Replace merged papers by those they were merged into, and note which papers are hidden."""
        papers = {*self.by_hash.values(), *self.by_uid.values(), *self.by_link.values()}
        papers.update(chain.from_iterable((*self.by_identifier.values(), *self.by_gram.values())))
        gone = visibility.hidden_papers(self._connection, papers)
        kept = visibility.merged_into(self._connection, gone)
        self.hidden = (gone - kept.keys()) | visibility.hidden_papers(self._connection, kept.values())
        self.kept = kept
        owners = {kept.get(paper, paper) for paper in chain.from_iterable(self.by_identifier.values())}
        self.merged = visibility.merged_from(self._connection, owners)
        """For each of them, the papers that were merged into it, whose texts still count."""
        if kept:
            self.by_hash = {key: kept.get(paper, paper) for key, paper in self.by_hash.items()}
            self.by_uid = {key: kept.get(paper, paper) for key, paper in self.by_uid.items()}
            self.by_link = {key: kept.get(paper, paper) for key, paper in self.by_link.items()}
            for key, papers_of in self.by_identifier.items():
                self.by_identifier[key] = list(dict.fromkeys(kept.get(paper, paper) for paper in papers_of))
