"""Texts of tagged lines (`TI  - …`), as RIS, MEDLINE, Web of Science and EndNote have them: cut into records.

Below these formats; what the tags mean is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TextIO

from paperreader.formats.source import LINE_LIMIT, leftover, lines
from paperreader.paper import Leftover

_NUMBER: Final = re.compile(r"\s*(?:[<\[(]?\d{1,7}[>\]).]?)?\s*")
"""What stands between records and is nothing: blank lines, and the numbers that some exporters put there."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the records of a format are told apart."""

    tag: re.Pattern[str]
    """Matches the beginning of a line that has a tag, which is its first group that matched."""
    begins: str
    """The tag with which a record begins."""
    ends: str | None
    """The tag with which it ends; `None` if that is a blank line."""
    furniture: re.Pattern[str] = _NUMBER
    """Lines outside of records that mean nothing."""
    prose: frozenset[str] = frozenset()
    """Tags whose texts may have blank lines in them."""


@dataclass(slots=True)
class Tagged:
    """One record: its tags in their order, each with the lines of its text."""

    line: int
    """The line it begins on."""
    fields: list[tuple[str, list[str]]] = field(default_factory=list)
    size: int = 0
    """In characters; of a record that is too long, the rest is not kept."""
    blank: bool = False
    """Whether its last line is blank: of those, one that has the tag with which records begin has any."""

    @property
    def source(self) -> str:
        """What the record was read from, nearly as it stood there."""
        return "\n".join(f"{tag}  - {text}" for tag, text in self.tagged())

    def tagged(self) -> Iterator[tuple[str, str]]:
        """Every tag and its text, with the line ends of the source."""
        return ((tag, "\n".join(parts)) for tag, parts in self.fields)

    def texts(self, *tags: str) -> list[str]:
        """What stands under the tags, those of the first one first, without what is empty."""
        return [text for tag in tags for one, text in self.tagged() if one == tag and text.strip()]

    def first(self, *tags: str) -> str:
        """What stands under the first of the tags that there is; else nothing."""
        return next(iter(self.texts(*tags)), "")

    def add(self, tag: str | None, text: str) -> None:
        """Take over a line; without a tag it belongs to the one above."""
        self.size += len(text) + 1
        self.blank = not tag and not text.strip()
        if self.size > LINE_LIMIT:
            return
        if tag is None:
            self.fields[-1][1].append(text)
        else:
            self.fields.append((tag, [text]))


def records(stream: TextIO, dialect: Dialect) -> Iterator[Tagged | Leftover]:
    """Yield every record, whether it is ended or just followed by the next; what is in none is left over."""
    now: Tagged | None = None
    for line in lines(stream):
        if isinstance(line, Leftover):
            yield line
            continue
        number, text = line
        match = dialect.tag.match(text)
        tag = match[match.lastindex or 0] if match else None
        if dialect.ends is None:
            ended = not text.strip() and not (now and now.fields[-1][0] in dialect.prose)
        else:
            ended = tag == dialect.ends
        # After a blank line goes on only what began with the tag for it, and so is known to end there.
        anew = tag == dialect.begins or (tag and now and now.blank and now.fields[0][0] != dialect.begins)
        if now and (ended or anew):
            yield _whole(now)
            now = None
        if match and not ended:
            now = now or Tagged(number)
            now.add(tag, text[match.end() :])
        elif now:
            now.add(None, text)
        elif not ended and not dialect.furniture.fullmatch(text):
            yield leftover(number, text, "This line stands outside of any record.")
    if now:
        yield _whole(now)


def _whole(record: Tagged) -> Tagged | Leftover:
    if record.size <= LINE_LIMIT:
        return record
    return leftover(record.line, record.source, f"This record is longer than {LINE_LIMIT:,} characters.")
