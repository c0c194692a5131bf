"""Markdown: one document to read, print or keep beside a manuscript, pleasant both raw and rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.domain import AS_STORED, HIGHEST_RATING, link
from paperreader.exports.markdown_text import annotation_blocks, line_of, list_of, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from paperreader.domain import Entry, Paper, PartialDate, Wording


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write a heading and one section per paper; returns how many papers."""
    out.write("# Papers\n")
    count = 0
    for entry in entries:
        blocks = [
            f"## {line_of(entry.paper.title or entry.label)}",
            _facts(entry),
            paragraphs(entry.paper.abstract),
        ]
        blocks += annotation_blocks(entry, "###", wording)
        out.writelines(f"\n{block}\n" for block in blocks if block)
        count += 1
    return count


def _facts(entry: Entry) -> str:
    return "\n".join(f"- **{name}:** {value}" for name, value in _named_facts(entry) if value)


def _named_facts(entry: Entry) -> Iterator[tuple[str, str]]:
    paper = entry.paper
    url = link(entry)
    yield "Authors", _authors(paper)
    yield "Published", _published(paper.published)
    yield "Venue", line_of(paper.venue or "")
    yield "Categories", list_of(paper.categories)
    yield "arXiv", line_of(paper.versioned_arxiv_id or "")
    yield "DOI", list_of(paper.values("doi"))
    yield "Link", f"<{url}>" if url else ""
    yield "Upvotes", "" if paper.upvotes is None else str(paper.upvotes)
    yield "Comments", "" if paper.comments is None else str(paper.comments)
    yield "Keywords", list_of(paper.keywords)
    yield "Tags", list_of(entry.tags)
    yield "Read", "yes" if entry.read else ""
    yield "Starred", "yes" if entry.starred else ""
    yield "Decision", ": ".join(part for part in (entry.decision or "", line_of(entry.reason or "")) if part)
    yield "Rating", "" if entry.rating is None else f"{entry.rating} of {HIGHEST_RATING}"


def _authors(paper: Paper) -> str:
    if paper.author_count is None or paper.author_count <= len(paper.authors):
        return list_of(paper.authors)
    return f"{list_of(paper.authors)} ({paper.author_count} in all)" if paper.authors else str(paper.author_count)


def _published(published: PartialDate | None) -> str:
    if published is None:
        return ""
    return f"{published} (year inferred)" if published.inferred else str(published)
