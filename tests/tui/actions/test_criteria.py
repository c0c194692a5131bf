"""The criteria of a screening above the abstract, by keyboard."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from paperreader.library import Library
from paperreader.tui import PaperReader
from paperreader.tui.widgets import CriteriaBand
from tests.tui.conftest import app_of
from tests.tui.hands import hit, looking_into, playing, reader, said, screen_of, type_in
from tests.tui.main.test_looks import Compare, config_of

CRITERIA = "in humans [b]only[/b]\nmore than 20 of them"


def criteria(library: Library) -> dict[str, str]:
    with looking_into(library) as fresh:
        return fresh.criteria()


def band(pilot: Pilot[None]) -> CriteriaBand:
    return app_of(pilot).main.query_one(CriteriaBand)


async def test_criteria_are_written_and_stand_above_the_abstract(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "g I")
        assert "Criteria of all papers" in screen_of(pilot)
        await type_in(pilot, "in humans [b]only[/b]")
        await hit(pilot, "enter")
        await type_in(pilot, "more than 20 of them")
        await hit(pilot, "escape")
        assert criteria(library) == {"": CRITERIA}
        seen = screen_of(pilot)
        assert "in humans [b]only[/b]" in seen
        assert band(pilot).region.bottom == reader(pilot).region.y
        assert band(pilot).region.x == reader(pilot).region.x
        await hit(pilot, "g i")
        assert "in humans" not in screen_of(pilot)
        assert said(pilot) == "criteria hidden"
        await hit(pilot, "u")
        assert criteria(library) == {}


async def test_a_view_has_its_own_and_else_those_of_all_papers(library: Library) -> None:
    library.annotations.save_view("mine", "lora", key="1")
    library.annotations.save_view("other", "prompt", key="2")
    library.annotations.set_criteria(None, "general ones")
    async with playing(library) as pilot:
        await hit(pilot, "g i 1 g I")
        assert "Criteria of the view mine" in screen_of(pilot)
        await type_in(pilot, "special ones")
        await hit(pilot, "escape")
        assert "Criteria  mine" in screen_of(pilot)
        assert "special ones" in screen_of(pilot)
        await hit(pilot, "2")
        assert "Criteria  all papers" in screen_of(pilot)
        assert "general ones" in screen_of(pilot)
        await hit(pilot, "0")
        assert "special ones" not in screen_of(pilot)
        await hit(pilot, "1 u")
        assert "special ones" not in screen_of(pilot)
        assert "general ones" in screen_of(pilot)


async def test_without_criteria_it_says_how_to_write_them(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "g i")
        assert "None yet: gI writes them." in screen_of(pilot)


async def test_what_was_not_changed_is_not_written(library: Library) -> None:
    library.annotations.set_criteria(None, "general ones")
    async with playing(library) as pilot:
        with looking_into(library) as fresh:
            before = len(fresh.changes(100))
        await hit(pilot, "g I escape")
        with looking_into(library) as fresh:
            assert len(fresh.changes(100)) == before


async def test_emptied_criteria_are_gone(library: Library) -> None:
    library.annotations.set_criteria(None, "x")
    async with playing(library) as pilot:
        await hit(pilot, "g I backspace escape")
        assert criteria(library) == {}
        assert "None yet" in screen_of(pilot)


async def test_in_a_narrow_terminal_they_are_above_the_abstract_only(library: Library) -> None:
    library.annotations.set_criteria(None, "general ones")
    async with playing(library, size=(40, 20)) as pilot:
        await hit(pilot, "g i")
        assert "general ones" not in screen_of(pilot)
        await hit(pilot, "enter")
        assert "general ones" in screen_of(pilot)


async def test_long_criteria_leave_room_for_the_abstract(library: Library) -> None:
    library.annotations.set_criteria(None, "\n".join(f"line {number}" for number in range(100)))
    async with playing(library, size=(80, 24)) as pilot:
        await hit(pilot, "g i")
        assert band(pilot).region.height < reader(pilot).region.height


@pytest.mark.parametrize("look", ["ink", "paper", "ascii"])
@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_criteria_above_the_abstract(library: Library, snap_compare: Compare, size: tuple[int, int], look: str) -> None:
    library.annotations.set_criteria(None, CRITERIA)

    async def before(pilot: Pilot[None]) -> None:
        await hit(pilot, "g i enter")

    assert snap_compare(PaperReader(library, config_of(look)), terminal_size=size, run_before=before)
