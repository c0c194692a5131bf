"""Beginning a note from a template: by one key, from a file of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from paperreader.config import Config
from paperreader.library import Library
from paperreader.tui.dialogs.note_editor import NoteEditor
from paperreader.tui.dialogs.picker import Picker
from tests.tui.conftest import app_of
from tests.tui.hands import entry_of, hit, playing, said, screen_of, type_in
from tests.tui.waiting import until


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPERREADER_CONFIG", str(tmp_path / "settings" / "config.toml"))
    folder = tmp_path / "settings" / "templates"
    folder.mkdir(parents=True)
    return folder


def bodies(library: Library, paper: int = 1) -> list[str]:
    return [note.body for note in entry_of(library, paper).notes]


async def text_of(pilot: Pilot[None]) -> str:
    """The text of the note editor, once it has opened."""
    await until(pilot, lambda: pilot.app.screen.query(NoteEditor) or said(pilot))
    return pilot.app.screen.query_one(TextArea).text


async def test_the_only_template_is_used_at_once_and_what_is_typed_makes_a_note_of_it(
    library: Library, folder: Path
) -> None:
    (folder / "summary.md").write_text("On {{ title[:9] }}\n\nI think: ")
    async with playing(library) as pilot:
        await hit(pilot, "g e")
        assert await text_of(pilot) == f"On {entry_of(library, 1).label[:9]}\n\nI think:"
        assert bodies(library) == []
        await type_in(pilot, "Yes. ")
        await hit(pilot, "escape")
        assert bodies(library) == [f"Yes. On {entry_of(library, 1).label[:9]}\n\nI think:"]
        await hit(pilot, "u")
        assert bodies(library) == []


async def test_a_template_that_is_left_as_it_was_makes_no_note(library: Library, folder: Path) -> None:
    (folder / "summary.md").write_text("Only this.")
    async with playing(library) as pilot:
        await hit(pilot, "g e")
        assert await text_of(pilot) == "Only this."
        assert "saved once you change it, or by ^s" in screen_of(pilot)
        await hit(pilot, "escape")
        assert not pilot.app.screen.query(NoteEditor)
        assert "no note was made" in said(pilot)
    assert bodies(library) == []


async def test_a_template_is_saved_as_it_is_if_that_is_asked_for(library: Library, folder: Path) -> None:
    (folder / "summary.md").write_text("Only this.")
    async with playing(library) as pilot:
        await hit(pilot, "g e")
        await text_of(pilot)
        await hit(pilot, "ctrl+s")
        assert bodies(library) == ["Only this."]
        await hit(pilot, "escape")
        assert bodies(library) == ["Only this."]


async def test_one_of_several_templates_is_chosen(library: Library, folder: Path) -> None:
    for name in ("critique", "summary"):
        (folder / f"{name}.md").write_text(f"A {name}.")
    async with playing(library) as pilot:
        await hit(pilot, "g e")
        assert isinstance(pilot.app.screen, Picker)
        await type_in(pilot, "summ")
        await hit(pilot, "enter")
        assert await text_of(pilot) == "A summary."


async def test_the_template_of_the_configuration_is_used_at_once(library: Library, folder: Path) -> None:
    for name in ("critique", "summary"):
        (folder / f"{name}.md").write_text(f"A {name}.")
    async with playing(library, Config(read_after=0, note_template="critique")) as pilot:
        await hit(pilot, "g e")
        assert await text_of(pilot) == "A critique."
    async with playing(library, Config(read_after=0, note_template="gone")) as pilot:
        await hit(pilot, "g e")
        assert said(pilot).endswith("gone.md: there is no such file.")


async def test_without_a_template_the_place_for_one_is_told_and_the_example_offered(
    library: Library, folder: Path
) -> None:
    folder.rmdir()
    async with playing(library, size=(200, 40)) as pilot:
        await hit(pilot, "g e")
        assert "the built-in example" in screen_of(pilot)
        await hit(pilot, "n")
        assert str(folder) in said(pilot)
        await hit(pilot, "g e y")
        assert (await text_of(pilot)).startswith(f"# {entry_of(library, 1).label}")


async def test_a_mistake_in_a_template_is_told_with_its_line_and_nothing_opens(library: Library, folder: Path) -> None:
    (folder / "summary.md").write_text("x\n{{ titel }}")
    async with playing(library) as pilot:
        await hit(pilot, "g e")
        await until(pilot, lambda: "summary.md:2:" in said(pilot))
        assert "'titel' is undefined" in said(pilot)
        assert app_of(pilot).screen is app_of(pilot).main
    assert bodies(library) == []
