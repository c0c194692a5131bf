"""Which paper is this? Identifiers in canonical form, fingerprints, and two views of a paper made one.

Pure functions over `paper`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from zlib import crc32

from paperreader.identifiers import arxiv_identifiers as arxiv_identifiers
from paperreader.identifiers import doi_identifier as doi_identifier
from paperreader.identifiers import identifiers_in as identifiers_in
from paperreader.paper import Paper, PartialDate, TitleFrom, fold
from paperreader.resemblance import (
    COMPARABLE,
    DOUBTFUL,
    DOUBTFUL_PART,
    NEARLY_EQUAL,
    PROBED,
    SAME,
    SAME_PART,
    SAME_TITLE,
    SIMILAR_TITLE,
    SUMMARY,
    compare_copies,
    containment,
    dense_grams,
    grams,
    halves,
    letters,
    ratio,
)

_PREPRINT: Final = re.compile(r"\b(?:arxiv|biorxiv|medrxiv|ssrn|corr|preprints?|research square)\b", re.IGNORECASE)

_NUMBER: Final = re.compile(r"\b(?:\d+|[ivx]+)\b")

_ENOUGH_LETTERS: Final = 80
_ENOUGH_WORDS: Final = 4
_BITS_63: Final = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Prints:
    """Numbers by which the text of a paper is found again."""

    fingerprint: int | None
    """The same for the same text: see `fingerprint`."""
    grams: tuple[int, ...]
    """Few of many of its abstract, the smallest first; a damaged copy has most of them too."""
    title: int | None
    """The same for the same title of four words or more."""


def fingerprint(paper: Paper) -> int | None:
    """A number that is the same for the same text, however it is spaced, cased, accented and punctuated.

    Returns:
        63 bits of the abstract if it has 80 letters and digits or more, else of the title if it has four
        words or more, else `None`: too little to say that two papers are one.
    """
    return prints(paper).fingerprint


def prints(paper: Paper) -> Prints:
    """All numbers of a paper at once, for the text is read but once."""
    text, title = letters(paper.abstract), _title_letters(paper)
    enough = len(text) >= _ENOUGH_LETTERS
    fingerprint = _hash(text) if enough else _hash(b"title:" + title) if title else None
    # A text without grams of its own, for it is short, counts as one.
    found = tuple(grams(text, PROBED) or [crc32(text)]) if enough else ()
    return Prints(fingerprint, found, crc32(title) if title else None)


def traces(paper: Paper, most: int) -> tuple[list[int], set[int]]:
    """More numbers of a paper, for comparing all with all: at most so many of its abstract, and those of its title.

    Papers with half of a title in common, or a good part of the numbers of their abstracts, may be one.
    """
    text, title = letters(paper.abstract), _title_letters(paper)
    found = (dense_grams(text, most) or [crc32(text)]) if len(text) >= _ENOUGH_LETTERS else []
    return found, halves(title) if title else set()


def _title_letters(paper: Paper) -> bytes:
    """The letters of a title that is long enough to tell papers apart; empty for others."""
    if paper.title is None or len(paper.title.split()) < _ENOUGH_WORDS:
        return b""
    return letters(paper.title)


def record_hash(paper: Paper) -> int:
    """63 bits of every field: two papers have the same hash if and only if (in practice) nothing differs.

    The same in every run and every version of Python, so that it can be stored.
    """
    published = paper.published
    fields: tuple[object, ...] = (
        paper.title,
        paper.title_from and paper.title_from.value,
        paper.title_confidence,
        paper.abstract,
        paper.authors,
        paper.author_count,
        published and (published.year, published.month, published.day, published.inferred),
        paper.venue,
        paper.categories,
        paper.upvotes,
        paper.comments,
        tuple((one.scheme, one.value) for one in paper.identifiers),
    )
    if paper.keywords or paper.remarks:  # without them as it was before there were any, so that it is found again
        fields += (paper.keywords, paper.remarks)
    if paper.links:
        fields += ("links", paper.links)
    # `ascii`, not `repr`: what counts as printable differs between versions of Unicode.
    return _hash(ascii(fields).encode())


def merge(old: Paper, new: Paper) -> Paper:
    """What is known of a paper after `new` was read about it too: what `old` lacks is filled in.

    A printed title beats a split one beats none; of two copies of an abstract the less damaged one stays, of two
    versions the newer, and a summary gives way to an abstract; the longer list of authors, the more precise date, a
    printed year rather than a guessed one, a journal rather than the preprint server; votes and comments are the
    latest; identifiers, links, keywords and remarks are united, a keyword as it was spelt first.

    Returns:
        A paper equal to `old` if there is nothing new.
    """
    titled = new if _title_rank(new) > _title_rank(old) else old
    abstract = _better_abstract(old, new)
    return replace(
        old,
        title=titled.title,
        title_from=titled.title_from if titled.title else (TitleFrom.DERIVED if abstract else None),
        title_confidence=titled.title_confidence,
        abstract=abstract,
        authors=new.authors if len(new.authors) > len(old.authors) else old.authors,
        author_count=new.author_count if old.author_count is None else old.author_count,
        published=_better_date(old.published, new.published),
        venue=new.venue if new.venue and (not old.venue or _is_preprint(old.venue)) else old.venue,
        categories=old.categories or new.categories,
        upvotes=old.upvotes if new.upvotes is None else new.upvotes,
        comments=old.comments if new.comments is None else new.comments,
        identifiers=tuple(dict.fromkeys(old.identifiers + new.identifiers)),
        keywords=_united(old.keywords, new.keywords),
        remarks=tuple(dict.fromkeys(old.remarks + new.remarks)),
        links=tuple(dict.fromkeys(old.links + new.links)),
    )


def _united(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """Keywords of two sources; one that differs in case alone is the same."""
    known = {word.casefold() for word in old}
    return tuple(dict.fromkeys([*old, *(word for word in new if word.casefold() not in known)]))


def _title_rank(paper: Paper) -> int:
    if not paper.title:
        return 0
    return 1 if paper.title_from is TitleFrom.SPLIT else 2


def _is_preprint(venue: str) -> bool:
    return _PREPRINT.search(venue) is not None


def _better_abstract(old: Paper, new: Paper) -> str:
    if not old.abstract or not new.abstract or old.abstract == new.abstract:
        return old.abstract or new.abstract
    verdict = compare_copies(old.abstract, new.abstract)
    if verdict is None:
        mine, theirs = _version(old), _version(new)
        verdict = mine < theirs if mine and theirs else len(old.abstract) < SUMMARY and len(new.abstract) > 2 * SUMMARY
    return new.abstract if verdict else old.abstract


def _version(paper: Paper) -> int:
    return max((int(value.rpartition("v")[2]) for value in paper.values("arxiv_version")), default=0)


class Verdict(StrEnum):
    """What two papers are to each other, as far as can be said without asking."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two papers are."""

    verdict: Verdict
    score: float
    """From 0 to 1."""
    why: str
    """What is alike, and what speaks against it, in words."""


