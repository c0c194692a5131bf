"""The columns of the table `papers` that hold what sources say: which a field has, and how it is put in and read back.

A field's column has its name, and what is in it follows from what the field holds. Lists are JSON.
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
    """Texts as a column holds them."""
    return json.dumps(texts, ensure_ascii=False) if texts else "[]"


def texts_in(column: str) -> tuple[str, ...]:
    """What `list_column` made a column of."""
    return tuple(json.loads(column)) if column != "[]" else ()


def _columns(field: PaperField) -> Iterator[_Column]:
    """The columns of a field, each with what of a paper it holds."""
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
    FieldKind.IDENTIFIERS: lambda _row, _name: (),
}
"""What reads a field from its columns, by what it holds; all else is as it is stored."""
_COLUMNS: Final = tuple(column for field in FIELDS for column in _columns(field))
_GETTERS: Final = tuple(getter for _, getter in _COLUMNS)
_FIELDS: Final = tuple((field.name, _READERS.get(field.kind, _as_it_is)) for field in FIELDS)

FIELD_COLUMNS: Final = tuple(name for name, _ in _COLUMNS)
"""The names of all columns that hold fields."""


def field_columns(paper: Paper) -> list[_Value]:
    """The values of `FIELD_COLUMNS`."""
    return [getter(paper) for getter in _GETTERS]


def paper_of(row: sqlite3.Row) -> Paper:
    """A row of `papers` as the domain has it, without its identifiers."""
    given: dict[str, Any] = {name: read(row, name) for name, read in _FIELDS}
    return Paper(**given)
