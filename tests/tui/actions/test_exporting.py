"""Papers are copied, piped and exported beside everything else: keys go on, and Esc stops a long export."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from paperreader.library import Library
from paperreader.tui.dialogs.export import ExportScreen
from tests.library.stock import filled
from tests.tui.conftest import app_of
from tests.tui.hands import heading, hit, listed, papers, playing, said, screen_of, send
from tests.tui.waiting import until

COUNT = 4_000
MANY = 40_000
"""Papers that take seconds to be written."""


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Library]:
    with Library(filled(tmp_path / "many.db", COUNT)) as library:
        yield library


async def export_to(pilot: Pilot[None], place: Path) -> None:
    """Type where papers are to be exported to, and wait for nothing."""
    send(pilot, "w")
    await until(pilot, lambda: isinstance(pilot.app.screen, ExportScreen) and pilot.app.screen.is_mounted)
    pilot.app.screen.query_one(Input).value = str(place)
    send(pilot, "enter")


def over_and_over(pilot: Pilot[None], times: int) -> None:
    """List the papers of the library many times: what is exported of them takes as much longer."""
    papers(pilot).show(listed(pilot) * times)


async def test_keys_move_the_cursor_while_thousands_of_papers_are_copied(many: Library) -> None:
    async with playing(many) as pilot:
        await hit(pilot, "ctrl+a")
        for key in "yyjj":
            send(pilot, key)
        await until(pilot, lambda: papers(pilot).cursor == 2)
        await until(pilot, lambda: pilot.app.clipboard)
        assert pilot.app.clipboard.count("\n") == COUNT - 1
        assert said(pilot) == f"copied the citation of {COUNT:,} papers"


async def test_what_was_marked_when_the_key_was_pressed_is_copied(many: Library) -> None:
    async with playing(many) as pilot:
        await hit(pilot, "ctrl+a")
        for key in ["y", "i", "escape", "j", "y", "b"]:
            send(pilot, key)
        await until(pilot, lambda: pilot.app.clipboard.startswith("@"))
        assert pilot.app.clipboard.count("@") == 1  # the later key is the later copy
        assert papers(pilot).cursor == 1


async def test_a_long_export_says_how_far_it_is_and_holds_up_nothing(many: Library, tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    async with playing(many) as pilot:
        over_and_over(pilot, 10)
        await export_to(pilot, place)
        await until(pilot, lambda: f" of {MANY:,} papers · Esc stops it" in said(pilot))
        assert not place.exists()
        for key in ["j", "s", "/", *"x17", "enter"]:
            send(pilot, key)
        await until(pilot, lambda: heading(pilot).startswith("All papers  /x17"))
        assert app_of(pilot).main.actions.transfer._exporting._now is not None
        await until(pilot, lambda: said(pilot) == f"wrote {MANY:,} papers to {place}")
    with place.open(encoding="utf-8-sig", newline="") as lines:
        entries = list(csv.DictReader(lines))
    assert len(entries) == MANY
    assert {one["starred"] for one in entries} == {"false"}  # as it was when the key was pressed


@pytest.mark.parametrize("before", [None, "old"])
async def test_esc_stops_an_export_and_leaves_what_was_there(many: Library, tmp_path: Path, before: str | None) -> None:
    place = tmp_path / "out" / "out.bib"
    place.parent.mkdir()
    if before is not None:
        place.write_text(before)
    async with playing(many) as pilot:
        over_and_over(pilot, 10)
        await export_to(pilot, place)
        if before is not None:
            await until(pilot, lambda: "Enter again replaces it" in screen_of(pilot))
            send(pilot, "enter")
        await until(pilot, lambda: "Esc stops it" in said(pilot))
        send(pilot, "escape")
        await until(pilot, lambda: said(pilot) == "export stopped; nothing was written")
        assert (place.read_text() if place.exists() else None) == before
        assert os.listdir(place.parent) == ([] if before is None else ["out.bib"])  # noqa: PTH208
        papers(pilot).show(listed(pilot)[:7])
        await export_to(pilot, tmp_path / "again.bib")
        await until(pilot, lambda: said(pilot).startswith("wrote 7 papers"))


async def test_one_export_is_written_at_a_time(many: Library, tmp_path: Path) -> None:
    async with playing(many) as pilot:
        over_and_over(pilot, 10)
        await export_to(pilot, tmp_path / "one.csv")
        await until(pilot, lambda: "Esc stops it" in said(pilot))
        await export_to(pilot, tmp_path / "two.csv")
        await until(pilot, lambda: said(pilot) == "An export is being written; Esc stops it.")
        send(pilot, "escape")
        await until(pilot, lambda: said(pilot) == "export stopped; nothing was written")
        assert not list(tmp_path.glob("*.csv"))


async def test_quick_exports_in_a_burst_are_all_written(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with playing(library) as pilot:
        for name in ("a.bib", "b.md"):
            for key in ["w", "ctrl+u", *name, "enter"]:
                send(pilot, key)
        await until(pilot, lambda: said(pilot) == "wrote 182 papers to b.md")
    assert {one.name for one in tmp_path.glob("[ab].*")} == {"a.bib", "b.md"}


async def test_of_all_papers_the_rest_of_the_library_goes_along_and_of_some_it_does_not(
    library: Library, tmp_path: Path
) -> None:
    library.annotations.trash([1], on=True)
    library.annotations.save_view("Mine", "lora")
    async with playing(library) as pilot:
        await export_to(pilot, tmp_path / "all.jsonl")
        await until(pilot, lambda: said(pilot).startswith("wrote 182 papers to "))
        await hit(pilot, "space")
        await export_to(pilot, tmp_path / "one.jsonl")
        await until(pilot, lambda: said(pilot).startswith("wrote 1 paper to "))
        await hit(pilot, "escape / l o r a enter")
        await export_to(pilot, tmp_path / "found.jsonl")
        await until(pilot, lambda: "found.jsonl" in said(pilot))
    texts = {place.name: place.read_text("utf-8") for place in tmp_path.glob("*.jsonl")}
    assert '{"paperreader": "view", "name": "Mine", "query": "lora", "key": null}' in texts["all.jsonl"]
    assert texts["all.jsonl"].count('"trashed": true') == 1
    assert [name for name, text in texts.items() if '"paperreader": ' in text] == ["all.jsonl"]


async def test_esc_stops_what_a_command_is_to_get(
    many: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    async with playing(many) as pilot:
        over_and_over(pilot, 10)
        await hit(pilot, "ctrl+a")
        targets = listed(pilot)
        work = app_of(pilot).main.actions.transfer._pipe(targets, f"cat >{tmp_path / 'got'}")
        app_of(pilot).main.changes.start_aside(work)
        await until(pilot, lambda: f" of {MANY:,} papers" in screen_of(pilot))
        send(pilot, "escape")
        await until(pilot, lambda: said(pilot) == "stopped; the command was not run")
        assert len(pilot.app.screen_stack) == 1
        assert not (tmp_path / "got").exists()
