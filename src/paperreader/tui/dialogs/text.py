"""Dialogues with a text to read and scroll."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from paperreader.domain import counted
from paperreader.tui.core import plain, safe
from paperreader.tui.dialogs.base import Dialogue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Key
    from textual.geometry import Size

    from paperreader.domain import Leftover
    from paperreader.library import Reader

_MOST_LEFTOVERS: Final = 200

_AROUND: Final = 6
"""Lines of the dialogue besides the text: title, hint, and the space between."""


class TextScreen(Dialogue[None]):
    """A text to read and scroll."""

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
        """Show a text.

        Args:
            title: the heading.
            text: as it is, or a function that makes it for a width in cells.
            hint: the keys.
        """
        super().__init__()
        self._title, self._content, self._hint = title, text, hint
        self._static = Static(markup=False)
        self._painted_for: tuple[int, Size] | None = None

    def binds(self, key: str) -> bool:
        """Whether this screen has a binding for a key."""
        return any(key in one.key.split(",") for one in self.BINDINGS if isinstance(one, Binding))

    def compose(self) -> ComposeResult:
        """The title, the text, the keys."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._title), classes="dialogue-title", markup=False)
            with VerticalScroll(can_focus=False):
                yield self._static
            yield self.hint(self._hint)

    def on_resize(self) -> None:
        """Fit the text to the new width."""
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """Show the text."""
        width = max(20, self.scrolled.scrollable_content_region.width)
        if (width, self.size) == self._painted_for:
            return  # painting lays the screen out, which reports a resize again
        self._painted_for = (width, self.size)
        content = self._content(width) if callable(self._content) else self._content
        self._static.update(content)
        self.query_one(".dialogue").styles.max_height = min(len(content.wrap(width)) + _AROUND, self.size.height)


class PassingScreen(TextScreen, inherit_bindings=False):
    """A text that appeared by itself: any key that does not scroll closes it, and then does what it always does."""

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
        """Show a text.

        Args:
            title: the heading.
            text: as it is, or a function that makes it for a width in cells.
            hint: the keys.
            then: handles the key after this has closed.
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


class LeftoversScreen(TextScreen):
    """The pieces that no format could read, word for word, with their files; only as many as anyone would read."""

    def __init__(self, read: Callable[[Reader], Sequence[tuple[str, Leftover]]]) -> None:
        super().__init__("What could not be read", Content("…"))
        self._read = read

    def on_mount(self) -> None:
        """Read them."""
        self.look_up(self._read, self._have)

    def _have(self, leftovers: Sequence[tuple[str, Leftover]]) -> None:
        count = counted(len(leftovers), "entry", "entries")
        title = f"{count} could not be read" if leftovers else "Everything was read"
        self.query_one(".dialogue-title", Static).update(plain(title))
        self._content = Content("\n\n").join(_piece(file, one) for file, one in leftovers[:_MOST_LEFTOVERS])
        self._painted_for = None
        self.paint()


def _piece(file: str, one: Leftover) -> Content:
    place = plain(f"{Path(safe(file)).name}:{one.line}", "bold")
    return Content.assemble(place, plain(f"  {safe(one.why)}\n", "$muted"), plain(one.text[:500]))
