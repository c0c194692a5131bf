"""Two windows on one library: each shows the other's changes, and neither is disturbed."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from paperreader.domain import Decision, Paper, Record
from paperreader.library import Library
from tests.tui.conftest import app_of, settled
from tests.tui.hands import hit, listed, pane, papers, playing, put_on, reader, selected, shown, type_in, views
from tests.tui.waiting import until


@pytest.fixture
def other(library: Library) -> Library:
    """Open another window on the same file."""
    return Library(library.path)


async def soon(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait until the other window's change shows by itself."""
    await until(pilot, true)
    await settled(pilot)


async def test_tags_notes_and_decisions_of_another_window_are_shown(library: Library, other: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        y = papers(pilot).scroll_y
        other.annotations.tag([90], add=["elsewhere"])
        other.annotations.write_note(90, "from there")
        other.annotations.decide([91], Decision.REJECT)
        await soon(pilot, lambda: "from there" in shown(pilot) and "#elsewhere 1" in views(pilot))
        await soon(pilot, lambda: "Rejected 1" in views(pilot))
        assert "#elsewhere" in shown(pilot)
        assert (papers(pilot).paper, papers(pilot).scroll_y) == (90, y)
        assert [row.decision for row in app_of(pilot).rows([91])] == ["reject"]
        await hit(pilot, "u")  # undo belongs to the library, whoever made the change
        assert app_of(pilot).reader.entry(91).decision is None
    other.close()


async def test_papers_that_another_program_imports_appear_and_the_cursor_stays(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        row_on_screen = papers(pilot).cursor * 2 - papers(pilot).scroll_y
        program = (
            "import sys; from pathlib import Path; from paperreader.library.store import Library;"
            "from paperreader.domain.paper import Paper, Record\n"
            "with Library(Path(sys.argv[1])) as library:\n"
            "    papers = [Record(Paper(title=f'New {n}', abstract=f'We show {n} things.'), n) for n in range(1, 6)]\n"
            "    library.add(papers, file='new.txt', format='x')\n"
        )
        command = [sys.executable, "-c", program, str(library.path)]
        await asyncio.to_thread(subprocess.run, command, check=True)
        await soon(pilot, lambda: len(listed(pilot)) == 187)
        assert papers(pilot).paper == 90
        assert papers(pilot).cursor * 2 - papers(pilot).scroll_y == row_on_screen
        await soon(pilot, lambda: "new.txt 5" in views(pilot))


async def test_who_reads_or_selects_is_not_disturbed(library: Library, other: Library) -> None:
    async with playing(library, size=(80, 16)) as pilot:
        await put_on(pilot, 20)
        await hit(pilot, "enter ) ) ) V")
        before = reader(pilot).caret.place, selected(pilot)
        other.annotations.tag([20], add=["elsewhere"])
        other.annotations.star([3], on=True)
        await soon(pilot, lambda: "#elsewhere" in shown(pilot))
        assert pane(pilot) == "selecting"
        assert (reader(pilot).caret.place, selected(pilot)) == before
        await hit(pilot, "enter")
        assert app_of(pilot).reader.entry(20).highlights[0].quote == before[1]
        other.annotations.trash([20], on=True)
        await soon(pilot, lambda: "in the trash" in shown(pilot))
        assert papers(pilot).paper == 20
        assert pane(pilot) == "reader"
    other.close()


async def test_a_view_that_another_window_deletes_stays_under_the_hand(library: Library, other: Library) -> None:
    library.annotations.tag([3, 5, 9], add=["todo"])
    async with playing(library) as pilot:
        await hit(pilot, "g t enter j")
        other.annotations.delete_tag("todo")
        await soon(pilot, lambda: not any("todo" in line for line in views(pilot)))
        assert pilot.app.is_running
        await hit(pilot, "0 h j k")
        assert len(listed(pilot)) == 182
    other.close()


async def test_a_note_that_is_being_written_is_not_touched(library: Library, other: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "e")
        await type_in(pilot, "mine")
        other.annotations.write_note(1, "theirs")
        other.add([Record(Paper(title="New", abstract="We show new things."), 1)], file="n", format="x")
        await soon(pilot, lambda: len(listed(pilot)) == 183)
        assert pilot.app.screen.query_one(TextArea).text == "mine"
        await type_in(pilot, " too")
        await hit(pilot, "escape")
        assert {note.body for note in app_of(pilot).reader.entry(1).notes} == {"mine too", "theirs"}
        assert papers(pilot).paper == 1
    other.close()


async def test_a_search_that_is_being_typed_goes_on(library: Library, other: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "/ q l o")
        other.annotations.star([100], on=True)
        await soon(pilot, lambda: "Starred 1" in views(pilot))
        await hit(pilot, "r a enter")
        assert 0 < len(listed(pilot)) < 182
        assert all("lora" in str(app_of(pilot).reader.entry(paper)).casefold() for paper in listed(pilot))
    other.close()
