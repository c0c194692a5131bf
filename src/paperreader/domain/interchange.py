"""The JSON of a paper and its annotations, as printed by `--json` and used by the lossless export.

The shape is a public contract: keys can be added, but never renamed or given another meaning, and a reader ignores
those it does not know. Moments are ISO 8601 in UTC with milliseconds; `start` and `end` of a highlight are half-open,
in Unicode code points of `abstract`, or null if its `quote` is no longer there; a note has `highlight` if it belongs to
one, and a paper `trashed` if it is in the trash; `links` is a convenience for scripts, computed from `addresses` and
the abstract.

`identifiers` groups by scheme. In rare cases the identifiers are not in the order of their schemes; then
`identifier_order` lists the scheme of each, so that nothing is lost. `addresses` are the URLs that the source gives for
a paper, if any; `links` begins with them. `files` are the paths of its PDFs, if any are attached.
`queued` is a paper's place in the queue of papers to read next, a number that grows along it; `due` the reader's own
day on which it is to be read again; `rating` its relevance from 0 to 5; all are null if there is none. `memory` says
how well a paper was remembered when it was last read again.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

from paperreader.domain.cleaning import clean
from paperreader.domain.decisions import Decision
from paperreader.domain.fields import FIELDS, FieldKind, PaperField
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

_Kind = TypeVar("_Kind")
_Choice = TypeVar("_Choice", Decision, TitleFrom)

_LARGEST: Final = 2**63 - 1
"""The largest number that a library can hold; JSON itself has no limit."""
_UID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
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
    fields = _fields(data, "")
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
        memory=_memory(_fields(fields.data["memory"], "memory.")) if fields.has("memory") else None,
        rating=fields.whole("rating", HIGHEST_RATING) if fields.has("rating") else None,
    )


def _memory(fields: _Fields) -> Memory:
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


def _note_from_json(fields: _Fields) -> Note:
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


def _highlight_from_json(fields: _Fields) -> Highlight:
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
    return {field.json_key: list(value) if field.is_list else value}


def _paper_from_json(fields: _Fields) -> Paper:
    given: dict[str, Any] = {field.name: _READERS[field.kind](fields, field.json_key) for field in FIELDS}
    return Paper(**given)


def _place(fields: _Fields, key: str) -> Place | None:
    if not fields.has(key):
        return None
    parts = _fields(fields.data[key], f"{key}.")
    return Place(*(parts.line(name) if parts.has(name) else "" for name in _PLACE)) or None


def _date(fields: _Fields, key: str) -> PartialDate | None:
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


def _identifiers(fields: _Fields, key: str) -> tuple[Identifier, ...]:
    if not fields.has(key):
        return ()
    groups = _fields(fields.data[key], f"{key}.")
    found = [Identifier(_line(scheme), value) for scheme in groups.data for value in groups.lines(scheme)]
    for one in found:
        if one.scheme == "arxiv_version" and not _ARXIV_VERSION.fullmatch(one.value):
            raise groups.wrong("arxiv_version", "arXiv ids with a version")
    if not fields.has("identifier_order"):
        return tuple(found)
    order = fields.lines("identifier_order")
    if sorted(order) != sorted(one.scheme for one in found):
        raise fields.wrong("identifier_order", "the scheme of every identifier")
    return tuple(found.pop(next(i for i, one in enumerate(found) if one.scheme == scheme)) for scheme in order)


def _line(text: str) -> str:
    """Clean `text` and put it on one line; text already on one line is only cleaned."""
    return clean(text).replace("\n", " ")


def _fields(value: object, where: str) -> _Fields:
    """Wrap `value`, which must be an object; `where` is its place (empty, or ending in a dot)."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise ValueError(f"{where.rstrip('.') or 'the record'}: expected an object, found {reprlib.repr(value)}")
    return _Fields(value, where)


