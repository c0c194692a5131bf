"""Imports records: matches them with the stored papers, stores them, and keeps what could not be read.

Records are stored in batches, each in one transaction with its search tables. So an import can be cancelled, killed or
run out of disk space at any point: the library stays whole, and importing the file again continues from there.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from paperreader.domain import AsideLine, Leftover, counted, new_uid, now, paper_label, shortened
from paperreader.library.annotations import end_of_queue
from paperreader.library.deduplication import merging
from paperreader.library.importing.batch import Batch
from paperreader.library.importing.foreign import restore_foreign
from paperreader.library.importing.options import ImportOptions
from paperreader.library.importing.restore import add_remarks, add_tags, restore_annotations
from paperreader.library.importing.restore_asides import AsideRestore
from paperreader.library.search import COUNT_KEY, Index

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from paperreader.domain import Paper, Record
    from paperreader.library.database import KeyGiver, Writer
    from paperreader.library.importing.preparation import Chunk, Prepared
    from paperreader.library.journal import Change, Journal

_FIRST: Final = 4
"""Chunks in the first transaction. Its speed determines how many the next ones have."""
_MOST: Final = 8
"""Chunks in a transaction at most, as all of them are in memory."""
_TRANSACTION: Final = 3.0
"""The longest time in seconds that a transaction should take, since other writers and cancelling wait for it."""
_TIDIED: Final = 10_000
"""After an import of this many papers, the pieces of the index are merged."""

_NAMED: Final = 3
"""Papers that a change mentions by name as merged."""

_NO_PAPER: Final = "These annotations are on a page that no paper here has, and nothing says what its title is."

KEPT_LEFTOVERS: Final = 1_000
"""Leftovers of an import that are kept; more are only counted, so that a bad file takes no memory."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come."""

    records: int
    line: int
    """The last line that was read."""
    seconds: float
    share: float | None = None
    """How much of the file has been read, from 0 to 1, if that is known."""

    def __str__(self) -> str:
        """How many papers, how fast, and how much is left: `12,000 papers, 3,400 a second, 25%, 11 s left`."""
        text = f"{counted(self.records, 'paper')}, {self.records / max(self.seconds, 1e-3):,.0f} a second"
        if self.share:
            text += f", {self.share:.0%}, {duration(self.seconds * (1 - self.share) / self.share)} left"
        return text


def duration(seconds: float) -> str:
    """A length of time in words."""
    if seconds < 60:
        return f"{max(seconds, 1):.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


@dataclass(slots=True)
class Report:
    """What an import did."""

    file: str
    format: str
    papers: int = 0
    """Papers in the file: `added + merged + unchanged`."""
    added: int = 0
    merged: int = 0
    """Papers that were there and got something new."""
    unchanged: int = 0
    doubtful: int = 0
    """Possible duplicates that were found and await a decision."""
    leftovers: list[Leftover] = field(default_factory=list)
    """At most `KEPT_LEFTOVERS` of them."""
    left_out: int = 0
    """How many leftovers there were in all."""
    seconds: float = 0.0
    cancelled: bool = False


