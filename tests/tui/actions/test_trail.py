"""Ctrl+o goes back through the places that were left by a leap, and Ctrl+n forward again."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from paperreader.library import Library
from tests.tui.conftest import app_of
from tests.tui.hands import heading, hit, listed, pane, papers, playing, put_on, reader, said, sidebar, type_in


def paper(pilot: Pilot[None]) -> int | None:
    return papers(pilot).paper


def on_line(pilot: Pilot[None]) -> int:
    return papers(pilot).cursor * papers(pilot).lines - int(papers(pilot).scroll_y)


async def test_after_g_it_goes_back_to_the_paper_on_the_same_line_and_forward_again(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        line = on_line(pilot)
        await hit(pilot, "G")
        last = paper(pilot)
        await hit(pilot, "ctrl+o")
        assert (paper(pilot), on_line(pilot)) == (90, line)
        await hit(pilot, "ctrl+n")
        assert paper(pilot) == last
        await hit(pilot, "ctrl+n")
        assert said(pilot) == "There is no place after this one."
        assert paper(pilot) == last


async def test_single_steps_are_no_places(library: Library) -> None:
    async with playing(library) as pilot:
        start = paper(pilot)
        await hit(pilot, "j j j G k k ctrl+o")
        assert papers(pilot).cursor == 3
        await hit(pilot, "ctrl+o")
        assert said(pilot) == "There is no place before this one."
        assert papers(pilot).cursor == 3
        assert start == listed(pilot)[0]


async def test_leaps_are_gone_back_one_by_one_and_forward_one_by_one(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "j j G k g g j")
        stations = [2, 180, 1]
        assert papers(pilot).cursor == stations[2]
        await hit(pilot, "ctrl+o")
        assert papers(pilot).cursor == stations[1]
        await hit(pilot, "ctrl+o")
        assert papers(pilot).cursor == stations[0]
        await hit(pilot, "ctrl+n")
        assert papers(pilot).cursor == stations[1]
        await hit(pilot, "ctrl+n")
        assert papers(pilot).cursor == stations[2]


async def test_a_new_leap_forgets_what_was_ahead(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "G ctrl+o j G ctrl+n")
        assert said(pilot) == "There is no place after this one."
        await hit(pilot, "ctrl+o")
        assert papers(pilot).cursor == 1


async def test_it_goes_back_from_a_search_and_forward_to_its_results(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "/")
        await type_in(pilot, "lora")
        await hit(pilot, "enter j")
        found, here = listed(pilot), paper(pilot)
        await hit(pilot, "ctrl+o")
        assert (len(listed(pilot)), paper(pilot)) == (182, 90)
        await hit(pilot, "ctrl+n")
        assert (listed(pilot), paper(pilot)) == (found, here)
        assert "/lora" in heading(pilot)


async def test_a_search_that_was_given_up_is_no_place(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "/")
        await type_in(pilot, "lora")
        await hit(pilot, "escape j ctrl+o")
        assert said(pilot) == "There is no place before this one."


async def test_a_search_that_esc_left_comes_back(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "/")
        await type_in(pilot, "lora")
        await hit(pilot, "enter")
        found = listed(pilot)
        await hit(pilot, "escape")
        assert len(listed(pilot)) == 182
        await hit(pilot, "ctrl+o")
        assert listed(pilot) == found


async def test_it_goes_back_from_a_view_to_the_one_before_however_many_were_passed(library: Library) -> None:
    library.annotations.star([3, 5, 9], on=True)
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "h j j enter")
        assert heading(pilot).startswith("Starred")
        await hit(pilot, "j ctrl+o")
        assert (heading(pilot)[:10], paper(pilot), pane(pilot)) == ("All papers", 90, "list")
        assert sidebar(pilot).view.title == "All papers"
        await hit(pilot, "ctrl+n")
        assert (heading(pilot)[:7], papers(pilot).cursor) == ("Starred", 1)
        await hit(pilot, "ctrl+o ctrl+o")
        assert said(pilot) == "There is no place before this one."


async def test_a_view_opened_by_its_number_is_left_again(library: Library) -> None:
    library.annotations.save_view("Adapters", "lora", key="1")
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "1")
        assert heading(pilot).startswith("Adapters")
        await hit(pilot, "ctrl+o")
        assert (len(listed(pilot)), paper(pilot)) == (182, 90)


async def test_the_order_comes_back_with_the_place(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, ", t")
        by_title = listed(pilot)
        await hit(pilot, "j j")
        here = paper(pilot)
        await hit(pilot, "G , d ctrl+o")
        assert (listed(pilot), paper(pilot)) == (by_title, here)
        assert "by title" in heading(pilot)


async def test_the_place_in_the_abstract_and_the_pane_come_back(library: Library) -> None:
    async with playing(library, size=(80, 16)) as pilot:
        await put_on(pilot, 20)
        await hit(pilot, "enter ) ) )")
        place = reader(pilot).caret.place, reader(pilot).scroll_y
        await hit(pilot, "g g")
        assert reader(pilot).caret.place == 0
        await hit(pilot, "escape G enter ctrl+o")
        assert (paper(pilot), pane(pilot)) == (20, "list")
        await hit(pilot, "ctrl+o")
        assert (paper(pilot), pane(pilot)) == (20, "reader")
        assert (reader(pilot).caret.place, reader(pilot).scroll_y) == place


async def test_letters_related_papers_notes_and_highlights_are_left_again(library: Library) -> None:
    library.annotations.write_note(120, "a note")
    library.annotations.set_jump("b", 100)
    async with playing(library) as pilot:
        await put_on(pilot, 20)
        await hit(pilot, "' b")
        assert paper(pilot) == 100
        await hit(pilot, "g s")
        assert heading(pilot).startswith("Related to")
        await hit(pilot, "g n enter")
        assert paper(pilot) == 120
        await hit(pilot, "ctrl+o")
        assert heading(pilot).startswith("Related to")
        await hit(pilot, "ctrl+o")
        assert paper(pilot) == 100
        await hit(pilot, "ctrl+o")
        assert (paper(pilot), pane(pilot)) == (20, "list")
        await hit(pilot, "ctrl+n ctrl+n ctrl+n")
        assert (paper(pilot), pane(pilot)) == (120, "reader")


async def test_a_link_in_a_note_is_left_again(library: Library) -> None:
    library.annotations.tag([3, 5], add=["todo"])
    library.annotations.write_note(20, "see [[#todo]]")
    async with playing(library) as pilot:
        await put_on(pilot, 20)
        await hit(pilot, "enter f")
        if not heading(pilot).startswith("#todo"):
            await hit(pilot, "a")
        assert heading(pilot).startswith("#todo")
        await hit(pilot, "ctrl+o")
        assert (heading(pilot)[:10], paper(pilot), pane(pilot)) == ("All papers", 20, "reader")


async def test_places_that_went_away_are_skipped(library: Library) -> None:
    library.annotations.tag([3, 5, 9], add=["todo"])
    library.annotations.save_view("Adapters", "lora", key="1")
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "1 j G g t enter j 0 G")
        assert app_of(pilot).reader.views()
        library.annotations.delete_view(app_of(pilot).reader.views()[0].uid)
        library.annotations.delete_tag("todo")
        await hit(pilot, "ctrl+o")
        assert (heading(pilot)[:10], papers(pilot).cursor) == ("All papers", 0)
        await hit(pilot, "ctrl+o")
        assert (heading(pilot)[:10], paper(pilot)) == ("All papers", 90)
        await hit(pilot, "ctrl+o")
        assert said(pilot) == "There is no place before this one."


async def test_a_paper_that_was_merged_away_is_skipped(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "G")
        await put_on(pilot, 50)
        await hit(pilot, "g g")
        library.corrections.merge(51, 50)
        await hit(pilot, "ctrl+o")
        assert paper(pilot) == 90


async def test_the_trail_is_of_bounded_length(library: Library) -> None:
    async with playing(library) as pilot:
        for at in range(120):
            await put_on(pilot, 20 + at)
            await pilot.press("G")
        await hit(pilot, "j")
        assert len(app_of(pilot).main.actions.trail._behind) == 100


@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
async def test_it_goes_back_where_one_pane_has_the_screen(library: Library, size: tuple[int, int]) -> None:
    async with playing(library, size=size) as pilot:
        await put_on(pilot, 20)
        await hit(pilot, "enter ) )")
        place = reader(pilot).caret.place
        await hit(pilot, "escape")
        await hit(pilot, "enter G escape G ctrl+o")
        assert (paper(pilot), pane(pilot)) == (20, "list")
        await hit(pilot, "ctrl+o")
        assert (paper(pilot), pane(pilot), reader(pilot).caret.place) == (20, "reader", place)
