"""What paperreader writes: one module per format, and this table.

To add a format: a module with `write(entries, out) -> int`, which writes papers as they come, holds none of
them back and returns how many there were, and a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TextIO

from paperreader.domain.paper import Entry
from paperreader.exports.writers import bibtex, csv_table, json_lines, markdown


@dataclass(frozen=True, slots=True)
class Export:
    """One way to write papers down, with what their reader added."""

    name: str
    """What the command line calls it."""
    title: str
    """What people call it."""
    extension: str
    """Of a file in this format, with its dot."""
    write: Callable[[Iterable[Entry], TextIO], int]
    """Write to `out`, opened as UTF-8 with `newline=""`, and return how many papers there were."""
    also: tuple[str, ...] = ()
    """Other endings that files in this format have."""


EXPORTS: Final = (
    Export("json", "JSON lines (lossless)", ".jsonl", json_lines.write, (".json", ".ndjson")),
    Export("markdown", "Markdown", ".md", markdown.write, (".markdown",)),
    Export("csv", "CSV, for spreadsheets", ".csv", csv_table.write),
    Export("bibtex", "BibTeX", ".bib", bibtex.write, (".bibtex",)),
)


def ending_of(name: str) -> tuple[str, Export] | None:
    """The ending of a file's name, as it stands there, and the format that it is of; `None`: it is of none of them."""
    stem = name.rstrip()
    for export in EXPORTS:
        for ending in (export.extension, *export.also):
            if stem.lower().endswith(ending):
                return stem[-len(ending) :], export
    return None
