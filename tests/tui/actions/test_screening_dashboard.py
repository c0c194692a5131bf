"""The screening of a list as bars: what they say, and that they fit."""

from __future__ import annotations

from datetime import date

import pytest
from textual.content import Content
from textual.pilot import Pilot

from paperreader.domain import Decision
from paperreader.library import Library, Statistics
from paperreader.tui import PaperReader
from paperreader.tui.actions.screening_dashboard import Dashboard
from paperreader.tui.core import ASCII, UNICODE, Glyphs
from paperreader.tui.dialogs import TextScreen
from tests.tui.hands import hit, looking_into, playing, screen_of
from tests.tui.main.test_looks import Compare, config_of

TODAY = date(2026, 3, 2)
DAYS = (("2026-02-10", 20), ("2026-02-17", 1), ("2026-02-20", 40), ("2026-03-02", 80))
READ = (("2026-02-10", 3), ("2026-02-27", 9))
ADDED = (("2026-02-03", 182),)


@pytest.fixture
def screened(library: Library) -> Library:
    library.annotations.decide(range(1, 40), Decision.REJECT, reason="wrong topic [b]")
    library.annotations.decide(range(40, 52), Decision.REJECT, reason="no results")
    library.annotations.decide(range(150, 172), Decision.ACCEPT)
    library.annotations.trash([182], on=True)
    return library


def statistics(library: Library, days: tuple[tuple[str, int], ...] = DAYS, pace: float | None = 4.0) -> Statistics:
    import dataclasses

    with looking_into(library) as fresh:
        return dataclasses.replace(fresh.statistics(), days=days, reading=READ, added=ADDED, pace=pace)


def lines(library: Library, width: int, glyphs: Glyphs = UNICODE) -> list[str]:
    page = Dashboard(statistics(library), None, TODAY, glyphs).page(width)
    return [line.plain for line in page.split("\n")]


def bar(line: str) -> int:
    """Return the length of the bar of a line in eighths of a cell."""
    return sum(" ▏▎▍▌▋▊▉█".index(sign) for sign in line if sign in "▏▎▍▌▋▊▉█")


def row(found: list[str], name: str) -> str:
    return next(line for line in found if line.strip().startswith(name))


async def test_bars_are_as_long_as_their_numbers(screened: Library) -> None:
    found = lines(screened, 72)
    long = {name: bar(row(found, name)) for name in ("screened", "accepted", "rejected", "undecided")}
    assert " ".join(row(found, "screened").split()).startswith("screened 73 40%")
    for name, papers in (("screened", 73), ("accepted", 22), ("rejected", 51), ("undecided", 108)):
        assert long[name] == pytest.approx(papers / 181 * 28 * 8, abs=1)
    assert bar(row(found, "wrong topic [b]")) == pytest.approx(39 / 51 * 28 * 8, abs=1)
    assert bar(row(found, "no results")) == pytest.approx(12 / 51 * 28 * 8, abs=1)


async def test_it_says_the_pace_and_how_long_the_rest_takes(screened: Library) -> None:
    found = lines(screened, 72)
    assert "4.0 decisions per minute" in found
    assert "108 left: about 27 min" in found
    mine = Dashboard(statistics(screened), 0.5, TODAY, UNICODE).page(72).plain
    assert "0.5 decisions per minute" in mine
    assert "108 left: about 3.6 h" in mine
    assert "per minute" not in Dashboard(statistics(screened, pace=None), None, TODAY, UNICODE).page(72).plain


async def test_what_was_done_is_plotted_over_the_same_days(screened: Library) -> None:
    found = lines(screened, 72)
    plots = {}
    for title in ("Papers added per day", "Papers read per day", "Decisions per day"):
        at = next(number for number, line in enumerate(found) if line.startswith(title))
        plots[title] = found[at : at + 8]
        assert plots[title][-1].split() == ["3", "Feb", "today"]
    assert plots["Papers added per day"][0].endswith("most: 182 on 3 Feb")
    assert plots["Papers read per day"][0].endswith("most: 9 on 27 Feb")
    decisions = plots["Decisions per day"]
    assert decisions[0].endswith("most: 80 on 2 Mar")
    heights = [
        sum(len(line) > 3 + 2 * day and line[3 + 2 * day] != " " for line in decisions[1:6]) for day in range(28)
    ]
    assert heights == [*[0] * 7, 2, *[0] * 6, 1, 0, 0, 3, *[0] * 9, 5]


