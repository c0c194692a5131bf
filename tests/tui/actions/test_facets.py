"""The sections of authors, venues, years, categories and files: counted in the background, filtering by Enter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from paperreader.domain import PartialDate
from paperreader.library import Library, Reader
from paperreader.library.reports import facets as counting
from paperreader.tui.core import LIST, SIDEBAR
from tests.library.records import record
from tests.tui.hands import (
    facets,
    heading,
    hit,
    listed,
    looking_into,
    pane,
    playing,
    put_on,
    said,
    screen_of,
    sidebar,
    type_in,
)
from tests.tui.waiting import until

FOLDED = ["▸ Authors", "▸ Venues", "▸ Years", "▸ Categories", "▸ Sources"]
WRITERS = (("Ada Lovelace", "Alan Turing"), ("Ada Lovelace",), ("王小明",), ())


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    """Twelve papers with authors, venues, years and categories, from two files."""
    with Library(tmp_path / "library.db") as library:
        made = [
            record(
                number,
                authors=WRITERS[number % 4],
                venue=(None, "JMLR", "Nature [Physics]")[number % 3],
                published=PartialDate.parse(f"20{20 + number % 2}-05"),
                categories=("cs.LG",) if number % 2 else ("cs.LG", "stat.ML"),
            )
            for number in range(12)
        ]
        library.add(made[:8], file="/lists/first.json", format="json")
        library.add(made[8:], file="/lists/second.json", format="json")
        yield library


def papers_where(library: Library, true: object) -> set[int]:
    with looking_into(library) as reader:
        return {entry.id for entry in reader.entries(range(1, 13)) if true(entry.paper)}  # type: ignore[operator]


async def unfold(pilot: Pilot[None], section: int) -> None:
    """Go to a section that is folded, and unfold it."""
    await hit(pilot, "g f")
    for _ in range(section):
        await hit(pilot, "j")
    await hit(pilot, "enter")


async def test_all_sections_are_folded_to_begin_with_and_nothing_is_counted(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Reader, "facet", lambda _, field, *__: asked.append(field))
    async with playing(shelf) as pilot:
        assert facets(pilot) == FOLDED
        await hit(pilot, "g f j j k")
        assert (pane(pilot), len(listed(pilot)), heading(pilot).split("  ")[0]) == (SIDEBAR, 12, "All papers")
        assert facets(pilot) == FOLDED
        assert not asked


async def test_enter_or_space_unfolds_a_section_and_folds_it_again(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await unfold(pilot, 2)
        await until(pilot, lambda: facets(pilot) == [*FOLDED[:2], "▾ Years", "2021 6", "2020 6", *FOLDED[3:]])
        await hit(pilot, "space")
        assert facets(pilot) == FOLDED
        await hit(pilot, "space")
        await until(pilot, lambda: "2021 6" in facets(pilot))
        await hit(pilot, "j j space")  # from a row, to the heading
        assert facets(pilot) == FOLDED
        assert sidebar(pilot).facet is not None
        assert (sidebar(pilot).facet.field, sidebar(pilot).facet.value) == ("year", "")  # type: ignore[union-attr]
        assert sidebar(pilot).sections.unfolded == set()


async def test_enter_on_a_row_narrows_the_list_and_enter_again_takes_that_back(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await unfold(pilot, 0)
        await until(pilot, lambda: facets(pilot)[:4] == ["▾ Authors", "Ada Lovelace 6", "Alan Turing 3", "王小明 3"])
        await hit(pilot, "j j enter")
        assert set(listed(pilot)) == papers_where(shelf, lambda paper: "Alan Turing" in paper.authors)
        assert '/author:"Alan Turing"' in heading(pilot)
        await until(pilot, lambda: facets(pilot)[1:4] == ["Ada Lovelace 3", "✓ Alan Turing 3", "▸ Venues"])
        assert pane(pilot) == SIDEBAR
        await hit(pilot, "enter")
        assert len(listed(pilot)) == 12
        await until(pilot, lambda: "Ada Lovelace 6" in facets(pilot))


async def test_filters_add_up_and_show_on_a_folded_section(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await unfold(pilot, 2)
        await until(pilot, lambda: "2021 6" in facets(pilot))
        await hit(pilot, "j enter")
        await until(pilot, lambda: facets(pilot)[3:5] == ["✓ 2021 6", "▸ Categories"])
        await hit(pilot, "space")
        assert "▸ Years ✓" in facets(pilot)
        await hit(pilot, "k enter")
        await until(pilot, lambda: "JMLR 2" in facets(pilot))
        await hit(pilot, "j enter")
        either = papers_where(shelf, lambda paper: paper.published.year == 2021 and bool(paper.venue))
        assert set(listed(pilot)) < either
        assert len(listed(pilot)) == 2
        await hit(pilot, "escape escape")
        assert (pane(pilot), len(listed(pilot))) == (LIST, 12)
        await until(pilot, lambda: "▸ Years" in facets(pilot))


async def test_venues_with_brackets_files_and_categories_are_found_as_well(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await unfold(pilot, 1)
        await until(pilot, lambda: "Nature [Physics] 4" in facets(pilot))
        await hit(pilot, "j j enter")
        assert set(listed(pilot)) == papers_where(shelf, lambda paper: paper.venue == "Nature [Physics]")
        await hit(pilot, "enter space")
        await hit(pilot, "j j enter")
        await until(pilot, lambda: "stat.ML 6" in facets(pilot))
        await hit(pilot, "j j enter")
        assert set(listed(pilot)) == papers_where(shelf, lambda paper: "stat.ML" in paper.categories)
        await hit(pilot, "enter space j enter")
        await until(pilot, lambda: "second.json 4" in facets(pilot))
        await hit(pilot, "j j enter")
        assert set(listed(pilot)) == {9, 10, 11, 12}
        assert '/source:"second.json"' in heading(pilot)


async def test_what_is_typed_stays_and_a_row_that_finds_nothing_can_be_taken_away(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "/ y e a r : 2 0 2 0 enter")
        await unfold(pilot, 0)
        await until(pilot, lambda: facets(pilot)[1:3] == ["Ada Lovelace 3", "Alan Turing 3"])
        await hit(pilot, "j enter")
        assert '/author:"Ada Lovelace" year:2020' in heading(pilot)
        await hit(pilot, "/ home o r c h i d space enter")
        await until(pilot, lambda: not listed(pilot) and "✓ Ada Lovelace" in facets(pilot))
        await hit(pilot, "g f")
        while not (row := sidebar(pilot).facet) or not row.value:
            await hit(pilot, "j")
        await hit(pilot, "enter")
        assert "/orchid  year:2020" in heading(pilot) or "/orchid year:2020" in heading(pilot)


async def test_the_counts_follow_what_is_listed(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await unfold(pilot, 0)
        await until(pilot, lambda: "Ada Lovelace 6" in facets(pilot))
        await hit(pilot, "escape /")
        await type_in(pilot, "cat:stat.ML")
        await hit(pilot, "enter")
        await until(pilot, lambda: facets(pilot)[1:3] == ["Ada Lovelace 3", "Alan Turing 3"])
        await put_on(pilot, 1)
        await hit(pilot, "d d")
        await until(pilot, lambda: facets(pilot)[1:4] == ["王小明 3", "Ada Lovelace 2", "Alan Turing 2"])
        await hit(pilot, "u")
        await until(pilot, lambda: facets(pilot)[1:3] == ["Ada Lovelace 3", "Alan Turing 3"])


async def test_many_papers_are_estimated_and_marked_so(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_COUNTED", 10)
    monkeypatch.setattr(counting, "_SAMPLE", 6)
    async with playing(shelf) as pilot:
        await unfold(pilot, 3)
        await until(pilot, lambda: "cs.LG ~12" in facets(pilot))


async def test_a_section_without_values_says_so(library: Library) -> None:
    async with playing(library) as pilot:
        await unfold(pilot, 1)
        await until(pilot, lambda: "▾ Venues none" in facets(pilot))


async def test_keys_for_tags_and_views_say_that_they_do_not_apply_here(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await unfold(pilot, 0)
        await until(pilot, lambda: "Ada Lovelace 6" in facets(pilot))
        for keys, words in (
            ("R", "Only tags and saved views can be renamed."),
            ("c", "Only tags have colours."),
            ("d d", "Only tags and saved views can be deleted here."),
        ):
            await hit(pilot, f"j {keys}")
            assert said(pilot) == words
        assert len(listed(pilot)) == 12


async def test_g_goes_to_the_last_section_without_listing_what_is_on_the_way(shelf: Library) -> None:
    async with playing(shelf) as pilot:
        await hit(pilot, "/ l o v e l a c e enter h G")
        assert sidebar(pilot).facet is not None
        assert len(listed(pilot)) == 6
        await hit(pilot, "g g")
        assert (sidebar(pilot).facet, len(listed(pilot))) == (None, 12)


async def test_the_mouse_unfolds_a_section_and_chooses_a_row(shelf: Library) -> None:
    async with playing(shelf) as pilot:

        async def click(words: str) -> None:
            lines = screen_of(pilot).split("\n")
            assert await pilot.click(offset=(4, next(at for at, line in enumerate(lines) if words in line[:26])))

        await click("Authors")
        await until(pilot, lambda: "王小明 3" in facets(pilot))
        await click("Alan Turing")
        await until(pilot, lambda: len(listed(pilot)) == 3)
        assert pane(pilot) == SIDEBAR
        await click("Alan Turing")
        await until(pilot, lambda: len(listed(pilot)) == 12)


async def test_an_empty_library_has_no_sections(empty_library: Library) -> None:
    async with playing(empty_library) as pilot:
        assert facets(pilot) == []
        await hit(pilot, "g f enter space")
        assert sidebar(pilot).facet is None
