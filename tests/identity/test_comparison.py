"""Papers are merged only if nothing contradicts it; possible duplicates are left to the reader."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Identifier, Paper, PartialDate, Place, TitleFrom
from paperreader.identity import Kind, Verdict, contradiction, likeness, persons, venues
from paperreader.identity.title_kinds import is_generic, marked
from tests.strategies import lines, papers

TEXT = (
    "We study how rivers remember the shape of the hills that they came from, and find that sediment keeps a record of "
    "slopes which are long gone. A model of transport with three parameters reproduces what was measured in forty "
    "valleys, and predicts the age of terraces within a tenth. Its code and the measurements are free to use."
)
OTHER_TEXT = (
    "Bees that return from far fields dance longer, yet nobody knew whether the dance tells of effort or of distance. "
    "By pulling tunnels over meadows we separate one from the other in six colonies. The dance follows what the eye "
    "sees pass by, not what the wings spend. This settles a dispute of seventy years, and raises three new ones."
)
DOI = (Identifier("doi", "10.5555/rivers.1"),)


def printed(title: str | None, *authors: str, year: int | None = None, **more: object) -> Paper:
    return Paper(
        title=title,
        title_from=TitleFrom.PRINTED if title else None,
        authors=authors,
        published=PartialDate(year) if year else None,
        **more,  # type: ignore[arg-type]
    )


HERON = printed("Trust of herons in those who share their lakes", "Ada Mann", "Otto Berg", year=2017)
ACADEMY = replace(HERON, venue="Proceedings of the National Academy of Herons", place=Place("114", "37", "9848-9853"))
BIRDS = "Nordic Conference on Bird Systems"

# The shapes of public test pairs for such programs, in other words.
PAIRS = [
    ("names abbreviated, no venue", ACADEMY, replace(HERON, authors=("A. Mann; O. Berg",)), "same"),
    (
        "a journal and a workshop",
        replace(HERON, venue="Journal of Digital Lakes"),
        replace(HERON, venue="Workshop of Digital Lakes"),
        "doubtful",
    ),
    (
        "another edition of a review, under another DOI of its publisher",
        replace(HERON, venue="Heron Database Syst Rev", identifiers=(Identifier("doi", "10.5555/cd1.pub2"),)),
        replace(
            HERON,
            venue="Heron Database Syst Rev",
            published=PartialDate(2018),
            identifiers=(Identifier("doi", "10.5555/cd1.pub3"),),
        ),
        "doubtful",
    ),
    ("names that ran together", replace(HERON, authors=("Mann A.Berg O. B.",)), HERON, "same"),
    ("a DOI here and none there", HERON, replace(HERON, identifiers=DOI), "same"),
    (
        "a conference the year before",
        replace(HERON, identifiers=DOI),
        printed(HERON.title, "Mann, Ada", year=2016, venue=BIRDS),
        "doubtful",
    ),
    (
        "a journal three years later, one letter off",
        replace(HERON, venue=BIRDS, identifiers=DOI),
        replace(HERON, title=f"{HERON.title}s", published=PartialDate(2020)),
        "other",
    ),
    (
        "other people of one surname",
        printed("Lessons of the lake at once", "Laura L Hall", year=1999, venue=BIRDS),
        printed("Bargains over lakes and views", "Gillian Hall", year=1995, venue=BIRDS),
        "other",
    ),
    (
        "a subtitle more, a year later",
        printed("How noise changes what herons say", "Ada Mann", year=2024, venue=BIRDS),
        printed("How noise changes what herons say: errors of the ear", "Ada Mann", year=2025, venue=BIRDS),
        "other",
    ),
    ("no title known", HERON, printed("UNKNOWN", "Ada Mann", "Eva Lind", place=Place(volume="56")), "other"),
    ("other authors", HERON, replace(HERON, authors=("Eva Lind",)), "other"),
    (
        "two papers on one matter",
        printed("A planned study of ties in flocks of herons", "Eva Lind", year=1999, venue=BIRDS),
        printed("Ties in a flock of herons", "Eva Lind", year=1999, venue=BIRDS),
        "other",
    ),
    (
        "one word of a long title is another",
        printed("Research on the course of rivers for scattered, patient flocks of birds", "Eva Lind", year=2002),
        printed("Research on the depth of waters for scattered, patient flocks of birds", "Eva Lind", year=2002),
        "other",
    ),
    (
        "one conference by its name and by its letters",
        replace(HERON, venue=BIRDS),
        replace(HERON, venue="NCBS 2017 Proceedings", authors=("Ada Mann", "O. Berg")),
        "same",
    ),
    (
        "a review of a book, and one of what book it says",
        printed("Book review", "UNKNOWN", year=1995, venue="Lakes", place=Place("4", "2")),
        printed("Book review: Lakes without shores, a manifesto", "Ada Mann", year=1995, venue="Lakes"),
        "other",
    ),
    ("a preprint, and a journal a year later", replace(HERON, venue="bioRxiv"), ACADEMY, "same"),
    (
        "a preprint of the year before",
        replace(HERON, venue="arXiv (Cornell University)", published=PartialDate(2016)),
        ACADEMY,
        "same",
    ),
    ("another volume", ACADEMY, replace(ACADEMY, place=Place("115", "37", "9848-9853")), "doubtful"),
    ("other pages", ACADEMY, replace(ACADEMY, place=Place("114", "37", "12-19")), "doubtful"),
    ("pages with letters and without", ACADEMY, replace(ACADEMY, place=Place("114", "", "pp. 9848–53")), "same"),
]


@pytest.mark.parametrize(("one", "other", "expected"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_titles_alone_make_papers_one_only_where_the_rest_agrees(one: Paper, other: Paper, expected: str) -> None:
    assert likeness(one, other).verdict == likeness(other, one).verdict == expected


@pytest.mark.parametrize(
    "title",
    [
        "Response to the letter to the editor", "Annual report of the research committee", "Message from the Chairs",
        "Notes from the Editors", "List of reviewers of the year", "Reply to the comment of Mann",
        "Preface to the volume",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "change",
    [
        {"published": PartialDate(2012)},
        {"venue": "Journal of Beta"},
        {"place": Place("4", "1", "12")},
        {"place": Place("3", "1", "98")},
        {"identifiers": (Identifier("doi", "10.7777/x"),)},
    ],
)
def test_what_many_are_called_is_two_papers_as_soon_as_it_stands_elsewhere(
    title: str, change: dict[str, object]
) -> None:
    one = printed(title, "A. Widget", year=2011, venue="Journal of Alpha", place=Place("3", "1", "12"), identifiers=DOI)
    assert likeness(one, replace(one, **change)).verdict is Verdict.OTHER  # type: ignore[arg-type]
    assert likeness(one, replace(one, identifiers=(), upvotes=1)).verdict is Verdict.SAME
    assert likeness(one, replace(one, place=None)).verdict is Verdict.DOUBTFUL


@pytest.mark.parametrize(
    "title",
    ["Editorial", "Preface", "Reply", "Erratum", "Book review", "Introduction", "Editorial Notes", "Éditorial", "前言"],
)
def test_titles_of_no_paper_are_known_by_their_words(title: str) -> None:
    assert is_generic(title)


@pytest.mark.parametrize(
    "title",
    [
        "Introduction to quantum field theory", "What Rivers Remember of Hills", "Attention Is All You Need",
        "Letters of the stonecutters of Thebes", "Report on herons in northern lakes", "",
    ],
)  # fmt: skip
def test_titles_of_one_paper_are_not(title: str) -> None:
    assert not is_generic(title)


class TestIdentifierInCommon:
    RIVERS = printed("Rivers of northern valleys and their floods", "Ada Mann", identifiers=DOI)

    @pytest.mark.parametrize(
        "other",
        [
            {"abstract": OTHER_TEXT},  # the same title and author
            {"title": "Flüsse der nördlichen Täler"},  # translated, or renamed
            {"title": "RIVERS OF NORTHERN VALLEYS", "authors": ("Otto Berg",)},  # without its subtitle
            {"title": "Riv ers ofnorthern val1eys and th eir floods", "authors": ("Otto Berg",)},
            {"title": "Floods and the rivers of the northern valleys", "authors": ("Otto Berg",)},
            {"authors": ("UNKNOWN",)},
            {"authors": ("Mann A. M.Berg O.",), "title": "Waters"},
            {"authors": ("Mann A",), "title": "Waters"},
            {"authors": ("Mann, Ada Maria",), "title": "Waters"},
            {"authors": (), "title": None},
            {"title": None, "authors": ("Otto Berg",)},
            {"title": "UNKNOWN", "authors": ("Otto Berg",)},
            {"title": "Waters", "authors": ("Otto Berg",), "abstract": TEXT.replace("rivers", "streams")},
        ],
    )
    def test_it_joins_two_records_that_do_not_contradict_each_other(self, other: dict[str, object]) -> None:
        one = replace(self.RIVERS, abstract=TEXT)
        assert contradiction(one, replace(self.RIVERS, **other)) is None  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("other", "why"),
        [
            ({"title": "Deserts without rain", "authors": ("Otto Berg",)}, "a different title and first author"),
            ({"title": "Deserts without rain", "abstract": OTHER_TEXT}, "different abstracts"),
            ({"title": None, "abstract": OTHER_TEXT}, "different abstracts"),
            ({"title": "Deserts without rain", "authors": ()}, "a different title"),
            ({"identifiers": (*DOI, Identifier("arxiv", "2403.00002"))}, "two arXiv ids"),
        ],
    )
    def test_what_contradicts_it_is_said(self, other: dict[str, object], why: str) -> None:
        one = replace(self.RIVERS, abstract=TEXT, identifiers=(*DOI, Identifier("arxiv", "2403.00001")))
        for doubt in (
            contradiction(one, replace(self.RIVERS, **other)),  # type: ignore[arg-type]
            contradiction(replace(self.RIVERS, **other), one),  # type: ignore[arg-type]
        ):
            assert doubt is not None
            assert (doubt.verdict, doubt.kind) == (Verdict.DOUBTFUL, Kind.IDENTIFIER)
            assert doubt.why == f"the same DOI, but {why}"


@pytest.mark.parametrize(
    ("title", "base"),
    [
        ("Deep Rivers (Extended Abstract)", "Deep Rivers"),
        ("Deep Rivers [extended version]", "Deep Rivers"),
        ("Deep Rivers: extended abstract", "Deep Rivers"),
        ("Deep Rivers – Preliminary Version", "Deep Rivers"),
        ("Deep Rivers, v2", "Deep Rivers"),
        ("Deep Rivers v2.", "Deep Rivers"),
        ("Extended abstract: Deep Rivers", "Deep Rivers"),
        ("(Short paper) Deep Rivers", "Deep Rivers"),
        ("Deep Rivers (with an Appendix by O. Berg) (long version)", "Deep Rivers"),
        ("Deep Rivers extended version", "Deep Rivers"),
    ],
)
def test_a_title_says_which_version_of_a_work_it_is(title: str, base: str) -> None:
    assert marked(title).base == base
    assert marked(title).marks


@pytest.mark.parametrize(
    "title", ["Deep Rivers", "Rivers: a report", "The Long Version of Events in Short", "(v2)", ""]
)
def test_other_titles_say_no_such_thing(title: str) -> None:
    assert not any(mark in ("version", "v2") for mark in marked(title).marks) or title == "(v2)"


@pytest.mark.parametrize(
    "title",
    [
        "What Rivers Remember of Hills (extended)", "What Rivers Remember of Hills: Extended Abstract",
        "What Rivers Remember of Hills (Preliminary Version)", "What Rivers Remember of Hills v2",
        "What Rivers Remember of Hills (with a discussion)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("abstract", ["", TEXT + " We add a proof of the third theorem.", OTHER_TEXT])
def test_a_version_of_a_paper_by_the_same_authors_is_asked_about(title: str, abstract: str) -> None:
    one = printed("What Rivers Remember of Hills", "Ada Mann", year=2020, abstract=TEXT)
    other = replace(one, title=title, abstract=abstract)
    assert likeness(one, other).verdict is Verdict.DOUBTFUL
    assert (likeness(other, one).kind) is Kind.VERSION
    assert likeness(one, replace(other, authors=("Eva Lind",))).kind is not Kind.VERSION


@pytest.mark.parametrize(
    "names",
    [
        ("Zhi Ming Li", "Li Z. M.", "Li Z. M.Kong C. Y.Zhang S. L.", "Z.M. Li", "Z. M. Li; C. Y. Kong", "Li, Zhi-Ming"),
        ("Bernd Carsten Stahl", "Stahl, Bernd-Carsten", "B. C. Stahl", "Stahl BC"),
        ("Jürgen Müller", "J. Mueller", "MULLER J", "Müller, Jürgen (Universität)"),
        ("Gabriel García Márquez", "Garcia Marquez G", "G. García"),
        ("Craig Van Slyke", "Van Slyke, C.", "Slyke C"),
        ("Martin Lee Kent Jr", "Kent ML", "Kent, Martin"),
        ("J.Smith", "John Smith", "Smith, J."),
    ],
)
def test_a_person_is_known_however_a_source_writes_the_name(names: tuple[str, ...]) -> None:
    for one in names:
        for other in names:
            assert persons.same_first_author([one], [other]), (one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Laura L Hall", "Gillian Hall"), ("Wei Zhang", "Wei Li"), ("Ada Mann", "Otto Berg"), ("Li Z.Kong C.", "C. Kong")],
)
def test_two_persons_are_two(one: str, other: str) -> None:
    assert persons.same_first_author([one], [other]) is False


@pytest.mark.parametrize(
    ("one", "other"), [("UNKNOWN", "Ada Mann"), ("", "Ada Mann"), ("[Anonymous]", "A"), ("李明", "Li Ming")]
)
def test_of_nobody_nothing_can_be_said(one: str, other: str) -> None:
    assert persons.same_first_author([one], [other]) is None
    assert persons.same_first_author([], [other]) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Proc Natl Acad Sci U S A", "Proceedings of the National Academy of Sciences", True),
        ("ICLR 2020", "International Conference on Learning Representations", True),
        ("Amcis 2017 Proceedings", "Americas Conference on Information Systems", True),
        ("J. Alpha", "Journal of Alpha", True),
        ("The Lancet", "Lancet", True),
        ("Curr Opin Lipidol", "Current Opinion in Lipidology", True),
        ("Nature", "Nature Communications", False),
        ("Journal of Alpha", "Journal of Beta", False),
        ("Journal of Digital Lakes", "Workshop of Digital Lakes", False),
    ],
)
def test_a_venue_is_known_by_its_abbreviations(one: str, other: str, same: bool) -> None:
    assert venues.is_same(one, other) is venues.is_same(other, one) is same


@pytest.mark.parametrize(
    "venue", ["arXiv", "CoRR", "bioRxiv", "medRxiv (Cold Spring Harbor)", "SSRN Electronic Journal"]
)
def test_a_preprint_server_is_no_other_venue(venue: str) -> None:
    assert venues.is_preprint(venue)


@given(lines(), lines())
def test_any_text_can_be_a_name_a_title_or_a_venue(one: str, other: str) -> None:
    assert persons.is_same(one, one)
    assert persons.is_same(one, other) == persons.is_same(other, one)
    assert venues.is_same(one, other) == venues.is_same(other, one)
    assert marked(one) == marked(one)
    assert marked(marked(one).base).base == marked(one).base or len(marked(one).marks) == 4


@settings(max_examples=50)
@given(papers(), papers(), st.booleans())
def test_which_of_two_papers_comes_first_changes_nothing(one: Paper, other: Paper, shared: bool) -> None:
    if shared:
        other = replace(other, identifiers=one.identifiers)
    there, back = contradiction(one, other), contradiction(other, one)
    assert (there and there.why) == (back and back.why)
