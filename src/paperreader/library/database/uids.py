"""The uids of papers: names that a paper keeps in every copy of a library, unlike its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.library.database.rows import each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.library.database.rows import Ask


def uids_of(ask: Ask, papers: Sequence[int]) -> dict[int, str]:
    """The uids of those papers that exist."""
    found = ask("select p.id, p.uid from json_each(?) w cross join papers p on p.id = w.value", each(papers))
    return {row["id"]: row["uid"] for row in found}


def papers_of(ask: Ask, uids: Sequence[str]) -> dict[str, int]:
    """The visible papers with these uids; for a merged paper, the one it was merged into."""
    found = ask(
        "select p.uid, coalesce(m.kept, p.id) as paper from json_each(?) w cross join papers p on p.uid = w.value "
        "left join merges m on m.paper = p.id where coalesce(m.kept, p.id) not in (select paper from hidden)",
        each(uids),
    )
    return {row["uid"]: row["paper"] for row in found}
