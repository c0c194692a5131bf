"""Finds identifiers in links, DOI fields, accession numbers and notes.

A link names a paper only if its site is known: on any other site, digits may look like an arXiv id and not be one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from paperreader.domain import Identifier, arxiv_identifiers, doi_identifier, identifiers_in, undressed

_LONGEST: Final = 2_000
"""How many characters of a field are searched."""
_FLAGS: Final = re.IGNORECASE | re.ASCII
_ARXIV_SITE: Final = re.compile(
    r"arxiv\.org/|ar5iv\.org/|alphaxiv\.org/|arxiv-vanity\.com/|(?:huggingface|hf)\.co/papers/|oai:arxiv", _FLAGS
)
_DOI_SITE: Final = re.compile(r"doi\.org/", _FLAGS)
_SITES: Final = tuple(
    (scheme, re.compile(pattern, _FLAGS))
    for scheme, pattern in (
        ("pmid", r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|nlm\.nih\.gov/pubmed/|/med/)(\d{1,9})(?!\d)"),
        ("pmcid", r"(?:nih\.gov|europepmc\.org|pmc\.io)/.{0,40}?(PMC\d{1,9})(?!\d)"),
        ("openalex", r"openalex\.org/(?:works/)?(W\d{1,12})(?!\d)"),
        ("s2", r"semanticscholar\.org/(?:paper|arxiv)/(?:[^/\s]{1,300}/)?([0-9a-f]{40})(?![0-9a-f])"),
        ("openreview", r"openreview\.net/(?:forum|pdf|attachment)\?(?:[^\s#]{0,80}&)?id=([\w-]{4,40})"),
        ("acl", r"(?:aclanthology\.org|aclweb\.org/anthology)/(?:papers/\w/\w{3}/)?([\w.-]{1,60}-[\w.]{1,20}?)"
                r"(?:v\d)?(?:\.pdf|\.bib)?/?(?![\w.-])"),
        ("dblp", r"dblp(?:\.uni-trier\.de|\.org|\.dagstuhl\.de)/rec/(?:html/|bib(?:tex)?\d?/)?"
                 r"((?:conf|journals|books|phd|series)/[\w/-]{3,80})"),
        ("lens", r"lens\.org/(?:lens/article/)?(\d{3}-\d{3}-\d{3}-\d{3}-\d{2}[\dX])"),
    )
)  # fmt: skip
_NAMES: Final = tuple(
    (scheme, re.compile(pattern, _FLAGS))
    for scheme, pattern in (
        ("pmid", r"(?<![a-z])(?:pmid|pubmed(?: id)?|medline)[:=\s]\s{0,3}(?:NLM)?(\d{5,9})(?!\d)"),
        ("pmcid", r"(?<![a-z0-9])(PMC\d{4,9})(?!\d)"),
        ("wos", r"(?<![a-z])wos:([A-Z]?\d{9,15}|[A-Z0-9]{15})(?![A-Z0-9])"),
        ("scopus", r"(?<![\w-])(2-s2\.0-\d{6,12})(?!\d)"),
        ("dblp", r"(?<![a-z])dblp:((?:conf|journals|books|phd|series)/[\w/-]{3,80})"),
        ("lens", r"(?<![\w-])(\d{3}-\d{3}-\d{3}-\d{3}-\d{2}[\dX])(?![\w-])"),
    )
)
_NAMED_ARXIV: Final = re.compile(r"(?:oai:)?arxiv(?:\.org)?[:.\s]\s{0,3}\S{4,30}", _FLAGS)
_NAMED_DOI: Final = re.compile(r"(?<![a-z])doi(?:\.org/|\s{0,3}[:=]?\s{0,3})(?=10\.)", _FLAGS)
_BETWEEN: Final = re.compile(r"\n|;(?!\d)")  # `…3.0.CO;2-J` is one DOI
_ALONE: Final = re.compile(
    r"\s{0,9}(?:(?:arxiv|doi|pmid|pmcid|pubmed|medline|number|_?eprint|identifier|wos|ut|eid|accession|url|dblp|scopus)"
    r"(?: (?:id|number|num|preprint))?\s{0,3}[:=]?\s{0,3}){0,2}\S{4,100}(?:\s\[[\w.-]{2,20}\])?\s{0,9}",
    _FLAGS,
)
"""A named id and nothing else."""
_ISBNS: Final = re.compile(r"[;,|\n]|\)\s|\s+(?=97[89])")
_IN_PATH: Final = re.compile(r"/10\.\d{4,9}/", re.ASCII)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"|]+", re.IGNORECASE)
_AFTER_ADDRESS: Final = ".,;:'"
_HOST: Final = re.compile(r"https?://(?!(?:(?:dx\.)?doi\.org|arxiv\.org)/?$)[^\s/?#.]+\.[^\s/?#]{2,}", re.IGNORECASE)


def from_fields(
    dois: Iterable[str] = (), links: Iterable[str] = (), names: Iterable[str] = (), notes: Iterable[str] = ()
) -> tuple[Identifier, ...]:
    """Return every identifier in some fields of one paper, each once.

    Args:
        dois: fields that hold a DOI, with or without its resolver.
        links: fields that hold URLs.
        names: fields in which ids are named (`PMID: 30922926`, `arXiv:2403.13043`, `WOS:…`).
        notes: fields that may mention anything, other papers too. A named id counts if it stands alone on a line or
            between semicolons; so does a DOI without its name, if it is the only one.
    """
    found = [one for text in dois for one in identifiers_in(text) if one.scheme != "pmid"]
    urls = [url for text in links for url in text[:_LONGEST].split()]
    for url in urls:
        found += identifiers_in(url) if url.startswith("10.") else _from_link(url)
    pieces = (piece.strip() for note in notes for piece in _BETWEEN.split(undressed(note)))
    alone = [piece for piece in pieces if _ALONE.fullmatch(piece)]
    for text in (*names, *alone):
        found += named(text)
    bare = [text for text in alone if text.startswith("10.") and doi_identifier(text)]
    if len(bare) == 1 and not any(one.scheme == "doi" for one in found):
        found += identifiers_in(bare[0])
    if urls and not any(one.scheme == "doi" for one in found):
        found += _from_paths(urls)
    return tuple(dict.fromkeys(found))


def addresses(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the web addresses in link fields, except those that are identifiers of the paper."""
    found = (one.rstrip(_AFTER_ADDRESS) for text in texts for one in _ADDRESS.findall(html.unescape(text[:_LONGEST])))
    return tuple(dict.fromkeys(one for one in found if _HOST.match(one) and not _names_paper(one)))


