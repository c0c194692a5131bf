"""Records are stored once, later imports complete them, and nothing is lost."""

from __future__ import annotations

import gc
import io
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import (
    Entry,
    Identifier,
    Leftover,
    Note,
    Paper,
    PartialDate,
    Place,
    Record,
    TitleFrom,
    new_uid,
    now,
)
from paperreader.exchange import import_files, import_text, sample_lists
from paperreader.exports.writers import json_lines as export
from paperreader.formats.readers import json_lines
from paperreader.library import ImportOptions, Library, Progress, Report, Search
from paperreader.library.importing.run import KEPT_LEFTOVERS
from paperreader.query import parse
from tests import strategies
from tests.library.records import record, records
from tests.library.stock import ask, everything, filled, is_sound, sizes

BATCH = 2_000
"""Records in the first transaction of an import; later ones have at most `LARGEST`."""
LARGEST = 8_000
LONG = "An abstract that is long enough to say which paper it is, whatever else there may be printed about it, or not."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "library.db", 0)


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as library:
        yield library


def add(library: Library, *papers: Paper | Record | Leftover) -> Report:
    items = [Record(one, line + 1) if isinstance(one, Paper) else one for line, one in enumerate(papers)]
    return library.add(items, file="file", format="json")


def outcome(report: Report) -> tuple[int, int, int]:
    return report.added, report.merged, report.unchanged


def entries(library: Library) -> list[Entry]:
    with library.reader() as reader:
        return list(reader.entries(sorted(reader.first_ids(10**6))))


def keyless(entry: Entry) -> Paper:
    """A paper without the citation key that the library gave it."""
    return replace(entry.paper, citation_key=None)


def found(library: Library, query: str) -> list[int]:
    with library.reader() as reader:
        return list(Search(reader.connection).find(parse(query)).ids)


def arxiv(value: str) -> tuple[Identifier, ...]:
    return (Identifier("arxiv", value),)


def printed(title: str, **more: object) -> Paper:
    return Paper(title=title, title_from=TitleFrom.PRINTED, **more)  # type: ignore[arg-type]


def test_the_five_reading_lists_hold_as_many_papers_as_they_print(library: Library, path: Path) -> None:
    reports = [import_text(library, one) for one in sample_lists()]
    assert [report.papers for report in reports] == [3, 7, 100, 27, 45]
    assert [report.added for report in reports] == [3, 7, 100, 27, 45]
    before = everything(path)
    again = [import_text(library, one) for one in sample_lists()]
    assert [outcome(report) for report in again] == [(0, 0, count) for count in (3, 7, 100, 27, 45)]
    assert everything(path) == before
    assert is_sound(path)


def test_importing_again_leaves_no_trace_even_of_what_was_left_over(library: Library, path: Path) -> None:
    items: list[Record | Leftover] = [*records(5), Leftover(9, "???", "no idea")]
    assert add(library, *items).left_out == 1
    before = sizes(path)
    report = add(library, *items)
    assert (report.unchanged, report.left_out) == (5, 1)
    assert sizes(path) == before


@pytest.mark.parametrize("order", [1, -1])
def test_an_id_alone_and_a_record_with_its_title_are_one_paper(library: Library, path: Path, order: int) -> None:
    bare = Paper(identifiers=arxiv("2403.13043"))
    whole = printed("Undulating tapestries", abstract=LONG, identifiers=arxiv("2403.13043"))
    add(library, (bare, whole)[::order][0])
    report = add(library, (bare, whole)[::order][1])
    assert outcome(report) == ((0, 1, 0) if order == 1 else (0, 0, 1))
    [entry] = entries(library)
    assert (entry.label, keyless(entry)) == ("Undulating tapestries", whole)
    assert found(library, "undulating tapestries") == found(library, "2403.13043") == [entry.id]
    assert is_sound(path)


def test_an_id_alone_and_its_record_in_one_file_are_one_paper(library: Library, path: Path) -> None:
    bare = Paper(identifiers=arxiv("2403.13043"))
    whole = printed("Undulating tapestries", abstract=LONG, identifiers=arxiv("2403.13043"))
    assert outcome(add(library, bare, whole, bare, whole)) == (1, 1, 2)
    assert len(entries(library)) == 1
    assert is_sound(path)


def test_two_arxiv_ids_with_the_same_text_stay_two_papers(library: Library) -> None:
    one, other = (Paper(abstract=LONG, identifiers=arxiv(value)) for value in ("2403.00001", "2403.00002"))
    assert outcome(add(library, one, other)) == (2, 0, 0)
    assert outcome(add(library, replace(other, upvotes=3))) == (0, 1, 0)


