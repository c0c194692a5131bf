"""The queue keeps its order, whatever happens to its papers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Decision, Record, entry_from_json, entry_to_json
from paperreader.library import Library, NoSuchPaper, Search
from paperreader.library.database import Invalid
from paperreader.query import parse
from tests.library.stock import ask, filled, temporary

PAPERS = 6


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "library.db", PAPERS)


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as library:
        yield library


def queue(library: Library, asked: str = "is:queued sort:queue") -> list[int]:
    """Return the papers of the queue as a search lists them."""
    with library.reader() as reader:
        return list(Search(reader.connection).all_ids(parse(asked)))


def counted(library: Library) -> int:
    with library.reader() as reader:
        return reader.counts().queued


def test_papers_are_queued_in_the_order_they_are_given_and_once(library: Library) -> None:
    library.agenda.queue([3, 1, 3], on=True)
    library.agenda.queue([2, 1], on=True)
    assert queue(library) == [3, 1, 2]
    assert queue(library, "is:queued sort:-queue") == [2, 1, 3]
    assert sorted(queue(library, "-is:queued")) == [4, 5, 6]
    assert queue(library, "sort:queue")[:3] == [3, 1, 2]
    assert len(queue(library, "sort:-queue")) == PAPERS
    assert counted(library) == 3
    assert library.agenda.queue([1], on=True).change is None


def test_leaving_the_queue_is_undone_with_what_it_came_with(library: Library) -> None:
    annotations = library.annotations
    library.agenda.queue([1, 2, 3, 4], on=True)
    assert annotations.mark_read([2], on=True).what.endswith("” as read, out of the queue")
    assert queue(library) == [1, 3, 4]
    library.journal.undo()
    assert queue(library) == [1, 2, 3, 4]
    assert annotations.decide([1, 3, 5], Decision.REJECT, reason="old").what == (
        "rejected 3 papers: old, out of the queue"
    )
    assert queue(library) == [2, 4]
    library.journal.undo()
    with library.reader() as reader:
        assert reader.decisions([1, 3, 5]) == {}
    assert queue(library) == [1, 2, 3, 4]
    library.journal.redo()
    assert queue(library) == [2, 4]


def test_a_glance_a_star_and_no_decision_leave_a_paper_in_the_queue(library: Library) -> None:
    annotations = library.annotations
    library.agenda.queue([1], on=True)
    for change in (
        annotations.mark_read([1], on=True, automatic=True),
        annotations.mark_read([1], on=False),
        annotations.star([1], on=True),
        annotations.decide([1], None),
    ):
        assert "queue" not in change.what
        assert queue(library) == [1]


def test_a_paper_in_the_trash_keeps_its_place_and_is_not_counted(library: Library) -> None:
    library.agenda.queue([1, 2, 3], on=True)
    library.annotations.trash([2], on=True)
    assert (queue(library), counted(library)) == ([1, 3], 2)
    library.agenda.move_in_queue(1, 3)
    library.annotations.trash([2], on=False)
    assert queue(library) == [2, 3, 1]


def test_two_papers_of_the_queue_that_are_merged_have_one_place(library: Library) -> None:
    library.agenda.queue([1, 2, 3], on=True)
    library.corrections.merge(3, 1)
    assert (queue(library), counted(library)) == ([2, 3], 2)
    library.journal.undo()
    assert queue(library) == [1, 2, 3]
    library.corrections.merge(4, 2)  # only the one that goes is in it
    assert queue(library) == [1, 4, 3]
    library.agenda.queue([4], on=False)
    assert queue(library) == [1, 3]
    library.journal.undo()
    library.journal.undo()
    assert queue(library) == [1, 2, 3]


def test_moves_that_continue_one_another_are_one_undo(library: Library) -> None:
    library.agenda.queue([1, 2, 3, 4], on=True)
    first = library.agenda.move_in_queue(1, 2)
    library.agenda.move_in_queue(1, 3, amending=first.change)
    assert queue(library) == [2, 3, 1, 4]
    library.journal.undo()
    assert queue(library) == [1, 2, 3, 4]


def test_what_is_not_in_the_queue_cannot_be_moved_in_it(library: Library, path: Path) -> None:
    library.agenda.queue([1], on=True)
    for paper, past in ((1, 2), (2, 1), (99, 1)):
        with pytest.raises(Invalid):
            library.agenda.move_in_queue(paper, past)
    with pytest.raises(NoSuchPaper):
        library.agenda.queue([1, 99], on=True)
    assert ask(path, "select paper from queue") == [(1,)]


def test_papers_with_the_same_place_can_be_moved_past_one_another(library: Library) -> None:
    library.agenda.queue([1, 2, 3], on=True)
    with library.journal.change() as change:
        change.connection.execute("update queue set position = 1")
    was = queue(library, "is:queued sort:queue")
    first, second, third = was
    library.agenda.move_in_queue(first, second)
    assert queue(library) == [second, first, third]


def as_exported(library: Library, papers: list[int]) -> list[Record]:
    """Return papers as an export of the library has them."""
    with library.reader() as reader:
        written = [json.dumps(entry_to_json(entry)) for entry in reader.entries(papers)]
    return [
        Record(entry.paper, 1, entry, exact=True) for entry in (entry_from_json(json.loads(one)) for one in written)
    ]


def test_an_export_has_the_queue_whatever_its_order(library: Library, tmp_path: Path) -> None:
    library.agenda.queue([5, 2, 4, 1], on=True)
    library.agenda.queue([2], on=False)
    with Library(tmp_path / "other.db") as other:
        other.add(as_exported(library, [1, 2, 3, 4, 5, 6]), file="x", format="json")
        labels = {paper: label_in(library, paper) for paper in (5, 4, 1)}
        assert [label_in(other, paper) for paper in queue(other)] == list(labels.values())


def test_a_queue_that_comes_in_goes_behind_the_one_that_is_there(library: Library, tmp_path: Path) -> None:
    library.agenda.queue([3, 2, 1], on=True)
    with Library(tmp_path / "other.db") as other:
        other.add(as_exported(library, [1, 2, 3, 4]), file="x", format="json")
        other.agenda.queue([3, 2, 1], on=False)
        other.agenda.queue([4, 2], on=True)
        other.add(as_exported(library, [1, 2, 3, 4]), file="x", format="json")
        assert queue(other) == [4, 2, 3, 1]
        other.journal.undo()
        assert queue(other) == [4, 2]


def test_no_place_that_a_file_names_is_too_far(library: Library) -> None:
    far = [
        replace(record, entry=replace(record.entry, queued=2**63 - 1))
        for record in as_exported(library, [1, 2])
        if record.entry is not None
    ]
    library.add(far, file="x", format="json")
    library.agenda.queue([3], on=True)
    assert queue(library)[2:] == [3]


def label_in(library: Library, paper: int) -> str:
    with library.reader() as reader:
        return reader.entry(paper).label


PLACES = st.integers(0, PAPERS)
SOME = st.lists(st.integers(1, PAPERS), min_size=1, max_size=3, unique=True)
STEPS = st.one_of(
    st.builds(lambda papers: ("add", papers), SOME),
    st.builds(lambda papers: ("remove", papers), SOME),
    st.builds(lambda at, to: ("move", [at, to]), PLACES, PLACES),
    st.just(("undo", list[int]())),
)


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_steps_keep_the_order_of_the_other_papers(steps: list[tuple[str, list[int]]]) -> None:
    with temporary(PAPERS) as path, Library(path) as library:
        expected: list[list[int]] = [[]]
        for name, numbers in steps:
            now = expected[-1]
            new = now
            if name == "undo":
                assert (library.journal.undo() is None) is (len(expected) == 1)
                expected[1:] = expected[1:-1]
                new = expected[-1]
            elif name == "move" and now:
                at, to = (number % len(now) for number in numbers)
                library.agenda.move_in_queue(now[at], now[to])
                others = [*now[:at], *now[at + 1 :]]
                new = [*others[:to], now[at], *others[to:]]
            elif name == "add":
                library.agenda.queue(numbers, on=True)
                new = [*now, *(one for one in numbers if one not in now)]
            elif name == "remove":
                library.agenda.queue(numbers, on=False)
                new = [one for one in now if one not in numbers]
            if name != "undo" and new != now:
                expected.append(new)
            assert queue(library) == new
