"""Generates any number of different records. Light to import, for processes that live a tenth of a second."""

from __future__ import annotations

from collections.abc import Iterator

from paperreader.domain import Identifier, Paper, Record, TitleFrom


def record(number: int, **more: object) -> Record:
    """Return a record that is unlike any other."""
    abstract = (
        f"Abstract number {number}, about a subject all of its own, which is long enough to be told by. x{number}"
    )
    fields: dict[str, object] = {
        "title": f"Paper number {number} of many",
        "title_from": TitleFrom.PRINTED,
        "abstract": abstract,
        "identifiers": (Identifier("arxiv", f"24{number // 100000 % 12 + 1:02d}.{number % 100000:05d}"),),
    }
    return Record(Paper(**(fields | more)), line=number + 1)  # type: ignore[arg-type]


def records(count: int) -> Iterator[Record]:
    return map(record, range(count))
