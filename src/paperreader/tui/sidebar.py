"""The sidebar: the views of a library, each a query with a name and a count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from paperreader.query import Has, Is, Node, Value
from paperreader.tui.text import plain, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperreader.library.reading import Counts, Import, TagCount

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
UNREAD: Final = View("Unread", Is("unread"))
STARRED: Final = View("Starred", Is("starred"))
NOTED: Final = View("With notes", Has("note"))


def tag_view(name: str) -> View:
    """The papers with a tag."""
    return View(f"#{name}", Value("tag", name))


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
        self.view = ALL

    def show(self, counts: Counts, tags: Sequence[TagCount], imports: Sequence[Import]) -> None:
        """Show the views with their counts; the cursor stays on the view it is on."""
        self._views.clear()
        width = max(10, self.scrollable_content_region.width - 2)
        options = [
            *self._entries(
                width, [(ALL, counts.all), (UNREAD, counts.unread), (STARRED, counts.starred), (NOTED, counts.noted)]
            )
        ]
        if tags:
            options += [_heading("Tags"), *self._entries(width, ((tag_view(t.name), t.papers) for t in tags[:MOST_TAGS]))]
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
            yield Option(Content.assemble(shown, " ", (number, "$text-muted")), id=view.key)


def _heading(title: str) -> Option:
    return Option(Content.styled(f"\n{title}", "bold $text-muted"), disabled=True)


def _base(file: str) -> str:
    return file.replace("\\", "/").rstrip("/").rpartition("/")[2] or file
