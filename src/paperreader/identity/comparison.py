"""Decides whether two papers are the same, as far as possible without asking. Pure functions over `paper`.

A wrong merge loses a paper, while a question costs one key press, so uncertain pairs are `DOUBTFUL` and the reader is
asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from paperreader.domain import TitleFrom, fold
from paperreader.identity import venues
from paperreader.identity.fingerprints import title_letters
from paperreader.identity.persons import has_author_in_common, same_first_author
from paperreader.identity.similarity import (
    COMPARABLE,
    DOUBTFUL,
    DOUBTFUL_PART,
    NEARLY_EQUAL,
    SAME,
    SAME_PART,
    SAME_TITLE,
    SIMILAR_TITLE,
    containment,
    letters,
    ratio,
)
from paperreader.identity.title_kinds import is_generic, marked

if TYPE_CHECKING:
    from paperreader.domain import Paper

_NUMBER: Final = re.compile(r"\b(?:\d+|[ivx]+)\b")
_NO_TITLE: Final = re.compile(
    r"\W*(?:unknown|untitled|no title(?: available)?|title unknown|n/?a|none|null)\W*", re.IGNORECASE
)
_ENOUGH_LETTERS: Final = 80
_OTHER_TITLE: Final = 0.75
"""Below this ratio, titles count as different when papers share an identifier."""
_BEGINNING: Final = 10
"""The shortest title, in letters, that can be another one cut off or without its subtitle."""
_NAMED: Final = {"doi": "DOI", "isbn": "ISBN", "arxiv": "arXiv id", "pmid": "PubMed number", "pmcid": "PMC number"}
_SHARED_BY_PARTS: Final = frozenset(("doi", "isbn"))
"""Schemes where the identifier of a book or an issue is often given to everything in it."""


class Verdict(StrEnum):
    """Whether two papers are the same, as far as can be said without asking."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    OTHER = "other"


class Kind(StrEnum):
    """Why the reader is asked about two papers; the queue can be worked through by kind."""

    IDENTIFIER = "identifier"
    """The same identifier, but the rest contradicts it."""
    SOURCE = "source"
    """A source says that both are the same paper, but their texts do not agree."""
    VERSION = "version"
    """One is marked as a version of the other, or as another part of the same work."""
    VENUE = "venue"
    """The same title and author, but another year, venue, volume or publisher's number."""
    ABSTRACT = "abstract"
    """Their abstracts are similar, but not enough, or something contradicts it."""
    TITLE = "title"
    """Their titles are similar, and nothing else confirms it."""


KINDS: Final = {
    Kind.IDENTIFIER: "the same identifier, but the rest contradicts it",
    Kind.SOURCE: "a source says they are one paper, and their texts do not agree",
    Kind.VERSION: "versions or parts of one work, judging by the titles",
    Kind.VENUE: "the same title and author, but a different year, venue, volume or number",
    Kind.ABSTRACT: "abstracts alike, but not enough, or something contradicts it",
    Kind.TITLE: "titles alike, with nothing else to go by",
}
"""The kinds in words."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How similar two papers are."""

    verdict: Verdict
    score: float
    """From 0 to 1."""
    why: str
    """What is similar and what contradicts it, in words."""
    kind: Kind | None = None
    """Set if the verdict is doubtful."""


_OTHER: Final = Likeness(Verdict.OTHER, 0.0, "")


def likeness(one: Paper, other: Paper) -> Likeness:
    """Compare two papers by their texts, if their identifiers say nothing or disagree."""
    if _apart(one, other, "arxiv"):
        return _OTHER
    found = _abstracts(one, other) if one.abstract and other.abstract else _titles(one, other)
    if found.verdict is Verdict.SAME and (against := _against(one, other)) is not None:
        return _doubt(found.score, f"{found.why}, but {against[1]}", against[0])
    if found.verdict is not Verdict.SAME and (version := _version(one, other)) and not _speak_against(one, other):
        return _doubt(max(found.score, DOUBTFUL), f"{found.why or 'the same title'}, but {version}", Kind.VERSION)
    return found


