"""The domain: what a paper is, and what its reader adds to it.

Everything here is a frozen dataclass over the standard library. Formats make `Record`s of these, the library
stores them, screens and exports show them.
"""

from __future__ import annotations

import os
import re
import time
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from paperreader.domain.decisions import Decision

COLOURS: Final = ("yellow", "green", "blue", "pink", "purple")
"""What a highlight or a tag can be marked in. A file may name others; they are kept, and shown as the first."""

_ISO: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

_BIDI_CONTROLS: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LINE_ENDS: Final = {0x0D: "\n", 0x2028: "\n", 0x2029: "\n"}
_HARMFUL: Final = {
    **{code: "\ufffd" for code in range(0x20) if code not in (0x09, 0x0A)},
    **dict.fromkeys(range(127, 160), "�"),
    **{ord(character): "\ufffd" for character in _BIDI_CONTROLS},
    **dict.fromkeys(range(55296, 57344), "�"),
    **_LINE_ENDS,
    0x00: None,
    0x85: "\n",
}


def clean(text: str) -> str:
    """Make text from outside harmless for a terminal, changing nothing that can be read.

    Control characters (C0 but tab and newline, DEL, C1), bidirectional overrides and isolates and lone
    surrogates become U+FFFD, NUL goes, every kind of line end becomes a newline. Joiners and combining marks stay.
    """
    return text.replace("\r\n", "\n").translate(_HARMFUL)


def one_line(text: str) -> str:
    """Clean `text` and fold every run of white space to one space, as a title or a name is shown."""
    return " ".join(clean(text).split())


def composed(text: str) -> str:
    """`text` with each letter and its accents as one character where there is one: names that look alike are alike."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def name_key(name: str) -> str:
    """What two names have in common that people take for one: of tags, views and files, whatever their case."""
    return name.lower() if name.isascii() else composed(composed(name).casefold())


def shortened(text: str, most: int = 60) -> str:
    """What somebody typed, as a message quotes it: on one line, and of something long the beginning."""
    text = one_line(text[: 20 * most])
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


class TitleFrom(StrEnum):
    """How the line that stands for a paper came to be."""

    PRINTED = "printed"
    """The source prints a title."""
    SPLIT = "split"
    """The source fuses title and abstract; the title was split off by rule."""
    DERIVED = "derived"
    """The source has no title: `Paper.title` is `None`, and the label is taken from the abstract."""


class _Portable:
    """Goes from one process to another by its fields, in a fourth of the time that a frozen dataclass takes for it."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), tuple([getattr(self, name) for name in self.__slots__])


