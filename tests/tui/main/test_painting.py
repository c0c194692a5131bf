"""What was written to the terminal, frame by frame, is what a whole new frame would show: no cell is stale."""

from __future__ import annotations

import random
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import pytest
from rich.console import RenderableType
from textual import constants
from textual._compositor import Compositor, LayoutUpdate
from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.events import MouseScrollDown
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static

from paperreader.config import Config
from paperreader.library import Library
from paperreader.tui import COMMANDS, PaperReader
from paperreader.tui.core import paint_changed_lines
from paperreader.tui.widgets.paper_list import PaperList
from paperreader.tui.widgets.reader_pane import ReaderPane
from tests.lengths import LONG
from tests.tui.cells import Cells
from tests.tui.conftest import app_of, settled, until_dealt_with
from tests.tui.hands import send

_ELSEWHERE: Final = {"suspend", "quit", "quit.pane", "note.external", "browse", "browse.pdf"}
"""Commands that leave the program or start others."""
_PATIENCE: Final = 40
"""Times that it is waited for a frame: what is stale stays so."""
_LOOK: Final = 1 if LONG else 8
"""Steps after which the terminal is compared: a cell that is stale mostly stays so."""
_SIZES: Final = [(120, 40), (80, 24), (40, 20), (200, 50)]


class Watched(PaperReader):
    """The app on a terminal whose cells are kept."""

    CSS_PATH = str(files("paperreader.tui.main") / "paperreader.tcss")

    def __init__(self, library: Library, config: Config) -> None:
        super().__init__(library, config)
        self.cells = Cells(0, 0)
        self.whole = self.partial = 0
        """Updates of the whole screen, and of parts."""
        self._displays = False

    @property
    def is_headless(self) -> bool:
        return not self._displays and super().is_headless

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        driver: Any = self._driver
        driver.write = self._written
        self._displays = True
        try:
            super()._display(screen, renderable)
        finally:
            self._displays = False
        if renderable is not None:
            self.whole += isinstance(renderable, LayoutUpdate)
            self.partial += not isinstance(renderable, LayoutUpdate)

    def _written(self, output: str) -> None:
        if not self._displays:  # the shape of the pointer, the clipboard
            return
        width, height = self.size
        if (len(self.cells.rows[0]) if self.cells.rows else 0, len(self.cells.rows)) != (width, height):
            self.cells = Cells(width, height)  # a terminal that is resized shows nothing that can be relied on
        self.cells.write(output)


@asynccontextmanager
async def watched(library: Library, size: tuple[int, int], config: Config | None = None) -> AsyncIterator[Pilot[None]]:
    app = Watched(library, config or Config(read_after=0, reduced_motion=True))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await nothing_stale(pilot, "the start")
        yield pilot


async def nothing_stale(pilot: Pilot[None], after: str) -> None:
    """Compare the terminal with a new frame: of what the widgets have painted, and of all painted anew."""
    app = app_of(pilot)
    assert isinstance(app, Watched)
    for anew in (False, True):
        stale = ["not painted yet"]
        for _ in range(_PATIENCE):  # on a busy machine a frame may still be on its way
            if not _waits(app.screen):
                if anew:
                    for screen in app.screen_stack:
                        _forget(screen)
                stale = _stale(app)
                if not stale:
                    break
            await settled(pilot)
        assert not stale, f"{len(stale)} stale cells ({'anew' if anew else 'painted'}) after {after}: {stale[:4]}"


def _stale(app: Watched) -> list[str]:
    expected = Cells(*app.size)
    frame: Any = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    expected.write(frame.render_segments(app.console))
    return [
        f"({x}, {y}) is {is_!r}, not {meant!r}"
        for y, (shown, rows) in enumerate(zip(app.cells.rows, expected.rows, strict=True))
        for x, (is_, meant) in enumerate(zip(shown, rows, strict=True))
        if is_ != meant
    ]


def _waits(screen: Screen[Any]) -> bool:
    return bool(screen._compositor._dirty_regions or screen._dirty_widgets)


def _forget(screen: Screen[Any]) -> None:
    for widget in screen._compositor.visible_widgets:
        widget._styles_cache.clear()
        widget._dirty_regions.add(widget.outer_size.region)
        if isinstance(widget, PaperList | ReaderPane):
            widget._strips.clear()


async def play(pilot: Pilot[None], actions: Iterable[str]) -> None:
    """Do one thing after another, and see that nothing is stale."""
    done: list[str] = []
    for action in actions:
        await act(pilot, action)
        done.append(action)
        if len(done) == _LOOK:
            await nothing_stale(pilot, ", ".join(done))
            done.clear()
    await nothing_stale(pilot, ", ".join(done))


