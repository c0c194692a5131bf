"""Colours of highlights: names of the user's own, tags that bring them, and the list that they narrow."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from paperreader.config import Config
from paperreader.library import Library
from paperreader.tui import PaperReader
from paperreader.tui.dialogs.picker import Picker
from paperreader.tui.widgets.search_bar import SearchBar
from tests.tui.conftest import app_of, settled
from tests.tui.hands import entry_of, hit, listed, papers, playing, screen_of, shown, type_in

NAMES = {"yellow": "result", "green": "method", "pink": "open question"}


def named() -> Config:
    return Config(read_after=0, colour_names=dict(NAMES))


def mark(library: Library, paper: int, colour: str, *tags: str) -> None:
    text = entry_of(library, paper).paper.abstract
    library.annotations.highlight(paper, 0, 20, text=text, colour=colour, tags=tags)


async def test_the_menu_of_colours_says_their_names(library: Library) -> None:
    async with playing(library, named()) as pilot:
        colours = app_of(pilot).main.actions.highlighting.colours()
        assert colours[:3] == [("1", "result (yellow)"), ("2", "method (green)"), ("3", "blue")]


async def test_the_highlight_under_the_cursor_is_explained_and_no_other(library: Library) -> None:
    mark(library, 1, "green", "proof")
    mark(library, 2, "blue")
    async with playing(library, named()) as pilot:
        assert "method" not in screen_of(pilot).splitlines()[-1]
        await hit(pilot, "enter")
        assert "method #proof" in screen_of(pilot).splitlines()[-1]
        assert "method #proof" in shown(pilot)
        await hit(pilot, "G")
        assert "method" not in screen_of(pilot).splitlines()[-1]
        await hit(pilot, "J g g")
        assert "blue" in screen_of(pilot).splitlines()[-1]
        await hit(pilot, "h")
        assert "blue" not in screen_of(pilot).splitlines()[-1]


@pytest.mark.parametrize("query", ["hl.colour:green", "hl.colour:method", "hl.color:METH", "hl.tag:proof", "hl.tag:pr"])
async def test_papers_are_found_by_the_colours_and_tags_of_their_highlights(library: Library, query: str) -> None:
    mark(library, 7, "green", "proof/short")
    mark(library, 9, "blue", "other")
    async with playing(library, named()) as pilot:
        await hit(pilot, "/")
        await type_in(pilot, query)
        assert listed(pilot) == [7]


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [("hl.col", "hl.colour:"), ("hl.colour:me", "hl.colour:method "), ("hl.colour:op", 'hl.colour:"open question" '),
     ("hl.colour:pu", "hl.colour:purple "), ("hl.tag:pro", "hl.tag:proof/short ")],
)  # fmt: skip
async def test_colours_and_tags_of_highlights_are_completed(library: Library, typed: str, becomes: str) -> None:
    mark(library, 7, "green", "proof/short")
    async with playing(library, named()) as pilot:
        await hit(pilot, "/")
        await type_in(pilot, typed)
        await hit(pilot, "tab")
        assert app_of(pilot).main.query_one(SearchBar).value == becomes


@pytest.mark.parametrize(
    ("typed", "count"),
    [("colour:method", 2), ("colour:green tag:proof", 1), ("color:green", 0), ("colour:blue", 1), ("colour:pink", 0),
     ("colour:open", 0), ("tag:proof", 2), ("#proof", 2)],
)  # fmt: skip
async def test_the_list_of_highlights_is_narrowed_by_colour_and_tag(library: Library, typed: str, count: int) -> None:
    mark(library, 7, "green", "proof")
    mark(library, 9, "blue", "proof")
    mark(library, 11, "green")
    async with playing(library, named()) as pilot:
        await hit(pilot, "g h")
        assert "colour:…" in screen_of(pilot)
        await type_in(pilot, typed)
        assert pilot.app.screen.query_one(OptionList).option_count == count
        assert f"{count} of 3" in screen_of(pilot)


async def test_the_list_of_highlights_says_colours_and_tags_and_is_narrowed_by_titles(library: Library) -> None:
    mark(library, 7, "green", "proof")
    mark(library, 9, "blue")
    async with playing(library, named()) as pilot:
        await hit(pilot, "g h")
        assert "method #proof" in screen_of(pilot)
        assert "▍ blue" in screen_of(pilot)
        await type_in(pilot, " ".join(entry_of(library, 7).label.split()[:3]))
        assert pilot.app.screen.query_one(OptionList).option_count == 1
        await hit(pilot, "enter")
        assert not isinstance(pilot.app.screen, Picker)
        assert papers(pilot).paper == 7


async def test_a_tag_brings_its_colour_and_others_the_colour_used_last(library: Library) -> None:
    library.annotations.tag([1], add=["claim", "plain"])
    library.annotations.colour_tag("claim", "purple")
    async with playing(library) as pilot:
        await hit(pilot, "enter w V 2 ) V t")
        await type_in(pilot, "claim")
        await hit(pilot, "enter escape")
        await hit(pilot, ") V t")
        await type_in(pilot, "plain")
        await hit(pilot, "enter escape")
    assert [(one.colour, one.tags) for one in entry_of(library, 1).highlights] == [
        ("green", ()),
        ("purple", ("claim",)),
        ("green", ("plain",)),
    ]


@pytest.mark.parametrize("size", [(40, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("look", ["ink", "paper", "ascii"])
def test_the_list_of_highlights_looks_like_this(
    library: Library, snap_compare: Callable[..., bool], look: str, size: tuple[int, int]
) -> None:
    for paper, colour in enumerate(["yellow", "green", "blue", "pink", "purple"], 1):
        mark(library, paper, colour, *(["proof", "claim"] if colour == "green" else []))
        time.sleep(0.002)  # the newest first
    config = Config(
        read_after=0,
        theme="ink" if look == "ascii" else look,
        ascii=look == "ascii",
        reduced_motion=True,
        colour_names=dict(NAMES),
    )

    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await hit(pilot, "j enter g h")

    assert snap_compare(PaperReader(library, config), terminal_size=size, run_before=before)
