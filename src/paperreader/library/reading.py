"""Reading a library: rows for lists, whole entries, tags and imports, each by a connection that cannot write."""

from __future__ import annotations

import json
import sqlite3
from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from paperreader.library.opening import LibraryError, NoSuchPaper, connect, damaged, explain, in_words
from paperreader.paper import (
    Decision,
    Entry,
    Highlight,
    Identifier,
    Leftover,
    Note,
    Paper,
    PartialDate,
    TitleFrom,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

_T = TypeVar("_T")

_PAGE: Final = 500
"""Papers read at a time where many are streamed."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one line of a list shows of a paper."""

    id: int
    label: str
    titled: bool
    """The label is a title, not words of the abstract."""
    published: str | None
    inferred: bool
    upvotes: int | None
    identifier: str | None
    """The arXiv id, else another one."""
    tags: tuple[str, ...]
    notes: int
    starred: bool
    read: bool
    decision: str | None


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag and how many papers have it."""

    name: str
    papers: int
    colour: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many papers there are, and of which kind."""

    all: int
    unread: int
    starred: int
    noted: int


@dataclass(frozen=True, slots=True)
class Import:
    """One file that was read in."""

    id: int
    file: str
    format: str
    started: str
    papers: int
    leftovers: int


@dataclass(frozen=True, slots=True)
class Past:
    """A change that was made, as the journal tells of it."""

    made: str
    """When: ISO 8601, UTC."""
    what: str
    """In words, in the past tense."""
    kind: str
    """`do`, `undo` or `redo`."""
    undone: bool


class Reader:
    """Reads a library. One thread at a time; open another for another.

    Every method raises a `LibraryError` where the library cannot be read. As a context manager it closes itself, and
    does the same for a `Search` on its connection.
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

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """One row for each of `ids` that exists, in their order: a page at a time."""
        wanted = _each(ids)
        found = self._ask(
            """
            select p.id, p.label, p.title is not null as titled, p.published, p.published_inferred, p.upvotes,
                (select value from identifiers i where i.paper = p.id
                    order by scheme <> 'arxiv', scheme limit 1) as identifier,
                s.read, s.starred, s.decision,
                (select count(*) from notes n where n.paper = p.id) as notes
            from json_each(?) wanted join papers p on p.id = wanted.value left join states s on s.paper = p.id
            """,
            wanted,
        )
        tags = self._tags(wanted)
        by_id = {
            row["id"]: Row(
                id=row["id"],
                label=row["label"],
                titled=bool(row["titled"]),
                published=row["published"],
                inferred=bool(row["published_inferred"]),
                upvotes=row["upvotes"],
                identifier=row["identifier"],
                tags=tags.get(row["id"], ()),
                notes=row["notes"],
                starred=bool(row["starred"]),
                read=bool(row["read"]),
                decision=row["decision"],
            )
            for row in found
        }
        return [by_id[id_] for id_ in ids if id_ in by_id]

    def entry(self, paper: int) -> Entry:
        """One paper with everything.

        Raises:
            NoSuchPaper: the library does not have it.
        """
        for entry in self.entries([paper]):
            return entry
        raise NoSuchPaper(f"There is no paper {paper} in this library.")

    def entries(self, ids: Iterable[int]) -> Iterator[Entry]:
        """Papers with everything, in the order of `ids`; those that do not exist are passed over."""
        page: list[int] = []
        for id_ in ids:
            page.append(id_)
            if len(page) == _PAGE:
                yield from self._entries(page)
                page = []
        yield from self._entries(page)

    def first_ids(self, count: int) -> array[int]:
        """The first papers of the whole list, the newest import first: enough to fill a screen at once."""
        found = self._ask("select id from papers order by imported desc, id limit ?", count)
        return array("q", (row[0] for row in found))

    def tags(self) -> list[TagCount]:
        """The tags in use, by name."""
        return [
            TagCount(row["name"], row["papers"], row["colour"])
            for row in self._ask(
                "select name, colour, count(*) as papers from tags join taggings on tag = tags.uid "
                "group by tags.uid order by name collate nocase"
            )
        ]

    def known_tags(self) -> list[str]:
        """Every tag that was ever made, used or not, by name: what completion offers."""
        return [row[0] for row in self._ask("select name from tags order by name collate nocase")]

    def tags_of(self, papers: Sequence[int]) -> dict[str, int]:
        """The tags that some papers have, and how many of them have each."""
        return {
            row["name"]: row["papers"]
            for row in self._ask(
                "select name, count(*) as papers from json_each(?) w join taggings on paper = w.value "
                "join tags on tags.uid = tag group by tag",
                _each(papers),
            )
        }

    def counts(self) -> Counts:
        """The numbers of the sidebar, true at this moment."""
        [row] = self._ask(
            """
            select (select count(*) from papers) as papers,
                (select count(*) from states where read) as read,
                (select count(*) from states where starred) as starred,
                (select count(distinct paper) from notes) as noted
            """
        )
        return Counts(row["papers"], row["papers"] - row["read"], row["starred"], row["noted"])

    def imports(self) -> list[Import]:
        """The files that were read in, the newest first."""
        return [
            Import(row["id"], row["file"], row["format"], row["started"], row["papers"], row["leftovers"])
            for row in self._ask(
                """
                select i.id, file, format, started,
                    (select count(*) from papers p where p.import = i.id) as papers,
                    (select count(*) from leftovers l where l.import = i.id) as leftovers
                from imports i order by i.id desc
                """
            )
        ]

    def leftovers(self, number: int | None = None) -> list[tuple[str, Leftover]]:
        """What no format could read, with the file it stood in: of one import, or of all."""
        return [
            (row["file"], Leftover(row["line"], row["text"], row["why"]))
            for row in self._ask(
                "select file, line, text, why from leftovers join imports on imports.id = leftovers.import "
                "where ?1 is null or leftovers.import = ?1 order by leftovers.import, line",
                number,
            )
        ]

    def changes(self, limit: int) -> list[Past]:
        """What the reader did, undid and did again, the newest first."""
        return [
            Past(row["made"], row["what"], row["kind"], bool(row["undone"]))
            for row in self._ask(
                "select made, what, kind, undone_by is not null as undone from changes order by id desc limit ?",
                limit,
            )
        ]

    def resolve(self, text: str) -> int:
        """The paper that `text` names: its number here, its uid, or any identifier or link that holds one.

        Raises:
            NoSuchPaper: nothing answers to it.
        """
        from paperreader.identity import identifiers_in

        text = text.strip()
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
        found = self._ask("select id from papers where id = ?", number)
        for one in identifiers_in(text):
            found += self._ask("select paper from identifiers where scheme = ? and value = ?", one.scheme, one.value)
        found += self._ask("select id from papers where uid = ?", text.lower())
        if not found:
            raise NoSuchPaper(f"{text}: no paper of this library has this number, uid or identifier.")
        return int(found[0][0])

    def data_version(self) -> int:
        """Grows whenever another connection has committed something."""
        return int(self._ask("pragma data_version")[0][0])

    def interrupt(self) -> None:
        """Stop what another thread is reading here."""
        self._connection.interrupt()

    def _entries(self, ids: list[int]) -> Iterator[Entry]:
        wanted = _each(ids)
        rows = {
            row["id"]: row
            for row in self._ask(
                "select p.*, s.read, s.starred, s.decision, s.reason from json_each(?) wanted "
                "join papers p on p.id = wanted.value left join states s on s.paper = p.id",
                wanted,
            )
        }
        identifiers = _grouped(self._ask(_IDENTIFIERS, wanted), _identifier)
        tags = self._tags(wanted)
        notes = _grouped(self._ask(_NOTES, wanted), _note)
        highlights = _grouped(self._ask(_HIGHLIGHTS, wanted), _highlight)
        for id_ in ids:
            row = rows.get(id_)
            if row is None:
                continue
            try:
                paper = replace(paper_of(row), identifiers=identifiers.get(id_, ()))
                decision = Decision(row["decision"]) if row["decision"] else None
            except (ValueError, TypeError) as error:
                raise damaged(self._path) from error
            yield Entry(
                id=id_,
                uid=row["uid"],
                paper=paper,
                label=row["label"],
                imported=row["imported"],
                tags=tags.get(id_, ()),
                notes=notes.get(id_, ()),
                highlights=highlights.get(id_, ()),
                starred=bool(row["starred"]),
                read=bool(row["read"]),
                decision=decision,
                reason=row["reason"],
            )

    def _tags(self, wanted: str) -> dict[int, tuple[str, ...]]:
        return _grouped(self._ask(_TAGS, wanted), lambda row: str(row["name"]))

    def _ask(self, sql: str, *values: str | int | None) -> list[sqlite3.Row]:
        with in_words(self._path):
            return self._connection.execute(sql, values).fetchall()


def _each(ids: Iterable[int]) -> str:
    """Papers, each once, as `json_each` takes them."""
    return json.dumps(list(dict.fromkeys(ids)))


_IDENTIFIERS: Final = (
    "select i.* from json_each(?) w join identifiers i on i.paper = w.value order by i.scheme, i.value"
)
_TAGS: Final = (
    "select paper, name from json_each(?) w join taggings on paper = w.value join tags on tags.uid = tag "
    "order by taggings.created, taggings.uid"
)
_NOTES: Final = "select notes.* from json_each(?) w join notes on paper = w.value order by created, uid"
_HIGHLIGHTS: Final = (
    'select highlights.* from json_each(?) w join highlights on paper = w.value order by start, "end", uid'
)


def _grouped(rows: list[sqlite3.Row], read: Callable[[sqlite3.Row], _T]) -> dict[int, tuple[_T, ...]]:
    """The rows of a child table, by paper."""
    grouped: dict[int, list[_T]] = {}
    for row in rows:
        grouped.setdefault(row["paper"], []).append(read(row))
    return {paper: tuple(items) for paper, items in grouped.items()}


def _identifier(row: sqlite3.Row) -> Identifier:
    return Identifier(row["scheme"], row["value"])


def _note(row: sqlite3.Row) -> Note:
    return Note(row["uid"], row["body"], row["created"], row["updated"], row["revision"])


def _highlight(row: sqlite3.Row) -> Highlight:
    return Highlight(
        id=row["uid"],
        quote=row["quote"],
        start=row["start"],
        end=row["end"],
        colour=row["colour"],
        comment=row["comment"],
        tags=tuple(json.loads(row["tags"])),
        created=row["created"],
        updated=row["updated"],
    )


def paper_of(row: sqlite3.Row) -> Paper:
    """A row of `papers` as the domain has it, without its identifiers."""
    published = row["published"]
    return Paper(
        title=row["title"],
        title_from=TitleFrom(row["title_from"]) if row["title_from"] else None,
        title_confidence=row["title_confidence"],
        abstract=row["abstract"],
        authors=tuple(json.loads(row["authors"])),
        author_count=row["author_count"],
        published=PartialDate.parse(published, inferred=bool(row["published_inferred"])) if published else None,
        venue=row["venue"],
        categories=tuple(json.loads(row["categories"])),
        upvotes=row["upvotes"],
        comments=row["comments"],
    )
