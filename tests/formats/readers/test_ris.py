from __future__ import annotations

import re

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, TitleFrom
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.damage import check, damaged, papers_of, sample
from tests.formats.documents import papers_in, read_text

(RIS,) = (form for form in FORMATS if form.name == "ris")

ZOTERO = """\
TY  - JOUR
TI  - Symmetry and the <i>conservation</i> of energy
AU  - Noether, Emmy
AU  - van der Waerden, Bartel L.
AU  - World Health Organization
T2  - Annals of Symmetry
AB  - We show that every symmetry has a conserved quantity, and that <5% of them are trivial.
DA  - 2019/05/03/
PY  - 2019
DO  - https://doi.org/10.1000/SYM.1
J2  - Ann. Symm.
UR  - https://arxiv.org/abs/1905.01234v2
KW  - physics
KW  - symmetry; invariants
N1  - <p>Read this <b>again</b>.</p>
N1  - Export Date: 15 August 2024
ER  -

"""
REFERENCE_MANAGER = """\
1.
TY  - CONF
T1  - Attention to everything
A1  - Curie,Marie
Y1  - 1911/11//
N2  - An abstract under another tag.
JF  - Proceedings of Attention
JO  - Proc. Att.
N1  - ASReview_relevant
N1  - A note
of two lines
M1  - PMID: 30922926
ER  -
"""
NUMBERED = """\
1. TY - JOUR
TI - One space before the dash
AU - Curie, M.
PY - 2020
ER -
2. TY - JOUR
TI - Another
AB - Its abstract
"""


def test_a_record_of_zotero_is_read_to_the_letter() -> None:
    assert recognise(ZOTERO) is RIS
    assert papers_in(RIS, ZOTERO) == [
        Paper(
            title="Symmetry and the conservation of energy",
            title_from=TitleFrom.PRINTED,
            abstract="We show that every symmetry has a conserved quantity, and that <5% of them are trivial.",
            authors=("Emmy Noether", "Bartel L. van der Waerden", "World Health Organization"),
            published=PartialDate(2019, 5, 3),
            venue="Annals of Symmetry",
            identifiers=(
                Identifier("doi", "10.1000/sym.1"),
                Identifier("arxiv", "1905.01234"),
                Identifier("arxiv_version", "1905.01234v2"),
            ),
            keywords=("physics", "symmetry", "invariants"),
            remarks=("Read this again.",),
        )
    ]


def test_older_tags_and_labels_are_understood() -> None:
    assert recognise(REFERENCE_MANAGER) is RIS
    (paper,) = papers_in(RIS, REFERENCE_MANAGER)
    assert (paper.title, paper.abstract, paper.authors) == (
        "Attention to everything",
        "An abstract under another tag.",
        ("Marie Curie",),
    )
    assert (str(paper.published), paper.venue) == ("1911-11", "Proceedings of Attention")
    assert paper.values("pmid") == ("30922926",)
    assert paper.keywords == ("ASReview_relevant",)
    assert paper.remarks == ("A note\nof two lines",)


def test_numbers_single_spaces_and_a_missing_end_are_forgiven() -> None:
    assert recognise(NUMBERED) is RIS
    found = read_text(RIS, NUMBERED)
    assert [one.line for one in found] == [1, 6]
    one, two = papers_of(found)
    assert (one.title, one.authors) == ("One space before the dash", ("M. Curie",))
    assert (two.title, two.abstract) == ("Another", "Its abstract")


def test_a_record_that_is_not_ended_ends_where_the_next_begins() -> None:
    assert [paper.title for paper in papers_in(RIS, "TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - ")] == [
        "One",
        "Two",
    ]


def test_a_record_that_begins_without_a_type_is_read() -> None:
    assert [paper.title for paper in papers_in(RIS, "TI  - One\nER  - \nTY  - JOUR\nTI  - Two\nER  - ")] == [
        "One",
        "Two",
    ]


def test_an_abstract_keeps_its_paragraphs_and_loses_the_line_ends_of_a_program() -> None:
    line = "a line of an abstract that some program has wrapped at the width of a terminal, as is"
    text = f"TY  - JOUR\nAB  - {line}\nusual.\n\nAnother paragraph.\nER  - \n"
    (paper,) = papers_in(RIS, text)
    assert paper.abstract == f"{line} usual.\n\nAnother paragraph."
    assert (paper.title, paper.title_from) == (None, TitleFrom.DERIVED)


