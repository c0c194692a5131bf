"""What is read aside may come late: keys go on meanwhile, and it is applied to nothing but what it was asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.pilot import Pilot

from paperreader.domain import Decision
from paperreader.library import Library
from tests.tui.conftest import app_of
from tests.tui.hands import entry_of, heading, hit, listed, papers, playing, said, screen_of, send
from tests.tui.waiting import until


@contextmanager
def much_to_read(pilot: Pilot[None]) -> Iterator[None]:
    """The reading thread is at work on something else for as long as this lasts."""
    gate = threading.Event()
    app_of(pilot)._reading.submit(gate.wait)
    try:
        yield
    finally:
        gate.set()


async def test_the_cursor_goes_on_and_the_answer_that_comes_late_leaves_it_there(library: Library) -> None:
    async with playing(library) as pilot:
        ids = listed(pilot)
        library.annotations.decide(ids[1:9], Decision.ACCEPT)
        with much_to_read(pilot):
            for key in "]ujj":
                send(pilot, key)
            await until(pilot, lambda: papers(pilot).cursor == 2)
        await hit(pilot, "j")
        assert papers(pilot).cursor == 3
        await hit(pilot, "] u")
        assert papers(pilot).cursor == 9


@pytest.mark.parametrize(
    ("keys", "title"), [("gh", "Highlights"), ("gn", "Notes"), ("gl", "What could not"), ("t", "Tags")]
)
async def test_what_is_to_be_listed_opens_at_once_and_keys_wait_for_it(library: Library, keys: str, title: str) -> None:
    async with playing(library) as pilot:
        library.annotations.write_note(listed(pilot)[7], "a thought")
        with much_to_read(pilot):
            for key in [*keys, "escape", "j"]:
                send(pilot, key)
            await until(pilot, lambda: title in screen_of(pilot))
            assert papers(pilot).cursor == 0
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
        await until(pilot, lambda: papers(pilot).cursor == 1)


async def test_a_tag_by_its_letter_goes_to_the_papers_that_were_meant(library: Library) -> None:
    async with playing(library) as pilot:
        ids = listed(pilot)
        library.annotations.tag([ids[5]], add=["zeta"])
        with much_to_read(pilot):
            for key in "Tzj":
                send(pilot, key)
            await until(pilot, lambda: papers(pilot).cursor == 1)
        await until(pilot, lambda: "zeta" in said(pilot))
        await hit(pilot, ".")
        assert [paper for paper in ids if "zeta" in entry_of(library, paper).tags] == [ids[0], ids[1], ids[5]]


async def test_marked_papers_that_are_gone_are_in_no_list(library: Library) -> None:
    async with playing(library) as pilot:
        ids = listed(pilot)
        papers(pilot).select({ids[0], ids[1]})
        library.corrections.merge(ids[0], ids[1])
        with much_to_read(pilot):
            for key in "Vj":
                send(pilot, key)
            await until(pilot, lambda: papers(pilot).cursor == 1)
        await until(pilot, lambda: heading(pilot).startswith("Selected papers"))
        assert listed(pilot) == [ids[0]]
