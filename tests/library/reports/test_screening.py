"""The progress of screening, the next paper to screen, the history of notes, and their links."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Decision, Identifier, Paper, Record, TitleFrom
from paperreader.library import Library, NoSuchPaper, Screening
from paperreader.library.database.connection import connect
from tests.library.records import record, records
from tests.library.stock import filled, temporary


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(filled(tmp_path / "library.db")) as library:
        yield library


def decide(library: Library) -> None:
    """Four papers and a trashed one: one accepted, two rejected, one undecided."""
    library.add((record(number) for number in (3, 4)), file="more", format="json")
    library.annotations.decide([1, 5], Decision.ACCEPT)
    library.annotations.decide([2, 3], Decision.REJECT, reason="off topic")
    library.annotations.decide([3], Decision.REJECT, reason="no data")
    library.annotations.trash([5], on=True)


def made(accepted: int, rejected: int) -> dict[str, int]:
    """Return this many decisions of each kind, and none of the others."""
    return {**dict.fromkeys(Decision, 0), Decision.ACCEPT: accepted, Decision.REJECT: rejected}


def test_screening_counts_what_is_not_trashed_or_what_it_is_given(library: Library) -> None:
    decide(library)
    with library.reader() as reader:
        reasons = (("no data", 1), ("off topic", 1))
        assert reader.screening() == Screening(4, made(1, 2), 1, reasons)
        assert reader.screening([5, 2, 2]) == Screening(2, made(1, 1), 0, (("off topic", 1),))
        assert reader.screening([]) == Screening(0, made(0, 0), 0, ())
        counts = reader.counts()
        assert (counts.decided, counts.undecided) == (made(1, 2), 1)
        assert reader.decisions([1, 2, 4]) == {1: "accept", 2: "reject"}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([None, *Decision]), min_size=1, max_size=12), st.permutations(range(1, 13)))
def test_the_next_undecided_is_the_nearest_in_either_direction(
    decisions: list[Decision | None], order: list[int]
) -> None:
    with temporary(12) as path, Library(path) as library:
        for paper, decision in enumerate(decisions, 1):
            if decision is not None:
                library.annotations.decide([paper], decision)
        done = {paper for paper, decision in enumerate(decisions, 1) if decision is not None}
        places = [at for at, paper in enumerate(order) if paper not in done]
        with library.reader() as reader:
            for start in range(-1, 13):
                assert reader.next_undecided(order, start, 1) == next((at for at in places if at > start), None)
                before = next((at for at in reversed(places) if at < start), None)
                assert reader.next_undecided(order, start, -1) == before


def test_the_next_undecided_may_be_far_away(tmp_path: Path) -> None:
    with Library(filled(tmp_path / "many.db", 5_000)) as library:
        library.annotations.decide(range(1, 5_000), Decision.MAYBE)
        with library.reader() as reader:
            ids = list(range(1, 5_001))
            assert reader.next_undecided(ids, 0, 1) == 4_999
            assert reader.next_undecided(ids, 4_999, -1) is None
            assert reader.screening(range(1, 6_000)).undecided == 1_000
            assert len(reader.decisions(ids)) == 4_999


def test_the_next_batch_begins_where_another_import_does(library: Library) -> None:
    library.add((record(number) for number in (3, 4)), file="more", format="json")
    with library.reader() as reader:
        ids = [4, 5, 1, 2, 3]
        assert [reader.next_batch(ids, at, 1) for at in range(5)] == [2, 2, None, None, None]
        assert [reader.next_batch(ids, at, -1) for at in range(5)] == [None, None, 1, 1, 1]
        assert reader.next_batch(ids, 9, 1) is None
        assert [row.batch for row in reader.rows(ids)] == [2, 2, 1, 1, 1]


def test_statistics_are_those_of_a_flow_diagram(library: Library) -> None:
    twin = Paper("The same paper", TitleFrom.PRINTED, identifiers=(Identifier("arxiv", "2401.00000"),))
    library.add([Record(twin, 1), record(1), record(9)], file="second", format="json")
    library.annotations.decide([1, 2], Decision.ACCEPT)
    library.annotations.decide([3], Decision.REJECT, reason="old")
    library.annotations.decide([4], Decision.MAYBE)
    library.journal.undo()
    library.annotations.trash([2], on=True)
    library.annotations.tag([1], add=["x", "y"])
    library.annotations.star([1, 4], on=True)
    library.annotations.write_note(1, "n")
    with library.reader() as reader:
        whole = reader.statistics()
        assert [(one.file, one.records, one.papers) for one in whole.sources] == [("records", 3, 3), ("second", 3, 1)]
        assert (whole.records, whole.duplicates, whole.papers, whole.trashed) == (6, 2, 4, 1)
        assert whole.screening == Screening(3, made(1, 1), 1, (("old", 1),))
        assert whole.screened == 2
        assert (whole.notes, whole.highlights, whole.tags, whole.starred, whole.read) == (1, 0, 2, 2, 0)
        assert [count for _, count in whole.days] == [3]
        some = reader.statistics([1, 2])
        assert [(one.file, one.records, one.papers) for one in some.sources] == [("records", 2, 2), ("second", 1, 0)]
        assert (some.records, some.duplicates, some.papers, some.trashed, some.starred) == (3, 1, 2, 1, 1)
        assert some.screening == Screening(1, made(1, 0), 0, ())
        assert [count for _, count in some.days] == [2]
        assert reader.statistics([]).papers == reader.statistics([]).records == 0


def test_statistics_say_what_was_done_when_and_which_tags_and_venues_are_common(library: Library) -> None:
    library.add([record(9)], file="second", format="json")
    library.annotations.mark_read([1, 2], on=True)
    library.annotations.mark_read([3], on=True, automatic=True)
    library.annotations.mark_read([1], on=False)
    library.annotations.star([4], on=True)
    library.annotations.decide([1, 2], Decision.ACCEPT)
    library.annotations.tag([1, 2], add=["x"])
    library.annotations.tag([1, 2, 3, 4], add=["y"])
    library.annotations.trash([4], on=True)
    with library.reader() as reader, closing(connect(library.path, writes=True)) as connection:
        connection.execute("update papers set venue = iif(id = 3, 'Cell', 'Nature')")
        connection.execute("update papers set published = iif(id = 1, '2019-05', '2021')")
        connection.execute("update changes set made = '2024-07-23T12:00:00.000Z' where id = 2")
        connection.execute("update imports set started = iif(id = 1, '2024-07-01T12:00:00.000Z', 'no time')")
        told = reader.statistics()
        assert told.added == (("2024-07-01", 3),)
        assert sum(papers for _, papers in told.reading) == 3
        assert ("2024-07-23", 1) in told.reading or ("2024-07-23", 2) in told.reading
        assert sum(papers for _, papers in told.days) == 2
        assert told.tag_counts == (("y", 3), ("x", 2))
        assert told.venues.values == (("Nature", 2), ("Cell", 1))
        assert [(one.year, one.papers, one.accepted) for one in told.years] == [(2019, 1, 1), (2021, 2, 1)]
        some = reader.statistics([1, 4])
        assert some.tag_counts == (("x", 1), ("y", 1))
        assert some.venues.values == (("Nature", 1),)
        assert [(one.year, one.papers, one.accepted) for one in some.years] == [(2019, 1, 1)]
        assert sum(papers for _, papers in some.reading) == 1
        assert reader.statistics([]).added == reader.statistics([]).tag_counts == ()


def test_the_pace_is_the_median_without_the_pauses(library: Library) -> None:
    library.add(records(9), file="more", format="json")
    for paper in range(1, 7):
        library.annotations.decide([paper], Decision.ACCEPT)
    with library.reader() as reader, closing(connect(library.path, writes=True)) as connection:
        for change, second in enumerate((0, 10, 25, 28, 3000, 3010), 1):
            made = f"2024-07-23T12:{second // 60:02d}:{second % 60:02d}.000Z"
            connection.execute("update changes set made = ? where id = ?", (made, change))
        assert reader.statistics().pace == 6.0
        assert reader.statistics().minutes_left == 3 / 6.0
        assert reader.statistics([1]).pace is None


def test_a_note_tells_all_it_ever_said(library: Library) -> None:
    note, _ = library.annotations.write_note(1, "one")
    library.annotations.edit_note(note.id, "two", revision=1)
    library.journal.undo()
    library.journal.redo()
    library.annotations.delete_note(note.id)
    with library.reader() as reader:
        versions = reader.note_history(note.id)
        what = "a note on “Paper number 0 of many”"
        assert [(one.body, one.what) for one in versions] == [
            ("one", f"wrote {what}"),
            ("two", f"edited {what}"),
            ("one", f"undid: edited {what}"),
            ("two", f"redid: edited {what}"),
            (None, f"deleted {what}"),
        ]
        assert [one.made for one in versions] == sorted(one.made for one in versions)
        assert reader.note_history("unknown") == []


def test_a_note_bound_to_a_highlight_has_not_said_anything_new(library: Library) -> None:
    with library.reader() as reader:
        text = reader.abstracts([1])[1]
        mark, _ = library.annotations.highlight(1, 0, 8, text=text)
        note, _ = library.annotations.write_note(1, "one", highlight=mark.id)
        library.annotations.delete_highlight(mark.id)
        library.journal.undo()
        assert [one.body for one in reader.note_history(note.id)] == ["one"]


def test_backlinks_are_found_by_every_name_of_a_paper_but_its_number(library: Library) -> None:
    with library.reader() as reader:
        uid = reader.entry(1).uid
    for body in (
        "see [[2401.00000]], twice: [[arXiv:2401.00000v3|this]]\nand [[https://arxiv.org/abs/2401.00000]]",
        f"[[{uid.upper()}]]",
        "[[1]] 2401.00000 [[#2401.00000]] [[2401.00001]]",
    ):
        library.annotations.write_note(2, body)
    library.annotations.write_note(1, "myself: [[2401.00000]]")
    note, _ = library.annotations.write_note(3, "- [[2401.00000]]")
    with library.reader() as reader:
        links = reader.backlinks(1)
        assert [(one.paper, one.line) for one in links] == [
            (2, "see [[2401.00000]], twice: [[arXiv:2401.00000v3|this]]"),
            (2, "and [[https://arxiv.org/abs/2401.00000]]"),
            (2, f"[[{uid.upper()}]]"),
            (3, "- [[2401.00000]]"),
        ]
        assert (links[-1].note, links[-1].label) == (note.id, "Paper number 2 of many")
        assert reader.backlinks(2) == []
        assert reader.backlinks(99) == []
        library.annotations.trash([3], on=True)
        assert len(reader.backlinks(1)) == 3


def test_only_notes_with_links_are_read_for_backlinks(library: Library) -> None:
    with library.reader() as reader:
        plan = reader.connection.execute("explain query plan select paper from notes n where instr(n.body, '[[')")
        assert "notes_linking" in " ".join(row["detail"] for row in plan)


def test_abstracts_are_those_of_papers_that_exist(library: Library) -> None:
    with library.reader() as reader:
        found = reader.abstracts([3, 99, 1, 1])
        assert set(found) == {1, 3}
        assert found[1].startswith("Abstract number 0")


def test_a_bare_number_names_no_paper_where_that_is_not_wanted(library: Library) -> None:
    with library.reader() as reader:
        assert reader.resolve("2") == 2
        assert reader.resolve("2401.00001", numbers=False) == 2
        with pytest.raises(NoSuchPaper):
            reader.resolve("2", numbers=False)
