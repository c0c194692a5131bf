"""How fast search answers each keystroke, how often it finds what was meant, and what its index costs.

python tests/benchmarks/bench_search.py [--papers 100000] [--corpus FILE] [--queries FILE] [--library FILE]

Every query is typed letter by letter, each letter one search of which the best two hundred are ranked.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from paperreader.library.index import Index
from paperreader.library.opening import connect, prepare
from paperreader.library.search import Search
from paperreader.query import parse
from tests.benchmarks.corpus import write_corpus
from tests.benchmarks.queries import Questions, questions

_BATCH = 5000
_SHARES = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=100_000)
    parser.add_argument("--corpus", type=Path, help="JSON lines with id, title, abstract; made up if not given")
    parser.add_argument("--queries", type=Path, help="made of the corpus if not given")
    parser.add_argument("--library", type=Path, help="where to build; what stands there already is used as it is")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        corpus = chosen.corpus or place / "corpus.jsonl"
        if chosen.corpus is None:
            with corpus.open("w", encoding="utf-8") as out:
                write_corpus(out, chosen.papers)
        library = chosen.library or place / "library.db"
        if not library.exists():
            build(corpus, library)
        asked = json.loads(chosen.queries.read_text(encoding="utf-8")) if chosen.queries else questions(corpus)
        measure(library, asked)


def build(corpus: Path, library: Path) -> None:
    """Make a library of a corpus, and say what its index costs in time and space."""
    connection = prepare(library, create=True)
    index = Index(connection)
    count, storing, indexing = 0, 0.0, 0.0
    with corpus.open(encoding="utf-8") as lines:
        numbered = enumerate(map(json.loads, lines), start=1)
        for batch in iter(lambda: list(itertools.islice(numbered, _BATCH)), []):
            began = time.perf_counter()
            connection.execute("begin immediate")
            _store(connection, batch)
            stored = time.perf_counter()
            index.add([_indexed(number, paper) for number, paper in batch])
            indexing += time.perf_counter() - stored
            connection.execute("commit")
            storing += time.perf_counter() - began
            count += len(batch)
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    print(
        f"built: {count:,} papers at {count / storing:,.0f}/s, the index alone at {count / indexing:,.0f}/s; ", end=""
    )
    print(f"{library.stat().st_size / 1e6:,.0f} MB from {corpus.stat().st_size / 1e6:,.0f} MB")


def _store(connection: sqlite3.Connection, batch: list[tuple[int, dict[str, str]]]) -> None:
    connection.executemany(
        "insert into papers(id, uid, label, title, abstract, authors, published, imported)"
        " values (?, ?, ?, ?, ?, ?, ?, '2024-01-01')",
        [
            (
                number,
                str(number),
                one["title"],
                one["title"],
                one["abstract"],
                json.dumps([one.get("authors", "")]),
                one.get("update_date"),
            )
            for number, one in batch
        ],
    )
    connection.executemany(
        "insert into identifiers values ('arxiv', ?, ?)", [(paper["id"], number) for number, paper in batch]
    )


def _indexed(number: int, paper: dict[str, str]) -> tuple[int, str, str, str]:
    return number, paper["title"], paper["abstract"], f"{paper.get('authors', '')} {paper['id']}"


def measure(library: Path, asked: Questions) -> None:
    """Print recall by class, then latency by keystroke."""
    connection = connect(library, writes=False)
    known = dict(map(tuple, connection.execute("select value, paper from identifiers where scheme = 'arxiv'")))
    search = Search(connection)
    print("class     queries  first  in ten")
    firsts, tens, every = 0, 0, 0
    for name, queries in asked.items():
        found = [list(search.find(parse(one["q"])).ids[:10]) for one in queries]
        first = sum(ids[:1] == [known[one["id"]]] for ids, one in zip(found, queries, strict=True))
        ten = sum(known[one["id"]] in ids for ids, one in zip(found, queries, strict=True))
        count = len(queries) or 1
        print(f"{name:9} {len(queries):7}  {first / count:5.2f}  {ten / count:6.2f}")
        firsts, tens, every = firsts + first, tens + ten, every + len(queries)
    print(f"{'all':9} {every:7}  {firsts / every:5.3f}  {tens / every:6.3f}")
    times = sorted(_typed(search, asked))
    at = ", ".join(f"{name} {times[min(len(times) - 1, int(len(times) * share))]:.2f}" for name, share in _SHARES)
    print(f"{len(times):,} keystrokes in typing order: {at} ms")


def _typed(search: Search, asked: Questions) -> Iterator[float]:
    for one in itertools.chain.from_iterable(asked.values()):
        for end in range(1, len(one["q"]) + 1):
            began = time.perf_counter()
            search.find(parse(one["q"][:end]))
            yield (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
