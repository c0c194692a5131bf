"""The JSON of a paper and its annotations, as printed by `--json` and used by the lossless export.

The shape is a public contract: keys can be added, but never renamed or given another meaning, and a reader ignores
those it does not know. Moments are ISO 8601 in UTC with milliseconds; `start` and `end` of a highlight are half-open,
in Unicode code points of `abstract`, or null if its `quote` is no longer there; a note has `highlight` if it belongs to
one, and a paper `trashed` if it is in the trash; `links` is a convenience for scripts, computed from `addresses` and
the abstract.

`identifiers` groups by scheme. In rare cases the identifiers are not in the order of their schemes; then
`identifier_order` lists the scheme of each, so that nothing is lost. `addresses` are the URLs that the source gives for
a paper, if any; `links` begins with them. `citation_key` is the key by which it is cited, and `reference` what else its
sources say of it as a reference, by names of BibLaTeX (`entrytype`, `publisher`, `editor`, …), if anything. `files` are
the paths of its PDFs, if any are attached.
`queued` is a paper's place in the queue of papers to read next, a number that grows along it; `due` the reader's own
day on which it is to be read again; `rating` its relevance from 0 to 5; all are null if there is none. `memory` says
how well a paper was remembered when it was last read again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from paperreader.domain.decisions import Decision
from paperreader.domain.fields import FIELDS, FieldKind, PaperField
from paperreader.domain.json_fields import Fields, fields_of, on_one_line
from paperreader.domain.memory import Memory
from paperreader.domain.paper import (
    HIGHEST_RATING,
    Entry,
    Highlight,
    Identifier,
    Note,
    Paper,
    PartialDate,
    Place,
    TitleFrom,
)
from paperreader.domain.urls import links_in

_PLACE: Final = ("volume", "issue", "pages")
_ARXIV_VERSION: Final = re.compile(r"\S+v[1-9][0-9]{0,3}")


def entry_to_json(entry: Entry) -> dict[str, object]:
    """Return a paper and everything its reader added, ready for `json.dumps`.

    `entry_from_json` returns an equal entry.
    """
    paper = entry.paper
    data: dict[str, object] = {"id": entry.id, "uid": entry.uid}
    rare: dict[str, object] = {}
    for field in FIELDS:
        value = getattr(paper, field.name)
        if not field.rare:
            data |= _field_to_json(field, value)
        elif value not in (None, ()):
            rare |= _field_to_json(field, value)
        if field.name == "title_confidence":
            data["label"] = entry.label
        elif field.name == "identifiers":
            data["links"] = list(dict.fromkeys((*paper.links, *links_in(paper.abstract))))
    data |= {
        "tags": list(entry.tags),
        "notes": [_note_to_json(note) for note in entry.notes],
        "highlights": [_highlight_to_json(highlight) for highlight in entry.highlights],
        "starred": entry.starred,
        "read": entry.read,
        "decision": entry.decision,
        "reason": entry.reason,
        "imported": entry.imported,
    }
    if "place" in rare:  # keeps its place before the two, which were added later
        data["place"] = rare.pop("place")
    if entry.trashed:
        data["trashed"] = True
    data |= rare
    if entry.files:
        data["files"] = list(entry.files)
    order = [one.scheme for one in paper.identifiers]
    if order != [scheme for scheme, values in _grouped(paper.identifiers).items() for _ in values]:
        data["identifier_order"] = order
    data |= {"queued": entry.queued, "due": entry.due and entry.due.isoformat(), "rating": entry.rating}
    return data | (_memory_to_json(entry.memory) if entry.memory is not None else {})


def _memory_to_json(memory: Memory) -> dict[str, object]:
    reviewed = memory.reviewed.isoformat()
    return {"memory": {"stability": memory.stability, "difficulty": memory.difficulty, "reviewed": reviewed}}


def entry_from_json(data: Mapping[str, object]) -> Entry:
    """Read what `entry_to_json` wrote.

    `id`, `uid`, `label` and `imported` are required, as are the essential keys of notes and highlights; other keys can
    be missing. All text is cleaned, and names and titles become one line.

    Raises:
        ValueError: something is missing or invalid; the message names the key
            (`notes[0].created: …`).
    """
    fields = fields_of(data, "")
    return Entry(
        id=fields.whole("id"),
        uid=fields.uid("uid"),
        paper=_paper_from_json(fields),
        label=fields.line("label"),
        imported=fields.moment("imported"),
        tags=fields.lines("tags"),
        notes=tuple(_note_from_json(one) for one in fields.objects("notes")),
        highlights=tuple(_highlight_from_json(one) for one in fields.objects("highlights")),
        starred=fields.flag("starred"),
        read=fields.flag("read"),
        decision=fields.one_of("decision", Decision),
        reason=fields.text("reason") if fields.has("reason") else None,
        trashed=fields.flag("trashed"),
        files=fields.lines("files"),
        queued=fields.whole("queued") if fields.has("queued") else None,
        due=fields.day("due") if fields.has("due") else None,
        memory=_memory(fields_of(fields.data["memory"], "memory.")) if fields.has("memory") else None,
        rating=fields.whole("rating", HIGHEST_RATING) if fields.has("rating") else None,
    )


def _memory(fields: Fields) -> Memory:
    stability, difficulty, reviewed = fields.number("stability"), fields.number("difficulty"), fields.day("reviewed")
    try:
        return Memory(stability, difficulty, reviewed)
    except ValueError as error:
        raise fields.wrong("stability", str(error)) from None


def _note_to_json(note: Note) -> dict[str, object]:
    data: dict[str, object] = {
        "id": note.id,
        "body": note.body,
        "created": note.created,
        "updated": note.updated,
        "revision": note.revision,
    }
    if note.highlight is not None:
        data["highlight"] = note.highlight
    return data


def _note_from_json(fields: Fields) -> Note:
    return Note(
        id=fields.uid("id"),
        body=fields.text("body"),
        created=fields.moment("created"),
        updated=fields.moment("updated"),
        revision=fields.whole("revision") if fields.has("revision") else 1,
        highlight=fields.uid("highlight") if fields.has("highlight") else None,
    )


def _highlight_to_json(highlight: Highlight) -> dict[str, object]:
    return {
        "id": highlight.id,
        "quote": highlight.quote,
        "start": highlight.start,
        "end": highlight.end,
        "colour": highlight.colour,
        "comment": highlight.comment,
        "tags": list(highlight.tags),
        "created": highlight.created,
        "updated": highlight.updated,
    }


def _highlight_from_json(fields: Fields) -> Highlight:
    start = end = None
    if fields.has("start") or fields.has("end"):
        start, end = fields.whole("start"), fields.whole("end")
    if start is not None and end is not None and start > end:
        raise fields.wrong("end", f"at least the start, {start}")
    return Highlight(
        id=fields.uid("id"),
        quote=fields.text("quote"),
        start=start,
        end=end,
        colour=fields.line("colour") if fields.has("colour") else "yellow",
        comment=fields.text("comment") if fields.has("comment") else "",
        tags=fields.lines("tags"),
        # An empty moment means that the time is unknown.
        created=fields.moment("created") if fields.data.get("created") else "",
        updated=fields.moment("updated") if fields.data.get("updated") else "",
    )


def _field_to_json(field: PaperField, value: Any) -> dict[str, object]:
    """Return the JSON keys and values of one field."""
    if field.kind is FieldKind.DATE:
        inferred = value.inferred if value else False
        return {field.json_key: str(value) if value else None, f"{field.json_key}_inferred": inferred}
    if field.kind is FieldKind.IDENTIFIERS:
        return {field.json_key: _grouped(value)}
    if field.kind is FieldKind.PLACE:
        return {field.json_key: {name: getattr(value, name) for name in _PLACE}}
    if field.kind is FieldKind.PAIRS:
        return {field.json_key: dict(value)}
    return {field.json_key: list(value) if field.is_list else value}


def _paper_from_json(fields: Fields) -> Paper:
    given: dict[str, Any] = {field.name: _READERS[field.kind](fields, field.json_key) for field in FIELDS}
    return Paper(**given)


def _place(fields: Fields, key: str) -> Place | None:
    if not fields.has(key):
        return None
    parts = fields_of(fields.data[key], f"{key}.")
    return Place(*(parts.line(name) if parts.has(name) else "" for name in _PLACE)) or None


def _pairs(fields: Fields, key: str) -> tuple[tuple[str, str], ...]:
    if not fields.has(key):
        return ()
    said = fields_of(fields.data[key], f"{key}.")
    return tuple({on_one_line(name): said.text(name) for name in said.data}.items())


def _date(fields: Fields, key: str) -> PartialDate | None:
    inferred = fields.flag(f"{key}_inferred")
    if not fields.has(key):
        return None
    try:
        return PartialDate.parse(fields.text(key), inferred=inferred)
    except ValueError:
        raise fields.wrong(key, "a date such as 2024, 2024-07 or 2024-07-23") from None


def _grouped(identifiers: tuple[Identifier, ...]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for one in identifiers:
        groups.setdefault(one.scheme, []).append(one.value)
    return groups


def _identifiers(fields: Fields, key: str) -> tuple[Identifier, ...]:
    if not fields.has(key):
        return ()
    groups = fields_of(fields.data[key], f"{key}.")
    found = [Identifier(on_one_line(scheme), value) for scheme in groups.data for value in groups.lines(scheme)]
    for one in found:
        if one.scheme == "arxiv_version" and not _ARXIV_VERSION.fullmatch(one.value):
            raise groups.wrong("arxiv_version", "arXiv ids with a version")
    if not fields.has("identifier_order"):
        return tuple(found)
    order = fields.lines("identifier_order")
    if sorted(order) != sorted(one.scheme for one in found):
        raise fields.wrong("identifier_order", "the scheme of every identifier")
    return tuple(found.pop(next(i for i, one in enumerate(found) if one.scheme == scheme)) for scheme in order)


_READERS: Final[dict[FieldKind, Callable[[Fields, str], object]]] = {
    FieldKind.LINE: lambda fields, key: fields.line(key) if fields.has(key) else None,
    FieldKind.TEXT: lambda fields, key: fields.text(key) if fields.has(key) else "",
    FieldKind.LINES: Fields.lines,
    FieldKind.TERMS: lambda fields, key: tuple(dict.fromkeys(fields.lines(key))),
    FieldKind.TEXTS: Fields.texts,
    FieldKind.COUNT: lambda fields, key: fields.whole(key) if fields.has(key) else None,
    FieldKind.SHARE: Fields.share,
    FieldKind.DATE: _date,
    FieldKind.TITLE_FROM: lambda fields, key: fields.one_of(key, TitleFrom),
    FieldKind.PLACE: _place,
    FieldKind.PAIRS: _pairs,
    FieldKind.IDENTIFIERS: _identifiers,
}
"""The method that reads each kind of field."""
