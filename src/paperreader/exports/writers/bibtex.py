"""BibTeX: one entry per paper, for LaTeX and reference managers.

The type of an entry and everything a source said of it come back as they came. Text is escaped so that it always
compiles; see `core/tex` for how. Letters beyond ASCII stay as they are, or become TeX's macros if that is asked for.
"""

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

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES: Final = {"journaltitle": "journal", "location": "address", "annotation": "annote"}
"""BibTeX's names of fields that BibLaTeX calls otherwise."""


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /, *, ascii: bool = False) -> int:  # noqa: A002
    """Write one entry per paper, separated by blank lines; returns how many."""
    return write_entries(entries, out, wording, TeX(ascii), _fields, _NAMES)


def _fields(work: Work, tex: TeX) -> Iterator[tuple[str, str]]:
    """Yield the fields that are BibTeX's own way to say something."""
    if date := work.paper.published:
        yield "year", f"{{{date.year:04d}}}"
        # The three letters without braces: every style has them as a macro, in its own language.
        yield "month", _MONTHS[date.month - 1] if date.month else ""
    if work.arxiv:
        yield "eprint", f"{{{tex.verbatim(work.arxiv)}}}"
        yield "archiveprefix", "{arXiv}"
        yield "primaryclass", f"{{{work.arxiv_category}}}" if work.arxiv_category else ""