def test_the_same_abstract_with_and_without_an_id_is_one_paper(library: Library) -> None:
    add(library, Paper(abstract=LONG))
    assert outcome(add(library, Paper(abstract=LONG.upper(), identifiers=arxiv("2403.00001")))) == (0, 1, 0)
    assert entries(library)[0].paper.identifiers == arxiv("2403.00001")


TITLE = "What Rivers Remember of Hills"
SMITH = printed(TITLE, authors=("Smith, Ann",), published=PartialDate(2020))


@pytest.mark.parametrize(
    ("other", "one_paper"),
    [
        (printed(TITLE.upper(), authors=("Ann Smith", "B. Jones"), published=PartialDate(2020)), True),
        (printed(TITLE, authors=("Smith A.",), published=PartialDate(2021), venue="CoRR"), True),
        (printed(TITLE, authors=("A. Smith",), published=PartialDate(2021)), False),
        (printed(TITLE, authors=("Ann Smith",)), True),
        (printed(TITLE, authors=("Ann Smith",), published=PartialDate(2023)), False),
        (printed(TITLE, authors=("B. Jones",), published=PartialDate(2020)), False),
        (printed(TITLE, published=PartialDate(2020)), False),
    ],
)
def test_a_title_alone_needs_an_author_and_no_other_year(library: Library, other: Paper, one_paper: bool) -> None:
    add(library, SMITH)
    assert add(library, other).added == (0 if one_paper else 1)


def test_two_short_abstracts_under_one_title_are_both_kept(library: Library) -> None:
    add(library, replace(SMITH, abstract="On Monday."))
    assert outcome(add(library, replace(SMITH, abstract="On Tuesday."))) == (1, 0, 0)
    assert outcome(add(library, replace(SMITH, abstract="On  Monday.", upvotes=1))) == (0, 1, 0)


def test_of_several_papers_with_one_title_the_right_one_is_found_again(library: Library) -> None:
    years = [replace(SMITH, published=PartialDate(year)) for year in (2000, 2005, 2010)]
    assert outcome(add(library, *years)) == (3, 0, 0)
    assert outcome(add(library, *(replace(one, upvotes=7) for one in years))) == (0, 3, 0)
    assert len(entries(library)) == 3


def test_papers_in_doubt_with_each_other_can_have_one_identifier(library: Library, path: Path) -> None:
    add(
        library,
        printed("One", identifiers=arxiv("2403.00001")),
        printed("Two", identifiers=(Identifier("doi", "10.1/x"),)),
    )
    both = printed("One", identifiers=(*arxiv("2403.00001"), Identifier("doi", "10.1/x"), Identifier("pmid", "7")))
    add(library, both, replace(both, upvotes=1), replace(both, upvotes=2))
    assert [entry.paper.identifiers for entry in entries(library)] == [
        (*arxiv("2403.00001"), Identifier("doi", "10.1/x"), Identifier("pmid", "7")),
        (Identifier("doi", "10.1/x"),),
    ]
    assert is_sound(path)


def test_a_merge_keeps_what_the_reader_added(library: Library, path: Path) -> None:
    add(library, Paper(identifiers=arxiv("2403.13043")))
    library.annotations.tag([1], add=["tapestry"])
    library.annotations.write_note(1, "undulating, LONG")
    add(library, printed("Undulating tapestries", abstract=LONG, identifiers=arxiv("2403.13043")))
    [entry] = entries(library)
    assert (entry.tags, len(entry.notes)) == (("tapestry",), 1)
    assert is_sound(path)


def test_leftovers_are_kept_with_their_line_and_reason_and_all_are_counted(library: Library) -> None:
    pieces = [Leftover(line, f"piece {line}", "no idea") for line in range(1, KEPT_LEFTOVERS + 51)]
    report = add(library, *pieces, record(0))
    assert (report.left_out, len(report.leftovers), report.papers) == (KEPT_LEFTOVERS + 50, KEPT_LEFTOVERS, 1)
    with library.reader() as reader:
        assert reader.leftovers() == [("file", piece) for piece in pieces[:KEPT_LEFTOVERS]]
        assert reader.imports()[0].leftovers == KEPT_LEFTOVERS


def test_a_dry_run_reports_the_same_and_writes_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path / "library.db", 2)
    items: list[Record | Leftover] = [*records(BATCH + 10), *records(5), Leftover(1, "?", "?")]
    before, data = everything(path), path.read_bytes()
    with Library(path) as library:
        trial = library.add(items, file="file", format="json", options=ImportOptions(dry_run=True))
        assert everything(path) == before
        real = library.add(items, file="file", format="json")
        assert replace(trial, seconds=0) == replace(real, seconds=0)
        assert outcome(real) == (BATCH + 8, 0, 7)
    path.write_bytes(data)
    with Library(path) as library:
        library.add(items, file="file", format="json", options=ImportOptions(dry_run=True))
    assert path.read_bytes() == data


