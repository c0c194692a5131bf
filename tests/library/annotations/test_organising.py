"""Decisions, the trash, the tag tree, views and jumps do what they say, and one undo reverts each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Decision, Record, SavedView
from paperreader.library import Library, NoSuchPaper, Search, tag_name
from paperreader.library.annotations.tags import InvalidTag
from paperreader.library.database.connection import connect
from paperreader.library.database.errors import Invalid, NoSuchTag, NoSuchView
from paperreader.query import parse
from tests.library.records import record
from tests.library.stock import ask, everything, filled, is_sound, own, temporary


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "library.db")


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as library:
        yield library


def find(library: Library, query: str) -> list[int]:
    with library.reader() as reader:
        search = Search(reader.connection)
        found = list(search.find(parse(query)).ids)
        assert sorted(search.all_ids(parse(query))) == sorted(found)
        return found


def decided(library: Library) -> list[tuple[str | None, str | None]]:
    with library.reader() as reader:
        return [(row.decision, row.reason) for row in reader.rows([1, 2, 3])]


def tags(library: Library) -> list[tuple[str, ...]]:
    with library.reader() as reader:
        return [tuple(sorted(row.tags)) for row in reader.rows([1, 2, 3])]


def views(library: Library) -> list[SavedView]:
    with library.reader() as reader:
        return reader.views()


def test_decisions_say_what_was_decided_and_why(library: Library) -> None:
    decide = library.annotations.decide
    assert decide([1], Decision.ACCEPT).what == "accepted “Paper number 0 of many”"
    assert (
        decide([1, 2, 3], Decision.REJECT, reason=" wrong\npopulation ").what == "rejected 3 papers: wrong population"
    )
    assert decided(library) == [("reject", "wrong population")] * 3
    assert decide([2], Decision.MAYBE).what == "marked “Paper number 1 of many” as maybe"
    assert decide([3], None, reason="no reason for none").what == "reset “Paper number 2 of many” to undecided"
    assert decided(library) == [("reject", "wrong population"), ("maybe", None), (None, None)]


def test_deciding_the_same_again_keeps_the_reason_unless_another_is_given(library: Library) -> None:
    library.annotations.decide([1, 2], Decision.REJECT, reason="old")
    assert library.annotations.decide([1, 2], Decision.REJECT).change is None
    assert library.annotations.decide([1, 2, 3], Decision.REJECT, reason="new").papers == (1, 2, 3)
    assert library.annotations.decide([2], Decision.REJECT, reason="").papers == (2,)
    assert decided(library) == [("reject", "new"), ("reject", None), ("reject", "new")]


def test_undoing_a_decision_on_many_gives_each_its_own_back(library: Library) -> None:
    library.annotations.decide([1], Decision.REJECT, reason="old")
    library.annotations.decide([2], Decision.MAYBE)
    library.annotations.decide([1, 2, 3], Decision.ACCEPT)
    library.journal.undo()
    assert decided(library) == [("reject", "old"), ("maybe", None), (None, None)]


def test_papers_are_listed_by_decision(library: Library) -> None:
    library.annotations.decide([1], Decision.REJECT)
    library.annotations.decide([2], Decision.ACCEPT)
    assert find(library, "sort:decision") == find(library, "sort:decision many") == [3, 2, 1]
    assert find(library, "sort:-decision") == [1, 2, 3]
    library.annotations.decide([3], Decision.MAYBE)
    library.annotations.decide([1], None)
    assert find(library, "sort:decision") == [1, 3, 2]


def test_trashed_papers_are_nowhere_but_where_they_are_asked_for(library: Library) -> None:
    library.annotations.tag([2], add=["x"])
    library.annotations.star([2], on=True)
    library.annotations.write_note(2, "n")
    assert library.annotations.trash([2], on=True).what == "trashed “Paper number 1 of many”"
    for query in ("", "many", "many sort:title", "paper number", '"paper number 1"', "is:starred", "tag:x", "-many"):
        assert 2 not in find(library, query)
    for query in ("is:trashed", "is:trashed many", "is:trashed OR is:read", "is:trashed tag:x"):
        assert find(library, query) == [2]
    assert sorted(find(library, "is:trashed OR is:unread")) == [1, 2, 3]
    with library.reader() as reader:
        counts = reader.counts()
        assert (counts.all, counts.unread, counts.starred, counts.noted, counts.trashed) == (2, 2, 0, 0, 1)
        assert reader.tags() == []
        assert [one.papers for one in reader.imports()] == [2]
        assert list(reader.first_ids(9)) == [1, 3]
        assert reader.all_notes(9) == []
        assert reader.entry(2).trashed
        assert [row.trashed for row in reader.rows([1, 2])] == [False, True]
    assert library.annotations.trash([1, 2], on=False).papers == (2,)
    assert find(library, "tag:x") == [2]


def test_an_export_brings_the_trash_along_but_puts_away_nothing_in_use(library: Library, tmp_path: Path) -> None:
    library.annotations.trash([1, 2], on=True)
    with library.reader() as reader:
        exported = [Record(one.paper, 1, one) for one in reader.entries([1, 2, 3])]
    with Library(tmp_path / "other.db") as other:
        other.add(exported, file="x", format="json")
        assert find(other, "is:trashed") == [1, 2]
        other.annotations.trash([1], on=False)
        other.add(exported, file="x", format="json")
        assert find(other, "is:trashed") == [2]


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(1, 9)), st.booleans())
def test_the_whole_list_is_whole_but_for_the_trash(trashed: set[int], gap: bool) -> None:
    with temporary(3) as path, Library(path) as library:
        for start in (3, 6):
            library.add((record(number) for number in range(start, start + 3)), file=str(start), format="json")
        if gap:
            with closing(connect(path, writes=True)) as connection:
                connection.execute("update papers set imported = (select max(imported) from papers) where id = 2")
        everything_ = find(library, "")
        library.annotations.trash(sorted(trashed), on=True)
        assert sorted(everything_) == list(range(1, 10))
        assert find(library, "") == [paper for paper in everything_ if paper not in trashed]
        assert set(find(library, "is:trashed")) == trashed


@pytest.mark.parametrize(
    ("text", "name"),
    [("a / b", "a/b"), ("a//b", "a/b"), ("/a/b/", "a/b"), ("# a", "a"), ("/ #a/+b", "a/+b"), (" a  b / c ", "a b/c")],
)
def test_names_of_tags_have_one_slash_between_them(text: str, name: str) -> None:
    assert tag_name(text) == tag_name(name) == name


def test_renaming_a_tag_takes_those_below_it_along(library: Library) -> None:
    library.annotations.tag([1], add=["a", "ab"])
    library.annotations.tag([2], add=["A/x", "a/x/y"])
    done = library.annotations.rename_tag("#a", "b / c")
    assert (done.what, sorted(done.papers)) == ("renamed the tag a to b/c", [1, 2])
    assert tags(library) == [("ab", "b/c"), ("b/c/x", "b/c/x/y"), ()]
    assert find(library, "tag:b") == [1, 2]
    library.journal.undo()
    assert tags(library) == [("a", "ab"), ("A/x", "a/x/y"), ()]


def test_a_tag_that_gets_the_name_of_another_becomes_one_with_it(library: Library, path: Path) -> None:
    library.annotations.tag([1, 2], add=["todo", "todo/now"])
    library.annotations.tag([2, 3], add=["later", "later/now"])
    library.annotations.colour_tag("todo", "green")
    before = own(path)
    done = library.annotations.rename_tag("todo", "Later")
    assert done.what == "merged the tag todo (2 papers) into later (3 papers now)"
    assert tags(library) == [("later", "later/now")] * 3
    with library.reader() as reader:
        assert [(one.name, one.papers, one.colour) for one in reader.tags()] == [
            ("later", 3, "green"),
            ("later/now", 3, None),
        ]
    assert find(library, "todo") == []
    library.journal.undo()
    assert own(path) == before
    assert sorted(find(library, "tag:todo")) == [1, 2]
    assert is_sound(path)


@pytest.mark.parametrize(("old", "new"), [("a", "a/b"), ("a/b", "a"), ("a", "A"), ("a/b", "a/b/c"), ("a", "a/b/b")])
def test_a_tag_can_move_up_and_down_its_own_branch(library: Library, path: Path, old: str, new: str) -> None:
    names = ["a", "a/b", "a/b/b", "a/b/c"]
    library.annotations.tag([1], add=names)
    library.annotations.rename_tag(old, new)
    moved = {(new + name[len(old) :] if name == old or name.startswith(old + "/") else name) for name in names}
    assert set(tags(library)[0]) == moved
    assert is_sound(path)


def test_a_tag_that_is_only_above_others_can_be_renamed_and_deleted(library: Library) -> None:
    library.annotations.tag([1], add=["a/x", "a/y"])
    library.annotations.rename_tag("a", "b")
    assert tags(library)[0] == ("b/x", "b/y")
    with pytest.raises(NoSuchTag, match="below"):
        library.annotations.delete_tag("b")
    library.annotations.delete_tag("b", children=True)
    assert tags(library)[0] == ()


def test_deleting_a_tag_leaves_those_below_it_and_is_undone(library: Library, path: Path) -> None:
    library.annotations.tag([1, 2], add=["a", "a/x"])
    before = own(path)
    assert library.annotations.delete_tag("A").what == "deleted the tag A"
    assert tags(library) == [("a/x",), ("a/x",), ()]
    library.journal.undo()
    assert own(path) == before
    assert is_sound(path)


def test_what_cannot_be_done_to_a_tag_changes_nothing(library: Library, path: Path) -> None:
    library.annotations.tag([1], add=["a", "a/" + "x" * 90])
    before = everything(path)
    with pytest.raises(InvalidTag):
        library.annotations.rename_tag("a", "much longer than that")
    with pytest.raises(InvalidTag):
        library.annotations.rename_tag("a", "#")
    with pytest.raises(Invalid):
        library.annotations.colour_tag("a", "puce")
    deeds: tuple[Callable[[], object], ...] = (
        lambda: library.annotations.rename_tag("b", "c"),
        lambda: library.annotations.delete_tag(""),
        lambda: library.annotations.colour_tag("b", "green"),
    )
    for deed in deeds:
        with pytest.raises(NoSuchTag):
            deed()
    assert everything(path) == before


def test_a_view_is_saved_again_under_its_name_and_a_key_opens_one(library: Library) -> None:
    save = library.annotations.save_view
    assert save(" To\nread ", "is:unread", key="1").what == "saved the view To read"
    save("LoRA", "lora", key="2")
    save("to READ", "is:unread -is:starred")
    first, second = views(library)
    assert (first.name, first.query, first.key) == ("to READ", "is:unread -is:starred", "1")
    save("Third", "third", key="2")
    assert [(one.name, one.key) for one in views(library)] == [("to READ", "1"), ("LoRA", None), ("Third", "2")]
    save("Third", "third", key="")
    assert views(library)[2].key is None
    library.annotations.rename_view(second.uid, "lora")
    assert library.annotations.delete_view(first.uid).what == "deleted the view to READ"
    assert [one.name for one in views(library)] == ["lora", "Third"]
    library.journal.undo()
    assert views(library)[0] == first


@pytest.mark.parametrize(("name", "key"), [("", "1"), (" \n", None), ("x", "0"), ("x", "12"), ("x", "a")])
def test_what_is_no_view_is_refused(library: Library, path: Path, name: str, key: str | None) -> None:
    before = everything(path)
    with pytest.raises(Invalid):
        library.annotations.save_view(name, "q", key=key)
    assert everything(path) == before


def test_a_view_keeps_its_name_where_the_new_one_is_taken_or_none(library: Library) -> None:
    library.annotations.save_view("a", "q")
    library.annotations.save_view("b", "q")
    uid = views(library)[0].uid
    for name in ("B", ""):
        with pytest.raises(Invalid):
            library.annotations.rename_view(uid, name)
    library.annotations.delete_view(uid)
    with pytest.raises(NoSuchView):
        library.annotations.delete_view(uid)
    with pytest.raises(NoSuchView):
        library.annotations.rename_view(uid, "c")


def test_a_letter_leads_to_one_paper_and_undo_does_not_stop_there(library: Library) -> None:
    library.annotations.star([1], on=True)
    library.annotations.set_jump("a", 1)
    library.annotations.set_jump("a", 2)
    library.annotations.set_jump("B", 1)
    with library.reader() as reader:
        assert reader.jumps() == {"B": 1, "a": 2}
        undone = library.journal.undo()
        assert undone is not None
        assert undone.what.startswith("starred")
        assert reader.jumps() == {"B": 1, "a": 2}
    with pytest.raises(NoSuchPaper):
        library.annotations.set_jump("a", 99)
    for letter in ("", "ab", " ", "\x1b"):
        with pytest.raises(Invalid):
            library.annotations.set_jump(letter, 1)


def test_ten_thousand_decisions_are_one_change_and_one_undo(tmp_path: Path) -> None:
    path = filled(tmp_path / "many.db", 10_000)
    before = own(path)
    with Library(path) as library:
        done = library.annotations.decide(range(1, 10_001), Decision.REJECT, reason="out of scope")
        assert (done.what, len(done.papers)) == ("rejected 10,000 papers: out of scope", 10_000)
        assert ask(path, "select count(*), count(distinct reason) from states where decision = 'reject'") == [
            (10_000, 1)
        ]
        library.journal.undo()
        assert own(path) == before
        library.journal.redo()
        assert ask(path, "select count(*) from states where decision = 'reject'") == [(10_000,)]


def test_a_library_knows_when_another_program_wrote_to_it(path: Path) -> None:
    with Library(path) as here, Library(path) as there:
        assert not here.changed_elsewhere()
        here.annotations.star([1], on=True)
        assert not here.changed_elsewhere()
        there.annotations.star([2], on=True)
        assert here.changed_elsewhere()
        assert not here.changed_elsewhere()
        there.annotations.star([3], on=True)
        with here.journal.change():
            assert not here.changed_elsewhere()
        assert here.changed_elsewhere()
