from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Entry, Identifier, Leftover, Paper, PartialDate, Record, TitleFrom, arxiv_identifiers
from paperreader.exports import EXPORTS
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from paperreader.formats.values.names import names_in
from tests.formats.damage import check, damaged, papers_of, sample
from tests.formats.documents import papers_in, read_text
from tests.strategies import entries

(TABLES,) = (form for form in FORMATS if form.name == "csv")
(EXPORT,) = (export for export in EXPORTS if export.name == "csv")

LONG = "We show that every symmetry has a conserved quantity, and that <5% of them are trivial."
TABLE = f"""\
Key,Title,Author,Abstract Note,Date,Publication Year,Publication Title,DOI,Url,Manual Tags,Notes,PMID
K1,"On <i>symmetry</i>","Noether, Emmy; Curie, M.","{LONG}
Another line.",2019/05/03,2019,Annals,10.1000/SYM.1,http://arxiv.org/abs/1905.01234,physics; read,<p>Mine</p>,12345678
K2,Another,,,,,,,,,,
"""
PREAMBLE = f'"SEARCH QUERY","x:ti"\n-----------\n\n"Title","Abstract"\n"One","{LONG}"\n"Two",""\n'


def table(*rows: list[str], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def one_row(**cells: str) -> Paper:
    """Return the paper of a table with one row; `_` in a column's name is a space."""
    text = table(["Title", *(name.replace("_", " ") for name in cells)], ["T", *cells.values()])
    assert recognise(text) is TABLES
    (paper,) = papers_in(TABLES, text)
    return paper


def test_a_table_of_zotero_is_read_to_the_letter() -> None:
    assert recognise(TABLE) is TABLES
    found = read_text(TABLES, TABLE)
    assert [one.line for one in found] == [2, 4]
    one, two = papers_of(found)
    assert one == Paper(
        title="On symmetry",
        title_from=TitleFrom.PRINTED,
        abstract=f"{LONG}\nAnother line.",
        authors=("Emmy Noether", "M. Curie"),
        published=PartialDate(2019, 5, 3),
        venue="Annals",
        identifiers=(
            Identifier("doi", "10.1000/sym.1"),
            Identifier("arxiv", "1905.01234"),
            Identifier("pmid", "12345678"),
        ),
        keywords=("physics", "read"),
        remarks=("Mine",),
    )
    assert (two.title, two.abstract, two.identifiers) == ("Another", "", ())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("above", ["", "About the data: Exported on 2024-01-01, by somebody\n\n", "\ufeff"])
def test_the_heading_is_found_whatever_separates_and_whatever_stands_above(delimiter: str, above: str) -> None:
    text = above + table(["ID", "Title", "Abstract", "Year"], ["1", "A, B; C", LONG, "2019"], delimiter=delimiter)
    assert recognise(text) is TABLES
    (paper,) = papers_in(TABLES, text)
    assert (paper.title, paper.abstract, str(paper.published)) == ("A, B; C", LONG, "2019")


def test_a_preamble_is_passed_over() -> None:
    assert recognise(PREAMBLE) is TABLES
    assert [(one.line, type(one)) for one in read_text(TABLES, PREAMBLE)] == [(5, Record), (6, Record)]


def test_a_table_of_markdown_is_a_table() -> None:
    text = f"| Title | Abstract | Year |\n|:------|----------|-----:|\n| One | {LONG} | 2019 |\n"
    assert recognise(text) is TABLES
    (paper,) = papers_in(TABLES, text)
    assert (paper.title, paper.abstract, str(paper.published)) == ("One", LONG, "2019")


def test_one_column_is_enough_if_its_rows_look_like_abstracts() -> None:
    assert recognise(f'abstract\n"{LONG}"\n"{LONG}"\n') is TABLES
    assert TABLES.sniff(f"Abstract\n\n{LONG}\n") == TABLES.sniff("title\none\ntwo\n") == 0


@pytest.mark.parametrize(
    "text",
    [
        "A text about the title, the abstract, and more.\nIt goes on, and on.\n",
        '{"title": "x", "abstract": "y"}\n',
        "name,price\nmilk,2\nbread,3\n",
        "@article{a,\n title={A},\n abstract={B}\n}\n",
        "<table><tr><td>title,abstract</td></tr></table>",
        "",
    ],
)
def test_other_texts_are_no_tables(text: str) -> None:
    assert TABLES.sniff(text) < 0.3


def test_a_text_that_is_no_table_is_left_over_whole() -> None:
    (left,) = read_text(TABLES, "name,price\nmilk,2\n")
    assert isinstance(left, Leftover)
    assert (left.line, left.text) == (1, "name,price\nmilk,2")


def test_a_row_that_is_broken_costs_itself() -> None:
    text = (
        'title,abstract,year\nOne,a,2001\nTwo,b,c,d,e\nThree\n,,2003\n"Four,c,2004\nFive,d,2005\ntitle,abstract,year\n'
    )
    found = read_text(TABLES, text)
    assert [(one.line, one.paper.title) for one in found if isinstance(one, Record)] == [
        (2, "One"),
        (6, '"Four'),
        (7, "Five"),
    ]
    assert [one.line for one in found if isinstance(one, Leftover)] == [3, 4, 5]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Emmy Noether; Marie Curie", ["Emmy Noether", "Marie Curie"]),
        ("Noether, Emmy; Curie, Marie", ["Emmy Noether", "Marie Curie"]),
        ("Noether, Emmy and Curie, Marie", ["Emmy Noether", "Marie Curie"]),
        ("Emmy Noether, Marie Curie, and Lise Meitner", ["Emmy Noether", "Marie Curie", "Lise Meitner"]),
        ("Emmy Noether|Marie Curie", ["Emmy Noether", "Marie Curie"]),
        ("Yang Z., Jiang B., McNamara M.E.", ["Z. Yang", "B. Jiang", "M.E. McNamara"]),
        ("Griffin DK, Larkin DM, O'Connor RE.", ["DK Griffin", "DM Larkin", "RE O'Connor"]),
        ("Yang, Z., Jiang, B.", ["Z. Yang", "B. Jiang"]),
        ("Yang, Zixiao (57218765432); Jiang, Baoyu (7201234567)", ["Zixiao Yang", "Baoyu Jiang"]),
        ("Noether, Emmy", ["Emmy Noether"]),
        ("['Emmy Noether', \"Conan O'Brien\"]", ["Emmy Noether", "Conan O'Brien"]),
        ('["Emmy Noether", "Marie Curie"]', ["Emmy Noether", "Marie Curie"]),
        ("[{'name': 'Emmy Noether', 'id': 1}]", ["Emmy Noether"]),
        ('[{"name": "Emmy Noether"}, 5, null]', ["Emmy Noether"]),
        ("World Health Organization", ["World Health Organization"]),
        ("", []),
    ],
)
def test_names_are_told_apart_whatever_separates_them(cell: str, names: list[str]) -> None:
    assert [name for name in names_in(cell) if name] == names


