"""How papers, notes, imports and changes are printed, as lines and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from paperreader.cli.core.output import cut, width, wrap
from paperreader.cli.core.paging import painted
from paperreader.domain import (
    FACTS,
    HIGHEST_RATING,
    clean,
    counted,
    fact_in_words,
    local_moment,
    one_line,
    outcome_of,
    title_and_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from paperreader.domain import Entry, Highlight, Leftover, Note, Paper, Record, SavedView, Wording
    from paperreader.exchange import Preview
    from paperreader.library import (
        Backlink,
        Import,
        PastChange,
        PossibleDuplicate,
        Provenance,
        Reader,
        Report,
        Row,
        TagCount,
        Version,
    )

_PAGE: Final = 500
_SHOWN_LEFTOVERS: Final = 3
_LEFTOVER_WIDTH: Final = 72
_LIKELY: Final = 0.5
"""How sure another format must be to be mentioned."""
_BEGINNING: Final = 24
_NOTE_WIDTH: Final = 100
_BEFORE_LABEL: Final = 16
"""Characters in a line of a list before the label."""


def row_lines(reader: Reader, ids: Sequence[int]) -> Iterator[str]:
    """Yield the lines of a list of papers, reading a page at a time."""
    limit = width()
    for start in range(0, len(ids), _PAGE):
        for row in reader.rows(ids[start : start + _PAGE]):
            yield painted_row(row, limit)


def row_line(row: Row, limit: int | None) -> str:
    """Format one line of a list: number, symbols, year (~ if it is inferred), label, tags.

    The symbols are ★ for starred, • for unread, and one for the decision.
    """
    marks = f"{'★' if row.starred else ' '}{' ' if row.read else '•'}{outcome_of(row.decision).sign}"
    year = f"{'~' if row.inferred else ''}{row.published[:4]}" if row.published else ""
    line = " ".join([f"{row.id:>5} {marks} {year:>5} {row.label}", *(f"#{name}" for name in row.tags)])
    return cut(clean(line).replace("\n", " "), limit)


def painted_row(row: Row, limit: int | None) -> str:
    """The same in colours, if results go to a terminal that has them; clean."""
    line = row_line(row, limit)
    label = len(clean(row.label))
    number, marks, year, tags = line[:5], line[5:10], line[10:_BEFORE_LABEL], line[_BEFORE_LABEL + label :]
    style = str(row.decision) if row.decision else "star"
    title = line[_BEFORE_LABEL : _BEFORE_LABEL + label]
    return "".join(
        [
            painted(number, "dim"),
            painted(marks, style),
            painted(year, "dim"),
            title if row.read else painted(title, "bold"),
            painted(tags, "tag"),
        ]
    )


def ties_line(ties: Sequence[str]) -> str:
    """Format the words that a paper shares with another, to go below its line in a list."""
    return cut(clean(f"{'':>16}shares {', '.join(ties)}"), width())


def paper_text(entry: Entry, wording: Wording, backlinks: Sequence[Backlink] = ()) -> Iterator[str]:
    """Yield everything about a paper as lines of text."""
    yield from heading(entry)
    if entry.paper.abstract:
        yield ""
        yield from wrap(entry.paper.abstract)
    for remark in entry.paper.remarks:
        yield ""
        yield f"Remark in the source: {remark}"
    for highlight in entry.highlights:
        yield ""
        yield from wrap(highlight_text(highlight, wording))
    yield from written_about(entry, wording, backlinks)


def heading(entry: Entry) -> Iterator[str]:
    """Return the label, details, link and states of a paper as lines."""
    from paperreader.domain import link

    yield from wrap(entry.label)
    yield from wrap(" · ".join(_facts(entry)))
    page = link(entry)
    if page:
        yield page
    yield from wrap(" · ".join(_states(entry)))


def written_about(entry: Entry, wording: Wording, backlinks: Sequence[Backlink] = ()) -> Iterator[str]:
    """Yield a paper's notes and the notes of others that link to it, each after an empty line."""
    for note in entry.notes:
        yield ""
        yield from note_of(entry, note, wording)
    if backlinks:
        yield ""
    for one in backlinks:
        yield from wrap(f"Linked from paper {one.paper}, “{one.label}”: {wording.note(one.line, title_and_key)}")


def note_of(entry: Entry, note: Note, wording: Wording) -> Iterator[str]:
    """Yield a note, below when it was written and the passage it is about."""
    highlight = next((one for one in entry.highlights if one.id == note.highlight), None)
    edited = f", edited {local_moment(note.updated)}" if note.updated != note.created else ""
    about = f", on “{one_line(highlight.quote)}”" if highlight else ""
    yield f"Note of {local_moment(note.created)}{edited}{about}"
    yield wording.note(note.body, title_and_key)


