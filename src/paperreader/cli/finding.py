"""Which papers a command is about: from what was typed to their ids."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.parsing import Failure
from paperreader.cli.printing import complain

if TYPE_CHECKING:
    from paperreader.library.reading import Reader
    from paperreader.library.search import Search
    from paperreader.query import Node, Query

SORTS: Final = ("added", "date", "title", "upvotes", "decision", "relevance")

_RANKED: Final = 1_000
"""So many papers are listed best first; the rest of them follows, the newest first."""
_UID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def parsed(reader: Reader, text: str) -> tuple[Search, Query]:
    """The query, after a word about what in it was not understood.

    Raises:
        Failure: nothing was: every paper is rarely what was meant by it.
    """
    from paperreader.library.search import Search
    from paperreader.query import parse

    query = parse(text)
    for problem in query.problems:
        stop = "" if problem.message.endswith("?") else "."
        complain(f"“{text[problem.start : problem.end]}”: {problem.message}{stop}")
    if query.problems and query.root is None and query.sort is None and not query.ranked:
        raise Failure(f"There is nothing in “{text}” that can be searched for: mend the query first.")
    return Search(reader.connection), query


def found(reader: Reader, text: str, sort: str | None, limit: int | None) -> list[int]:
    """The papers to list: the best first or in the order asked for, at most `limit` of them."""
    from paperreader.query import Sort

    search, query = parsed(reader, text)
    order = (sort or "").removeprefix("-")
    turned = order == "relevance" and sort != order
    if sort is not None:
        if order not in SORTS:
            raise click.BadParameter(f"{sort!r}: there are {', '.join(SORTS)}.", param_hint="--sort")
        query = replace(query, sort=None if order == "relevance" else Sort(order, reverse=sort != order))
    result = search.find(query, _RANKED if limit is None or turned else min(limit, _RANKED))
    if result.note:
        complain(result.note)
    ids = list(result.ids)
    if not result.complete and (limit is None or turned or len(ids) < limit):
        known = set(ids)
        ids += [one for one in search.all_ids(query) if one not in known]
    if not ids:
        complain("no paper found.")
    return (ids[::-1] if turned else ids)[:limit]


def meant(reader: Reader, text: str, *, among: Node | None = None) -> list[int]:
    """The papers to change: the one that is named, or all that a query finds, which must be understood for that.

    Args:
        among: what the papers to look among match; `None` for those that lists show.
    """
    if _names_a_paper(text):
        return [reader.resolve(text)]
    search, query = parsed(reader, text)
    query = query.within(among)
    if query.problems:
        raise Failure("Nothing was changed: mend the query first.")
    ids = list(search.all_ids(query))
    if not ids:
        raise Failure(f"No paper found for “{text}”: nothing was changed.")
    note = search.find(query, 1).note
    if note:
        complain(note)
    return ids


def _names_a_paper(text: str) -> bool:
    """Whether `text` looks like the name of one paper (number, uid, identifier, link) rather than like a query."""
    from paperreader.identity import identifiers_in

    text = text.strip()
    if " " in text or not text:
        return False
    return text.isdecimal() or _UID.fullmatch(text) is not None or "://" in text or bool(identifiers_in(text))