@pytest.mark.parametrize(
    ("cells", "identifiers"),
    [
        ({"id": "2403.13043v2"}, ["arxiv:2403.13043", "arxiv_version:2403.13043v2"]),
        ({"id": "http://arxiv.org/abs/hep-th/9901001"}, ["arxiv:hep-th/9901001"]),
        ({"id": "https://openalex.org/W4387881419"}, ["openalex:W4387881419"]),
        ({"id": "17"}, []),
        ({"arxiv_id": "2403.1304"}, ["arxiv:2403.13040"]),
        ({"arxiv_id": "704.0001"}, ["arxiv:0704.0001"]),
        ({"URL": "https://huggingface.co/papers/2403.13043"}, ["arxiv:2403.13043"]),
        ({"Link": "https://example.org/2403.13043"}, []),
        ({"PDF": "https://doi.org/10.1000/A; http://arxiv.org/pdf/2403.13043"}, ["doi:10.1000/a", "arxiv:2403.13043"]),
        ({"PMID": "12345678.0", "PMCID": "PMC7026692"}, ["pmid:12345678", "pmcid:PMC7026692"]),
        ({"EID": "2-s2.0-85000000000"}, ["scopus:2-s2.0-85000000000"]),
        ({"UT (Unique WOS ID)": "WOS:000123456700001"}, ["wos:000123456700001"]),
        ({"Extra": "PMID: 12345678\nCitation Key: x"}, ["pmid:12345678"]),
        ({"DOI": "nan", "Accession Number": "None"}, []),
    ],
)  # fmt: skip
def test_identifiers_stand_in_columns_of_their_own_in_links_and_among_others(
    cells: dict[str, str], identifiers: list[str]
) -> None:
    assert [f"{one.scheme}:{one.value}" for one in one_row(**cells).identifiers] == identifiers


