"""The sections at the end of the sidebar: the authors, venues, years, categories and files of what is listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.content import Content

from paperreader.tui.core import plain, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from paperreader.library import FacetCounts
    from paperreader.query import Filter
    from paperreader.tui.core import Glyphs

SECTIONS: Final = {"author": "Authors", "venue": "Venues", "year": "Years", "cat": "Categories", "source": "Sources"}
"""The headings of the sections, by their fields of a query."""


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A row of a section, or its heading."""

    field: str
    value: str = ""
    """Empty for the heading. Of a file, its name without folders."""
    active: bool = False
    """The list is narrowed to it."""

    @property
    def id(self) -> str:
        """The id of the row in the sidebar."""
        return f"facet\n{self.field}\n{self.value}"


@dataclass(slots=True)
class FacetSections:
    """What the sections show, and which of them are unfolded."""

    unfolded: set[str]
    """The fields of the sections that are unfolded; the others are neither shown nor counted."""
    counts: Mapping[str, FacetCounts]
    """As last counted, by field; a section that has none yet is being counted."""
    typed: str = ""
    """The search, which may narrow the list to some of the values."""

    def depend_on(self, typed: str) -> bool:
        """Whether they look different with another search: one is unfolded, or a filter comes or goes."""
        return bool(self.unfolded) or (self.typed != typed and ":" in self.typed + typed)

    def lines(self, glyphs: Glyphs) -> Iterator[tuple[FacetRow, Content, str]]:
        """The rows in order, with what they say and their numbers."""
        for field, title in SECTIONS.items():
            is_open = field in self.unfolded
            sign = glyphs.open if is_open else glyphs.folded
            name = Content.styled(f"{sign} {title}", "bold $muted")
            yield FacetRow(field), name, self._state(field, glyphs)
            if is_open:
                yield from self._rows(field, glyphs)

    def _state(self, field: str, glyphs: Glyphs) -> str:
        """What stands beside a heading: that a folded section narrows the list, that one is being counted or empty."""
        if field not in self.unfolded:
            return glyphs.check if any(one.field == field for one in _filters(self.typed)) else ""
        counts = self.counts.get(field)
        return glyphs.ellipsis if counts is None else "" if counts.values else "none"

    def _rows(self, field: str, glyphs: Glyphs) -> Iterator[tuple[FacetRow, Content, str]]:
        from paperreader.query import has_filter

        counts = self.counts.get(field)
        about = "~" if counts is not None and counts.estimated else ""
        found = _merged(field, counts)
        there = {value for value in found if has_filter(self.typed, field, value)}
        for one in self._others(field, there):  # what narrows the list stays in sight, to be taken away
            yield FacetRow(field, one.value, active=True), _named(one.value, glyphs.check), ""
        for value, count in found.items():
            active = value in there
            yield (
                FacetRow(field, value, active=active),
                _named(value, glyphs.check if active else ""),
                f"{about}{count:,}",
            )

    def _others(self, field: str, there: set[str]) -> Iterator[Filter]:
        """The filters of a section that are none of the values counted."""
        from paperreader.query import has_filter

        for one in _filters(self.typed):
            if one.field == field and not any(has_filter(self.typed[one.start : one.end], field, it) for it in there):
                yield one


# A start has no search, and nothing is unfolded: it need not wait for the parser of queries.


def _filters(typed: str) -> Iterator[Filter]:
    """The filters of a search."""
    if ":" in typed:
        from paperreader.query import filters

        yield from filters(typed)


def _merged(field: str, counts: FacetCounts | None) -> dict[str, int]:
    """The values that a query can look for, as they are shown: years in order, files by their names."""
    from paperreader.query import filter_text

    found: dict[str, int] = {}
    for value, count in counts.values if counts is not None else ():
        name = file_name(value) if field == "source" else value
        if filter_text(field, name):
            found[name] = found.get(name, 0) + count
    return dict(sorted(found.items(), reverse=True)) if field == "year" else found


def _named(value: str, sign: str) -> Content:
    return Content.assemble(f"{sign or ' '} ", plain(safe(value), "bold" if sign else ""))


def file_name(path: str) -> str:
    """The name of a file without its folders."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path
