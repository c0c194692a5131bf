"""The small screens over the main one: something to read, a question, a choice, exporting, progress, leftovers."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from paperreader.exports import EXPORTS, ending_of
from paperreader.tui.core.glyphs import ASCII
from paperreader.tui.core.text import plain, safe
from paperreader.tui.core.textual_internals import forget_painted_lines
from paperreader.tui.widgets.one_line import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Key
    from textual.geometry import Size

    from paperreader.domain.paper import Leftover
    from paperreader.tui.core.glyphs import Signs
    from paperreader.tui.core.host import Host

_T = TypeVar("_T")

_MOST_LEFTOVERS: Final = 200

_IN_ASCII: Final = {
    "↑↓": "up/down", "←→": "left/right", "↑": "up", "↓": "down", "←": "left", "→": "right",
    "·": "-", "…": "...", "–": "-", "“": '"', "”": '"',
}  # fmt: skip


class Dialogue(ModalScreen[_T]):
    """A panel over the main screen: its looks, and its signs."""

    app: Host

    CSS_PATH = "dialogs.tcss"
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (60, "-wide")]  # noqa: RUF012 - Textual's
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-low"), (22, "-high")]  # noqa: RUF012 - Textual's

    is_looking_up = False
    """What the keys that follow depend on is being looked up: they wait."""
    _closing_later: Sequence[_T | None] = ()
    """The answer, where it could not be given at once."""

    @property
    def signs(self) -> Signs:
        """The signs that the app draws with."""
        return self.app.signs

    def on_mount(self) -> None:
        """Where nothing is to move, no cursor blinks. Textual calls this beside what a dialogue does by itself."""
        for line in self.query(Input):
            line.cursor_blink = not self.app.config.reduced_motion
        for text in self.query(TextArea):
            text.cursor_blink = not self.app.config.reduced_motion

    def dismiss(self, result: _T | None = None) -> AwaitComplete:
        """Close, once. Under another screen it waits until that is closed."""
        if self.app.screen is self:
            return super().dismiss(result)
        self._closing_later = (result,) if self in self.app.screen_stack else ()
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Close, where that was to be done meanwhile."""
        for result in self._closing_later:
            self.dismiss(result)

    def on_unmount(self) -> None:
        """Let go of what was painted."""
        forget_painted_lines()

    def drawn(self, words: str) -> str:
        """Words of our own, such as the keys in a hint, as this terminal can show them."""
        if self.signs is ASCII:
            for sign, letters in _IN_ASCII.items():
                words = words.replace(sign, letters)
        return words

    def hint(self, words: str) -> Static:
        """The line of keys at the lower end."""
        return Static(plain(self.drawn(words)), classes="dialogue-hint", markup=False)


