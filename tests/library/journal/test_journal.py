"""All changes can be undone and redone, in order, even after the library was reopened."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import COLOURS, Decision, Entry, Highlight, Note
from paperreader.library import Done, Library
from paperreader.tui.dialogs.draft import NoteDraft
from tests.library.stock import ask, bodies, filled, is_sound, own, temporary

Deed = Callable[[Library], object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "library.db")


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as library:
        yield library


def entry(library: Library, paper: int = 1) -> Entry:
    with library.reader() as reader:
        return reader.entry(paper)


def note(library: Library) -> Note:
    return entry(library).notes[0]


def prepare(library: Library) -> None:
    library.annotations.tag([1, 2], add=["old", "old/er"])
    library.annotations.tag([2], add=["other"])
    mark, _ = highlight(library, 1, 0, 8)
    library.annotations.write_note(1, "first", highlight=mark.id)
    library.annotations.save_view("Old", "tag:old", key="1")
    library.annotations.decide([1], Decision.REJECT, reason="too old")
    library.annotations.set_jump("a", 1)


def highlight(library: Library, paper: int, start: int, end: int, colour: str = "yellow") -> tuple[Highlight, Done]:
    text = entry(library, paper).paper.abstract
    return library.annotations.highlight(paper, start, end, text=text, colour=colour)


def mark(library: Library) -> str:
    return entry(library).highlights[0].id


def view(library: Library) -> str:
    with library.reader() as reader:
        return reader.views()[0].uid


DEEDS: dict[str, Deed] = {
    "add a tag": lambda library: library.annotations.tag([1], add=["new", "newer"]),
    "add an old tag": lambda library: library.annotations.tag([3], add=["OLD"]),
    "remove a tag": lambda library: library.annotations.tag([1, 2], remove=["old"]),
    "swap tags": lambda library: library.annotations.tag([1], add=["new"], remove=["old"]),
    "star": lambda library: library.annotations.star([1, 3], on=True),
    "read": lambda library: library.annotations.mark_read([1], on=True),
    "write a note": lambda library: library.annotations.write_note(2, "second"),
    "edit a note": lambda library: library.annotations.edit_note(note(library).id, "changed", revision=1),
    "delete a note": lambda library: library.annotations.delete_note(note(library).id),
    "highlight": lambda library: highlight(library, 2, 3, 12, "green"),
    "note on a highlight": lambda library: library.annotations.write_note(1, "x", highlight=mark(library)),
    "edit a highlight": lambda library: library.annotations.edit_highlight(mark(library), colour="pink", tags=["x"]),
    "delete a highlight": lambda library: library.annotations.delete_highlight(mark(library)),
    "decide": lambda library: library.annotations.decide([1, 2, 3], Decision.ACCEPT),
    "take a decision back": lambda library: library.annotations.decide([1], None),
    "trash": lambda library: library.annotations.trash([1, 3], on=True),
    "rename a tag": lambda library: library.annotations.rename_tag("old", "new"),
    "make two tags one": lambda library: library.annotations.rename_tag("old", "other"),
    "move a tag below itself": lambda library: library.annotations.rename_tag("old", "old/er"),
    "move a tag up": lambda library: library.annotations.rename_tag("old/er", "old"),
    "delete a tag": lambda library: library.annotations.delete_tag("old", children=True),
    "colour a tag": lambda library: library.annotations.colour_tag("old", "blue"),
    "save a view": lambda library: library.annotations.save_view("New", "lora", key="1"),
    "save a view again": lambda library: library.annotations.save_view("old", "is:unread"),
    "rename a view": lambda library: library.annotations.rename_view(view(library), "Older"),
    "delete a view": lambda library: library.annotations.delete_view(view(library)),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_each_kind_of_change_is_undone_and_redone_after_a_restart(path: Path, deed: Deed) -> None:
    with Library(path) as library:
        prepare(library)
    before = own(path)
    with Library(path) as library:
        deed(library)
    after = own(path)
    assert after != before
    for _ in range(2):
        with Library(path) as library:
            assert library.journal.undo()
        assert own(path) == before
        with Library(path) as library:
            assert library.journal.redo()
            assert library.journal.redo() is None
        assert own(path) == after
    assert is_sound(path)


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_every_change_is_journalled_with_what_was_there_before_and_after(path: Path, deed: Deed) -> None:
    with Library(path) as library:
        prepare(library)
        before = {name: {row[0]: row for row in rows} for name, rows in own(path).items() if name != "states"}
        deed(library)
    after = {name: {row[0]: row for row in rows} for name, rows in own(path).items() if name != "states"}
    touched = {
        (name, uid)
        for name in after
        for uid in before[name] | after[name]
        if before[name].get(uid) != after[name].get(uid)
    }
    rows = ask(path, "select tbl, row, before, after from journal where change = (select max(id) from changes)")
    assert {(tbl, row) for tbl, row, _, _ in rows if tbl != "states"} == touched
    for tbl, row, old, new in rows:
        if tbl != "states":
            assert (old is None, new is None) == (row not in before[str(tbl)], row not in after[str(tbl)])
        else:
            assert set(json.loads(str(old))) == set(json.loads(str(new))) > {"revision", "updated"}


def test_a_change_says_what_it_did_and_to_which_papers(library: Library) -> None:
    done = library.annotations.tag([2, 1], add=["a", "b"], remove=["c"])
    assert (done.what, done.papers) == ("tagged 2 papers +a +b -c", (2, 1))
    assert library.annotations.star([1], on=True).what == "starred “Paper number 0 of many”"
    undone = library.journal.undo()
    assert undone is not None
    assert (undone.what, undone.papers) == ("starred “Paper number 0 of many”", (1,))


def test_a_new_change_ends_redoing(library: Library) -> None:
    library.annotations.star([1], on=True)
    library.journal.undo()
    library.annotations.star([2], on=True)
    assert library.journal.redo() is None
    assert not entry(library).starred


def test_what_changes_nothing_leaves_nothing_and_ends_no_redo(library: Library, path: Path) -> None:
    library.annotations.tag([1], add=["old"])
    library.annotations.star([1], on=True)
    library.journal.undo()
    changes = ask(path, "select * from changes")
    assert library.annotations.tag([1], add=["OLD"], remove=["none"]).change is None
    assert library.annotations.star([1], on=False).change is None
    assert library.annotations.tag([], add=["unused"]).change is None
    assert ask(path, "select * from changes") == changes
    assert library.journal.redo()
    assert entry(library).starred


def test_automatic_reads_are_undone_last(library: Library) -> None:
    library.annotations.star([1], on=True)
    library.annotations.mark_read([1], on=True, automatic=True)
    library.annotations.tag([1], add=["x"])
    states = []
    while library.journal.undo():
        one = entry(library)
        states.append((one.tags, one.starred, one.read))
    assert states == [((), True, True), ((), False, True), ((), False, False)]


def test_automatic_reads_do_not_end_redoing(library: Library) -> None:
    library.annotations.star([1], on=True)
    library.journal.undo()
    library.annotations.mark_read([1], on=True, automatic=True)
    assert library.journal.redo()
    assert (entry(library).starred, entry(library).read) == (True, True)


def test_a_bulk_change_is_one_undo(tmp_path: Path) -> None:
    path = filled(tmp_path / "library.db", 500)
    with Library(path) as library:
        before = own(path)
        done = library.annotations.tag(range(1, 501), add=["all"])
        library.annotations.star(range(1, 501), on=True)
        assert (done.what, len(done.papers)) == ("tagged 500 papers +all", 500)
        assert len(own(path)["taggings"]) == 500
        library.journal.undo()
        library.journal.undo()
        assert own(path) == before
        assert library.journal.undo() is None
    assert is_sound(path)


def test_typing_on_in_a_note_is_one_change_and_one_undo(library: Library, path: Path) -> None:
    draft = NoteDraft(library.annotations, 1, None)
    for end in range(1, 12):
        draft.save("typing on …"[:end])
    library.annotations.mark_read([2], on=True, automatic=True)
    draft.close("typing on to the end")
    assert ask(path, "select count(*) from changes where not automatic") == [(1,)]
    library.journal.undo()
    assert bodies(path) == []
    library.journal.redo()
    assert bodies(path) == ["typing on to the end"]
    assert note(library).revision == 12


def test_what_was_done_while_a_note_was_open_is_undone_in_its_turn(library: Library, path: Path) -> None:
    draft = NoteDraft(library.annotations, 1, None)
    draft.save("one")
    library.annotations.star([2], on=True)
    draft.save("one two")
    draft.save("one two three")
    seen = []
    while library.journal.undo():
        seen.append((bodies(path), entry(library, 2).starred))
    assert seen == [(["one"], True), (["one"], False), ([], False)]
    while library.journal.redo():
        pass
    assert bodies(path) == ["one two three"]


def test_a_draft_that_was_undone_meanwhile_is_kept_as_a_change_of_its_own(library: Library, path: Path) -> None:
    draft = NoteDraft(library.annotations, 1, None)
    draft.save("one")
    library.journal.undo()
    draft.save("one two")
    draft.close("one two")
    assert bodies(path) == ["one two"]
    library.journal.undo()
    assert bodies(path) == []


def test_an_emptied_note_that_is_gone_can_be_closed(library: Library) -> None:
    draft = NoteDraft(library.annotations, 1, None)
    draft.save("one")
    library.journal.undo()
    assert draft.close(" ")
    assert not draft.close("")


def test_a_note_that_is_saved_again_with_other_line_ends_is_still_one_change(library: Library, path: Path) -> None:
    draft = NoteDraft(library.annotations, 1, None)
    draft.save("one\n")
    draft.save("one\r\n")
    draft.save("one\ntwo")
    assert ask(path, "select count(*) from changes") == [(1,)]


def test_a_note_made_and_emptied_in_one_sitting_leaves_no_change(library: Library, path: Path) -> None:
    draft = NoteDraft(library.annotations, 1, None)
    draft.save("only thinking")
    draft.save("only")
    assert draft.close("")
    assert ask(path, "select * from changes") == ask(path, "select * from journal") == []
    assert library.journal.undo() is None


def test_a_note_emptied_later_is_deleted_and_undo_brings_all_of_it_back(library: Library, path: Path) -> None:
    library.annotations.write_note(1, "worth keeping")
    draft = NoteDraft(library.annotations, 1, note(library))
    draft.save("worth")
    draft.close("")
    assert bodies(path) == []
    library.journal.undo()
    assert bodies(path) == ["worth keeping"]
    assert is_sound(path)


def test_the_clock_ascends_even_when_the_wall_clock_goes_back(
    library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.time_ns()
    for wall in (0, -(10**9), 10**9, -(10**12), 0, 2 * 10**9):
        monkeypatch.setattr(time, "time_ns", lambda wall=wall: began + wall)
        library.annotations.write_note(1, str(wall))
        library.journal.undo()
    clocks = [str(clock) for (clock,) in ask(path, "select clock from changes order by id")]
    assert clocks == sorted(set(clocks))
    assert len(clocks) == 12
    devices = ask(path, "select distinct device from changes")
    assert devices == ask(path, "select value from meta where key = 'device'")


def test_undoing_leaves_alone_what_another_change_did_to_the_same_row(library: Library) -> None:
    library.annotations.star([1], on=True)
    library.annotations.mark_read([1], on=True, automatic=True)
    library.journal.undo()
    assert (entry(library).starred, entry(library).read) == (False, True)


def test_two_windows_share_one_history(path: Path) -> None:
    with Library(path) as one, Library(path) as other:
        one.annotations.star([1], on=True)
        other.annotations.tag([1], add=["x"])
        one.journal.undo()
        other.journal.undo()
        assert (entry(one).starred, entry(one).tags) == (False, ())
        one.journal.redo()
        assert entry(other).starred


class Session:
    """Performs random actions on a library, one after another."""

    def __init__(self, path: Path) -> None:
        self.library = Library(path)
        self.draft: NoteDraft | None = None
        self.looked = False

    def notes(self) -> list[Note]:
        with self.library.reader() as reader:
            return [one for entry in reader.entries([1, 2, 3]) for one in entry.notes]

    def marks(self) -> list[Highlight]:
        with self.library.reader() as reader:
            return [mark for _, _, mark in reader.all_highlights(9, [1, 2, 3])]

    def tags(self) -> list[str]:
        with self.library.reader() as reader:
            return reader.known_tags()

    def do(self, what: str, paper: int, word: str) -> None:  # noqa: C901 - a table in all but form
        annotations = self.library.annotations
        notes = self.notes()
        match what:
            case "tag":
                annotations.tag([paper, 1], add=[word])
            case "untag":
                annotations.tag([paper], remove=[word])
            case "star" | "unstar":
                annotations.star([paper], on=what == "star")
            case "read" | "unread":
                annotations.mark_read([paper], on=what == "read")
            case "look":
                self.looked = True
                annotations.mark_read([paper], on=True, automatic=True)
            case "edit" if notes:
                one = notes[paper % len(notes)]
                annotations.edit_note(one.id, word, revision=one.revision)
            case "delete" if notes:
                annotations.delete_note(notes[paper % len(notes)].id)
            case "note" | "edit" | "delete":
                annotations.write_note(paper, word)
            case "type":
                self.draft = self.draft or NoteDraft(annotations, paper, None)
                self.draft.save(f"{self.draft.saved} {word}")
            case "close" if self.draft is not None:
                self.draft.close(self.draft.saved if paper % 2 else "")
                self.draft = None
            case "decide":
                annotations.decide([paper, 1], (None, *Decision)[len(word) % 4], reason=word if paper == 2 else None)
            case "trash" | "bring back":
                annotations.trash([paper], on=what == "trash")
            case "highlight" | "note on a highlight":
                mark, _ = highlight(self.library, paper, len(word), 20 + paper, COLOURS[paper])
                if what != "highlight":
                    annotations.write_note(paper, word, highlight=mark.id)
            case "edit a highlight" | "delete a highlight" if marks := self.marks():
                uid = marks[paper % len(marks)].id
                annotations.delete_highlight(uid) if "delete" in what else annotations.edit_highlight(uid, comment=word)
            case "rename" | "delete tag" | "colour" if tags := self.tags():
                name = tags[paper % len(tags)]
                if what == "rename":
                    annotations.rename_tag(name, f"{name}/{word}" if paper == 1 else word)
                elif what == "colour":
                    annotations.colour_tag(name, COLOURS[paper])
                else:
                    annotations.delete_tag(name, children=True)
            case "view":
                annotations.save_view(word, f"q{paper}", key=str(paper))
            case "undo":
                self.library.journal.undo()
            case "redo":
                self.library.journal.redo()
            case "reopen":
                self.library.close()
                self.library, self.draft = Library(self.library.path), None


KINDS = (
    *("tag", "untag", "star", "unstar", "read", "unread", "look", "note", "edit", "delete", "type", "type", "close"),
    *("decide", "decide", "trash", "bring back", "highlight", "note on a highlight", "edit a highlight"),
    *("delete a highlight", "rename", "rename", "delete tag", "colour", "view", "view"),
    *("undo", "undo", "redo", "redo", "reopen"),
)
HISTORIES = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(1, 3), st.sampled_from(["todo", "ToDo", "über", "paper", "x y"])),
    max_size=18,
)


@settings(max_examples=60, deadline=None)
@given(HISTORIES)
def test_undoing_everything_gives_the_beginning_and_redoing_everything_the_end(
    history: list[tuple[str, int, str]],
) -> None:
    with temporary() as path:
        beginning = own(path)
        session = Session(path)
        try:
            for deed in history:
                session.do(*deed)
            journal = session.library.journal
            while journal.redo():
                pass
            end = own(path)
            while journal.undo():
                pass
            assert own(path) == beginning
            while journal.redo():
                pass
            assert but_for_reads(own(path), session) == but_for_reads(end, session)
        finally:
            session.library.close()
        assert is_sound(path)


def but_for_reads(tables: dict[str, list[tuple[object, ...]]], session: Session) -> object:
    """Drop read states set by looking, which are undone out of order and so not always redone the same."""
    if not session.looked:
        return tables
    others = [(paper, *rest) for paper, _, *rest in tables["states"]]
    return tables | {"states": [one for one in others if any(one[1:])]}


# -- what an undo would take back --------------------------------------------------------------------------------------


def test_what_would_be_undone_is_said_with_the_number_of_its_papers(library: Library) -> None:
    annotations = library.annotations
    made: list[tuple[Done, int]] = [
        (annotations.star([1, 2, 3], on=True), 3),
        (annotations.tag([1, 2], add=["one", "two"]), 2),
        (annotations.rename_tag("one", "three"), 2),
        (annotations.delete_tag("two"), 2),
        (annotations.write_note(1, "a note")[1], 1),
        (annotations.save_view("view", "lora"), 0),
        (library.corrections.merge(1, 2), 2),
    ]
    for done, papers in reversed(made):
        last = library.journal.undoable()
        assert last is not None
        assert (last.change, last.what, last.papers) == (done.change, done.what, papers)
        assert last.large == done.what.startswith("merged")
        library.journal.undo(only=last.change)


def test_only_the_change_that_was_asked_about_is_undone(library: Library) -> None:
    first = library.annotations.star([1], on=True)
    library.annotations.star([2], on=True)
    assert library.journal.undo(only=first.change) is None
    with library.reader() as reader:
        assert [row.starred for row in reader.rows([1, 2])] == [True, True]
