"""PubMed's XML (`PubmedArticle`), from E-utilities, PubMed's own download and the yearly baseline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, TextIO

from paperreader.domain import Identifier, Leftover, PartialDate, Record
from paperreader.formats.records import read_elements, text_of
from paperreader.formats.values import best_date, folded, links, own, place_of, record, said

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RECORDS: Final = ("PubmedArticle", "PubmedBookArticle")
_BEGINS: Final = re.compile(r"<(?:PubmedArticle|PubmedBookArticle)[\s>]")
_UNLABELLED: Final = frozenset(("", "UNLABELLED", "UNASSIGNED"))


def sniff(head: str) -> float:
    """Sure if a PubMed article begins."""
    return 0.97 if _BEGINS.search(head) else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per article or book chapter."""
    return read_elements(stream, _RECORDS, _paper)


def _paper(line: int, whole: Element) -> Record | Leftover:
    article = _first(whole, "MedlineCitation/Article", "BookDocument")
    if article is None:
        article = whole
    return record(
        line,
        folded(text_of(whole)),
        title=_text(article, "ArticleTitle", "VernacularTitle", "Book/BookTitle"),
        abstract=_abstract(article.find("Abstract")) or _abstract(whole.find(".//OtherAbstract")),
        authors=[_author(one) for one in _authors(article)],
        published=_published(article),
        venue=_text(article, "Journal/Title", "Journal/ISOAbbreviation", "Book/BookTitle"),
        identifiers=own(
            _identifiers(whole, article),
            "",
            within=_text(article, "Book/BookTitle") if _text(article, "ArticleTitle") else "",
        ),
        keywords=_keywords(whole),
        remarks=[folded(text_of(one)) for one in whole.iterfind(".//GeneralNote")],
        place=place_of(
            _text(article, "Journal/JournalIssue/Volume"),
            _text(article, "Journal/JournalIssue/Issue"),
            _text(article, "Pagination/MedlinePgn", "Pagination/StartPage"),
        ),
    )


def _first(element: Element, *paths: str) -> Element | None:
    return next((found for path in paths if (found := element.find(path)) is not None), None)


def _text(element: Element, *paths: str) -> str:
    """Return the first text under the paths on one line; not one that is empty or says so (`[Not Available].`)."""
    return next((text for path in paths if (text := said(folded(text_of(element.find(path)))))), "")


def _abstract(abstract: Element | None) -> str:
    """Return the sections of an abstract, each on its own lines with its label."""
    sections = []
    for section in () if abstract is None else abstract.iterfind("AbstractText"):
        label, text = section.get("Label", ""), folded(text_of(section))
        if text:
            sections.append(text if label.upper() in _UNLABELLED else f"{label}: {text}")
    return "\n".join(sections)


def _authors(article: Element) -> list[Element]:
    """Return the authors, or the editors if there are none."""
    lists = sorted(article.iterfind(".//AuthorList"), key=lambda one: one.get("Type", "authors") != "authors")
    return lists[0].findall("Author") if lists else []


def _author(author: Element) -> str:
    group = _text(author, "CollectiveName")
    parts = (_text(author, "ForeName", "FirstName", "Initials"), _text(author, "LastName"), _text(author, "Suffix"))
    return group or " ".join(filter(None, parts))


def _published(article: Element) -> PartialDate | None:
    """Return the issue's date, or the article's own if that is more precise and of the same year."""
    places = ("Journal/JournalIssue/PubDate", "ArticleDate", "Book/PubDate", "ContributionDate")
    return best_date(_date(place) for path in places for place in article.iterfind(path))


def _date(place: Element) -> str:
    parts = [text for part in ("Year", "Month", "Day", "MedlineDate") if (text := _text(place, part))]
    return ("-" if all(map(str.isdigit, parts)) else " ").join(parts)


def _identifiers(whole: Element, article: Element) -> Iterator[Identifier]:
    for path in ("MedlineCitation/PMID", "BookDocument/PMID", "PMID"):
        yield from links.pubmed(_text(whole, path))
    for path in ("PubmedData/ArticleIdList/ArticleId", "PubmedBookData/ArticleIdList/ArticleId"):
        for one in whole.iterfind(path):
            if one.get("IdType") == "pmc":
                yield from links.pubmed_central(text_of(one))
            elif one.get("IdType") == "doi":
                yield from links.from_fields([text_of(one)])
    for one in article.iterfind("ELocationID"):
        if one.get("EIdType") == "doi" and one.get("ValidYN", "Y") == "Y":
            yield from links.from_fields([text_of(one)])


def _keywords(whole: Element) -> Iterator[str]:
    for heading in whole.iterfind(".//MeshHeadingList/MeshHeading"):
        name = _text(heading, "DescriptorName")
        qualifiers = [folded(text_of(one)) for one in heading.iterfind("QualifierName")]
        yield from (f"{name}/{one}" for one in qualifiers) if qualifiers else (name,)
    for one in whole.iterfind(".//KeywordList/Keyword"):
        yield folded(text_of(one))
