"""Commands apply to the selected papers in the list, else to the current one; other selections stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from paperreader.config import Config
from paperreader.library import Library
from tests.tui.conftest import app_of
from tests.tui.hands import heading, hit, listed, looking_into, papers, playing, put_on, said, screen_of, type_in

HIDDEN = (1, 2)
"""Papers that are selected and then hidden: the search for `lora` finds neither."""


async def mark_and_search(pilot: Pilot[None]) -> int:
    """Select two papers, and list others; returns the one under the cursor then."""
    await hit(pilot, "space space /")
    await type_in(pilot, "lora")
    await hit(pilot, "enter")
    here = papers(pilot).paper
    assert here is not None
    assert not set(HIDDEN) & set(listed(pilot))
    assert papers(pilot).selected == set(HIDDEN)
    return here


def states(library: Library) -> dict[int, object]:
    """Return the states of every paper that has any."""
    with looking_into(library) as reader:
        found = {
            entry.id: (entry.decision, entry.starred, entry.read, entry.trashed, entry.tags, len(entry.notes))
            for entry in reader.entries(range(1, 183))
        }
    return {paper: state for paper, state in found.items() if any(state)}


COMMANDS = ["a", "x", "z", "X 1", "s", "r", "d d", "T t", "t t o d o enter escape", "e h i escape", "A h i escape", "."]


@pytest.mark.parametrize("keys", COMMANDS)
async def test_a_command_leaves_alone_what_is_marked_but_not_listed(library: Library, keys: str) -> None:
    library.annotations.tag([100], add=["todo"])
    before = states(library)
    async with playing(library) as pilot:
        if keys == ".":
            await hit(pilot, "G s g g")
            before = states(library)
        here = await mark_and_search(pilot)
        await hit(pilot, keys)
        assert states(library).keys() == {*before, here}
        assert papers(pilot).selected == set(HIDDEN)


async def test_what_is_copied_piped_and_exported_is_not_what_is_marked_out_of_sight(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with playing(library) as pilot:
        here = await mark_and_search(pilot)
        label = app_of(pilot).reader.entry(here).label
        await hit(pilot, "y a")
        assert pilot.app.clipboard == app_of(pilot).reader.entry(here).paper.abstract
        await hit(pilot, "|")
        assert label[:20] in screen_of(pilot)
        await hit(pilot, "escape w")
        assert f"Export {len(listed(pilot))} papers" in screen_of(pilot)
        await hit(pilot, "escape")


async def test_where_some_of_the_marked_are_listed_those_are_meant(library: Library) -> None:
    async with playing(library) as pilot:
        here = await mark_and_search(pilot)
        await hit(pilot, "space j space")
        marked = papers(pilot).listed_selection
        assert len(marked) == 2
        assert "4 selected, 2 not listed" in heading(pilot)
        await hit(pilot, "a")
        assert set(states(library)) == set(marked)
        assert here in marked


async def test_marks_out_of_sight_are_said_and_one_key_away(library: Library) -> None:
    async with playing(library) as pilot:
        here = await mark_and_search(pilot)
        assert "2 selected, not listed (V)" in heading(pilot)
        await hit(pilot, "V")
        assert listed(pilot) == [*HIDDEN]
        assert heading(pilot).startswith("Selected papers")
        assert "not listed" not in heading(pilot)
        await hit(pilot, "V")
        assert papers(pilot).paper == here
        assert app_of(pilot).main.listing.now.typed == "lora"
        await hit(pilot, "V escape")
        assert papers(pilot).paper == here
        assert papers(pilot).selected == set(HIDDEN)
        await hit(pilot, "V x")
        assert set(states(library)) == set(HIDDEN)


async def test_what_is_trashed_leaves_the_list_of_the_marked(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "space space space V d d")
        assert listed(pilot) == []
        await hit(pilot, "escape")
        assert len(listed(pilot)) == 179
        await hit(pilot, "V")
        assert said(pilot) == "No paper is selected."


async def test_the_marked_are_searched_and_sorted(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "ctrl+a V")
        assert sorted(listed(pilot)) == list(range(1, 183))
        await hit(pilot, "/")
        await type_in(pilot, "lora")
        await hit(pilot, "enter")
        assert 0 < len(listed(pilot)) < 182
        await hit(pilot, "escape")
        assert len(listed(pilot)) == 182
        assert heading(pilot).startswith("Selected papers")
        await hit(pilot, ", t")
        assert len(listed(pilot)) == 182
        await hit(pilot, "F")
        assert said(pilot).startswith("A selection cannot be saved")


async def test_esc_takes_the_marks_in_sight_away_and_no_others(library: Library) -> None:
    async with playing(library) as pilot:
        await mark_and_search(pilot)
        await hit(pilot, "space escape")
        assert papers(pilot).selected == set(HIDDEN)
        assert "/lora" in heading(pilot)
        await hit(pilot, "escape")
        assert papers(pilot).listed_selection == [*HIDDEN]
        await hit(pilot, "escape")
        assert papers(pilot).selected == set()


async def test_marking_all_leaves_the_other_marks_and_again_unmarks_what_is_listed(library: Library) -> None:
    async with playing(library) as pilot:
        await mark_and_search(pilot)
        await hit(pilot, "ctrl+a")
        assert papers(pilot).selected == {*HIDDEN, *listed(pilot)}
        await hit(pilot, "ctrl+a")
        assert papers(pilot).selected == set(HIDDEN)


async def test_a_range_counts_what_it_marks(library: Library) -> None:
    async with playing(library) as pilot:
        await mark_and_search(pilot)
        await hit(pilot, "v j j k v")
        assert papers(pilot).listed_selection == listed(pilot)[:2]
        assert "4 selected, 2 not listed" in heading(pilot)


async def test_other_views_and_an_import_that_is_undone_keep_marks_straight(library: Library, tmp_path: Path) -> None:
    from tests.tui.actions.test_undo import MOTHS, WHALES, bring_in

    async with playing(library) as pilot:
        await bring_in(pilot, tmp_path / "news.jsonl", WHALES, MOTHS)
        [whale, moth] = set(listed(pilot)) - set(range(1, 183))
        await put_on(pilot, whale)
        await hit(pilot, "space")
        await put_on(pilot, 5)
        await hit(pilot, "space u y")
        assert moth not in listed(pilot)
        assert papers(pilot).selected == {5}
        assert "not listed" not in heading(pilot)


@pytest.mark.parametrize("preset", ["vim", "arrows", "rayyan", "asreview"])
async def test_every_preset_has_the_key(library: Library, preset: str) -> None:
    async with playing(library, Config(read_after=0, preset=preset)) as pilot:
        await mark_and_search(pilot)
        await hit(pilot, "V")
        assert listed(pilot) == [*HIDDEN]
