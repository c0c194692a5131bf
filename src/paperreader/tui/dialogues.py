"""The small screens over the main one: help, a question, exporting, progress, leftovers."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from paperreader.exports import EXPORTS
from paperreader.tui.commands import COMMANDS, EDITOR_KEYS, SEARCH_KEYS, shown
from paperreader.tui.text import plain, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from paperreader.paper import Leftover


_MOST_LEFTOVERS: Final = 200


class TextScreen(ModalScreen[None]):
    """Something to read and scroll."""

    CSS_PATH = "dialogues.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss"),
        Binding("j,down", "scroll(1)"),
        Binding("k,up", "scroll(-1)"),
        Binding("space,ctrl+f,pagedown,ctrl+d", "scroll(10)"),
        Binding("ctrl+b,pageup,ctrl+u", "scroll(-10)"),
    ]

    def __init__(self, title: str, text: Content, hint: str = "j k scroll · Esc close") -> None:
        super().__init__()
        self._title, self._content, self._hint = title, text, hint

    def compose(self) -> ComposeResult:
        """The title, the text, the keys."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._title), classes="dialogue-title", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(self._content, markup=False)
            yield Static(plain(self._hint), classes="dialogue-hint", markup=False)

    def action_scroll(self, by: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def help_screen() -> TextScreen:
    """Every key, from the one table of commands."""
    hint = "j k scroll · Esc close · : finds a command by its name"
    return TextScreen("Keys", Content("\n").join(_help_lines()), hint)


def leftovers_screen(leftovers: Sequence[tuple[str, Leftover]]) -> TextScreen:
    """What no format could read, word for word: the file's name and the piece, of as many as anyone reads."""
    pieces = Content("\n\n").join(_piece(file, one) for file, one in leftovers[:_MOST_LEFTOVERS])
    count = f"{len(leftovers):,} piece{'s' if len(leftovers) != 1 else ''}"
    title = f"{count} could not be read" if leftovers else "Everything was read"
    return TextScreen(title, pieces)


def _piece(file: str, one: Leftover) -> Content:
    place = plain(f"{Path(safe(file)).name}:{one.line}", "bold")
    return Content.assemble(place, plain(f"  {safe(one.why)}\n", "$muted"), plain(one.text[:500]))


def _help_lines() -> Iterable[Content]:
    for group, commands in groupby(COMMANDS, key=lambda command: command.group):
        yield Content.styled(f"\n{group}", "bold $accent")
        for command in commands:
            keys = "  ".join(shown(one) for one in command.keys)
            where = f"  ({command.where[0]})" if len(command.where) == 1 else ""
            yield Content.assemble((f"{keys:<16}", "bold"), command.title, (where, "$muted"))
    for where_, pairs in (("In the search line", SEARCH_KEYS), ("In the note editor", EDITOR_KEYS)):
        yield Content.styled(f"\n{where_}", "bold $accent")
        for key, title in pairs:
            yield Content.assemble((f"{key:<16}", "bold"), title)


class AskScreen(ModalScreen[str]):
    """Asks for one line. Answers it, or nothing at all on Esc."""

    CSS_PATH = "dialogues.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", priority=True)]

    def __init__(self, question: str, value: str, hint: str) -> None:
        super().__init__()
        self._question, self._value, self._hint = question, value, hint

    def compose(self) -> ComposeResult:
        """The question and the line."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._question), classes="dialogue-title", markup=False)
            yield Input(self._value, compact=True)
            yield Static(plain(self._hint), classes="dialogue-hint", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """That is the answer."""
        self.dismiss(event.value.strip())


class ExportScreen(ModalScreen[tuple[str, str]]):
    """Asks for a format and a place. Answers the format's name and the path, `-` for the clipboard."""

    CSS_PATH = "dialogues.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", priority=True),
        Binding("down", "move(1)", priority=True),
        Binding("up", "move(-1)", priority=True),
    ]

    _KEYS: ClassVar = "↑↓ format · Enter write · - for the clipboard · Esc leave"

    def __init__(self, about: str) -> None:
        super().__init__()
        self._about = about
        self._formats = OptionList(
            *(Option(f"{one.title}  ({one.extension})", id=one.name) for one in EXPORTS), markup=False, compact=True
        )
        self._formats.can_focus = False
        self._path = Input(compact=True)
        self._hint = Static(self._KEYS, classes="dialogue-hint", markup=False)
        self._replacing = ""

    def compose(self) -> ComposeResult:
        """The formats, and where to."""
        with Vertical(classes="dialogue"):
            yield Static(plain(f"Export {self._about}"), classes="dialogue-title", markup=False)
            yield self._path
            yield self._formats
            yield self._hint

    def on_mount(self) -> None:
        """Propose the first format."""
        self._formats.highlighted = 0
        self._path.value = f"papers{EXPORTS[0].extension}"
        self._path.focus()

    def action_move(self, by: int) -> None:
        """Another format, and its extension."""
        old = EXPORTS[self._formats.highlighted or 0]
        at = max(0, min((self._formats.highlighted or 0) + by, len(EXPORTS) - 1))
        self._formats.highlighted = at
        if self._path.value.endswith(old.extension):
            self._path.value = self._path.value.removesuffix(old.extension) + EXPORTS[at].extension

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A format was clicked."""
        self.action_move(event.option_index - (self._formats.highlighted or 0))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write it there."""
        place = event.value.strip()
        if Path(place).expanduser().exists() and self._replacing != place:
            self._replacing = place
            self._hint.update("There is such a file. Enter again replaces it; Esc leaves it as it is.")
        elif place:
            self.dismiss((EXPORTS[self._formats.highlighted or 0].name, place))


class ProgressScreen(ModalScreen[None]):
    """Shows how far something long is; Esc asks it to stop."""

    CSS_PATH = "dialogues.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", priority=True)]

    def __init__(self, about: str) -> None:
        super().__init__()
        self._about = about
        self.stopped = False
        """Esc was pressed."""

    def compose(self) -> ComposeResult:
        """What, how far, and how to stop."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._about), classes="dialogue-title", markup=False)
            yield Static("…", id="progress", markup=False)
            yield Static("Esc stops; what is stored stays", classes="dialogue-hint", markup=False)

    def show(self, text: str) -> None:
        """Say how far it is."""
        self.query_one("#progress", Static).update(plain(text))

    def action_stop(self) -> None:
        """Ask it to stop."""
        self.stopped = True
        self.show("stopping …")