def test_an_abstract_may_look_like_tags() -> None:
    (paper,) = papers_in(RIS, "TY  - JOUR\nAB  - Of ER - and TY  - JOUR\nII - methods\nER  - \n")
    assert paper.abstract == "Of ER - and TY  - JOUR\nII - methods"


def test_what_stands_outside_and_what_says_nothing_is_left_over() -> None:
    text = "Provider: Somebody\nhello\nTY  - JOUR\nAU  - Curie, M.\nER  - \nTY  - JOUR\nTI  - One\nER  - \n"
    found = read_text(RIS, text)
    assert [(type(one), one.line) for one in found] == [(Leftover, 2), (Leftover, 3), (Record, 6)]


def test_numbers_of_pubmed_count_where_the_record_is_from_pubmed() -> None:
    record = "TY  - JOUR\nTI  - T\nAN  - 30922926\nC2  - PMC7026692\nDB  - {}\nER  - \n"
    (paper,) = papers_in(RIS, record.format("PubMed"))
    assert (paper.values("pmid"), paper.values("pmcid")) == (("30922926",), ("PMC7026692",))
    assert papers_in(RIS, record.format("Embase"))[0].values("pmid") == ()


def test_only_a_book_is_known_by_its_isbn() -> None:
    record = "TY  - {}\nTI  - T\nSN  - 978-3-16-148410-0 (print)\nER  - \n"
    assert papers_in(RIS, record.format("BOOK"))[0].values("isbn") == ("9783161484100",)
    assert papers_in(RIS, record.format("CHAP"))[0].values("isbn") == ()


@pytest.mark.parametrize("text", ["", "TY", "TY  - ", "ER  - ", "TY  - JOUR\nER  - ", "TY  - JOUR\nTI  - \nER  - "])
def test_there_is_nothing_in_nothing(text: str) -> None:
    assert [one for one in read_text(RIS, text) if isinstance(one, Record)] == []


def test_a_record_without_an_end_takes_no_memory() -> None:
    text = "TY  - JOUR\nAB  - " + "x" * 100 + "\n"
    (left, last) = read_text(RIS, text + ("y" * 1000 + "\n") * 4500 + "TY  - JOUR\nTI  - Last\nER  - \n")
    assert isinstance(left, Leftover)
    assert "longer" in left.why
    assert isinstance(last, Record)
    assert last.line == 4503


@given(damaged(ZOTERO, REFERENCE_MANAGER, NUMBERED))
@settings(max_examples=150, deadline=None)
def test_damaged_files_are_read_to_their_end(text: str) -> None:
    check(RIS, text)


def test_the_baseline_has_its_hundred_papers() -> None:
    found = sample("citation-file-formatting/RIS/_baseline.ris", "ris")
    papers = papers_of(found)
    assert (len(papers), sum(bool(paper.abstract) for paper in papers)) == (100, 98)
    assert sum(len(paper.authors) for paper in papers) == 648
    assert all(paper.published and paper.venue and len(paper.values("doi")) == 1 for paper in papers)
    assert all(len(paper.values("lens")) == 1 for paper in papers)
    assert [one.line for one in found][:3] == [1, 33, 68]
    second = papers[1]
    assert second.title == "Electrochemotherapy in Mucosal Cancer of the Head and Neck: A Systematic Review."
    assert (len(second.authors), second.authors[6], str(second.published)) == (11, "Remco de Bree", "2021-03-12")
    assert second.keywords == ("electrochemotherapy", "head and neck cancer", "quality of life", "systematic review")


@pytest.mark.parametrize(("name", "keywords"), [("zotero", 109), ("covidence_zotero", 0)])
def test_what_other_programs_made_of_ten_records_of_embase(name: str, keywords: int) -> None:
    papers = papers_of(sample(f"citation-file-formatting/RIS/_baseline_{name}.ris", "ris"))
    assert (len(papers), sum(bool(paper.abstract) for paper in papers)) == (10, 8)
    assert sum(len(paper.keywords) for paper in papers) == keywords
    first = papers[0]
    assert (first.authors[-1], first.venue, str(first.published)) == ("M.E. McNamara", "Nature Communications", "2024")
    assert first.identifiers == (Identifier("doi", "10.1038/s41467-024-48400-3"),)
    assert first.abstract.endswith("during the early, experimental stages of feather evolution.")


