"""Edits papers, merges duplicates and keeps papers apart. Each call is one journalled change."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from paperreader.domain.paper import Paper, PartialDate, TitleFrom, clean, one_line, shortened
from paperreader.identity.likeness import Kind, Verdict, likeness
from paperreader.library.database import paper_rows
from paperreader.library.database.errors import Invalid, NoSuchPaper
from paperreader.library.deduplication import merging
from paperreader.library.deduplication.lookalikes import Lookalikes
from paperreader.library.journal.change import Done

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from paperreader.identity.likeness import Likeness
    from paperreader.library.database.writer import Writer
    from paperreader.library.journal.change import Change
    from paperreader.library.journal.journal import Journal

_PAGE: Final = 1_000


class Curation:
    """Corrects the papers of a library. Every method raises a `LibraryError` if the library cannot be written."""

    def __init__(self, writer: Writer, journal: Journal) -> None:
        self._writer = writer
        self._journal = journal

    def edit(
        self,
        paper: int,
        *,
        title: str | None = None,
        abstract: str | None = None,
        authors: Iterable[str] | None = None,
        venue: str | None = None,
        published: str | None = None,
    ) -> Done:
        """Edit fields of a paper, which no later import changes. Those that are `None` stay as they are.

        Args:
            title: empty for none; then lists show words of the abstract.
            published: `2024`, `2024-07` or `2024-07-23`; empty if unknown.

        Raises:
            NoSuchPaper: nothing is written.
            Invalid: it is not a date; nothing is written.
        """
        fields: dict[str, object] = {}
        if title is not None:
            fields |= _title(one_line(title))
        if abstract is not None:
            fields["abstract"] = clean(abstract).strip()
        if authors is not None:
            names = tuple(filter(None, map(one_line, authors)))
            fields |= {"authors": names, "author_count": len(names) or None}
        if venue is not None:
            fields["venue"] = one_line(venue) or None
        if published is not None:
            fields["published"] = _date(published.strip())
        with self._journal.change() as change:
            before = _label(change, paper)
            merging.edit(change, paper, fields)
            return _done(change, f"edited “{before}”")

    def move_title(self, paper: int, by: int, *, amending: int | None = None) -> Done:
        """Move the boundary between title and abstract, if no source printed the title. No later import moves it again.

        Args:
            by: how many words move from the abstract to the title, or back if it is negative.
            amending: the change that this one continues (see `Journal.change`).

        Raises:
            NoSuchPaper: nothing is written.
            Invalid: a source printed the title, or title and abstract are from different sources; nothing is written.
        """
        with self._journal.change(amending=amending) as change:
            merging.move_title(change, paper, by)
            return _done(change, f"moved the end of the title “{_label(change, paper)}”")

    def merge(self, keep: int, other: int) -> Done:
        """Merge `other` into `keep`: `other` is hidden, and everything the reader added to it moves to `keep`.

        Raises:
            NoSuchPaper: nothing is written.
            Invalid: they are the same paper; nothing is written.
        """
        with self._journal.change() as change:
            what = f"merged “{_label(change, other)}” into “{_label(change, keep)}”"
            merging.merge(change, keep, other)
            return _done(change, what)

    def keep_apart(self, one: int, other: int) -> Done:
        """Remember that two papers are not duplicates, so that nobody is asked about them again.

        Raises:
            NoSuchPaper: nothing is written.
            Invalid: they are the same paper; nothing is written.
        """
        with self._journal.change() as change:
            what = f"kept “{_label(change, one)}” and “{_label(change, other)}” apart"
            merging.keep_apart(change, one, other)
            return _done(change, what)

    def merge_all(self, pairs: Iterable[tuple[int, int]]) -> Done:
        """Merge the second paper of each pair into the first, all in one change.

        Pairs that share a paper are all merged into one. A pair of which a paper is gone is skipped.
        """
        with self._journal.change() as change:
            into: dict[int, int] = {}
            for keep, other in pairs:
                keep, other = _last(into, keep), _last(into, other)
                with contextlib.suppress(NoSuchPaper, Invalid):
                    merging.merge(change, keep, other)
                    into[other] = keep
            return _done(change, f"merged {_counted(len(into), 'pair')} of papers")

    def keep_all_apart(self, pairs: Iterable[tuple[int, int]]) -> Done:
        """Remember that the papers of each pair are not duplicates, in one change. A pair that is gone is skipped."""
        with self._journal.change() as change:
            kept = 0
            for one, other in pairs:
                with contextlib.suppress(NoSuchPaper, Invalid):
                    merging.keep_apart(change, one, other)
                    kept += 1
            return _done(change, f"kept {_counted(kept, 'pair')} of papers apart")

    def find_duplicates(self, progress: Callable[[int], bool | None] | None = None) -> int:
        """Compare all visible papers with each other, and keep the possible duplicates.

        Nothing is merged, even if an import would have merged it by itself.

        Args:
            progress: called with the number of papers read so far, and again while they are compared. If it returns
                `False`, the search stops and keeps what it has found.

        Returns:
            How many pairs are new.
        """
        with self._writer.transaction() as connection:
            lookalikes = Lookalikes(connection.execute("select count(*) from papers").fetchone()[0])
        papers = last = found = 0
        while page := self._page(last):
            for row in page:
                lookalikes.add(row["id"], Paper(title=row["title"], abstract=row["abstract"]))
            last, papers = page[-1]["id"], papers + len(page)
            if progress is not None and progress(papers) is False:
                return found
        pairs = lookalikes.pairs()
        for at in range(0, len(pairs), _PAGE):
            with self._writer.transaction() as connection:
                found += _compare(connection, pairs[at : at + _PAGE])
            if progress is not None and progress(papers) is False:
                break
        return found

    def _page(self, last: int) -> list[sqlite3.Row]:
        """Title and abstract of the next visible papers."""
        with self._writer.transaction() as connection:
            return connection.execute(
                "select id, title, abstract from papers where id > ? and id not in (select paper from gone) "
                "order by id limit ?",
                (last, _PAGE),
            ).fetchall()


def _compare(connection: sqlite3.Connection, pairs: list[tuple[int, int]]) -> int:
    """Compare some pairs and keep the possible duplicates. Says how many are new."""
    papers = paper_rows.load(connection, set(chain.from_iterable(pairs)))
    possible: dict[tuple[int, int], Likeness] = {}
    for one, other in pairs:
        alike = likeness(papers[one].paper, papers[other].paper)
        if alike.verdict is not Verdict.OTHER:
            possible[one, other] = alike if alike.kind is not None else replace(alike, kind=Kind.ABSTRACT)
    return merging.keep_possible_duplicates(connection, possible, None)


def _last(into: dict[int, int], paper: int) -> int:
    """The paper that a paper has been merged into by now."""
    while paper in into:
        paper = into[paper]
    return paper


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _title(title: str) -> dict[str, object]:
    if not title:
        return {"title": None, "title_from": TitleFrom.DERIVED, "title_confidence": None}
    return {"title": title, "title_from": TitleFrom.PRINTED, "title_confidence": None}


def _date(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError:
        raise Invalid(f"{shortened(text)!r} is no date; write it as 2024, 2024-07 or 2024-07-23.") from None


def _label(change: Change, paper: int) -> str:
    row = change.connection.execute("select label from papers where id = ?", (paper,)).fetchone()
    return shortened(row["label"]) if row is not None else ""


def _done(change: Change, what: str) -> Done:
    change.what = what
    return Done(what, tuple(change.papers), change.number if change.changed else None, change.moved)
