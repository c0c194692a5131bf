"""What is offered to complete an argument: papers, tags, views, and the fields and values of queries.

Without click, which alone would take half the time that a press of Tab may take.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from paperreader.domain import counted, one_line
from paperreader.library import offered_papers, offered_tags, offered_views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_TAG: Final = re.compile(r'(?P<before>(?:.*[\s(])?-*tags?:)(?P<quote>"?)(?P<begun>[^":()]*)', re.DOTALL)
_PLAIN: Final = re.compile(r"[^\s()\"'^#-][^\s()\"]*")
_SAMPLED: Final = 2_000
"""The newest papers, whose authors, venues, categories and years are offered."""


class Completion(NamedTuple):
    """A possible completion."""

    value: str
    """The whole argument, as the command gets it."""
    help: str = ""
    """What it is, for shells that show it."""


def papers(path: Path, begun: str) -> list[Completion]:
    """Offer papers by their numbers and identifiers."""
    return [Completion(name, one_line(label)) for name, label in offered_papers(path, begun)]


def views(path: Path, begun: str) -> list[Completion]:
    """Offer saved views."""
    return [Completion(name, one_line(query)) for name, query in offered_views(path, begun)]


def tags(path: Path, begun: str) -> list[Completion]:
    """Offer tags."""
    return _tags(path, begun, str)


def signed_tags(path: Path, begun: str) -> list[Completion]:
    """Offer tags to add (`+todo`) or to remove (`-todo`)."""
    sign = begun[:1] or "+"
    return _tags(path, begun[1:], lambda name: sign + name) if sign in "+-" else []


def tag_terms(path: Path, text: str) -> list[Completion] | None:
    """Offer tags for a query that ends in `tag:` and the beginning of one; `None` if it ends in something else."""
    match = _TAG.fullmatch(text)
    return _tags(path, match["begun"], lambda name: match["before"] + _written(name)) if match else None


def query_terms(path: Path, text: str) -> list[Completion]:
    """Offer what a query may go on with: fields, their values, and papers by their numbers or identifiers."""
    from paperreader.query import choices, slot_at

    found = tag_terms(path, text)
    if found is not None:
        return found
    slot = slot_at(text, len(text))
    offers = [] if slot is None else choices(slot, lambda field: _values(path, field))
    start = "" if slot is None else text[: slot.start]
    named = papers(path, text) if text and text[:1].isdigit() else []
    return [*(Completion(start + one.text, one.word) for one in offers), *named]


def _tags(path: Path, begun: str, whole: Callable[[str], str]) -> list[Completion]:
    return [Completion(whole(name), counted(papers, "paper")) for name, papers in offered_tags(path, begun)]


def _written(name: str) -> str:
    """Return a value as a query has it, quoted if necessary."""
    return name if _PLAIN.fullmatch(name) else f'"{name}"'


def _values(path: Path, field: str) -> Iterable[str]:
    """Return the values of a field that the newest papers have, the most common first."""
    from paperreader.domain import COLOURS
    from paperreader.library import LibraryError, Reader

    if field == "hl.colour":
        return COLOURS
    try:
        with Reader(path) as reader:
            if field == "hl.tag":
                return reader.highlight_tags()
            if field not in ("author", "venue", "year", "cat", "source"):
                return ()
            return [value for value, _ in reader.facet(field, reader.first_ids(_SAMPLED), _SAMPLED).values]
    except LibraryError:
        return ()
