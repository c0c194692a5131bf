"""Every format gives the same identifier, however it is written."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

import pytest
from hypothesis import given, strategies as st

from paperreader.domain import Entry, Identifier, Record, link, named_paper, new_uid
from paperreader.domain.identifiers import _ARCHIVES
from paperreader.query import Value, parse
from tests.formats.documents import form_of, read_text
from tests.strategies import sici_dois

TITLE: Final = "Counting herons from balloons over wide lakes"
ABSTRACT: Final = (
    "We study how herons are counted from balloons over wide lakes. Our results show that most lakes have some of them "
    "in winter, and we discuss what this means for the methods that are used today, and for people."
)


def _object(**fields: object) -> str:
    return json.dumps({"title": TITLE, "abstract": ABSTRACT, **fields})


DOCUMENTS: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    "RIS": ("ris", lambda doi: f"TY  - JOUR\nTI  - {TITLE}\nDO  - {doi}\nER  - \n"),
    "RIS, its link": ("ris", lambda doi: f"TY  - JOUR\nTI  - {TITLE}\nUR  - https://doi.org/{doi}\nER  - \n"),
    "RIS, a note": ("ris", lambda doi: f"TY  - JOUR\nTI  - {TITLE}\nN1  - doi: {doi}\nER  - \n"),
    "BibTeX": ("bibtex", lambda doi: f"@article{{a,\n  title = {{{TITLE}}},\n  doi = {{{doi}}},\n}}\n"),
    "BibTeX, its link": ("bibtex", lambda doi: f"@article{{a, title={{{TITLE}}},\n url={{https://doi.org/{doi}}}}}\n"),
    "nbib": ("medline", lambda doi: f"PMID- 1\nOWN - NLM\nSTAT- x\nTI  - {TITLE}\nLID - {doi} [doi]\n"),
    "Web of Science": ("web-of-science", lambda doi: f"FN x\nPT J\nAU A\nTI {TITLE}\nSO S\nDI {doi}\nER\n\nEF\n"),
    "refer": ("refer", lambda doi: f"%0 Journal Article\n%A A\n%T {TITLE}\n%R {doi}\n"),
    "EndNote XML": (
        "endnote-xml",
        lambda doi: (
            f"<xml><records><record><titles><title>{TITLE}</title></titles>"
            f"<electronic-resource-num>{html.escape(doi)}</electronic-resource-num></record></records></xml>"
        ),
    ),
    "PubMed XML": (
        "pubmed-xml",
        lambda doi: (
            f"<PubmedArticle><MedlineCitation><Article><ArticleTitle>{TITLE}</ArticleTitle>"
            f"<ELocationID EIdType='doi'>{html.escape(doi)}</ELocationID></Article></MedlineCitation></PubmedArticle>"
        ),
    ),
    "CSV": ("csv", lambda doi: f'Title,Abstract,DOI,Year\n"{TITLE}","x","{doi}",1994\n'),
    "TSV": ("csv", lambda doi: f"Title\tAbstract\tDOI\n{TITLE}\tx\t{doi}\n"),
    "CSV, its link": ("csv", lambda doi: f'Title,Abstract,URL\n"{TITLE}","x","https://doi.org/{doi}"\n'),
    "JSON": ("json", lambda doi: _object(doi=doi)),
    "JSON, its link": ("json", lambda doi: _object(url=f"https://doi.org/{doi}")),
    "Crossref": ("crossref", lambda doi: _object(DOI=doi, type="journal-article")),
    "OpenAlex": ("openalex", lambda doi: _object(doi=f"https://doi.org/{doi}")),
    "Semantic Scholar": ("semantic-scholar", lambda doi: _object(externalIds={"DOI": doi})),
    "OpenReview": ("openreview", lambda doi: json.dumps({"content": {"title": TITLE, "doi": doi}})),
    "arXiv's snapshot": ("arxiv-snapshot", lambda doi: _object(id="2403.13043", doi=doi)),
    "Atom": (
        "arxiv-atom",
        lambda doi: (
            "<feed xmlns:arxiv='http://arxiv.org/schemas/atom'><entry><id>http://arxiv.org/abs/2403.13043</id>"
            f"<title>{TITLE}</title><arxiv:doi>{html.escape(doi)}</arxiv:doi></entry></feed>"
        ),
    ),
    "mail": (
        "arxiv-mail",
        lambda doi: f"\\\\\narXiv:2403.13043\nTitle: {TITLE}\nDOI: {doi}\n\\\\\n  {ABSTRACT}\n\\\\ ( https://x )\n",
    ),
    "labels": ("title-summary", lambda doi: f"Title: {TITLE}\nDOI: {doi}\nAbstract: {ABSTRACT}\n"),
    "paragraphs": ("paragraphs", lambda doi: f"{TITLE}\ndoi:{doi}\n\n{ABSTRACT}\n"),
    "HTML": (
        "html",
        lambda doi: (
            f"<html><head><meta name='citation_title' content='{TITLE}'>"
            f"<meta name='citation_doi' content='{html.escape(doi)}'></head><body><p>{ABSTRACT}</p></body></html>"
        ),
    ),
}
"""A document of each format with a DOI, in each place that can hold one."""


def found_in(form: str, text: str, scheme: str) -> list[str]:
    """Return the identifiers of a scheme in the records of a text."""
    records = [one for one in read_text(form_of(form), text) if isinstance(one, Record)]
    assert len(records) == 1, text
    return [one.value for one in records[0].paper.identifiers if one.scheme == scheme]


@pytest.mark.parametrize("place", DOCUMENTS)
@given(doi=sici_dois())
def test_a_doi_comes_whole_out_of_every_format(place: str, doi: str) -> None:
    form, document = DOCUMENTS[place]
    written = doi.replace("#", "\\#") if form == "bibtex" else doi
    assert found_in(form, document(written.upper()), "doi") == [doi]


@pytest.mark.parametrize("place", DOCUMENTS)
@given(doi=sici_dois())
def test_and_escaped_it_is_the_same(place: str, doi: str) -> None:
    form, document = DOCUMENTS[place]
    for dress in (html.escape, quote):
        assert found_in(form, document(dress(doi)), "doi") == [doi]


@given(doi=sici_dois())
def test_bibtexs_ways_to_write_a_doi_are_one(doi: str) -> None:
    for less, more in (("$<$", "$>$"), ("{\\textless}", "{\\textgreater}"), ("{$<$}", "{$>$}"), ("\\&lt;", "\\&gt;")):
        written = doi.replace("#", "{\\#}").replace("<", less).replace(">", more)
        for place in ("BibTeX", "BibTeX, its link"):
            assert found_in("bibtex", DOCUMENTS[place][1](written), "doi") == [doi]


OLD: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    "mail": (
        "arxiv-mail",
        lambda id_: (
            f"\\\\\narXiv:{id_}\nTitle: {TITLE}\n\\\\\n  {ABSTRACT}\n\\\\ ( http://arXiv.org/abs/{id_} ,  10kb)\n"
        ),
    ),
    "mail of a cross-listing": (
        "arxiv-mail",
        lambda id_: f"\\\\\nPaper (*cross-listing*): {id_}\nTitle: {TITLE}\n\\\\\n  {ABSTRACT}\n\\\\ ( x )\n",
    ),
    "Atom": (
        "arxiv-atom",
        lambda id_: f"<feed><entry><id>http://arxiv.org/abs/{id_}v1</id><title>{TITLE}</title></entry></feed>",
    ),
    "RSS": (
        "arxiv-rss",
        lambda id_: f"<rss><item><title>{TITLE}</title><link>https://arxiv.org/abs/{id_}</link></item></rss>",
    ),
    "RSS before 2024": (
        "arxiv-rss",
        lambda id_: f"<rdf:RDF><item><title>{TITLE}. (arXiv:{id_} [math.QA])</title></item></rdf:RDF>",
    ),
    "snapshot": ("arxiv-snapshot", lambda id_: _object(id=id_)),
    "BibTeX": (
        "bibtex",
        lambda id_: f"@article{{a, title={{{TITLE}}},\n eprint={{{id_}}},\n archivePrefix={{arXiv}}}}\n",
    ),
    "BibTeX, its link": (
        "bibtex",
        lambda id_: f"@misc{{a, title={{{TITLE}}},\n url={{http://arxiv.org/abs/{id_}}}}}\n",
    ),
    "RIS": ("ris", lambda id_: f"TY  - JOUR\nTI  - {TITLE}\nUR  - https://arxiv.org/pdf/{id_}\nER  - \n"),
    "RIS, a note": ("ris", lambda id_: f"TY  - JOUR\nTI  - {TITLE}\nN1  - arXiv:{id_}\nER  - \n"),
    "refer": ("refer", lambda id_: f"%0 Journal Article\n%A A\n%T {TITLE}\n%U https://arxiv.org/abs/{id_}\n"),
    "CSV": ("csv", lambda id_: f"Title,Abstract,arxiv_id\n{TITLE},x,{id_}\n"),
    "CSV, an id": ("csv", lambda id_: f"id,Title,Abstract\n{id_},{TITLE},x\n"),
    "CSV, its link": ("csv", lambda id_: f"Title,Abstract,URL\n{TITLE},x,http://arxiv.org/abs/{id_}v2\n"),
    "JSON": ("json", lambda id_: _object(arxiv_id=id_)),
    "JSON, an id": ("json", lambda id_: _object(id=f"http://arxiv.org/abs/{id_}v1")),
    "Semantic Scholar": ("semantic-scholar", lambda id_: _object(externalIds={"ArXiv": id_})),
    "OpenAlex": ("openalex", lambda id_: _object(locations=[{"landing_page_url": f"http://arxiv.org/abs/{id_}"}])),
    "Crossref": ("crossref", lambda id_: _object(URL=f"http://arxiv.org/abs/{id_}")),
    "labels": ("title-summary", lambda id_: f"Title: {TITLE}\nPDF: http://arxiv.org/pdf/{id_}\nAbstract: {ABSTRACT}\n"),
    "paragraphs": ("paragraphs", lambda id_: f"{TITLE}\narXiv:{id_}\n\n{ABSTRACT}\n"),
    "dataset viewer": ("dataset-viewer", lambda id_: f"arxiv_id\nstring\nabstract\nstring\n{id_}\n{ABSTRACT}\n"),
    "HTML": (
        "html",
        lambda id_: (
            f"<html><head><meta name='citation_title' content='{TITLE}'>"
            f"<meta name='citation_arxiv_id' content='{id_}'></head><body><p>{ABSTRACT}</p></body></html>"
        ),
    ),
}
"""A document of each format with an old arXiv id, in each place that can hold one."""


@pytest.mark.parametrize("place", OLD)
@given(archive=st.sampled_from(sorted(_ARCHIVES)), number=st.integers(1, 999))
def test_an_old_arxiv_id_of_any_archive_comes_out_of_every_format(place: str, archive: str, number: int) -> None:
    form, document = OLD[place]
    id_ = f"{archive}/9712{number:03}"
    assert found_in(form, document(id_), "arxiv") == [id_]


@given(archive=st.sampled_from(sorted(_ARCHIVES)), subject=st.sampled_from(["", ".QA", ".stat-mech", ".NC"]))
def test_an_old_arxiv_id_of_any_archive_can_be_typed(archive: str, subject: str) -> None:
    written, id_ = f"{archive}{subject}/0401001", f"{archive}/0401001"
    for text in (written, f"arXiv:{written}", f"https://arxiv.org/abs/{written}v2", written.upper(), f"({written})."):
        assert named_paper(text) == id_
        assert parse(text).root == Value("id", id_)
    assert Identifier("arxiv", id_)


def _xml(kind: str, **fields: str) -> str:
    inside = "".join(f"<{name}>{text}</{name}>" for name, text in fields.items())
    return (
        f"<xml><records><record><ref-type name='{kind}'>5</ref-type><titles><title>{TITLE}</title></titles>{inside}"
        "</record></records></xml>"
    )


ISBN: Final = "978-0-306-40615-7"
CONTAINED: Final[dict[str, tuple[str, str]]] = {
    "RIS, CHAP": ("ris", f"TY  - CHAP\nTI  - {TITLE}\nSN  - {ISBN}\nDO  - 10.5555/{ISBN}\nER  - \n"),
    "RIS, CONF": ("ris", f"TY  - CONF\nTI  - {TITLE}\nSN  - {ISBN}\nDO  - 10.5555/{ISBN}\nER  - \n"),
    "RIS, CPAPER": (
        "ris",
        f"TY  - CPAPER\nTI  - {TITLE}\nSN  - {ISBN}\nUR  - https://doi.org/10.5555/{ISBN}\nER  - \n",
    ),
    "RIS, JOUR": ("ris", f"TY  - JOUR\nTI  - {TITLE}\nSN  - 1234-5679\nDO  - 10.1111/(ISSN)1234-5679\nER  - \n"),
    "refer": ("refer", f"%0 Book Section\n%A A\n%T {TITLE}\n%B Book\n%@ {ISBN}\n%R 10.5555/{ISBN}\n"),
    "refer, of a conference": ("refer", f"%0 Conference Proceedings\n%A A\n%T {TITLE}\n%@ {ISBN}\n"),
    "EndNote XML": (
        "endnote-xml",
        _xml("Book Section", **{"isbn": ISBN, "electronic-resource-num": f"10.5555/{ISBN}"}),
    ),
    "BibTeX, incollection": (
        "bibtex",
        f"@incollection{{a, title={{{TITLE}}},\n isbn={{{ISBN}}}, doi={{10.5555/{ISBN}}}}}\n",
    ),
    "BibTeX, inproceedings": (
        "bibtex",
        f"@inproceedings{{DBLP:conf/birds/2019, title={{{TITLE}}},\n isbn={{{ISBN}}}, ee={{https://doi.org/10.5555/{ISBN}}}}}\n",
    ),
    "BibTeX, misc in a book": ("bibtex", f"@misc{{a, title={{{TITLE}}},\n booktitle={{B}}, doi={{10.5555/{ISBN}}}}}\n"),
    "CSL, chapter": (
        "crossref",
        json.dumps({"type": "chapter", "title": TITLE, "ISBN": ISBN, "DOI": f"10.5555/{ISBN}"}),
    ),
    "CSL, paper": ("crossref", json.dumps({"type": "paper-conference", "title": TITLE, "ISBN": ISBN})),
    "Crossref, chapter": ("crossref", json.dumps({"type": "book-chapter", "title": [TITLE], "ISBN": [ISBN]})),
    "Crossref, no kind": ("crossref", json.dumps({"container-title": ["B"], "title": [TITLE], "ISBN": [ISBN]})),
    "Zotero": ("json", json.dumps({"itemType": "bookSection", "title": TITLE, "ISBN": ISBN, "DOI": f"10.5555/{ISBN}"})),
    "JSON, no kind": ("json", _object(booktitle="Proceedings of Birds", isbn=ISBN, doi=f"10.5555/{ISBN}")),
    "OpenAlex": (
        "openalex",
        json.dumps({"type": "book-chapter", "title": TITLE, "doi": f"https://doi.org/10.5555/{ISBN}"}),
    ),
    "Semantic Scholar": (
        "semantic-scholar",
        json.dumps({"publicationTypes": ["Conference"], "title": TITLE, "externalIds": {"DOI": f"10.5555/{ISBN}"}}),
    ),
    "nbib": (
        "medline",
        f"PMID- 1\nOWN - NLM\nPT  - Book\nPT  - Book Chapter\nTI  - {TITLE}\nBTI - B\n"
        f"ISBN- {ISBN}\nLID - 10.5555/{ISBN} [doi]\n",
    ),
    "PubMed XML": (
        "pubmed-xml",
        f"<PubmedBookArticle><BookDocument><ArticleTitle>{TITLE}</ArticleTitle><Book><BookTitle>B</BookTitle>"
        f"<Isbn>{ISBN}</Isbn></Book><ELocationID EIdType='doi'>10.5555/{ISBN}</ELocationID></BookDocument>"
        "</PubmedBookArticle>",
    ),
    "Zotero's table": ("csv", f"Item Type,Title,Abstract,DOI,ISBN\nbookSection,{TITLE},x,10.5555/{ISBN},{ISBN}\n"),
    "a table": ("csv", f"Title,Abstract,Book Title,DOI\n{TITLE},x,Book,10.5555/{ISBN}\n"),
    "Web of Science": (
        "web-of-science",
        f"FN x\nPT B\nAU A\nTI {TITLE}\nSO S\nDT Article; Book Chapter\nBN {ISBN}\nDI 10.5555/{ISBN}\nER\n\nEF\n",
    ),
}
"""Records of chapters, articles and papers that only have the identifiers of what contains them."""


@pytest.mark.parametrize("place", CONTAINED)
def test_what_names_a_book_or_a_journal_names_no_paper_in_it(place: str) -> None:
    form, text = CONTAINED[place]
    for written in (text, text.replace(ISBN, "0-306-40615-2"), text.replace(ISBN, "9780306406157")):
        for scheme in ("isbn", "doi", "dblp"):
            assert found_in(form, written, scheme) == []


WHOLE: Final[dict[str, tuple[str, str]]] = {
    "RIS": ("ris", f"TY  - BOOK\nTI  - {TITLE}\nSN  - {ISBN}\nDO  - 10.5555/{ISBN}\nER  - \n"),
    "refer": ("refer", f"%0 Edited Book\n%A A\n%T {TITLE}\n%@ {ISBN}\n%R 10.5555/{ISBN}\n"),
    "EndNote XML": ("endnote-xml", _xml("Book", **{"isbn": ISBN, "electronic-resource-num": f"10.5555/{ISBN}"})),
    "BibTeX": ("bibtex", f"@book{{a, title={{{TITLE}}},\n isbn={{{ISBN}}}, doi={{10.5555/{ISBN}}}}}\n"),
    "CSL": ("crossref", json.dumps({"type": "book", "title": TITLE, "ISBN": ISBN, "DOI": f"10.5555/{ISBN}"})),
    "Crossref": (
        "crossref",
        json.dumps({"type": "monograph", "title": [TITLE], "ISBN": [ISBN], "DOI": f"10.5555/{ISBN}"}),
    ),
    "Zotero": ("json", json.dumps({"itemType": "book", "title": TITLE, "ISBN": ISBN, "DOI": f"10.5555/{ISBN}"})),
    "JSON": ("json", json.dumps({"title": TITLE, "isbn": ISBN, "doi": f"10.5555/{ISBN}"})),
}


@pytest.mark.parametrize("place", WHOLE)
def test_a_whole_book_is_known_by_its_isbn(place: str) -> None:
    form, text = WHOLE[place]
    assert found_in(form, text, "isbn") == ["9780306406157"]
    assert found_in(form, text, "doi") == [f"10.5555/{ISBN}"]


@pytest.mark.parametrize(
    "doi",
    [
        "10.1007/978-3-319-10602-1_48",
        "10.1017/cbo9780511804441.003",
        "10.5555/heron.1",
        "10.1073/pnas.2211234119",  # its digits happen to form an ISBN
        "10.5555/2211234119",
        "10.1145/3292500.3330701",
        "10.5555/1234-5679",
    ],
)
def test_a_chapter_with_a_doi_of_its_own_keeps_it(doi: str) -> None:
    assert found_in("ris", f"TY  - CHAP\nTI  - {TITLE}\nDO  - {doi}\nSN  - {ISBN}\nER  - \n", "doi") == [doi]


def test_a_book_may_have_several_isbns() -> None:
    text = f"TY  - BOOK\nTI  - {TITLE}\nSN  - {ISBN} (print) 978-3-16-148410-0 (online); 0-306-40615-2\nER  - \n"
    assert found_in("ris", text, "isbn") == ["9780306406157", "9783161484100", "0306406152"]


ADDRESS: Final = "https://www.cs.example.edu/~kern/a~b_c%20d.html?x=1#part"
ADDRESSED: Final[dict[str, tuple[str, str]]] = {
    "BibTeX": ("bibtex", f"@misc{{a, title={{{TITLE}}}, url={{{ADDRESS}}}}}\n"),
    "BibTeX, escaped": (
        "bibtex",
        f"@misc{{a, title={{{TITLE}}},\n howpublished={{\\url{{{ADDRESS}}}}}}}\n".replace("~", "\\~{}")
        .replace("_", "\\_").replace("%", "\\%").replace("#", "\\#"),
    ),
    "RIS": ("ris", f"TY  - ELEC\nTI  - {TITLE}\nUR  - {ADDRESS}\nER  - \n"),
    "refer": ("refer", f"%0 Web Page\n%A A\n%T {TITLE}\n%U {ADDRESS}\n"),
    "EndNote XML": ("endnote-xml", _xml("Web Page", urls=f"<related-urls><url>{ADDRESS}</url></related-urls>")),
    "CSV": ("csv", f"Title,Abstract,URL\n{TITLE},x,{ADDRESS}\n"),
    "JSON": ("json", _object(url=ADDRESS)),
    "CSL": ("crossref", json.dumps({"type": "webpage", "title": TITLE, "URL": ADDRESS})),
    "labels": ("title-summary", f"Title: {TITLE}\nURL: {ADDRESS}\nAbstract: {ABSTRACT}\n"),
}  # fmt: skip
"""Records of which only a URL is known."""


@pytest.mark.parametrize("place", ADDRESSED)
def test_the_address_of_what_has_no_other_name_is_kept_and_is_no_identifier(place: str) -> None:
    form, text = ADDRESSED[place]
    (record,) = (one for one in read_text(form_of(form), text) if isinstance(one, Record))
    assert record.paper.identifiers == ()
    assert record.paper.links == (ADDRESS,)
    entry = Entry(1, new_uid(), record.paper, TITLE, "2026-01-01T00:00:00.000Z")
    assert link(entry) == ADDRESS


def test_an_address_beside_an_identifier_is_a_link_as_well() -> None:
    text = f"TY  - JOUR\nTI  - {TITLE}\nUR  - {ADDRESS}\nDO  - 10.5555/heron.1\nER  - \n"
    (record,) = (one for one in read_text(form_of("ris"), text) if isinstance(one, Record))
    assert record.paper.links == (ADDRESS,)
