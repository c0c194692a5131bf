"""Two papers side by side, to read one against the other and to decide on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from paperreader.domain import OUTCOMES, Decision
from paperreader.library import LibraryError
from paperreader.tui.core import COMPARISON, plain, safe, undoable
from paperreader.tui.dialogs.base import SCROLLING, Dialogue
from paperreader.tui.dialogs.comparison import (
    DIFFERING,
    NAMES,
    SHARED,
    ComparedPapers,
    decision_in_words,
    fields,
    heads,
    layout,
    page,
)
from paperreader.tui.dialogs.shared_words import likeness

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from paperreader.domain import Entry
    from paperreader.library import Done

_KEYS: Final = "j k scroll · ←→ which · a x z decide · u undo · w words · Enter read · Esc"
_ALIKE: Final = 0.5
"""The part of their words from which two abstracts are versions of one text: there the differences matter."""
_KINDS: Final = {DIFFERING: "underlined: what the other lacks", SHARED: "underlined: words that both have"}


class CompareScreen(Dialogue[int]):
    """Shows two papers as two columns. Returns the paper to open, if any."""

    place = COMPARISON

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close"),
        Binding("h,left", "choose(0)"),
        Binding("l,right", "choose(1)"),
        Binding("w", "mark"),
        *(Binding(one.key, f"decide('{one.id}')") for one in OUTCOMES),
        Binding("u", "undo"),
        Binding("enter,o", "open"),
        *SCROLLING,
    ]

    def __init__(self, papers: tuple[int, int]) -> None:
        """Show two papers.

        Args:
            papers: their ids, the left one first.
        """
        super().__init__()
        self._ids = papers
        self._at = 0
        """The one that decisions are about, 0 or 1."""
        self._marking = SHARED
        self._decided = 0
        """How many decisions made here can be undone."""
        self._pair: tuple[Entry, Entry] | None = None
        self._why = Static(id="why", markup=False)
        self._papers = ComparedPapers()
        self._said = Static(id="said", markup=False)

    def compose(self) -> ComposeResult:
        """What is marked, the two papers, what was done, the keys."""
        with Vertical(classes="dialogue"):
            yield Static(plain("Two papers side by side"), classes="dialogue-title", markup=False)
            yield self._why
            yield self._papers
            yield self._said
            yield self.hint(_KEYS)

    def on_mount(self) -> None:
        """Read the papers."""
        if self._read():
            one, other = self._both
            alike = likeness(one.paper.abstract, other.paper.abstract) >= _ALIKE
            self._marking = DIFFERING if alike else SHARED

    def on_resize(self) -> None:
        """Fit the papers to the new width."""
        self.call_after_refresh(self._paint)

    # -- what the keys do ------------------------------------------------------------------------------------------

    def action_close(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)

    def action_open(self) -> None:
        """Read the chosen one."""
        self.dismiss(self._ids[self._at])

    def action_choose(self, which: int) -> None:
        """Choose the paper to decide on."""
        self._at = which
        self._paint()

    def action_mark(self) -> None:
        """Tell apart the words that both have, or those that only one has."""
        self._marking = SHARED if self._marking is DIFFERING else DIFFERING
        self._paint()

    async def action_decide(self, id_: str) -> None:
        """Decide on the chosen paper."""
        decision: Decision | None = next(one.decision for one in OUTCOMES if one.id == id_)
        paper = self._ids[self._at]
        done = await self.app.write(lambda: self.app.library.annotations.decide([paper], decision))
        if done is not None:  # otherwise the reason has been told
            self._decided += done.change is not None
            self.app.changed(done)
            self._show_done(done, undoable(done.what))

    async def action_undo(self) -> None:
        """Undo the last decision made here."""
        if not self._decided:
            self._say("Nothing has been decided here yet; u in the list undoes what was done before.")
            return
        done = await self.app.write(self.app.library.journal.undo)
        if done is not None:
            self._decided -= 1
            self.app.turned(done, f"undone: {done.what}")
            self._show_done(done, f"undone: {done.what}")

    # -- what is seen ----------------------------------------------------------------------------------------------

    @property
    def _both(self) -> tuple[Entry, Entry]:
        """The papers; only if they could be read."""
        if self._pair is None:
            raise LookupError("the papers have not been read")
        return self._pair

    def _read(self) -> bool:
        """Read the papers as they are stored now; close if that fails. Returns whether they are there."""
        reader = self.app.reader
        try:
            self._pair = reader.entry(self._ids[0]), reader.entry(self._ids[1])
        except LibraryError as error:
            self.app.tell(str(error), error=True)
            self.dismiss(None)
            return False
        return True

    def _show_done(self, done: Done, words: str) -> None:
        self._say(words)
        if done.papers and self._read():
            self._paint()

    def _say(self, words: str) -> None:
        self._said.update(plain(safe(words)))

    def _paint(self) -> None:
        if self._pair is None:
            return
        glyphs, shape = self.glyphs, layout(self._papers.room, merging=False)
        one, other = self._pair
        self._why.update(plain(_KINDS[self._marking], "$muted"))
        self._papers.show(
            heads(
                (NAMES[0], NAMES[1]),
                (self._decision(one), self._decision(other)),
                self._at,
                shape,
                glyphs,
            ),
            page(list(fields(self._pair, glyphs)), shape, glyphs, self._marking),
        )

    def _decision(self, entry: Entry) -> str:
        return decision_in_words(entry, self.glyphs) or OUTCOMES[-1].state