def import_records(
    writer: Writer,
    journal: Journal,
    records: Iterable[Chunk],
    *,
    file: str,
    format: str,  # noqa: A002 - the field's own word, as in the report
    options: ImportOptions | None = None,
    keys: KeyGiver,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Report:
    """Store what a format has read.

    Args:
        keys: gives new papers their citation keys.
        progress: called after every batch. If it returns `False`, the import stops and keeps what is stored.

    Raises:
        LibraryError: the library cannot be written; earlier batches stay.
    """
    began = time.perf_counter()
    report = Report(file, format)
    options = options or ImportOptions()
    session = _Session(report, journal, options, keys)
    stream, size = iter(records), _FIRST
    with writer.in_bulk(), writer.transaction(keep=False) if options.dry_run else contextlib.nullcontext():
        while batch := list(islice(stream, size)):
            begun = time.perf_counter()
            with writer.transaction() as connection:
                session.store(connection, batch)
            report.seconds = time.perf_counter() - began
            size = _next_size(len(batch), time.perf_counter() - begun)
            done = Progress(report.papers, batch[-1].line, report.seconds)
            batch.clear()  # otherwise two would be in memory while the next one is read
            if progress is not None and progress(done) is False:
                report.cancelled = True
                break
        with writer.transaction() as connection:
            session.finish(connection)
    if not options.dry_run:
        _tidy(writer, report, progress)
    report.seconds = time.perf_counter() - began
    return report


def _next_size(size: int, seconds: float) -> int:
    """How many chunks the next transaction should have, after one of `size` chunks that took `seconds`."""
    fitting = round(size * _TRANSACTION / max(seconds, 1e-3))
    return max(1, min(fitting, 2 * size, _MOST))


def _tidy(writer: Writer, report: Report, progress: Callable[[Progress], bool | None] | None) -> None:
    """Join the pieces of the index after a large import. It can be stopped."""
    with writer.transaction() as connection:
        papers = connection.execute("select value from meta where key = ?", (COUNT_KEY,)).fetchone()
    if report.cancelled or report.added < max(_TIDIED, int(papers["value"]) // 4 if papers else 0):
        return
    more = True
    while more:
        with writer.transaction() as connection:
            more = Index(connection).tidy()
        if progress is not None and progress(Progress(report.papers, 0, report.seconds, 1.0)) is False:
            return


def _pages(record: Record) -> str:
    """The addresses that annotations are on."""
    named = (f"{one.scheme}:{one.value}" for one in record.paper.identifiers)
    return "\n".join(dict.fromkeys((*named, *record.paper.links))) or record.about


class _Session:
    """An import in progress."""

    def __init__(self, report: Report, journal: Journal, options: ImportOptions, keys: KeyGiver) -> None:
        self._report = report
        self._imported = options.imported or now()
        self._journal = journal
        self._options = options
        self._keys = keys
        self._number: int | None = None
        self._uid = ""
        self._change: int | None = None
        self._hash = hashlib.blake2b(digest_size=16)
        self._merged: dict[int, str] = {}
        """The papers that records were merged into, the first few with their names."""
        self._queue_end: int | None = None
        self._was_empty: bool | None = None
        """Whether the library had no papers before."""
        self._asides: list[AsideLine] = []
        """Those of the batch."""
        self._restore = AsideRestore()

    def store(self, connection: sqlite3.Connection, chunks: Sequence[Chunk]) -> None:
        """Store a batch within a transaction."""
        if self._was_empty is None:
            self._was_empty = connection.execute("select 1 from papers limit 1").fetchone() is None
        batch = Batch(connection, chunks, self._number, self._keys, numbered=self._was_empty)
        report = self._report
        self._asides = []
        placed = [*self._place(chunks, batch)]
        if not batch.news and not placed and not self._asides:
            return
        self._begin_anew(connection)
        with self._journal.change_within(connection, going_on=self._change) as change:
            if batch.news:
                number = self._import(connection)
                for paper, label_ in batch.merged.items():
                    self._merged.setdefault(paper, shortened(label_) if len(self._merged) < _NAMED else "")
                report.doubtful += batch.flush(change, number, self._imported)
                change.count_in(self._uid)
            self._annotate(change, batch, placed)
            self._restore_asides(change, batch, placed)
            change.what = self._what()
            if change.changed:
                self._change = change.number
        if self._number is not None:
            # With every batch, since the program may be ended after any of them.
            connection.execute(
                "update imports set change = ?, papers = ?, added = ?, merged = ?, unchanged = ? where id = ?",
                (self._change, report.papers, report.added, report.merged, report.unchanged, self._number),
            )

    def _place(self, chunks: Sequence[Chunk], batch: Batch) -> Iterator[tuple[int, Record]]:
        """Find the papers of records. Those are returned on which the reader's own may be new."""
        report = self._report
        for prepared in self._read(chunks):
            record, taken = prepared.record, batch.take(prepared)
            if taken is None:
                report.papers -= 1
                self._leave_out(Leftover(record.line, _pages(record), _NO_PAPER))
                continue
            paper, outcome = taken
            if record.hidden:
                if outcome == "added":
                    yield paper, record
                continue
            setattr(report, outcome, getattr(report, outcome) + 1)
            if record.entry is not None or record.annotations or record.moved or self._adopts(record.paper):
                yield paper, record

    def finish(self, connection: sqlite3.Connection) -> None:
        """Store the counts and leftovers of the import. One that changed nothing leaves no trace."""
        report, digest = self._report, self._hash.hexdigest()
        if self._number is not None:
            report.doubtful -= self._restore.finish(connection, self._number)
        if self._number is None:
            known = connection.execute("select 1 from imports where hash = ?", (digest,)).fetchone()
            if known is not None or not report.leftovers:
                return
        number = self._import(connection)
        connection.executemany(
            "insert into leftovers(import, line, text, why) values (?, ?, ?, ?)",
            [(number, left.line, left.text, left.why) for left in report.leftovers],
        )
        connection.execute(
            "update imports set papers = ?, added = ?, merged = ?, unchanged = ?, hash = ?, finished = ? where id = ?",
            (
                report.papers,
                report.added,
                report.merged,
                report.unchanged,
                digest,
                None if report.cancelled else now(),
                number,
            ),
        )

    def _read(self, chunks: Sequence[Chunk]) -> Iterator[Prepared]:
        """The records of a batch. Leftovers are set aside."""
        for item in chain.from_iterable(chunk.items for chunk in chunks):
            if isinstance(item, AsideLine):
                self._asides.append(item)
                self._hash.update(item.text.encode())
                continue
            if isinstance(item, Leftover):
                self._leave_out(item)
                continue
            self._report.papers += not item.record.hidden
            self._hash.update(item.hash.to_bytes(8, "big"))
            yield item

    def _begin_anew(self, connection: sqlite3.Connection) -> None:
        """Begin a new import if somebody has undone this one meanwhile."""
        if self._change is not None:
            row = connection.execute("select undone_by from changes where id = ?", (self._change,)).fetchone()
            if row["undone_by"] is not None:
                self._change = self._number = None

    def _import(self, connection: sqlite3.Connection) -> int:
        if self._number is None:
            self._uid = new_uid()
            self._number = connection.execute(
                "insert into imports(file, format, started, uid) values (?, ?, ?, ?)",
                (self._report.file, self._report.format, self._imported, self._uid),
            ).lastrowid
        assert self._number is not None  # noqa: S101 - an insert that did not raise has made a row
        return self._number

    def _what(self) -> str:
        report = self._report
        if not report.added and not report.merged:
            return f"imported {report.file}, which adds to existing papers"
        if not report.added:
            return f"imported {report.file}: {report.merged:,} merged{self._merged_with()}"
        merged = f", {report.merged:,} merged{self._merged_with()}" if report.merged else ""
        return f"imported {counted(report.added, 'paper')} from {report.file}{merged}"

    def _merged_with(self) -> str:
        """The papers that records were merged into, as far as there is room to name them."""
        names = [f"“{name}”" for name in self._merged.values() if name]
        more = len(self._merged) - len(names)
        said = [*names, *([f"{more:,} more"] if more else [])]
        return f" with {', '.join(said[:-1])}{' and ' if said[:-1] else ''}{said[-1]}" if names else ""

    def _leave_out(self, item: Leftover) -> None:
        self._report.left_out += 1
        if len(self._report.leftovers) < KEPT_LEFTOVERS:
            self._report.leftovers.append(item)
        self._hash.update(item.text.encode())

    def _adopts(self, paper: Paper) -> bool:
        options = self._options
        return bool((options.adopt_tags and paper.keywords) or (options.adopt_notes and paper.remarks))

    def _behind(self, change: Change) -> int:
        """The last place in the queue before this import, whose papers keep their order behind it."""
        if self._queue_end is None:
            self._queue_end = end_of_queue(change.connection)
        return self._queue_end

    def _annotate(self, change: Change, batch: Batch, placed: list[tuple[int, Record]]) -> None:
        """Restore what a reader added, and make keywords and remarks the reader's own if that is asked for."""
        for there, record in placed:
            paper = batch.kept(there)
            problems = []
            if record.entry is not None:
                problems = restore_annotations(change, paper, record.entry, behind=self._behind(change))
            if record.annotations:
                problems += restore_foreign(change, paper, record.annotations)
            if record.moved:
                merging.move_title_of(change, paper, record.paper, record.moved)
            if self._options.adopt_tags:
                problems += add_tags(change, paper, record.paper.keywords)
            if self._options.adopt_notes:
                add_remarks(change, paper, record.paper.remarks)
            for problem in problems:
                self._leave_out(Leftover(record.line, paper_label(record.paper), problem))

    def _restore_asides(self, change: Change, batch: Batch, placed: list[tuple[int, Record]]) -> None:
        """Restore what is no paper. Papers that it names are in this batch, in earlier ones, or in the library."""
        papers = {record.entry.uid: batch.kept(paper) for paper, record in placed if record.entry is not None}
        self._restore.match(change.connection, papers)
        self._restore.hide(batch.hidden)
        for line, why in self._restore.take(change, self._asides, self._number):
            self._leave_out(Leftover(line.line, line.text, why))
