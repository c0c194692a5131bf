"""Ratings, and the days on which papers are due: searched, sorted, merged, undone, exported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from paperreader.domain import Entry, Recall, Record, entry_from_json, entry_to_json, local_today
from paperreader.library import Library, NoSuchPaper, Search
from paperreader.library.database import Invalid
from paperreader.query import parse
from tests.library.stock import filled

TODAY = local_today()
DAY = timedelta(days=1)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(filled(tmp_path / "library.db", 6)) as library:
        yield library


def found(library: Library, asked: str) -> list[int]:
    query = parse(asked)
    assert not query.problems
    with library.reader() as reader:
        return list(Search(reader.connection).all_ids(query))


def entry(library: Library, paper: int) -> Entry:
    with library.reader() as reader:
        return reader.entry(paper)


def test_ratings_are_found_by_number_range_and_comparison(library: Library) -> None:
    for paper, rating in enumerate([0, 3, 5, 3], 1):
        library.annotations.rate([paper], rating)
    for asked, papers in {
        "rating:3": [2, 4],
        "rating:>=3": [2, 3, 4],
        "rating:>3": [3],
        "rating:<3": [1],
        "rating:0..3": [1, 2, 4],
        "rating:5..3": [2, 3, 4],
        "has:rating": [1, 2, 3, 4],
        "-has:rating": [5, 6],
        "-rating:3": [1, 3, 5, 6],
    }.items():
        assert sorted(found(library, asked)) == papers, asked
    assert found(library, "sort:rating") == [3, 2, 4, 1, 5, 6]
    assert found(library, "sort:-rating") == [1, 2, 4, 3, 5, 6]


def test_a_rating_is_changed_taken_off_and_undone(library: Library) -> None:
    rate = library.annotations.rate
    assert rate([1, 2], 4).what == "rated 2 papers 4 of 5"
    assert rate([1], 2).what.endswith("” 2 of 5")
    assert rate([1], 2).change is None
    assert rate([1], None).what.startswith("took the rating off “")
    assert entry(library, 1).rating is None
    for rating in (2, 4, None):
        library.journal.undo()
        assert entry(library, 1).rating == rating
    for wrong in (6, -1):
        with pytest.raises(Invalid):
            rate([1], wrong)
    with pytest.raises(NoSuchPaper):
        rate([99], 1)


def test_what_is_due_is_found_by_day(library: Library) -> None:
    for paper, day in enumerate([TODAY - DAY, TODAY, TODAY + DAY, date(2040, 12, 24)], 1):
        library.agenda.read_again([paper], day)
    for asked, papers in {
        "due:today": [1, 2],
        "due:<today": [1],
        "due:>today": [3, 4],
        "due:<=today": [1, 2],
        "due:yes": [1, 2, 3, 4],
        "due:no": [5, 6],
        "-due:today": [3, 4, 5, 6],
        "due:2040-12-24": [4],
        "due:2040-12": [4],
        "due:2040": [4],
        "due:<2040-12-24": [1, 2, 3],
        "due:<=2040-12-24": [1, 2, 3, 4],
        "due:>2040-12-23": [4],
        f"due:{TODAY}..{TODAY + DAY}": [2, 3],
    }.items():
        assert sorted(found(library, asked)) == papers, asked
    assert found(library, "due:yes sort:due") == [1, 2, 3, 4]
    assert found(library, "due:yes sort:-due") == [4, 3, 2, 1]
    with library.reader() as reader:
        assert reader.counts().due == 2
    library.annotations.trash([1], on=True)
    with library.reader() as reader:
        assert reader.counts().due == 1


@pytest.mark.parametrize(
    "asked", ["due:2040-02-30", "due:soon", "due:>yes", "due:7d", "rating:6", "rating:>=", "rating:x"]
)
def test_what_is_no_day_and_no_rating_is_a_mistake(asked: str) -> None:
    assert parse(f"{asked} ").problems
    assert parse(asked).root is None


@pytest.mark.parametrize("asked", ["due:", "due:to", "due:<", "due:2040-1", "due:y", "rating:", "rating:>="])
def test_what_may_become_one_is_not_yet_a_mistake(asked: str) -> None:
    assert all(problem.unfinished for problem in parse(asked).problems)


def test_a_paper_is_due_by_how_well_it_is_remembered_and_undone_in_one_step(library: Library) -> None:
    first = date(2026, 12, 1)
    done = library.agenda.recall([1], Recall.GOOD, today=first)
    assert done.what.endswith("” to be read again on 3 Dec 2026")
    before = entry(library, 1)
    assert (before.due, before.memory and before.memory.reviewed) == (date(2026, 12, 3), first)
    library.agenda.recall([1], Recall.GOOD, today=date(2026, 12, 3))
    assert entry(library, 1).due == date(2026, 12, 14)
    done = library.agenda.recall([1, 2], Recall.GOOD, today=date(2026, 12, 14))
    assert done.what == "set 2 papers to be read again on 16 Dec 2026 to 29 Jan 2027"
    library.journal.undo()
    library.journal.undo()
    assert entry(library, 1) == before
    assert library.agenda.read_again([1], None).what.endswith("” never to be read again")
    assert (entry(library, 1).due, entry(library, 1).memory) == (None, None)
    library.journal.undo()
    assert entry(library, 1) == before


def test_a_merged_paper_has_the_day_and_the_rating_of_the_one_that_stays_or_else_of_the_other(library: Library) -> None:
    library.agenda.recall([2], Recall.EASY, today=TODAY)
    library.annotations.rate([2], 5)
    library.annotations.rate([3], 1)
    library.corrections.merge(1, 2)
    assert (entry(library, 1).rating, entry(library, 1).due) == (5, TODAY + 8 * DAY)
    assert entry(library, 1).memory is not None
    library.corrections.merge(3, 1)
    assert (entry(library, 3).rating, entry(library, 3).due) == (1, TODAY + 8 * DAY)
    library.journal.undo()
    library.journal.undo()
    assert [(entry(library, one).rating, entry(library, one).due) for one in (1, 2, 3)] == [
        (None, None),
        (5, TODAY + 8 * DAY),
        (1, None),
    ]


def test_an_export_brings_days_and_ratings_to_papers_that_have_none(library: Library, tmp_path: Path) -> None:
    library.agenda.recall([1], Recall.HARD, today=TODAY)
    library.annotations.rate([1, 2], 4)
    with library.reader() as reader:
        texts = [json.dumps(entry_to_json(one)) for one in reader.entries([1, 2])]
    one, two = (entry_from_json(json.loads(text)) for text in texts)
    records = [Record(some.paper, 1, some, exact=True) for some in (one, two)]
    with Library(tmp_path / "other.db") as other:
        other.add(records, file="x", format="json")
        kept = entry(other, 1)
        assert (kept.due, kept.memory, kept.rating) == (one.due, one.memory, 4)
        other.annotations.rate([1], 2)
        other.agenda.read_again([1], TODAY)
        other.add(records, file="y", format="json")
        assert (entry(other, 1).due, entry(other, 1).rating, entry(other, 2).rating) == (TODAY, 2, 4)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("due", "tomorrow"), ("due", 3), ("rating", 6), ("rating", -1), ("rating", "4"), ("rating", True),
        ("queued", -1), ("memory", []), ("memory", {}),
        ("memory", {"stability": 0, "difficulty": 1, "reviewed": "2024-01-01"}),
        ("memory", {"stability": 1e400, "difficulty": 1, "reviewed": "2024-01-01"}),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_export_is_named(library: Library, key: str, value: object) -> None:
    data = entry_to_json(replace(entry(library, 1)))
    with pytest.raises(ValueError, match=key):
        entry_from_json(data | {key: value})
