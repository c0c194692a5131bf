"""Everything that `make bench` measures, as a table.

python -m tests.benchmarks [--papers 100000] [--corpus FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from paperreader.exchange import import_files, sample_lists
from paperreader.library import Library
from tests.benchmarks.corpus import write_corpus
from tests.benchmarks.terminal import Terminal

_BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("Painted")
Bare().run()
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=100_000)
    parser.add_argument("--corpus", type=Path, help="JSON lines with id, title, abstract; made up if not given")
    parser.add_argument("--runs", type=int, default=11)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        corpus = chosen.corpus
        if corpus is None:
            corpus = place / "corpus.jsonl"
            with corpus.open("w", encoding="utf-8") as out:
                write_corpus(out, chosen.papers)
        print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors\n")
        print("| what | figure |\n| --- | --- |", flush=True)
        _version(chosen.runs)
        small = place / "small.db"
        with Library(small) as library:
            list(import_files(library, sample_lists(), problem=print))
        large = place / "large.db"
        _importing(corpus, large, place)
        for library_file, words in ((small, "182 papers"), (large, f"{chosen.papers:,} papers")):
            _first_paint(library_file, words, chosen.runs)
        for library_file, words in ((small, "182 papers"), (large, f"{chosen.papers:,} papers")):
            _keys(library_file, words)


def _row(what: str, figure: str) -> None:
    print(f"| {what} | {figure} |", flush=True)


def _paired(runs: int, one: Callable[[], float], other: Callable[[], float]) -> tuple[float, float, float]:
    """Return the medians of both and of their ratio, run alternately under the same conditions."""
    pairs = [(one(), other()) for _ in range(runs + 1)][1:]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def _version(runs: int) -> None:
    def run(*arguments: str) -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        return (time.perf_counter() - began) * 1000

    ours, bare, ratio = _paired(runs * 2, lambda: run("-m", "paperreader", "--version"), lambda: run("-c", "pass"))
    _row("`paperreader --version` against `python -c pass`", f"{ours:.0f} ms, {bare:.0f} ms: {ratio:.2f} times")


def _importing(corpus: Path, large: Path, place: Path) -> None:
    def raw() -> float:
        began = time.perf_counter()
        connection = sqlite3.connect(place / "raw.db")
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table papers(id text primary key, title text, abstract text)")
        with corpus.open(encoding="utf-8") as lines, connection:
            connection.executemany("insert into papers values (:id, :title, :abstract)", map(json.loads, lines))
        connection.close()
        return time.perf_counter() - began

    def ours() -> float:
        began = time.perf_counter()
        with Library(large) as library:
            (report,) = import_files(library, [corpus], problem=print)
        counts.append(report.added)
        return time.perf_counter() - began

    counts: list[int] = []
    bare, full = raw(), ours()
    _row(
        f"import of {counts[0]:,} records, JSON lines",
        f"{full:.1f} s, {counts[0] / full:,.0f}/s; raw executemany {bare:.1f} s: {full / bare:.1f} times as long",
    )
    size = large.stat().st_size / (place / "raw.db").stat().st_size
    _row("the library's file against the raw table", f"{size:.2f} times")


def _first_paint(library: Path, words: str, runs: int) -> None:
    with Library(library) as opened:
        reader = opened.reader()
        marker = reader.rows(reader.first_ids(1))[0].label.split()[0]
        reader.close()

    def ours() -> float:
        with Terminal([sys.executable, "-m", "paperreader", "--library", str(library)]) as terminal:
            return terminal.until(marker)

    def bare() -> float:
        with Terminal([sys.executable, "-c", _BARE]) as terminal:
            return terminal.until("Painted")

    mine, its, ratio = _paired(runs, ours, bare)
    _row(f"first paint over {words} against a bare Textual app", f"{mine:.0f} ms, {its:.0f} ms: {ratio:.2f} times")


def _keys(library: Path, words: str) -> None:
    with Terminal([sys.executable, "-m", "paperreader", "--library", str(library)]) as terminal:
        terminal.quiet(1.5)
        first, whole = [], []
        for _ in range(80):  # two keys each: within the smaller library
            first.append(terminal.first_answer(b"j"))
            terminal.quiet(0.05)
            whole.append(terminal.answer(b"j"))
    for times, what in ((first, "first byte"), (whole, "last byte, the abstract with it")):
        times.sort()
        at = [times[int(len(times) * share)] for share in (0.5, 0.95)]
        _row(f"`j` to the {what} of the frame, {words}", f"p50 {at[0]:.1f}, p95 {at[1]:.1f}, max {times[-1]:.1f} ms")


if __name__ == "__main__":
    main()
