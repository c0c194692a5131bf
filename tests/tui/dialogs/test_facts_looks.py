"""Pictures of everything about a paper, and of correcting it, at four sizes in four looks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from paperreader.domain import Record
from paperreader.library import Library
from paperreader.tui import PaperReader
from tests.library.records import record
from tests.tui.actions.test_facts import FULL
from tests.tui.conftest import settled
from tests.tui.hands import hit
from tests.tui.main.test_looks import SIZES, config_of

Compare = Callable[..., bool]

UID = "0190e1c2-7b5a-7000-8000-00000000beef"
MOMENT = "2026-11-20T12:00:00.000Z"


@pytest.fixture
def dated(tmp_path: Path) -> Iterator[Library]:
    """A library of a paper that has everything, all of it done at one known time."""
    path = tmp_path / "library.db"
    with Library(path) as library:
        library.add([Record(FULL, 7), record(3)], file="/home/me/lists/dunes.ris", format="ris")
        library.annotations.tag([1], add=["dunes"])
        library.annotations.attach(1, "/home/me/papers/2403.13043v2.pdf")
        library.corrections.edit(1, venue="Journal of Dunes and Sand")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update papers set imported = ?", (MOMENT,))
        connection.execute("update papers set uid = ? where id = 1", (UID,))
        connection.execute("update imports set started = ?", (MOMENT,))
        connection.execute("update changes set made = ?", (MOMENT,))
        connection.execute("update journal set row = ? where tbl = 'papers'", (UID,))
    with Library(path) as library:
        yield library


@pytest.mark.parametrize("look", ["ink", "paper", "contrast", "ascii"])
@pytest.mark.parametrize("size", SIZES)
def test_everything_about_a_paper(dated: Library, snap_compare: Compare, look: str, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await hit(pilot, "i j j")

    assert snap_compare(PaperReader(dated, config_of(look)), terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES[:3])
def test_the_end_of_it(dated: Library, snap_compare: Compare, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await hit(pilot, "i G")

    assert snap_compare(PaperReader(dated, config_of()), terminal_size=size, run_before=before)


@pytest.mark.parametrize(("key", "typed"), [("y", "soon"), ("i", "arxiv:2403.13043\narxiv:2401.00003")])
@pytest.mark.parametrize("look", ["ink", "paper"])
@pytest.mark.parametrize("size", SIZES[:2])
def test_what_cannot_be_saved(
    dated: Library, snap_compare: Compare, look: str, size: tuple[int, int], key: str, typed: str
) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await hit(pilot, f"C {key}")
        focused = pilot.app.focused
        if isinstance(focused, Input):
            focused.value = typed
        elif isinstance(focused, TextArea):
            focused.text = typed
        await hit(pilot, "ctrl+s")

    assert snap_compare(PaperReader(dated, config_of(look)), terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES[:3])
def test_attaching_a_pdf(dated: Library, snap_compare: Compare, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await hit(pilot, "g p enter")

    assert snap_compare(PaperReader(dated, config_of()), terminal_size=size, run_before=before)
