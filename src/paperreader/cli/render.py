"""What the command line calls things: the lines and the JSON of papers, notes, imports and changes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from paperreader.cli.printing import counted, cut, width, wrap
from paperreader.domain.paper import clean, local_moment, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from paperreader.domain.paper import Entry, Highlight, Leftover, Note, Record, SavedView
    from paperreader.exchange import Preview
    from paperreader.library.annotations.tag_counts import TagCount
    from paperreader.library.database.rows import Row
    from paperreader.library.deduplication.duplicates import DoubtfulPair
    from paperreader.library.importing.run import Report
    from paperreader.library.journal.history import Past, Version
    from paperreader.library.reader import Import, Reader
    from paperreader.library.reports.provenance import Sources
    from paperreader.library.search.backlinks import Backlink

_PAGE: Final = 500
_SIGNS: Final = {"accept": "+", "reject": "×", "maybe": "?"}
_DECIDED: Final = {"accept": "accepted", "reject": "rejected", "maybe": "maybe"}
_SHOWN_LEFTOVERS: Final = 3
_LEFTOVER_WIDTH: Final = 72
_LIKELY: Final = 0.5
"""How sure a format is at least that is worth a word."""
_BEGINNING: Final = 24


def row_lines(reader: Reader, ids: Sequence[int]) -> Iterator[str]:
    """The lines of a list of papers, read a page at a time."""
    limit = width()
    for start in range(0, len(ids), _PAGE):
        for row in reader.rows(ids[start : start + _PAGE]):
            yield row_line(row, limit)


def row_line(row: Row, limit: int | None) -> str:
    """One line of a list: number, marks, year (~ where it was guessed), label, tags.

    The marks are ★ starred, • unread, and + accepted, × rejected or ? maybe.
    """
    marks = f"{'★' if row.starred else ' '}{' ' if row.read else '•'}{_SIGNS.get(row.decision or '', ' ')}"
    year = f"{'~' if row.inferred else ''}{row.published[:4]}" if row.published else ""
    line = " ".join([f"{row.id:>5} {marks} {year:>5} {row.label}", *(f"#{name}" for name in row.tags)])
    return cut(clean(line).replace("\n", " "), limit)


def ties_line(ties: Sequence[str]) -> str:
    """The words that a paper shares with another, below its line in a list."""
    return cut(clean(f"{'':>16}shares {', '.join(ties)}"), width())


def paper_text(entry: Entry, backlinks: Sequence[Backlink] = ()) -> Iterator[str]:
    """A paper with everything, to read, line by line."""
    yield from heading(entry)
    if entry.paper.abstract:
        yield ""
        yield from wrap(entry.paper.abstract)
    for remark in entry.paper.remarks:
        yield ""
        yield f"Remark of the source: {remark}"
    for mark in entry.highlights:
        yield ""
        yield from wrap(highlight_text(mark))
    yield from written_about(entry, backlinks)


def heading(entry: Entry) -> Iterator[str]:
    """The label, the facts, the page and what the reader made of a paper, in lines."""
    from paperreader.domain.citation import link

    yield from wrap(entry.label)
    yield from wrap(" · ".join(_facts(entry)))
    page = link(entry)
    if page:
        yield page
    yield from wrap(" · ".join(_states(entry)))


def written_about(entry: Entry, backlinks: Sequence[Backlink] = ()) -> Iterator[str]:
    """The notes of a paper, and the notes of others that name it, each after an empty line."""
    for note in entry.notes:
        yield ""
        yield from note_of(entry, note)
    if backlinks:
        yield ""
    for one in backlinks:
        yield from wrap(f"Linked from paper {one.paper}, “{one.label}”: {one.line}")


def note_of(entry: Entry, note: Note) -> Iterator[str]:
    """A note under the moment it was written, and the passage it belongs to."""
    mark = next((one for one in entry.highlights if one.id == note.highlight), None)
    edited = f", edited {local_moment(note.updated)}" if note.updated != note.created else ""
    about = f", on “{one_line(mark.quote)}”" if mark else ""
    yield f"Note of {local_moment(note.created)}{edited}{about}"
    yield note.body


def note_versions(versions: Sequence[Version]) -> Iterator[str]:
    """Every version of a note, each as the lines that differ from the one before, the newest last."""
    from difflib import unified_diff
    from itertools import islice

    before: list[str] = []
    for number, version in enumerate(versions, 1):
        yield f"Version {number} of {len(versions)}, {local_moment(version.made)}: {one_line(version.what)}"
        lines = [] if version.body is None else version.body.split("\n")
        difference = islice(unified_diff(before, lines, n=2, lineterm=""), 2, None)  # without the names of the files
        yield from (line for line in difference if not line.startswith("@@"))
        before = lines


def highlight_text(mark: Highlight) -> str:
    """A marked passage, its colour and what was said about it, in one line."""
    lost = ", no longer in the abstract" if mark.is_orphan else ""
    tags = " ".join(f"#{name}" for name in mark.tags)
    return one_line(f"{mark.colour}{lost}: “{mark.quote}” {mark.comment} {tags}")


def highlight_line(found: tuple[int, str, Highlight]) -> str:
    """A marked passage after the number of its paper, with the paper's label at the end."""
    paper, label, mark = found
    return f"{paper:>5} {highlight_text(mark)} – {one_line(label)}"


