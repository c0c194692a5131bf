"""The interface of the main screen for its actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from textual.geometry import Size
    from textual.timer import Timer
    from textual.widget import Widget

    from paperreader.domain import Entry
    from paperreader.library import Matches
    from paperreader.tui.core import Command, Host
    from paperreader.tui.widgets import CriteriaBand, Footer, Offer, PaperList, ReaderPane, SearchBar, Sidebar


class Workspace(Protocol):
    """What actions can ask of the main screen. Other actions they need are passed to them when they are created."""

    papers: PaperList
    reader: ReaderPane
    criteria: CriteriaBand
    sidebar: Sidebar
    search_line: SearchBar
    offer: Offer
    side: Widget
    """The place beside or below the abstract where a note is written."""
    footer: Footer
    without_papers: bool
    """The library is empty, as far as is known."""

    @property
    def app(self) -> Host:
        """The app, with the library."""

    @property
    def is_uncovered(self) -> bool:
        """Whether no dialogue is open over it, and no note is being written."""

    # -- what a command is about -------------------------------------------------------------------------------------

    def pane(self) -> str:
        """The focused pane, or its current mode."""

    def entry(self) -> Entry | None:
        """The paper under the cursor, as it is stored now."""

    def targets(self, *, otherwise_all: bool = False) -> list[int]:
        """The papers a command applies to: the selected ones in the list, else the one under the cursor.

        Args:
            otherwise_all: everything listed, instead of the one under the cursor.
        """

    def about(self, papers: Sequence[int]) -> str:
        """Some papers in words: the title of one, the number of several."""

    @property
    def matches(self) -> Matches | None:
        """The matches to show in the paper under the cursor."""

    @property
    def selection_key(self) -> str:
        """The key that lists the selected papers, in brackets; empty where it has none."""

    # -- what is shown -----------------------------------------------------------------------------------------------

    def focus_pane(self, pane: Widget) -> None:
        """Go to a pane."""

    def show_search_line(self, *, on: bool) -> None:
        """Show the search line in place of the heading, or the heading again."""

    def show_pane(self) -> None:
        """Show the keys that are useful in the current pane."""

    def show_heading(self) -> None:
        """Show what is listed and where the cursor is in it."""

    def show_again(self) -> None:
        """Show the paper under the cursor as it is stored now."""

    def show_listed(self) -> None:
        """Show that the list has changed."""

    async def show_whether_empty(self, *, empty: bool) -> None:
        """Show the welcome in an empty library, or remove it."""

    def open_paper(self, paper: int) -> None:
        """Open a paper; if it is not listed, list all papers first."""

    # What Textual's screens can do.

    @property
    def size(self) -> Size:
        """Its columns and lines."""

    @property
    def focused(self) -> Widget | None:
        """What has the focus."""

    def set_focus(self, widget: Widget | None) -> None:
        """Give a widget the focus."""

    def has_class(self, *names: str) -> bool:
        """Whether it has all these classes."""

    def set_class(self, add: bool, *names: str) -> object:  # noqa: FBT001 - Textual's
        """Give it classes, or take them away."""

    def refresh(self, *, layout: bool = False) -> object:
        """Paint everything again."""

    # -- keys --------------------------------------------------------------------------------------------------------

    def ask(self, choices: Sequence[tuple[str, str]], then: Callable[[str], None]) -> None:
        """Show the possible next keys, and pass on the one pressed; Esc cancels."""

    def confirm(self, what: str, then: Callable[[], None], otherwise: str) -> None:
        """Do something only if the next key is y.

        Args:
            what: it would do, in words that follow “yes, ”.
            then: does it.
            otherwise: the message if it is not done.
        """

    def command_for(self, key: str) -> Command | None:
        """The command that a key would run now."""

    def press(self, key: str) -> None:
        """Handle a key as if it were pressed now."""

    def run_id(self, id_: str) -> None:
        """Run the command with an id."""

    # -- time --------------------------------------------------------------------------------------------------------

    def run_worker(self, work: Any, *, group: str = "default", exclusive: bool = False) -> object:
        """Run a coroutine, or a function that returns one, in the background.

        Args:
            work: the coroutine.
            group: its kind.
            exclusive: it replaces those of its kind.
        """

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Call something after a delay in seconds."""
