"""What the command line prints: every line through `emit` or `complain`, which are safe for terminals."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
import textwrap
import unicodedata
from dataclasses import asdict
from typing import TYPE_CHECKING, Final, TextIO, TypeVar, cast

from paperreader.paper import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from paperreader.library.importing import Report
    from paperreader.library.reading import Import, Past, Reader, Row, TagCount
    from paperreader.paper import Entry, Leftover, Note

_T = TypeVar("_T")

_PAGE: Final = 500
_WIDEST: Final = 100
"""Cells of a line of running text: longer ones are hard to read."""
_DECIDED: Final = {"accept": "accepted", "reject": "rejected", "maybe": "maybe"}
_SHOWN_LEFTOVERS: Final = 3
_LEFTOVER_WIDTH: Final = 72


def prepare() -> None:
    """Let the standard streams speak UTF-8, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def emit(text: str, *, err: bool = False) -> None:
    """Print a line: to standard output, which is for results, or to standard error, which is for all else.

    Nothing in it can act on a terminal, and nothing in it is markup.
    """
    # The stream is named last: where it was closed before the start, it is `None`, and printing to it does nothing.
    print(clean(text), file=sys.stderr if err else sys.stdout)


def complain(text: str) -> None:
    """Say on standard error what went wrong or is worth knowing."""
    with contextlib.suppress(OSError, ValueError):
        emit(f"paperreader: {text}", err=True)


def emit_json(data: Mapping[str, object]) -> None:
    """Print one object on one line."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    emit(text if clean(text) == text else json.dumps(data, allow_nan=False))  # cleaned, it might be JSON no more


def emit_each(
    items: Iterable[_T], *, as_json: bool, data: Callable[[_T], Mapping[str, object]], line: Callable[[_T], str]
) -> None:
    """Print one line for each, as JSON or to read."""
    for one in items:
        if as_json:
            emit_json(data(one))
        else:
            emit(line(one))


def emit_rows(reader: Reader, ids: Sequence[int]) -> None:
    """Print a list of papers, read a page at a time."""
    limit = width()
    for start in range(0, len(ids), _PAGE):
        for row in reader.rows(ids[start : start + _PAGE]):
            emit(row_line(row, limit))


def emit_entry(entry: Entry) -> None:
    """Print one paper as JSON, in the shape of the lossless export."""
    from paperreader.interchange import entry_to_json

    emit_json(entry_to_json(entry))


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody sits at the other end."""
    return stream is not None and not stream.closed and stream.isatty()


