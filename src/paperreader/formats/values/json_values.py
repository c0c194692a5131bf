"""Turns the values of JSON objects into what a paper has: text, names, words, dates, counts, identifiers.

A key may hold anything. Every function takes any value, and returns nothing for what it does not understand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from paperreader.domain import Identifier, PartialDate, TitleFrom, arxiv_identifiers, identifiers_in, one_line
from paperreader.formats.sources import trim
from paperreader.formats.values.dates import date_in
from paperreader.formats.values.fields import pieces_of
from paperreader.formats.values.links import addresses, canonical, from_fields, pubmed, pubmed_central
from paperreader.formats.values.markup import whole_words
from paperreader.formats.values.names import is_nobody

_LARGEST: Final = 2**53
_LONGEST_ID: Final = 500
_WHOLE_NAMES: Final = (
    "name",
    "literal",
    "fullName",
    "full_name",
    "display_name",
    "collective",
    "author_name",
    "creatorName",
)
_INNER_NAMES: Final = ("person_or_org", "person", "author", "authors", "creator")
"""Keys of a name inside an object about its bearer; or of names, in place of a list."""
_NAMESAKE: Final = re.compile(r" \d{4}$")
"""The number that DBLP adds to distinguish people of the same name."""
_NAME_PARTS: Final = (
    *("given", "given_name", "first", "firstName", "first_name", "middle"),
    *("dropping-particle", "non-dropping-particle"),
    *("family", "family_name", "last", "lastName", "last_name", "suffix"),
)
"""The keys of the parts of a name, in the order in which they are read."""
_ROLES: Final = ("creatorType", "contributorType", "role", "roles", "author_role", "type")
"""The keys of somebody's role."""
_EDITORS: Final = frozenset("editor editors edt serieseditor volumeeditor guesteditor managingeditor".split())
_NO_AUTHORS: Final = _EDITORS | frozenset(
    """
    translator trl reviewedauthor reviewed bookauthor containerauthor commenter counsel interviewer castmember guest
    producer recipient attorneyagent cosponsor contributor ctb wordsby scriptwriter illustrator ill reviewer rev
    compiler com advisor thesisadvisor supervisor ths committeemember publisher pbl funder fnd contactperson
    datacollector datacurator datamanager distributor hostinginstitution projectleader projectmanager projectmember
    registrationagency registrationauthority relatedperson researchgroup rightsholder workpackageleader
    """.split()
)
"""The roles of people who are not authors, letters only: from Zotero, DataCite, CSL and MARC."""
_LINK: Final = re.compile(r"://|^www\.|^[\w.-]{1,60}\.(?:org|net|com|gov|co)/")
_SHAPES: Final = {
    "openalex": re.compile(r"(?<!\w)W\d{1,12}(?!\w)", re.IGNORECASE),
    "s2": re.compile(r"(?<!\w)[0-9a-f]{40}(?!\w)"),
    "mag": re.compile(r"(?<!\d)(?!0+(?!\d))\d{1,12}(?!\d)"),
    "corpusid": re.compile(r"(?<!\d)(?!0+(?!\d))\d{1,12}(?!\d)"),
    "openreview": re.compile(r"[\w-]{6,40}"),
    "dblp": re.compile(r"[a-z]{2,12}/[\w./-]{2,100}"),
    "acl": re.compile(r"[\w.]{2,30}-[\w.-]{1,30}"),
}


def line_of(value: object) -> str:
    """Return text on one line, such as a title; of a list the first text; for anything else, nothing."""
    if isinstance(value, list):
        value = next((one for one in value if one), None)
    if not isinstance(value, str):
        return ""
    return value.strip() if value.isprintable() and "  " not in value else one_line(whole_words(value))


def text_of_value(value: object) -> str:
    """Return text with its line breaks, such as an abstract; for anything else, nothing."""
    return trim(value) if isinstance(value, str) else ""


def texts_of(value: object) -> list[str]:
    """Return the texts of a value that may be one or a list of them."""
    values = value[:20] if isinstance(value, list) else [value]
    return [text for one in values if (text := str(one) if isinstance(one, int) else text_of_value(one))]