def contradiction(one: Paper, other: Paper) -> Likeness | None:
    """Return why two papers with a common identifier are nevertheless different, or `None` if nothing says so.

    Chapters can carry the DOI of their book, and numbers are mistyped. So papers are not merged automatically if both
    title and first author differ, or if a title is missing or different and the abstracts differ.
    """
    shared = [name for name in one.identifiers if name in other.identifiers and name.scheme != "arxiv_version"]
    what = f"the same {_NAMED.get(shared[0].scheme, shared[0].scheme) if shared else 'identifier'}"
    if _apart(one, other, "arxiv"):
        return _doubt(SAME, f"{what}, but two arXiv ids", Kind.IDENTIFIER)
    titles = _titles_agree(one, other)
    abstracts = _compared_abstracts(one, other)
    if titles is not True and abstracts is False:
        return _doubt(SAME, f"{what}, but different abstracts", Kind.IDENTIFIER)
    if abstracts:
        return None
    authors = same_first_author(one.authors, other.authors)
    if titles is False and authors is False:
        return _doubt(SAME, f"{what}, but a different title and first author", Kind.IDENTIFIER)
    if titles is False and authors is None and {name.scheme for name in shared} <= _SHARED_BY_PARTS:
        return _doubt(SAME, f"{what}, but a different title", Kind.IDENTIFIER)
    if titles and _is_generic(one, other) and (authors is False or _elsewhere(one, other)):
        return _doubt(SAME, f"{what}, but a title that many papers have", Kind.IDENTIFIER)
    return None


def _doubt(score: float, why: str, kind: Kind) -> Likeness:
    return Likeness(Verdict.DOUBTFUL, score, why, kind)


def _same(score: float, why: str) -> Likeness:
    return Likeness(Verdict.SAME, score, why)


def _apart(one: Paper, other: Paper, scheme: str) -> bool:
    """Whether both have identifiers of a scheme, and none in common."""
    mine, theirs = one.values(scheme), other.values(scheme)
    return bool(mine and theirs and not set(mine) & set(theirs))


# -- where an identifier says that they are one ------------------------------------------------------------------------


def _titles_agree(one: Paper, other: Paper) -> bool | None:
    """Whether two titles can be the same paper's, if damaged, cut off, or without a subtitle; `None` if unknown."""
    mine, theirs = _title(one), _title(other)
    if not mine or not theirs:
        return None
    less, more = sorted((letters(mine), letters(theirs)), key=len)
    if less == more or (len(less) >= _BEGINNING and less in more) or ratio(less, more) >= _OTHER_TITLE:
        return True
    if letters(marked(mine).base) == letters(marked(theirs).base) or _words_agree(mine, theirs):
        return True
    if TitleFrom.SPLIT in (one.title_from, other.title_from) or _is_latin(mine) != _is_latin(theirs):
        return None
    return False


def _title(paper: Paper) -> str:
    return "" if paper.title is None or _NO_TITLE.fullmatch(paper.title) else paper.title


def _words_agree(one: str, other: str) -> bool:
    """Whether one title has nearly all the longer words of the other, in any order."""
    mine, theirs = (set(re.findall(r"\w{4,}", fold(text))) for text in (one, other))
    fewest = min(len(mine), len(theirs))
    return fewest >= 3 and len(mine & theirs) >= 0.8 * fewest


def _is_latin(text: str) -> bool:
    found = [letter.isascii() for letter in fold(text) if letter.isalpha()]
    return 2 * sum(found) >= len(found)


def _compared_abstracts(one: Paper, other: Paper) -> bool | None:
    """Whether two abstracts are the same text; `None` if that is unclear."""
    if min(len(one.abstract), len(other.abstract)) < COMPARABLE:
        return None
    mine, theirs = letters(one.abstract), letters(other.abstract)
    alike = ratio(mine, theirs)
    if alike >= SAME:
        return True
    part = containment(mine, theirs)
    return True if part >= SAME_PART else False if alike < DOUBTFUL and part < DOUBTFUL_PART else None


# -- where the texts have to say it ------------------------------------------------------------------------------------


