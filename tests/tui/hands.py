"""Helpers for tests that play the app: pressing keys, and looking at the screen."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from rich.console import Console
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input, Static

from paperreader.config import Config
from paperreader.domain import Entry
from paperreader.library import Library, Reader
from paperreader.tui import PaperReader
from paperreader.tui.widgets.footer import Footer
from paperreader.tui.widgets.paper_list import PaperList
from paperreader.tui.widgets.reader_pane import ReaderPane
from paperreader.tui.widgets.sidebar import Sidebar
from tests.tui.conftest import app_of, settled


@asynccontextmanager
async def playing(
    library: Library, config: Config | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Pilot[None]]:
    """Yield the app on a library, with a configuration, settled."""
    app = PaperReader(library, config or Config(read_after=0))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


@contextmanager
def looking_into(library: Library) -> Iterator[Reader]:
    """Yield the library as another window reads it."""
    with library.reader() as reader:
        yield reader


def entry_of(library: Library, paper: int) -> Entry:
    """Return a paper as it is stored."""
    with looking_into(library) as reader:
        return reader.entry(paper)


async def hit(pilot: Pilot[None], keys: str) -> None:
    """Press keys, written as in the command table (`g g`, `ctrl+d`), and wait for their effects."""
    await pilot.press(*(_character_to_key(key) if len(key) == 1 else key for key in keys.split(" ")))
    await settled(pilot)


async def look_into_file(pilot: Pilot[None], path: Path | str) -> None:
    """Open the preview of an import."""
    await hit(pilot, "I")
    pilot.app.screen.query_one(Input).value = str(path)
    await hit(pilot, "enter")


async def bring_in_file(pilot: Pilot[None], path: Path) -> None:
    """Import a file."""
    await look_into_file(pilot, path)
    await hit(pilot, "enter")


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Type text into a line, all at once."""
    for one in text:
        send(pilot, "space" if one == " " else one)
    for _ in range(3):
        await settled(pilot)


def send(pilot: Pilot[None], key: str) -> None:
    """Send a key as the terminal does, without waiting for its effects."""
    printed = {"space": " ", "enter": "\r", "tab": "\t", "escape": "\x1b"}
    event = Key(_character_to_key(key) if len(key) == 1 else key, printed.get(key, key if len(key) == 1 else None))
    event.set_sender(pilot.app)
    driver = pilot.app._driver
    assert driver is not None
    driver.send_message(event)


async def put_on(pilot: Pilot[None], paper: int) -> None:
    """Put the cursor on a paper to begin with."""
    assert papers(pilot).go_to(paper)
    await settled(pilot)


def papers(pilot: Pilot[None]) -> PaperList:
    return app_of(pilot).main.query_one(PaperList)


def listed(pilot: Pilot[None]) -> list[int]:
    return list(papers(pilot).ids)


def reader(pilot: Pilot[None]) -> ReaderPane:
    return app_of(pilot).main.query_one(ReaderPane)


def sidebar(pilot: Pilot[None]) -> Sidebar:
    return app_of(pilot).main.query_one(Sidebar)


def views(pilot: Pilot[None]) -> list[str]:
    """Return the lines of the sidebar that are views."""
    return _lines(pilot, facets=False)


def facets(pilot: Pilot[None]) -> list[str]:
    """Return the lines of the sidebar about authors, venues and so on, with their headings."""
    return _lines(pilot, facets=True)


def _lines(pilot: Pilot[None], *, facets: bool) -> list[str]:
    options = sidebar(pilot)
    found = [options.get_option_at_index(at) for at in range(options.option_count)]
    wanted = [one for one in found if not one.disabled and str(one.id).startswith("facet\n") == facets]
    return [" ".join(str(option.prompt).split()) for option in wanted]


def pane(pilot: Pilot[None]) -> str:
    return app_of(pilot).main.pane()


def said(pilot: Pilot[None]) -> str:
    return app_of(pilot).main.query_one(Footer).said


def heading(pilot: Pilot[None]) -> str:
    return str(app_of(pilot).main.query_one("#heading", Static).content)


def shown(pilot: Pilot[None]) -> str:
    """Return the text of the paper's page, with lines joined."""
    page = reader(pilot).page
    return " ".join(page.plain(line).strip() for line in range(len(page))) if page is not None else ""


def screen_of(pilot: Pilot[None]) -> str:
    """Return everything on the screen, including dialogues, as it goes to the terminal."""
    width = pilot.app.size.width
    console = Console(file=io.StringIO(), force_terminal=False, width=width, color_system=None, legacy_windows=False)
    console.print(pilot.app.screen._compositor)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def under_caret(pilot: Pilot[None]) -> str:
    """Return the text from the cursor on."""
    caret = reader(pilot).caret
    return caret.text[caret.place :]


def selected(pilot: Pilot[None]) -> str:
    caret = reader(pilot).caret
    return caret.text[slice(*caret.selection)]


def caret_is_in_sight(pilot: Pilot[None]) -> bool:
    """Whether the line of the cursor is on the screen, and painted there."""
    pane = reader(pilot)
    assert pane.page is not None
    line = pane.page.line_of(pane.caret.place)
    y = line + 1 - int(pane.scroll_y)  # an empty line is above the page
    return 0 <= y < pane.size.height and pane.page.plain(line).strip() in pane.render_line(y).text
