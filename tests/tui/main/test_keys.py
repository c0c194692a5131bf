"""Presses every key in the table and checks the effect; no sequence of keys crashes the app."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.app import App
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from paperreader.domain import Decision, Entry, local_today
from paperreader.library import Library
from paperreader.tui import COMMANDS
from paperreader.tui.core.commands import ANY, LIST, READER, SELECTING, SIDEBAR
from paperreader.tui.core.keyboard import Keyboard
from paperreader.tui.dialogs.ask import AskScreen
from paperreader.tui.dialogs.attach import AttachScreen
from paperreader.tui.dialogs.correction import CorrectionScreen
from paperreader.tui.dialogs.duplicates import Duplicates
from paperreader.tui.dialogs.export import ExportScreen
from paperreader.tui.dialogs.facts import FactsScreen
from paperreader.tui.dialogs.help import help_screen
from paperreader.tui.dialogs.keyword_lists import KeywordScreen
from paperreader.tui.dialogs.note_editor import NoteEditor
from paperreader.tui.dialogs.note_history import NoteHistory
from paperreader.tui.dialogs.path import PathScreen
from paperreader.tui.dialogs.picker import Picker
from paperreader.tui.dialogs.tag_editor import AskTags, TagEditor
from paperreader.tui.dialogs.text import TextScreen
from paperreader.tui.dialogs.text_editor import TextEditor
from tests.tui.conftest import app_of, opened, settled, until_dealt_with
from tests.tui.hands import (
    heading,
    hit,
    listed,
    pane,
    papers,
    playing,
    reader,
    said,
    screen_of,
    selected,
    send,
    sidebar,
    under_caret,
    views,
)

Check = Callable[[Pilot[None]], object]


class Row(NamedTuple):
    """Keys to press one after another, and the expected effect."""

    id: str
    keys: str
    true: Check
    after: str = ""
    """Keys that clean up for the next row."""


def at(number: int) -> Check:
    return lambda pilot: papers(pilot).cursor == number


def says(words: str) -> Check:
    return lambda pilot: words in said(pilot)


def over(screen: type) -> Check:
    return lambda pilot: isinstance(pilot.app.screen, screen)


def writing(pilot: Pilot[None]) -> object:
    return pilot.app.screen.query(NoteEditor)


def entry(pilot: Pilot[None], paper: int) -> Entry:
    return app_of(pilot).reader.entry(paper)


MOVING_IN_THE_LIST = (
    Row("move.down", "j", at(1)),
    Row("move.up", "k", at(0)),
    Row("move.bottom", "G", at(181)),
    Row("move.top", "g g", at(0)),
    Row("move.half_down", "ctrl+d", lambda pilot: 2 <= papers(pilot).cursor <= 4),
    Row("move.half_up", "ctrl+u", at(0)),
    Row("move.page_down", "ctrl+f", lambda pilot: 5 <= papers(pilot).cursor <= 7),
    Row("move.page_up", "ctrl+b", at(0)),
    Row("scroll.down", "J", lambda pilot: reader(pilot).scroll_y > 0),
    Row("scroll.up", "K", lambda pilot: reader(pilot).scroll_y == 0),
    Row("undecided.next", "] u", at(2)),
    Row("undecided.previous", "[ u", at(0)),
    Row("batch.next", "] ]", lambda pilot: papers(pilot).cursor > 2),
    Row("batch.previous", "[ [", at(2), "g g"),
    Row("jump.set", "m a", says("remembered under a"), "G"),
    Row("jump.go", "' a", at(0)),
    Row("trail.back", "ctrl+o", at(181)),
    Row("trail.forward", "ctrl+n", at(0)),
    Row("layout.more", "+", lambda pilot: papers(pilot).lines == 3),
    Row("layout.less", "-", lambda pilot: papers(pilot).lines == 2),
    Row("layout.focus", "_", lambda pilot: papers(pilot).region.width == 0, "_"),
    Row("select", "space", lambda pilot: papers(pilot).selected == {1}, "escape g g"),
    Row("select.range", "v j j v", lambda pilot: papers(pilot).selected == {1, 2, 3}),
    Row("goto.marked", "V", lambda pilot: list(papers(pilot).ids) == [1, 2, 3], "V"),
    Row("clear", "escape", lambda pilot: not papers(pilot).selected),
    Row("select.all", "ctrl+a", lambda pilot: len(papers(pilot).selected) == 182, "escape g g"),
    Row("sort.title", ", t", lambda pilot: "by title" in heading(pilot)),
    Row("sort.date", ", d", lambda pilot: "by date" in heading(pilot)),
    Row("sort.added", ", a", lambda pilot: "by date imported" in heading(pilot)),
    Row("sort.upvotes", ", u", lambda pilot: "by upvotes" in heading(pilot)),
    Row("sort.decision", ", s", lambda pilot: "by decision" in heading(pilot)),
    Row("sort.queue", ", q", lambda pilot: "by queue" in heading(pilot)),
    Row("sort.rating", ", g", lambda pilot: "by rating" in heading(pilot)),
    Row("sort.due", ", e", lambda pilot: "by day" in heading(pilot)),
    Row("sort.relevance", ", r", lambda pilot: listed(pilot)[:2] == [1, 2], "g g"),
)

ACTING_IN_THE_LIST = (
    Row("decide.accept", "a", lambda pilot: entry(pilot, 1).decision == "accept"),
    Row("decide.reject", "x", lambda pilot: entry(pilot, 3).decision == "reject"),
    Row("decide.maybe", "z", lambda pilot: entry(pilot, 4).decision == "maybe"),
    Row("decide.reason", "X 1", lambda pilot: entry(pilot, 5).reason == "wrong topic"),
    Row("decide.reset", "k Z", lambda pilot: entry(pilot, 5).decision is None),
    Row("undo", "u", lambda pilot: entry(pilot, 5).reason == "wrong topic"),
    Row("redo", "ctrl+r", lambda pilot: entry(pilot, 5).decision is None),
    Row("suspend", "ctrl+z", lambda pilot: len(pilot.app.screen_stack) == 1),
    Row("listed", "M q", says("nothing was changed")),
    Row("criteria", "g i", says("criteria shown"), "g i"),
    Row("criteria.edit", "g I", over(TextEditor), "escape"),
    Row("keywords.edit", "g k", over(KeywordScreen), "escape"),
    Row("compare", "g c", says("Select two papers to compare")),
    Row("review", "g r", over(TextScreen), "escape g g"),
    Row("star", "s", lambda pilot: entry(pilot, 1).starred),
    Row("read.toggle", "r", lambda pilot: entry(pilot, 1).read),
    Row("tag.quick", "T t", lambda pilot: "todo" in entry(pilot, 1).tags),
    Row("repeat", "j .", lambda pilot: "todo" in entry(pilot, 2).tags),
    Row("trash", "d d", lambda pilot: entry(pilot, 2).trashed and 2 not in listed(pilot), "u g g"),
    Row("queue", "p j p", lambda pilot: entry(pilot, 1).queued == 1 and entry(pilot, 2).queued == 2),
    Row("goto.queue", "g q", lambda pilot: listed(pilot) == [1, 2]),
    Row("queue.down", "}", lambda pilot: listed(pilot) == [2, 1] and papers(pilot).paper == 1),
    Row("queue.up", "{", lambda pilot: listed(pilot) == [1, 2], "p g g p g q g g"),
    Row("due", "D w", lambda pilot: entry(pilot, 1).due == local_today() + timedelta(days=7), "D 0"),
    Row("goto.due", "g a", lambda pilot: listed(pilot) == [], "g a g g"),
    Row("rate", "R 4", lambda pilot: entry(pilot, 1).rating == 4, "R 4"),
    Row("title.longer", ">", lambda pilot: entry(pilot, 1).label.endswith("Architecture Recent")),
    Row("title.shorter", "<", lambda pilot: entry(pilot, 1).label.endswith("Architecture"), "u"),
    Row("tag", "t", over(TagEditor), "escape"),
    Row("facts", "i", over(FactsScreen), "escape"),
    Row("edit", "C v", over(CorrectionScreen), "escape"),
    Row("note", "e", writing, "escape"),
    Row("note.new", "A", writing, "escape"),
    Row("note.external", "E", says("note editor (e) works")),
    Row("note.template", "g e", lambda pilot: "built-in example" in screen_of(pilot), "n"),
    Row("note.history", "g N", over(NoteHistory), "escape g g"),
)

GOING_OUT_FROM_THE_LIST = (
    Row("copy.citation", "y y", lambda pilot: "Cheems" in pilot.app.clipboard),
    Row("copy.bibtex", "y b", lambda pilot: pilot.app.clipboard.startswith("@")),
    Row("copy.key", "y k", lambda pilot: pilot.app.clipboard.startswith("cheems2024-")),
    Row("copy.reference", "y c", lambda pilot: "Architecture" in pilot.app.clipboard),
    Row("copy.abstract", "y a", lambda pilot: pilot.app.clipboard.startswith("Recent studies")),
    Row("copy.id", "y i", lambda pilot: pilot.app.clipboard == entry(pilot, 1).uid),
    Row("copy.link", "y u", says("nothing to copy as the link")),
    Row("browse", "o", says("no identifier and no link to open")),
    Row("browse.pdf", "O", says("gp attaches one")),
    Row("pdf.attach", "g p", over(AttachScreen), "escape"),
    Row("export", "w", over(ExportScreen), "escape"),
    Row("pipe", "|", over(AskScreen), "escape"),
    Row("import", "I", over(PathScreen), "escape"),
    Row("leftovers", "g l", over(TextScreen), "escape"),
    Row("samples", "S", lambda pilot: "yes, add the sample papers" in screen_of(pilot), "y g g"),
    Row("match.next", "n", at(1)),
    Row("match.previous", "N", at(0)),
    Row("keywords", "W", says("no keywords yet")),
    Row("latex", "L", says("LaTeX as written"), "L"),
    Row("related", "g s", lambda pilot: heading(pilot).startswith("Related to Cheems"), "escape"),
    Row("search", "/ q l o r a", lambda pilot: 0 < len(listed(pilot)) < 182, "enter"),
    Row("view.save", "F", over(AskScreen), "n e w enter escape"),
    Row("view.open", "2", lambda pilot: "new" in heading(pilot), "0 g g"),
    Row("duplicates", "g d", over(Duplicates), "escape"),
    Row("goto.notes", "g n", over(Picker), "escape"),
    Row("goto.highlights", "g h", over(Picker), "escape"),
    Row("help", "?", lambda pilot: type(pilot.app.screen) is type(help_screen(COMMANDS, LIST)), "escape"),
    Row("palette", ":", over(Picker), "escape"),
    Row("tour", "g ?", lambda pilot: pilot.app.screen is not app_of(pilot).main, "escape"),
    Row("theme", "ctrl+t", lambda pilot: pilot.app.theme != "ink"),
    Row("redraw", "ctrl+l", lambda pilot: len(listed(pilot)) == 182),
    Row("goto.tags", "g t", lambda pilot: pane(pilot) == SIDEBAR and len(listed(pilot)) < 182, "escape 0"),
    Row("sidebar.hide", "B", lambda pilot: not sidebar(pilot).display, "B"),
    Row("pane.wider", "ctrl+w >", lambda pilot: app_of(pilot).main.desk.arrangement == {"list": 110}),
    Row("pane.narrower", "ctrl+w <", lambda pilot: app_of(pilot).main.desk.arrangement == {}),
    Row("pane.next", "tab", lambda pilot: pane(pilot) == READER),
    Row("pane.previous", "shift+tab", lambda pilot: pane(pilot) == LIST),
    Row("back", "h", lambda pilot: pane(pilot) == SIDEBAR),
    Row("open", "l l", lambda pilot: pane(pilot) == READER, "escape"),
)

IN_THE_READER = (
    Row("word.next", "w", lambda pilot: under_caret(pilot).startswith("studies")),
    Row("word.previous", "b", lambda pilot: under_caret(pilot).startswith("Recent")),
    Row("sentence.next", ")", lambda pilot: under_caret(pilot).startswith("I studied")),
    Row("sentence.previous", "(", lambda pilot: under_caret(pilot).startswith("Recent")),
    Row("paragraph.next", "}", lambda pilot: len(under_caret(pilot)) == 1),
    Row("paragraph.previous", "{", lambda pilot: under_caret(pilot).startswith("Recent")),
    Row("line.end", "$", lambda pilot: reader(pilot).caret.place > 20),
    Row("line.start", "0", lambda pilot: reader(pilot).caret.place == 0),
    Row("reader.page", "space", lambda pilot: reader(pilot).scroll_y > 0, "g g"),
    Row("links", "f", says("There is no link here")),
    Row("paper.next", "J", at(1)),
    Row("paper.previous", "K", at(0)),
    Row("highlight.next", "] h", lambda pilot: under_caret(pilot).startswith("studies have")),
    Row("highlight.colour", "3", lambda pilot: entry(pilot, 1).highlights[0].colour == "blue"),
    Row("highlight.comment", "c", over(AskScreen), "escape"),
    Row("highlight.retag", "#", over(AskTags), "escape"),
    Row("highlight.note", "enter", writing, "escape G"),
    Row("quote", 'g g ] h "', lambda pilot: "> studies have" in pilot.app.screen.query_one(TextArea).text, "escape"),
    Row("highlight.previous", "G [ h", lambda pilot: under_caret(pilot).startswith("studies have")),
    Row("highlight.delete", "d h", lambda pilot: entry(pilot, 1).highlights == (), "u g g"),
    Row("select.text", "v", lambda pilot: selected(pilot) == "R", "escape"),
    Row("select.sentence", "V", lambda pilot: selected(pilot).startswith("Recent studies"), "escape"),
)

IN_A_SELECTION = (
    Row("character.next", "l l", lambda pilot: selected(pilot) == "Rec"),
    Row("character.previous", "h", lambda pilot: selected(pilot) == "Re"),
    Row("select.other", "w o", lambda pilot: under_caret(pilot).startswith("Recent"), "o"),
    Row("find", "/", over(AskScreen), "s h o w n enter"),
    Row("copy.selection", "y", lambda pilot: pilot.app.clipboard == "Recent studies have shown", "v"),
    Row("highlight.tags", "t", over(AskTags), "escape"),
    Row("select.leave", "escape", lambda pilot: pane(pilot) == READER, "0 v w"),
    Row("highlight", "H", lambda pilot: "Recent" in [one.quote for one in entry(pilot, 1).highlights]),
)

IN_THE_SIDEBAR = (
    Row("sidebar.colour", "c", lambda pilot: app_of(pilot).reader.tags()[0].colour == "yellow"),
    Row("sidebar.rename", "R", over(AskScreen), "escape"),
    Row("sidebar.fold", "space", lambda pilot: "▸ todo 1" in views(pilot)),
    Row("sidebar.delete", "d d", says("deleted the tag todo")),
    Row("goto.facets", "g f", lambda pilot: sidebar(pilot).facet is not None),
    Row("quit.pane", "q", lambda pilot: pane(pilot) == LIST and pilot.app.is_running),
)

LAST = (Row("quit", "Q", lambda pilot: pilot.app._exit),)
"""Must come last: it quits."""

SESSIONS = (
    (LIST, "", MOVING_IN_THE_LIST),
    (LIST, "", ACTING_IN_THE_LIST),
    (LIST, "", GOING_OUT_FROM_THE_LIST),
    (READER, "enter", IN_THE_READER),
    (SELECTING, "enter v", IN_A_SELECTION),
    (SIDEBAR, "g t", (*IN_THE_SIDEBAR, *LAST)),
)
"""A pane, the keys that lead there, and the rows to press there."""


@pytest.fixture
def furnished(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library with something of every kind, of somebody who has no templates."""
    monkeypatch.setenv("PAPERREADER_CONFIG", str(tmp_path / "config.toml"))
    annotations = library.annotations
    annotations.tag([7], add=["todo", "todo/soon"])
    annotations.decide([2], Decision.MAYBE)
    annotations.save_view("starred", "is:starred", key="1")
    annotations.write_note(1, "a thought")
    with library.reader() as fresh:
        text = fresh.entry(1).paper.abstract
    place = text.index("studies have")
    annotations.highlight(1, place, place + 12, text=text)
    return library


