from __future__ import annotations

from hypothesis import given, settings

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Place, TitleFrom
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.damage import check, damaged
from tests.formats.documents import papers_in, read_text

(REFER,) = (form for form in FORMATS if form.name == "refer")

SCHOLAR = """\
%0 Conference Proceedings
%T On symmetry
%A Noether, Emmy
%A van der Waerden, Bartel L.
%B Proceedings of Symmetry
%P 12-19
%@ 0000-0000
%D 2020
"""
ENDNOTE = """\
%0 Journal Article
%A Noether, Emmy
%A World Health Organization,
%D 2020
%T On the conservation of energy
%J Annals of Symmetry
%V 3
%8 Feb 12
%! Energy
%@ 0000-0000
%M 12345678
%2 PMC1234567
%R 10.1000/SYM.1
%K symmetry
conserved quantities
%X BACKGROUND: Every symmetry has one.

RESULTS: A conserved quantity (<5%).
% of it is no tag.
%Z Read this first.
%~ PubMed
%U https://arxiv.org/abs/2403.13043v2
"""
BIBIX = """\
%A Donald E. Knuth
%T Literate Programming
%J The Computer Journal
%D May 1984
%X We propose to write programs as essays.

%A Ada Byron
%T Notes
%I Taylor
%D 1843
"""


def test_what_endnote_writes_is_read_to_the_letter() -> None:
    assert recognise(ENDNOTE) is REFER
    (paper,) = papers_in(REFER, ENDNOTE)
    assert paper == Paper(
        title="On the conservation of energy",
        title_from=TitleFrom.PRINTED,
        abstract="BACKGROUND: Every symmetry has one.\n\nRESULTS: A conserved quantity (<5%).\n% of it is no tag.",
        authors=("Emmy Noether", "World Health Organization"),
        published=PartialDate(2020, 2, 12),
        venue="Annals of Symmetry",
        identifiers=(
            Identifier("doi", "10.1000/sym.1"),
            Identifier("arxiv", "2403.13043"),
            Identifier("arxiv_version", "2403.13043v2"),
            Identifier("pmcid", "PMC1234567"),
            Identifier("pmid", "12345678"),
        ),
        keywords=("symmetry", "conserved quantities"),
        remarks=("Read this first.",),
        place=Place(volume="3"),
    )


def test_what_google_scholar_writes_needs_no_abstract_and_an_issn_is_no_book() -> None:
    assert recognise(SCHOLAR) is REFER
    (paper,) = papers_in(REFER, SCHOLAR)
    assert (paper.title, paper.authors) == ("On symmetry", ("Emmy Noether", "Bartel L. van der Waerden"))
    assert (paper.venue, str(paper.published), paper.identifiers) == ("Proceedings of Symmetry", "2020", ())
    (book,) = papers_in(REFER, "%0 Book\n%T On Symmetry\n%@ 978-0-306-40615-7\n")
    assert book.identifiers == (Identifier("isbn", "9780306406157"),)


def test_the_number_of_a_report_is_no_identifier() -> None:
    papers = papers_in(REFER, "%0 Report\n%T On it\n%R Report 2403.13043\n\n%0 Report\n%T A\n%R arXiv:2403.13043\n")
    assert [paper.values("arxiv") for paper in papers] == [(), ("2403.13043",)]


def test_records_follow_each_other_with_blank_lines_or_without() -> None:
    for between in ("", "\n", "\n\n\n"):
        assert [paper.title for paper in papers_in(REFER, between.join((SCHOLAR, ENDNOTE, SCHOLAR)))] == [
            "On symmetry",
            "On the conservation of energy",
            "On symmetry",
        ]


def test_records_of_refer_end_at_a_blank_line() -> None:
    assert recognise(BIBIX) is REFER
    one, two = papers_in(REFER, BIBIX)
    assert (one.title, one.authors, one.published) == (
        "Literate Programming",
        ("Donald E. Knuth",),
        PartialDate(1984, 5),
    )
    assert one.abstract == "We propose to write programs as essays."
    assert (two.title, two.authors, str(two.published)) == ("Notes", ("Ada Byron",), "1843")


def test_a_broken_record_costs_itself() -> None:
    found = read_text(REFER, "hello\n%0 Generic\n%A Curie, Marie\n\n%0 Generic\n%T One\n\nbye\n%0 Generic\n%T Two\n")
    assert [(isinstance(one, Leftover), one.line) for one in found] == [
        (True, 1),
        (True, 2),
        (False, 5),
        (True, 8),
        (False, 9),
    ]


def test_comments_of_tex_and_matlab_are_no_tags() -> None:
    assert recognise("% A comment\n% T is the temperature\n%T = 3\nx = 1;\ny = 2;\nz = 3;\n" * 9) is not REFER


@given(damaged(ENDNOTE, BIBIX, SCHOLAR))
@settings(max_examples=100, deadline=None)
def test_damaged_files_are_read_to_their_end(text: str) -> None:
    check(REFER, text)


def test_editors_stand_for_authors_and_records_without_a_type_end_where_the_next_title_stands() -> None:
    text = "%0 Edited Book\n%T Lakes\n%A null\n%E Mann, Ada\n%E Berg, Otto\n%D 950\n"
    (paper,) = papers_in(REFER, text)
    assert (paper.authors, str(paper.published)) == (("Ada Mann", "Otto Berg"), "0950")
    assert [one.title for one in papers_in(REFER, "%T Lakes\n%A Mann, Ada\n%T Owls\n%A Lind, Eva\n")] == [
        "Lakes",
        "Owls",
    ]