def highlight_json(found: tuple[int, str, Highlight]) -> dict[str, object]:
    """The same for programs."""
    paper, label, mark = found
    data = asdict(mark)
    return {"paper": paper, "label": label, **data, "tags": list(mark.tags)}


def view_line(view: SavedView) -> str:
    """A saved query: its key, its name and what is looked for."""
    return f"{view.key or ' '}  {view.name}: {view.query}"


def view_json(view: SavedView) -> dict[str, object]:
    """The same for programs."""
    return {"name": view.name, "query": view.query, "key": view.key}


def backlink_json(link: Backlink) -> dict[str, object]:
    """A note of another paper that names this one."""
    return asdict(link)


def past_line(past: Past) -> str:
    """One line of the log."""
    verb = {"undo": "undid: ", "redo": "did again: "}.get(past.kind, "")
    return f"{local_moment(past.made)}  {verb}{past.what}{' (undone)' if past.undone else ''}".replace("\n", " ")


def tag_json(tag: TagCount) -> dict[str, object]:
    """A tag, how many papers have it, and its colour where it has one."""
    return {"name": tag.name, "papers": tag.papers, **({"colour": tag.colour} if tag.colour else {})}


def import_line(one: Import) -> str:
    """One file that was imported."""
    left = f", {one.leftovers:,} left over" if one.leftovers else ""
    undone = ", undone" if one.undone else ""
    return f"{one.id:>4}  {local_moment(one.started)}  {one.file}: {counted(one.papers, 'paper')}{left}{undone}"


def import_json(one: Import) -> dict[str, object]:
    """The same for programs."""
    return asdict(one)


def pair_lines(pair: DoubtfulPair, rows: Mapping[int, Row]) -> str:
    """Two papers that may be one: how alike, and a line for each."""
    lines = [row_line(rows[paper.id], width()) for paper in (pair.one, pair.other)]
    return "\n".join([f"{pair.score:4.0%}  {pair.why}", *lines])


def pair_json(pair: DoubtfulPair) -> dict[str, object]:
    """The same for programs."""
    papers = {
        name: {"id": entry.id, "uid": entry.uid, "label": entry.label}
        for name, entry in (("one", pair.one), ("other", pair.other))
    }
    return {"score": round(pair.score, 4), "why": pair.why, "kind": pair.kind, **papers}


def sources_lines(sources: Sources) -> Iterator[str]:
    """Every record about a paper, and where each field comes from."""
    yield ""
    yield "Records"
    for one in sources.records:
        yield f"  {one.file}:{one.line}, {one.format}, {local_moment(one.imported)}"
    yield "Fields"
    for name, source in sources.fields.items():
        yield f"  {name}: {'you' if source is None else f'{source.file}:{source.line}'}"


