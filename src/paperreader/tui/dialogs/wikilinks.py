"""A text area that completes links while they are typed: to papers after `[[`, to tags after `[[#`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, TextArea
from textual.widgets.option_list import Option

from paperreader.domain import link_label
from paperreader.library import LibraryError
from paperreader.tui.core import plain, safe, stop_watching_theme
from paperreader.tui.dialogs.tag_completion import matching_tags

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.worker import WorkType

    from paperreader.domain import LinkTitles
    from paperreader.tui.core import Host

_SHOWN: Final = 8
_TARGET: Final = 30
"""Characters of an identifier that is shown next to a title; a uid is longer."""


def unfinished_link(before: str) -> str | None:
    """What is typed of an unfinished link, in a line up to the cursor; `None` if there is none."""
    at = before.rfind("[[")
    typed = before[at + 2 :]
    return typed if at >= 0 and not set(typed) & set("[]|") else None


def wikilink(target: str, label: str = "") -> str:
    """A link as it is written: `[[2403.13043|Short title]]`. The label cannot break out of it, and is cut short."""
    words = link_label(label)
    return f"[[{target}|{words}]]" if words else f"[[{target}]]"


def _line(target: str, label: str) -> Content:
    """How a paper is offered: with its identifier, unless that is one that nobody knows."""
    known = f"{safe(target)}  " if len(target) <= _TARGET else ""
    return Content.assemble(plain(known, "$muted"), plain(safe(label)))


class WikilinkList(OptionList):
    """The list under the text; hidden while no link is being typed."""

    app: Host
    can_focus = False

    def __init__(self) -> None:
        super().__init__(markup=False, compact=True)
        self._asked = 0
        self._links: list[str] = []
        self.display = False

    @property
    def is_open(self) -> bool:
        """Whether something is offered."""
        return bool(self.display)

    @property
    def chosen(self) -> str:
        """The link under the cursor, as it is written."""
        return self._links[self.highlighted or 0]

    def close(self) -> None:
        """Hide, and ignore what is still being looked up."""
        self._asked += 1
        self.display = False

    def move(self, by: int) -> None:
        """Go through the links."""
        self.highlighted = max(0, min((self.highlighted or 0) + by, len(self._links) - 1))

    def offer(self, typed: str) -> None:
        """Look up what `typed` may mean, and show it."""
        self._asked += 1
        # The function itself: a coroutine that is cancelled before it starts causes a warning.
        offer: WorkType[None] = partial(self._offer, self._asked, typed)
        self.run_worker(offer, group="links", exclusive=True)

    async def _offer(self, asked: int, typed: str) -> None:
        from paperreader.library import Interrupted

        try:
            found = await self._tags(typed[1:]) if typed.startswith("#") else await self._papers(typed)
        except (LibraryError, Interrupted):
            found = []  # a note can be written without links
        if asked == self._asked:
            self._links = [written for written, _ in found]
            self.clear_options()
            self.add_options(Option(line) for _, line in found)
            self.highlighted = 0 if found else None
            self.display = bool(found)

    async def _tags(self, typed: str) -> list[tuple[str, Content]]:
        known = await self.app.read(lambda reader: reader.known_tags())
        tags = matching_tags(typed.strip(), known)[:_SHOWN]
        return [(wikilink(f"#{tag}"), plain(safe(f"#{tag}"))) for tag in tags if not set(tag) & set("[]|")]

    async def _papers(self, typed: str) -> list[tuple[str, Content]]:
        found = await self.app.suggest_papers(typed, _SHOWN)
        return [(wikilink(*one), _line(*one)) for one in found if not set(one[0]) & set("[]|")]


class WikilinkArea(Vertical):
    """A text area with a list of links below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", priority=True),
        Binding("up", "move(-1)", priority=True),
        Binding("tab,enter", "take", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.area = TextArea(language=None, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self._links = WikilinkList()
        self.titles: LinkTitles | None = None
        """What stands for uids in this text."""
        self._silenced = False
        """The user closed the list, and it stays closed for this link."""

    def on_unmount(self) -> None:
        """Free the text."""
        stop_watching_theme(self.app, self.area)

    def compose(self) -> ComposeResult:
        """The text and the list."""
        yield self.area
        yield self._links

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the list is closed, its keys belong to the text."""
        return self._links.is_open if action in ("move", "take") else super().check_action(action, parameters)

    def load(self, text: str) -> None:
        """Show another text, with the cursor at its end."""
        self.area.load_text(text)
        self.area.move_cursor(self.area.document.end)

    def close_list(self) -> bool:
        """Close the list for the user. Returns whether it was open."""
        was_open = self._links.is_open
        self._silenced |= was_open
        self._links.close()
        return was_open

    def on_text_area_selection_changed(self) -> None:
        """Offer links while one is being typed."""
        typed = unfinished_link(self._before())
        if typed is None:
            self._silenced = False
            self._links.close()
        elif not self._silenced:
            self._links.offer(typed)

    def on_option_list_option_selected(self) -> None:
        """A link was clicked."""
        self.action_take()

    def action_move(self, by: int) -> None:
        """Go through the links."""
        self._links.move(by)

    def action_take(self) -> None:
        """Replace what was typed with the link under the cursor."""
        row, column = self.area.cursor_location
        start = self._before().rfind("[[")
        end = column + 2 if self.area.document.get_line(row).startswith("]]", column) else column
        link = self._links.chosen
        if start >= 0:
            link = self.titles.shown(link) if self.titles is not None else link
            self.area.replace(link, (row, start), (row, end), maintain_selection_offset=False)
        self._links.close()

    def _before(self) -> str:
        """The current line up to the cursor."""
        row, column = self.area.cursor_location
        return self.area.document.get_line(row)[:column]
