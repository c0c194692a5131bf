"""A note is written with its paper in sight: below or beside the abstract, which scrolls, is highlighted and quoted."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from paperreader.config import Config
from paperreader.library import Library
from paperreader.tui.core import LIST, NOTE, READER, SIDEBAR
from paperreader.tui.dialogs.note_editor import NoteEditor
from paperreader.tui.widgets.side_pane import Edge, SidePane
from tests.tui.conftest import app_of, settled, until_dealt_with
from tests.tui.hands import entry_of, hit, pane, papers, playing, reader, said, screen_of, send, shown, sidebar

SIZES = [(40, 20), (80, 24), (120, 40), (160, 45), (200, 50)]


def note(pilot: Pilot[None]) -> TextArea:
    return pilot.app.screen.query_one(TextArea)


def is_open(pilot: Pilot[None]) -> bool:
    return bool(app_of(pilot).main.query(NoteEditor))


def bodies(library: Library, paper: int = 1) -> list[str]:
    return [one.body for one in entry_of(library, paper).notes]


@pytest.mark.parametrize("size", SIZES)
async def test_the_note_editor_covers_nothing_of_the_abstract(library: Library, size: tuple[int, int]) -> None:
    async with playing(library, size=size) as pilot:
        await hit(pilot, "enter e")
        page, editor = reader(pilot).region, pilot.app.screen.query_one(NoteEditor).region
        assert not page.overlaps(editor)
        assert pilot.app.screen.region.contains_region(editor)
        assert editor.height >= 8
        assert editor.width >= 30
        beside = size[0] >= 160
        assert page.height >= (size[1] - 2 if beside else 8)
        assert (editor.x >= page.right) if beside else (editor.y >= page.bottom and page.width >= 30)
        assert "Recent studies have shown" in " ".join(screen_of(pilot).split())


async def test_the_abstract_scrolls_while_a_note_is_written(library: Library) -> None:
    async with playing(library, size=(80, 24)) as pilot:
        for down, up in (("alt+j", "alt+k"), ("alt+down", "alt+up"), ("ctrl+pagedown", "ctrl+pageup")):
            await hit(pilot, "e x")
            before = reader(pilot).scroll_y
            await hit(pilot, down)
            assert reader(pilot).scroll_y == before + 3
            assert pane(pilot) == NOTE
            await hit(pilot, f"{up} y escape")
            assert reader(pilot).scroll_y == 0  # as before the note was opened
    assert bodies(library) == ["xyxyxy"]


async def test_tab_goes_to_the_abstract_and_back_with_the_note_open(library: Library) -> None:
    async with playing(library, size=(80, 24)) as pilot:
        await hit(pilot, "e o n e tab")
        assert pane(pilot) == READER
        await hit(pilot, "V enter")  # a highlight, as ever
        assert [one.start for one in entry_of(library, 1).highlights] == [0]
        await hit(pilot, "tab")
        assert pane(pilot) == NOTE
        await hit(pilot, "! escape")
        assert pane(pilot) == LIST
        assert not is_open(pilot)
    assert bodies(library) == ["one!"]


async def test_what_is_selected_is_quoted_in_the_open_note_where_its_caret_is(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, 'e a enter b up tab v w w "')
        assert pane(pilot) == NOTE
        assert note(pilot).text == "a\n\n> Recent studies\n\n\nb"
        await hit(pilot, "m y escape")
    assert bodies(library) == ["a\n\n> Recent studies\n\nmy\nb"]


async def test_a_highlight_is_quoted_and_a_quotation_opens_the_note(library: Library) -> None:
    library.annotations.highlight(1, 0, 14, text=entry_of(library, 1).paper.abstract)
    library.annotations.write_note(1, "before")
    async with playing(library) as pilot:
        await hit(pilot, 'enter "')
        assert note(pilot).text == "before\n\n> Recent studies\n\n"
        await hit(pilot, 'tab $ "')
        assert "To quote something" in said(pilot)
        await hit(pilot, "tab escape")
        assert pane(pilot) == READER


async def test_keys_in_a_burst_quote_and_write_one_after_another(library: Library) -> None:
    async with playing(library) as pilot:
        for key in 'e x tab v w " y escape j s'.split(" "):
            send(pilot, key)
        await until_dealt_with(pilot)
        assert bodies(library) == ["x\n\n> Recent\n\ny"]
        assert entry_of(library, 2).starred


async def test_going_to_another_paper_saves_and_closes_the_note(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "e o n e tab J")
        assert not is_open(pilot)
        assert pane(pilot) == READER
        assert reader(pilot).shown == 2
        await hit(pilot, "e t w o escape")
    assert (bodies(library, 1), bodies(library, 2)) == (["one"], ["two"])


async def test_a_note_begun_right_after_another_paper_was_reached_is_on_that_paper(library: Library) -> None:
    async with playing(library) as pilot:
        for key in "e o n e tab J e t w o escape".split(" "):
            send(pilot, key)
        await until_dealt_with(pilot)
    assert (bodies(library, 1), bodies(library, 2)) == (["one"], ["two"])


async def test_a_note_that_cannot_be_saved_stays_with_its_own_paper(library: Library) -> None:
    other = sqlite3.connect(library.path, isolation_level=None)
    library.patience(0.02)
    async with playing(library) as pilot:
        await hit(pilot, "e k e p t")
        other.execute("begin immediate")
        await hit(pilot, "! tab J")
        assert is_open(pilot)
        assert note(pilot).text == "kept!"
        other.execute("rollback")
        await hit(pilot, "J")
        assert not is_open(pilot)
    other.close()
    assert (bodies(library, 1), bodies(library, 2), bodies(library, 3)) == (["kept!"], [], [])


async def test_e_goes_to_the_open_note_and_another_one_takes_its_place(library: Library) -> None:
    async with playing(library) as pilot:
        await hit(pilot, "e a tab e b")
        assert note(pilot).text == "ab"
        await hit(pilot, "tab A c escape")
    assert bodies(library) == ["ab", "c"]


async def test_quitting_from_the_abstract_saves_the_open_note(library: Library) -> None:
    async with playing(library) as pilot:
        for key in "e l a s t tab Q".split(" "):
            send(pilot, key)
        await until_dealt_with(pilot)
    assert bodies(library) == ["last"]


async def test_notes_and_highlights_are_beside_the_page_where_there_is_room(library: Library) -> None:
    library.annotations.write_note(1, "a thought")
    for width, beside in ((159, False), (160, True)):
        async with playing(library, size=(width, 45)) as pilot:
            assert ("a thought" in shown(pilot)) != beside
            assert "a thought" in screen_of(pilot)
            column = pilot.app.screen.query_one(SidePane).region
            assert bool(column.width) == beside
            await hit(pilot, "j")
            assert "a thought" not in screen_of(pilot)
            await hit(pilot, "k _")
            assert "a thought" in shown(pilot)  # only the abstract: there is no fourth column
            await hit(pilot, "_")
            assert ("a thought" in shown(pilot)) != beside


async def test_a_highlight_appears_beside_the_page_at_once(library: Library) -> None:
    async with playing(library, size=(200, 50)) as pilot:
        assert "No notes here." in screen_of(pilot)
        await hit(pilot, "enter V enter")
        assert "No notes here." not in screen_of(pilot)
        assert "Highlights" in screen_of(pilot)
        await hit(pilot, "u")
        assert "No notes here." in screen_of(pilot)


# -- room --------------------------------------------------------------------------------------------------------------


def remembering(tmp_path: Path) -> Config:
    return Config(read_after=0, remembers=tmp_path / "state.json", tour_shown=True)


async def test_the_sidebar_folds_and_stays_folded_at_the_next_start(library: Library, tmp_path: Path) -> None:
    config = remembering(tmp_path)
    async with playing(library, config) as pilot:
        before = papers(pilot).region
        await hit(pilot, "B")
        assert sidebar(pilot).region.width == 0
        assert papers(pilot).region.width > before.width
        await hit(pilot, "h")  # to go there shows it
        assert pane(pilot) == SIDEBAR
        assert sidebar(pilot).region.width
        await hit(pilot, "l")
        assert sidebar(pilot).region.width == 0
        await hit(pilot, "Q")
    async with playing(library, config) as pilot:
        assert sidebar(pilot).region.width == 0
        await hit(pilot, "B")
        assert papers(pilot).region == before


async def test_where_the_sidebar_is_hidden_anyway_its_key_goes_there_and_back(library: Library) -> None:
    async with playing(library, size=(80, 24)) as pilot:
        await hit(pilot, "B")
        assert pane(pilot) == SIDEBAR
        await hit(pilot, "B")
        assert pane(pilot) == LIST
        assert app_of(pilot).main.desk.arrangement == {}


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize(("keys", "of"), [("", "list"), ("enter", "reader"), ("h", "sidebar")])
async def test_the_focused_pane_gets_wider_and_narrower_and_is_as_wide_at_the_next_start(
    library: Library, tmp_path: Path, size: tuple[int, int], keys: str, of: str
) -> None:
    config = remembering(tmp_path)
    async with playing(library, config, size) as pilot:
        if keys:
            await hit(pilot, keys)
        wide = pilot.app.screen.query_one(f"#{of}").region.width
        await hit(pilot, "ctrl+w > ctrl+w > ctrl+w >")
        wider = pilot.app.screen.query_one(f"#{of}").region.width
        assert wider > wide
        await hit(pilot, "ctrl+w <")
        assert wide < pilot.app.screen.query_one(f"#{of}").region.width < wider
        for _ in range(60):
            await pilot.press("ctrl+w", ">")
        await settled(pilot)
        assert "cannot get wider" in said(pilot)
        for one in ("list", "reader"):
            region = pilot.app.screen.query_one(f"#{one}").region
            assert region.width > 8 or not region
        last = pilot.app.screen.query_one(f"#{of}").region.width
        await hit(pilot, "Q")
    async with playing(library, config, size) as pilot:
        assert pilot.app.screen.query_one(f"#{of}").region.width == last  # it comes back to the same pane


async def test_widths_that_make_no_sense_are_put_right(library: Library) -> None:
    async with playing(library) as pilot:
        app_of(pilot).main.desk.arrangement = {"sidebar": 9_999, "list": -3, "side": "x", "what": 1}
        app_of(pilot).main.desk.lay_out()
        await settled(pilot)
        assert 0 < sidebar(pilot).region.width <= 60
        assert papers(pilot).region.width > 8


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_the_focused_pane_has_an_edge_not_by_colour_alone(library: Library, ascii_only: bool) -> None:
    async with playing(library, Config(read_after=0, ascii=ascii_only, reduced_motion=True)) as pilot:

        def lit() -> list[str]:
            edges = [one for one in pilot.app.screen.query(Edge) if one.region]
            lines = screen_of(pilot).splitlines()
            return [str(one.id) for one in edges if lines[one.region.y + 5][one.region.x] in "┃|"]

        assert lit() == ["list-edge"]
        await hit(pilot, "enter")
        assert lit() == ["reader-edge"]
        await hit(pilot, "tab")
        assert lit() == ["sidebar-edge"]
        await hit(pilot, "l e")
        assert lit() == []
        top = pilot.app.screen.query_one("#side").region
        assert set(screen_of(pilot).splitlines()[top.y][top.x : top.right].strip()) <= set("━-")
        assert screen_of(pilot).splitlines()[top.y][top.x : top.right].strip()
