"""The criteria of a screening: a few lines of the reader's own for each view, or for all papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.tui.core import safe, shown

if TYPE_CHECKING:
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.sidebar_counts import SidebarCounts
    from paperreader.tui.actions.workspace import Workspace


class CriteriaActions:
    """Shows criteria above the abstract, and edits them."""

    def __init__(self, workspace: Workspace, listing: Listing, changes: Changes, counts: SidebarCounts) -> None:
        self._workspace, self._listing, self._changes, self._counts = workspace, listing, changes, counts

    def turn(self) -> None:
        """Show the criteria, or hide them."""
        band = self._workspace.criteria
        self._show(on=not band.display)
        self._workspace.app.tell(f"criteria {'shown above the abstract' if band.display else 'hidden'}")

    def edit(self) -> None:
        """Edit those of the listed view if it is a saved one, else those of all papers."""
        from paperreader.tui.dialogs import TextEditor

        app, view = self._workspace.app, self._listing.now.view
        uid = view.saved.uid if view.saved is not None else None
        before = self._workspace.sidebar.criteria.get(uid or "", "")

        def done(text: str | None) -> None:
            if text is not None and text.strip() != before:
                self._show(on=True)
                self._changes.make(lambda: app.library.annotations.set_criteria(uid, text))

        whose = f"the view {safe(view.title)}" if uid is not None else "all papers"
        app.push_screen(TextEditor(f"Criteria of {whose}", before), done)

    def _show(self, *, on: bool) -> None:
        band = self._workspace.criteria
        band.display = on
        keys = next((one.keys for one in self._workspace.app.commands if one.id == "criteria.edit"), ())
        band.key = shown(keys[0]) if keys else "the command palette"
        self._counts.show_criteria()
