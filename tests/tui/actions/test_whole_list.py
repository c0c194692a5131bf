"""Everything listed decided or marked read by one key, after the numbers were shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperreader.domain import Decision
from paperreader.library import Library
from paperreader.tui.dialogs.progress import ProgressScreen
from tests.library.stock import filled
from tests.tui.conftest import app_of
from tests.tui.hands import hit, listed, looking_into, playing, said, screen_of, send, type_in
from tests.tui.waiting import until


def decisions(library: Library, papers: int = 182) -> dict[int, str]:
    with looking_into(library) as fresh:
        return fresh.decisions(range(1, papers + 1))


def read(library: Library) -> set[int]:
    with looking_into(library) as fresh:
        return fresh.read_among(range(1, 183))


def changes(library: Library) -> int:
    with looking_into(library) as fresh:
        return len(fresh.changes(1_000))


@pytest.mark.parametrize("key", ["a", "x", "z"])
async def test_everything_listed_is_decided_by_one_key_with_the_number_said_first(library: Library, key: str) -> None:
    decision = {"a": "accept", "x": "reject", "z": "maybe"}[key]
    async with playing(library) as pilot:
        await hit(pilot, "M")
        assert "accept all 182 listed papers" in screen_of(pilot)
        await hit(pilot, key)
        question = " ".join(screen_of(pilot).split())
        assert "y yes, " in question
        assert "all 182 listed papers" in question
        assert decisions(library) == {}
        await hit(pilot, "y")
        assert decisions(library) == dict.fromkeys(range(1, 183), decision)
        assert "182 papers" in said(pilot)


async def test_any_other_answer_changes_nothing(library: Library) -> None:
    async with playing(library) as pilot:
        for keys in ("M a n", "M a escape", "M a a", "M escape"):
            await hit(pilot, keys)
            assert decisions(library) == {}
        await hit(pilot, "M q")
        assert said(pilot) == "q does nothing to the whole list; nothing was changed."
        assert changes(library) == 0


async def test_what_is_decided_already_stays_unless_it_is_to_be_overwritten(library: Library) -> None:
    library.annotations.decide([3, 5], Decision.REJECT, reason="no data")
    library.annotations.decide([7], Decision.ACCEPT)
    async with playing(library) as pilot:
        await hit(pilot, "M a")
        question = " ".join(screen_of(pilot).split())
        assert "y yes, accept the 179 undecided; 3 decided already stay" in question
        assert "o overwrite: accept all 182 listed papers; 2 decisions changed" in question
        await hit(pilot, "y")
        assert decisions(library) == dict.fromkeys(range(1, 183), "accept") | {3: "reject", 5: "reject"}
        await hit(pilot, "M a")
        assert "y yes" not in screen_of(pilot)
        await hit(pilot, "o")
        assert decisions(library) == dict.fromkeys(range(1, 183), "accept")
        await hit(pilot, "M a")
        assert said(pilot) == "All 182 listed papers are accepted already; nothing was changed."


async def test_it_is_one_change_that_one_undo_takes_back(library: Library) -> None:
    library.annotations.decide([3], Decision.REJECT, reason="no data")
    async with playing(library) as pilot:
        before = changes(library)
        await hit(pilot, "M z o")
        assert changes(library) == before + 1
        assert decisions(library)[3] == "maybe"
        await hit(pilot, "u y")  # a large change is asked about
        assert decisions(library) == {3: "reject"}
        assert app_of(pilot).reader.entry(3).reason == "no data"


async def test_only_what_a_search_lists_is_decided_from_the_abstract_too(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "/")
        await type_in(pilot, "lora")
        await hit(pilot, "enter")
        found = listed(pilot)
        assert 0 < len(found) < 182
        await hit(pilot, "enter M x")
        assert f"reject all {len(found)} listed papers" in screen_of(pilot)
        await hit(pilot, "y")
        assert decisions(library) == dict.fromkeys(found, "reject")


async def test_all_decisions_listed_are_taken_back(library: Library) -> None:
    library.annotations.decide([3, 5], Decision.REJECT)
    async with playing(library) as pilot:
        await hit(pilot, "M Z")
        assert "yes, reset 2 decided papers to undecided" in screen_of(pilot)
        await hit(pilot, "y")
        assert decisions(library) == {}
        await hit(pilot, "M Z")
        assert said(pilot) == "All 182 listed papers are undecided already; nothing was changed."


async def test_everything_listed_is_marked_read_and_unread(library: Library) -> None:
    library.annotations.mark_read([4], on=True)
    async with playing(library) as pilot:
        await hit(pilot, "M r")
        assert "yes, mark the 181 unread of all 182 listed papers as read" in screen_of(pilot)
        await hit(pilot, "y")
        assert read(library) == set(range(1, 183))
        await hit(pilot, "M r")
        assert said(pilot) == "All 182 listed papers are read already; nothing was changed."
        await hit(pilot, "M R")
        assert "yes, mark all 182 listed papers as unread" in screen_of(pilot)
        await hit(pilot, "y")
        assert read(library) == set()
        await hit(pilot, "u y u y")
        assert read(library) == {4}


async def test_an_empty_list_has_nothing_to_decide(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "/")
        await type_in(pilot, "xyzzyqwert")
        await hit(pilot, "enter M a")
        assert listed(pilot) == []
        assert said(pilot) == "No papers are listed; nothing was changed."


async def test_a_long_change_shows_how_far_it_is_and_esc_takes_it_back_whole(tmp_path: Path) -> None:
    with Library(filled(tmp_path / "many.db", 30_000)) as library:
        async with playing(library) as pilot:
            await until(pilot, lambda: len(listed(pilot)) == 30_000)
            await hit(pilot, "M a")
            send(pilot, "y")
            await until(pilot, lambda: isinstance(pilot.app.screen, ProgressScreen))
            send(pilot, "escape")
            await until(pilot, lambda: said(pilot) == "stopped; nothing was changed")
            assert decisions(library, 30_000) == {}
            await hit(pilot, "M a y")
            await until(pilot, lambda: said(pilot).startswith("accepted 30,000 papers"))
            assert len(pilot.app.screen_stack) == 1
            assert len(decisions(library, 30_000)) == 30_000
