"""Reading by keyboard: the list, the abstract and the sidebar, in every layout."""

from __future__ import annotations

import pytest
from textual.events import AppBlur, AppFocus
from textual.pilot import Pilot
from textual.widgets import Static

from paperreader.library import Library
from paperreader.tui.widgets.footer import Footer
from paperreader.tui.widgets.paper_list import PaperList
from paperreader.tui.widgets.reader_pane import ReaderPane
from paperreader.tui.widgets.sidebar import Sidebar
from tests.tui.conftest import app_of, burst, opened, press, settled
from tests.tui.hands import hit, looking_into


def papers(pilot: Pilot[None]) -> PaperList:
    return app_of(pilot).main.query_one(PaperList)


def shown(pilot: Pilot[None]) -> str:
    """Return the text of the paper's page, with lines joined."""
    page = app_of(pilot).main.reader.page
    return " ".join(page.plain(line).strip() for line in range(len(page))) if page is not None else ""


def heading(pilot: Pilot[None]) -> str:
    return str(app_of(pilot).main.query_one("#heading", Static).content)


def focused(pilot: Pilot[None]) -> str:
    widget = pilot.app.focused
    return (widget.id or "") if widget is not None else ""


async def test_all_papers_are_listed_and_the_first_is_shown(library: Library) -> None:
    async with opened(library) as pilot:
        assert len(papers(pilot).ids) == 182
        assert "1 / 182" in heading(pilot)
        assert shown(pilot).startswith("Cheems: Wonderful Matrices More Efficient and More Effective Architecture 6 ")
        assert "6 authors · 23 Jul 2024 · ▲ 4 · 1 comment" in shown(pilot)


async def test_j_and_k_go_through_the_papers_and_the_abstract_follows(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "j", "j")
        assert papers(pilot).cursor == 2
        assert shown(pilot).startswith("Reducing Fine-Tuning Memory Overhead")
        await press(pilot, "k", "up", "k")
        assert papers(pilot).cursor == 0


async def test_many_keys_at_once_show_the_last_paper(library: Library) -> None:
    async with opened(library) as pilot:
        await burst(pilot, "j" * 60)
        assert papers(pilot).cursor == 60
        entry = app_of(pilot).main.query_one(ReaderPane).entry
        assert entry is not None
        assert entry.id == papers(pilot).paper


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        (["G"], 181),
        (["G", "g", "g"], 0),
        (["end", "home"], 0),
        (["ctrl+f"], 19),
        (["ctrl+f", "ctrl+b"], 0),
        (["ctrl+d"], 9),
        (["ctrl+d", "ctrl+u"], 0),
        (["pagedown", "pageup"], 0),
        (["g", "j"], 1),
    ],
)
async def test_jumps_land_where_vim_would(library: Library, keys: list[str], cursor: int) -> None:
    async with opened(library) as pilot:
        await press(pilot, *keys)
        assert papers(pilot).cursor == cursor


async def test_a_started_sequence_says_that_it_waits_and_escape_forgets_it(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "g")
        assert "another key" in str(app_of(pilot).main.query_one(Footer).render())
        await press(pilot, "escape")
        assert app_of(pilot).main.query_one(Footer).pending == ""


async def test_enter_opens_the_abstract_and_escape_comes_back(library: Library) -> None:
    async with opened(library) as pilot:
        assert focused(pilot) == "list"
        await press(pilot, "enter")
        assert focused(pilot) == "reader"
        await press(pilot, "escape")
        assert focused(pilot) == "list"


async def test_tab_goes_round_the_panes_and_shift_tab_back(library: Library) -> None:
    async with opened(library) as pilot:
        been = []
        for key in ("tab", "tab", "tab", "shift+tab"):
            await press(pilot, key)
            been.append(focused(pilot))
        assert been == ["reader", "sidebar", "list", "sidebar"]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 20), (40, 12)])
async def test_every_pane_is_reached_by_keys_in_every_layout(library: Library, size: tuple[int, int]) -> None:
    async with opened(library, size) as pilot:
        main = app_of(pilot).main
        for keys, pane in ((["l"], "reader"), (["h"], "list"), (["h"], "sidebar"), (["enter"], "list")):
            await press(pilot, *keys)
            assert focused(pilot) == pane
            region = main.query_one(f"#{pane}").region
            assert region.width >= 20
            assert region.height >= size[1] - 3
        visible = [pane for pane in ("sidebar", "list", "reader") if main.query_one(f"#{pane}").region.width]
        assert len(visible) == {120: 3, 80: 2, 40: 1}[size[0]]


async def test_in_the_abstract_capital_j_and_k_go_to_other_papers(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "enter", "J", "J", "K")
        assert papers(pilot).cursor == 1
        assert focused(pilot) == "reader"