def _against(one: Paper, other: Paper) -> tuple[Kind, str] | None:
    """Return what indicates that two papers with the same text are different."""
    if _apart(one, other, "pmid"):
        return Kind.VENUE, "two PubMed numbers"
    # A preprint's DOI and its journal's differ before the slash; two of one publisher are two publications.
    publishers = [{value.partition("/")[0] for value in paper.values("doi")} for paper in (one, other)]
    if _apart(one, other, "doi") and publishers[0] & publishers[1]:
        return Kind.VENUE, "two DOIs of one publisher"
    # Many papers share the abstract “This article has been withdrawn …”, and authors rename their own papers.
    titles = _title_ratio(one, other) if _printed_title(one) and _printed_title(other) else None
    short = min(len(one.abstract), len(other.abstract)) < COMPARABLE
    version = _version(one, other)
    if version:
        return Kind.VERSION, version
    if titles is not None and titles < SIMILAR_TITLE and (short or _speak_against(one, other)):
        return Kind.ABSTRACT, "different titles"
    mine, theirs = _printed_title(one), _printed_title(other)
    if mine and theirs and mine != theirs and _NUMBER.sub("#", mine) == _NUMBER.sub("#", theirs):
        return Kind.VERSION, "a different number in the title"
    if _is_generic(one, other) and (elsewhere := _elsewhere(one, other)):
        return Kind.VENUE, elsewhere
    return None


def _version(one: Paper, other: Paper) -> str:
    """Return how one of two papers is marked as a version of the other, in words; empty if neither is."""
    if not (_printed_title(one) and _printed_title(other)) or same_first_author(one.authors, other.authors) is False:
        return ""
    mine, theirs = marked(one.title or ""), marked(other.title or "")
    if mine.marks == theirs.marks:
        return ""
    first, second = letters(mine.base), letters(theirs.base)
    if first != second and (not (mine.said or theirs.said) or ratio(first, second) < SAME_TITLE):
        return ""
    if not (mine.said or theirs.said) and letters(one.abstract) == letters(other.abstract):
        return ""  # an acronym in brackets, which one source leaves out
    words = [f"“{mark}”" for mark in (*mine.marks, *theirs.marks) if (mark in mine.marks) != (mark in theirs.marks)]
    return f"one is marked {' and '.join(sorted(words))}" if words else ""


def _printed_title(paper: Paper) -> str:
    return fold(paper.title) if paper.title and paper.title_from is TitleFrom.PRINTED else ""


def _abstracts(one: Paper, other: Paper) -> Likeness:
    mine, theirs = letters(one.abstract), letters(other.abstract)
    titles = _title_ratio(one, other)
    if mine == theirs and (len(mine) >= _ENOUGH_LETTERS or titles == 1):
        return _same(1.0, "the same abstract")
    if min(len(one.abstract), len(other.abstract)) < COMPARABLE:
        return _short_abstracts(one, other, mine, theirs)
    alike = ratio(mine, theirs)
    if alike >= SAME:
        # Texts that follow a template (“We present a genome assembly of …”) are this similar under different titles.
        same = titles is None or titles >= SIMILAR_TITLE or alike >= NEARLY_EQUAL
        why = f"abstracts {alike:.0%} alike"
        return _same(alike, why) if same else _doubt(alike, why, Kind.ABSTRACT)
    part = containment(mine, theirs)
    if part >= SAME_PART:
        return _same(part, f"one abstract contains {part:.0%} of the other")
    if alike >= DOUBTFUL or part >= DOUBTFUL_PART:
        why = f"abstracts {alike:.0%} alike" if alike >= part else f"one abstract contains {part:.0%} of the other"
        return _doubt(max(alike, part), why, Kind.ABSTRACT)
    return _same_title(one, other, titles, "different abstracts")


def _short_abstracts(one: Paper, other: Paper, mine: bytes, theirs: bytes) -> Likeness:
    """Compare two papers of which one abstract is too short to say much: a summary, a phrase, or cut off."""
    titles = _title_ratio(one, other)
    less, more = sorted((mine, theirs), key=len)
    if titles == 1 and len(less) >= _ENOUGH_LETTERS and less in more and not _speak_against(one, other):
        return _same(1.0, "the same title, and one abstract is part of the other")
    if titles is None and len(less) >= _ENOUGH_LETTERS and (less in more or ratio(less, more) >= SAME):
        return _doubt(SAME, "one short abstract is part of the other", Kind.ABSTRACT)
    return _same_title(one, other, titles, "one abstract too short")


