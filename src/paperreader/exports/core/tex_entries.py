"""Entries of `.bib` files, which BibTeX and BibLaTeX write alike but for the names of some fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperreader.exports.core.work import works

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TextIO, TypeAlias

    from paperreader.domain import Entry, Wording
    from paperreader.exports.core.tex import TeX
    from paperreader.exports.core.work import Work

    Fields: TypeAlias = Callable[[Work, TeX], Iterable[tuple[str, str]]]

_FIELD: Final = re.compile(r"[a-z][a-z0-9_+-]{0,60}")
_PEOPLE: Final = frozenset(
    "editor editora editorb editorc translator annotator commentator introduction foreword afterword bookauthor "
    "shortauthor shorteditor holder".split()
)
_VERBATIM: Final = frozenset("isbn issn isrn eid doi url eprint file pmid pmcid crossref xdata urldate".split())
_NOT_IN_A_KEY: Final = re.compile(r"[\s,{}()\"#%'~\\=@]")


def write_entries(
    entries: Iterable[Entry], out: TextIO, wording: Wording, tex: TeX, own: Fields, names: Mapping[str, str]
) -> int:
    """Write one entry per paper, separated by blank lines; returns how many.

    Args:
        own: yields what this format has fields of its own for, the values in their braces; empty ones are left out.
        names: how this format calls what its sister calls otherwise.
    """
    count = 0
    for count, work in enumerate(works(entries, wording), start=1):
        written = dict[str, str]()
        for name, value in (*_fields(work, tex, own), *_rest(work, tex)):
            if value:
                written.setdefault(names.get(name, name), value)
        fields = "".join(f"  {name} = {value},\n" for name, value in written.items())
        key = _NOT_IN_A_KEY.sub("-", work.key)
        out.write(f"{'' if count == 1 else chr(10)}@{work.entry_type}{{{key},\n{fields}}}\n")
    return count


def _fields(work: Work, tex: TeX, own: Fields) -> Iterator[tuple[str, str]]:
    """Yield names and values, the values in braces, or empty if there is nothing to say."""
    yield "title", _braced(tex.title(work.title))
    yield "author", _braced(tex.names(work.authors, others=work.has_more_authors))
    yield "editor", _braced(tex.names(work.people("editor")))
    own_fields = list(own(work, tex))
    yield from (field for field in own_fields if field[0] in ("year", "month", "date"))
    yield work.within_field, _braced(tex.text(work.within))
    yield "volume", _braced(tex.text(work.volume))
    yield "number", _braced(tex.text(work.number))
    yield "pages", _braced(tex.pages(work.paper.place.pages if work.paper.place else ""))
    yield from own_fields
    yield "doi", _braced(tex.verbatim(work.doi))
    yield "url", _braced(work.url)
    yield "abstract", _braced(tex.text(work.paper.abstract))
    yield "keywords", _braced(tex.listed(work.keywords))
    yield "annote", _braced(tex.text("\n\n".join(work.annotations)))
    # No style prints it, but reference managers show it, and it says why a paper was excluded from a review.
    yield "screening", _braced(tex.text(work.decision))
    yield "rating", "" if work.entry.rating is None else f"{{{work.entry.rating}}}"


def _rest(work: Work, tex: TeX) -> Iterator[tuple[str, str]]:
    """Yield what else the source said, as it said it."""
    for name, value in work.rest:
        if not _FIELD.fullmatch(name):
            continue
        if name in _PEOPLE:
            yield name, _braced(tex.names(work.people(name)))
        elif name in _VERBATIM:
            yield name, _braced(tex.verbatim(value))
        else:
            yield name, _braced(tex.title(value) if name.endswith("title") else tex.text(value))


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""
