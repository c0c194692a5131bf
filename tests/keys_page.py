"""Writes docs/keys.md from the command table.

python -m tests.keys_page
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from paperreader.tui import COMMANDS
from paperreader.tui.core.commands import (
    COMPARE_KEYS,
    DUPLICATE_KEYS,
    EDITOR_KEYS,
    EVERYWHERE,
    FACT_KEYS,
    PANES,
    SEARCH_KEYS,
    Command,
    shown,
)

_INTRODUCTION = (
    "Made from the program's own table. `^d` is Ctrl+d; `gg` is `g` twice; `m…` is `m` followed by a key of your\n"
    "choice: the choices are shown.",
    "A key works in the list, in the reader (the abstract), in the sidebar, or while selecting (after `v` or `V` in\n"
    "the reader). “All panes” means the first three.",
    "A command applies to the selected papers in the list, or else to the one under the cursor. Selected papers that\n"
    "are not listed stay selected, and the first line says how many there are. However fast you type, commands run\n"
    "one after another. Undo asks before it reverts an import, a merge, or a change to more than a hundred papers.",
)


def where(command: Command) -> str:
    """Return the panes that a command works in, in words."""
    return {EVERYWHERE: "everywhere", PANES: "all panes"}.get(command.where, ", ".join(command.where))


def in_cell(text: str) -> str:
    """Escape text for a cell of a table."""
    return text.replace("|", "\\|")


def page() -> str:
    """Return the page made from the table."""
    lines = ["# Keys", "", *(line for text in _INTRODUCTION for line in (text, ""))]
    for group, commands in groupby(COMMANDS, key=lambda command: command.group):
        lines += [f"## {group}", "", "| key | what it does | where | command |", "| --- | --- | --- | --- |"]
        for command in commands:
            keys = " ".join(f"`{shown(one)}`" for one in command.keys)
            lines.append(f"| {in_cell(keys)} | {command.title} | {where(command)} | `{command.id}` |")
        lines.append("")
    for title, pairs in (
        ("In the search line", SEARCH_KEYS),
        ("In the note editor", EDITOR_KEYS),
        ("Two papers side by side", COMPARE_KEYS),
        ("Everything about a paper", FACT_KEYS),
        ("Comparing possible duplicates", DUPLICATE_KEYS),
    ):
        lines += [f"## {title}", "", "| key | what it does |", "| --- | --- |"]
        lines += [f"| {' '.join(f'`{key}`' for key in keys.split())} | {in_cell(what)} |" for keys, what in pairs]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    Path("docs/keys.md").write_text(page(), encoding="utf-8")
