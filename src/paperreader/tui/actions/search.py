"""Searching as you type: the keys of the search line, and the note on its results."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from paperreader.domain import COLOURS
from paperreader.library import LibraryError
from paperreader.tui.core import plain, safe
from paperreader.tui.widgets import query_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.reading_clock import ReadingClock
    from paperreader.tui.actions.workspace import Workspace

_SAMPLED: Final = 200
"""Listed papers whose authors, venues, categories and years are suggested: more would take too long."""


class SearchActions:
    """Opens the search line, takes its keys, and closes it."""

    def __init__(self, workspace: Workspace, listing: Listing, clock: ReadingClock) -> None:
        self._workspace, self._listing, self._clock = workspace, listing, clock
        self._line, self._offer, self._footer = workspace.search_line, workspace.offer, workspace.footer

    def open(self) -> None:
        """Open the search line with the current search in it."""
        workspace = self._workspace
        self._listing.begin()
        self._clock.restart()
        workspace.show_search_line(on=True)
        workspace.focus_pane(workspace.papers)
        self._line.open(self._listing.now.typed, workspace.app.config.searches, self._values)
        self._line.focus()
        self.say()

    def keep(self) -> None:
        """Close the search line and keep the results."""
        self._listing.keep(query_of(self._line.value))
        self._end()

    def leave(self) -> None:
        """Close it and go back to what was listed before."""
        self._listing.leave()
        self._end()

    def press(self, event: events.Key) -> None:
        """Take a key that the search line did not use itself."""
        if self._line.press(event):
            return
        if event.key in ("up", "down"):
            self._workspace.papers.move(1 if event.key == "down" else -1)
        elif event.key == "escape":
            self.leave()
        elif event.key == "ctrl+r":
            self._choose_earlier()
        elif event.key == "ctrl+s":
            self.keep()
            self._workspace.run_id("view.save")
        else:
            return
        event.stop()
        event.prevent_default()

    def say(self) -> None:
        """Show the number of results and the note on them: beside the keys, or above them if there is no room."""
        footer = self._footer
        found = f"{len(self._workspace.papers.ids):,} found"
        note = safe(self._listing.note or self._line.help)
        whole = f"{found} · {note}" if note else found
        fits = cell_len(whole) <= footer.size.width
        footer.searching = whole if fits else found
        if self._line.offers or not self._listing.searching:
            return
        if fits:
            self._offer.hide()
        else:
            self._offer.say(note)

    def _end(self) -> None:
        self._line.close()
        self._workspace.show_search_line(on=False)
        self._workspace.focus_pane(self._workspace.papers)
        self._workspace.show_heading()
        self._clock.restart()

    def _choose_earlier(self) -> None:
        """Choose from the earlier searches, newest first."""
        from paperreader.tui.dialogs import Pick, Picker

        searches = [*reversed(self._workspace.app.config.searches)]

        def chosen(one: int | str | None) -> None:
            if one is not None:
                self._line.put(searches[int(one)])

        picks = [Pick(at, plain(safe(one)), one) for at, one in enumerate(searches)]
        nothing = "No search has been kept (Enter) yet."
        self._workspace.app.push_screen(
            Picker("Earlier searches", picks, nothing=nothing, doing="search again"), chosen
        )

    def _values(self, field: str) -> Sequence[str]:
        """The values to suggest for a field: the library's tags and files, or what the listed papers have."""
        app = self._workspace.app
        try:
            if field == "tag":
                return self._workspace.sidebar.known_tags
            if field == "hl.colour":
                return [*self._workspace.app.config.colour_names.values(), *COLOURS]
            if field == "hl.tag":
                return self._workspace.sidebar.highlight_tags
            if field == "source":
                return self._workspace.sidebar.files
            if field == "key":
                return app.reader.citation_keys(self._workspace.papers.ids[:_SAMPLED])
            rows = app.reader.rows(self._workspace.papers.ids[:_SAMPLED])
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
