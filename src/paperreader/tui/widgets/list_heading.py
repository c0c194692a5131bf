"""The first line of the screen: what is listed, a note about it, and where the cursor is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from paperreader.query import ORDERS
from paperreader.tui.core import plain, safe

if TYPE_CHECKING:
    from paperreader.query import Sort


def heading(title: str, note: str, where: str, width: int, *, typed: str = "", sort: Sort | None = None) -> Content:
    """The line.

    Args:
        title: the name of the view that is listed.
        note: what was searched for instead, or what is wrong with the search. If both do not fit, it goes before the
            name of the view; a long one is cut down to what follows its colon.
        where: what is shown at the right.
        width: in cells.
        typed: what is searched for.
        sort: the order that a key asked for.
    """
    named = Content.assemble(plain(safe(title), "bold"))
    asked = Content("")
    if typed.strip():
        asked += plain(f"  /{safe(typed)}", "$warning")
    if sort is not None:
        asked += plain(f"  by {ORDERS[sort.key].called}", "$muted")
    said = plain(f"  {safe(note)}" if note else "", "italic $muted")
    short = plain(f"  {safe(note.rpartition(': ')[2])}" if note else "", "italic $muted")
    room = max(0, width - len(where) - 1)
    ways = [named + asked + said, *([asked[2:] + said, asked[2:] + short] if note and asked else [])]
    left = next((one for one in (*ways, *([short[2:]] if note else [])) if one.cell_length <= room), ways[-1])
    return Content.assemble(left.truncate(room, ellipsis=True, pad=True), " ", (where, "$muted"))
