"""Pasted text becomes one complete line, however early it arrives."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from paperreader.library import Library
from paperreader.tui.dialogs.note_editor import NoteEditor
from paperreader.tui.widgets.one_line import joined
from tests.tui.conftest import app_of, settled
from tests.tui.hands import hit, playing, send

LINES = "/ t w I | : ? X_enter g_h g_n enter_V_/ enter_V_c enter_V_t g_t_R /_ctrl+r".split()


def paste(pilot: Pilot[None], text: str) -> None:
    """Paste text at once, as a terminal does."""
    event = Paste(text)
    event.set_sender(pilot.app)
    assert pilot.app._driver is not None
    pilot.app._driver.send_message(event)


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("keys", LINES)
async def test_two_lines_are_joined_by_a_blank_in_every_line(library: Library, keys: str, *, at_once: bool) -> None:
    library.annotations.tag([1], add=["todo"])
    async with playing(library) as pilot:
        for key in keys.split("_"):
            if at_once:
                send(pilot, key)
            else:
                await hit(pilot, key)
        send(pilot, "ctrl+u")
        paste(pilot, "attention is\r\n  all you need\n")
        send(pilot, "!")
        await settled(pilot)
        focused = pilot.app.focused
        assert isinstance(focused, Input)
        assert focused.value == "attention is all you need!"


async def test_lines_that_were_copied_in_the_program_are_joined_too(library: Library) -> None:
    async with playing(library) as pilot:
        pilot.app.copy_to_clipboard("attention is\nall you need")
        await hit(pilot, "/ ctrl+v enter")
        assert app_of(pilot).main.listing.now.typed == "attention is all you need"


async def test_a_note_keeps_the_lines_that_are_pasted(library: Library) -> None:
    async with playing(library) as pilot:
        send(pilot, "e")
        paste(pilot, "one\ntwo")
        await settled(pilot)
        assert pilot.app.screen.query(NoteEditor)
        await hit(pilot, "escape")
        assert [note.body for note in app_of(pilot).reader.entry(1).notes] == ["one\ntwo"]


@given(st.text())
def test_what_is_joined_is_one_line_with_every_word(text: str) -> None:
    assert len(joined(text).splitlines()) <= 1
    assert joined(text).split() == text.split()
    if len(text.splitlines()) == 1 and text.splitlines()[0] == text:
        assert joined(text) == text