@pytest.mark.parametrize(("where", "begin", "rows"), SESSIONS, ids=range(len(SESSIONS)))
async def test_every_key_does_what_the_table_says(
    furnished: Library, where: str, begin: str, rows: Sequence[Row]
) -> None:
    async with playing(furnished, size=(120, 14)) as pilot:
        if begin:
            await hit(pilot, begin)
        assert pane(pilot) == where
        for row in rows:
            await hit(pilot, row.keys)
            assert row.true(pilot), f"{row.id}: {row.keys!r} in the {pane(pilot)}; it said {said(pilot)!r}"
            if row.after:
                await hit(pilot, row.after)


def test_every_command_of_the_table_is_pressed() -> None:
    pressed = {row.id for _, _, rows in SESSIONS for row in rows}
    assert pressed == {command.id for command in COMMANDS}


def test_what_is_pressed_is_the_command_that_is_meant() -> None:
    keyboard = Keyboard(COMMANDS)
    for where, _, rows in SESSIONS:
        for row in rows:
            named = {done.id for key in row.keys.split(" ") if (done := keyboard.press(where, key)) is not None}
            assert row.id in named, row
            assert not keyboard.pending


# -- whatever is pressed ----------------------------------------------------------------------------------------------

_LEAVES = {"quit", "quit.pane"}


