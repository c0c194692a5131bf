"""The line that searches as you type: it underlines mistakes, completes, and recalls earlier searches."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final

from rich.highlighter import Highlighter
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Static

from paperreader.tui.core import plain, safe
from paperreader.tui.widgets.one_line import OneLineInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.text import Text
    from textual import events

    from paperreader.query import Choice, Query, Slot

_MIN_NAME: Final = 2
"""Letters that a word needs before it is completed to the name of a field."""


class Offer(Static):
    """A line over the lower edge of the screen: the choices for completing the text, or a message about it."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.display = False

    def choose(self, choices: Sequence[Choice], current: int) -> None:
        """List choices, with the description of the current one, or of all if there is room."""
        width = max(1, self.screen.size.width - 2)
        line = Content("")
        for words in (True, False):
            parts = [_option(one, at == current, words or at == current) for at, one in enumerate(choices)]
            line = Content("  ").join(parts)
            if line.cell_length <= width:
                break
        start = Content("  ").join(parts[:current]).cell_length + 2 if current else 0
        if start + parts[current].cell_length > width:  # the ones before it have been seen
            line = Content("… ") + Content("  ").join(parts[current:])
        self._show(line.truncate(width, ellipsis=True))

    def say(self, words: str) -> None:
        """Show a message, in as many lines as it takes."""
        self._show(plain(safe(words)))

    def hide(self) -> None:
        """Hide: there is nothing to show."""
        self.display = False

    def _show(self, content: Content) -> None:
        self.update(content)
        self.display = True


def _option(choice: Choice, current: bool, with_word: bool) -> Content:  # noqa: FBT001
    name = plain(safe(choice.text), "bold reverse" if current else "bold $accent")
    return name + plain(f" {choice.word}", "$muted") if with_word and choice.word else name


@lru_cache(maxsize=8)
def query_of(text: str) -> Query:
    """The query in the search line, parsed once: for painting its mistakes, for searching, and for keeping it."""
    from paperreader.query import parse

    return parse(text)


class _MistakeHighlighter(Highlighter):
    """Highlights mistakes."""

    def __init__(self, line: SearchBar) -> None:
        self._line = line

    def highlight(self, text: Text) -> None:
        """Colour and underline them."""
        for one in query_of(text.plain).problems:
            if not one.unfinished:
                style = self._line.get_component_rich_style("search-bar--mistake", partial=True)
                text.stylize(style, one.start, one.end)