@pytest.mark.parametrize(
    ("given", "spoken"),
    [
        (["Yang Z.", "de la Cruz J.M.", "O'Connor RE"], ("Z. Yang", "J.M. de la Cruz", "RE O'Connor")),
        (["Yang, Zixiao", "Smith J"], ("Zixiao Yang", "Smith J")),
        (["World Health Organization", "Yang Z."], ("World Health Organization", "Yang Z.")),
        (["Yang Z.; Jiang B."], ("Z. Yang", "B. Jiang")),
    ],
)
def test_names_as_databases_list_them_are_spoken_if_all_are_so(given: list[str], spoken: tuple[str, ...]) -> None:
    names = "\n".join(f"A1  - {one}" for one in given)
    (paper,) = papers_in(RIS, f"TY  - JOUR\nT1  - Feathers of dinosaurs\n{names}\nER  - \n")
    assert paper.authors == spoken


OVID = """1.
TY  - JOUR
DB  - APA PsycInfo
AN  - 2018-58391-001
T1  - Learning to code
A1  - Pila, Sarah
M1  - Barr, R. (2010). Transfer of learning. https://pubmed.ncbi.nlm.nih.gov/20563302 https://dx.doi.org/10.1016/j.dr.1
M1  - Meyer (2012). Other thing. doi: 10.1000/cited.1 PMID: 1234567
N1  - see also doi:10.1000/another.2
DO  - https://dx.doi.org/10.1016/j.own
ER  -
"""


def test_what_a_paper_cites_and_what_a_note_mentions_is_no_name_of_it() -> None:
    (paper,) = papers_in(RIS, OVID)
    assert paper.identifiers == (Identifier("doi", "10.1016/j.own"),)


EBSCO = """TY  - JOUR
AU  - Patterson, R. Timothy
T1  - Size-mediated competition
AB  - It has been argued. [ABSTRACT FROM AUTHOR]
AB  - Copyright of Historical Biology is the property of somebody and its content may not be copied.
N1  - Accession Number: 159687475; Patterson, R. Timothy 1; Source Info: Nov2022; PMID: NLM30922926.
L3  - 10.1080/08912963.2021.2010191
DP  - EBSCOhost
ER  -
"""


def test_ebscos_doi_stands_under_a_tag_for_links_and_its_note_is_none() -> None:
    (paper,) = papers_in(RIS, EBSCO)
    assert (paper.abstract, paper.remarks) == ("It has been argued. [ABSTRACT FROM AUTHOR]", ())
    assert paper.identifiers == (Identifier("doi", "10.1080/08912963.2021.2010191"), Identifier("pmid", "30922926"))


def test_initials_may_stand_apart_and_a_date_is_no_remark() -> None:
    names = "A1  - Yang Z\nA1  - McNamara M E\nA1  - de la Cruz J.-M. F.\n"
    text = f"TY  - JOUR\nT1  - Scales\n{names}N1  - 2024-06-04\nER  - \n"
    (paper,) = papers_in(RIS, text)
    assert (paper.authors, paper.remarks) == (("Z Yang", "M E McNamara", "J.-M. F. de la Cruz"), ())


def test_what_cochrane_prints_between_records_is_furniture_and_its_pubmed_number_is_read() -> None:
    text = """Record #1 of 18
Provider: John Wiley & Sons, Ltd.
Content: text/plain; charset="UTF-8"

TY  -  JOUR
AN  -  CN-02575572
AU  -  Arruabarrena, I
TI  -  The Incredible Years
JA  -  Psychosocial intervention
C3  -  PUBMED 37362617
DO  -  10.5093/pi2022a2
ER  -

Record #2 of 18
"""
    (paper,) = papers_in(RIS, text)
    assert paper.venue == "Psychosocial intervention"
    assert paper.identifiers == (Identifier("doi", "10.5093/pi2022a2"), Identifier("pmid", "37362617"))


