"""Keeps the search tables true, within the transaction that changes what they are about.

A paper is indexed as the set of its words: label, abstract, and an *extra* text of authors, venue, categories,
identifiers, keywords and remarks. What the reader adds (tags, notes, highlights and what is said of them) is
indexed under the same row id, but only the words that the paper itself has not, so that taking a tag away takes
nothing else away; `search_annotations` says which these are. FTS5 keeps no text of its own here: what is deleted
must be named as it was added.

The index knows no fields, so the words of an author, a venue, a category and a year are indexed once more behind a
mark, one for each field: `author:` asks for those. Marked words are no words of the vocabulary.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from paperreader.domain.labels import paper_label
from paperreader.domain.paper import Paper
from paperreader.language.words import spaced, word_set, words
from paperreader.library.database.tables import TABLES
from paperreader.library.search import vocabulary

Indexed = tuple[int, str, str, str]
"""A paper as the index sees it: id, label, abstract, extra (see there)."""

MARKS: Final = {"author": "\ue001", "venue": "\ue002", "cat": "\ue003", "year": "\ue004"}
"""What stands before the words of a field: characters that are in no word, and split none."""

COUNT_KEY: Final = "search.papers"
"""Where `meta` keeps how many papers are indexed."""

_COUNTED: Final = 2_000
"""Papers of which words are counted in memory at once: some ten megabytes."""
_MIRROR: Final = 1 << 28
_ANNOTATING: Final = [table for table in TABLES.values() if table.words is not None]

_BATCH: Final = 10_000
"""Papers of which words are counted together: enough that most words are met twice."""


def indexed(id_: int, paper: Paper) -> Indexed:
    """What the index is told of a paper: label, abstract, and its extra text."""
    return id_, paper_label(paper), paper.abstract, extra(paper)


def extra(paper: Paper) -> str:
    """What else than label and abstract a paper is found by: a text, and after a `_END` its marked words."""
    identifiers = [one.value for one in paper.identifiers]
    published = None if paper.published is None else str(paper.published.year)
    return _extra(paper.authors, paper.venue, paper.categories, published, identifiers, paper.keywords, paper.remarks)


def _extra(
    authors: Iterable[str],
    venue: str | None,
    categories: Iterable[str],
    published: str | None,
    identifiers: Iterable[str],
    keywords: Iterable[str],
    remarks: Iterable[str],
) -> str:
    people = " ".join(authors)
    marked = [MARKS["author"] + word for word in words(people)]
    if venue:
        marked += [MARKS["venue"] + word for word in words(venue)]
    for category in categories:
        marked += _category_terms(category)
    if published:
        marked.append(MARKS["year"] + published[:4])
    texts = [people, venue or "", *categories, *sorted(identifiers), *keywords, *remarks]
    # A remark is a text like others: what it may not bring is the sign of the end.
    return " ".join([*(text.replace(_END, " ") for text in texts), _END, *marked])


def category_expression(name: str) -> str:
    """What FTS5 is asked for the papers of a category (`cs.LG`) or of all that one is a part of (`cs`)."""
    terms = _category_terms(name.rstrip("."))
    return f'"{terms[-1]}"' if terms else ""


def _category_terms(category: str) -> list[str]:
    """Under what a category is indexed: `cs.LG` also as what it is a part of, `cs`."""
    name = words(category)
    if not name:
        return []
    whole = [MARKS["cat"] + _JOINT.join(name)]
    archive = words(category.partition(".")[0])
    return whole if archive == name or not archive else [MARKS["cat"] + _JOINT.join(archive), *whole]


_END: Final = "\ue000"
_JOINT: Final = "\ue000"
_FIRST_MARK: Final = "\ue000"
_AFTER_MARKS: Final = "\uf900"
_FILTERING: Final = (MARKS["cat"], MARKS["year"])
_INSERT: Final = "insert into search_text(rowid, words) values (?, ?)"
_INSERT_TITLE: Final = "insert into search_titles(rowid, words) values (?, ?)"
_INSERT_LABEL: Final = "insert into search_labels values (?, ?)"
_DELETE: Final = "insert into search_text(search_text, rowid, words) values ('delete', ?, ?)"


def mirrored(number: str) -> str:
    """SQL for the paper of a row in `search_text` and `search_titles`, and for the row of a paper.

    The newest paper has the lowest row, for the newest come first, and FTS5 goes on in two thirds of the time that it
    takes to go back.
    """
    return f"({_MIRROR} - {number})"


class _Counts:
    """How many more papers and titles have each word than before; fewer where negative."""

    def __init__(self) -> None:
        self.papers: Counter[str] = Counter()
        self.titles: Counter[str] = Counter()

    def write(self, connection: sqlite3.Connection) -> None:
        changed = {word for counts in (self.papers, self.titles) for word, by in counts.items() if by}
        vocabulary.count(connection, _unmarked({word: self.papers[word] for word in changed}), self.titles)


def _sum(some: Sequence[dict[str, int]]) -> dict[str, int]:
    total = some[0] if some else {}
    for counts in some[1:]:
        for word, count in counts.items():
            total[word] = total.get(word, 0) + count
    return total


def _unmarked(counts: Mapping[str, int]) -> dict[str, int]:
    return {word: count for word, count in counts.items() if not _FIRST_MARK <= word < _AFTER_MARKS}


class Terms(NamedTuple):
    """Under what a paper is indexed, as FTS5 is told it."""

    every: str
    """The words of all its texts, the marked ones among them."""
    titles: str
    """Those of the label, and the marks by which many papers have to be told apart."""
    label: str
    """Those of the label alone, in their order."""


class Counts(NamedTuple):
    """How many of some papers have each word."""

    papers: dict[str, int]
    titles: dict[str, int]
    keys: dict[str, Sequence[int]]
    """What words that may be new are found by if they are misspelt, as far as it was worked out."""


def terms_of(paper: Indexed) -> Terms:
    """Under what `Index.enter` is to index a paper; it takes nothing from the library."""
    _, label, abstract, more = paper
    title = " ".join(words(label))
    text, _, marks = more.partition(_END)
    filtering = " ".join([one for one in marks.split() if one[0] in _FILTERING])
    return Terms(f"{title} {spaced(abstract)} {spaced(text)} {marks}", f"{title} {filtering}", title)


def count_words(connection: sqlite3.Connection, papers: Sequence[Terms]) -> Counts:
    """Count the words of papers, for `Index.enter`.

    Args:
        connection: any: it is done in a table of its own.
    """
    some = [papers[at : at + _COUNTED] for at in range(0, len(papers), _COUNTED)]
    every = _sum([vocabulary.counted(connection, enumerate(one.every for one in part)) for part in some])
    titles = _sum([vocabulary.counted(connection, enumerate(one.titles for one in part)) for part in some])
    return Counts(_unmarked(every), titles, {})


class _Words(NamedTuple):
    """The words of a paper that changes."""

    label: list[str]
    """The words of what the list shows of it, in their order."""
    every: set[str]
    """Those of all its texts, the marked ones among them."""
    filtering: list[str]
    """The marked ones by which many papers have to be told apart: they are indexed with the label as well."""


def _words_of(paper: Indexed) -> _Words:
    _, label, abstract, more = paper
    title = words(label)
    text, _, marks = more.partition(_END)
    marked = marks.split()
    every = word_set(abstract).union(title, words(text), marked)
    return _Words(title, every, [one for one in marked if one[0] in _FILTERING])


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
            some = [(paper[0], terms_of(paper)) for paper in sorted(papers[at : at + _BATCH])]
            self.enter(some, [count_words(self._connection, [terms for _, terms in some])])

    def enter(self, papers: Sequence[tuple[int, Terms]], counts: Sequence[Counts]) -> None:
        """Index papers just inserted of which all was worked out before.

        Args:
            papers: ids, ascending, each with what is indexed of it.
            counts: the words of all of them, counted together or some at a time; the first is added to.
        """
        execute = self._connection.executemany
        execute(_INSERT, [(_MIRROR - number, terms.every) for number, terms in reversed(papers)])
        execute(_INSERT_TITLE, [(_MIRROR - number, terms.titles) for number, terms in reversed(papers)])
        execute(_INSERT_LABEL, [(number, terms.label) for number, terms in papers])
        papers_with, titles_with = _sum([one.papers for one in counts]), _sum([one.titles for one in counts])
        keys = {word: some for one in counts for word, some in one.keys.items()}
        vocabulary.count(self._connection, papers_with, titles_with, keys)
        self._count(len(papers))

    def remove(self, papers: Sequence[Indexed]) -> None:
        """Make papers findable no more, by annotations neither.

        Args:
            papers: exactly as they were added.
        """
        for at in range(0, len(papers), _BATCH):
            self._remove(sorted(papers[at : at + _BATCH], reverse=True))

    def replace(self, old: Sequence[Indexed], new: Sequence[Indexed]) -> None:
        """Index papers anew whose text changed, by what changed in it; best many at once, and each but once.

        Args:
            old: exactly as they were added.
            new: the same papers in the same order. Their annotations are read again.
        """
        pairs = sorted(zip(old, new, strict=True), reverse=True)
        for at in range(0, len(pairs), _BATCH):
            self._replace(pairs[at : at + _BATCH])

    def annotate(self, paper_ids: Iterable[int]) -> None:
        """Read the tags, notes and highlights of papers again: words that came are found at once, others no more."""
        remaining = iter(sorted(set(paper_ids), reverse=True))
        while ids := list(islice(remaining, _BATCH)):
            self._annotate(ids)

    def tidy(self, pages: int = 2_000) -> bool:
        """Join what many imports left in pieces: a search then looks in one place instead of ten.

        Args:
            pages: how much to do at most, so that a transaction stays short.

        Returns:
            Whether there is more to do.
        """
        more = False
        vocabulary.fold(self._connection)
        for table in ("search_text", "search_titles"):
            # A negative number of pages begins or goes on with one merge of everything there is.
            before = self._connection.total_changes
            self._connection.execute(f"insert into {table}({table}, rank) values ('merge', ?)", (-pages,))
            more |= self._connection.total_changes - before >= 2  # as FTS5 tells that it had something to merge
        return more

    def read(self, ids: Sequence[int]) -> list[Indexed]:
        """Papers as they are given to `add`, from what `papers` and `identifiers` say now, in the order of ids."""
        rows = self._connection.execute(
            "select p.id, p.label, p.abstract, p.authors, p.venue, p.published, p.categories, p.keywords, p.remarks,"
            " (select json_group_array(value) from identifiers where paper = p.id)"
            " from json_each(?) j join papers p on p.id = j.value order by p.id",
            (json.dumps(ids),),
        )
        found = []
        for number, label, abstract, authors, venue, published, *lists in rows.fetchall():
            categories, keywords, remarks, identifiers = map(json.loads, lists)
            more = _extra(json.loads(authors), venue, categories, published, identifiers, keywords, remarks)
            found.append((number, label, abstract, more))
        return found

    def rebuild(self) -> None:
        """Make all search tables anew from the papers and their annotations, in the order of ids."""
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
        counts = _Counts()
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
        counts = _Counts()
        for number, (before, after) in zip(ids, pairs, strict=True):
            old, new = _words_of(before), _words_of(after)
            added = stored.get(number, set())
            adding = annotations.get(number, set()) - new.every
            # In this order no word is indexed twice for a paper at any time: FTS5 would not know it.
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
        counts = _Counts()
        for paper in reversed(self.read([number for number in ids if number in stored or number in annotations])):
            number = paper[0]
            added = stored.get(number, set())
            adding = annotations.get(number, set()) - _words_of(paper).every
            self._annotate_one(number, added, adding)
            counts.papers.update(adding)
            counts.papers.subtract(added)
        counts.write(self._connection)

    def _change(self, number: int, before: set[str], after: set[str]) -> None:
        """Index a paper under other words. FTS5 counts rows: one goes, and one comes, as long as there is a paper."""
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
        """The words that papers are indexed under for their annotations."""
        rows = self._connection.execute(
            "select a.paper, a.words from json_each(?) j join search_annotations a on a.paper = j.value",
            (json.dumps(ids),),
        )
        return {number: set(text.split()) for number, text in rows.fetchall()}

    def _annotations(self, ids: list[int]) -> dict[int, set[str]]:
        """The words of tags, notes and highlights, for the papers that have any."""
        found: dict[int, set[str]] = {}
        for table in _ANNOTATING:
            statement = f"select t.paper, {table.words} from json_each(?) j join {table.name} t on t.paper = j.value"
            for number, text in self._connection.execute(statement, (json.dumps(ids),)).fetchall():
                found.setdefault(number, set()).update(words(text))
        return found
