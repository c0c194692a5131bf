"""JSON: one object a line, one array of objects, or one object; also what `paperreader` itself exports.

The keys are those of arXiv's metadata snapshot and of what people make of it (`id`, `title`, `abstract`,
`authors`, `categories`, `update_date`, …). Lines are read one by one; objects that are laid out over several
lines, or that stand many on one line, are cut out by their braces. Either way memory is constant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final, TextIO

from paperreader.formats.source import LINE_LIMIT, leftover, trim
from paperreader.identity import arxiv_identifiers, doi_identifier
from paperreader.paper import Identifier, Leftover, Paper, PartialDate, Record, TitleFrom, clean, one_line

_BAD: Final = (ValueError, RecursionError, OverflowError, TypeError, LookupError, AttributeError)
"""What one bad record can raise; each costs only itself."""
_BRACES: Final = re.compile(r'["\\{}\n]')
_BETWEEN: Final = " \t\r\n,[]\ufeff"
"""What stands between the objects of an array."""
_DECODE: Final = json.JSONDecoder().decode
_LARGEST: Final = 2**53

_KEYS: Final = {
    "title": ("title", "paper_title", "name"),
    "abstract": ("abstract", "summary", "abstractNote"),
    "authors": ("authors", "author", "creators"),
    "published": (
        *("published", "publishedAt", "published_at", "publication_date", "date", "created", "update_date"),
        *("year", "publication_year"),
    ),
    "categories": ("categories", "category", "subjects"),
    "venue": ("venue", "journal", "journal-ref", "journal_ref"),
    "arxiv": ("id", "arxiv_id", "arxivId", "arxiv", "paper_id", "entry_id", "url"),
    "doi": ("doi", "DOI"),
}
"""For every field of a paper, the keys under which people keep it, the best first."""


def sniff(head: str) -> float:
    """Sure when the text begins like JSON and the keys of a paper stand in it."""
    begin = head.lstrip("\ufeff \t\r\n")[:1]
    if begin not in ("{", "["):
        return 0.0
    known = (*_KEYS["title"], *_KEYS["abstract"], *_KEYS["arxiv"], "uid", "title_from")
    keys = sum(f'"{key}"' in head for key in known)
    return 0.95 if keys > 1 else 0.5 if re.match(r'\s*\[?\s*\{\s*"', head) else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per object; what is no paper is left over, and costs only itself."""
    number = 0
    cutter = _Cutter()
    while line := stream.readline(LINE_LIMIT):
        number += 1
        if not cutter.open and (data := _whole(line)) is not None:
            try:
                record = _record(data, number)
            except _BAD as error:
                yield leftover(number, line, _why(error))
            else:
                yield record
            continue
        for begin, text in cutter.feed(line, number):
            yield _piece(begin, text)
        number -= not line.endswith("\n")  # the rest of the line comes next
    for begin, text in cutter.rest():
        yield _piece(begin, text)


def _whole(line: str) -> dict[str, object] | None:
    """The object that a line is, marks of an array around it or not; `None` if it is not just one."""
    text = line.strip(_BETWEEN)
    if text[:1] != "{" or text[-1:] != "}":
        return None
    try:
        data: dict[str, object] = _DECODE(text)
    except _BAD:
        return None
    return data


def _piece(line: int, text: str) -> Record | Leftover:
    """The record of an object that was cut out, or why it is none."""
    try:
        data = json.loads(text)
        if not isinstance(data, dict):
            raise TypeError("it is not an object")
        return _record(data, line)
    except _BAD as error:
        return leftover(line, text, _why(error))


class _Cutter:
    """Cuts objects out of text that comes in pieces, by counting the braces outside of strings."""

    def __init__(self) -> None:
        self._pieces = list[str]()
        self._size = 0
        self._line = 0
        self._depth = 0
        self._quoted = False
        self._escaped = False
        self._skipping = False
        self._new_line = True

    @property
    def open(self) -> bool:
        """Whether an object has begun and not ended, or the rest of a line is being skipped."""
        return self._depth > 0 or self._skipping

    def feed(self, text: str, line: int) -> Iterator[tuple[int, str]]:
        """Yield what is complete after `text`, which is a line or a piece of one."""
        new_line, self._new_line = self._new_line, text.endswith("\n")
        if self._skipping:
            self._skipping = not self._new_line
            return
        if self._depth and new_line and text.startswith('{"'):
            # Laid-out JSON breaks the line after a brace: this is another object; the one before was cut.
            yield from self.rest()
        begin = 0
        for end, whole in self._ends(text):
            self._keep(text[begin:end], line)
            begin = end
            if whole:
                yield from self.rest()
        self._keep(text[begin:], line)
        if not self._depth or self._size > LINE_LIMIT:
            self._skipping = self._depth > 0 and not text.endswith("\n")
            yield from self.rest()

    def rest(self) -> Iterator[tuple[int, str]]:
        """Yield what has come since the last complete object, if it is more than commas and space."""
        text = "".join(self._pieces).strip(_BETWEEN)
        if text:
            yield self._line, text
        self._pieces, self._size, self._depth, self._quoted, self._escaped = [], 0, 0, False, False

    def _keep(self, text: str, line: int) -> None:
        if not self._size and not text.strip(_BETWEEN):
            return
        if not self._size:
            self._line = line
        self._pieces.append(text)
        self._size += len(text)

    def _ends(self, text: str) -> Iterator[tuple[int, bool]]:
        """Where objects begin and end: positions to cut at, and whether to give out what is before."""
        after = int(self._escaped)
        self._escaped = False
        for match in _BRACES.finditer(text):
            at, character = match.start(), match[0]
            if at < after:
                continue
            if character == "\\":
                after = at + 2
                self._escaped = self._quoted and after > len(text)
            elif character == '"':
                self._quoted = self._depth > 0 and not self._quoted
            elif character == "\n" and self._quoted:
                yield at, True  # no string goes over a line end: the object is broken
            elif character == "{" and not self._quoted:
                if not self._depth:
                    yield at, True
                self._depth += 1
            elif character == "}" and not self._quoted and self._depth:
                self._depth -= 1
                if not self._depth:
                    yield at + 1, True


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "This JSON is nested too deeply."
    reason = clean(str(error)).partition("\n")[0][:200]
    return f"This is no record of a paper: {reason}."


