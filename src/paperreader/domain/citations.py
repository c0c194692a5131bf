"""How a paper is cited: citation keys, a citation in plain text, and the links to its page and PDF."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from paperreader.domain.citation_keys import made_key, suffix
from paperreader.domain.cleaning import name_key, one_line
from paperreader.domain.counting import counted
from paperreader.domain.urls import links_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from paperreader.domain.paper import Entry

_NAMED_AUTHORS: Final = 3
"""How many authors a citation names before “et al.”."""
# The characters allowed in a URL (RFC 3986), including the percent sign of existing escapes. All others are
# escaped, so that no link can end early in Markdown, BibTeX or a terminal.
_URL: Final = "%/:?#[]@!$&'()*+,;=~"
_PDF_URL: Final = re.compile(r"https?://[^?#]+\.pdf(?:[?#]|$)", re.IGNORECASE)
_URL_PATH: Final = "/:@!$'()*+,;="


class CitationKeys:
    """The keys of the papers of one export, as the library gave them.

    A paper that no library has given a key gets one here, with a suffix if another paper of the export has it.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._suffixes: dict[str, Iterator[int]] = {}

    def of(self, entry: Entry) -> str:
        """Return a unique key for the next paper."""
        base = key = citation_key(entry)
        while name_key(key) in self._taken:
            key = base + suffix(next(self._suffixes.setdefault(name_key(base), itertools.count())))
        self._taken.add(name_key(key))
        return key


def citation_key(entry: Entry) -> str:
    """Return the key of a paper, or the one that a library would give it if no other paper had it."""
    return entry.paper.citation_key or made_key(entry.paper, entry.label, entry.uid)


def citation(entry: Entry) -> str:
    """Return a citation as one line of plain text: who, when, what, where and an identifier.

    `Ada Lovelace and Alan Turing (2024). On Engines. Nature. doi:10.1000/182. https://doi.org/10.1000/182`
    """
    paper = entry.paper
    who = _who(entry)
    when = f"({paper.published.year})" if paper.published else ""
    arxiv = paper.versioned_arxiv_id
    doi = next(iter(paper.values("doi")), None)
    sentences = [
        " ".join(part for part in (who, when) if part),
        paper.title or entry.label,
        paper.venue or "",
        f"arXiv:{arxiv}" if arxiv else "",
        f"doi:{doi}" if doi else "",
    ]
    said = " ".join(_sentence(sentence) for sentence in sentences if sentence)
    return one_line(f"{said} {link(entry) or ''}")


def link(entry: Entry) -> str | None:
    """Return the paper's page: on arXiv, else by DOI, else the source's link, else the first link in the abstract.

    Always http or https, in ASCII, without white space, quotes, angle or curly brackets, or backslashes.
    """
    return own_page(entry) or _first_web_address(links_in(entry.paper.abstract))


def own_page(entry: Entry) -> str | None:
    """Return the page that is certainly the paper's: the same without the abstract, which may link to anything."""
    arxiv = entry.paper.versioned_arxiv_id
    if arxiv:
        return f"https://arxiv.org/abs/{_escaped(arxiv, _URL_PATH)}"
    for doi in entry.paper.values("doi"):
        return f"https://doi.org/{_escaped(doi, _URL_PATH)}"
    return _first_web_address(entry.paper.links)


def _first_web_address(urls: Iterable[str]) -> str | None:
    return next((_escaped(url, _URL) for url in urls if url.lower().startswith(("https://", "http://"))), None)


def pdf_link(entry: Entry) -> str | None:
    """Return the address of the paper's PDF: on arXiv in the known version, else as the source or its archive gives it.

    Always http or https, as the link. The archives are the ACL Anthology and OpenReview.
    """
    arxiv = entry.paper.versioned_arxiv_id
    if arxiv:
        return f"https://arxiv.org/pdf/{_escaped(arxiv, _URL_PATH)}"
    for url in entry.paper.links:
        if _PDF_URL.match(url):
            return _escaped(url, _URL)
    for acl in entry.paper.values("acl"):
        return f"https://aclanthology.org/{_escaped(acl, '')}.pdf"
    for openreview in entry.paper.values("openreview"):
        return f"https://openreview.net/pdf?id={_escaped(openreview, '')}"
    return None


def _escaped(text: str, safe: str) -> str:
    return quote(text, safe=safe, errors="replace")


def _who(entry: Entry) -> str:
    """Return `A`, `A and B`, `A, B, and C`, `A et al.`, `3 authors`, or nothing."""
    names, count = entry.paper.authors, entry.paper.author_count
    if not names:
        return counted(count, "author") if count else ""
    if max(len(names), count or 0) > len(names[:_NAMED_AUTHORS]):
        return f"{names[0]} et al."
    if len(names) == _NAMED_AUTHORS:
        return f"{', '.join(names[:-1])}, and {names[-1]}"
    return " and ".join(names)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
