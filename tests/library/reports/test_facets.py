"""Facets against counts made in Python, of the same papers."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Paper, PartialDate
from paperreader.library import Library
from paperreader.library.reports import facets
from tests.library.papers import Shelf
from tests.library.records import record

NAMES = st.sampled_from(["Ada", "ada", "Alan Turing", "王小明", "", "O’Hara", "a 'quote'", 'a "mark"'])
PAPERS = st.builds(
    Paper,
    abstract=st.just("An abstract of a few words."),
    authors=st.lists(NAMES, max_size=4).map(tuple),
    categories=st.lists(st.sampled_from(["cs.LG", "cs", "math.OC"]), max_size=3).map(tuple),
    venue=st.none() | NAMES,
    published=st.none() | st.sampled_from(["2024", "2024-05", "2023-01-02", "1999"]).map(PartialDate.parse),
)


def counted(values: Iterator[str]) -> list[tuple[str, int]]:
    """Return values and their numbers, in the order of facets."""
    return sorted(Counter(value for value in values if value).items(), key=lambda one: (-one[1], one[0]))


@settings(max_examples=30, deadline=None)
@given(st.lists(PAPERS, max_size=12), st.data())
def test_facets_are_what_counting_every_paper_gives(papers: list[Paper], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as directory:
        shelf = Shelf(Path(directory, "library.db"))
        ids = shelf.add(*papers)
        shelf.close()
        listed = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
        there = [paper for id_, paper in zip(ids, papers, strict=True) if id_ in listed]
        most = data.draw(st.integers(1, 5))
        wanted = {
            "author": counted(name for one in there for name in set(one.authors)),
            "cat": counted(name for one in there for name in set(one.categories)),
            "venue": counted(one.venue or "" for one in there),
            "year": counted(f"{one.published.year:04d}" if one.published else "" for one in there),
        }
        with Library(Path(directory, "library.db")) as library, library.reader() as reader:
            for field, values in wanted.items():
                found = reader.facet(field, listed, most)
                assert (list(found.values), found.estimated) == (values[:most], False), field


def test_a_file_that_was_imported_twice_is_one_source(tmp_path: Path) -> None:
    with Library(tmp_path / "library.db") as library:
        library.add([record(1), record(2)], file="a/first.json", format="json")
        library.add([record(3)], file="a/first.json", format="json")
        library.add([record(4)], file="other.json", format="json")
        with library.reader() as reader:
            assert reader.facet("source", [1, 2, 3, 4], 20).values == (("a/first.json", 3), ("other.json", 1))
            assert reader.facet("source", [4], 20).values == (("other.json", 1),)


def test_of_many_papers_a_sample_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "MOST_COUNTED", 200)
    monkeypatch.setattr(facets, "_SAMPLE", 100)
    with Library(tmp_path / "library.db") as library:
        more = ({"venue": "Often" if number % 4 else "Rarely"} for number in range(401))
        library.add((record(number, **one) for number, one in enumerate(more)), file="many", format="json")
        with library.reader() as reader:
            every = reader.first_ids(1000)
            few = reader.facet("venue", every[:200], 20)
            assert (sum(papers for _, papers in few.values), few.estimated) == (200, False)
            many = reader.facet("source", every, 20)
            assert many.estimated
            assert many.values == (("many", 400),)  # two digits of 401
            assert reader.facet("venue", every, 1).values[0][0] == "Often"
