"""Cuts the elements that hold one record each out of XML, and parses them one by one.

Cutting first keeps memory constant and a broken record from affecting others. It is also safe: what a document declares
at its top, entities above all, never reaches a parser, so nothing can grow and nothing outside the file is read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import TYPE_CHECKING, Final, TextIO

from paperreader.domain import Leftover, Record, clean
from paperreader.formats.sources import HEAD, LINE_LIMIT, leftover

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LONGEST_TAG: Final = 256
"""How many characters of a tag must be seen to know its name."""
_PREFIX: Final = re.compile(r"</?([A-Za-z_][\w.-]{0,40}):|\s([A-Za-z_][\w.-]{0,40}):[\w.-]{1,60}\s{0,9}=")
_REFERENCE: Final = re.compile(r"&(?:#(\d{1,9}|[xX][0-9a-fA-F]{1,8});|([A-Za-z][A-Za-z0-9]{0,31});)?")
_EMPTY: Final = re.compile(r"<[^<>]{1,4000}/>")
_OWN: Final = frozenset(("amp", "lt", "gt", "quot", "apos"))
"""XML's own entities."""


def elements(stream: TextIO, names: Iterable[str]) -> Iterator[tuple[int, Element] | Leftover]:
    """Yield every element with one of the names and the line it begins on; a broken one as a leftover.

    Names inside an element lose their prefix and namespace: `dc:creator` is `creator`. HTML's entities and stray
    ampersands are understood, although XML does not allow them. Anything outside the elements is ignored.

    Args:
        names: of elements that are not nested in each other, without prefixes.
    """
    for piece in _ElementCutter(tuple(names)).cut(stream):
        if isinstance(piece, Leftover):
            yield piece
            continue
        line, text = piece
        element = _parse(text)
        yield leftover(line, text, "This is not well-formed XML.") if element is None else (line, element)


def read_elements(
    stream: TextIO, names: Iterable[str], record_of: Callable[[int, Element], Record | Leftover]
) -> Iterator[Record | Leftover]:
    """Yield the record of every element with one of the names; see `elements`.

    Args:
        record_of: makes a record, or a leftover, of an element and the line it begins on.
    """
    for piece in elements(stream, names):
        yield piece if isinstance(piece, Leftover) else record_of(*piece)


def text_of(element: Element | None) -> str:
    """Return all text in an element without its tags; nothing if there is no such element."""
    return "" if element is None else "".join(element.itertext())


@dataclass(slots=True)
class _ElementCutter:
    """Finds where elements begin and end, by their tags alone."""

    names: tuple[str, ...]
    text: str = ""
    at: int = 0
    """Up to where `text` has been handled."""
    line: int = 1
    """The line of that place."""

    def cut(self, stream: TextIO) -> Iterator[tuple[int, str] | Leftover]:
        """Yield the text of each element and its line."""
        names = "|".join(map(re.escape, self.names))
        begins = re.compile(rf"<(?:[\w.-]{{1,40}}:)?(?:{names})(?=[\s/>])")
        # An element ends at its end tag, or where the next one begins, if it was empty or cut off.
        ends = re.compile(rf"</(?:[\w.-]{{1,40}}:)?(?:{names})\s{{0,9}}>|{begins.pattern}")
        inside, seen = False, 0
        while piece := stream.read(HEAD):
            self.text, self.at, seen = self.text[self.at :] + piece, 0, seen - self.at
            while match := (ends if inside else begins).search(self.text, seen):
                closed = match[0].startswith("</")
                end = match.end() if closed else match.start()
                if inside:
                    yield self.line, self.text[self.at : end]
                self._go(end)
                inside, seen = not closed, match.end()
            seen = max(seen, len(self.text) - _LONGEST_TAG)  # a tag may continue in the next piece
            if not inside:
                self._go(seen)
            elif len(self.text) - self.at > LINE_LIMIT:
                why = f"This element is longer than {LINE_LIMIT:,} characters."
                yield leftover(self.line, self.text[self.at :], why)
                self._go(seen)
                inside = False
        if inside:
            yield self.line, self.text[self.at :]

    def _go(self, to: int) -> None:
        self.line += self.text.count("\n", self.at, to)
        self.at = to


def _parse(text: str) -> Element | None:
    """Parse an element; `None` if it cannot be parsed even after its references are repaired."""
    from defusedxml.ElementTree import ParseError, fromstring

    text = clean(text)
    if empty := _EMPTY.match(text):
        text = empty[0]
    prefixes = {one or other for one, other in _PREFIX.findall(text)} - {"xml", "xmlns"}
    declared = "".join(f' xmlns:{prefix}="{prefix}"' for prefix in sorted(prefixes))
    for attempt in (text, None):
        if attempt is None:
            attempt = _REFERENCE.sub(_mended, text)
        try:
            whole: Element = fromstring(f"<x{declared}>{attempt}</x>", forbid_dtd=True)
        except (ParseError, ValueError):
            continue
        if len(whole) == 1:
            return _without_namespaces(whole[0])
    return None


def _without_namespaces(element: Element) -> Element:
    for one in element.iter():
        if isinstance(one.tag, str):
            one.tag = one.tag.rpartition("}")[2]
    return element


def _mended(match: re.Match[str]) -> str:
    """Replace a reference that XML does not know; escape an ampersand that is not a reference."""
    number, name = match[1], match[2]
    if name in _OWN:
        return match[0]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        return f"&#{code};" if code < 0x110000 and clean(chr(code)) == chr(code) else "\ufffd"
    return html.escape(html5.get(f"{name};", match[0]), quote=False)
