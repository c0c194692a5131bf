"""Keeps the search tables true, within the transaction that changes what they are about.

A paper is indexed as the set of its words: label, abstract, and an *extra* text of authors, venue, categories,
identifiers, keywords and remarks. What the reader adds (tags, notes, highlights and what is said of them) is
indexed under the same row id, but only the words that the paper itself has not, so that taking a tag away takes
nothing else away; `search_annotations` says which these are. FTS5 keeps no text of its own here: what is deleted
must be named as it was added.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from paperreader.library import vocabulary
from paperreader.paper import Paper
from paperreader.words import word_set, words

Indexed = tuple[int, str, str, str]
"""A paper as the index sees it: id, label, abstract, extra."""

COUNT_KEY: Final = "search.papers"
"""Where `meta` keeps how many papers are indexed."""

_BATCH: Final = 5000
"""Papers of which words are counted together: enough that most words are met twice."""


def extra(paper: Paper) -> str:
    """What else than label and abstract a paper is found by, as one text."""
    values = [one.value for one in paper.identifiers]
    return _extra(paper.authors, paper.venue, paper.categories, values, paper.keywords, paper.remarks)


def _extra(
    authors: Iterable[str],
    venue: str | None,
    categories: Iterable[str],
    identifiers: Iterable[str],
    keywords: Iterable[str],
    remarks: Iterable[str],
) -> str:
    return " ".join([*authors, venue or "", *categories, *sorted(identifiers), *keywords, *remarks])


_INSERT: Final = "insert into search_text(rowid, words) values (?, ?)"
_DELETE: Final = "insert into search_text(search_text, rowid, words) values ('delete', ?, ?)"


class _Counts:
    """How many more papers and titles have each word than before; fewer where negative."""

    def __init__(self) -> None:
        self.papers: Counter[str] = Counter()
        self.titles: Counter[str] = Counter()

    def write(self, connection: sqlite3.Connection) -> None:
        changed = {word for counts in (self.papers, self.titles) for word, by in counts.items() if by}
        vocabulary.count(connection, {word: self.papers[word] for word in changed}, self.titles)


def _words_of(paper: Indexed) -> tuple[list[str], set[str]]:
    """The words of the label in their order, and those of all texts."""
    _, label, abstract, more = paper
    title = words(label)
    return title, word_set(abstract).union(title, words(more))


class Index:
    """Writes the search tables through a connection whose transaction somebody else begins and commits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, papers: Sequence[Indexed]) -> None:
        """Index papers just inserted. The more at once the faster: about 100 µs each in thousands.

        Args:
            papers: none of them indexed yet.
        """
        for at in range(0, len(papers), _BATCH):
            self._add(sorted(papers[at : at + _BATCH]))

    def remove(self, papers: Sequence[Indexed]) -> None:
        """Make papers findable no more, by annotations neither.

        Args:
            papers: exactly as they were added.
        """
        for at in range(0, len(papers), _BATCH):
            self._remove(sorted(papers[at : at + _BATCH]))

    def replace(self, old: Sequence[Indexed], new: Sequence[Indexed]) -> None:
        """Index papers anew whose text changed, by what changed in it; best many at once, and each but once.

        Args:
            old: exactly as they were added.
            new: the same papers in the same order. Their annotations are read again.
        """
        pairs = sorted(zip(old, new, strict=True))
        for at in range(0, len(pairs), _BATCH):
            self._replace(pairs[at : at + _BATCH])

    def annotate(self, paper_ids: Iterable[int]) -> None:
        """Read the tags, notes and highlights of papers again: words that came are found at once, others no more."""
        remaining = iter(sorted(set(paper_ids)))
        while ids := list(islice(remaining, _BATCH)):
            self._annotate(ids)

    def read(self, ids: Sequence[int]) -> list[Indexed]:
        """Papers as they are given to `add`, from what `papers` and `identifiers` say now, in the order of ids."""
        rows = self._connection.execute(
            "select p.id, p.label, p.abstract, p.authors, p.venue, p.categories, p.keywords, p.remarks,"
            " (select json_group_array(value) from identifiers where paper = p.id)"
            " from json_each(?) j join papers p on p.id = j.value order by p.id",
            (json.dumps(ids),),
        )
        found = []
        for number, label, abstract, authors, venue, *lists in rows.fetchall():
            categories, keywords, remarks, identifiers = map(json.loads, lists)
            more = _extra(json.loads(authors), venue, categories, identifiers, keywords, remarks)
            found.append((number, label, abstract, more))
        return found

    def rebuild(self) -> None:
        """Make all search tables anew from the papers and their annotations, in the order of ids."""
        for table in ("search_text", "search_titles"):
            self._connection.execute(f"insert into {table}({table}) values ('delete-all')")
        for table in ("search_labels", "search_annotations", "search_words", "search_near"):
            self._connection.execute(f"delete from {table}")
        self._connection.execute("delete from meta where key = ?", (COUNT_KEY,))
        self._count(0)
        last = -(1 << 62)
        while ids := self._column("select id from papers where id > ? order by id limit ?", (last, _BATCH)):
            self.add(self.read(ids))
            last = ids[-1]
        self.annotate(
            self._column(
                "select paper from taggings union select paper from notes union select paper from highlights", ()
            )
        )

    def _add(self, papers: Sequence[Indexed]) -> None:
        texts: list[tuple[int, str]] = []
        labels: list[tuple[int, str]] = []
        counts = _Counts()
        for paper in papers:
            title, every = _words_of(paper)
            texts.append((paper[0], " ".join(every)))
            labels.append((paper[0], " ".join(title)))
            counts.papers.update(every)
            counts.titles.update(set(title))
        execute = self._connection.executemany
        execute(_INSERT, texts)
        execute("insert into search_titles(rowid, words) values (?, ?)", labels)
        execute("insert into search_labels values (?, ?)", labels)
        vocabulary.count(self._connection, counts.papers, counts.titles)
        self._count(len(papers))

    def _remove(self, papers: Sequence[Indexed]) -> None:
        stored = self._annotated([paper[0] for paper in papers])
        counts = _Counts()
        for paper in papers:
            number = paper[0]
            title, every = _words_of(paper)
            added = stored.get(number, set())
            self._change(number, every, set())
            self._annotate_one(number, added, set())
            self._change_label(number, title, None)
            counts.papers.subtract(every | added)
            counts.titles.subtract(set(title))
        vocabulary.count(self._connection, counts.papers, counts.titles)
        self._count(-len(papers))

    def _replace(self, pairs: Sequence[tuple[Indexed, Indexed]]) -> None:
        ids = [paper[0] for paper, _ in pairs]
        stored, annotations = self._annotated(ids), self._annotations(ids)
        counts = _Counts()
        for old, new in pairs:
            number = new[0]
            old_title, before = _words_of(old)
            new_title, after = _words_of(new)
            added = stored.get(number, set())
            adding = annotations.get(number, set()) - after
            # In this order no word is indexed twice for a paper at any time: FTS5 would not know it.
            if after & added:
                self._annotate_one(number, added, set())
                self._change(number, before, after)
                self._annotate_one(number, set(), adding)
            else:
                self._change(number, before, after)
                self._annotate_one(number, added, adding)
            if old_title != new_title:
                self._change_label(number, old_title, new_title)
                counts.titles.update(set(new_title))
                counts.titles.subtract(set(old_title))
            counts.papers.update(after | adding)
            counts.papers.subtract(before | added)
        counts.write(self._connection)

    def _annotate(self, ids: list[int]) -> None:
        stored, annotations = self._annotated(ids), self._annotations(ids)
        counts = _Counts()
        for paper in self.read([number for number in ids if number in stored or number in annotations]):
            number = paper[0]
            added = stored.get(number, set())
            adding = annotations.get(number, set()) - _words_of(paper)[1]
            self._annotate_one(number, added, adding)
            counts.papers.update(adding)
            counts.papers.subtract(added)
        counts.write(self._connection)

    def _change(self, number: int, before: set[str], after: set[str]) -> None:
        """Index a paper under other words. FTS5 counts rows: one goes, and one comes, as long as there is a paper."""
        if before == after:
            return
        self._connection.execute(_DELETE, (number, " ".join(before - after)))
        if after:
            self._connection.execute(_INSERT, (number, " ".join(after - before)))

    def _annotate_one(self, number: int, added: set[str], adding: set[str]) -> None:
        if added == adding:
            return
        if added:
            self._connection.execute(_DELETE, (number, " ".join(added)))
            self._connection.execute("delete from search_annotations where paper = ?", (number,))
        if adding:
            self._connection.execute(_INSERT, (number, " ".join(adding)))
            self._connection.execute("insert into search_annotations values (?, ?)", (number, " ".join(sorted(adding))))

    def _change_label(self, number: int, old: list[str], new: list[str] | None) -> None:
        execute = self._connection.execute
        execute(
            "insert into search_titles(search_titles, rowid, words) values ('delete', ?, ?)",
            (number, " ".join(old)),
        )
        execute("delete from search_labels where paper = ?", (number,))
        if new is not None:
            execute("insert into search_titles(rowid, words) values (?, ?)", (number, " ".join(new)))
            execute("insert into search_labels values (?, ?)", (number, " ".join(new)))

    def _count(self, by: int) -> None:
        self._connection.execute(
            "insert into meta values (?, ?) on conflict do update set value = cast(value as integer) + ?",
            (COUNT_KEY, str(by), by),
        )

    def _column(self, statement: str, parameters: Sequence[object]) -> list[int]:
        return [row[0] for row in self._connection.execute(statement, parameters).fetchall()]

    def _annotated(self, ids: list[int]) -> dict[int, set[str]]:
        """The words that papers are indexed under for their annotations."""
        rows = self._connection.execute(
            "select a.paper, a.words from json_each(?) j join search_annotations a on a.paper = j.value",
            (json.dumps(ids),),
        )
        return {number: set(text.split()) for number, text in rows.fetchall()}

    def _annotations(self, ids: list[int]) -> dict[int, set[str]]:
        """The words of tags, notes and highlights, for the papers that have any."""
        found: dict[int, set[str]] = {}
        for statement in (
            "select t.paper, n.name from json_each(?) j join taggings t on t.paper = j.value"
            " join tags n on n.uid = t.tag",
            "select n.paper, n.body from json_each(?) j join notes n on n.paper = j.value",
            # What is marked are words of the abstract, unless that changed; tags are JSON, whose signs are no words.
            "select h.paper, h.comment || ' ' || h.quote || ' ' || h.tags from json_each(?) j"
            " join highlights h on h.paper = j.value",
        ):
            for number, text in self._connection.execute(statement, (json.dumps(ids),)).fetchall():
                found.setdefault(number, set()).update(words(text))
        return found
