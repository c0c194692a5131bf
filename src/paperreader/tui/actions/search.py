"""Searching as you type: what keys do in the search line, and what is said of what was found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from paperreader.library.database.connection import LibraryError
from paperreader.tui.core.text import plain, safe
from paperreader.tui.widgets.footer import Footer
from paperreader.tui.widgets.search_bar import Offer, SearchBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from paperreader.tui.main.main_screen import MainScreen

_SAMPLED: Final = 200
"""Papers of the list whose authors, venues, categories and years are offered: no more, for nobody is to wait."""


class Searching:
    """The search line of the main screen, from its opening to its end."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._line = screen.query_one(SearchBar)
        self._offer = screen.query_one(Offer)

    def open(self) -> None:
        """Open the line on what was typed last."""
        screen = self._screen
        screen.listing.begin()
        screen.staying.begin()
        screen.add_class("-searching")
        screen.focus_pane(screen.papers)
        self._line.open(screen.listing.now.typed, screen.app.config.searches, self._values)
        self._line.focus()
        self.say()

    def keep(self) -> None:
        """Keep the results."""
        self._screen.listing.keep(self._line.value)
        self._end()

    def leave(self) -> None:
        """Go back to what was listed before."""
        self._screen.listing.leave()
        self._end()

    def press(self, event: events.Key) -> None:
        """Take a key that the line did not use, if it means something."""
        if self._line.press(event):
            return
        if event.key in ("up", "down"):
            self._screen.papers.move(1 if event.key == "down" else -1)
        elif event.key == "escape":
            self.leave()
        elif event.key == "ctrl+r":
            self._choose_earlier()
        elif event.key == "ctrl+s":
            self.keep()
            self._screen.dispatch.run_id("view.save")
        else:
            return
        event.stop()
        event.prevent_default()

    def say(self) -> None:
        """Say how much was found, and what of it: beside the keys, or above them where there is no room."""
        screen, footer = self._screen, self._screen.query_one(Footer)
        found = f"{len(screen.papers.ids):,} found"
        note = safe(screen.listing.note or self._line.help)
        whole = f"{found} · {note}" if note else found
        fits = cell_len(whole) <= footer.size.width
        footer.searching = whole if fits else found
        if self._line.offers or not screen.listing.searching:
            return
        if fits:
            self._offer.hide()
        else:
            self._offer.say(note)

    def _end(self) -> None:
        self._line.close()
        self._screen.remove_class("-searching")
        self._screen.focus_pane(self._screen.papers)
        self._screen.show_heading()
        self._screen.staying.begin()

    def _choose_earlier(self) -> None:
        """Let one of the earlier searches be chosen, the newest first."""
        from paperreader.tui.dialogs.picker import Pick, Picker

        searches = [*reversed(self._screen.app.config.searches)]

        def chosen(one: int | str | None) -> None:
            if one is not None:
                self._line.put(searches[int(one)])

        picks = [Pick(at, plain(safe(one)), one) for at, one in enumerate(searches)]
        nothing = "Nothing was searched for and kept (Enter) yet."
        self._screen.app.push_screen(Picker("Earlier searches", picks, nothing=nothing, doing="search again"), chosen)

    def _values(self, field: str) -> Sequence[str]:
        """What is offered for a field: tags and files of the library, and of the papers that are listed the rest."""
        app = self._screen.app
        try:
            if field == "tag":
                return app.reader.known_tags()
            if field == "source":
                return self._screen.sidebar.files
            rows = app.reader.rows(self._screen.papers.ids[:_SAMPLED])
        except LibraryError:
            return ()
        found = {
            "author": (name for row in rows for name in row.authors),
            "venue": (row.venue for row in rows if row.venue),
            "cat": (name for row in rows for name in row.categories),
        }
        if field == "year":
            return sorted({row.published[:4] for row in rows if row.published}, reverse=True)
        return [name for name, _ in Counter(found.get(field, ())).most_common()]
