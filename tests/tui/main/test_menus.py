"""Menus of keys, the footer, the help and the palette: what can be done here, in words that differ where keys do."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from paperreader.config import Config, load_config
from paperreader.library import Library
from paperreader.tui import COMMANDS
from paperreader.tui.core.commands import LIST, NOTE, READER, shown
from paperreader.tui.dialogs.help import HelpScreen
from paperreader.tui.dialogs.picker import Picker
from paperreader.tui.dialogs.tour import TourScreen
from paperreader.tui.widgets.footer import Footer, fitted
from paperreader.tui.widgets.key_hints import KeyHints
from tests.tui.conftest import app_of, settled
from tests.tui.hands import hit, pane, playing, said, screen_of, type_in
from tests.tui.waiting import until

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("first", [",", "g", "y", "]", "[", "d"])
async def test_a_menu_shows_every_key_that_can_follow_and_fits(
    library: Library, first: str, size: tuple[int, int]
) -> None:
    starts = f"{first} "
    following = [keys[2:] for one in COMMANDS if LIST in one.where for keys in one.keys if keys.startswith(starts)]
    async with playing(library, size=size) as pilot:
        await pilot.press(first if first.isalpha() else {",": "comma", "]": "right_square_bracket"}.get(first, "["))
        hints = app_of(pilot).main.query_one(KeyHints)
        await until(pilot, lambda: hints.display and hints.region.height > 0)
        assert app_of(pilot).screen.region.contains_region(hints.region)
        assert hints.region.height <= size[1] * 0.8
        text = str(hints.content)
        for key in following:
            assert f" {shown(key)} " in f" {text} ".replace("\n", " "), key


async def test_keys_that_turn_an_order_round_say_so(library: Library) -> None:
    async with playing(library) as pilot:
        await pilot.press("comma")
        hints = app_of(pilot).main.query_one(KeyHints)
        await until(pilot, lambda: hints.display)
        text = " ".join(str(hints.content).split())
        assert "d Date: newest first" in text
        assert "D Date: oldest first" in text
        assert "t Title: A to Z" in text
        assert "T Title: Z to A" in text
        assert "r Relevance: best matches first" in text


def test_no_two_keys_of_a_menu_say_the_same() -> None:
    for where in (LIST, READER):
        said: dict[tuple[str, str], str] = {}
        for command in COMMANDS:
            for keys in command.keys:
                start, _, last = keys.rpartition(" ")
                if start and where in command.where and last != "*":
                    words = command.in_menu(last)
                    assert said.setdefault((start, words), keys) == keys, words


async def test_a_menu_is_laid_out_again_on_a_resize(library: Library) -> None:
    async with playing(library, size=(120, 40)) as pilot:
        await pilot.press("g")
        hints = app_of(pilot).main.query_one(KeyHints)
        await until(pilot, lambda: hints.display and hints.region.height > 0)
        assert _widest(hints) > 40
        await pilot.resize_terminal(40, 20)
        await until(pilot, lambda: _widest(hints) <= 40 and hints.region.bottom <= 20)
        assert 0 < hints.region.height <= 14
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: _widest(hints) > 40)


def _widest(hints: KeyHints) -> int:
    return max(len(line) for line in str(hints.content).splitlines())


async def test_a_key_of_another_pane_says_where_it_works(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "c")
        assert said(pilot).startswith("c does nothing here · In the abstract: Highlight with a comment")
        await hit(pilot, "g z")
        assert said(pilot).startswith("gz does nothing here") or pane(pilot) == LIST
        await hit(pilot, "escape")
        assert not said(pilot).startswith("Esc")


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_long_message_keeps_its_end(width: int) -> None:
    words = f"accepted “{'a very long title ' * 9}” · u to undo"
    short = fitted(words, width)
    assert len(short) <= width
    assert width < 24 or short.endswith(("… · u to undo", "…” · u to undo"))
    rated = fitted(f"rated “{'a very long title ' * 4}…” 4 of 5 · u to undo", 80)
    assert len(rated) <= 80
    assert rated.endswith("…” 4 of 5 · u to undo")
    assert "……" not in rated
    assert fitted("short · u to undo", 80) == "short · u to undo"


@pytest.mark.parametrize(("size", "least"), [((40, 20), 3), ((80, 24), 7), ((160, 45), 10)])
async def test_the_footer_uses_its_width(library: Library, size: tuple[int, int], least: int) -> None:
    async with playing(library, size=size) as pilot:
        footer = app_of(pilot).main.query_one(Footer)
        pairs = str(footer.render()).split("  ")
        assert len(pairs) >= least
        assert len(str(footer.render())) <= size[0]


async def test_a_click_on_a_key_in_the_footer_presses_it(library: Library) -> None:
    async with playing(library) as pilot:
        footer = app_of(pilot).main.query_one(Footer)
        at = str(footer.render()).index("s star")
        await pilot.click(Footer, offset=(at + 3, 0))
        await settled(pilot)
        assert app_of(pilot).reader.entry(1).starred
        footer.said = ""  # as after a while
        await pilot.click(Footer, offset=(str(footer.render()).index("all keys"), 0))
        await settled(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)


@pytest.mark.parametrize(("keys", "first"), [("", "Move"), ("l", "Move"), ("h", "Move")])
async def test_the_help_begins_with_what_works_here(library: Library, keys: str, first: str) -> None:
    async with playing(library, size=(120, 40)) as pilot:
        if keys:
            await hit(pilot, keys)
        here = pane(pilot)
        await hit(pilot, "?")
        screen = pilot.app.screen
        assert isinstance(screen, HelpScreen)
        works = [line.works_here for line in screen._lines]
        assert works == sorted(works, reverse=True)
        assert {line.title for line in screen._lines if line.works_here} == {
            one.title for one in COMMANDS if here in one.where
        }


async def test_f1_is_help_where_letters_are_text_as_well(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "f1")
        assert "type a word or a key" in screen_of(pilot)
        await hit(pilot, "f1")
        assert app_of(pilot).main.is_uncovered
        await hit(pilot, "/ l o f1")
        assert "type a word or a key" in screen_of(pilot)
        assert "In the search line" in screen_of(pilot)
        await hit(pilot, "f1 escape e f1")
        assert "type a word or a key" in screen_of(pilot)
        assert "In the note editor" in screen_of(pilot)
        await hit(pilot, "f1")
        assert pane(pilot) == NOTE


async def test_f1_taken_away_is_taken_away_everywhere(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[keys]\n"help" = "?"\n')
    async with playing(library, replace(load_config(file), remembers=None)) as pilot:
        await hit(pilot, "/ f1")
        assert pilot.app.screen is app_of(pilot).main


async def test_the_palette_lists_first_what_was_chosen_last_and_then_what_works_here(
    library: Library, tmp_path: Path
) -> None:
    config = Config(read_after=0, remembers=tmp_path / "state.json", tour_shown=True)
    async with playing(library, config) as pilot:
        await hit(pilot, ":")
        await type_in(pilot, "remove the star")
        await hit(pilot, "enter")
        assert app_of(pilot).reader.entry(1).starred
        await hit(pilot, "ctrl+p")
        await type_in(pilot, "theme paper")
        await hit(pilot, "enter")
        assert pilot.app.theme == "paper"
        await hit(pilot, ":")
        picker = pilot.app.screen
        assert isinstance(picker, Picker)
        ids = [one.id for one in picker._items]
        assert ids[:2] == ["theme paper", "star"]
        assert len(ids) == len(set(ids)) == len(COMMANDS) + len(pilot.app.available_themes)
        assert picker.query_one(OptionList).highlighted == 0
    assert json.loads((tmp_path / "state.json").read_text())["commands"] == ["theme paper", "star"]


async def test_the_tour_comes_after_the_first_look_and_leaves_papers_in_sight(library: Library, tmp_path: Path) -> None:
    config = Config(read_after=0, remembers=tmp_path / "state.json")
    async with playing(library, config, size=(80, 24)) as pilot:
        assert pilot.app.screen is app_of(pilot).main
        await until(pilot, lambda: isinstance(pilot.app.screen, TourScreen))
        await settled(pilot)
        panel = pilot.app.screen.query_one(".dialogue").region
        assert panel.height <= 16
        assert panel.y >= 6
        await hit(pilot, "j")  # does what it says
        assert pilot.app.screen is app_of(pilot).main
        assert app_of(pilot).main.papers.cursor == 1
    assert json.loads((tmp_path / "state.json").read_text())["tour_shown"] is True


async def test_a_hand_at_work_is_not_interrupted_by_the_tour(library: Library, tmp_path: Path) -> None:
    config = Config(read_after=0, remembers=tmp_path / "state.json")
    async with playing(library, config, size=(80, 24)) as pilot:
        await hit(pilot, "/")
        app_of(pilot)._show_tour()
        assert pilot.app.screen.query_one("#search", Input).has_focus
        await hit(pilot, "escape")
        app_of(pilot)._show_tour()
        assert pilot.app.screen is app_of(pilot).main
