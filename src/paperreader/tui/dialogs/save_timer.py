"""Decides when what is being typed is saved."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer
    from textual.widget import Widget

_PAUSE: Final = 0.4
"""Seconds without a key after which the text is saved."""

_LONGEST: Final = 1.0
"""Seconds after which the text is saved even if somebody keeps typing."""

_LEAST: Final = 0.01
"""The shortest timer in seconds, since Textual divides by it."""

_AGAIN: Final = 3.0
"""Seconds between a failed attempt to save and the next one."""


class SaveTimer:
    """Decides when to save: at a pause in typing, but soon even without one."""

    def __init__(self, editor: Widget, save: Callable[[], None]) -> None:
        """Begin.

        Args:
            editor: where the text is typed; its timers are used.
            save: saves the text.
        """
        self._editor = editor
        self._save = save
        self._timer: Timer | None = None
        self._since: float | None = None
        """When the first letter was typed that is not being saved yet."""

    def typed(self) -> None:
        """Something was typed."""
        moment = monotonic()
        if self._since is None:
            self._since = moment
        self._arm(min(_PAUSE, self._since + _LONGEST - moment))

    def wait(self) -> None:
        """The last save has not finished."""
        self._arm(_PAUSE)

    def again(self) -> None:
        """Saving failed."""
        self._arm(_AGAIN)

    def stop(self) -> None:
        """There is nothing to save, or saving has begun."""
        self._since = None
        if self._timer is not None:
            self._timer.stop()

    def _arm(self, delay: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._editor.set_timer(max(delay, _LEAST), self._save)
