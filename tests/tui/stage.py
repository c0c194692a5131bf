"""Shows a single screen over the app, for tests of dialogues."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.resources import files
from typing import Any

from rich.console import Console
from textual.pilot import Pilot
from textual.screen import Screen

from paperreader.config import Config
from paperreader.library import Done, Library
from paperreader.tui import PaperReader
from paperreader.tui.dialogs.note_editor import NoteEditor
from tests.tui.conftest import settled


class Stage(PaperReader):
    """An app that records what it is told and what screens return."""

    CSS_PATH = str(files("paperreader.tui.main") / "paperreader.tcss")

    def __init__(self, library: Library, config: Config) -> None:
        super().__init__(library, config)
        self.told: list[str] = []
        self.done: list[Done] = []
        self.answers: list[Any] = []

    def changed(self, done: Done) -> None:
        self.done.append(done)
        super().changed(done)

    def tell(self, words: str, *, error: bool = False) -> None:
        self.told.append(words)
        super().tell(words, error=error)

    def show(self, what: Screen[Any] | NoteEditor) -> None:
        if isinstance(what, NoteEditor):
            self.main.actions.writing.open(lambda: what, self.answers.append)
        else:
            self.push_screen(what, self.answers.append)

    @property
    def text(self) -> str:
        """Return the text of the current screen, without anything below or beside it."""
        console = Console(file=io.StringIO(), force_terminal=False, width=self.size.width, color_system=None)
        console.print(self.screen._compositor)
        assert isinstance(console.file, io.StringIO)
        lines = console.file.getvalue().split("\n")
        region = next((panel.region for panel in self.screen.query(".dialogue")), self.screen.region)
        return "\n".join(line[region.x : region.right] for line in lines[region.y : region.bottom])


@asynccontextmanager
async def on_stage(
    library: Library,
    screen: Callable[[Stage], Screen[Any] | NoteEditor],
    size: tuple[int, int] = (80, 24),
    *,
    config: Config | None = None,
    ascii_only: bool = False,
) -> AsyncIterator[tuple[Pilot[None], Stage]]:
    """Yield a screen, shown and settled."""
    app = Stage(library, replace(config or Config(read_after=0), ascii=ascii_only))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.told.clear()
        app.show(screen(app))
        await settled(pilot)
        yield pilot, app
