"""The rows of the list: what each says of its paper, and what stays in sight around the cursor."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.pilot import Pilot
from textual.strip import Strip

from paperreader.config import Config
from paperreader.domain import Decision, Paper, PartialDate, Record, TitleFrom
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


# -- tags in their colours ---------------------------------------------------------------------------------------------


def tagged(library: Library) -> int:
    """A paper with a short title and five tags, of which two have colours."""
    paper = Paper(abstract="Bees dance on the comb.", title="Bees dance", title_from=TitleFrom.PRINTED)
    library.add([Record(paper, line=1)], file="bees.txt", format="text")
    for name in ("comb", "insects", "dance/waggle", "todo", "honey"):
        library.annotations.tag([183], add=[name])
    library.annotations.colour_tag("comb", "green")
    library.annotations.colour_tag("dance/waggle", "pink")
    return 183


@pytest.mark.parametrize("lines", [1, 2, 3])
async def test_tags_have_their_colours_and_are_cut_by_whole_ones(library: Library, lines: int) -> None:
    paper = tagged(library)
    async with opened(library, (260, 40), config=Config(read_after=0, list_lines=lines)) as pilot:
        last = row(pilot, paper)[-1]
        assert "#comb #insects #dance/waggle +2" in last.text
        variables = pilot.app.theme_variables
        assert style_of(last, "#comb").color == Style.parse(variables["hue-green"]).color
        assert style_of(last, "#dance").color == Style.parse(variables["hue-pink"]).color
        assert style_of(last, "+2").color == style_of(last, "#insects").color == Style.parse(variables["muted"]).color


async def test_a_colour_given_to_a_tag_shows_at_once(library: Library) -> None:
    paper = tagged(library)
    async with opened(library, (200, 40)) as pilot:
        await press(pilot, "g", "t", "c")
        await settled(pilot)
        wanted = Style.parse(pilot.app.theme_variables["hue-blue"])
        assert style_of(row(pilot, paper)[-1], "#comb").color == wanted.color


@pytest.mark.parametrize("size", [(40, 20), (80, 24), (120, 40), (200, 40)])
@pytest.mark.parametrize("lines", [1, 2, 3])
async def test_tags_never_cost_a_title_a_word_that_a_sign_would_leave(
    library: Library, size: tuple[int, int], lines: int
) -> None:
    async def titles(tags: list[str]) -> list[str]:
        library.annotations.tag(range(1, 20), add=tags)
        async with opened(library, size, config=Config(read_after=0, list_lines=lines)) as pilot:
            shown = [row(pilot, paper) for paper in list(paper_list(pilot).ids)[: 18 // lines]]
            return [" ".join(strip.text[4:].rstrip() for strip in strips) for strips in shown]

    short, long = await titles(["x"]), await titles(["a long one", "b/of several words", "c"])
    for before, after in zip(short, long, strict=True):
        before, after = (text.partition("#")[0].rstrip("… ") for text in (before, after))
        assert after.startswith(before) or before.startswith(after)
        assert abs(len(before) - len(after)) < 12


# -- columns -----------------------------------------------------------------------------------------------------------


def printed(number: int, **more: object) -> Record:
    fields: dict[str, object] = {"title_from": TitleFrom.PRINTED, "abstract": f"About the {number}th of the bees."}
    return Record(Paper(**(fields | {"title": f"Bees {number}"} | more)), line=number)  # type: ignore[arg-type]


WIDE: tuple[dict[str, object], ...] = (
    {"authors": ("Ada Lovelace", "Alan Turing"), "venue": "JMLR", "published": PartialDate.parse("2024-05")},
    {
        "authors": ("王小明", "José Ñandu\u0301"),
        "venue": "量子計算與機器學習學報以及其他",
        "title": "量子" * 60,
    },
    {"venue": "Proceedings of an Annual Conference", "title": "A title that goes on " * 9},
    {"authors": ("A B", "C D", "E F", "G H", "I J"), "published": PartialDate.parse("1999")},
    {"title": "Nothing is known of this one but a title, which has all the room that others give away " * 3},
)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("size", [(160, 20), (220, 20)])
async def test_a_wide_list_has_columns_with_one_line_a_paper(
    empty_library: Library, ascii_only: bool, size: tuple[int, int]
) -> None:
    made = [printed(number, **more) for number, more in enumerate(WIDE)]
    empty_library.add(made, file="bees.txt", format="text")
    config = Config(read_after=0, list_lines=1, ascii=ascii_only)
    async with opened(empty_library, size, config=config) as pilot:
        width = paper_list(pilot).scrollable_content_region.width
        rows = {paper: row(pilot, paper)[0] for paper in range(1, 6)}
        assert {strip.cell_length for strip in rows.values()} == {width}
        years = {cell_len(rows[paper].text.partition(year)[0]) for paper, year in ((1, "2024"), (4, "1999"))}
        venues = {cell_len(rows[paper].text.partition(venue)[0]) for paper, venue in ((1, "JMLR"), (3, "Procee"))}
        authors = {cell_len(rows[paper].text.partition(name)[0]) for paper, name in ((1, "Love"), (4, "B et al."))}
        assert [len(places) for places in (years, venues, authors)] == [1, 1, 1]
        assert max(authors) < max(venues) < max(years) == width - 5
        assert "Lovelace" in rows[1].text
        assert "王小明" in rows[2].text
        assert cell_len(rows[5].text.rstrip()) > width - 16  # the title runs on, to the edge


@pytest.mark.parametrize(("size", "lines"), [((120, 40), 1), ((220, 40), 2), ((40, 20), 1)])
async def test_a_narrow_list_or_one_of_more_lines_has_none(
    empty_library: Library, size: tuple[int, int], lines: int
) -> None:
    empty_library.add([printed(1, **WIDE[0])], file="bees.txt", format="text")
    async with opened(empty_library, size, config=Config(read_after=0, list_lines=lines)) as pilot:
        assert not any("JMLR" in strip.text for strip in row(pilot, 1))
        assert "2024" in row(pilot, 1)[-1].text


async def test_columns_come_and_go_with_the_width_of_the_list(empty_library: Library) -> None:
    empty_library.add([printed(1, **WIDE[0])], file="bees.txt", format="text")
    async with opened(empty_library, (120, 20), config=Config(read_after=0, list_lines=1)) as pilot:
        for width, shows in ((220, True), (120, False), (260, True)):
            await pilot.resize_terminal(width, 20)
            await settled(pilot)
            assert ("JMLR" in row(pilot, 1)[0].text) is shows


async def test_a_chosen_date_takes_the_place_of_the_year(empty_library: Library) -> None:
    empty_library.add([printed(1, **WIDE[0])], file="bees.txt", format="text")
    config = Config(read_after=0, list_lines=1, columns=("date", "venue", "tags"))
    async with opened(empty_library, (220, 20), config=config) as pilot:
        assert row(pilot, 1)[0].text.rstrip().endswith("2024-05")
        assert row(pilot, 1)[0].text.count("JMLR") == row(pilot, 1)[0].text.count("2024") == 1