def _keys_of(where: str) -> list[list[str]]:
    return [
        [key if key != ANY else "a" for key in keys.split(" ")]
        for command in COMMANDS
        for keys in command.keys
        if where in command.where and command.id not in _LEAVES
    ]


@pytest.mark.parametrize(("where", "begin"), [(LIST, ""), (READER, "enter"), (SELECTING, "enter V"), (SIDEBAR, "g t")])
async def test_no_key_in_any_pane_ever_ends_the_app(
    furnished: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, begin: str
) -> None:
    """Presses a hundred commands of a pane, with the dialogues they open, and letters, Enter and Esc in between."""
    monkeypatch.chdir(tmp_path)  # for what is exported
    monkeypatch.setenv("SHELL", "/bin/true")  # for what is given to a command
    monkeypatch.setattr("webbrowser.get", _NoBrowser)
    # The palette can quit, too: then the program goes on.
    monkeypatch.setattr(App, "exit", lambda app, *_, **__: setattr(app, "leaving", False))
    hand = random.Random(f"{where} 2")
    async with playing(furnished, size=hand.choice([(120, 40), (80, 24), (40, 14)])) as pilot:
        if begin:
            await hit(pilot, begin)
        choices = _keys_of(where)
        for number in range(100):
            keys = hand.choice([*choices, *choices, *([[one] for one in "aq 1z."]), ["enter"], ["escape"], ["escape"]])
            for key in keys:
                send(pilot, key)
            if number % 3 == 0:
                await settled(pilot)
        await settled(pilot)
        for _ in range(6):
            await hit(pilot, "escape")
        assert pilot.app.screen is app_of(pilot).main
        await hit(pilot, "0 G g g")
        assert papers(pilot).cursor == 0
        assert [app_of(pilot).main.entry()] == [reader(pilot).entry]
        assert screen_of(pilot).strip()
        assert sidebar(pilot).option_count
    with sqlite3.connect(furnished.path) as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
    connection.close()