def flush() -> None:
    """Hand over what was printed, so that a failure is known before the end.

    Raises:
        OSError: nobody takes it: the disk is full, or the reader of the pipe has gone.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.flush()


def hush() -> None:
    """Throw away what was printed and cannot be handed over; Python would try again at the end, and complain."""
    with contextlib.suppress(OSError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def plain_output() -> TextIO:
    """Standard output for a whole file: as it is into a pipe, cleaned on its way to a terminal."""
    if is_terminal(sys.stdout):
        return cast("TextIO", _Cleaned())
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    return sys.stdout


class _Cleaned(io.TextIOBase):
    """Writes to the terminal nothing that it would obey."""

    def write(self, text: str) -> int:
        sys.stdout.write(clean(text))
        return len(text)


def width() -> int | None:
    """Cells in a line of the terminal that standard output is; `None` where it is none."""
    return shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None


def row_line(row: Row, limit: int | None) -> str:
    """One line of a list: number, marks (★ starred, • unread), year (~ where it was guessed), label, tags."""
    marks = f"{'★' if row.starred else ' '}{' ' if row.read else '•'}"
    year = f"{'~' if row.inferred else ''}{row.published[:4]}" if row.published else ""
    line = " ".join([f"{row.id:>5} {marks} {year:>5} {row.label}", *(f"#{name}" for name in row.tags)])
    return _cut(clean(line).replace("\n", " "), limit)


def paper_text(entry: Entry) -> Iterator[str]:
    """A paper with everything, to read, line by line."""
    from paperreader.citation import link

    yield from _wrap(entry.label)
    facts = " · ".join(_facts(entry))
    yield from _wrap(facts)
    page = link(entry)
    if page:
        yield page
    states = " · ".join(_states(entry))
    if states:
        yield from _wrap(states)
    if entry.paper.abstract:
        yield ""
        yield from _wrap(entry.paper.abstract)
    for mark in entry.highlights:
        yield ""
        yield from _wrap(f"“{mark.quote}” {mark.comment}".rstrip())
    for note in entry.notes:
        yield ""
        yield from note_text(note)


def note_text(note: Note) -> Iterator[str]:
    """A note under the moment it was written."""
    edited = f", edited {moment(note.updated)}" if note.updated != note.created else ""
    yield f"Note of {moment(note.created)}{edited}"
    yield note.body


def moment(stored: str) -> str:
    """A moment, to the minute."""
    return f"{stored[:10]} {stored[11:16]} UTC"


def past_line(past: Past) -> str:
    """One line of the log."""
    verb = {"undo": "undid: ", "redo": "did again: "}.get(past.kind, "")
    return f"{moment(past.made)}  {verb}{past.what}{' (undone)' if past.undone else ''}".replace("\n", " ")


def tag_json(tag: TagCount) -> dict[str, object]:
    """A tag and how many papers have it."""
    return {"name": tag.name, "papers": tag.papers}


def import_line(one: Import) -> str:
    """One file that was imported."""
    left = f", {one.leftovers:,} left over" if one.leftovers else ""
    return f"{moment(one.started)}  {one.file}: {counted(one.papers, 'paper')}{left}"


def import_json(one: Import) -> dict[str, object]:
    """The same for programs."""
    return {name: value for name, value in asdict(one).items() if name != "id"}


def counted(count: int, name: str) -> str:
    """`1 paper`, `2 papers`."""
    return f"1 {name}" if count == 1 else f"{count:,} {name}s"


def report_line(report: Report, *, dry_run: bool) -> str:
    """What an import did with one file."""
    news = "" if report.added or report.merged or not report.papers else ", nothing new"
    stopped = "; stopped" if report.cancelled else ""
    return (
        f"{report.file}: {counted(report.papers, 'paper')}{news}: {report.added:,} added, {report.merged:,} merged, "
        f"{report.unchanged:,} unchanged, {report.left_out:,} left over, {report.seconds:.2f} s"
        f"{stopped}{' (dry run: nothing was stored)' if dry_run else ''}"
    )


def report_json(report: Report) -> dict[str, object]:
    """The same for programs."""
    return {
        "file": report.file,
        "format": report.format,
        "papers": report.papers,
        "added": report.added,
        "merged": report.merged,
        "unchanged": report.unchanged,
        "leftovers": [leftover_json(one) for one in report.leftovers],
        "seconds": round(report.seconds, 3),
    }


def leftover_json(left: Leftover) -> dict[str, object]:
    """A piece that no format could read."""
    return {"line": left.line, "text": left.text, "why": left.why}


def leftover_lines(report: Report) -> Iterator[str]:
    """The first leftovers of a file, and how many more there are."""
    for left in report.leftovers[:_SHOWN_LEFTOVERS]:
        yield f"  line {left.line}: {left.why} {_cut(clean(left.text).replace(chr(10), ' '), _LEFTOVER_WIDTH)}"
    more = report.left_out - _SHOWN_LEFTOVERS
    if more > 0:
        yield f"  … and {more:,} more; “paperreader leftovers” shows what was left out"


def _facts(entry: Entry) -> Iterator[str]:
    paper = entry.paper
    if paper.authors:
        yield ", ".join(paper.authors)
    elif paper.author_count:
        yield f"{paper.author_count} authors" if paper.author_count > 1 else "1 author"
    if paper.published:
        yield f"{'about ' if paper.published.inferred else ''}{paper.published}"
    yield from filter(None, [paper.venue, ", ".join(paper.categories)])
    if paper.upvotes is not None:
        yield f"{paper.upvotes} upvotes"
    yield from (f"{one.scheme}:{one.value}" for one in paper.identifiers if one.scheme != "arxiv_version")
    yield f"paper {entry.id}"


def _states(entry: Entry) -> Iterator[str]:
    yield from (f"#{name}" for name in entry.tags)
    if entry.starred:
        yield "★ starred"
    yield "read" if entry.read else "unread"
    if entry.decision:
        yield _DECIDED[entry.decision] + (f": {entry.reason}" if entry.reason else "")


def _wrap(text: str) -> Iterator[str]:
    room = min(shutil.get_terminal_size().columns, _WIDEST)
    for line in clean(text).split("\n"):
        yield from textwrap.wrap(line, max(room, 20), break_on_hyphens=False, break_long_words=False) or [""]


def _cells(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cut(text: str, limit: int | None) -> str:
    """`text` in at most `limit` cells, with an ellipsis where something is missing."""
    if limit is None or sum(map(_cells, text)) <= limit:
        return text
    used, kept = 1, 0
    for character in text:
        used += _cells(character)
        if used > limit:
            break
        kept += 1
    return text[:kept].rstrip() + "…"
