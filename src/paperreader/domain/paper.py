"""The domain: papers, and what their reader adds to them.

Everything here is a frozen dataclass over the standard library. Formats produce `Record`s, the library stores them,
screens and exports show them.
"""

from __future__ import annotations

import os
import re
import time
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from paperreader.domain.anchors import Anchor
from paperreader.domain.cleaning import one_line
from paperreader.domain.decisions import Decision
from paperreader.domain.memory import Memory

HIGHEST_RATING: Final = 5
COLOURS: Final = ("yellow", "green", "blue", "pink", "purple")
"""Colours for highlights and tags. A file may name others; they are kept, but shown as the first of these."""

_ISO: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class TitleFrom(StrEnum):
    """Where a paper's title comes from."""

    PRINTED = "printed"
    """The source prints a title."""
    SPLIT = "split"
    """The source runs title and abstract together; a rule split the title off."""
    DERIVED = "derived"
    """The source has no title: `Paper.title` is `None`, and the label is taken from the abstract."""


class _Portable:
    """A base class that pickles a dataclass by its fields, four times as fast as a frozen dataclass by itself."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), tuple([getattr(self, name) for name in self.__slots__])


@dataclass(frozen=True, slots=True, order=True)
class PartialDate(_Portable):
    """A date as precise as it was printed: a year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None
    inferred: bool = field(default=False, compare=False)
    """The year was not printed but inferred from the context."""

    def __post_init__(self) -> None:
        datetime(self.year, self.month or 1, self.day or 1, tzinfo=UTC)  # ValueError for the 31st of February

    def __str__(self) -> str:
        """ISO 8601, cut off where the precision ends: `2024`, `2024-07` or `2024-07-23`."""
        return "-".join([f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)])

    @classmethod
    def parse(cls, text: str, *, inferred: bool = False) -> PartialDate:
        """Parse what `str` returns.

        Raises:
            ValueError: `text` is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or no such day exists.
        """
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"not a date: {text!r} (wanted YYYY, YYYY-MM or YYYY-MM-DD)")
        year, month, day = (int(part) if part else None for part in match.groups())
        return cls(year or 0, month, day, inferred)


@dataclass(frozen=True, slots=True)
class Place(_Portable):
    """A paper's place in its venue, as printed; each part is empty if the source does not give it."""

    volume: str = ""
    issue: str = ""
    pages: str = ""

    def __bool__(self) -> bool:
        return bool(self.volume or self.issue or self.pages)


@dataclass(frozen=True, slots=True, order=True)
class Identifier(_Portable):
    """One identifier of a paper.

    A paper can have many. An identifier belongs to one paper, or to several that may be duplicates and await a
    decision.
    """

    scheme: str
    """`arxiv`, `arxiv_version`, `doi`, `pmid`, …: lower case."""
    value: str
    """Canonical: an arXiv id without its version (`arxiv_version` is the id with it), a DOI in lower case."""


@dataclass(frozen=True, slots=True)
class Paper(_Portable):
    """One paper, as every format reads and writes it."""

    title: str | None = None
    """As printed or split off; `None` if the source has none (then the label is taken from the abstract)."""
    title_from: TitleFrom | None = None
    """`None` if there is neither a title nor an abstract to take a label from."""
    title_confidence: float | None = None
    """How certain the end of a split title is, from 0 to 1; 1 if a person set it; `None` unless `SPLIT`."""
    abstract: str = ""
    """Exactly as in the source; empty if the source has none."""
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    """As printed; many sources give the number without the names."""
    published: PartialDate | None = None
    venue: str | None = None
    categories: tuple[str, ...] = ()
    upvotes: int | None = None
    comments: int | None = None
    identifiers: tuple[Identifier, ...] = ()
    keywords: tuple[str, ...] = ()
    """The subject words, labels and tags that the source gives it."""
    remarks: tuple[str, ...] = ()
    """Notes about the paper in the source."""
    links: tuple[str, ...] = ()
    """URLs that the source gives for it, without those that contain a DOI or an arXiv id."""
    place: Place | None = None
    """Its volume, issue and pages, if the source gives any: they distinguish two editorials of one year."""
    citation_key: str | None = None
    """The key by which it is cited in LaTeX and Markdown."""
    reference: tuple[tuple[str, str], ...] = ()
    """What else the source says of it as a reference: names of BibLaTeX in lower case, each once, and their values.

    `("entrytype", "inproceedings")`, `("publisher", "MIT Press")`, `("editor", "Ada Lovelace and Alan Turing")`, …
    """

    def said(self, name: str) -> str:
        """Return what `reference` says under a name; empty if nothing."""
        return next((value for one, value in self.reference if one == name), "")

    def values(self, scheme: str) -> tuple[str, ...]:
        """Return the identifiers of one scheme, in the order they were found."""
        return tuple(one.value for one in self.identifiers if one.scheme == scheme)

    @property
    def versioned_arxiv_id(self) -> str | None:
        """The newest known version (`2403.13043v2`), else the bare arXiv id, else `None`."""
        versions = sorted(self.values("arxiv_version"), key=lambda value: int(value.rpartition("v")[2]))
        return versions[-1] if versions else next(iter(self.values("arxiv")), None)


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader wrote about a paper, in Markdown."""

    id: str
    """UUIDv7."""
    body: str
    created: str
    """ISO 8601, UTC, milliseconds."""
    updated: str
    revision: int = 1
    """Increases by one with every save. A save states the revision it started from."""
    highlight: str | None = None
    """The id of the highlight it belongs to; `None` if it is about the whole paper."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A highlighted passage of an abstract."""

    id: str
    """UUIDv7."""
    quote: str
    start: int | None
    """Half-open with `end`, in code points of the current abstract; both are `None` for an orphan."""
    end: int | None
    colour: str = "yellow"
    comment: str = ""
    tags: tuple[str, ...] = ()
    created: str = ""
    updated: str = ""

    @property
    def is_orphan(self) -> bool:
        """Whether the abstract has changed so much that the passage can no longer be found."""
        return self.start is None or self.end is None


