"""The rows of the list: what each says of its paper, and what stays in sight around the cursor."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.pilot import Pilot
from textual.strip import Strip

from paperreader.config import Config
from paperreader.domain import Decision, Paper, Record, TitleFrom
from paperreader.library import Library
from paperreader.tui.widgets.paper_list import PaperList
from tests.tui.conftest import opened, press, settled


def paper_list(pilot: Pilot[None]) -> PaperList:
    return pilot.app.screen.query_one(PaperList)


def row(pilot: Pilot[None], paper: int) -> list[Strip]:
    """The lines of a paper as they are painted now."""
    papers = paper_list(pilot)
    first = list(papers.ids).index(paper) * papers.lines - int(papers.scroll_y)
    return [papers.render_line(line) for line in range(first, first + papers.lines)]


def style_of(strip: Strip, word: str) -> Style:
    return next(one.style for one in strip if word in one.text and one.style is not None)


@pytest.mark.parametrize("lines", [1, 2, 3])
@pytest.mark.parametrize(("decision", "sign"), [(Decision.ACCEPT, "+"), (Decision.REJECT, "×"), (None, "•")])
async def test_a_selected_paper_shows_its_state_as_well(
    library: Library, lines: int, decision: Decision | None, sign: str
) -> None:
    library.annotations.decide([2], decision)
    async with opened(library, config=Config(read_after=0, list_lines=lines)) as pilot:
        await press(pilot, "j", "space", "g", "g")
        assert row(pilot, 2)[0].text.startswith(f" ✓{sign} ")
        assert row(pilot, 3)[0].text.startswith("  ")


async def test_what_is_accepted_stays_bright_when_it_is_read_and_what_is_rejected_does_not(library: Library) -> None:
    library.annotations.decide([2, 3], Decision.ACCEPT)
    library.annotations.decide([4], Decision.REJECT)
    library.annotations.mark_read([3, 4, 5], on=True)
    async with opened(library) as pilot:
        first = {paper: row(pilot, paper)[0] for paper in (2, 3, 4, 5)}
        colours = {paper: style_of(strip, strip.text.split()[-1]).color for paper, strip in first.items()}
        assert colours[2] == colours[3] != colours[4] == colours[5]


async def test_a_paper_of_which_nothing_is_known_leaves_no_hole_on_three_lines(library: Library) -> None:
    bare = Paper(abstract="Bees dance on the comb to tell where flowers are.")
    library.add([Record(bare, line=1)], file="bare.txt", format="text")
    async with opened(library, config=Config(read_after=0, list_lines=3)) as pilot:
        paper = max(paper_list(pilot).ids)
        paper_list(pilot).go_to(paper)
        await settled(pilot)
        assert all(strip.text.strip() for strip in row(pilot, paper)[::2])
        assert "no printed title" in row(pilot, paper)[2].text


@pytest.mark.parametrize("lines", [1, 2, 3])
async def test_the_papers_around_the_cursor_stay_in_sight(library: Library, lines: int) -> None:
    more = [
        Record(
            Paper(abstract=f"On the {number}th of bees.", title=f"Bees {number}", title_from=TitleFrom.PRINTED),
            line=number,
        )
        for number in range(60)
    ]
    library.add(more, file="more.txt", format="text")
    async with opened(library, (80, 24), config=Config(read_after=0, list_lines=lines)) as pilot:
        papers = paper_list(pilot)
        for key in ("j", "k"):
            for _ in range(40):
                await press(pilot, key)
                await settled(pilot)
                above, below = (min(max(papers.cursor + by, 0), len(papers.ids) - 1) for by in (-2, 2))
                assert papers.scroll_y <= above * lines
                assert (below + 1) * lines <= papers.scroll_y + papers.size.height


async def test_a_click_at_the_edge_does_not_move_the_list_under_the_pointer(library: Library) -> None:
    async with opened(library, (80, 14)) as pilot:
        papers = paper_list(pilot)
        await press(pilot, "j", "j", "j", "j", "j")
        await settled(pilot)
        top = papers.scroll_y
        assert top > 0
        await pilot.click(papers, offset=(6, 0))
        assert papers.scroll_y == top
