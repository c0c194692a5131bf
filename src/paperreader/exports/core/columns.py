"""The columns of tables: what a row says of a paper, whatever kind of table it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain import link, one_line, title_and_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperreader.domain import Entry, Highlight, Wording

COLUMNS: Final = (
    "id",
    "uid",
    "title",
    "label",
    "abstract",
    "authors",
    "author_count",
    "published",
    "published_inferred",
    "venue",
    "categories",
    "upvotes",
    "comments",
    "arxiv",
    "doi",
    "url",
    "keywords",
    "tags",
    "notes",
    "highlights",
    "starred",
    "read",
    "decision",
    "reason",
    "imported",
    "rating",
)
"""The columns, in order."""
_BETWEEN: Final = "; "


def column_values(entry: Entry, wording: Wording) -> dict[str, object]:
    """Return what each column has for a paper: text, a number, true or false, a date, or `None`.

    Authors, tags and ids are separated by `; `, notes by a blank line, highlights by line ends.
    """
    paper = entry.paper
    return {
        "id": entry.id,
        "uid": entry.uid,
        "title": paper.title,
        "label": entry.label,
        "abstract": paper.abstract,
        "authors": _BETWEEN.join(paper.authors),
        "author_count": paper.author_count,
        "published": paper.published,
        "published_inferred": paper.published is not None and paper.published.inferred,
        "venue": paper.venue,
        "categories": _BETWEEN.join(paper.categories),
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "arxiv": _BETWEEN.join(paper.values("arxiv")),
        "doi": _BETWEEN.join(paper.values("doi")),
        "url": link(entry),
        "keywords": _BETWEEN.join(paper.keywords),
        "tags": _BETWEEN.join(entry.tags),
        "notes": "\n\n".join(wording.note(note.body, title_and_key) for note in entry.notes),
        "highlights": "\n".join(_highlight(one, wording) for one in entry.highlights),
        "starred": entry.starred,
        "read": entry.read,
        "decision": entry.decision,
        "reason": entry.reason,
        "imported": entry.imported,
        "rating": entry.rating,
    }


def tag_column(tag: str) -> str:
    """Return the name of a tag's own column."""
    return f"#{one_line(tag)}"


def has_tags(entry: Entry, tags: Iterable[str]) -> list[bool | None]:
    """Return what the columns of tags have for a paper: true for its own, else nothing."""
    own = set(entry.tags)
    return [tag in own or None for tag in tags]


def _highlight(highlight: Highlight, wording: Wording) -> str:
    """Format a highlight on one line: `“quote” — comment [tag, tag]`."""
    comment = f" — {wording.note(highlight.comment, title_and_key)}" if highlight.comment else ""
    tags = f" [{', '.join(highlight.tags)}]" if highlight.tags else ""
    return one_line(f"“{highlight.quote}”{comment}{tags}")
