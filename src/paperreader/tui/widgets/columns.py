"""What the list shows about a paper besides its title: the chosen columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from paperreader.domain import HIGHEST_RATING, counted, outcome_of
from paperreader.tui.core import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.library import Row
    from paperreader.tui.core import Glyphs

_LONGEST_TAGS: Final = 40
"""Cells that tags take at most, next to a title."""

_LONG: Final = ("venue", "authors", "id", "date")
"""The columns that are dropped first if a title needs the room."""

_DETAILS: Final = ("decision", "authors", "venue", "date", "id", "upvotes")
"""What the third line of a paper shows, as far as there is room."""


def line_ends(row: Row, columns: Sequence[str], glyphs: Glyphs, keywords: tuple[int, int] | None) -> list[str]:
    """The ways to end a paper's last line, from all the chosen columns down to the shortest, with tags as a `#`.

    Args:
        keywords: the numbers of including and excluding keywords in the paper.
    """
    tags = [f"#{safe(tag)}" for tag in row.tags]
    fewer = [
        " ".join(tags[:count]) + (f" +{len(tags) - count}" if count < len(tags) else "") for count in range(3, 0, -1)
    ]
    several = [part for part in dict.fromkeys(fewer if tags else []) if cell_len(part) <= _LONGEST_TAGS]
    found = {column: _says(column, row, glyphs, keywords) for column in columns if column != "tags"}
    least = {column: text for column, text in found.items() if column not in _LONG}
    sign = "#" if tags else ""
    return [
        " ".join(filter(None, ({**kept, "tags": part}.get(column, "") for column in columns)))
        for kept, parts in ((found, (*several, sign)), (least, (sign,)))
        for part in parts
    ]


def details_line(row: Row, glyphs: Glyphs, room: int, *, besides: Sequence[str]) -> str:
    """The third line of a paper: decision, authors, venue, date and so on, without what the end of the line shows."""
    said = {*besides, *(["date"] if "year" in besides else [])}
    text = ""
    for column in _DETAILS:
        part = _says(column, row, glyphs, None) if column not in said else ""
        longer = f" {glyphs.dot} ".join(filter(None, (text, part)))
        text = longer if cell_len(longer) <= room else text
    return text or ("" if row.titled else "no printed title")  # nothing else is known: no line is left empty for it


def _says(column: str, row: Row, glyphs: Glyphs, keywords: tuple[int, int] | None) -> str:
    """A column of a paper; empty if there is nothing to show."""
    if column == "keywords":
        return " ".join(f"{sign}{count}" for sign, count in zip("+-", keywords or (), strict=False) if count)
    return _COLUMNS[column](row, glyphs)


def _upvotes(row: Row, glyphs: Glyphs) -> str:
    return f"{glyphs.upvotes}{row.upvotes:,}" if row.upvotes is not None else ""


def _authors(row: Row, _glyphs: Glyphs) -> str:
    if not row.authors:
        return counted(row.author_count, "author") if row.author_count else ""
    first = safe(row.authors[0]).rpartition(" ")[2]
    return first if len(row.authors) == 1 else f"{first} et al."


def _decision(row: Row, _glyphs: Glyphs) -> str:
    words = outcome_of(row.decision).state if row.decision else ""
    return f"{words}: {safe(row.reason)}" if row.reason else words


_COLUMNS: Final[dict[str, Callable[[Row, Glyphs], str]]] = {
    "notes": lambda row, glyphs: glyphs.note if row.notes else "",
    "highlights": lambda row, glyphs: f"{glyphs.highlight}{row.highlights}" if row.highlights else "",
    "year": lambda row, _: (row.published or "")[:4],
    "date": lambda row, _: row.published or "",
    "upvotes": _upvotes,
    "venue": lambda row, _: safe(row.venue or "")[:24],
    "authors": _authors,
    "rating": lambda row, _: "" if row.rating is None else f"{row.rating}/{HIGHEST_RATING}",
    "queue": lambda row, glyphs: glyphs.queued if row.queued else "",
    "id": lambda row, _: safe(row.identifier or ""),
    "decision": _decision,
}