def sources_json(sources: Sources) -> dict[str, object]:
    """The same for programs; a field that the reader wrote has null."""
    return {
        "records": [asdict(one) for one in sources.records],
        "fields": {
            name: None if one is None else {"file": one.file, "line": one.line} for name, one in sources.fields.items()
        },
    }


def report_line(report: Report, *, dry_run: bool) -> str:
    """What an import did with one file."""
    news = "" if report.added or report.merged or not report.papers else ", nothing new"
    stopped = "; stopped" if report.cancelled else ""
    doubtful = f"; {counted(report.doubtful, 'doubtful pair')}: see “duplicates”" if report.doubtful else ""
    return (
        f"{report.file}: {counted(report.papers, 'paper')}{news}: {report.added:,} added, {report.merged:,} merged, "
        f"{report.unchanged:,} unchanged, {report.left_out:,} left over, {report.seconds:.2f} s"
        f"{doubtful}{stopped}{' (dry run: nothing was stored)' if dry_run else ''}"
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
        "doubts": report.doubtful,
        "leftovers": [leftover_json(one) for one in report.leftovers],
        "seconds": round(report.seconds, 3),
    }


def leftover_json(left: Leftover) -> dict[str, object]:
    """A piece that no format could read."""
    return {"line": left.line, "text": left.text, "why": left.why}


def leftover_lines(report: Report) -> Iterator[str]:
    """The first leftovers of a file, and how many more there are."""
    for left in report.leftovers[:_SHOWN_LEFTOVERS]:
        yield f"  line {left.line}: {left.why} {cut(clean(left.text).replace(chr(10), ' '), _LEFTOVER_WIDTH)}"
    more = report.left_out - _SHOWN_LEFTOVERS
    if more > 0:
        yield f"  … and {more:,} more; “paperreader leftovers” shows what was left out"


def guess_line(encoding: str) -> str:
    """That it is not certain how the bytes of a text were read."""
    return f"  read as {encoding}, which is a guess. If letters are wrong, say what it is: --encoding NAME"


def preview_lines(preview: Preview) -> Iterator[str]:
    """What was recognised, the first papers, and those whose titles are doubtful."""
    others = ", ".join(f"{one.name} ({sure:.0%})" for one, sure in preview.others[:2] if sure >= _LIKELY)
    if preview.format is not None:
        might = f"; it might be {others}" if others else ""
        yield f"  read as {preview.format.name}: {preview.format.title} ({preview.confidence:.0%} sure{might})"
    for record in preview.records:
        yield f"  line {record.line}: {_in_short(record)}"
    if preview.seen > len(preview.records):
        yield f"  … and {preview.seen - len(preview.records):,} more"
    if preview.doubts:
        yield f"  {counted(preview.doubts, 'title')} may end at another place:"
    for record in preview.doubtful:
        yield f"  line {record.line}: {_in_short(record)} ({record.paper.title_confidence or 0:.0%} sure)"


def _in_short(record: Record) -> str:
    """A paper that is not stored yet: its label, how its abstract begins, its first identifier."""
    from paperreader.domain.labels import paper_label

    paper = record.paper
    begins = f" | {cut(one_line(paper.abstract), _BEGINNING)}" if paper.title and paper.abstract else ""
    known = next((f" [{one.scheme}:{one.value}]" for one in paper.identifiers), "")
    return f"{cut(one_line(paper_label(paper)), _LEFTOVER_WIDTH)}{begins}{known}"


def decided(entry: Entry) -> str:
    """What was decided on a paper, and why."""
    return _DECIDED.get(entry.decision or "", "undecided") + (f": {one_line(entry.reason)}" if entry.reason else "")


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
    if paper.keywords:
        yield f"keywords: {', '.join(paper.keywords)}"
    yield from (f"{one.scheme}:{one.value}" for one in paper.identifiers if one.scheme != "arxiv_version")
    yield f"paper {entry.id}"


def _states(entry: Entry) -> Iterator[str]:
    yield from (f"#{name}" for name in entry.tags)
    if entry.starred:
        yield "★ starred"
    yield "read" if entry.read else "unread"
    if entry.decision:
        yield decided(entry)
    if entry.trashed:
        yield "in the trash"
