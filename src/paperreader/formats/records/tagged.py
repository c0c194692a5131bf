"""Cuts text with tagged lines (`TI  - …`: RIS, MEDLINE, Web of Science, EndNote) into records.

What the tags mean is up to the formats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, TextIO

from paperreader.domain import Leftover
from paperreader.formats.sources import LINE_LIMIT, leftover, lines
from paperreader.formats.values import said

_NUMBER: Final = re.compile(r"\s*(?:[<\[(]?\d{1,7}\s?[.)]?\s?[>\])]?)?\s*")
"""Meaningless text between records: blank lines, and numbers that some exporters write."""
_LINK: Final = re.compile(r"Link to the Ovid (?:Full Text|External Link)[^:]{0,40}:.{0,4000}", re.IGNORECASE)
"""What Ovid inserts into and between records in any format."""

_FAR: Final = 3
"""A title this many lines below another one begins a new record."""

Tag = Callable[[str, str], tuple[str, str] | None]
"""Splits a line into its tag and the text after it; `None` if it has no tag. The second argument is the tag above,
since lines below a tag for prose need a closer look."""


def matching(pattern: re.Pattern[str]) -> Tag:
    """Make a `Tag` from a pattern that matches the start of a line; its first group is the tag."""

    def tag(line: str, above: str) -> tuple[str, str] | None:  # noqa: ARG001 - the same whatever stands above
        match = pattern.match(line)
        return (match[match.lastindex or 0], line[match.end() :]) if match else None

    return tag


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a format separates its records."""

    tag: Tag
    begins: str
    """The tag that normally begins a record; some exporters put others above it."""
    ends: str | None
    """The tag that ends it; `None` if a blank line does."""
    furniture: re.Pattern[str] = _NUMBER
    """Meaningless lines outside records."""
    prose: frozenset[str] = frozenset()
    """Tags whose text may contain blank lines."""
    titles: frozenset[str] = frozenset()
    """Tags that a record has once: one above the beginning tag and one below belong to two records."""
    many: frozenset[str] = frozenset()
    """Tags that a record may have several times; if a record begins with any other, that one begins the next."""


@dataclass(slots=True)
class Tagged:
    """A record: its tags in order, each with its lines of text."""

    line: int
    """The line it begins on."""
    fields: list[tuple[str, list[str]]] = field(default_factory=list)
    size: int = 0
    """Its size in characters; the rest of a record that is too long is dropped."""
    blank: bool = False
    """Whether its last line is blank, after the tag that begins records."""
    found: dict[str, list[str]] | None = None
    """Its texts by their tags, once they are needed."""
    begun: tuple[int, int] | None = None
    """The beginning tag's place among the fields, and its line."""

    @property
    def source(self) -> str:
        """The text of the record, nearly as it was."""
        return "\n".join(f"{tag}  - {text}" for tag, text in self.tagged())

    def tagged(self) -> Iterator[tuple[str, str]]:
        """Every tag and its text, with the source's line ends."""
        return ((tag, "\n".join(parts)) for tag, parts in self.fields)

    def texts(self, *tags: str) -> list[str]:
        """Return what is under the tags, in the order of `tags`, without what is empty or says so (`null`)."""
        if self.found is None:
            self.found = {}
            for one, text in self.tagged():
                if said(text.strip()):
                    self.found.setdefault(one, []).append(text)
        return [text for tag in tags for text in self.found.get(tag, ())]

    def first(self, *tags: str) -> str:
        """Return what is under the first of the tags that is present, or nothing."""
        return next(iter(self.texts(*tags)), "")

    def add(self, tag: str | None, text: str) -> None:
        """Add a line; without a tag, it continues the one above."""
        self.size += len(text) + 1
        self.blank = not tag and not text.strip()
        if self.size > LINE_LIMIT:
            return
        if tag is None:
            self.fields[-1][1].append(text)
        else:
            self.fields.append((tag, [text]))


def records(stream: TextIO, dialect: Dialect) -> Iterator[Tagged | Leftover]:
    """Yield every record, ended or just followed by the next; text outside of records is left over."""
    cutter = _RecordCutter(dialect)
    for line in lines(stream):
        if isinstance(line, Leftover):
            yield line
        else:
            yield from cutter.take(*line)
    yield from cutter.finish()


@dataclass(slots=True)
class _RecordCutter:
    """Collects the current record."""

    dialect: Dialect
    now: Tagged | None = None
    linked: bool = False
    """Whether the line above ends with Ovid's label of a link, so that the link follows."""

    def take(self, number: int, text: str) -> Iterator[Tagged | Leftover]:
        """Take the next line."""
        if (text.startswith("Link") and _LINK.fullmatch(text)) or (self.linked and text.lstrip().startswith("http")):
            self.linked = text.rstrip().endswith(":")
            return
        self.linked = False
        now = self.now
        tag, rest = self.dialect.tag(text, now.fields[-1][0] if now else "") or (None, text)
        ended = self._ends(tag, text)
        if now and (ended or (tag and self._begins_anew(now, tag, rest))):
            yield from self.finish()
        if tag and not ended:
            if self.now is None:
                self.now = Tagged(number)
            if tag == self.dialect.begins and self.now.begun is None:
                self.now.begun = len(self.now.fields), number
            yield from self._split(tag)
            self.now.add(tag, rest)
        elif self.now:
            self.now.add(None, rest)
        elif not ended and not self.dialect.furniture.fullmatch(text):
            yield leftover(number, text, "This line is outside any record.")

    def finish(self) -> Iterator[Tagged | Leftover]:
        """End the record."""
        now, self.now = self.now, None
        if now is None:
            return
        if now.size <= LINE_LIMIT:
            yield now
        else:
            yield leftover(now.line, now.source, f"This record is longer than {LINE_LIMIT:,} characters.")

    def _ends(self, tag: str | None, text: str) -> bool:
        if self.dialect.ends is not None:
            return tag == self.dialect.ends
        return not text.strip() and not (self.now and self.now.fields[-1][0] in self.dialect.prose)

    def _begins_anew(self, now: Tagged, tag: str, text: str) -> bool:
        """Whether a tag begins the next record although nothing ended this one."""
        if tag in self.dialect.titles and self._has_another(now, tag, text):
            return True
        first = now.fields[0][0]
        if tag == self.dialect.begins and now.begun is not None:
            return True
        # After a blank line, only a record that began with its opening tag goes on, since its end is certain.
        if first == self.dialect.begins:
            return False
        again = tag == first and tag not in self.dialect.many
        if now.begun and tag in self.dialect.titles and len(now.fields) == now.begun[0] + 1:
            again = False  # right below an opening tag: the title of the record that begins there
        return now.blank or (again and (now.begun is not None or self.dialect.ends is None))

    def _has_another(self, now: Tagged, tag: str, text: str) -> bool:
        """Whether a record has another title far above, and so has ended unnoticed."""
        at = next((at for at, (one, _) in enumerate(now.fields) if one == tag), len(now.fields))
        below = len(now.fields) - at
        return below > _FAR and now.fields[at][1] != [text] and not (now.begun and now.begun[0] > at)

    def _split(self, tag: str) -> Iterator[Tagged]:
        """Yield what is above the beginning tag, if it turns out to be a record of its own."""
        now = self.now
        if now is None or not now.begun or tag not in self.dialect.titles:
            return
        at, line = now.begun
        above = now.fields[:at]
        if any(one in self.dialect.titles for one, _ in above) and len(now.fields) > at:
            yield Tagged(now.line, above)
            self.now = Tagged(line, now.fields[at:], now.size, begun=(0, line))