async def test_the_sidebar_chooses_what_is_listed(library: Library) -> None:
    with_tag = (1, 5, 9)
    library.annotations.tag(with_tag, add=["todo"])
    library.annotations.mark_read([1], on=True)
    async with opened(library) as pilot:
        await press(pilot, "h", "j")
        assert "Unread" in heading(pilot)
        assert len(papers(pilot).ids) == 181
        await press(pilot, "g", "t")
        assert list(papers(pilot).ids) == [1, 5, 9]
        assert "#todo" in heading(pilot)
        await press(pilot, "G", *"kkkkk")  # above the sections that narrow the list
        assert len(papers(pilot).ids) == 3
        assert "000_" in heading(pilot)
        await press(pilot, "g", "g")
        assert len(papers(pilot).ids) == 182


async def test_the_sidebar_counts(library: Library) -> None:
    async with opened(library) as pilot:
        sidebar = app_of(pilot).main.query_one(Sidebar)

        def counts() -> list[str]:
            return [str(sidebar.get_option_at_index(at).prompt).split()[-1] for at in range(4)]

        assert counts() == ["182", "182", "0", "0"]
        await press(pilot, "s", "r")
        assert counts() == ["182", "181", "1", "0"]


async def test_a_paper_becomes_read_after_a_moments_stay(library: Library) -> None:
    async with opened(library, read_after=0.05) as pilot:
        await pilot.pause(0.3)
        await settled(pilot)
        row = papers(pilot).row
        assert row is not None
        assert row.read


async def test_opening_a_paper_marks_it_read_even_if_staying_does_not(library: Library) -> None:
    async with opened(library, read_after=0) as pilot:
        await pilot.pause(0.1)
        assert not app_of(pilot).reader.entry(1).read
        await press(pilot, "enter")
        assert app_of(pilot).reader.entry(1).read


async def test_sorting_keeps_the_paper_under_the_cursor(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "j", "j")
        paper = papers(pilot).paper
        await press(pilot, ",", "t")
        assert papers(pilot).paper == paper
        assert papers(pilot).cursor != 2
        labels = [row.label.lower() for row in app_of(pilot).reader.rows(list(papers(pilot).ids[:20]))]
        assert labels == sorted(labels)
        await press(pilot, ",", "T", "g", "g")
        row = papers(pilot).row
        assert row is not None
        assert row.label.lower() >= labels[-1]


async def test_a_first_start_on_an_empty_library_loads_the_samples_with_one_key(empty_library: Library) -> None:
    async with opened(empty_library, (80, 24)) as pilot:
        main = app_of(pilot).main
        assert main.has_class("-empty")
        assert "loads the sample lists" in str(main.query_one("#welcome", Static).content)
        await press(pilot, "S")
        assert not main.has_class("-empty")
        assert len(papers(pilot).ids) == 182
        assert "182 new" in main.query_one(Footer).said


async def test_an_empty_view_says_so(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, "h", "j", "j")
        assert list(papers(pilot).ids) == []
        assert "Nothing here." in "".join(papers(pilot).render_line(1).text)
        await press(pilot, "enter", "t", "e", "s", "r", "o", "y", "y", "j", "G", "space", "n")


@pytest.mark.parametrize("keys", ["?", "e", "/", "X enter"])
async def test_a_paper_that_something_covers_is_not_being_read(library: Library, keys: str) -> None:
    async with opened(library, read_after=0.5) as pilot:
        await hit(pilot, keys)
        library.annotations.mark_read([1], on=False)  # on a busy machine it was read before it was covered
        app_of(pilot).main.papers.changed([1])
        await pilot.pause(0.8)
        with looking_into(library) as fresh:
            assert not fresh.entry(1).read
        await hit(pilot, "escape escape")
        await pilot.pause(0.8)
        await settled(pilot)
        with looking_into(library) as fresh:
            assert fresh.entry(1).read


async def test_a_paper_is_not_being_read_while_another_window_or_program_has_the_terminal(library: Library) -> None:
    async with opened(library, read_after=0.5) as pilot:
        for away, back in (
            (lambda: pilot.app.post_message(AppBlur()), lambda: pilot.app.post_message(AppFocus())),
            (
                lambda: pilot.app.app_suspend_signal.publish(pilot.app),
                lambda: pilot.app.app_resume_signal.publish(pilot.app),
            ),
        ):
            await hit(pilot, "j")
            away()
            await pilot.pause(0.8)
            paper = papers(pilot).paper
            assert paper is not None
            with looking_into(library) as fresh:
                assert not fresh.entry(paper).read
            back()
            await pilot.pause(0.8)
            await settled(pilot)
            with looking_into(library) as fresh:
                assert fresh.entry(paper).read
