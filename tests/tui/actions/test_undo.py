"""One `u` undoes a whole import, a merge or the trash, Ctrl+r redoes it, and list and counts stay right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from paperreader.config import Config
from paperreader.exchange import import_files, sample_lists
from paperreader.library import Library
from paperreader.tui import COMMANDS
from paperreader.tui.core.keymap import commands_for
from tests.tui.conftest import app_of, settled
from tests.tui.hands import (
    bring_in_file,
    heading,
    hit,
    listed,
    looking_into,
    papers,
    playing,
    put_on,
    reader,
    said,
    screen_of,
    send,
    shown,
    views,
)

WHALES: dict[str, object] = {
    "title": "What Whales Say in Warm Water",
    "abstract": "We listened to whales for nine summers and found that their calls grow shorter where the sea is warm.",
}
MOTHS: dict[str, object] = {
    "title": "Moths That Follow the Moon",
    "abstract": "A moth that flies by night keeps the moon at one side of its head, and is led astray by lamps.",
}


async def bring_in(pilot: Pilot[None], path: Path, *records: dict[str, object]) -> None:
    """Import a file in the app."""
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    await bring_in_file(pilot, path)


async def test_an_import_is_one_undo_in_the_list_and_in_every_count_and_comes_back(
    library: Library, tmp_path: Path
) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        before = listed(pilot), views(pilot)
        await bring_in(pilot, tmp_path / "news.jsonl", WHALES, MOTHS)
        after = listed(pilot), views(pilot)
        assert len(after[0]) == 184
        assert "All papers 184" in after[1]
        new = set(after[0]) - set(before[0])
        await put_on(pilot, 90)
        await hit(pilot, "u y")
        assert (listed(pilot), views(pilot)) == before
        assert papers(pilot).paper == 90
        assert said(pilot).startswith("undone: imported 2 papers from ")
        assert " / 182" in heading(pilot)
        await hit(pilot, "ctrl+r")
        assert (listed(pilot), views(pilot)) == after
        assert new < set(listed(pilot))
        assert papers(pilot).paper == 90


async def test_undoing_an_import_from_one_of_its_papers_leaves_the_cursor_on_one_that_is_there(
    library: Library, tmp_path: Path
) -> None:
    async with playing(library) as pilot:
        everything = listed(pilot)
        await bring_in(pilot, tmp_path / "news.jsonl", WHALES, MOTHS)
        assert papers(pilot).paper not in everything
        await hit(pilot, "u y")
        assert listed(pilot) == everything
        assert papers(pilot).paper in everything
        assert "Whales" not in screen_of(pilot)


async def test_undoing_an_import_from_the_abstract_of_one_of_its_papers_shows_one_that_is_there(
    library: Library, tmp_path: Path
) -> None:
    async with playing(library) as pilot:
        everything = listed(pilot)
        await bring_in(pilot, tmp_path / "news.jsonl", WHALES, MOTHS)
        await hit(pilot, "enter")
        await hit(pilot, "u y")
        assert listed(pilot) == everything
        assert reader(pilot).entry == app_of(pilot).main.entry()
        assert "Whales" not in screen_of(pilot)


async def test_what_an_import_completed_is_as_it_was_and_notes_on_what_it_brought_come_back_with_it(
    library: Library, tmp_path: Path
) -> None:
    async with playing(library) as pilot:
        await bring_in(pilot, tmp_path / "first.jsonl", WHALES)
        [whales] = set(listed(pilot)) - set(range(1, 183))
        await bring_in(pilot, tmp_path / "second.jsonl", {**WHALES, "venue": "Journal of the Sea"}, MOTHS)
        [moths] = set(listed(pilot)) - {*range(1, 183), whales}
        library.annotations.write_note(moths, "lamps")
        library.annotations.tag([whales], add=["sea"])
        await put_on(pilot, whales)
        assert "Journal of the Sea" in shown(pilot)
        for keys in ("u", "u", "u y"):
            await hit(pilot, keys)
        assert moths not in listed(pilot)
        assert "Journal of the Sea" not in shown(pilot)
        for _ in range(3):
            await hit(pilot, "ctrl+r")
        assert {whales, moths} < set(listed(pilot))
        await put_on(pilot, moths)
        assert "lamps" in shown(pilot)
        await put_on(pilot, whales)
        assert "Journal of the Sea" in shown(pilot)
        assert "#sea" in shown(pilot)


async def test_an_import_into_an_empty_library_is_undone_to_the_welcome(empty_library: Library, tmp_path: Path) -> None:
    async with playing(empty_library) as pilot:
        await bring_in(pilot, tmp_path / "news.jsonl", WHALES)
        assert len(listed(pilot)) == 1
        await hit(pilot, "u y")
        assert listed(pilot) == []
        assert "There are no papers here yet." in screen_of(pilot)
        await hit(pilot, "ctrl+r")
        assert len(listed(pilot)) == 1
        assert "What Whales Say" in screen_of(pilot)


async def test_the_sample_lists_are_one_undo(empty_library: Library) -> None:
    async with playing(empty_library) as pilot:
        await hit(pilot, "S")
        assert len(listed(pilot)) == 182
        await hit(pilot, "u y")
        assert listed(pilot) == []
        assert "and 4 more files" in said(pilot)
        await hit(pilot, "ctrl+r")
        assert len(listed(pilot)) == 182


async def test_what_goes_into_the_trash_again_leaves_the_list_again(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "d d")
        await hit(pilot, "u")
        assert 1 in listed(pilot)
        await hit(pilot, "ctrl+r")
        assert 1 not in listed(pilot)
        assert papers(pilot).paper == 2


# -- what asks first --------------------------------------------------------------------------------------------------


@pytest.fixture
def imported(empty_library: Library) -> Library:
    """A library of the sample lists, with their imports in the journal."""
    for _ in import_files(empty_library, sample_lists(), problem=pytest.fail):
        pass
    return empty_library


def done_to(library: Library) -> list[tuple[object, ...]]:
    with looking_into(library) as fresh:
        return [(one.id, one.starred, one.decision, one.tags) for one in fresh.entries(fresh.first_ids(1000))]


@pytest.mark.parametrize("preset", ["vim", "arrows", "rayyan", "asreview"])
async def test_undoing_an_import_says_its_number_and_asks(imported: Library, preset: str) -> None:
    config = Config(read_after=0, preset=preset)
    [command] = [one for one in commands_for(config, COMMANDS) if one.id == "undo"]
    async with playing(imported, config) as pilot:
        for key in ("n", "escape", "s", "u", "j", "enter"):
            await hit(pilot, command.keys[0])
            assert "yes, undo this, 182 papers in all: imported" in screen_of(pilot)
            await hit(pilot, key)
            assert "yes, undo" not in screen_of(pilot)
            assert said(pilot) == "nothing was undone"
            assert len(listed(pilot)) == 182
            assert not any(starred for _, starred, _, _ in done_to(imported))
        await hit(pilot, f"{command.keys[0]} y")
        assert listed(pilot) == []
        await hit(pilot, next(one.keys[0] for one in commands_for(config, COMMANDS) if one.id == "redo"))
        assert len(listed(pilot)) == 182


@pytest.mark.parametrize(
    ("keys", "asks"),
    [
        ("s", False),
        ("ctrl+a s", True),
        ("ctrl+a a", True),
        ("ctrl+a T f", True),
        ("ctrl+a d d", True),
        ("v ctrl+f ctrl+f s", False),
        ("g t j R b i g enter", True),
        ("g t j d d", True),
        ("g t j c", False),
        ("e h i escape", False),
    ],
)
async def test_undoing_what_changed_more_than_a_hundred_papers_asks(library: Library, keys: str, *, asks: bool) -> None:
    library.annotations.tag([1], add=["few"])
    library.annotations.tag(range(1, 150), add=["todo"])
    before = done_to(library)
    async with playing(library) as pilot:
        await hit(pilot, keys)
        await hit(pilot, "u")
        assert ("yes, undo this, " in screen_of(pilot)) == asks
        if asks:
            await hit(pilot, "y")
        assert done_to(library) == before


async def test_undoing_a_merge_asks(library: Library) -> None:
    library.corrections.merge(1, 2)
    async with playing(library) as pilot:
        await hit(pilot, "u")
        assert "yes, undo this, 2 papers in all: " in screen_of(pilot)
        await hit(pilot, "y")
        assert {1, 2} <= set(listed(pilot))


async def test_what_another_window_did_before_the_answer_is_not_undone_for_it(imported: Library) -> None:
    async with playing(imported) as pilot:
        await hit(pilot, "u")
        imported.annotations.star([7], on=True)
        await hit(pilot, "y")
        assert said(pilot) == "Something else was done in the meantime; nothing was undone."
        assert len(listed(pilot)) == 182
        with looking_into(imported) as fresh:
            assert fresh.entry(7).starred


async def test_keys_behind_an_undo_that_asks_are_its_answer_and_touch_no_paper(imported: Library) -> None:
    before = done_to(imported)
    async with playing(imported) as pilot:
        for key in "us":
            send(pilot, key)
        await settled(pilot)
        assert (done_to(imported), said(pilot)) == (before, "nothing was undone")
        for key in "uy":
            send(pilot, key)
        await settled(pilot)
        assert done_to(imported) == []
        for key in ("s", "a", "d", "d", "ctrl+r"):
            send(pilot, key)
        await settled(pilot)
        assert done_to(imported) == before


async def test_the_sample_lists_come_into_an_empty_library_at_once_and_among_papers_after_a_question(
    empty_library: Library, tmp_path: Path
) -> None:
    async with playing(empty_library) as pilot:
        await bring_in(pilot, tmp_path / "news.jsonl", WHALES)
        await hit(pilot, "S")
        assert "yes, add the sample papers to those that are here" in screen_of(pilot)
        await hit(pilot, "s")
        assert len(listed(pilot)) == 1
        await hit(pilot, "S y")
        assert len(listed(pilot)) == 183
