from __future__ import annotations

from hypothesis import given, settings

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, TitleFrom
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.damage import check, damaged
from tests.formats.documents import papers_in, read_text

(WOS,) = (form for form in FORMATS if form.name == "web-of-science")

EXPORT = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Noether, E
   van der Waerden, BL
AF Noether, Emmy
   van der Waerden, Bartel L.
TI On the conservation of energy in systems that have one symmetry or
   several
SO ANNALS OF SYMMETRY
DT Article
DE symmetry; conserved
   quantities
ID ENERGY
AB Every symmetry has a conserved quantity.
SN 0000-0000
PD FEB 12
PY 2020
DI 10.1000/SYM.1
UT WOS:000123456700001
PM 12345678
ER

PT C
AU Curie, M
TI Another
PY 1911
ER

EF
"""


def test_an_export_is_read_to_the_letter() -> None:
    assert recognise(EXPORT) is WOS
    one, two = papers_in(WOS, EXPORT)
    assert one == Paper(
        title="On the conservation of energy in systems that have one symmetry or several",
        title_from=TitleFrom.PRINTED,
        abstract="Every symmetry has a conserved quantity.",
        authors=("Emmy Noether", "Bartel L. van der Waerden"),
        published=PartialDate(2020, 2, 12),
        venue="ANNALS OF SYMMETRY",
        identifiers=(
            Identifier("doi", "10.1000/sym.1"),
            Identifier("wos", "000123456700001"),
            Identifier("pmid", "12345678"),
        ),
        keywords=("symmetry", "conserved quantities", "ENERGY"),
    )
    assert (two.title, two.authors, str(two.published)) == ("Another", ("M Curie",), "1911")


def test_a_broken_record_costs_itself() -> None:
    found = read_text(WOS, "hello\nPT J\nAU Curie, M\nER\nPT J\nTI One\nPT J\nTI Two\nER\nEF\n")
    assert [(isinstance(one, Leftover), one.line) for one in found] == [(True, 1), (True, 2), (False, 5), (False, 7)]


@given(damaged(EXPORT))
@settings(max_examples=100, deadline=None)
def test_damaged_files_are_read_to_their_end(text: str) -> None:
    check(WOS, text)


def test_editors_and_authors_of_books_stand_for_authors() -> None:
    (book,) = papers_in(WOS, "PT B\nBE Mann, A\n   Berg, O\nTI Lakes\nPY 2007\nER\n\nEF\n")
    assert book.authors == ("A Mann", "O Berg")
    (book,) = papers_in(WOS, "PT B\nBA Lind, E\nBF Lind, Eva\nBE Mann, A\nTI Lakes\nER\n")
    assert book.authors == ("Eva Lind",)
    (paper,) = papers_in(WOS, "PT J\nAU [Anonymous]\nTI Lakes\nPY 2007\nER\n")
    assert paper.authors == ()
