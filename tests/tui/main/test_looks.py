"""Snapshots at several sizes and in several themes, and text that must never reach the terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from paperreader.config import Config
from paperreader.domain import Decision, Paper, Record, TitleFrom
from paperreader.exchange import texts_in
from paperreader.library import Library
from paperreader.tui import THEMES, PaperReader
from paperreader.tui.dialogs.help import HelpScreen
from paperreader.tui.dialogs.preview import PreviewScreen
from tests.tui.conftest import app_of, opened, press, settled
from tests.tui.dialogs.test_preview import FUSED, PRINTED
from tests.tui.main.test_reading import papers, shown
from tests.tui.stage import on_stage
from tests.tui.waiting import until

Compare = Callable[..., bool]

_HOSTILE = [
    "A [bold]bold[/bold] claim [/b]",
    "[@click=app.quit]click me[/]",
    "\x1b[31mred\x1b]52;c;aGFjaw==\x07 and \x9b5m C1",
    "left \u202eright\u2066 isolated",
    "[PDF] [Abridged] [email protected]",
]


def annotated(library: Library) -> None:
    annotations = library.annotations
    annotations.tag([1, 3, 11], add=["method/state-space", "todo"])
    annotations.tag([2], add=["method/attention"])
    annotations.colour_tag("todo", "green")
    annotations.star([1, 4], on=True)
    annotations.mark_read([2, 3, 6], on=True)
    annotations.decide([5], Decision.REJECT, reason="wrong topic")
    annotations.decide([6], Decision.ACCEPT)
    annotations.decide([8], Decision.MAYBE)
    annotations.save_view("State space", "tag:method is:unread", key="1")
    with library.reader() as reader:
        text = reader.entry(1).paper.abstract
    start = text.index("relative position")
    annotations.highlight(1, start, start + 60, text=text, comment="the claim", tags=["claim"])
    annotations.highlight(1, start + 40, start + 90, text=text, colour="blue")
    annotations.write_note(
        1,
        "## Why it matters\n\nCompare with **Mamba-2** and [[2403.13043|Scaling]]:\n\n"
        "- same *SSD* form\n- `cross-domain` experts",
        created="2026-11-20T12:00:00.000Z",
    )


def config_of(look: str = "ink") -> Config:
    """Return a configuration with a theme, or in ASCII; without motion, which would make snapshots depend on time."""
    return Config(read_after=0, theme="ink" if look == "ascii" else look, ascii=look == "ascii", reduced_motion=True)


SIZES = [(40, 20), (80, 24), (120, 40), (200, 60)]


@pytest.mark.parametrize("look", ["ink", "paper", "contrast", "ascii"])
@pytest.mark.parametrize("size", SIZES)
def test_the_main_screen(library: Library, snap_compare: Compare, look: str, size: tuple[int, int]) -> None:
    annotated(library)
    assert snap_compare(PaperReader(library, config_of(look)), terminal_size=size, run_before=settled)


@pytest.mark.parametrize("look", ["ink", "paper", "contrast", "ascii"])
@pytest.mark.parametrize("size", SIZES)
def test_selecting_in_the_abstract(library: Library, snap_compare: Compare, look: str, size: tuple[int, int]) -> None:
    annotated(library)

    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await press(pilot, "enter", ")", "v", "w", "w", "w")

    assert snap_compare(PaperReader(library, config_of(look)), terminal_size=size, run_before=before)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("help", ["question_mark"]),
        ("tags", ["t"]),
        ("note", ["e"]),
        ("export", ["w", "down"]),  # JSON has ids, which are made anew
        ("search", ["slash", *"selctive stat"]),
        ("sidebar", ["h"]),
        ("reading", ["enter"]),
        ("focus", ["_"]),
        ("reasons", ["X"]),
        ("menu", ["M"]),
        ("highlights", ["g", "h"]),
        ("tour", ["g", "question_mark"]),
        ("lines", ["+", "j"]),
    ],
)
@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
def test_what_opens_over_it(
    library: Library, snap_compare: Compare, name: str, keys: list[str], size: tuple[int, int]
) -> None:
    annotated(library)

    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)

    assert snap_compare(PaperReader(library, config_of()), terminal_size=size, run_before=before), name


@pytest.mark.parametrize("look", ["ink", "paper", "ascii"])
@pytest.mark.parametrize("size", [(40, 20), (80, 24), (120, 40)])
def test_what_is_about_to_come_in(
    empty_library: Library, snap_compare: Compare, tmp_path: Path, look: str, size: tuple[int, int]
) -> None:
    box = tmp_path / "box"
    box.mkdir()
    (box / "fused.txt").write_text(FUSED.replace("Mar 2\n", "Mar 2, 2024\n"))
    (box / "refs.bib").write_text(PRINTED + "@article{b, title={Broken\n")
    (box / "shopping.txt").write_text("milk\neggs\n")

    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        pilot.app.push_screen(PreviewScreen("box", lambda: texts_in(box)))
        await settled(pilot)
        await press(pilot, "less_than_sign")

    assert snap_compare(PaperReader(empty_library, config_of(look)), terminal_size=size, run_before=before)


def test_the_smallest_terminal(library: Library, snap_compare: Compare) -> None:
    assert snap_compare(PaperReader(library, config_of()), terminal_size=(40, 12), run_before=settled)


async def test_with_ascii_signs_nothing_of_ours_is_anything_else(library: Library) -> None:
    annotated(library)
    for size in SIZES:
        async with opened(library, size, config=config_of("ascii")) as pilot:
            for keys in (
                ["X", "escape"],
                ["enter", "V", "escape"],
                ["escape", "?", "escape"],
                ["t", "escape"],
                ["g", "h"],
            ):
                await press(pilot, *keys[:-1])
                assert _plain(app_of(pilot)).isascii()
                await press(pilot, keys[-1])


def test_the_first_start(empty_library: Library, snap_compare: Compare) -> None:
    assert snap_compare(PaperReader(empty_library, config_of()), terminal_size=(80, 24), run_before=settled)


async def test_what_is_shown_has_room_even_if_it_was_laid_out_between_two_changes_of_it(library: Library) -> None:
    async with on_stage(library, lambda _: PreviewScreen("nothing", tuple)) as (pilot, app):
        screen = app.screen
        says, beside = screen.query_one("#says", Static), screen.query_one(".dialogue-title", Static)
        says.update("one")
        beside.refresh(layout=True)
        beside._check_refresh()  # runs first, as can happen on a busy machine
        screen._refresh_layout()
        says.update("one\ntwo\nthree")
        await settled(pilot)
        assert says.size.height == 3


async def test_text_from_outside_is_shown_as_harmless_text(empty_library: Library) -> None:
    records = [
        Record(Paper(title=text, title_from=TitleFrom.PRINTED, abstract=f"{text}. {number}"), number)
        for number, text in enumerate(_HOSTILE, 1)
    ]
    empty_library.add(records, file="[bold]evil[/bold]\x1b[2J.txt", format="json")
    empty_library.annotations.tag([1], add=["[red]tag[/red]"])
    async with opened(empty_library) as pilot:
        for _ in _HOSTILE:
            screen = _plain(app_of(pilot))
            assert not set(screen) & {"\x1b", "\x07", "\x9b", "\u202e", "\u2066"}
            await press(pilot, "j")
        await press(pilot, "g", "g")
        assert shown(pilot).startswith("A [bold]bold[/bold] claim [/b]")
        assert "#[red]tag[/red]" in shown(pilot)
        for keys in (["t", "escape"], ["e", "escape"], ["w", "escape"], ["h", "j", "j", "j", "j", "j", "enter"]):
            await press(pilot, *keys)
        await pilot.click("#list", offset=(10, 2))
        await pilot.click("#reader", offset=(10, 2))
        assert pilot.app.is_running


def _plain(app: PaperReader) -> str:
    """Return the text on the screen."""
    console = Console(file=io.StringIO(), force_terminal=False, width=app.size.width, color_system=None)
    console.print(app.screen._compositor)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


async def test_the_mouse_works_too(library: Library) -> None:
    async with opened(library) as pilot:
        await pilot.click("#list", offset=(10, 5))
        await settled(pilot)
        assert papers(pilot).cursor == 2
        await pilot.click("#list", offset=(10, 7), times=2)
        await settled(pilot)
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "reader"
        await pilot.click("#sidebar", offset=(5, 2))
        await settled(pilot)
        assert pilot.app.focused.id == "list"
        assert "Unread" in _plain(app_of(pilot))


async def test_there_are_at_least_six_themes_with_a_light_and_a_high_contrast_one(library: Library) -> None:
    async with opened(library) as pilot:
        assert len(pilot.app.available_themes) >= 6
        assert {theme.name for theme in THEMES} == {"ink", "paper", "contrast"}
        assert {theme.name for theme in THEMES} <= pilot.app.available_themes.keys()
        assert any(not theme.dark for theme in THEMES)


async def test_every_theme_paints(library: Library) -> None:
    async with opened(library) as pilot:
        for name in pilot.app.available_themes:
            pilot.app.theme = name
            await pilot.pause()
            assert "Cheems" in _plain(app_of(pilot))


async def test_the_theme_is_remembered(library: Library, tmp_path: Path) -> None:
    remembers = tmp_path / "state" / "state.json"
    app = PaperReader(library, Config(remembers=remembers, tour_shown=True))
    async with app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+t")
        chosen = app.theme
        assert chosen != "ink"
    assert chosen in remembers.read_text()


async def test_whoever_is_new_begins_with_any_key_that_the_first_page_names(
    empty_library: Library, tmp_path: Path
) -> None:
    app = PaperReader(empty_library, Config(remembers=tmp_path / "state" / "state.json"))
    async with app.run_test() as pilot:
        await settled(pilot)
        await until(pilot, lambda: "There are no papers here yet" in _plain(app))
        await press(pilot, "S")
        assert "There are no papers here yet" not in _plain(app)
        assert "1 / 182" in _plain(app)
        await press(pilot, "g", "question_mark")
        assert "Welcome to paperreader" in _plain(app)
        await press(pilot, "escape")
        assert app.screen is app.main


async def test_no_color_is_respected(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(library) as pilot:
        svg = pilot.app.export_screenshot()
        colours = re.findall(r"<rect fill=\"#(..)(..)(..)\"|-r\d+ \{ fill: #(..)(..)(..)", svg)
        assert len(colours) > 50
        for parts in colours:
            drawn = {part.lower() for part in parts if part}
            assert len(drawn) == 1 or drawn == {"c5", "c8", "c6"}, parts  # the terminal's own grey is the picture's


async def test_the_palette_finds_a_command_by_its_name(library: Library) -> None:
    async with opened(library) as pilot:
        await press(pilot, ":")
        await pilot.press(*"star, or")
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).highlighted is not None)
        await pilot.press("enter")
        await until(pilot, lambda: app_of(pilot).reader.entry(1).starred)


async def test_the_help_lists_every_command(library: Library) -> None:
    from paperreader.tui import COMMANDS
    from paperreader.tui.core.commands import shown as written

    async with opened(library, (140, 260)) as pilot:
        await press(pilot, "?")
        assert isinstance(pilot.app.screen, HelpScreen)
        screen = " ".join(_plain(app_of(pilot)).split())
        for command in COMMANDS:
            assert command.title in screen, command.id
            assert written(command.keys[0]) in screen
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, HelpScreen)


async def test_a_library_that_is_damaged_while_it_is_read_is_said_and_nothing_falls_over(library: Library) -> None:
    async with opened(library) as pilot:
        with library.path.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * (library.path.stat().st_size - 8192))
        await press(pilot, "G", "enter", "escape", "s", "/", "x", "escape", "h", "j", "j", "ctrl+l")
        assert pilot.app.is_running