def test_the_notes_and_tags_of_asreview_come_along() -> None:
    (paper,) = papers_in(
        TABLES,
        "record_id,title,abstract,asreview_label,asreview_note,asreview_tag_methods_survey,asreview_tag_old,included\n"
        "0,Reading,An abstract,1,read the appendix,1,0,1\n",
    )
    assert (paper.keywords, paper.remarks) == (("included", "methods_survey"), ("read the appendix",))
    (old,) = papers_in(TABLES, "title,abstract,included,exported_notes_1,exported_notes_2\nA,B,0,one,two\n")
    assert (old.keywords, old.remarks) == (("excluded",), ("one", "two"))


def test_columns_of_google_scholar_cochrane_ebsco_and_abstrackr_are_understood() -> None:
    (scholar,) = papers_in(
        TABLES,
        "Authors,Title,Publication,Volume,Number,Pages,Year,Publisher\n"
        '"Barrett, Paul M; Willis, Katherine J; ",Did they invent flowers?,Biological Reviews,76,3,411-7,2001,CUP\n',
    )
    assert (scholar.venue, scholar.authors) == ("Biological Reviews", ("Paul M Barrett", "Katherine J Willis"))
    (cochrane,) = papers_in(
        TABLES,
        "CENTRAL ID,Author(s),Title,Source,Year,Abstract,Database Name,PubMed ID,Embase ID,Keywords,DOI,URL\n"
        '"CN-1","Bywater, T; Hutchings, J","A programme","Trials","2011","Some text","Cochrane Central Register",'
        '"PUBMED 21314913",,"*Literacy; Child, Preschool","10.1186/1745-6215-12-39","https://cochranelibrary.com/x"\n',
    )
    assert (cochrane.venue, cochrane.authors) == ("Trials", ("T Bywater", "J Hutchings"))
    assert cochrane.keywords == ("Literacy", "Child, Preschool")
    assert cochrane.identifiers == (Identifier("doi", "10.1186/1745-6215-12-39"), Identifier("pmid", "21314913"))
    (ebsco,) = papers_in(
        TABLES,
        '"Article Title","Author","Journal Title",="ISSN",="Publication Date","DOI","Abstract","PLink"\n'
        '"Size","Bell, Phil R.; Kaye, Thomas G.","BMC Biology",="17417007",="Nov2022","10.1186/s1","It, ""that""",h\n',
    )
    assert (ebsco.published, ebsco.venue, ebsco.abstract) == (PartialDate(2022, 11), "BMC Biology", 'It, "that"')
    found = read_text(
        TABLES,
        "(internal) id,(source) id,pubmed id,abstract,title,journal,authors,tags,consensus,general notes (Ann)\n"
        '41,7,0,"Long text.\n","A duckbill","Sci Rep","Longrich, N.R.\n and Bardet, N.\n","",o,"mine"\n'
        "citations that are not yet labeled by anyone\n"
        '42,5,0,"","An erratum","BMC","Brownstein, C.D.\n"\n',
    )
    first, left, second = found
    assert isinstance(first, Record)
    assert isinstance(left, Leftover)
    assert isinstance(second, Record)
    assert (first.paper.authors, first.paper.remarks) == (("N.R. Longrich", "N. Bardet"), ("mine",))
    assert (first.paper.identifiers, second.paper.authors) == ((), ("C.D. Brownstein",))


