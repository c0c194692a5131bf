"""The program itself: help, theme, and quitting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content

from paperreader.tui.core import Reach, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.dialogs import Pick

_THEME: Final = "theme "
"""Begins the id of a theme in the palette."""
_MOVING: Final = (Reach.CURSOR, Reach.LAST)
_WIDE: Final = 80
"""Columns from which there is room for the group of a command."""
_KEYS: Final = 10
"""Cells for the keys of a command."""
_REMEMBERED: Final = 12
"""Commands that the palette lists first because they were chosen last."""


class ProgramActions:
    """Shows the help, changes the theme, and quits the program."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def help(self) -> None:
        """Show all keys."""
        self._workspace.app.action_help()

    def tour(self) -> None:
        """Show the first steps."""
        from paperreader.tui.dialogs import tour_screen

        app = self._workspace.app
        app.push_screen(tour_screen(app.commands))

    def palette(self) -> None:
        """List all commands and themes, first those chosen last, then those that work here; run the chosen one."""
        from paperreader.tui.dialogs import Picker

        workspace = self._workspace
        config = workspace.app.config

        def chosen(name: int | str | None) -> None:
            if name is None:
                return
            name = str(name)
            config.remember_commands(list(dict.fromkeys([name, *config.commands]))[:_REMEMBERED])
            if name.startswith(_THEME):
                workspace.app.theme = name.removeprefix(_THEME)
            else:
                workspace.run_id(name)

        commands = {one.id: one for one in self._picks(workspace.pane())}
        recent = [commands.pop(name) for name in config.commands if name in commands]
        workspace.app.push_screen(Picker("Commands", [*recent, *commands.values()], doing="run"), chosen)

    def _picks(self, pane: str) -> Iterator[Pick]:
        """All commands, those first that work in a pane and do more than move the cursor, and the themes."""
        from paperreader.tui.dialogs import Pick

        app = self._workspace.app
        width = app.size.width
        group = width >= _WIDE
        for command in sorted(app.commands, key=lambda one: (pane not in one.where, one.reach in _MOVING)):
            keys = "  ".join(shown(one) for one in command.keys[:2])
            says = Content.assemble((keys.ljust(_KEYS), "bold"), " ", command.title)
            if group:
                says = Content.assemble(says, (f"  {command.group}", "$muted"))
            yield Pick(command.id, says, f"{command.title} {command.group} {command.id} {keys}")
        for name in sorted(app.available_themes):
            yield Pick(f"{_THEME}{name}", Content(f"{' ' * _KEYS} Theme: {name}"), f"theme {name}")

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
