"""Merges two papers within a change, or keeps them apart; and edits fields of papers.

Everything the reader added to the paper that goes moves to the one that is kept, and so do its identifiers. Its row
stays, hidden, with whatever the kept paper had already, so that undo restores both as they were.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from paperreader.domain import (
    EDITABLE,
    ONE_SOURCE,
    TitleFrom,
    fused,
    move,
    new_uid,
    one_line,
    outcome_of,
    paper_label,
    shortened,
)
from paperreader.identity import merge as united
from paperreader.library.database import TABLES, Invalid, NoSuchPaper, holder_of, paper_rows
from paperreader.library.journal import identifier_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from paperreader.domain import Identifier, Paper
    from paperreader.identity import Likeness
    from paperreader.library.database import Origins, Stored, Values
    from paperreader.library.journal import Change

_POSSIBLE: Final = """
    insert into doubts(one, other, score, why, kind, import) values (?, ?, ?, ?, ?, ?)
    on conflict(one, other) do update set score = excluded.score, why = excluded.why, kind = excluded.kind,
        import = excluded.import
    where exists (select 1 from imports i where i.id = doubts.import and i.undone)
"""
"""A known pair stays as it is, unless the import that found it was undone; then it counts as new."""


_OWNER: Final = """
    select p.id, p.label from identifiers i join papers p on p.id = i.paper
    where i.scheme = ? and i.value = ? and i.paper <> ? and i.paper not in (select paper from hidden) limit 1