async def act(pilot: Pilot[None], action: str) -> None:
    """Do what a step of a script says."""
    app = app_of(pilot)
    kind, _, what = action.partition(" ")
    if kind == "size":
        width, _, height = what.partition("x")
        await pilot.resize_terminal(int(width), int(height))
    elif kind in ("click", "hover", "wheel"):
        x, y = (int(share) for share in what.split(","))
        place = (app.size.width * x // 100, app.size.height * y // 100)
        if kind == "wheel":
            await pilot._post_mouse_events([MouseScrollDown], offset=place)
        else:
            await (pilot.click if kind == "click" else pilot.hover)(offset=place)
    elif kind == "notify":
        app.notify("Something long enough to be read twice", markup=False)
    elif kind == "tell":
        app.tell("something went wrong", error=True)
    elif kind == "elsewhere":
        app.library.annotations.star([3], on=not app.reader.entry(3).starred)
        app.main.changes.made_elsewhere()
    else:
        for key in action.split(" "):
            send(pilot, key)
    await until_dealt_with(pilot)


STORY: Final = re.split(
    r"\s{2,}",
    """j  j  k  ctrl+d  ctrl+u  G  g g  J  J  K  a  x  m a  u  ctrl+r  s  r  space  v  j  v  escape  +  j  -  -  j  +
    tab  j  j  space  j  enter  tab  tab  )  )  w  V  j  enter  ] h  1  2  d h  v  w  w  o  escape  l  h  _  J  _  /
    l  o  r  a  enter  n  N  escape  /  x  q  z  escape  escape  ,   t  n e w  enter  escape  j  e  a n o t e
    escape  j  J  J  ?  d e c  escape  escape  j  g r  escape  :  s t a  escape  g ?  escape  T  escape  g  escape
    X  1  g h  escape  g n  escape  g s  escape  W  L  j  ctrl+t  j  ctrl+t  j  ctrl+t  j  notify  j  j  tell  j
    size 80x24  j  h  j  l  enter  )  h  size 40x20  j  h  l  enter  J  size 140x45  j  j  j  click 40,30
    click 70,40  click 10,30  hover 5,50  wheel 40,50  wheel 80,50  j  elsewhere  j  w  escape  j  d d  u  ctrl+l  j
    F  v i e w  escape  f  escape  j""",
)
"""What is done one after another: keys, and what else may happen."""


@pytest.mark.parametrize("size", _SIZES[:3])
async def test_no_cell_is_stale_whatever_is_done(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(tmp_path)  # for what is exported
    async with watched(library, size) as pilot:
        await play(pilot, STORY)
        app = app_of(pilot)
        assert isinstance(app, Watched)
        assert app.partial > app.whole  # else nothing was proved


@pytest.mark.parametrize("seed", range(4))
async def test_no_cell_is_stale_after_anything_at_random(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.chdir(tmp_path)  # for what is exported
    chance = random.Random(seed)
    async with watched(library, chance.choice(_SIZES)) as pilot:
        await play(pilot, (anything(chance) for _ in range(80)))


def anything(chance: random.Random) -> str:
    """Something that a user may do."""
    kind = chance.random()
    if kind < 0.25:
        return chance.choice("j j j k J K tab ) V".split())
    if kind < 0.4:
        return "escape"
    if kind < 0.45:
        return "size {}x{}".format(*chance.choice([*_SIZES, (66, 12), (110, 33), (33, 9)]))
    if kind < 0.52:
        return f"{chance.choice(['click', 'hover', 'wheel'])} {chance.randrange(100)},{chance.randrange(100)}"
    if kind < 0.56:
        return chance.choice(["notify", "tell", "elsewhere"])
    command = chance.choice([one for one in COMMANDS if one.keys and one.id not in _ELSEWHERE])
    return chance.choice(command.keys).replace("*", chance.choice("a1"))


@pytest.mark.parametrize("look", ["16 colours", "no colour", "ascii", "paper"])
async def test_no_cell_is_stale_on_any_terminal(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if look == "16 colours":
        monkeypatch.setattr(constants, "COLOR_SYSTEM", "standard")
    elif look == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    config = Config(
        read_after=0, reduced_motion=True, theme="paper" if look == "paper" else "ink", ascii=look == "ascii"
    )
    async with watched(library, (120, 40), config) as pilot:
        await play(pilot, STORY[:60])


class Layers(App[None]):
    """Widgets over, under and across each other, some of them scrolled, moved or half out of sight."""

    CSS = """
    Screen { layers: base over; }
    #left { width: 30%; border: round red; padding: 1; }
    #right { width: 1fr; height: 12; overflow: auto; }
    #wide { width: 90; height: 30; }
    #note { layer: over; dock: bottom; width: 40; height: 5; offset: 7 -3; border: solid green; }
    #small { layer: over; width: 9; height: 3; offset: 28 4; background: blue 50%; }
    """

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield OptionList(*(f"option {n} 机器学习 e\u0301" for n in range(40)), id="left")
            with VerticalScroll(id="right"):
                yield Static("\n".join(f"{n} 我们提出一种新的稀疏 " * 5 for n in range(30)), id="wide", markup=False)
        yield Static("over what is below", id="note")
        yield Static("机器学习机器学习", id="small")


async def test_the_same_cells_are_written_as_by_textual_itself() -> None:
    chance = random.Random(7)
    app = Layers()
    async with app.run_test(size=(70, 22)) as pilot:
        await pilot.pause()
        paint_changed_lines(app.screen)
        compositor: Any = app.screen._compositor
        widgets: list[Widget] = [*app.screen.query("*")]
        for number in range(400):
            if number % 20 == 0:
                app.query_one("#right").scroll_to(chance.randrange(20), chance.randrange(20), animate=False)
                await pilot.pause()
            dirty = set()
            for widget in chance.sample(widgets, chance.randint(1, 3)):
                region, clip = compositor.visible_widgets.get(widget, (Region(), Region()))
                part = Region(chance.randrange(30), chance.randrange(10), chance.randint(1, 40), chance.randint(1, 5))
                whole = chance.random() < 0.2
                dirty.add(clip.intersection(region if whole else part.translate(region.offset)))
            frames = []
            for painted in (compositor.render_partial_update, lambda: Compositor.render_partial_update(compositor)):
                compositor._dirty_regions = {region for region in dirty if region}
                update = painted()
                assert not compositor._dirty_regions
                cells = Cells(70, 22)
                cells.write("" if update is None else update.render_segments(app.console))
                frames.append(cells.rows)
            assert frames[0] == frames[1], dirty


async def test_a_screen_that_cannot_be_painted_so_is_painted_as_textual_does() -> None:
    screen = Screen[None]()
    del screen._compositor._dirty_regions
    paint_changed_lines(screen)
    assert "render_partial_update" not in vars(screen._compositor)
