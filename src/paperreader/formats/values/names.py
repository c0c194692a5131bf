"""Turns people's names, as databases, reference managers and spreadsheets write them, into names as spoken.

What stands in place of a name (“null”, “[Anonymous]”, “et al.”) is not an author.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from paperreader.domain import one_line

_GENERATION: Final = r"(?:jr|sr|jnr|snr|i{2,3}|iv|2nd|3rd|4th)"
_SUFFIX: Final = re.compile(rf"(?:{_GENERATION}|v|ph\.?d|m\.?d|inc|ltd|llc|gmbh|co)\.?", re.IGNORECASE)
_GIVEN_SUFFIX: Final = re.compile(r"(\S.*?),? (Jr|Sr|Jnr|Snr|II|III|IV|2nd|3rd|4th)(\.?)")
"""A generation after the given names, as in MEDLINE: `Martin Lee Jr`."""
_INITIALS: Final = re.compile(r"(\S.{0,80}?) ((?:[A-Z]\.?[- ]?){0,4}[A-Z]\.?)(,? (?:Jr|Sr|2nd|3rd|4th|I{2,3}|IV)\.?)?")
_MOST_GIVEN: Final = 4
"""The most words in given names; a comma followed by more is an institution's."""
_EMPTY: Final = frozenset(
    ("null", "NULL", "none", "None", "NONE", "nan", "NaN", "n/a", "N/A", "undefined", "-", "–", "—", "?")
)
"""What programs print for nothing. `Null` and `Nan` are names that people have."""
_NOBODY: Final = frozenset(
    (
        *(
            "anonymous",
            "anon",
            "anonymus",
            "unknown",
            "author unknown",
            "unknown author",
            "unknown authors",
            "no author",
        ),
        *("no authors", "no authors listed", "no author listed", "no author name available", "not available"),
        *("authors not listed", "not specified", "not listed", "et al", "and others", "others", "and", "nil"),
    )
)
_LONGEST_NOBODY: Final = 40
_ET_AL: Final = re.compile(r"[,;]?\s{1,9}(?:et\.? ?al\b\.?|and others|…|\.\.\.)\s{0,9}$", re.IGNORECASE)
_SCOPUS_ID: Final = re.compile(r"\s?\(\d{6,12}\)")
_ROLE: Final = re.compile(
    r"\s{0,3}\[(?:Author|Reprint|Editor|Inventor|Ed\b|Au\b|Corporate)[^\[\]]{0,200}\]|\s{0,3}\(Eds?\.?\)$"
)
"""What Ovid and others put after a name."""
_INSTITUTION: Final = re.compile(
    r"\b(?:organi[sz]ation|ministry|institut\w*|cent(?:er|re)s?|department|university|association|society|committee|"
    r"council|agency|administration|commission|foundation|bureau|college|academy|consortium|collaboration|office|"
    r"trust|investigators|company|sons|inc|ltd)\b",
    re.IGNORECASE,
)
_CONJUNCTION: Final = re.compile(r",? (?:and|&) |,? ?& ", re.IGNORECASE)
_ONLY_INITIALS: Final = re.compile(r"(?:[A-Z]\.?[- ]?){1,4}")
_TWO_INITIALS: Final = re.compile(r" [A-Z]{2,4}\.$")
_IN_QUOTES: Final = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_NAME_IN_OBJECT: Final = re.compile(
    r"['\"](?:name|full_?name|display_name)['\"]\s{0,3}:\s{0,3}(?:'([^']*)'|\"([^\"]*)\")"
)


def person_name(text: str) -> str:
    """Return a name as spoken: `Noether, Emmy` is Emmy Noether. Anything else stays as printed.

    Returns nothing if the text says that there is no name, and drops the half that says so: `Noether, null`.
    """
    text = _without_additions(_stripped(text))
    if not text or is_nobody(text):
        return ""
    parts = [part for one in text.split(",") if (part := one.strip()) not in _EMPTY]
    whole = text if "," not in text or len(parts) == text.count(",") + 1 else ", ".join(parts)
    return spoken_name(parts, _without_nothing(whole.strip(" ,;")))


