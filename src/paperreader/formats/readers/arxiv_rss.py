"""arXiv's feeds of new papers: today's RSS, and the RDF used until 2024."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, TextIO

from paperreader.domain import Leftover, Paper, Record
from paperreader.formats.records import read_elements, text_of as text_in
from paperreader.formats.values import (
    announced,
    arxiv_authors,
    date_of,
    identifiers_of,
    line_of,
    plain,
    recorded,
    title_from,
    unique,
    unwrapped_paragraphs,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMED: Final = re.compile(r"\.? \((arXiv:\S{4,30}) \[([\w.-]{2,20})\](?: (UPDATED|CROSS LISTED))?\)$")


def sniff(head: str) -> float:
    """Sure if there are items in a feed from arXiv."""
    if "<item" not in head or ("<rss" not in head and "<rdf:RDF" not in head):
        return 0.0
    return 0.95 if "arxiv.org/" in head.lower() else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per item; an item that cannot be read is left over."""
    return read_elements(stream, ("item",), _record)


def _record(line: int, item: Element) -> Record | Leftover:
    title = line_of(text_in(item.find("title")))
    named = _NAMED.search(title)
    if named:
        title = title[: named.start()]
    description, kind = announced(text_in(item.find("description")))
    marked_up = description.lstrip()[:1] == "<"
    abstract = unwrapped_paragraphs(plain(description).strip() if marked_up else description)
    authors, count = arxiv_authors(plain(text_in(item.find("creator"))))
    categories = [named[2]] if named else [text_in(one) for one in item.iter("category")]
    replaced = kind.startswith("replace") or (named is not None and named[3] == "UPDATED")
    places = (named[1] if named else "", *(text_in(item.find(name)) for name in ("guid", "link")))
    paper = Paper(
        title=title or None,
        title_from=title_from(title, abstract),
        abstract=abstract,
        authors=authors,
        author_count=count,
        published=None if replaced else date_of(text_in(item.find("pubDate")).strip()),
        venue=line_of(text_in(item.find("journal_reference"))) or None,
        categories=tuple(dict.fromkeys(category for one in categories if (category := line_of(one)))),
        identifiers=unique(
            (
                *(identifiers_of("arxiv", place) for place in (*places, *item.attrib.values())),
                *(identifiers_of("doi", text_in(item.find(name))) for name in ("DOI", "doi")),
            )
        ),
    )
    return recorded(paper, line, text_in(item))
