"""Other search engines on the same papers: how each is set up and queried.

Each is built from a library, and answers what was typed with the ten best.
"""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

from paperreader.language import words
from paperreader.library.database.connection import connect

_TEN: Final = 10
_HEAP: Final = 1_500_000_000
"""Tantivy's memory before it writes a segment: with this and one thread, a million papers give two or three."""
_TITLE: Final = 3.0
"""The weight of words in titles; found by trying 1.5, 2, 3 and 5."""
_EXACT: Final = 0
_UNKNOWN: Final = "\x7f"
"""A character in no title, so that fzf reads them all but scores hardly any."""


class Rival(Protocol):
    """A search engine in the race."""

    name: str

    def find(self, typed: str) -> Sequence[object]:
        """Return the best ten: numbers of papers, or titles for fzf."""


class Tantivy:
    """tantivy with fuzzy terms: https://docs.rs/tantivy/latest/tantivy/query/struct.FuzzyTermQuery.html.

    Of every word it must have the word itself, one that begins so, or one at one edit (from three letters on) or two
    (from six on, as Elasticsearch's AUTO has it), a swap being one; of the last word, unfinished, also what begins
    nearly so. The best of these counts (a disjunction's maximum), titles threefold. Words are folded as ours. The
    segments are few, the index is mapped into memory, ids are a fast field and nothing is stored.

    Fuzzy terms have a constant score and cost a walk through the dictionary even where the word itself is known. So
    there are two of them: all in one query, as the documentation has it, and in stages, the next only where the one
    before found nothing: as typed; every word begun; one edit; two.
    """

    def __init__(self, place: Path, *, staged: bool) -> None:
        import tantivy

        self.name = "tantivy, in stages" if staged else "tantivy"
        self._tantivy: Any = tantivy
        index = tantivy.Index.open(str(place))
        index.register_tokenizer("folded", _folding(tantivy))
        self._schema: Any = index.schema
        self._searcher: Any = index.searcher()
        self._analyzer: Any = _folding(tantivy)
        self._stages: Sequence[Callable[[str, bool], Any]] = (
            [self._of(0), self._of(0, begun=True), self._of(1), self._of(2)] if staged else [self._of(2, begun=True)]
        )

    def find(self, typed: str) -> list[int]:
        found = self._analyzer.analyze(typed)
        must = self._tantivy.Occur.Must
        for stage in self._stages if found else ():
            parts = [(must, stage(word, number == len(found))) for number, word in enumerate(found, start=1)]
            hits = self._searcher.search(self._tantivy.Query.boolean_query(parts), _TEN, count=False).hits
            if hits:
                return list(map(int, self._searcher.fast_field_values("number", [where for _, where in hits])))
        return []

    def _of(self, edits: int, *, begun: bool = False) -> Callable[[str, bool], Any]:
        """What a word may stand for.

        Args:
            edits: how many letters may be wrong at most.
            begun: whether every word may be unfinished, and not only the last.
        """
        query = self._tantivy.Query

        def meaning(word: str, last: bool) -> Any:
            allowed = min(edits, 0 if len(word) < 3 else 1 if len(word) < 6 else 2)
            parts = []
            for field, weight in (("title", _TITLE), ("abstract", 1.0)):
                parts.append(query.boost_query(query.term_query(self._schema, field, word), weight))
                if last or begun:
                    beginning = query.fuzzy_term_query(self._schema, field, word, _EXACT, True, True)
                    parts.append(query.boost_query(beginning, weight * 0.9))
                for distance in range(1, allowed + 1):
                    near = query.fuzzy_term_query(self._schema, field, word, distance, True, last)
                    parts.append(query.boost_query(near, weight * 2 / distance))
            return query.disjunction_max_query(parts, 0.1)

        return meaning


