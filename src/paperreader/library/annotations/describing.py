"""What a change did, in words; and whether it can be made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from paperreader.domain import shortened
from paperreader.library.database import NoSuchPaper
from paperreader.library.journal import Done

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.library.journal import Change


def must_exist(change: Change, papers: Sequence[int]) -> None:
    """Check that papers exist.

    Raises:
        NoSuchPaper: one does not.
    """
    missing = change.connection.execute(
        "select value from json_each(?) where not exists (select 1 from papers where id = value) limit 1",
        (json.dumps(list(papers)),),
    ).fetchone()
    if missing is not None:
        raise NoSuchPaper(f"There is no paper {missing[0]} in this library.")


def papers_touched(change: Change) -> str:
    """The papers that a change touched, in words: the title of one, the number of several."""
    if len(change.papers) != 1:
        return f"{len(change.papers):,} papers"
    row = change.connection.execute("select label from papers where id = ?", tuple(change.papers)).fetchone()
    return f"“{shortened(row['label'])}”"


def described(change: Change, what: str) -> Done:
    """Describe the change, unless it continues one that is described already."""
    change.what = change.what or what
    return Done(change.what, tuple(change.papers), change.number if change.changed else None, change.moved)
