"""Screening by keyboard, and repeating the last change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from paperreader.config import Config
from paperreader.domain import Decision, Entry
from paperreader.library import Library
from paperreader.tui.actions.screening_progress import Pace
from paperreader.tui.dialogs.export import ExportScreen
from paperreader.tui.dialogs.note_editor import NoteEditor
from tests.tui.conftest import app_of, burst, settled
from tests.tui.hands import (
    heading,
    hit,
    listed,
    looking_into,
    pane,
    papers,
    playing,
    said,
    screen_of,
    send,
    shown,
    type_in,
)
from tests.tui.waiting import until


def decided(library: Library) -> dict[int, str]:
    with looking_into(library) as fresh:
        return fresh.decisions(range(1, 183))


def looked_at(library: Library, paper: int) -> Entry:
    with looking_into(library) as fresh:
        return fresh.entry(paper)


def tagged(library: Library, tag: str) -> list[int]:
    with looking_into(library) as fresh:
        return [entry.id for entry in fresh.entries(range(1, 183)) if tag in entry.tags]


async def test_decisions_go_on_to_the_next_undecided_paper(library: Library) -> None:
    library.annotations.decide([2, 4], Decision.MAYBE)
    async with playing(library) as pilot:
        been = []
        for key in "axz":
            await hit(pilot, key)
            been.append(papers(pilot).paper)
        assert been == [3, 5, 6]
        assert decided(library) == {1: "accept", 2: "maybe", 3: "reject", 4: "maybe", 5: "maybe"}
        await hit(pilot, "k Z")
        assert decided(library).get(5) is None
        assert papers(pilot).paper == 5
        await hit(pilot, "enter a")
        assert (pane(pilot), papers(pilot).paper) == ("reader", 6)
        assert shown(pilot).startswith(app_of(pilot).reader.entry(6).label[:30])


async def test_thirty_decisions_at_once_are_thirty_papers(library: Library) -> None:
    async with playing(library) as pilot:
        await burst(pilot, "a" * 30)
        assert decided(library) == dict.fromkeys(range(1, 31), "accept")
        assert papers(pilot).paper == 31
        assert "152 left" in heading(pilot)
        await hit(pilot, " ".join("u" * 30))
        assert decided(library) == {}
        assert papers(pilot).paper == 1
        assert "left" not in heading(pilot)


async def test_without_going_on_the_cursor_stays(library: Library) -> None:
    async with playing(library, Config(read_after=0, advance=False)) as pilot:
        await hit(pilot, "a a")
        assert papers(pilot).paper == 1
        assert "+ accepted" in shown(pilot)


async def test_the_end_of_screening_is_a_summary_also_after_a_burst(library: Library) -> None:
    library.annotations.tag([3, 5, 9], add=["todo"])
    async with playing(library) as pilot:
        await hit(pilot, "g t enter x")
        assert "2 left" in heading(pilot)
        await burst(pilot, "aa")
        text = screen_of(pilot)
        assert "everything is decided" in text
        for words in ("screened 3 100%", "accepted 2 67%", "rejected 1 33%"):
            assert words in " ".join(text.split())
        await hit(pilot, "escape")
        assert pilot.app.screen is app_of(pilot).main  # one summary, not two
        assert "all decided" in heading(pilot)
        await hit(pilot, "g r")
        assert "everything is decided" not in screen_of(pilot)
        assert "screened" in screen_of(pilot)


async def test_the_summary_of_a_screening_does_what_the_keys_on_it_say(library: Library) -> None:
    library.annotations.tag([3], add=["todo"])
    cases: list[tuple[str, Callable[[Pilot[None]], bool]]] = [
        ("u", lambda pilot: decided(library) == {} and said(pilot).startswith("undone: accepted")),
        ("w", lambda pilot: isinstance(pilot.app.screen, ExportScreen)),
        ("s", lambda _: looked_at(library, 3).starred),
        ("h", lambda pilot: pane(pilot) == "sidebar"),
        ("x", lambda _: decided(library) == {3: "accept"}),
        ("escape", lambda pilot: pane(pilot) == "list"),
    ]
    for key, true in cases:
        async with playing(library) as pilot:
            await hit(pilot, "g t enter a")
            assert "everything is decided" in screen_of(pilot)
            assert "u undo · w export · Esc close" in screen_of(pilot)
            await hit(pilot, key)
            assert "everything is decided" not in screen_of(pilot)
            assert true(pilot), key
        library.annotations.decide([3], None)


async def test_how_many_are_left_is_right_again_after_a_search_that_was_left(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "a a")
        assert "180 left" in heading(pilot)
        await hit(pilot, "/")
        await type_in(pilot, "lora")
        assert "180 left" not in heading(pilot)
        await hit(pilot, "escape")
        assert "180 left" in heading(pilot)
        await hit(pilot, "g s")
        assert "180 left" not in heading(pilot)
        await hit(pilot, "escape")
        assert "180 left" in heading(pilot)


async def test_a_summary_does_not_cover_what_is_being_written(library: Library) -> None:
    library.annotations.tag([3], add=["todo"])
    async with playing(library) as pilot:
        await hit(pilot, "g t enter")
        await burst(pilot, "aehello")
        assert pilot.app.screen.query(NoteEditor)
        await hit(pilot, "escape")
        assert [note.body for note in app_of(pilot).reader.entry(3).notes] == ["hello"]


async def test_papers_are_rejected_for_a_reason_by_number_or_in_words(library: Library) -> None:
    async with playing(library, Config(read_after=0, reasons=("too old", "no data"))) as pilot:
        await hit(pilot, "X")
        assert "2 no data" in " ".join(screen_of(pilot).split())
        await hit(pilot, "2")
        assert (app_of(pilot).reader.entry(1).decision, app_of(pilot).reader.entry(1).reason) == ("reject", "no data")
        await hit(pilot, "X enter")
        await type_in(pilot, "X is no topic")
        await hit(pilot, "enter")
        assert app_of(pilot).reader.entry(2).reason == "X is no topic"
        assert papers(pilot).paper == 3
        await hit(pilot, "X 7")
        assert said(pilot) == "There is no reason 7; nothing was rejected."
        await hit(pilot, "X escape X enter escape")
        assert set(decided(library)) == {1, 2}
        await hit(pilot, "g r")
        assert "no data 1" in " ".join(screen_of(pilot).split())


async def test_marked_papers_are_decided_together_and_undone_together(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "j v j j v k k k x")
        assert decided(library) == dict.fromkeys((2, 3, 4), "reject")
        assert papers(pilot).paper == 1
        assert "179 left" in heading(pilot)
        await hit(pilot, "u")
        assert decided(library) == {}


async def test_a_decision_that_cannot_be_written_is_not_shown(library: Library) -> None:
    import sqlite3

    other = sqlite3.connect(library.path, isolation_level=None)
    library.patience(0.05)
    async with playing(library, Config(read_after=0, advance=False)) as pilot:
        other.execute("begin immediate")
        await hit(pilot, "a")
        assert "busy" in said(pilot) or "writ" in said(pilot)
        row = papers(pilot).row
        assert row is not None
        assert row.decision is None
        other.execute("rollback")
        await hit(pilot, "a")
        assert decided(library) == {1: "accept"}
    other.close()


def test_the_pace_leaves_breaks_out() -> None:
    now = 0.0
    pace = Pace(lambda: now)
    rates = []
    for gap in (10, 10, 10, 3600, 10):
        pace.decided()
        rates.append(pace.a_minute)
        now += gap
    assert rates[:2] == [None, None]
    assert rates[2:] == [6, 6, 6]


# -- once more --------------------------------------------------------------------------------------------------------


async def test_the_last_change_is_repeated_on_other_papers(library: Library) -> None:
    library.annotations.tag([100], add=["todo"])
    async with playing(library) as pilot:
        await hit(pilot, ".")
        assert said(pilot) == "There is nothing to repeat yet."
        await hit(pilot, "s j .")
        with looking_into(library) as fresh:
            assert [fresh.entry(paper).starred for paper in (1, 2)] == [True, True]
        await hit(pilot, "T t j . j .")
        assert tagged(library, "todo") == [2, 3, 4, 100]
        await hit(pilot, "t")
        await type_in(pilot, "new one")
        await hit(pilot, "enter escape G .")
        assert tagged(library, "new one") == [4, 182]


async def test_what_a_fast_hand_tagged_is_repeated_though_it_left_before_that_was_written(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "s t")
        await type_in(pilot, "new one")
        for key in ("enter", "escape"):
            send(pilot, key)
        await settled(pilot)
        await hit(pilot, "G .")
        assert tagged(library, "new one") == [1, 182]


async def test_a_repeated_decision_is_a_decision_and_repeated_trash_leaves_the_list(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "X 1 .")
        with looking_into(library) as fresh:
            assert fresh.entry(2).reason == fresh.entry(1).reason == "wrong topic"
        assert papers(pilot).paper == 3
        assert "180 left" in heading(pilot)
        await hit(pilot, "d d .")
        assert listed(pilot)[:3] == [1, 2, 5]
        await hit(pilot, "space space .")
        assert listed(pilot)[:3] == [1, 2, 7]


# -- one-key tags -----------------------------------------------------------------------------------------------------


async def test_a_letter_of_the_configuration_tags_and_untags(library: Library) -> None:
    config = Config(read_after=0, quick_tags={"m": "methods/adapters", "1": "read first"})
    async with playing(library, config) as pilot:
        await hit(pilot, "T")
        assert "methods/adapters" in screen_of(pilot)
        await hit(pilot, "m T 1")
        assert app_of(pilot).reader.entry(1).tags == ("methods/adapters", "read first")
        await hit(pilot, "T m")
        assert app_of(pilot).reader.entry(1).tags == ("read first",)
        await hit(pilot, "T x")
        assert said(pilot).startswith("No tag has the letter x")
        await hit(pilot, "space space T 1")
        assert tagged(library, "read first") == [1, 2]  # not all had it
        await hit(pilot, "escape T enter")
        await type_in(pilot, "other")
        await hit(pilot, "enter escape")
        assert tagged(library, "other") == [3]


async def test_without_a_configuration_tags_have_their_own_letters(library: Library) -> None:
    library.annotations.tag([9], add=["todo", "topic", "lora"])
    async with playing(library) as pilot:
        await hit(pilot, "T t T o T l")
        assert set(app_of(pilot).reader.entry(1).tags) == {"lora", "todo", "topic"}


# -- a command of the shell -------------------------------------------------------------------------------------------


async def test_papers_are_given_to_a_command(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    monkeypatch.chdir(tmp_path)
    async with playing(library) as pilot:
        await hit(pilot, "space space |")
        assert "Pipe 2 papers to a command" in screen_of(pilot)
        await type_in(pilot, "cat >got; echo done; exit 3")
        await hit(pilot, "enter")
        await _waits_for(pilot, "ended with 3")
        assert "done" in screen_of(pilot)
        text = (tmp_path / "got").read_text(encoding="utf-8")
        assert all(app_of(pilot).reader.entry(paper).label in text for paper in (1, 2))
        assert app_of(pilot).reader.entry(3).label not in text
        await hit(pilot, "escape | escape")
        assert pilot.app.screen is app_of(pilot).main


async def test_a_command_without_end_is_stopped(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    async with playing(library) as pilot:
        await hit(pilot, "|")
        await type_in(pilot, "echo begun; sleep 60")
        await pilot.press("enter")
        await until(pilot, lambda: "Running echo begun" in screen_of(pilot))
        await hit(pilot, "escape")
        await _waits_for(pilot, "stopped: echo begun")
        assert "begun" in screen_of(pilot)


async def _waits_for(pilot: Pilot[None], words: str) -> None:
    await until(pilot, lambda: words in screen_of(pilot))
    await settled(pilot)


# -- reasons ----------------------------------------------------------------------------------------------------------


async def test_a_reason_that_was_typed_has_a_key_next_time(library: Library) -> None:
    async with playing(library, Config(read_after=0, reasons=("too old", "no data"))) as pilot:
        await hit(pilot, "X enter")
        await type_in(pilot, "not peer reviewed")
        await hit(pilot, "enter X")
        text = " ".join(screen_of(pilot).split())
        assert "1 too old" in text
        assert "3 not peer reviewed" in text
        await hit(pilot, "3")
        assert [looked_at(library, paper).reason for paper in (1, 2)] == ["not peer reviewed"] * 2


async def test_reasons_used_before_have_keys_too_the_most_used_first(library: Library) -> None:
    for at, reason in enumerate(("once", "twice", "twice", "too old"), 100):
        library.annotations.decide([at], Decision.REJECT, reason=reason)
    reasons = ("too old", *"bcdefgh")
    async with playing(library, Config(read_after=0, reasons=reasons)) as pilot:
        await hit(pilot, "X")
        text = " ".join(screen_of(pilot).split())
        assert "9 twice" in text
        assert "a once" in text
        await hit(pilot, "a X 9")
        assert [looked_at(library, paper).reason for paper in (1, 2)] == ["once", "twice"]


async def test_keys_of_reasons_stay_while_the_program_runs(library: Library) -> None:
    library.annotations.decide([100], Decision.REJECT, reason="seldom")
    async with playing(library, Config(read_after=0, reasons=())) as pilot:
        await hit(pilot, "X enter")
        await type_in(pilot, "often")
        await hit(pilot, "enter X 2 X 2 X 2")
        await hit(pilot, "X 1")
        assert [looked_at(library, paper).reason for paper in range(1, 6)] == ["often"] * 4 + ["seldom"]
    async with playing(library, Config(read_after=0, reasons=())) as pilot:
        await hit(pilot, "X 1")
        assert looked_at(library, 1).reason == "often"


async def test_a_reason_that_is_typed_is_completed_from_those_used(library: Library) -> None:
    library.annotations.decide([100], Decision.REJECT, reason="Not peer reviewed [b]")
    async with playing(library) as pilot:
        await hit(pilot, "X enter")
        await type_in(pilot, "not p")
        await hit(pilot, "right enter")
        assert looked_at(library, 1).reason == "Not peer reviewed [b]"
