"""The complete result continues from the answer for the best papers, and is the same as a fresh search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Paper
from paperreader.library import Search
from paperreader.query import parse
from tests.library.papers import Shelf, real_papers
from tests.query.test_query import TEXTS

MANY = 300


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Real papers, and so many with one word that the best are only some of them; only for reading."""
    shelf = Shelf(tmp_path_factory.mktemp("rest") / "library.db")
    shelf.add(*real_papers())
    shelf.add(*(Paper(f"Finetuning number {number}", abstract="Of low rank, mostly.") for number in range(MANY)))
    shelf.add(*(Paper(f"Fine tuning number {number}", abstract="A quiet abstract.") for number in range(MANY)))
    yield shelf
    shelf.close()


QUERIES = TEXTS | st.sampled_from(
    [
        "finetuning",
        "fine-tuning",
        "fine tuning number",
        "finetunign",
        '"low rank"',
        "lowrank -quiet",
        "number sort:title",
    ]
)


@settings(max_examples=150, deadline=None)
@given(before=QUERIES, text=QUERIES, limit=st.sampled_from([1, 10, 120, 1000]))
def test_all_and_their_number_are_the_same_whatever_was_searched_before(
    shelf: Shelf, before: str, text: str, limit: int
) -> None:
    query, anew = parse(text), Search(shelf.reading)
    expected, count = anew.all_ids(query), Search(shelf.reading).count(query)
    search = Search(shelf.reading)
    for typed in (query, parse(before), query):
        search.find(typed, limit)
    assert search.all_ids(query) == expected
    search.find(query, limit)
    assert search.count(query) == count
    search.all_ids(parse(before))
    assert search.all_ids(query) == expected


def test_the_rest_does_not_repeat_the_search_for_the_best(shelf: Shelf) -> None:
    query = parse("finetuning number")
    asked: list[str] = []
    shelf.reading.set_trace_callback(asked.append)
    try:
        Search(shelf.reading).all_ids(query)
        without = len([one for one in asked if " match " in one])
        search = Search(shelf.reading)
        assert not search.find(query).complete
        asked.clear()
        assert len(search.all_ids(query)) >= 2 * MANY
    finally:
        shelf.reading.set_trace_callback(None)
    assert len([one for one in asked if " match " in one]) < without


def test_what_came_in_since_the_best_were_found_is_among_the_rest(tmp_path_factory: pytest.TempPathFactory) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("since") / "library.db")
    shelf.add(Paper("Low rank adaptation"))
    query = parse("rnak")
    assert len(shelf.search.find(query).ids) == 1
    shelf.add(Paper("A rnak of its own"), Paper("Full rank"))
    assert shelf.search.all_ids(query) == Search(shelf.reading).all_ids(query)
    shelf.close()
