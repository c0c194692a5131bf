"""What the API of Hugging Face's papers answers, as people keep it: a day's list, or papers by their ids.

An item keeps its paper under `paper` and what the page adds beside it, or is the paper itself. `summary` is the
abstract; `ai_summary` is a machine's, and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TextIO

from paperreader.domain.paper import Leftover, Record
from paperreader.formats.records.hf_item import daily_paper
from paperreader.formats.records.objects import begins_like_objects, keys_in, read_objects

_OWN: Final = (
    *("numComments", "submittedBy", "discussionId", "ai_summary", "ai_keywords", "isAuthorParticipating"),
    *("submittedOnDailyBy", "submittedOnDailyAt", "upvotes"),
)


def sniff(head: str) -> float:
    """Sure where a summary stands with what only this site counts."""
    if not begins_like_objects(head) or not keys_in(head, "summary"):
        return 0.0
    own = keys_in(head, *_OWN)
    return 0.92 if own > 1 else 0.8 if own and keys_in(head, "publishedAt", "paper") else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per item; what is no paper is left over, and costs only itself."""
    return read_objects(stream, _record)


def _record(item: Mapping[str, object], line: int) -> Record:
    return Record(daily_paper(item), line)
