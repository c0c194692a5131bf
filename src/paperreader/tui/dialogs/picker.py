"""Choosing one of many things by typing a part of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from paperreader.domain.paper import fold
from paperreader.tui.core.text import plain
from paperreader.tui.dialogs.base import LineDialogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content
    from textual.worker import WorkType

_SHOWN: Final = 200
"""Things listed at a time; more are found by typing on."""

_AROUND: Final = 9
"""Lines that the dialogue has besides the list."""

_LIKE: Final = 20
"""Things that are merely like what is typed, listed where nothing contains it."""

_COMPARED: Final = 512
"""Characters of a text that are compared where it is not contained: likeness costs more the longer they are."""

_NEAR: Final = 70.0


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to choose."""

    id: int | str
    """The answer. No two have the same."""
    content: Content
    """How it is listed, in one line or several. Text from outside in it is cleaned by whoever makes it."""
    text: str
    """What it is found by."""


class _Index:
    """Finds things by parts of their texts."""

    def __init__(self, items: Sequence[Pick]) -> None:
        self._items = items
        self._texts = [fold(item.text) for item in items]
        self._short = [text[:_COMPARED] for text in self._texts]

    def find(self, typed: str) -> tuple[int, list[Pick]]:
        """How many fit what is typed, and the first of them: the very words, all words, or else like them."""
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
        if not found and len(wanted) > 2:
            found = self._like(wanted)
        return len(found), [self._items[at] for at in found[:_SHOWN]]

    def _like(self, wanted: str) -> list[int]:
        from rapidfuzz import fuzz, process

        found = process.extract(
            wanted[:_COMPARED], self._short, scorer=fuzz.partial_ratio, score_cutoff=_NEAR, limit=_LIKE
        )
        return [at for _, _, at in found]


class Picker(LineDialogue[int | str]):
    """Asks for one of many things. Answers its id, or nothing on Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", priority=True),
        Binding("down,ctrl+n", "move(1)", priority=True),
        Binding("up,ctrl+p", "move(-1)", priority=True),
        Binding("pagedown,ctrl+d,ctrl+f", "move(8)", priority=True),
        Binding("pageup,ctrl+u,ctrl+b", "move(-8)", priority=True),
    ]

    def __init__(
        self, title: str, items: Sequence[Pick], *, nothing: str = "There is nothing yet.", doing: str = "go there"
    ) -> None:
        """Ask.

        Args:
            title: what for, in a few words.
            items: as many as there are; a few hundred are listed at a time.
            nothing: what is said where there are none.
            doing: what Enter does with the one that is chosen.
        """
        super().__init__(placeholder="type to find")
        self._title, self._items, self._nothing, self._doing = title, items, nothing, doing
        self._index: _Index | None = None
        self._offered: list[Pick] = []
        self._found_for: str | None = None
        """What was typed when the list was made; `None` before the first."""
        self._list = OptionList(markup=False, compact=True)
        self._list.can_focus = False
        self._says = Static(markup=False, classes="dialogue-hint")

    def compose(self) -> ComposeResult:
        """The line and what fits it."""
        with Vertical(classes="dialogue"):
            yield Static(plain(self._title), classes="dialogue-title", markup=False)
            yield self._input
            yield self._list
            yield self._says

    def on_mount(self) -> None:
        """List the first ones, in no more room than all of them take."""
        lines = sum(len(item.content.split("\n")) for item in self._items[:_SHOWN])
        self.query_one(".dialogue").styles.max_height = 2 * lines + _AROUND
        self._input.focus()
        self._look()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what fits."""
        event.stop()
        self._look()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose the one under the cursor, as soon as it is known what fits."""
        event.stop()
        self.is_looking_up = True
        self._answer()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """One was clicked."""
        event.stop()
        self.dismiss(self._offered[event.option_index].id)

    def action_move(self, by: int) -> None:
        """Go through what fits."""
        if self._offered:
            at = self._list.highlighted or 0
            self._list.highlighted = max(0, min(at + by, len(self._offered) - 1))

    def _look(self) -> None:
        # The function, not what it returns: a coroutine that is stopped before it began complains.
        find: WorkType[None] = partial(self._find, self._input.value)
        self.run_worker(find, group="find", exclusive=True)

    async def _find(self, typed: str) -> None:
        if self._index is None:
            self._index = await asyncio.to_thread(_Index, self._items)
        count, offered = await asyncio.to_thread(self._index.find, typed)
        if typed != self._input.value:
            return  # somebody typed on; that has its own worker
        self._offered, self._found_for = offered, typed
        self._list.clear_options()
        self._list.add_options([Option(item.content) for item in offered])
        self._list.highlighted = 0 if offered else None
        self._says.update(plain(self.drawn(f"{self._count(count)} · ↑↓ Enter {self._doing} · Esc leave")))
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
