"""Moving the end of a title that a rule split off, in the library and during an import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Paper, Record, TitleFrom
from paperreader.library import ImportOptions, Library, NoSuchPaper
from paperreader.library.database.errors import Invalid
from tests.library.deduplication.test_merging import ONE, TWO, add, arxiv, entries, found, printed
from tests.library.stock import filled, is_sound, temporary


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(filled(tmp_path / "library.db", 0)) as library:
        yield library


def papers(library: Library) -> list[Paper]:
    return [entry.paper for entry in entries(library)]


def fused_paper(title: str = "Rivers Remember", abstract: str = ONE, **more: object) -> Paper:
    origin = TitleFrom.SPLIT if title else TitleFrom.DERIVED
    sure = 0.5 if title else None
    return Paper(title or None, origin, sure, abstract, **more)  # type: ignore[arg-type]


class TestTheEndOfATitle:
    """Moving the boundary of a title that its source fuses to the abstract."""

    def test_moves_word_by_word_and_is_no_longer_doubtful(self, library: Library) -> None:
        add(library, fused_paper())
        done = library.corrections.move_title(1, 2)
        [paper] = papers(library)
        assert paper.title == "Rivers Remember We study"
        assert paper.abstract == ONE.removeprefix("We study ")
        assert (paper.title_from, paper.title_confidence) == (TitleFrom.SPLIT, 1.0)
        assert done.what == "moved the end of the title “Rivers Remember We study”"
        library.corrections.move_title(1, -3)
        assert papers(library)[0].title == "Rivers"
        assert papers(library)[0].abstract == f"Remember {ONE}"

    def test_gives_a_title_to_a_paper_that_had_none_and_takes_it_away(self, library: Library) -> None:
        add(library, fused_paper(""))
        library.corrections.move_title(1, 1)
        assert papers(library)[0].title == "We"
        library.corrections.move_title(1, -1)
        [paper] = papers(library)
        assert (paper.title, paper.title_from, paper.title_confidence) == (None, TitleFrom.DERIVED, None)
        assert paper.abstract == ONE

    def test_stops_at_both_ends_of_the_text_where_nothing_is_written(self, library: Library) -> None:
        add(library, fused_paper("A", "b c"))
        library.corrections.move_title(1, 9)
        assert (papers(library)[0].title, papers(library)[0].abstract) == ("A b c", "")
        assert library.corrections.move_title(1, 1).change is None
        library.corrections.move_title(1, -9)
        assert (papers(library)[0].title, papers(library)[0].abstract) == (None, "A b c")
        assert library.corrections.move_title(1, -1).change is None

    def test_is_one_undo_for_a_run_of_moves(self, library: Library) -> None:
        add(library, fused_paper())
        before = entries(library)
        change = None
        for by in (1, 1, 1, -1):
            change = library.corrections.move_title(1, by, amending=change).change
        after = entries(library)
        library.journal.undo()
        assert entries(library) == before
        library.journal.redo()
        assert entries(library) == after

    def test_is_found_by_search_where_it_is_now(self, library: Library) -> None:
        add(library, fused_paper())
        library.corrections.move_title(1, 4)
        assert found(library, "title:rivers title:how") == [1]
        is_sound(library.path)

    def test_is_not_moved_where_the_title_was_printed_or_is_of_another_source(self, library: Library) -> None:
        add(library, printed("Rivers Remember", ONE, identifiers=arxiv("2401.00001")))
        with pytest.raises(Invalid, match="printed"):
            library.corrections.move_title(1, 1)
        add(library, Paper(title_from=TitleFrom.DERIVED, abstract=TWO, identifiers=arxiv("2401.00002")))
        add(library, fused_paper("Bees", TWO[:60], identifiers=arxiv("2401.00002")))
        with pytest.raises(Invalid, match="two sources"):
            library.corrections.move_title(2, 1)
        with pytest.raises(NoSuchPaper):
            library.corrections.move_title(9, 1)

    def test_keeps_highlights_on_their_words(self, library: Library) -> None:
        add(library, fused_paper())
        start = ONE.index("sediment")
        library.annotations.highlight(1, start, start + 8, text=ONE)
        library.corrections.move_title(1, 3)
        [mark] = entries(library)[0].highlights
        assert entries(library)[0].paper.abstract[mark.start : mark.end] == "sediment"

    def test_wins_over_sources_that_come_later(self, library: Library) -> None:
        add(library, fused_paper("Rivers", identifiers=arxiv("2401.00001")))
        library.corrections.move_title(1, 1)
        before = papers(library)
        add(library, printed("Another Title", ONE, identifiers=arxiv("2401.00001")), file="later")
        assert papers(library) == before


class TestTheEndOfATitleThatWasMovedBeforeItCameIn:
    def test_is_where_it_was_moved_to_and_importing_again_changes_nothing(self, library: Library) -> None:
        read = fused_paper()
        library.add([Record(read, 1, moved=2), Record(fused_paper("Bees", TWO), 2)], file="file", format="json")
        moved = papers(library)
        assert [paper.title for paper in moved] == ["Rivers Remember We study", "Bees"]
        assert add(library, read, fused_paper("Bees", TWO)) == (0, 0, 2, 0)
        assert papers(library) == moved

    def test_can_be_moved_elsewhere_when_it_is_imported_again(self, library: Library) -> None:
        for moved in (2, -1, -1):
            library.add([Record(fused_paper(), 1, moved=moved)], file="file", format="json")
        assert papers(library)[0].title == "Rivers"

    def test_is_undone_and_redone_with_the_import(self, library: Library) -> None:
        library.add([Record(fused_paper(), 1, moved=2)], file="file", format="json")
        after = entries(library)
        library.journal.undo()
        assert entries(library) == []
        assert library.journal.undo() is None
        library.journal.redo()
        assert entries(library) == after
        is_sound(library.path)

    def test_is_left_alone_where_a_better_source_gave_another_text(self, library: Library) -> None:
        add(library, printed("Rivers Remember", ONE, identifiers=arxiv("2401.00001")))
        before = papers(library)
        read = fused_paper("Rivers Remember We", ONE.removeprefix("We "), identifiers=arxiv("2401.00001"))
        library.add([Record(read, 1, moved=-1)], file="file", format="json")
        assert [paper.title for paper in papers(library)] == [paper.title for paper in before]

    def test_leaves_no_trace_in_a_dry_run(self, library: Library) -> None:
        report = library.add(
            [Record(fused_paper(), 1, moved=2)], file="file", format="json", options=ImportOptions(dry_run=True)
        )
        assert report.added == 1
        assert entries(library) == []


@given(
    st.lists(st.sampled_from(["Rivers", "remember", "(RL)", "x.", "é"]), min_size=1, max_size=6),
    st.lists(st.sampled_from(["We", "show", "that\nit", "is", "so."]), min_size=1, max_size=6),
    st.lists(st.integers(-3, 3), max_size=5),
)
@settings(max_examples=25, deadline=None)
def test_however_the_end_of_a_title_is_moved_no_word_is_lost(
    title: list[str], abstract: list[str], moves: list[int]
) -> None:
    with temporary(0) as path, Library(path) as library:
        add(library, fused_paper(" ".join(title), " ".join(abstract)))
        for by in moves:
            library.corrections.move_title(1, by)
            [paper] = papers(library)
            assert f"{paper.title or ''} {paper.abstract}".split() == " ".join([*title, *abstract]).split()