"""


def merge(change: Change, keep: int, other: int) -> None:
    """Merge two papers into one.

    `identity.merge` chooses the fields of both, except that what the reader wrote wins, that of `keep` first. Tags,
    notes, highlights, jumps, the star and the read state are united. Of two decisions that of `keep` stays, and a note
    records the other; of two places in the queue, two days and two ratings, that of `keep`.

    Raises:
        NoSuchPaper: one does not exist, or has been merged already; nothing may be committed.
        Invalid: they are the same paper.
    """
    if keep == other:
        raise Invalid("These are the same paper.")
    kept, gone = _both(change.connection, keep, other)
    _unite_fields(change, (keep, kept), (other, gone))
    _unite_states(change, (keep, kept), (other, gone))
    _move_own(change, keep, other)
    change.put("merges", gone.uid, {"paper": other, "kept": keep})
    earlier = change.connection.execute("select uid from merges where kept = ?", (other,)).fetchall()
    change.put_all("merges", {row["uid"]: {"kept": keep} for row in earlier})


def merged_paper(connection: sqlite3.Connection, keep: int, other: int) -> Paper:
    """What `merge` would make of two papers. Nothing is written.

    Raises:
        NoSuchPaper: one does not exist, or has been merged already.
    """
    return _made_one(*_both(connection, keep, other))


def keep_apart(change: Change, one: int, other: int) -> None:
    """Remember that two papers are not duplicates.

    Raises:
        NoSuchPaper: one does not exist.
        Invalid: they are the same paper.
    """
    if one == other:
        raise Invalid("These are the same paper.")
    _both(change.connection, one, other)
    one, other = sorted((one, other))
    if may_be_duplicates(change.connection, one, other):
        change.put("apart", new_uid(), {"one": one, "other": other})


def may_be_duplicates(connection: sqlite3.Connection, one: int, other: int) -> bool:
    """Whether two papers can be duplicates: `False` if the reader has ruled it out."""
    sql = "select 1 from apart where one = ? and other = ?"
    return connection.execute(sql, sorted((one, other))).fetchone() is None


def keep_possible_duplicates(
    connection: sqlite3.Connection, pairs: Mapping[tuple[int, int], Likeness], number: int | None
) -> int:
    """Keep pairs of ids, the smaller first, as possible duplicates. Says how many are new and not decided on."""
    news = 0
    for (one, other), alike in pairs.items():
        if may_be_duplicates(connection, one, other):
            news += connection.execute(_POSSIBLE, (one, other, alike.score, alike.why, alike.kind, number)).rowcount
    return news


def edit(change: Change, paper: int, made: Callable[[Stored], Mapping[str, object]]) -> None:
    """Edit fields of a paper, which no later import changes.

    Args:
        made: makes clean values, by the names of `Paper`, for the paper as it is stored.

    Raises:
        NoSuchPaper: there is no such paper.
        Invalid: another paper has one of the identifiers, or the citation key.
    """
    stored = _found(change.connection, [paper])[paper]
    fields = made(stored)
    new = replace(stored.paper, **fields)  # type: ignore[arg-type]
    origins: Origins = stored.origins | dict.fromkeys(name for name in fields if name in EDITABLE or name in ONE_SOURCE)
    _replace_identifiers(change, paper, stored.paper.identifiers, new.identifiers)
    if new.citation_key != stored.paper.citation_key:
        _take_key(change, paper, stored.paper.citation_key, new.citation_key or "")
    if new != stored.paper or origins != stored.origins:
        change.put("papers", stored.uid, paper_rows.values(new, origins))


def _replace_identifiers(change: Change, paper: int, old: tuple[Identifier, ...], new: tuple[Identifier, ...]) -> None:
    added, removed = ([one for one in some if one not in others] for some, others in ((new, old), (old, new)))
    for one in added:
        owner = change.connection.execute(_OWNER, (one.scheme, one.value, paper)).fetchone()
        if owner is not None:
            raise Invalid(
                f"{one.scheme}:{one.value} belongs to “{shortened(owner['label'])}” (paper {owner['id']}). "
                "If both are one paper, merge them; if not, take it from that one first."
            )
    change.delete_all("identifiers", identifier_rows(paper, removed))
    change.put_all("identifiers", identifier_rows(paper, added))


def _take_key(change: Change, paper: int, old: str | None, key: str) -> None:
    """See to it that no other paper has a key; one that was merged into this paper gets the old one instead."""
    holder = holder_of(change.connection, key, but=paper)
    if holder is None:
        return
    if holder["kept"] != paper:
        raise Invalid(
            f"{key} is the citation key of “{shortened(holder['label'])}” (paper {holder['id']}). Choose another."
        )
    change.put("papers", holder["uid"], {"citation_key": old})


def move_title(change: Change, paper: int, by: int) -> None:
    """Move the boundary between title and abstract, if no source printed the title. No later import moves it again.

    Words move between the end of the title and the beginning of the abstract, unchanged; the white space between both
    becomes one space. If there are fewer words than asked for, all of them move.

    Args:
        by: how many words, to the right if it is positive.

    Raises:
        NoSuchPaper: there is no such paper.
        Invalid: a source printed the title, or title and abstract are from different sources.
    """
    stored = _found(change.connection, [paper])[paper]
    if stored.paper.title_from is TitleFrom.PRINTED:
        raise Invalid("The end of a printed title cannot be moved; “paperreader edit” corrects it.")
    title, abstract = (stored.origins.get(name, []) for name in ("title", "abstract"))
    if stored.paper.title and title is not None and abstract is not None and title != abstract:
        raise Invalid("Title and abstract come from two sources; “paperreader edit” corrects them.")
    _end_title(change, paper, stored.paper, by)


def move_title_of(change: Change, paper: int, read: Paper, by: int) -> None:
    """Do the same to a paper that still has the text of a source; one with another text stays as it is.

    Args:
        read: what the source says. Words are counted from the end of its title, wherever the title ends by now.
    """
    stored = _found(change.connection, [paper])[paper].paper
    if stored.title_from is not TitleFrom.PRINTED and _words(stored) == _words(read):
        _end_title(change, paper, read, by)


def _end_title(change: Change, paper: int, read: Paper, by: int) -> None:
    title, abstract = move(read.title or "", read.abstract, by)
    if abstract == read.abstract:
        return
    fields: dict[str, object] = {"title": one_line(title) or None, "abstract": abstract.strip()}
    origin, sure = (TitleFrom.SPLIT, 1.0) if fields["title"] else (TitleFrom.DERIVED, None)
    fields |= {"title_from": origin, "title_confidence": sure}
    edit(change, paper, lambda _: fields)


def _words(paper: Paper) -> list[str]:
    return fused(paper.title or "", paper.abstract).split()


def _both(connection: sqlite3.Connection, one: int, other: int) -> tuple[Stored, Stored]:
    found = _found(connection, [one, other])
    return found[one], found[other]


def _found(connection: sqlite3.Connection, papers: list[int]) -> dict[int, Stored]:
    found = paper_rows.load(connection, papers)
    for paper in papers:
        hidden = connection.execute("select 1 from hidden where paper = ?", (paper,)).fetchone()
        if paper not in found or hidden is not None:
            raise NoSuchPaper(f"There is no paper {paper} in this library.")
    return found


def _made_one(kept: Stored, gone: Stored) -> Paper:
    """The better fields of both, and those that the reader wrote; but the identifiers and keys of both lead to it."""
    both = {"identifiers", "citation_key"}
    new = paper_rows.keep_edited(kept.paper, united(kept.paper, gone.paper), kept.edited - both)
    return paper_rows.keep_edited(gone.paper, new, gone.edited - kept.edited - both)


def _unite_fields(change: Change, keep: tuple[int, Stored], other: tuple[int, Stored]) -> None:
    (paper, kept), (number, gone) = keep, other
    new = _made_one(kept, gone)
    first = change.connection.execute(
        "select import, line from records where paper = ? order by import, line limit 1", (number,)
    ).fetchone()
    origins = dict(kept.origins)
    for name in paper_rows.changed_fields(kept.paper, new):
        if name in gone.origins or first is not None:
            origins[name] = gone.origins.get(name, [first["import"], first["line"]] if first is not None else None)
    change.put_all("identifiers", identifier_rows(paper, gone.paper.identifiers))
    change.put("papers", kept.uid, paper_rows.values(new, origins))


def _unite_states(change: Change, keep: tuple[int, Stored], other: tuple[int, Stored]) -> None:
    (paper, kept), (number, gone) = keep, other
    mine, theirs = (
        change.connection.execute("select * from states where paper = ?", (one,)).fetchone() for one in (paper, number)
    )
    if theirs is None:
        if mine is not None and mine["trashed"]:  # only one was trashed
            change.put("states", mine["uid"], {"trashed": 0})
        return
    values: Values = {"paper": paper}
    if mine is None or not mine["decision"]:
        values |= {"decision": theirs["decision"], "reason": theirs["reason"]}
    elif theirs["decision"] not in (None, mine["decision"]):
        why = f": {theirs['reason']}" if theirs["reason"] else ""
        label = one_line(paper_label(gone.paper))
        body = f"Merged with “{label}”, which was {outcome_of(theirs['decision']).past}{why}."
        change.put("notes", new_uid(), {"paper": paper, "highlight": None, "body": body})
    if mine is None or mine["due"] is None:
        values |= {"due": theirs["due"], "memory": theirs["memory"]}
    if mine is None or mine["rating"] is None:
        values["rating"] = theirs["rating"]
    for name in ("read", "starred"):
        values[name] = max(theirs[name], mine[name] if mine is not None else 0)
    values["trashed"] = min(theirs["trashed"], mine["trashed"] if mine is not None else 0)
    change.put("states", mine["uid"] if mine is not None else kept.uid, values)


def _move_own(change: Change, keep: int, other: int) -> None:
    """Move what the reader added. What a paper has only once, and the kept one has already, stays where it is."""
    for table in TABLES.values():
        if table.moves:
            sql = f"select uid from {table.name} t where paper = :other"
            if table.once is not None:
                same = "".join(f" and {name} = t.{name}" for name in table.once)
                sql += f" and not exists (select 1 from {table.name} where paper = :keep{same})"
            rows = change.connection.execute(sql, {"keep": keep, "other": other}).fetchall()
            change.put_all(table.name, {row["uid"]: {"paper": keep} for row in rows})
