"""EndNote's XML, also written by Zotero, Rayyan and others; EndNote wraps every text in `<style>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, TextIO

from paperreader.domain import Identifier, Leftover, Record
from paperreader.formats.records import read_elements, text_of
from paperreader.formats.sources import trim
from paperreader.formats.values import (
    abstract_in,
    best_date,
    entry_type,
    folded,
    links,
    names_as_one,
    noted,
    own,
    people,
    place_of,
    record,
    reference_of,
    said,
    unwrapped,
    words,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BEGINS: Final = re.compile(r"<record[\s>]")
_OWN: Final = re.compile(r"<(?:rec-number|ref-type|contributors|electronic-resource-num|source-app|titles)[\s>]")

_REFERENCE: Final = {
    "publisher": "publisher",
    "address": "pub-location",
    "edition": "edition",
    "series": "titles/tertiary-title",
    "language": "language",
    "shorttitle": "titles/short-title",
    "shortjournal": "periodical/abbr-1",
    "type": "work-type",
    "isbn": "isbn",
    "library": "remote-database-name",
}
"""The names of BibLaTeX, with the paths for each."""
_LABEL: Final = re.compile(r"(?=.*[^\W\d_]{3})(?!https?:|10\.|[\w-]+:)[^\n\d]{3,60}")
"""A label that somebody wrote: words, not a catalogue number."""
_ISSN: Final = re.compile(r"\d{4}-\d{3}[\dXx](?:[ ;(].{0,40})?")


def sniff(head: str) -> float:
    """Sure if records have elements that only EndNote uses."""
    return 0.97 if _BEGINS.search(head) and _OWN.search(head) else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per record."""
    return read_elements(stream, ("record",), _paper)


def _paper(line: int, whole: Element) -> Record | Leftover:
    keywords, remarks = noted(_texts(whole, "notes", "research-notes"))
    return record(
        line,
        folded(text_of(whole)),
        title=_first(whole, "titles/title", "titles/short-title", "titles/translated-title"),
        abstract=abstract_in(unwrapped(_first(whole, "abstract"))),
        authors=_authors(whole),
        published=best_date(_dates(whole)),
        venue=_first(whole, "periodical/full-title", "titles/secondary-title", "alt-periodical/full-title"),
        identifiers=_identifiers(whole),
        keywords=[
            *words(_texts(whole, "keywords/keyword")),
            *keywords,
            *filter(_LABEL.fullmatch, _texts(whole, "label")),
        ],
        remarks=remarks,
        addresses=links.addresses(_texts(whole, "urls//url")),
        place=place_of(*(_first(whole, name) for name in ("volume", "number", "pages"))),
        reference=_reference(whole),
    )


def _reference(whole: Element) -> tuple[tuple[str, str], ...]:
    texts = {name: _first(whole, path) for name, path in _REFERENCE.items()}
    editors = names_as_one(people(_texts(whole, "contributors/secondary-authors/author", "secondary-authors/author")))
    if _ISSN.fullmatch(texts["isbn"]):  # EndNote has one field for both
        texts["issn"] = texts.pop("isbn")
    return reference_of({"entrytype": entry_type(_kind(whole)), "editor": editors, **texts})


def _authors(whole: Element) -> list[str]:
    """Return the authors, or if there are none, the editors of the book or the series."""
    for role in ("authors", "secondary-authors", "tertiary-authors"):
        given = _texts(whole, f"contributors/{role}/author", f"{role}/author")
        if names := people(given):
            return names
    return []


def _texts(element: Element, *paths: str) -> list[str]:
    """Return every text under the paths that is not empty and does not say so (`null`)."""
    return [text for path in paths for one in element.iterfind(path) if (text := said(trim(text_of(one))))]


def _first(element: Element, *paths: str) -> str:
    return next(iter(_texts(element, *paths)), "")


def _dates(whole: Element) -> Iterator[str]:
    """Yield the year, with the day or month that EndNote keeps apart."""
    year = _first(whole, "dates/year", "year")
    yield year
    for text in _texts(whole, "dates/pub-dates/date"):
        yield text if year[:4] in text else f"{text} {year}"


def _kind(whole: Element) -> str:
    form = whole.find("ref-type")
    return "" if form is None else form.get("name", "") or text_of(form)


def _identifiers(whole: Element) -> tuple[Identifier, ...]:
    numbers = _texts(whole, "isbn")
    return own(_all(whole), _kind(whole), isbns=numbers, issns=numbers, within=_first(whole, "titles/secondary-title"))


def _all(whole: Element) -> Iterator[Identifier]:
    urls = [text_of(one) for one in whole.iterfind("urls//url")]
    named = _texts(whole, "accession-num", "custom7", "label", "periodical/full-title")
    notes = _texts(whole, "notes", "custom1")
    yield from links.from_fields(_texts(whole, "electronic-resource-num", "doi"), urls, named, notes)
    for text in _texts(whole, "custom2"):
        if "PMC" in text:
            yield from links.pubmed_central(text)
    databases = " ".join(_texts(whole, "remote-database-name", "remote-database-provider"))
    if re.search("pubmed|medline|nlm", databases, re.IGNORECASE):
        for text in _texts(whole, "accession-num"):
            yield from links.pubmed(text)
