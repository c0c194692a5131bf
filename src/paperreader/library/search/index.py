"""Keeps the search tables up to date, within the transaction that changes the papers.

A paper is indexed as the set of its words: label, abstract, and an *extra* text of authors, venue, categories,
identifiers, keywords and remarks. What the reader adds (tags, notes, highlights and comments) is indexed under the same
row id, but only the words that the paper itself lacks, so that removing a tag removes nothing else;
`search_annotations` stores these words. FTS5 stores no text here, so a row must be deleted with exactly the words it
was added with.

The index has no fields, so the words of authors, venues, categories and years are indexed again with a prefix
character of their field (see `lookups`), which `author:` searches for. Prefixed words are not part of the vocabulary.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from paperreader.domain import FIELDS, FieldKind, Identifier, Paper
from paperreader.language import spaced, word_set, words
from paperreader.library.database import TABLES, paper_of
from paperreader.library.search import vocabulary
from paperreader.library.search.lookups import LOOKUPS, prefixed_terms
from paperreader.library.search.word_counts import CountChanges, Terms, WordCounts, count_words, total_of

Indexed = tuple[int, str, str, str]
"""A paper as the index sees it: id, label, abstract, and extra text (see `extra`)."""

COUNT_KEY: Final = "search.papers"
"""The key in `meta` for the number of indexed papers."""

_MIRROR: Final = 1 << 28
_ANNOTATING: Final = [table for table in TABLES.values() if table.words is not None]

_BATCH: Final = 10_000
"""How many papers are counted together: enough that most words occur more than once."""


def indexed(id_: int, paper: Paper) -> Indexed:
    """Return what is indexed for a paper: label, abstract, and extra text."""
    from paperreader.domain import paper_label  # which search alone never needs

    return id_, paper_label(paper), paper.abstract, extra(paper)


def extra(paper: Paper) -> str:
    """Return the text, besides label and abstract, that finds a paper, then `_END` and its prefixed words."""
    texts: list[str] = []
    for field in _FOUND:
        value = getattr(paper, field.name)
        if field.kind is FieldKind.IDENTIFIERS:
            texts += sorted([one.value for one in value])
        else:
            texts += value if field.is_list else [value or ""]
    # A remark is a text like others: what it may not bring is the sign of the end.
    return " ".join([*[text.replace(_END, " ") for text in texts], _END, *prefixed_terms(paper)])


_FOUND: Final = tuple(field for field in FIELDS if field.found)
_END: Final = "\ue000"
_FILTERING: Final = tuple(one.field_prefix for one in LOOKUPS.values() if one.tells_many_apart)
_INSERT: Final = "insert into search_text(rowid, words) values (?, ?)"
_INSERT_TITLE: Final = "insert into search_titles(rowid, words) values (?, ?)"
_INSERT_LABEL: Final = "insert into search_labels values (?, ?)"
_DELETE: Final = "insert into search_text(search_text, rowid, words) values ('delete', ?, ?)"


def mirrored(number: str) -> str:
    """SQL that maps a paper to its row in `search_text` and `search_titles`, and back.

    The newest paper has the lowest row, so that the newest come first in ascending order, in which FTS5 is a third
    faster.
    """
    return f"({_MIRROR} - {number})"


def terms_of(paper: Indexed) -> Terms:
    """Return the words that `Index.enter` indexes a paper under. Needs no library."""
    _, label, abstract, more = paper
    title = " ".join(words(label))
    text, _, rest = more.partition(_END)
    filtering = " ".join([one for one in rest.split() if one[0] in _FILTERING])
    return Terms(f"{title} {spaced(abstract)} {spaced(text)} {rest}", f"{title} {filtering}", title)


class _Words(NamedTuple):
    """The words of a paper before or after a change."""

    label: list[str]
    """The words of its label, in order."""
    every: set[str]
    """The words of all its texts, including prefixed ones."""
    filtering: list[str]
    """The prefixed words that narrow down many papers; they are indexed with the label too."""


def _words_of(paper: Indexed) -> _Words:
    _, label, abstract, more = paper
    title = words(label)
    text, _, rest = more.partition(_END)
    prefixed = rest.split()
    every = word_set(abstract).union(title, words(text), prefixed)
    return _Words(title, every, [one for one in prefixed if one[0] in _FILTERING])


class Index:
    """Writes the search tables. The caller begins and commits the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, papers: Sequence[Indexed]) -> None:
        """Index papers that were just inserted. Thousands at once take about 100 µs each.

        Args:
            papers: not indexed yet.
        """
        for at in range(0, len(papers), _BATCH):
            some = [(paper[0], terms_of(paper)) for paper in sorted(papers[at : at + _BATCH])]
            self.enter(some, [count_words(self._connection, [terms for _, terms in some])])

    def enter(self, papers: Sequence[tuple[int, Terms]], counts: Sequence[WordCounts]) -> None:
        """Index papers that were just inserted, from terms and counts worked out beforehand.

        Args:
            papers: ids in ascending order, each with its terms.
            counts: of all the words, in one part or several. The first part is added to.
        """
        execute = self._connection.executemany
        execute(_INSERT, [(_MIRROR - number, terms.every) for number, terms in reversed(papers)])
        execute(_INSERT_TITLE, [(_MIRROR - number, terms.titles) for number, terms in reversed(papers)])
        execute(_INSERT_LABEL, [(number, terms.label) for number, terms in papers])
        papers_with, titles_with = total_of([one.papers for one in counts]), total_of([one.titles for one in counts])
        keys = {word: some for one in counts for word, some in one.keys.items()}
        vocabulary.count(self._connection, papers_with, titles_with, keys)
        self._count(len(papers))

    def remove(self, papers: Sequence[Indexed]) -> None:
        """Remove papers and their annotations from the index.

        Args:
            papers: exactly as they were added.
        """
        for at in range(0, len(papers), _BATCH):
            self._remove(sorted(papers[at : at + _BATCH], reverse=True))

    def replace(self, old: Sequence[Indexed], new: Sequence[Indexed]) -> None:
        """Index the changes in papers. Many at once are faster; each may come only once.

        Args:
            old: exactly as they were added.
            new: the same papers in the same order. Their annotations are read again.
        """
        pairs = sorted(zip(old, new, strict=True), reverse=True)
        for at in range(0, len(pairs), _BATCH):
            self._replace(pairs[at : at + _BATCH])

    def annotate(self, paper_ids: Iterable[int]) -> None:
        """Read the tags, notes and highlights of papers again, and index what changed."""
        remaining = iter(sorted(set(paper_ids), reverse=True))
        while ids := list(islice(remaining, _BATCH)):
            self._annotate(ids)

    def tidy(self, pages: int = 2_000) -> bool:
        """Merge the pieces that many imports leave, so that a search looks in one place instead of ten.

        Args:
            pages: how much to do at most, to keep the transaction short.

        Returns:
            Whether there is more to do.
        """
        more = False
        vocabulary.fold(self._connection)
        for table in ("search_text", "search_titles"):
            # A negative number of pages starts or continues one merge of everything.
            before = self._connection.total_changes
            self._connection.execute(f"insert into {table}({table}, rank) values ('merge', ?)", (-pages,))
            more |= self._connection.total_changes - before >= 2  # FTS5's sign that it had something to merge
        return more

    def read(self, ids: Sequence[int]) -> list[Indexed]:
        """Papers as they are given to `add`, from what `papers` and `identifiers` say now, in the order of ids."""
        wanted = (json.dumps(ids),)
        identifiers: dict[int, list[Identifier]] = {}
        for number, scheme, value in self._connection.execute(
            "select i.paper, i.scheme, i.value from json_each(?) j join identifiers i on i.paper = j.value", wanted
        ).fetchall():
            identifiers.setdefault(number, []).append(Identifier(scheme, value))
        cursor = self._connection.cursor()
        cursor.row_factory = sqlite3.Row
        rows = cursor.execute(
            "select p.* from json_each(?) j join papers p on p.id = j.value order by p.id", wanted
        ).fetchall()
        return [
            (row["id"], row["label"], row["abstract"], extra(replace(paper_of(row), identifiers=tuple(known))))
            for row in rows
            for known in [identifiers.get(row["id"], ())]
        ]

    def rebuild(self) -> None:
        """Rebuild all search tables from the papers and their annotations."""
        for table in ("search_text", "search_titles"):
            self._connection.execute(f"insert into {table}({table}) values ('delete-all')")
        for table in ("search_labels", "search_annotations", "search_words", *vocabulary.NEAR):
            self._connection.execute(f"delete from {table}")
        self._connection.execute("delete from meta where key = ?", (COUNT_KEY,))
        self._count(0)
        last = -(1 << 62)
        while ids := self._column("select id from papers where id > ? order by id limit ?", (last, _BATCH)):
            self.add(self.read(ids))
            last = ids[-1]
        self.annotate(self._column(" union ".join(f"select paper from {table.name}" for table in _ANNOTATING), ()))

    def _remove(self, papers: Sequence[Indexed]) -> None:
        stored = self._annotated([paper[0] for paper in papers])
        counts = CountChanges()
        for paper in papers:
            number = paper[0]
            old = _words_of(paper)
            added = stored.get(number, set())
            self._change(number, old.every, set())
            self._annotate_one(number, added, set())
            self._change_label(number, old, None)
            counts.papers.subtract(old.every | added)
            counts.titles.subtract(set(old.label))
        counts.write(self._connection)
        self._count(-len(papers))

    def _replace(self, pairs: Sequence[tuple[Indexed, Indexed]]) -> None:
        ids = [paper[0] for paper, _ in pairs]
        stored, annotations = self._annotated(ids), self._annotations(ids)
        counts = CountChanges()
        for number, (before, after) in zip(ids, pairs, strict=True):
            old, new = _words_of(before), _words_of(after)
            added = stored.get(number, set())
            adding = annotations.get(number, set()) - new.every
            # In this order no word is ever indexed twice for a paper, which FTS5 could not tell.
            if new.every & added:
                self._annotate_one(number, added, set())
                self._change(number, old.every, new.every)
                self._annotate_one(number, set(), adding)
            else:
                self._change(number, old.every, new.every)
                self._annotate_one(number, added, adding)
            if (old.label, old.filtering) != (new.label, new.filtering):
                self._change_label(number, old, new)
                counts.titles.update(set(new.label))
                counts.titles.subtract(set(old.label))
            counts.papers.update(new.every | adding)
            counts.papers.subtract(old.every | added)
        counts.write(self._connection)

    def _annotate(self, ids: list[int]) -> None:
        stored, annotations = self._annotated(ids), self._annotations(ids)
        counts = CountChanges()
        for paper in reversed(self.read([number for number in ids if number in stored or number in annotations])):
            number = paper[0]
            added = stored.get(number, set())
            adding = annotations.get(number, set()) - _words_of(paper).every
            self._annotate_one(number, added, adding)
            counts.papers.update(adding)
            counts.papers.subtract(added)
        counts.write(self._connection)

    def _change(self, number: int, before: set[str], after: set[str]) -> None:
        """Index a paper under other words. FTS5 counts rows, so one goes and one comes as long as the paper exists."""
        if before == after:
            return
        self._connection.execute(_DELETE, (_MIRROR - number, " ".join(before - after)))
        if after:
            self._connection.execute(_INSERT, (_MIRROR - number, " ".join(after - before)))

    def _annotate_one(self, number: int, added: set[str], adding: set[str]) -> None:
        if added == adding:
            return
        if added:
            self._connection.execute(_DELETE, (_MIRROR - number, " ".join(added)))
            self._connection.execute("delete from search_annotations where paper = ?", (number,))
        if adding:
            self._connection.execute(_INSERT, (_MIRROR - number, " ".join(adding)))
            self._connection.execute("insert into search_annotations values (?, ?)", (number, " ".join(sorted(adding))))

    def _change_label(self, number: int, old: _Words, new: _Words | None) -> None:
        execute = self._connection.execute
        execute(
            "insert into search_titles(search_titles, rowid, words) values ('delete', ?, ?)",
            (_MIRROR - number, " ".join(old.label + old.filtering)),
        )
        execute("delete from search_labels where paper = ?", (number,))
        if new is not None:
            execute(_INSERT_TITLE, (_MIRROR - number, " ".join(new.label + new.filtering)))
            execute(_INSERT_LABEL, (number, " ".join(new.label)))

    def _count(self, by: int) -> None:
        self._connection.execute(
            "insert into meta values (?, ?) on conflict do update set value = cast(value as integer) + ?",
            (COUNT_KEY, str(by), by),
        )

    def _column(self, statement: str, parameters: Sequence[object]) -> list[int]:
        return [row[0] for row in self._connection.execute(statement, parameters).fetchall()]

    def _annotated(self, ids: list[int]) -> dict[int, set[str]]:
        """The words that papers are indexed under because of their annotations."""
        rows = self._connection.execute(
            "select a.paper, a.words from json_each(?) j join search_annotations a on a.paper = j.value",
            (json.dumps(ids),),
        )
        return {number: set(text.split()) for number, text in rows.fetchall()}

    def _annotations(self, ids: list[int]) -> dict[int, set[str]]:
        """The words of tags, notes and highlights, for papers that have any."""
        found: dict[int, set[str]] = {}
        for table in _ANNOTATING:
            statement = f"select t.paper, {table.words} from json_each(?) j join {table.name} t on t.paper = j.value"
            for number, text in self._connection.execute(statement, (json.dumps(ids),)).fetchall():
                found.setdefault(number, set()).update(words(text))
        return found
