"""The table of export formats.

Each has a module in `writers` with `write(entries, out, wording) -> int`. It writes papers as they come, without
collecting them, and returns how many there were. What people read is put into words by `wording`; what programs read
stays as it is stored. What else a format lets the user choose are keywords of its `write`, named in its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol, TextIO

from paperreader.domain import Entry, Wording
from paperreader.exports.writers import (
    biblatex,
    bibtex,
    csl_json,
    csv_table,
    hayagriva,
    json_lines,
    markdown,
    references,
    ris,
)


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
    options: frozenset[str] = frozenset()
    """What the user may choose: keywords that its writer takes."""

    def given(self, **options: object) -> Export:
        """Return the format with what the user chose; options that it does not have change nothing."""
        own = {name: value for name, value in options.items() if name in self.options}
        write: Callable[..., int] = self.write
        return replace(self, write=partial(write, **own)) if own else self


EXPORTS: Final = (
    Export("json", "JSON lines (lossless)", ".jsonl", json_lines.write, (".json", ".ndjson")),
    Export("markdown", "Markdown", ".md", markdown.write, (".markdown",)),
    Export("csv", "CSV, for spreadsheets", ".csv", csv_table.write),
    Export("bibtex", "BibTeX", ".bib", bibtex.write, (".bibtex",), frozenset(("ascii",))),
    Export("biblatex", "BibLaTeX", ".biblatex", biblatex.write, options=frozenset(("ascii",))),
    Export("ris", "RIS, for reference managers", ".ris", ris.write),
    Export("csl-json", "CSL-JSON, for pandoc and Zotero", ".csl.json", csl_json.write),
    Export("hayagriva", "Hayagriva, for Typst", ".yaml", hayagriva.write, (".yml",)),
    Export("references", "References in a CSL style", ".refs", references.write, options=frozenset(("style", "warn"))),
)


def ending_of(name: str) -> tuple[str, Export] | None:
    """Return a file name's ending as written and the format it belongs to, or `None` if it belongs to none."""
    stem = name.rstrip()
    endings = {ending: export for export in EXPORTS for ending in (export.extension, *export.also)}
    fitting = [ending for ending in endings if stem.lower().endswith(ending)]
    longest = max(fitting, key=len, default=None)  # .csl.json is not .json
    return (stem[-len(longest) :], endings[longest]) if longest else None
