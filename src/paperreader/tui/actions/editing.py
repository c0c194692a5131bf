"""Everything about a paper, and correcting what its sources say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperreader.tui.actions.workspace import Workspace


class EditingActions:
    """Shows and corrects the fields of the paper under the cursor."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def facts(self) -> None:
        """Show everything about the paper."""
        paper = self._workspace.papers.paper
        if paper is not None:
            from paperreader.tui.dialogs import FactsScreen

            self._workspace.app.push_screen(FactsScreen(paper))

    def edit(self, key: str) -> None:
        """Edit the field of a key."""
        from paperreader.tui.dialogs import CORRECTABLE, CorrectionScreen

        what = next((one for one in CORRECTABLE if one.key == key), None)
        if what is None:
            keys = ", ".join(f"{one.key} {one.title.lower()}" for one in CORRECTABLE)
            self._workspace.app.tell(f"This key edits nothing. There are {keys}." if key else "nothing was edited")
            return
        entry = self._workspace.entry()
        if entry is not None:
            self._workspace.app.push_screen(CorrectionScreen(entry, what))

    def choices(self) -> list[tuple[str, str]]:
        """The keys and their fields."""
        from paperreader.tui.dialogs import CORRECTABLE

        return [(one.key, one.title.lower()) for one in CORRECTABLE]
