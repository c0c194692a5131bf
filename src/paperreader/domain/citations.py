"""How a paper is cited: citation keys, a citation in plain text, and the links to its page and PDF."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from paperreader.domain.cleaning import one_line
from paperreader.domain.counting import counted
from paperreader.domain.urls import links_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperreader.domain.paper import Entry

_WORD: Final = re.compile(r"[a-z0-9]+")
_NOT_IN_A_KEY: Final = re.compile(r"[^a-z0-9.]+")
# Letters that no decomposition turns into ASCII.
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
_SMALL_WORDS: Final = frozenset(
    "a an and are at by can do does for from how in is of on or the to towards via what why with".split()
)
_GENERATIONS: Final = frozenset(("jr", "sr", "ii", "iii", "iv"))
_LONGEST_WORD: Final = 24
_UID_TAIL: Final = 6
_NAMED_AUTHORS: Final = 3
"""How many authors a citation names before “et al.”."""
# The characters allowed in a URL (RFC 3986), including the percent sign of existing escapes. All others are
# escaped, so that no link can end early in Markdown, BibTeX or a terminal.
_URL: Final = "%/:?#[]@!$&'()*+,;=~"
_PDF_URL: Final = re.compile(r"https?://[^?#]+\.pdf(?:[?#]|$)", re.IGNORECASE)
_URL_PATH: Final = "/:@!$'()*+,;="


def citation_key(entry: Entry) -> str:
    """Return a key for BibTeX and pandoc that depends only on the paper: ASCII letters, digits, `.` and `-`.

    `vaswani2017attention` if an author is known. If not, a title and a year say too little, and the arXiv id
    without its version, or the end of the paper's uid, is added: `attention2017-1706.03762`. Two papers may still share
    a key; `CitationKeys` tells them apart.
    """
    paper = entry.paper
    word = _first_word(paper.title or entry.label)
    year = f"{paper.published.year:04d}" if paper.published else ""
    surname = _surname(paper.authors[0]) if paper.authors else ""
    if surname:
        return f"{surname}{year}{word}"
    own_name = next(iter(paper.values("arxiv")), "") or entry.uid[-_UID_TAIL:]
    return f"{word or 'paper'}{year}-{_NOT_IN_A_KEY.sub('-', own_name.lower()).strip('-')}"


class CitationKeys:
    """The keys of one export: a second paper with the same key gets the suffix `a`, the next one `b`."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._suffixes: dict[str, Iterator[str]] = {}

    def of(self, entry: Entry) -> str:
        """Return a unique key for the next paper."""
        base = key = citation_key(entry)
        while key in self._taken:
            key = base + next(self._suffixes.setdefault(base, _suffixes()))
        self._taken.add(key)
        return key


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
    arxiv = entry.paper.versioned_arxiv_id
    if arxiv:
        return f"https://arxiv.org/abs/{_escaped(arxiv, _URL_PATH)}"
    for doi in entry.paper.values("doi"):
        return f"https://doi.org/{_escaped(doi, _URL_PATH)}"
    for url in (*entry.paper.links, *links_in(entry.paper.abstract)):
        if url.lower().startswith(("https://", "http://")):
            return _escaped(url, _URL)
    return None


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


def _ascii(text: str) -> str:
    """Return the text in lower-case ASCII, without accents; other scripts are dropped."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _surname(author: str) -> str:
    """Return `lovelace` for `Ada Lovelace`, `Lovelace, Ada` and `Ada Lovelace III`; empty without ASCII letters."""
    family = author.partition(",")[0] if "," in author else author
    words = ["".join(_WORD.findall(_ascii(word))) for word in family.split()]
    words = [word for word in words if word]
    while len(words) > 1 and words[-1] in _GENERATIONS:
        words.pop()
    return words[-1][:_LONGEST_WORD] if words else ""


def _first_word(title: str) -> str:
    """Return the first word of a title that is not an article or similar, or else its first word."""
    # A title is short; a label may be the start of anything.
    words = _WORD.findall(_ascii(title[:500]).replace("'", "").replace("’", ""))
    return next((word for word in words if word not in _SMALL_WORDS), next(iter(words), ""))[:_LONGEST_WORD]


def _suffixes() -> Iterator[str]:
    """Yield `a`, `b`, … `z`, `aa`, `ab`, …."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for length in itertools.count(1):
        yield from map("".join, itertools.product(letters, repeat=length))


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
