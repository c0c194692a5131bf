"""What the list shows about a paper besides its title: the chosen columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from paperreader.domain import COLOURS, HIGHEST_RATING, counted, outcome_of
from paperreader.tui.core import UNICODE, safe, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from paperreader.library import Row
    from paperreader.tui.core import Glyphs

Part = tuple[str, str]
"""A text, and the colour of the tag that it names; empty if it names none, or one without a colour."""

_LONGEST_TAGS: Final = 40
"""Cells that tags take at most, next to a title."""

_MOST_TAGS: Final = 3
"""Tags that are named at most; of more, the number is said."""

_MOST_AUTHORS: Final = 4
"""Authors that are named at most."""

_LONG: Final = ("venue", "authors", "id", "date")
"""The columns that are dropped first if a title needs the room."""

_TABLE: Final = ("authors", "venue", "date", "year")
"""What a wide list shows in columns, one under the other, with one line a paper."""

_TABLE_FROM: Final = 54
"""Cells from which a list is wide: its titles then have nearly half of it."""

_GAP: Final = 2
"""Cells between two columns."""

_DETAILS: Final = ("decision", "authors", "venue", "date", "id", "upvotes")
"""What the third line of a paper shows, as far as there is room."""


class End(NamedTuple):
    """One way to end a paper's last line."""

    parts: tuple[Part, ...] = ()
    width: int = 0
    """In cells, with a space between two parts."""


def line_ends(row: Row, columns: Sequence[str], glyphs: Glyphs, keywords: tuple[int, int] | None) -> Iterator[End]:
    """The ways to end a paper's last line, from all the chosen columns down to the shortest, with tags as a `#`.

    Args:
        keywords: the numbers of including and excluding keywords in the paper.
    """
    found = {column: ((_says(column, row, glyphs, keywords), ""),) for column in columns if column != "tags"}
    sign: tuple[Part, ...] = (("#", ""),) if row.tags else ()
    for tags in (*_tags(row), sign) if row.tags else (sign,):
        yield _end(part for column in columns for part in (tags if column == "tags" else found[column]))
    least = [column for column in columns if column not in _LONG]
    yield _end(part for column in least for part in (sign if column == "tags" else found[column]))


def _tags(row: Row) -> Iterator[tuple[Part, ...]]:
    """The ways to name a paper's tags, from the most to one of them, each whole, with the number of the others."""
    colours = row.tag_colours or (None,) * len(row.tags)
    tags = [
        (f"#{safe(tag)}", colour if colour in COLOURS else "") for tag, colour in zip(row.tags, colours, strict=True)
    ]
    for count in range(min(_MOST_TAGS, len(tags)), 0, -1):
        more = ((f"+{len(tags) - count}", ""),) if count < len(tags) else ()
        parts = (*tags[:count], *more)
        if _end(parts).width <= _LONGEST_TAGS:
            yield parts


def _end(parts: Iterable[Part]) -> End:
    there = tuple(part for part in parts if part[0])
    return End(there, sum(cell_len(text) + 1 for text, _ in there) - 1 if there else 0)


def table(row: Row, columns: Sequence[str], glyphs: Glyphs, width: int) -> list[tuple[int, str]]:
    """What stands in the columns of a wide list, each with the cell where it begins; a column may be empty.

    Args:
        columns: the chosen ones: a date takes the place of the year.
        width: of the list, in cells.
    """
    if width < _TABLE_FROM:
        return []
    room = max(10, min(24, width // 6))
    when = "date" if "date" in columns else "year"
    placed, end = [], width - 1
    for column, cells in ((when, 10 if when == "date" else 4), ("venue", room), ("authors", room)):
        says = _surnames(row, cells) if column == "authors" else _says(column, row, glyphs, None)
        begin = end - cells
        if says:
            placed.append((begin, cut(says, cells, glyphs.ellipsis)))
        end = begin - _GAP
    return placed[::-1]


def besides_table(columns: Sequence[str]) -> tuple[str, ...]:
    """The chosen columns that a wide list shows next to the title, as a narrow one does."""
    return tuple(column for column in columns if column not in _TABLE)


def cut(text: str, room: int, ellipsis: str) -> str:
    """A text cut to so many cells, with an ellipsis if some of it is missing."""
    lines = wrap(text, room, last=room, lines=1)
    return "".join(text[start:end] + (ellipsis if tail else "") for start, end, tail in lines)


def _surnames(row: Row, room: int) -> str:
    """The authors' last names, if all of them fit; otherwise the first one's."""
    if 1 < len(row.authors) <= _MOST_AUTHORS and (row.author_count or 0) <= len(row.authors):
        names = ", ".join(safe(name).rpartition(" ")[2] for name in row.authors)
        if cell_len(names) <= room:
            return names
    return _authors(row, UNICODE)


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
