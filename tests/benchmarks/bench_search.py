"""How often search finds what was meant, how fast it answers each keystroke, and the size of its index.

python -m tests.benchmarks.bench_search [--papers 100000] [--corpus FILE] [--queries FILE] [--library FILE]
    [--only SECTION …] [--smaller FILE --smaller-queries FILE]

By default it generates its own corpus; `--corpus` and `--queries` take others, and `--library` keeps what was built for
the next run, which then needs no corpus. The library is written to: ten of its papers get a tag, and a thousand are
marked read. Sections, all unless `--only` names some:

    recall    of 14 classes of queries, how often the paper meant stands first and among the first ten
    typing    every query letter by letter, ten results ranked for each, by one `Search` as the app has it
    shuffled  the same keystrokes in any order, each by a new `Search` that remembers none before it; the file stays in
              the system's memory, and the connection open with its pages dropped
    worst     the most demanding queries, five times each
    filters   filters that ten, most and some papers pass, each with words
    index     what it takes to build, and how large the file is
    memory    of a process that searches
    pair      this library against a smaller one, the same queries by position, in turn (with `--smaller`)

Times are wall-clock milliseconds and, as CPU, those of this thread alone: on a shared machine, what is only slow by the
former is not the program's fault.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Final

from paperreader.language import words
from paperreader.library import Library, Search
from paperreader.library.database.connection import connect
from paperreader.query import parse
from tests.benchmarks.given import Given, add_options, given, meant
from tests.benchmarks.measuring import Times, at, head, letters, place, row, shares, spread

TEN: Final = 10
_LEAST: Final = 0.8
"""The share of a class that must be found among the first ten."""
_TAG: Final = "benchmark/ten"
_READ: Final = 1000
_RUNS: Final = 5
_SEED: Final = 5


def main() -> None:
    """Measure and print."""
    sections: dict[str, Callable[[Given, argparse.Namespace], None]] = {
        "recall": _recall,
        "typing": _typing,
        "shuffled": _shuffled,
        "worst": _worst,
        "filters": _filters,
        "index": _index,
        "memory": _memory,
        "pair": _pair,
    }
    parser = argparse.ArgumentParser()
    add_options(parser)
    parser.add_argument("--only", nargs="+", choices=sections, default=list(sections))
    parser.add_argument("--shuffled", type=int, default=3000, help="how many keystrokes of the shuffled ones")
    parser.add_argument("--smaller", type=Path, help="another library, to compare speeds with")
    parser.add_argument("--smaller-queries", type=Path)
    chosen = parser.parse_args()
    if chosen.smaller and not chosen.smaller_queries:
        parser.error("--smaller needs --smaller-queries")
    with given(chosen) as having:
        print(machine(having.library))
        for name in chosen.only:
            sections[name](having, chosen)


def machine(library: Path) -> str:
    """Describe the machine and the library."""
    connection = connect(library, writes=False)
    (papers,) = connection.execute("select count(*) from papers").fetchone()
    connection.close()
    return (
        f"{papers:,} papers; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    )


def anew(connection: sqlite3.Connection) -> Search:
    """Return a search that remembers no keystroke: its caches are new, and SQLite's pages dropped."""
    connection.execute("pragma shrink_memory")
    return Search(connection)


def find(search: Search, typed: str) -> list[int]:
    """Return the first ten results for what was typed."""
    return list(search.find(parse(typed), TEN).ids)


def _recall(having: Given, _: argparse.Namespace) -> None:
    connection = connect(having.library, writes=False)
    known, search = meant(connection, having.asked), Search(connection)
    head("recall: class", "queries", "first", "in ten", "not found, for example")
    recalled: dict[str, tuple[float, float]] = {}
    for name, asked in having.asked.items():
        places = [place(find(search, one["q"]), known[one["id"]]) for one in asked]
        missed = [f"`{one['q']}`" for one, where in zip(asked, places, strict=True) if where is None]
        first, ten = recalled[name] = shares(places)
        row(name, len(asked), f"{first:.3f}", f"{ten:.3f}", ", ".join(missed[:3]))
    means = (statistics.mean(one[part] for one in recalled.values()) for part in (0, 1))
    row("all classes", len(having.queries), *(f"{mean:.3f}" for mean in means), "")
    short = [f"{name} {ten:.2f}" for name, (_, ten) in recalled.items() if ten < _LEAST]
    print(f"\nUnder {_LEAST:.2f} in ten: {', '.join(short) or 'no class'}.", flush=True)
    connection.close()


