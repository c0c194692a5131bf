"""Screening: one key decides on a paper and goes on to the next undecided one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain import HIGHEST_RATING, Decision
from paperreader.tui.actions.known_reasons import KnownReasons
from paperreader.tui.actions.whole_list import WholeList
from paperreader.tui.core import key_name, safe, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.events import Key

    from paperreader.library import Done, Reader
    from paperreader.tui.actions.annotation import AnnotationActions
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.screening_dashboard import Dashboard
    from paperreader.tui.actions.sidebar_counts import SidebarCounts
    from paperreader.tui.actions.workspace import Workspace

_NEAR: Final = 100
"""Papers that are searched at once for the next undecided one; those beyond are read in the background."""
_DEGREES: Final = ("irrelevant", "hardly relevant", "a little", "relevant", "very relevant", "essential")
"""What the ratings from 0 on may mean; only the numbers are stored and shown."""
_RATINGS: Final = {str(rating): rating for rating in range(HIGHEST_RATING + 1)}
_UNRATED: Final = ("-", "backspace")
_AFTERWARDS: Final = (("undo", "undo"), ("export", "export"))
"""Likely next steps when everything is decided."""


class ScreeningActions:
    """Decides on the selected papers, else on the one under the cursor."""

    def __init__(
        self,
        workspace: Workspace,
        listing: Listing,
        changes: Changes,
        annotation: AnnotationActions,
        counts: SidebarCounts,
    ) -> None:
        self._workspace, self._listing, self._changes = workspace, listing, changes
        self._annotation, self._counts = annotation, counts
        self._reasons = KnownReasons()
        self.whole_list = WholeList(workspace, changes, counts)
        self._on_their_way: dict[int, Decision | None] = {}
        """Decisions that are still being written."""

    def decide(self, decision: Decision | None, reason: str | None = None) -> None:
        """Decide, and go on to the next undecided paper; `None` makes papers undecided again."""
        workspace = self._workspace
        papers = workspace.targets()
        if not papers:
            return
        workspace.papers.decided(papers, decision)
        self._on_their_way.update(dict.fromkeys(papers, decision))
        self._annotation.remember(lambda: self.decide(decision, reason))
        if decision is not None and len(papers) == 1:
            self._counts.progress.pace.decided()
            if workspace.app.config.advance and not workspace.papers.listed_selection:
                self._advance()
        self._changes.start(self._write(papers, decision, reason))

    def reject_for(self, key: str) -> None:
        """Reject for the reason under this key; Enter asks for one."""
        workspace, reasons = self._workspace, self._by_key()
        if key in reasons:
            self.decide(Decision.REJECT, reasons[key])
        elif key == "enter":
            from paperreader.tui.dialogs import AskScreen

            def chosen(reason: str | None) -> None:
                if reason:
                    self._reasons.learn([reason])
                    self.decide(Decision.REJECT, reason)

            about = workspace.about(workspace.targets())
            hint = "Enter rejects it, → completes, Esc leaves it undecided. What you type has a key next time."
            known = [safe(reason) for reason in self._reasons.all(workspace.app.config.reasons)]
            workspace.app.push_screen(AskScreen(f"Why is {about} rejected?", "", hint, known=known), chosen)
        else:
            workspace.app.tell(f"There is no reason {key}; nothing was rejected.")

    def reasons(self) -> list[tuple[str, str]]:
        """The reasons by their keys."""
        return [*self._by_key().items(), ("Enter", "write a reason")]

    def rate(self, key: str) -> None:
        """Rate the papers, or take the rating off: by `-` or Backspace, or if all have it already."""
        annotations = self._workspace.app.library.annotations
        if key not in (*_RATINGS, *_UNRATED):
            if key:
                self._workspace.app.tell(f"There is no rating {key}; they are 0 to {HIGHEST_RATING}.")
            return
        rating = _RATINGS.get(key)
        settled = rating is None

        def turn(papers: Sequence[int]) -> Done:  # in the writing thread: as many papers as there are
            nonlocal rating, settled
            if not settled and rating is not None and annotations.all_rated(papers, rating):
                rating = None
            settled = True
            return annotations.rate(papers, rating)

        self._annotation.change(self._workspace.targets(), turn)

    def ratings(self) -> list[tuple[str, str]]:
        """The keys of the ratings."""
        return [*zip(_RATINGS, _DEGREES, strict=True), ("-", "no rating")]

    def review(self) -> None:
        """Show the statistics of what is listed."""
        self._changes.start(self._review(finished=False), moves=True)

    # -- how ---------------------------------------------------------------------------------------------------------

    def _by_key(self) -> dict[str, str]:
        self._reasons.learn(self._workspace.sidebar.known_reasons)
        return self._reasons.by_key(self._workspace.app.config.reasons)

    async def _write(self, papers: Sequence[int], decision: Decision | None, reason: str | None) -> None:
        annotations = self._workspace.app.library.annotations
        try:
            done = await self._changes.perform(lambda: annotations.decide(papers, decision, reason=reason))
        except Exception:
            self._workspace.papers.changed(papers)  # it was not saved, and must not look as if it was
            raise
        finally:
            for paper in papers:
                if self._on_their_way.get(paper) is decision:
                    self._on_their_way.pop(paper, None)
        before = self._counts.progress.state
        await self._counts.screening()
        now = self._counts.progress.state
        if done.papers and decision is not None and before and before.undecided and now and not now.undecided:
            await self._review(finished=True)

    def _advance(self) -> None:
        """Go to the next undecided paper below the cursor, or else from the top; stay if there is none."""
        papers = self._workspace.papers
        near = papers.ids[papers.cursor : papers.cursor + _NEAR]
        at = _undecided(self._workspace.app.reader, near, (0,), self._on_their_way)
        if at is not None:
            papers.cursor += at
        else:
            self._changes.start(self._advance_far(), moves=True)

    async def _advance_far(self) -> None:
        papers, on_their_way = self._workspace.papers, dict(self._on_their_way)
        ids, cursor, here = papers.ids, papers.cursor, papers.paper
        at = await self._workspace.app.read(lambda reader: _undecided(reader, ids, (cursor, -1), on_their_way))
        if at is not None and papers.paper == here:  # else the hand has gone on
            papers.go_to(ids[at])

    async def _review(self, *, finished: bool) -> None:
        from datetime import date

        from paperreader.tui.dialogs import PassingScreen, TextScreen

        app, what = self._workspace.app, self._listing.title
        papers = None if self._listing.is_everything else self._workspace.papers.ids
        await self._counts.screening()
        dashboard, statistics = await app.read(lambda reader: (_dashboard(), reader.statistics(papers)))
        if finished and not self._workspace.is_uncovered:
            return  # not over a note begun meanwhile, nor twice after two decisions at once
        today = date.today()  # noqa: DTZ011 - as the library counts days, in local time
        summary = dashboard(statistics, self._counts.progress.pace.a_minute, today, app.glyphs).page
        if finished:
            keys = {one.id: shown(one.keys[0]) for one in app.commands if one.keys}
            others = [f"{keys[name]} {word}" for name, word in _AFTERWARDS if name in keys]
            hint = " · ".join([*others, "Esc close"])
            app.push_screen(PassingScreen(f"{what}: everything is decided", summary, hint, self._after_summary))
        else:
            hint = "more: paperreader stats · Esc close"
            app.push_screen(TextScreen(f"Statistics: {what}", summary, hint))

    def _after_summary(self, event: Key) -> None:
        """Run the key that closed the summary, except a decision: that was one key press too many."""
        key = key_name(event)
        command = self._workspace.command_for(key)
        if command is None or not command.id.startswith("decide."):
            self._workspace.press(key)


def _dashboard() -> type[Dashboard]:
    """What lays the statistics out; what it draws plots with takes a moment to load."""
    from paperreader.tui.actions.screening_dashboard import Dashboard

    return Dashboard


def _undecided(
    reader: Reader, ids: Sequence[int], starts: Iterable[int], on_their_way: Mapping[int, Decision | None]
) -> int | None:
    """Where in `ids` the next paper is that will stay undecided: after the first of `starts` that has one after it."""
    for start in starts:
        at = reader.next_undecided(ids, start, 1)
        while at is not None and on_their_way.get(ids[at]) is not None:
            at = reader.next_undecided(ids, at, 1)
        if at is not None:
            return at
    return None
