"""Which paper is this? Identifiers in canonical form, fingerprints, and two views of a paper made one.

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
"""The fields that `record_hash` has known from the first: these stand in it without their names."""
_HASHED_BY_NAME: Final = tuple(field.name for field in FIELDS if field.name not in _HASHED_IN_PLACE)


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
    # Without what was added later the hash is the one that was stored before, so that a record is found again.
    if paper.keywords or paper.remarks:
        fields += (paper.keywords, paper.remarks)
    if paper.place is not None:
        fields += ((paper.place.volume, paper.place.issue, paper.place.pages),)
    for name in _HASHED_BY_NAME:
        if value := getattr(paper, name):
            fields += (name, value)
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
    made: dict[str, Any] = {name: rule(getattr(old, name), getattr(new, name)) for name, rule in _GENERAL}
    made |= {name: rule(old, new) for name, rule in OWN_RULES.items()}
    if not made["title"]:
        made["title_from"] = TitleFrom.DERIVED if made["abstract"] else None
    return Paper(**made)


def _better_title(old: Paper, new: Paper) -> Paper:
    """The paper whose title it is."""
    return new if _title_rank(new) > _title_rank(old) else old


def _better_venue(old: Paper, new: Paper) -> str | None:
    return new.venue if new.venue and (not old.venue or is_preprint(old.venue)) else old.venue


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


def _all_keywords(old: Paper, new: Paper) -> tuple[str, ...]:
    """Keywords of two sources; one that differs in case alone is the same."""
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
}
"""How those fields of two papers are merged that `FIELDS` leaves to this module."""
_RULES: Final[dict[MergeRule, Callable[[Any, Any], object]]] = {
    MergeRule.FIRST: _first,
    MergeRule.LATEST: _latest,
    MergeRule.UNITED: _united,
}
_GENERAL: Final = tuple((field.name, _RULES[field.rule]) for field in FIELDS if field.rule in _RULES)
