"""The one way for actions to change the library: write in another thread, then show and report it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.tui.core import undoable

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from typing import Any

    from paperreader.library import Done
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.pending_work import PendingWork
    from paperreader.tui.actions.sidebar_counts import SidebarCounts
    from paperreader.tui.actions.workspace import Workspace


class Changes:
    """Makes changes, and shows what they did."""

    def __init__(self, workspace: Workspace, listing: Listing, counts: SidebarCounts, pending: PendingWork) -> None:
        self._workspace, self._listing, self._counts, self._pending = workspace, listing, counts, pending

    # -- making them -------------------------------------------------------------------------------------------------

    def make(self, work: Callable[[], Done], *, moves: bool = False) -> None:
        """Make a change, show it and report it; keys that depend on it wait.

        Args:
            work: writes it, in the writing thread.
            moves: papers may enter or leave the list.
        """
        self.start(self.perform(work, moved=moves), moves=moves)

    def start(self, work: Coroutine[Any, Any, object], *, moves: bool = False) -> None:
        """Start work that makes and shows a change; keys that depend on it wait. Failures are reported here.

        Args:
            work: may raise what the library raises.
            moves: papers may enter or leave the list, or the cursor may move.
        """
        self._workspace.run_worker(self._pending.during(self._telling_failures(work), moves=moves))

    def start_aside(self, work: Coroutine[Any, Any, object]) -> None:
        """Start work that changes nothing and that no key waits for. If it fails, that is told here.

        Args:
            work: may raise what the library raises.
        """
        self._workspace.run_worker(self._telling_failures(work))

    async def perform(self, work: Callable[[], Done], *, moved: bool = False) -> Done:
        """Write a change in the writing thread, then show and report it.

        Args:
            work: writes it.
            moved: papers may have entered or left the list.

        Raises:
            LibraryError: nothing was written, shown or reported; `start` reports it.
        """
        done = await self._workspace.app.written(work)
        self.show(done, moved=moved)
        return done

    # -- showing them ------------------------------------------------------------------------------------------------

    def show(self, done: Done, what: str = "", *, moved: bool = False) -> None:
        """Show a change that was made, and report it with the key that undoes it.

        Args:
            done: the change.
            what: the message, if it is better than the change's own.
            moved: papers may have entered or left the list.
        """
        self.saved(done.papers, undoable(what or done.what), moved=moved)

    def saved(self, papers: Sequence[int], words: str, *, moved: bool = False) -> None:
        """Show papers that were changed, and report it.

        Args:
            papers: their ids.
            words: the message.
            moved: papers may have entered or left the list.
        """
        workspace = self._workspace
        workspace.papers.changed(papers)
        if moved:
            self._listing.look_up(keep=workspace.papers.paper)
        if workspace.papers.paper in set(papers):
            workspace.show_again()
        self._counts.count()
        workspace.app.tell(words)

    def turned(self, done: Done, words: str) -> None:
        """Show what was undone or redone, going to the first paper that it concerned."""
        papers = self._workspace.papers
        first = done.papers[0] if done.papers else papers.paper
        if done.moved:
            self._start_deselecting()
        if done.moved or not (first is None or papers.go_to(first)):
            self._listing.look_up(keep=first)
        self.saved(done.papers, words)
        self._counts.count_screening()

    def reload(self, *, from_start: bool = False, meant: bool = True) -> None:
        """Read the list and the sidebar again: papers may have come or gone.

        Args:
            from_start: with the cursor on the first paper.
            meant: a key asked for it.
        """
        papers = self._workspace.papers
        if from_start:
            papers.changed(None)
        self._counts.count()
        self._listing.look_up(keep=None if from_start else papers.paper, meant=meant)

    def made_elsewhere(self) -> None:
        """Another program changed the library: show what it did, without losing the place."""
        self._workspace.papers.changed(None)
        self._start_deselecting()
        self._workspace.show_again()
        self.reload(meant=False)

    async def deselect_gone(self) -> None:
        """Deselect papers that are no longer there: merged into others, or undone with their import.

        Raises:
            LibraryError: the library cannot be read.
        """
        papers = self._workspace.papers
        selected = frozenset(papers.selected)
        if selected:
            gone = await self._workspace.app.read(lambda reader: selected.difference(reader.in_sight(selected)))
            if gone:
                papers.deselect(list(gone))
                self._workspace.show_heading()

    def _start_deselecting(self) -> None:
        if self._workspace.papers.selected:
            self.start(self.deselect_gone(), moves=True)  # the next keys are not meant for what is gone

    async def _telling_failures(self, work: Coroutine[Any, Any, object]) -> None:
        with self._workspace.app.telling_failures():
            await work
