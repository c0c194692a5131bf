"""What is known about a paper besides its title and abstract, in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from paperreader.domain.paper import Decision
from paperreader.tui.core.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperreader.domain.paper import Entry, Paper, PartialDate
    from paperreader.tui.core.glyphs import Glyphs

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def states(entry: Entry, glyphs: Glyphs) -> Iterator[str]:
    """What the user has made of a paper: trash, decision, star, tags."""
    if entry.trashed:
        yield "in the trash"
    if entry.decision is not None:
        sign, word = {
            Decision.ACCEPT: (glyphs.accepted, "accepted"),
            Decision.REJECT: (glyphs.rejected, "rejected"),
            Decision.MAYBE: (glyphs.maybe, "maybe"),
        }[entry.decision]
        yield f"{sign} {word}" + (f": {safe(entry.reason)}" if entry.reason else "")
    if entry.starred:
        yield f"{glyphs.starred} starred"
    yield from (f"#{safe(tag)}" for tag in entry.tags)


def paper_details(paper: Paper, glyphs: Glyphs) -> Iterator[str]:
    """What its sources say about a paper."""
    if paper.title is None:
        yield "no printed title"
    if paper.versioned_arxiv_id:
        yield f"arXiv {safe(paper.versioned_arxiv_id)}"
    for scheme in ("doi", "pmid"):
        yield from (f"{scheme.upper()} {safe(value)}" for value in paper.values(scheme))
    yield from _authors(paper)
    if paper.published is not None:
        yield date_in_words(paper.published)
    yield from filter(None, (safe(paper.venue or ""), " ".join(safe(one) for one in paper.categories)))
    if paper.upvotes is not None:
        yield f"{glyphs.upvotes} {paper.upvotes:,}"
    if paper.comments is not None:
        yield f"{paper.comments:,} comment{'s' if paper.comments != 1 else ''}"


def _authors(paper: Paper) -> Iterable[str]:
    names = [safe(name) for name in paper.authors]
    if names:
        yield ", ".join(names) if len(names) <= 4 else f"{', '.join(names[:3])} and {len(names) - 3} more"
    elif paper.author_count is not None:
        yield f"{paper.author_count} author{'s' if paper.author_count != 1 else ''}"


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
