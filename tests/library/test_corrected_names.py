"""Identifiers and links that the reader writes, and the history of a paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import Identifier, Record, identifier_lines
from paperreader.domain.identifiers import typed_identifiers
from paperreader.library import Library, LibraryError
from tests.library.records import record
from tests.strategies import identifiers

ARXIV = (Identifier("arxiv", "2401.00000"),)
DOI = Identifier("doi", "10.1000/182")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as library:
        library.add([record(0), record(1)], file="a.json", format="json")
        yield library


def names(library: Library, paper: int = 1) -> tuple[Identifier, ...]:
    with library.reader() as reader:
        return reader.entry(paper).paper.identifiers


def links(library: Library) -> tuple[str, ...]:
    with library.reader() as reader:
        return reader.entry(1).paper.links


@given(identifiers())
def test_identifiers_can_be_typed_as_they_are_shown(some: tuple[Identifier, ...]) -> None:
    versions = [one for one in some if one.scheme == "arxiv_version"]
    bare = {one.value.rpartition("v")[0] for one in versions}
    if len(bare) == len(versions):  # of one paper there is one version
        assert set(typed_identifiers(identifier_lines(some), some)) == set(some)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_identifiers_or_is_refused(text: str) -> None:
    try:
        found = typed_identifiers([text])
    except ValueError:
        return
    assert all(one.scheme and one.value and " " not in one.value for one in found)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("doi:10.1000/182", ["doi:10.1000/182"]),
        ("https://doi.org/10.1000/ABC", ["doi:10.1000/abc"]),
        ("arXiv: 2403.13043v2", ["arxiv:2403.13043v2"]),
        ("2403.13043", ["arxiv:2403.13043"]),
        ("PMID: 30922926", ["pmid:30922926"]),
        ("pmcid:pmc123456", ["pmcid:PMC123456"]),
        ("isbn:978-3-16-148410-0", ["isbn:9783161484100"]),
        ("openreview:B1xsqj09Fm", ["openreview:B1xsqj09Fm"]),
        ("  ", []),
    ],
)
def test_an_identifier_is_typed_in_any_of_its_spellings(typed: str, found: list[str]) -> None:
    assert identifier_lines(typed_identifiers([typed])) == found


@pytest.mark.parametrize("typed", ["dunes", "dio:10.1000/182", "doi:dunes", "https://example.org/a", "pmid:x"])
def test_what_is_no_identifier_is_said_and_changes_nothing(library: Library, typed: str) -> None:
    with pytest.raises(LibraryError, match="is not an identifier; write it as doi:"):
        library.corrections.edit(1, identifiers=["doi:10.1000/182", typed])
    assert names(library) == ARXIV


def test_identifiers_are_replaced_lead_to_the_paper_and_one_undo_brings_back_the_old_ones(library: Library) -> None:
    library.corrections.edit(1, identifiers=["doi:10.1000/182"])
    with library.reader() as reader:
        assert reader.resolve("10.1000/182") == 1
        with pytest.raises(LibraryError):
            reader.resolve("2401.00000")
    library.journal.undo()
    assert names(library) == ARXIV
    library.journal.redo()
    assert names(library) == (DOI,)


def test_the_identifier_of_another_paper_is_not_given_to_this_one_and_that_paper_is_named(library: Library) -> None:
    with pytest.raises(LibraryError, match=r"arxiv:2401.00001 belongs to “Paper number 1 of many” \(paper 2\)"):
        library.corrections.edit(1, title="Mine", identifiers=["arxiv:2401.00001"])
    with library.reader() as reader:
        assert replace(reader.entry(1).paper, citation_key=None) == record(0).paper


def test_the_identifier_of_a_paper_that_was_merged_into_this_one_can_be_its_own(library: Library) -> None:
    library.corrections.merge(1, 2)
    library.corrections.edit(1, identifiers=["doi:10.1000/182"])
    library.corrections.edit(1, identifiers=["arxiv:2401.00001"])
    assert names(library) == (Identifier("arxiv", "2401.00001"),)


def test_an_import_brings_back_no_identifier_and_no_link_that_was_edited_away(library: Library) -> None:
    library.corrections.edit(1, identifiers=["doi:10.1000/182"], links=["https://example.org/mine"])
    told = record(0).paper
    again = replace(told, venue="Dunes", links=("https://example.org/theirs",), identifiers=(*told.identifiers, DOI))
    library.add([Record(again, 1)], file="b.json", format="json")
    assert names(library) == (DOI,)
    assert links(library) == ("https://example.org/mine",)
    with library.reader() as reader:
        assert reader.entry(1).paper.venue == "Dunes"
        assert reader.sources(1).fields["identifiers"] is None


def test_merging_unites_identifiers_even_those_that_were_edited(library: Library) -> None:
    library.corrections.edit(1, identifiers=["doi:10.1000/182"])
    with library.reader() as reader:
        both = {DOI, Identifier("arxiv", "2401.00001")}
        assert set(reader.merged(1, 2).identifiers) == both
    library.corrections.merge(1, 2)
    assert set(names(library)) == both


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "example.org", "https://"])
def test_a_link_is_of_the_web_or_is_refused(library: Library, link: str) -> None:
    with pytest.raises(LibraryError, match="is not a link; write it as https://"):
        library.corrections.edit(1, links=[link])
    assert links(library) == ()


def test_the_history_of_a_paper_has_what_was_done_to_it_and_nothing_else(library: Library) -> None:
    library.annotations.tag([1], add=["dunes"])
    library.annotations.tag([2], add=["birds"])
    library.annotations.star([1], on=True)
    library.annotations.tag([1], remove=["dunes"])
    library.annotations.mark_read([1, 2], on=True)
    library.corrections.edit(1, venue="Nature", authors=["Ada Lovelace"])
    library.corrections.edit(2, venue="Science")
    library.journal.undo()
    library.corrections.edit(1, identifiers=["doi:10.1000/182"])
    with library.reader() as reader:
        past = reader.paper_changes(1, 100)
    label = "“Paper number 0 of many”"
    assert [(one.what, one.fields) for one in past] == [
        (f"edited {label}", ("identifiers",)),
        (f"edited {label}", ("authors", "venue")),
        ("marked 2 papers as read", ()),
        (f"tagged {label} -dunes", ()),
        (f"starred {label}", ()),
        (f"tagged {label} +dunes", ()),
    ]


def test_the_history_goes_on_with_that_of_a_merged_paper_and_with_what_was_undone(library: Library) -> None:
    library.annotations.tag([2], add=["birds"])
    library.corrections.merge(1, 2)
    library.annotations.star([1], on=True)
    library.journal.undo()
    with library.reader() as reader:
        past = reader.paper_changes(1, 100)
        assert [one.kind for one in past] == ["undo", "do", "do", "do"]
        assert [one.undone for one in past] == [False, True, False, False]
        assert past[-1].what == "tagged “Paper number 1 of many” +birds"
        assert len(reader.paper_changes(1, 2)) == 2