def test_columns_of_refworks_are_understood() -> None:
    (paper,) = papers_in(
        TABLES,
        "Reference Type\tAuthors, Primary\tTitle Primary\tPeriodical Full\tPub Year\tAbstract\tNotes\t"
        "Personal Notes\tDOI\t\n"
        "Journal Article\tde Jong,Ype;Ramspek,Chava L.\tA review of stroke\tJournal of Things\t2020\tWe review.\t"
        "ID: 141-249-349-237-884\tmine\t10.1016/j.1\t\n",
    )
    assert (paper.title, paper.abstract, paper.venue) == ("A review of stroke", "We review.", "Journal of Things")
    assert (paper.authors, paper.remarks) == (("Ype de Jong", "Chava L. Ramspek"), ("mine",))


def test_columns_of_arxiv_web_of_science_and_asreview_are_understood() -> None:
    arxiv = one_row(
        id="0704.0001", authors="A. B\\'erczi, C. Balazs", comments="37 pages", categories="hep-ph cs.LG",
        abstract="  We do.\n", update_date="2008-11-26", journal_ref="Phys.Rev.D76:013009,2007",
    )  # fmt: skip
    assert (arxiv.abstract, arxiv.categories, arxiv.venue) == (
        "We do.",
        ("hep-ph", "cs.LG"),
        "Phys.Rev.D76:013009,2007",
    )
    assert (str(arxiv.published), arxiv.comments) == ("2008-11-26", None)
    text = table(["AU", "AF", "TI", "SO", "DE", "ID", "PD", "PY", "UT"], ["Noether, E", "Noether, Emmy", "T", "ANNALS",
        "symmetry; energy", "PLUS", "FEB 12", "2020", "WOS:000123456700001"], delimiter="\t")  # fmt: skip
    (web,) = papers_in(TABLES, text)
    assert (web.title, web.authors, web.keywords) == ("T", ("Emmy Noether",), ("symmetry", "energy", "PLUS"))
    assert (str(web.published), web.values("wos")) == ("2020-02-12", ("000123456700001",))
    assert one_row(included="1").keywords == ("included",)
    assert one_row(label_included="0").keywords == ("excluded",)
    assert one_row(included="-1").keywords == ()
    rayyan = one_row(year="2019", month="5", day="3", notes='RAYYAN-INCLUSION: {"Me"=>"Maybe"} | RAYYAN-LABELS: a,b')
    assert (str(rayyan.published), rayyan.keywords, rayyan.remarks) == ("2019-05-03", ("Maybe", "a", "b"), ())
    assert one_row(terms="['cs.CV', 'stat.ML']").categories == ("cs.CV", "stat.ML")
    assert one_row(Published_Year="2019", Published_Month="May").published == PartialDate(2019, 5)
    assert (one_row(upvotes="12", num_comments="3").upvotes, one_row(num_comments="3").comments) == (12, 3)


