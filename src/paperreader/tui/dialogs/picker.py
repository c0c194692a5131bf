"""Choosing one of many items by typing part of its text."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from paperreader.domain import fold
from paperreader.tui.core import plain
from paperreader.tui.dialogs.base import LineDialogue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content
    from textual.worker import WorkType

    from paperreader.library import Reader

_SHOWN: Final = 200
"""Items listed at a time; typing more finds the others."""

_AROUND: Final = 9
"""Lines of the dialogue besides the list."""

_LIKE: Final = 20
"""Items listed at most for being similar, if none contains what is typed."""

_COMPARED: Final = 512
"""Characters of a text that are compared for similarity, which costs more the longer they are."""

_NEAR: Final = 70.0


@dataclass(frozen=True, slots=True)
class Pick:
    """One item to choose."""

    id: int | str
    """The answer; unique among the items."""
    content: Content | Callable[[], Content]
    """How it is listed, on one or more lines, or a function that makes it, if there may be many items. Text from
    outside in it must have been cleaned."""
    text: str
    """What it is found by."""

    @property
    def listed(self) -> Content:
        """How it is listed."""
        return self.content() if callable(self.content) else self.content


class _Index:
    """Finds items by parts of their texts."""

    def __init__(self, items: Sequence[Pick]) -> None:
        self._items = items
        self._texts = [fold(item.text) for item in items]
        self._short = [text[:_COMPARED] for text in self._texts]

    def find(self, typed: str) -> tuple[int, list[Pick]]:
        """The number of matches and the first of them: the exact text, all its words, or else similar texts."""
        wanted = fold(" ".join(typed.split()))
        if not wanted:
            return len(self._items), list(self._items[:_SHOWN])
        words = wanted.split()
        whole, parts = [], []
        for at, text in enumerate(self._texts):
            if wanted in text:
                whole.append(at)
            elif all(word in text for word in words):
                parts.append(at)
        found = [*whole, *parts]
        if not found and len(wanted) > 2 and ":" not in wanted:  # colour:green means no other colour
            found = self._like(wanted)
        return len(found), [self._items[at] for at in found[:_SHOWN]]

    def _like(self, wanted: str) -> list[int]:
        from rapidfuzz import fuzz, process

        found = process.extract(
            wanted[:_COMPARED], self._short, scorer=fuzz.partial_ratio, score_cutoff=_NEAR, limit=_LIKE
        )
        return [at for _, _, at in found]


class Picker(LineDialogue[int | str]):
    """Asks for one of many items. Returns its id, or `None` on Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", priority=True),
        Binding("down,ctrl+n", "move(1)", priority=True),
        Binding("up,ctrl+p", "move(-1)", priority=True),
        Binding("pagedown,ctrl+d,ctrl+f", "move(8)", priority=True),
        Binding("pageup,ctrl+u,ctrl+b", "move(-8)", priority=True),
    ]

    def __init__(
        self,
        title: str,
        items: Sequence[Pick] | Callable[[Reader], Sequence[Pick]],
        *,
        nothing: str = "There is nothing yet.",
        doing: str = "go there",
        finds: str = "type to find",
    ) -> None:
        """Ask.

        Args:
            title: what to choose, in a few words.
            items: all of them, or a function that reads them; a few hundred are listed at a time.
            nothing: what to say if there are none.
            doing: what Enter does with the chosen one.
            finds: what can be typed, in the empty line.
        """
        super().__init__(placeholder=finds)
        self._title, self._source, self._nothing, self._doing = title, items, nothing, doing
        self._items: Sequence[Pick] = ()
        self._index: _Index | None = None
        self._offered: list[Pick] = []
        self._found_for: str | None = None
        """What the list was made for; `None` before there is one."""
        self._list = OptionList(markup=False, compact=True)
        self._list.can_focus = False
        self._says = Static(markup=False, classes="dialogue-hint")

    def compose(self) -> ComposeResult:
        """The line, and the matches."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._title), classes="dialogue-title", markup=False)
            yield self._input
            yield self._list
            yield self._says

    def on_mount(self) -> None:
        """List the first items, as soon as they have been read."""
        if callable(self._source):
            self._says.update(plain(self.drawn("reading …")))
            self.look_up(self._source, self._have)
        else:
            self._have(self._source)

    def _have(self, items: Sequence[Pick]) -> None:
        """List the first items, in no more room than all of them need."""
        self._items = items
        lines = sum(len(item.listed.split("\n")) for item in self._items[:_SHOWN])
        self.query_one(".dialogue").styles.max_height = 2 * lines + _AROUND
        self._look()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the matches."""
        event.stop()
        self._look()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose the item under the cursor, as soon as the matches are known."""
        event.stop()
        self.is_looking_up = True
        self._answer()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """An item was clicked."""
        event.stop()
        self.dismiss(self._offered[event.option_index].id)

    def action_move(self, by: int) -> None:
        """Go through the matches."""
        if self._offered:
            at = self._list.highlighted or 0
            self._list.highlighted = max(0, min(at + by, len(self._offered) - 1))

    def _look(self) -> None:
        # The function itself: a coroutine that is cancelled before it starts causes a warning.
        find: WorkType[None] = partial(self._find, self._input.value)
        self.run_worker(find, group="find", exclusive=True)

    async def _find(self, typed: str) -> None:
        if self._index is None:
            self._index = await asyncio.to_thread(_Index, self._items)
        count, offered = await asyncio.to_thread(self._index.find, typed)
        if typed != self._input.value:
            return  # the text has changed since, and has a worker of its own
        self._offered, self._found_for = offered, typed
        self._list.clear_options()
        self._list.add_options([Option(item.listed) for item in offered])
        self._list.highlighted = 0 if offered else None
        self._says.update(plain(self.drawn(f"{self._count(count)} · ↑↓ Enter {self._doing} · Esc cancel")))
        self._answer()

    def _answer(self) -> None:
        if self.is_looking_up and self._found_for == self._input.value:
            self.is_looking_up = False
            at = self._list.highlighted
            if at is not None:
                self.dismiss(self._offered[at].id)

    def _count(self, found: int) -> str:
        if not self._items:
            return self._nothing
        return f"{found:,} of {len(self._items):,}"
