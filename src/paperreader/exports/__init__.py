"""What paperreader writes: one module per format, and this table.

To add a format: a module with `write(entries, out) -> int`, which writes papers as they come, holds none of
them back and returns how many there were, and a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TextIO

from paperreader.exports import bibtex, csv_table, json_lines, markdown
from paperreader.paper import Entry


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


EXPORTS: Final = (
    Export("json", "JSON lines (lossless)", ".jsonl", json_lines.write),
    Export("markdown", "Markdown", ".md", markdown.write),
    Export("csv", "CSV, for spreadsheets", ".csv", csv_table.write),
    Export("bibtex", "BibTeX", ".bib", bibtex.write),
)
