"""`gs` lists related papers with the words they share, and Esc returns to exactly the previous place."""

from __future__ import annotations

from textual.pilot import Pilot

from paperreader.config import Config
from paperreader.library import Library, Nearest
from tests.tui.conftest import app_of
from tests.tui.hands import (
    heading,
    hit,
    listed,
    looking_into,
    pane,
    papers,
    playing,
    put_on,
    reader,
    said,
    screen_of,
    shown,
    sidebar,
    type_in,
)


def find(library: Library, beginning: str) -> int:
    with looking_into(library) as looking:
        return next(row.id for row in looking.rows(looking.first_ids(200)) if row.label.startswith(beginning))


def nearest(library: Library, paper: int) -> list[int]:
    with looking_into(library) as looking:
        return [one.paper for one in Nearest(looking.connection).to(paper)]


def where(pilot: Pilot[None]) -> tuple[object, ...]:
    """Return everything visible about the current place."""
    page = papers(pilot)
    return listed(pilot), page.paper, int(page.scroll_y), pane(pilot), heading(pilot), sidebar(pilot).highlighted


async def test_the_nearest_are_listed_below_the_paper_with_the_cursor_on_the_first_of_them(library: Library) -> None:
    blip = find(library, "BLIP —")
    async with playing(library) as pilot:
        await put_on(pilot, blip)
        await hit(pilot, "g s")
        assert listed(pilot) == [blip, *nearest(library, blip)]
        assert papers(pilot).cursor == 1
        assert heading(pilot).startswith("Related to BLIP — a new VLP framework")
        assert f"2 / {len(listed(pilot))}" in heading(pilot)


async def test_what_ties_a_paper_stands_in_the_list_and_the_reader_and_is_marked(library: Library) -> None:
    blip = find(library, "BLIP —")
    async with playing(library) as pilot:
        await put_on(pilot, blip)
        await hit(pilot, "g s")
        assert "shares vision language" in shown(pilot)
        assert screen_of(pilot).count("shares ") > 5
        page = reader(pilot).page
        assert page is not None
        marked = {page.text.text[start:end].lower() for start, end in page.matches}
        assert {"blip", "vision-language pre-training"} <= marked
        await hit(pilot, "k")
        assert "shares" not in shown(pilot)  # the paper itself needs no reason


async def test_esc_goes_back_to_exactly_where_one_was(library: Library) -> None:
    async with playing(library, size=(80, 24)) as pilot:
        await hit(pilot, ", t")
        for _ in range(7):
            await hit(pilot, "ctrl+d")
        await hit(pilot, "k")
        before = where(pilot)
        await hit(pilot, "g s")
        await hit(pilot, "j")
        assert where(pilot) != before
        await hit(pilot, "escape")
        assert where(pilot) == before


async def test_from_the_abstract_it_goes_to_the_list_and_q_back_to_the_abstract(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, find(library, "BLIP —"))
        await hit(pilot, "enter")
        before = where(pilot)
        await hit(pilot, "g s")
        assert pane(pilot) == "list"
        await hit(pilot, "q")
        assert where(pilot) == before
        assert "shares" not in shown(pilot)


async def test_related_papers_of_related_papers_are_gone_back_from_one_by_one(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, find(library, "BLIP —"))
        places = [where(pilot)]
        await hit(pilot, "g s")
        await hit(pilot, "j")
        places.append(where(pilot))
        ties = shown(pilot)
        await hit(pilot, "g s")
        await hit(pilot, "escape")
        assert where(pilot) == places[1]
        assert shown(pilot) == ties
        await hit(pilot, "escape")
        assert where(pilot) == places[0]
        await hit(pilot, "escape")
        assert where(pilot) == places[0]


async def test_asking_again_for_the_same_paper_changes_nothing(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, find(library, "BLIP —"))
        before = where(pilot)
        await hit(pilot, "g s")
        await hit(pilot, "k")
        related = where(pilot)
        await hit(pilot, "g s")
        assert where(pilot) == related
        assert "are already listed" in said(pilot)
        await hit(pilot, "escape")
        assert where(pilot) == before


async def test_a_search_among_related_papers_narrows_them_and_esc_widens_them_again(library: Library) -> None:
    blip = find(library, "BLIP —")
    async with playing(library) as pilot:
        await put_on(pilot, blip)
        await hit(pilot, "g s")
        related = listed(pilot)
        await hit(pilot, "/")
        await type_in(pilot, "captioning")
        await hit(pilot, "enter")
        assert 1 < len(listed(pilot)) < len(related)
        assert set(listed(pilot)) < set(related)
        assert listed(pilot) == [one for one in related if one in listed(pilot)]
        await hit(pilot, "escape")
        assert listed(pilot) == related
        await hit(pilot, ", t")
        assert sorted(listed(pilot)) == sorted(related)
        assert listed(pilot) != related


async def test_what_went_into_the_trash_meanwhile_is_gone_when_one_is_back(library: Library) -> None:
    blip = find(library, "BLIP —")
    async with playing(library) as pilot:
        await put_on(pilot, blip)
        everything = listed(pilot)
        await hit(pilot, "g s")
        gone = papers(pilot).paper
        await hit(pilot, "d d")
        assert gone not in listed(pilot)
        assert listed(pilot)[0] == blip
        await hit(pilot, "escape")
        assert listed(pilot) == [one for one in everything if one != gone]
        assert papers(pilot).paper == blip


async def test_another_view_leaves_no_way_back(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, find(library, "BLIP —"))
        await hit(pilot, "g s")
        await hit(pilot, "0")
        everything = where(pilot)
        assert len(listed(pilot)) == 182
        await hit(pilot, "escape")
        assert where(pilot) == everything


async def test_where_nothing_is_near_it_says_so_and_the_list_stays(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "/")
        await type_in(pilot, "id:nothing")
        await hit(pilot, "enter")
        await hit(pilot, "g s")
        assert "no paper here" in said(pilot)
    with library.reader() as looking:
        row = looking.rows(looking.first_ids(1))[0]
    library.annotations.trash([one for one in range(1, 183) if one != row.id], on=True)
    async with playing(library) as pilot:
        await hit(pilot, "g s")
        assert said(pilot) == "No other paper shares distinctive words with this one."
        assert listed(pilot) == [row.id]


async def test_related_papers_are_no_view_to_save_and_what_is_decided_is_counted_among_them(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, find(library, "BLIP —"))
        await hit(pilot, "g s")
        await hit(pilot, "F")
        assert "found anew each time" in said(pilot)
        assert app_of(pilot).screen is app_of(pilot).main
        await hit(pilot, "a")
        assert f" {len(listed(pilot)) - 1} left " in heading(pilot)


async def test_a_list_of_one_line_a_paper_has_the_ties_in_the_reader_alone(library: Library) -> None:
    async with playing(library, Config(read_after=0, list_lines=1)) as pilot:
        await put_on(pilot, find(library, "BLIP —"))
        await hit(pilot, "g s")
        assert "shares vision language" in shown(pilot)
        assert screen_of(pilot).count("shares ") == 1
