"""What an empty list says: what found nothing, the key that leaves it, and what else would find something."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from paperreader.config import Config
from paperreader.config.settings import CommandKeys
from paperreader.library import Library
from tests.tui.hands import hit, listed, papers, playing, type_in
from tests.tui.waiting import until


async def search(pilot: Pilot[None], text: str) -> None:
    await hit(pilot, "/")
    await type_in(pilot, text)
    await hit(pilot, "enter")


def lines(pilot: Pilot[None]) -> list[str]:
    """Return what is painted in the empty list, without blank lines at its end."""
    assert not listed(pilot)
    found = [papers(pilot).render_line(y).text.strip() for y in range(papers(pilot).size.height)]
    return "\n".join(found).strip().split("\n")


async def test_an_empty_result_says_how_to_leave_it(library: Library) -> None:
    async with playing(library, size=(260, 40)) as pilot:
        await search(pilot, "author:nobodyatall")
        assert lines(pilot) == ["Nothing found for author:nobodyatall.", "Esc leaves this search."]
        await hit(pilot, "escape")
        assert len(listed(pilot)) == 182


async def test_an_empty_result_says_what_else_would_be_found(library: Library) -> None:
    library.annotations.star([1, 2], on=True)
    async with playing(library, size=(260, 40)) as pilot:
        await hit(pilot, "h j j enter")
        assert len(listed(pilot)) == 2
        await search(pilot, "year:1950 lora is:unread")
        beginning = ["Nothing found for year:1950 lora is:unread in Starred.", "Esc leaves this search."]
        assert lines(pilot)[:2] == beginning
        await search(pilot, "year:1950 is:unread")
        await until(pilot, lambda: len(lines(pilot)) > 2)
        assert lines(pilot)[2:] == ["", "Without year:1950: 2 papers."]


async def test_a_view_in_which_nothing_is_found_names_what_all_papers_have(library: Library) -> None:
    async with playing(library, size=(260, 40)) as pilot:
        await hit(pilot, "h j j enter")
        assert lines(pilot) == ["Nothing here.", "0 lists all papers."]
        await search(pilot, "year:2024 ")
        await until(pilot, lambda: len(lines(pilot)) > 2)
        found = lines(pilot)[-1]
        await hit(pilot, "0")
        await search(pilot, "year:2024 ")
        assert found == f"In all papers: {len(listed(pilot)):,} papers."


async def test_the_key_that_leaves_is_the_one_that_is_set(library: Library) -> None:
    config = Config(read_after=0, keys={"clear": CommandKeys(("f9",), 1)})
    async with playing(library, config, (200, 40)) as pilot:
        await search(pilot, "author:nobodyatall")
        assert lines(pilot)[1] == "f9 leaves this search."


@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
async def test_long_lines_are_broken_and_not_cut(library: Library, size: tuple[int, int]) -> None:
    async with playing(library, size=size) as pilot:
        await search(pilot, "author:nobodyatall venue:nowhere [b]")
        assert " ".join(lines(pilot)).startswith("Nothing found for author:nobodyatall venue:nowhere [b].")
        assert all(papers(pilot).render_line(y).cell_length <= size[0] for y in range(8))


async def test_what_is_typed_next_is_not_answered_with_an_earlier_count(library: Library) -> None:
    async with playing(library, size=(260, 40)) as pilot:
        await search(pilot, "year:1950 lora")
        await search(pilot, "author:nobodyatall")
        await pilot.pause(0.6)
        assert lines(pilot) == ["Nothing found for author:nobodyatall.", "Esc leaves this search."]
