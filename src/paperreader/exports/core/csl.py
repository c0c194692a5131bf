"""A work as an item of CSL-JSON, which pandoc, Zotero and every CSL processor read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperreader.exports.core.names import Name
    from paperreader.exports.core.work import Work

_SAID: Final = {
    "publisher": "publisher",
    "school": "publisher",
    "institution": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "edition": "edition",
    "series": "collection-title",
    "isbn": "ISBN",
    "issn": "ISSN",
    "language": "language",
    "langid": "language",
    "type": "genre",
    "version": "version",
    "eventtitle": "event-title",
    "shorttitle": "title-short",
    "urldate": "",
}
"""CSL's names of what a source may say, by the names of BibLaTeX."""
_PEOPLE: Final = {"editor": "editor", "translator": "translator", "bookauthor": "container-author"}


def csl_item(work: Work) -> dict[str, object]:
    """Return a work as CSL-JSON describes it, without what its reader added."""
    return {name: value for name, value in _fields(work) if value}


def csl_note(work: Work) -> str:
    """Return what has no field of its own in CSL-JSON: notes, highlights, decision and rating, and the rest."""
    taken = {*_SAID, *_PEOPLE, "number"}
    rest = [value if name == "note" else f"{name}: {value}" for name, value in work.rest if name not in taken]
    return clean("\n\n".join([*work.remarks, *rest]))


def _fields(work: Work) -> Iterator[tuple[str, object]]:
    paper = work.paper
    yield "id", work.key
    yield "type", work.kind.csl
    yield "title", work.title
    yield "author", [_name(name) for name in work.authors]
    for name, variable in _PEOPLE.items():
        yield variable, [_name(one) for one in work.people(name)]
    if date := paper.published:
        yield "issued", {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}
    if work.within:
        yield ("publisher" if work.kind.within in ("school", "institution") else "container-title"), work.within
    yield "volume", work.volume
    yield "issue", work.issue
    yield "page", "-".join(filter(None, work.pages))
    yield "number", paper.said("number") or (f"arXiv:{work.arxiv}" if work.kind.csl == "article" and work.arxiv else "")
    for name, variable in _SAID.items():
        if variable and (value := paper.said(name)) and value != work.within:
            yield variable, value
    yield "DOI", work.doi
    yield "URL", work.url
    yield "abstract", paper.abstract


def _name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}
