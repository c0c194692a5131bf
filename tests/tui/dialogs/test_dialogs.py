"""The small dialogues: by keyboard, at 40 and 80 columns, in Unicode and ASCII."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.content import Content
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, OptionList

from paperreader.domain import Leftover
from paperreader.library import Library
from paperreader.tui import COMMANDS
from paperreader.tui.core.commands import EDITOR_KEYS, LIST, shown as written
from paperreader.tui.core.external import pipe
from paperreader.tui.core.text import plain
from paperreader.tui.dialogs.ask import AskScreen
from paperreader.tui.dialogs.attach import AttachScreen
from paperreader.tui.dialogs.correction import CORRECTABLE, CorrectionScreen
from paperreader.tui.dialogs.export import ExportScreen
from paperreader.tui.dialogs.facts import FactsScreen
from paperreader.tui.dialogs.help import help_screen
from paperreader.tui.dialogs.note_editor import NoteEditor
from paperreader.tui.dialogs.note_history import NoteHistory
from paperreader.tui.dialogs.picker import Pick, Picker
from paperreader.tui.dialogs.progress import ProgressScreen
from paperreader.tui.dialogs.tag_completion import matching_tags
from paperreader.tui.dialogs.tag_editor import AskTags, TagEditor
from paperreader.tui.dialogs.text import LeftoversScreen, TextScreen
from paperreader.tui.dialogs.tour import tour_screen
from tests.tui.conftest import burst, settled
from tests.tui.stage import Stage, on_stage

SIZES = [(40, 20), (80, 24)]
NAMES = {" ": "space", "/": "slash", "?": "question_mark", "_": "underscore", "#": "number_sign"}


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(NAMES.get(key, key))
        await settled(pilot)


async def write(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*(NAMES.get(one, one) for one in text))
    await pilot.pause(0.05)
    await settled(pilot)


def words_of(app: Stage) -> str:
    return " ".join(app.text.split())


def fold_of(app: Stage) -> list[str]:
    """The lines of the screen that say something."""
    return [line.strip() for line in app.text.splitlines() if line.strip()]


# -- all of them -----------------------------------------------------------------------------------------------------


def every(library: Library) -> dict[str, Callable[[Stage], Screen[Any] | NoteEditor]]:
    with library.reader() as reader:
        entry = reader.entry(1)
    picks = [Pick(number, plain(f"thing {number}"), f"thing {number}") for number in range(40)]
    return {
        "help": lambda _: help_screen(COMMANDS, LIST),
        "tour": lambda _: tour_screen(COMMANDS),
        "text": lambda _: TextScreen("Text", Content("words " * 500)),
        "note": lambda _: NoteEditor(entry, new=True),
        "history": lambda _: NoteHistory(entry),
        "tags": lambda _: TagEditor([1], entry.label),
        "ask tags": lambda _: AskTags("the highlight", ["a"]),
        "picker": lambda _: Picker("Notes", picks),
        "ask": lambda _: AskScreen("What?", "", "Enter takes it, Esc leaves."),
        "export": lambda _: ExportScreen("2 papers", lambda _reader, one: one.title),
        "facts": lambda _: FactsScreen(1),
        "correction": lambda _: CorrectionScreen(entry, CORRECTABLE[0]),
        "long correction": lambda _: CorrectionScreen(entry, CORRECTABLE[4]),
        "attach": lambda _: AttachScreen(entry),
        "leftovers": lambda _: LeftoversScreen(lambda _: [("odd.txt", Leftover(7, "x" * 900, "no abstract follows"))]),
    }


_NAMES = (
    "help", "tour", "text", "note", "history", "tags", "ask tags", "picker", "ask", "export", "leftovers", "facts",
    "correction", "long correction", "attach",
)  # fmt: skip


@pytest.mark.parametrize("name", _NAMES)
@pytest.mark.parametrize("size", SIZES)
async def test_every_dialogue_fits_shows_how_to_leave_and_is_left_with_escape(
    library: Library, name: str, size: tuple[int, int]
) -> None:
    make = every(library)[name]
    async with on_stage(library, make, size, ascii_only=True) as (pilot, app):
        [panel] = app.screen.query(".dialogue")
        assert app.screen.region.contains_region(panel.region)
        [hint] = app.screen.query(".dialogue-hint")
        assert panel.region.contains_region(hint.region)
        assert hint.size.height == hint.virtual_size.height
        assert "Esc" in words_of(app)
        own = "".join(str(one.render()) for one in app.screen.query(".dialogue-hint"))
        assert own.isascii(), own
        await press(pilot, "escape")
        assert len(app.screen_stack) == 1


# -- help ------------------------------------------------------------------------------------------------------------


async def test_the_help_lists_every_command_with_its_key(library: Library) -> None:
    async with on_stage(library, lambda _: help_screen(COMMANDS, LIST), (120, 280)) as (_, app):
        text, words = app.text, words_of(app)
        for command in COMMANDS:
            assert command.title in text, command.id
            assert written(command.keys[0]) in text
        for key, title in EDITOR_KEYS:
            assert key in words
            assert title in text


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("reject", "Reject, and go on"),
        ("rejetc", "Reject, and go on"),
        ("bibtex", "Copy as BibTeX"),
        ("undecided next", "Next undecided paper"),
        ("gg", "First"),
        ("^d", "Half a page down"),
        ("decide.maybe", "Maybe, and go on"),
        ("highlihgt colour", "Highlight in that colour; on a highlight: its colour"),
        ("$EDITOR", "Continue in $EDITOR"),
    ],
)
async def test_typing_in_the_help_finds_a_command_by_what_it_does(library: Library, typed: str, found: str) -> None:
    async with on_stage(library, lambda _: help_screen(COMMANDS, LIST)) as (pilot, app):
        await write(pilot, "x")
        app.screen.query_one(Input).value = typed
        await settled(pilot)
        assert found in words_of(app)
        assert "Load the sample lists" not in app.text


async def test_escape_clears_what_was_typed_then_closes_the_help(library: Library) -> None:
    async with on_stage(library, lambda _: help_screen(COMMANDS, LIST)) as (pilot, app):
        await write(pilot, "zzzzzz")
        assert "No command matches" in app.text
        await press(pilot, "escape")
        assert "Next paper or line" in app.text
        await press(pilot, "?")
        assert len(app.screen_stack) == 1


async def test_the_help_scrolls_by_arrows_while_letters_are_text(library: Library) -> None:
    async with on_stage(library, lambda _: help_screen(COMMANDS, LIST)) as (pilot, app):
        scroll = app.screen.query_one(VerticalScroll)
        await pilot.pause(0.05)  # the table is made once its width is known
        await press(pilot, "pagedown", "down")
        assert scroll.scroll_offset.y > 8
        await press(pilot, "ctrl+u", "up")
        assert scroll.scroll_offset.y == 0
        await press(pilot, "j")
        assert app.screen.query_one(Input).value == "j"


async def test_a_burst_after_the_question_mark_is_looked_for(library: Library) -> None:
    async with on_stage(library, lambda _: help_screen(COMMANDS, LIST)) as (pilot, app):
        await burst(pilot, "bibtex")
        assert "Copy as BibTeX" in app.text


# -- tour ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_tour_is_on_one_screen(library: Library, size: tuple[int, int]) -> None:
    async with on_stage(library, lambda _: tour_screen(COMMANDS), size) as (_, app):
        for words in ("sidebar", "next, previous paper", "import a file of your own", "all keys", "Esc begin"):
            assert words in app.text


async def test_the_tour_shows_the_keys_that_are_in_force(library: Library) -> None:
    keys = {"import": ("f7",), "undo": ()}
    commands = [replace(one, keys=keys.get(one.id, one.keys)) for one in COMMANDS]
    async with on_stage(library, lambda _: tour_screen(commands)) as (_, app):
        assert any("f7  " in line and "import a file" in line for line in fold_of(app))
        assert not any("undo, however" in line for line in fold_of(app))


# -- picker ----------------------------------------------------------------------------------------------------------


def things(count: int) -> list[Pick]:
    texts = [f"Thing {number} about {'résumés' if number % 2 else 'attention'}" for number in range(count)]
    return [Pick(number, plain(text), text) for number, text in enumerate(texts)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_picker_narrows_as_it_is_typed_in_and_answers_what_is_chosen(
    library: Library, size: tuple[int, int]
) -> None:
    async with on_stage(library, lambda _: Picker("Things", things(100)), size) as (pilot, app):
        assert "100 of 100" in app.text
        await write(pilot, "resumes")
        assert "50 of 100" in app.text
        await press(pilot, "down", "down", "up", "enter")
        assert app.answers == [3]


@pytest.mark.parametrize(("typed", "first"), [("thing 42", 42), ("about 42", 42), ("thnig 77", 77), ("7 RESUME", 7)])
async def test_a_picker_finds_the_words_in_any_order_and_misspelt(library: Library, typed: str, first: int) -> None:
    async with on_stage(library, lambda _: Picker("Things", things(100))) as (pilot, app):
        await write(pilot, typed)
        await press(pilot, "enter")
        assert app.answers == [first]


async def test_letters_and_enter_in_a_burst_choose_what_they_name(library: Library) -> None:
    async with on_stage(library, lambda _: Picker("Things", things(100))) as (pilot, app):
        app.screen.query_one(Input).value = ""
        await pilot.press(*"42", "enter")
        await settled(pilot)
        assert app.answers == [42]


async def test_a_picker_of_ten_thousand_things_keeps_up_with_the_hand(library: Library) -> None:
    items = things(10_000)
    async with on_stage(library, lambda _: Picker("Things", items)) as (pilot, app):
        began = time.process_time()
        await write(pilot, "9999 about")
        taken = time.process_time() - began
        assert app.screen.query_one(OptionList).option_count == 1
        assert taken < 4
        app.screen.query_one(Input).value = ""
        await settled(pilot)
        assert "10,000 of 10,000" in app.text
        assert app.screen.query_one(OptionList).option_count <= 500


async def test_a_picker_of_nothing_says_so(library: Library) -> None:
    async with on_stage(library, lambda _: Picker("Notes", [], nothing="No notes yet.")) as (pilot, app):
        assert "No notes yet." in app.text
        await press(pilot, "down", "enter", "escape")
        assert app.answers == [None]


async def test_a_text_from_outside_is_only_text_in_a_picker(library: Library) -> None:
    bad = "[@click=app.quit]x[/] [/b] [red]"
    async with on_stage(library, lambda _: Picker("Notes", [Pick("a", plain(bad), bad)])) as (pilot, app):
        assert bad in app.text
        await press(pilot, "enter")
        assert app.answers == ["a"]


# -- tags ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("par", "nlp/parsing"),
        ("n/p", "nlp/parsing"),
        ("nlp/dep", "nlp/parsing/dependency"),
        ("dependancy", "nlp/parsing/dependency"),
        ("nlp", "nlp/parsing"),
    ],
)
def test_a_part_of_the_path_completes_to_the_tag(typed: str, best: str) -> None:
    assert matching_tags(typed, ["apparel", "nlp/parsing", "nlp/parsing/dependency"])[0] == best


async def test_tags_of_a_highlight_are_asked_for(library: Library) -> None:
    library.annotations.tag([1], add=["nlp/parsing"])
    async with on_stage(library, lambda _: AskTags("the highlight", ["old"])) as (pilot, app):
        await write(pilot, "pars")
        await press(pilot, "enter")
        await write(pilot, "new one")
        await press(pilot, "enter")
        await write(pilot, "old")
        await press(pilot, "enter", "escape")
        assert app.answers == [("nlp/parsing", "new one")]


async def test_no_tags_changed_is_no_answer(library: Library) -> None:
    async with on_stage(library, lambda _: AskTags("the highlight", ["old"])) as (pilot, app):
        await press(pilot, "enter", "enter", "escape")
        assert app.answers == [None]


async def test_the_colour_of_a_tag_is_shown(library: Library) -> None:
    library.annotations.tag([1], add=["todo", "plain"])
    library.annotations.colour_tag("todo", "pink")
    async with on_stage(library, lambda _: TagEditor([1], "x")) as (_, app):
        assert "▍todo" in app.text
        assert "▍plain" not in app.text
    async with on_stage(library, lambda _: TagEditor([1, 2], "x"), ascii_only=True) as (_, app):
        assert "-|todo" in app.text


async def test_tags_typed_in_a_burst_are_whole(library: Library) -> None:
    async with on_stage(library, lambda _: TagEditor([1], "x")) as (pilot, _):
        await burst(pilot, "sunrise")
        await press(pilot, "enter", "escape")
    with library.reader() as reader:
        assert reader.entry(1).tags == ("sunrise",)


async def test_a_tag_that_differs_by_an_accent_is_another_and_one_that_looks_alike_is_not(library: Library) -> None:
    library.annotations.tag([2], add=["résumé"])
    async with on_stage(library, lambda _: TagEditor([1], "x")) as (pilot, app):
        await burst(pilot, "resume")
        await settled(pilot)
        assert "resume (new)" in app.text
        await press(pilot, "ctrl+u")
        await burst(pilot, "RE\u0301SUME\u0301")
        await settled(pilot)
        assert "(new)" not in app.text


# -- questions -------------------------------------------------------------------------------------------------------


async def test_a_question_is_answered_with_a_line(library: Library) -> None:
    async with on_stage(library, lambda _: AskScreen("Name?", "old", "")) as (pilot, app):
        await burst(pilot, " and new")
        await press(pilot, "enter")
        assert app.answers == ["old and new"]


async def test_progress_is_shown_and_can_be_stopped(library: Library) -> None:
    screen = ProgressScreen("Importing")
    async with on_stage(library, lambda _: screen) as (pilot, app):
        screen.show("[b]5[/b] papers")
        await settled(pilot)
        assert "[b]5[/b] papers" in app.text
        await press(pilot, "escape")
        assert screen.stopped


async def test_a_text_scrolls_to_its_ends(library: Library) -> None:
    text = Content("\n".join(f"line {number}" for number in range(200)))
    async with on_stage(library, lambda _: TextScreen("Text", text)) as (pilot, app):
        await press(pilot, "G")
        assert "line 199" in app.text
        await press(pilot, "g", "space", "j")
        assert "line 199" not in app.text
        assert "line 0" not in fold_of(app)


# -- commands of the shell ---------------------------------------------------------------------------------------------


async def test_papers_go_to_a_command_and_its_words_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    assert await pipe("tr a-z A-Z; echo oops >&2; exit 3", "one $(touch /tmp/no) `two`\n") == (
        3,
        "ONE $(TOUCH /TMP/NO) `TWO`\noops\n",
        False,
    )


async def test_a_command_that_does_not_read_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    assert (await pipe("echo done", "x" * 5_000_000)).output == "done\n"
    assert (await pipe("head -c 3", "x" * 5_000_000)).output == "xxx"


async def test_output_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    piped = await pipe("yes", "")
    assert piped.cut
    assert len(piped.output) == 1_000_000


async def test_a_command_is_stopped_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    monkeypatch.chdir(tmp_path)
    command = "(sleep 1.5; touch late) & echo started; touch begun; sleep 60; true"
    piped = await pipe(command, "", stopped=(tmp_path / "begun").exists)
    assert piped.output == "started\n"
    assert piped.returncode < 0
    await asyncio.sleep(2)
    assert not (tmp_path / "late").exists()


async def test_what_a_command_printed_before_it_was_stopped_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    monkeypatch.chdir(tmp_path)

    def stopped() -> bool:  # asked once before anything was read, as on a busy machine
        while not (tmp_path / "printed").exists():
            time.sleep(0.01)
        return True

    assert (await pipe("echo here; touch printed; sleep 60", "", stopped=stopped)).output == "here\n"


async def test_what_goes_on_in_the_background_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    began = time.monotonic()
    assert (await pipe("sleep 20 & echo here", "")).output == "here\n"
    assert time.monotonic() - began < 15


async def test_colours_of_a_command_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    piped = await pipe(r"printf '\033[31mred\033[0m \033]0;title\007plain'", "")
    assert piped.output == "red plain"


async def test_no_such_shell_is_an_error_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/no/such/shell")
    with pytest.raises(FileNotFoundError):
        await pipe("true", "")
