"""Notes: saved while typing, never lost, with links and history."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from textual.content import Content
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import OptionList, Static, TextArea

from paperreader.config import Config
from paperreader.domain import Entry, Highlight, Note, references
from paperreader.library import Interrupted, Library, LibraryError
from paperreader.tui.core.glyphs import UNICODE
from paperreader.tui.dialogs.draft import DraftFile, NoteDraft, recovered_drafts, store_drafts
from paperreader.tui.dialogs.note_editor import NoteEditor
from paperreader.tui.dialogs.note_history import NoteHistory
from paperreader.tui.dialogs.tag_editor import TagEditor
from paperreader.tui.dialogs.wikilinks import WikilinkList, unfinished_link, wikilink
from paperreader.tui.dialogs.word_diff import word_diff
from tests.tui.conftest import app_of, burst, opened, settled
from tests.tui.hands import screen_of
from tests.tui.stage import Stage, on_stage
from tests.tui.waiting import until

ROOT = Path(__file__).parents[3]
NAMES = {
    " ": "space",
    "-": "minus",
    "]": "right_square_bracket",
    "[": "left_square_bracket",
    "#": "number_sign",
    "/": "slash",
    ".": "full_stop",
}


async def write(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*(NAMES.get(one, one) for one in text))
    await pilot.pause(0.05)
    await settled(pilot)


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def entry_of(library: Library, paper: int) -> Entry:
    with library.reader() as reader:
        return reader.entry(paper)


def bodies(library: Library, paper: int = 1) -> list[str]:
    return [note.body for note in entry_of(library, paper).notes]


def new_note(library: Library) -> NoteEditor:
    return NoteEditor(entry_of(library, 1), new=True)


def shows(app: Stage, kind: type[Widget]) -> bool:
    return isinstance(app.screen, kind) or (app.screen is app.main and bool(app.main.query(kind)))


def text_of(pilot: Pilot[None]) -> TextArea:
    return pilot.app.screen.query_one(TextArea)


def remembering(tmp_path: Path) -> Config:
    return Config(read_after=0, remembers=tmp_path / "state" / "state.json", tour_shown=True)


def marked(library: Library) -> Highlight:
    abstract = entry_of(library, 1).paper.abstract
    return library.annotations.highlight(1, 10, 200, text=abstract)[0]


# -- typing ----------------------------------------------------------------------------------------------------------


async def test_what_is_typed_without_a_pause_is_saved_within_a_second(library: Library) -> None:
    async with on_stage(library, lambda _: new_note(library)) as (pilot, _):
        begun_at = time.monotonic()
        typed = ""
        while time.monotonic() - begun_at < 1.6:
            await pilot.press("x")
            typed += "x"
        [body] = bodies(library)
        assert body
        assert typed.startswith(body)
        await press(pilot, "escape")
        assert bodies(library) == [typed]


async def test_a_letter_that_comes_when_saving_is_overdue_is_saved_at_once(library: Library) -> None:
    async with on_stage(library, lambda _: new_note(library)) as (pilot, app):
        await pilot.press("x")
        time.sleep(1.1)  # noqa: ASYNC251 - the machine is busy: no timer runs
        app.screen.query_one(TextArea).insert("y")
        await pilot.pause(0.2)
        await settled(pilot)
        assert bodies(library) == ["xy"]


async def test_a_certain_note_is_opened(library: Library) -> None:
    first, _ = library.annotations.write_note(1, "first")
    library.annotations.write_note(1, "second")
    async with on_stage(library, lambda _: NoteEditor(entry_of(library, 1), new=False, note=first.id)) as (pilot, app):
        assert text_of(pilot).text == "first"
        assert "Note 1 of 2" in app.text


async def test_a_note_on_a_highlight_shows_its_passage_and_stays_with_it(library: Library) -> None:
    mark = marked(library)
    make = lambda _: NoteEditor(entry_of(library, 1), new=False, highlight=mark)  # noqa: E731
    async with on_stage(library, make) as (pilot, app):
        assert mark.quote[:30] in app.text
        await write(pilot, "about this")
        await press(pilot, "escape")
    [note] = entry_of(library, 1).notes
    assert (note.body, note.highlight) == ("about this", mark.id)
    library.annotations.write_note(1, "of the whole paper")
    async with on_stage(library, make) as (pilot, app):
        assert text_of(pilot).text == "about this"
        await press(pilot, "ctrl+down")
        assert mark.quote[:30] not in app.text
        await press(pilot, "ctrl+n")
        await write(pilot, "third")
        await press(pilot, "escape")
    assert entry_of(library, 1).notes[-1].highlight is None


async def test_a_note_whose_highlight_goes_meanwhile_is_a_note_on_the_paper(library: Library) -> None:
    mark = marked(library)
    make = lambda _: NoteEditor(entry_of(library, 1), new=False, highlight=mark)  # noqa: E731
    async with on_stage(library, make) as (pilot, _):
        library.annotations.delete_highlight(mark.id)
        await write(pilot, "kept")
        await press(pilot, "escape")
    [note] = entry_of(library, 1).notes
    assert (note.body, note.highlight) == ("kept", None)


async def test_the_tags_of_the_paper_are_reached_from_the_note(library: Library) -> None:
    async with on_stage(library, lambda _: new_note(library)) as (pilot, app):
        await write(pilot, "x")
        await press(pilot, "ctrl+t")
        assert shows(app, TagEditor)
        await write(pilot, "todo")
        await press(pilot, "enter", "escape")
        assert shows(app, NoteEditor)
        await write(pilot, "y")
        await press(pilot, "escape")
    assert entry_of(library, 1).tags == ("todo",)
    assert bodies(library) == ["xy"]


async def test_a_burst_of_letters_is_the_note(library: Library) -> None:
    async with on_stage(library, lambda _: new_note(library)) as (pilot, _):
        await burst(pilot, "quick words")
        await press(pilot, "escape")
    assert bodies(library) == ["quick words"]


@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
async def test_the_keys_that_are_shown_are_shown_whole(library: Library, size: tuple[int, int]) -> None:
    async with on_stage(library, lambda _: new_note(library), size) as (pilot, app):
        await write(pilot, "x")
        last = [line for line in app.text.splitlines() if line.strip()][-1]
        assert "Esc close" in last
        assert last.strip().endswith(
            ("close", "abstract", "scroll it", "link", "another", "tags", "$EDITOR", "history", "turn")
        )


# -- two windows, $EDITOR ----------------------------------------------------------------------------------------------


async def test_two_windows_in_one_note_keep_both_texts_and_it_is_said(library: Library) -> None:
    note, _ = library.annotations.write_note(1, "one")
    async with on_stage(library, lambda _: NoteEditor(entry_of(library, 1), new=False)) as (pilot, app):
        library.annotations.edit_note(note.id, "one, theirs", revision=note.revision)
        await write(pilot, ", mine")
        await press(pilot, "ctrl+s")
        assert "Both texts are kept" in " ".join(app.text.split())
        assert "Note 2 of 2" in app.text
        await write(pilot, ".")
        await press(pilot, "escape")
    assert bodies(library) == ["one, theirs", "one, mine."]


async def test_a_conflict_at_the_last_save_is_said_where_the_editor_was(library: Library) -> None:
    note, _ = library.annotations.write_note(1, "one")
    async with on_stage(library, lambda _: NoteEditor(entry_of(library, 1), new=False)) as (pilot, app):
        library.annotations.edit_note(note.id, "theirs", revision=note.revision)
        await pilot.press("x", "escape")
        await settled(pilot)
        assert not shows(app, NoteEditor)
        assert "Both texts are kept" in app.told[-1]
    assert bodies(library) == ["theirs", "onex"]


async def test_typing_goes_on_while_a_save_waits_for_another_program(library: Library, tmp_path: Path) -> None:
    other = sqlite3.connect(library.path, isolation_level=None)
    library.patience(60)
    async with on_stage(library, lambda _: new_note(library), config=remembering(tmp_path)) as (pilot, app):
        other.execute("begin immediate")
        text_of(pilot).insert("wait")
        drafts = tmp_path / "state" / "drafts"
        await until(pilot, lambda: [*drafts.glob("*.json")])
        [path] = drafts.iterdir()  # before it is clear whether it can be saved
        assert json.loads(path.read_text())["body"] == "wait"
        await pilot.press(*"ing")
        assert text_of(pilot).text == "waiting"
        other.execute("rollback")
        await until(pilot, lambda: bodies(library) == ["waiting"])
        await settled(pilot)
        assert list((tmp_path / "state" / "drafts").iterdir()) == []
        assert app.told == []
    other.close()


async def test_a_note_deleted_in_another_window_goes_on_as_a_new_one_and_it_is_said(library: Library) -> None:
    note, _ = library.annotations.write_note(1, "one")
    async with on_stage(library, lambda _: NoteEditor(entry_of(library, 1), new=False)) as (pilot, app):
        library.annotations.delete_note(note.id)
        await write(pilot, " more")
        await press(pilot, "ctrl+s")
        assert "Deleted in another window" in " ".join(app.text.split())
        await press(pilot, "escape")
    assert bodies(library) == ["one more"]


async def test_a_note_changed_while_an_editor_was_open_keeps_both_and_it_is_said(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.annotations.write_note(1, "one")
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom paperreader.library.store import Library\n"
        f"with Library(Path({str(library.path)!r})) as library, library.reader() as reader:\n"
        "    note = reader.entry(1).notes[0]\n"
        "    library.annotations.edit_note(note.id, 'theirs', revision=note.revision)\n"
        "open(sys.argv[1], 'a').write(', mine')\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    monkeypatch.delenv("VISUAL", raising=False)
    async with on_stage(library, lambda _: NoteEditor(entry_of(library, 1), new=False)) as (pilot, app):
        monkeypatch.setattr(app, "suspend", nullcontext)  # a terminal that can be suspended
        await press(pilot, "ctrl+o")
        assert text_of(pilot).text == "one, mine"
        assert "Both texts are kept" in " ".join(app.text.split())
        await press(pilot, "escape")
    assert bodies(library) == ["theirs", "one, mine"]


@pytest.mark.parametrize(
    ("editor", "words"),
    [("'unclosed", "not a command"), ("/no/such/editor", "Set $EDITOR"), ("rm", "left no file"), ("false", "ended")],
)
async def test_an_editor_that_does_not_work_is_said_and_the_note_stays(
    library: Library, monkeypatch: pytest.MonkeyPatch, editor: str, words: str
) -> None:
    library.annotations.write_note(1, "one")
    monkeypatch.setenv("VISUAL", editor)
    async with on_stage(library, lambda _: NoteEditor(entry_of(library, 1), new=False)) as (pilot, app):
        monkeypatch.setattr(app, "suspend", nullcontext)
        await press(pilot, "ctrl+o")
        assert words in app.told[-1]
        assert text_of(pilot).text == "one"


# -- what cannot be saved ----------------------------------------------------------------------------------------------


async def test_a_draft_that_cannot_be_saved_waits_in_a_private_file_and_goes_when_it_is(
    library: Library, tmp_path: Path
) -> None:
    other = sqlite3.connect(library.path, isolation_level=None)
    library.patience(0.02)
    folder = tmp_path / "state" / "drafts"
    async with on_stage(library, lambda _: new_note(library), config=remembering(tmp_path)) as (pilot, app):
        other.execute("begin immediate")
        await write(pilot, "kept")
        await press(pilot, "ctrl+s")
        assert "NOT SAVED" in app.text
        assert "another program is writing" in app.told[-1]
        [path] = folder.iterdir()
        assert json.loads(path.read_text())["body"] == "kept"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert recovered_drafts(folder, library.path) == []  # it is still being written
        other.execute("rollback")
        await press(pilot, "ctrl+s")
        assert list(folder.iterdir()) == []
        assert "NOT SAVED" not in app.text
        await press(pilot, "escape")
    assert bodies(library) == ["kept"]
    other.close()


async def test_it_is_tried_again_by_itself(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperreader.tui.dialogs.save_timer._AGAIN", 0.1)
    other = sqlite3.connect(library.path, isolation_level=None)
    library.patience(0.02)
    async with on_stage(library, lambda _: new_note(library)) as (pilot, app):
        other.execute("begin immediate")
        await write(pilot, "kept")
        await pilot.pause(1.0)
        assert bodies(library) == []
        assert len(app.told) == 1  # said once, not at every attempt
        other.execute("rollback")
        await until(pilot, lambda: bodies(library) == ["kept"])
    other.close()


async def test_a_note_that_cannot_be_saved_is_left_on_a_second_escape_and_saved_at_the_next_start(
    library: Library, tmp_path: Path
) -> None:
    other = sqlite3.connect(library.path, isolation_level=None)
    library.patience(0.02)
    async with on_stage(library, lambda _: new_note(library), config=remembering(tmp_path)) as (pilot, app):
        other.execute("begin immediate")
        await write(pilot, "kept")
        await press(pilot, "escape")
        assert shows(app, NoteEditor)
        assert "Esc again" in app.text
        await press(pilot, "escape")
        assert not shows(app, NoteEditor)
    other.close()
    folder = tmp_path / "state" / "drafts"
    assert recovered_drafts(folder, tmp_path / "another.db") == []
    found = recovered_drafts(folder, library.path)
    assert store_drafts(library, found) == [1]
    assert bodies(library) == ["kept"]
    assert list(folder.iterdir()) == []


def failing(library: Library, draft: NoteDraft, text: str) -> None:
    other = sqlite3.connect(library.path, isolation_level=None)
    other.execute("begin immediate")
    library.patience(0.01)
    with pytest.raises(LibraryError):
        draft.save(text)
    library.patience(5)
    other.close()


def test_a_draft_goes_on_with_its_note_or_beside_it_where_that_was_changed(library: Library, tmp_path: Path) -> None:
    same, _ = library.annotations.write_note(1, "same")
    changed, _ = library.annotations.write_note(2, "changed")
    deleted, _ = library.annotations.write_note(3, "deleted")
    for paper, note in ((1, same), (2, changed), (3, deleted)):
        draft = NoteDraft(library.annotations, paper, note, file=DraftFile(tmp_path, library.path))
        failing(library, draft, f"{note.body}, more")
        assert draft.is_in_file
        draft.abandon()
    library.annotations.edit_note(changed.id, "changed, theirs", revision=changed.revision)
    library.annotations.delete_note(deleted.id)
    assert store_drafts(library, recovered_drafts(tmp_path, library.path)) == [1, 2, 3]
    assert bodies(library, 1) == ["same, more"]
    assert bodies(library, 2) == ["changed, theirs", "changed, more"]
    assert bodies(library, 3) == ["deleted, more"]


def test_a_draft_whose_paper_is_gone_stays_where_it_is(library: Library, tmp_path: Path) -> None:
    draft = NoteDraft(library.annotations, 999_999, None, file=DraftFile(tmp_path, library.path))
    draft.keep_in_file("of nothing")
    draft.abandon()
    found = recovered_drafts(tmp_path, library.path)
    assert store_drafts(library, found) == []
    assert recovered_drafts(tmp_path, library.path) == found


def test_what_is_no_draft_is_passed_over(library: Library, tmp_path: Path) -> None:
    for number, text in enumerate(["", "{", "[]", '{"library": 1}', "\x00"]):
        (tmp_path / f"{number}.json").write_text(text)
    assert recovered_drafts(tmp_path, library.path) == []
    assert recovered_drafts(tmp_path / "nowhere", library.path) == []


def test_a_draft_file_that_cannot_be_made_costs_no_more_than_itself(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    draft = NoteDraft(library.annotations, 1, None, file=DraftFile(tmp_path / "file" / "drafts", library.path))
    failing(library, draft, "still here")
    assert not draft.is_in_file
    assert draft.save("still here")


async def test_a_program_that_is_ended_while_the_library_is_locked_loses_nothing(
    library: Library, tmp_path: Path
) -> None:
    other = sqlite3.connect(library.path, isolation_level=None)
    library.patience(0.02)
    async with on_stage(library, lambda _: new_note(library), config=remembering(tmp_path)) as (pilot, app):
        other.execute("begin immediate")
        await pilot.press(*"last")
        with pytest.raises(LibraryError):
            app.screen.query_one(NoteEditor).save_now()
    other.close()
    [(_, waiting)] = [(path, json.loads(path.read_text())) for path in (tmp_path / "state" / "drafts").glob("*.json")]
    assert waiting["body"] == "last"


def typing(moments: list[float]) -> float:
    """Return the seconds from the first letter to the last, without time the machine spent elsewhere."""
    return sum(min(later - one, 0.2) for one, later in pairwise(moments))


def test_a_kill_while_somebody_types_costs_hardly_more_than_a_second(library: Library) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.typist", str(library.path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        moments = [float(child.stdout.readline())]
        while typing(moments) < 2.5:
            moments.append(float(child.stdout.readline()))
        child.send_signal(signal.SIGKILL)
        moments += [float(line) for line in child.stdout.read().split("\n")[:-1]]
    [body] = bodies(library)
    assert typing(moments[len(body) :]) < float(os.environ.get("PAPERREADER_LOST", "1.5"))


# -- links -----------------------------------------------------------------------------------------------------------


def suggesting(app: Stage) -> None:
    papers = [
        ("2403.13043", "Scaling [on] scales | again, and at length, until nobody wants to read on"),
        ("x1", "Two"),
    ]

    async def suggest(typed: str, limit: int) -> list[tuple[str, str]]:
        return [one for one in papers if typed.lower() in one[1].lower()][:limit]

    app.suggest_papers = suggest  # type: ignore[method-assign]


async def test_two_brackets_offer_papers_and_tab_takes_one(library: Library) -> None:
    async with on_stage(library, lambda _: new_note(library)) as (pilot, app):
        suggesting(app)
        await write(pilot, "see [[scal")
        assert app.screen.query_one(WikilinkList).is_open
        assert "2403.13043" in app.text
        await press(pilot, "tab")
        assert text_of(pilot).text == "see [[2403.13043|Scaling on scales again, and at length, until…]]"
        await write(pilot, " x")
        assert text_of(pilot).text.endswith("…]] x")
        [found] = references(text_of(pilot).text)
        assert found.target == "2403.13043"


async def test_arrows_choose_a_link_and_are_the_texts_own_without_one(library: Library) -> None:
    async with on_stage(library, lambda _: new_note(library)) as (pilot, app):
        suggesting(app)
        await write(pilot, "a")
        await press(pilot, "enter")
        await write(pilot, "b [[")
        assert app.screen.query_one(WikilinkList).is_open
        await press(pilot, "down", "enter")
        assert text_of(pilot).text == "a\nb [[x1|Two]]"
        await press(pilot, "up")
        assert text_of(pilot).cursor_location[0] == 0


async def test_escape_closes_the_list_and_not_the_editor(library: Library) -> None:
    async with on_stage(library, lambda _: new_note(library)) as (pilot, app):
        suggesting(app)
        await write(pilot, "[[t")
        await press(pilot, "escape")
        assert shows(app, NoteEditor)
        assert not app.screen.query_one(WikilinkList).is_open
        await write(pilot, "w")
        assert not app.screen.query_one(WikilinkList).is_open
        await press(pilot, "escape")
        assert not shows(app, NoteEditor)
    assert bodies(library) == ["[[tw"]


async def test_a_number_sign_offers_tags(library: Library) -> None:
    library.annotations.tag([9], add=["nlp/parsing", "todo"])
    async with on_stage(library, lambda _: new_note(library)) as (pilot, _):
        await write(pilot, "[[#pars")
        await press(pilot, "enter")
        assert text_of(pilot).text == "[[#nlp/parsing]]"


async def test_a_page_lists_only_the_first_of_very_many_notes_that_link_to_it(library: Library) -> None:
    with library.reader() as reader:
        uid = reader.entry(1).uid
    for number in range(40):
        library.annotations.write_note(2, f"{number}: [[{uid}]]" + f"\n\nagain: [[{uid}]]" * (number == 39))
    async with opened(library, (120, 200)) as pilot:
        await press(pilot, "g", "g")
        shown = screen_of(pilot)
        assert shown.count(UNICODE.back) == 20, shown
        assert "… and more" in shown
        assert len(app_of(pilot).reader.backlinks(1)) == 41


async def test_what_is_half_remembered_is_found_for_a_link_in_the_reader_itself(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "j", "e")
        await write(pilot, "[[cheems wonderfull")
        await pilot.pause(0.1)
        await press(pilot, "tab", "escape")
        [note] = app_of(pilot).reader.entry(2).notes
        [found] = references(note.body)
        assert found.shown.startswith("Cheems: Wonderful")
        assert app_of(pilot).reader.resolve(found.target) == 1
        assert [one.paper for one in app_of(pilot).reader.backlinks(1)] == [2]


async def test_a_paper_without_an_identifier_is_linked_by_what_names_it_and_offered_by_its_title(
    library: Library,
) -> None:
    uid = entry_of(library, 1).uid
    async with on_stage(library, lambda _: new_note(library)) as (pilot, app):

        async def suggest(typed: str, limit: int) -> list[tuple[str, str]]:
            return [(uid, "Cheems"), ("10.1/odd[1]", "Odd")]

        app.suggest_papers = suggest  # type: ignore[method-assign]
        await write(pilot, "[[")
        assert uid not in app.text
        assert "Odd" not in app.text  # brackets would end the link too early
        await press(pilot, "tab")
        assert text_of(pilot).text == "[[Cheems]]"
        await write(pilot, " is")
        await press(pilot, "escape")
    assert bodies(library) == [f"[[{uid}|Cheems]] is"]


async def test_a_link_by_uid_is_edited_as_a_title_and_stays_a_link(library: Library) -> None:
    uid, title = entry_of(library, 2).uid, entry_of(library, 2).label
    library.annotations.write_note(1, f"see [[{uid}]] and [[{uid}|the other]] and [[2403.13043]] ")
    async with on_stage(library, lambda _: NoteEditor(entry_of(library, 1), new=False)) as (pilot, app):
        begun = text_of(pilot).text
        assert begun.startswith(f"see [[{title[:20]}")
        assert begun.endswith(" and [[the other]] and [[2403.13043]] ")
        assert uid not in app.text
        await write(pilot, "and more")
        await press(pilot, "escape")
    assert bodies(library) == [f"see [[{uid}]] and [[{uid}|the other]] and [[2403.13043]] and more"]


async def test_a_note_with_links_that_is_only_looked_at_is_not_changed(library: Library) -> None:
    uid = entry_of(library, 2).uid
    library.annotations.write_note(1, f"see [[{uid}]]")
    async with on_stage(library, lambda _: NoteEditor(entry_of(library, 1), new=False)) as (pilot, app):
        await press(pilot, "ctrl+s", "escape")
        assert app.answers == [False]
    assert entry_of(library, 1).notes[0].revision == 1


async def test_the_history_shows_links_as_words_and_brings_them_back_as_links(library: Library) -> None:
    uid, title = entry_of(library, 2).uid, entry_of(library, 2).label
    note, _ = library.annotations.write_note(1, f"see [[{uid}]]")
    library.annotations.edit_note(note.id, "nothing", revision=note.revision)
    async with on_stage(library, lambda _: NoteHistory(entry_of(library, 1)), size=(120, 30)) as (pilot, app):
        await press(pilot, "down")
        assert title[:20] in app.text
        assert uid not in app.text
        await press(pilot, "enter")
    assert bodies(library) == [f"see [[{uid}]]"]


async def test_a_search_for_links_that_fails_costs_the_list_and_nothing_else(library: Library) -> None:
    async def interrupted(typed: str, limit: int) -> list[tuple[str, str]]:
        raise Interrupted

    async with on_stage(library, lambda _: new_note(library)) as (pilot, app):
        app.suggest_papers = interrupted  # type: ignore[method-assign]
        await write(pilot, "[[a]] on")
        await press(pilot, "escape")
    assert bodies(library) == ["[[a]] on"]


async def test_brackets_that_are_closed_already_are_not_closed_twice(library: Library) -> None:
    async with on_stage(library, lambda _: new_note(library)) as (pilot, app):
        suggesting(app)
        text_of(pilot).load_text("[[]] after")
        text_of(pilot).move_cursor((0, 2))
        await settled(pilot)
        await write(pilot, "two")
        await press(pilot, "tab")
        assert text_of(pilot).text == "[[x1|Two]] after"


@pytest.mark.parametrize(
    ("before", "typed"),
    [("see [[lo", "lo"), ("[[", ""), ("[[a]] [[b", "b"), ("[[a]]", None), ("[a", None), ("[[a|b", None), ("", None)],
)
def test_a_link_is_being_typed_from_its_brackets_to_their_end(before: str, typed: str | None) -> None:
    assert unfinished_link(before) == typed


@given(st.from_regex(r"[A-Za-z0-9./:-]{1,40}", fullmatch=True), st.text())
def test_a_link_is_one_link_whatever_the_title(target: str, title: str) -> None:
    written = wikilink(target, title)
    [found] = references(written)
    assert (found.start, found.end, found.target) == (0, len(written), target)


# -- the past --------------------------------------------------------------------------------------------------------


def versions(library: Library, *texts: str, paper: int = 1) -> Note:
    note, _ = library.annotations.write_note(paper, texts[0])
    for text in texts[1:]:
        note, _ = library.annotations.edit_note(note.id, text, revision=note.revision)
    return note


async def test_the_history_shows_what_each_version_changed_not_by_colour_alone(library: Library) -> None:
    versions(library, "a first thought\nand more", "a second thought\nand more")
    make = lambda _: NoteHistory(entry_of(library, 1))  # noqa: E731
    async with on_stage(library, make) as (_, app):
        content = app.screen.query_one("#difference", Static).content
        assert isinstance(content, Content)
        styled = {content.plain[span.start : span.end]: str(span.style) for span in content.spans}
        assert "underline" in styled["second"]
        assert "strike" in styled["first"]
    async with on_stage(library, make, ascii_only=True) as (_, app):
        assert "a [-first-]{+second+} thought" in app.text


async def test_an_older_version_is_brought_back_as_a_change_that_can_be_undone(library: Library) -> None:
    versions(library, "one", "two", "three")
    async with on_stage(library, lambda _: NoteHistory(entry_of(library, 1))) as (pilot, app):
        assert app.screen.query_one(OptionList).option_count == 3
        await press(pilot, "j", "down", "enter")
        assert app.answers == [True]
        assert app.done
    assert bodies(library) == ["one"]
    library.journal.undo()
    assert bodies(library) == ["three"]


async def test_a_deleted_note_comes_back_from_its_history(library: Library) -> None:
    note = versions(library, "gone")
    library.annotations.delete_note(note.id)
    async with on_stage(library, lambda _: NoteHistory(entry_of(library, 1), [note.id])) as (pilot, app):
        await press(pilot, "enter")
        assert "Choose a version" in app.told[-1]
        await press(pilot, "j", "enter")
    assert bodies(library) == ["gone"]


async def test_the_notes_of_a_paper_have_each_their_history(library: Library) -> None:
    versions(library, "alpha", "alpha two")
    versions(library, "beta")
    async with on_stage(library, lambda _: NoteHistory(entry_of(library, 1)), (40, 20)) as (pilot, app):
        assert "beta" in app.text
        await press(pilot, "left")
        assert "alpha" in app.text
        await press(pilot, "tab", "escape")
        assert app.answers == [False]


async def test_a_paper_without_notes_has_no_history_and_says_so(library: Library) -> None:
    async with on_stage(library, lambda _: NoteHistory(entry_of(library, 1))) as (pilot, app):
        assert "no notes" in app.text
        await press(pilot, "enter", "j", "escape")
        assert app.answers == [False]


async def test_the_editor_goes_on_with_a_version_that_was_brought_back(library: Library) -> None:
    versions(library, "one", "two")
    async with on_stage(library, lambda _: NoteEditor(entry_of(library, 1), new=False)) as (pilot, app):
        await press(pilot, "ctrl+g", "j", "enter")
        assert shows(app, NoteEditor)
        assert text_of(pilot).text == "one"
        await write(pilot, " more")
        await press(pilot, "escape")
        assert app.answers == [True]
    assert bodies(library) == ["one more"]


_TEXTS = st.text(st.sampled_from("ab \n\r\x0b.é"), max_size=40)


@given(_TEXTS, _TEXTS)
def test_a_difference_is_both_texts_to_the_letter(before: str, after: str) -> None:
    pieces = list(word_diff(before, after))
    assert "".join(text for kind, text in pieces if kind != "+") == before
    assert "".join(text for kind, text in pieces if kind != "-") == after


@pytest.mark.parametrize("words", [1_900, 100_000])
def test_a_difference_of_long_texts_takes_no_time(words: int) -> None:
    before = " ".join(f"w{number % 97}" for number in range(words))
    began = time.process_time()
    pieces = list(word_diff(before, before.replace("w5 ", "v5 ")))
    assert time.process_time() - began < 3
    assert "".join(text for kind, text in pieces if kind != "+") == before
    assert ("+", "v5") in pieces or words > 4_000
