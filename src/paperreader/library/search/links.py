"""The papers that links in notes name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from paperreader.domain import LinkedPaper, citation_key, identifiers_in, is_uid, link
from paperreader.library.database import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from paperreader.library.database import Ask

_PAGE: Final = 500
"""Targets looked up at a time."""

_FOUND: Final = """
with wanted as materialized (select key as at, value ->> 0 as scheme, value ->> 1 as value from json_each(?)),
named as (
    select at, p.id from wanted cross join papers p on p.uid = wanted.value where scheme = ''
    union all
    select at, i.paper from wanted cross join identifiers i on i.scheme = wanted.scheme and i.value = wanted.value
)
select at, coalesce(m.kept, named.id) as paper from named left join merges m on m.paper = named.id
where coalesce(m.kept, named.id) not in (select paper from hidden)
"""


def linked_papers(ask: Ask, targets: Iterable[str]) -> dict[str, LinkedPaper]:
    """The paper that each target of a link names, of those that name exactly one; a merged one's is what it became."""
    wanted = list(dict.fromkeys(targets))
    found: dict[str, LinkedPaper] = {}
    for at in range(0, len(wanted), _PAGE):
        found |= _some(ask, wanted[at : at + _PAGE])
    return found


def _some(ask: Ask, targets: Sequence[str]) -> dict[str, LinkedPaper]:
    keys = [
        (target, key)
        for target in targets
        for key in (
            [("", target.lower())] if is_uid(target) else [(one.scheme, one.value) for one in identifiers_in(target)]
        )
    ]
    if not keys:
        return {}
    named: dict[str, set[int]] = {}
    for row in ask(_FOUND, json.dumps([key for _, key in keys])):
        named.setdefault(keys[row["at"]][0], set()).add(row["paper"])
    papers = {target: min(ids) for target, ids in named.items() if len(ids) == 1}
    entries = {entry.id: entry for entry in rows.entries(ask, list(papers.values()))}
    return {
        target: LinkedPaper(entry.uid, entry.label, citation_key(entry), link(entry))
        for target, paper in papers.items()
        if (entry := entries.get(paper)) is not None
    }
