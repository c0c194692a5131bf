"""Bringing records in: matching them with the papers that are there, storing them, keeping what was left over.

Records are stored in batches, each one transaction with its search tables, so that an import can be cancelled,
killed or run out of disk at any point: what is there is whole, and importing the file again goes on from there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from paperreader.identity import fingerprint, merge, record_hash
from paperreader.library.index import Index, extra
from paperreader.library.rows import paper_of
from paperreader.paper import Identifier, Leftover, Paper, Record, TitleFrom, new_uid, now, one_line
from paperreader.titles import label_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from paperreader.library.annotations import Annotations
    from paperreader.library.journal import Change, Journal
    from paperreader.library.writer import Writer
    from paperreader.paper import Entry

_BATCH: Final = 2_000
"""Records a transaction: long enough to be fast, short enough to cancel at once and to let others write."""

KEPT_LEFTOVERS: Final = 1_000
"""Leftovers kept word for word, an import; beyond that they are only counted, so that a bad file costs no memory."""

_LOOK_ALIKES: Final = 16
"""Papers with the same text that a record is compared with, one after another, to say which of them it is."""

_UNLABELLED: Final = "Untitled"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is."""

    records: int
    line: int
    """The line of the file that was read last."""
    seconds: float


@dataclass(slots=True)
class Report:
    """What an import did."""

    file: str
    format: str
    papers: int = 0
    """Papers the file holds: `added + merged + unchanged`."""
    added: int = 0
    merged: int = 0
    """Were there, and learnt something new."""
    unchanged: int = 0
    leftovers: list[Leftover] = field(default_factory=list)
    """At most `KEPT_LEFTOVERS` of them."""
    left_out: int = 0
    """How many leftovers there were."""
    seconds: float = 0.0
    cancelled: bool = False


