"""The command palette: every command by its name, with its key, and the themes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from textual.command import DiscoveryHit, Hit, Hits, Provider

from paperreader.tui.core import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.theme import Theme

    from paperreader.tui.main.commands import ReaderCommand


class Offering(Protocol):
    """The app's interface for the palette."""

    commands: tuple[ReaderCommand, ...]
    available_themes: dict[str, Theme]

    def run_command(self, command: ReaderCommand) -> None:
        """Run a command."""


class Commands(Provider):
    """Offers the commands and the themes."""

    async def discover(self) -> Hits:
        """Everything, while nothing is typed."""
        for name, run, help_ in self._all():
            yield DiscoveryHit(name, run, help=help_)

    async def search(self, query: str) -> Hits:
        """What matches the typed text."""
        matcher = self.matcher(query)
        for name, run, help_ in self._all():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), run, text=name, help=help_)

    def _all(self) -> Iterator[tuple[str, Callable[[], object], str]]:
        app: Offering = self.app  # type: ignore[assignment]
        for command in app.commands:
            keys = "  ".join(shown(one) for one in command.keys)
            yield (
                command.title,
                partial(app.run_command, command),
                f"{command.group} · {keys}" if keys else command.group,
            )
        for name in sorted(app.available_themes):
            yield f"Theme: {name}", partial(setattr, app, "theme", name), "The program"
