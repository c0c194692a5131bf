"""Finds the papers that a command is about, from what the user typed."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core.context import open_library
from paperreader.cli.core.failure import Failure
from paperreader.cli.core.input import STDIN, stdin_names
from paperreader.cli.core.output import can_ask, complain, confirmed
from paperreader.cli.core.parameters import is_number
from paperreader.domain import Wording, counted, name_key, shortened
from paperreader.library import NoSuchPaper
from paperreader.query import ORDERS, RELEVANCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from paperreader.cli.core.parameters import PaperRequest
    from paperreader.library import Library, Reader, Search
    from paperreader.query import Node, Problem, Query

_RANKED: Final = 1_000
"""How many papers are listed best first; the rest follows, the newest first."""
_DIGITS: Final = 19
"""More digits than any paper's number has."""
_COLOUR_FIELD: Final = "hl.col"
_TOLD: Final = 3
"""How many mistakes of a query are listed."""
_UID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def parsed_query(reader: Reader, text: str) -> tuple[Search, Query]:
    """Parse a query, and warn about anything in it that was not understood.

    Raises:
        Failure: nothing was understood; listing every paper is rarely what was meant.
    """
    from paperreader.library import Search
    from paperreader.query import parse

    query = parse(text)
    _complain_of(query, text)
    if query.says_nothing:
        raise Failure(f"Nothing in “{shortened(text)}” can be searched for: correct the query first.")
    return Search(reader.connection, colour_names() if _COLOUR_FIELD in text.lower() else {}), query


def colour_names() -> Mapping[str, str]:
    """Return the user's own names of colours. Mistakes in the configuration are for `config check` to report."""
    from paperreader.config import read_config

    return read_config()[0].colour_names


def wording(reader: Reader) -> Wording:
    """Return what puts ids into words: the user's own names of colours, the papers that notes link to."""
    return Wording(colour_names(), reader.linked_papers)


def _complain_of(query: Query, text: str) -> None:
    """Say what in a query was not understood; only the first mistakes, as there may be thousands."""
    doubts = sorted([*query.problems, *query.idle], key=lambda one: one.start)
    said = list(dict.fromkeys(_in_words(one, text) for one in doubts))
    for line in said[:_TOLD]:
        complain(line)
    if len(said) > _TOLD:
        complain(f"and {counted(len(said) - _TOLD, 'more mistake')} after it.")


def _in_words(doubt: Problem, text: str) -> str:
    stop = "" if doubt.message.endswith("?") else "."
    return f"“{shortened(text[doubt.start : doubt.end])}”: {doubt.message}{stop}"


def paper_named(reader: Reader, text: str) -> int:
    """Find the paper that an argument names: by its number, uid, an identifier or a link, or else its citation key.

    Raises:
        Failure, NoSuchPaper: there is none.
    """
    if not is_number(text):
        return reader.resolve(text)
    number = text.strip()
    try:
        return reader.resolve(str(int(number)) if len(number) < _DIGITS else number)
    except NoSuchPaper:
        number = shortened(number, _DIGITS)
        raise Failure(
            f"{number}: no paper in this library has this number. To search for the text, put it in quotes of its own: "
            f"paperreader list '\"{number}\"'."
        ) from None


def papers_listed(reader: Reader, asked: PaperRequest, sort: str | None, limit: int | None) -> list[int]:
    """Return at most `limit` papers to list, the best first or in the order asked for.

    Papers given by number come in the order they were given, unless `sort` says otherwise.
    """
    from paperreader.library import Search
    from paperreader.query import Sort

    order = (sort or "").removeprefix("-")
    if sort is not None and order not in ORDERS:
        raise click.BadParameter(
            f"unknown order {shortened(sort)!r}. Choose one of {', '.join(ORDERS)}.", param_hint="--sort"
        )
    turned = order == RELEVANCE and sort != order
    if asked.numbers:
        ids = [paper_named(reader, one) for one in asked.numbers]
        if sort is not None and order != RELEVANCE:
            ids = list(Search(reader.connection).ordered(ids, Sort(order, reverse=sort != order)))
    elif (keyed := _with_key(reader, asked.query)) is not None:
        ids = [keyed]
    else:
        search, query = parsed_query(reader, asked.query)
        if sort is not None:
            query = replace(query, sort=None if order == RELEVANCE else Sort(order, reverse=sort != order))
        ids = _best_first(search, query, None if turned else limit)
    if not ids:
        complain("no papers found.")
    return list(dict.fromkeys(ids[::-1] if turned else ids))[:limit]


