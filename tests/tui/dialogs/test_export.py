"""An export's format follows from its extension, and errors appear where the path was typed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.widgets import Input

from paperreader.config import Config
from paperreader.exports import EXPORTS, ending_of
from paperreader.library import Library
from paperreader.tui.dialogs.export import ExportScreen
from tests.tui.hands import hit, playing, said, screen_of, type_in

BEGINS = {"json": "{", "markdown": "<!-- ", "csv": "\ufeffid,", "bibtex": "@"}


def test_every_ending_of_a_format_is_known_however_it_is_written() -> None:
    for export in EXPORTS:
        for ending in (export.extension, *export.also):
            for typed in (ending, ending.upper()):
                assert ending_of(f"my papers.v2{typed}") == (typed, export)
    for other in ("papers", "papers.odt", "-", "", "bib", "x.bib/y", "x.bib.gz"):
        assert ending_of(other) is None


@pytest.mark.parametrize(
    ("keys", "name", "format_"),
    [
        ("", "x.bib", "bibtex"),
        ("", "x.md", "markdown"),
        ("", "x.CSV", "csv"),
        ("", "x.json", "json"),
        ("", "x", "json"),
        ("down", "x.odt", "markdown"),
        ("down down", "x.bib", "bibtex"),
    ],
)
async def test_the_ending_that_is_typed_chooses_the_format(
    library: Library, tmp_path: Path, keys: str, name: str, format_: str
) -> None:
    async with playing(library) as pilot:
        await hit(pilot, " ".join(["w", *keys.split()]))
        pilot.app.screen.query_one(Input).value = str(tmp_path / name)
        await hit(pilot, "enter")
        assert said(pilot) == f"wrote 182 papers to {tmp_path / name}"
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert {name for name, start in BEGINS.items() if text.startswith(start)} == {format_}


async def test_a_format_that_is_chosen_changes_the_ending_of_another_and_no_other_ending(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "w")
        line = pilot.app.screen.query_one(Input)
        seen = []
        for typed, key in [
            ("papers.JSON", "down"),
            ("x.bib", "up"),
            ("x.md", "down"),
            ("x.odt", "up"),
            ("x.jsonl", "up"),
        ]:
            line.value = typed
            await hit(pilot, key)
            seen.append(line.value)
        assert seen == ["papers.md", "x.xlsx", "x.csv", "x.odt", "x.jsonl"]


def cannot_be_written(folder: Path) -> dict[str, str]:
    """Return paths that cannot be written, and the message for each."""
    (folder / "file").write_text("there", encoding="utf-8")
    (folder / "loop").symlink_to("loop")
    os.mkfifo(folder / "pipe")
    return {
        "~nobody-of-this-name/x.md": "no directory “~nobody-of-this-name”",
        str(folder / "none" / "deep" / "x.md"): f"there is no directory “{folder / 'none'}”",
        str(folder / ("x" * 300)): "the name is too long",
        str(folder / ("ü" * 130)): "the name is too long",
        str(folder): "this is a directory",
        str(folder / "file" / "x.md"): "is a file, not a directory",
        str(folder / "pipe"): "this is a pipe or a device, not a file",
        "/dev/null": "this is a pipe or a device, not a file",
        str(folder / "loop"): "its links form a loop",
        str(folder / "a\0b.md"): "no file can have this name",
        "/proc/x.md": "",
    }


async def test_what_cannot_be_written_is_said_in_the_dialogue_which_keeps_what_was_typed(
    library: Library, tmp_path: Path
) -> None:
    for typed, words in cannot_be_written(tmp_path).items():
        async with playing(library) as pilot:
            await hit(pilot, "w down")
            pilot.app.screen.query_one(Input).value = typed
            await hit(pilot, "enter")
            assert isinstance(pilot.app.screen, ExportScreen), typed
            text = " ".join(screen_of(pilot).replace("│", " ").split())
            assert "Nothing was written: " in text
            assert " ".join(words.split())[:20] in text
            assert "Errno" not in text
            assert ".paperreader-" not in text
            assert pilot.app.screen.query_one(Input).value == typed
            good = tmp_path / "good.md"
            good.unlink(missing_ok=True)
            pilot.app.screen.query_one(Input).value = str(good)
            await hit(pilot, "enter")
            assert good.exists()
            assert len(pilot.app.screen_stack) == 1


async def test_a_directory_or_file_that_is_closed_is_said(library: Library, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("nothing is closed to root")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    async with playing(library) as pilot:
        await hit(pilot, "w")
        pilot.app.screen.query_one(Input).value = str(closed / "x.md")
        await hit(pilot, "enter")
        assert "you may not write there" in screen_of(pilot)


@pytest.mark.parametrize(
    ("name", "what", "begins"),
    [("x.bib", "Enter again replaces it", "@"), ("x.md", "Enter again rewrites paperreader's part", "<!-- ")],
)
async def test_a_file_that_is_there_is_replaced_after_a_second_enter(
    library: Library, tmp_path: Path, name: str, what: str, begins: str
) -> None:
    there = tmp_path / name
    there.write_text("mine", encoding="utf-8")
    async with playing(library) as pilot:
        await hit(pilot, "w")
        pilot.app.screen.query_one(Input).value = str(there)
        await hit(pilot, "enter")
        assert what in " ".join(screen_of(pilot).replace("│", " ").split())
        assert there.read_text(encoding="utf-8") == "mine"
        await hit(pilot, "enter")
        assert there.read_text(encoding="utf-8").startswith(begins)


async def test_what_is_typed_replaces_the_proposed_name(library: Library, tmp_path: Path) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "w")
        await type_in(pilot, str(tmp_path / "mine.bib"))
        await hit(pilot, "enter")
        assert said(pilot) == f"wrote 182 papers to {tmp_path / 'mine.bib'}"


async def test_a_proposed_name_can_be_continued_and_its_format_changed(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with playing(library) as pilot:
        await hit(pilot, "w down")
        await hit(pilot, "enter")
    assert [one.name for one in tmp_path.glob("papers*")] == [f"papers{EXPORTS[1].extension}"]


async def test_what_is_written_is_shown_before_it_is_written(library: Library) -> None:
    library.annotations.write_note(1, "a \x1b[31mred\x1b[0m thought")
    async with playing(library, size=(120, 40)) as pilot:
        await hit(pilot, "w")
        assert '{"id": 1,' in screen_of(pilot)
        await hit(pilot, "down")
        shown = screen_of(pilot)
        assert "# Papers" in shown
        assert "\x1b" not in shown
        await hit(pilot, "down down down down")
        assert "@misc{cheems2024" in screen_of(pilot)


async def test_the_next_export_proposes_the_format_and_the_place_of_the_last(library: Library, tmp_path: Path) -> None:
    config = Config(read_after=0, remembers=tmp_path / "state.json")
    async with playing(library, config) as pilot:
        await hit(pilot, "w down down down")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "mine.bib")
        await hit(pilot, "enter")
        assert (tmp_path / "mine.bib").exists()
    assert config.export == ("bibtex", str(tmp_path / "mine.bib"))
    async with playing(library, config) as pilot:
        await hit(pilot, "w")
        assert pilot.app.screen.query_one(Input).value == str(tmp_path / "mine.bib")
        await hit(pilot, "enter")
        assert "This file exists" in screen_of(pilot)


async def test_a_slash_stands_for_a_folder_of_notes_which_is_written_again_without_a_question(
    library: Library, tmp_path: Path
) -> None:
    place = f"{tmp_path / 'notes'}/"
    async with playing(library) as pilot:
        for _ in range(2):
            await hit(pilot, "w")
            pilot.app.screen.query_one(Input).value = place
            await hit(pilot, "enter")
            assert said(pilot) == f"wrote 182 papers to {place}"
            assert len(list((tmp_path / "notes").glob("*.md"))) == 182
        await hit(pilot, "w")
        pilot.app.screen.query_one(Input).value = f"{tmp_path / 'file'}"
        (tmp_path / "file").write_text("mine")
        await hit(pilot, "down " * len(EXPORTS) + "enter enter")
        assert "this is a file; name a folder" in " ".join(screen_of(pilot).replace("│", " ").split())


async def test_a_note_that_was_changed_inside_is_told(library: Library, tmp_path: Path) -> None:
    place = f"{tmp_path / 'notes'}/"
    async with playing(library) as pilot:
        for _ in range(2):
            await hit(pilot, "w")
            pilot.app.screen.query_one(Input).value = place
            await hit(pilot, "enter")
            note = next((tmp_path / "notes").glob("*-7.md"))
            note.write_bytes(note.read_bytes().replace(b"<!-- paperreader: end", b"mine\n<!-- paperreader: end"))
        (told,) = pilot.app._notifications
        assert ".mine-" in told.message


async def test_folders_in_a_path_that_is_typed_change_no_format(library: Library, tmp_path: Path) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "w down down")
        pilot.app.screen.query_one(Input).value = ""
        await type_in(pilot, f"{tmp_path}/mine")
        await hit(pilot, "enter")
        assert said(pilot) == f"wrote 182 papers to {tmp_path / 'mine'}"
    assert (tmp_path / "mine").read_text(encoding="utf-8").startswith(BEGINS["csv"])
