"""The sidebar: the views of a library, each a query with a name and a count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from paperreader.tui.text import plain, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperreader.library.reading import Counts, Import, TagCount
    from paperreader.query import Node

MOST_TAGS: Final = 500
"""Tags shown: an option list measures every line it has. The others are found with `tag:` in the search."""


@dataclass(frozen=True, slots=True)
class View:
    """A named part of the library."""

    title: str
    root: Node | None = None
    """What its papers have in common; `None`: every paper."""

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return f"{self.title}\n{self.root}"


ALL: Final = View("All papers")


class Sidebar(OptionList, can_focus=True):
    """Lists the views. It posts `Chosen` as the cursor moves over them."""

    BINDINGS = []  # noqa: RUF012 - the keys of the base class are commands of ours

    @dataclass
    class Chosen(Message):
        """A view was gone to."""

        view: View

        def can_replace(self, message: Message) -> bool:
            """Only the last view matters when the cursor runs."""
            return isinstance(message, Sidebar.Chosen)

    @dataclass
    class Entered(Message):
        """A view was chosen with the mouse."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, markup=False, compact=True)
        self._views: dict[str, View] = {}
        self._shown: tuple[Counts, Sequence[TagCount], Sequence[Import]] | None = None
        self.view = ALL

    def on_resize(self) -> None:
        """The counts stand at the right edge, wherever that is now."""
        if self._shown is not None:
            self.show(*self._shown)

    def show(self, counts: Counts, tags: Sequence[TagCount], imports: Sequence[Import]) -> None:
        """Show the views with their counts; the cursor stays on the view it is on."""
        self._shown = (counts, tags, imports)
        from paperreader.query import Has, Is, Value  # not before the first paint

        self._views.clear()
        width = max(10, self.scrollable_content_region.width - 2)
        views = [
            (ALL, counts.all),
            (View("Unread", Is("unread")), counts.unread),
            (View("Starred", Is("starred")), counts.starred),
            (View("With notes", Has("note")), counts.noted),
        ]
        options = [*self._entries(width, views)]
        if tags:
            tagged = ((View(f"#{tag.name}", Value("tag", tag.name)), tag.papers) for tag in tags[:MOST_TAGS])
            options += [_heading("Tags"), *self._entries(width, tagged)]
        if imports:
            files = ((View(_base(one.file), Value("source", one.file)), one.papers) for one in imports[:MOST_TAGS])
            options += [_heading("Imports"), *self._entries(width, files)]
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(options)
            if self.view.key in self._views:
                self.highlighted = self.get_option_index(self.view.key)

    def go_to_tags(self) -> None:
        """Put the cursor on the first tag, if there is one."""
        for key in self._views:
            if key.startswith("#"):
                self.highlighted = self.get_option_index(key)
                return

    def move(self, by: int) -> None:
        """Move the cursor over the views, past the headings."""
        step = self.action_cursor_down if by > 0 else self.action_cursor_up
        for _ in range(min(abs(by), self.option_count)):
            at = self.highlighted
            if at is not None and not 0 <= at + (1 if by > 0 else -1) < self.option_count:
                return  # the base class would go round
            step()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The cursor came to a view."""
        event.stop()
        if event.option_id in self._views:
            self.view = self._views[event.option_id]
            self.post_message(self.Chosen(self.view))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A view was clicked."""
        event.stop()
        self.post_message(self.Entered())

    def _entries(self, width: int, views: Iterable[tuple[View, int]]) -> Iterable[Option]:
        for view, count in views:
            if view.key in self._views:
                continue  # a file that was imported twice is one view
            self._views[view.key] = view
            number = f"{count:,}"
            room = width - len(number) - 1
            title = safe(view.title)
            shown = plain(title).truncate(room, ellipsis=True, pad=True)
            yield Option(Content.assemble(shown, " ", (number, "$muted")), id=view.key)


def _heading(title: str) -> Option:
    return Option(Content.styled(f"\n{title}", "bold $muted"), disabled=True)


def _base(file: str) -> str:
    return file.replace("\\", "/").rstrip("/").rpartition("/")[2] or file