async def test_a_long_time_is_plotted_in_longer_steps(screened: Library) -> None:
    page = Dashboard(statistics(screened, days=(("2021-05-01", 3), *DAYS)), None, TODAY, UNICODE).page(72).plain
    assert "Decisions per year  most: 141 in 2026" in page
    assert "Papers added per year" in page


async def test_tags_and_venues_are_ranked(screened: Library) -> None:
    screened.annotations.tag(range(1, 31), add=["method [b]"])
    screened.annotations.tag(range(1, 11), add=["todo"])
    found = lines(screened, 72)
    assert found.index("Tags") > found.index("Years  accepted of all")
    assert [line.split()[-2] for line in (row(found, "method [b]"), row(found, "todo"))] == ["30", "10"]
    assert bar(row(found, "method [b]")) == pytest.approx(3 * bar(row(found, "todo")), abs=2)


async def test_years_show_how_many_came_in(screened: Library) -> None:
    found = lines(screened, 72)
    assert "2024" in row(found, "2024")
    with looking_into(screened) as fresh:
        years = fresh.statistics().years
        entries = [one for one in fresh.entries(range(1, 182)) if one.paper.published is not None]
    for one in years:
        of_it = [entry for entry in entries if entry.paper.published and entry.paper.published.year == one.year]
        assert (one.papers, one.accepted) == (len(of_it), sum(entry.decision == "accept" for entry in of_it))
        assert f"{one.accepted:,} of {one.papers:,}" in row(found, str(one.year))


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("width", [20, 30, 36, 72, 120])
async def test_every_line_fits(screened: Library, width: int, glyphs: Glyphs) -> None:
    found = lines(screened, width, glyphs)
    assert max(Content(line).cell_length for line in found) <= max(width, 34)
    if glyphs is ASCII:
        assert all(line.replace("…", "").isascii() for line in found)


async def test_a_library_without_decisions_has_a_dashboard_too(empty_library: Library, library: Library) -> None:
    for one in (empty_library, library):
        text = Dashboard(statistics(one, days=(), pace=None), None, TODAY, UNICODE).page(72).plain
        assert "undecided" in text
        assert "Decisions per" not in text


async def test_only_what_is_listed_is_in_it(screened: Library) -> None:
    screened.annotations.tag([1, 2, 40, 150], add=["todo"])
    async with playing(screened) as pilot:
        await hit(pilot, "g t enter g r")
        text = " ".join(screen_of(pilot).split())
        assert "screened 4 100%" in text
        assert "wrong topic [b] 2" in text


@pytest.mark.parametrize("look", ["ink", "paper", "contrast", "ascii"])
@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 20)])
def test_the_dashboard(screened: Library, snap_compare: Compare, size: tuple[int, int], look: str) -> None:
    glyphs = ASCII if look == "ascii" else UNICODE
    dashboard = Dashboard(statistics(screened), None, TODAY, glyphs)

    async def before(pilot: Pilot[None]) -> None:
        pilot.app.push_screen(TextScreen("Statistics: All papers", dashboard.page))
        await pilot.pause()

    assert snap_compare(PaperReader(screened, config_of(look)), terminal_size=size, run_before=before)


@pytest.mark.parametrize("look", ["ink", "ascii"])
@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
def test_the_plots(screened: Library, snap_compare: Compare, size: tuple[int, int], look: str) -> None:
    screened.annotations.tag(range(1, 31), add=["method/vision"])
    dashboard = Dashboard(statistics(screened), None, TODAY, ASCII if look == "ascii" else UNICODE)

    async def before(pilot: Pilot[None]) -> None:
        pilot.app.push_screen(TextScreen("Statistics: All papers", dashboard.page))
        await pilot.pause()
        await pilot.press("space")
        await pilot.pause()

    assert snap_compare(PaperReader(screened, config_of(look)), terminal_size=size, run_before=before)
