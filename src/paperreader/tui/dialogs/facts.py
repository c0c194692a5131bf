"""Everything about a paper, on one screen: every line can be copied, links opened, fields corrected."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from paperreader.exchange import NotPdf, check_pdf
from paperreader.tui.core import FACTS, NoViewer, browse, copy, plain, safe, show_file
from paperreader.tui.dialogs.base import Dialogue
from paperreader.tui.dialogs.correction import CORRECTABLE, CorrectionScreen
from paperreader.tui.dialogs.fact_lines import fact_groups
from paperreader.tui.dialogs.picker import Pick, Picker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size

    from paperreader.domain import Entry
    from paperreader.library import Done, PaperChange, Provenance, Reader
    from paperreader.tui.dialogs.fact_lines import Fact, FactGroup

_MOST_CHANGES: Final = 200
_INDENT: Final = "  "
_ROOMY: Final = 30
"""Lines of the screen from which on there is an empty one between two groups."""
_TOGETHER: Final = 6
"""Lines of one fact that the cursor takes in one step: a long remark can be read a step at a time."""
_KEYS: Final = "Enter open or edit · C edit · y copy · Esc close"


class FactsScreen(Dialogue[None]):
    """Shows everything about a paper."""

    place = FACTS

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,i", "dismiss"),
        Binding("j,down", "move('cursor_down')"),
        Binding("k,up", "move('cursor_up')"),
        Binding("space,pagedown,ctrl+f,ctrl+d", "move('page_down')"),
        Binding("pageup,ctrl+b,ctrl+u", "move('page_up')"),
        Binding("g,home", "move('first')"),
        Binding("G,end", "move('last')"),
        Binding("enter,l,right", "enter"),
        Binding("C", "correct"),
        Binding("y", "copy"),
        Binding("u", "undo"),
    ]

    def __init__(self, paper: int) -> None:
        super().__init__()
        self._paper = paper
        self._entry: Entry | None = None
        self._groups: list[FactGroup] = []
        self._rows: list[tuple[FactGroup, Fact] | None] = []
        """What each option stands for; `None` for a heading."""
        self._made: list[int] = []
        """The changes that were made here and can be undone."""
        self._painted_for: tuple[int, Size] | None = None
        self._list = OptionList(markup=False, compact=True)
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        """The facts, and the keys."""
        with Vertical(classes="dialogue"):
            yield Static("Everything about this paper", classes="dialogue-title", markup=False)
            yield self._list
            yield self.hint(_KEYS)

    def on_mount(self) -> None:
        """Read them."""
        self.look_up(self._read, self._have)

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self.call_after_refresh(self._paint)

    def on_option_list_option_selected(self) -> None:
        """A click goes to a line; only Enter opens it."""

    # -- what the keys do ------------------------------------------------------------------------------------------

    def action_move(self, how: str) -> None:
        """Go to another line."""
        self._say(_KEYS)
        before = self._list.highlighted
        getattr(self._list, f"action_{how}")()
        at = self._list.highlighted
        if before is not None and at is not None:
            around = (how == "cursor_down" and at < before) or (how == "cursor_up" and at > before)
            self._list.highlighted = at = before if around else at
        if at is not None and self._rows[:at].count(None) == at:  # nothing but its heading is above it
            self._list.scroll_home(animate=False)

    def action_enter(self) -> None:
        """Open the link, or edit the field."""
        row = self._row
        if row is not None and row[1].url:
            browse(self.app, row[1].url)
            self._say(f"opening {row[1].url}")
        elif row is not None and row[1].file:
            self.run_worker(self._show_file(row[1].file), group="pdf")
        else:
            self.action_correct()

    def action_correct(self) -> None:
        """Edit the field under the cursor; on something else, ask which."""
        row, entry = self._row, self._entry
        if entry is None:
            return
        here = next((one for one in CORRECTABLE if row is not None and one.name == row[0].field), None)
        if here is not None:
            self.app.push_screen(CorrectionScreen(entry, here), self._corrected)
            return

        def chosen(name: int | str | None) -> None:
            wanted = next((one for one in CORRECTABLE if one.name == name), None)
            if wanted is not None:
                self.app.push_screen(CorrectionScreen(entry, wanted), self._corrected)

        picks = [Pick(one.name, plain(one.title), one.title.lower()) for one in CORRECTABLE]
        self.app.push_screen(Picker("Edit", picks, doing="edit"), chosen)

    def action_copy(self) -> None:
        """Copy the line."""
        if (row := self._row) is not None:
            copy(self.app, row[1].text, "the line")
            self._say(f"copied {row[1].text}")

    async def action_undo(self) -> None:
        """Undo the last edit that was made here."""
        if not self._made:
            self._say("Nothing was edited here; u in the list undoes what was done before.")
            return
        journal, last = self.app.library.journal, self._made.pop()
        done = await self.app.write(lambda: journal.undo(only=last))
        if done is None:
            self._say("Something else was done in the meantime; nothing was undone.")
        else:
            self.app.turned(done, f"undone: {done.what}")
            self.look_up(self._read, self._have)
            self._say(f"undone: {done.what}")

    # -- how -------------------------------------------------------------------------------------------------------

    @property
    def _row(self) -> tuple[FactGroup, Fact] | None:
        at = self._list.highlighted
        return None if at is None or at >= len(self._rows) else self._rows[at]

    async def _show_file(self, file: str) -> None:
        app = self.app
        self._say(f"opening {file}")
        try:
            await asyncio.to_thread(check_pdf, Path(file))
            await asyncio.to_thread(show_file, Path(file), app.config.pdf_viewer, lambda: app.leaving)
        except NotPdf as error:
            self._say(f"{file}: {error}. gp attaches another.")
        except NoViewer as error:
            self._say(str(error))

    def _corrected(self, done: Done | None) -> None:
        if done is not None and done.change is not None:
            self._made.append(done.change)
            self.look_up(self._read, self._have)
            self._say(f"{done.what} · u undoes it")

    def _read(self, reader: Reader) -> tuple[Entry, Provenance, list[PaperChange]]:
        paper = self._paper
        return reader.entry(paper), reader.sources(paper), reader.paper_changes(paper, _MOST_CHANGES)

    def _have(self, found: tuple[Entry, Provenance, list[PaperChange]]) -> None:
        self._entry, sources, past = found
        self._groups = list(fact_groups(self._entry, sources, past, self.glyphs))
        self._painted_for = None
        self._paint()

    def _paint(self) -> None:
        """Show the facts; the cursor stays where it is."""
        width = max(10, self._list.scrollable_content_region.width)
        if not self._groups or (width, self.size) == self._painted_for:
            return
        self._painted_for, at = (width, self.size), self._list.highlighted
        lines = [line for group in self._groups for line in self._lines(group, width)]
        self._rows = [row for row, _ in lines]
        self._list.clear_options()
        self._list.add_options(Option(content, disabled=row is None) for row, content in lines)
        last = len(lines) - 1
        at = min(1 if at is None else at, last)
        self._list.highlighted = next((one for one in range(at, last + 1) if self._rows[one] is not None), None)

    def _lines(self, group: FactGroup, width: int) -> Iterator[tuple[tuple[FactGroup, Fact] | None, Content]]:
        source = plain(f"  {group.source}", "$muted") if group.source else Content("")
        apart = "\n" if self.size.height >= _ROOMY and group is not self._groups[0] else ""
        yield None, Content.assemble(apart, plain(group.title, "bold $accent"), source)
        for fact in group.facts:
            note = plain(f"  {safe(fact.note)}", "$muted") if fact.note else Content("")
            text = Content.assemble(plain(safe(fact.text)), note)
            lines = [Content.assemble(_INDENT, line) for line in text.wrap(width - len(_INDENT))]
            for start in range(0, len(lines), _TOGETHER):
                yield (group, fact), Content("\n").join(lines[start : start + _TOGETHER])

    def _say(self, words: str) -> None:
        self.query_one(".dialogue-hint", Static).update(plain(self.drawn(words)))
