from __future__ import annotations

from hypothesis import given, settings

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Record, TitleFrom
from paperreader.formats import FORMATS
from paperreader.formats.table import recognise
from tests.formats.damage import check, damaged
from tests.formats.documents import papers_in, read_text

(PUBMED,) = (form for form in FORMATS if form.name == "pubmed-xml")

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2024//EN" "https://dtd.nlm.nih.gov/x.dtd">
<PubmedArticleSet>
"""
ARTICLE = """\
<PubmedArticle>
  <MedlineCitation Status="MEDLINE" Owner="NLM">
    <PMID Version="1">12345678</PMID>
    <Article PubModel="Print">
      <Journal><ISSN>0000-0000</ISSN><JournalIssue><PubDate><Year>2020</Year><Month>Feb</Month></PubDate>
        </JournalIssue><Title>Annals of symmetry</Title><ISOAbbreviation>Ann Symm</ISOAbbreviation></Journal>
      <ArticleTitle>On <i>the</i> conservation of H<sub>2</sub>O.</ArticleTitle>
      <ELocationID EIdType="pii" ValidYN="Y">S1</ELocationID>
      <ELocationID EIdType="doi" ValidYN="Y">10.1000/SYM.1</ELocationID>
      <Abstract>
        <AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Every symmetry has
          <b>one</b> conserved quantity.</AbstractText>
        <AbstractText Label="RESULTS">&lt;5% are trivial.</AbstractText>
        <AbstractText>Done.</AbstractText>
        <CopyrightInformation>Copyright</CopyrightInformation>
      </Abstract>
      <AuthorList CompleteYN="Y">
        <Author ValidYN="Y"><LastName>Noether</LastName><ForeName>Emmy</ForeName><Initials>E</Initials></Author>
        <Author ValidYN="Y"><CollectiveName>Symmetry Study Group</CollectiveName></Author>
        <Author><LastName>Curie</LastName><ForeName>Pierre</ForeName><Suffix>Jr</Suffix></Author>
      </AuthorList>
      <ArticleDate DateType="Electronic"><Year>2020</Year><Month>02</Month><Day>03</Day></ArticleDate>
    </Article>
    <MeshHeadingList>
      <MeshHeading><DescriptorName UI="D1">Symmetry</DescriptorName></MeshHeading>
      <MeshHeading><DescriptorName>Energy</DescriptorName><QualifierName>history</QualifierName></MeshHeading>
    </MeshHeadingList>
    <KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">invariants</Keyword></KeywordList>
    <GeneralNote Owner="KIE">Read by us.</GeneralNote>
  </MedlineCitation>
  <PubmedData>
    <ArticleIdList>
      <ArticleId IdType="pubmed">12345678</ArticleId>
      <ArticleId IdType="pmc">PMC7026692</ArticleId>
    </ArticleIdList>
    <ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.9999/other</ArticleId></ArticleIdList>
    </Reference></ReferenceList>
  </PubmedData>
</PubmedArticle>
"""
BOOK = """\
<PubmedBookArticle><BookDocument><PMID>2</PMID>
<Book><BookTitle>GeneReviews</BookTitle><PubDate><Year>1993</Year></PubDate>
<AuthorList Type="editors"><Author><LastName>Adam</LastName><ForeName>M</ForeName></Author></AuthorList></Book>
<ArticleTitle>A chapter</ArticleTitle>
<AuthorList Type="authors"><Author><LastName>Curie</LastName><Initials>M</Initials></Author></AuthorList>
<Abstract><AbstractText>Its abstract.</AbstractText></Abstract>
</BookDocument></PubmedBookArticle>
"""


def test_an_article_is_read_to_the_letter() -> None:
    text = f"{HEAD}{ARTICLE}</PubmedArticleSet>"
    assert recognise(text) is PUBMED
    assert papers_in(PUBMED, text) == [
        Paper(
            title="On the conservation of H2O.",
            title_from=TitleFrom.PRINTED,
            abstract=("BACKGROUND: Every symmetry has one conserved quantity.\nRESULTS: <5% are trivial.\nDone."),
            authors=("Emmy Noether", "Symmetry Study Group", "Pierre Curie Jr"),
            published=PartialDate(2020, 2, 3),
            venue="Annals of symmetry",
            identifiers=(
                Identifier("pmid", "12345678"),
                Identifier("pmcid", "PMC7026692"),
                Identifier("doi", "10.1000/sym.1"),
            ),
            keywords=("Symmetry", "Energy/history", "invariants"),
            remarks=("Read by us.",),
        )
    ]


def test_a_chapter_of_a_book_has_its_own_title_and_authors() -> None:
    (paper,) = papers_in(PUBMED, HEAD + BOOK)
    assert (paper.title, paper.venue, paper.abstract) == ("A chapter", "GeneReviews", "Its abstract.")
    assert (paper.authors, str(paper.published), paper.values("pmid")) == (("M Curie",), "1993", ("2",))


def test_a_broken_article_costs_itself() -> None:
    broken = ARTICLE.replace("</ArticleTitle>", "", 1)
    found = read_text(PUBMED, f"{HEAD}{ARTICLE}{broken}{BOOK}")
    size = ARTICLE.count("\n")
    assert [(type(one), one.line) for one in found] == [(Record, 4), (Leftover, 4 + size), (Record, 4 + 2 * size)]


def test_entities_of_the_document_are_not_expanded() -> None:
    text = HEAD.replace(">\n<Pub", ' [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<Pub') + BOOK.replace("Its", "&x; its")
    (paper,) = papers_in(PUBMED, text)
    assert paper.abstract == "&x; its abstract."


@given(damaged(HEAD + ARTICLE, BOOK))
@settings(max_examples=60, deadline=None)
def test_damaged_files_are_read_to_their_end(text: str) -> None:
    check(PUBMED, text)


def test_a_title_that_is_not_available_is_told_in_its_own_language() -> None:
    text = (
        "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>[Not Available].</ArticleTitle>{}"
        "<AuthorList><Author><LastName>Kent</LastName><ForeName>Martin Lee</ForeName><Suffix>Jr</Suffix></Author>"
        "<Author><CollectiveName>Sleep Study Group</CollectiveName></Author>"
        "<Author><LastName>Unknown</LastName></Author>"
        "</AuthorList></Article></MedlineCitation></PubmedArticle>"
    )
    (paper,) = papers_in(PUBMED, text.format("<VernacularTitle>Ein Gen des Schlafs.</VernacularTitle>"))
    assert (paper.title, paper.authors) == ("Ein Gen des Schlafs.", ("Martin Lee Kent Jr", "Sleep Study Group"))
    assert papers_in(PUBMED, text.format(""))[0].title is None
