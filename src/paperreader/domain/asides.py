"""What a library holds besides papers that anybody can see, as lines of its lossless export.

Such a line has the key `paperreader` first, with its kind, then the keys of that kind in the order of `_KEYS`. Papers
are named by their uids, views and tags by their names. These lines come after the papers and are not counted as papers;
the shape is a public contract like that of papers (see `interchange`): kinds and keys can be added, and a reader that
does not know a kind leaves the line over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from paperreader.domain.citation_keys import is_key
from paperreader.domain.cleaning import shortened
from paperreader.domain.fields import EDITABLE, ONE_SOURCE
from paperreader.domain.interchange import entry_from_json, entry_to_json
from paperreader.domain.json_fields import Fields, fields_of, on_one_line
from paperreader.domain.paper import Entry, Leftover

HIDDEN: Final = "hidden"
"""The kind of papers that are in no list: those that were merged into another, and those of undone imports."""

_MARK: Final = "paperreader"
_HEX: Final = re.compile(r"[0-9a-f]{32}")
_CLOCK: Final = re.compile(r"[0-9]{13}\.[0-9]{6}")
_SCALARS: Final = (str, int, float, type(None))
_KINDS_OF_CHANGES: Final = ("do", "undo", "redo")


@dataclass(frozen=True, slots=True)
class Aside:
    """One thing that is no paper: its kind, and its values by their keys."""

    kind: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AsideLine(Leftover):
    """An aside in a file. Whoever cannot take it treats it as what could not be read."""

    aside: Aside = field(default=Aside("", {}))


def is_aside(data: Mapping[str, object]) -> bool:
    """Whether an object of a file is meant as an aside."""
    return _MARK in data


def aside_to_json(aside: Aside) -> dict[str, object]:
    """Return an aside, ready for `json.dumps`. `aside_from_json` returns an equal one."""
    values = aside.values
    if aside.kind == HIDDEN:
        entry = values["paper"]
        assert isinstance(entry, Entry)  # noqa: S101 - what a library says of hidden papers
        values = {"paper": entry_to_json(entry)}
    return {_MARK: aside.kind, **{key: values[key] for key in _KEYS[aside.kind]}}


def aside_from_json(data: Mapping[str, object]) -> Aside:
    """Read what `aside_to_json` wrote. Keys that are not known are ignored; all text is cleaned.

    Raises:
        ValueError: it is of an unknown kind, or something is missing or invalid; the message says what.
    """
    kind = data[_MARK]
    if not isinstance(kind, str) or kind not in _KEYS:
        called = shortened(on_one_line(str(kind)))
        raise ValueError(f"this version of paperreader knows no lines of the kind “{called}”")
    fields = fields_of(data, "")
    return Aside(kind, {key: read(fields, key) for key, read in _KEYS[kind].items()})


def _number(fields: Fields, key: str) -> int:
    return fields.whole(key)


def _import(fields: Fields, key: str) -> str:
    """The uid of an import; old libraries made them without hyphens."""
    value = fields.data.get(key)
    return value if isinstance(value, str) and _HEX.fullmatch(value) else fields.uid(key)


def _optional(read: Callable[[Fields, str], object]) -> Callable[[Fields, str], object]:
    return lambda fields, key: read(fields, key) if fields.has(key) else None


def _share(fields: Fields, key: str) -> float:
    value = fields.share(key)
    if value is None:
        raise fields.wrong(key, "a number from 0 to 1")
    return value


def _field(fields: Fields, key: str) -> str:
    name = fields.line(key)
    if name not in EDITABLE and name not in ONE_SOURCE:
        raise fields.wrong(key, "a field of a paper")
    return name


def _citation_key(fields: Fields, key: str) -> str:
    value = fields.line(key)
    if not is_key(value):
        raise fields.wrong(key, "a citation key")
    return value


def _entry(fields: Fields, key: str) -> Entry:
    return entry_from_json(fields_of(fields.data.get(key), f"{key}.").data)


def _turn(fields: Fields, key: str) -> str:
    kind = fields.line(key)
    if kind not in _KINDS_OF_CHANGES:
        raise fields.wrong(key, f"one of {', '.join(_KINDS_OF_CHANGES)}")
    return kind


def _clock(fields: Fields, key: str) -> str:
    clock = fields.line(key)
    if not _CLOCK.fullmatch(clock):
        raise fields.wrong(key, "a clock such as 1721728800000.000000")
    return clock


def _row(fields: Fields, key: str) -> object:
    """The name of a row: its uid, or the values of its key."""
    value = fields.data.get(key)
    if isinstance(value, str):
        return fields.line(key)
    if not isinstance(value, list | tuple) or not value or not all(isinstance(one, str) for one in value):
        raise fields.wrong(key, "the name of a row")
    return list(value)


def _side(fields: Fields, key: str) -> Mapping[str, object] | None:
    """The columns of a row before or after a change; `None` if there was no row."""
    if not fields.has(key):
        return None
    values = fields_of(fields.data[key], f"{key}.")
    for name, value in values.data.items():
        if not isinstance(value, _SCALARS) or (isinstance(value, int) and abs(value) >= 1 << 63):
            raise values.wrong(name, "a text, a number or null")
        if name in _TEXTS and not isinstance(value, str | None):
            raise values.wrong(name, "a text or null")
    return values.data


_TEXTS: Final = frozenset(("body", "decision", "what"))
"""Columns whose earlier values are shown as they are."""

_IMPORTS: Final[dict[str, Callable[[Fields, str], object]]] = {
    "uid": _import,
    "file": Fields.line,
    "format": Fields.line,
    "hash": _optional(Fields.line),
    "started": Fields.moment,
    "finished": _optional(Fields.moment),
    "papers": _number,
    "added": _number,
    "merged": _number,
    "unchanged": _number,
    "undone": Fields.flag,
}
_KEYS: Final[dict[str, dict[str, Callable[[Fields, str], object]]]] = {
    HIDDEN: {"paper": _entry},
    "import": _IMPORTS,
    "record": {"import": _import, "line": _number, "paper": Fields.uid, "hash": _number},
    "leftover": {"import": _import, "line": _number, "text": Fields.text, "why": Fields.text},
    "source": {"paper": Fields.uid, "field": _field, "import": _import, "line": _number},
    "edit": {"paper": Fields.uid, "field": _field},
    "key": {"paper": Fields.uid, "key": _citation_key},
    "tag": {"name": Fields.line, "colour": _optional(Fields.line)},
    "view": {"name": Fields.line, "query": Fields.text, "key": _optional(Fields.line)},
    "criteria": {"view": _optional(Fields.line), "text": Fields.text},
    "jump": {"letter": Fields.line, "paper": Fields.uid},
    "merge": {"paper": Fields.uid, "into": Fields.uid},
    "apart": {"one": Fields.uid, "other": Fields.uid},
    "doubt": {
        "one": Fields.uid,
        "other": Fields.uid,
        "score": _share,
        "why": Fields.line,
        "about": Fields.line,
        "import": _optional(_import),
    },
    "change": {
        "uid": Fields.uid,
        "made": Fields.moment,
        "what": Fields.text,
        "turn": _turn,
        "automatic": Fields.flag,
        "device": Fields.line,
        "clock": _clock,
        "undone_by": _optional(Fields.uid),
    },
    "changed": {"change": Fields.uid, "table": Fields.line, "row": _row, "before": _side, "after": _side},
}
"""By kind, the keys of a line and how each is read."""