def note_line(found: tuple[int, str, Note], wording: Wording) -> str:
    """Format the beginning of a note between the number and the label of its paper."""
    paper, label, note = found
    return f"{paper:>5} {cut(one_line(wording.note(note.body, title_and_key)), _NOTE_WIDTH)} – {one_line(label)}"


def note_versions(versions: Sequence[Version], wording: Wording) -> Iterator[str]:
    """Yield every version of a note as a diff from the one before, the newest last."""
    from difflib import unified_diff
    from itertools import islice

    before: list[str] = []
    for number, version in enumerate(versions, 1):
        yield f"Version {number} of {len(versions)}, {local_moment(version.made)}: {one_line(version.what)}"
        lines = [] if version.body is None else wording.note(version.body, title_and_key).split("\n")
        difference = islice(unified_diff(before, lines, n=2, lineterm=""), 2, None)  # without the names of the files
        yield from (line for line in difference if not line.startswith("@@"))
        before = lines


def highlight_text(highlight: Highlight, wording: Wording) -> str:
    """Format a highlight, with its colour (and the reader's name for it), comment and tags, on one line."""
    lost = ", no longer in the abstract" if highlight.is_orphan else ""
    tags = " ".join(f"#{name}" for name in highlight.tags)
    comment = wording.note(highlight.comment, title_and_key)
    return one_line(f"{wording.colour(highlight.colour)}{lost}: “{highlight.quote}” {comment} {tags}")


def highlight_line(found: tuple[int, str, Highlight], wording: Wording) -> str:
    """Format a highlight between the number and the label of its paper."""
    paper, label, highlight = found
    return f"{paper:>5} {highlight_text(highlight, wording)} – {one_line(label)}"


def highlight_json(found: tuple[int, str, Highlight], names: Mapping[str, str]) -> dict[str, object]:
    """The same as an object, with the colour's name if the reader gave it one."""
    paper, label, highlight = found
    data = asdict(highlight)
    name = {"colour_name": names[highlight.colour]} if highlight.colour in names else {}
    return {"paper": paper, "label": label, **data, "tags": list(highlight.tags), **name}


def view_line(view: SavedView) -> str:
    """Format a saved view: its key, name and query."""
    return f"{view.key or ' '}  {view.name}: {view.query}"


def view_json(view: SavedView, criteria: str | None = None) -> dict[str, object]:
    """The same as an object, with what its papers must meet, if that is written down."""
    return {"name": view.name, "query": view.query, "key": view.key, **({"criteria": criteria} if criteria else {})}


def change_line(past: PastChange) -> str:
    """Format an entry of the log."""
    verb = {"undo": "undid: ", "redo": "redid: "}.get(past.kind, "")
    return f"{local_moment(past.made)}  {verb}{past.what}{' (undone)' if past.undone else ''}".replace("\n", " ")


def tag_json(tag: TagCount) -> dict[str, object]:
    """Describe a tag: its name, its number of papers, and its colour if it has one."""
    return {"name": tag.name, "papers": tag.papers, **({"colour": tag.colour} if tag.colour else {})}


def import_line(one: Import) -> str:
    """Format an imported file."""
    left = f", {one.leftovers:,} not read" if one.leftovers else ""
    undone = ", undone" if one.undone else ""
    return f"{one.id:>4}  {local_moment(one.started)}  {one.file}: {counted(one.papers, 'paper')}{left}{undone}"


def pair_lines(pair: PossibleDuplicate, rows: Mapping[int, Row]) -> str:
    """Format a possible duplicate: how similar the papers are and why, then a line for each."""
    lines = [row_line(rows[paper.id], width()) for paper in (pair.one, pair.other)]
    return "\n".join([f"{pair.score:4.0%}  {pair.why}", *lines])


def pair_json(pair: PossibleDuplicate) -> dict[str, object]:
    """The same as an object."""
    papers = {
        name: {"id": entry.id, "uid": entry.uid, "label": entry.label}
        for name, entry in (("one", pair.one), ("other", pair.other))
    }
    return {"score": round(pair.score, 4), "why": pair.why, "kind": pair.kind, **papers}


def sources_lines(sources: Provenance) -> Iterator[str]:
    """Yield every record of a paper, and where each field comes from."""
    yield ""
    yield "Records"
    for one in sources.records:
        yield f"  {one.file}:{one.line}, {one.format}, {local_moment(one.imported)}"
    yield "Fields"
    for name, source in sources.fields.items():
        yield f"  {name}: {'you' if source is None else f'{source.file}:{source.line}'}"


def sources_json(sources: Provenance) -> dict[str, object]:
    """The same as an object; a field that the user wrote has null."""
    return {
        "records": [asdict(one) for one in sources.records],
        "fields": {
            name: None if one is None else {"file": one.file, "line": one.line} for name, one in sources.fields.items()
        },
    }