RECORDS = """\
TY  - JOUR
A1  - Mann, Ada
AU  - Berg, Otto
AD  - Institute of Lakes
TI  - Herons counted in winter
UK  - anything
L1  - internal-pdf://1/herons.pdf
N1  - 10.5555/heron.9
JO  - J. Lakes
T2  - Journal of Lakes
PY  - 2009
AB  - Herons were counted.
II - methods
VL  - 12
ER  -

TY  - JOUR
AU  - Lind, Eva
TI  - Owls counted in winter
PY  - 2010
ER  -
"""
TAG = re.compile(r"^([A-Z][A-Z0-9])  -(?: |$)", re.MULTILINE)
WAYS = {
    "one blank": TAG.sub(r"\1 - ", RECORDS),
    "no blank": TAG.sub(r"\1- ", RECORDS),
    "no blank at all": TAG.sub(r"\1-", RECORDS),
    "two dashes": TAG.sub(r"\1  -- ", RECORDS),
    "a long dash": TAG.sub("\\1  \N{EN DASH} ", RECORDS),
    "one blank and a long dash": TAG.sub("\\1 \N{EM DASH} ", RECORDS),
    "tabs": TAG.sub("\\1\t-\t", RECORDS),
    "three blanks": TAG.sub(r"\1   - ", RECORDS),
    "small letters": TAG.sub(lambda match: match[0].lower(), RECORDS),
    "no-break spaces": TAG.sub("\\1\u00a0\u00a0- ", RECORDS),
    "indented": TAG.sub(r"    \1  - ", RECORDS),
    "no end": RECORDS.replace("ER  -\n", ""),
    "an end without a dash": RECORDS.replace("ER  -", "ER"),
    "by the rule": RECORDS,
}


@pytest.mark.parametrize("text", WAYS.values(), ids=WAYS)
def test_tags_may_be_written_in_any_way_as_long_as_all_of_a_record_are(text: str) -> None:
    assert recognise(text) is RIS
    one, two = papers_of(read_text(RIS, text))
    assert (one.title, one.authors, one.venue) == (
        "Herons counted in winter",
        ("Ada Mann", "Otto Berg"),
        "Journal of Lakes",
    )
    assert (one.abstract, str(one.published)) == ("Herons were counted.\nII - methods", "2009")
    assert (one.values("doi"), one.remarks) == (("10.5555/heron.9",), ())
    assert (two.title, two.authors, str(two.published)) == ("Owls counted in winter", ("Eva Lind",), "2010")


@pytest.mark.parametrize("tag", ["UK", "ZZ", "XX", "TM", "WP", "Q1", "U9", "SO"])
def test_a_tag_that_nobody_knows_costs_nothing(tag: str) -> None:
    strange = f"{tag}  - anything\n{tag}  - again\n"
    text = f"TY  - JOUR\nTI  - One\n{strange}AU  - Mann, Ada\nER  - \nTY  - JOUR\nTI  - Two\nER  - \n"
    one, two = papers_of(read_text(RIS, text))
    assert (one.title, one.authors, two.title) == ("One", ("Ada Mann",), "Two")


BEFORE = "DB  - McK\nC8  - \nTI  - {}\nAB  - Baboons live there.\nTY  - JOUR\nVL  - 49\nAU  - {}\nPY  - 2006\n{}"


@pytest.mark.parametrize("end", ["ER  - \n\n", "ER  - \n", "\n", ""])
def test_tags_above_the_type_belong_to_its_record(end: str) -> None:
    text = BEFORE.format("One", "Mann, A. J.", end) + BEFORE.format("Two", "Berg, L. R.", end)
    assert recognise(text) is RIS
    found = papers_of(read_text(RIS, text))
    assert [(one.title, one.authors, one.abstract, str(one.published)) for one in found] == [
        ("One", ("A. J. Mann",), "Baboons live there.", "2006"),
        ("Two", ("L. R. Berg",), "Baboons live there.", "2006"),
    ]


def test_a_record_without_type_and_end_is_not_taken_for_the_next() -> None:
    found = read_text(RIS, "TI  - One\nAU  - Mann, A.\nTY  - JOUR\nTI  - Two\nER  - \n")
    assert [(one.line, one.paper.title) for one in found if isinstance(one, Record)] == [(1, "One"), (3, "Two")]


def test_a_text_of_tags_without_type_and_end_is_read() -> None:
    text = "T1  - One\nA1  - Mann, Ada\nJF  - Lakes\nY1  - 2009\n\nT1  - Two\nA1  - Berg, Otto\nY1  - 2010\n"
    assert recognise(text) is RIS
    assert [(one.title, one.authors) for one in papers_in(RIS, text)] == [
        ("One", ("Ada Mann",)),
        ("Two", ("Otto Berg",)),
    ]


