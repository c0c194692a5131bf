"""What all dialogues share: their style, the line of keys at the bottom, and how they close."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from paperreader.tui.core import ASCII, forget_painted_lines, plain
from paperreader.tui.widgets import OneLineInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.worker import WorkType

    from paperreader.library import Reader
    from paperreader.tui.core import Glyphs, Host

_T = TypeVar("_T")
_R = TypeVar("_R")

_IN_ASCII: Final = {
    "↑↓": "up/down", "←→": "left/right", "↑": "up", "↓": "down", "←": "left", "→": "right",
    "·": "-", "…": "...", "–": "-", "“": '"', "”": '"',
}  # fmt: skip


SCROLLING: Final[tuple[BindingType, ...]] = (
    Binding("j,down", "scroll(1)"),
    Binding("k,up", "scroll(-1)"),
    Binding("space,pagedown,ctrl+f,ctrl+d", "page(1)"),
    Binding("pageup,ctrl+b,ctrl+u", "page(-1)"),
    Binding("g,home", "end(-1)"),
    Binding("G,end", "end(1)"),
)
"""The keys of dialogues that scroll."""


def drawn(words: str, glyphs: Glyphs) -> str:
    """Text of our own, such as the keys in a hint, as a terminal with these symbols can show it."""
    if glyphs is ASCII:
        for sign, letters in _IN_ASCII.items():
            words = words.replace(sign, letters)
    return words


class Dialogue(ModalScreen[_T]):
    """A panel over the main screen."""

    app: Host

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "app.help", show=False)]
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (60, "-wide")]  # noqa: RUF012 - Textual's
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-low"), (22, "-high")]  # noqa: RUF012 - Textual's

    place: ClassVar[str] = ""
    """Its name in the help, if it has keys of its own there."""
    is_looking_up = False
    """Something is being looked up that the next keys depend on, so they wait."""
    _closing_later: Sequence[_T | None] = ()
    """The answer, if it could not be returned at once."""

    @property
    def glyphs(self) -> Glyphs:
        """The symbols that the app uses."""
        return self.app.glyphs

    def on_mount(self) -> None:
        """Stop cursors from blinking under reduced motion. Textual calls this besides a subclass's `on_mount`."""
        for line in self.query(Input):
            line.cursor_blink = not self.app.config.reduced_motion
        for text in self.query(TextArea):
            text.cursor_blink = not self.app.config.reduced_motion

    def look_up(self, work: Callable[[Reader], _R], then: Callable[[_R], object]) -> None:
        """Read something aside and show it, or tell why that failed; the next keys wait for it.

        Args:
            work: reads it, in the reading thread.
            then: shows it.
        """
        self.is_looking_up = True
        # The function itself: a coroutine that is cancelled before it starts causes a warning.
        look: WorkType[None] = partial(self._look_up, work, then)
        self.run_worker(look, group="look up")

    async def _look_up(self, work: Callable[[Reader], _R], then: Callable[[_R], object]) -> None:
        try:
            with self.app.telling_failures():
                then(await self.app.read(work))
        finally:
            self.is_looking_up = False
            self.app.wake()

    def dismiss(self, result: _T | None = None) -> AwaitComplete:
        """Close, once. If there is another screen above, wait until that closes."""
        if self.app.screen is self:
            return super().dismiss(result)
        self._closing_later = (result,) if self in self.app.screen_stack else ()
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """Close now, if that had to wait for another screen above this one."""
        for result in self._closing_later:
            self.dismiss(result)

    def on_unmount(self) -> None:
        """Free what was painted."""
        forget_painted_lines()

    @property
    def scrolled(self) -> VerticalScroll:
        """The part that scrolls, in dialogues that have one."""
        return self.query_one(VerticalScroll)

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.scrolled.scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll by pages, with two lines of overlap."""
        self.action_scroll(by * max(1, self.scrolled.size.height - 2))

    def action_end(self, by: int) -> None:
        """Go to the beginning or the end."""
        self.scrolled.scroll_to(y=self.scrolled.max_scroll_y if by > 0 else 0, animate=False)

    def drawn(self, words: str) -> str:
        """Text of our own, such as the keys in a hint, as this terminal can show it."""
        return drawn(words, self.glyphs)

    def hint(self, words: str) -> Static:
        """The line of keys at the bottom."""
        return Static(plain(self.drawn(words)), classes="dialogue-hint", markup=False)


class LineDialogue(Dialogue[_T]):
    """A dialogue with a line to type in."""

    def __init__(self, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        # Selecting on focus would let the second letter of a burst replace the first.
        self._input = OneLineInput(value, placeholder, compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        """Wait for letters."""
        self._input.focus()
