from __future__ import annotations

import json

import pytest

from paperreader.domain import Identifier, Paper, PartialDate, Place, TitleFrom
from paperreader.formats.table import recognise
from tests.formats.documents import form_of, papers_in
from tests.formats.dumps import SEMANTIC_SCHOLAR

FORM = form_of("semantic-scholar")
PAPERS = SEMANTIC_SCHOLAR["data"]
BERT = Paper(
    title="BERT: Pre-training of Deep Bidirectional Transformers",
    title_from=TitleFrom.PRINTED,
    abstract="We introduce a new language representation model called BERT.",
    authors=("Jacob Devlin", "Ming-Wei Chang"),
    published=PartialDate(2019, 6, 2),
    venue="North American Chapter of the ACL",
    identifiers=(
        Identifier("arxiv", "1810.04805"),
        Identifier("doi", "10.18653/v1/n19-1423"),
        Identifier("pmid", "30922926"),
        Identifier("pmcid", "PMC6613333"),
        Identifier("mag", "2963341956"),
        Identifier("dblp", "conf/naacl/DevlinCLT19"),
        Identifier("acl", "N19-1423"),
        Identifier("corpusid", "52967399"),
        Identifier("s2", "649def34f8be52c8b66281af98ae884c09aef38b"),
    ),
    keywords=("Computer Science", "Linguistics"),
    place=Place(pages="4171-4186"),
)


@pytest.mark.parametrize("value", [SEMANTIC_SCHOLAR, PAPERS, {"recommendedPapers": PAPERS}])
@pytest.mark.parametrize("indent", [None, 2])
def test_answers_of_the_api_are_read(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert recognise(text) is FORM
    first, second = papers_in(FORM, text)
    assert first == BERT
    assert second == Paper(
        title="Nothing but a title",
        title_from=TitleFrom.PRINTED,
        identifiers=(Identifier("s2", "0123456789abcdef0123456789abcdef01234567"),),
    )


def test_citations_keep_their_paper_inside() -> None:
    for key in ("citingPaper", "citedPaper"):
        text = json.dumps({"offset": 0, "data": [{"isInfluential": False, "contexts": ["x"], key: PAPERS[0]}]})
        assert recognise(text) is FORM
        assert papers_in(FORM, text) == [BERT]


def test_lines_of_the_bulk_files_are_read() -> None:
    paper = {
        "corpusid": 52967399,
        "externalids": {"ArXiv": "1810.04805", "CorpusId": "52967399", "DOI": None},
        "url": "https://www.semanticscholar.org/paper/649def34f8be52c8b66281af98ae884c09aef38b",
        "title": "BERT",
        "authors": [{"authorId": "39172707", "name": "Jacob Devlin"}],
        "venue": "",
        "year": 2019,
        "influentialcitationcount": 18000,
        "s2fieldsofstudy": [{"category": "Computer Science", "source": "external"}],
        "publicationdate": None,
        "journal": {"name": "ArXiv", "volume": "abs/1810.04805"},
    }
    abstract = {"corpusid": 52967399, "openaccessinfo": {"license": None}, "abstract": "We introduce.", "updated": "2"}
    for one in (paper, abstract):
        assert recognise(json.dumps(one)) is FORM
    first, second = papers_in(FORM, f"{json.dumps(paper)}\n{json.dumps(abstract)}\n")
    assert (first.title, first.venue, str(first.published)) == ("BERT", "ArXiv", "2019")
    assert first.identifiers == (Identifier("arxiv", "1810.04805"), Identifier("corpusid", "52967399"))
    assert (second.title_from, second.abstract) == (TitleFrom.DERIVED, "We introduce.")
    assert second.identifiers == (Identifier("corpusid", "52967399"),)


def test_lines_of_the_earlier_files_are_read() -> None:
    s2orc = {
        "paper_id": "18980463",
        "title": "Mathematical Properties",
        "authors": [{"first": "Fang", "middle": ["Li", "M."], "last": "Liu", "suffix": "Jr."}],
        "abstract": "Soft computing.",
        "year": "2011",
        "arxiv_id": None,
        "acl_id": "P11-1001",
        "pmc_id": None,
        "pubmed_id": "21258568",
        "mag_id": "2006",
        "doi": "10.1000/XYZ",
        "journal": "Annals",
        "venue": None,
    }
    corpus = {
        "id": "4cd223df721b722b1c40689caa52932a41fcc223",
        "title": "Knowledge-rich, computer-assisted composition",
        "paperAbstract": "This paper presents.",
        "entities": ["Ontology"],
        "s2Url": "https://semanticscholar.org/paper/4cd223",
        "inCitations": [],
        "year": 2014,
        "authors": [{"name": "A. Author", "ids": ["1"]}],
        "journalName": "Journal",
        "doi": "",
        "pmid": "",
    }
    for one in (s2orc, corpus):
        assert recognise(json.dumps(one)) is FORM
    first, second = papers_in(FORM, f"{json.dumps(s2orc)}\n{json.dumps(corpus)}\n")
    assert (first.authors, first.venue) == (("Fang Li M. Liu Jr.",), "Annals")
    assert first.identifiers == (
        Identifier("doi", "10.1000/xyz"),
        Identifier("pmid", "21258568"),
        Identifier("mag", "2006"),
        Identifier("acl", "P11-1001"),
    )
    assert (second.abstract, second.venue, second.keywords) == ("This paper presents.", "Journal", ("Ontology",))
    assert second.identifiers == (Identifier("s2", "4cd223df721b722b1c40689caa52932a41fcc223"),)
