"""What an empty list says: that nothing was found, how to leave that, and what else would find something."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from paperreader.domain import counted
from paperreader.tui.core import ALL, safe, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperreader.query import Node
    from paperreader.tui.actions.listing import Listed, Listing
    from paperreader.tui.actions.workspace import Workspace

_PAUSE: Final = 0.4
"""Seconds without a letter before anything else is looked for: whoever types goes first."""
_MOST: Final = 5
"""Parts of a search that are left out in turn."""


def nothing(workspace: Workspace, now: Listed) -> list[str]:
    """The lines of an empty list: what found nothing, and the key that leaves it."""
    typed, view = now.typed.strip(), now.view
    keys = {one.id: shown(one.keys[0]) for one in workspace.app.commands if one.keys}
    where = "" if view.key == ALL.key else f" in {safe(view.title)}"
    if typed:
        leave = f"{keys['clear']} leaves this search." if "clear" in keys else ""
        return [f"Nothing found for {safe(typed)}{where}.", *filter(None, [leave])]
    leave = f"{keys['view.open']} lists all papers." if where and "view.open" in keys else ""
    return ["Nothing here.", *filter(None, [leave])]


async def say_what_would_be_found(workspace: Workspace, listing: Listing) -> None:
    """Below that, say how many papers are found without each part of the search, and outside of the view."""
    from paperreader.library import Interrupted
    from paperreader.query import Query

    asked, papers = listing.looked_up, workspace.papers
    await asyncio.sleep(_PAUSE)
    await listing.idle.wait()
    lines = [*papers.nothing]
    for words, node in _others(listing.now):
        if asked != listing.looked_up:
            return
        try:
            found = await workspace.app.count_view(Query(node))
        except Interrupted:
            return  # somebody is searching again
        if found and asked == listing.looked_up:
            lines += [*([""] if lines == papers.nothing else []), f"{words}: {counted(found, 'paper')}."]
    if asked == listing.looked_up and lines != papers.nothing:
        papers.nothing = lines
        papers.refresh()


def _others(now: Listed) -> Iterator[tuple[str, Node]]:
    """Searches that ask for less, each with a few words about it."""
    from paperreader.query import And, all_of

    root, view = now.asked.root if now.asked is not None else None, now.view.root
    if root is None or now.view.is_aside:
        return
    if view is not None:
        yield "In all papers", root
    parts = root.nodes if isinstance(root, And) else (root,)
    for left_out in parts[:_MOST] if len(parts) > 1 else ():
        rest = all_of([*([view] if view is not None else []), *(one for one in parts if one is not left_out)])
        if rest is not None:
            yield f"Without {safe(str(left_out))}", rest
