from __future__ import annotations

from hypothesis import given, settings

from paperreader.formats import FORMATS, recognise
from paperreader.paper import Identifier, Leftover, Paper, PartialDate, Place, Record, TitleFrom
from tests.formats.damage import check, damaged, papers_of, sample
from tests.formats.documents import papers_in, read_text

(MEDLINE,) = (form for form in FORMATS if form.name == "medline")

RECORD = """\
PMID- 12345678
OWN - NLM
STAT- MEDLINE
DP  - 2020 Feb 3
TI  - On the conservation of energy in systems that have one symmetry or
      several.
PG  - 1-12
LID - S1769-7212(19)30059-X [pii]
LID - 10.1000/SYM.1 [doi]
AB  - BACKGROUND: Every symmetry has a conserved quantity. METHODS: We
      count them; <5% are trivial.
CI  - Copyright.
FAU - Noether, Emmy
AU  - Noether E
CN  - Symmetry Study Group
FAU - van der Waerden, Bartel L
AU  - van der Waerden BL
TA  - Ann Symm
JT  - Annals of symmetry
MH  - *Symmetry
MH  - Energy/*conservation
PMC - PMC7026692
OT  - invariants
GN  - Read by us.
SO  - Ann Symm. 2020 Feb 3;1:1-12. doi: 10.1000/sym.1.

"""
SHORT = "\nPMID- 2\nTI  - Another.\nAU  - Curie M\nAU  - Curie P Jr\nDEP - 19111201\n"


def test_a_record_of_pubmed_is_read_to_the_letter() -> None:
    assert recognise(RECORD) is MEDLINE
    assert papers_in(MEDLINE, RECORD) == [
        Paper(
            title="On the conservation of energy in systems that have one symmetry or several.",
            title_from=TitleFrom.PRINTED,
            abstract=("BACKGROUND: Every symmetry has a conserved quantity. METHODS: We count them; <5% are trivial."),
            authors=("Emmy Noether", "Symmetry Study Group", "Bartel L van der Waerden"),
            published=PartialDate(2020, 2, 3),
            venue="Annals of symmetry",
            identifiers=(
                Identifier("pmid", "12345678"),
                Identifier("doi", "10.1000/sym.1"),
                Identifier("pmcid", "PMC7026692"),
            ),
            keywords=("Symmetry", "Energy/conservation", "invariants"),
            remarks=("Read by us.",),
            place=Place(pages="1-12"),
        )
    ]


def test_short_names_are_read_where_there_are_no_full_ones() -> None:
    found = read_text(MEDLINE, RECORD + SHORT)
    assert [one.line for one in found] == [1, RECORD.count("\n") + 2]
    assert isinstance(found[1], Record)
    assert found[1].paper.authors == ("M Curie", "P Curie Jr")
    assert str(found[1].paper.published) == "1911-12-01"


def test_ris_and_medline_are_told_apart_whatever_the_file_is_called() -> None:
    form = recognise("TY  - JOUR\nTI  - A\nAB  - B\nDP  - PubMed\nER  - \n")
    assert form is not None
    assert form.name == "ris"


def test_a_line_outside_of_records_is_left_over() -> None:
    found = read_text(MEDLINE, f"hello\n{RECORD}\n      indented\n")
    assert [(type(one), one.line) for one in found] == [(Leftover, 1), (Record, 2), (Leftover, RECORD.count("\n") + 3)]


@given(damaged(RECORD, SHORT))
@settings(max_examples=100, deadline=None)
def test_damaged_files_are_read_to_their_end(text: str) -> None:
    check(MEDLINE, text)


def test_the_file_that_is_called_ris_and_is_medline() -> None:
    papers = papers_of(sample("citation-file-formatting/RIS/_baseline_pubmed.ris", "medline"))
    assert (len(papers), sum(bool(paper.abstract) for paper in papers)) == (50, 49)
    assert sum(len(paper.authors) for paper in papers) == 248
    assert all(len(paper.values("pmid")) == len(paper.values("doi")) == 1 for paper in papers)
    assert all(paper.published and paper.venue for paper in papers)
    first = papers[0]
    assert first.title == "Time lapse: A glimpse into prehistoric genomics."
    assert first.abstract.startswith("For the purpose of this review, 'time-lapse' refers to the reconstruction of anc")
    assert (
        "'lizard-like' genome structure of 2n\u202f=\u202f36-46 to one similar to that of soft-shelled turtles"
        in first.abstract
    )
    assert first.authors == ("Darren K Griffin", "Denis M Larkin", "Rebecca E O'Connor")
    assert first.identifiers == (
        Identifier("pmid", "30922926"),
        Identifier("doi", "10.1016/j.ejmg.2019.03.004"),
        Identifier("pmcid", "PMC7026692"),
    )
    assert first.keywords[-3:] == ("Comparative", "Dinosaur", "Genome evolution")
