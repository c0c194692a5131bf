"""The table of export formats.

Each has a module in `writers` with `write(entries, out, wording) -> int`. It writes papers as they come, without
collecting them, and returns how many there were. What people read is put into words by `wording`; what programs read
stays as it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol, cast

from paperreader.domain import Entry, Wording
from paperreader.exports.writers import (
    anki,
    anki_package,
    bibtex,
    csv_table,
    html_report,
    hypothesis,
    json_lines,
    markdown,
    org,
    readwise,
    text,
    web_annotation,
    xlsx,
)


class Write(Protocol):
    """Writes papers."""

    def __call__(self, entries: Iterable[Entry], out: Any, wording: Wording = ..., /) -> int:
        """Write papers to `out`, and return how many there were.

        Args:
            out: a text stream, or a binary one if the export is binary.
        """


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
    binary: bool = False
    """Its files are bytes, so `write` is given a binary stream, and there is nothing to copy or to print."""
    options: frozenset[str] = frozenset()
    """The names of the options that `write` takes by name."""

    def with_options(self, **options: object) -> Write:
        """Return `write` with some of its options."""
        return partial(cast("Callable[..., int]", self.write), **options)


_OF_TABLES: Final = frozenset(("raw", "tags"))

EXPORTS: Final = (
    Export("json", "JSON lines (lossless)", ".jsonl", json_lines.write, (".json", ".ndjson")),
    Export("markdown", "Markdown", ".md", markdown.write, (".markdown",)),
    Export("csv", "CSV, for spreadsheets", ".csv", csv_table.write, options=_OF_TABLES),
    Export("bibtex", "BibTeX", ".bib", bibtex.write, (".bibtex",)),
    Export("tsv", "TSV, for spreadsheets", ".tsv", csv_table.write_tabs, (".tab",), options=_OF_TABLES),
    Export("xlsx", "Excel workbook", ".xlsx", xlsx.write, binary=True, options=frozenset(("tags",))),
    Export("html", "HTML report", ".html", html_report.write, (".htm",)),
    Export("text", "Plain text", ".txt", text.write, (".text",)),
    Export("org", "Org", ".org", org.write),
    Export("w3c", "Web Annotations (JSON-LD)", ".jsonld", web_annotation.write),
    Export("hypothesis", "Hypothesis annotations", ".hypothesis.json", hypothesis.write),
    Export("readwise", "Readwise highlights", ".readwise.csv", readwise.write),
    Export("anki", "Anki cards", ".anki.txt", anki.write, (".anki.tsv",)),
    Export("anki-package", "Anki package", ".apkg", anki_package.write, binary=True),
)


def ending_of(name: str) -> tuple[str, Export] | None:
    """Return a file name's ending as written and the format it belongs to, or `None` if it belongs to none.

    The longest ending counts: `.readwise.csv` is no CSV.
    """
    stem = name.rstrip()
    known = [(ending, export) for export in EXPORTS for ending in (export.extension, *export.also)]
    for ending, export in sorted(known, key=lambda one: -len(one[0])):
        if stem.lower().endswith(ending):
            return stem[-len(ending) :], export
    return None