def _folding(tantivy: Any) -> Any:
    """Fold words to lower case without accents."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in (tantivy.Filter.remove_long(64), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(one)
    return builder.build()


def _build_tantivy(library: Path, place: Path) -> None:
    import tantivy

    place.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    for field in ("title", "abstract"):
        builder.add_text_field(field, tokenizer_name="folded", index_option="freq")
    index = tantivy.Index(builder.build(), str(place))
    index.register_tokenizer("folded", _folding(tantivy))
    writer = index.writer(_HEAP, 1)
    for number, label, abstract in _papers(library):
        document = tantivy.Document()
        document.add_unsigned("number", number)
        document.add_text("title", label)
        document.add_text("abstract", abstract)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class FullText:
    """SQLite's FTS5 by default: all words as typed, ranked by its BM25, titles threefold."""

    name = "FTS5, exact words"

    def __init__(self, place: Path) -> None:
        self._connection = sqlite3.connect(place)
        self._connection.execute("pragma mmap_size = 8589934592")

    def find(self, typed: str) -> list[int]:
        match = " ".join(f'"{word}"' for word in words(typed))
        if not match:
            return []
        sql = "select rowid from texts where texts match ? order by rank limit ?"
        return [number for (number,) in self._connection.execute(sql, (match, _TEN))]


def _build_full_text(library: Path, place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute(
            "create virtual table texts using"
            " fts5(title, abstract, content='', tokenize='unicode61 remove_diacritics 2')"
        )
        connection.execute("insert into texts(texts, rank) values ('rank', 'bm25(3.0, 1.0)')")
        connection.executemany("insert into texts(rowid, title, abstract) values (?, ?, ?)", _papers(library))
        connection.execute("insert into texts(texts) values ('optimize')")


class Fzf:
    """`fzf --filter` over the titles alone: a new process each time, stopped when it has written ten lines."""

    name = "fzf, titles alone"

    def __init__(self, place: Path) -> None:
        self._place = place
        self.loading: list[float] = []
        """Milliseconds to start and read all titles, to be subtracted."""

    def find(self, typed: str) -> list[bytes]:
        command = ["fzf", "--filter", typed]
        with (
            self._place.open("rb") as titles,
            subprocess.Popen(command, stdin=titles, stdout=subprocess.PIPE) as process,
        ):
            assert process.stdout is not None
            found = list(islice(process.stdout, _TEN))
            process.kill()
        return found

    def load(self) -> None:
        """Measure the loading time again, by searching for something that no title has."""
        began = time.perf_counter()
        self.find(_UNKNOWN)
        self.loading.append((time.perf_counter() - began) * 1000)


def _build_titles(library: Path, place: Path) -> None:
    with place.open("w", encoding="utf-8") as out:
        out.writelines(f"{' '.join(label.split())}\n" for _, label, _ in _papers(library))


def _papers(library: Path) -> Iterator[tuple[int, str, str]]:
    with closing(connect(library, writes=False)) as connection:
        for row in connection.execute("select id, label, abstract from papers order by id"):
            yield row[0], row[1], row[2]


def tantivys(library: Path, place: Path) -> list[Tantivy]:
    """Return tantivy in one query and in stages; nothing if it is not installed."""
    if importlib.util.find_spec("tantivy") is None:
        print("tantivy is missing: pip install 'paperreader-tui[bench]', or in a checkout '.[bench]'.")
        return []
    built = _built(library, place, "tantivy", _build_tantivy)
    return [Tantivy(built, staged=False), Tantivy(built, staged=True)]


def full_text(library: Path, place: Path) -> FullText:
    """FTS5 over the papers of a library."""
    return FullText(_built(library, place, "fts5", _build_full_text))


def fzf(library: Path, place: Path) -> Fzf | None:
    """Return fzf over the titles of a library; `None` if it is not installed."""
    if shutil.which("fzf") is None:
        print("fzf is missing: install it with the system's packages.")
        return None
    return Fzf(_built(library, place, "titles", _build_titles))


def _built(library: Path, place: Path, what: str, build: Callable[[Path, Path], None]) -> Path:
    """Return where a rival keeps its papers, building it if necessary."""
    built = place / f"{library.stem}.{what}"
    if not built.exists():
        making = built.with_name(f"{built.name}.making")
        began = time.perf_counter()
        build(library, making)
        making.rename(built)
        files = [built, *built.glob("*")] if built.is_dir() else [built]
        size = sum(file.stat().st_size for file in files if file.is_file())
        print(f"{built.name}: built in {time.perf_counter() - began:.0f} s, {size / 1e6:,.0f} MB", flush=True)
    return built
