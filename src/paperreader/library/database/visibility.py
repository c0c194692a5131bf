"""Which papers are hidden: those merged into another, and those whose imports are undone.

They stay in the file with everything the reader added, so that a redo finds them as they were. The table `hidden`
follows from `merges`, `records` and `imports.undone`, and is updated whenever one of these changes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

# A paper that others were merged into has their records too, and stays as long as one of them is not undone.
_CONCERNED: Final = """
with named as (select value as paper from json_each(?)
    union select paper from records where import in (select value from json_each(?))),
concerned as (select paper from named union select kept from merges where paper in (select paper from named)),
gone as (
    select paper from concerned c where exists (select 1 from merges m where m.paper = c.paper)
    or (exists (select 1 from records r where r.paper = c.paper)
        and not exists (select 1 from records r join imports i on i.id = r.import
            where r.paper = c.paper and not i.undone)
        and not exists (select 1 from merges m join records r on r.paper = m.paper join imports i on i.id = r.import
            where m.kept = c.paper and not i.undone))
)
"""


def refresh_hidden(connection: sqlite3.Connection, papers: Iterable[int], imports: Iterable[int] = ()) -> None:
    """Hide or show some papers, and all papers of some imports, as required now."""
    values = (json.dumps(list(papers)), json.dumps(list(imports)))
    connection.execute(
        f"{_CONCERNED} delete from hidden where paper in (select paper from concerned) "
        "and paper not in (select paper from gone)",
        values,
    )
    connection.execute(f"{_CONCERNED} insert or ignore into hidden select paper from gone", values)


def merged_into(connection: sqlite3.Connection, papers: Iterable[int]) -> dict[int, int]:
    """For each of some papers that was merged into another, that other."""
    rows = connection.execute(
        "select m.paper, m.kept from json_each(?) w join merges m on m.paper = w.value", (json.dumps(list(papers)),)
    )
    return {row[0]: row[1] for row in rows.fetchall()}


def merged_from(connection: sqlite3.Connection, papers: Iterable[int]) -> dict[int, list[int]]:
    """For each of some papers that others were merged into, those others."""
    found: dict[int, list[int]] = {}
    rows = connection.execute(
        "select m.kept, m.paper from json_each(?) w join merges m on m.kept = w.value", (json.dumps(list(papers)),)
    )
    for kept_one, paper in rows.fetchall():
        found.setdefault(kept_one, []).append(paper)
    return found


def hidden_papers(connection: sqlite3.Connection, papers: Iterable[int]) -> set[int]:
    """Those of some papers that are hidden."""
    rows = connection.execute(
        "select h.paper from json_each(?) w join hidden h on h.paper = w.value", (json.dumps(list(papers)),)
    )
    return {row[0] for row in rows.fetchall()}
