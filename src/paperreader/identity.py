"""Which paper is this? Identifiers in canonical form, fingerprints, and two views of a paper made one.

Pure functions over `paper`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from typing import Final

from paperreader.paper import Identifier, Paper, PartialDate, TitleFrom


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ARXIV: Final = re.compile(
    # An id begins where a word begins: in `arXiv.2403.13043` and `abs/2403.13043`, but not in `12403.13043`.
    r"(?<![\w.-])"
    r"(?:oai:arxiv\.org:|arxiv[:.]\s?)?"
    r"([0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}"
    r"|[a-z]{2,8}(?:-[a-z]{2,8})?(?:\.[a-z]{2})?/[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})"
    r"(?:v([1-9][0-9]{0,2}))?"
    r"(?![\w-]|\.\d)",
    re.IGNORECASE,
)
_NEW_ARXIV: Final = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}")
_ARCHIVES: Final = _word_set(
    """
    acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas
    cond-mat cs dg-ga econ eess funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin
    nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio q-fin quant-ph solv-int stat supr-con
    """
)
_DOI: Final = re.compile(r"(?<![\w.])10\.\d{4,9}/[^\s\"<>]+")
_ARXIV_DOI: Final = "10.48550/arxiv."
_PMID: Final = re.compile(r"(?:pmid[:\s]\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{1,9})(?!\d)")
_MOST: Final = 400
"""How much of a pasted text is searched for identifiers, in characters."""

_ENOUGH_LETTERS: Final = 80
_ENOUGH_WORDS: Final = 4
_BITS_63: Final = (1 << 63) - 1
_NOT_ALPHANUMERIC: Final = re.compile(r"[\W_]+")
_ASCII_LETTERS: Final = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() and code < 128 else 0 for code in range(256)
)
_ASCII_OTHERS: Final = bytes(code for code in range(256) if not (code < 128 and chr(code).isalnum()))


def arxiv_identifiers(text: str) -> tuple[Identifier, ...]:
    """Every arXiv id in `text`, in order, each once: the bare id, and the versioned one where it stands.

    Finds new ids (`2403.13043v2`) and old ones (`hep-th/9901001`), also inside of URLs, OAI names and DOIs.
    """
    if _NEW_ARXIV.fullmatch(text):  # nothing else, as most files have it
        return (Identifier("arxiv", text),)
    found = list[Identifier]()
    for match in _ARXIV.finditer(text):
        value, version = match[1], match[2]
        archive, slash, number = value.partition("/")
        if slash:
            group, dot, subject = archive.lower().partition(".")
            if group not in _ARCHIVES:
                continue
            value = f"{group}{dot}{subject.upper()}/{number}"
        found.append(Identifier("arxiv", value))
        if version:
            found.append(Identifier("arxiv_version", f"{value}v{version}"))
    return tuple(dict.fromkeys(found))


def doi_identifier(text: str) -> Identifier | None:
    """The first DOI in `text`, in lower case, without its resolver and the punctuation after it."""
    match = _DOI.search(text)
    if match is None:
        return None
    value = match[0].lower()
    while value[-1] in ".,;:'’”" or (value[-1] in ")]}" and _unbalanced(value)):
        value = value[:-1]
    prefix, _, suffix = value.partition("/")
    return Identifier("doi", value) if prefix and suffix else None


def identifiers_in(text: str) -> tuple[Identifier, ...]:
    """Every identifier in what a person typed or pasted: an id, a URL, a DOI, or a line with some of them."""
    text = text[:_MOST]
    found = list(arxiv_identifiers(text))
    doi = doi_identifier(text)
    if doi is not None and not doi.value.startswith(_ARXIV_DOI):
        # Digits in another publisher's DOI may look like an arXiv id, and are none.
        found = [*arxiv_identifiers(text.lower().replace(doi.value, " ")), doi]
    found += [Identifier("pmid", match[1].lstrip("0") or "0") for match in _PMID.finditer(text.lower())]
    return tuple(dict.fromkeys(found))


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


def _unbalanced(text: str) -> bool:
    opening = {")": "(", "]": "[", "}": "{"}[text[-1]]
    return text.count(text[-1]) > text.count(opening)


def _letters(text: str) -> bytes:
    """The letters and digits of `text`, folded, in UTF-8."""
    if text.isascii():  # nearly all abstracts, at a tenth of the time
        return text.encode().translate(_ASCII_LETTERS, _ASCII_OTHERS)
    # As `paper.fold` does it, but the marks that it takes off one by one go with all else that is no letter.
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return _NOT_ALPHANUMERIC.sub("", decomposed).encode("utf-8", "replace")


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") & _BITS_63
