"""Two papers side by side, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from textual.pilot import Pilot

from paperreader.config import Config
from paperreader.domain import Paper, Record
from paperreader.library import Library
from paperreader.tui import PaperReader
from paperreader.tui.dialogs.compare import CompareScreen
from paperreader.tui.dialogs.shared_words import likeness, shared_words
from tests.tui.conftest import app_of
from tests.tui.hands import entry_of, hit, pane, papers, playing, reader, said, screen_of, type_in
from tests.tui.main.test_looks import Compare, config_of

LEFT = (
    "Rivers carry sediments from hills to plains, and the terraces beside them keep a record of every flood. "
    "We read that record in forty valleys."
)
RIGHT = "A record of floods stands in the terraces of valleys: rivers write it with [b] sediment, as we show here."


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    """Three papers, of which the last one is a version of the first."""
    library = Library(tmp_path / "library.db")
    found = [
        Paper(title="What Rivers Remember", abstract=LEFT, venue="Hydrology"),
        Paper(title="Terraces as Archives", abstract=RIGHT, authors=("Ada Lovelace",)),
        Paper(
            title="A Study of Old Age in Mice", abstract=LEFT.replace("forty", "fifty") + " " + "More follows. " * 60
        ),
    ]
    library.add((Record(paper, at) for at, paper in enumerate(found, 1)), file="some.json", format="json")
    yield library
    library.close()


def marked(text: str, other: str) -> list[str]:
    return [piece for piece, apart in shared_words(text, other)[0] if apart]


async def test_two_selected_papers_stand_side_by_side_as_two_columns(shelf: Library) -> None:
    async with playing(shelf, size=(120, 40)) as pilot:
        await hit(pilot, "space space g c")
        seen = screen_of(pilot)
        for both in (("What Rivers Remember", "Terraces as Archives"), ("none", "Ada Lovelace"), ("Hydrology", "none")):
            assert any(both[0] in line and both[1] in line.partition(both[0])[2] for line in seen.splitlines()), both
        assert "with [b] sediment" in " ".join(seen.split())
        await hit(pilot, "escape")
        assert pane(pilot) == "list"
        await hit(pilot, "g c q")
        assert pilot.app.screen is app_of(pilot).main


@pytest.mark.parametrize("from_reader", [False, True])
async def test_the_selected_paper_is_compared_with_the_one_under_the_cursor(shelf: Library, from_reader: bool) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "space j enter g c" if from_reader else "space j g c")
        assert "What Rivers Remember" in screen_of(pilot)
        assert "A Study of Old Age in Mice" in screen_of(pilot)


async def test_with_fewer_or_more_than_two_it_says_what_to_do(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "g c")
        assert said(pilot) == "Select two papers to compare (Space in the list), or one and go to another."
        await hit(pilot, "space k g c")
        assert said(pilot) == "One paper is selected: go to another one to compare the two."
        await hit(pilot, "ctrl+a g c")
        assert said(pilot) == "3 papers are selected, and two can be compared: Space deselects one."


async def test_papers_selected_in_two_searches_are_compared(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        for word in ("archives", "mice"):
            await hit(pilot, "/")
            await type_in(pilot, word)
            await hit(pilot, "enter space")
        assert papers(pilot).selected == {2, 3}
        await hit(pilot, "g c")
        assert "Terraces as Archives" in screen_of(pilot)
        assert "A Study of Old Age in Mice" in screen_of(pilot)


async def test_in_eighty_columns_they_stand_beside_each_other_and_in_forty_one_above_the_other(shelf: Library) -> None:
    async with playing(shelf, size=(80, 24)) as pilot:
        await hit(pilot, "space space g c")
        assert any("What Rivers Remember" in line and "Terraces" in line for line in screen_of(pilot).splitlines())
    async with playing(shelf, size=(40, 20)) as pilot:
        await hit(pilot, "space space g c")
        lines = screen_of(pilot).splitlines()
        assert not any("What Rivers Remember" in line and "Terraces" in line for line in lines)
        [one], [other] = ([at for at, line in enumerate(lines) if text in line] for text in ("A What", "B Terraces"))
        assert one < other


async def test_both_scroll_together(shelf: Library) -> None:
    async with playing(shelf, size=(80, 24)) as pilot:
        await hit(pilot, "space j space g c")
        screen = pilot.app.screen
        assert isinstance(screen, CompareScreen)
        places = []
        for keys in ("j", "k", "space", "ctrl+u", "ctrl+d", "g g", "G", "home", "end"):
            await hit(pilot, keys)
            places.append(int(screen.scrolled.scroll_y))
        last = int(screen.scrolled.max_scroll_y)
        assert last > 10
        page = places[2]
        assert 5 < page <= last
        assert places == [1, 0, page, 0, page, 0, last, 0, last]


async def test_decisions_are_about_the_chosen_one_and_undone_there(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "space space g c a l x")
        assert [entry_of(shelf, paper).decision for paper in (1, 2)] == ["accept", "reject"]
        seen = " ".join(screen_of(pilot).split())
        assert "A + accepted" in seen
        assert "▌ B × rejected" in seen
        await hit(pilot, "h z u u")
        assert [entry_of(shelf, paper).decision for paper in (1, 2)] == ["accept", None]
        await hit(pilot, "u u")
        assert [entry_of(shelf, paper).decision for paper in (1, 2)] == [None, None]
        assert "Nothing has been decided here yet" in screen_of(pilot)


async def test_enter_opens_the_chosen_one(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "space space g c right enter")
        assert (pane(pilot), reader(pilot).shown) == ("reader", 2)


async def test_versions_of_one_text_are_told_apart_by_what_differs_others_by_what_they_share(shelf: Library) -> None:
    shared, differing = "underlined: words that both have", "underlined: what the other lacks"
    shelf.corrections.edit(3, abstract=LEFT.replace("forty", "fifty"))
    async with playing(shelf, Config(read_after=0, ascii=True), size=(120, 40)) as pilot:
        await hit(pilot, "space space g c")
        assert shared in screen_of(pilot)
        assert "{Rivers} carry {sediments}" in " ".join(screen_of(pilot).split())
        await hit(pilot, "w")
        assert differing in screen_of(pilot)
        await hit(pilot, "escape escape g g space j g c")
        assert differing in screen_of(pilot)
        assert "{fifty}" in screen_of(pilot)
        await hit(pilot, "w")
        assert shared in screen_of(pilot)


async def test_a_paper_that_is_gone_meanwhile_closes_it_with_a_message(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "space space g c")
        with Library(shelf.path) as other:
            other.corrections.merge(1, 2)
        await hit(pilot, "l a")
        assert "Traceback" not in screen_of(pilot)


def test_shared_words_are_found_in_any_order_case_and_number() -> None:
    assert marked("The Models of Language", "a language, and one model of it") == ["Models", "Language"]
    assert marked("We use the same of it", "We use the same of it") == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_of_shared_words_make_up_the_texts(one: str, other: str) -> None:
    pieces: Any = shared_words(one, other)
    assert tuple("".join(text for text, _ in side) for side in pieces) == (one, other)
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@pytest.mark.parametrize("look", ["ink", "paper", "ascii"])
@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 20)])
def test_two_papers_side_by_side(shelf: Library, snap_compare: Compare, size: tuple[int, int], look: str) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await hit(pilot, "space space g c")

    assert snap_compare(PaperReader(shelf, config_of(look)), terminal_size=size, run_before=before)
