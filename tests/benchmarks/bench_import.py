"""The cost of importing many papers: rate, memory and size, compared with bare SQLite in the same run.

python -m tests.benchmarks.bench_import [--papers 100000] [--corpus FILE] [--library FILE]

The others, each in a process of its own, read the same JSON lines:

    raw       `executemany` into a table of the corpus's columns, and FTS5 as it comes over title, abstract and authors
    ours      `paperreader import`: identities, journal, provenance and search with it
    again     the same file once more, as an import that was stopped goes on over what it has

`--library` keeps what was built. Memory is what a process and those that it began have of their own, without the pages
of files that the system lends them, looked up twenty times a second.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from tests.benchmarks.bench_search import machine
from tests.benchmarks.corpus import write_corpus
from tests.benchmarks.measuring import head, row
from tests.benchmarks.terminal import own

_BATCH: Final = 2_000
_COLUMNS: Final = ("id", "authors", "title", "abstract", "categories", "update_date")
_LOOK: Final = 0.05
"""Seconds between two readings of the memory."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=100_000, help="how many to make up")
    parser.add_argument("--corpus", type=Path, help="JSON lines with id, title, abstract; made up if not given")
    parser.add_argument("--library", type=Path, help="where to build; nothing may stand there yet")
    parser.add_argument("--only-raw", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.only_raw:
        _raw(chosen.corpus, chosen.only_raw)
        return
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        corpus = chosen.corpus or place / "corpus.jsonl"
        if chosen.corpus is None:
            with corpus.open("w", encoding="utf-8") as out:
                write_corpus(out, chosen.papers)
        _compare(corpus, chosen.library or place / "library.db", place / "raw.db")


def _compare(corpus: Path, library: Path, raw: Path) -> None:
    with corpus.open(encoding="utf-8") as lines:
        papers = sum(1 for _ in lines)
    ours = [sys.executable, "-m", "paperreader", "--library", str(library), "import", "--json", str(corpus)]
    bare = [sys.executable, "-m", "tests.benchmarks.bench_import", "--corpus", str(corpus), "--only-raw", str(raw)]
    runs = {what: run_measured(command) for what, command in (("raw", bare), ("ours", ours), ("again", ours))}
    print(machine(library))
    head("what", "seconds", "papers/s", "of raw", "MB at most")
    for what, (seconds, most) in runs.items():
        share = runs["raw"][0] / seconds
        row(what, f"{seconds:.1f}", f"{papers / seconds:,.0f}", f"{share:.2f}", f"{most:.0f}")
    size, plain = library.stat().st_size, _size_of_table(raw)
    row("the file", f"{size / 1e6:,.0f} MB", f"{size / plain:.2f} times the plain table of the same rows", "", "")


def run_measured(command: list[str]) -> tuple[float, float]:
    """Return how long a command takes, in seconds, and its peak memory, in megabytes."""
    began, most = time.perf_counter(), 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, sum(_attempt(partial(own, one)) for one in _family(process.pid)))
            time.sleep(_LOOK)
        if process.returncode:
            raise SystemExit(f"{command} ended with {process.returncode}")
    return time.perf_counter() - began, most


def _family(process: int) -> list[int]:
    """Return a process and all its descendants."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:  # it has just ended
        children = []
    return [process, *(one for child in children for one in _family(int(child)))]


def _attempt(look: Callable[[], float]) -> float:
    try:
        return look()
    except (OSError, LookupError, ValueError):  # it has just ended
        return 0.0


def _raw(corpus: Path, place: Path) -> None:
    connection = sqlite3.connect(place)
    connection.execute("pragma journal_mode = wal")
    connection.execute(f"create table papers({', '.join(_COLUMNS)})")
    connection.execute("create virtual table words using fts5(title, abstract, authors)")
    into = f"insert into papers values ({', '.join(f':{name}' for name in _COLUMNS)})"
    with corpus.open(encoding="utf-8") as lines:
        while batch := [dict.fromkeys(_COLUMNS) | json.loads(line) for line in islice(lines, _BATCH)]:
            with connection:
                connection.executemany(into, batch)
                connection.executemany("insert into words values (:title, :abstract, :authors)", batch)
    connection.close()


def _size_of_table(place: Path) -> int:
    connection = sqlite3.connect(place)
    (size,) = connection.execute("select sum(pgsize) from dbstat where name = 'papers'").fetchone()
    connection.close()
    return int(size)


if __name__ == "__main__":
    main()
