"""Imports, merges and corrections can be undone and redone without losing anything the reader wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Decision, Entry, Identifier, Paper, PartialDate, Record, TitleFrom
from paperreader.library import Done, ImportOptions, Library, LibraryError, NoSuchPaper, Search
from paperreader.library.database.errors import Invalid, NoSuchImport
from paperreader.query import parse
from tests.library.stock import ask, filled, is_sound, own, sizes, temporary

ONE = (
    "We study how rivers remember the shape of the hills that they came from, and find that sediment keeps a record of "
    "slopes which are long gone. A model of transport with three parameters reproduces what was measured in forty "
    "valleys, and predicts the age of terraces within a tenth. Its code and the measurements are free to use."
)
TWO = (
    "Bees that return from far fields dance longer, yet nobody knew whether the dance tells of effort or of distance. "
    "By pulling tunnels over meadows we separate one from the other in six colonies. The dance follows what the eye "
    "sees pass by, not what the wings spend. This settles a dispute of seventy years, and raises three new ones."
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "library.db", 0)


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as library:
        yield library


def arxiv(value: str) -> tuple[Identifier, ...]:
    return (Identifier("arxiv", value),)


def printed(title: str, abstract: str = "", **more: object) -> Paper:
    return Paper(title=title, title_from=TitleFrom.PRINTED, abstract=abstract, **more)  # type: ignore[arg-type]


def add(
    library: Library, *papers: Paper, file: str = "file", adopt_tags: bool = False, adopt_notes: bool = False
) -> tuple[int, int, int, int]:
    records = [Record(paper, line) for line, paper in enumerate(papers, 1)]
    report = library.add(
        records, file=file, format="json", options=ImportOptions(adopt_tags=adopt_tags, adopt_notes=adopt_notes)
    )
    return report.added, report.merged, report.unchanged, report.doubtful


def entries(library: Library) -> list[Entry]:
    """All papers, without the citation keys that the library gave them."""
    with library.reader() as reader:
        found = reader.entries(sorted(reader.first_ids(10**6)))
        return [replace(one, paper=replace(one.paper, citation_key=None)) for one in found]


def found(library: Library, query: str) -> list[int]:
    with library.reader() as reader:
        return sorted(Search(reader.connection).all_ids(parse(query)))


def named(library: Library, text: str) -> int:
    with library.reader() as reader:
        return reader.resolve(text)


def doubts(library: Library) -> list[tuple[int, int]]:
    with library.reader() as reader:
        pairs = reader.duplicates()
    return [(pair.one.id, pair.other.id) for pair in pairs]


RIVERS = printed("What Rivers Remember of Hills", ONE, identifiers=arxiv("2403.00001"))
BEES = printed("What the Dance of Bees Tells", TWO, identifiers=(Identifier("doi", "10.1000/bees"),))


class TestImports:
    def test_an_import_is_one_undo_and_comes_back_with_what_was_written_on_it(
        self, library: Library, path: Path
    ) -> None:
        add(library, RIVERS)
        add(library, BEES, replace(RIVERS, upvotes=7), file="more")
        library.annotations.write_note(2, "seventy years")
        before, counts = entries(library), own(path)
        assert library.journal.undo()
        done = library.journal.undo()
        assert done is not None
        assert done.what == "imported 1 paper from more, 1 merged with “What Rivers Remember of Hills”"
        [entry] = entries(library)
        assert entry.paper == RIVERS
        assert found(library, "bees") == found(library, "id:10.1000/bees") == []
        with library.reader() as reader:
            assert (reader.counts().all, reader.counts().noted, len(reader.all_notes(9))) == (1, 0, 0)
            assert [one.undone for one in reader.imports()] == [True, False]
            with pytest.raises(NoSuchPaper):
                reader.resolve("2")
        assert library.journal.redo()
        assert library.journal.redo()
        assert [replace(one, notes=()) for one in entries(library)] == [replace(one, notes=()) for one in before]
        assert own(path) == counts
        assert is_sound(path)

    def test_the_same_file_brings_an_undone_import_back_with_the_notes_on_it(
        self, library: Library, path: Path
    ) -> None:
        add(library, BEES)
        library.annotations.write_note(1, "seventy years")
        library.journal.undo()
        library.journal.redo()
        with library.reader() as reader:
            number = reader.imports()[0].id
        library.journal.undo_import(number)
        assert entries(library) == []
        size = sizes(path)["papers"]
        assert add(library, RIVERS, BEES) == (2, 0, 0, 0)
        assert sizes(path)["papers"] == size + 1
        [entry] = [one for one in entries(library) if one.notes]
        assert (entry.id, entry.paper) == (1, BEES)
        assert add(library, RIVERS, BEES) == (0, 0, 2, 0)
        assert is_sound(path)

    def test_an_earlier_import_can_be_undone_and_what_came_later_stays(self, library: Library, path: Path) -> None:
        add(library, Paper(identifiers=arxiv("2403.00001")))
        add(library, replace(RIVERS, upvotes=3), file="second")
        add(library, replace(RIVERS, upvotes=9), BEES, file="third")
        library.journal.undo_import(2)
        rivers, bees = entries(library)
        assert (rivers.paper.title, rivers.paper.abstract, rivers.paper.upvotes) == (None, "", 9)
        assert bees.paper == BEES
        assert is_sound(path)
        library.journal.redo()
        assert entries(library)[0].paper == replace(RIVERS, upvotes=9)
        library.journal.undo_import(1)  # the paper came with other imports too
        assert len(entries(library)) == 2
        library.journal.undo_import(2)
        library.journal.undo_import(3)
        assert entries(library) == []
        assert is_sound(path)

    @pytest.mark.parametrize("number", [0, 9])
    def test_an_import_that_is_not_there_cannot_be_undone(self, library: Library, number: int) -> None:
        add(library, BEES)
        with pytest.raises(NoSuchImport):
            library.journal.undo_import(number)

    def test_an_import_is_undone_once(self, library: Library) -> None:
        add(library, BEES)
        library.journal.undo_import(1)
        with pytest.raises(NoSuchImport, match="already"):
            library.journal.undo_import(1)

    def test_an_import_of_an_older_program_says_that_it_cannot_be_undone(self, tmp_path: Path) -> None:
        with Library(filled(tmp_path / "old.db", 2)) as library:
            with pytest.raises(NoSuchImport, match="no record of what it changed"):
                library.journal.undo_import(1)
            assert len(entries(library)) == 2

    def test_what_is_imported_and_undone_while_it_is_under_way_goes_on_as_another_import(
        self, library: Library
    ) -> None:
        turned: list[object] = []

        def undo_once(_: object) -> bool:
            if not turned:
                turned.append(library.journal.undo())
            return True

        papers = [
            printed(f"Paper {number} of very many", identifiers=arxiv(f"2401.{number:05}")) for number in range(2500)
        ]
        records = [Record(paper, line) for line, paper in enumerate(papers, 1)]
        library.add(records, file="long", format="json", progress=undo_once)
        assert len(entries(library)) == 500
        with library.reader() as reader:
            assert [one.undone for one in reader.imports()] == [False, True]

    def test_a_change_made_during_an_import_does_not_split_it(self, library: Library) -> None:
        add(library, BEES)
        papers = [
            printed(f"Paper {number} of very many", identifiers=arxiv(f"2401.{number:05}")) for number in range(4500)
        ]
        records = [Record(paper, line) for line, paper in enumerate(papers, 1)]

        def star(_: object) -> bool:
            library.annotations.star([1], on=True)
            return True

        library.add(records, file="long", format="json", progress=star)
        library.journal.undo()
        assert len(entries(library)) == 4501
        library.journal.undo()
        assert [one.id for one in entries(library)] == [1]


class TestKeywordsAndRemarks:
    PAPER = replace(BEES, keywords=("bees", "dance"), remarks=("See p. 3.\nAnd 4.",))

    def test_they_are_kept_found_and_united(self, library: Library, path: Path) -> None:
        add(library, self.PAPER)
        add(library, replace(self.PAPER, keywords=("dance", "optic flow"), remarks=("Other.",)))
        [entry] = entries(library)
        assert entry.paper.keywords == ("bees", "dance", "optic flow")
        assert entry.paper.remarks == ("See p. 3.\nAnd 4.", "Other.")
        assert (entry.tags, entry.notes) == ((), ())
        assert found(library, "optic flow") == [1]
        assert is_sound(path)

    def test_they_become_the_readers_own_if_wanted_once_and_in_the_change_of_the_import(self, library: Library) -> None:
        for _ in range(2):
            add(library, self.PAPER, adopt_tags=True, adopt_notes=True)
        [entry] = entries(library)
        assert (entry.tags, [note.body for note in entry.notes]) == (("bees", "dance"), ["See p. 3.\nAnd 4."])
        library.journal.undo()
        assert entries(library) == []
        assert library.journal.undo() is None

    def test_also_for_papers_that_are_there(self, library: Library) -> None:
        add(library, self.PAPER)
        add(library, self.PAPER, adopt_tags=True)
        assert entries(library)[0].tags == ("bees", "dance")
        library.journal.undo()
        assert (entries(library)[0].tags, entries(library)[0].paper) == ((), self.PAPER)


class TestMatching:
    def test_a_damaged_copy_without_an_id_is_the_same_paper_and_the_better_text_stays(self, library: Library) -> None:
        damaged = ONE.replace("the shape of", "theshapeof").replace("free to use.", "free t")
        add(library, Paper(abstract=damaged, identifiers=arxiv("2403.00001")))
        assert add(library, replace(RIVERS, identifiers=())) == (0, 1, 0, 0)
        assert entries(library)[0].paper == RIVERS
        assert add(library, Paper(abstract=damaged)) == (0, 1, 0, 0)  # a text that is not kept is not unchanged
        assert add(library, Paper(abstract=ONE.upper())) == (0, 0, 1, 0)

    def test_a_text_that_only_resembles_is_asked_about(self, library: Library) -> None:
        other = " ".join([*TWO.split()[:15], *reversed(TWO.split()[15:])])
        add(library, printed("Rivers", f"{ONE} {TWO}"), printed("Terraces", f"{ONE} {other}"))
        [pair] = doubts(library)
        assert pair == (1, 2)

    def test_a_record_that_names_two_papers_makes_them_one_where_their_texts_agree(self, library: Library) -> None:
        add(
            library, Paper(identifiers=arxiv("2403.00001")), replace(RIVERS, identifiers=(Identifier("doi", "10.2/r"),))
        )
        assert len(entries(library)) == 2
        both = replace(RIVERS, identifiers=(*arxiv("2403.00001"), Identifier("doi", "10.2/r")))
        add(library, both)
        [entry] = entries(library)
        assert set(entry.paper.identifiers) == set(both.identifiers)
        assert (entry.id, entry.paper.abstract) == (1, ONE)

    def test_and_asks_where_they_do_not(self, library: Library) -> None:
        add(library, RIVERS, BEES)
        both = replace(RIVERS, identifiers=RIVERS.identifiers + BEES.identifiers)
        assert add(library, both)[3] == 1
        assert doubts(library) == [(1, 2)]
        library.journal.undo()
        assert doubts(library) == []

    def test_an_id_alone_and_a_text_alone_become_one_paper_when_a_record_has_both(
        self, library: Library, path: Path
    ) -> None:
        add(library, Paper(identifiers=arxiv("2403.00001")), printed("What Rivers Remember of Hills", ONE))
        library.annotations.tag([2], add=["geology"])
        assert add(library, Paper(abstract=ONE, identifiers=arxiv("2403.00001"))) == (0, 1, 0, 0)
        [entry] = entries(library)
        assert (entry.paper, entry.tags) == (RIVERS, ("geology",))
        library.journal.undo()
        assert [one.tags for one in entries(library)] == [(), ("geology",)]
        assert is_sound(path)

    def test_a_preprint_and_its_published_version_are_one_paper_with_two_identifiers(self, library: Library) -> None:
        preprint = replace(RIVERS, venue="arXiv preprint", published=PartialDate(2024, 3))
        journal = replace(RIVERS, identifiers=(Identifier("doi", "10.1000/j.7"),), venue="Journal of Rivers")
        add(library, preprint, journal)
        [entry] = entries(library)
        assert {one.scheme for one in entry.paper.identifiers} == {"arxiv", "doi"}
        assert entry.paper.venue == "Journal of Rivers"

    def test_two_parts_of_one_work_are_asked_about_although_they_read_the_same(self, library: Library) -> None:
        add(library, printed("A Survey of Rivers, Part 1", ONE), printed("A Survey of Rivers, Part 2", ONE))
        assert doubts(library) == [(1, 2)]

    def test_an_older_library_is_searched_for_pairs_on_demand(self, library: Library, path: Path) -> None:
        add(library, printed("A Survey of Rivers, Part 1", ONE), printed("A Survey of Rivers, Part 2", ONE), BEES)
        with library.journal.change() as change:
            change.connection.execute("delete from doubts")
        assert doubts(library) == []
        assert (library.corrections.find_duplicates(), library.corrections.find_duplicates()) == (1, 0)
        assert doubts(library) == [(1, 2)]
        add(library, replace(BEES, title="Wasps", abstract="Wasps are not bees, and live in houses of paper."))
        assert library.journal.undo()  # of an unrelated import
        assert doubts(library) == [(1, 2)]


class TestByHand:
    def both(self, library: Library) -> None:
        add(library, replace(RIVERS, title="Rivers"), BEES)
        annotations = library.annotations
        annotations.tag([1, 2], add=["both"])
        annotations.tag([2], add=["only"])
        mark, _ = annotations.highlight(2, 0, 8, text=TWO)
        annotations.write_note(2, "on a passage", highlight=mark.id)
        annotations.star([2], on=True)
        annotations.set_jump("b", 2)

    def test_all_that_the_reader_added_is_united_and_one_undo_takes_it_apart(
        self, library: Library, path: Path
    ) -> None:
        self.both(library)
        before, tables = entries(library), own(path)
        done = library.corrections.merge(1, 2)
        assert done.what == "merged “What the Dance of Bees Tells” into “Rivers”"
        [entry] = entries(library)
        assert set(entry.tags) == {"both", "only"}
        assert (entry.starred, [note.body for note in entry.notes]) == (True, ["on a passage"])
        assert [mark.is_orphan for mark in entry.highlights] == [True]
        assert set(entry.paper.identifiers) == {*RIVERS.identifiers, *BEES.identifiers}
        for name in ("2", "10.1000/bees", before[1].uid):
            assert named(library, name) == 1
        with library.reader() as reader:
            assert reader.jumps() == {"b": 1}
            assert reader.counts().all == 1
            assert reader.statistics().duplicates == 1
        assert found(library, "passage") == found(library, "tag:only") == [1]
        assert is_sound(path)
        after = own(path)
        library.journal.undo()
        assert ([one.paper for one in entries(library)], own(path)) == ([one.paper for one in before], tables)
        assert is_sound(path)
        library.journal.redo()
        assert own(path) == after
        assert is_sound(path)

    def test_of_two_decisions_the_kept_papers_stays_and_a_note_tells_the_other(self, library: Library) -> None:
        add(library, RIVERS, BEES)
        library.annotations.decide([1], Decision.ACCEPT)
        library.annotations.decide([2], Decision.REJECT, reason="no rivers")
        library.corrections.merge(1, 2)
        [entry] = entries(library)
        assert entry.decision is Decision.ACCEPT
        assert [note.body for note in entry.notes] == [
            "Merged with “What the Dance of Bees Tells”, which was rejected: no rivers."
        ]

    def test_a_decision_comes_along_where_the_kept_paper_has_none(self, library: Library) -> None:
        add(library, RIVERS, BEES)
        library.annotations.decide([2], Decision.REJECT, reason="no rivers")
        library.corrections.merge(1, 2)
        [entry] = entries(library)
        assert (entry.decision, entry.reason, entry.notes) == (Decision.REJECT, "no rivers", ())

    def test_what_two_papers_would_be_is_told_before_they_are_one(self, library: Library) -> None:
        add(library, RIVERS, replace(BEES, title=None, title_from=TitleFrom.DERIVED, venue="Journal of Bees"))
        with library.reader() as reader:
            for keep, other in ((1, 2), (2, 1)):
                told = reader.merged(keep, other)
                done = library.corrections.merge(keep, other)
                assert done.moved
                made = reader.entry(keep).paper
                assert set(told.identifiers) == set(made.identifiers)
                assert replace(told, identifiers=()) == replace(made, identifiers=())
                assert reader.in_sight([9, other, keep]) == [keep]
                with pytest.raises(NoSuchPaper):
                    reader.merged(keep, other)
                undone = library.journal.undo()
                assert undone is not None
                assert undone.moved
                assert reader.in_sight([other])
            library.annotations.trash([2], on=True)
            assert reader.in_sight([2])
            assert not library.annotations.star([1], on=True).moved

    def test_what_is_merged_into_a_merged_paper_leads_to_the_last(self, library: Library, path: Path) -> None:
        add(library, RIVERS, BEES, printed("A Third Paper of Words"))
        library.corrections.merge(2, 3)
        library.corrections.merge(1, 2)
        assert named(library, "3") == named(library, "2") == 1
        assert add(library, printed("A Third Paper of Words")) == (0, 0, 1, 0)
        library.journal.undo()
        assert named(library, "3") == named(library, "2") == 2
        assert is_sound(path)

    def test_records_of_the_merged_paper_go_to_the_kept_one(self, library: Library) -> None:
        add(library, RIVERS, BEES)
        library.corrections.merge(1, 2)
        assert add(library, BEES, replace(BEES, upvotes=4)) == (0, 1, 1, 0)
        assert add(library, printed("x", TWO)) == (0, 1, 0, 0)
        assert [one.paper.upvotes for one in entries(library)] == [4]

    def test_a_pair_that_is_kept_apart_is_never_asked_about_again(self, library: Library, path: Path) -> None:
        parts = [printed(f"A Survey of Rivers, Part {number}", ONE) for number in (1, 2)]
        add(library, *parts)
        library.corrections.keep_apart(2, 1)
        assert doubts(library) == []
        assert library.corrections.find_duplicates() == 0
        add(library, replace(parts[1], upvotes=3))
        assert doubts(library) == []
        library.journal.undo()
        library.journal.undo()
        assert doubts(library) == [(1, 2)]
        assert library.corrections.keep_apart(1, 2).change is not None
        assert library.corrections.keep_apart(1, 2).change is None

    def test_merging_or_trashing_answers_the_question(self, library: Library) -> None:
        add(library, *(printed(f"A Survey of Rivers, Part {number}", ONE) for number in (1, 2)))
        library.annotations.trash([2], on=True)
        assert doubts(library) == []
        library.journal.undo()
        assert doubts(library) == [(1, 2)]
        library.corrections.merge(2, 1)
        assert doubts(library) == []
        assert [one.id for one in entries(library)] == [2]

    @pytest.mark.parametrize(("keep", "other", "error"), [(1, 1, Invalid), (1, 9, NoSuchPaper), (9, 1, NoSuchPaper)])
    def test_what_cannot_be_merged_changes_nothing(
        self, library: Library, path: Path, keep: int, other: int, error: type[LibraryError]
    ) -> None:
        add(library, RIVERS, BEES)
        before = sizes(path)
        for act in (library.corrections.merge, library.corrections.keep_apart):
            with pytest.raises(error):
                act(keep, other)
        assert sizes(path) == before


class TestCorrections:
    def test_what_the_reader_wrote_wins_over_every_later_import(self, library: Library, path: Path) -> None:
        add(library, Paper(abstract=ONE, identifiers=arxiv("2403.00001")))
        done = library.corrections.edit(1, title="My Title", venue="  Here ", published="2024-03", authors=["A. B."])
        assert done.papers == (1,)
        add(library, replace(RIVERS, venue="Nature", published=PartialDate(2024, 3, 2), authors=("A. B.", "C. D.")))
        [entry] = entries(library)
        assert (entry.label, entry.paper.venue, str(entry.paper.published)) == ("My Title", "Here", "2024-03")
        assert (entry.paper.title_from, entry.paper.authors, entry.paper.author_count) == (
            TitleFrom.PRINTED, ("A. B.",), 1,
        )  # fmt: skip
        assert found(library, "my title") == [1]
        assert is_sound(path)
        library.journal.undo()
        library.journal.undo()
        assert entries(library)[0].paper == Paper(
            abstract=ONE, identifiers=arxiv("2403.00001"), title_from=TitleFrom.DERIVED
        )
        assert is_sound(path)

    def test_a_highlight_finds_its_place_when_the_boundary_of_the_title_moves(self, library: Library) -> None:
        add(library, Paper("Rivers We", TitleFrom.SPLIT, 0.5, ONE.removeprefix("We ")))
        start = ONE.index("sediment") - 3
        library.annotations.highlight(1, start, start + 8, text=ONE.removeprefix("We "))
        library.corrections.edit(1, title="Rivers", abstract=ONE)
        [mark] = entries(library)[0].highlights
        assert (mark.start, mark.quote) == (start + 3, "sediment")

    def test_a_title_can_be_taken_away(self, library: Library) -> None:
        add(library, RIVERS)
        library.corrections.edit(1, title="")
        assert entries(library)[0].paper.title is None
        assert entries(library)[0].label.startswith("We study how rivers")

    def test_a_merge_keeps_what_was_written_on_either(self, library: Library) -> None:
        add(library, RIVERS, BEES)
        library.corrections.edit(2, venue="Mine", title="Mine as well")
        library.corrections.edit(1, title="This One")
        library.corrections.merge(1, 2)
        assert (entries(library)[0].paper.title, entries(library)[0].paper.venue) == ("This One", "Mine")

    def test_a_date_that_is_none_changes_nothing(self, library: Library, path: Path) -> None:
        add(library, RIVERS)
        before = sizes(path)
        with pytest.raises(Invalid, match="is not a date"):
            library.corrections.edit(1, published="last summer")
        with pytest.raises(NoSuchPaper):
            library.corrections.edit(9, title="x")
        assert sizes(path) == before

    def test_writing_what_is_there_already_changes_nothing_but_who_wrote_it(self, library: Library) -> None:
        add(library, RIVERS)
        assert library.corrections.edit(1, title=RIVERS.title).change is not None
        with library.reader() as reader:
            assert reader.sources(1).fields["title"] is None
        assert library.corrections.edit(1, title=RIVERS.title).change is None


class TestSources:
    def test_every_field_knows_the_line_that_gave_it(self, library: Library) -> None:
        add(library, BEES, Paper(identifiers=arxiv("2403.00001"), abstract=ONE), file="ids")
        add(library, replace(RIVERS, abstract=""), file="titles")
        library.corrections.edit(2, venue="Here")
        with library.reader() as reader:
            sources = reader.sources(2)
            with pytest.raises(NoSuchPaper):
                reader.sources(9)
        assert [(one.file, one.line) for one in sources.records] == [("ids", 2), ("titles", 1)]
        told = {name: one and (one.file, one.line) for name, one in sources.fields.items()}
        assert told == {"title": ("titles", 1), "abstract": ("ids", 2), "venue": None}

    def test_a_merged_papers_records_and_fields_come_along(self, library: Library) -> None:
        add(library, Paper(identifiers=arxiv("2403.00001")), file="ids")
        add(library, printed("A Title of Four Words"), file="titles")
        library.corrections.merge(1, 2)
        with library.reader() as reader:
            sources = reader.sources(1)
        assert [one.file for one in sources.records] == ["ids", "titles"]
        title = sources.fields["title"]
        assert title is not None
        assert (title.file, title.line) == ("titles", 1)


PAPERS = (
    RIVERS,
    replace(RIVERS, title=None, title_from=TitleFrom.DERIVED, upvotes=5, keywords=("k",)),
    replace(RIVERS, abstract=ONE.replace("the hills", "thehills"), identifiers=()),
    Paper(identifiers=arxiv("2403.00001")),
    BEES,
    replace(BEES, identifiers=(), comments=2),
    replace(BEES, identifiers=BEES.identifiers + RIVERS.identifiers),
    printed("A Survey of Rivers, Part 1", ONE),
    printed("A Title of Four Words", authors=("A. Lovelace",)),
    printed("A Title of Four Words", TWO, authors=("Ada Lovelace",), identifiers=(Identifier("pmid", "7"),)),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("import"), st.lists(st.integers(0, len(PAPERS) - 1), min_size=1, max_size=4)),
        st.tuples(
            st.sampled_from(
                ["merge", "apart", "edit", "tag", "note", "mark", "decide", "trash", "jump", "undo import"]
                + 2 * ["undo", "redo"]
            ),
            st.lists(st.integers(1, 5), min_size=2, max_size=2),
        ),
    ),
    max_size=12,
)


class Model:
    """What a library showed after each change; undo and redo move through it."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.now = self.look()
        self.past: list[object] = []
        self.future: list[object] = []

    def look(self) -> object:
        """Return everything the reader can see, except times and revisions."""
        with self.library.reader() as reader:
            some = list(reader.entries(sorted(reader.first_ids(99))))
            trashed = Search(reader.connection).all_ids(parse("is:trashed"))
            some += list(reader.entries(sorted(trashed)))
            jumps, tags, counts = reader.jumps(), reader.tags(), reader.counts()
            pairs = [(pair.one.id, pair.other.id) for pair in reader.duplicates()]
        seen = [
            replace(
                one,
                notes=tuple(sorted((replace(note, updated="", revision=0) for note in one.notes), key=str)),
                highlights=tuple(sorted((replace(mark, updated="") for mark in one.highlights), key=str)),
                tags=tuple(sorted(one.tags)),
            )
            for one in some
        ]
        return seen, jumps, tags, counts, pairs

    def step(self, what: str, numbers: list[int]) -> None:
        match what:
            case "undo":
                assert (self.library.journal.undo() is not None) == bool(self.past)
                if self.past:
                    self.future.append(self.now)
                    self.now = self.past.pop()
            case "redo":
                assert (self.library.journal.redo() is not None) == bool(self.future)
                if self.future:
                    self.past.append(self.now)
                    self.now = self.future.pop()
            case _:
                if self.act(what, numbers):
                    self.past.append(self.now)
                    self.now = self.look()
                    self.future = []
        assert self.look() == self.now

    def act(self, what: str, numbers: list[int]) -> bool:
        before = ask(self.library.path, "select count(*) from changes")
        try:
            self.do(what, numbers)
        except LibraryError:
            return False
        return ask(self.library.path, "select count(*) from changes") != before

    def do(self, what: str, numbers: list[int]) -> Done | object:  # noqa: C901 - a table in all but form
        paper, other = numbers[0], numbers[-1]
        annotations = self.library.annotations
        match what:
            case "import":
                return add(self.library, *(PAPERS[number] for number in numbers))
            case "merge":
                return self.library.corrections.merge(paper, other)
            case "apart":
                return self.library.corrections.keep_apart(paper, other)
            case "edit":
                return self.library.corrections.edit(paper, title=f"Title {other}", venue="Mine")
            case "mark":
                with self.library.reader() as reader:
                    text = reader.entry(paper).paper.abstract
                return annotations.highlight(paper, other, other + 20, text=text)
        if paper not in [one.id for one in entries(self.library)]:
            raise NoSuchPaper("nobody can write on what is not to be seen")
        match what:
            case "tag":
                return annotations.tag([paper], add=[f"t{other}"])
            case "note":
                return annotations.write_note(paper, f"note {other}")
            case "decide":
                return annotations.decide([paper], Decision.REJECT if other % 2 else Decision.ACCEPT)
            case "trash":
                return annotations.trash([paper], on=True)
            case "jump":
                return annotations.star([paper], on=bool(other % 2))
        return None


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_whatever_is_done_undo_shows_what_was_there_and_redo_what_came(steps: list[tuple[str, list[int]]]) -> None:
    with temporary(0) as path:
        with Library(path) as library:
            model = Model(library)
            beginning = model.now
            for what, numbers in steps:
                if what != "undo import":
                    model.step(what, numbers)
            while model.past:
                model.step("undo", [])
            assert model.now == beginning
            while model.future:
                model.step("redo", [])
        assert is_sound(path)


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_imports_undone_out_of_turn_leave_the_library_sound_and_the_readers_own_whole(
    steps: list[tuple[str, list[int]]],
) -> None:
    with temporary(0) as path:
        with Library(path) as library:
            model = Model(library)
            for what, numbers in steps:
                if what == "undo import":
                    bodies, tags = ask(path, "select body from notes order by uid"), sizes(path)["taggings"]
                    try:
                        library.journal.undo_import(numbers[0])
                    except NoSuchImport:
                        continue
                    assert sizes(path)["taggings"] == tags
                    assert {body for (body,) in ask(path, "select body from notes")} >= {
                        body for (body,) in bodies if str(body).startswith("note")
                    }
                elif what in ("undo", "redo"):
                    getattr(library.journal, what)()
                else:
                    model.act(what, numbers)
        assert is_sound(path)
