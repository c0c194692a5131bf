"""What a reader corrects: fields of papers, which papers are one and which are two. Each call is one change."""

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
    """Corrects the papers of one library. Every method raises a `LibraryError` where it cannot be written."""

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
        """Write fields of a paper; what no later source changes any more. Those that are `None` stay as they are.

        Args:
            title: empty for none, which shows words of the abstract.
            published: `2024`, `2024-07` or `2024-07-23`; empty for unknown.

        Raises:
            NoSuchPaper: nothing is written.
            Invalid: the date is none, or nothing would be left to know the paper by; nothing is written.
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
        """Move the end of a title that no source prints by so many words; no later source changes it any more.

        Args:
            by: words of the abstract that come to the title; of the title that go back, where it is negative.
            amending: the change this one goes on with (see `Journal.change`).

        Raises:
            NoSuchPaper: nothing is written.
            Invalid: a source prints the title, or it is from another text than the abstract; nothing is written.
        """
        with self._journal.change(amending=amending) as change:
            merging.move_title(change, paper, by)
            return _done(change, f"moved the end of the title “{_label(change, paper)}”")

    def merge(self, keep: int, other: int) -> Done:
        """Make two papers one: `other` goes out of sight, and all that the reader added to it is on `keep`.

        Raises:
            NoSuchPaper: nothing is written.
            Invalid: they are one and the same; nothing is written.
        """
        with self._journal.change() as change:
            what = f"merged “{_label(change, other)}” into “{_label(change, keep)}”"
            merging.merge(change, keep, other)
            return _done(change, what)

    def keep_apart(self, one: int, other: int) -> Done:
        """Remember that two papers are two, so that they are never asked about again.

        Raises:
            NoSuchPaper: nothing is written.
            Invalid: they are one and the same; nothing is written.
        """
        with self._journal.change() as change:
            what = f"kept “{_label(change, one)}” and “{_label(change, other)}” apart"
            merging.keep_apart(change, one, other)
            return _done(change, what)

    def merge_all(self, pairs: Iterable[tuple[int, int]]) -> Done:
        """Make one of the two papers of each pair, all in one change: the first of a pair stays.

        Papers that several pairs have become one with each other; a pair of which a paper is gone is passed over.
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
        """Remember of each pair that its papers are two, all in one change; a pair that is gone is passed over."""
        with self._journal.change() as change:
            kept = 0
            for one, other in pairs:
                with contextlib.suppress(NoSuchPaper, Invalid):
                    merging.keep_apart(change, one, other)
                    kept += 1
            return _done(change, f"kept {_counted(kept, 'pair')} of papers apart")

    def find_duplicates(self, progress: Callable[[int], bool | None] | None = None) -> int:
        """Compare all papers that are in sight, and keep the possible duplicates among them.

        Nothing is merged: what an import would have merged by itself is asked about like the rest.

        Args:
            progress: called with the number of papers gathered so far, and on while they are compared; `False`
                stops, keeping what was found.

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
        """Title and abstract of the next papers in sight."""
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
    """What a paper is one with by now."""
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
