"""Another file in the place of the library: what was open is read on, and a key opens what is there now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from paperreader.library.database.errors import LibraryError
from paperreader.library.store import Library
from paperreader.tui.core.commands import shown

if TYPE_CHECKING:
    from paperreader.tui.main.app import PaperReader


def say_so(app: PaperReader, error: LibraryError) -> None:
    """Say what happened, in a line and, for it says more than fits there, beside it. Keys go where they went."""
    keys = next((one.keys for one in app.commands if one.id == "redraw"), ())
    opens = f"{shown(keys[0])} opens what is there now" if keys else "leave, and start again"
    app.tell(f"Nothing more is saved: {opens}. Notes that are written wait as drafts.", error=True)
    app.notify(str(error), severity="error", markup=False, timeout=15)


async def reopen(app: PaperReader) -> None:
    """Open what is in the place now, and show it; what waited as a draft becomes notes of papers that are there."""
    try:
        library = await asyncio.to_thread(Library, app.library.path, create=False)
        app.turn_to(library)
    except LibraryError as error:
        app.tell(str(error), error=True)
        return
    app.main.refresh_library(from_start=True)
    app.main.show_again()
    app.tell(f"opened {library.path.name}")
    app.recover_drafts()
