"""What a reader adds to papers: tags, notes, stars, what has been read. Each call is one journalled change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from paperreader.library.journal import Done
from paperreader.library.opening import LibraryError, NoSuchNote, NoSuchPaper
from paperreader.paper import Note, clean, new_uid, one_line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from paperreader.library.journal import Change, Journal, Values
    from paperreader.paper import Entry, Highlight

LONGEST_TAG: Final = 100
"""Characters. A tag is a name, not a note."""

_AROUND: Final = 32
"""Characters of the abstract that are kept before and after a highlight."""


class InvalidTag(LibraryError):
    """A tag that could not be shown or found again. Nothing was written."""


def tag_name(text: str) -> str:
    """The tag as it is stored: one line, no `#` or `+` before it.

    Raises:
        InvalidTag: nothing is left, or far too much.
    """
    name = _bare(text)
    if not any(character.isprintable() and character != " " for character in name):
        raise InvalidTag(f"{text!r}: a tag needs at least one letter or digit.")
    if len(name) > LONGEST_TAG:
        raise InvalidTag(f"{name[:20]}…: a tag has at most {LONGEST_TAG} characters; write a note instead.")
    return name


def _bare(text: str) -> str:
    return one_line(text).lstrip("#+ ")


class Annotations:
    """Writes the reader's own data of one library."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def tag(self, papers: Sequence[int], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Done:
        """Add and remove tags on papers.

        Raises:
            InvalidTag: a tag to add is none; nothing is written.
            NoSuchPaper: nothing is written.
            LibraryError: the library cannot be written.
        """
        added = [tag_name(name) for name in add]
        removed = [_bare(name) for name in remove]
        words = " ".join([*(f"+{name}" for name in added), *(f"-{name}" for name in removed)])
        with self._journal.change() as change:
            _must_exist(change, papers)
            for name in added if papers else ():
                tag = _tag_uid(change, name)
                for paper in papers:
                    _add_tagging(change, paper, tag)
            for name in removed:
                _remove_taggings(change, papers, name)
            return _done(change, f"tagged {_papers(change)} {words}")

    def star(self, papers: Sequence[int], *, on: bool) -> Done:
        """Star papers, or take the star away."""
        return self._state(papers, {"starred": int(on)}, "starred" if on else "took the star from")

    def mark_read(self, papers: Sequence[int], *, on: bool, automatic: bool = False) -> Done:
        """Mark papers read or unread; `automatic` when it happened by looking at one."""
        return self._state(papers, {"read": int(on)}, f"marked {'read' if on else 'unread'}", automatic=automatic)

    def write_note(self, paper: int, body: str, *, created: str | None = None) -> tuple[Note, Done]:
        """Add a note to a paper.

        Raises:
            NoSuchPaper: nothing is written.
        """
        with self._journal.change() as change:
            uid = new_uid()
            values: Values = {"paper": paper, "body": clean(body), "highlight": None}
            if created:
                values |= {"created": created, "updated": created}
            _must_exist(change, [paper])
            change.put("notes", uid, values)
            return _note(change, uid), _done(change, f"wrote a note on {_papers(change)}")

    def edit_note(self, uid: str, body: str, *, revision: int, amending: int | None = None) -> tuple[Note, Done]:
        """Save a note that was changed.

        Args:
            revision: the one that the editor began from. If somebody else saved a newer one with another text
                meanwhile, that one stays, and this text becomes a second note: neither is lost.
            amending: the change this save goes on with (see `Journal.change`).

        Raises:
            NoSuchNote: it was deleted meanwhile; nothing is written.
        """
        with self._journal.change(amending=amending) as change:
            body = clean(body)
            stored = _note_row(change, uid)
            if stored["revision"] != revision and stored["body"] != body:
                uid = new_uid()
            change.put("notes", uid, {"paper": stored["paper"], "body": body})
            what = "edited" if uid == stored["uid"] else "kept a second version of"
            return _note(change, uid), _done(change, f"{what} a note on {_papers(change)}")

    def delete_note(self, uid: str, *, amending: int | None = None) -> Done:
        """Delete a note; undo brings it back."""
        with self._journal.change(amending=amending) as change:
            _note_row(change, uid)
            change.delete("notes", uid)
            return _done(change, f"deleted a note on {_papers(change)}")

    def restore(self, change: Change, paper: int, entry: Entry) -> list[str]:
        """Unite a paper with what an export says its reader added; what is there already stays.

        Returns:
            What could not be taken over, in words: tags that are none.
        """
        problems = []
        for text in entry.tags:
            try:
                _add_tagging(change, paper, _tag_uid(change, tag_name(text)))
            except InvalidTag as error:
                problems.append(str(error))
        for note in entry.notes:
            _put_new(change, "notes", note.id, _note_values(paper, note))
        for mark in entry.highlights:
            _put_new(change, "highlights", mark.id, _highlight_values(paper, mark, entry.paper.abstract))
        values: Values = {}
        if entry.read:
            values["read"] = 1
        if entry.starred:
            values["starred"] = 1
        if entry.decision is not None and not _is_decided(change, paper):
            values |= {"decision": str(entry.decision), "reason": entry.reason}
        if values:
            _put_state(change, paper, values)
        return problems

    def _state(self, papers: Sequence[int], values: Values, verb: str, *, automatic: bool = False) -> Done:
        with self._journal.change(automatic=automatic) as change:
            _must_exist(change, papers)
            for paper in papers:
                _put_state(change, paper, values)
            return _done(change, f"{verb} {_papers(change)}")


