"""A report for the browser: one file with everything in it, to read, to print and to send to somebody.

It has no script, loads nothing, and says so in a Content-Security-Policy. Highlights are in their colours within the
abstract. The table of contents and the counts are written last, when they are known, and shown first.
"""

from __future__ import annotations

import string
from collections import Counter
from typing import TYPE_CHECKING, Final

from paperreader.domain import (
    AS_STORED,
    COLOURS,
    DECISIONS,
    HIGHEST_RATING,
    counted,
    link,
    local_moment,
    one_line,
)
from paperreader.exports.core.html_text import escaped, markdown_as_html
from paperreader.exports.core.passages import cut_at_highlights
from paperreader.exports.core.report_style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from paperreader.domain import Entry, Highlight, LinkedPaper, Note, Paper, Wording

_HEAD: Final = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="paperreader">
<title>Papers</title>
<style>
{STYLE}</style>
</head>
<body>
<main>
"""
_PUNCTUATION: Final = frozenset(string.punctuation)
_MOST_TAGS: Final = 40
"""Tags counted at the top."""
_LONGEST: Final = 90
"""Characters of a passage above what is said about it."""


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write an article per paper, then the contents; returns how many papers."""
    out.write(_HEAD)
    contents: list[str] = []
    counts: dict[str, Counter[str]] = {"Decisions": Counter(), "Tags": Counter(), "Highlights": Counter()}
    for number, entry in enumerate(entries, start=1):
        out.writelines(f"{line}\n" for line in _article(number, entry, wording) if line)
        contents.append(f'<li><a href="#p{number}">{_line(entry.paper.title or entry.label)}</a></li>')
        counts["Decisions"].update([_decided(entry)] if entry.decision else [])
        counts["Tags"].update(entry.tags)
        counts["Highlights"].update(one.colour for one in entry.highlights)
    out.write("</main>\n<header>\n")
    out.write(f"<h1>{counted(len(contents), 'paper')}</h1>\n")
    out.writelines(f"{line}\n" for line in _summary(counts, wording))
    if len(contents) > 1:
        out.write("<nav><h2>Contents</h2>\n<ol>\n")
        out.writelines(f"{line}\n" for line in contents)
        out.write("</ol></nav>\n")
    out.write("</header>\n</body>\n</html>\n")
    return len(contents)


def _summary(counts: dict[str, Counter[str]], wording: Wording) -> Iterator[str]:
    for name, counter in counts.items():
        if not counter:
            continue
        items = []
        for what, count in sorted(counter.most_common(_MOST_TAGS), key=lambda item: (-item[1], item[0])):
            coloured = name == "Highlights"
            said = wording.colour(what) if coloured else what
            kind = f' class="{_colour(what)}"' if coloured else ""
            items.append(f"<span{kind}>{_line(said)}</span> {count:,}")
        yield f'<p class="counts"><b>{name}</b> {" · ".join(items)}</p>'


def _article(number: int, entry: Entry, wording: Wording) -> Iterator[str]:
    paper, url = entry.paper, link(entry)
    title = _line(paper.title or entry.label)
    yield f'<article id="p{number}">'
    star = ' <span class="star" title="starred">★</span>' if entry.starred else ""
    yield f"<h2>{f'<a href={chr(34)}{escaped(url)}{chr(34)}>{title}</a>' if url else title}{star}</h2>"
    yield _by(paper)
    yield _where(paper)
    yield _marks(entry)
    if paper.abstract.strip():
        yield f'<div class="abstract">{_abstract(entry, number)}</div>'
    yield from _said_of_passages(entry, number, wording)
    loose = [note for note in entry.notes if note.highlight not in {one.id for one in entry.highlights}]
    if loose:
        yield "<section><h3>Notes</h3>"
        for note in loose:
            yield _note(note, wording)
        yield "</section>"
    yield "</article>"


def _by(paper: Paper) -> str:
    names = ", ".join(map(_line, paper.authors))
    count = paper.author_count or 0
    if count > len(paper.authors):
        names = f"{names} <i>({count:,} in all)</i>" if names else counted(count, "author")
    return f'<p class="by">{names}</p>' if names else ""


