"""Identifies papers by canonical identifiers and fingerprints, and merges two records of a paper.

Pure functions over `paper`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from paperreader.domain import FIELDS, MergeRule, Paper, PartialDate, Place, TitleFrom
from paperreader.identity.persons import names_more
from paperreader.identity.similarity import PROBED, SUMMARY, compare_copies, dense_grams, grams, halves, letters
from paperreader.identity.title_kinds import marked
from paperreader.identity.venues import is_preprint

if TYPE_CHECKING:
    from collections.abc import Callable

_ENOUGH_LETTERS: Final = 80
_ENOUGH_WORDS: Final = 4
_BITS_63: Final = (1 << 63) - 1
_HASHED_IN_PLACE: Final = frozenset(
    """
    title title_from title_confidence abstract authors author_count published venue categories upvotes comments
    identifiers keywords remarks place
    """.split()
)
"""The original fields of `record_hash`, which are hashed without their names."""
_HASHED_BY_NAME: Final = tuple(field.name for field in FIELDS if field.name not in _HASHED_IN_PLACE)


@dataclass(frozen=True, slots=True)
class Prints:
    """Numbers by which papers with the same or similar text are found."""

    fingerprint: int | None
    """The same for the same text: see `fingerprint`."""
    grams: tuple[int, ...]
    """A few of the abstract's grams, the smallest first; a damaged copy shares most of them."""
    title: int | None
    """A hash of the title without its version marks, if it has four words or more."""


def fingerprint(paper: Paper) -> int | None:
    """Return a number that is the same for the same text, ignoring spaces, case, accents and punctuation.

    Returns:
        63 bits of the abstract if it has 80 letters and digits or more, else of the title if it has four
        words or more, else `None`: too little to identify a paper.
    """
    return prints(paper).fingerprint


def prints(paper: Paper) -> Prints:
    """Return all numbers of a paper at once, so that its text is read only once."""
    text, title = letters(paper.abstract), title_letters(paper.title)
    enough = len(text) >= _ENOUGH_LETTERS
    fingerprint = _hash(text) if enough else _hash(b"title:" + title) if title else None
    # A text too short for grams counts as one gram.
    found = tuple(grams(text, PROBED) or [crc32(text)]) if enough else ()
    return Prints(fingerprint, found, crc32(_base_letters(paper.title)) if title else None)


def traces(paper: Paper, most: int) -> tuple[list[int], set[int]]:
    """Return more numbers of a paper, for comparing all with all: at most `most` of its abstract, and its title's.

    Papers that share half a title, or many of the numbers of their abstracts, may be duplicates.
    """
    text, title = letters(paper.abstract), title_letters(paper.title)
    found = (dense_grams(text, most) or [crc32(text)]) if len(text) >= _ENOUGH_LETTERS else []
    return found, (halves(title) | halves(_base_letters(paper.title))) if title else set()


def title_letters(title: str | None) -> bytes:
    """Return the letters of a title that is long enough to identify a paper; otherwise empty."""
    return b"" if title is None or len(title.split()) < _ENOUGH_WORDS else letters(title)


def _base_letters(title: str | None) -> bytes:
    """Return the same without the title's version marks."""
    return b"" if title is None else title_letters(marked(title).base) or title_letters(title)


