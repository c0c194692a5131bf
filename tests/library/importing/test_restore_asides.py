"""What goes out of a library comes back: export, import into an empty library, export again gives the same bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import AS_STORED, Decision, Identifier, Leftover, Paper, Recall, Record, TitleFrom, new_uid
from paperreader.exchange import write_library
from paperreader.exports import EXPORTS
from paperreader.formats.readers import json_lines
from paperreader.library import Library, LibraryError, Report
from tests import strategies
from tests.library.records import record
from tests.library.stock import ask, filled, is_sound, own

TODAY = date(2026, 1, 1)
SIMILAR = (
    Paper(title="On the depth of lakes", title_from=TitleFrom.PRINTED, authors=("A. Lake",), venue="Water"),
    Paper(title="On the depth of lakes", title_from=TitleFrom.PRINTED, authors=("A. Lake",), venue="Depths of Water"),
)
"""Two papers that are possible duplicates."""


def exported(library: Library, *, history: bool = False) -> str:
    out = io.StringIO()
    with library.reader() as reader:
        reader.keep_state()
        write_library(reader, EXPORTS[0], out, AS_STORED, history=history)
    return out.getvalue()


def take_in(library: Library, text: str) -> Report:
    return library.add(json_lines.read(io.StringIO(text), TODAY), file="export.jsonl", format="json")


def add(library: Library, *papers: Paper, file: str = "file", left: str = "") -> Report:
    items: list[Record | Leftover] = [Record(one, line) for line, one in enumerate(papers, 1)]
    if left:
        items.append(Leftover(99, left, "no idea"))
    return library.add(items, file=file, format="json")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(filled(tmp_path / "library.db", 0)) as library:
        yield library


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    with Library(filled(tmp_path / "other.db", 0)) as library:
        yield library


@pytest.fixture
def full(library: Library) -> Library:
    """A library that has some of everything."""
    return filled_up(library)


def filled_up(library: Library) -> Library:
    add(library, *(record(number).paper for number in range(8)), file="first", left="???")
    add(library, *SIMILAR, file="second")
    add(library, Paper(title="Undone", title_from=TitleFrom.PRINTED), file="third")
    library.journal.undo()
    add(library, replace(record(6).paper, upvotes=999_999), record(8).paper, file="fourth")
    annotations = library.annotations
    annotations.tag([1, 2, 9], add=["water", "Zebra/a"])
    annotations.colour_tag("water", "blue")
    annotations.tag([1], add=["unused"])
    annotations.tag([1], remove=["unused"])
    annotations.save_view("Mine", "tag:water", key="1")
    annotations.save_view("Ünder way", "is:undecided [x]")
    annotations.set_criteria(None, "general")
    with library.reader() as reader:
        annotations.set_criteria(reader.views()[1].uid, "of the second\nview")
    annotations.set_jump("x", 3)
    annotations.trash([4], on=True)
    annotations.decide([5], Decision.REJECT, reason="off topic")
    note, _ = annotations.write_note(1, "one")
    annotations.edit_note(note.id, "two", revision=note.revision)
    annotations.attach(2, "/files/a.pdf")
    library.agenda.queue([6, 7], on=True)
    library.agenda.recall([5], Recall.GOOD, today=TODAY)
    library.corrections.edit(1, title="Corrected", identifiers=["doi:10.1000/corrected"])
    library.corrections.merge(1, 2)
    library.corrections.keep_apart(3, 4)
    annotations.rate([3], 4)
    annotations.star([3], on=True)
    library.journal.undo()
    return library


@pytest.mark.parametrize("history", [False, True])
def test_a_library_with_everything_in_it_comes_back_to_the_byte(
    full: Library, other: Library, *, history: bool
) -> None:
    text = exported(full, history=history)
    report = take_in(other, text)
    assert (report.added, report.merged, report.left_out) == (10, 0, 0)
    assert exported(other, history=history) == text
    assert is_sound(other.path)
    kinds = {json.loads(line).get("paperreader") for line in text.splitlines()}
    wanted = "hidden import record leftover source edit tag view criteria jump merge apart doubt".split()
    assert kinds == {None, *wanted, *(("change", "changed") if history else ())}


def test_what_is_no_paper_comes_last_and_says_first_what_it_is(full: Library) -> None:
    lines = exported(full).splitlines()
    papers = [line for line in lines if not line.startswith('{"paperreader": "')]
    assert lines[: len(papers)] == papers
    assert len(papers) == 10
    assert '{"paperreader": "tag", "name": "water", "colour": "blue"}' in lines


def test_the_trash_goes_along_and_stays_the_trash(full: Library, other: Library) -> None:
    take_in(other, exported(full))
    with other.reader() as reader:
        assert [one.id for one in reader.entries(reader.whole()) if one.trashed] == [4]


def test_numbers_of_papers_stay(full: Library, other: Library) -> None:
    take_in(other, exported(full))
    labels = "select id, uid, label from papers order by id"
    assert ask(other.path, labels) == ask(full.path, labels)


def test_where_it_came_from_is_known_there_too(full: Library, other: Library) -> None:
    take_in(other, exported(full))
    for paper in (1, 9):
        with full.reader() as one, other.reader() as two:
            assert two.sources(paper) == one.sources(paper)
    again = add(other, *(record(number).paper for number in range(8)), file="first", left="???")
    assert (again.added, again.merged, again.unchanged) == (0, 0, 8)
    assert exported(other) == exported(full)


def test_a_correction_survives_later_imports_there_too(full: Library, other: Library) -> None:
    take_in(other, exported(full))
    add(other, *SIMILAR, file="more")
    take_in(other, exported(full))
    with other.reader() as reader:
        assert reader.entry(1).paper.title == "Corrected"
        assert reader.sources(1).fields["title"] is None


def test_merged_papers_are_recognised_there_too(full: Library, other: Library) -> None:
    take_in(other, exported(full))
    gone = record(1).paper
    report = add(other, gone, file="again")
    assert (report.added, report.unchanged) == (0, 1)


def test_the_import_is_one_change(full: Library, other: Library) -> None:
    text = exported(full, history=True)
    take_in(other, text)
    done = other.journal.undo()
    assert done is not None
    assert "imported 10 papers from export.jsonl" in done.what
    with other.reader() as reader:
        assert len(reader.whole()) == 0
        assert (reader.views(), reader.known_tags(), reader.jumps(), reader.criteria()) == ([], [], {}, {})
    assert other.journal.undo() is None
    other.journal.redo()
    assert exported(other, history=True) == text
    assert is_sound(other.path)


def test_importing_it_again_changes_nothing(full: Library, other: Library) -> None:
    text = exported(full, history=True)
    take_in(other, text)
    before = own(other.path), ask(other.path, "select count(*) from records"), ask(other.path, "select * from changes")
    report = take_in(other, text)
    assert (report.unchanged, report.left_out) == (10, 0)
    after = own(other.path), ask(other.path, "select count(*) from records"), ask(other.path, "select * from changes")
    assert after == before
    assert exported(other, history=True) == text


def test_it_comes_back_after_its_import_was_undone(full: Library, other: Library) -> None:
    text = exported(full)
    take_in(other, text)
    other.journal.undo()
    take_in(other, text)
    with other.reader() as reader:
        assert len(reader.whole()) == 10
        assert [one.name for one in reader.views()] == ["Mine", "Ünder way"]
    assert is_sound(other.path)


def test_what_is_there_already_stays(full: Library, other: Library) -> None:
    add(other, record(0).paper, record(20).paper, file="here")
    annotations = other.annotations
    annotations.tag([1], add=["WATER"])
    annotations.colour_tag("WATER", "green")
    annotations.save_view("mine", "here", key="2")
    annotations.save_view("First", "here", key="1")
    annotations.set_criteria(None, "here")
    annotations.set_jump("x", 2)
    take_in(other, exported(full))
    with other.reader() as reader:
        assert [(one.name, one.query, one.key) for one in reader.views()] == [
            ("mine", "here", "2"),
            ("First", "here", "1"),
            ("Ünder way", "is:undecided [x]", None),
        ]
        assert reader.criteria()[""] == "here"
        assert reader.jumps() == {"x": 2}
        assert reader.known_tags() == ["unused", "WATER", "Zebra/a"]
    assert ask(other.path, "select name, colour from tags where colour is not null") == [("WATER", "green")]
    assert is_sound(other.path)
    assert other.journal.undo() is not None
    with other.reader() as reader:
        assert list(reader.whole()) == [1, 2]
        assert [one.name for one in reader.views()] == ["mine", "First"]
    assert is_sound(other.path)


def test_papers_that_are_two_here_and_one_there_become_one_with_all_that_is_on_them(
    full: Library, other: Library
) -> None:
    add(other, record(0).paper, record(1).paper)
    other.annotations.tag([2], add=["here"])
    text = exported(full)
    for paper in (1, 2):
        with full.reader() as theirs, other.reader() as mine:
            text = text.replace(theirs.uids_of([paper])[paper], mine.uids_of([paper])[paper])
    take_in(other, text)
    with other.reader() as reader:
        assert "here" in reader.entry(1).tags
        assert 2 not in reader.whole()
    other.journal.undo()
    with other.reader() as reader:
        assert list(reader.whole()) == [1, 2]


def test_the_history_is_there_to_be_read_and_not_to_be_undone(full: Library, other: Library) -> None:
    with full.reader() as reader:
        before, [note] = reader.changes(100), reader.past_notes(1)
        versions = reader.note_history(note)
    take_in(other, exported(full, history=True))
    with other.reader() as reader:
        assert reader.changes(100)[1:] == before
        assert [one.body for one in reader.note_history(note)][:2] == [one.body for one in versions]
        assert len(reader.paper_changes(1, 100)) > 4
    other.journal.undo()
    assert other.journal.undo() is None


def test_without_history_nothing_is_said_of_what_was_done(full: Library) -> None:
    assert "one" in exported(full, history=True)
    assert '"turn"' not in exported(full)


ACTIONS: dict[str, Callable[[Library, int, int, str], object]] = {
    "tag": lambda one, paper, _, text: one.annotations.tag([paper], add=[text]),
    "colour": lambda one, paper, _, text: (
        one.annotations.tag([paper], add=["x"]),
        one.annotations.colour_tag("x", "red"),
    ),
    "untag": lambda one, paper, _, __: one.annotations.tag([paper], remove=["x"]),
    "note": lambda one, paper, _, text: one.annotations.write_note(paper, text),
    "star": lambda one, paper, other, _: one.annotations.star([paper], on=bool(other % 2)),
    "trash": lambda one, paper, other, _: one.annotations.trash([paper], on=bool(other % 3)),
    "decide": lambda one, paper, _, text: one.annotations.decide([paper], Decision.REJECT, reason=text),
    "view": lambda one, paper, other, text: one.annotations.save_view(text, text, key=str(other % 9 + 1)),
    "criteria": lambda one, _, __, text: one.annotations.set_criteria(None, text),
    "jump": lambda one, paper, other, _: one.annotations.set_jump("abc"[other % 3], paper),
    "queue": lambda one, paper, other, _: one.agenda.queue([paper, other], on=True),
    "merge": lambda one, paper, other, _: one.corrections.merge(paper, other),
    "apart": lambda one, paper, other, _: one.corrections.keep_apart(paper, other),
    "edit": lambda one, paper, _, text: one.corrections.edit(paper, title=text),
    "import": lambda one, paper, other, text: add(one, record(paper).paper, record(other).paper, *SIMILAR, left=text),
    "undo": lambda one, _, __, ___: one.journal.undo(),
    "redo": lambda one, _, __, ___: one.journal.redo(),
}


@settings(max_examples=6)
@given(
    st.lists(strategies.papers(), max_size=3),
    st.lists(st.tuples(st.sampled_from(sorted(ACTIONS)), st.integers(1, 8), st.integers(1, 8), strategies.lines(30))),
)
def test_whatever_was_done_comes_back_to_the_byte(papers: list[Paper], done: list[tuple[str, int, int, str]]) -> None:
    with TemporaryDirectory() as folder:
        with Library(filled(Path(folder, "a.db"), 3)) as one:
            add(one, *papers)
            for name, paper, other_paper, said in done:
                with suppress(LibraryError):
                    ACTIONS[name](one, paper, other_paper, said)
            texts = {history: exported(one, history=history) for history in (False, True)}
        for history, text in texts.items():
            with Library(filled(Path(folder, f"{history}.db"), 0)) as other:
                assert take_in(other, text).left_out == 0
                assert exported(other, history=history) == text
            assert is_sound(other.path)


# -- hostile lines -----------------------------------------------------------------------------------------------

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"paperreader": "cloud", "name": "x"}, "knows no lines of the kind “cloud”"),
        ({"paperreader": None}, "knows no lines of the kind “None”"),
        ({"paperreader": {"a": [1]}}, "knows no lines"),
        ({"paperreader": "tag"}, "name: expected text"),
        ({"paperreader": "tag", "name": 3}, "name: expected text"),
        ({"paperreader": "tag", "name": "##"}, "at least one letter"),
        ({"paperreader": "tag", "name": "x", "colour": []}, "colour: expected text"),
        ({"paperreader": "view", "name": " ", "query": ""}, "needs a name"),
        ({"paperreader": "view", "name": "x", "query": "", "key": "77"}, "digit from 1 to 9"),
        ({"paperreader": "criteria", "view": "none", "text": "x"}, "no view of this name"),
        ({"paperreader": "jump", "letter": "xx", "paper": NOBODY}, "names a paper"),
        ({"paperreader": "merge", "paper": NOBODY, "into": NOBODY}, "names a paper"),
        ({"paperreader": "apart", "one": "x", "other": "y"}, "one: expected a UUID"),
        ({"paperreader": "edit", "paper": NOBODY, "field": "title"}, "names a paper"),
        ({"paperreader": "edit", "paper": NOBODY, "field": "x; drop table papers"}, "expected a field"),
        ({"paperreader": "record", "import": NOBODY, "line": 1, "paper": NOBODY, "hash": 10**30}, "whole number"),
        ({"paperreader": "record", "import": NOBODY, "line": 1, "paper": NOBODY, "hash": 1}, "names a paper"),
        ({"paperreader": "leftover", "import": NOBODY, "line": 1, "text": "", "why": ""}, "names an import"),
        ({"paperreader": "import", "uid": NOBODY, "file": "x"}, "expected"),
        ({"paperreader": "hidden", "paper": 3}, "expected an object"),
        ({"paperreader": "hidden", "paper": {"uid": NOBODY}}, "expected"),
        ({"paperreader": "changed", "change": NOBODY, "table": "notes", "row": "x"}, "does not follow"),
        ({"paperreader": "change", "uid": NOBODY, "made": "2026-01-01", "what": "x", "turn": "spin"}, "one of do"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_taken_is_left_over_and_says_why(
    library: Library, line: dict[str, object], why: str
) -> None:
    report = take_in(library, json.dumps(line) + "\n" + json.dumps({"title": "A paper", "authors": ["A"]}) + "\n")
    assert (report.papers, report.added, report.left_out) == (1, 1, 1)
    assert why in report.leftovers[0].why
    assert is_sound(library.path)


def test_merges_that_go_round_in_circles_end(full: Library, other: Library) -> None:
    text = exported(full)
    uids = [json.loads(line)["uid"] for line in text.splitlines()[:3]]
    rounds = [{"paperreader": "merge", "paper": uids[at], "into": uids[(at + 1) % 3]} for at in range(3)]
    report = take_in(other, text + "".join(json.dumps(one) + "\n" for one in rounds))
    assert report.left_out <= 1
    with other.reader() as reader:
        assert len(reader.whole()) == 8
    assert is_sound(other.path)
    exported(other)


def test_a_hidden_paper_that_nothing_hides_is_seen(full: Library, other: Library) -> None:
    [line, *_] = exported(full).splitlines()
    take_in(other, json.dumps({"paperreader": "hidden", "paper": json.loads(line)}) + "\n" + _import(new_uid()))
    with other.reader() as reader:
        assert len(reader.whole()) == 1
    other.journal.undo()
    with other.reader() as reader:
        assert len(reader.whole()) == 0


def test_numbers_that_no_library_has_are_replaced(library: Library) -> None:
    entries = [
        json.loads(line)
        for number, line in enumerate([exported_one(library, number) for number in (2**62, 2**40, 0, 7, 7)])
    ]
    with TemporaryDirectory() as folder, Library(filled(Path(folder, "x.db"), 0)) as other:
        report = take_in(other, "".join(json.dumps(one) + "\n" for one in entries))
        assert (report.added, report.left_out) == (5, 0)
        assert [row[0] for row in ask(other.path, "select id from papers order by id")] == [1, 2, 3, 7, 8]
        assert is_sound(other.path)


def exported_one(library: Library, number: int) -> str:
    """The line of a paper that is exported under a number."""
    title = f"Paper {new_uid()}"
    add(library, Paper(title=title, title_from=TitleFrom.PRINTED, identifiers=(Identifier("x", title),)))
    [line] = [line for line in exported(library).splitlines() if line.startswith('{"id"') and title in line]
    return json.dumps(json.loads(line) | {"id": number})


def _import(uid: str) -> str:
    counts = dict.fromkeys(("papers", "added", "merged", "unchanged"), 0)
    return json.dumps(
        {"paperreader": "import", "uid": uid, "file": "f", "format": "json", "started": "2026-01-01", **counts}
    )


@settings(max_examples=10)
@given(st.data())
def test_no_line_breaks_anything(data: st.DataObject) -> None:
    """Lines of a real export with values of any kind in place of some."""
    values: st.SearchStrategy[object]
    values = st.none() | st.booleans() | st.integers() | st.floats() | strategies.hostile_text(40) | st.just([{}])
    with TemporaryDirectory() as folder, Library(filled(Path(folder, "x.db"), 0)) as other:
        lines = [json.loads(line) for line in _sample().splitlines()]
        for at in data.draw(st.lists(st.integers(0, len(lines) - 1), min_size=1, max_size=8)):
            keys = sorted(key for key in lines[at] if key != "paperreader")
            lines[at][data.draw(st.sampled_from(keys))] = data.draw(values)
        take_in(other, "".join(json.dumps(one) + "\n" for one in lines))
        while other.journal.undo():
            pass
        other.journal.redo()
        assert is_sound(other.path)
        with other.reader() as reader:
            reader.changes(100)
            reader.duplicates()
            for paper in reader.whole():
                reader.sources(paper)
                reader.paper_changes(paper, 10)
                for note in reader.past_notes(paper):
                    reader.note_history(note)
        exported(other, history=True)


_SAMPLES: list[str] = []


def _sample() -> str:
    if not _SAMPLES:
        with TemporaryDirectory() as folder, Library(filled(Path(folder, "s.db"), 0)) as one:
            filled_up(one)
            _SAMPLES.append(exported(one, history=True))
    return _SAMPLES[0]