def _titles(one: Paper, other: Paper) -> Likeness:
    """Compare by title alone: also needs a common first author, and the same year, venue and place where known."""
    titles = _title_ratio(one, other)
    if titles != 1 or not has_author_in_common(one.authors, other.authors) or _speak_against(one, other):
        return _same_title(one, other, titles, "no abstract to compare")
    elsewhere, generic = _elsewhere(one, other), _is_generic(one, other)
    if elsewhere:
        return _OTHER if generic else _doubt(SAME, f"the same title and author, but {elsewhere}", Kind.VENUE)
    if generic and not _at_one_place(one, other):
        return _doubt(DOUBTFUL, "the same title and author, but many papers have that title", Kind.TITLE)
    if same_first_author(one.authors, other.authors) is False:
        return _doubt(SAME, "the same title and an author in common", Kind.TITLE)
    return _same(1.0, "the same title and author")


def _same_title(one: Paper, other: Paper, titles: float | None, but: str) -> Likeness:
    if titles is None or titles < SAME_TITLE or _speak_against(one, other):
        return _OTHER
    if _is_generic(one, other) and _elsewhere(one, other):
        return _OTHER
    return _doubt(titles * DOUBTFUL, f"titles {titles:.0%} alike, {but}", Kind.TITLE)


def _title_ratio(one: Paper, other: Paper) -> float | None:
    """Return how similar two titles are; `None` if one is missing or too short."""
    mine, theirs = title_letters(one.title), title_letters(other.title)
    if not mine or not theirs:
        return None
    return 1.0 if mine == theirs else min(ratio(mine, theirs), 0.999)


def _speak_against(one: Paper, other: Paper) -> bool:
    """Whether years or authors suggest that several papers share this title."""
    if one.published and other.published and abs(one.published.year - other.published.year) > 1:
        return True
    return has_author_in_common(one.authors, other.authors) is False


def _is_generic(one: Paper, other: Paper) -> bool:
    return any(paper.title is not None and is_generic(paper.title) for paper in (one, other))


def _elsewhere(one: Paper, other: Paper) -> str:
    """Return what shows that two papers of one title were published separately: year, venue, volume, pages."""
    if _is_preprint(one) or _is_preprint(other):
        return ""
    if _years_differ(one, other):
        return "a different year"
    if one.venue and other.venue and not venues.is_same(one.venue, other.venue):
        return "a different venue"
    if _apart(one, other, "doi"):
        return "a different DOI"
    return _at_other_place(one, other)


def _years_differ(one: Paper, other: Paper) -> bool:
    mine, theirs = one.published, other.published
    return bool(mine and theirs and mine.year != theirs.year and not mine.inferred and not theirs.inferred)


def _at_other_place(one: Paper, other: Paper) -> str:
    mine, theirs = one.place, other.place
    if mine is None or theirs is None:
        return ""
    if mine.volume and theirs.volume and fold(mine.volume) != fold(theirs.volume):
        return "a different volume"
    first, second = (_first_page(pages) for pages in (mine.pages, theirs.pages))
    return "different pages" if first and second and first != second else ""


def _at_one_place(one: Paper, other: Paper) -> bool:
    """Whether the year, venue and place of two papers are known equally well, given that they do not conflict."""
    if one.published is None or other.published is None or one.published.year != other.published.year:
        return False
    months = {paper.published.month for paper in (one, other) if paper.published}
    return (
        len(months) == 1
        and (one.venue is None) == (other.venue is None)
        and (one.place is None) == (other.place is None)
    )


def _first_page(pages: str) -> str:
    match = re.match(r"\W*(?:pp?\.?\s*)?(\w+)", fold(pages))
    return match[1].lstrip("0") if match else ""


def _is_preprint(paper: Paper) -> bool:
    """Whether a paper is on a preprint server, as far as is known."""
    if paper.venue:
        return venues.is_preprint(paper.venue)
    return bool(paper.values("arxiv")) or any(map(venues.is_preprint_doi, paper.values("doi")))
