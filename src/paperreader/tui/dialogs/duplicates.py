"""Possible duplicates: one pair at a time, side by side, to be merged or kept apart."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from paperreader.domain import counted, shortened
from paperreader.identity import KINDS, Kind
from paperreader.library import LibraryError, NoSuchPaper
from paperreader.tui.core import DUPLICATES, plain, safe, undoable
from paperreader.tui.dialogs.base import SCROLLING, Dialogue
from paperreader.tui.dialogs.comparison import NAMES, ComparedPapers, Merge, fields, heads, layout, page
from paperreader.tui.dialogs.progress import ProgressScreen
from paperreader.tui.dialogs.text import TextScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.worker import WorkType

    from paperreader.library import Done, PossibleDuplicate

_EMPTY: Final = Content("")
_NOTHING: Final = (
    "There are no possible duplicates.\n\n"
    "An import merges what is certainly one paper, and asks here about what might be. "
    "To compare all papers in the library with each other, press f: some may have come in before papers were compared."
)
_KEYS: Final = "←→ which is kept · m merge · x keep apart · M X all like this · n later · u undo · Enter read · Esc"
_MOST_SHOWN: Final = 500
_KEYS_OF_NOTHING: Final = "f search the whole library · u undo · Esc back"


class Duplicates(Dialogue[int]):
    """Goes through the possible duplicates, most similar first. Returns the paper to open, if any."""

    place = DUPLICATES

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close"),
        Binding("h,left", "keep(0)"),
        Binding("l,right", "keep(1)"),
        Binding("tab,shift+tab", "keep(-1)", priority=True),
        Binding("m", "merge"),
        Binding("x", "keep_apart"),
        Binding("n,J,right_square_bracket", "turn(1)"),
        Binding("N,K,left_square_bracket", "turn(-1)"),
        Binding("M", "merge_all"),
        Binding("X", "keep_all_apart"),
        Binding("u", "undo"),
        Binding("ctrl+r", "redo"),
        Binding("f", "find"),
        Binding("enter,o", "open"),
        *SCROLLING,
    ]

    def __init__(self, near: int | None = None) -> None:
        """Show the pairs.

        Args:
            near: the paper whose pair comes first, if it is in one.
        """
        super().__init__()
        self._near = near
        self._pairs: list[PossibleDuplicate] = []
        self._at = 0
        self._keep = 0
        """Which of the two would stay, 0 or 1."""
        self._shown = (0, 0)
        """The ids of the two papers."""
        self._known = False
        """The pairs have been read."""
        self._decided = self._undone = 0
        """How many decisions made here can be undone, and redone."""
        self._title = Static(classes="dialogue-title", markup=False)
        self._why = Static(id="why", markup=False)
        self._papers = ComparedPapers()
        self._said = Static(id="said", markup=False)
        self._keys = self.hint("")

    def compose(self) -> ComposeResult:
        """Which pair, why it is one, the two papers, what was done, the keys."""
        with Vertical(classes="dialogue"):
            yield self._title
            yield self._why
            yield self._papers
            yield self._said
            yield self._keys

    def on_mount(self) -> None:
        """Read the pairs."""
        self._read(() if self._near is None else (self._near,))

    def on_resize(self) -> None:
        """Fit the papers to the new width."""
        self.call_after_refresh(self._paint)

    # -- what the keys do ------------------------------------------------------------------------------------------

    def action_close(self) -> None:
        """Back to the list."""
        self.dismiss(None)

    def action_keep(self, which: int) -> None:
        """Choose which paper stays; -1: the other one."""
        self._keep = which if which >= 0 else 1 - self._keep
        self._paint()

    def action_turn(self, by: int) -> None:
        """Go to another pair, leaving this one for later."""
        if 0 <= self._at + by < len(self._pairs):
            self._say("")
            self._go_to(self._at + by)
        elif self._pairs:
            self._say("This is the last pair; those left for later stay here." if by > 0 else "This is the first pair.")

    async def action_merge(self) -> None:
        """Merge the two papers."""
        if self._pairs:
            keep, gone = self._both()
            done = await self.app.write(lambda: self.app.library.corrections.merge(keep, gone))
            if done is not None:
                self.app.merged(gone, keep)
            await self._go_on(done, f"merged paper {gone} into {keep}")

    async def action_keep_apart(self) -> None:
        """Remember that they are two different papers."""
        if self._pairs:
            one, other = self._both()
            done = await self.app.write(lambda: self.app.library.corrections.keep_apart(one, other))
            await self._go_on(done, f"kept papers {one} and {other} apart")

    def action_merge_all(self) -> None:
        """Ask whether to merge all pairs that are here for the same reason as this one."""
        self._ask_about_all("Merge", "is merged into", self.app.library.corrections.merge_all)

    def action_keep_all_apart(self) -> None:
        """Ask whether to keep all of them apart."""
        self._ask_about_all("Keep apart", "is kept apart from", self.app.library.corrections.keep_all_apart)

    async def action_undo(self) -> None:
        """Undo the last decision made here."""
        if self._decided and await self._turn(self.app.library.journal.undo, "undone"):
            self._decided, self._undone = self._decided - 1, self._undone + 1
        elif not self._decided:
            self._say("Nothing has been decided here yet; u in the list undoes what was done before.")

    async def action_redo(self) -> None:
        """Redo it."""
        if self._undone and await self._turn(self.app.library.journal.redo, "redone"):
            self._decided, self._undone = self._decided + 1, self._undone - 1
        elif not self._undone:
            self._say("There is nothing to redo.")

    def action_find(self) -> None:
        """Look for duplicates in the whole library."""
        progress = ProgressScreen("Comparing all papers with each other", "Esc stops; what was found is kept")
        self.app.push_screen(progress)
        self.run_worker(self._find(progress))

    def action_open(self) -> None:
        """Read the paper that stays."""
        if self._pairs:
            self.dismiss(self._both()[0])

    # -- how -------------------------------------------------------------------------------------------------------

    def _both(self) -> tuple[int, int]:
        """The paper that would stay, and the other one."""
        pair = self._pairs[self._at]
        return (pair.one.id, pair.other.id) if self._keep == 0 else (pair.other.id, pair.one.id)

    def _ask_about_all(self, what: str, becomes: str, decide: Callable[[list[tuple[int, int]]], Done]) -> None:
        if not self._pairs:
            return
        kind = self._pairs[self._at].kind
        pairs = [pair for pair in self._pairs if pair.kind == kind]
        every = [(pair.one.id, pair.other.id) for pair in pairs]

        async def go_on() -> None:
            done = await self.app.write(lambda: decide(every))
            if done is not None:
                for keep, gone in every if becomes == "is merged into" else ():
                    self.app.merged(gone, keep)
            await self._go_on(done, done.what if done is not None else "")

        self.app.push_screen(AllOfAKind(what, becomes, pairs, lambda: self.run_worker(go_on())))

    def _read(self, concerned: tuple[int, ...] = ()) -> None:
        self.is_looking_up = True
        load: WorkType[None] = partial(self._load, concerned)
        self.run_worker(load)

    async def _load(self, concerned: tuple[int, ...] = ()) -> None:
        """Read the pairs again, and show the one with most of the `concerned` papers, or else the next one."""
        found = await self.app.aside(self.app.counter.duplicates)
        self.is_looking_up = False
        if found is not None:
            self._pairs, self._known = found, True
        meant = [(pair.one.id in concerned) + (pair.other.id in concerned) for pair in self._pairs]
        at = meant.index(max(meant)) if any(meant) else self._at
        self._go_to(max(0, min(at, len(self._pairs) - 1)))

    def _go_to(self, at: int) -> None:
        """Show a pair; if it is shown already, the choice and the scroll position stay."""
        before, self._at = self._shown, at
        if self._pairs:
            self._shown = self._pairs[at].one.id, self._pairs[at].other.id
        if self._shown != before:
            self._keep = 0
            self._papers.go_to_top()
        self._paint()

    async def _go_on(self, done: Done | None, words: str) -> None:
        """Show the outcome of a decision and the next pair; if it failed, the pairs as they are now."""
        if done is not None:  # otherwise the reason has been told
            self._decided, self._undone = self._decided + (done.change is not None), 0
            self.app.changed(done)
            self._say(undoable(words))
        await self._load()

    async def _turn(self, work: Callable[[], Done | None], word: str) -> bool:
        done = await self.app.write(work)
        if done is None:
            await self._load()
            return False
        self.app.turned(done, f"{word}: {done.what}")
        self._say(f"{word}: {done.what}")
        await self._load(done.papers)
        return True

    async def _find(self, screen: ProgressScreen) -> None:
        app = self.app

        def progress(compared: int) -> bool:
            return app.progresses(screen, f"{counted(compared, 'paper')} compared")

        found = await app.write(lambda: app.library.corrections.find_duplicates(progress))
        if screen in app.screen_stack:
            screen.dismiss()
        if found is not None:
            pairs = counted(found, "more pair") if found else "no more pairs"
            self._say(f"{'stopped: ' if screen.stopped else ''}{pairs} found")
            await self._load(self._shown)

    # -- what is seen ----------------------------------------------------------------------------------------------

    def _say(self, words: str) -> None:
        self._said.update(plain(safe(words)))

    def _paint(self) -> None:
        """Show the pair as it is stored now."""
        if not self._pairs:
            self._show("Possible duplicates", text=plain(_NOTHING if self._known else "…"), keys=_KEYS_OF_NOTHING)
            return
        pair, (keep, gone) = self._pairs[self._at], self._both()
        reader, glyphs = self.app.reader, self.glyphs
        try:
            merged = reader.merged(keep, gone)
            papers = reader.entry(pair.one.id), reader.entry(pair.other.id)
            sources = reader.sources(pair.one.id).records, reader.sources(pair.other.id).records
        except NoSuchPaper:
            self._say("skipped a pair: one of its papers is gone")
            self._read()
            return
        except LibraryError as error:
            self.app.tell(str(error), error=True)
            return
        shape = layout(self._papers.room, merging=True)
        merge = Merge(sources, merged, self._keep)
        words = f"{NAMES[self._keep]} is kept", f"{NAMES[1 - self._keep]} is merged into it"
        self._show(
            f"Are these the same paper?  {self._at + 1:,} of {len(self._pairs):,}",
            f"{_alike(pair)} {glyphs.dot} {glyphs.check} would be kept",
            heads(
                (words[self._keep], words[1 - self._keep]),
                (f"paper {papers[0].id}", f"paper {papers[1].id}"),
                self._keep,
                shape,
                glyphs,
            ),
            page(list(fields(papers, glyphs, merge)), shape, glyphs),
        )

    def _show(
        self, title: str, why: str = "", heads: Content = _EMPTY, text: Content = _EMPTY, keys: str = _KEYS
    ) -> None:
        self._title.update(plain(title))
        self._why.update(plain(why, "$muted"))
        self._papers.show(heads, text)
        self._keys.update(plain(self.drawn(keys)))


class AllOfAKind(TextScreen):
    """All pairs that are here for one reason, before they are decided together."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y,enter", "yes"), Binding("n", "dismiss")]

    def __init__(self, what: str, becomes: str, pairs: list[PossibleDuplicate], decide: Callable[[], object]) -> None:
        """Show the pairs.

        Args:
            what: what would be done to them.
            becomes: what would happen to the second paper of each.
            pairs: the pairs, at least one.
            decide: does it.
        """
        self._decide = decide
        words = KINDS[Kind(pairs[0].kind)]
        count = f"all {len(pairs):,} pairs" if len(pairs) > 1 else "this pair, the only one"
        lines = [plain(safe(f"Why: {words}"), "$muted")]
        lines += [
            plain(safe(f"{pair.other.id:>5} {shortened(pair.other.label)}\n      {becomes} {pair.one.id}"))
            for pair in pairs[:_MOST_SHOWN]
        ]
        if len(pairs) > _MOST_SHOWN:
            lines.append(plain(f"… and {len(pairs) - _MOST_SHOWN:,} more"))
        text = Content("\n").join(lines)
        super().__init__(f"{what} {count} for this reason?", text, "y yes · n Esc no · j k scroll")

    def action_yes(self) -> None:
        """Decide all of them."""
        self.dismiss()
        self._decide()


def _alike(pair: PossibleDuplicate) -> str:
    """How similar two papers are and why, in words."""
    return safe(pair.why if "%" in pair.why else f"{pair.score:.0%} alike: {pair.why}")