def _put_new(change: Change, table: str, uid: str, values: Values) -> None:
    if change.find(table, uid) is None:
        change.put(table, uid, values)


def _note_values(paper: int, note: Note) -> Values:
    return {
        "paper": paper,
        "body": note.body,
        "created": note.created,
        "updated": note.updated,
        "revision": note.revision,
    }


def _highlight_values(paper: int, mark: Highlight, abstract: str) -> Values:
    """The row of a highlight, with what stands around it, by which it can be found again in a changed abstract."""
    return {
        "paper": paper,
        "quote": mark.quote,
        "prefix": abstract[max(0, mark.start - _AROUND) : mark.start],
        "suffix": abstract[mark.end : mark.end + _AROUND],
        "start": mark.start,
        "end": mark.end,
        "colour": mark.colour,
        "comment": mark.comment,
        "tags": json.dumps(mark.tags, ensure_ascii=False),
        "created": mark.created,
        "updated": mark.updated,
    }


def _put_state(change: Change, paper: int, values: Values) -> None:
    # A state with everything at its default says nothing, so making it is no change of the reader's data; and
    # with the row there from the start, every change of it touches single columns and can be undone by itself.
    # Its uid is the paper's own: there is one state a paper, on every device.
    change.connection.execute(
        "insert or ignore into states(uid, paper, created, updated, revision) "
        "select uid, id, strftime('%Y-%m-%dT%H:%M:%fZ'), strftime('%Y-%m-%dT%H:%M:%fZ'), 1 from papers where id = ?",
        (paper,),
    )
    row = change.connection.execute("select uid from states where paper = ?", (paper,)).fetchone()
    change.put("states", row["uid"], values)


def _is_decided(change: Change, paper: int) -> bool:
    sql = "select 1 from states where paper = ? and decision is not null"
    return change.connection.execute(sql, (paper,)).fetchone() is not None


def _find_tag(change: Change, name: str) -> str | None:
    """The tag of that name, whatever its case; SQLite itself knows the case of ASCII letters only."""
    row = change.connection.execute("select uid from tags where name = ?", (name,)).fetchone()
    if row is not None:
        return str(row["uid"])
    if name.isascii():
        return None
    tags = change.connection.execute("select uid, name from tags").fetchall()
    return next((tag["uid"] for tag in tags if tag["name"].lower() == name.lower()), None)


def _tag_uid(change: Change, name: str) -> str:
    uid = _find_tag(change, name)
    if uid is None:
        uid = new_uid()
        change.put("tags", uid, {"name": name, "colour": None})
    return uid


def _add_tagging(change: Change, paper: int, tag: str) -> None:
    there = change.connection.execute("select 1 from taggings where paper = ? and tag = ?", (paper, tag))
    if there.fetchone() is None:
        change.put("taggings", new_uid(), {"paper": paper, "tag": tag})


def _remove_taggings(change: Change, papers: Sequence[int], name: str) -> None:
    tag = _find_tag(change, name)
    rows = change.connection.execute(
        "select uid from json_each(?) wanted join taggings on paper = wanted.value where tag = ?",
        (json.dumps(list(dict.fromkeys(papers))), tag),
    ).fetchall()
    for row in rows:
        change.delete("taggings", row["uid"])


def _must_exist(change: Change, papers: Sequence[int]) -> None:
    missing = change.connection.execute(
        "select value from json_each(?) where not exists (select 1 from papers where id = value) limit 1",
        (json.dumps(list(papers)),),
    ).fetchone()
    if missing is not None:
        raise NoSuchPaper(f"There is no paper {missing[0]} in this library.")


def _note_row(change: Change, uid: str) -> sqlite3.Row:
    row = change.find("notes", uid)
    if row is None:
        raise NoSuchNote("This note was deleted meanwhile. Undo (u) brings it back.")
    return row


def _note(change: Change, uid: str) -> Note:
    row = _note_row(change, uid)
    return Note(uid, row["body"], row["created"], row["updated"], row["revision"])


def _papers(change: Change) -> str:
    """The papers a change touched, in words: the title of one, the number of several."""
    if len(change.papers) != 1:
        return f"{len(change.papers):,} papers"
    row = change.connection.execute("select label from papers where id = ?", tuple(change.papers)).fetchone()
    label = row["label"]
    return f"“{label if len(label) <= 60 else label[:59] + '…'}”"


def _done(change: Change, what: str) -> Done:
    """Give the change its words, unless it goes on with one that has some."""
    change.what = change.what or what
    return Done(change.what, tuple(change.papers), change.number if change.papers else None)