def _typing(having: Given, _: argparse.Namespace) -> None:
    connection = connect(having.library, writes=False)
    search, typed = Search(connection), letters(having.queries)
    find(search, having.queries[0])
    times = Times()
    for one in typed:
        times.of(find, search, one)
    _keystrokes("in typing order", times, typed)
    connection.close()


def _shuffled(having: Given, chosen: argparse.Namespace) -> None:
    connection = connect(having.library, writes=False)
    typed = some_letters(having.queries, chosen.shuffled)
    find(anew(connection), having.queries[0])
    times = Times()
    for one in typed:
        search = anew(connection)
        times.of(find, search, one)
    _keystrokes("shuffled, each by a new `Search`", times, typed)
    connection.close()


def some_letters(queries: list[str], most: int) -> list[str]:
    """Return at most `most` keystrokes of all queries, in random order."""
    typed = letters(queries)
    return random.Random(_SEED).sample(typed, min(most, len(typed)))


def _keystrokes(what: str, times: Times, typed: list[str]) -> None:
    head(f"{len(typed):,} keystrokes {what}, ms", "p50", "p95", "max")
    row("wall", *spread(times.wall))
    row("CPU", *spread(times.cpu))
    print(f"\nSlowest, and its CPU: {times.slowest(typed)}", flush=True)


def _worst(having: Given, _chosen: argparse.Namespace) -> None:
    connection = connect(having.library, writes=False)
    head(f"worst of {_RUNS} runs, ms", "first time", "its CPU", "again", "its CPU")
    for what, typed in _demanding(connection):
        first, again = Times(), Times()
        for _ in range(_RUNS):
            search = anew(connection)
            for times in (first, again):
                times.of(find, search, typed)
        row(what, *(f"{max(times):.1f}" for times in (first.wall, first.cpu, again.wall, again.cpu)))
    connection.close()