def object_of(value: object) -> Mapping[str, object]:
    """Return an object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def list_of(value: object) -> list[object]:
    """Return a list; an empty one for anything else."""
    return value if isinstance(value, list) else []


def title_from(title: str, abstract: str) -> TitleFrom | None:
    """Say where a title comes from, if the source tells titles from abstracts."""
    return TitleFrom.PRINTED if title else TitleFrom.DERIVED if abstract else None


def count_of(data: Mapping[str, object], key: str) -> int | None:
    """Return a whole number, or `None`.

    Raises:
        ValueError: nothing can have as many.
    """
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    if not 0 <= value < _LARGEST:
        raise ValueError(f"“{key}” is out of range")
    return value


def names_of(value: object, *, editors: bool = True) -> tuple[str, ...]:
    """Return the authors' names in a string (`A, B and C`; `Last, First; …`) or a list of strings or objects.

    Args:
        editors: whether editors stand for authors, if the list has roles and names no author.
    """
    if isinstance(value, dict):
        value = next((one for key in _INNER_NAMES if (one := value.get(key))), [value])
        value = [value] if isinstance(value, dict) else value
    if isinstance(value, str):
        text = line_of(value)
        names = text.split(";") if ";" in text else text.replace(" and ", ", ").split(", ")
    elif isinstance(value, list):
        names = [_name(one) for one in _authors(value, editors=editors)]
    else:
        return ()
    return tuple([name for one in names if (name := one.strip(" ,")) and not is_nobody(name)])


def _authors(people: list[object], *, editors: bool) -> list[object]:
    """Return the authors in a list that may also give roles."""
    roles = [_role(one) for one in people]
    if all(not role or role not in _NO_AUTHORS for role in roles):
        return people
    wrote = [one for one, role in zip(people, roles, strict=True) if role not in _NO_AUTHORS]
    return wrote or [one for one, role in zip(people, roles, strict=True) if editors and role in _EDITORS]


def _role(person: object) -> str:
    """Return somebody's role in lower-case letters only; empty if none is given."""
    said = next((one for key in _ROLES if (one := object_of(person).get(key))), "") if isinstance(person, dict) else ""
    said = next(iter(said), "") if isinstance(said, list) else said
    said = object_of(said).get("id") or object_of(said).get("name") or said
    return re.sub(r"[^a-z]", "", said.rpartition("/")[2].lower()) if isinstance(said, str) else ""


def _name(value: object) -> str:
    if not isinstance(value, dict):
        return line_of(value)
    value = next((one for key in _INNER_NAMES if isinstance(one := value.get(key), dict)), value)
    if isinstance(text := value.get("text"), str):  # as in DBLP
        return _NAMESAKE.sub("", line_of(text))
    parts = [value.get(key) for key in _NAME_PARTS]
    whole = next((one for key in _WHOLE_NAMES if isinstance(one := value.get(key), str) and one), None)
    if whole is not None:
        return line_of(whole)
    return one_line(" ".join(text for part in parts if (text := _part(part))))


def _part(value: object) -> str:
    """Return one part of a name; middle names may be a list."""
    texts = value if isinstance(value, list) else [value]
    return " ".join(one for one in texts if isinstance(one, str) and not is_nobody(one))


def words_of(value: object, *keys: str) -> tuple[str, ...]:
    """Return keywords, each once, from a list of texts, a list of objects that have one under a key, or a text."""
    if isinstance(value, str):
        return _split_words(value)
    if not isinstance(value, list):
        return ()
    plain = (next((one[key] for key in keys if key in one), None) if isinstance(one, dict) else one for one in value)
    return tuple(dict.fromkeys(word for one in plain if (word := line_of(one))))


@lru_cache(maxsize=4096)
def _split_words(text: str) -> tuple[str, ...]:
    mark = next((mark for mark in ";|,\n" if len(pieces_of(text, mark)) > 1), "\n")
    return tuple(dict.fromkeys(word for piece in pieces_of(text, mark) if (word := one_line(piece))))


def date_of(*values: object) -> PartialDate | None:
    """Return the first value that is a date (`2024-03-19T…`, `Mon, 2 Apr 2007 …`) or a year."""
    for value in values:
        text = str(value) if isinstance(value, int) and 0 < value < _LARGEST else value
        if isinstance(text, str) and (found := date_in(text[:40])) is not None:
            return found
    return None


def day_of(milliseconds: object) -> PartialDate | None:
    """Return the day (UTC) of a moment in milliseconds since 1970."""
    if not isinstance(milliseconds, int | float) or isinstance(milliseconds, bool):
        return None
    try:
        moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return PartialDate(moment.year, moment.month, moment.day)


def identifiers_of(scheme: str, value: object) -> tuple[Identifier, ...]:
    """Return the identifiers in a value that should hold one of a scheme; none if it does not look like one.

    Args:
        scheme: `arxiv`, `doi`, `pmid` …; `any` for any kind of id or URL; `named` for text in which ids are named
            (`PMID: 30922926`).
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
    return () if found is None else (canonical(scheme, found[0]),)


def links_of(*values: object) -> tuple[str, ...]:
    """Return the web addresses in values, or in lists of them, that are not identifiers."""
    texts = [one for value in values for one in (value[:20] if isinstance(value, list) else [value])]
    return addresses([one for one in texts if isinstance(one, str)])


def unique(found: Iterable[tuple[Identifier, ...]]) -> tuple[Identifier, ...]:
    """Join lists of identifiers, each identifier once."""
    return tuple(dict.fromkeys(one for some in found for one in some))
