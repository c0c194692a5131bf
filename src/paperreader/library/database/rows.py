"""Papers as lists, screens and exports show them, read a page at a time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar

from paperreader.domain import Decision, Entry, Highlight, Identifier, Note, memory_of
from paperreader.library.database.paper_columns import paper_of, texts_in

_T = TypeVar("_T")

Ask = Callable[..., list[sqlite3.Row]]
"""Runs a statement with its values and returns all rows; errors are raised as `LibraryError`."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one line of a list shows about a paper."""

    id: int
    label: str
    titled: bool
    """Whether the label is a title, not words of the abstract."""
    published: str | None
    inferred: bool
    upvotes: int | None
    identifier: str | None
    """The arXiv id, or else another identifier."""
    tags: tuple[str, ...]
    notes: int
    highlights: int
    starred: bool
    read: bool
    decision: str | None
    reason: str | None
    trashed: bool
    authors: tuple[str, ...]
    author_count: int | None
    """As printed; it may be more than `authors` names."""
    venue: str | None
    categories: tuple[str, ...]
    batch: int | None
    """The import it came in with."""
    tag_colours: tuple[str | None, ...] = ()
    """The colours of `tags`, in the same order; `None` for a tag without one."""
    queued: bool = False
    """It is in the queue."""
    rating: int | None = None


def rows(ask: Ask, ids: Iterable[int]) -> dict[int, Row]:
    """One row for each of `ids` that exists."""
    wanted = each(ids)
    tags = _grouped(ask(_TAGS, wanted), lambda row: (str(row["name"]), row["colour"]))
    return {
        row["id"]: Row(
            id=row["id"],
            label=row["label"],
            titled=bool(row["titled"]),
            published=row["published"],
            inferred=bool(row["published_inferred"]),
            upvotes=row["upvotes"],
            identifier=row["identifier"],
            tags=tuple(name for name, _ in tags.get(row["id"], ())),
            notes=row["notes"],
            highlights=row["highlights"],
            starred=bool(row["starred"]),
            read=bool(row["read"]),
            decision=row["decision"],
            reason=row["reason"],
            trashed=bool(row["trashed"]),
            authors=texts_in(row["authors"]),
            author_count=row["author_count"],
            venue=row["venue"],
            categories=texts_in(row["categories"]),
            batch=row["import"],
            tag_colours=tuple(colour for _, colour in tags.get(row["id"], ())),
            queued=row["position"] is not None,
            rating=row["rating"],
        )
        for row in ask(_ROWS, wanted)
    }


def entries(ask: Ask, ids: list[int]) -> Iterator[Entry]:
    """Papers with everything, in the order of `ids`, those that exist.

    Raises:
        ValueError: the library holds something that paperreader never writes.
        TypeError: the same.
    """
    wanted = each(ids)
    found = {row["id"]: row for row in ask(_ENTRIES, wanted)}
    identifiers = _grouped(ask(_IDENTIFIERS, wanted), _identifier)
    tags = _tags(ask, wanted)
    notes = _grouped(ask(_NOTES, wanted), note_of)
    highlighted = [row for row in ask(_HIGHLIGHTS, wanted) if row["paper"] in found]
    files = _grouped(ask(_FILES, wanted), lambda row: str(row["path"]))
    highlights = _grouped(highlighted, lambda row: highlight_of(row, found[row["paper"]]["abstract"]))
    for id_ in ids:
        row = found.get(id_)
        if row is None:
            continue
        yield Entry(
            id=id_,
            uid=row["uid"],
            paper=replace(paper_of(row), identifiers=identifiers.get(id_, ())),
            label=row["label"],
            imported=row["imported"],
            tags=tags.get(id_, ()),
            notes=notes.get(id_, ()),
            highlights=tuple(sorted(highlights.get(id_, ()), key=_place)),
            starred=bool(row["starred"]),
            read=bool(row["read"]),
            decision=Decision(row["decision"]) if row["decision"] else None,
            reason=row["reason"],
            trashed=bool(row["trashed"]),
            files=tuple(dict.fromkeys(files.get(id_, ()))),
            queued=row["position"],
            due=date.fromisoformat(row["due"]) if row["due"] else None,
            memory=memory_of(row["memory"]),
            rating=row["rating"],
        )


