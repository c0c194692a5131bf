"""Cuts the objects that hold one record each out of JSON, and decodes them one by one.

Objects may be one per line, many on a line, or spread over lines; in an array, in a list inside a wrapper (`{"results":
[…]}`, as web services answer), or in one object under an identifier each. They may also be Python's, since many a
`.json` file was written by `print`. In any case memory is constant, and a broken object affects no other.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TextIO, TypeAlias

from paperreader.domain import Leftover, Record, clean, identifiers_in
from paperreader.formats.records.answers import error_in, failure
from paperreader.formats.sources import LINE_LIMIT, leftover

_BAD: Final = (ValueError, RecursionError, OverflowError, TypeError, LookupError, AttributeError)
"""What a bad record can raise without affecting others."""
_MARKS: Final = re.compile(r"""["'\\{}\[\]\n]""")
_BETWEEN: Final = " \t\r\n,[]\ufeff"
"""What separates the objects of an array."""
_DECODE: Final = json.JSONDecoder().decode
_LONGEST_LITERAL: Final = 1 << 18
"""The longest Python object that is read, in characters; its parser takes a hundred bytes for each."""

_LISTS: Final = frozenset(
    """
    annotations articles collection data docs documents entries hit hits items list notes papers publications records
    recommendedPapers result results rows works
    """.split()
)
"""Keys of a wrapper's list of records."""
_BOXES: Final = frozenset("body data first hits message response result resultList".split())
"""Keys of the object in a wrapper that has that list, or is its only record."""
_RECORD: Final = frozenset("DOI abstract author authors display_name doi paperId summary title titles uid".split())
"""Keys that a wrapper does not have; whatever follows them is part of a record."""
_KEY: Final = re.compile(r"""(["'])([^"'\\]{1,100})\1\s{0,20}:\s{0,20}$""")
_KEY_ROOM: Final = 150
_NOTHING: Final = "This is not the record of a paper: it has no title, no abstract and no known identifier."
_SHOWS_RECORD: Final = re.compile(rf"""["'](?:{"|".join(sorted(_RECORD))})["']\s*:""")


_BEGIN: Final = re.compile(r"""[\ufeff\s]{0,1000}(?:\[\s{0,100}){0,3}\{\s{0,100}["']""")
_DEEPEST: Final = 20
"""How deeply wrappers may be nested."""

ObjectText: TypeAlias = tuple[int, str, str]
"""An object's line, its text, and its key if that is an identifier."""
RecordOf: TypeAlias = Callable[[Mapping[str, object], int], Record | Leftover]
"""Makes a record of an object and its line, or leaves it over for a reason of its own."""


def begins_like_objects(head: str) -> bool:
    """Whether a text begins like JSON (or Python) objects."""
    return _BEGIN.match(head) is not None


def keys_in(head: str, *keys: str) -> int:
    """Count which of the keys occur in a text that `begins_like_objects`."""
    return sum(f'"{key}"' in head or f"'{key}'" in head for key in keys)


def read_objects(stream: TextIO, record_of: RecordOf) -> Iterator[Record | Leftover]:
    """Yield the record of every object; anything else is left over.

    Args:
        record_of: may raise ValueError (its message says what is wrong), TypeError, LookupError or
            AttributeError for an object that is no record. An object under an identifier gets that as its `id`, unless
            it has one.
    """
    number = 0
    cutter = _ObjectCutter()
    while line := stream.readline(LINE_LIMIT):
        number += 1
        if not cutter.open and (data := _whole(line)) is not None:
            yield _record(record_of, data, number, line)
            continue
        for piece in cutter.feed(line, number):
            yield _piece(record_of, *piece)
        number -= not line.endswith("\n")  # the rest of the line comes next
    for piece in cutter.rest():
        yield _piece(record_of, *piece)


def _record(record_of: RecordOf, data: dict[str, object], line: int, text: str) -> Record | Leftover:
    try:
        record = record_of(data, line)
    except _BAD as error:
        return leftover(line, text, _why(error))
    if isinstance(record, Leftover):
        return record
    paper = record.paper
    if paper.title or paper.abstract or paper.identifiers or record.entry is not None or record.annotations:
        return record
    words = error_in(data)
    return leftover(line, text, failure(words) if words else _NOTHING)


