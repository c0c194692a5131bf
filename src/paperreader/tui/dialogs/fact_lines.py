"""Everything about a paper as lines under headings: what its sources say, and where and when that came."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from paperreader.domain import TitleFrom, counted, identifier_lines, link, links_in, pdf_link, shortened
from paperreader.tui.core import safe
from paperreader.tui.widgets import date_in_words, moment, states

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperreader.domain import Entry, Paper
    from paperreader.library import PaperChange, Provenance
    from paperreader.tui.core import Glyphs

_NAMES: Final = {"published": "date"}
_TURNS: Final = {"undo": "undid: ", "redo": "redid: "}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line."""

    text: str
    note: str = ""
    """What is said about it, after it."""
    url: str = ""
    """The link that it opens."""
    file: str = ""
    """The path of the PDF that it opens."""


@dataclass(frozen=True, slots=True)
class FactGroup:
    """A heading, and the lines below it."""

    title: str
    facts: tuple[Fact, ...]
    source: str = ""
    """Where all of it came from, in words."""
    field: str = ""
    """The name of the field in `EDITABLE`; empty if it cannot be corrected."""


def fact_groups(entry: Entry, sources: Provenance, past: Sequence[PaperChange], glyphs: Glyphs) -> Iterator[FactGroup]:
    """Yield what is known about a paper; what is not is left out."""
    paper = entry.paper
    for title, name, facts in (
        ("Title", "title", _title(entry)),
        ("Authors", "authors", _authors(paper)),
        ("Date", "published", _date(paper)),
        ("Venue", "venue", _venue(paper)),
        ("Identifiers", "identifiers", map(Fact, identifier_lines(paper.identifiers))),
        ("Citation key", "citation_key", [Fact(paper.citation_key)] if paper.citation_key else ()),
        ("Reference", "", (Fact(f"{name}: {value}") for name, value in paper.reference)),
        ("Links", "links", _links(entry)),
        ("PDF", "", (Fact(file, file=file) for file in entry.files)),
        ("Abstract", "abstract", _abstract(paper)),
        ("Categories", "", [Fact(" ".join(paper.categories))] if paper.categories else ()),
        ("Keywords", "", map(Fact, paper.keywords)),
        ("Remarks of the sources", "", map(Fact, paper.remarks)),
        ("Votes and comments", "", _attention(paper)),
        ("Yours", "", _yours(entry, glyphs)),
    ):
        found = tuple(facts)
        if found:
            key = name or title.lower()
            yield FactGroup(title, found, _source(sources, key), name)
    records = tuple(Fact(f"{one.file}:{one.line}", f"{one.format}, {moment(one.imported)}") for one in sources.records)
    if records:
        yield FactGroup("Imported from", records)
    yield FactGroup("In this library", (Fact(f"paper {entry.id}", f"added {moment(entry.imported)}"), Fact(entry.uid)))
    if past:
        yield FactGroup("History, newest first", tuple(_past(one, entry.label) for one in past))


def _source(sources: Provenance, name: str) -> str:
    if name not in sources.fields:
        return ""
    source = sources.fields[name]
    return "by you" if source is None else f"{PurePath(safe(source.file)).name}:{source.line}"


def _title(entry: Entry) -> Iterator[Fact]:
    paper = entry.paper
    if paper.title is None:
        how = "no source prints a title: the first words of the abstract" if paper.abstract else "no title"
    elif paper.title_from is TitleFrom.PRINTED:
        how = ""
    elif paper.title_confidence == 1:
        how = "split off from the abstract; its end was set by you"
    else:
        sure = f", {paper.title_confidence:.0%} sure" if paper.title_confidence is not None else ""
        how = f"split off from the abstract by a rule{sure}"
    yield Fact(entry.label, how)


def _authors(paper: Paper) -> Iterator[Fact]:
    yield from map(Fact, paper.authors)
    unnamed = (paper.author_count or 0) - len(paper.authors)
    if unnamed > 0:
        yield Fact(f"and {unnamed:,} more, not named" if paper.authors else f"{counted(unnamed, 'author')}, not named")


def _date(paper: Paper) -> Iterator[Fact]:
    if paper.published is not None:
        yield Fact(date_in_words(paper.published))


def _venue(paper: Paper) -> Iterator[Fact]:
    if paper.venue:
        yield Fact(paper.venue)
    if paper.place is not None:
        parts = (("volume", paper.place.volume), ("issue", paper.place.issue), ("pages", paper.place.pages))
        yield Fact(", ".join(f"{name} {value}" for name, value in parts if value))


def _links(entry: Entry) -> Iterator[Fact]:
    found: dict[str, str] = {}
    for url, note in (
        *((url, "") for url in entry.paper.links),
        (link(entry) or "", "its page"),
        (pdf_link(entry) or "", "its PDF"),
        *((url, "in the abstract") for url in links_in(entry.paper.abstract)),
    ):
        if url:
            found.setdefault(url, note)
    yield from (Fact(url, note, url) for url, note in found.items())


def _abstract(paper: Paper) -> Iterator[Fact]:
    if paper.abstract:
        yield Fact(counted(len(paper.abstract.split()), "word"))


def _attention(paper: Paper) -> Iterator[Fact]:
    said = [
        counted(count, word)
        for count, word in ((paper.upvotes, "upvote"), (paper.comments, "comment"))
        if count is not None
    ]
    if said:
        yield Fact(", ".join(said))


def _yours(entry: Entry, glyphs: Glyphs) -> Iterator[Fact]:
    yield from map(Fact, states(entry, glyphs))
    written = ((len(entry.notes), "note"), (len(entry.highlights), "highlight"))
    yield from (Fact(counted(count, word)) for count, word in written if count)
    yield Fact("read" if entry.read else "not read yet")


def _past(one: PaperChange, label: str) -> Fact:
    what = one.what.replace(f"“{shortened(label)}”", "it")  # the paper is known here
    fields = f": {', '.join(_NAMES.get(name, name) for name in one.fields)}" if one.fields else ""
    undone = " (undone)" if one.undone else ""
    return Fact(f"{moment(one.made)}  {_TURNS.get(one.kind, '')}{what}{fields}{undone}")
