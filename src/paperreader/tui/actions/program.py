"""The program itself: help, theme, and quitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperreader.tui.actions.workspace import Workspace


class ProgramActions:
    """Shows the help, changes the theme, and quits the program."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def help(self) -> None:
        """Show all keys."""
        from paperreader.tui.dialogs import help_screen

        app = self._workspace.app
        app.push_screen(help_screen(app.commands))

    def tour(self) -> None:
        """Show the first steps."""
        from paperreader.tui.dialogs import tour_screen

        app = self._workspace.app
        app.push_screen(tour_screen(app.commands))

    def palette(self) -> None:
        """Open the command palette."""
        self._workspace.app.action_command_palette()

    def next_theme(self) -> None:
        """Switch to the next theme."""
        app = self._workspace.app
        names = sorted(app.available_themes)
        app.theme = names[(names.index(app.theme) + 1) % len(names)]
        app.tell(f"theme: {app.theme}")

    def suspend(self) -> None:
        """Suspend the program until the shell's `fg`."""
        self._workspace.app.action_suspend_process()

    def quit(self) -> None:
        """Quit the program."""
        self._workspace.app.exit()
