"""Everything that is listed, decided or marked read at once: first the numbers, then one change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.domain import OUTCOMES, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from paperreader.domain import Outcome
    from paperreader.library import Done, Reader
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.sidebar_counts import SidebarCounts
    from paperreader.tui.actions.workspace import Workspace

    Progress: TypeAlias = Callable[[int], bool]
    """Is told how many papers are done, and says whether to go on."""
    Write: TypeAlias = Callable[[Sequence[int], Progress | None], Done]
    """Changes papers, in the writing thread."""

_MANY: Final = 5_000
"""Papers from which a change takes long enough for its progress to be shown."""
_READ: Final = {"r": True, "R": False}
_NOTHING: Final = "nothing was changed"


@dataclass(frozen=True, slots=True)
class _Choice:
    """One answer to the question how many of the papers are to be changed."""

    key: str
    words: str
    papers: list[int]


class WholeList:
    """Decides on all listed papers, or marks them read, once the numbers have been seen."""

    def __init__(self, workspace: Workspace, changes: Changes, counts: SidebarCounts) -> None:
        self._workspace, self._changes, self._counts = workspace, changes, counts

    def choices(self) -> list[tuple[str, str]]:
        """The keys, and what they would do to how many papers."""
        every = self._every(len(self._workspace.papers.ids))
        return [
            *((one.key, one.asking.format(every)) for one in OUTCOMES),
            *((key, f"mark {every} as {'read' if on else 'unread'}") for key, on in _READ.items()),
        ]

    def begin(self, key: str) -> None:
        """Look what the papers are, and ask whether to do what a key says."""
        papers = list(self._workspace.papers.ids)
        outcome = next((one for one in OUTCOMES if one.key == key), None)
        if outcome is None and key not in _READ:
            if key:
                self._workspace.app.tell(f"{key} does nothing to the whole list; {_NOTHING}.")
        elif not papers:
            self._workspace.app.tell(f"No papers are listed; {_NOTHING}.")
        elif outcome is not None:
            self._changes.start(self._ask_to_decide(papers, outcome), moves=True)
        else:
            self._changes.start(self._ask_to_mark(papers, on=_READ[key]), moves=True)

    # -- how ---------------------------------------------------------------------------------------------------------

    async def _ask_to_decide(self, papers: Sequence[int], outcome: Outcome) -> None:
        decision = outcome.decision
        decided = await self._workspace.app.read(lambda reader: reader.decisions(papers))
        undecided = [paper for paper in papers if paper not in decided]
        differing = [paper for paper in papers if decided.get(paper) != decision]
        every, choices = self._every(len(papers)), list[_Choice]()
        if decision is None:
            what = counted(len(differing), "decided paper")
            choices += [_Choice("y", f"yes, {outcome.asking.format(what)}", differing)] if differing else []
        elif undecided:
            what = every if not decided else f"the {len(undecided):,} undecided"
            stay = f"; {len(decided):,} decided already {'stay' if len(decided) > 1 else 'stays'}" if decided else ""
            choices.append(_Choice("y", f"yes, {outcome.asking.format(what)}{stay}", undecided))
        if decision is not None and len(differing) > len(undecided):
            changed = f"{counted(len(differing) - len(undecided), 'decision')} changed"
            choices.append(_Choice("o", f"overwrite: {outcome.asking.format(every)}; {changed}", differing))

        def write(some: Sequence[int], progress: Progress | None) -> Done:
            return self._workspace.app.library.annotations.decide(some, decision, progress=progress)

        self._ask(choices, f"{every.capitalize()} are {outcome.state} already", write)

    async def _ask_to_mark(self, papers: Sequence[int], *, on: bool) -> None:
        def lacking(reader: Reader) -> list[int]:
            read = reader.read_among(papers)
            return [paper for paper in papers if (paper in read) is not on]

        word, other = ("read", "unread") if on else ("unread", "read")
        some = await self._workspace.app.read(lacking)
        every = self._every(len(papers))
        what = every if len(some) == len(papers) else f"the {len(some):,} {other} of {every}"
        choices = [_Choice("y", f"yes, mark {what} as {word}", some)] if some else []

        def write(some: Sequence[int], progress: Progress | None) -> Done:
            return self._workspace.app.library.annotations.mark_read(some, on=on, progress=progress)

        self._ask(choices, f"{every.capitalize()} are {word} already", write)

    def _ask(
        self,
        choices: Sequence[_Choice],
        otherwise: str,
        write: Write,
    ) -> None:
        """Ask which papers to change, and change them.

        Args:
            choices: the answers; none, if there is nothing to change.
            otherwise: what is said then.
            write: changes papers, in the writing thread, telling how many are done.
        """
        if not choices:
            self._workspace.app.tell(f"{otherwise}; {_NOTHING}.")
            return

        def chosen(key: str) -> None:
            answer = next((one for one in choices if one.key == key.lower()), None)
            if answer is None:
                self._workspace.app.tell(_NOTHING)
            else:
                self._changes.start(self._write(answer.papers, write), moves=True)

        self._workspace.ask([*((one.key, one.words) for one in choices), ("n", "no")], chosen)

    async def _write(self, papers: Sequence[int], write: Write) -> None:
        if len(papers) < _MANY:
            await self._changes.perform(lambda: write(papers, None))
        else:
            await self._write_many(papers, write)
        await self._counts.screening()

    async def _write_many(self, papers: Sequence[int], write: Write) -> None:
        from paperreader.library import Stopped
        from paperreader.tui.dialogs import ProgressScreen

        app = self._workspace.app
        screen = ProgressScreen(f"Changing {len(papers):,} papers", "Esc stops; nothing is changed then")
        app.push_screen(screen)

        def progress(done: int) -> bool:
            return app.progresses(screen, f"{done:,} of {len(papers):,} papers")

        try:
            await self._changes.perform(lambda: write(papers, progress))
        except Stopped as stopped:
            app.tell(str(stopped))
        finally:
            if screen in app.screen_stack:
                screen.dismiss()

    def _every(self, count: int) -> str:
        """All papers of the list, in words."""
        return f"all {count:,} listed papers" if count != 1 else "the 1 listed paper"