def _piece(record_of: RecordOf, line: int, text: str, key: str) -> Record | Leftover:
    """Return the record of an object, or a leftover that says why it is not one."""
    try:
        data = _decoded(text)
    except (*_BAD, SyntaxError, MemoryError) as error:
        return leftover(line, text, _why(error))
    if key:
        data.setdefault("id", key)
    return _record(record_of, data, line, text)


def _whole(line: str) -> dict[str, object] | None:
    """Return the record on a line, with or without an array's marks around it; `None` if it is not just one."""
    text = line.strip(_BETWEEN)
    if text[:1] != "{" or text[-1:] != "}":
        return None
    try:
        data: dict[str, object] = _DECODE(text)
    except _BAD:
        return None
    return None if _RECORD.isdisjoint(data) and _is_wrapper(data) else data


def _wraps(key: str, mark: str) -> bool:
    """Whether the list or object under a key contains records, rather than facts about one."""
    return key in _LISTS if mark == "[" else key in _BOXES or bool(identifiers_in(key))


def _is_wrapper(data: Mapping[str, object]) -> bool:
    lists = any(isinstance(data.get(key), list) for key in _LISTS)
    return lists or any(isinstance(value, dict) and _wraps(key, "{") for key, value in data.items())


def _decoded(text: str) -> dict[str, object]:
    """Decode the text of an object.

    Raises:
        ValueError, TypeError, SyntaxError, MemoryError …: it is not an object.
    """
    data = _literal(text) if text[1:60].lstrip()[:1] == "'" else json.loads(text)
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise TypeError("it is not an object")
    return data