def _demanding(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Return the most demanding queries, made of words in the library."""
    chance = random.Random(_SEED)
    (last,) = connection.execute("select max(id) from papers").fetchone()
    texts = [
        connection.execute("select label, abstract from papers where id >= ? limit 1", (chance.randint(1, last),))
        for _ in range(3)
    ]
    papers = [tuple(map(words, one.fetchone())) for one in texts]
    for letter in "aest":
        yield f"one letter: `{letter}`", letter
    yield "`the`", "the"
    yield "`model`", "model"
    for _, abstract in papers:
        ten = chance.sample(abstract, min(TEN, len(abstract)))
        yield "ten words of an abstract", " ".join(ten)
        yield "ten misspelt words", " ".join(_misspelt(word, chance) for word in ten)
    yield "ten common words", "the of and model language we with data results for"
    yield "300 letters of nonsense", "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=300))
    yield "300 letters of nonsense in words", "".join(chance.choices("abcdefghijklmnopqrstuvwxyz   ", k=300))
    yield "300 letters of one", "a" * 300
    for three in ("para effi inc", "spl inis mode", "co in re", "a b c", "mod lan tra"):
        yield f"three short beginnings: `{three}`", three
    for title, _ in papers:
        three = " ".join(word[:3] for word in title[:3])
        yield f"three short beginnings: `{three}`", three


def _misspelt(word: str, chance: random.Random) -> str:
    where = chance.randrange(len(word) + 1)
    return word[:where] + chance.choice("abcdefghijklmnopqrstuvwxyz") + word[where + chance.randrange(2) :]


def _filters(having: Given, _: argparse.Namespace) -> None:
    tagged = _annotated(having.library)
    connection, other = (connect(having.library, writes=False) for _ in range(2))  # each search has its own
    labels = [
        words(connection.execute("select label from papers where id = ?", (number,)).fetchone()[0]) for number in tagged
    ]
    asked = ["model", "the", "trasnformer", *(" ".join(label[-3:]) for label in labels), *having.queries[::40]]
    head("filter, with words letter by letter, ms", "papers", "first time", "p50", "p95", "max", "CPU p95", "CPU max")
    for what in ("", f"tag:{_TAG}", "is:unread", "is:read", "year:2022..2024", "year:2022..2024 is:unread"):
        search = anew(connection)
        count = search.count(parse(what))
        typed = [f"{what} {one}".strip() for one in letters(asked)]
        first, times = Times(), Times()
        for one in typed[:: max(1, len(typed) // 50)]:
            fresh = anew(other)
            first.of(find, fresh, one)
        for one in typed:
            times.of(find, search, one)
        cells = f"{max(first.wall):.1f}", *spread(times.wall), *spread(times.cpu)[1:]
        row(f"`{what}`" if what else "none", f"{count:,}", *cells)
    connection.close()
    other.close()


def _annotated(library: Path) -> list[int]:
    """Return the ten tagged papers of a library, tagging them if necessary; a thousand are marked read."""
    connection = connect(library, writes=False)
    ids = [number for (number,) in connection.execute("select id from papers order by id").fetchall()]
    (tags,) = connection.execute("select count(*) from tags where name = ?", (_TAG,)).fetchone()
    connection.close()
    ten = ids[len(ids) // 20 :: max(1, len(ids) // TEN)][:TEN]
    if not tags:
        with Library(library) as opened:
            opened.annotations.tag(ten, add=[_TAG])
            opened.annotations.mark_read(ids[:: max(1, len(ids) // _READ)], on=True)
    return ten


def _index(having: Given, _: argparse.Namespace) -> None:
    connection = connect(having.library, writes=False)
    trees = connection.execute("select name, pgsize / 1e6 from dbstat where aggregate = 1").fetchall()
    sizes = {str(name): float(size) for name, size in trees}
    whole = having.library.stat().st_size / 1e6
    papers = sizes["papers"]
    head("index", "figure")
    row("built", having.built or "before this run")
    row("the file", f"{whole:,.0f} MB")
    row("`papers`, as a plain table has the same columns", f"{papers:,.0f} MB; the file is {whole / papers:.2f} times")
    if having.corpus:
        raw = _raw(having.corpus)
        row("the corpus's own columns in a plain table", f"{raw:,.0f} MB; the file is {whole / raw:.2f} times")
    searching = sum(size for name, size in sizes.items() if "search_" in name)
    row("tables of search", f"{searching:,.0f} MB, {searching / papers:.0%} of `papers`")
    for name, size in sorted(sizes.items(), key=lambda one: -one[1])[:12]:
        row(f"`{name}`", f"{size:,.0f} MB")
    connection.close()


def _raw(corpus: Path) -> float:
    """Return the megabytes of a plain table of the corpus, estimated from twenty thousand papers."""
    connection = sqlite3.connect("")
    connection.execute("create table raw(id, authors, title, abstract, categories, update_date)")
    columns = ("id", "authors", "title", "abstract", "categories", "update_date")
    with corpus.open(encoding="utf-8") as lines:
        total = sum(1 for _ in lines)
    step = max(1, total // 20_000)
    with corpus.open(encoding="utf-8") as lines:
        picked = [json.loads(line) for number, line in enumerate(lines) if number % step == 0]
    connection.executemany(
        "insert into raw values (?, ?, ?, ?, ?, ?)", [[paper.get(column) for column in columns] for paper in picked]
    )
    (pages,), (size,) = (connection.execute(f"pragma {what}").fetchone() for what in ("page_count", "page_size"))
    connection.close()
    return float(pages * size / 1e6 * total / len(picked))


def _memory(having: Given, _: argparse.Namespace) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.searching", str(having.library)]
    done = subprocess.run(command, input="\n".join(having.queries), capture_output=True, text=True, check=True)
    before, most, beyond, mapped = map(float, done.stdout.split())
    head("memory of a process that typed all queries", "MB")
    row("before it opened the library", f"{before:.0f}")
    row("at the end, beyond the mapped file", f"{beyond:.0f}")
    row("at most, its own (without files mapped)", f"{most:.0f}")
    row("of the mapped file at the end", f"{mapped:.0f}")


def _pair(having: Given, chosen: argparse.Namespace) -> None:
    if chosen.smaller is None:
        print("\nNo pair: name another library with --smaller, and its queries with --smaller-queries.")
        return
    others = json.loads(chosen.smaller_queries.read_text(encoding="utf-8"))
    connections = [connect(path, writes=False) for path in (having.library, chosen.smaller)]
    searches = [Search(one) for one in connections]
    both = Times(), Times()
    for name, asked in having.asked.items():
        for mine, other in zip(asked, others[name], strict=False):
            for typed in zip_longest(letters([mine["q"]]), letters([other["q"]])):
                for search, times, one in zip(searches, both, typed, strict=True):
                    if one is not None:
                        times.of(find, search, one)
    head("in turn, in typing order, ms", "p50", "p95", "max", "CPU p50", "CPU p95", "CPU max")
    row("this library", *spread(both[0].wall), *spread(both[0].cpu))
    row(f"the smaller, {machine(chosen.smaller).split(';')[0]}", *spread(both[1].wall), *spread(both[1].cpu))
    ratios = [
        f"{at(mine, share) / at(other, share):.2f}"
        for mine, other in ((both[0].wall, both[1].wall), (both[0].cpu, both[1].cpu))
        for share in (0.5, 0.95, 1.0)
    ]
    row("times as long", *ratios)
    for connection in connections:
        connection.close()


if __name__ == "__main__":
    main()