class _NoBrowser:
    def open(self, url: str) -> bool:
        return url.startswith("https://")


async def test_a_key_that_means_nothing_does_nothing_and_says_so(library: Library) -> None:
    async with playing(library) as pilot:
        before = screen_of(pilot).splitlines()
        await hit(pilot, "# ! % & ; f12 ctrl+g alt+x é 中 insert")
        *now, last = screen_of(pilot).splitlines()
        assert now == before[:-1]
        assert last.strip() == "Ins does nothing here · ? lists all keys"
        assert not pilot.app.screen.query_one(Input).has_focus


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [("jV", ""), ("exy\x1bs", "xy"), ("exy\x1bjs", "xy")],
)
async def test_keys_in_a_burst_reach_the_dialogue_that_the_first_opens_and_then_the_list(
    library: Library, keys: str, wanted: str
) -> None:
    async with opened(library) as pilot:
        driver = pilot.app._driver
        assert driver is not None
        for one in keys:
            event = Key("escape" if one == "\x1b" else one, None if one == "\x1b" else one)
            event.set_sender(pilot.app)
            driver.send_message(event)
        await until_dealt_with(pilot)
        app = app_of(pilot)
        assert app.screen is app.main
        assert [note.body for note in app.reader.entry(1).notes] == ([wanted] if wanted else [])
        starred = 2 if "j" in keys[-2:] else 1
        assert app.reader.entry(starred).starred == ("s" in keys)


async def test_keys_after_enter_in_a_burst_are_the_abstracts(library: Library) -> None:
    async with opened(library) as pilot:
        driver = pilot.app._driver
        assert driver is not None
        for one in ("j", "enter", "V", "enter", "J", ")", "V", "2"):
            event = Key(one, one if len(one) == 1 else None)
            event.set_sender(pilot.app)
            driver.send_message(event)
        await until_dealt_with(pilot)
        second, third = (app_of(pilot).reader.entry(paper) for paper in (2, 3))
        assert [mark.start for mark in second.highlights] == [0]
        [mark] = third.highlights
        assert mark.colour == "green"
        assert third.paper.abstract[: mark.start].rstrip().endswith(".")