def import_records(
    writer: Writer,
    journal: Journal,
    annotations: Annotations,
    records: Iterable[Record | Leftover],
    *,
    file: str,
    format: str,  # noqa: A002 - the field's own word, as in the report
    imported: str | None = None,
    dry_run: bool = False,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Report:
    """Store what a format read.

    Args:
        imported: the moment that counts as the papers' coming in; files imported together share one.
        dry_run: do everything in one transaction, then roll it back: the report is true, the library as it was.
        progress: called after every batch; the import stops, keeping what is stored, when it answers `False`.

    Raises:
        LibraryError: the library cannot be written; the batches before stay.
    """
    began = time.perf_counter()
    report = Report(file, format)
    session = _Session(report, imported or now(), annotations, journal)
    stream = iter(records)
    with writer.transaction(keep=False) if dry_run else contextlib.nullcontext():
        while batch := list(islice(stream, _BATCH)):
            with writer.transaction() as connection:
                session.store(connection, batch)
            report.seconds = time.perf_counter() - began
            if progress is not None:
                done = Progress(report.papers, batch[-1].line, report.seconds)
                if progress(done) is False:
                    report.cancelled = True
                    break
        with writer.transaction() as connection:
            session.finish(connection)
    report.seconds = time.perf_counter() - began
    return report


class _Session:
    """One import under way: what it has stored so far and the batch it is at."""

    def __init__(self, report: Report, imported: str, annotations: Annotations, journal: Journal) -> None:
        self._report = report
        self._imported = imported
        self._annotations = annotations
        self._journal = journal
        self._number: int | None = None
        self._change: int | None = None
        self._hash = hashlib.blake2b(digest_size=16)

    def store(self, connection: sqlite3.Connection, batch: list[Record | Leftover]) -> None:
        """Store a batch within a transaction."""
        papers = _Papers(connection, self._imported)
        report = self._report
        annotated: list[tuple[int, Record]] = []
        for item in batch:
            if isinstance(item, Leftover):
                self._leave_out(item)
                continue
            report.papers += 1
            hash_ = record_hash(item.paper)
            self._hash.update(hash_.to_bytes(8, "big"))
            paper, outcome = papers.take(item, hash_)
            setattr(report, outcome, getattr(report, outcome) + 1)
            if item.entry is not None:
                annotated.append((paper, item))
        if papers.news:
            papers.flush(self._import(connection))
        if annotated:
            with self._journal.change_within(connection, amending=self._change) as change:
                self._annotate(change, annotated)
                if change.papers:
                    self._change = change.number

    def finish(self, connection: sqlite3.Connection) -> None:
        """Close the import: its counts and its leftovers. One that changed nothing leaves no trace."""
        report, digest = self._report, self._hash.hexdigest()
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

    def _import(self, connection: sqlite3.Connection) -> int:
        if self._number is None:
            self._number = connection.execute(
                "insert into imports(file, format, started) values (?, ?, ?)",
                (self._report.file, self._report.format, self._imported),
            ).lastrowid
        assert self._number is not None  # noqa: S101 - an insert that did not raise has made a row
        return self._number

    def _leave_out(self, item: Leftover) -> None:
        self._report.left_out += 1
        if len(self._report.leftovers) < KEPT_LEFTOVERS:
            self._report.leftovers.append(item)
        self._hash.update(item.text.encode())

    def _annotate(self, change: Change, annotated: list[tuple[int, Record]]) -> None:
        for paper, record in annotated:
            if record.entry is not None:
                for problem in self._annotations.restore(change, paper, record.entry):
                    self._leave_out(Leftover(record.line, record.entry.label, problem))
        change.what = f"imported annotations from {self._report.file}"


class _Papers:
    """The papers of one batch: finds each among those stored and those pending, and stores them all at once."""

    def __init__(self, connection: sqlite3.Connection, imported: str) -> None:
        self._connection = connection
        self._imported = imported
        self._next = connection.execute("select coalesce(max(id), 0) + 1 from papers").fetchone()[0]
        self._first = self._next
        self._pending: dict[int, tuple[Paper, Entry | None]] = {}
        self._changed: dict[int, tuple[Paper, Paper]] = {}
        self._hashes: dict[int, int] = {}
        self._records: list[tuple[int, int, int]] = []
        self._by_identifier: dict[Identifier, int] = {}
        self._by_uid: dict[str, int] = {}
        self._by_fingerprint: dict[int, list[int]] = {}

    @property
    def news(self) -> bool:
        """Whether there is anything to store."""
        return bool(self._records)

    def take(self, record: Record, hash_: int) -> tuple[int, str]:
        """The paper that a record is about, and whether that one is `added`, `merged` or `unchanged` by it."""
        known = self._hashes.get(hash_) or self._scalar("select paper from records where hash = ?", hash_)
        if known is not None:
            return known, "unchanged"
        paper = record.paper
        print_ = fingerprint(paper)
        there = self._find(record, print_)
        if there is None:
            there, outcome = self._next, "added"
            self._next += 1
            self._pending[there] = (paper, record.entry)
            self._by_identifier.update(dict.fromkeys(paper.identifiers, there))
        else:
            outcome = self._unite(there, paper)
        self._hashes[hash_] = there
        self._records.append((hash_, record.line, there))
        if record.entry is not None:
            self._by_uid.setdefault(record.entry.uid, there)
        if print_ is not None:
            self._by_fingerprint.setdefault(print_, []).append(there)
        return there, outcome

    def flush(self, number: int) -> None:
        """Write the batch as part of the import `number`."""
        connection, index = self._connection, Index(self._connection)
        connection.executemany(
            _INSERT,
            [
                (
                    id_,
                    entry.uid if entry else new_uid(),
                    *_columns(paper),
                    entry.imported if entry else self._imported,
                    number,
                )
                for id_, (paper, entry) in self._pending.items()
            ],
        )
        connection.executemany(
            "insert or ignore into identifiers(scheme, value, paper) values (?, ?, ?)",
            [(one.scheme, one.value, id_) for id_, (paper, _) in self._pending.items() for one in paper.identifiers],
        )
        index.add([_indexed(id_, paper) for id_, (paper, _) in self._pending.items()])
        for id_, (old, new) in self._changed.items():
            connection.execute(_UPDATE, (*_columns(new), id_))
            connection.executemany(
                "insert or ignore into identifiers(scheme, value, paper) values (?, ?, ?)",
                [(one.scheme, one.value, id_) for one in new.identifiers],
            )
            index.replace([_indexed(id_, old)], [_indexed(id_, new)])
        connection.executemany(
            "insert or ignore into records(hash, import, line, paper) values (?, ?, ?, ?)",
            [(hash_, number, line, paper) for hash_, line, paper in self._records],
        )

    def _find(self, record: Record, print_: int | None) -> int | None:
        """Identifiers decide; the text only where they do not speak against it."""
        if record.entry is not None:
            uid = record.entry.uid
            there = self._by_uid.get(uid) or self._scalar("select id from papers where uid = ?", uid)
            if there is not None:
                return there
        for one in record.paper.identifiers:
            there = self._owner(one)
            if there is not None:
                return there
        if print_ is None:
            return None
        rows = self._connection.execute("select id from papers where fingerprint = ? order by id", (print_,))
        stored = [row[0] for row in rows.fetchmany(_LOOK_ALIKES)]
        alike = dict.fromkeys([*stored, *self._by_fingerprint.get(print_, ())[:_LOOK_ALIKES]])
        return next((one for one in alike if not _contradict(self._load(one), record.paper)), None)

    def _owner(self, one: Identifier) -> int | None:
        return self._by_identifier.get(one) or self._scalar(
            "select paper from identifiers where scheme = ? and value = ?", one.scheme, one.value
        )

    def _unite(self, there: int, paper: Paper) -> str:
        old = self._load(there)
        free = tuple(one for one in paper.identifiers if self._owner(one) in (None, there))
        new = merge(old, replace(paper, identifiers=free))
        if new == old:
            return "unchanged"
        self._by_identifier.update(dict.fromkeys(free, there))
        if there in self._pending:
            self._pending[there] = (new, self._pending[there][1])
        else:
            self._changed[there] = (self._changed.get(there, (old, new))[0], new)
        return "merged"

    def _load(self, there: int) -> Paper:
        if there in self._pending:
            return self._pending[there][0]
        if there in self._changed:
            return self._changed[there][1]
        row = self._connection.execute("select * from papers where id = ?", (there,)).fetchone()
        identifiers = self._connection.execute(
            "select scheme, value from identifiers where paper = ? order by scheme, value", (there,)
        )
        return replace(paper_of(row), identifiers=tuple(Identifier(*pair) for pair in identifiers))

    def _scalar(self, sql: str, *values: str | int) -> int | None:
        row = self._connection.execute(sql, values).fetchone()
        return None if row is None else int(row[0])


_COLUMNS: Final = (
    "label", "title", "title_from", "title_confidence", "abstract", "authors", "author_count", "published",
    "published_inferred", "venue", "categories", "upvotes", "comments", "fingerprint",
)  # fmt: skip
_INSERT: Final = (
    f"insert into papers(id, uid, {', '.join(_COLUMNS)}, imported, import) "
    f"values ({', '.join('?' * (len(_COLUMNS) + 4))})"
)
_UPDATE: Final = f"update papers set {' = ?, '.join(_COLUMNS)} = ? where id = ?"


def label(paper: Paper) -> str:
    """What a list shows of a paper: its title, else words of its abstract, else an identifier."""
    if paper.title:
        return paper.title
    if paper.abstract:
        return label_of(paper.abstract) or _UNLABELLED
    return next((f"{one.scheme}:{one.value}" for one in sorted(paper.identifiers)), _UNLABELLED)


def _columns(paper: Paper) -> tuple[str | int | float | None, ...]:
    origin = paper.title_from
    if paper.title is None:
        origin = TitleFrom.DERIVED if paper.abstract else None
    return (
        label(paper),
        paper.title,
        origin,
        paper.title_confidence,
        paper.abstract,
        json.dumps(paper.authors, ensure_ascii=False),
        paper.author_count,
        None if paper.published is None else str(paper.published),
        paper.published is not None and paper.published.inferred,
        paper.venue,
        json.dumps(paper.categories, ensure_ascii=False),
        paper.upvotes,
        paper.comments,
        fingerprint(paper),
    )


def _indexed(id_: int, paper: Paper) -> tuple[int, str, str, str]:
    """What search is told of a paper: label, abstract, and the words of its authors, venue and identifiers."""
    return id_, label(paper), paper.abstract, extra(paper)


def _contradict(old: Paper, new: Paper) -> bool:
    """Whether two papers with the same text are different ones all the same.

    Two arXiv ids are two papers, whatever they say. Titles alone ("Notes from the Editors") need more: years at most
    one apart and a surname in common, or the same few words of abstract.
    """
    mine, theirs = set(old.values("arxiv")), set(new.values("arxiv"))
    if mine and theirs and not mine & theirs:
        return True
    if old.abstract and new.abstract:
        too_short = fingerprint(replace(new, title=None)) is None
        return too_short and one_line(old.abstract) != one_line(new.abstract)
    years = old.published is not None and new.published is not None
    if years and abs(old.published.year - new.published.year) > 1:  # type: ignore[union-attr]
        return True
    return not _surnames(old) & _surnames(new)


def _surnames(paper: Paper) -> set[str]:
    return {
        (name.split(",")[0] if "," in name else name.split()[-1]).casefold() for name in paper.authors if name.strip()
    }
