"""Finding the tags that match what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEAR: Final = 66.0
"""Of 100: how similar a tag must be to what is typed."""
_MOST_SIMILAR: Final = 50
"""Tags that are offered at most because they are merely similar."""


def matching_tags(typed: str, tags: Sequence[str]) -> list[str]:
    """The tags that `typed` may mean, best first.

    First those that begin with it; then those with a part of the path that does, or with several in order (`n/p`
    matches `nlp/parsing`); then those that contain it; then those that are similar.
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
    """Whether the parts of `wanted` begin parts of the path `name`, in the same order."""
    parts = iter(name.split("/"))
    return all(any(part.startswith(beginning) for part in parts) for beginning in wanted.split("/"))


def _likeness(typed: str, tag: str, **_: object) -> float:
    """Similarity, of 100: to the tag or a part of its path with some letters wrong, or to any stretch of the tag."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.fuzz import partial_ratio

    whole = max(OSA.normalized_similarity(typed, one) for one in {tag, *tag.split("/")})
    return 100 * max(whole, 0.9 * partial_ratio(typed, tag) / 100 if len(typed) > 3 else 0.0)