class _Ghost(Suggester):
    """Shows the rest of the first choice behind the cursor."""

    def __init__(self, line: SearchBar) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._line = line

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text with the first choice, if that begins with what is typed."""
        return self._line.ghost(value)


class SearchBar(OneLineInput):
    """The search line. It shows its choices in an `Offer`, and posts `Offered` when they change."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"search-bar--mistake"}

    class Offered(Message):
        """The choices have changed."""

    def __init__(self, *, id: str, offer: Offer) -> None:  # noqa: A002
        super().__init__(id=id, placeholder="titles, abstracts, tags, notes …", compact=True, select_on_focus=False)
        self.highlighter = _MistakeHighlighter(self)
        self.suggester = _Ghost(self)
        self._offer = offer
        self._is_open = False
        self._values: Callable[[str], Sequence[str]] = lambda _: ()
        self._searches: Sequence[str] = ()
        self._known: dict[str, Sequence[str]] = {}
        self._stem: str | None = None
        """What was typed before an earlier search was recalled."""
        self._back = 0
        self._slot: Slot | None = None
        self._choices: Sequence[Choice] = ()
        self._current = 0
        self._cycling: tuple[str, str] | None = None
        """While going through the choices: the text without any, and with the current one."""
        self._completed = ""
        """The text completed with an only choice: Tab has nothing more to do."""

    def open(self, text: str, searches: Sequence[str], values: Callable[[str], Sequence[str]]) -> None:
        """Begin a search.

        Args:
            text: what the line contains at first.
            searches: the earlier ones, newest last.
            values: returns the values of a field that are worth offering.
        """
        self._searches, self._values = searches, values
        self._known.clear()
        self._stem, self._is_open, self._completed = None, True, ""
        with self.prevent(Input.Changed):
            self.value = text
        self.select_all()  # the next letter replaces it, an arrow key keeps it
        self._look()

    def close(self) -> None:
        """End the search."""
        self._is_open = False
        self._choices, self._slot, self._cycling = (), None, None
        self._offer.hide()

    def put(self, text: str) -> None:
        """Replace the text."""
        self.value = text
        self.action_end()

    # -- completing ----------------------------------------------------------------------------------------------------

    @property
    def offers(self) -> bool:
        """Whether choices are shown."""
        return bool(self._choices) and self._offer.display

    @property
    def help(self) -> str:
        """What the field at the cursor expects, if nothing is typed of it yet and there is nothing to choose."""
        from paperreader.query import FIELDS

        if self._slot is None or not self._slot.field or self._slot.typed or self._choices:
            return ""
        field = FIELDS[self._slot.field]
        return f"{field.name}: {field.wanted or field.help}"

    def ghost(self, value: str) -> str | None:
        """The text completed with the first choice."""
        slot, wanted = self._slot, self._cycling is None and self.cursor_position == len(value)
        if not wanted or slot is None or not self._choices or (not slot.field and len(slot.typed) < _MIN_NAME):
            return None
        from paperreader.query import completed

        text, _ = completed(value, slot, self._choices[0])
        return value + text[len(value) :] if text.lower().startswith(value.lower()) else None

    def complete(self, by: int) -> None:
        """Complete with the first choice, or replace it with the next or the previous one."""
        if self.value == self._completed and self.cursor_at_end:
            return
        if self._cycling is None or self.value != self._cycling[1]:
            self._look()
            self._cycling, self._current = (self.value, self.value), -1 if by > 0 else 0
        slot = self._slot
        if slot is None or not self._choices:
            self._cycling = None
            return
        from paperreader.query import completed

        before = self._cycling[0]
        self._current = (self._current + by) % len(self._choices)
        text, cursor = completed(before, slot, self._choices[self._current])
        self._cycling = (before, text)
        self.value = text
        self.cursor_position = cursor
        if len(self._choices) == 1:
            self._cycling = None
            self._completed = "" if text.endswith(":") else text
            self._look()
        self._show()

    def action_cursor_right(self, select: bool = False) -> None:  # noqa: FBT001, FBT002 - as the base class has it
        """At the end of the text, take the choice that is shown."""
        if self.cursor_at_end and not select and self._cycling is not None:
            self._cycling = None
            self._look()
        elif self.cursor_at_end and not select and self.offers and self._slot is not None and self._slot.field:
            self.complete(1)
            self._cycling = None
            self._look()
        else:
            super().action_cursor_right(select)

    def on_input_changed(self) -> None:
        """The text has changed."""
        self._look_again()

    def watch_selection(self) -> None:
        """The cursor has moved."""
        self._look_again()

    def _look_again(self) -> None:
        if self._cycling is not None and self.value == self._cycling[1]:
            return
        self._cycling = None
        self._look()

    def _look(self) -> None:
        """Look up the choices at the cursor."""
        if not self._is_open:
            return
        from paperreader.query import choices, slot_at

        self._slot = slot_at(self.value, self.cursor_position) if self.selection.is_empty else None
        self._choices = choices(self._slot, self._of) if self._slot is not None else ()
        self._current = 0
        self._show()

    def _of(self, field: str) -> Sequence[str]:
        """The values of a field, read once per search."""
        if field not in self._known:
            self._known[field] = self._values(field)
        return self._known[field]

    def _show(self) -> None:
        in_sight = self._slot is not None and (self._slot.field or self._cycling is not None)
        if self._choices and in_sight:
            self._offer.choose(self._choices, self._current)
        else:
            self._offer.hide()
        self.post_message(self.Offered())

    # -- earlier searches ----------------------------------------------------------------------------------------------

    def call_back(self, by: int) -> None:
        """Go back through earlier searches that begin with what was typed, or forward to it again."""
        if self._stem is None or self.value != self._called(self._stem):
            self._stem, self._back = self.value, 0
        self._back = max(0, min(self._back + by, len(self._like(self._stem))))
        self.put(self._called(self._stem))

    def _called(self, stem: str) -> str:
        return self._like(stem)[self._back - 1] if self._back else stem

    def _like(self, stem: str) -> list[str]:
        """Earlier searches that begin with `stem`, newest first."""
        begun = stem.lower()
        return [one for one in reversed(self._searches) if one.lower().startswith(begun) and one != stem]

    # -- keys ----------------------------------------------------------------------------------------------------------

    def press(self, event: events.Key) -> bool:
        """Handle a key that the input itself does not use. Returns whether it was one."""
        keys: dict[str, Callable[[], None]] = {
            "tab": lambda: self.complete(1),
            "shift+tab": lambda: self.complete(-1),
            "ctrl+p": lambda: self.call_back(1),
            "ctrl+n": lambda: self.call_back(-1),
        }
        if event.key not in keys:
            return False
        keys[event.key]()
        event.stop()
        event.prevent_default()
        return True