def test_a_cancelled_import_keeps_what_it_has_and_goes_on_when_run_again(library: Library, path: Path) -> None:
    seen: list[Progress] = []

    def after_two(progress: Progress) -> bool:
        seen.append(progress)
        return len(seen) < 2

    count = 10_000
    report = library.add(records(count), file="file", format="json", progress=after_two)
    first, last = [one.records for one in seen]
    assert BATCH == first < last < count
    assert (report.cancelled, report.added, len(entries(library))) == (True, last, last)
    assert [one.line for one in seen] == [first, last]
    assert ask(path, "select finished from imports") == [(None,)]
    report = library.add(records(count), file="file", format="json")
    assert (report.cancelled, *outcome(report)) == (False, count - last, 0, last)


def test_a_source_that_breaks_off_keeps_the_batches_before(library: Library, path: Path) -> None:
    def broken() -> Iterator[Record]:
        yield from records(BATCH + 5)
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        library.add(broken(), file="file", format="json")
    assert len(entries(library)) == BATCH
    assert is_sound(path)


@pytest.mark.parametrize("between", [0, BATCH])
def test_duplicates_are_found_within_a_batch_and_across_batches(library: Library, path: Path, between: int) -> None:
    votes = record(0, upvotes=5)
    assert outcome(add(library, record(0), *map(record, range(1, between)), record(0), votes)) == (
        max(between, 1),
        1,
        1,
    )
    assert entries(library)[0].paper.upvotes == 5
    if not between:
        assert is_sound(path)


def exported(library: Library) -> str:
    out = io.StringIO()
    export.write(entries(library), out)
    return out.getvalue()


def take_in(library: Library, text: str) -> Report:
    return library.add(json_lines.read(io.StringIO(text), date(2026, 1, 1)), file="export.jsonl", format="json")


def but_for_id(some: Iterable[Entry]) -> list[Entry]:
    return sorted((replace(one, id=0) for one in some), key=lambda one: one.uid)


@settings(max_examples=25, deadline=None)
@given(st.lists(strategies.entries(), max_size=3))
def test_an_export_comes_back_without_loss(some: list[Entry]) -> None:
    first_text = io.StringIO()
    export.write(some, first_text)
    with TemporaryDirectory() as directory:
        first, second = (filled(Path(directory, name), 0) for name in ("first.db", "second.db"))
        with Library(first) as one, Library(second) as other:
            report = take_in(one, first_text.getvalue())
            assert (report.papers, report.left_out) == (len(some), 0)
            kept = but_for_id(entries(one))
            if len(kept) == len(some) == 1:
                key = some[0].paper.citation_key or kept[0].paper.citation_key
                assert same(kept[0]) == same(replace(some[0], paper=replace(some[0].paper, citation_key=key)))
            take_in(other, exported(one))
            assert but_for_id(entries(other)) == kept
            before = everything(second)
            take_in(other, exported(one))
            assert everything(second) == before
            while other.journal.undo():
                pass
            assert not any(one.tags or one.notes or one.highlights or one.starred for one in entries(other))
        assert is_sound(second)


def same(entry: Entry) -> Entry:
    """Return an entry without what differs between libraries: numbers, labels, and the order of things."""
    paper = entry.paper
    return replace(
        entry,
        id=0,
        label="",
        tags=tuple({tag.lower(): tag for tag in reversed(entry.tags)}),
        notes=tuple(sorted(entry.notes, key=lambda note: (note.created, note.id))),
        highlights=tuple(sorted(entry.highlights, key=lambda mark: mark.id)),
        paper=replace(paper, identifiers=tuple(sorted(paper.identifiers))),
    )


def annotated(paper: Paper, **more: object) -> Record:
    return Record(paper, 1, Entry(1, new_uid(), paper, "label", now(), **more))  # type: ignore[arg-type]


def test_an_export_adds_to_what_is_there_and_takes_nothing_away(library: Library) -> None:
    add(library, record(0))
    library.annotations.tag([1], add=["mine"])
    note, _ = library.annotations.write_note(1, "mine")
    theirs = Note(new_uid(), "theirs", now(), now(), 3)
    old = replace(note, body="older", revision=1)
    item = annotated(record(0).paper, tags=("theirs", "MINE"), notes=(old, theirs), starred=True)
    assert outcome(add(library, item)) == (0, 0, 1)
    [entry] = entries(library)
    assert (entry.tags, entry.starred) == (("mine", "theirs"), True)
    assert {one.body for one in entry.notes} == {"mine", "theirs"}
    library.journal.undo()
    [entry] = entries(library)
    assert (entry.tags, entry.notes, entry.starred) == (("mine",), (note,), False)


