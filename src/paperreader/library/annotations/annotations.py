"""Everything a reader adds to papers, and saved views. Each call is one journalled change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.domain import (
    COLOURS,
    HIGHEST_RATING,
    Decision,
    clean,
    counted,
    new_uid,
    one_line,
    outcome_of,
    shortened,
)
from paperreader.library.annotations.attachments import attach_files, detach_files
from paperreader.library.annotations.describing import (
    described as _done,
    must_exist as _must_exist,
    papers_touched as _papers,
)
from paperreader.library.annotations.highlights import (
    add_highlight,
    colour_name,
    delete_highlight,
    edit_highlight,
    highlight_row,
)
from paperreader.library.annotations.notes import note_row, note_stored
from paperreader.library.annotations.queue import leave_queue
from paperreader.library.annotations.states import all_are, all_rated, in_parts, put_states, states_of
from paperreader.library.annotations.tags import (
    add_tag,
    bare_tag,
    colour_by_tags,
    colour_tag,
    delete_tag,
    remove_tag,
    rename_tag,
    tag_name,
    tag_uid,
)
from paperreader.library.annotations.views import delete_view, rename_view, save_view, set_criteria, set_jump
from paperreader.library.database import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from paperreader.domain import Decision, Highlight, Note
    from paperreader.library.annotations.states import State
    from paperreader.library.database import Values
    from paperreader.library.journal import Done, Journal


class Annotations:
    """Writes the reader's own data. Every method raises a `LibraryError` if the library cannot be written."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def tag(self, papers: Sequence[int], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Done:
        """Add and remove tags on papers.

        Raises:
            InvalidTag: a tag to add is not valid; nothing is written.
            NoSuchPaper: nothing is written.
        """
        added = [tag_name(name) for name in add]
        removed = [bare_tag(name) for name in remove]
        words = " ".join([*(f"+{name}" for name in added), *(f"-{name}" for name in removed)])
        with self._journal.change() as change:
            _must_exist(change, papers)
            for name in added if papers else ():
                add_tag(change, papers, tag_uid(change, name))
            for name in removed:
                remove_tag(change, papers, name)
            return _done(change, f"tagged {_papers(change)} {words}")

    def rename_tag(self, old: str, new: str) -> Done:
        """Rename a tag and all below it. If the new name is another tag's, the two are united.

        Raises:
            InvalidTag: the new name, or that of a tag below, is not valid; nothing is written.
            NoSuchTag: nothing is written.
        """
        old, new = bare_tag(old), tag_name(new)
        with self._journal.change() as change:
            renamed = rename_tag(change, old, new)
            if renamed.into is not None:
                papers, together = counted(renamed.brought, "paper"), counted(renamed.together, "paper")
                return _done(change, f"merged the tag {old} ({papers}) into {renamed.into} ({together} now)")
            along = f", below itself: {renamed.below[0]} is {renamed.below[1]} now" if renamed.below else ""
            return _done(change, f"renamed the tag {old} to {new}{along}")

    def delete_tag(self, name: str, *, children: bool = False) -> Done:
        """Delete a tag and, with `children`, all below it.

        Raises:
            NoSuchTag: nothing is written.
        """
        name = bare_tag(name)
        with self._journal.change() as change:
            delete_tag(change, name, children=children)
            return _done(change, f"deleted the tag {name}{' and those below it' if children else ''}")

    def colour_tag(self, name: str, colour: str | None) -> Done:
        """Give a tag one of `COLOURS`, or no colour.

        Raises:
            NoSuchTag: nothing is written.
            Invalid: there is no such colour; nothing is written.
        """
        name, colour = bare_tag(name), None if colour is None else colour_name(colour)
        with self._journal.change() as change:
            colour_tag(change, name, colour)
            return _done(
                change, f"coloured the tag {name} {colour}" if colour else f"removed the colour of the tag {name}"
            )

    def star(self, papers: Sequence[int], *, on: bool) -> Done:
        """Star or unstar papers."""
        return self._state(papers, {"starred": int(on)}, "starred {}" if on else "unstarred {}")

    def mark_read(
        self,
        papers: Sequence[int],
        *,
        on: bool,
        automatic: bool = False,
        progress: Callable[[int], bool] | None = None,
    ) -> Done:
        """Mark papers as read or unread; `automatic` if that happened by looking at one.

        A paper marked as read leaves the queue, unless it was only looked at.

        Args:
            progress: as for `decide`.
        """
        what = f"marked {{}} as {'read' if on else 'unread'}"
        is_done = on and not automatic
        return self._state(papers, {"read": int(on)}, what, automatic=automatic, progress=progress, is_done=is_done)

    def trash(self, papers: Sequence[int], *, on: bool) -> Done:
        """Move papers to the trash, where only `is:trashed` finds them, or bring them back."""
        return self._state(papers, {"trashed": int(on)}, "trashed {}" if on else "restored {}")

    def all_are(self, papers: Sequence[int], state: State) -> bool:
        """Whether all of some papers are read, starred or trashed, as of the last change."""
        with self._journal.as_it_is() as connection:
            return all_are(connection, papers, state)

    def decide(
        self,
        papers: Sequence[int],
        decision: Decision | None,
        *,
        reason: str | None = None,
        progress: Callable[[int], bool] | None = None,
    ) -> Done:
        """Decide on papers, which takes them out of the queue, or take their decisions back with `None`.

        Args:
            reason: why. Without one, a paper whose decision changes loses its reason, and one whose decision stays
                keeps it. An empty one removes it.
            progress: told how many papers are done; returns whether to go on.

        Raises:
            NoSuchPaper: nothing is written.
            Stopped: `progress` said so; nothing is written.
        """
        why = one_line(reason or "") or None
        with self._journal.change() as change:
            _must_exist(change, papers)
            for some in in_parts(papers, progress):
                values: dict[str, Values] = {}
                for state in states_of(change, some):
                    if state["decision"] != decision or (reason is not None and decision is not None):
                        values[state["uid"]] = {"decision": decision and str(decision), "reason": decision and why}
                change.put_all("states", values)
            because = f": {shortened(why, 200)}" if why and decision else ""
            left = leave_queue(change, papers) if decision else ""
            return _done(change, outcome_of(decision).done.format(_papers(change)) + because + left)

    def rate(self, papers: Sequence[int], rating: int | None) -> Done:
        """Rate papers from 0 to `HIGHEST_RATING`, or take their ratings off with `None`.

        Raises:
            NoSuchPaper: nothing is written.
            Invalid: there is no such rating; nothing is written.
        """
        if rating is not None and not 0 <= rating <= HIGHEST_RATING:
            raise Invalid(f"{rating} is no rating: they are 0 to {HIGHEST_RATING}.")
        what = "took the rating off {}" if rating is None else f"rated {{}} {rating} of {HIGHEST_RATING}"
        return self._state(papers, {"rating": rating}, what)

    def all_rated(self, papers: Sequence[int], rating: int) -> bool:
        """Whether all of some papers have a rating, as of the last change."""
        with self._journal.as_it_is() as connection:
            return all_rated(connection, papers, rating)

    def write_note(
        self, paper: int, body: str, *, created: str | None = None, highlight: str | None = None
    ) -> tuple[Note, Done]:
        """Add a note to a paper, or to a highlight in it.

        Raises:
            NoSuchPaper: nothing is written.
            NoSuchHighlight: the paper has no such highlight; nothing is written.
        """
        with self._journal.change() as change:
            uid = new_uid()
            values: Values = {"paper": paper, "body": clean(body), "highlight": highlight}
            if created:
                values |= {"created": created, "updated": created}
            _must_exist(change, [paper])
            if highlight is not None:
                highlight_row(change, highlight, paper)
            change.put("notes", uid, values)
            return note_stored(change, uid), _done(change, f"wrote a note on {_papers(change)}")

    def edit_note(self, uid: str, body: str, *, revision: int, amending: int | None = None) -> tuple[Note, Done]:
        """Save an edited note.

        Args:
            revision: the one that the editor started from. If another text has been saved since then, that stays, and
                this text becomes a second note, so that neither is lost.
            amending: the change that this save continues (see `Journal.change`).

        Raises:
            NoSuchNote: it has been deleted; nothing is written.
        """
        with self._journal.change(amending=amending) as change:
            body = clean(body)
            stored = note_row(change, uid)
            values: Values = {"paper": stored["paper"], "body": body}
            if stored["revision"] != revision and stored["body"] != body:
                uid = new_uid()
                values["highlight"] = stored["highlight"]
            change.put("notes", uid, values)
            what = "edited" if uid == stored["uid"] else "kept a second version of"
            return note_stored(change, uid), _done(change, f"{what} a note on {_papers(change)}")

    def delete_note(self, uid: str, *, amending: int | None = None) -> Done:
        """Delete a note."""
        with self._journal.change(amending=amending) as change:
            note_row(change, uid)
            change.delete("notes", uid)
            return _done(change, f"deleted a note on {_papers(change)}")

    def highlight(
        self,
        paper: int,
        start: int,
        end: int,
        *,
        text: str,
        colour: str | None = None,
        comment: str = "",
        tags: Iterable[str] = (),
        otherwise: str = COLOURS[0],
    ) -> tuple[Highlight, Done]:
        """Highlight a passage of an abstract. If it is highlighted already, only update the given comment and tags.

        Args:
            start: half-open with `end`, in code points of the stored abstract.
            text: the abstract as it was when the passage was selected.
            colour: one of `COLOURS`; `None`: that of the first of `tags` that has one, else `otherwise`.

        Raises:
            NoSuchPaper: nothing is written.
            StaleText: the abstract has changed since; nothing is written.
            Invalid: the passage is empty or outside the abstract, or there is no such colour; nothing is written.
            InvalidTag: nothing is written.
        """
        with self._journal.change() as change:
            tags = tuple(tags)
            colour = colour or colour_by_tags(change, tags) or otherwise
            made = add_highlight(change, paper, (start, end), text=text, colour=colour, comment=comment, tags=tags)
            return made, _done(change, f"highlighted “{shortened(made.quote)}”")

    def edit_highlight(
        self, uid: str, *, colour: str | None = None, comment: str | None = None, tags: Iterable[str] | None = None
    ) -> Done:
        """Change the given ones of a highlight's colour, comment and tags.

        Raises:
            NoSuchHighlight: nothing is written.
            Invalid: there is no such colour; nothing is written.
            InvalidTag: nothing is written.
        """
        with self._journal.change() as change:
            edit_highlight(change, uid, colour=colour, comment=comment, tags=tags)
            return _done(change, f"edited a highlight on {_papers(change)}")

    def delete_highlight(self, uid: str) -> Done:
        """Delete a highlight. Its notes stay with the paper, and undo attaches them again.

        Raises:
            NoSuchHighlight: nothing is written.
        """
        with self._journal.change() as change:
            delete_highlight(change, uid)
            return _done(change, f"deleted a highlight on {_papers(change)}")

    def save_view(self, name: str, query: str, *, key: str | None = None) -> Done:
        """Save a query as a view, or change the query of the view that has this name.

        Args:
            key: the digit that opens it, which another view loses. `None` leaves the key as it is, an empty one
                removes it.

        Raises:
            Invalid: the name is empty, or the key is not a digit from 1 to 9; nothing is written.
        """
        with self._journal.change() as change:
            name = save_view(change, name, query, key)
            return _done(change, f"saved the view {shortened(name)}")

    def rename_view(self, uid: str, name: str) -> Done:
        """Rename a view.

        Raises:
            NoSuchView: nothing is written.
            Invalid: the name is empty, or another view's; nothing is written.
        """
        with self._journal.change() as change:
            old, new = rename_view(change, uid, name)
            return _done(change, f"renamed the view {shortened(old)} to {shortened(new)}")

    def delete_view(self, uid: str) -> Done:
        """Delete a view.

        Raises:
            NoSuchView: nothing is written.
        """
        with self._journal.change() as change:
            return _done(change, f"deleted the view {shortened(delete_view(change, uid))}")

    def set_criteria(self, view: str | None, text: str) -> Done:
        """Set what the papers of a view must meet, or all papers if it is `None`; an empty text removes it.

        Raises:
            NoSuchView: nothing is written.
        """
        with self._journal.change() as change:
            whose = set_criteria(change, view, text)
            return _done(change, f"{'wrote' if text.strip() else 'removed'} the criteria of {whose}")

    def attach(self, paper: int, path: str | None) -> Done:
        """Attach a file to a paper in place of those it has, or detach them with `None`.

        Args:
            paper: its number.
            path: absolute, so that it leads to the file from everywhere.

        Raises:
            NoSuchPaper: nothing is written.
            Invalid: the path cannot be stored; nothing is written.
        """
        with self._journal.change() as change:
            _must_exist(change, [paper])
            wanted = [path] if path else []
            detach_files(change, paper, but=wanted)
            attach_files(change, paper, wanted)
            name = shortened((path or "").rpartition("/")[2])
            return _done(
                change, f"attached {name} to {_papers(change)}" if path else f"detached the PDF of {_papers(change)}"
            )

    def set_jump(self, letter: str, paper: int) -> Done:
        """Let a letter jump to a paper instead of any other. Undo skips this.

        Raises:
            NoSuchPaper: nothing is written.
            Invalid: it is not a single visible character; nothing is written.
        """
        with self._journal.change(automatic=True) as change:
            _must_exist(change, [paper])
            set_jump(change, letter, paper)
            return _done(change, f"remembered {_papers(change)} under {letter}")

    def _state(
        self,
        papers: Sequence[int],
        values: Values,
        what: str,
        *,
        automatic: bool = False,
        progress: Callable[[int], bool] | None = None,
        is_done: bool = False,
    ) -> Done:
        with self._journal.change(automatic=automatic) as change:
            _must_exist(change, papers)
            for some in in_parts(papers, progress):
                put_states(change, some, values)
            left = leave_queue(change, papers) if is_done else ""
            return _done(change, what.format(_papers(change)) + left)