_OTHER: Final = Likeness(Verdict.OTHER, 0.0, "")


def likeness(one: Paper, other: Paper) -> Likeness:
    """Whether two papers are one, by their texts where their identifiers say nothing or do not agree."""
    if _apart(one, other, "arxiv"):
        return _OTHER
    found = _abstracts(one, other) if one.abstract and other.abstract else _titles(one, other)
    if found.verdict is Verdict.SAME and (against := _against(one, other)):
        return Likeness(Verdict.DOUBTFUL, found.score, f"{found.why}, {against}")
    return found


def _apart(one: Paper, other: Paper, scheme: str) -> bool:
    """Whether both have identifiers of a scheme, and none in common."""
    mine, theirs = one.values(scheme), other.values(scheme)
    return bool(mine and theirs and not set(mine) & set(theirs))


def _against(one: Paper, other: Paper) -> str:
    """What says that two papers are two, though their text is the same."""
    if _apart(one, other, "pmid"):
        return "but two PubMed numbers"
    # A preprint's and its journal's DOI differ before the slash; two of one publisher are two publications.
    publishers = [{value.partition("/")[0] for value in paper.values("doi")} for paper in (one, other)]
    if _apart(one, other, "doi") and publishers[0] & publishers[1]:
        return "but two DOIs of one publisher"
    # “This article has been withdrawn …” is the abstract of many papers, and papers are renamed by their own authors.
    titles = _title_ratio(one, other) if _printed_title(one) and _printed_title(other) else None
    short = min(len(one.abstract), len(other.abstract)) < COMPARABLE
    if titles is not None and titles < SIMILAR_TITLE and (short or _speak_against(one, other)):
        return "but other titles"
    mine, theirs = _printed_title(one), _printed_title(other)
    if mine and theirs and mine != theirs and _NUMBER.sub("#", mine) == _NUMBER.sub("#", theirs):
        return "but another number in the title"
    return ""


