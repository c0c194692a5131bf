"""How long it takes from a key to the painted frame, behind a pseudo-terminal of 120 by 40.

python -m tests.benchmarks.bench_screen [--papers 182 100000 1000000] [--cache DIRECTORY] [--keys 80]

182 are the sample lists, every other number is made up; a million take minutes to import, which `--cache` does once.
What can be compared with programs that do less is, in the same run: a bare `DataTable` of Textual's and `less`, each
with one line a paper. The library that is worked in is a copy.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paperreader.exchange import read_files, sample_lists
from paperreader.library.store import Library
from tests.benchmarks.corpus import write_corpus
from tests.benchmarks.terminal import Terminal

_SAMPLES: Final = 182
_MOST_IN_TABLE: Final = 200_000
"""Rows that a DataTable takes in half a minute."""
_TABLE: Final = """
import sys
from textual.app import App
from textual.binding import Binding
from textual.widgets import DataTable
class Table(App):
    BINDINGS = [Binding("j", "down", priority=True)]
    def compose(self):
        yield DataTable(cursor_type="row")
    def on_mount(self):
        self.table = self.query_one(DataTable)
        self.table.add_column("label", width=110)
        self.table.add_rows((line.rstrip(),) for line in open(sys.argv[1], encoding="utf-8"))
        self.table.focus()
    def action_down(self):
        self.table.action_cursor_down()
Table().run()
"""

Times = list[tuple[float, float]]
"""Of each key, milliseconds to the first and to the last byte of what it brought."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is done over and over, of which one key is measured."""

    what: str
    key: bytes
    opening: tuple[bytes, ...] = ()
    """Keys that lead there."""
    before: tuple[bytes, ...] = ()
    """Keys before every one that is measured."""
    after: tuple[bytes, ...] = ()
    """Keys after it."""
    still: float = 0.05
    """Seconds of silence after which the screen is what it will be."""
    keys: int | None = None
    """How often at most."""


_WORKS: Final = (
    Work("`j` in the list", b"j"),
    Work("`J` in the abstract: the next paper", b"J", opening=(b"\r",)),
    Work("`)`: the next sentence", b")", opening=(b"\r",), after=(b"J",)),
    Work("`a`: a decision", b"a", still=0.15),
    Work("`V`: select a sentence", b"V", opening=(b"\r",), after=(b"\x1b", b"J")),
    Work("`V` and Enter: a highlight", b"\r", opening=(b"\r",), before=(b"V",), after=(b"J",), still=0.15),
    Work("`e`: the note editor", b"e", after=(b"\x1b", b"j"), still=0.1, keys=30),
    Work("`1`: a saved view", b"1", after=(b"0",), still=0.4, keys=15),
    Work("`j` in the sidebar: a view", b"j", opening=(b"h",), after=(b"k",), still=0.4, keys=15),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, nargs="+", default=[_SAMPLES, 100_000])
    parser.add_argument("--cache", type=Path, help="where made-up libraries are kept and looked for")
    parser.add_argument("--keys", type=int, default=80)
    chosen = parser.parse_args()
    print(f"120 by 40; load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
    with tempfile.TemporaryDirectory() as directory:
        for papers in chosen.papers:
            made = library_of(papers, chosen.cache or Path(directory))
            place = Path(directory) / f"{papers} papers"
            place.mkdir()
            _measure(made, papers, place, chosen.keys)
    print(f"load after: {os.getloadavg()[0]:.1f}")


def library_of(papers: int, place: Path) -> Path:
    """A library of so many papers at `place`, made unless it is there."""
    library = place / f"{papers}.db"
    if library.exists():
        return library
    making = library.with_suffix(".making")
    with tempfile.TemporaryDirectory(dir=place) as directory:
        files = list(sample_lists())
        if papers != _SAMPLES:
            files = [Path(directory) / "corpus.jsonl"]
            with files[0].open("w", encoding="utf-8") as out:
                write_corpus(out, papers)
        with Library(making) as opened:
            list(read_files(opened, files, problem=print))
    making.rename(library)
    return library


def _measure(made: Path, papers: int, place: Path, keys: int) -> None:
    library, labels = place / "worked.db", place / "labels.txt"
    shutil.copy(made, library)
    with Library(library) as opened:
        opened.annotations.save_view("With models", "model", key="1")
    with sqlite3.connect(library) as connection, labels.open("w", encoding="utf-8") as out:
        out.writelines(f"{' '.join(row[0].split())}\n" for row in connection.execute("select label from papers"))
    connection.close()
    print(f"| {papers:,} papers | first byte p50 | p95 | max | last byte p50 | p95 | max |")
    print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
    yardsticks = dict(_yardsticks(labels, papers, keys))
    with _reader(library, place) as terminal:
        terminal.quiet(2, most=5)  # the first steps are shown once
    moving: Times = []
    for work in _WORKS:
        with _reader(library, place) as terminal:
            times = _do(terminal, work, min(keys, work.keys or keys))
            memory = terminal.memory
        moving = moving or times
        _row(work.what, times)
    for what, times in yardsticks.items():
        _row(f"`j` in {what}", times)
    for what, times in yardsticks.items():
        ratios = [_at(moving, part, 0.5) / _at(times, part, 0.5) for part in (0, 1)]
        print(f"\n`j` takes {ratios[0]:.2f} times as long as in {what}, the abstract with it {ratios[1]:.2f} times.")
    print(f"\nMemory after the last of these: {memory:.0f} MB.\n", flush=True)


def _reader(library: Path, place: Path) -> Terminal:
    """The program as it is without a configuration; who was here before, so that no first steps are shown."""
    homes = {f"XDG_{kind}_HOME": str(place / kind.lower()) for kind in ("CONFIG", "STATE", "DATA", "CACHE")}
    return Terminal([sys.executable, "-m", "paperreader", "--library", str(library)], homes)


def _yardsticks(labels: Path, papers: int, keys: int) -> Iterator[tuple[str, Times]]:
    commands: list[tuple[str, list[str], Callable[[Terminal], object]]] = []
    if papers <= _MOST_IN_TABLE:
        commands.append(
            ("a bare DataTable", [sys.executable, "-c", _TABLE, str(labels)], lambda one: one.quiet(3 + papers / 5e3))
        )
    less = shutil.which("less")
    if less is not None:
        commands.append(("less", [less, "-S", str(labels)], lambda one: one.quiet(1)))
    for what, command, wait in commands:
        with Terminal(command) as terminal:
            wait(terminal)
            yield what, _do(terminal, Work(what, b"j"), keys)


def _do(terminal: Terminal, work: Work, keys: int) -> Times:
    terminal.quiet(1.5)
    for key in work.opening:
        _press(terminal, key, work.still)
    times: Times = []
    for _ in range(keys):
        for key in work.before:
            _press(terminal, key, work.still)
        times.append(terminal.frame(work.key, work.still))
        for key in work.after:
            _press(terminal, key, work.still)
    return times


def _press(terminal: Terminal, key: bytes, still: float) -> None:
    terminal.frame(key, max(still, 0.1))


def _row(what: str, times: Times) -> None:
    cells = [f"{_at(times, part, share):.1f}" for part in (0, 1) for share in (0.5, 0.95, 1.0)]
    print(f"| {what} | {' | '.join(cells)} |", flush=True)


def _at(times: Times, part: int, share: float) -> float:
    ordered = sorted(one[part] for one in times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


if __name__ == "__main__":
    main()
