"""Whether a record is of a whole work or a part of one, in the words of reference managers and services.

A paper in proceedings, a chapter and an article come with identifiers that are not their own: the volume's ISBN, the
journal's ISSN, the DOI of either. All papers in it share them, so they do not make two records one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from paperreader.domain import Identifier
from paperreader.formats.values.links import book

_WHOLE: Final = frozenset(
    """
    book wholebook authoredbook ebook edbook electronicbook editedbook monograph mvbook bookset audiobook
    proceedings mvproceedings collection mvcollection reference mvreference referencebook
    editorship booksandtheses thesis thes phdthesis mastersthesis masterthesis bathesis dissertation doctoralthesis
    report rprt techreport technicalreport manual standard
    """.split()
)
"""Kinds of works with an ISBN of their own; letters only."""
_PART: Final = frozenset(
    """
    chap echap chapter bookchapter booksection bookpart booktrack inbook bookinbook suppbook electronicbooksection
    incollection suppcollection inreference encyc encyclopediaarticle entry entrydictionary entryencyclopedia dict
    dictionaryentry encyclopediaentry referenceentry
    conf cpaper conference conferencepaper conferenceproceedings conferencearticle conferenceabstract inproceedings
    paperconference proceedingsarticle proceedingspaper meetingabstract conferenceandworkshoppapers
    partsinbooksorcollections
    article articlejournal journalarticle jour ejour jfull electronicarticle abst inpr suppperiodical journalarticles
    magazinearticle articlemagazine newspaperarticle articlenewspaper mgzn news review reviewarticle editorial letter
    """.split()
)
"""Kinds of works that are part of another; letters only."""
_LETTERS: Final = re.compile(r"[^a-z]+")
_ISBN_DOI: Final = re.compile(
    r"10\.[\d.]+/(?:(?:[a-z:/.]{0,20})?(97[89](?:-?\d){10})(?:\.001\.0001)?|(\d{1,7}-\d{1,7}-\d{1,7}-[\dx])|(\d{9}[\dx]))",
    re.ASCII,
)
"""A DOI that is an ISBN, which publishers give to a book, with what Cambridge and Oxford put around it; and one that is
ten digits, which may be anything."""
_JOURNAL_DOI: Final = re.compile(r"10\.[\d.]+/\(e?issn\)\d{4}-?\d{3}[\dx]", re.ASCII)
_ISSN_DOI: Final = re.compile(r"10\.[\d.]+/(?:[\w]{1,12}\.)?(\d{4}-\d{3}[\dx])", re.ASCII)
_PROCEEDINGS: Final = re.compile(r"conf/[\w-]+/\d{4}(?:-\d{1,2})?", re.ASCII)
"""DBLP's key of a volume, `conf/nips/2017`; a paper's key ends with its authors' names."""


def is_whole(kind: str) -> bool:
    """Whether this kind of work is a whole one, such as a book."""
    return any(one in _WHOLE for one in _kinds(kind))


def is_part(kind: str) -> bool:
    """Whether this kind of work is part of another, such as a chapter, an article or a conference paper."""
    return any(one in _PART for one in _kinds(kind))


def own(
    found: Iterable[Identifier], kind: str, *, isbns: Iterable[str] = (), issns: Iterable[str] = (), within: str = ""
) -> tuple[Identifier, ...]:
    """Return the identifiers of a record that belong to its paper, not to what it appeared in.

    Args:
        found: all identifiers of the record except ISBNs.
        kind: the kind of work, in the source's words; empty if it does not say.
        isbns: fields that hold ISBNs.
        issns: fields that hold ISSNs.
        within: the title of what it appeared in, which makes it a part if the kind does not say.
    """
    isbns = list(isbns)
    part = is_part(kind) or (bool(within) and not is_whole(kind))
    numbers = {_digits(text) for text in re.findall(r"\d[\d-]{6,16}[\dXx]", "\n".join((*isbns, *issns)))}
    kept = [one for one in found if not _names_a_whole(one, numbers, part=part)]
    if not part and (is_whole(kind) or not kind):
        kept += [one for text in isbns for one in book(text)]
    return tuple(dict.fromkeys(kept))


def _kinds(kind: str) -> Iterator[str]:
    """Return the kinds that a text names: `Article; Book Chapter` are two."""
    return (_LETTERS.sub("", one) for one in re.split(r"[;,|]", kind.lower()))


def _names_a_whole(one: Identifier, numbers: set[str], *, part: bool) -> bool:
    """Whether an identifier is that of a book or a journal, or contains a number that the record has."""
    if one.scheme == "isbn":
        return part
    if one.scheme == "dblp":
        return part and _PROCEEDINGS.fullmatch(one.value) is not None
    if one.scheme != "doi":
        return False
    if match := _ISSN_DOI.fullmatch(one.value):
        return _digits(match[1]) in numbers
    if _JOURNAL_DOI.fullmatch(one.value):
        return True
    isbn = _ISBN_DOI.fullmatch(one.value) if part else None
    if isbn is None:
        return False
    long, short, digits = isbn.groups()
    return bool(long) or (_is_isbn(_digits(short)) if short else _digits(digits) in numbers)


def _digits(number: str) -> str:
    return number.replace("-", "").lower()


def _is_isbn(digits: str) -> bool:
    """Whether a number is an ISBN of ten digits with the right check digit."""
    values = [10 if digit == "x" else int(digit) for digit in digits]
    return len(values) == 10 and sum((10 - place) * value for place, value in enumerate(values)) % 11 == 0