def _best_first(search: Search, query: Query, limit: int | None) -> list[int]:
    """Return what a query finds, at least the first `limit`, and say if something else was searched for."""
    result = search.find(query, _RANKED if limit is None else min(limit, _RANKED))
    if result.note:
        complain(result.note)
    ids = list(result.ids)
    if not result.complete and (limit is None or len(ids) < limit):
        known = set(ids)
        ids += [one for one in search.all_ids(query) if one not in known]
    return ids


def papers_asked_for(reader: Reader, asked: PaperRequest) -> Sequence[int]:
    """Return all papers asked for, in the order of `sort:`, or the last imported first."""
    if asked.numbers:
        return list(dict.fromkeys(paper_named(reader, one) for one in asked.numbers))
    if (keyed := _with_key(reader, asked.query)) is not None:
        return [keyed]
    search, query = parsed_query(reader, asked.query)
    ids = search.all_ids(query)
    if not ids:
        complain("no papers found.")
    return ids


@contextmanager
def papers_to_change(
    ctx: click.Context, query: str, doing: str, *, yes: bool, among: Node | None = None
) -> Iterator[tuple[Library, list[int]]]:
    """Open the library to change the papers that the query means, after asking if there are many.

    Args:
        doing: what will be done to them: `trash {}`.
        yes: the user has agreed in advance.
        among: only papers that match this are looked at; `None` for those that lists show.

    Raises:
        Failure: no papers are meant, or the user said no; nothing may be changed.
    """
    with open_library(ctx) as library:
        with library.reader() as reader:
            ids = _papers_meant(reader, query, among)
            if not yes:
                _ask_before(reader, ids, doing)
        yield library, ids


def _papers_meant(reader: Reader, text: str, among: Node | None) -> list[int]:
    """Return the paper that is named, or all that a query finds.

    Every part of the query must be understood: skipping a part that excludes papers would change those papers too. Only
    `*` means every paper.
    """
    if text.strip() == STDIN:
        return list(dict.fromkeys(paper_named(reader, one) for one in stdin_names()))
    if _names_a_paper(text):
        return [paper_named(reader, text)]
    if (keyed := _with_key(reader, text)) is not None:
        return [keyed]
    search, query = parsed_query(reader, text)
    if query.problems or query.idle:
        raise Failure("Nothing was changed: correct the query first.")
    if query.root is None and not query.everything:
        raise Failure(f"“{shortened(text)}” does not say which papers: nothing was changed. For all papers, add '*'.")
    for tag in query.values("tag"):
        _must_be_whole(tag, reader.known_tags())
    query = query.within(among)
    result = search.find(query, 1)
    ids = list(search.all_ids(query))
    if not ids:
        raise Failure(f"No papers found for “{shortened(text)}”: nothing was changed.")
    if not result.as_typed:
        instead = f" “list” goes on from there: {result.note}." if result.note else ""
        raise Failure(f"No paper has “{shortened(text)}” exactly as typed: nothing was changed.{instead}")
    return ids


def _with_key(reader: Reader, text: str) -> int | None:
    """Return the paper whose citation key `text` is; `None` if it is a query."""
    text = text.strip()
    return reader.keyed(text) if text and " " not in text and not text.endswith("*") else None


def _must_be_whole(tag: str, known: Sequence[str]) -> None:
    """Check that a tag exists, and is not just the beginning of others, which is enough in lists.

    Raises:
        Failure: it is.
    """
    wanted = name_key(tag)
    keys = {name_key(one): one for one in known}
    begun = [one for key, one in keys.items() if key.startswith(wanted)]
    if begun and not any(key == wanted or key.startswith(f"{wanted}/") for key in keys):
        raise Failure(f"There is no tag “{shortened(tag)}”: nothing was changed. Did you mean “{shortened(begun[0])}”?")


def _ask_before(reader: Reader, ids: Sequence[int], doing: str) -> None:
    """Ask before more than half of the papers are changed, if there is somebody at the terminal to ask."""
    if len(ids) < 2 or not can_ask():
        return
    total = reader.counts().all
    if 2 * len(ids) <= total:
        return
    papers = f"all {total:,} papers" if len(ids) >= total else f"{len(ids):,} of {total:,} papers"
    question = doing.format(papers)
    if not confirmed(f"{question[:1].upper()}{question[1:]}? [y/N] "):
        raise Failure("Nothing was changed.")


def _names_a_paper(text: str) -> bool:
    """Whether `text` looks like one paper's number, uid, identifier or link rather than a query."""
    from paperreader.domain import identifiers_in

    text = text.strip()
    if " " in text or not text:
        return False
    return is_number(text) or _UID.fullmatch(text) is not None or "://" in text or bool(identifiers_in(text))
