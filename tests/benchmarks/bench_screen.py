"""The time from a key press to the painted frame, in a pseudo-terminal of 120 by 40.

python -m tests.benchmarks.bench_screen [--papers 182 100000 1000000] [--cache DIRECTORY] [--library FILE]
    [--keys 80] [--only search keys]

182 are the sample lists, every other number is made up; a million take minutes to import, which `--cache` does once.

A letter in the search line brings the letter itself, then the papers found, of which the best is waited for where the
letter changes it, and last how many they are.

What can be compared with programs that do less is, in the same run: a bare `DataTable` of Textual's and `less`, each
with one line a paper. The library that is worked in is a copy.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Final

from paperreader.exchange import import_files, sample_lists
from paperreader.language import words
from paperreader.library import Library, Search
from paperreader.library.database.connection import connect
from paperreader.query import parse
from tests.benchmarks.corpus import write_corpus
from tests.benchmarks.terminal import Terminal

_SECTIONS: Final = ["search", "keys"]
_SAMPLES: Final = 182
_TYPING: Final = 0.3
"""Seconds of silence after which a letter has had all its effects, and the next is typed."""
_RECOGNISED: Final = 24
"""Letters by which a label is recognised on the screen."""
_CODES: Final = re.compile(r"\x1b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()].|.)")
"""Terminal output other than text."""
_MOST_IN_TABLE: Final = 200_000
"""Rows that a DataTable loads in half a minute."""
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
"""For each key, milliseconds to the first and to the last byte of its output."""


@dataclass(frozen=True, slots=True)
class Work:
    """A repeated action with one key that is measured."""

    what: str
    key: bytes
    opening: tuple[bytes, ...] = ()
    """Keys that lead there."""
    before: tuple[bytes, ...] = ()
    """Keys before each measured one."""
    after: tuple[bytes, ...] = ()
    """Keys after each measured one."""
    still: float = 0.05
    """Seconds of silence after which the screen is final."""
    keys: int | None = None
    """The most repetitions."""


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
    parser.add_argument("--library", type=Path, help="measured instead of the made-up ones")
    parser.add_argument("--only", nargs="+", choices=_SECTIONS, default=_SECTIONS, help="the search line, other keys")
    parser.add_argument("--cache", type=Path, help="where made-up libraries are kept and looked for")
    parser.add_argument("--keys", type=int, default=80)
    chosen = parser.parse_args()
    print(f"120 by 40; load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
    with tempfile.TemporaryDirectory() as directory:
        for number, papers in enumerate(chosen.papers if chosen.library is None else [0]):
            made = chosen.library or library_of(papers, chosen.cache or Path(directory))
            place = Path(directory) / f"run {number}"
            place.mkdir()
            _measure(made, place, chosen.keys, chosen.only)
    print(f"load after: {os.getloadavg()[0]:.1f}")


def library_of(papers: int, place: Path) -> Path:
    """Return a library of this many papers at `place`, created if necessary."""
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
            list(import_files(opened, files, problem=print))
    making.rename(library)
    return library


def _measure(made: Path, place: Path, keys: int, sections: list[str]) -> None:
    library = place / "worked.db"
    shutil.copy(made, library)
    with Library(library) as opened:
        opened.annotations.save_view("With models", "model", key="1")
    with closing(connect(library, writes=False)) as connection:
        (papers,) = connection.execute("select count(*) from papers").fetchone()
    with _reader(library, place) as terminal:
        terminal.quiet(2, most=5)  # the first steps are shown once
    if "search" in sections:
        _search(library, place, papers, keys)
    if "keys" in sections:
        _work(library, place, papers, keys)


def _head(papers: int) -> None:
    print(f"| {papers:,} papers | first byte p50 | p95 | max | last byte p50 | p95 | max |")
    print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)


def _search(library: Path, place: Path, papers: int, keys: int) -> None:
    """Measure letters in the search line."""
    _head(papers)
    with _reader(library, place) as terminal:
        searching, painting = _type(terminal, library, keys)
        beyond = terminal.beyond(library)
    _row("a letter in the search line", searching)
    _row(f"the best paper, where a letter brings another ({len(painting)})", painting)
    print(f"\nIn memory after searching, without the library's own: {beyond:.0f} MB.\n", flush=True)


def _work(library: Path, place: Path, papers: int, keys: int) -> None:
    """Measure every key of `_WORKS`, and the simpler programs."""
    labels = place / "labels.txt"
    with closing(connect(library, writes=False)) as connection, labels.open("w", encoding="utf-8") as out:
        out.writelines(f"{' '.join(row[0].split())}\n" for row in connection.execute("select label from papers"))
    yardsticks = dict(_yardsticks(labels, papers, keys))
    _head(papers)
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


def _type(terminal: Terminal, library: Path, keys: int) -> tuple[Times, Times]:
    """Type words of titles into the search line, now and then misspelt.

    Returns:
        Of each letter, the first and last byte of what it brought; and of those that brought another best paper, when
        its line was painted.
    """
    terminal.quiet(1.5)
    _press(terminal, b"/", 0.1)
    times: Times = []
    painted: Times = []
    with closing(connect(library, writes=False)) as connection:
        search, best = Search(connection), ""
        for query, end in islice(_keystrokes(connection), keys):
            if end == 1:
                _press(terminal, b"\x15", 0.5)  # Ctrl+U: the line is empty, and everything is listed
                best = ""
            found = search.find(parse(query[:end])).ids[:1]
            before, best = best, _label(connection, found[0]) if found else ""
            written = terminal.writing(query[end - 1].encode(), _TYPING)
            times.append((written[0][0], written[-1][0]))
            moment = _moment(written, best) if best and best != before else None
            if moment is not None:
                painted.append((moment, moment))
    return times, painted


def _keystrokes(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Yield three words of one title after another, every third time with a doubled letter; and how much is typed."""
    chance = random.Random(_SAMPLES)
    (last,) = connection.execute("select max(id) from papers").fetchone()
    for number in count():
        (paper,) = connection.execute("select min(id) from papers where id >= ?", (chance.randint(1, last),)).fetchone()
        found = [word for word in words(_label(connection, paper)) if word.isascii()]
        query = " ".join(chance.sample(found, min(3, len(found))))
        if query and number % 3 == 2:
            at = chance.randrange(1, len(query) + 1)
            query = query[:at] + query[at - 1] + query[at:]
        yield from ((query, end) for end in range(1, len(query) + 1))


def _label(connection: sqlite3.Connection, paper: int) -> str:
    return str(connection.execute("select label from papers where id = ?", (paper,)).fetchone()[0])


def _moment(written: list[tuple[float, bytes]], label: str) -> float | None:
    """Return when the beginning of a label appeared on the screen; `None` if it never did."""
    wanted = _bare(label)[:_RECOGNISED]
    seen = b""
    for moment, piece in written:
        seen += piece
        if wanted in _bare(_CODES.sub("", seen.decode(errors="replace"))):
            return moment
    return None


def _bare(text: str) -> str:
    """Return letters and digits alone: the terminal puts codes and spaces between them."""
    return "".join(filter(str.isalnum, text))


def _reader(library: Path, place: Path) -> Terminal:
    """Return the command without a configuration, as for a returning user, so that the tour is not shown."""
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