@dataclass(frozen=True, slots=True, order=True)
class PartialDate(_Portable):
    """A date as precise as it was printed: a year, a month of it, or a day of that."""

    year: int
    month: int | None = None
    day: int | None = None
    inferred: bool = field(default=False, compare=False)
    """The year was not printed but worked out from what stands around it."""

    def __post_init__(self) -> None:
        datetime(self.year, self.month or 1, self.day or 1, tzinfo=UTC)  # ValueError for the 31st of February

    def __str__(self) -> str:
        """ISO 8601, cut off where the precision ends: `2024`, `2024-07` or `2024-07-23`."""
        return "-".join([f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)])

    @classmethod
    def parse(cls, text: str, *, inferred: bool = False) -> PartialDate:
        """Read what `str` wrote.

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
    """Where in its venue a paper stands, as printed; each part is empty where the source does not say it."""

    volume: str = ""
    issue: str = ""
    pages: str = ""

    def __bool__(self) -> bool:
        return bool(self.volume or self.issue or self.pages)


@dataclass(frozen=True, slots=True, order=True)
class Identifier(_Portable):
    """One name that the world has for a paper.

    A paper can have many; a pair belongs to one paper, or to papers of which somebody has to say whether they are one.
    """

    scheme: str
    """`arxiv`, `arxiv_version`, `doi`, `pmid`, …: lower case."""
    value: str
    """Canonical: an arXiv id without its version (`arxiv_version` is the id with it), a DOI in lower case."""


@dataclass(frozen=True, slots=True)
class Paper(_Portable):
    """One paper, as every format reads and writes it."""

    title: str | None = None
    """As printed or split off; `None` where the source has none (then the label shows the abstract's words)."""
    title_from: TitleFrom | None = None
    """`None` where there is neither a title nor an abstract to take a label from."""
    title_confidence: float | None = None
    """How sure the split of a fused title is, from 0 to 1, which is where a person made it; `None` unless `SPLIT`."""
    abstract: str = ""
    """To the letter; empty where the source has none."""
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    """As printed; sources that name nobody often still say how many."""
    published: PartialDate | None = None
    venue: str | None = None
    categories: tuple[str, ...] = ()
    upvotes: int | None = None
    comments: int | None = None
    identifiers: tuple[Identifier, ...] = ()
    keywords: tuple[str, ...] = ()
    """What the source files it under: subject words, labels, tags somebody gave it there."""
    remarks: tuple[str, ...] = ()
    """What somebody noted about it in the source."""
    links: tuple[str, ...] = ()
    """Web addresses that the source gives for it and that name it nowhere else: no DOI, no arXiv id is in them."""
    place: Place | None = None
    """Its volume, issue and pages, where the source gives one of them: what tells two editorials of a year apart."""

    def values(self, scheme: str) -> tuple[str, ...]:
        """The identifiers of one scheme, in the order they were found."""
        return tuple(one.value for one in self.identifiers if one.scheme == scheme)

    @property
    def versioned_arxiv_id(self) -> str | None:
        """The newest version that is known (`2403.13043v2`), else the bare arXiv id, else `None`."""
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
    """Grows by one with every save; a save says which one it saw."""
    highlight: str | None = None
    """The id of the highlight it belongs to; `None` where it is about the whole paper."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A marked passage of an abstract."""

    id: str
    """UUIDv7."""
    quote: str
    start: int | None
    """Half-open with `end`, in Unicode code points of the abstract as it is now; `None`, both, for an orphan."""
    end: int | None
    colour: str = "yellow"
    comment: str = ""
    tags: tuple[str, ...] = ()
    created: str = ""
    updated: str = ""

    @property
    def is_orphan(self) -> bool:
        """Whether the abstract has changed so much that the passage is no longer found in it."""
        return self.start is None or self.end is None


@dataclass(frozen=True, slots=True)
class SavedView:
    """A query with a name."""

    uid: str
    """UUIDv7."""
    name: str
    """No two views have the same, whatever its case."""
    query: str
    """As typed."""
    key: str | None
    """The digit that opens it, `1` to `9`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as it stands in a library, with everything the reader added: what lists, exports and `--json` show."""

    id: int
    """The library's own short number; another library gives another."""
    uid: str
    """UUIDv7, the same wherever the paper goes."""
    paper: Paper
    label: str
    """What a list shows: the title, else words of the abstract, else an identifier."""
    imported: str
    """When it first came in: ISO 8601, UTC."""
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    starred: bool = False
    read: bool = False
    decision: Decision | None = None
    reason: str | None = None
    trashed: bool = False
    """Put away: in no list, search, count or export that does not ask for it."""


@dataclass(frozen=True, slots=True)
class Record(_Portable):
    """One paper as a source gives it, and where it stands there."""

    paper: Paper
    line: int
    """The line of the file it begins on, counted from 1."""
    entry: Entry | None = None
    """What the reader had added, where the source is an export of a library."""
    moved: int = 0
    """Words by which somebody moved the end of its title before it was stored: to the right where it is positive."""
    exact: bool = False
    """The source is an export of a library: what it says is meant to the letter."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A piece of a source that could not be read as a paper: kept and shown, never dropped silently."""

    line: int
    text: str
    why: str


_last_uid: int = 0


def new_uid() -> str:
    """A new UUIDv7 (RFC 9562): 48 bits of milliseconds, then counter and randomness; ascending in one process."""
    global _last_uid  # noqa: PLW0603 - the one piece of state that makes ids made in one millisecond ascend
    stamp = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    stamp &= ~(0xF << 76) & ~(0x3 << 62)
    stamp |= 0x7 << 76 | 0x2 << 62
    _last_uid = stamp = max(stamp, _last_uid + 1)
    text = f"{stamp:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def now() -> str:
    """The moment, as it is stored: ISO 8601, UTC, milliseconds."""
    return _stored(datetime.now(UTC))


def local_moment(stored: str) -> str:
    """A stored moment, to the minute, by the clock of whoever reads it, with the name of that: `2024-07-23 12:00 CEST`.

    A day is the reader's own day wherever a person reads; programs get what is stored.
    """
    try:
        when = datetime.fromisoformat(stored).astimezone()
    except (ValueError, OverflowError, OSError):
        return one_line(stored)
    return f"{when:%Y-%m-%d %H:%M %Z}"


def local_days(date: PartialDate) -> tuple[str, str]:
    """The moments, as they are stored, at which a day, month or year of the reader's own clock begins and is over.

    Raises:
        ValueError: it is over, or begins, when no clock can tell.
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
    """When a day begins: at midnight, where clocks were put forward then, an hour or a day behind it."""
    moments = sorted(day.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return next((one for one in moments if one.astimezone().replace(tzinfo=None) >= day), moments[-1])


def _stored(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def fold(text: str) -> str:
    """Lower case without accents: what search, identity and completion compare."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
