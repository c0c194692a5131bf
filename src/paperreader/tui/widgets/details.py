"""What is known about a paper besides its title and abstract, in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from paperreader.domain import FACTS, HIGHEST_RATING, PartialDate, counted, fact_in_words, local_today, outcome_of
from paperreader.tui.core import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperreader.domain import Entry, Paper
    from paperreader.tui.core import Glyphs

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def states(entry: Entry, glyphs: Glyphs) -> Iterator[str]:
    """What the user has made of a paper: trash, decision, star, tags."""
    if entry.trashed:
        yield "in the trash"
    if entry.decision is not None:
        why = f": {safe(entry.reason)}" if entry.reason else ""
        yield f"{glyphs.decided[entry.decision]} {outcome_of(entry.decision).state}{why}"
    if entry.starred:
        yield f"{glyphs.starred} starred"
    if entry.rating is not None:
        yield f"rated {entry.rating} of {HIGHEST_RATING}"
    if entry.due is not None:
        day = date_in_words(PartialDate(entry.due.year, entry.due.month, entry.due.day))
        yield f"to read again since {day}" if entry.due < local_today() else f"to read again {day}"
    if entry.queued is not None:
        yield f"{glyphs.queued} in the queue"
    yield from (f"#{safe(tag)}" for tag in entry.tags)


def paper_details(paper: Paper, glyphs: Glyphs) -> Iterator[str]:
    """What its sources say about a paper."""
    if paper.title is None:
        yield "no printed title"
    if paper.versioned_arxiv_id:
        yield f"arXiv {safe(paper.versioned_arxiv_id)}"
    for scheme in ("doi", "pmid"):
        yield from (f"{scheme.upper()} {safe(value)}" for value in paper.values(scheme))
    for field in FACTS:
        words = _FACTS.get(field.name)
        said = words(paper, glyphs) if words else safe(fact_in_words(field, getattr(paper, field.name)))
        yield from filter(None, [said])


def _authors(paper: Paper, _glyphs: Glyphs) -> str:
    names = [safe(name) for name in paper.authors]
    if names:
        return ", ".join(names) if len(names) <= 4 else f"{', '.join(names[:3])} and {len(names) - 3} more"
    return "" if paper.author_count is None else counted(paper.author_count, "author")


def _comments(paper: Paper, _glyphs: Glyphs) -> str:
    return "" if paper.comments is None else counted(paper.comments, "comment")


_FACTS: Final[dict[str, Callable[[Paper, Glyphs], str]]] = {
    "authors": _authors,
    "published": lambda paper, _: "" if paper.published is None else date_in_words(paper.published),
    "categories": lambda paper, _: " ".join(safe(one) for one in paper.categories),
    "upvotes": lambda paper, glyphs: "" if paper.upvotes is None else f"{glyphs.upvotes} {paper.upvotes:,}",
    "comments": _comments,
    "keywords": lambda _paper, _: "",
}
"""The details with a special format here; the table of fields formats the others."""


def date_in_words(date: PartialDate) -> str:
    """`23 Jul 2024`, as precise as the date is; an inferred year says so."""
    words = " ".join(
        str(part) for part in (date.day, _MONTHS[date.month - 1] if date.month else None, date.year) if part
    )
    return f"{words} (year inferred)" if date.inferred else words


def moment(stamp: str) -> str:
    """A stored time in the user's own time zone."""
    try:
        when = datetime.fromisoformat(stamp).astimezone()
    except (ValueError, OverflowError, OSError):  # none, or one that no clock can show
        return safe(stamp)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}, {when:%H:%M}"