def _printed_title(paper: Paper) -> str:
    return fold(paper.title) if paper.title and paper.title_from is TitleFrom.PRINTED else ""


def _abstracts(one: Paper, other: Paper) -> Likeness:
    mine, theirs = letters(one.abstract), letters(other.abstract)
    titles = _title_ratio(one, other)
    if mine == theirs and (len(mine) >= _ENOUGH_LETTERS or titles == 1):
        return Likeness(Verdict.SAME, 1.0, "the same abstract")
    if min(len(one.abstract), len(other.abstract)) < COMPARABLE:
        return _short_abstracts(one, other, mine, theirs)
    alike = ratio(mine, theirs)
    if alike >= SAME:
        # Texts by one pattern (“We present a genome assembly of …”) are as alike, under other titles.
        same = titles is None or titles >= SIMILAR_TITLE or alike >= NEARLY_EQUAL
        return Likeness(Verdict.SAME if same else Verdict.DOUBTFUL, alike, f"abstracts {alike:.0%} alike")
    part = containment(mine, theirs)
    if part >= SAME_PART:
        return Likeness(Verdict.SAME, part, f"one abstract has {part:.0%} of the other")
    if alike >= DOUBTFUL or part >= DOUBTFUL_PART:
        why = f"abstracts {alike:.0%} alike" if alike >= part else f"one abstract has {part:.0%} of the other"
        return Likeness(Verdict.DOUBTFUL, max(alike, part), why)
    return _same_title(one, other, titles, "other abstracts")


def _short_abstracts(one: Paper, other: Paper, mine: bytes, theirs: bytes) -> Likeness:
    """Where one abstract is too short to say much: a summary, a phrase, or cut off."""
    titles = _title_ratio(one, other)
    less, more = sorted((mine, theirs), key=len)
    if titles == 1 and len(less) >= _ENOUGH_LETTERS and less in more and not _speak_against(one, other):
        return Likeness(Verdict.SAME, 1.0, "the same title, and one abstract is a part of the other")
    if titles is None and len(less) >= _ENOUGH_LETTERS and (less in more or ratio(less, more) >= SAME):
        return Likeness(Verdict.DOUBTFUL, SAME, "one short abstract is a part of the other")
    return _same_title(one, other, titles, "one abstract short")


def _titles(one: Paper, other: Paper) -> Likeness:
    """Titles alone (“Notes from the Editors”) need more: no years far apart, and a surname in common."""
    titles = _title_ratio(one, other)
    if titles == 1 and _surnames(one) & _surnames(other) and not _speak_against(one, other):
        return Likeness(Verdict.SAME, 1.0, "the same title and author")
    return _same_title(one, other, titles, "an abstract missing")


def _same_title(one: Paper, other: Paper, titles: float | None, but: str) -> Likeness:
    if titles is None or titles < SAME_TITLE or _speak_against(one, other):
        return _OTHER
    return Likeness(Verdict.DOUBTFUL, titles * DOUBTFUL, f"titles {titles:.0%} alike, {but}")


def _title_ratio(one: Paper, other: Paper) -> float | None:
    """How alike two titles are; `None` where one has none that is long enough."""
    mine, theirs = _title_letters(one), _title_letters(other)
    if not mine or not theirs:
        return None
    return 1.0 if mine == theirs else min(ratio(mine, theirs), 0.999)


def _speak_against(one: Paper, other: Paper) -> bool:
    """Whether years or authors say that a title is one of several papers."""
    if one.published and other.published and abs(one.published.year - other.published.year) > 1:
        return True
    mine, theirs = _surnames(one), _surnames(other)
    return bool(mine and theirs and not mine & theirs)


def _surnames(paper: Paper) -> set[str]:
    return {fold(name.split(",")[0] if "," in name else name.split()[-1]) for name in paper.authors if name.strip()}


def _better_date(old: PartialDate | None, new: PartialDate | None) -> PartialDate | None:
    return max((one for one in (old, new) if one is not None), key=_date_rank, default=None)


def _date_rank(date: PartialDate) -> tuple[bool, int]:
    return not date.inferred, (date.month is not None) + (date.day is not None)


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") & _BITS_63
