"""Writing papers out while the reader goes on: the progress in the footer, and the key that stops it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Final, TypeVar

from paperreader.tui.core import shown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeAlias

    from paperreader.exports import Export
    from paperreader.library import Reader
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.core import Host, ProgressView

    Write: TypeAlias = Callable[[Reader, Callable[[int], bool]], "_T"]
    """Writes papers out, in the exporting thread: it is given what reads them, and what it tells how many
    are done, which says whether to go on."""
    Say: TypeAlias = Callable[[Awaitable["_T"]], Awaitable[None]]
    """Waits until papers have been written, and says so, or why that failed."""

_T = TypeVar("_T")

_SOON: Final = 0.3
"""Seconds until the progress is shown: what is faster needs none."""
_AGAIN: Final = 0.2
"""Seconds between two looks at the progress."""


class Exporting:
    """Writes papers out in a thread of its own, one export at a time."""

    def __init__(self, workspace: Workspace, changes: Changes) -> None:
        self._workspace, self._changes = workspace, changes
        self._now: _FooterProgress | None = None

    def start(self, count: int, write: Write[_T], say: Say[_T]) -> None:
        """Start to write papers out as they are now: keys may change them meanwhile.

        Args:
            count: how many papers there are.
            write: writes them, in the exporting thread.
            say: says what was done, or why it failed; not that it was stopped.
        """
        if self._now is not None:
            self._workspace.app.tell(f"An export is being written; {self._key} stops it.")
            return
        self._now = _FooterProgress(self._workspace, self._key)
        self._changes.start(self._begin(self._now, count, write, say))

    def stop(self) -> bool:
        """Stop the export, if there is one. Returns whether there is."""
        if self._now is None:
            return False
        self._now.stop()
        return True

    async def _begin(self, view: _FooterProgress, count: int, write: Write[_T], say: Say[_T]) -> None:
        """Hold on to what is stored, which the next keys may change, and write it while they go on."""
        app = self._workspace.app

        def hold() -> Reader:
            reader = app.library.reader()
            reader.keep_state()
            return reader

        try:
            reader = await app.export(hold)
        except BaseException:
            self._now = None
            raise
        over = asyncio.Event()
        self._changes.start_aside(self._write(reader, view, count, write, say, over))
        with contextlib.suppress(TimeoutError):  # what is quickly done is done before the next keys
            await asyncio.wait_for(over.wait(), _SOON)

    async def _write(
        self, reader: Reader, view: _FooterProgress, count: int, write: Write[_T], say: Say[_T], over: asyncio.Event
    ) -> None:
        from paperreader.exchange import ExportStopped

        app, progress = self._workspace.app, progress_of(self._workspace.app, view, count)

        def work() -> _T:
            with reader:
                return write(reader, progress)

        async def written() -> _T:
            try:
                return await app.export(work)
            finally:
                self._now, view.ended = None, True

        try:
            await say(written())
        except ExportStopped:
            app.tell("export stopped; nothing was written")
        finally:
            over.set()

    @property
    def _key(self) -> str:
        """The key that stops an export."""
        return next((shown(one.keys[0]) for one in self._workspace.app.commands if one.id == "clear" and one.keys), "")


class _FooterProgress:
    """Shows in the footer how far an export is."""

    def __init__(self, workspace: Workspace, key: str) -> None:
        self._workspace, self._key = workspace, key
        self._last: str | None = None
        self.stopped = self.ended = False

    def show(self, text: str) -> None:
        """Say how far it is, after what else there is to say."""
        if self.stopped or self.ended or self._last not in (None, self._workspace.footer.said or self._last):
            return
        self._last = f"exporting: {text}" + (f" · {self._key} stops it" if self._key else "")
        self._workspace.app.tell(self._last)

    def stop(self) -> None:
        """Stop at the next paper."""
        self.stopped = True
        self._workspace.app.tell("stopping the export …")


def progress_of(app: Host, view: ProgressView, count: int) -> Callable[[int], bool]:
    """What tells a view how many of some papers are done, from another thread, and says whether to go on."""
    due = time.monotonic() + _SOON

    def progress(done: int) -> bool:
        nonlocal due
        now = time.monotonic()
        if now < due:
            return not (view.stopped or app.leaving)
        due = now + _AGAIN
        return app.progresses(view, f"{done:,} of {count:,} papers")

    return progress


def export_named(name: str) -> Export:
    """A row of the table of exports."""
    from paperreader.exports import EXPORTS

    return next(one for one in EXPORTS if one.name == name)
