"""Screening: decisions by one key each, on to the next undecided paper, and how far it is."""

from __future__ import annotations

import time
from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textual.content import Content

from paperreader.domain.paper import Decision
from paperreader.tui.core.commands import shown
from paperreader.tui.core.keyboard import key_name
from paperreader.tui.core.text import plain, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.events import Key

    from paperreader.library.reports.screening import Screening
    from paperreader.tui.main.main_screen import MainScreen

_RECENT: Final = 30
"""Decisions that the pace is taken from."""
_AFTERWARDS: Final = (("undo", "undo"), ("export", "export"))
"""What is likely to be done when everything is decided."""
_BREAK: Final = 300.0
"""Seconds without a decision after which somebody was away, and not thinking."""


class Pace:
    """How fast somebody decides: from the last decisions, without the breaks between them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: deque[float] = deque(maxlen=_RECENT + 1)

    def decided(self) -> None:
        """One more decision."""
        self._times.append(self._clock())

    @property
    def a_minute(self) -> float | None:
        """Decisions a minute; `None` before there are three."""
        times = list(self._times)
        gaps = [later - earlier for earlier, later in pairwise(times) if later - earlier < _BREAK]
        return 60 * len(gaps) / max(sum(gaps), 0.001) if len(gaps) >= 2 else None


class Deciding:
    """The commands that decide on papers: on the marked ones, else on the one under the cursor."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._pace = Pace()
        self._on_their_way: dict[int, Decision | None] = {}
        self.state: Screening | None = None
        """How far the screening of what is listed is; `None` while it is being counted."""

    def do_decide_accept(self) -> None:
        """Accept, and on."""
        self._decide(Decision.ACCEPT)

    def do_decide_reject(self) -> None:
        """Reject, and on."""
        self._decide(Decision.REJECT)

    def do_decide_maybe(self) -> None:
        """Maybe, and on."""
        self._decide(Decision.MAYBE)

    def do_decide_reset(self) -> None:
        """Back to undecided."""
        self._decide(None)

    def do_decide_reason(self, key: str) -> None:
        """Reject for the reason of a number; Enter: for one that is written now."""
        reasons = self._screen.app.config.reasons
        if key.isdigit() and 0 < int(key) <= len(reasons):
            self._decide(Decision.REJECT, reasons[int(key) - 1])
        elif key == "enter":
            from paperreader.tui.dialogs.ask import AskScreen

            def chosen(reason: str | None) -> None:
                if reason:
                    self._decide(Decision.REJECT, reason)

            about = self._screen.about(self._screen.targets())
            hint = "Enter rejects it, Esc leaves it undecided. Reasons with numbers: [screening] in the configuration."
            self._screen.app.push_screen(AskScreen(f"Why is {about} rejected?", "", hint), chosen)
        else:
            self._screen.app.tell(f"There is no reason {key}; nothing was rejected.")

    def choices_decide_reason(self) -> list[tuple[str, str]]:
        """The reasons by their numbers."""
        reasons = self._screen.app.config.reasons[:9]
        return [*((str(number), reason) for number, reason in enumerate(reasons, 1)), ("Enter", "write a reason")]

    def do_review(self) -> None:
        """Show how far the screening of this view is."""
        self._screen.perform(self._review(finished=False), moves=True)

    # -- how far -----------------------------------------------------------------------------------------------------

    async def count(self, ids: Sequence[int] | None) -> None:
        """Count the decisions on what is listed, aside; `None`: on the whole library."""
        self.state = await self._screen.app.aside(lambda: self._screen.app.counter.screening(ids))

    def in_words(self) -> str:
        """`12 left · 4.2/min · 3 min`; empty before anything was decided."""
        state = self.state
        if state is None or state.undecided == state.total:
            return ""
        parts = [f"{state.undecided:,} left" if state.undecided else "all decided"]
        pace = self._pace.a_minute
        if pace is not None and state.undecided:
            minutes = state.undecided / pace
            left = f"{minutes / 60:.1f} h" if minutes >= 90 else f"{max(1, round(minutes))} min"
            parts += [f"{pace:.1f}/min", left]
        return " · ".join(parts)

    # -- how ---------------------------------------------------------------------------------------------------------

    def _decide(self, decision: Decision | None, reason: str | None = None) -> None:
        screen = self._screen
        papers = screen.targets()
        if not papers:
            return
        screen.papers.decided(papers, decision)
        self._on_their_way.update(dict.fromkeys(papers, decision))
        screen.acting.remember(lambda: self._decide(decision, reason))
        if decision is not None and len(papers) == 1:
            self._pace.decided()
            if screen.app.config.advance and not screen.papers.listed_selection:
                self._advance()
        screen.perform(self._write(papers, decision, reason))

    async def _write(self, papers: Sequence[int], decision: Decision | None, reason: str | None) -> None:
        screen = self._screen
        annotations = screen.app.library.annotations
        done = await screen.app.write(lambda: annotations.decide(papers, decision, reason=reason))
        for paper in papers:
            if self._on_their_way.get(paper) is decision:
                self._on_their_way.pop(paper, None)
        if done is None:
            screen.papers.changed(papers)  # it could not be written, and must not look as if it was
            return
        screen.saved(done.papers, f"{done.what} · u undoes")
        left = self.state.undecided if self.state is not None else None
        await screen.tally.screening()
        if done.papers and decision is not None and left and self.state is not None and not self.state.undecided:
            await self._review(finished=True)

    def _advance(self) -> None:
        """On to the next paper without a decision, behind the cursor and then from the top; else stay."""
        papers, reader = self._screen.papers, self._screen.app.reader
        for start in (papers.cursor, -1):
            at = reader.next_undecided(papers.ids, start, 1)
            while at is not None and self._on_their_way.get(papers.ids[at]) is not None:
                at = reader.next_undecided(papers.ids, at, 1)
            if at is not None:
                papers.cursor = at
                return

    async def _review(self, *, finished: bool) -> None:
        from paperreader.tui.dialogs.text import PassingScreen, TextScreen

        await self._screen.tally.screening()
        state = self.state
        if state is None or (finished and self._screen.app.screen is not self._screen):
            return  # not over a note that was begun meanwhile, nor twice after two decisions at once
        what, app = self._screen.listing.title, self._screen.app

        def summary(width: int) -> Content:
            return self._summary(state, width)

        if finished:
            keys = {one.id: shown(one.keys[0]) for one in app.commands if one.keys}
            others = [f"{keys[name]} {word}" for name, word in _AFTERWARDS if name in keys]
            hint = " · ".join([*others, "Esc close"])
            app.push_screen(PassingScreen(f"{what}: everything is decided", summary, hint, self._after_summary))
        else:
            hint = "paperreader stats says more · Esc close"
            app.push_screen(TextScreen(f"Screening of {what}", summary, hint))

    def _after_summary(self, event: Key) -> None:
        """Do what a key says that closed the summary; a decision that a fast hand made once too often is none."""
        screen, key = self._screen, key_name(event)
        command = screen.dispatch.would_run(screen.pane(), key)
        if command is None or not command.id.startswith("decide."):
            screen.dispatch.press(screen.pane(), key)

    def _summary(self, state: Screening, width: int) -> Content:
        decided = state.total - state.undecided
        rows = [
            ("papers", state.total, ""),
            ("screened", decided, _share(decided, state.total)),
            ("accepted", state.accepted, _share(state.accepted, decided)),
            ("maybe", state.maybe, _share(state.maybe, decided)),
            ("rejected", state.rejected, _share(state.rejected, decided)),
            *((f"  {safe(reason)}", count, "") for reason, count in state.reasons),
            ("undecided", state.undecided, ""),
        ]
        room = min(42, width - 18)
        lines = [
            plain(name).truncate(room, ellipsis=True, pad=True)
            + Content.assemble((f"{count:>11,}", "bold"), (f"  {share}", "$muted"))
            for name, count, share in rows
        ]
        pace = self._pace.a_minute
        if pace is not None:
            lines += [Content(""), Content(f"{pace:.1f} decisions a minute")]
        return Content("\n").join(lines)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else ""