def _names_paper(url: str) -> bool:
    return any(True for _ in _from_link(url)) or any(True for _ in _from_paths([url]))


def named(text: str) -> Iterator[Identifier]:
    """Yield the identifiers that a text names."""
    text = text[:_LONGEST]
    for printed in _NAMED_ARXIV.findall(text):
        yield from arxiv_identifiers(printed)
    if (match := _NAMED_DOI.search(text)) and (doi := doi_identifier(text[match.end() :])):
        yield from identifiers_in(doi.value)
    for scheme, pattern in _NAMES:
        yield from (canonical(scheme, match[1]) for match in pattern.finditer(text))


def canonical(scheme: str, value: str) -> Identifier:
    """Return an identifier of a known scheme in the one form in which it is stored."""
    if scheme == "pmid":
        value = value.lstrip("0") or "0"
    elif scheme in ("pmcid", "openalex", "lens", "wos"):
        value = value.upper()
    elif scheme == "s2":
        value = value.lower()
    return Identifier(scheme, value)


def pubmed(text: str) -> tuple[Identifier, ...]:
    """Return the PubMed id in its own field, `30922926` or `30922926.0`; none for anything else, or 0."""
    match = re.fullmatch(
        r"\s*(?:\S*(?:pubmed|med|gov)/|(?:pmid|pubmed|medline):?\s*)?(\d{1,9})(?:\.0|/)?\s*", text[:200], _FLAGS
    )
    return (canonical("pmid", match[1]),) if match and match[1].strip("0") else ()


def pubmed_central(text: str) -> tuple[Identifier, ...]:
    """Return the PubMed Central id in its own field, with or without `PMC`."""
    match = re.fullmatch(r"\s*(?:\S{0,100}/)?(?:pmc)?(\d{4,9})(?:\.0|/)?\s*", text[:200], _FLAGS)
    return (canonical("pmcid", f"PMC{match[1]}"),) if match and match[1].strip("0") else ()


def book(text: str) -> tuple[Identifier, ...]:
    """Return the ISBNs in their own field; none if it holds another number, such as an ISSN, or zero."""
    pieces = [
        re.sub(r"[\s-]|\(.*|.*/isbn/|isbn\S*:?\s", "", one.lower()).upper() for one in _ISBNS.split(text[:_LONGEST])
    ]
    found = (one for one in pieces if re.fullmatch(r"\d{9}(?:\d{3})?[\dX]", one, re.ASCII) and one.strip("0X"))
    return tuple(Identifier("isbn", digits) for digits in found)


def _from_link(url: str) -> Iterator[Identifier]:
    url = unquote(url)
    if _ARXIV_SITE.search(url):
        yield from arxiv_identifiers(url)
    elif _DOI_SITE.search(url):
        yield from identifiers_in(url)
    else:
        for scheme, pattern in _SITES:
            if match := pattern.search(url):
                yield canonical(scheme, match[1])


def _from_paths(urls: list[str]) -> Iterator[Identifier]:
    """Yield the DOI in the address of a publisher's page; the first, as one paper may have several pages."""
    for url in urls:
        if _IN_PATH.search(undressed(url)) and (doi := doi_identifier(url)):
            yield from identifiers_in(doi.value)
            return
