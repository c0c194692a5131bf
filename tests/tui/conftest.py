"""Fixtures: a library of the sample lists, created once and copied for every test, and the app on it."""

from __future__ import annotations

import asyncio
import gc
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from paperreader.config import Config
from paperreader.exchange import import_files, sample_lists
from paperreader.library import Library
from paperreader.tui import PaperReader
from tests.library.stock import forget
from tests.tui.waiting import FOR_EVER, wait_by_what_is_left_to_do

wait_by_what_is_left_to_do()

_TESTS: Final = count(1)
_RELEASED_AFTER: Final = 50

Open = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture(autouse=True)
def one_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set one time zone, since notes show local time in snapshots."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture(autouse=True)
def apps_are_released() -> Iterator[None]:
    """Let apps be collected now and then: each freezes all there is, itself too, and a worker runs thousands."""
    yield
    if next(_TESTS) % _RELEASED_AFTER == 0:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


@pytest.fixture
def snap_compare(snap_compare: Callable[..., bool]) -> Callable[..., bool]:
    """Compare with a stored snapshot; cursors do not blink, as that depends on the clock."""

    def compare(app: PaperReader, **how: Any) -> bool:
        assert app.config.reduced_motion
        return snap_compare(app, **how)

    return compare


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "library.db"
    with Library(path) as library:
        for _ in import_files(library, sample_lists(), problem=pytest.fail):
            pass
    forget(path)
    return path


@pytest.fixture
def library(sample_library: Path, tmp_path: Path) -> Iterator[Library]:
    path = tmp_path / "library.db"
    shutil.copy(sample_library, path)
    with Library(path) as library:
        yield library


@pytest.fixture
def empty_library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "empty.db") as library:
        yield library


@asynccontextmanager
async def opened(
    library: Library,
    size: tuple[int, int] = (120, 40),
    *,
    read_after: float = 0,
    theme: str = "ink",
    config: Config | None = None,
) -> AsyncIterator[Pilot[None]]:
    """Yield the app on a library, once everything that its start began has ended."""
    app = PaperReader(library, config or Config(read_after=read_after, theme=theme))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait until no worker runs and nothing is left to paint."""
    await pilot.pause()
    async with asyncio.timeout(FOR_EVER):
        while len(pilot.app.workers):
            with suppress(WorkerCancelled):  # a newer count took the place of an older one
                await pilot.app.workers.wait_for_complete()
            await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one by one, and wait for their effects."""
    names = {
        " ": "space",
        "/": "slash",
        "?": "question_mark",
        ":": "colon",
        "-": "minus",
        ".": "full_stop",
        "#": "number_sign",
    }
    for key in keys:
        await pilot.press(names.get(key, key))
        await settled(pilot)


async def until_dealt_with(pilot: Pilot[None]) -> None:
    """Wait until no typed key is waiting any more, and for the effects."""
    await pilot._wait_for_screen()
    async with asyncio.timeout(FOR_EVER):  # otherwise stuck keys would hold up all other tests too
        while not app_of(pilot).turns.idle:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await settled(pilot)


async def burst(pilot: Pilot[None], text: str) -> None:
    """Send keys all at once, as a paste or a fast typist does, without waiting in between."""
    driver = pilot.app._driver
    assert driver is not None
    for one in text:
        event = Key({" ": "space", "/": "slash"}.get(one, one), one)
        event.set_sender(pilot.app)
        driver.send_message(event)
    await until_dealt_with(pilot)


def app_of(pilot: Pilot[None]) -> PaperReader:
    app = pilot.app
    assert isinstance(app, PaperReader)
    return app