@dataclass(frozen=True, slots=True)
class _Fields:
    """An object and its place. Each method reads one key, or raises a ValueError that names it."""

    data: Mapping[str, object]
    where: str

    def wrong(self, key: str, wanted: str) -> ValueError:
        """Return the error that `key` is not what was `wanted`."""
        found = f"found {reprlib.repr(self.data[key])}" if key in self.data else "found nothing"
        return ValueError(f"{self.where}{_line(key)}: expected {wanted}, {found}")

    def has(self, key: str) -> bool:
        """Whether the key has a value other than null."""
        return self.data.get(key) is not None

    def text(self, key: str) -> str:
        """Return a cleaned string."""
        value = self.data.get(key)
        if not isinstance(value, str):
            raise self.wrong(key, "text")
        return clean(value)

    def line(self, key: str) -> str:
        """Return a cleaned string on one line."""
        return self.text(key).replace("\n", " ")

    def lines(self, key: str) -> tuple[str, ...]:
        """Return a list of strings, each on one line; empty if there is none."""
        return tuple(_line(value) for value in self._list(key, str, "a list of texts"))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of cleaned strings, which can have several lines; empty if there is none."""
        return tuple(clean(value) for value in self._list(key, str, "a list of texts"))

    def objects(self, key: str) -> tuple[_Fields, ...]:
        """Return a list of objects; empty if there is none."""
        values = self._list(key, dict, "a list of objects")
        return tuple(_fields(value, f"{self.where}{key}[{index}].") for index, value in enumerate(values))

    def _list(self, key: str, kind: type[_Kind], wanted: str) -> list[_Kind]:
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise self.wrong(key, wanted)
        kept = [one for one in value if isinstance(one, kind)]
        if len(kept) < len(value):
            raise self.wrong(key, wanted)
        return kept

    def whole(self, key: str, most: int = _LARGEST) -> int:
        """Return a whole number that a library can hold."""
        value = self.data.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise self.wrong(key, "a whole number" if most == _LARGEST else f"a whole number from 0 to {most}")
        return value

    def number(self, key: str) -> float:
        """Return a number."""
        value = self.data.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.wrong(key, "a number")
        return float(value) if abs(value) <= _LARGEST else float("inf")

    def day(self, key: str) -> date:
        """Return a day."""
        value = self.data.get(key)
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            raise self.wrong(key, "a day such as 2024-07-23") from None

    def share(self, key: str) -> float | None:
        """Return a number from 0 to 1, or `None` if there is none."""
        value = self.data.get(key)
        if value is None:
            return None
        # The comparison is also false for NaN, which Python's `json` accepts.
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise self.wrong(key, "a number from 0 to 1")
        return float(value)

    def flag(self, key: str) -> bool:
        """Return true or false; false if there is none."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return bool(value)

    def uid(self, key: str) -> str:
        """Return a UUID, in lower case."""
        value = self.data.get(key)
        if not isinstance(value, str) or not _UID.fullmatch(value.lower()):
            raise self.wrong(key, "a UUID")
        return value.lower()

    def moment(self, key: str) -> str:
        """Return a moment as the library stores it, from any ISO 8601 text; one without a time zone is taken as UTC."""
        value = self.data.get(key)
        try:
            moment = datetime.fromisoformat(value if isinstance(value, str) else "")
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            raise self.wrong(key, "a moment such as 2024-07-23T10:00:00.000Z") from None
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def one_of(self, key: str, kind: type[_Choice]) -> _Choice | None:
        """Return a value of an enumeration, or `None` if there is none."""
        value = self.data.get(key)
        try:
            return None if value is None else kind(str(value))
        except ValueError:
            raise self.wrong(key, f"one of {', '.join(kind)}") from None


_READERS: Final[dict[FieldKind, Callable[[_Fields, str], object]]] = {
    FieldKind.LINE: lambda fields, key: fields.line(key) if fields.has(key) else None,
    FieldKind.TEXT: lambda fields, key: fields.text(key) if fields.has(key) else "",
    FieldKind.LINES: _Fields.lines,
    FieldKind.TERMS: lambda fields, key: tuple(dict.fromkeys(fields.lines(key))),
    FieldKind.TEXTS: _Fields.texts,
    FieldKind.COUNT: lambda fields, key: fields.whole(key) if fields.has(key) else None,
    FieldKind.SHARE: _Fields.share,
    FieldKind.DATE: _date,
    FieldKind.TITLE_FROM: lambda fields, key: fields.one_of(key, TitleFrom),
    FieldKind.PLACE: _place,
    FieldKind.IDENTIFIERS: _identifiers,
}
"""The method that reads each kind of field."""
