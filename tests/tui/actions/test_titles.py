"""Moving the end of a title that no source prints, from the list and from the abstract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from paperreader.domain import Paper, Record, TitleFrom
from paperreader.library import Library
from tests.tui.conftest import app_of, press
from tests.tui.hands import playing, put_on, reader, said, screen_of, shown, under_caret

TEXT = "We study bees. " + "They dance in the dark of the hive. " * 40
LONGER, SHORTER = "greater_than_sign", "less_than_sign"


@pytest.fixture
def bees(tmp_path: Path) -> Iterator[Library]:
    papers = (
        Paper("On the Dance of Bees", TitleFrom.SPLIT, 0.4, TEXT),
        Paper(None, TitleFrom.DERIVED, None, "A Field Guide to Hives " + TEXT.replace("bees", "hives")),
        Paper("A Printed Title", TitleFrom.PRINTED, None, TEXT.replace("bees", "ants")),
    )
    with Library(tmp_path / "bees.db") as library:
        library.add([Record(paper, line) for line, paper in enumerate(papers, 1)], file="bees.txt", format="json")
        yield library


def paper(pilot: Pilot[None], number: int) -> Paper:
    return app_of(pilot).reader.entry(number).paper


async def test_words_come_to_the_title_and_go_back_and_all_of_it_is_one_undo(bees: Library) -> None:
    async with playing(bees) as pilot:
        await put_on(pilot, 1)
        await press(pilot, LONGER, LONGER, LONGER)
        assert paper(pilot, 1).title == "On the Dance of Bees We study bees."
        assert shown(pilot).startswith("On the Dance of Bees We study bees. ")
        assert said(pilot) == "title: … We study bees. │ They dance in… · u to undo"
        assert "▌ • On the Dance of Bees We study" in screen_of(pilot)
        await press(pilot, SHORTER)
        assert paper(pilot, 1).abstract.startswith("bees. They dance")
        await press(pilot, "u")
        assert (paper(pilot, 1).title, paper(pilot, 1).title_confidence) == ("On the Dance of Bees", 0.4)
        await press(pilot, "ctrl+r")
        assert paper(pilot, 1).title == "On the Dance of Bees We study"


async def test_what_was_done_in_between_begins_another_undo(bees: Library) -> None:
    async with playing(bees) as pilot:
        await put_on(pilot, 1)
        await press(pilot, LONGER, "s", LONGER, "u")
        assert paper(pilot, 1).title == "On the Dance of Bees We"
        await press(pilot, LONGER, "j", LONGER, "u")
        assert paper(pilot, 2).title is None
        assert paper(pilot, 1).title == "On the Dance of Bees We study"


async def test_keys_in_a_burst_all_count(bees: Library) -> None:
    async with playing(bees) as pilot:
        await put_on(pilot, 1)
        await pilot.press(*[LONGER] * 9, *[SHORTER] * 2)
        await press(pilot, "L")
        assert paper(pilot, 1).title == "On the Dance of Bees We study bees. They dance in the"
        await press(pilot, "u")
        assert paper(pilot, 1).title == "On the Dance of Bees"


async def test_a_paper_without_a_title_gets_one_word_by_word(bees: Library) -> None:
    async with playing(bees) as pilot:
        await put_on(pilot, 2)
        await press(pilot, SHORTER)
        assert said(pilot) == "The title cannot get shorter."
        await press(pilot, *[LONGER] * 5)
        assert paper(pilot, 2).title == "A Field Guide to Hives"
        assert shown(pilot).startswith("A Field Guide to Hives  We study hives.")
        await press(pilot, *[SHORTER] * 5)
        assert paper(pilot, 2).title is None
        assert said(pilot) == "title: none │ A Field Guide… · u to undo"


async def test_in_the_abstract_the_cursor_goes_to_the_end_of_the_title(bees: Library) -> None:
    async with playing(bees, size=(80, 14)) as pilot:
        await put_on(pilot, 1)
        await press(pilot, "enter", "G")
        assert reader(pilot).scroll_y > 0
        await press(pilot, LONGER)
        assert under_caret(pilot).startswith("study bees. They")
        assert reader(pilot).scroll_y == 0


async def test_highlights_stay_on_their_words(bees: Library) -> None:
    async with playing(bees) as pilot:
        await put_on(pilot, 1)
        await press(pilot, "enter", "w", "w", "v", "w", "w", "H", LONGER, LONGER)
        page = reader(pilot).page
        assert page is not None
        [(span, mark)] = page.highlights
        assert mark.quote == "bees. They"
        assert reader(pilot).caret.text[slice(*span)] == mark.quote
        await press(pilot, LONGER)
        assert "no longer in the abstract: “bees. They”" in shown(pilot)
        await press(pilot, SHORTER)
        assert [mark.start for mark in app_of(pilot).reader.entry(1).highlights] == [0]


async def test_a_printed_title_stays_as_it_is(bees: Library) -> None:
    async with playing(bees) as pilot:
        await put_on(pilot, 3)
        await press(pilot, LONGER)
        assert said(pilot) == "The end of a printed title cannot be moved; “paperreader edit” corrects it."
        assert paper(pilot, 3).title == "A Printed Title"


async def test_a_point_does_it_again_to_another_paper(bees: Library) -> None:
    async with playing(bees) as pilot:
        await put_on(pilot, 1)
        await press(pilot, LONGER, "j", ".")
        assert paper(pilot, 2).title == "A"
