"""Annotations from other programs come in once, where they belong, and change nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from paperreader.domain import Anchor, Annotation, Entry, Identifier, Paper, Record, TitleFrom, Wording, new_uid
from paperreader.exchange import import_files
from paperreader.exports import EXPORTS
from paperreader.library import Library, Report

ABSTRACT = "We count herons from balloons. Herons are hard to count, and balloons are hard to steer."
TITLE = "Counting Herons from Balloons"
NAMES = ("w3c", "hypothesis", "readwise")
UID = "0190e1c2-7b5a-7000-8000-0000000000aa"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as library:
        papers = (
            Paper(TITLE, TitleFrom.PRINTED, abstract=ABSTRACT, identifiers=(Identifier("arxiv", "2403.13043"),)),
            Paper("Steering", TitleFrom.PRINTED, abstract="How to steer.", links=("https://example.org/steering",)),
            Paper(None, TitleFrom.DERIVED, abstract="An abstract that nobody gave a title: https://github.com/x/y."),
        )
        add(library, *(Record(one, line) for line, one in enumerate(papers, start=1)))
        yield library


def add(library: Library, *records: Record) -> Report:
    return library.add(records, file="x", format="w3c")


def entries(library: Library) -> list[Entry]:
    with library.reader() as reader:
        return list(reader.entries(range(1, 20)))


def said(quote: str = "", text: str = "", uid: str = UID, **more: str) -> Annotation:
    place = Anchor(quote, more.pop("prefix", ""), more.pop("suffix", ""), -1, -1) if quote else None
    return Annotation(uid, place, text, **more)  # type: ignore[arg-type]


def about(*annotations: Annotation, title: str | None = None, link: str = "", **more: str) -> Record:
    identifiers = (Identifier("arxiv", more.pop("arxiv")),) if "arxiv" in more else ()
    paper = Paper(title, (title and TitleFrom.PRINTED) or None, identifiers=identifiers, links=(link,) if link else ())
    return Record(paper, 1, annotations=annotations, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "record",
    [
        about(said("hard to steer"), arxiv="2403.13043", title="Some page – PDF viewer"),
        about(said("hard to steer"), title=TITLE.upper()),
        about(said("hard to steer"), title=TITLE, link="https://example.org/elsewhere"),
    ],
    ids=["identifier", "title", "title and another page"],
)
def test_the_paper_is_found_and_stays_as_it_is(library: Library, record: Record) -> None:
    before = entries(library)
    report = add(library, record)
    assert (report.added, report.merged, report.unchanged, report.left_out) == (0, 0, 1, 0)
    after = entries(library)
    assert [one.paper for one in after] == [one.paper for one in before]
    (highlight,) = after[0].highlights
    assert (highlight.start, highlight.end) == (ABSTRACT.index("hard to steer"), len(ABSTRACT) - 1)


def test_the_paper_is_found_by_the_address_of_its_page(library: Library) -> None:
    add(library, about(said(text="Read again"), link="https://example.org/steering"))
    assert [note.body for note in entries(library)[1].notes] == ["Read again"]


def test_the_paper_is_found_by_its_uid(library: Library) -> None:
    uid = entries(library)[2].uid
    add(library, about(said(text="Read again"), about=uid))
    assert [note.body for note in entries(library)[2].notes] == ["Read again"]


def test_a_paper_that_is_not_here_is_made_if_it_has_a_title(library: Library) -> None:
    report = add(library, about(said("many words"), title="Another Paper", link="https://example.org/other"))
    assert report.added == 1
    (new,) = entries(library)[3:]
    assert (new.paper.title, new.paper.links) == ("Another Paper", ("https://example.org/other",))
    assert [(one.quote, one.is_orphan) for one in new.highlights] == [("many words", True)]


def test_a_page_without_a_title_is_left_over_with_a_reason(library: Library) -> None:
    report = add(library, about(said("many words"), link="https://example.org/other"))
    assert (report.papers, report.added, report.left_out) == (0, 0, 1)
    assert report.leftovers[0].text == "https://example.org/other"
    assert "nothing says what its title is" in report.leftovers[0].why
    assert len(entries(library)) == 3


def test_a_passage_that_is_not_in_the_abstract_is_an_orphan_and_finds_its_place_when_that_comes(
    library: Library,
) -> None:
    add(library, about(said("a new sentence with words", prefix="Here is "), title="Another Paper"))
    assert entries(library)[3].highlights[0].is_orphan
    paper = Paper("Another Paper", TitleFrom.PRINTED, abstract="Here is a new sentence with words. " * 2)
    library.add([Record(paper, 1)], file="y", format="json")
    assert [one.quote for entry in entries(library) for one in entry.highlights] == ["a new sentence with words"]


def test_a_second_remark_on_a_passage_is_a_note_on_its_highlight(library: Library) -> None:
    other = said("hard to count", "Really?", new_uid())
    for _ in range(2):
        add(library, about(said("hard to count", "Why?"), other, arxiv="2403.13043"))
    first = entries(library)[0]
    assert [(one.quote, one.comment) for one in first.highlights] == [("hard to count", "Why?")]
    assert [(note.body, note.highlight) for note in first.notes] == [("Really?", first.highlights[0].id)]


def test_what_is_said_already_is_not_said_again_whatever_its_id(library: Library) -> None:
    start = ABSTRACT.index("hard to count")
    library.annotations.highlight(1, start, start + 13, text=ABSTRACT, comment="Why?", colour="blue")
    library.annotations.write_note(1, "See [[2403.13043|this]], and [[2]].")
    before = entries(library)
    add(
        library,
        about(
            said("hard to count", "Why?"),
            said("hard to count", "", new_uid()),
            said("", "See this (heron2024counting), and [[2]].", new_uid()),
            arxiv="2403.13043",
        ),
    )
    assert entries(library) == before


def test_tags_on_the_whole_paper_become_its_own(library: Library) -> None:
    annotation = Annotation(UID, None, "Read again", ("todo", "/"))
    report = add(library, about(annotation, arxiv="2403.13043"))
    assert entries(library)[0].tags == ("todo",)
    assert report.left_out == 1


def test_an_import_that_adds_annotations_can_be_undone(library: Library) -> None:
    before = entries(library)
    add(library, about(said("hard to count", "Why?"), said("", "A note", new_uid()), arxiv="2403.13043"))
    assert entries(library) != before
    library.journal.undo()
    assert entries(library) == before


@pytest.fixture
def annotated(library: Library) -> Library:
    write = library.annotations
    start = ABSTRACT.index("Herons are")
    write.highlight(1, 3, 15, text=ABSTRACT, comment="A comment, “quoted”\nand with .dots", tags=["a tag"])
    highlight, _ = write.highlight(1, start - 1, start + 10, text=ABSTRACT, colour="pink")
    write.highlight(1, 8, 30, text=ABSTRACT, colour="green", comment=".net begins with a dot")
    write.write_note(1, "On the passage", highlight=highlight.id)
    write.write_note(1, "See [[2403.13043]] and\n\n- a list")
    write.write_note(3, "About what has no title")
    write.tag([1], add=["to read", "herons"])
    return library


def exported(library: Library, name: str, place: Path) -> Path:
    export = next(one for one in EXPORTS if one.name == name)
    with library.reader() as reader:
        out = io.StringIO(newline="")
        export.write(reader.entries(range(1, 20)), out, Wording({}, reader.linked_papers))
    file = place / f"out{export.extension}"
    file.write_text(out.getvalue(), encoding="utf-8", newline="")
    return file


@pytest.mark.parametrize("name", NAMES)
def test_what_was_exported_adds_nothing_to_the_same_library(annotated: Library, tmp_path: Path, name: str) -> None:
    before = entries(annotated)
    reports = list(import_files(annotated, [exported(annotated, name, tmp_path)], problem=pytest.fail))
    assert [(one.format, one.added, one.left_out) for one in reports] == [(name, 0, 0)]
    assert entries(annotated) == before


@pytest.mark.parametrize("name", NAMES)
def test_what_was_exported_brings_everything_to_a_library_with_the_same_papers_once(
    annotated: Library, tmp_path: Path, name: str
) -> None:
    file = exported(annotated, name, tmp_path)
    first = entries(annotated)[0]
    with Library(tmp_path / "other.db") as other:
        other.add([Record(first.paper, 1)], file="x", format="json")
        for _ in range(2):
            list(import_files(other, [file], problem=pytest.fail))
            there = entries(other)[0]
            assert [(one.quote.strip(), one.comment) for one in there.highlights] == [
                (one.quote.strip(), one.comment) for one in first.highlights
            ]
            assert {one.body.partition(" and")[2] for one in there.notes} == {"", "\n\n- a list"}
            assert len(there.notes) == len(first.notes)
            assert sum(note.highlight is not None for note in there.notes) == 1
            assert {tag.replace("_", " ") for tag in there.tags} == set(first.tags)
            if name == "w3c":
                assert [one.colour for one in there.highlights] == [one.colour for one in first.highlights]
                assert [one.id for one in there.highlights] == [one.id for one in first.highlights]
