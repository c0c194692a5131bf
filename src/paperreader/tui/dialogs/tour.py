"""The first steps, on one screen however small: the panes, the most useful keys, how to import lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content

from paperreader.tui.core import key_name, shown
from paperreader.tui.dialogs.help import key_table
from paperreader.tui.dialogs.text import TextScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Key

    from paperreader.tui.core import Command

_FIRST: Final = (
    (("move.down", "move.up"), "next, previous paper"),
    (("open", "back"), "to its abstract, and back"),
    (("search",), "search as you type"),
    (("tag",), "tags: type, Enter"),
    (("note",), "a note, saved as you type"),
    (("select.text",), "in an abstract: highlight"),
    (("decide.accept", "decide.reject", "decide.maybe"), "accept, reject, maybe"),
    (("star",), "star"),
    (("undo",), "undo, however far back"),
    (("quit.pane",), "back, or quit"),
)
"""The first commands to learn, by id, and what they do, in at most 27 cells: 40 columns leave no more room."""

_LISTS: Final = (
    (("import",), "import a file of your own"),
    (("samples",), "look around in the sample lists"),
)
_MORE: Final = (
    (("help",), "all keys, by what they do"),
    (("palette",), "commands by name"),
    (("tour",), "this page again"),
)


class TourScreen(TextScreen, inherit_bindings=False):
    """The first steps. Pressing one of the keys it names closes it, and the key does what it says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss"),
        Binding("down", "scroll(1)"),
        Binding("up", "scroll(-1)"),
        Binding("pagedown", "page(1)"),
        Binding("pageup", "page(-1)"),
    ]

    def on_key(self, event: Key) -> None:
        """Pass other keys on to the main screen."""
        if self.binds(event.key):
            return
        event.stop()
        self.dismiss()
        self.app.press(key_name(event))


def tour_screen(commands: Sequence[Command]) -> TourScreen:
    """The first steps, with the keys of `commands`."""
    return TourScreen("Welcome to paperreader", lambda width: _text(commands, width), "Esc begin · or any of these")


def _text(commands: Sequence[Command], width: int) -> Content:
    wide = width >= 60
    panes = (
        "Three panes: sidebar (views, tags, imports), list of papers, abstract with\n"
        "your notes. Tab goes to the next; in a narrow terminal, one shows at a time."
        if wide
        else "Panes: sidebar, list, abstract (Tab)"
    )
    by_id = {command.id: command for command in commands}
    parts = [
        Content(panes),
        Content.styled("To begin with", "bold $accent"),
        _rows(_FIRST, by_id, width),
        Content.styled("Your own lists", "bold $accent"),
        _rows(_LISTS, by_id, width),
        *([Content("In a shell:  paperreader import FILE")] if wide else []),
        Content.styled("Help", "bold $accent"),
        _rows(_MORE if wide else _MORE[:2], by_id, width),
    ]
    return Content("\n").join(parts)


def _rows(rows: Sequence[tuple[Sequence[str], str]], by_id: dict[str, Command], width: int) -> Content:
    """The first key of each command; commands that the user left without keys are skipped."""
    listed = (
        ([shown(by_id[one].keys[0]) for one in ids if one in by_id and by_id[one].keys], words) for ids, words in rows
    )
    return key_table(((["  ".join(keys)], words, "") for keys, words in listed if keys), width)
