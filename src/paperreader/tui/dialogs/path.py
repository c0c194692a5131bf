"""Asks for a path, and completes it."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.widgets import Static

from paperreader.tui.core import plain, safe
from paperreader.tui.dialogs.ask import AskScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType

_SHOWN: Final = 8
"""Names shown if several begin with what is typed."""
_IMPORTS: Final = "File, directory, archive or pattern · Tab completes · Enter shows what is in it"


class PathScreen(AskScreen):
    """Asks for a path. Returns what was typed, which may be empty, or `None` on Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", priority=True)]

    def __init__(
        self,
        question: str,
        value: str = "",
        hint: str = _IMPORTS,
        placeholder: str = "a path; empty: the clipboard",
    ) -> None:
        super().__init__(question, value, hint, placeholder)

    async def action_complete(self) -> None:
        """Complete the path as far as it is certain, and show the names that match."""
        typed = self._input.value
        completed, names = await asyncio.to_thread(complete_path, typed)
        if typed != self._input.value:
            return  # the text has changed since
        self._input.value = completed
        self._input.cursor_position = len(completed)
        more = f"  and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
        offered = "  ".join(safe(name) for name in names[:_SHOWN]) + more if len(names) > 1 else ""
        nothing = "Nothing here begins like this." if not names else ""
        self.query_one(".dialogue-hint", Static).update(plain(offered or nothing or self.drawn(self._hint)))


def expanded(typed: str) -> Path:
    """A path with `~` or `~somebody` replaced by the home directory, if there is one."""
    with suppress(RuntimeError):
        return Path(typed).expanduser()
    return Path(typed)


def complete_path(typed: str) -> tuple[str, list[str]]:
    """Complete a path as a shell does.

    Returns:
        The path as far as it is certain, and the names that match: directories with a slash, hidden files only if a
        dot was typed.
    """
    folder, begun = os.path.split(typed)
    names: list[str] = []
    with suppress(OSError, ValueError), os.scandir(expanded(folder or ".")) as entries:
        names += (
            entry.name + ("/" if entry.is_dir() else "")
            for entry in entries
            if entry.name.startswith(begun) and (begun or not entry.name.startswith("."))
        )
    names.sort()
    certain = "".join(_alike(names[0], names[-1])) if names else begun  # sorted: all names between these two share it
    return typed[: len(typed) - len(begun)] + certain, names


def _alike(one: str, other: str) -> Iterator[str]:
    """The letters that both names begin with."""
    return (letter for letter, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
