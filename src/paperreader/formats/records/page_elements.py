"""Which element of a web page holds which part of a paper, by its name, its classes and its link.

It knows the sites, but not how pages are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from paperreader.domain import Identifier, one_line
from paperreader.formats.values import date_in, from_fields, named, person_name


@dataclass(frozen=True, slots=True)
class Element:
    """The start of an element."""

    tag: str
    attributes: Mapping[str, str]

    @property
    def classes(self) -> frozenset[str]:
        """The words in its class attribute."""
        return frozenset(self.attributes.get("class", "").split())


_PARTS: Final = {
    "title": "paper-title paper_title docsum-title gs_rt heading-title note_content_title entry-title article-title "
    "citation-title publication-title title-text",
    "authors": "authors list-authors full-authors full-author-list paper-authors paper_authors authors-list "
    "note-authors note_authors author-list publication-authors author",
    "abstract": "abstract abstract-full abstract-content abstract-text paper-abstract paper_abstract ltx_abstract "
    "note_content_abstract note-content-abstract abstractSection abstract_text abstract-body article-abstract",
    "venue": "list-journal-ref jref venue journal journal-title publication-venue",
    "citation": "full-journal-citation docsum-journal-citation",
    "scholar": "gs_a",
    "remarks": "list-comments full-view-snippet gs_rs",
    "categories": "list-subjects subjects",
    "keywords": "keywords keyword kwd-group",
    "pmid": "docsum-pmid",
    "doi": "doi citation-doi",
    "": "abstract-short short-authors short-journal-citation short-view-snippet descriptor gs_ctc gs_ctg2 "
    "docsum-snippet",
}
_PART_OF: Final = {name: part for part, names in _PARTS.items() for name in names.split()}
_TITLE_TAGS: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "div", "span", "a"))
_PAPERS: Final = frozenset(
    ("arxiv-result", "full-docsum", "docsum-content", "gs_r", "gs_or", "note", "paper", "paper-card")
)
_HIDDEN: Final = frozenset(
    ("script", "style", "noscript", "svg", "button", "select", "template", "nav", "textarea", "math")
)
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_METADATA: Final = {
    "title": "citation_title",
    "abstract": "citation_abstract",
    "authors": "citation_author citation_authors",
    "published": "citation_date citation_publication_date citation_online_date citation_year",
    "venue": "citation_journal_title citation_conference_title citation_conference",
    "keywords": "citation_keywords citation_keyword",
    "doi": "citation_doi",
    "arxiv": "citation_arxiv_id",
    "pmid": "citation_pmid",
}
_METADATA_OF: Final = {name: part for part, names in _METADATA.items() for name in names.split()}
BEGINS_SECTION: Final = re.compile(
    r"(?:\d{1,2}\.?|[IVX]{1,4}\.)?\s{0,4}(?:introduction|related work|references|bibliography|conclusions?)",
    re.IGNORECASE,
)
"""Headings inside a whole paper; text below them is not part of an abstract."""
_LABEL: Final = re.compile(
    r"\s*(?:titles?|authors?|abstract|comments?|subjects?|journal[ -]ref(?:erence)?|keywords?|doi|pmid)\s*:\s*",
    re.IGNORECASE,
)
_CONTROL: Final = re.compile(r"\s*(?:[△▽▲▼]\s*(?:less|more)|… ?more|show (?:more|less)|read more)\s*$", re.IGNORECASE)
_SUBMITTED: Final = re.compile(
    r"\s*(?:originally )?(?:submitted|published)(?: on)?:?\s+(.{4,60}?)(?:;|$)", re.IGNORECASE
)
_ARXIV_PATH: Final = re.compile(r"(?:https?://(?:\w+\.)?arxiv\.org)?/(?:abs|pdf)/([^?#]{6,40})")
_HF_PATH: Final = re.compile(r"(?:https?://huggingface\.co)?/papers/(\d{4}\.\d{4,5}(?:v\d{1,3})?)(?:#.*)?")
_PUBMED_PATH: Final = re.compile(r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov)?/(?:pubmed/)?(\d{5,9})/?")


def is_hidden(element: Element) -> bool:
    """Whether its content belongs to the page itself: scripts, buttons, navigation."""
    return element.tag in _HIDDEN


def is_heading(element: Element) -> bool:
    """Whether it is a heading of any level."""
    return element.tag in _HEADINGS


def begins_paper(element: Element) -> bool:
    """Whether it begins a paper in a list."""
    return element.tag in ("article", "dt") or (element.tag in ("li", "div", "tr") and bool(element.classes & _PAPERS))


def part_of(element: Element, *, in_paper: bool) -> str | None:
    """Return which part of a paper an element holds; `None` if unknown, `""` if its text belongs to none."""
    classes = element.classes
    for word in classes:
        part = _PART_OF.get(word)
        if part is not None and (in_paper or part != ""):
            return part
    if "list-title" in classes and element.tag == "div":
        return "title"
    if not in_paper:
        return None
    if "title" in classes and element.tag in _TITLE_TAGS:
        return "title"
    if "comments" in classes and element.tag in ("p", "td"):
        return "remarks"
    if "tag" in classes and element.attributes.get("data-tooltip"):
        return "categories"
    return "abstract" if element.tag == "p" and classes == {"mathjax"} else None


def metadata_of(element: Element) -> tuple[str | None, str]:
    """Return which part of a paper a `meta` element gives, or `None`, and its text."""
    named, text = element.attributes.get("name", "").lower(), element.attributes.get("content", "")
    return _METADATA_OF.get(named), person_name(text) if named == "citation_author" else text


def parts_of(part: str, text: str) -> list[tuple[str, str]]:
    """Return what an element's text gives, without the label before it and the controls after it."""
    text = _CONTROL.sub("", _LABEL.sub("", text, count=1) if _LABEL.match(text) else text).strip()
    if part == "scholar":  # `A Turing, E Noether… - Mind, 1950 - academic.oup.com`
        names, _, rest = one_line(text).replace("…", "").partition(" - ")
        venue = rest.rpartition(" - ")[0] or rest
        last = venue.rpartition(",")[2].strip()
        year = last if re.search(r"\d{4}", last) and date_in(last) else ""
        return [("authors", names), ("venue", venue.removesuffix(year).rstrip(" ,")), ("published", year)]
    if part == "citation":  # `Nature. 2025 Mar;24(3):180-195. doi: 10.1038/x.`
        venue, _, rest = one_line(text).partition(". ")
        return [("venue", venue), ("published", rest.partition(";")[0][:40]), *_named(text)]
    if part == "line":
        found = _SUBMITTED.match(one_line(text))
        return [("published", found[1])] if found else []
    if part == "authors":
        text = text.rstrip(" .,")
    elif part == "title":
        text = re.sub(r"^(?:\[[A-Z]{2,6}\]\s*)+", "", text)
    return [(part, text)]


def _named(text: str) -> list[tuple[str, str]]:
    return [("doi", one.value) for one in named(text) if one.scheme == "doi"]


def target_of(element: Element) -> tuple[Identifier, ...]:
    """Return the identifiers of the paper that a link leads to."""
    link = element.attributes.get("href", "")[:400].strip()
    for shape, site in (
        (_ARXIV_PATH, "https://arxiv.org/abs/"),
        (_HF_PATH, "https://huggingface.co/papers/"),
    ):
        if match := shape.fullmatch(link):
            return from_fields(links=[site + match[1].removesuffix(".pdf")])
    if (match := _PUBMED_PATH.fullmatch(link)) and "docsum-title" in element.classes:
        return from_fields(links=[f"https://pubmed.ncbi.nlm.nih.gov/{match[1]}/"])
    return from_fields(links=[link]) if "://" in link else ()
