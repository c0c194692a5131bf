"""The queue of papers to read next: putting papers in and out, moving them in it, and going there and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from paperreader.tui.core import ALL, queue_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.library import Done
    from paperreader.tui.actions.annotation import AnnotationActions
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.listing import Listed, Listing
    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.core import View

_NEAR: Final = 100
"""Listed papers among which the next one of the queue is looked for; those between have just left it."""


class QueueActions:
    """Fills, orders and shows the queue."""

    def __init__(self, workspace: Workspace, listing: Listing, changes: Changes, annotation: AnnotationActions) -> None:
        self._workspace, self._listing, self._changes = workspace, listing, changes
        self._annotation = annotation
        self._moving: tuple[int, int | None] = 0, None
        """The paper that was moved last, and its change: repeated key presses continue it, as one undo."""
        self._before: dict[str, Listed] = {}
        """By the key of a view: what was listed before it."""

    def toggle(self) -> None:
        """Put the papers at the end of the queue, or take them out if all are in it."""
        agenda = self._workspace.app.library.agenda
        on: bool | None = None

        def turn(papers: Sequence[int]) -> Done:  # in the writing thread: as many papers as there are
            nonlocal on
            if on is None:
                on = not agenda.all_queued(papers)
            return agenda.queue(papers, on=on)

        self._annotation.change(self._workspace.targets(), turn, leaves=self._lists_queue())

    def move(self, by: int) -> None:
        """Move the paper down or up in the queue, past the next one that is listed."""
        from paperreader.query import Sort

        workspace, papers = self._workspace, self._workspace.papers
        if not self._lists_queue() or self._listing.query().sort != Sort("queue"):
            workspace.app.tell("Papers are moved where the queue is listed in its own order: g q goes there.")
            return
        paper, at = papers.paper, papers.cursor
        if paper is None:
            return
        beyond = papers.ids[at + 1 : at + 1 + _NEAR] if by > 0 else papers.ids[max(0, at - _NEAR) : at][::-1]
        past = next((row.id for row in workspace.app.rows(beyond) if row.queued), None)
        if past is None:
            workspace.app.tell(f"This is the {'last' if by > 0 else 'first'} paper in the queue.")
            return
        self._changes.start(self._move(paper, past), moves=True)

    def show(self) -> None:
        """List the queue in its order, or go back if it is listed."""
        self.go_to(queue_view())

    def go_to(self, view: View) -> None:
        """List a view, or go back to what was listed before if it is listed."""
        workspace, listing = self._workspace, self._listing
        if listing.now.view.key != view.key:
            papers = workspace.papers
            self._before[view.key] = replace(listing.now, paper=papers.paper, ids=papers.ids)
            listing.follow(view)
        elif (before := self._before.pop(view.key, None)) is not None:
            listing.put(before)
            workspace.sidebar.point_to(before.view)
            listing.look_up(keep=before.paper)
        else:
            listing.follow(ALL)
        workspace.focus_pane(workspace.papers)

    def _lists_queue(self) -> bool:
        from paperreader.query import Is

        return self._listing.query().asks(Is("queued"))

    async def _move(self, paper: int, past: int) -> None:
        agenda = self._workspace.app.library.agenda

        def move() -> Done:
            going_on = self._moving[1] if self._moving[0] == paper else None
            done = agenda.move_in_queue(paper, past, amending=going_on)
            self._moving = paper, done.change
            return done

        await self._changes.perform(move, moved=True)
