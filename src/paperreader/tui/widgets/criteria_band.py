"""What papers must meet, above the abstract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from paperreader.tui.core import plain, safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperreader.tui.core import View


class CriteriaBand(Static):
    """The criteria of a view, else those of all papers. Hidden until it is turned on."""

    DEFAULT_CSS = """
    CriteriaBand {
        dock: top;
        height: auto;
        max-height: 40%;
        padding: 0 2;
        background: $panel;
        color: $foreground;
        display: none;
    }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.key = ""
        """The key that edits them."""

    def show_for(self, view: View, criteria: Mapping[str, str]) -> None:
        """Show what the papers of a view must meet.

        Args:
            view: what is listed.
            criteria: by the uid of a saved view; under an empty name those of all papers.
        """
        uid = view.saved.uid if view.saved is not None else ""
        body = criteria.get(uid) or criteria.get("")
        whose = view.title if uid and uid in criteria else "all papers"
        head = Content.assemble(("Criteria", "bold $primary"), plain(safe(f"  {whose}"), "$muted"))
        text = plain(body) if body else plain(f"None yet: {self.key} writes them.", "$muted")
        self.update(Content("\n").join([head, *text.split("\n")]) if self.display else "")
