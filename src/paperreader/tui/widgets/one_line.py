"""A line to type in: what is pasted into it is one line, however many it was."""

from __future__ import annotations

from textual.widgets import Input


def joined(text: str) -> str:
    """Text as one line: where there are several, they are joined by a blank, without what stands at their ends."""
    lines = text.splitlines()
    return " ".join(filter(None, map(str.strip, lines))) if len(lines) > 1 else "".join(lines)


class OneLineInput(Input):
    """An input that puts what was copied in the program on one line; the app does so with what a terminal pastes."""

    def action_paste(self) -> None:
        """Put what was copied at the cursor, or in place of what is selected."""
        self.replace(joined(self.app.clipboard), *self.selection)