def report_line(report: Report, *, dry_run: bool) -> str:
    """Format what an import did with one file."""
    news = "" if report.added or report.merged or not report.papers else ", nothing new"
    stopped = "; stopped" if report.cancelled else ""
    doubtful = f"; {counted(report.doubtful, 'possible duplicate')}: see “duplicates”" if report.doubtful else ""
    return (
        f"{report.file}: {counted(report.papers, 'paper')}{news}: {report.added:,} added, {report.merged:,} merged, "
        f"{report.unchanged:,} unchanged, {report.left_out:,} not read, {report.seconds:.2f} s"
        f"{doubtful}{stopped}{' (dry run: nothing was stored)' if dry_run else ''}"
    )


def report_json(report: Report) -> dict[str, object]:
    """The same as an object."""
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
    """Describe a piece of text that could not be read."""
    return {"line": left.line, "text": left.text, "why": left.why}


def leftover_lines(report: Report) -> Iterator[str]:
    """Yield the first leftovers of a file, and how many more there are."""
    for left in report.leftovers[:_SHOWN_LEFTOVERS]:
        yield f"  line {left.line}: {left.why} {cut(clean(left.text).replace(chr(10), ' '), _LEFTOVER_WIDTH)}"
    more = report.left_out - _SHOWN_LEFTOVERS
    if more > 0:
        yield f"  … and {more:,} more; “paperreader leftovers” shows what was left out"


def guess_line(encoding: str) -> str:
    """Say that the encoding of a text is a guess."""
    return f"  read as {encoding}, which is a guess. If letters look wrong, name the encoding: --encoding NAME"


def preview_lines(preview: Preview) -> Iterator[str]:
    """Yield the format that was recognised, the first papers, and those with doubtful titles."""
    others = ", ".join(f"{one.name} ({sure:.0%})" for one, sure in preview.others[:2] if sure >= _LIKELY)
    if preview.format is not None:
        might = f"; it might be {others}" if others else ""
        yield f"  read as {preview.format.name}: {preview.format.title} ({preview.confidence:.0%} sure{might})"
    for record in preview.records:
        yield f"  line {record.line}: {_in_short(record)}"
    if preview.seen > len(preview.records):
        yield f"  … and {preview.seen - len(preview.records):,} more"
    if preview.doubts:
        yield f"  {counted(preview.doubts, 'title')} may end elsewhere:"
    for record in preview.doubtful:
        yield f"  line {record.line}: {_in_short(record)} ({record.paper.title_confidence or 0:.0%} sure)"


def _in_short(record: Record) -> str:
    """Format a paper that is not stored yet: its label, the start of its abstract, its first identifier."""
    from paperreader.domain import paper_label

    paper = record.paper
    begins = f" | {cut(one_line(paper.abstract), _BEGINNING)}" if paper.title and paper.abstract else ""
    known = next((f" [{one.scheme}:{one.value}]" for one in paper.identifiers), "")
    return f"{cut(one_line(paper_label(paper)), _LEFTOVER_WIDTH)}{begins}{known}"


def decided(entry: Entry) -> str:
    """Format a paper's decision and its reason."""
    return outcome_of(entry.decision).state + (f": {one_line(entry.reason)}" if entry.reason else "")


def _authors(paper: Paper) -> str:
    if paper.authors or not paper.author_count:
        return ", ".join(paper.authors)
    return counted(paper.author_count, "author")


def _published(paper: Paper) -> str:
    return f"{'about ' if paper.published.inferred else ''}{paper.published}" if paper.published else ""


_FACTS: Final[dict[str, Callable[[Paper], str]]] = {
    "authors": _authors,
    "published": _published,
    "upvotes": lambda paper: counted(paper.upvotes, "upvote") if paper.upvotes is not None else "",
    "comments": lambda _paper: "",
}
"""The details with a special format here; the table of fields formats the others."""


def _facts(entry: Entry) -> Iterator[str]:
    paper = entry.paper
    for field in FACTS:
        words = _FACTS.get(field.name)
        yield from filter(None, [words(paper) if words else fact_in_words(field, getattr(paper, field.name))])
    yield from (f"{one.scheme}:{one.value}" for one in paper.identifiers if one.scheme != "arxiv_version")
    if paper.citation_key:
        yield f"key:{paper.citation_key}"
    yield f"paper {entry.id}"


def _states(entry: Entry) -> Iterator[str]:
    yield from (f"#{name}" for name in entry.tags)
    if entry.starred:
        yield "★ starred"
    yield "read" if entry.read else "unread"
    if entry.decision:
        yield decided(entry)
    if entry.rating is not None:
        yield f"rated {entry.rating} of {HIGHEST_RATING}"
    if entry.due is not None:
        yield f"to read again on {entry.due}"
    if entry.queued is not None:
        yield "in the queue"
    if entry.trashed:
        yield "in the trash"
