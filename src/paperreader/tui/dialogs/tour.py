"""The first steps, on less than a screen however small: the most useful keys, how to import lists, where help is."""

from __future__ import annotations

from itertools import zip_longest
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
    (("undo",), "undo, however far back"),
)
"""The first commands to learn, by id, and what they do, in at most 27 cells: 40 columns leave no more room."""

_LISTS: Final = (
    (("import",), "import a file of your own"),
    (("samples",), "load the sample lists"),
)
_MORE: Final = (
    (("help",), "all keys, by what they do"),
    (("palette",), "commands by name"),
    (("pane.next",), "sidebar, list, abstract"),
    (("tour",), "these steps again"),
    (("quit.pane",), "back, or quit"),
)
_WIDE: Final = 72
"""Cells from which there is room for two columns."""
_APART: Final = 2
"""Cells between them."""
_KEYS: Final = 10
"""Cells for keys."""


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
    return TourScreen(
        "Welcome to paperreader", lambda width: _text(commands, width), "Esc begins, and so do these keys"
    )


def _text(commands: Sequence[Command], width: int) -> Content:
    by_id = {command.id: command for command in commands}
    if width < _WIDE:
        return _rows((*_FIRST, _LISTS[0], _MORE[0], _MORE[2]), by_id, width)
    half = (width - _APART) // 2
    first, lists = _rows(_FIRST, by_id, half), _rows((*_LISTS, *_MORE), by_id, half)
    heads = (Content.styled("To begin with", "bold $accent"), Content.styled("Lists of your own; help", "bold $accent"))
    left = [heads[0], *first.split("\n")]
    right = [heads[1], *lists.split("\n"), Content("In a shell: paperreader import FILE")]
    lines = zip_longest(left, right, fillvalue=Content(""))
    return Content("\n").join(one.truncate(half, pad=True) + Content(" " * _APART) + other for one, other in lines)


def _rows(rows: Sequence[tuple[Sequence[str], str]], by_id: dict[str, Command], width: int) -> Content:
    """The first key of each command; commands that the user left without keys are skipped."""
    listed = (
        ([shown(by_id[one].keys[0]) for one in ids if one in by_id and by_id[one].keys], words) for ids, words in rows
    )
    return key_table(((["  ".join(keys)], words, "") for keys, words in listed if keys), width, _KEYS)