def spoken_name(parts: Sequence[str], printed: str = "") -> str:
    """Do the same for a name split at its commas; return `printed` if it is not such a name."""
    given = parts[1] if len(parts) == 2 else ""
    behind = _SUFFIX.fullmatch(given) and given.upper() not in ("V", "V.")  # an initial rather than the fifth
    if 0 < len(given.split()) <= _MOST_GIVEN and not (behind or _INSTITUTION.search(given)):
        if match := _GIVEN_SUFFIX.fullmatch(given):
            return f"{match[1]} {parts[0]} {match[2]}{match[3]}"
        return f"{given} {parts[0]}"
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[2]):
        return f"{parts[1]} {parts[0]} {parts[2]}"
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[1]):
        return f"{parts[2]} {parts[0]} {parts[1]}"
    return printed or ", ".join(parts)


def is_suffix(text: str) -> bool:
    """Whether a part of a name follows it: `Jr.`, `III`."""
    return _SUFFIX.fullmatch(text) is not None


def is_nobody(text: str) -> bool:
    """Whether a text in place of a name says that there is none."""
    return text in _EMPTY or (len(text) < _LONGEST_NOBODY and text.strip("[](). ").casefold() in _NOBODY)


def is_indexed(text: str) -> bool:
    """Whether a name is written as databases list it: `O'Connor RE`, `Yang Z.`."""
    return _INITIALS.fullmatch(_stripped(text)) is not None


def indexed_name(text: str) -> str:
    """Like `person_name`; and a name as databases list it, `O'Connor RE`, gets its initials first."""
    match = _INITIALS.fullmatch(text := person_name(text))
    return f"{match[2]} {match[1]}{(match[3] or '').lstrip(',')}" if match else text


def spoken(names: Iterable[str]) -> list[str]:
    """Return names as spoken, with initials first if all of them are as databases list them."""
    names = [text for one in names if (text := _without_additions(_stripped(one))) and person_name(text)]
    return [indexed_name(one) for one in names] if all(map(is_indexed, names)) else [person_name(one) for one in names]


def people(texts: Iterable[str]) -> list[str]:
    """Return the names in fields that usually hold one each; a field with several is split.

    `Noether, Emmy` is one name, and so is the Food and Agriculture Organization; `Noether E, Curie M` and `Emmy Noether
    & Marie Curie` are two.
    """
    fields = [piece for text in texts for piece in re.split(r"[;\n]", text)]
    if not any(map(_are_several, fields)):
        return spoken(fields)
    return [one for text in fields for one in (names_in(text) if _are_several(text) else spoken([text]))]


def united(first: Iterable[str], others: Iterable[str]) -> list[str]:
    """Merge two lists of one paper's authors: those of the first list first, nobody twice.

    Initials in one list and given names in the other are the same person, who gets the longer name.
    """
    names = list(first)
    places = defaultdict[str, list[int]](list)
    for at, one in enumerate(names):
        places[_family(one)].append(at)
    for one in others:
        found = next((at for at in places.get(_family(one), ()) if _may_be_one(names[at], one)), None)
        if found is None:
            names.append(one)
        elif len(one) > len(names[found]):
            names[found] = one
    return names


def names_in(cell: str) -> list[str]:
    """Return the names in a text, however they are separated: semicolons, bars, lines, `and`, `&`, commas, or a list.

    Commas may stand between names, between the halves of a name, or both: `A B, C D`, `B, A; D, C`, `B A., D C.`, `B,
    A., D, C.`.
    """
    if cell[:1] == "[" and (found := listed(cell)) is not None:
        return [one for text in found if (one := person_name(text))]
    cell = _SCOPUS_ID.sub("", cell)
    mark = next((mark for mark in (";", "|") if mark in cell), "")
    if mark:
        return spoken(cell.split(mark))
    # A line that ends with a comma, or with half a name, goes on in the next: the text was wrapped.
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    if len(lines) > 1 and not any(line.endswith((",", " and", "&", "-")) for line in lines):
        pieces = [re.sub(r"^(?:and|&)\s", "", line) for line in lines]
        if all(one.count(",") < 2 for one in pieces):
            return spoken(pieces)
    return _in_one_line(_stripped(cell))


def listed(cell: str) -> list[str] | None:
    """Return the texts, or the names of the objects, in a JSON or Python list; `None` if it is not a list."""
    if not cell.endswith("]"):
        return None
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        quoted = _NAME_IN_OBJECT.findall(cell) or _IN_QUOTES.findall(cell)
        return [re.sub(r"\\(.)", r"\1", one or other) for one, other in quoted]
    texts = [one.get("name") if isinstance(one, dict) else one for one in found]
    return [one for one in texts if isinstance(one, str)]


