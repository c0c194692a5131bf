"""The table of export formats.

Each has a module in `writers` with `write(entries, out, wording) -> int`. It writes papers as they come, without
collecting them, and returns how many there were. What people read is put into words by `wording`; what programs read
stays as it is stored. What else a format lets the user choose are keywords of its `write`, named in its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Protocol, TextIO

from paperreader.domain import Aside, Entry, Wording
from paperreader.exports.blocks import Comment
from paperreader.exports.pages import HTML_COMMENT, PageFolder, PaperPage
from paperreader.exports.writers import (
    anki,
    anki_package,
    biblatex,
    bibtex,
    csl_json,
    csv_table,
    hayagriva,
    html_report,
    hypothesis,
    json_lines,
    markdown,
    obsidian,
    org,
    readwise,
    references,
    ris,
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
    """What the user may choose: keywords that its writer takes."""
    write_asides: Callable[[Iterable[Aside], TextIO], None] | None = None
    """Writes what a whole library holds besides its papers, after these; `None` if the format has no place for it."""
    comment: Comment | None = None
    """How its comments are written, if a file of it holds a block that is rewritten, and more that is not."""
    page: Callable[[Entry, Wording, PageFolder], PaperPage] | None = None
    """Returns the page of a paper, if it fills a folder with a file for each; it is given the folder."""

    def given(self, **options: object) -> Export:
        """Return the format with what the user chose; options that it does not have change nothing."""
        own = {name: value for name, value in options.items() if name in self.options}
        write: Callable[..., int] = self.write
        return replace(self, write=partial(write, **own)) if own else self


_OF_TABLES: Final = frozenset(("raw", "tags"))
_OF_TEX: Final = frozenset(("ascii",))
_OF_REFERENCES: Final = frozenset(("style", "warn"))

_OF_JSON: Final = (".json", ".ndjson")

EXPORTS: Final = (
    Export("json", "JSON lines (lossless)", ".jsonl", json_lines.write, _OF_JSON, write_asides=json_lines.write_asides),
    Export("markdown", "Markdown", ".md", markdown.write, (".markdown",), comment=HTML_COMMENT),
    Export("csv", "CSV, for spreadsheets", ".csv", csv_table.write, options=_OF_TABLES),
    Export("tsv", "TSV, for spreadsheets", ".tsv", csv_table.write_tabs, (".tab",), options=_OF_TABLES),
    Export("xlsx", "Excel workbook", ".xlsx", xlsx.write, binary=True, options=frozenset(("tags",))),
    Export("bibtex", "BibTeX", ".bib", bibtex.write, (".bibtex",), options=_OF_TEX),
    Export("biblatex", "BibLaTeX", ".biblatex", biblatex.write, options=_OF_TEX),
    Export("ris", "RIS", ".ris", ris.write),
    Export("csl-json", "CSL-JSON, for pandoc", ".csl.json", csl_json.write),
    Export("hayagriva", "Hayagriva, for Typst", ".yaml", hayagriva.write, (".yml",)),
    Export("references", "References in a style", ".refs", references.write, options=_OF_REFERENCES),
    Export("html", "HTML report", ".html", html_report.write, (".htm",)),
    Export("text", "Plain text", ".txt", text.write, (".text",)),
    Export("org", "Org", ".org", org.write, comment=Comment("# ")),
    Export("w3c", "Web Annotations", ".jsonld", web_annotation.write),
    Export("hypothesis", "Hypothesis", ".hypothesis.json", hypothesis.write),
    Export("readwise", "Readwise", ".readwise.csv", readwise.write),
    Export("anki", "Anki cards", ".anki.txt", anki.write, (".anki.tsv",)),
    Export("anki-package", "Anki package", ".apkg", anki_package.write, binary=True),
    Export("obsidian", "Obsidian, a folder", "/", obsidian.write, page=obsidian.page),
)


def ending_of(name: str) -> tuple[str, Export] | None:
    """Return a file name's ending as written and the format it belongs to, or `None` if it belongs to none."""
    stem = name.rstrip()
    endings = {ending: export for export in EXPORTS for ending in (export.extension, *export.also)}
    fitting = [ending for ending in endings if stem.lower().endswith(ending)]
    longest = max(fitting, key=len, default=None)  # .csl.json is not .json
    return (stem[-len(longest) :], endings[longest]) if longest else None