@pytest.mark.parametrize(
    ("tags", "authors"),
    [
        ("A1  - Mann, Ada\nAU  - Berg, Otto\nAU  - Lind, Eva", ("Ada Mann", "Otto Berg", "Eva Lind")),
        ("AU  - Mann, Ada\nAU  - Berg, Otto\nA1  - Mann, Ada\nA1  - Berg, Otto", ("Ada Mann", "Otto Berg")),
        ("AU  - Mann, A.\nAU  - Berg, O.\nA1  - Mann, Ada\nA1  - Berg, Otto", ("Ada Mann", "Otto Berg")),
        ("AU  - Berg, Otto\nA1  - Mann, Ada", ("Ada Mann", "Otto Berg")),
        ("A1  - Wang, Lei\nAU  - Wang, Lin", ("Lei Wang", "Lin Wang")),
        ("A2  - Mann, Ada\nA2  - Berg, Otto", ("Ada Mann", "Otto Berg")),
        ("ED  - Mann, Ada\nA3  - Berg, Otto", ("Ada Mann",)),
        ("A3  - Berg, Otto", ("Otto Berg",)),
        ("AU  - null\nA2  - Mann, Ada", ("Ada Mann",)),
        ("AU  - [Anonymous]", ()),
        ("AU  - Kent, Martin Lee, Jr.\nAU  - Kent, Martin Lee Jr", ("Martin Lee Kent Jr.", "Martin Lee Kent Jr")),
    ],
)
def test_authors_stand_under_two_tags_and_editors_for_them_where_there_are_none(
    tags: str, authors: tuple[str, ...]
) -> None:
    (paper,) = papers_in(RIS, f"TY  - JOUR\nTI  - Herons\n{tags}\nER  - \n")
    assert paper.authors == authors


@pytest.mark.parametrize(
    ("tags", "venue"),
    [
        ("JO  - J. Lakes\nT2  - Journal of Lakes\nJA  - J. Lakes", "Journal of Lakes"),
        ("JF  - J Lakes\nJO  - Journal of Lakes", "Journal of Lakes"),
        ("JF  - Journal of Lakes\nJO  - J. Lakes", "Journal of Lakes"),
        ("JO  - Lakes", "Lakes"),
        ("JF  - null\nJO  - Lakes", "Lakes"),
        ("T2  - Lakes\nJO  - Ponds", "Lakes"),
    ],
)
def test_the_venue_is_the_full_name_of_the_journal(tags: str, venue: str) -> None:
    (paper,) = papers_in(RIS, f"TY  - JOUR\nTI  - Herons\n{tags}\nER  - \n")
    assert paper.venue == venue


def test_the_lines_that_ovid_puts_between_are_no_part_of_anything() -> None:
    link = "Link to the Ovid Full Text or citation:\nhttp://ovidsp.ovid.com/ovidweb.cgi?T=JS\n"
    record = f"1. \nTY  - JOUR\nT1  - One\nN2  - Herons.\n{link}ER  - \n{link}\n"
    (paper,) = papers_of(read_text(RIS, record))
    assert paper.abstract == "Herons."


@given(
    st.lists(st.sampled_from(RECORDS.split("\n")), max_size=25),
    st.sampled_from((" - ", "- ", "-", "  -- ", "\t-\t", "  - ")),
)
@settings(max_examples=150, deadline=None)
def test_every_title_is_in_a_paper_or_left_over_however_lines_are_mixed(lines: list[str], written: str) -> None:
    count = iter(range(1000))
    text = "TY  - JOUR\n" + "\n".join(
        re.sub("(Herons|Owls) counted", lambda _: f"title{next(count)}", line) for line in lines
    )
    text = TAG.sub(rf"\1{written}", text)
    found = check(RIS, text)
    told = " ".join(one.text if isinstance(one, Leftover) else str(one.paper) for one in found)
    # A second title in one record is one of the paper's other names, and no record of its own.
    for record in re.split(r"(?m)^(?:TY|ER)(?:\s*-.*)?$", text):
        if titles := re.findall(r"title\d+", record):
            assert titles[0] in told


def test_a_book_is_not_its_own_venue() -> None:
    (book,) = papers_in(RIS, "TY  - BOOK\nA2  - Mann, Ada\nBT  - A handbook of lakes\nPY  - 1066///\nER  - \n")
    assert (book.title, book.authors, book.venue, str(book.published)) == (
        "A handbook of lakes",
        ("Ada Mann",),
        None,
        "1066",
    )
    (chapter,) = papers_in(RIS, "TY  - CHAP\nTI  - Herons\nBT  - A handbook of lakes\nER  - \n")
    assert chapter.venue == "A handbook of lakes"
