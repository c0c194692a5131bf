"""Searching as you type in the app."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from paperreader.library.store import Library
from paperreader.tui.footer import Footer
from tests.tui.conftest import app_of, opened, press, settled
from tests.tui.test_reading import focused, heading, papers, shown


async def type_in(pilot: Pilot[None], text: str) -> None:
    await press(pilot, "/")
    await pilot.press(*(" " if one == "_" else "space" if one == " " else one for one in text))
    await settled(pilot)


def first_label(pilot: Pilot[None]) -> str:
    return app_of(pilot).reader.rows(papers(pilot).ids[:1])[0].label


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("approximated prompt", "Approximated Prompt Tuning for Vision-Language Pre-trained Models"),
        ("prompt approximated", "Approximated Prompt Tuning for Vision-Language Pre-trained Models"),
        ("aproximated promt", "Approximated Prompt Tuning for Vision-Language Pre-trained Models"),
        ("appproximated", "Approximated Prompt Tuning for Vision-Language Pre-trained Models"),
        ("openbezaor", "OpenBezoar: Small, Cost-Effective and Open Models Trained on Mixes of Instruction Data"),
        ("penbezoar", "OpenBezoar: Small, Cost-Effective and Open Models Trained on Mixes of Instruction Data"),
        ("heisenb floq", "Programmable Heisenberg interactions between Floquet qubits"),
        ("word island", "No Word is an Island -- A Transformation Weighting Model for Semantic Composition"),
    ],
)
async def test_what_is_half_remembered_is_found_first(library: Library, typed: str, found: str) -> None:
    async with opened(library) as pilot:
        await type_in(pilot, typed)
        assert first_label(pilot) == found
        assert shown(pilot).startswith(found)


async def test_escape_brings_back_what_was(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, *"jjjjj")
        before = list(papers(pilot).ids)
        await type_in(pilot, "quantum")
        assert 0 < len(papers(pilot).ids) < 182
        await press(pilot, "escape")
        assert list(papers(pilot).ids) == before
        assert papers(pilot).cursor == 5
        assert focused(pilot) == "list"
        assert "All papers" in heading(pilot)


async def test_enter_keeps_the_results_and_escape_in_the_list_ends_them(library: Library) -> None:
    async with opened(library) as pilot:
        await type_in(pilot, "mamba")
        await press(pilot, "enter")
        assert focused(pilot) == "list"
        assert "/mamba" in heading(pilot)
        found = papers(pilot).paper
        await press(pilot, "escape")
        assert len(papers(pilot).ids) == 182
        assert papers(pilot).paper == found


async def test_escape_in_a_second_search_brings_back_the_first(library: Library) -> None:
    async with opened(library) as pilot:
        await type_in(pilot, "mamba")
        await press(pilot, "enter")
        before = list(papers(pilot).ids)
        await type_in(pilot, " zzzzqqq")
        await press(pilot, "escape")
        assert list(papers(pilot).ids) == before
        assert "/mamba" in heading(pilot)


async def test_arrows_move_in_the_results_while_typing(library: Library) -> None:
    async with opened(library) as pilot:
        await type_in(pilot, "tuning")
        await press(pilot, "down", "down", "up")
        assert papers(pilot).cursor == 1
        assert app_of(pilot).main.query_one("#search", Input).has_focus


async def test_matched_words_are_marked_in_the_list_and_in_the_abstract(library: Library) -> None:
    async with opened(library) as pilot:
        await type_in(pilot, "trasnformer")
        marked = [
            one.text for y in range(6) for one in papers(pilot).render_line(y) if one.style and one.style.underline
        ]
        assert "Transformer" in marked
        reader = app_of(pilot).main.reader
        marked = [one.text for y in range(30) for one in reader.render_line(y) if one.style and one.style.underline]
        assert any("ransformer" in text for text in marked)


async def test_tags_and_notes_are_searched_the_moment_they_are_saved(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "j", "j", "j", "e")
        await pilot.press(*"zanzibar")
        await press(pilot, "escape")
        await type_in(pilot, "zanzibr")
        assert list(papers(pilot).ids) == [4]


async def test_a_filter_narrows_and_a_word_of_help_stands_by_a_mistake(library: Library) -> None:
    library.annotations.tag([7, 8], add=["todo"])
    async with opened(library) as pilot:
        await press(pilot, "/")
        app_of(pilot).main.query_one("#search", Input).value = "tag:todo"
        await settled(pilot)
        assert sorted(papers(pilot).ids) == [7, 8]
        app_of(pilot).main.query_one("#search", Input).value = "foo:lora"
        await settled(pilot)
        assert "foo" in app_of(pilot).main.query_one(Footer).searching


@pytest.mark.parametrize(
    "typed", ['"', "AND (", "C++", "*", "foo:bar", "[/b]", "((((", "-", "a" * 3000, "\x1b[31m", "量子", "tag:", "NOT"]
)
async def test_whatever_is_typed_the_app_goes_on(library: Library, typed: str) -> None:
    async with opened(library) as pilot:
        await press(pilot, "/")
        app_of(pilot).main.query_one("#search", Input).value = typed
        await settled(pilot)
        await press(pilot, "escape")
        assert len(papers(pilot).ids) == 182


async def test_fast_typing_ends_with_the_result_of_the_last_letter(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "/")
        await pilot.press(*"parametereffici", *["backspace"] * 6)
        await settled(pilot)
        typed = app_of(pilot).main.query_one("#search", Input).value
        from paperreader.query import parse

        assert list(papers(pilot).ids)[:5] == list(app_of(pilot).search.find(parse(typed)).ids)[:5]


async def test_n_goes_to_matches_out_of_sight_and_then_to_the_next_paper(library: Library) -> None:
    async with opened(library, (80, 24)) as pilot:
        await type_in(pilot, "models")
        await press(pilot, "enter")
        for _ in range(12):
            await press(pilot, "n")
        assert papers(pilot).cursor >= 1
        at = papers(pilot).cursor
        for _ in range(12):
            await press(pilot, "N")
        assert papers(pilot).cursor <= at


async def test_a_search_inside_a_view_stays_in_it(library: Library) -> None:
    library.annotations.star([7, 8, 9], on=True)
    async with opened(library) as pilot:
        await press(pilot, "h", "j", "j", "enter")
        await type_in(pilot, "models")
        assert set(papers(pilot).ids) <= {7, 8, 9}
        assert papers(pilot).ids
