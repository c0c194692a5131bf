"""Which tags are meant by what is typed of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain.paper import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEAR: Final = 66.0
"""Of 100: how similar a tag must be to what is typed."""
_MOST_SIMILAR: Final = 50
"""Tags that are offered at most because they are merely similar."""


def matching_tags(typed: str, tags: Sequence[str]) -> list[str]:
    """The tags that `typed` may mean, best first.

    Those that begin so; those with a part of the path that begins so, or parts that do in their order (`n/p` is
    `nlp/parsing`); those that contain it; those that are near.
    """
    if not typed:
        return list(tags)
    from rapidfuzz import process

    wanted = fold(typed)
    folded = [fold(tag) for tag in tags]
    by_kind: tuple[list[str], list[str], list[str]] = ([], [], [])
    for tag, name in zip(tags, folded, strict=True):
        kind = 0 if name.startswith(wanted) else 1 if leads_to(wanted, name) else 2 if wanted in name else None
        if kind is not None:
            by_kind[kind].append(tag)
    found = [tag for kind in by_kind for tag in kind]
    near = process.extract(wanted, folded, scorer=_likeness, score_cutoff=_NEAR, limit=_MOST_SIMILAR)
    there = set(found)
    return found + [tags[at] for _, _, at in near if tags[at] not in there]


def leads_to(wanted: str, name: str) -> bool:
    """Whether the parts of `wanted` are beginnings of parts of the path `name`, in the same order."""
    parts = iter(name.split("/"))
    return all(any(part.startswith(beginning) for part in parts) for beginning in wanted.split("/"))


def _likeness(typed: str, tag: str, **_: object) -> float:
    """Of 100: as a whole or as a part of the path with letters wrong, missing or swapped, or as any part of it."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.fuzz import partial_ratio

    whole = max(OSA.normalized_similarity(typed, one) for one in {tag, *tag.split("/")})
    return 100 * max(whole, 0.9 * partial_ratio(typed, tag) / 100 if len(typed) > 3 else 0.0)
