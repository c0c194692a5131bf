"""The PDF of a paper: opening it from this machine or from its address, and attaching a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from paperreader.tui.core import browse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.domain import Entry
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.workspace import Workspace


class PdfActions:
    """Opens and attaches the PDF of the paper under the cursor."""

    def __init__(self, workspace: Workspace, changes: Changes) -> None:
        self._workspace, self._changes = workspace, changes

    def open(self) -> None:
        """Open the PDF: an attached file, one in the folders of the configuration, or the address that is known."""
        entry = self._workspace.entry()
        if entry is None:
            return
        if entry.files or self._workspace.app.config.pdf_folders:
            self._changes.start_aside(self._open(entry))
        else:
            self._browse(entry)

    def attach(self) -> None:
        """Ask for a file, and attach it in place of the one that is attached; an empty path detaches that."""
        entry = self._workspace.entry()
        if entry is not None:
            from paperreader.tui.dialogs import AttachScreen

            self._workspace.app.push_screen(AttachScreen(entry))

    async def _open(self, entry: Entry) -> None:
        import asyncio

        from paperreader.tui.core import NoViewer, show_file

        app = self._workspace.app
        path, missing = await asyncio.to_thread(_local_pdf, entry, app.config.pdf_folders, lambda: app.leaving)
        if path is None and (missing is None or _address(entry)):
            self._browse(entry, f"{missing}; " if missing else "")
            return
        if path is None:
            app.tell(f"{missing}. gp attaches another.", error=True)
            return
        app.tell(f"opening {path.name}")
        try:
            await asyncio.to_thread(show_file, path, app.config.pdf_viewer, lambda: app.leaving)
        except NoViewer as error:
            app.tell(str(error), error=True)

    def _browse(self, entry: Entry, before: str = "") -> None:
        address = _address(entry)
        if address:
            browse(self._workspace.app, address)
            if before:
                self._workspace.app.tell(f"{before}opening {address}")
        else:
            self._workspace.app.tell("No PDF is known: gp attaches one, o opens the paper's page.")


def _address(entry: Entry) -> str | None:
    from paperreader.domain import pdf_link

    return pdf_link(entry)


def _local_pdf(entry: Entry, folders: Sequence[str], stopped: Callable[[], bool]) -> tuple[Path | None, str | None]:
    """The PDF on this machine; and why an attached one is not, if there is one."""
    from paperreader.exchange import NotPdf, check_pdf, find_pdf
    from paperreader.tui.dialogs import expanded

    missing = None
    for name in reversed(entry.files):
        try:
            check_pdf(Path(name))
        except NotPdf as error:
            missing = f"{name}: {error}"
        else:
            return Path(name), None
    found = find_pdf([Path(os.path.abspath(expanded(one))) for one in folders], entry.paper.identifiers, stopped)  # noqa: PTH100 - links are followed when it is opened
    if found is not None:
        try:
            check_pdf(found)
        except NotPdf as error:
            return None, missing or f"{found}: {error}"
    return found, missing if found is None else None