def _stripped(text: str) -> str:
    plain = text if text.isprintable() and "  " not in text else one_line(text)  # a quick test for nearly all names
    return plain.strip(" ,;")


def _without_additions(text: str) -> str:
    """Remove `et al.` and roles from a name."""
    if text[-1:] in "lL.sS…":
        text = _ET_AL.sub("", text)
    return _ROLE.sub("", text) if text[-1:] in "])" else text


def _without_nothing(text: str) -> str:
    """Remove a `null` that some program took for part of a name."""
    if not any(nothing in text for nothing in ("null", "nan", "NaN", "undefined")):
        return text
    words = [word for word in text.split(" ") if word not in ("null", "nan", "NaN", "undefined")]
    return " ".join(words)


def _family(text: str) -> str:
    return re.sub(rf",? {_GENERATION}\.?$", "", text.casefold()).rpartition(" ")[2]


def _may_be_one(one: str, other: str) -> bool:
    """Whether two names with the same family name may be one person's, taking initials for given names."""
    pairs = zip(_given(one), _given(other), strict=False)
    return all(a == b or (a[0] == b[0] and 1 in (len(a), len(b))) for a, b in pairs)


def _given(text: str) -> list[str]:
    """Return the given names of a spoken name, each initial by itself."""
    words = re.split(r"[\s.-]+", text)[:-1]
    return [part.casefold() for word in words if word for part in ((*word,) if word.isupper() else (word,))]


def _are_several(text: str) -> bool:
    """Whether a text that should be one name is a list of names."""
    if not ("," in text or "&" in text or " and " in text) or _INSTITUTION.search(text):
        return False
    parts = [part.strip() for part in _CONJUNCTION.split(text) if part.strip()]
    if len(parts) > 1:
        return all(" " in part or "," in part for part in parts)
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if len(pieces) > 1 and all(map(is_indexed, pieces)):
        return True
    return len(pieces) > 2 and all(1 < len(one.split()) <= _MOST_GIVEN and one.istitle() for one in pieces)


def _in_one_line(text: str) -> list[str]:
    """Return the names between commas, `and` or `&`."""
    parts = [part for part in _CONJUNCTION.split(_ET_AL.sub("", text)) if part.strip()]
    if len(parts) > 1 and text.count(",") == 0 and _INSTITUTION.search(text):
        return [person_name(text)]  # the Food and Agriculture Organization
    if len(parts) > 1 and all(part.count(",") == 1 for part in parts):  # as in BibTeX
        return [one for part in parts if (one := person_name(part))]
    pieces = [piece.strip() for part in parts for piece in part.split(",") if piece.strip()]
    # `Mann, Ada, Berg, Otto and Lind, Eva`: the last name shows that every second comma is inside a name.
    if len(parts) > 1 and parts[-1].count(",") == 1 and len(pieces) % 2 == 0 and not is_indexed(pieces[0]):
        return [person_name(", ".join(pair)) for pair in zip(pieces[::2], pieces[1::2], strict=True)]
    return _between_commas(pieces)


def _between_commas(pieces: list[str]) -> list[str]:
    """Return names separated by commas, which may also separate the family name from the rest."""
    firsts, seconds = pieces[::2], pieces[1::2]
    if len(firsts) == len(seconds) and all(_ONLY_INITIALS.fullmatch(one) or one in _EMPTY for one in seconds):
        return [person_name(f"{first}, {second}") for first, second in zip(firsts, seconds, strict=True)]
    if len(pieces) == 2 and " " not in pieces[0] and len(pieces[1].split()) < 4:
        return [person_name(", ".join(pieces))]
    if len(pieces) == 3 and _SUFFIX.fullmatch(pieces[2]) and " " not in pieces[0]:
        return [person_name(", ".join(pieces))]
    # A list may end with a full stop, which is not part of the last name if no other name has one.
    if pieces and pieces[-1].endswith(".") and all(is_indexed(one.rstrip(".")) for one in pieces):
        alone = len(pieces) == 1 and not _TWO_INITIALS.search(pieces[0])
        if not alone and not any("." in one for one in (*pieces[:-1], pieces[-1][:-1])):
            pieces[-1] = pieces[-1][:-1]
    return spoken(pieces)
