"""Reads a library: rows for lists, whole entries, tags, imports. Its connection cannot write."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from array import array
from typing import TYPE_CHECKING, Final

from paperreader.domain import Leftover, SavedView
from paperreader.library.annotations import TagCount, count_tags, known_tags, tag_tree, tags_of
from paperreader.library.database import LibraryError, NoSuchPaper, Row, connect, damaged, each, explain, in_words, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from paperreader.domain import Aside, Entry, Highlight, LinkedPaper, Note, Paper
    from paperreader.library.deduplication import PossibleDuplicate
    from paperreader.library.journal import PaperChange, PastChange, Version
    from paperreader.library.reports import Counts, FacetCounts, Import, Provenance, Screening, Statistics
    from paperreader.library.search import Backlink

_PAGE: Final = 500
"""Papers read at a time where many are streamed."""


class Reader:
    """Reads a library, in one thread at a time: each thread opens its own.

    Every method raises a `LibraryError` if the library cannot be read. As a context manager it closes itself, and turns
    the errors of a `Search` on its connection into a `LibraryError` too. Modules that the start of the program does not
    need are imported where they are used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with in_words(path):
            self._connection = connect(path, writes=False)

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):
            raise LibraryError(explain(error, self._path)) from error

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for a `Search` in the same thread."""
        return self._connection

    def begin(self) -> None:
        """Read for the first time, so that the file is open even if another takes its name."""
        self._ask("select 1 from sqlite_master limit 1")

    def keep_state(self) -> None:
        """Read the library as it is now from here on, whatever is written meanwhile, until this is closed."""
        with in_words(self._path):
            self._connection.execute("begin")
        self.begin()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """One row for each of `ids` that exists, in their order."""
        with self._undamaged():
            found = rows.rows(self._ask, ids)
        return [found[id_] for id_ in ids if id_ in found]

    def entry(self, paper: int) -> Entry:
        """One paper with everything.

        Raises:
            NoSuchPaper: the library does not have it.
        """
        for entry in self.entries([paper]):
            return entry
        raise NoSuchPaper(f"There is no paper {paper} in this library.")

    def entries(self, ids: Iterable[int]) -> Iterator[Entry]:
        """Papers with everything, in the order of `ids`. Those that do not exist are skipped."""
        page: list[int] = []
        for id_ in ids:
            page.append(id_)
            if len(page) == _PAGE:
                yield from self._entries(page)
                page = []
        yield from self._entries(page)

    def whole(self) -> array[int]:
        """All papers, those in the trash too, in the order of the whole list."""
        found = self._ask("select id from papers where id not in (select paper from hidden) order by imported desc, id")
        return array("q", (row[0] for row in found))

    def asides(self, *, history: bool = False) -> Iterator[Aside]:
        """Everything that the library holds besides the papers of `whole`.

        Args:
            history: the journal as well.
        """
        from paperreader.library.reports import asides, hidden_papers

        with self._undamaged():
            yield from asides(self._stream, self.entries(hidden_papers(self._stream)), history=history)

    def first_ids(self, count: int) -> array[int]:
        """The first papers of the whole list, newest import first, read fast enough for the first screen."""
        found = self._ask(
            "select id from papers where id not in (select paper from states where trashed) "
            "and id not in (select paper from hidden) order by imported desc, id limit ?",
            count,
        )
        return array("q", (row[0] for row in found))

    def tags(self) -> list[TagCount]:
        """The tags in use, by name, and how many papers that are not trashed have each."""
        return count_tags(self._ask)

    def tag_tree(self) -> list[TagCount]:
        """The tags in use and their parents (`nlp` of `nlp/parsing`), each with the papers of those below it."""
        return tag_tree(self._ask)

    def known_tags(self) -> list[str]:
        """Every tag, used or not, by name, for completion."""
        return known_tags(self._ask)

    def highlight_tags(self) -> list[str]:
        """Every tag of a highlight, by name."""
        from paperreader.library.annotations import highlight_tags

        return highlight_tags(self._ask)

    def tags_of(self, papers: Sequence[int]) -> dict[str, int]:
        """The tags of some papers, and how many of them have each."""
        return tags_of(self._ask, papers)

    def counts(self) -> Counts:
        """The numbers that the sidebar shows."""
        from paperreader.library.reports import counts_of

        return counts_of(self._ask)

    def imports(self) -> list[Import]:
        """The imported files, newest first. Trashed papers are not counted."""
        from paperreader.library.reports import imports_of

        return imports_of(self._ask)

    def leftovers(self, number: int | None = None) -> list[tuple[str, Leftover]]:
        """What could not be read, with the file it is from: of one import, or of all."""
        return [
            (row["file"], Leftover(row["line"], row["text"], row["why"]))
            for row in self._ask(
                "select file, line, text, why from leftovers join imports on imports.id = leftovers.import "
                "where ? is null or leftovers.import = ? order by leftovers.import, line",
                number,
                number,
            )
        ]

    def changes(self, limit: int) -> list[PastChange]:
        """What the reader did, undid and redid, newest first."""
        from paperreader.library.journal import changes

        return changes(self._ask, limit)

    def paper_changes(self, paper: int, limit: int) -> list[PaperChange]:
        """What was done to a paper and to those merged into it, undone and redone, newest first."""
        from paperreader.library.journal import paper_changes

        return paper_changes(self._ask, paper, limit)

    def note_history(self, uid: str) -> list[Version]:
        """Every version of a note, oldest first, even if it is deleted. An undo makes a version as well."""
        from paperreader.library.journal import note_history

        return note_history(self._ask, uid)

    def past_notes(self, paper: int) -> list[str]:
        """The ids of all notes that a paper has or has had, oldest first."""
        from paperreader.library.journal import past_notes

        return past_notes(self._ask, paper)

    def abstracts(self, ids: Iterable[int]) -> dict[int, str]:
        """The abstracts of those papers that exist. An abstract may be empty."""
        sql = "select p.id, p.abstract from json_each(?) w join papers p on p.id = w.value"
        return {row["id"]: row["abstract"] for row in self._ask(sql, each(ids))}

    def views(self) -> list[SavedView]:
        """The saved views, in the order they were made."""
        return [
            SavedView(row["uid"], row["name"], row["query"], row["key"])
            for row in self._ask("select uid, name, query, key from views order by position, uid")
        ]

    def criteria(self) -> dict[str, str]:
        """What papers must meet, by the view that it is said for; under an empty name what is said for all papers."""
        return {row["view"] or "": row["body"] for row in self._ask("select view, body from criteria")}

    def jumps(self) -> dict[str, int]:
        """The papers that letters jump to."""
        sql = "select letter, paper from jumps where paper not in (select paper from hidden) order by letter"
        return {row["letter"]: row["paper"] for row in self._ask(sql)}

    def all_highlights(self, limit: int, ids: Sequence[int] | None = None) -> list[tuple[int, str, Highlight]]:
        """Highlights with their paper and its label, newest first; without `ids`, those of all papers not trashed."""
        from paperreader.library.annotations import newest_highlights

        return newest_highlights(self._ask, limit, ids)

    def all_notes(self, limit: int, ids: Sequence[int] | None = None) -> list[tuple[int, str, Note]]:
        """Notes with their paper and its label, chosen and ordered like `all_highlights`."""
        from paperreader.library.annotations import newest_notes

        return newest_notes(self._ask, limit, ids)

    def highlighted(self) -> set[int]:
        """The papers that have highlights, even if their passages are no longer found."""
        sql = "select distinct paper from highlights where paper not in (select paper from hidden)"
        return {row[0] for row in self._ask(sql)}

    def backlinks(self, paper: int, most: int | None = None) -> list[Backlink]:
        """The lines in notes on other papers that link to this one by `[[…]]`; only the first `most`, if given."""
        from paperreader.library.search import backlinks_of

        return backlinks_of(self._ask, paper, most)

    def linked_papers(self, targets: Iterable[str]) -> dict[str, LinkedPaper]:
        """The papers that links in notes name, by their targets as written; those that name none or several are not."""
        from paperreader.library.search import linked_papers

        return linked_papers(self._ask, targets)

    def duplicates(self) -> list[PossibleDuplicate]:
        """Possible duplicates that await a decision, most similar first."""
        from paperreader.library.deduplication import possible_duplicates

        with self._undamaged():
            return possible_duplicates(self._ask)

    def sources(self, paper: int) -> Provenance:
        """Where a paper comes from: its records, and for each field the record it is from, or the reader.

        Raises:
            NoSuchPaper: the library does not have it.
        """
        from paperreader.library.reports import provenance_of

        if not self._ask("select 1 from papers where id = ?", paper):
            raise NoSuchPaper(f"There is no paper {paper} in this library.")
        with self._undamaged():
            return provenance_of(self._ask, paper)

    def merged(self, keep: int, other: int) -> Paper:
        """What two papers would be if `other` were merged into `keep`.

        Raises:
            NoSuchPaper: one of them does not exist, or has been merged already.
        """
        from paperreader.library.deduplication import merged_paper

        with in_words(self._path), self._undamaged():
            return merged_paper(self._connection, keep, other)

    def in_sight(self, papers: Iterable[int]) -> list[int]:
        """Those of some papers that exist and are neither merged nor from an undone import. Trashed ones count."""
        wanted = list(papers)
        found = self._ask(
            "select p.id from json_each(?) w cross join papers p on p.id = w.value"
            " where p.id not in (select paper from hidden)",
            json.dumps(wanted),
        )
        there = {row[0] for row in found}
        return [one for one in wanted if one in there]

    def screening(self, ids: Sequence[int] | None = None) -> Screening:
        """How far screening has come, for some papers or for all that are not trashed."""
        from paperreader.library.reports import screening

        return screening(self._ask, ids)

    def decisions(self, ids: Iterable[int]) -> dict[int, str]:
        """The decision on each paper that has one."""
        from paperreader.library.reports import decisions

        return decisions(self._ask, ids)

    def read_among(self, ids: Iterable[int]) -> set[int]:
        """Those of some papers that are read."""
        sql = "select paper from json_each(?) w join states on paper = w.value where read"
        return {row[0] for row in self._ask(sql, each(ids))}

    def next_undecided(self, ids: Sequence[int], start: int, step: int) -> int | None:
        """The index in `ids` of the next paper without a decision; `None` if there is none.

        Args:
            start: the index to start after; -1 starts with the first paper.
            step: 1 looks forwards, -1 backwards.
        """
        from paperreader.library.reports import next_undecided

        return next_undecided(self._ask, ids, start, step)

    def next_batch(self, ids: Sequence[int], start: int, step: int) -> int | None:
        """The index in `ids` of the next paper from a different import than the one at `start`."""
        from paperreader.library.reports import next_batch

        return next_batch(self._ask, ids, start, step)

    def statistics(self, ids: Sequence[int] | None = None) -> Statistics:
        """Statistics of some papers or of the whole library."""
        from paperreader.library.reports import statistics_of

        return statistics_of(self._ask, ids)

    def facet(self, field: str, ids: Sequence[int], most: int) -> FacetCounts:
        """The most common values of a field among some papers: `author`, `venue`, `year`, `cat` or `source`."""
        from paperreader.library.reports import facet

        return facet(self._ask, field, ids, most)

    def resolve(self, text: str, *, numbers: bool = True) -> int:
        """The paper that `text` names: by its number, its uid, an identifier or a link to it, or its citation key.

        For a merged paper, it is the one it was merged into.

        Args:
            numbers: whether a bare number or a citation key can name a paper. In a note they cannot, as they differ
                between libraries.

        Raises:
            NoSuchPaper: no paper has this name.
            SeveralPapers: several papers have this identifier.
        """
        from paperreader.library.database import resolve

        return resolve(self._ask, text, numbers=numbers)

    def keyed(self, text: str) -> int | None:
        """The paper with a citation key, with or without `key:` in front; `None` if there is none, or several."""
        from paperreader.library.database import keyed

        found = keyed(self._ask, text)
        return found[0] if len(found) == 1 else None

    def citation_keys(self, papers: Sequence[int]) -> list[str]:
        """The citation keys of papers, in alphabetical order."""
        wanted = json.dumps(list(papers))
        found = self._ask("select citation_key from papers where id in (select value from json_each(?))", wanted)
        return sorted(row[0] for row in found if row[0])

    def uids_of(self, papers: Sequence[int]) -> dict[int, str]:
        """The uids of those papers that exist."""
        from paperreader.library.database import uids_of

        return uids_of(self._ask, papers)

    def papers_of(self, names: Sequence[str]) -> dict[str, int]:
        """The visible papers with these uids; for a merged paper, the one it was merged into."""
        from paperreader.library.database import papers_of

        return papers_of(self._ask, names)

    def interrupt(self) -> None:
        """Stop a query that another thread is waiting for."""
        with contextlib.suppress(sqlite3.ProgrammingError):  # it is closed
            self._connection.interrupt()

    def _entries(self, ids: list[int]) -> Iterator[Entry]:
        with self._undamaged():
            yield from rows.entries(self._ask, ids)

    @contextlib.contextmanager
    def _undamaged(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, TypeError) as error:  # the library holds something that paperreader never writes
            raise damaged(self._path) from error

    def _stream(self, sql: str, *values: str | int | None) -> Iterator[sqlite3.Row]:
        with in_words(self._path):
            yield from self._connection.execute(sql, values)

    def _ask(self, sql: str, *values: str | int | None) -> list[sqlite3.Row]:
        with in_words(self._path):
            return self._connection.execute(sql, values).fetchall()
