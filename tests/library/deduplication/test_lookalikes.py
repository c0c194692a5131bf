"""Searching for duplicates finds what imports miss: short, rewritten and misspelt copies."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import Paper, PartialDate, Record, TitleFrom
from paperreader.identity.similarity import halves
from paperreader.library import Library
from paperreader.library.deduplication.lookalikes import Lookalikes
from tests.benchmarks import bench_merging
from tests.library.papers import real_papers
from tests.library.stock import filled

REAL = [paper for paper in real_papers() if len(paper.abstract) >= 600]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(filled(tmp_path / "library.db", 0)) as library:
        yield library


def printed(title: str, abstract: str = "", **more: object) -> Paper:
    return Paper(title=title, title_from=TitleFrom.PRINTED, abstract=abstract, **more)  # type: ignore[arg-type]


def found_in(library: Library, *papers: Paper) -> set[tuple[int, int]]:
    library.add([Record(paper, line) for line, paper in enumerate(papers, 1)], file="x", format="x")
    library.corrections.find_duplicates()
    with library.reader() as reader:
        return {(pair.one.id, pair.other.id) for pair in reader.duplicates()}


@given(st.binary(min_size=2, max_size=90), st.data())
def test_texts_that_are_one_letter_apart_have_a_half_in_common(text: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    for edited in (text[:at] + text[at + 1 :], text[:at] + b"x" + text[at + 1 :], text[:at] + b"x" + text[at:]):
        assert halves(text) & halves(edited)


def test_damaged_copies_that_an_import_misses_are_found_and_no_others() -> None:
    some = random.Random(3).sample(bench_merging.real_papers(beyond=False), 60)
    for damage in (bench_merging.revised, bench_merging.truncated, bench_merging.shortened):
        counts = bench_merging.outcomes(some, damage)
        assert (counts["missed"], counts["false"], counts["strangers"]) == (0, 0, 0)


def test_the_first_sentence_of_an_abstract_is_found_where_it_has_no_title(library: Library) -> None:
    shown = [Paper(title_from=TitleFrom.DERIVED, abstract=paper.abstract[:150]) for paper in REAL[:20]]
    assert found_in(library, *REAL[:20], *shown) == {(one, one + 20) for one in range(1, 21)}


def test_titles_one_letter_apart_are_asked_about_unless_years_or_authors_say_that_they_are_two(
    library: Library,
) -> None:
    one, other = REAL[:2]
    title = "What Rivers Remember of the Hills"
    assert found_in(
        library,
        printed(title, one.abstract[:200]),
        printed("What Rivers Remembr of the Hills", other.abstract),
        printed("Dances of Bees in Meadows", authors=("A One",), published=PartialDate(2019)),
        printed("Dances of Bee in Meadows", authors=("Ann One",), published=PartialDate(2020)),
        printed("A History of Terraces in Asia", published=PartialDate(2009)),
        printed("A History of Terracs in Asia", published=PartialDate(2019)),
    ) == {(1, 2), (3, 4)}


def test_an_abstract_that_many_papers_have_is_compared_for_the_first_of_them_only() -> None:
    lookalikes = Lookalikes(1_000)
    for paper in range(1_000):
        lookalikes.add(paper, REAL[0])
    assert 0 < len(lookalikes.pairs()) < 100


def test_copies_are_found_in_a_library_too_large_for_all_of_their_grams() -> None:
    lookalikes = Lookalikes(10**7)
    for number, paper in enumerate(REAL):
        lookalikes.add(number, Paper(abstract=paper.abstract))
        lookalikes.add(number + len(REAL), Paper(abstract=paper.abstract[: len(paper.abstract) * 3 // 4]))
    copies = {(number, number + len(REAL)) for number in range(len(REAL))}
    assert len(copies & set(lookalikes.pairs())) > 0.95 * len(copies)
