"""What an empty list says: that nothing was found, how to leave that, and what else would find something."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from paperreader.domain import counted
from paperreader.tui.core import ALL, safe, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperreader.query import Node
    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.core import View

_PAUSE: Final = 0.4
"""Seconds without a letter before anything else is looked for: whoever types goes first."""
_MOST: Final = 5
"""Parts of a search that are left out in turn."""


def nothing(workspace: Workspace, view: View, typed: str) -> list[str]:
    """The lines of an empty list: what found nothing, and the key that leaves it."""
    keys = {one.id: shown(one.keys[0]) for one in workspace.app.commands if one.keys}
    where = "" if view.key == ALL.key else f" in {safe(view.title)}"
    if typed:
        leave = f"{keys['clear']} leaves this search." if "clear" in keys else ""
        return [f"Nothing found for {safe(typed)}{where}.", *filter(None, [leave])]
    leave = f"{keys['view.open']} lists all papers." if where and "view.open" in keys else ""
    return [view.nothing, *filter(None, [leave])]


async def say_what_would_be_found(
    workspace: Workspace, view: View, root: Node | None, idle: asyncio.Event, is_listed: Callable[[], bool]
) -> None:
    """Below that, say how many papers are found without each part of the search, and outside of the view.

    Args:
        workspace: whose list is empty.
        view: that was searched.
        root: what was searched for.
        idle: set while no search is running.
        is_listed: whether nothing else has been listed by now.
    """
    from paperreader.library import Interrupted
    from paperreader.query import Query

    papers = workspace.papers
    await asyncio.sleep(_PAUSE)
    await idle.wait()
    lines = [*papers.nothing]
    for words, node in _others(view, root):
        if not is_listed():
            return
        try:
            found = await workspace.app.count_view(Query(node))
        except Interrupted:
            return  # somebody is searching again
        if found and is_listed():
            lines += [*([""] if lines == papers.nothing else []), f"{words}: {counted(found, 'paper')}."]
    if is_listed() and lines != papers.nothing:
        papers.nothing = lines
        papers.refresh()


def _others(view: View, root: Node | None) -> Iterator[tuple[str, Node]]:
    """Searches that ask for less, each with a few words about it."""
    from paperreader.query import And, all_of

    if root is None or view.is_aside:
        return
    within = [view.root] if view.root is not None else []
    if within:
        yield "In all papers", root
    parts = root.nodes if isinstance(root, And) else (root,)
    for left_out in parts[:_MOST] if len(parts) > 1 else ():
        rest = all_of([*within, *(one for one in parts if one is not left_out)])
        if rest is not None:
            yield f"Without {safe(str(left_out))}", rest