@dataclass(frozen=True, slots=True)
class SavedView:
    """A query with a name."""

    uid: str
    """UUIDv7."""
    name: str
    """Unique, ignoring case."""
    query: str
    """As typed."""
    key: str | None
    """The digit that opens it, `1` to `9`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper in a library with everything the reader added, as lists, exports and `--json` show it."""

    id: int
    """The library's own short number, which differs between libraries."""
    uid: str
    """UUIDv7, which stays the same in every library."""
    paper: Paper
    label: str
    """What a list shows: the title, else words of the abstract, else an identifier."""
    imported: str
    """When it was first imported: ISO 8601, UTC."""
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    starred: bool = False
    read: bool = False
    decision: Decision | None = None
    reason: str | None = None
    trashed: bool = False
    """In the trash: left out of all lists, searches, counts and exports that do not ask for it."""
    files: tuple[str, ...] = ()
    """The paths of its PDFs on this machine, in the order they were attached."""
    queued: int | None = None
    """Its place in the queue: a number that grows along it, with gaps; `None` if it is not in it."""
    due: date | None = None
    """The reader's own day on which it is to be read again."""
    memory: Memory | None = None
    """How well it was remembered when it was last read again."""
    rating: int | None = None
    """Its relevance, from 0 to `HIGHEST_RATING`."""


@dataclass(frozen=True, slots=True)
class Annotation(_Portable):
    """Something said about a passage, or about a whole paper."""

    uid: str
    """A UUID, by which it is known again."""
    place: Anchor | None = None
    """The passage; its start is negative if it was never known. `None`: it is about the whole paper."""
    text: str = ""
    """Markdown; empty if the passage is only highlighted."""
    tags: tuple[str, ...] = ()
    """Tags of the passage, or those of the paper."""
    colour: str = ""
    """Empty if the source has none."""
    created: str = ""
    """ISO 8601, UTC, milliseconds; empty if the time is unknown."""
    updated: str = ""


@dataclass(frozen=True, slots=True)
class Record(_Portable):
    """A paper as one source gives it, and its place in the source."""

    paper: Paper
    line: int
    """The line of the file it begins on, counted from 1."""
    entry: Entry | None = None
    """The reader's additions, if the source is an export of a library."""
    moved: int = 0
    """How many words the user moved the end of the title before it was stored; positive means to the right."""
    exact: bool = False
    """The source is an export of a library, so its values are taken literally."""
    about: str = ""
    """The uid of the paper that the annotations are on, if the source says it."""
    annotations: tuple[Annotation, ...] = ()
    """What was said about the paper in another program. A paper that is there already does not change otherwise."""
    hidden: bool = False
    """In that library it is in no list, as it was merged into another paper or its import was undone."""

    @property
    def uid(self) -> str:
        """The uid of the paper in the library that it comes from; empty if it comes from none."""
        return self.entry.uid if self.entry is not None else self.about


@dataclass(frozen=True, slots=True)
class Leftover:
    """A part of a source that could not be read as a paper. It is kept and shown, never dropped silently."""

    line: int
    text: str
    why: str


_last_uid: int = 0


def new_uid() -> str:
    """Return a new UUIDv7 (RFC 9562): 48 bits of milliseconds, then counter and random bits; ascending per process."""
    global _last_uid  # noqa: PLW0603 - the one piece of state that makes ids made in one millisecond ascend
    stamp = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    stamp &= ~(0xF << 76) & ~(0x3 << 62)
    stamp |= 0x7 << 76 | 0x2 << 62
    _last_uid = stamp = max(stamp, _last_uid + 1)
    text = f"{stamp:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def now() -> str:
    """Return the current time as it is stored: ISO 8601, UTC, milliseconds."""
    return _stored(datetime.now(UTC))


def local_moment(stored: str) -> str:
    """Format a stored moment to the minute in local time, with the time zone: `2024-07-23 12:00 CEST`.

    People see local time everywhere; programs get UTC as stored.
    """
    try:
        when = datetime.fromisoformat(stored).astimezone()
    except (ValueError, OverflowError, OSError):
        return one_line(stored)
    return f"{when:%Y-%m-%d %H:%M %Z}"


def local_days(date: PartialDate) -> tuple[str, str]:
    """Return the stored moments at which a day, month or year in local time begins and ends.

    Raises:
        ValueError: it begins or ends outside the range of dates.
    """
    begin = datetime(date.year, date.month or 1, date.day or 1)  # noqa: DTZ001 - where the reader is
    if date.day is not None:
        end = begin + timedelta(days=1)
    elif date.month is not None:
        end = (begin + timedelta(days=31)).replace(day=1)
    else:
        end = begin.replace(year=date.year + 1)
    return _stored(_midnight(begin)), _stored(_midnight(end))


def _midnight(day: datetime) -> datetime:
    """Return when a day begins: at midnight, or later if clocks were put forward at midnight."""
    moments = sorted(day.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return next((one for one in moments if one.astimezone().replace(tzinfo=None) >= day), moments[-1])


def _stored(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def fold(text: str) -> str:
    """Return `text` in lower case without accents, for comparing in search, identity checks and completion."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
