"""The table of export formats.

Each has a module in `writers` with `write(entries, out, wording) -> int`. It writes papers as they come, without
collecting them, and returns how many there were. What people read is put into words by `wording`; what programs read
stays as it is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TextIO

from paperreader.domain import Entry, Wording
from paperreader.exports.writers import bibtex, csv_table, json_lines, markdown


class WriteWithTags(Protocol):
    """Writes papers as a table that has a column for every tag."""

    def __call__(self, entries: Iterable[Entry], out: TextIO, tags: Sequence[str], wording: Wording = ..., /) -> int:
        """Write papers to `out`, and return how many there were."""


class Write(Protocol):
    """Writes papers."""

    def __call__(self, entries: Iterable[Entry], out: TextIO, wording: Wording = ..., /) -> int:
        """Write papers to `out`, and return how many there were."""


@dataclass(frozen=True, slots=True)
class Export:
    """A format to export papers to."""

    name: str
    """Its name on the command line."""
    title: str
    """Its name for people."""
    extension: str
    """The ending of its files, with the dot."""
    write: Write
    """Writes to `out`, opened as UTF-8 with `newline=""`, and returns how many papers there were."""
    also: tuple[str, ...] = ()
    """Other endings of its files."""
    write_with_tags: WriteWithTags | None = None
    """The same with a column for every tag, if it is a table."""


EXPORTS: Final = (
    Export("json", "JSON lines (lossless)", ".jsonl", json_lines.write, (".json", ".ndjson")),
    Export("markdown", "Markdown", ".md", markdown.write, (".markdown",)),
    Export("csv", "CSV, for spreadsheets", ".csv", csv_table.write, write_with_tags=csv_table.write_with_tags),
    Export("bibtex", "BibTeX", ".bib", bibtex.write, (".bibtex",)),
)


def ending_of(name: str) -> tuple[str, Export] | None:
    """Return a file name's ending as written and the format it belongs to, or `None` if it belongs to none."""
    stem = name.rstrip()
    for export in EXPORTS:
        for ending in (export.extension, *export.also):
            if stem.lower().endswith(ending):
                return stem[-len(ending) :], export
    return None
