"""Annotations as programs for annotating exchange them: a passage or a whole paper, and what was said about it. Pure.

A highlight is one, with its comment; a note is another, on its highlight's passage if it belongs to one. So they go to
the Web Annotation Data Model, Hypothesis and Readwise, and come back from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain.anchors import Anchor, anchor
from paperreader.domain.citations import own_page
from paperreader.domain.paper import Annotation
from paperreader.domain.wording import title_and_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperreader.domain.paper import Entry, Highlight
    from paperreader.domain.wording import Wording

URN: Final = "urn:uuid:"
"""How the address of something begins that has a UUID and no page."""


def annotations_of(entry: Entry, wording: Wording) -> Iterator[Annotation]:
    """Yield a paper's highlights, then its notes; the paper's tags go with each note on the whole of it."""
    places: dict[str | None, tuple[Anchor, str]] = {}
    for one in entry.highlights:
        place = _place(one, entry.paper.abstract)
        places[one.id] = place, one.colour
        said = wording.note(one.comment, title_and_key)
        yield Annotation(one.id, place, said, one.tags, one.colour, one.created, one.updated)
    for note in entry.notes:
        passage, colour = places.get(note.highlight, (None, ""))
        tags = entry.tags if passage is None else ()
        said = wording.note(note.body, title_and_key)
        yield Annotation(note.id, passage, said, tags, colour, note.created, note.updated)


def address(entry: Entry) -> str:
    """Return the address of a paper's page, or one that only names it if it has none."""
    return own_page(entry) or URN + entry.uid


def _place(highlight: Highlight, abstract: str) -> Anchor:
    if highlight.start is None or highlight.end is None:
        return Anchor(highlight.quote, "", "", -1, -1)
    found = anchor(abstract, highlight.start, highlight.end)
    return Anchor(highlight.quote, found.prefix, found.suffix, found.start, found.end)
