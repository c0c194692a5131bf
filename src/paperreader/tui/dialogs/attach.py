"""Asks for the PDF of a paper, and attaches it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.containers import Vertical
from textual.widgets import Input, Static

from paperreader.exchange import NotPdf, check_pdf
from paperreader.library import LibraryError
from paperreader.tui.core import plain, safe
from paperreader.tui.dialogs.path import PathScreen, expanded

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from paperreader.domain import Entry

_KEYS: Final = "Tab completes · Enter attaches it; empty: detaches · Esc cancel"


class AttachScreen(PathScreen):
    """Asks for a path and attaches the file. What is no PDF is said here, and what was typed stays."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(f"PDF of {safe(entry.label)}", entry.files[-1] if entry.files else "", _KEYS, "a path")
        self._entry = entry
        self._warning = Static(classes="dialogue-warning", markup=False)

    def compose(self) -> ComposeResult:
        """The question, the line, what is wrong, the keys."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._question), classes="dialogue-title", markup=False)
            yield self._input
            yield self._warning
            yield self.hint(self._hint)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Attach it."""
        event.stop()
        event.prevent_default()  # or `AskScreen` would close it
        typed = event.value.strip()
        path = os.path.abspath(expanded(typed)) if typed else None  # noqa: PTH100 - links stay links
        self.call_later(self._save, path)

    async def _save(self, path: str | None) -> None:
        app, paper = self.app, self._entry.id
        self.is_looking_up = True
        try:
            if path is not None:
                await asyncio.to_thread(check_pdf, Path(path))
            done = await app.written(lambda: app.library.annotations.attach(paper, path))
        except NotPdf as error:
            self._warn(f"{safe(path or '')}: {error}. Nothing was attached.")
            return
        except (LibraryError, OSError) as error:
            self._warn(str(error))
            return
        finally:
            self.is_looking_up = False
            app.wake()
        app.changed(done)
        self.dismiss(None)

    def _warn(self, words: str) -> None:
        self._warning.update(plain(words))
        self._warning.display = True
