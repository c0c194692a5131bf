"""Views, sidebar tags and sorting: what is listed, and keeping one's place when that changes."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.content import Content
from textual.pilot import Pilot

from paperreader.config import Config
from paperreader.config.settings import CommandKeys
from paperreader.domain import Decision
from paperreader.library import Library
from paperreader.tui.core.themes import HUES
from paperreader.tui.widgets.footer import Footer
from tests.tui.conftest import app_of, opened, press
from tests.tui.hands import (
    entry_of,
    heading,
    hit,
    listed,
    looking_into,
    pane,
    papers,
    playing,
    put_on,
    reader,
    said,
    screen_of,
    sidebar,
    type_in,
    views,
)


def highlighted(pilot: Pilot[None]) -> str:
    """Return the line of the sidebar under the cursor."""
    options = sidebar(pilot)
    if options.highlighted is None:
        return ""
    return " ".join(str(options.get_option_at_index(options.highlighted).prompt).split())


# -- saved views ------------------------------------------------------------------------------------------------------


async def test_what_is_listed_is_saved_as_a_view_and_opened_by_its_digit(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "/ q l o r a enter , t")
        found = listed(pilot)
        await hit(pilot, "F")
        assert "under the key 1" in screen_of(pilot)
        await type_in(pilot, "small tunes")
        await hit(pilot, "enter")
        assert said(pilot).startswith("saved the view small tunes")
        assert f"1 small tunes {len(found)}" in views(pilot)
        await hit(pilot, "escape , r")
        assert len(listed(pilot)) == 182
        await hit(pilot, "1")
        assert listed(pilot) == found
        assert "small tunes" in heading(pilot)
        assert pane(pilot) == "list"
        await hit(pilot, "0")
        assert len(listed(pilot)) == 182
        await hit(pilot, "7")
        assert said(pilot).startswith("No view has the key 7 yet")
    async with playing(library) as pilot:
        await hit(pilot, "1")
        assert listed(pilot) == found


async def test_a_digit_opens_its_view_also_where_the_cursor_of_the_sidebar_is_on_it(library: Library) -> None:
    library.annotations.save_view("starred", "is:starred", key="1")
    library.annotations.star([5, 6], on=True)
    async with playing(library) as pilot:
        await hit(pilot, "/ q l o r a enter 0")
        assert len(listed(pilot)) == 182
        await hit(pilot, "1 / z z z z enter 1")
        assert listed(pilot) == [5, 6]
        library.annotations.set_jump("k", 100)
        await hit(pilot, "' k escape")
        assert len(listed(pilot)) == 182
        assert highlighted(pilot).startswith("All papers")
        await hit(pilot, "1")
        assert listed(pilot) == [5, 6]


async def test_all_papers_are_no_view_and_the_second_view_has_the_second_digit(library: Library) -> None:
    library.annotations.save_view("first", "is:starred", key="1")
    async with playing(library) as pilot:
        await hit(pilot, "F")
        assert said(pilot) == "All papers are listed; search or choose something first."
        await hit(pilot, "h j F")
        await type_in(pilot, "to read")
        await hit(pilot, "enter")
        assert "2 to read 182" in views(pilot)


async def test_the_counts_of_the_sidebar_follow_every_change(library: Library) -> None:
    library.annotations.save_view("good", "is:accepted", key="1")
    library.annotations.tag([1], add=["todo"])
    text = entry_of(library, 1).paper.abstract
    library.annotations.highlight(1, 0, 6, text=text)
    async with playing(library) as pilot:
        assert {"1 good 0", "#todo 1", "Highlighted 1"} <= set(views(pilot))
        await hit(pilot, "a")
        assert {"1 good 1", "Accepted 1", "Undecided 181"} <= set(views(pilot))
        await hit(pilot, "T t s")
        assert {"#todo 2", "Starred 1"} <= set(views(pilot))
        await hit(pilot, "d d")
        assert {"#todo 1", "Starred 0", "Trash 1", "All papers 181"} <= set(views(pilot))
        await hit(pilot, "u u u u")
        assert {"1 good 0", "#todo 1", "All papers 182"} <= set(views(pilot))
        assert not any(line.startswith(("Trash", "Accepted")) for line in views(pilot))


async def test_a_view_is_renamed_and_deleted_in_the_sidebar_and_undo_brings_it_back(library: Library) -> None:
    library.annotations.save_view("good", "is:starred", key="1")
    library.annotations.star([5, 6], on=True)
    async with playing(library) as pilot:
        await hit(pilot, "1 j h R")
        await hit(pilot, " ".join(["backspace"] * 4))
        await type_in(pilot, "better")
        await hit(pilot, "enter")
        assert "1 better 2" in views(pilot)
        assert highlighted(pilot) == "1 better 2"
        assert "better" in heading(pilot)
        assert (listed(pilot), papers(pilot).paper) == ([5, 6], 6)
        await hit(pilot, "d d")
        assert said(pilot).startswith("deleted the view better")
        assert not any("better" in line for line in views(pilot))
        assert highlighted(pilot)  # on a neighbour, followed by the list
        assert highlighted(pilot).split()[0].lstrip("#")[:3] in heading(pilot)
        await hit(pilot, "u u")
        assert "1 good 2" in views(pilot)


async def test_what_is_neither_tag_nor_view_cannot_be_renamed_coloured_or_deleted(library: Library) -> None:
    async with playing(library) as pilot:
        for keys, words in (
            ("h R", "Only tags and saved views can be renamed"),
            ("c", "Only tags"),
            ("d d", "Only tags"),
        ):
            await hit(pilot, keys)
            assert said(pilot).startswith(words)
        await hit(pilot, "space")
        assert len(listed(pilot)) == 182


# -- tags -------------------------------------------------------------------------------------------------------------


async def test_a_tag_that_is_given_the_name_of_another_becomes_one_with_it(library: Library) -> None:
    library.annotations.tag([1, 2], add=["lora"])
    library.annotations.tag([2, 3], add=["adapters"])
    async with playing(library) as pilot:
        await hit(pilot, "g t j")
        assert listed(pilot) == [1, 2]
        await hit(pilot, "R")
        assert "merges them" in screen_of(pilot)
        await hit(pilot, " ".join(["backspace"] * 4))
        await type_in(pilot, "Adapters")
        await hit(pilot, "enter")
        assert "#adapters 3" in views(pilot)
        assert not any("lora" in line for line in views(pilot))
        assert sorted(listed(pilot)) == [1, 2, 3]
        assert highlighted(pilot) == "#adapters 3"
        await hit(pilot, "u")
        assert {"#adapters 2", "#lora 2"} <= set(views(pilot))


async def test_a_tag_goes_through_the_colours_and_back_to_none(library: Library) -> None:
    library.annotations.tag([1], add=["todo"])
    async with playing(library) as pilot:
        await hit(pilot, "g t c")
        [tag] = app_of(pilot).reader.tags()
        assert tag.colour == "yellow"
        option = sidebar(pilot).get_option_at_index(sidebar(pilot).highlighted or 0)
        assert HUES["yellow"].lower() in {str(span.style).lower() for span in _content(option.prompt).spans}
        for colour in ("green", "blue", "pink", "purple"):
            await hit(pilot, "c")
            assert app_of(pilot).reader.tags()[0].colour == colour
        await hit(pilot, "c")
        assert app_of(pilot).reader.tags()[0].colour is None
        await hit(pilot, "u")
        assert app_of(pilot).reader.tags()[0].colour == "purple"


async def test_a_deleted_tag_leaves_the_papers_and_the_cursor_goes_to_its_neighbour(library: Library) -> None:
    library.annotations.tag([1, 2], add=["one"])
    library.annotations.tag([3], add=["two"])
    async with playing(library) as pilot:
        await hit(pilot, "g t d d")
        assert highlighted(pilot) == "#two 1"
        assert listed(pilot) == [3]
        await hit(pilot, "d d")
        assert not any(line.startswith("#") for line in views(pilot))
        assert highlighted(pilot)
        await hit(pilot, "k")
        assert heading(pilot)
        await hit(pilot, "u u")
        assert {"#one 2", "#two 1"} <= set(views(pilot))
        with looking_into(library) as fresh:
            assert fresh.entry(2).tags == ("one",)


async def test_what_is_below_a_tag_is_folded_and_unfolded(library: Library) -> None:
    library.annotations.tag([1], add=["nlp", "nlp/parsing", "nlp/parsing/chart", "nlp-tools", "vision/depth"])
    async with playing(library) as pilot:
        tags = ["▾ nlp 1", "▾ parsing 1", "#chart 1", "#nlp-tools 1", "▾ vision 1", "#depth 1"]
        assert _tree(pilot) == tags
        await hit(pilot, "g t space")
        assert _tree(pilot) == ["▸ nlp 1", *tags[3:]]
        assert highlighted(pilot) == "▸ nlp 1"
        await hit(pilot, "j j k k space")
        assert _tree(pilot) == tags


def _tree(pilot: Pilot[None]) -> list[str]:
    return [line for line in views(pilot) if line[0] in "▾▸#"]


# -- sorting and filtering --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["d", "a", "t", "u", "s"])
async def test_capital_letters_sort_the_other_way_and_the_paper_keeps_its_line(library: Library, key: str) -> None:
    library.annotations.decide([3, 30], Decision.ACCEPT)
    library.annotations.decide([4, 40], Decision.REJECT)
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        y = papers(pilot).cursor * 2 - papers(pilot).scroll_y
        await hit(pilot, f", {key}")
        up, at = listed(pilot), papers(pilot).cursor
        assert papers(pilot).paper == 90
        if 20 < at < 160:
            assert at * 2 - papers(pilot).scroll_y == y
        await hit(pilot, f", {key.upper()}")
        down = listed(pilot)
        assert papers(pilot).paper == 90
        assert sorted(up) == sorted(down) == list(range(1, 183))
        rows = app_of(pilot).reader.rows(up)
        if key == "s":
            assert rows[0].decision is None
            assert {row.id for row in rows[-4:]} == {3, 30, 4, 40}
        elif key in "du":
            values = [row.published or "" if key == "d" else f"{row.upvotes or 0:06}" for row in rows]
            known = [value for value in values if value.strip("0")]
            assert known == sorted(known, reverse=True)
        assert "by " in heading(pilot)
        await hit(pilot, ", r")
        assert listed(pilot) == list(range(1, 183))
        assert "by " not in heading(pilot).split("1 /")[0]


async def test_the_place_is_kept_through_filtering_and_back(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "/ l o r a escape")
        assert papers(pilot).paper == 90
        await hit(pilot, "/ m o d e l enter")
        await put_on(pilot, 51 if 51 in listed(pilot) else listed(pilot)[5])
        paper = papers(pilot).paper
        await hit(pilot, "escape")
        assert papers(pilot).paper == paper
        assert len(listed(pilot)) == 182


async def test_a_paper_that_leaves_the_list_leaves_the_cursor_on_its_neighbour(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "d d")
        assert papers(pilot).paper == 91
        await hit(pilot, "G d d")
        assert papers(pilot).paper == 181
        await hit(pilot, "u")
        assert papers(pilot).paper == 182


async def test_undoing_what_is_not_listed_leaves_the_cursor_where_it_is(library: Library) -> None:
    async with playing(library) as pilot:
        await put_on(pilot, 90)
        await hit(pilot, "s / m o d e l enter j j j")
        if 90 not in listed(pilot):
            paper = papers(pilot).paper
            await hit(pilot, "u")
            assert papers(pilot).paper == paper
            assert said(pilot).startswith("undone: starred")


async def test_the_trash_is_a_view_from_which_papers_come_back(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "space space d d")
        assert len(listed(pilot)) == 180
        assert papers(pilot).selected == set()
        await hit(pilot, "h g g")
        while not highlighted(pilot).startswith("Trash"):
            await hit(pilot, "j")
        assert listed(pilot) == [1, 2]
        await hit(pilot, "enter d d")
        assert listed(pilot) == [2]
        await hit(pilot, "d d")
        assert listed(pilot) == []
        assert "All papers 182" in views(pilot)


# -- how it looks -----------------------------------------------------------------------------------------------------


_EVERYTHING_THAT_OPENS = (
    *("a x z space v", "/ s", "escape escape escape ?", "escape :", "escape t", "escape e", "escape w", "escape g h"),
    *("escape g n", "escape g r", "escape g ?", "escape g N", "escape X", "escape |", "escape F", "escape I"),
    *("escape g l", "escape enter V", "c", "escape t", "escape escape f", "escape g t"),
)


def _content(prompt: object) -> Content:
    assert isinstance(prompt, Content)
    return prompt


async def test_in_ascii_everything_of_ours_is_ascii(library: Library) -> None:
    for paper in list(range(1, 183)):
        if paper not in (1, 2):
            library.annotations.trash([paper], on=True)
    library.annotations.tag([1], add=["nlp", "nlp/parsing"])
    library.annotations.write_note(1, "- a note\n- of two lines\n\n> quoted\n\n| a | b |\n| - | - |\n| 1 | 2 |\n")
    text = entry_of(library, 1).paper.abstract
    library.annotations.highlight(1, 0, 6, text=text, comment="why", tags=["x"])
    library.annotations.star([1], on=True)
    async with playing(library, Config(read_after=0, ascii=True)) as pilot:
        if not reader(pilot).caret.text.isascii():
            pytest.fail("the sample's first abstract is not ASCII; choose another")
        for keys in _EVERYTHING_THAT_OPENS:
            await hit(pilot, keys)
            strange = {one for one in _sent(pilot) if not one.isascii()}
            assert not strange, (keys, strange)


def _sent(pilot: Pilot[None]) -> str:
    """Return what the screen would send to the terminal, after the last filters."""
    lines = []
    for strip in pilot.app.screen._compositor.render_strips():
        segments = list(strip)
        for one in pilot.app._filters:
            segments = one.apply(segments, Color.parse("black"))
        lines.append("".join(segment.text for segment in segments))
    return "\n".join(lines)


async def test_with_reduced_motion_nothing_moves_by_itself(library: Library) -> None:
    async with playing(library, Config(read_after=0, reduced_motion=True)) as pilot:
        assert pilot.app.animation_level == "none"
        await hit(pilot, "/ l o")
        before = pilot.app.export_screenshot()
        for _ in range(3):
            await pilot.pause(0.3)
            assert pilot.app.export_screenshot() == before


async def test_the_keys_of_a_preset_and_of_the_configuration_are_in_force(library: Library) -> None:
    config = Config(read_after=0, preset="asreview", keys={"star": CommandKeys(("f9", "ctrl+g x"), 1)})
    async with playing(library, config) as pilot:
        await hit(pilot, "r i f9")
        assert app_of(pilot).reader.entry(1).decision == Decision.ACCEPT
        assert app_of(pilot).reader.entry(2).decision == Decision.REJECT
        assert app_of(pilot).reader.entry(3).starred
        await hit(pilot, "s a x")  # keys now used by other commands
        assert app_of(pilot).reader.entry(3).starred
        assert app_of(pilot).reader.entry(3).decision is None
        await hit(pilot, "ctrl+g x")
        assert not app_of(pilot).reader.entry(3).starred
        await hit(pilot, "?")
        await type_in(pilot, "star")
        assert "f9" in screen_of(pilot)


async def test_what_only_stands_above_tags_has_no_colour_and_says_so(library: Library) -> None:
    library.annotations.tag([1], add=["nlp/parsing"])
    async with opened(library) as pilot:
        await press(pilot, "g", "t", "c")
        assert app_of(pilot).main.query_one(Footer).said.startswith("nlp is only a parent of other tags")
        await press(pilot, "j", "c")
        assert [tag.colour for tag in app_of(pilot).reader.tags()] == ["yellow"]