class _Named(ast.NodeTransformer):
    """Maps names that Python prints for missing values, but cannot parse, to `None`."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.copy_location(ast.Constant(None), node) if node.id in ("nan", "inf", "NaT", "null") else node


def _literal(text: str) -> object:
    """Read a Python object as `print` writes it, without running anything."""
    if len(text) > _LONGEST_LITERAL:
        raise ValueError(f"it is longer than {_LONGEST_LITERAL:,} characters")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about backslashes that escape nothing
        return ast.literal_eval(_Named().visit(ast.parse(text, mode="eval")))


def _why(error: BaseException) -> str:
    if isinstance(error, RecursionError | MemoryError):
        return "This JSON is nested too deeply."
    if "set_int_max_str_digits" in str(error):
        return "This is not the record of a paper: a number in it has thousands of digits."
    reason = clean(str(error)).partition("\n")[0][:200]
    return f"This is not the record of a paper: {reason}."


class _ObjectCutter:
    """Cuts objects out of text that comes in pieces, by counting braces outside strings."""

    def __init__(self) -> None:
        self._pieces = list[str]()
        self._size = 0
        self._line = 0
        self._key = ""
        self._depth = 0
        """How many braces of the object are open; 0 between objects."""
        self._quote = ""
        """The mark that ends the current string; single ones are Python's only."""
        self._escaped = False
        self._dropping = False
        """Whether the object is not a record, or too long for one."""
        self._outer = list[str]()
        """The wrappers around the object: `}` for an object, `]` for a list of records, `-` for another list."""
        self._text, self._number, self._kept = "", 0, 0
        """The text that is being fed, its line, and up to where it has been kept or dropped."""
        self._before = ""
        """The end of the text before, as a key may be on the line above its value."""
        self._new_line = True

    @property
    def open(self) -> bool:
        """Whether an object or a wrapper has begun and not ended."""
        return self._depth > 0 or bool(self._outer)

    @property
    def _aside(self) -> bool:
        """Whether this is text of a wrapper outside its list of records."""
        return not self._depth and bool(self._outer) and self._outer[-1] != "]"

    def feed(self, text: str, line: int) -> Iterator[ObjectText]:
        """Yield what is complete after `text`, a line or a piece of one."""
        new_line, self._new_line = self._new_line, text.endswith("\n")
        if self._depth and new_line and text.startswith(('{"', "{'")):
            # In indented JSON a line ends after a brace, so this is another object, and the one before was cut off.
            yield from self.rest()
        self._before = self._text[-_KEY_ROOM:]
        self._text, self._number, self._kept = text, line, 0
        after = int(self._escaped)
        self._escaped = False
        for match in _MARKS.finditer(text):
            at = match.start()
            if at < after:
                continue
            if match[0] == "\\":
                after = at + 2
                self._escaped = bool(self._quote) and after > len(text)
            else:
                yield from self._met(match[0], at)
        self._keep(len(text))
        if not self._depth and not self._quote:
            yield from self.rest()
        elif self._size > LINE_LIMIT:
            yield self._line, "".join(self._pieces), ""
            self._dropping, self._pieces, self._size = True, [], 0

    def rest(self) -> Iterator[ObjectText]:
        """Yield what follows the last complete object, if it is more than commas and space."""
        text = "" if self._dropping else "".join(self._pieces).strip(_BETWEEN)
        if text:
            yield self._line, text, self._key
        self._pieces, self._size, self._key = [], 0, ""
        self._depth, self._quote, self._escaped, self._dropping = 0, "", False, False

    def _met(self, mark: str, at: int) -> Iterator[ObjectText]:
        """Handle one of `_MARKS`."""
        if self._quote:
            if mark == self._quote:
                self._quote = ""
            elif mark == "\n":
                yield from self._cut(at)  # no string continues across a line end: the object is broken
        elif mark in "{[":
            yield from self._opened(mark, at)
        elif mark in "}]":
            yield from self._closed(mark, at)
        elif mark != "\n" and self.open:
            self._quote = mark

    def _opened(self, mark: str, at: int) -> Iterator[ObjectText]:
        key = self._key_before(at) if self._depth == 1 or self._aside else ""
        if self._depth == 1 and self._is_wrapper(key, mark, at):
            self._pieces, self._size, self._kept, self._depth = [], 0, at, 0
            self._outer.append("}")
        if self._depth:
            self._depth += mark == "{"
        elif self._aside:
            self._opened_aside(key, mark, at)
        elif mark == "{":
            yield from self._cut(at)
            self._depth = 1

    def _opened_aside(self, key: str, mark: str, at: int) -> None:
        """Find out whether what begins here, inside a wrapper, contains records."""
        self._kept = at
        within = self._outer[-1] == "}"
        mistaken = within and not key  # members have keys, so this is a list that only seemed to have ended
        if mistaken and mark == "{":
            self._outer.append("]")
        wanted = mistaken or (within and _wraps(key, mark))
        if mark == "[":
            self._outer.append("]" if wanted else "-")
        else:
            self._depth, self._dropping, self._key = 1, not wanted, "" if key in _BOXES else key

    def _closed(self, mark: str, at: int) -> Iterator[ObjectText]:
        if self._depth:
            if self._depth == 1 and mark == "}":
                yield from self._cut(at + 1)
            else:
                self._depth -= mark == "}"
        elif self._outer and mark == ("}" if self._outer[-1] == "}" else "]"):
            yield from self._cut(at)
            self._kept = at + 1
            self._outer.pop()

    def _is_wrapper(self, key: str, mark: str, at: int) -> bool:
        """Whether the current object is a wrapper, according to its key here."""
        if not key or self._dropping or len(self._outer) > _DEEPEST or not _wraps(key, mark):
            return False
        return not _SHOWS_RECORD.search("".join([*self._pieces, self._text[self._kept : at]]))

    def _key_before(self, at: int) -> str:
        before = self._text[max(0, at - _KEY_ROOM) : at]
        match = _KEY.search(before if at > _KEY_ROOM else self._before + before)
        return match[2] if match else ""

    def _cut(self, at: int) -> Iterator[ObjectText]:
        self._keep(at)
        yield from self.rest()

    def _keep(self, to: int) -> None:
        text, self._kept = self._text[self._kept : to], to
        if self._dropping or self._aside or (not self._size and not text.strip(_BETWEEN)):
            return
        if not self._size:
            self._line = self._number
        self._pieces.append(text)
        self._size += len(text)
