"""The columns of the table `papers` that hold what sources say: which a field has, and how it is put in and read back.

A field's column has its name, and what is in it follows from what the field holds. Lists are JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from paperreader.domain.fields import FIELDS, FieldKind
from paperreader.domain.paper import Paper, PartialDate, Place, TitleFrom

if TYPE_CHECKING:
    import sqlite3

_Value = str | int | float | None
_Column = tuple[str, Callable[[Paper], _Value]]
"""The name of a column, and what of a paper it holds."""


def list_column(texts: tuple[str, ...]) -> str:
    """Texts as a column holds them."""
    return json.dumps(texts, ensure_ascii=False) if texts else "[]"


def texts_in(column: str) -> tuple[str, ...]:
    """What `list_column` made a column of."""
    return tuple(json.loads(column)) if column != "[]" else ()


def _plain(name: str) -> tuple[_Column, ...]:
    return ((name, attrgetter(name)),)


def _list(name: str) -> tuple[_Column, ...]:
    value = attrgetter(name)
    return ((name, lambda paper: list_column(value(paper))),)


def _date(name: str) -> tuple[_Column, ...]:
    value: Callable[[Paper], PartialDate | None] = attrgetter(name)

    def date(paper: Paper) -> str | None:
        return None if (found := value(paper)) is None else str(found)

    def inferred(paper: Paper) -> int:
        return int((found := value(paper)) is not None and found.inferred)

    return (name, date), (f"{name}_inferred", inferred)


def _place(name: str) -> tuple[_Column, ...]:
    value: Callable[[Paper], Place | None] = attrgetter(name)

    def place(paper: Paper) -> str | None:
        return None if (found := value(paper)) is None else list_column((found.volume, found.issue, found.pages))

    return ((name, place),)


def _title_from(name: str) -> tuple[_Column, ...]:
    value: Callable[[Paper], TitleFrom | None] = attrgetter(name)

    def title_from(paper: Paper) -> str | None:
        found = value(paper)
        if paper.title is None:
            found = TitleFrom.DERIVED if paper.abstract else None
        return None if found is None else found.value

    return ((name, title_from),)


def _none(_name: str) -> tuple[_Column, ...]:
    return ()


def _read_date(row: sqlite3.Row, name: str) -> PartialDate | None:
    stored = row[name]
    return PartialDate.parse(stored, inferred=bool(row[f"{name}_inferred"])) if stored else None


def _read_plain(row: sqlite3.Row, name: str) -> object:
    return row[name]


def _read_list(row: sqlite3.Row, name: str) -> tuple[str, ...]:
    return texts_in(row[name])


_KINDS: Final[dict[FieldKind, tuple[Callable[[str], tuple[_Column, ...]], Callable[[sqlite3.Row, str], object]]]] = {
    FieldKind.LINE: (_plain, _read_plain),
    FieldKind.TEXT: (_plain, _read_plain),
    FieldKind.LINES: (_list, _read_list),
    FieldKind.TERMS: (_list, _read_list),
    FieldKind.TEXTS: (_list, _read_list),
    FieldKind.COUNT: (_plain, _read_plain),
    FieldKind.SHARE: (_plain, _read_plain),
    FieldKind.DATE: (_date, _read_date),
    FieldKind.TITLE_FROM: (_title_from, lambda row, name: TitleFrom(row[name]) if row[name] else None),
    FieldKind.PLACE: (_place, lambda row, name: Place(*json.loads(row[name])) if row[name] else None),
    FieldKind.IDENTIFIERS: (_none, lambda _row, _name: ()),
}
"""Of what a field holds: its columns, and what reads it back from them."""
_COLUMNS: Final = tuple(column for field in FIELDS for column in _KINDS[field.kind][0](field.name))
_GETTERS: Final = tuple(getter for _, getter in _COLUMNS)
_READERS: Final = tuple((field.name, _KINDS[field.kind][1]) for field in FIELDS)

FIELD_COLUMNS: Final = tuple(name for name, _ in _COLUMNS)
"""The names of all columns that hold fields."""


def field_columns(paper: Paper) -> list[_Value]:
    """The values of `FIELD_COLUMNS`."""
    return [getter(paper) for getter in _GETTERS]


def paper_of(row: sqlite3.Row) -> Paper:
    """A row of `papers` as the domain has it, without its identifiers."""
    given: dict[str, Any] = {name: read(row, name) for name, read in _READERS}
    return Paper(**given)
