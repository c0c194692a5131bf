"""Papers as rows: the columns that a paper is stored in, and where its fields come from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from paperreader.domain import ONE_SOURCE, Identifier, Paper, paper_label, parts_of
from paperreader.identity import fingerprint
from paperreader.library.database.paper_columns import FIELD_COLUMNS, field_columns, paper_of
from paperreader.library.database.sort_keys import sort_key

if TYPE_CHECKING:
    import sqlite3

    from paperreader.library.database.tables import Values

Origins = dict[str, list[int] | None]
"""By field, the import and line that gave it where that was not the paper's first record; `None` for the reader."""

COLUMNS: Final = ("label", *FIELD_COLUMNS, "fingerprint", "sorting")


@dataclass(frozen=True, slots=True)
class Stored:
    """A paper of the library, and where its fields come from."""

    uid: str
    paper: Paper
    origins: Origins
    imported_with: int | None = None
    """The import that it came in with first."""

    @property
    def edited(self) -> set[str]:
        """The fields that the reader wrote: no source changes them."""
        return {name for name, origin in self.origins.items() if origin is None}


def columns(paper: Paper, print_: int | None) -> tuple[str | int | float | None, ...]:
    """The values of `COLUMNS`.

    Args:
        print_: the paper's fingerprint.
    """
    name = paper_label(paper)
    return name, *field_columns(paper), print_, sort_key(name)


def values(paper: Paper, origins: Origins) -> Values:
    """The same by name, and the origins, as a change puts them."""
    named: Values = dict(zip(COLUMNS, columns(paper, fingerprint(paper)), strict=True))
    return named | {"origins": dump(origins)}


def dump(origins: Origins) -> str | None:
    """Origins as they are stored."""
    return json.dumps(origins) if origins else None


def load(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Stored]:
    """Papers as they are stored, those that exist."""
    wanted = json.dumps(list(ids))
    identifiers: dict[int, list[Identifier]] = {}
    for row in connection.execute(
        "select i.* from json_each(?) w join identifiers i on i.paper = w.value order by i.scheme, i.value", (wanted,)
    ).fetchall():
        identifiers.setdefault(row["paper"], []).append(Identifier(row["scheme"], row["value"]))
    return {
        row["id"]: Stored(
            row["uid"],
            replace(paper_of(row), identifiers=tuple(identifiers.get(row["id"], ()))),
            json.loads(row["origins"] or "{}"),
            row["import"],
        )
        for row in connection.execute(
            "select p.* from json_each(?) w join papers p on p.id = w.value", (wanted,)
        ).fetchall()
    }


def changed_fields(old: Paper, new: Paper) -> list[str]:
    """The fields with one source in which two papers differ."""
    return [name for name in ONE_SOURCE if getattr(old, name) != getattr(new, name)]


def keep_edited(old: Paper, new: Paper, edited: set[str]) -> Paper:
    """`new` with the fields of `old` that its reader wrote."""
    kept: dict[str, Any] = {name: getattr(old, name) for name in parts_of(edited)}
    return replace(new, **kept) if kept else new
