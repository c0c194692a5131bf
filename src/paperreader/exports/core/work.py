"""A paper as reference managers see it: a work of a kind, by people, that appeared in something, with a key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from paperreader.domain import HIGHEST_RATING, CitationKeys, link, title_and_key
from paperreader.exports.core.kinds import WorkKind, kind_of
from paperreader.exports.core.names import Name, names_of, people_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperreader.domain import Entry, Highlight, Paper, Wording

_ENTRY_TYPE: Final = re.compile(r"[a-z][a-z0-9-]{0,40}")
_WITHIN: Final = (
    "journal", "journaltitle", "booktitle", "maintitle", "eventtitle", "school", "institution", "organization",
    "howpublished", "series",
)  # fmt: skip
"""The fields of BibTeX and BibLaTeX that say what a work appeared in."""
_FIRST_TO_LAST: Final = re.compile(r"\s*([^\s‐‑–—-]+)\s*[-‐‑–—]+\s*([^\s‐‑–—-]+)\s*")
_ARXIV_CATEGORY: Final = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?")


def works(entries: Iterable[Entry], wording: Wording) -> Iterator[Work]:
    """Yield papers as works, each with a key of its own."""
    keys = CitationKeys()
    for entry in entries:
        yield Work(entry, keys.of(entry), wording)


@dataclass(frozen=True)
class Work:
    """A paper with its key."""

    entry: Entry
    key: str
    wording: Wording

    @property
    def paper(self) -> Paper:
        """The paper itself."""
        return self.entry.paper

    @property
    def title(self) -> str:
        """Its title, or its label if it has none."""
        return self.paper.title or self.entry.label

    @cached_property
    def _type_and_kind(self) -> tuple[str, WorkKind]:
        said = self.paper.said("entrytype").lower()
        known = said if _ENTRY_TYPE.fullmatch(said) else ""
        return kind_of(known, appeared=bool(self.within), arxiv=self.arxiv is not None)

    @property
    def entry_type(self) -> str:
        """Its entry type in BibTeX or BibLaTeX, as its source gave it: letters, digits and hyphens."""
        return self._type_and_kind[0]

    @property
    def kind(self) -> WorkKind:
        """Its kind."""
        return self._type_and_kind[1]

    @property
    def authors(self) -> list[Name]:
        """Its authors, as far as they are named; nobody if those are its editors, which `people` has."""
        names = names_of(self.paper.authors, self.paper.said("author"))
        return [] if [one.spoken for one in names] == [one.spoken for one in self.people("editor")] else names

    @property
    def has_more_authors(self) -> bool:
        """Whether it has authors that nobody names."""
        return bool(self.paper.authors) and (self.paper.author_count or 0) > len(self.paper.authors)

    def people(self, name: str) -> list[Name]:
        """Return the people in a field such as `editor`."""
        return people_in(self.paper.said(name))

    @property
    def within(self) -> str:
        """What it appeared in; empty if that is not known."""
        return self.paper.venue or ""

    @property
    def within_field(self) -> str:
        """The field of BibTeX or BibLaTeX for what it appeared in: the one in which the source said so, if it did."""
        said = (name for name in _WITHIN if self.within and self.paper.said(name) == self.within)
        usual = self.kind.within
        return next(said, "") or ("journal" if self.paper.said(usual) else usual)

    @property
    def rest(self) -> Iterator[tuple[str, str]]:
        """What the source says of it beyond what this class has other names for: fields of BibLaTeX and values."""
        taken = {"entrytype", "author", self.within_field if self.within else ""}
        return ((name, value) for name, value in self.paper.reference if name not in taken and value.strip())

    @property
    def pages(self) -> tuple[str, str]:
        """Its first and last page; the last is empty if there is but one, and the first holds whatever else is said."""
        pages = self.paper.place.pages if self.paper.place else ""
        match = _FIRST_TO_LAST.fullmatch(pages)
        return (match[1], match[2]) if match else (pages, "")

    @property
    def volume(self) -> str:
        """The volume; empty if it is not known."""
        return self.paper.place.volume if self.paper.place else ""

    @property
    def issue(self) -> str:
        """The issue or number in the volume; empty if it is not known."""
        return self.paper.place.issue if self.paper.place else ""

    @property
    def number(self) -> str:
        """Its issue, or the number that a report or a patent has."""
        return self.issue or self.paper.said("number")

    @property
    def arxiv(self) -> str | None:
        """Its id on arXiv, with the version if that is known."""
        return self.paper.versioned_arxiv_id

    @property
    def arxiv_category(self) -> str:
        """Its first category on arXiv."""
        return next(filter(_ARXIV_CATEGORY.fullmatch, self.paper.categories), "") if self.arxiv else ""

    @property
    def doi(self) -> str:
        """Its DOI; empty if it has none."""
        return next(iter(self.paper.values("doi")), "")

    @property
    def url(self) -> str:
        """Its page; empty if it has none."""
        return link(self.entry) or ""

    @property
    def keywords(self) -> list[str]:
        """The reader's tags, then the sources' keywords, each once."""
        every = (*self.entry.tags, *self.paper.keywords)
        return list({word.casefold(): word for word in reversed(every)}.values())[::-1]

    @property
    def annotations(self) -> list[str]:
        """The reader's notes, then the highlights with their comments, in words."""
        notes = [self.wording.note(note.body.strip(), title_and_key) for note in self.entry.notes]
        return [*notes, *map(self._highlight, self.entry.highlights)]

    def _highlight(self, highlight: Highlight) -> str:
        comment = f" — {self.wording.note(highlight.comment, title_and_key)}" if highlight.comment else ""
        return f"“{' '.join(highlight.quote.split())}”{comment}"

    @property
    def decision(self) -> str:
        """The reader's decision and its reason; empty if there is none."""
        return ": ".join(part for part in (self.entry.decision, self.entry.reason) if part)

    @property
    def remarks(self) -> list[str]:
        """Everything the reader added that most formats have no field for, in words."""
        rating = self.entry.rating
        return [
            *self.annotations,
            *([f"Decision: {self.decision}"] if self.decision else []),
            *([f"Rating: {rating} of {HIGHEST_RATING}"] if rating is not None else []),
        ]
