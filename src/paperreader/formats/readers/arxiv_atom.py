"""arXiv's API and its newer feeds: Atom with arXiv's own elements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, TextIO

from paperreader.domain import Leftover, Paper, Record
from paperreader.formats.records import failure, read_elements, text_of as text_in
from paperreader.formats.sources import leftover
from paperreader.formats.values import (
    announced,
    arxiv_authors,
    date_of,
    identifiers_of,
    line_of,
    recorded,
    text_of_value,
    title_from,
    unique,
    unwrapped_paragraphs,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def sniff(head: str) -> float:
    """Sure if there are entries in a feed from arXiv."""
    if "<entry" not in head or "<feed" not in head:
        return 0.0
    return 0.95 if any(f"arxiv.org/{place}" in head for place in ("schemas/atom", "abs/", "api/errors")) else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per entry; an entry that cannot be read is left over."""
    return read_elements(stream, ("entry",), _record)


def _record(line: int, entry: Element) -> Record | Leftover:
    title = line_of(text_in(entry.find("title")))
    if "/api/errors" in text_in(entry.find("id")):
        return leftover(line, text_in(entry), failure(text_in(entry.find("summary")) or title))
    summary, kind = announced(text_in(entry.find("summary")))
    abstract = unwrapped_paragraphs(summary)
    comment = unwrapped_paragraphs(text_in(entry.find("comment")))
    links = [one.get("href", "") for one in entry.iter("link")]
    names = tuple(name for one in entry.iter("name") if (name := line_of(text_in(one))))
    paper = Paper(
        title=title or None,
        title_from=title_from(title, abstract),
        abstract=abstract,
        authors=names or arxiv_authors(text_in(entry.find("creator")))[0],
        # For a replaced paper, a feed gives the date of the replacement, not of the paper.
        published=None if kind.startswith("replace") else date_of(text_in(entry.find("published")).strip()),
        venue=line_of(text_in(entry.find("journal_ref"))) or line_of(text_in(entry.find("journal_reference"))) or None,
        categories=_categories(entry),
        identifiers=unique(
            (
                identifiers_of("arxiv", text_in(entry.find("id"))),
                *(identifiers_of("doi", text_in(entry.find(name))) for name in ("doi", "DOI")),
                *(identifiers_of("any", link) for link in links),
            )
        ),
        remarks=(text_of_value(comment),) if comment else (),
    )
    return recorded(paper, line, text_in(entry))


def _categories(entry: Element) -> tuple[str, ...]:
    """Return the primary category, then the others."""
    terms = [one.get("term", "") for name in ("primary_category", "category") for one in entry.iter(name)]
    return tuple(dict.fromkeys(category for term in terms if (category := line_of(term))))
