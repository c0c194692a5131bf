"""Which paper is this? Identifiers in canonical form, fingerprints, and two views of a paper made one.

Pure functions over `paper`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from typing import Final

from paperreader.identifiers import arxiv_identifiers as arxiv_identifiers
from paperreader.identifiers import doi_identifier as doi_identifier
from paperreader.identifiers import identifiers_in as identifiers_in
from paperreader.paper import Paper, PartialDate, TitleFrom

_ENOUGH_LETTERS: Final = 80
_ENOUGH_WORDS: Final = 4
_BITS_63: Final = (1 << 63) - 1
_NOT_ALPHANUMERIC: Final = re.compile(r"[\W_]+")
_ASCII_LETTERS: Final = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() and code < 128 else 0 for code in range(256)
)
_ASCII_OTHERS: Final = bytes(code for code in range(256) if not (code < 128 and chr(code).isalnum()))


def fingerprint(paper: Paper) -> int | None:
    """A number that is the same for the same text, however it is spaced, cased, accented and punctuated.

    Returns:
        63 bits of the abstract if it has 80 letters and digits or more, else of the title if it has four
        words or more, else `None`: too little to say that two papers are one.
    """
    letters = _letters(paper.abstract)
    if len(letters) >= _ENOUGH_LETTERS:
        return _hash(letters)
    if paper.title is not None and len(paper.title.split()) >= _ENOUGH_WORDS and (title := _letters(paper.title)):
        return _hash(b"title:" + title)
    return None


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
    # `ascii`, not `repr`: what counts as printable differs between versions of Unicode.
    return _hash(ascii(fields).encode())


def merge(old: Paper, new: Paper) -> Paper:
    """What is known of a paper after `new` was read about it too: what `old` lacks is filled in.

    A printed title beats a split one beats none; an abstract stays unless it is empty; the more precise date
    wins, and a printed year beats a guessed one; votes and comments are the latest; identifiers are united.

    Returns:
        A paper equal to `old` if there is nothing new.
    """
    titled = new if _title_rank(new) > _title_rank(old) else old
    abstract = old.abstract or new.abstract
    return replace(
        old,
        title=titled.title,
        title_from=titled.title_from if titled.title else (TitleFrom.DERIVED if abstract else None),
        title_confidence=titled.title_confidence,
        abstract=abstract,
        authors=old.authors or new.authors,
        author_count=new.author_count if old.author_count is None else old.author_count,
        published=_better_date(old.published, new.published),
        venue=old.venue or new.venue,
        categories=old.categories or new.categories,
        upvotes=old.upvotes if new.upvotes is None else new.upvotes,
        comments=old.comments if new.comments is None else new.comments,
        identifiers=tuple(dict.fromkeys(old.identifiers + new.identifiers)),
    )


def _title_rank(paper: Paper) -> int:
    if not paper.title:
        return 0
    return 1 if paper.title_from is TitleFrom.SPLIT else 2


def _better_date(old: PartialDate | None, new: PartialDate | None) -> PartialDate | None:
    return max((one for one in (old, new) if one is not None), key=_date_rank, default=None)


def _date_rank(date: PartialDate) -> tuple[bool, int]:
    return not date.inferred, (date.month is not None) + (date.day is not None)


def _letters(text: str) -> bytes:
    """The letters and digits of `text`, folded, in UTF-8."""
    if text.isascii():  # nearly all abstracts, at a tenth of the time
        return text.encode().translate(_ASCII_LETTERS, _ASCII_OTHERS)
    # As `paper.fold` does it, but the marks that it takes off one by one go with all else that is no letter.
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return _NOT_ALPHANUMERIC.sub("", decomposed).encode("utf-8", "replace")


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") & _BITS_63