def record_hash(paper: Paper) -> int:
    """Return a 63-bit hash of every field: in practice, equal hashes mean that nothing differs.

    It is the same in every run and every version of Python, so it can be stored.
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
    # Leaving out later fields that are empty keeps the hashes stored earlier valid.
    if paper.keywords or paper.remarks:
        fields += (paper.keywords, paper.remarks)
    if paper.place is not None:
        fields += ((paper.place.volume, paper.place.issue, paper.place.pages),)
    for name in _HASHED_BY_NAME:
        if value := getattr(paper, name):
            fields += (name, value)
    # `ascii`, not `repr`: which characters are printable differs between versions of Unicode.
    return _hash(ascii(fields).encode())


def merge(old: Paper, new: Paper) -> Paper:
    """Merge a new record of a paper into what is known of it, filling in what `old` lacks.

    A printed title beats a split one beats none; of two copies of an abstract the less damaged one stays, of two
    versions the newer, and a summary gives way to an abstract; the longer list of authors wins, and the more precise
    date, a printed year over an inferred one, a journal over the preprint server; votes and comments are the latest;
    identifiers, links, keywords, remarks and what is said of the reference are united, each keyword as first spelt.

    Returns:
        A paper equal to `old` if there is nothing new.
    """
    made: dict[str, Any] = {name: rule(getattr(old, name), getattr(new, name)) for name, rule in _GENERAL}
    made |= {name: rule(old, new) for name, rule in OWN_RULES.items()}
    if not made["title"]:
        made["title_from"] = TitleFrom.DERIVED if made["abstract"] else None
    return Paper(**made)


def _better_title(old: Paper, new: Paper) -> Paper:
    """Return the paper with the better title."""
    return new if _title_rank(new) > _title_rank(old) else old


def _better_venue(old: Paper, new: Paper) -> str | None:
    return new.venue if new.venue and (not old.venue or is_preprint(old.venue)) else old.venue


def _appears_in(old: Paper, new: Paper) -> bool:
    """Whether the new record gives a venue to what was known as a preprint."""
    return bool(new.venue and old.venue and is_preprint(old.venue) and not is_preprint(new.venue))


def _fuller_place(old: Paper, new: Paper) -> Place | None:
    """Return volume, issue and pages for the venue that is kept, completed from the other paper if that agrees."""
    mine, theirs = old.place, new.place
    if mine is None or theirs is None:
        return mine or theirs
    if _appears_in(old, new):
        mine, theirs = theirs, mine
    if mine.volume and theirs.volume and mine.volume != theirs.volume:
        return mine
    return Place(mine.volume or theirs.volume, mine.issue or theirs.issue, mine.pages or theirs.pages)


def _all_said(old: Paper, new: Paper) -> tuple[tuple[str, str], ...]:
    """Return what both say of the reference; under a name that both have, what is said of the venue that is kept."""
    first, then = (new, old) if _appears_in(old, new) else (old, new)
    return tuple((dict(first.reference) | dict(then.reference) | dict(first.reference)).items())


def loses(given: Paper, kept: Paper) -> bool:
    """Whether a record's title, abstract or authors differ from what is kept."""
    if given.title and letters(given.title) != letters(kept.title or ""):
        return True
    return letters(given.abstract) not in (b"", letters(kept.abstract)) or names_more(given.authors, kept.authors)


def _all_keywords(old: Paper, new: Paper) -> tuple[str, ...]:
    """Return the keywords of both, ignoring differences in case."""
    known = {word.casefold() for word in old.keywords}
    return tuple(dict.fromkeys([*old.keywords, *(word for word in new.keywords if word.casefold() not in known)]))


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


def _better_date(old: Paper, new: Paper) -> PartialDate | None:
    return max((one for one in (old.published, new.published) if one is not None), key=_date_rank, default=None)


def _date_rank(date: PartialDate) -> tuple[bool, int]:
    return not date.inferred, (date.month is not None) + (date.day is not None)


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") & _BITS_63


def _first(old: object, new: object) -> object:
    return new if old is None or old == () or old == "" else old


def _latest(old: object, new: object) -> object:
    return _first(new, old)


def _united(old: tuple[object, ...], new: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(dict.fromkeys(old + new))


OWN_RULES: Final[dict[str, Callable[[Paper, Paper], object]]] = {
    "title": lambda old, new: _better_title(old, new).title,
    "title_from": lambda old, new: _better_title(old, new).title_from,
    "title_confidence": lambda old, new: _better_title(old, new).title_confidence,
    "abstract": _better_abstract,
    "authors": lambda old, new: new.authors if len(new.authors) > len(old.authors) else old.authors,
    "published": _better_date,
    "venue": _better_venue,
    "keywords": _all_keywords,
    "place": _fuller_place,
    "reference": _all_said,
}
"""How to merge the fields that `FIELDS` leaves to this module."""
_RULES: Final[dict[MergeRule, Callable[[Any, Any], object]]] = {
    MergeRule.FIRST: _first,
    MergeRule.LATEST: _latest,
    MergeRule.UNITED: _united,
}
_GENERAL: Final = tuple((field.name, _RULES[field.rule]) for field in FIELDS if field.rule in _RULES)
