"""Tags, notes, stars, undo, copying and exporting by keyboard."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import stat
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

from paperreader.config import Config
from paperreader.domain import Leftover
from paperreader.library import Library
from paperreader.tui.dialogs.note_editor import NoteEditor
from paperreader.tui.dialogs.tag_completion import matching_tags
from paperreader.tui.widgets.footer import Footer
from tests.tui.conftest import app_of, burst, opened, press, settled
from tests.tui.main.test_reading import focused, heading, papers, shown


def said(pilot: Pilot[None]) -> str:
    return app_of(pilot).main.query_one(Footer).said


def tags_of(library: Library, paper: int) -> tuple[str, ...]:
    reader = library.reader()
    try:
        return reader.entry(paper).tags
    finally:
        reader.close()


async def write(pilot: Pilot[None], text: str) -> None:
    names = {" ": "space", "-": "minus", "/": "slash", "*": "asterisk", "[": "left_square_bracket"}
    await pilot.press(*(names.get(one, one) for one in text))
    await settled(pilot)


async def test_a_tag_is_typed_and_entered_and_counted_at_once(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "t")
        await write(pilot, "state-space")
        await press(pilot, "enter", "escape")
        assert tags_of(library, 1) == ("state-space",)
        assert "#state-space" in shown(pilot)
        assert [tag.papers for tag in app_of(pilot).reader.tags()] == [1]


async def test_a_few_letters_with_an_error_complete_to_a_tag_there_is(library: Library) -> None:
    library.annotations.tag([9], add=["quantisation", "pruning"])
    async with opened(library) as pilot:
        await press(pilot, "t")
        await write(pilot, "qantisation")
        offered = pilot.app.screen.query_one(OptionList)
        assert [offered.get_option_at_index(at).id for at in range(offered.option_count)] == [
            "qantisation",
            "quantisation",
        ]
        await press(pilot, "down", "tab")
        assert pilot.app.screen.query_one(Input).value == "quantisation"
        await press(pilot, "enter", "escape")
        assert tags_of(library, 1) == ("quantisation",)


async def test_entering_a_tag_that_is_there_takes_it_away(library: Library) -> None:
    library.annotations.tag([1], add=["todo"])
    async with opened(library) as pilot:
        await press(pilot, "t")
        await write(pilot, "todo")
        await press(pilot, "enter", "escape")
        assert tags_of(library, 1) == ()


async def test_tags_go_to_all_marked_papers_in_one_change(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "space", "space", "j", "v", "j", "j", "v")
        assert "5 selected" in heading(pilot)
        await press(pilot, "t")
        await write(pilot, "survey")
        await press(pilot, "enter", "escape")
        assert [tag.papers for tag in app_of(pilot).reader.tags()] == [5]
        await press(pilot, "u")
        assert app_of(pilot).reader.tags() == []
        assert "undone: tagged 5 papers +survey" in said(pilot)


@pytest.mark.parametrize(
    ("typed", "best"),
    [("lor", "lora"), ("qlroa", "qlora"), ("nlp/", "nlp/parsing"), ("parsng", "nlp/parsing"), ("", "a b")],
)
def test_completion_prefers_beginnings_then_parts_then_what_is_near(typed: str, best: str) -> None:
    tags = ["a b", "qlora", "lora", "nlp/parsing"]
    found = matching_tags(typed, tags)
    assert best in found[:2]


async def test_stars_and_read_marks_toggle_and_undo_and_redo(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "s")
        assert "★ starred" in shown(pilot)
        await press(pilot, "j", "r")
        assert app_of(pilot).reader.entry(2).read
        await press(pilot, "u", "u")
        assert not app_of(pilot).reader.entry(1).starred
        assert papers(pilot).paper == 1
        await press(pilot, "u")
        assert said(pilot) == "There is nothing to undo."
        await press(pilot, "ctrl+r")
        assert app_of(pilot).reader.entry(1).starred
        await press(pilot, "s")
        assert not app_of(pilot).reader.entry(1).starred


async def test_undo_reaches_back_across_restarts(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "s")
    async with opened(library) as pilot:
        await press(pilot, "u")
        assert not app_of(pilot).reader.entry(1).starred


async def test_a_note_is_saved_as_it_is_typed(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "e")
        await write(pilot, "half a thought")
        await pilot.pause(0.6)
        await settled(pilot)
        assert [note.body for note in app_of(pilot).reader.entry(1).notes] == ["half a thought"]
        await write(pilot, " more")
        await press(pilot, "escape")
        assert [note.body for note in app_of(pilot).reader.entry(1).notes] == ["half a thought more"]
        await press(pilot, "u")
        assert app_of(pilot).reader.entry(1).notes == ()


async def test_a_paper_has_as_many_notes_as_wanted(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "e")
        await write(pilot, "one")
        await press(pilot, "ctrl+n")
        await write(pilot, "two")
        await press(pilot, "ctrl+up")
        assert pilot.app.screen.query_one(TextArea).text == "one"
        await press(pilot, "escape", "A")
        await write(pilot, "three")
        await press(pilot, "escape")
        assert [note.body for note in app_of(pilot).reader.entry(1).notes] == ["one", "two", "three"]
        assert shown(pilot).count("✎") == 3


async def test_an_emptied_note_is_deleted_and_undo_brings_it_back(library: Library) -> None:
    library.annotations.write_note(1, "x")
    async with opened(library) as pilot:
        await press(pilot, "e", "backspace", "escape")
        assert app_of(pilot).reader.entry(1).notes == ()
        await press(pilot, "u")
        assert [note.body for note in app_of(pilot).reader.entry(1).notes] == ["x"]


async def test_notes_are_shown_rendered_and_nothing_in_them_runs(library: Library) -> None:
    library.annotations.write_note(1, "# Head\n\n- a *point*\n\n[@click=app.quit]x[/] [l](javascript:alert) \x1b[31m")
    async with opened(library) as pilot:
        assert "Head" in shown(pilot)
        assert "# Head" not in shown(pilot)
        text = pilot.app.export_screenshot()
        assert "\x1b" not in text
        assert "@click" in text


async def test_an_editor_of_ones_own_edits_the_note(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, os, stat\nmode = stat.S_IMODE(os.stat(sys.argv[1]).st_mode)\n"
        "open(sys.argv[1], 'a').write(f'from outside {mode:o}')\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    monkeypatch.delenv("VISUAL", raising=False)
    async with opened(library) as pilot:
        from contextlib import nullcontext

        monkeypatch.setattr(pilot.app, "suspend", nullcontext)  # a terminal that can be suspended
        await press(pilot, "E")
        assert [note.body for note in app_of(pilot).reader.entry(1).notes] == ["from outside 600"]


async def test_an_editor_that_is_not_there_is_said(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    async with opened(library) as pilot:
        from contextlib import nullcontext

        monkeypatch.setattr(pilot.app, "suspend", nullcontext)
        await press(pilot, "E")
        assert "/no/such/editor" in said(pilot)
        assert "Set $EDITOR" in said(pilot)


async def test_a_terminal_that_cannot_be_suspended_says_so(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "E")
        assert "note editor (e) works" in said(pilot)


@pytest.mark.parametrize(
    ("keys", "copied"),
    [
        ("yy", "(2024). Cheems: Wonderful Matrices"),
        ("ya", "Recent studies have shown that"),
        ("yb", "@misc{"),
    ],
)
async def test_copying_reaches_the_clipboard(library: Library, keys: str, copied: str) -> None:
    async with opened(library) as pilot:
        await press(pilot, *keys)
        assert copied in pilot.app.clipboard
        assert said(pilot).startswith("copied")


async def test_links_and_ids_are_rebuilt_from_the_identifier(library: Library) -> None:
    async with opened(library) as pilot:
        papers(pilot).go_to(11)
        await press(pilot, "y", "i")
        assert pilot.app.clipboard == "2403.13043"
        await press(pilot, "y", "u")
        assert pilot.app.clipboard == "https://arxiv.org/abs/2403.13043"


async def test_the_page_is_opened_in_the_browser(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_page = tmp_path / "page"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {opened_page}\n')
    script.chmod(stat.S_IRWXU)
    monkeypatch.setenv("BROWSER", str(script))
    monkeypatch.setattr("webbrowser._tryorder", None)
    async with opened(library) as pilot:
        papers(pilot).go_to(11)
        await press(pilot, "o")
        assert opened_page.read_text() == "https://arxiv.org/abs/2403.13043\n"
        await press(pilot, "O")
        assert opened_page.read_text() == "https://arxiv.org/pdf/2403.13043\n"


@pytest.mark.parametrize(
    ("downs", "name"), [(0, "papers.jsonl"), (1, "papers.md"), (2, "papers.csv"), (5, "papers.bib")]
)
async def test_every_format_is_exported_from_the_app(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, downs: int, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(library) as pilot:
        await press(pilot, "space", "space", "w", *["down"] * downs, "enter")
        assert "wrote 2 papers" in said(pilot)
        assert (tmp_path / name).read_text(encoding="utf-8")
        assert [path.name for path in tmp_path.glob("papers*")] == [name]


async def test_the_json_of_the_app_is_everything_that_is_listed(library: Library, tmp_path: Path) -> None:
    async with opened(library) as pilot:
        await press(pilot, "w")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "all.jsonl")
        await press(pilot, "enter")
        lines = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
        assert len([line for line in lines if not line.startswith('{"paperreader": ')]) == 182
        assert json.loads(lines[0])["title"].startswith("Cheems")


async def test_an_export_does_not_replace_a_file_unasked(library: Library, tmp_path: Path) -> None:
    there = tmp_path / "mine.md"
    there.write_text("my own words")
    async with opened(library) as pilot:
        await press(pilot, "w")
        pilot.app.screen.query_one(Input).value = str(there)
        await press(pilot, "enter")
        assert there.read_text() == "my own words"
        assert "Enter again" in str(pilot.app.export_screenshot()).replace("&#160;", " ")
        await press(pilot, "enter")
        assert there.read_text() != "my own words"


async def test_an_export_to_a_place_that_is_not_there_is_said(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "w")
        pilot.app.screen.query_one(Input).value = "/no/such/place/papers.md"
        await press(pilot, "enter")
        assert "/no/such/place" in said(pilot)


async def test_a_locked_library_loses_nothing_and_says_so(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    other = sqlite3.connect(library.path, isolation_level=None)
    library.patience(0.05)
    async with opened(library) as pilot:
        await press(pilot, "e")
        other.execute("begin immediate")  # before the first letter: what is typed is saved by itself
        await write(pilot, "kept")
        await press(pilot, "ctrl+s")
        assert pilot.app.screen.query(NoteEditor)
        assert pilot.app.screen.query_one(TextArea).text == "kept"
        await press(pilot, "escape")
        assert pilot.app.screen.query(NoteEditor)
        other.execute("rollback")
        await press(pilot, "escape")
        assert [note.body for note in app_of(pilot).reader.entry(1).notes] == ["kept"]
    other.close()


async def test_what_is_being_typed_survives_the_end_of_the_program(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "e")
        await pilot.press(*"last")
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.2)
    reader = library.reader()
    assert [note.body for note in reader.entry(1).notes] == ["last"]
    reader.close()


async def test_q_leaves_the_pane_then_the_marks_then_the_program(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "enter", "q")
        assert focused(pilot) == "list"
        await press(pilot, "space", "q")
        assert pilot.app.is_running
        await pilot.press("q")
        await pilot.pause()
        assert pilot.app._exit


@pytest.mark.parametrize(("keys", "wanted"), [("ehas said", "has said"), ("Aqrsu", "qrsu")])
async def test_letters_typed_in_a_burst_are_text_and_never_commands(library: Library, keys: str, wanted: str) -> None:
    async with opened(library) as pilot:
        await burst(pilot, keys)
        await press(pilot, "escape")
        assert [note.body for note in app_of(pilot).reader.entry(1).notes] == [wanted]
        assert not app_of(pilot).reader.entry(1).starred


async def test_a_tag_typed_in_a_burst_is_that_tag(library: Library) -> None:
    async with opened(library) as pilot:
        await burst(pilot, "tstar")
        await press(pilot, "enter", "escape")
        assert tags_of(library, 1) == ("star",)


async def test_a_search_typed_in_a_burst_is_whole(library: Library) -> None:
    async with opened(library) as pilot:
        await burst(pilot, "/quant")
        assert app_of(pilot).main.query_one("#search", Input).value == "quant"


async def test_what_could_not_be_read_is_shown_with_its_place_and_reason(library: Library) -> None:
    records = [Leftover(7, "[bold]??[/bold]", "no abstract follows")]
    library.add(records, file="odd.txt", format="huggingface")
    async with opened(library) as pilot:
        await press(pilot, "g", "l")
        screen = pilot.app.export_screenshot().replace("&#160;", " ")
        for words in ("1 entry could not be read", "odd.txt:7", "no abstract follows", "[bold]??[/bold]"):
            assert words in screen
        await press(pilot, "escape")
        assert focused(pilot) == "list"


async def test_several_tags_are_added_and_removed_at_once_by_their_signs(library: Library) -> None:
    library.annotations.tag([1, 2], add=["old"])
    async with opened(library) as pilot:
        await press(pilot, "space", "space", "t")
        pilot.app.screen.query_one(Input).value = "+new +nlp/parsing -old"
        await press(pilot, "enter", "escape")
        assert tags_of(library, 1) == tags_of(library, 2) == ("new", "nlp/parsing")
        await press(pilot, "u")
        assert tags_of(library, 1) == ("old",)


async def test_keywords_are_counted_in_the_list_wherever_there_are_some(library: Library) -> None:
    config = Config(read_after=0, include_keywords=("state space",), exclude_keywords=("attention",))
    async with opened(library, config=config) as pilot:
        lines = ["".join(one.text for one in papers(pilot).render_line(y)) for y in range(2)]
        assert "+2 -1" in lines[1]