def _where(paper: Paper) -> str:
    parts = [
        f"<time>{paper.published}</time>" if paper.published else "",
        _line(paper.venue or ""),
        f"arXiv:{_line(paper.versioned_arxiv_id)}" if paper.versioned_arxiv_id else "",
        *(f"doi:{_line(doi)}" for doi in paper.values("doi")),
    ]
    said = " · ".join(part for part in parts if part)
    return f'<p class="where">{said}</p>' if said else ""


def _marks(entry: Entry) -> str:
    parts = []
    if entry.decision:
        reason = f": {_line(entry.reason)}" if entry.reason else ""
        parts.append(f'<span class="decision {_line(entry.decision)}">{_line(_decided(entry))}{reason}</span>')
    if entry.rating is not None:
        stars = "●" * entry.rating + "○" * (HIGHEST_RATING - entry.rating)
        parts.append(f'<span class="rating" title="{entry.rating} of {HIGHEST_RATING}">{stars}</span>')
    parts += [f'<span class="tag">{_line(tag)}</span>' for tag in entry.tags]
    return f'<p class="marks">{" ".join(parts)}</p>' if parts else ""


def _decided(entry: Entry) -> str:
    return DECISIONS[entry.decision].called if entry.decision else ""


def _abstract(entry: Entry, number: int) -> str:
    order = {one.id: at for at, one in enumerate(entry.highlights, start=1)}
    told = {one.id for one in entry.highlights if _has_more(one, entry.notes)}
    pieces = []
    for text, over in cut_at_highlights(entry.paper.abstract, entry.highlights):
        piece = escaped(text)
        if over:
            piece = f'<mark class="{_classes(over)}">{piece}</mark>'
            about = next((one for one in reversed(over) if one.id in told), None)
            if about is not None:
                piece = f'<a href="#p{number}h{order[about.id]}">{piece}</a>'
        pieces.append(piece)
    return "".join(pieces)


def _classes(over: Sequence[Highlight]) -> str:
    """Return the colour of the highlight that was made last, and of the one below it, which shows as a line."""
    colours = [_colour(one.colour) for one in over]
    return colours[-1] + (f" over-{colours[-2]}" if len(colours) > 1 else "")


def _colour(colour: str) -> str:
    return colour if colour in COLOURS else COLOURS[0]


def _has_more(one: Highlight, notes: Iterable[Note]) -> bool:
    return bool(one.comment or one.tags or one.is_orphan or any(note.highlight == one.id for note in notes))


def _said_of_passages(entry: Entry, number: int, wording: Wording) -> Iterator[str]:
    told = [(at, one) for at, one in enumerate(entry.highlights, start=1) if _has_more(one, entry.notes)]
    if not told:
        return
    yield "<section><h3>Highlights</h3>"
    for at, one in told:
        quote = one_line(one.quote)
        quote = quote if one.is_orphan or len(quote) <= _LONGEST else quote[: _LONGEST - 1] + "…"
        yield f'<div class="passage {_colour(one.colour)}" id="p{number}h{at}"><blockquote>{_line(quote)}</blockquote>'
        facts = [_line(wording.colour(one.colour))] if one.colour in wording.colour_names else []
        facts += ["no longer in the abstract"] if one.is_orphan else []
        tags = [f'<span class="tag">{_line(tag)}</span>' for tag in one.tags]
        if facts or tags:
            yield f'<p class="marks">{" ".join([*facts, *tags])}</p>'
        if one.comment:
            yield _own(one.comment, wording)
        for note in entry.notes:
            if note.highlight == one.id:
                yield _note(note, wording)
        yield "</div>"
    yield "</section>"


def _note(note: Note, wording: Wording) -> str:
    edited = f", edited {_line(local_moment(note.updated))}" if note.updated != note.created else ""
    return (
        f'<div class="note"><p class="when">{_line(local_moment(note.created))}{edited}</p>\n'
        f"{_own(note.body, wording)}</div>"
    )


def _own(text: str, wording: Wording) -> str:
    return markdown_as_html(wording.note(text, _linked))


def _linked(words: str, paper: LinkedPaper) -> str:
    """Write a link to a paper as Markdown."""
    said = "".join(f"\\{one}" if one in _PUNCTUATION else one for one in one_line(words))
    return f"[{said}](<{paper.url}>)" if paper.url else f"{said} ({paper.key})"


def _line(text: str) -> str:
    return escaped(one_line(text))
