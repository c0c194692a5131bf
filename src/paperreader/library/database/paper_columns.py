"""The columns of the table `papers` that hold the fields of papers: writing and reading them.

A field's column has the field's name, and its contents depend on the kind of field. Lists are JSON.
"""

from __future__ import annotations

import json
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from paperreader.domain import FIELDS, FieldKind, Paper, PartialDate, Place, TitleFrom

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from paperreader.domain import PaperField

    _Value = str | int | float | None
    _Column = tuple[str, Callable[[Paper], _Value]]


def list_column(texts: tuple[str, ...]) -> str:
    """Return texts as a column stores them."""
    return json.dumps(texts, ensure_ascii=False) if texts else "[]"


def texts_in(column: str) -> tuple[str, ...]:
    """Return the texts from a column written by `list_column`."""
    return tuple(json.loads(column)) if column != "[]" else ()


def _columns(field: PaperField) -> Iterator[_Column]:
    """Return the columns of a field, each with a function that gets its value from a paper."""
    name, value = field.name, attrgetter(field.name)
    if field.is_list:
        yield name, lambda paper: list_column(value(paper))
    elif field.kind is FieldKind.DATE:
        yield name, lambda paper: None if (date := value(paper)) is None else str(date)
        yield f"{name}_inferred", lambda paper: int((date := value(paper)) is not None and date.inferred)
    elif field.kind is FieldKind.PLACE:
        parts = attrgetter("volume", "issue", "pages")
        yield name, lambda paper: None if (place := value(paper)) is None else list_column(parts(place))
    elif field.kind is FieldKind.TITLE_FROM:
        yield name, _title_from
    elif field.kind is FieldKind.PAIRS:
        yield name, lambda paper: json.dumps(dict(pairs), ensure_ascii=False) if (pairs := value(paper)) else None
    elif field.kind is not FieldKind.IDENTIFIERS:
        yield name, value


def _title_from(paper: Paper) -> str | None:
    if paper.title is None:
        return TitleFrom.DERIVED.value if paper.abstract else None
    return None if paper.title_from is None else paper.title_from.value


def _date_in(row: sqlite3.Row, name: str) -> PartialDate | None:
    stored = row[name]
    return PartialDate.parse(stored, inferred=bool(row[f"{name}_inferred"])) if stored else None


def _as_it_is(row: sqlite3.Row, name: str) -> object:
    return row[name]


_READERS: Final[dict[FieldKind, Callable[[sqlite3.Row, str], object]]] = {
    FieldKind.LINES: lambda row, name: texts_in(row[name]),
    FieldKind.TERMS: lambda row, name: texts_in(row[name]),
    FieldKind.TEXTS: lambda row, name: texts_in(row[name]),
    FieldKind.DATE: _date_in,
    FieldKind.TITLE_FROM: lambda row, name: TitleFrom(row[name]) if row[name] else None,
    FieldKind.PLACE: lambda row, name: Place(*json.loads(row[name])) if row[name] else None,
    FieldKind.PAIRS: lambda row, name: tuple(json.loads(row[name]).items()) if row[name] else (),
    FieldKind.IDENTIFIERS: lambda _row, _name: (),
}
"""Functions that read kinds of fields from their columns; all other kinds are used as stored."""
_COLUMNS: Final = tuple(column for field in FIELDS for column in _columns(field))
_GETTERS: Final = tuple(getter for _, getter in _COLUMNS)
_FIELDS: Final = tuple((field.name, _READERS.get(field.kind, _as_it_is)) for field in FIELDS)

FIELD_COLUMNS: Final = tuple(name for name, _ in _COLUMNS)
"""The names of all columns that hold fields."""


def field_columns(paper: Paper) -> list[_Value]:
    """The values of `FIELD_COLUMNS`."""
    return [getter(paper) for getter in _GETTERS]


def paper_of(row: sqlite3.Row) -> Paper:
    """Return a row of `papers` as a `Paper`, without its identifiers."""
    given: dict[str, Any] = {name: read(row, name) for name, read in _FIELDS}
    return Paper(**given)
