"""The queue by keyboard."""

from __future__ import annotations

from paperreader.config import Config
from paperreader.library import Library
from tests.tui.hands import (
    entry_of,
    heading,
    hit,
    listed,
    pane,
    papers,
    playing,
    said,
    screen_of,
    shown,
    sidebar,
    type_in,
    views,
)


async def test_p_queues_the_selected_papers_and_takes_them_out_again(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "space space p")
        assert said(pilot).startswith("put 2 papers at the end of the queue")
        assert "Queue 2" in views(pilot)
        await hit(pilot, "escape G p")
        assert "» in the queue" in shown(pilot)
        await hit(pilot, "g q")
        assert listed(pilot) == [1, 2, 182]
        assert sidebar(pilot).view.title == "Queue"
        await hit(pilot, "ctrl+a p")
        assert said(pilot).startswith("took 3 papers out of the queue")
        assert listed(pilot) == []
        assert "The queue is empty; p fills it." in screen_of(pilot)
        assert not any(view.startswith("Queue") for view in views(pilot))
        await hit(pilot, "u")
        assert listed(pilot) == [1, 2, 182]


async def test_p_in_the_reader_is_about_the_paper_that_is_read(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "j enter p")
        assert (pane(pilot), entry_of(library, 2).queued) == ("reader", 1)
        await hit(pilot, "p")
        assert entry_of(library, 2).queued is None


async def test_the_queue_is_put_in_order_where_it_is_listed(library: Library) -> None:
    library.agenda.queue([1, 2, 3, 4], on=True)
    async with playing(library) as pilot:
        await hit(pilot, "}")
        assert "g q goes there" in said(pilot)
        await hit(pilot, "g q } }")
        assert (listed(pilot), papers(pilot).paper) == ([2, 3, 1, 4], 1)
        await hit(pilot, "} }")
        assert said(pilot) == "This is the last paper in the queue."
        await hit(pilot, "u")  # all its moves at once
        assert listed(pilot) == [1, 2, 3, 4]
        await hit(pilot, "G { g g {")
        assert said(pilot) == "This is the first paper in the queue."
        assert listed(pilot) == [1, 2, 4, 3]
        await hit(pilot, ", Q")
        assert listed(pilot) == [3, 4, 2, 1]
        await hit(pilot, "}")
        assert "g q goes there" in said(pilot)


async def test_a_move_goes_past_papers_that_were_just_done(library: Library) -> None:
    library.agenda.queue([1, 2, 3], on=True)
    async with playing(library, Config(read_after=0, advance=False)) as pilot:
        await hit(pilot, "g q j a")
        assert said(pilot).startswith("accepted “")
        assert "out of the queue" in said(pilot)
        assert "Queue 2" in views(pilot)
        await hit(pilot, "k }")
        assert listed(pilot) == [3, 1]


async def test_g_q_goes_back_to_the_place_it_came_from(library: Library) -> None:
    library.agenda.queue([5], on=True)
    async with playing(library) as pilot:
        await hit(pilot, ", t /")
        await type_in(pilot, "reward")
        await hit(pilot, "enter j j")
        before = (listed(pilot), papers(pilot).paper, heading(pilot))
        await hit(pilot, "g q")
        assert listed(pilot) == [5]
        assert "by title" not in heading(pilot)
        await hit(pilot, "g q")
        assert (listed(pilot), papers(pilot).paper, heading(pilot)) == before


async def test_g_q_on_a_queue_chosen_in_the_sidebar_goes_to_all_papers(library: Library) -> None:
    library.agenda.queue([5, 3], on=True)
    async with playing(library) as pilot:
        await hit(pilot, "h j j")
        assert (sidebar(pilot).view.title, listed(pilot)) == ("Queue", [5, 3])
        await hit(pilot, "enter g q")
        assert len(listed(pilot)) == 182


async def test_a_glance_leaves_a_paper_in_the_queue_and_r_takes_it_out(library: Library) -> None:
    library.agenda.queue([1, 2], on=True)
    async with playing(library, Config(read_after=0.01)) as pilot:
        await hit(pilot, "g q")
        await pilot.pause(0.1)
        await hit(pilot, "ctrl+l")
        assert entry_of(library, 1).read
        assert listed(pilot) == [1, 2]
    async with playing(library) as pilot:
        await hit(pilot, "g q j r ctrl+l")
        assert listed(pilot) == [1]
