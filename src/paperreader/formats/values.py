"""What the keys of an object may hold, made what a paper has: text, names, words, dates, counts, identifiers.

Below the formats that are JSON. Anything can stand under a key: every function takes it, and makes nothing of
what it does not understand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from paperreader.formats.fields import date_in
from paperreader.formats.links import addresses, book, canonical, from_fields, pubmed, pubmed_central
from paperreader.formats.markup import whole_words
from paperreader.formats.source import trim
from paperreader.identity import arxiv_identifiers, identifiers_in
from paperreader.paper import Identifier, PartialDate, TitleFrom, one_line

_LARGEST: Final = 2**53
_LONGEST_ID: Final = 500
_WHOLE_NAMES: Final = ("name", "literal", "fullName", "full_name", "display_name", "collective", "author_name")
_NAME_PARTS: Final = (
    *("given", "given_name", "first", "firstName", "first_name", "middle"),
    *("dropping-particle", "non-dropping-particle"),
    *("family", "family_name", "last", "lastName", "last_name", "suffix"),
)
"""The keys under which the parts of a name stand, in the order in which it is read."""
_LINK: Final = re.compile(r"://|^www\.|^[\w.-]{1,60}\.(?:org|net|com|gov|co)/")
_SHAPES: Final = {
    "openalex": re.compile(r"(?<!\w)W\d{1,12}(?!\w)", re.IGNORECASE),
    "s2": re.compile(r"(?<!\w)[0-9a-f]{40}(?!\w)"),
    "mag": re.compile(r"(?<!\d)(?!0+(?!\d))\d{1,12}(?!\d)"),
    "corpusid": re.compile(r"(?<!\d)(?!0+(?!\d))\d{1,12}(?!\d)"),
    "openreview": re.compile(r"[\w-]{6,40}"),
    "dblp": re.compile(r"[a-z]{2,12}/[\w./-]{2,100}"),
    "acl": re.compile(r"[\w.]{2,30}-[\w.-]{1,30}"),
    "isbn": re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx](?![\d-])"),
}


def line_of(value: object) -> str:
    """Text on one line, as a title or a venue is; the first of a list of texts; empty for anything else."""
    if isinstance(value, list):
        value = next((one for one in value if one), None)
    if not isinstance(value, str):
        return ""
    return value.strip() if value.isprintable() and "  " not in value else one_line(whole_words(value))


def text_of(value: object) -> str:
    """Text as an abstract is, with its line breaks; empty for anything else."""
    return trim(value) if isinstance(value, str) else ""


def object_of(value: object) -> Mapping[str, object]:
    """An object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def list_of(value: object) -> list[object]:
    """A list; an empty one for anything else."""
    return value if isinstance(value, list) else []


def title_from(title: str, abstract: str) -> TitleFrom | None:
    """How the title came to be, where a source tells titles from abstracts."""
    return TitleFrom.PRINTED if title else TitleFrom.DERIVED if abstract else None


def count_of(data: Mapping[str, object], key: str) -> int | None:
    """A whole number, or `None`.

    Raises:
        ValueError: nothing can have as many.
    """
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    if not 0 <= value < _LARGEST:
        raise ValueError(f"“{key}” is out of range")
    return value


def names_of(value: object) -> tuple[str, ...]:
    """Names out of one string (`A, B and C`; `Last, First; …`) or out of a list of strings or objects."""
    if isinstance(value, str):
        text = line_of(value)
        names = text.split(";") if ";" in text else text.replace(" and ", ", ").split(", ")
    elif isinstance(value, list):
        names = [_name(one) for one in value]
    else:
        return ()
    return tuple([name for one in names if (name := one.strip(" ,"))])


def _name(value: object) -> str:
    if not isinstance(value, dict):
        return line_of(value)
    whole = next((one for key in _WHOLE_NAMES if isinstance(one := value.get(key), str) and one), None)
    if whole is not None:
        return line_of(whole)
    parts = (value.get(key) for key in _NAME_PARTS)
    return one_line(" ".join(text for part in parts if (text := _part(part))))


def _part(value: object) -> str:
    """One part of a name; middle names may come as a list."""
    texts = value if isinstance(value, list) else [value]
    return " ".join(one for one in texts if isinstance(one, str))


def words_of(value: object, *keys: str) -> tuple[str, ...]:
    """Subject words, each once: out of a list of texts or of objects that have one under a key, or out of a text."""
    if isinstance(value, str):
        return _split_words(value)
    if not isinstance(value, list):
        return ()
    plain = (next((one[key] for key in keys if key in one), None) if isinstance(one, dict) else one for one in value)
    return tuple(dict.fromkeys(word for one in plain if (word := line_of(one))))


@lru_cache(maxsize=4096)
def _split_words(text: str) -> tuple[str, ...]:
    mark = next((mark for mark in ";|,\n" if mark in text), "\n")
    return tuple(dict.fromkeys(word for piece in text.split(mark) if (word := one_line(piece))))


def date_of(*values: object) -> PartialDate | None:
    """The first of the values that is a date (`2024-03-19T…`, `Mon, 2 Apr 2007 …`) or a year."""
    for value in values:
        text = str(value) if isinstance(value, int) and 0 < value < _LARGEST else value
        if isinstance(text, str) and (found := date_in(text[:40])) is not None:
            return found
    return None


def day_of(milliseconds: object) -> PartialDate | None:
    """The day (UTC) of a moment that is counted in milliseconds since 1970."""
    if not isinstance(milliseconds, int | float) or isinstance(milliseconds, bool):
        return None
    try:
        moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return PartialDate(moment.year, moment.month, moment.day)


def identifiers_of(scheme: str, value: object) -> tuple[Identifier, ...]:
    """The identifiers in a value that is said to hold one of a scheme; none where it does not look like one.

    Args:
        scheme: `arxiv`, `doi`, `pmid` …; `any` for an id or a URL of whatever kind; `named` for text in which ids
            stand with what they are (`PMID: 30922926`).
    """
    if isinstance(value, list):
        return unique(identifiers_of(scheme, one) for one in value[:20])
    text = str(value) if isinstance(value, int) and 0 < value < _LARGEST else value
    if not isinstance(text, str) or not text:
        return ()
    text = text[:_LONGEST_ID].strip()
    match scheme:
        case "arxiv":
            return arxiv_identifiers(text)
        case "doi":
            return from_fields(dois=(text,))
        case "pmid":
            return pubmed(text)
        case "pmcid":
            return pubmed_central(text)
        case "named":
            return from_fields(notes=(text,))
        case "any":
            return from_fields(links=(text,)) if _LINK.search(text) else identifiers_in(text)
    found = _SHAPES[scheme].search(text)
    if found is None:
        return ()
    return book(found[0]) if scheme == "isbn" else (canonical(scheme, found[0]),)


def links_of(*values: object) -> tuple[str, ...]:
    """The web addresses in values, or in lists of them, that are no identifiers."""
    texts = [one for value in values for one in (value[:20] if isinstance(value, list) else [value])]
    return addresses([one for one in texts if isinstance(one, str)])


def unique(found: Iterable[tuple[Identifier, ...]]) -> tuple[Identifier, ...]:
    """The identifiers of several places, in their order, each once."""
    return tuple(dict.fromkeys(one for some in found for one in some))
