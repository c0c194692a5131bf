"""RIS: one record per paper, for Zotero, EndNote, Mendeley and review tools.

Each value is on one line, which nothing in it can end. Notes, highlights, the decision and the rating are notes (N1),
tags and keywords are keywords (KW).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.domain import AS_STORED, one_line
from paperreader.exports.core.work import works

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from paperreader.domain import Entry, PartialDate, Wording
    from paperreader.exports.core.names import Name
    from paperreader.exports.core.work import Work


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write one record per paper, each followed by a blank line; returns how many."""
    count = 0
    for work in works(entries, wording):
        lines = (f"{tag}  - {line}\n" for tag, value in _fields(work) if (line := one_line(value)))
        out.write(f"TY  - {work.kind.ris}\n{''.join(lines)}ER  - \n\n")
        count += 1
    return count


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    """Yield tags and values; empty ones are left out."""
    paper = work.paper
    first, last = work.pages
    yield "ID", work.key
    yield "TI", work.title
    yield from (("AU", _name(name)) for name in work.authors)
    yield from (("A2", _name(name)) for name in work.people("editor"))
    if paper.published:
        yield "PY", f"{paper.published.year:04d}"
        yield "DA", _date(paper.published)
    yield ("JO" if work.kind.ris == "JOUR" else "T2"), work.within
    yield "VL", work.volume
    yield "IS", work.number
    yield "SP", first
    yield "EP", last
    yield "PB", paper.said("publisher") or paper.said("school") or paper.said("institution")
    yield "CY", paper.said("address") or paper.said("location")
    yield "ET", paper.said("edition")
    yield "T3", paper.said("series") if paper.said("series") != work.within else ""
    yield "SN", paper.said("isbn") or paper.said("issn")
    yield "LA", paper.said("language") or paper.said("langid")
    yield "DO", work.doi
    yield "UR", work.url
    if work.arxiv:
        yield "DB", "arXiv"
        yield "AN", f"arXiv:{work.arxiv}"
    yield "AB", paper.abstract
    yield from (("KW", word) for word in work.keywords)
    yield from (("N1", remark) for remark in (*work.remarks, paper.said("note")))


def _name(name: Name) -> str:
    """Return `Last, First, Suffix`, or the name of an institution as it is."""
    parts = (name.surname, name.given, name.suffix)
    if name.suffix and not name.given:
        return f"{name.surname} {name.suffix}"
    return ", ".join(part for part in parts if part)


def _date(date: PartialDate) -> str:
    """Return `YYYY/MM/DD/`, whose parts may be empty."""
    return "/".join([f"{date.year:04d}", *(f"{part:02d}" if part else "" for part in (date.month, date.day)), ""])
