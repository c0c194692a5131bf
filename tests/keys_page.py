"""Writes docs/keys.md from the command table.

python -m tests.keys_page
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from paperreader.tui.commands import COMMANDS, EDITOR_KEYS, PANES, SEARCH_KEYS, shown


def page() -> str:
    """The page, from the table."""
    lines = ["# Keys", "", "Made from the program's own table. `^d` is Ctrl+d; `gg` is `g` and then `g` again.", ""]
    for group, commands in groupby(COMMANDS, key=lambda command: command.group):
        lines += [f"## {group}", "", "| key | what it does | where | command |", "| --- | --- | --- | --- |"]
        for command in commands:
            keys = " ".join(f"`{shown(one)}`" for one in command.keys)
            where = "everywhere" if command.where == PANES else ", ".join(command.where)
            lines.append(f"| {keys} | {command.title} | {where} | `{command.id}` |")
        lines.append("")
    for title, pairs in (("In the search line", SEARCH_KEYS), ("In the note editor", EDITOR_KEYS)):
        lines += [f"## {title}", "", "| key | what it does |", "| --- | --- |"]
        lines += [f"| {' '.join(f'`{key}`' for key in keys.split())} | {what} |" for keys, what in pairs]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    Path("docs/keys.md").write_text(page(), encoding="utf-8")
