from __future__ import annotations

import pytest
from hypothesis import given, settings

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Place, Record, TitleFrom
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
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


ERIC = """
OWN - ERIC
TI  - How Pupils Count
AU  - Mann, Ada
OT  - Counting
JT  - Journal of Counting
SO  - v21 n1 p12-24 2020
AID - http://counting.example.org/0
OID - EJ0000000
DP  - 2020
AB  - When pupils count herons, one of the first things to be settled is where they stand.
ISSN - EISSN-0000-0000
LA  - English
PT  - Journal Articles

OWN - ERIC
TI  - Teachers Who Count
AU  - Berg, Otto
AB  - Background: Research on counting has assumed much.
ISSN - ISSN-0000-0000
"""


OVID_TAGGED = """<1. >
VN  - Ovid Technologies
DB  - BIOSIS Previews
AN  - PREV200400474164
RO  - Copyright 2004.
AU  - Mann, Ada B. [Author, Reprint Author; E-mail: ada@example.org]
AU  - Berg, O. [Author]
IN  - Nowhere.
TI  - Herons counted in winter
SO  - Journal of Lakes. 201(2-3):327-334, November 15, 2004.
PT  - Article
IS  - 0378-1127 (ISSN print)
LG  - English
AB  - Herons were counted in winter by many observers.
YR  - 2004
XL  - http://ovidsp.ovid.com/ovidweb.cgi?T=JS

<2. >
VN  - Ovid Technologies
DB  - BIOSIS Previews
AN  - PREV200400474165
AU  - Lind, E. [Author]
TI  - Owls that listen
SO  - Journal of Owls. 2(1):1-3, 2005.
AB  - Owls listen to the radio.
"""


def test_the_text_of_eric_has_hardly_any_of_pubmeds_tags_and_one_that_is_not_padded() -> None:
    assert recognise(ERIC) is MEDLINE
    one, two = papers_of(read_text(MEDLINE, ERIC))
    assert (one.title, one.authors, one.venue, str(one.published), one.keywords) == (
        "How Pupils Count",
        ("Ada Mann",),
        "Journal of Counting",
        "2020",
        ("Counting",),
    )
    assert one.abstract.endswith("where they stand.")
    assert two.abstract.endswith("has assumed much.")


def test_the_tagged_text_of_ovid_is_numbered_and_says_where_a_paper_appeared() -> None:
    assert recognise(OVID_TAGGED) is MEDLINE
    one, two = papers_of(read_text(MEDLINE, OVID_TAGGED))
    assert (one.authors, one.venue, str(one.published)) == (
        ("Ada B. Mann", "O. Berg"),
        "Journal of Lakes",
        "2004-11-15",
    )
    assert (two.title, two.venue, str(two.published)) == ("Owls that listen", "Journal of Owls", "2005")
    above = "Database: BIOSIS <1969 to 2004>\nSearch Strategy:\n----------\n1     exp herons/ (2304)\n\n"
    assert recognise(above + OVID_TAGGED) is MEDLINE
    assert papers_of(read_text(MEDLINE, above + OVID_TAGGED)) == [one, two]


@pytest.mark.parametrize("written", ["TI - Herons", "TI- Herons", "TI  -Herons"])
def test_tags_of_medline_may_be_padded_less(written: str) -> None:
    text = RECORD.replace(RECORD[RECORD.index("TI  - ") : RECORD.index("PG  - ")], f"{written}\n")
    assert recognise(text) is MEDLINE
    assert papers_in(MEDLINE, text)[0].title == ("Herons" if written != "TI  -Herons" else None)


def test_groups_generations_and_translations_are_read() -> None:
    text = """PMID- 1
TI  - [A gene of sleep].
TT  - Ein Gen des Schlafs.
FAU - Kent, Martin Lee Jr
AU  - Kent ML Jr
FAU - van der Berg, Jan
AU  - van der Berg J
CN  - Sleep Study Group
DP  - 2019 Winter

PMID- 2
TI  - [Not Available].
TT  - Ein anderes Gen.
AU  - Anonymous
CN  - World Health Organization

PMID- 3
BTI - A handbook
FED - Lind, Eva
ED  - Lind E
"""
    one, two, three = papers_in(MEDLINE, text)
    assert one.authors == ("Martin Lee Kent Jr", "Jan van der Berg", "Sleep Study Group")
    assert (one.title, str(one.published)) == ("[A gene of sleep].", "2019")
    assert (two.title, two.authors) == ("Ein anderes Gen.", ("World Health Organization",))
    assert (three.title, three.authors) == ("A handbook", ("Eva Lind",))
