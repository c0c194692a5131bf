"""`gd` shows possible duplicates side by side, to be merged, kept apart or left for later, with undo."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from paperreader.config import Config
from paperreader.domain import Decision, Entry, Identifier, Paper, PartialDate, Record, TitleFrom
from paperreader.library import Library, NoSuchPaper
from paperreader.tui import PaperReader
from paperreader.tui.dialogs.duplicates import Duplicates
from paperreader.tui.dialogs.progress import ProgressScreen
from paperreader.tui.dialogs.word_diff import side_by_side
from tests.library.deduplication.test_merging import ONE, TWO
from tests.library.stock import filled
from tests.tui.conftest import app_of, settled, until_dealt_with
from tests.tui.hands import (
    bring_in_file,
    heading,
    hit,
    listed,
    pane,
    papers,
    playing,
    put_on,
    reader,
    said,
    screen_of,
    send,
    type_in,
    views,
)
from tests.tui.main.test_looks import Compare, config_of
from tests.tui.stage import on_stage
from tests.tui.waiting import until

RIVERS = Paper(
    title="What Rivers Remember of Hills",
    title_from=TitleFrom.PRINTED,
    abstract=f"{ONE} {TWO}",
    identifiers=(Identifier("arxiv", "2403.00001"),),
    published=PartialDate(2024),
)
REVISED = " ".join([*TWO.split()[:15], *reversed(TWO.split()[15:])])
TERRACES = replace(
    RIVERS,
    title="What Rivers Recall of Hills",
    abstract=f"{ONE} {REVISED}",
    authors=("Ada Lovelace", "Alan Turing"),
    identifiers=(Identifier("doi", "10.1000/terraces"),),
    published=PartialDate(2024, 7, 23),
    venue="Journal of Terraces",
)
WHALES = Paper(title="Whale Song in Warm Water", title_from=TitleFrom.PRINTED, abstract="They sing less.")
SEALS = replace(WHALES, abstract="The seals are quiet too, as far as anybody hears.")
"""Has the same title as another, and nothing else in common."""


def add(library: Library, file: str, *papers: Paper) -> None:
    library.add([Record(paper, line) for line, paper in enumerate(papers, 1)], file=file, format="json")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    """Three unrelated papers, and two pairs of possible duplicates: 4 with 6, and 5 with 7."""
    with Library(filled(tmp_path / "library.db")) as library:
        add(library, "/home/ada/first.json", RIVERS, WHALES)
        add(library, "/home/ada/second.json", TERRACES, SEALS)
        yield library


def entry(library: Library, paper: int) -> Entry:
    with library.reader() as reader:
        return reader.entry(paper)


def doubts(library: Library) -> list[tuple[int, int]]:
    with library.reader() as reader:
        return [(pair.one.id, pair.other.id) for pair in reader.duplicates()]


def warned(pilot: Pilot[None]) -> list[str]:
    return [one.message for one in pilot.app._notifications]


def test_the_shelf_has_two_doubtful_pairs(shelf: Library) -> None:
    assert doubts(shelf) == [(4, 6), (5, 7)]


# -- what is seen -----------------------------------------------------------------------------------------------------


async def test_both_papers_stand_side_by_side_with_where_they_come_from_and_what_is_alike(shelf: Library) -> None:
    shelf.annotations.tag([4], add=["water"])
    shelf.annotations.write_note(6, "a terrace")
    shelf.annotations.star([6], on=True)
    shelf.annotations.decide([6], Decision.REJECT, reason="off topic")
    async with playing(shelf, size=(120, 40)) as pilot:
        await hit(pilot, "g d")
        seen = screen_of(pilot)
        assert "1 of 2" in seen
        assert "% alike" in seen
        for both in (
            ("What Rivers Remember of Hills", "What Rivers Recall of Hills"),
            ("A is kept", "B is merged into it"),
            ("none", "Ada Lovelace, Alan Turing"),
            ("2024", "23 Jul 2024"),
            ("arXiv 2403.00001", "DOI 10.1000/terraces"),
            ("first.json:1", "second.json:1"),
            ("none", "× rejected: off topic"),
            ("#water", "★ starred, 1 note"),
        ):
            assert any(both[0] in line and both[1] in line.partition(both[0])[2] for line in seen.splitlines()), both


async def test_what_is_pressed_before_the_pairs_are_read_is_for_them(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        for key in "g d x x escape".split(" "):
            send(pilot, key)
        await until_dealt_with(pilot)
        assert doubts(shelf) == []
        assert pane(pilot) == "list"
        assert entry(shelf, 1).decision is None


async def test_in_a_narrow_terminal_one_stands_below_the_other_and_what_is_the_same_stands_there_once(
    shelf: Library,
) -> None:
    shelf.corrections.edit(4, venue="Journal of Terraces")
    for size in ((80, 24), (40, 20)):
        async with playing(shelf, size=size) as pilot:
            await hit(pilot, "g d")
            seen = ""
            for _ in range(12):
                seen += screen_of(pilot)
                await hit(pilot, "space")
            assert "A ✓ What Rivers Remember of Hills" in seen
            assert "B   What Rivers Recall of Hills" in seen
            assert "A ✓ Journal" not in seen
            assert "Journal of Terraces" in seen
            assert "raises" in seen


def test_what_differs_is_told_word_by_word_and_space_between_such_words_with_them() -> None:
    one, other = side_by_side("the shape of old hills here", "the form by old hills there")
    assert one == [("the ", False), ("shape of", True), (" old hills ", False), ("here", True)]
    assert other == [("the ", False), ("form by", True), (" old hills ", False), ("there", True)]
    assert side_by_side("", "all of it") == ([("", False)], [("all of it", False)])
    assert side_by_side("nothing in", "common here") == ([("nothing in", False)], [("common here", False)])


async def test_without_colours_and_signs_what_differs_stands_in_braces(shelf: Library) -> None:
    async with playing(shelf, Config(read_after=0, ascii=True)) as pilot:
        await hit(pilot, "g d")
        seen = screen_of(pilot)
        assert "v What Rivers {Remember} of Hills" in seen
        assert "What Rivers {Recall} of Hills" in seen
        assert "> A is kept" in seen


async def test_a_sign_says_what_the_merged_paper_would_have_whichever_stays(shelf: Library) -> None:
    shelf.annotations.decide([4], Decision.ACCEPT)
    shelf.annotations.decide([6], Decision.REJECT)
    async with playing(shelf) as pilot:
        await hit(pilot, "g d")
        seen = screen_of(pilot)
        assert "✓ What Rivers Remember" in seen
        assert "✓ 23 Jul 2024" in seen
        assert "✓ + accepted" in seen
        assert "✓ × rejected" not in seen
        await hit(pilot, "l")
        seen = screen_of(pilot)
        assert "▌ B is kept" in seen
        assert "✓ What Rivers Recall" in seen
        assert "✓ 23 Jul 2024" in seen
        assert "✓ + accepted" not in seen
        assert "✓ × rejected" in seen
        for key, name in (("h", "A"), ("tab", "B"), ("shift+tab", "A"), ("right", "B"), ("left", "A")):
            await hit(pilot, key)
            assert f"▌ {name} is kept" in screen_of(pilot)


@pytest.mark.parametrize("keep", [0, 1])
async def test_what_is_signed_is_what_merging_makes(shelf: Library, keep: int) -> None:
    shelf.corrections.edit(6, title="A Title of My Own")
    with shelf.reader() as looking:
        wanted = looking.merged(*((4, 6) if keep == 0 else (6, 4)))
    async with playing(shelf) as pilot:
        await hit(pilot, f"g d{' l' if keep else ''}")
        assert "✓ A Title of My Own" in screen_of(pilot)
        await hit(pilot, "m")
    merged = entry(shelf, (4, 6)[keep]).paper
    assert replace(merged, identifiers=()) == replace(wanted, identifiers=())
    assert set(merged.identifiers) == set(wanted.identifiers)


async def test_both_scroll_together_by_lines_by_pages_and_to_the_ends(shelf: Library) -> None:
    async with playing(shelf, size=(120, 20)) as pilot:
        await hit(pilot, "g d")
        scroll = pilot.app.screen.query_one(VerticalScroll)
        await hit(pilot, "j down k")
        assert scroll.scroll_y == 1
        await hit(pilot, "G")
        assert scroll.scroll_y == scroll.max_scroll_y > 4
        await hit(pilot, "g")
        assert scroll.scroll_y == 0
        await hit(pilot, "space")
        assert scroll.scroll_y > 2
        await hit(pilot, "ctrl+b n")
        assert scroll.scroll_y == 0


async def test_what_a_source_says_is_shown_as_text(shelf: Library) -> None:
    hostile = "What Rivers [b]Forget[/b] of \x1b]52;c;aGFjaw==\x07 [@click=app.quit]Hills[/]"
    shelf.corrections.edit(6, title=hostile, venue=hostile, authors=[hostile])
    async with playing(shelf, size=(200, 40)) as pilot:
        await hit(pilot, "g d")
        seen = screen_of(pilot)
        assert "[b]Forget[/b]" in seen
        assert "[@click=app.quit]Hills[/]" in seen
        assert "\x1b]52" not in seen


# -- what is decided --------------------------------------------------------------------------------------------------


async def test_merging_takes_one_out_of_the_list_and_undo_in_the_list_brings_it_back_with_what_was_written(
    shelf: Library,
) -> None:
    shelf.annotations.write_note(6, "a terrace")
    shelf.annotations.tag([6], add=["water"])
    text = entry(shelf, 6).paper.abstract
    shelf.annotations.highlight(6, 3, 20, text=text)
    before = [entry(shelf, paper) for paper in (4, 6)]
    async with playing(shelf) as pilot:
        await put_on(pilot, 6)
        everything, counts = listed(pilot), views(pilot)
        await hit(pilot, "g d")
        await hit(pilot, "m")
        assert "merged paper 6 into 4" in screen_of(pilot)
        assert "1 of 1" in screen_of(pilot)
        assert "Whale Song" in screen_of(pilot)
        await hit(pilot, "escape")
        assert listed(pilot) == [paper for paper in everything if paper != 6]
        assert papers(pilot).paper == 4
        assert "All papers 6" in views(pilot)
        assert "#water 1" in views(pilot)
        assert reader(pilot).entry == entry(shelf, 4)
        assert [note.body for note in entry(shelf, 4).notes] == ["a terrace"]
        await hit(pilot, "u y")
        assert said(pilot).startswith("undone: merged")
        assert (listed(pilot), views(pilot)) == (everything, counts)
        assert [replace(entry(shelf, one.id), notes=(), highlights=()) for one in before] == [
            replace(one, notes=(), highlights=()) for one in before
        ]
        assert [note.body for note in entry(shelf, 6).notes] == ["a terrace"]
        assert [(mark.start, mark.end) for mark in entry(shelf, 6).highlights] == [(3, 20)]
        assert papers(pilot).paper in (4, 6)
        await hit(pilot, "ctrl+r")
        assert listed(pilot) == [paper for paper in everything if paper != 6]
        assert heading(pilot).endswith(" / 6")


async def test_the_other_one_can_stay(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "g d")
        await hit(pilot, "l")
        await hit(pilot, "m")
        assert "merged paper 4 into 6" in screen_of(pilot)
        assert 6 in listed(pilot)
        assert 4 not in listed(pilot)
    assert entry(shelf, 6).paper.title == "What Rivers Recall of Hills"


async def test_merging_from_the_abstract_of_the_one_that_goes_leads_to_the_one_that_stays(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await put_on(pilot, 6)
        await hit(pilot, "enter")
        assert pane(pilot) == "reader"
        await hit(pilot, "g d")
        await hit(pilot, "m")
        await hit(pilot, "escape")
        assert 6 not in listed(pilot)
        assert (pane(pilot), papers(pilot).paper) == ("reader", 4)
        assert reader(pilot).entry == entry(shelf, 4)


async def test_where_the_one_that_stays_is_not_listed_the_cursor_comes_to_a_neighbour(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "/")
        await type_in(pilot, "title:(recall OR song)")
        await hit(pilot, "enter")
        assert sorted(listed(pilot)) == [5, 6, 7]
        await put_on(pilot, 6)
        await hit(pilot, "enter")
        await hit(pilot, "g d")
        await hit(pilot, "m")
        await hit(pilot, "escape")
        assert sorted(listed(pilot)) == [5, 7]
        assert papers(pilot).paper in (5, 7)
        assert reader(pilot).entry == entry(shelf, papers(pilot).paper or 0)


async def test_the_first_pair_is_that_of_the_paper_under_the_cursor_also_when_one_comes_back_from_reading(
    shelf: Library,
) -> None:
    async with playing(shelf) as pilot:
        await put_on(pilot, 7)
        await hit(pilot, "g d")
        assert "2 of 2" in screen_of(pilot)
        await hit(pilot, "enter")
        assert papers(pilot).paper == 5
        await hit(pilot, "g d")
        assert "2 of 2" in screen_of(pilot)


async def test_a_merged_paper_is_marked_no_more(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        papers(pilot).select([5, 6])
        await hit(pilot, "g d")
        await hit(pilot, "m")
        assert papers(pilot).selected == {5}


async def test_a_pair_that_is_kept_apart_is_not_asked_about_again(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        everything = listed(pilot)
        await hit(pilot, "g d")
        await hit(pilot, "x")
        assert "kept papers 4 and 6 apart" in screen_of(pilot)
        assert "1 of 1" in screen_of(pilot)
        assert "Whale Song" in screen_of(pilot)
        assert doubts(shelf) == [(5, 7)]
        await hit(pilot, "f")
        assert doubts(shelf) == [(5, 7)]
        await hit(pilot, "escape")
        assert listed(pilot) == everything
        assert said(pilot).startswith("kept ")
        await hit(pilot, "u")
        assert doubts(shelf) == [(4, 6), (5, 7)]


async def test_later_leaves_a_pair_in_the_queue_and_at_the_end_says_so(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "g d")
        await hit(pilot, "n")
        assert "2 of 2" in screen_of(pilot)
        assert "Whale Song" in screen_of(pilot)
        await hit(pilot, "J")
        assert "2 of 2" in screen_of(pilot)
        assert "the last pair" in screen_of(pilot)
        await hit(pilot, "N")
        assert "1 of 2" in screen_of(pilot)
        assert "the last pair" not in screen_of(pilot)
        await hit(pilot, "K")
        assert "This is the first pair" in screen_of(pilot)
    assert doubts(shelf) == [(4, 6), (5, 7)]


async def test_undo_right_there_comes_back_to_the_pair_and_undoes_nothing_older(shelf: Library) -> None:
    shelf.annotations.star([1], on=True)
    async with playing(shelf) as pilot:
        await hit(pilot, "g d")
        await hit(pilot, "n")
        await hit(pilot, "m")
        await hit(pilot, "x")
        assert "There are no possible duplicates" in screen_of(pilot)
        await hit(pilot, "u")
        assert "1 of 1" in screen_of(pilot)
        assert "Rivers" in screen_of(pilot)
        await hit(pilot, "u")
        assert "2 of 2" in screen_of(pilot)
        assert "Whale Song" in screen_of(pilot)
        assert "undone: merged" in screen_of(pilot)
        assert 7 in listed(pilot)
        await hit(pilot, "u")
        assert "Nothing has been decided here yet" in screen_of(pilot)
        assert entry(shelf, 1).starred
        await hit(pilot, "ctrl+r")
        assert "redone: merged" in screen_of(pilot)
        assert 7 not in listed(pilot)
        await hit(pilot, "ctrl+r")
        await hit(pilot, "ctrl+r")
        assert "nothing to redo" in screen_of(pilot)
        assert doubts(shelf) == []


async def test_a_merge_carries_the_doubts_of_the_one_that_goes_over_to_the_one_that_stays(shelf: Library) -> None:
    add(shelf, "third.json", replace(WHALES, abstract="Nobody knows why, and ships are loud."))
    pairs = doubts(shelf)
    assert pairs == [(4, 6), (5, 7), (5, 8), (7, 8)]
    async with playing(shelf) as pilot:
        await hit(pilot, "g d")
        await hit(pilot, "m")
        await hit(pilot, "m")
        assert "1 of 1" in screen_of(pilot)  # what was doubtful of 7 is so of 5
        await hit(pilot, "m")
        assert "There are no possible duplicates" in screen_of(pilot)
        for _ in range(3):
            await hit(pilot, "u")
        assert doubts(shelf) == pairs


async def test_enter_opens_the_one_that_stays_in_the_reader(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "g d")
        await hit(pilot, "l")
        await hit(pilot, "enter")
        assert pilot.app.screen is app_of(pilot).main
        assert (pane(pilot), papers(pilot).paper) == ("reader", 6)
        await hit(pilot, "g d")
        await hit(pilot, "q")
        assert pane(pilot) == "reader"


# -- the whole library ------------------------------------------------------------------------------------------------


async def test_where_there_is_none_it_says_so_and_looks_through_the_whole_library(shelf: Library) -> None:
    with closing(sqlite3.connect(shelf.path)) as connection:  # as a library of before has it
        connection.execute("delete from doubts")
        connection.commit()
    async with playing(shelf) as pilot:
        await hit(pilot, "g d")
        assert "There are no possible duplicates" in screen_of(pilot)
        assert "f search the whole library" in screen_of(pilot)
        await hit(pilot, "m x n u enter")  # there is nothing to do these to
        assert "There are no possible duplicates" in screen_of(pilot)
        await hit(pilot, "f")
        assert "2 more pairs found" in screen_of(pilot)
        assert "1 of 2" in screen_of(pilot)
        await hit(pilot, "f")
        assert "no more pairs found" in screen_of(pilot)
    assert doubts(shelf) == [(4, 6), (5, 7)]


async def test_looking_through_the_library_shows_how_far_it_is_and_esc_stops_it(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    progresses = PaperReader.progresses

    def stopped_at_once(app: PaperReader, screen: ProgressScreen, words: str) -> bool:
        seen.append(words)
        screen.stopped = True
        return progresses(app, screen, words)

    monkeypatch.setattr("paperreader.library.deduplication.corrections._PAGE", 2)
    monkeypatch.setattr(PaperReader, "progresses", stopped_at_once)
    async with on_stage(shelf, lambda _: Duplicates()) as (pilot, app):
        await hit(pilot, "f")
        assert isinstance(app.screen, Duplicates)
        assert "stopped: no more pairs found" in screen_of(pilot)
        assert seen[0] == "2 papers compared"
        assert "7 papers compared" not in seen


# -- two windows ------------------------------------------------------------------------------------------------------


async def test_a_pair_that_another_window_merged_meanwhile_is_passed_over(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "g d")
        await hit(pilot, "n")
        with Library(shelf.path) as other:
            other.corrections.merge(6, 4)
        await hit(pilot, "N")
        assert "skipped a pair: one of its papers is gone" in screen_of(pilot)
        assert "1 of 1" in screen_of(pilot)
        assert "Whale Song" in screen_of(pilot)


@pytest.mark.parametrize("key", ["m", "x"])
async def test_a_decision_on_a_paper_that_is_gone_meanwhile_says_so_and_goes_on(shelf: Library, key: str) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "g d")
        with Library(shelf.path) as other:
            other.corrections.merge(6, 4)
        await hit(pilot, key)
        assert warned(pilot) == ["There is no paper 4 in this library."]
        assert "1 of 1" in screen_of(pilot)
        with pytest.raises(NoSuchPaper), shelf.reader() as looking:
            looking.merged(6, 4)
        await hit(pilot, "u")
        assert "Nothing has been decided here yet" in screen_of(pilot)


async def test_an_import_undone_elsewhere_takes_its_pairs_along(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "g d")
        with Library(shelf.path) as other:
            other.journal.undo()
        await hit(pilot, "l")
        assert "There are no possible duplicates" in screen_of(pilot)


async def test_a_paper_that_is_read_while_another_window_merges_it_away_gives_way_to_a_neighbour(
    shelf: Library,
) -> None:
    async with playing(shelf) as pilot:
        await put_on(pilot, 6)
        await hit(pilot, "enter")
        with Library(shelf.path) as other:
            other.corrections.merge(4, 6)
        await until(pilot, lambda: 6 not in listed(pilot))
        await settled(pilot)
        assert pane(pilot) == "reader"
        assert reader(pilot).entry == app_of(pilot).main.entry()


async def test_a_library_that_another_program_holds_says_so_and_the_pair_stays(shelf: Library) -> None:
    shelf.patience(0.05)
    async with playing(shelf) as pilot:
        await hit(pilot, "g d")
        await hit(pilot, "l")
        with closing(sqlite3.connect(shelf.path)) as holding:
            holding.execute("begin immediate")
            await hit(pilot, "m")
            [warning] = warned(pilot)
            assert "another program" in warning.lower()
            assert "1 of 2" in screen_of(pilot)
            holding.execute("rollback")
        assert "▌ B is kept" in screen_of(pilot)
        await hit(pilot, "m")
        assert "merged paper 4 into 6" in screen_of(pilot)


async def test_the_report_of_an_import_says_where_doubtful_pairs_are_shown(library: Library, tmp_path: Path) -> None:
    words = entry(library, 1).paper.abstract.split()
    half = len(words) // 2
    more = {"title": "Another Title", "abstract": " ".join([*words[:half], *reversed(words[half:])])}
    (tmp_path / "more.jsonl").write_text(json.dumps(more) + "\n", encoding="utf-8")
    async with playing(library) as pilot:
        await bring_in_file(pilot, tmp_path / "more.jsonl")
        assert said(pilot) == "imported: 1 new, 1 possible duplicate (gd shows them)"
        await hit(pilot, "g d")
        assert "Another Title" in screen_of(pilot)


# -- how it looks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", ["ink", "paper", "ascii"])
@pytest.mark.parametrize("size", [(40, 20), (80, 24), (120, 40)])
def test_two_papers_that_may_be_one(shelf: Library, snap_compare: Compare, look: str, size: tuple[int, int]) -> None:
    shelf.annotations.tag([4], add=["water", "todo"])
    shelf.annotations.write_note(6, "a terrace")
    shelf.annotations.decide([4], Decision.ACCEPT)
    shelf.annotations.decide([6], Decision.REJECT, reason="off topic")

    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await hit(pilot, "g d")

    assert snap_compare(PaperReader(shelf, config_of(look)), terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
def test_after_the_last_pair(shelf: Library, snap_compare: Compare, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await hit(pilot, "g d")
        await hit(pilot, "x")
        await hit(pilot, "m")

    assert snap_compare(PaperReader(shelf, config_of()), terminal_size=size, run_before=before)


async def test_all_pairs_of_one_reason_are_merged_at_once_after_a_look_and_one_undo_takes_it_back(
    library: Library,
) -> None:
    papers = [
        Paper(
            title=f"On the {word} of rivers and lakes",
            title_from=TitleFrom.PRINTED,
            authors=("Ada Mann",),
            venue=venue,
        )
        for venue in ("Journal of Lakes", "Workshop of Rivers")
        for word in ("depth", "width")
    ]
    add(library, "whales.json", WHALES, SEALS)
    add(library, "places.json", *papers)
    before = doubts(library)
    async with playing(library) as pilot:
        await hit(pilot, "g d")
        await hit(pilot, "M")
        assert "Merge all 2 pairs for this reason?" in screen_of(pilot)
        assert "is merged into" in screen_of(pilot)
        await hit(pilot, "n")
        assert doubts(library) == before
        await hit(pilot, "M")
        await hit(pilot, "y")
        assert len(doubts(library)) == 1
        assert "merged 2 pairs of papers" in screen_of(pilot)
        await hit(pilot, "u")
        assert doubts(library) == before
        await hit(pilot, "X")
        assert "Keep apart all 2 pairs for this reason?" in screen_of(pilot)
        await hit(pilot, "y")
        assert len(doubts(library)) == 1
        await hit(pilot, "u")
        assert doubts(library) == before
