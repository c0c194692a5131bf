"""The table of export formats.

Each has a module in `writers` with `write(entries, out, wording) -> int`. It writes papers as they come, without
collecting them, and returns how many there were. What people read is put into words by `wording`; what programs read
stays as it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol, TextIO

from paperreader.domain import Entry, Wording
from paperreader.exports.blocks import Comment
from paperreader.exports.pages import HTML_COMMENT, PageFolder, PaperPage
from paperreader.exports.writers import bibtex, csv_table, json_lines, markdown, obsidian


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
    comment: Comment | None = None
    """How its comments are written, if a file of it holds a block that is rewritten, and more that is not."""
    page: Callable[[Entry, Wording, PageFolder], PaperPage] | None = None
    """Returns the page of a paper, if it fills a folder with a file for each; it is given the folder."""


EXPORTS: Final = (
    Export("json", "JSON lines (lossless)", ".jsonl", json_lines.write, (".json", ".ndjson")),
    Export("markdown", "Markdown", ".md", markdown.write, (".markdown",), HTML_COMMENT),
    Export("csv", "CSV, for spreadsheets", ".csv", csv_table.write),
    Export("bibtex", "BibTeX", ".bib", bibtex.write, (".bibtex",)),
    Export("obsidian", "Notes for Obsidian or Logseq, a folder", "/", obsidian.write, page=obsidian.page),
)


def ending_of(name: str) -> tuple[str, Export] | None:
    """Return a file name's ending as written and the format it belongs to, or `None` if it belongs to none."""
    stem = name.rstrip()
    for export in EXPORTS:
        for ending in (export.extension, *export.also):
            if stem.lower().endswith(ending):
                return stem[-len(ending) :], export
    return None
