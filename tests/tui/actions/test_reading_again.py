"""Reading again, and rating, by keyboard."""

from __future__ import annotations

from datetime import timedelta

import pytest

from paperreader.config import Config
from paperreader.domain import in_a_month, local_today
from paperreader.library import Library
from tests.tui.hands import entry_of, hit, listed, papers, playing, said, screen_of, shown, sidebar, views

TODAY = local_today()


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("1", TODAY + timedelta(days=1)),
        ("w", TODAY + timedelta(days=7)),
        ("m", in_a_month(TODAY)),
        ("a", TODAY + timedelta(days=1)),
        ("h", TODAY + timedelta(days=1)),
        ("g", TODAY + timedelta(days=2)),
        ("e", TODAY + timedelta(days=8)),
    ],
)
async def test_d_and_a_key_set_the_day_and_say_it(library: Library, key: str, day: object) -> None:
    async with playing(library) as pilot:
        await hit(pilot, f"D {key}")
        assert entry_of(library, 1).due == day
        assert f"to be read again on {TODAY.fromisoformat(str(day)).day} " in said(pilot)
        assert "to read again" in shown(pilot)
        await hit(pilot, "D 0")
        assert entry_of(library, 1).due is None
        assert "never to be read again" in said(pilot)
        await hit(pilot, "u")
        assert entry_of(library, 1).due == day


async def test_d_shows_its_keys_and_no_other_sets_a_day(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "D")
        for words in ("tomorrow, ", "in a week, ", "in a month, ", "not remembered", "remembered easily", "never"):
            assert words in screen_of(pilot)
        await hit(pilot, "x")
        assert "x is no time to read again" in said(pilot)
        entry = entry_of(library, 1)
        assert (entry.due, entry.decision) == (None, None)


async def test_selected_papers_are_set_together_and_a_dot_repeats_it(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "space space D w escape G .")
        assert {entry_of(library, paper).due for paper in (1, 2, 182)} == {TODAY + timedelta(days=7)}


async def test_what_is_due_is_listed_until_it_is_read_again(library: Library) -> None:
    library.agenda.read_again([3], TODAY)
    library.agenda.read_again([9], TODAY - timedelta(days=2))
    library.agenda.read_again([5], TODAY + timedelta(days=1))
    async with playing(library) as pilot:
        assert "Due today 2" in views(pilot)
        await hit(pilot, "j j j g a")
        assert (listed(pilot), sidebar(pilot).view.title) == ([9, 3], "Due today")
        assert "to read again since" in shown(pilot)
        await hit(pilot, "D g")
        assert listed(pilot) == [3]
        await hit(pilot, "enter D e")
        assert "Due today" not in " ".join(views(pilot))
        await hit(pilot, "g a")
        assert (len(listed(pilot)), papers(pilot).paper) == (182, 4)
        await hit(pilot, "u u")
        assert "Due today 2" in views(pilot)


async def test_r_and_a_digit_rate_and_the_same_digit_takes_it_off(library: Library) -> None:
    async with playing(library) as pilot:
        for keys, rating in (("R 4", 4), ("R 2", 2), ("R 2", None), ("R 0", 0), ("R -", None), ("R 5", 5)):
            await hit(pilot, keys)
            assert entry_of(library, 1).rating == rating
        assert "rated 5 of 5" in shown(pilot)
        assert " 5/5" in screen_of(pilot)
        await hit(pilot, "R backspace")
        assert entry_of(library, 1).rating is None
        assert said(pilot).startswith("took the rating off “")
        await hit(pilot, "u enter R 3")
        assert entry_of(library, 1).rating == 3
        await hit(pilot, "R 7")
        assert said(pilot) == "There is no rating 7; they are 0 to 5."


async def test_r_shows_what_the_ratings_may_mean(library: Library) -> None:
    async with playing(library, size=(40, 20)) as pilot:
        await hit(pilot, "R")
        for words in ("0 irrelevant", "3 relevant", "5 essential", "- no rating"):
            assert words in screen_of(pilot)
        await hit(pilot, "escape")
        assert entry_of(library, 1).rating is None


async def test_undo_where_it_is_listed_brings_a_paper_back(library: Library) -> None:
    library.agenda.read_again([3, 9], TODAY)
    async with playing(library) as pilot:
        await hit(pilot, "g a D w u")
        assert sorted(listed(pilot)) == [3, 9]


async def test_several_papers_lose_a_rating_only_if_all_have_it(library: Library) -> None:
    library.annotations.rate([1], 3)
    async with playing(library) as pilot:
        await hit(pilot, "space space R 3")
        assert [entry_of(library, paper).rating for paper in (1, 2)] == [3, 3]
        await hit(pilot, "R 3")
        assert [entry_of(library, paper).rating for paper in (1, 2)] == [None, None]


@pytest.mark.parametrize("preset", ["rayyan", "asreview"])
async def test_presets_in_which_r_marks_as_read_rate_by_another_key(library: Library, preset: str) -> None:
    async with playing(library, Config(read_after=0, preset=preset)) as pilot:
        await hit(pilot, "R = 4")
        entry = entry_of(library, 1)
        assert (entry.read, entry.rating) == (True, 4)


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_marks_in_the_list_have_one_cell(library: Library, ascii_only: bool) -> None:
    library.agenda.queue([1], on=True)
    library.annotations.rate([1], 4)
    async with playing(library, Config(read_after=0, ascii=ascii_only)) as pilot:
        assert f"{'q' if ascii_only else '»'} 4/5" in screen_of(pilot)