def _record(data: Mapping[str, object], line: int) -> Record:
    """Make a record of one object.

    Raises:
        ValueError, TypeError, …: see `_BAD`; it is no record.
    """
    if "uid" in data and "title_from" in data:
        from paperreader.interchange import entry_from_json

        entry = entry_from_json(data)
        return Record(entry.paper, line, entry)
    keys = _present(tuple(data))
    title = _line(_first(data, keys["title"]))
    abstract = _first(data, keys["abstract"])
    abstract = trim(abstract) if isinstance(abstract, str) else ""
    identifiers = _identifiers(data, keys)
    if not (title or abstract or identifiers):
        raise ValueError("it has no title, no abstract and no identifier that is known")
    paper = Paper(
        title or None,
        TitleFrom.PRINTED if title else TitleFrom.DERIVED if abstract else None,
        None,
        abstract,
        _authors(_first(data, keys["authors"])),
        _count(data, "author_count"),
        _published(data, keys["published"]),
        _line(_first(data, keys["venue"])) or None,
        _words(_first(data, keys["categories"])),
        _count(data, "upvotes"),
        _count(data, "comments"),
        identifiers,
    )
    return Record(paper, line)


@lru_cache(maxsize=256)
def _present(keys: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """`_KEYS` without those that an object lacks; the objects of a file nearly all have the same keys."""
    there = frozenset(keys)
    return {field: tuple(key for key in names if key in there) for field, names in _KEYS.items()}


def _first(data: Mapping[str, object], keys: tuple[str, ...]) -> object:
    """The first value that there is under one of the keys, else `None`."""
    for key in keys:
        if value := data[key]:
            return value
    return None


def _line(value: object) -> str:
    """Text on one line; empty for anything else than text."""
    if not isinstance(value, str):
        return ""
    return value.strip() if value.isprintable() and "  " not in value else one_line(value)


def _count(data: Mapping[str, object], key: str) -> int | None:
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    if not 0 <= value < _LARGEST:
        raise ValueError(f"“{key}” is out of range")
    return value


def _identifiers(data: Mapping[str, object], keys: Mapping[str, tuple[str, ...]]) -> tuple[Identifier, ...]:
    found = list[Identifier]()
    for key in keys["arxiv"]:
        value = data[key]
        if isinstance(value, str):
            found += arxiv_identifiers(value[:200])
    for key in keys["doi"]:
        value = data[key]
        if isinstance(value, str) and (doi := doi_identifier(value[:500])) is not None:
            found.append(doi)
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def _authors(value: object) -> tuple[str, ...]:
    """Names out of one string (`A, B and C`; `Last, First; …`) or out of a list of strings or objects."""
    if isinstance(value, str):
        text = _line(value)
        names = text.split(";") if ";" in text else text.replace(" and ", ", ").split(", ")
    elif isinstance(value, list):
        names = [_line(_name(one)) for one in value]
    else:
        return ()
    return tuple([name for one in names if (name := one.strip(" ,"))])


def _name(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return value.get("name") or " ".join(str(value.get(key) or "") for key in ("given", "family"))


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return _split_words(value)
    if isinstance(value, list):
        return tuple(dict.fromkeys(word for one in value if (word := _line(one))))
    return ()


@lru_cache(maxsize=4096)
def _split_words(text: str) -> tuple[str, ...]:
    pieces = text.split(",") if "," in text else text.split()
    return tuple(dict.fromkeys(word for piece in pieces if (word := one_line(piece))))


def _published(data: Mapping[str, object], keys: tuple[str, ...]) -> PartialDate | None:
    """The first of the dates that is one, whether `2024-03-19T…` or a bare year."""
    for key in keys:
        value = data[key]
        text = str(value) if isinstance(value, int) else value
        if isinstance(text, str) and (found := _parse_date(text[:10])) is not None:
            return found
    return None


@lru_cache(maxsize=4096)
def _parse_date(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None
