"""The cost of every export: papers a second, and peak memory, of a library with annotations.

python -m tests.benchmarks.bench_exports [--papers 100000] [--annotated 10000] [--library FILE] [--only NAME …]

Each format is written to a file by `paperreader export`, in a process of its own. `--library` keeps what was built, and
uses it if it is there. References are formatted in one style, of the first papers only: each takes 20 ms.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final

from paperreader.exchange import import_files
from paperreader.exports import EXPORTS
from paperreader.library import Library
from tests.benchmarks.bench_import import run_measured
from tests.benchmarks.bench_search import machine
from tests.benchmarks.corpus import write_corpus
from tests.benchmarks.measuring import head, row

_SLOW: Final = {"references": 500}
"""How many papers are enough, of formats that are not meant for whole libraries."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=100_000, help="how many to make up")
    parser.add_argument("--annotated", type=int, default=10_000, help="how many have a tag, a note and a highlight")
    parser.add_argument("--library", type=Path, help="where to build, or what was built")
    parser.add_argument("--only", nargs="*", choices=[one.name for one in EXPORTS], help="these formats")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        library = chosen.library or Path(directory) / "library.db"
        if not library.exists():
            _build(library, Path(directory), chosen.papers, chosen.annotated)
        print(machine(library))
        head("format", "papers", "seconds", "papers/s", "MB written", "MB at most")
        for export in EXPORTS:
            if not chosen.only or export.name in chosen.only:
                papers = min(chosen.papers, _SLOW.get(export.name, chosen.papers))
                _measure(library, Path(directory) / "out", export.name, papers)


def _build(library: Path, directory: Path, papers: int, annotated: int) -> None:
    corpus = directory / "corpus.jsonl"
    with corpus.open("w", encoding="utf-8") as out:
        write_corpus(out, papers)
    with Library(library) as opened:
        list(import_files(opened, [corpus], problem=print))
        with opened.reader() as reader:
            some = [(entry.id, entry.paper.abstract) for entry in reader.entries(range(1, annotated + 1))]
        opened.annotations.tag([paper for paper, _ in some], add=["reading"])
        for paper, abstract in some:
            opened.annotations.write_note(paper, "Compare *this* with the others.")
            opened.annotations.highlight(paper, 0, min(60, len(abstract)), text=abstract, comment="Why?")


def _measure(library: Path, out: Path, name: str, papers: int) -> None:
    whole = [sys.executable, "-m", "paperreader", "--library", str(library), "export", "--to", name, "-o", str(out)]
    numbers = map(str, range(1, papers + 1))
    seconds, most = run_measured([*whole, *numbers] if name in _SLOW else whole)
    size = out.stat().st_size / 1e6
    row(name, f"{papers:,}", f"{seconds:.1f}", f"{papers / seconds:,.0f}", f"{size:,.0f}", f"{most:.0f}")


if __name__ == "__main__":
    main()
