"""JSON from the API of Hugging Face papers: the list of a day, or papers by their ids.

An item has its paper under `paper` beside what the page adds, or is the paper itself. `summary` is the abstract;
`ai_summary` is written by a machine and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Leftover, Record
from paperreader.formats.records import begins_like_objects, daily_paper, keys_in, read_objects

_OWN: Final = (
    *("numComments", "submittedBy", "discussionId", "ai_summary", "ai_keywords", "isAuthorParticipating"),
    *("submittedOnDailyBy", "submittedOnDailyAt", "upvotes"),
)


def sniff(head: str) -> float:
    """Sure if there is a summary with what only this site counts."""
    if not begins_like_objects(head) or not keys_in(head, "summary"):
        return 0.0
    own = keys_in(head, *_OWN)
    return 0.92 if own > 1 else 0.8 if own and keys_in(head, "publishedAt", "paper") else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per item; anything that is not a paper is left over."""
    return read_objects(stream, _record)


def _record(item: Mapping[str, object], line: int) -> Record:
    return Record(daily_paper(item), line)
