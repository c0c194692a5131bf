"""Plain text: readable as it is, at 72 columns, for mails and printing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED, HIGHEST_RATING, clean, link, local_moment, one_line, shortened, title_and_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from paperreader.domain import Entry, Highlight, Note, Wording

_WIDTH: Final = 72
_BETWEEN: Final = "-" * _WIDTH
_LONGEST: Final = 60
"""Characters of a passage above a note about it."""


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write title, facts, abstract, highlights and notes of each paper; returns how many papers."""
    count = 0
    for count, entry in enumerate(entries, start=1):
        blocks = [block for block in _blocks(entry, wording) if block]
        out.write(("" if count == 1 else f"\n{_BETWEEN}\n\n") + "\n\n".join(blocks) + "\n")
    return count


def _blocks(entry: Entry, wording: Wording) -> Iterator[str]:
    paper = entry.paper
    yield _wrapped(one_line(paper.title or entry.label))
    yield "\n".join(_wrapped(f"{name}: {value}", after="    ") for name, value in _facts(entry) if value)
    yield _paragraphs(paper.abstract)
    if entry.highlights:
        yield "Highlights"
        for highlight in entry.highlights:
            yield _highlight(highlight, wording)
    if entry.notes:
        yield "Notes"
        passages = {one.id: one.quote for one in entry.highlights}
        for note in entry.notes:
            yield _note(note, passages.get(note.highlight or ""), wording)


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    paper = entry.paper
    names = ", ".join(map(one_line, paper.authors))
    more = (paper.author_count or 0) > len(paper.authors)
    yield "Authors", f"{names} ({paper.author_count} in all)" if names and more else names
    yield "Published", str(paper.published or "")
    yield "Venue", one_line(paper.venue or "")
    yield "arXiv", paper.versioned_arxiv_id or ""
    yield "DOI", ", ".join(paper.values("doi"))
    yield "Link", link(entry) or ""
    yield "Tags", ", ".join(map(one_line, entry.tags))
    yield "Decision", one_line(": ".join(part for part in (entry.decision or "", entry.reason or "") if part))
    yield "Rating", "" if entry.rating is None else f"{entry.rating} of {HIGHEST_RATING}"


def _highlight(highlight: Highlight, wording: Wording) -> str:
    facts = [*([wording.colour(highlight.colour)] if highlight.colour != "yellow" else []), *highlight.tags]
    facts += ["no longer in the abstract"] if highlight.is_orphan else []
    said = f"“{one_line(highlight.quote)}”" + (f" ({', '.join(map(one_line, facts))})" if facts else "")
    blocks = [_wrapped(f"  * {said}", after="    ")]
    if highlight.comment:
        blocks.append(_indented(wording.note(highlight.comment, title_and_key)))
    return "\n".join(blocks)


def _note(note: Note, passage: str | None, wording: Wording) -> str:
    about = shortened(passage, _LONGEST) if passage else ""
    head = local_moment(note.created) + (f", on “{about}”" if about else "")
    return "\n".join([_wrapped(f"  * {head}", after="    "), _indented(wording.note(note.body, title_and_key))])


def _indented(text: str) -> str:
    return "\n".join(
        _wrapped(f"    {line}", after="    ") if line.strip() else "" for line in clean(text).strip().split("\n")
    )


def _paragraphs(text: str) -> str:
    return "\n".join(map(_wrapped, clean(text).strip().split("\n")))


def _wrapped(text: str, after: str = "") -> str:
    """Wrap a line; a word that is too long, such as an address, stays whole."""
    words = text.split()
    if len(text) <= _WIDTH or not words:
        return text.rstrip()
    line, lines = text[: len(text) - len(text.lstrip())] + words[0], []
    for word in words[1:]:
        if len(line) + len(word) < _WIDTH:
            line += f" {word}"
        else:
            lines.append(line)
            line = after + word
    return "\n".join([*lines, line])