def test_annotations_from_a_file_of_many_batches_are_one_undo(library: Library) -> None:
    items = [annotated(record(number).paper, tags=("all",)) for number in range(BATCH + 5)]
    add(library, *items)
    assert all(entry.tags == ("all",) for entry in entries(library))
    library.journal.undo()
    assert not any(entry.tags for entry in entries(library))
    assert library.journal.undo() is None


def test_files_that_came_in_together_are_one_undo_and_each_can_be_undone_alone(library: Library, path: Path) -> None:
    list(import_files(library, sample_lists(), problem=pytest.fail))
    library.annotations.star([1], on=True)
    before = [entry.label for entry in entries(library)]
    library.journal.undo()
    assert len(entries(library)) == 182
    undone = library.journal.undo()
    assert undone is not None
    assert undone.what.startswith("imported 3 papers from ")
    assert undone.what.endswith(", and 4 more files")
    assert (entries(library), library.journal.undo()) == ([], None)
    library.journal.redo()
    library.journal.redo()
    assert [entry.label for entry in entries(library)] == before
    library.journal.undo_import(2)
    library.journal.undo()
    library.journal.undo()
    assert entries(library) == []
    library.journal.redo()
    assert len(entries(library)) == 175
    assert is_sound(path)


def test_files_about_the_same_papers_are_undone_and_redone_as_they_came(library: Library, path: Path) -> None:
    bare = Paper(identifiers=arxiv("2403.13043"))
    whole = printed("Undulating tapestries", abstract=LONG, identifiers=arxiv("2403.13043"))
    for paper in (bare, whole, replace(whole, upvotes=3)):
        library.add(
            [Record(paper, 1)], file="file", format="json", options=ImportOptions(imported="2026-01-01T00:00:00.000Z")
        )
    later = add(library, replace(whole, upvotes=4))
    assert outcome(later) == (0, 1, 0)
    for upvotes, turn in ((3, library.journal.undo), (None, library.journal.undo), (3, library.journal.redo)):
        turn()
        assert [entry.paper.upvotes for entry in entries(library)] == ([upvotes] if upvotes else [])
        assert is_sound(path)
    assert [keyless(entry) for entry in entries(library)] == [replace(whole, upvotes=3)]
    assert found(library, "undulating tapestries") == [1]


def test_a_tag_in_an_export_that_is_none_costs_only_itself(library: Library, path: Path) -> None:
    items = [annotated(record(0).paper, tags=("##", "good", "x" * 500)), record(1)]
    report = add(library, *items)
    assert (report.added, report.left_out) == (2, 2)
    assert entries(library)[0].tags == ("good",)
    before = sizes(path)
    add(library, *items)
    assert sizes(path) == before


def test_two_papers_under_one_uid_cost_nothing_but_the_second_title_and_that_is_told(library: Library) -> None:
    one = annotated(printed("One"))
    assert one.entry is not None
    assert outcome(add(library, one, Record(printed("Two"), 2, replace(one.entry, paper=printed("Two"))))) == (1, 1, 0)


def test_memory_is_constant_however_long_the_source(library: Library) -> None:
    alive: weakref.WeakSet[Watched] = weakref.WeakSet()
    most = 0

    def many() -> Iterator[Record]:
        nonlocal most
        for number in range(3 * LARGEST):
            item = Watched(Paper(title=f"t{number}", identifiers=(Identifier("x", str(number)),)), number + 1)
            alive.add(item)
            if number % 500 == 0:
                gc.collect(0)
                most = max(most, len(alive))
            yield item

    assert library.add(many(), file="file", format="json").added == 3 * LARGEST
    assert most <= LARGEST + 1


class Watched(Record):
    """A record that can be counted while it is alive."""

    __slots__ = ("__weakref__",)


def test_a_record_that_came_in_before_volumes_were_read_is_known_again_and_gets_its_own(library: Library) -> None:
    letter = printed("Response to the letter to the editor", authors=("A. Widget",), published=PartialDate(2001))
    add(library, letter)
    placed = replace(letter, place=Place("3", "", "12"))
    assert outcome(add(library, placed)) == (0, 1, 0)
    assert outcome(add(library, placed)) == (0, 0, 1)
    assert outcome(add(library, replace(letter, place=Place("4", "", "12")))) == (1, 0, 0)
    assert [entry.paper.place for entry in entries(library)] == [placed.place, Place("4", "", "12")]
