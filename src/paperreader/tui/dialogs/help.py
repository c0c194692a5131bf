"""All keys, and the commands that match what is typed, even if misspelt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from paperreader.domain import fold
from paperreader.query import FIELDS
from paperreader.tui.core import (
    COMPARE_KEYS,
    COMPARISON,
    DUPLICATE_KEYS,
    DUPLICATES,
    EDITOR_KEYS,
    FACT_KEYS,
    FACTS,
    NOTE,
    SEARCH,
    SEARCH_KEYS,
    plain,
    shown,
)
from paperreader.tui.dialogs.base import LineDialogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from paperreader.tui.core import Command

_KEYS_WIDE: Final = 16
_KEYS_NARROW: Final = 9
_NARROW: Final = 50
"""Cells below which the column of keys is narrow."""

_NEAR: Final = 0.65
"""Of 1: how similar a word of a command must be to a typed word."""

_QUERIES: Final = (
    ('"…"', "Words next to each other"),
    ("'…", "Exactly this word, and nothing like it"),
    ("^…", "Words that begin like this"),
    ("-…", "Papers without it"),
    ("OR (…)", "Either; a group"),
    *((f"{name}:", f"{one.help[0].upper()}{one.help[1:]}") for name, one in FIELDS.items()),
    ("untagged", "Papers without a tag"),
)


@dataclass(frozen=True, slots=True)
class _KeyRow:
    """One command, or one key of an editor, as a row of the help."""

    group: str
    keys: tuple[str, ...]
    title: str
    where: str
    words: str
    """What it is found by besides its keys: lower case without accents."""
    works_here: bool
    """It works where the help was opened."""


def _lines(commands: Iterable[Command], here: str) -> list[_KeyRow]:
    """All keys, those first that work here."""
    lines = []
    for one in commands:
        where = f"({one.where[0]})" if len(one.where) == 1 else ""
        words = fold(f"{one.title} {one.id} {one.group}")
        keys = tuple(shown(keys) for keys in one.keys)
        lines.append(_KeyRow(one.group, keys, one.title, where, words, here in one.where))
    for place, group, pairs in (
        (SEARCH, "In the search line", SEARCH_KEYS),
        (NOTE, "In the note editor", EDITOR_KEYS),
        (FACTS, "Everything about a paper", FACT_KEYS),
        (COMPARISON, "Two papers side by side", COMPARE_KEYS),
        (DUPLICATES, "Comparing possible duplicates", DUPLICATE_KEYS),
        (SEARCH, "What you can search for", _QUERIES),
    ):
        lines += [
            _KeyRow(group, tuple(keys.split(" ")), title, "", fold(f"{title} {group}"), here == place)
            for keys, title in pairs
        ]
    return sorted(lines, key=lambda line: not line.works_here)


def _fitting(typed: str, lines: Sequence[_KeyRow]) -> list[_KeyRow]:
    """The rows that match `typed`: by their key, by all its words, or by similar words."""
    from rapidfuzz.distance import OSA

    wanted = fold(typed).split()
    keyed = [line for line in lines if typed.strip() in line.keys]
    whole = [line for line in lines if all(word in line.words for word in wanted)]

    def near(line: _KeyRow) -> bool:
        words = re.findall(r"\w+", line.words)
        return all(
            word in line.words
            or (len(word) > 2 and any(OSA.normalized_similarity(word, one) >= _NEAR for one in words))
            for word in wanted
        )

    return list(dict.fromkeys([*keyed, *whole, *filter(near, lines)]))


def key_table(rows: Iterable[tuple[Sequence[str], str, str]], width: int, column: int = 0) -> Content:
    """Keys and what they do in two columns, with long texts wrapped in theirs.

    Args:
        rows: the keys, what they do, and a remark.
        width: in cells.
        column: the width of the column of keys, if it is not what suits `width`.
    """
    column = column or (_KEYS_NARROW if width < _NARROW else _KEYS_WIDE)
    out = []
    for keys, title, remark in rows:
        first = _together(keys)
        said = Content.assemble(title, (f"  {remark}" if remark else "", "$muted")).wrap(width - column)
        if cell_len(first) >= column:
            out.append(Content.styled(first, "bold"))
            first = ""
        for line in said:
            out.append(Content.assemble((first.ljust(column), "bold"), line.rstrip()))
            first = ""
    return Content("\n").join(out)


def _together(keys: Sequence[str]) -> str:
    """Several keys in short: ten digits are `0-9`."""
    if len(keys) > 3 and all(len(key) == 1 for key in keys):
        return f"{keys[0]}-{keys[-1]}"
    return "  ".join(keys)


class HelpScreen(LineDialogue[None]):
    """Lists all keys by group; typing narrows the list to matching commands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", priority=True),
        Binding("f1", "dismiss", priority=True),
        Binding("down", "scroll(1)", priority=True),
        Binding("up", "scroll(-1)", priority=True),
        Binding("pagedown,ctrl+d,ctrl+f", "page(1)", priority=True),
        Binding("pageup,ctrl+u,ctrl+b", "page(-1)", priority=True),
    ]

    def __init__(self, commands: Sequence[Command], here: str) -> None:
        """Show the keys.

        Args:
            commands: with the keys that are in force.
            here: the pane, or the dialogue, that the help was opened in.
        """
        super().__init__(placeholder="type a word or a key")
        self._lines = _lines(commands, here)
        self._text = Static(markup=False)
        self._painted_for = 0

    def compose(self) -> ComposeResult:
        """The title, the line to type in, the keys."""
        with Vertical(classes="dialogue"):
            yield Static("Keys", classes="dialogue-title", markup=False)
            yield self._input
            with VerticalScroll(can_focus=False):
                yield self._text
            yield self.hint("↑↓ PgUp PgDn scroll · Esc clear, close")

    def on_resize(self) -> None:
        """Fit the table to the new width."""
        self.call_after_refresh(self._fit)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches. The key that opened the help, alone in the line, closes it."""
        event.stop()
        if event.value == "?":
            self.dismiss(None)
            return
        self._paint()
        self.scrolled.scroll_to(y=0, animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do nothing: the matches are shown already."""
        event.stop()

    def action_leave(self) -> None:
        """Clear the line, then close."""
        if self._input.value:
            self._input.value = ""
        else:
            self.dismiss(None)

    def _fit(self) -> None:
        # Painting lays the screen out, which reports a resize again.
        width = self.scrolled.scrollable_content_region.width
        if width != self._painted_for:
            self._painted_for = width
            self._paint()

    def _paint(self) -> None:
        width = max(20, self.scrolled.scrollable_content_region.width)
        typed = self._input.value
        if not typed.strip():
            self._text.update(Content("\n\n").join(_grouped(self._lines, width, self.drawn)))
            return
        found = _fitting(typed, self._lines)
        nothing = plain(f"No command matches “{typed.strip()}”. Esc clears the line.", "$muted")
        self._text.update(_table(found, width, self.drawn) if found else nothing)


def _grouped(lines: Sequence[_KeyRow], width: int, drawn: Callable[[str], str]) -> Iterable[Content]:
    here = {line.group for line in lines if line.works_here}
    for (group, works_here), some in groupby(lines, key=lambda line: (line.group, line.works_here)):
        heading = f"{group}, elsewhere" if group in here and not works_here else group
        yield Content.assemble((heading, "bold $accent"), "\n", _table(some, width, drawn))


def _table(lines: Iterable[_KeyRow], width: int, drawn: Callable[[str], str]) -> Content:
    return key_table((([drawn(key) for key in line.keys], line.title, line.where) for line in lines), width)


def help_screen(commands: Sequence[Command], here: str) -> HelpScreen:
    """Every key, from the one table of commands; those that work in a pane or a dialogue first."""
    return HelpScreen(commands, here)
