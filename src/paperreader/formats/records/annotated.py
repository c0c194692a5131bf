"""Records of papers that a source only annotates: what it says of each, and what was said about them there."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from paperreader.domain import URN, Anchor, Annotation, Leftover, Paper, Record, clean, one_line
from paperreader.formats.values import from_fields, links, title_from

_MOST: Final = 1_000
"""Annotations in one record; more of a paper are in records of their own."""
_LONGEST: Final = 20_000
"""Characters of a passage, longer than any abstract."""
_UUID: Final = re.compile(r"(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)
_ID_BEFORE_TITLE: Final = re.compile(r"\[(?:arxiv:)?[\w./-]{4,30}\]\s+", re.IGNORECASE)
"""What the pages of arXiv have before their titles."""


def annotated_record(
    line: int,
    annotations: Sequence[Annotation],
    *,
    title: str,
    addresses: Sequence[str],
    authors: tuple[str, ...] = (),
) -> Record:
    """Return the record of a paper.

    Args:
        annotations: what was said about it.
        addresses: of its page; the first may only name a paper of a library, as an export writes it.

    Raises:
        ValueError: nothing says which paper it is.
    """
    name = one_line(_ID_BEFORE_TITLE.sub("", one_line(title), count=1))
    about = next((found[1].lower() for one in addresses if one.startswith(URN) and (found := _UUID.fullmatch(one))), "")
    paper = Paper(
        title=name or None,
        title_from=title_from(name, ""),
        authors=authors,
        identifiers=from_fields(links=addresses),
        links=links.addresses(addresses),
    )
    if not (about or name or paper.identifiers or paper.links):
        raise ValueError("it names no paper: it has neither an address nor a title")
    return Record(paper, line, about=about, annotations=tuple(annotations))


def passage(quote: str, prefix: str = "", suffix: str = "", start: object = None, end: object = None) -> Anchor | None:
    """Return a passage as a source describes it; `None` if it has no words.

    Args:
        start: half-open with `end`, in code points of whatever text the source had.
    """
    words = clean(quote[:_LONGEST])
    if not words.strip():
        return None
    known = isinstance(start, int) and isinstance(end, int) and 0 <= start < end < 1 << 31
    first, last = (int(str(start)), int(str(end))) if known else (-1, -1)
    return Anchor(words, clean(prefix[-200:]), clean(suffix[:200]), first, last)


def uid_of(name: str, *contents: str) -> str:
    """Return the UUID of an annotation: the one it has, or one that follows from its name, else from its contents."""
    found = _UUID.fullmatch(name.strip())
    if found is not None:
        return found[1].lower()
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name.strip() or "\0".join(contents).encode(errors="replace").decode()))


def moment_of(text: object) -> str:
    """Return a moment as a library stores it; empty if it is none. Without a time zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text.strip() if isinstance(text, str) else "")
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def gathered(found: Iterable[Record | Leftover]) -> Iterator[Record | Leftover]:
    """Join the annotations of one paper that follow each other into one record."""
    held: Record | None = None
    for one in found:
        if (
            held is not None
            and isinstance(one, Record)
            and (one.paper, one.about) == (held.paper, held.about)
            and len(held.annotations) < _MOST
        ):
            held = replace(held, annotations=held.annotations + one.annotations)
            continue
        if held is not None:
            yield held
        held = one if isinstance(one, Record) else None
        if held is None:
            yield one
    if held is not None:
        yield held
