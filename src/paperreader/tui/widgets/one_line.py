"""An input of one line, into which several lines can be pasted."""

from __future__ import annotations

from textual.widgets import Input


def joined(text: str) -> str:
    """Text as one line: several lines are stripped and joined by blanks."""
    lines = text.splitlines()
    return " ".join(filter(None, map(str.strip, lines))) if len(lines) > 1 else "".join(lines)


class OneLineInput(Input):
    """An input that pastes the program's own clipboard as one line; the app does so with pastes of the terminal."""

    def action_paste(self) -> None:
        """Paste at the cursor, or over the selection."""
        self.replace(joined(self.app.clipboard), *self.selection)
