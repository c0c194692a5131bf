"""The preview shows what will be imported before anything is stored, and can move the ends of titles."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pyperclip
import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from paperreader.domain import TitleFrom
from paperreader.exchange import texts_in
from paperreader.formats import OpenText, Unreadable
from paperreader.library import Library
from paperreader.tui.dialogs.path import PathScreen, complete_path
from paperreader.tui.dialogs.picker import Picker
from paperreader.tui.dialogs.preview import PreviewScreen
from paperreader.tui.main.main_screen import MainScreen
from tests.tui.conftest import app_of, press, settled
from tests.tui.hands import listed, look_into_file, playing, said, screen_of
from tests.tui.stage import on_stage

FUSED = (
    "9 Rivers remember the hills that made them sediment keeps a record of slopes which are long gone, and a model "
    "with three parameters reproduces what was measured in forty valleys. 3 authors · Mar 2\n"
    "- Scaling Laws for Neural Language Models We study empirical scaling laws for language model performance on the "
    "cross-entropy loss. The loss scales as a power-law with model size and dataset size. 10 authors · Mar 1 7\n"
    "4 On the dance of honey bees and what it tells Bees that return from far fields dance longer, yet nobody knew "
    "whether the dance tells of effort or of distance. 4 authors · Feb 28\n"
)
"""A text in which the end of the first title is doubtful."""
PRINTED = "@article{a, title={A Printed Title}, author={Lovelace, Ada}, abstract={We print titles.}}\n"
LONGER, SHORTER = "greater_than_sign", "less_than_sign"


@pytest.fixture
def box(tmp_path: Path) -> Path:
    box = tmp_path / "box"
    box.mkdir()
    (box / "fused.txt").write_text(FUSED)
    return box


def over(pilot: Pilot[None], screen: type) -> bool:
    return isinstance(pilot.app.screen, screen)


def words(pilot: Pilot[None]) -> str:
    return " ".join(screen_of(pilot).split())


def titles(pilot: Pilot[None]) -> list[str]:
    return [entry.label for entry in app_of(pilot).reader.entries(listed(pilot))]


async def test_a_list_is_shown_and_nothing_is_stored_before_enter(empty_library: Library, box: Path) -> None:
    async with playing(empty_library, size=(80, 24)) as pilot:
        await look_into_file(pilot, box / "fused.txt")
        assert over(pilot, PreviewScreen)
        for what in (
            "Import fused.txt", "Hugging Face papers page, 90% sure", "3 papers · 1 uncertain title",
            "Titles that may end elsewhere", "20% Rivers remember", "Other papers", "Scaling Laws for Neural",
            "20% sure where the title ends", "Enter import",
        ):  # fmt: skip
            assert what in words(pilot), what
        assert app_of(pilot).reader.counts().all == 0
        await press(pilot, "escape")
        assert over(pilot, MainScreen)
        assert app_of(pilot).reader.counts().all == 0
        await look_into_file(pilot, box / "fused.txt")
        await press(pilot, "enter")
        assert len(listed(pilot)) == 3
        assert said(pilot) == "imported: 3 new"


async def test_the_end_of_a_doubtful_title_is_moved_and_imported_as_moved(empty_library: Library, box: Path) -> None:
    async with playing(empty_library, size=(80, 24)) as pilot:
        await look_into_file(pilot, box / "fused.txt")
        assert "slopes which │ are long" in words(pilot)
        await press(pilot, *[SHORTER] * 7)
        assert "made them │ sediment keeps" in words(pilot)
        assert "the title ends where you set it" in words(pilot)
        assert "✓ Rivers remember the hills that made them" in words(pilot)
        await press(pilot, SHORTER, "right", "enter")
        [rivers] = [one for one in app_of(pilot).reader.entries(listed(pilot)) if one.label.startswith("Rivers")]
        assert rivers.paper.title == "Rivers remember the hills that made them"
        assert rivers.paper.abstract.startswith("sediment keeps a record")
        assert (rivers.paper.title_from, rivers.paper.title_confidence) == (TitleFrom.SPLIT, 1.0)
        before = titles(pilot)
        await look_into_file(pilot, box / "fused.txt")
        await press(pilot, "enter")
        assert said(pilot) == "imported: 3 already known"
        assert titles(pilot) == before
        await press(pilot, "u", "y")
        assert listed(pilot) == []
        await press(pilot, "u")
        assert said(pilot) == "There is nothing to undo."
        await press(pilot, "ctrl+r")
        assert titles(pilot) == before


async def test_a_file_so_large_that_another_process_reads_it_comes_in(empty_library: Library, tmp_path: Path) -> None:
    large = tmp_path / "large.jsonl"
    papers = (
        {"title": f"Paper number {number}", "abstract": f"About {number}. " + "w" * 8000} for number in range(1100)
    )
    large.write_text("\n".join(map(json.dumps, papers)))
    assert large.stat().st_size > 8 << 20
    async with playing(empty_library, size=(80, 24)) as pilot:
        await look_into_file(pilot, large)
        await press(pilot, "enter")
        await pilot.pause(0.5)
        await settled(pilot)
        assert said(pilot) == "imported: 1,100 new"
        assert over(pilot, MainScreen)


async def test_a_printed_title_has_no_end_to_be_moved(empty_library: Library, box: Path) -> None:
    (box / "refs.bib").write_text(PRINTED)
    async with playing(empty_library) as pilot:
        await look_into_file(pilot, box / "refs.bib")
        await press(pilot, LONGER, LONGER)
        assert [one.message for one in pilot.app._notifications] == ["The end of a printed title cannot be moved."]
        await press(pilot, "enter")
        assert titles(pilot) == ["A Printed Title"]


async def test_another_format_is_chosen_and_taken_back(empty_library: Library, box: Path) -> None:
    (box / "list.txt").write_text("milk\neggs\n")
    async with playing(empty_library) as pilot:
        await look_into_file(pilot, box / "list.txt")
        assert "This does not look like a list of papers" in words(pilot)
        await press(pilot, "enter")
        assert over(pilot, PreviewScreen)
        await press(pilot, "f")
        assert over(pilot, Picker)
        await press(pilot, *"lines", "enter")
        assert "JSON, or JSON lines, as you chose" in words(pilot) or "“Abstract:” lines, as you chose" in words(pilot)
        assert "could not be read" in words(pilot)
        await press(pilot, "f", "enter")
        assert "This does not look like a list of papers" in words(pilot)


async def test_what_is_chosen_is_how_it_is_imported(empty_library: Library, box: Path) -> None:
    async with playing(empty_library) as pilot:
        await look_into_file(pilot, box / "fused.txt")
        await press(pilot, "f", *"plain text", "enter")
        assert "Plain text: titles and paragraphs, as you chose" in words(pilot)
        await press(pilot, "enter")
        assert [one.format for one in app_of(pilot).reader.imports()] == ["paragraphs"]


async def test_of_a_directory_every_text_is_listed_and_the_one_under_the_cursor_shown(
    empty_library: Library, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(box.parent)
    (box / "refs.bib").write_text(PRINTED + "@article{b, title={Broken\n")
    (box / "shopping.txt").write_text("milk\neggs\n")
    (box / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    async with playing(empty_library, size=(80, 30)) as pilot:
        await look_into_file(pilot, "box")
        for what in (
            "Import box · 4 texts", "3 box/fused.txt 1 uncertain Hugging Face papers page",
            "1 box/refs.bib 1 not read BibTeX", "0 box/shopping.txt not recognised", "x.png is not text",
        ):  # fmt: skip
            assert what in words(pilot), what
        await press(pilot, "shift+tab", "j")
        assert "A Printed Title" in words(pilot)
        await press(pilot, "j", "j")
        assert "a picture" in words(pilot)
        await press(pilot, "g", "tab", SHORTER, "enter")
        assert len(listed(pilot)) == 4
        assert "Rivers remember the hills that made them sediment keeps a record of slopes" in titles(pilot)


async def test_tab_goes_from_part_to_part_and_around(empty_library: Library, box: Path) -> None:
    (box / "more.jsonl").write_text('{"title": "A Title of a Paper", "abstract": "Words."}\n{"nothing": 1}\n')

    def here(pilot: Pilot[None]) -> str:
        focused = pilot.app.screen.focused
        assert isinstance(focused, OptionList)
        assert focused.highlighted is not None
        return str(focused.get_option_at_index(focused.highlighted).prompt).strip()[:20]

    async with playing(empty_library) as pilot:
        await look_into_file(pilot, box)
        seen = []
        for _ in range(4):
            seen.append(here(pilot))
            await press(pilot, "tab")
        assert seen == ["20% Rivers remember ", "Scaling Laws for Neu", "3  box/fused.txt  1 ", "20% Rivers remember "]
        await press(pilot, "shift+tab")
        assert here(pilot).startswith("20% Rivers")
        await press(pilot, "shift+tab", "j", "tab", "tab")
        assert here(pilot).startswith("2 ")
        assert "Line 2." in words(pilot)


async def test_the_clipboard_is_previewed_and_imported_as_it_was_then(
    empty_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with playing(empty_library) as pilot:
        monkeypatch.setattr(pyperclip, "paste", lambda: PRINTED)
        await look_into_file(pilot, "")
        assert "Import what was copied" in words(pilot)
        assert "A Printed Title" in words(pilot)
        monkeypatch.setattr(pyperclip, "paste", lambda: PRINTED.replace("Printed", "Copied"))
        await press(pilot, "enter")
        assert titles(pilot) == ["A Printed Title"]


@pytest.mark.parametrize("name", ["none.txt", "empty.txt", "a" * 300, "*.nothing", "~no-such-user/x.txt", "a\0b"])
async def test_what_cannot_be_read_is_said_and_cannot_be_imported(empty_library: Library, box: Path, name: str) -> None:
    (box / "empty.txt").touch()
    async with playing(empty_library) as pilot:
        await look_into_file(pilot, name if name[0] == "~" else box / name)
        assert name[:60].replace("\0", "") in words(pilot).replace(" ", "")
        await press(pilot, "enter")
        assert over(pilot, PreviewScreen)
        await press(pilot, "q")
        assert over(pilot, MainScreen)


async def test_while_a_text_is_read_keys_are_answered(empty_library: Library) -> None:
    ready = threading.Event()

    def slow() -> OpenText:
        ready.wait(10)
        raise Unreadable("too late")

    async with playing(empty_library) as pilot:
        screen = PreviewScreen("slow", lambda: [slow])
        pilot.app.push_screen(screen)
        await pilot.pause()
        assert "reading" in words(pilot)
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert over(pilot, MainScreen)
        ready.set()
        await settled(pilot)


async def test_of_many_texts_the_first_hundred_are_shown(empty_library: Library, box: Path) -> None:
    for number in range(120):
        (box / f"{number:03}.bib").write_text(PRINTED.replace("Printed", f"Printed {number}"))
    async with playing(empty_library) as pilot:
        await look_into_file(pilot, box / "*.bib")
        assert "100 texts and more" in words(pilot)
        await press(pilot, "enter")
        assert len(listed(pilot)) == 120


async def test_text_from_outside_does_nothing_in_a_preview(empty_library: Library, box: Path) -> None:
    evil = "[@click=app.quit]click[/] [bold]me[/bold] \\u001b[31m\\u001b]52;c;aGFjaw==\\u0007 \\u202eleft"
    place = box / "[red]evil[bold].jsonl"
    place.write_text(f'{{"title": "{evil}", "abstract": "{evil}"}}\n{{"nothing": "{evil}"}}\n')
    async with playing(empty_library, size=(80, 24)) as pilot:
        for path in (place, box):
            await look_into_file(pilot, path)
            for _ in range(3):
                assert not set(screen_of(pilot)) & {"\x1b", "\x07", "\u202e"}
                await press(pilot, "tab")
            await pilot.click("#records", offset=(10, 1))
            await pilot.click("#texts" if path is box else "#says", offset=(10, 0))
            assert over(pilot, PreviewScreen)
            await press(pilot, "escape")


@pytest.mark.parametrize("size", [(40, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_the_end_of_the_title_and_the_keys_are_in_sight_at_every_size(
    library: Library, box: Path, size: tuple[int, int], ascii_only: bool
) -> None:
    for name in "abcdef":
        (box / f"{name}.bib").write_text(PRINTED)
    long = (
        "9 " + "word " * 100 + "We study words that are so many that no screen has room for them. 3 authors · Mar 2\n"
    )
    (box / "fused.txt").write_text(FUSED + long)

    def screen(_: object) -> PreviewScreen:
        return PreviewScreen("box", lambda: texts_in(box))

    async with on_stage(library, screen, size, ascii_only=ascii_only) as (pilot, app):
        await press(pilot, "shift+tab", "G", "tab")
        for _ in range(4):
            lines = app.text.splitlines()
            assert any(bar in "".join(lines[len(lines) // 2 :]) for bar in "│|"), app.text
            assert "cancel" in app.text
            assert not ascii_only or app.text.isascii()
            await press(pilot, "j", *[LONGER] * 3)


def test_a_path_is_completed_as_a_shell_does_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("papers.txt", "papers-2.bib", ".hidden", "other/deep.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for typed, completed, names in (
        ("pa", "papers", ["papers-2.bib", "papers.txt"]),
        ("papers.", "papers.txt", ["papers.txt"]),
        ("o", "other/", ["other/"]),
        ("other/", "other/deep.txt", ["deep.txt"]),
        ("", "", ["other/", "papers-2.bib", "papers.txt"]),
        (".h", ".hidden", [".hidden"]),
        ("~/o", "~/other/", ["other/"]),
        (f"{tmp_path}/papers-", f"{tmp_path}/papers-2.bib", ["papers-2.bib"]),
        ("nothing", "nothing", []),
        ("no/such/place", "no/such/place", []),
        ("a\0b", "a\0b", []),
        ("~no-such-user/x", "~no-such-user/x", []),
    ):
        assert complete_path(typed) == (completed, names), typed


async def test_tab_completes_the_path_and_shows_what_it_may_be(
    empty_library: Library, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (box / "future.txt").touch()
    monkeypatch.chdir(box)
    async with playing(empty_library, size=(80, 24)) as pilot:
        await press(pilot, "I", "f", "tab")
        assert over(pilot, PathScreen)
        assert pilot.app.screen.query_one(Input).value == "fu"
        assert "fused.txt future.txt" in words(pilot) or "future.txt fused.txt" in words(pilot)
        await press(pilot, "s", "tab", "enter")
        assert "Rivers remember" in words(pilot)
        await press(pilot, "escape", "I", "x", "tab")
        assert "Nothing here begins like this." in words(pilot)


async def test_after_a_dialogue_over_no_papers_keys_are_commands_again(empty_library: Library) -> None:
    async with playing(empty_library) as pilot:
        await press(pilot, "I", "escape", "I")
        assert over(pilot, PathScreen)
