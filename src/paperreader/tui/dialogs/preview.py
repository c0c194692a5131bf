"""The preview of an import: how each text is read and what is in it, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from paperreader.domain import Record
from paperreader.exchange import Preview, preview, previews, rankings
from paperreader.formats import FORMATS, Unreadable
from paperreader.library import ImportOptions
from paperreader.tui.core import plain, safe
from paperreader.tui.dialogs.base import Dialogue
from paperreader.tui.dialogs.picker import Pick, Picker
from paperreader.tui.dialogs.preview_text import PreviewText, is_movable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from paperreader.exchange import Opening
    from paperreader.tui.dialogs.preview_text import PreviewRow

_LOOKED_AT: Final = 200
"""Records of each text that are read and shown."""
_TEXTS: Final = 100
"""Texts of a directory or an archive that are read."""


class PreviewScreen(Dialogue[ImportOptions]):
    """Shows what texts contain. Returns how to import them, or `None` on Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss"),
        Binding("enter", "bring_in", priority=True),
        Binding("j", "move('cursor_down')"),
        Binding("k", "move('cursor_up')"),
        Binding("g", "move('first')"),
        Binding("G", "move('last')"),
        Binding("ctrl+d,ctrl+f", "move('page_down')"),
        Binding("ctrl+u,ctrl+b", "move('page_up')"),
        Binding("J,space", "scroll(1)"),
        Binding("K", "scroll(-1)"),
        Binding("tab", "part(1)", priority=True),
        Binding("shift+tab", "part(-1)", priority=True),
        Binding("greater_than_sign,right", "move_title(1)"),
        Binding("less_than_sign,left", "move_title(-1)"),
        Binding("f", "choose_format"),
    ]

    @dataclass
    class Found(Message):
        """A text was read."""

        at: int
        """Its index among the texts."""
        what: Preview | Unreadable

    @dataclass
    class Ended(Message):
        """All texts were read, or as many as will be."""

        more: bool

    def __init__(self, about: str, texts: Callable[[], Iterable[Opening]]) -> None:
        """Preview some texts.

        Args:
            about: what they are, in a few words.
            texts: returns openers for all of them, from the first, at every call.
        """
        super().__init__()
        self._about, self._texts = about, texts
        self._found: list[Preview | Unreadable] = []
        self._shown = 0
        """The index of the text that is shown."""
        self._rows: list[PreviewRow] = []
        self._reading, self._more = True, False
        self._head = Static(classes="dialogue-title", markup=False)
        self._files = OptionList(id="texts", markup=False, compact=True)
        self._says = Static(id="says", markup=False)
        self._list = OptionList(id="records", markup=False, compact=True)
        self._text = Static(markup=False)

    @cached_property
    def _preview_text(self) -> PreviewText:
        """What was decided so far, and how texts are described."""
        return PreviewText(self.glyphs, self.drawn)

    def compose(self) -> ComposeResult:
        """The texts, what is known about one of them, its records, and the record under the cursor."""
        with Vertical(classes="dialogue"):
            yield self._head
            yield self._files
            yield self._says
            yield self._list
            with VerticalScroll(can_focus=False):
                yield self._text
            yield self.hint("Enter import · < > end of the title · Tab next part · f format · Esc cancel")

    def on_mount(self) -> None:
        """Begin to read."""
        self._list.focus()
        self._say()
        self.run_worker(self._read, thread=True, group="read")

    # -- reading, in a thread --------------------------------------------------------------------------------------

    def _read(self) -> None:
        worker, texts = get_current_worker(), iter(self._texts())
        for at, found in enumerate(previews(islice(texts, _TEXTS), limit=_LOOKED_AT, look=_LOOKED_AT)):
            if worker.is_cancelled:
                return
            self.post_message(self.Found(at, found))
        self.post_message(self.Ended(next(texts, None) is not None))

    def _read_again(self, at: int, options: ImportOptions) -> None:
        worker = get_current_worker()
        try:
            opening = next(islice(self._texts(), at, None))
            found: Preview | Unreadable = preview(opening(), options, limit=_LOOKED_AT, look=_LOOKED_AT)
        except Unreadable as error:
            found = error
        if not worker.is_cancelled:
            self.post_message(self.Found(at, found))

    def on_preview_screen_found(self, message: Found) -> None:
        """Show a text that was read."""
        option = Option(self._preview_text.file_line(message.what))
        if message.at == len(self._found):
            self._found.append(message.what)
            self._files.add_option(option)
        else:
            self._found[message.at] = message.what
            self._files.replace_option_prompt_at_index(message.at, option.prompt)
        self._files.display = len(self._found) > 1
        if self._files.highlighted is None:
            self._files.highlighted = 0
        if message.at == self._shown:
            self._show()
        self._say()

    def on_preview_screen_ended(self, message: Ended) -> None:
        """Show that there are no more."""
        self._reading, self._more = False, message.more
        self._say()

    # -- news ------------------------------------------------------------------------------------------------------

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show another text, or another record of it."""
        if event.option_list is not self._files:
            self._show_text()
        elif event.option_index != self._shown:
            self._shown = event.option_index
            self._show()

    def on_option_list_option_selected(self) -> None:
        """A click shows an item; only Enter imports."""

    def action_bring_in(self) -> None:
        """Import the texts."""
        if any(isinstance(one, Preview) and one.format is not None for one in self._found):
            self.dismiss(self._chosen)
        elif not self._reading:
            self.app.tell("There is nothing to import here.", error=True)

    def action_move(self, action: str) -> None:
        """Move in the list that has the focus."""
        focused = self.focused if isinstance(self.focused, OptionList) else self._list
        getattr(focused, f"action_{action}")()

    def action_scroll(self, by: int) -> None:
        """Scroll the text by a page."""
        self.scrolled.scroll_relative(y=by * max(1, self.scrolled.size.height - 1), animate=False)

    def action_part(self, by: int) -> None:
        """Go to the next part: the texts, the doubtful titles, the other papers, what could not be read."""
        parts = [at + 1 for at, row in enumerate(self._rows) if row is None]
        here = self._list.highlighted or 0
        if self._files.has_focus:
            at = 0 if by > 0 else len(parts) - 1
        else:
            at = sum(part <= here for part in parts) - 1 + by
        if self._files.display and not self._files.has_focus and not 0 <= at < len(parts):
            self._files.focus()
        elif parts:
            self._list.focus()
            self._list.highlighted = parts[at % len(parts)]

    def action_move_title(self, by: int) -> None:
        """Move the end of the title by a word."""
        row = self._row
        if not isinstance(row, Record) or self._list.highlighted is None:
            return
        if not is_movable(row.paper):
            self.app.clear_notifications()  # one is enough, however often the key is pressed
            self.app.notify("The end of a printed title cannot be moved.", markup=False)
            return
        if self._preview_text.move(row.paper, by):
            self._list.replace_option_prompt_at_index(self._list.highlighted, self._preview_text.record_line(row))
            self._show_text()

    def action_choose_format(self) -> None:
        """Ask in which format to read the current text."""
        at = self._shown
        shown = self._found[at] if at < len(self._found) else None
        if not isinstance(shown, Preview):
            return
        sure = dict(shown.others)

        def chosen(name: int | str | None) -> None:
            if name is None:
                return
            self._preview_text.formats.pop(shown.file, None)
            if name:
                self._preview_text.formats[shown.file] = str(name)
            options = self._chosen
            self.run_worker(lambda: self._read_again(at, options), thread=True, group="again", exclusive=True)

        formats = sorted((one for one in FORMATS if one is not shown.format), key=lambda one: -sure.get(one, 0))
        picks = [
            Pick(
                one.name,
                Content.assemble(one.title, (f"  {sure[one]:.0%}" if one in sure else "", "$muted")),
                f"{one.title} {one.name}",
            )
            for one in formats
        ]
        if shown.file in self._preview_text.formats:
            picks.insert(0, Pick("", plain("As recognised by its content"), "as recognised by its content"))
        self.app.push_screen(Picker("Read it as", picks, doing="read it that way"), chosen)

    # -- what is shown ---------------------------------------------------------------------------------------------

    @property
    def _chosen(self) -> ImportOptions:
        """How to import the texts, as far as that is chosen or known."""
        looked_at = (one for one in self._found if isinstance(one, Preview))
        return ImportOptions(
            formats=dict(self._preview_text.formats), rankings=rankings(looked_at), moved=dict(self._preview_text.moved)
        )

    @property
    def _row(self) -> PreviewRow:
        """What the line under the cursor stands for."""
        at = self._list.highlighted
        return None if at is None or at >= len(self._rows) else self._rows[at]

    def _show(self) -> None:
        """Show the current text."""
        found = self._found[self._shown]
        self._says.update(Content("\n").join(self._preview_text.in_words(found)))
        lines = list(self._preview_text.lines(found)) if isinstance(found, Preview) else []
        self._rows = [row for row, _ in lines]
        self._list.clear_options()
        self._list.add_options(Option(line, disabled=row is None) for row, line in lines)
        self._list.highlighted = 1 if lines else None
        self._show_text()

    def _say(self) -> None:
        """Show what is being previewed, and how far that is."""
        several = f" {self.glyphs.dot} {len(self._found):,} texts" if len(self._found) > 1 else ""
        rest = " and more, not shown" if self._more else ""
        reading = f" {self.glyphs.dot} {self.drawn('reading …')}" if self._reading else ""
        self._head.update(plain(f"Import {safe(self._about)}{several}{rest}{reading}"))

    def _show_text(self) -> None:
        """Show the record under the cursor in full; of a title that is too long, its end."""
        row, scroll = self._row, self.scrolled
        above = 0
        if isinstance(row, Record):
            self._text.update(self._preview_text.whole(row))
            title = plain(self._preview_text.parts(row.paper)[0]).wrap(max(1, scroll.scrollable_content_region.width))
            above = max(0, len(title) + 1 - scroll.size.height)
        elif row is not None:
            self._text.update(Content.assemble(plain(f"Line {row.line:,}. {row.why}\n\n", "$muted"), plain(row.text)))
        else:
            self._text.update("")
        scroll.scroll_to(y=above, animate=False)
