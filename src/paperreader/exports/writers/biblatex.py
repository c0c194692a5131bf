"""BibLaTeX: as BibTeX, with whole dates, and the names of fields that biber and BibLaTeX know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED
from paperreader.exports.core.tex import TeX
from paperreader.exports.core.tex_entries import write_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from paperreader.domain import Entry, Wording
    from paperreader.exports.core.work import Work

_NAMES: Final = {
    "journal": "journaltitle",
    "address": "location",
    "school": "institution",
    "annote": "annotation",
    "key": "sortkey",
}
"""BibLaTeX's names of fields that BibTeX calls otherwise."""


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /, *, ascii: bool = False) -> int:  # noqa: A002
    """Write one entry per paper, separated by blank lines; returns how many."""
    return write_entries(entries, out, wording, TeX(ascii), _fields, _NAMES)


def _fields(work: Work, tex: TeX) -> Iterator[tuple[str, str]]:
    """Yield the fields that are BibLaTeX's own way to say something."""
    if date := work.paper.published:
        yield "date", f"{{{date}}}"
    if work.arxiv:
        yield "eprint", f"{{{tex.verbatim(work.arxiv)}}}"
        yield "eprinttype", "{arxiv}"
        yield "eprintclass", f"{{{work.arxiv_category}}}" if work.arxiv_category else ""
