"""Edits papers, merges duplicates and keeps papers apart. Each call is one journalled change."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from paperreader.domain import EDITABLE, Paper, TitleFrom, counted, paper_label, shortened, typed_value
from paperreader.identity import Kind, Verdict, likeness
from paperreader.library.database import Invalid, Keyless, NoSuchPaper, paper_rows
from paperreader.library.deduplication import merging
from paperreader.library.deduplication.lookalikes import Lookalikes
from paperreader.library.journal import Done

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping

    from paperreader.domain import PaperField
    from paperreader.identity import Likeness
    from paperreader.library.database import KeyGiver, Stored, Writer
    from paperreader.library.journal import Change, Journal

_PAGE: Final = 1_000


class Corrections:
    """Corrects the papers of a library. Every method raises a `LibraryError` if the library cannot be written."""

    def __init__(self, writer: Writer, journal: Journal, keys: KeyGiver) -> None:
        self._keys = keys
        self._writer = writer
        self._journal = journal

    def edit(self, paper: int, **typed: str | Iterable[str] | None) -> Done:
        """Edit fields of a paper, which no later import changes. Those that are `None` stay as they are.

        Args:
            paper: its number.
            typed: by the names of `EDITABLE`, as somebody types them. An empty title shows words of the abstract, a
                date is `2024`, `2024-07` or `2024-07-23`, an identifier `doi:10.1000/182` or a link to the paper;
                instead of an empty citation key the paper is given a new one, and anything else empty is unknown.

        Raises:
            NoSuchPaper: nothing is written.
            Invalid: it is not a date, an identifier, a link or a citation key, or the identifier or key is another
                paper's; nothing is written.
        """
        with self._journal.change() as change:
            label = _label(change, paper)
            merging.edit(change, paper, lambda stored: self._fields(change, stored, typed))
            return _done(change, f"edited “{label}”")

    def _fields(
        self, change: Change, stored: Stored, typed: Mapping[str, str | Iterable[str] | None]
    ) -> dict[str, object]:
        """The fields that somebody typed; an empty citation key is a new one."""
        fields = _fields(typed, stored.paper)
        if "citation_key" in fields and not fields["citation_key"]:
            new: dict[str, Any] = fields
            paper = replace(stored.paper, **new)
            [key] = self._keys.give(change.connection, [Keyless(paper, paper_label(paper), stored.uid)])
            fields["citation_key"] = key
        return fields

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

        Pairs that share a paper are all merged into one. Pairs with a missing paper are skipped.
        """
        with self._journal.change() as change:
            into: dict[int, int] = {}
            for keep, other in pairs:
                keep, other = _last(into, keep), _last(into, other)
                with contextlib.suppress(NoSuchPaper, Invalid):
                    merging.merge(change, keep, other)
                    into[other] = keep
            return _done(change, f"merged {counted(len(into), 'pair')} of papers")

    def keep_all_apart(self, pairs: Iterable[tuple[int, int]]) -> Done:
        """Remember that the papers of each pair are not duplicates, in one change. A pair that is gone is skipped."""
        with self._journal.change() as change:
            kept = 0
            for one, other in pairs:
                with contextlib.suppress(NoSuchPaper, Invalid):
                    merging.keep_apart(change, one, other)
                    kept += 1
            return _done(change, f"kept {counted(kept, 'pair')} of papers apart")

    def find_duplicates(self, progress: Callable[[int], bool | None] | None = None) -> int:
        """Compare all visible papers with each other, and keep the possible duplicates.

        Nothing is merged, even where an import would merge automatically.

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


_PARTS: Final[dict[str, Callable[[Any], dict[str, object]]]] = {
    "title": lambda title: {
        "title_from": TitleFrom.PRINTED if title else TitleFrom.DERIVED,
        "title_confidence": None,
    },
    "authors": lambda names: {"author_count": len(names) or None},
}
"""What is stored together with a field (see `PaperField.part_of`)."""


_WANTED: Final = {
    "published": "a date; write it as 2024, 2024-07 or 2024-07-23",
    "identifiers": "an identifier; write it as doi:10.1000/182, arxiv:2403.13043, pmid:30922926 or a link to the paper",
    "citation_key": "a citation key; write it without spaces, and without any of , { } ( ) = # % \\ ~ ' and \"",
    "links": "a link; write it as https://example.org/page",
}


def _fields(typed: Mapping[str, str | Iterable[str] | None], before: Paper) -> dict[str, object]:
    """The fields that somebody typed, with what is stored together with them."""
    fields: dict[str, object] = {}
    for name, text in typed.items():
        if text is not None:
            value = _value(EDITABLE[name], text, before)
            fields |= {name: value} | (_PARTS[name](value) if name in _PARTS else {})
    return fields


def _value(field: PaperField, text: str | Iterable[str], before: Paper) -> object:
    texts = [text] if isinstance(text, str) else list(text)
    for one in texts if field.takes_several else [texts]:
        try:
            typed_value(field, one, before)
        except ValueError:
            said = one if isinstance(one, str) else " ".join(one)
            raise Invalid(f"{shortened(said.strip())!r} is not {_WANTED.get(field.name, 'a number')}.") from None
    return typed_value(field, texts, before)


def _label(change: Change, paper: int) -> str:
    row = change.connection.execute("select label from papers where id = ?", (paper,)).fetchone()
    return shortened(row["label"]) if row is not None else ""


def _done(change: Change, what: str) -> Done:
    change.what = what
    return Done(what, tuple(change.papers), change.number if change.changed else None, change.moved)