def each(ids: Iterable[int] | Iterable[str]) -> str:
    """Numbers or names of papers, each once, as `json_each` takes them."""
    return json.dumps(list(dict.fromkeys(ids)))


_ROWS: Final = """
select p.id, p.label, p.title is not null as titled, p.published, p.published_inferred, p.upvotes,
    p.authors, p.author_count, p.venue, p.categories, p.import,
    (select value from identifiers i where i.paper = p.id
        order by scheme <> 'arxiv', scheme limit 1) as identifier,
    s.read, s.starred, s.decision, s.reason, s.trashed, s.rating, q.position,
    (select count(*) from notes n where n.paper = p.id) as notes,
    (select count(*) from highlights h where h.paper = p.id) as highlights
from json_each(?) wanted join papers p on p.id = wanted.value left join states s on s.paper = p.id
    left join queue q on q.paper = p.id
"""
_ENTRIES: Final = (
    "select p.*, s.read, s.starred, s.decision, s.reason, s.trashed, s.due, s.memory, s.rating, q.position "
    "from json_each(?) wanted join papers p on p.id = wanted.value left join states s on s.paper = p.id "
    "left join queue q on q.paper = p.id"
)
_IDENTIFIERS: Final = (
    "select i.* from json_each(?) w join identifiers i on i.paper = w.value order by i.scheme, i.value"
)
_TAGS: Final = (
    "select paper, name, colour from json_each(?) w join taggings on paper = w.value join tags on tags.uid = tag "
    "order by taggings.created, taggings.uid"
)
_NOTES: Final = "select notes.* from json_each(?) w join notes on paper = w.value order by created, uid"
_FILES: Final = "select a.paper, a.path from json_each(?) w join attachments a on a.paper = w.value order by a.uid"
_HIGHLIGHTS: Final = "select highlights.* from json_each(?) w join highlights on paper = w.value order by uid"


def _tags(ask: Ask, wanted: str) -> dict[int, tuple[str, ...]]:
    return _grouped(ask(_TAGS, wanted), lambda row: str(row["name"]))


def _grouped(rows: list[sqlite3.Row], read: Callable[[sqlite3.Row], _T]) -> dict[int, tuple[_T, ...]]:
    """The rows of a child table, by paper."""
    grouped: dict[int, list[_T]] = {}
    for row in rows:
        grouped.setdefault(row["paper"], []).append(read(row))
    return {paper: tuple(items) for paper, items in grouped.items()}


def _place(highlight: Highlight) -> tuple[bool, int, int, str]:
    """In the order of the text, orphans last."""
    return highlight.is_orphan, highlight.start or 0, highlight.end or 0, highlight.id


def _identifier(row: sqlite3.Row) -> Identifier:
    return Identifier(row["scheme"], row["value"])


def note_of(row: sqlite3.Row) -> Note:
    """Turn a row of `notes` into a `Note`."""
    return Note(row["uid"], row["body"], row["created"], row["updated"], row["revision"], row["highlight"])


def highlight_of(row: sqlite3.Row, abstract: str) -> Highlight:
    """Turn a row of `highlights` into a `Highlight`, with its place in the current abstract."""
    start, end = row["start"], row["end"]
    if start < 0 or abstract[start:end] != row["quote"]:
        from paperreader.domain import Anchor, locate

        place = locate(Anchor(row["quote"], row["prefix"], row["suffix"], start, end), abstract)
        start, end = place or (None, None)
    return Highlight(
        id=row["uid"],
        quote=row["quote"],
        start=start,
        end=end,
        colour=row["colour"],
        comment=row["comment"],
        tags=tuple(json.loads(row["tags"])),
        created=row["created"],
        updated=row["updated"],
    )
