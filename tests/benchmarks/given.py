"""The library and the queries of a benchmark: passed in, or generated."""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paperreader.domain import new_uid
from paperreader.exchange import import_text
from paperreader.library import Library
from paperreader.library.opening import open_for_writing
from paperreader.library.search.index import Index
from tests.benchmarks.corpus import write_corpus
from tests.benchmarks.queries import Questions, questions

_BATCH: Final = 5000


@dataclass(frozen=True, slots=True)
class Given:
    """The inputs of a run."""

    library: Path
    corpus: Path | None
    """Where the library came from, if known."""
    asked: Questions
    built: str | None
    """How fast the library was built; `None` if it existed."""

    @property
    def queries(self) -> list[str]:
        """All queries, class by class."""
        return [one["q"] for one in itertools.chain.from_iterable(self.asked.values())]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Define the command-line options."""
    parser.add_argument("--papers", type=int, default=100_000, help="how many to make up")
    parser.add_argument("--corpus", type=Path, help="JSON lines with id, title, abstract; made up if not given")
    parser.add_argument("--queries", type=Path, help="made of the corpus if not given")
    parser.add_argument("--per-class", type=int, default=40, help="how many queries of a class at most")
    parser.add_argument("--library", type=Path, help="where to build; what stands there already is used as it is")
    parser.add_argument(
        "--import", action="store_true", dest="imported", help="build by the importer, which takes longer"
    )


@contextlib.contextmanager
def given(chosen: argparse.Namespace) -> Iterator[Given]:
    """Return the given inputs, generating the rest temporarily."""
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        library = chosen.library or place / "library.db"
        corpus = chosen.corpus
        if corpus is None and not (library.exists() and chosen.queries):
            corpus = place / "corpus.jsonl"
            with corpus.open("w", encoding="utf-8") as out:
                write_corpus(out, chosen.papers)
        built = None
        if not library.exists():
            making = library.with_name(f"{library.name}.making")
            built = (_import if chosen.imported else _build)(corpus, making)
            making.rename(library)
        if chosen.queries:
            asked = json.loads(chosen.queries.read_text(encoding="utf-8"))
        else:
            asked = questions(corpus, chosen.per_class)
        asked = {name: some[: chosen.per_class] for name, some in asked.items() if some}  # few papers, few classes
        yield Given(library, corpus, asked, built)


def meant(connection: sqlite3.Connection, asked: Questions) -> dict[str, int]:
    """Return the papers that queries look for, by the ids used in the queries."""
    sql = "select paper from identifiers where scheme = 'arxiv' and value = ?"
    ids = {one["id"] for some in asked.values() for one in some}
    return {name: int(connection.execute(sql, (name,)).fetchone()[0]) for name in ids}


def _import(corpus: Path, library: Path) -> str:
    began = time.perf_counter()
    with Library(library) as opened:
        report = import_text(opened, corpus)
    took = time.perf_counter() - began
    return f"{report.added:,} papers imported at {report.added / took:,.0f}/s, the index with them"


def _build(corpus: Path, library: Path) -> str:
    """Build a library without the importer, whose own work would hide the cost of the index."""
    connection = open_for_writing(library, create=True)
    index = Index(connection)
    count, indexing, ours = 0, 0.0, 0.0
    with corpus.open(encoding="utf-8") as lines:
        numbered = enumerate(map(json.loads, lines), start=1)
        for batch in iter(lambda: list(itertools.islice(numbered, _BATCH)), []):
            connection.execute("begin immediate")
            _store(connection, batch)
            connection.execute("commit")
            indexed = [_indexed(number, paper) for number, paper in batch]
            spent, began = time.thread_time(), time.perf_counter()
            connection.execute("begin immediate")
            index.add(indexed)
            connection.execute("commit")  # FTS5 writes most of it only now
            indexing += time.perf_counter() - began
            ours += time.thread_time() - spent
            count += len(batch)
    began = time.perf_counter()
    while index.tidy():  # as an import does in the end
        pass
    indexing += time.perf_counter() - began
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    return f"{count:,} papers indexed at {count / indexing:,.0f}/s ({count / ours:,.0f} a second of the processor)"


def _store(connection: sqlite3.Connection, batch: list[tuple[int, dict[str, str]]]) -> None:
    connection.executemany(
        "insert into papers(id, uid, label, title, abstract, authors, categories, published, imported)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, '2024-01-01')",
        [
            (
                number,
                new_uid(),
                one["title"],
                one["title"],
                one["abstract"],
                json.dumps([one.get("authors", "")], ensure_ascii=False),
                json.dumps(one.get("categories", "").split()),
                one.get("update_date"),
            )
            for number, one in batch
        ],
    )
    connection.executemany(
        "insert into identifiers values ('arxiv', ?, ?)", [(paper["id"], number) for number, paper in batch]
    )


def _indexed(number: int, paper: dict[str, str]) -> tuple[int, str, str, str]:
    more = " ".join((paper.get("authors", ""), paper.get("categories", ""), paper["id"]))
    return number, paper["title"], paper["abstract"], more