class LineDialogue(Dialogue[_T]):
    """A panel with a line to type in."""

    def __init__(self, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        # Selecting on focus would let the second letter of a burst replace the first.
        self._input = Line(value, placeholder, compact=True, select_on_focus=False)


_AROUND: Final = 6
"""Lines that a dialogue with a text has besides it: its title, its hint, and the space between them."""


class TextScreen(Dialogue[None]):
    """Something to read and scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss"),
        Binding("j,down", "scroll(1)"),
        Binding("k,up", "scroll(-1)"),
        Binding("space,ctrl+f,pagedown,ctrl+d", "page(1)"),
        Binding("ctrl+b,pageup,ctrl+u", "page(-1)"),
        Binding("g,home", "end(-1)"),
        Binding("G,end", "end(1)"),
    ]

    def __init__(
        self, title: str, text: Content | Callable[[int], Content], hint: str = "j k scroll · Esc close"
    ) -> None:
        """Say what is read.

        Args:
            text: as it stands, or what makes it for a width in cells.
            hint: the keys.
        """
        super().__init__()
        self._title, self._content, self._hint = title, text, hint
        self._static = Static(markup=False)
        self._painted_for: tuple[int, Size] | None = None

    def binds(self, key: str) -> bool:
        """Whether a key is one of this page's own."""
        return any(key in one.key.split(",") for one in self.BINDINGS if isinstance(one, Binding))

    def compose(self) -> ComposeResult:
        """The title, the text, the keys."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._title), classes="dialogue-title", markup=False)
            with VerticalScroll(can_focus=False):
                yield self._static
            yield self.hint(self._hint)

    def on_resize(self) -> None:
        """Fit the text to the width there is."""
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """Show the text."""
        width = max(20, self.query_one(VerticalScroll).scrollable_content_region.width)
        if (width, self.size) == self._painted_for:
            return  # what is painted lays the screen out, which says that it was resized
        self._painted_for = (width, self.size)
        content = self._content(width) if callable(self._content) else self._content
        self._static.update(content)
        self.query_one(".dialogue").styles.max_height = min(len(content.wrap(width)) + _AROUND, self.size.height)

    def action_scroll(self, by: int) -> None:
        """Scroll the text by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll the text by pages, less two lines to find the place again."""
        self.action_scroll(by * max(1, self.query_one(VerticalScroll).size.height - 2))

    def action_end(self, by: int) -> None:
        """Go to the beginning or the end."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_to(y=scroll.max_scroll_y if by > 0 else 0, animate=False)


class PassingScreen(TextScreen, inherit_bindings=False):
    """Something to read that came by itself: a key that does not scroll closes it, and does what it always does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss"),
        Binding("j,down", "scroll(1)"),
        Binding("k,up", "scroll(-1)"),
        Binding("space,pagedown", "page(1)"),
        Binding("pageup", "page(-1)"),
    ]

    def __init__(
        self, title: str, text: Content | Callable[[int], Content], hint: str, then: Callable[[Key], None]
    ) -> None:
        """Say what is read.

        Args:
            title: the heading.
            text: as it stands, or what makes it for a width in cells.
            hint: the keys.
            then: does what a key means, when this is closed.
        """
        super().__init__(title, text, hint)
        self._then = then

    def on_key(self, event: Key) -> None:
        """Close, and let the key do what it always does."""
        if self.binds(event.key):
            return
        event.stop()
        event.prevent_default()
        self.dismiss()
        self._then(event)


def leftovers_screen(leftovers: Sequence[tuple[str, Leftover]]) -> TextScreen:
    """What no format could read, word for word: the file's name and the piece, of as many as anyone reads."""
    pieces = Content("\n\n").join(_piece(file, one) for file, one in leftovers[:_MOST_LEFTOVERS])
    count = f"{len(leftovers):,} piece{'s' if len(leftovers) != 1 else ''}"
    title = f"{count} could not be read" if leftovers else "Everything was read"
    return TextScreen(title, pieces)


def _piece(file: str, one: Leftover) -> Content:
    place = plain(f"{Path(safe(file)).name}:{one.line}", "bold")
    return Content.assemble(place, plain(f"  {safe(one.why)}\n", "$muted"), plain(one.text[:500]))


class AskScreen(LineDialogue[str]):
    """Asks for one line. Answers it, or nothing at all on Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", priority=True)]

    def __init__(self, question: str, value: str, hint: str) -> None:
        super().__init__(value)
        self._question, self._hint = question, hint

    def compose(self) -> ComposeResult:
        """The question and the line."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._question), classes="dialogue-title", markup=False)
            yield self._input
            yield self.hint(self._hint)

    def on_mount(self) -> None:
        """Wait for the answer."""
        self._input.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """That is the answer."""
        self.dismiss(event.value.strip())


class ExportScreen(LineDialogue[tuple[str, str]]):
    """Asks for a format and a place. Answers the format's name and the path, `-` for the clipboard.

    The ending that is typed chooses the format, and a format that is chosen changes the ending of another.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", priority=True),
        Binding("down", "move(1)", priority=True),
        Binding("up", "move(-1)", priority=True),
    ]

    _KEYS: ClassVar = "↑↓ format · Enter write · - for the clipboard · Esc leave"

    def __init__(self, about: str, before: tuple[str, str] | None = None, problem: str = "") -> None:
        """Say what is exported.

        Args:
            about: the papers.
            before: an answer that could not be followed, to be put right.
            problem: why not.
        """
        name, place = before or (EXPORTS[0].name, f"papers{EXPORTS[0].extension}")
        super().__init__(place)
        self._about, self._problem = about, problem
        self._chosen = next(at for at, one in enumerate(EXPORTS) if one.name == name)
        self._formats = OptionList(
            *(Option(f"{one.title}  ({one.extension})", id=one.name) for one in EXPORTS), markup=False, compact=True
        )
        self._formats.can_focus = False
        self._replacing = ""

    def compose(self) -> ComposeResult:
        """The formats, and where to."""
        with Vertical(classes="dialogue"):
            yield Static(plain(f"Export {self._about}"), classes="dialogue-title", markup=False)
            yield self._input
            yield self._formats
            yield self.hint(self._problem or self._KEYS)

    def on_mount(self) -> None:
        """Propose the first format."""
        self._formats.highlighted = self._chosen
        self._input.focus()

    def action_move(self, by: int) -> None:
        """Another format, and its extension."""
        at = max(0, min((self._formats.highlighted or 0) + by, len(EXPORTS) - 1))
        self._formats.highlighted = at
        known = ending_of(self._input.value)
        if known is not None:
            stem = self._input.value.rstrip().removesuffix(known[0])
            self._input.value = stem + EXPORTS[at].extension
            self._input.cursor_position = len(self._input.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A format was clicked."""
        self.action_move(event.option_index - (self._formats.highlighted or 0))

    def on_input_changed(self, event: Input.Changed) -> None:
        """An ending that is typed says the format."""
        known = ending_of(event.value)
        if known is not None:
            self._formats.highlighted = EXPORTS.index(known[1])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write it there."""
        place = event.value.strip()
        if os.path.isfile(expanded(place)) and self._replacing != place:  # noqa: PTH113 - of any name, `Path` raises
            self._replacing = place
            words = "There is such a file. Enter again replaces it; Esc leaves it as it is."
            self.query_one(".dialogue-hint", Static).update(words)
        elif place:
            known = ending_of(place)
            export = known[1] if known is not None else EXPORTS[self._formats.highlighted or 0]
            self.dismiss((export.name, place))


def expanded(typed: str) -> Path:
    """A path with the home directory in it, where `~` or `~somebody` names one."""
    with suppress(RuntimeError):
        return Path(typed).expanduser()
    return Path(typed)


class ProgressScreen(Dialogue[None]):
    """Shows how far something long is; Esc asks it to stop, and Q leaves the program, which stops it too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", priority=True),
        Binding("q", "stop"),
        Binding("Q", "app.quit"),
    ]

    def __init__(self, about: str, hint: str = "Esc stops; what is stored stays") -> None:
        super().__init__()
        self._about, self._hint = about, hint
        # Made here: something quick may say how far it is before this screen is there.
        self._progress = Static(plain("…"), id="progress", markup=False)
        self.stopped = False
        """Esc was pressed."""

    def compose(self) -> ComposeResult:
        """What, how far, and how to stop."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._about), classes="dialogue-title", markup=False)
            yield self._progress
            yield self.hint(self._hint)

    def show(self, text: str) -> None:
        """Say how far it is."""
        self._progress.update(plain(text))

    def action_stop(self) -> None:
        """Ask it to stop."""
        self.stopped = self.is_looking_up = True  # what is pressed from now on is for what comes after this
        self.show(self.drawn("stopping …"))