@given(st.lists(entries(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_what_we_export_comes_back_to_the_letter(written: list[Entry]) -> None:
    out = io.StringIO()
    EXPORT.write(written, out)
    found = read_text(TABLES, out.getvalue().removeprefix("\ufeff"))
    assert len(found) == len(written)
    for one, entry in zip(found, written, strict=True):
        paper = entry.paper
        if isinstance(one, Leftover):
            assert (paper.title, paper.abstract, one_of_its_columns(paper)) == (None, "", False)
            continue
        assert one.paper.published == paper.published
        for field in ("title", "abstract", "venue", "author_count", "upvotes", "comments"):
            assert getattr(one.paper, field) == getattr(paper, field)
        if not any(";" in name for name in paper.authors):  # which is what separates them
            assert one.paper.authors == paper.authors


def one_of_its_columns(paper: Paper) -> bool:
    """Whether a paper has an identifier that a table of ours has a column for, and that is one."""
    return bool(arxiv_identifiers(" ".join(paper.values("arxiv"))) or paper.values("doi"))


@given(damaged(TABLE, PREAMBLE, f"title\tabstract\nOne\t{LONG}\n"))
@settings(max_examples=150, deadline=None)
def test_damaged_tables_are_read_to_their_end(text: str) -> None:
    TABLES.sniff(text)
    check(TABLES, text)


@pytest.mark.parametrize("name", ["CSV/_baseline.csv", "TSV/_baseline.tsv"])
def test_the_baseline_has_its_hundred_papers(name: str) -> None:
    papers = papers_of(sample(f"citation-file-formatting/{name}", "csv"))
    assert (len(papers), sum(bool(paper.abstract) for paper in papers)) == (100, 98)
    assert sum(len(paper.authors) for paper in papers) == 648
    assert all(paper.published and paper.venue and paper.values("lens") for paper in papers)
    assert sum(bool(paper.values("pmid")) for paper in papers) == 90
    first = papers[0]
    assert first.authors[0] == "Björn A. Blomberg"
    assert str(first.published) == "2012-07-03"
    assert first.identifiers[0] == Identifier("doi", "10.1007/s11307-012-0572-0")
    assert first.keywords[:2] == (
        "Congenital Hyperinsulinism/diagnosis",
        "Dihydroxyphenylalanine/analogs & derivatives",
    )
    assert first.abstract.endswith("localizing focal CHI in patients requiring surgery for this disease.")


def test_three_lines_stand_above_the_table_of_embase() -> None:
    found = sample("citation-file-formatting/CSV/_baseline_embase.csv", "csv")
    papers = papers_of(found)
    assert [one.line for one in found] == list(range(5, 15))
    assert sum(bool(paper.abstract) for paper in papers) == 8
    first = papers[0]
    assert first.authors == ("Z. Yang", "B. Jiang", "J. Xu", "M.E. McNamara")
    assert (str(first.published), first.venue, first.values("pmid")) == (
        "2024-12-01",
        "Nature Communications",
        ("38773066",),
    )
    assert first.keywords[:3] == ("keratin (endogenous compound)", "melanin (endogenous compound)", "animal scales")


def test_the_table_of_openalex_has_nine_papers() -> None:
    papers = papers_of(sample("citation-file-formatting/CSV/_baseline_openalex.csv", "csv"))
    assert len(papers) == 9
    assert all(paper.abstract and paper.values("openalex") and paper.values("doi") for paper in papers)
    first = papers[0]
    assert first.authors[:2] == ("Alba Vicente", "Josep Sanjuan")
    assert (str(first.published), first.venue) == ("2024-02-01", "Cretaceous Research")
    assert first.keywords == ("Archipelago", "Aptian", "Paleoclimatology")


def test_zoteros_eighty_seven_columns_hold_ten_papers() -> None:
    papers = papers_of(sample("citation-file-formatting/CSV/_baseline_zotero.csv", "csv"))
    assert (len(papers), sum(bool(paper.abstract) for paper in papers)) == (10, 8)
    first = papers[0]
    assert first.authors == ("Z. Yang", "B. Jiang", "J. Xu", "M.E. McNamara")
    assert len(first.keywords) == 25
    assert first.identifiers == (Identifier("doi", "10.1038/s41467-024-48400-3"),)


def test_journal_and_date_stand_in_one_column_of_embase_and_the_database_in_that_of_others() -> None:
    embase = one_row(
        Source="Journal of Lakes (2014) 3:3 (152-160). Date of Publication: 1 Mar 2014", Author_Names="Mann A."
    )
    assert (embase.venue, str(embase.published), embase.authors) == ("Journal of Lakes", "2014-03-01", ("A. Mann",))
    both = one_row(Source="J. Lakes (2014) 3:3 (1-2)", Source_title="Journal of Lakes", Publication_Year="2014")
    assert (both.venue, str(both.published)) == ("Journal of Lakes", "2014")
    other = one_row(Source="Scopus", Year="2014")
    assert (other.venue, str(other.published)) == (None, "2014")


@pytest.mark.parametrize(
    ("cell", "keywords"),
    [
        (
            "lake (diagnosis, surgery), heron, river (prevention)",
            ("lake (diagnosis, surgery)", "heron", "river (prevention)"),
        ),
        ("lake (cold; deep); heron", ("lake (cold; deep)", "heron")),
        ("lake (cold; deep), heron [grey, purple]", ("lake (cold; deep)", "heron [grey, purple]")),
        ("lake (cold, heron", ("lake (cold", "heron")),
        ("lake) cold, heron", ("lake) cold", "heron")),
        ("null, heron, N/A", ("heron",)),
    ],
)
def test_keywords_are_not_cut_in_brackets(cell: str, keywords: tuple[str, ...]) -> None:
    assert one_row(Keywords=cell).keywords == keywords


@pytest.mark.parametrize(
    ("column", "cell", "keywords"),
    [
        ("Included", "I", ("included",)),
        ("Included", "E", ("excluded",)),
        ("Included", "D", ("duplicate",)),
        ("included", "1.0", ("included",)),
        ("included", "-1", ()),
        ("Decision", "Maybe", ("Maybe",)),
        ("citation_screening_status", "excluded", ("excluded",)),
        ("Exclusion Reason", "wrong population; no lake", ("wrong population", "no lake")),
    ],
)
def test_what_screeners_decided_is_a_keyword(column: str, cell: str, keywords: tuple[str, ...]) -> None:
    (paper,) = papers_in(TABLES, table(["Title", column, "Year"], ["T", cell, "2024"]))
    assert paper.keywords == keywords


@pytest.mark.parametrize(
    ("cells", "authors"),
    [
        ({"first_authors": "Mann, Ada; Berg, Otto"}, ("Ada Mann", "Otto Berg")),
        ({"First_Author": "Mann, Ada", "Authors": "Mann, Ada; Berg, Otto"}, ("Ada Mann", "Otto Berg")),
        ({"Authors": "Mann, Ada\nBerg, Otto\nLind, Eva"}, ("Ada Mann", "Otto Berg", "Eva Lind")),
        ({"Authors": "", "Editors": "Mann, Ada; Berg, Otto"}, ("Ada Mann", "Otto Berg")),
        ({"Authors": "[Anonymous]", "Book_Editors": "Mann, Ada"}, ("Ada Mann",)),
        ({"Authors": "Lind, Eva", "Editors": "Mann, Ada"}, ("Eva Lind",)),
        ({"Authors": "van den Berg,null;Mann,Ada B.;"}, ("van den Berg", "Ada B. Mann")),
        ({"Authors": "Unknown"}, ()),
    ],
)
def test_authors_stand_in_many_columns_and_editors_for_them(cells: dict[str, str], authors: tuple[str, ...]) -> None:
    assert one_row(**cells).authors == authors


@pytest.mark.parametrize(
    ("year", "printed"), [("950", "0950"), ("1066.0", "1066"), ("43952", "None"), ("2019 Winter", "2019")]
)
def test_years_are_as_printed(year: str, printed: str) -> None:
    assert str(one_row(Year=year).published) == printed
