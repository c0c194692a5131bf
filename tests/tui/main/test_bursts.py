"""Keys that arrive all at once act one after another: each finds the state that the previous one left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.content import Content
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Input

from paperreader.config import Config
from paperreader.library import Library
from paperreader.tui.dialogs.picker import Pick, Picker
from paperreader.tui.dialogs.progress import ProgressScreen
from tests.tui.conftest import app_of, opened, settled, until_dealt_with
from tests.tui.hands import hit, listed, looking_into, pane, papers, playing, send
from tests.tui.waiting import until


async def rush(pilot: Pilot[None], keys: str) -> None:
    """Send keys, written as in the command table, all at once."""
    for key in keys.split(" "):
        send(pilot, key)
    await until_dealt_with(pilot)


def state(library: Library) -> list[tuple[object, ...]]:
    """Return the state of each paper."""
    with looking_into(library) as reader:
        return [
            (entry.id, entry.decision, entry.reason, entry.starred, entry.read, entry.trashed, entry.tags)
            for entry in reader.entries(range(1, 183))
        ]


BURSTS = [
    "s s",
    "s j s k s",
    "r r r",
    "d d j a",
    "d d d d d d",
    "d d a u u a",
    "a u a",
    "a a u u ctrl+r x",
    "x ] u a [ u z",
    "s u s",
    "d d u d d",
    ", t j a , T j x",
    "j j space space d d a",
    "space space s j s",
    "ctrl+a r ctrl+a r r",
    "s . . j .",
    "1 j a",
    "/ l o r a enter a",
    "/ l o r a enter j j s",
    "/ l o r a enter a escape escape x",
    "/ ctrl+u l o r a enter a",
    "/ x x x ctrl+u l o r a enter a",
    "/ a b ctrl+a ctrl+k l o r x left delete a enter a",
    "X enter o l d enter a",
    "1 ctrl+a s",
    "1 v G r",
    "1 / x escape ctrl+a s",
    "1 g s escape ctrl+a s",
    "/ a enter ctrl+a s",
    "X 1 X 2 u a",
    "t n e w enter escape j s",
    "h j j enter a",
    "tab tab a tab a",
    "enter J a escape s",
    "e n o t e escape a",
    "m q j j ' q a",
    "g s j a",
    "s : a c c e p t enter j x",
    ": t r a s h enter a",
    "g n c h e e m s enter a",
    "? escape a",
    "g h escape a",
    "V j a",
    "space space / l o r a enter a V x",
    "X enter q escape a",
    "F escape a",
    "g r escape a",
    "enter V enter escape a",
    "enter V V c w o w enter J s",
    "enter ) ) V 2 J V 3 escape s",
    "> > < a",
    "g d x n x escape s",
    "g d m u escape s",
    "T o s T o",
    "q",
]


@pytest.mark.parametrize("keys", BURSTS)
async def test_keys_at_once_do_what_they_do_one_after_another(library: Library, keys: str) -> None:
    library.annotations.save_view("model", "model", key="1")
    library.annotations.tag([9], add=["old"])
    library.annotations.write_note(4, "on cheems")
    library.corrections.find_duplicates()
    with looking_into(library) as reader:
        before = len(reader.changes(1000))

    async def ending(how: Callable[[Pilot[None], str], Awaitable[None]]) -> tuple[object, ...]:
        async with playing(library) as pilot:
            await how(pilot, keys)
            where = app_of(pilot).main.listing.title, pane(pilot), papers(pilot).paper
            return state(library), listed(pilot), where

    calmly = await ending(hit)
    with looking_into(library) as reader:
        changes = [change for change in reader.changes(1000)[:-before] if change.kind == "do" and not change.undone]
    for _ in changes:
        library.journal.undo()
    assert await ending(rush) == calmly


async def test_a_paste_right_after_the_key_that_opens_a_line_is_for_that_line(library: Library) -> None:
    async with playing(library) as pilot:
        send(pilot, "/")
        paste = Paste("lora")
        paste.set_sender(pilot.app)
        assert pilot.app._driver is not None
        pilot.app._driver.send_message(paste)
        send(pilot, "enter")
        await settled(pilot)
        assert app_of(pilot).main.listing.now.typed == "lora"


async def test_what_is_typed_before_a_dialogue_is_there_is_typed_into_it(library: Library) -> None:
    async with playing(library, Config(read_after=0)) as pilot:
        for key in "w ctrl+u x . c backspace b i b".split(" "):
            send(pilot, key)
        await settled(pilot)
        assert pilot.app.screen.query_one(Input).value == "x.bib"


async def test_what_follows_a_choice_waits_until_it_is_known_what_was_chosen(library: Library) -> None:
    chosen: list[int | str | None] = []
    async with playing(library, Config(read_after=0)) as pilot:
        words = "a thing among many, which are looked through for a while"
        picks = [Pick(at, Content(words), words if at else "Zanzibar") for at in range(20_000)]
        pilot.app.push_screen(Picker("Things", picks), chosen.append)
        for key in "z a n z i b o r enter s".split(" "):
            send(pilot, key)
        await until_dealt_with(pilot)
        paper = papers(pilot).paper
    assert chosen == [0]
    with looking_into(library) as reader:
        assert paper is not None
        assert next(reader.entries([paper])).starred


async def test_what_is_pressed_behind_the_esc_that_stops_something_is_for_what_comes_after_it(library: Library) -> None:
    async with playing(library) as pilot:
        screen = ProgressScreen("Something long")
        app_of(pilot).push_screen(screen)
        await settled(pilot)
        for key in ("escape", "j", "s"):
            send(pilot, key)
        await until(pilot, lambda: screen.stopped)
        assert app_of(pilot).screen == screen
        screen.dismiss()
        await until_dealt_with(pilot)
        assert [one[0] for one in state(library) if one[3]] == [listed(pilot)[1]]


@pytest.mark.parametrize(("key", "leaves"), [("q", False), ("Q", True), ("ctrl+q", True)])
async def test_the_program_can_be_left_while_something_long_goes_on(library: Library, key: str, leaves: bool) -> None:
    async with playing(library) as pilot:
        screen = ProgressScreen("Something long")
        app_of(pilot).push_screen(screen)
        await settled(pilot)
        send(pilot, key)
        await until(pilot, lambda: screen.stopped or app_of(pilot)._exit)
        assert (screen.stopped, app_of(pilot)._exit) == (not leaves, leaves)
        screen.dismiss()


async def test_a_key_that_comes_when_the_screens_are_gone_is_no_error(library: Library) -> None:
    async with opened(library) as pilot:
        app = app_of(pilot)
    app.leaving = (
        False  # as it is for a moment, where Textual has closed the screens of an app that is ended from outside
    )
    app.turns.take(Key("j", "j"))
    assert app.turns._task is not None
    await app.turns._task
    assert app._exception is None
