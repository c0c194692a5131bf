"""Which paper is this? Identifiers in canonical form, fingerprints, and two views of a paper made one.

Pure functions over `paper`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

from paperreader.domain.paper import Paper, PartialDate, Place, TitleFrom
from paperreader.identity.persons import names_more
from paperreader.identity.similarity import (
    PROBED,
    SUMMARY,
    compare_copies,
    dense_grams,
    grams,
    halves,
    letters,
)
from paperreader.identity.title_kinds import marked
from paperreader.identity.venues import is_preprint

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
    """The same for the same title of four words or more, whichever version of it this is marked as."""


def fingerprint(paper: Paper) -> int | None:
    """A number that is the same for the same text, however it is spaced, cased, accented and punctuated.

    Returns:
        63 bits of the abstract if it has 80 letters and digits or more, else of the title if it has four
        words or more, else `None`: too little to say that two papers are one.
    """
    return prints(paper).fingerprint


def prints(paper: Paper) -> Prints:
    """All numbers of a paper at once, for the text is read but once."""
    text, title = letters(paper.abstract), title_letters(paper.title)
    enough = len(text) >= _ENOUGH_LETTERS
    fingerprint = _hash(text) if enough else _hash(b"title:" + title) if title else None
    # A text without grams of its own, for it is short, counts as one.
    found = tuple(grams(text, PROBED) or [crc32(text)]) if enough else ()
    return Prints(fingerprint, found, crc32(_base_letters(paper.title)) if title else None)


def traces(paper: Paper, most: int) -> tuple[list[int], set[int]]:
    """More numbers of a paper, for comparing all with all: at most so many of its abstract, and those of its title.

    Papers with half of a title in common, or a good part of the numbers of their abstracts, may be one.
    """
    text, title = letters(paper.abstract), title_letters(paper.title)
    found = (dense_grams(text, most) or [crc32(text)]) if len(text) >= _ENOUGH_LETTERS else []
    return found, (halves(title) | halves(_base_letters(paper.title))) if title else set()


def title_letters(title: str | None) -> bytes:
    """The letters of a title that is long enough to tell papers apart; empty for others."""
    return b"" if title is None or len(title.split()) < _ENOUGH_WORDS else letters(title)


def _base_letters(title: str | None) -> bytes:
    """The same without what marks it as a version of something, by which that is found."""
    return b"" if title is None else title_letters(marked(title).base) or title_letters(title)


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
    if paper.place is not None:
        fields += ((paper.place.volume, paper.place.issue, paper.place.pages),)
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
        venue=new.venue if new.venue and (not old.venue or is_preprint(old.venue)) else old.venue,
        categories=old.categories or new.categories,
        upvotes=old.upvotes if new.upvotes is None else new.upvotes,
        comments=old.comments if new.comments is None else new.comments,
        identifiers=tuple(dict.fromkeys(old.identifiers + new.identifiers)),
        keywords=_united(old.keywords, new.keywords),
        remarks=tuple(dict.fromkeys(old.remarks + new.remarks)),
        links=tuple(dict.fromkeys(old.links + new.links)),
        place=_fuller_place(old, new),
    )


def _fuller_place(old: Paper, new: Paper) -> Place | None:
    """Volume, issue and pages: those of the venue that stays, what they lack from the other if that is no other one."""
    mine, theirs = old.place, new.place
    if mine is None or theirs is None:
        return mine or theirs
    if new.venue and old.venue and is_preprint(old.venue) and not is_preprint(new.venue):
        mine, theirs = theirs, mine
    if mine.volume and theirs.volume and mine.volume != theirs.volume:
        return mine
    return Place(mine.volume or theirs.volume, mine.issue or theirs.issue, mine.pages or theirs.pages)


def loses(given: Paper, kept: Paper) -> bool:
    """Whether something that a record says of a paper is not what is kept: its title, its abstract or an author."""
    if given.title and letters(given.title) != letters(kept.title or ""):
        return True
    return letters(given.abstract) not in (b"", letters(kept.abstract)) or names_more(given.authors, kept.authors)


def _united(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """Keywords of two sources; one that differs in case alone is the same."""
    known = {word.casefold() for word in old}
    return tuple(dict.fromkeys([*old, *(word for word in new if word.casefold() not in known)]))


def _title_rank(paper: Paper) -> int:
    if not paper.title:
        return 0
    return 1 if paper.title_from is TitleFrom.SPLIT else 2


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


def _better_date(old: PartialDate | None, new: PartialDate | None) -> PartialDate | None:
    return max((one for one in (old, new) if one is not None), key=_date_rank, default=None)


def _date_rank(date: PartialDate) -> tuple[bool, int]:
    return not date.inferred, (date.month is not None) + (date.day is not None)


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") & _BITS_63
