"""The tags of a library, and how many papers have each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from paperreader.domain import name_key
from paperreader.library.database import each, sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.library.database import Ask

_place_of: Final = lru_cache(maxsize=1 << 14)(sort_key)
"""Cached, because the same few tags are sorted again and again."""


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag and how many papers have it."""

    name: str
    papers: int
    colour: str | None


def count_tags(ask: Ask) -> list[TagCount]:
    """The tags in use, by name, and how many papers that are not trashed have each."""
    # A subquery per tag, since tags are few; otherwise SQLite may go through all taggings for each.
    found = ask(
        "select name, colour, "
        "(select count(*) from taggings where tag = tags.uid and paper not in (select paper from gone)) as papers "
        "from tags"
    )
    tags = [TagCount(row["name"], row["papers"], row["colour"]) for row in found if row["papers"]]
    return sorted(tags, key=lambda tag: _place_of(tag.name))


def tag_tree(ask: Ask) -> list[TagCount]:
    """The tags in use and their parents (`nlp` of `nlp/parsing`), each with the papers of those below it."""
    tree = {name_key(tag.name): tag for tag in count_tags(ask)}
    families: dict[str, tuple[str, list[str]]] = {}
    for row in ask("select uid, name from tags order by name"):
        path = row["name"].split("/")
        for depth in range(1, len(path) + 1):
            name = "/".join(path[:depth])
            families.setdefault(name_key(name), (name, []))[1].append(row["uid"])
    used = [key.split("/") for key in tree]
    for key in {"/".join(path[:depth]) for path in used for depth in range(1, len(path))}:
        name, family = families[key]
        [(papers,)] = ask(
            "select count(*) from (select paper from json_each(?) w cross join taggings t on t.tag = w.value "
            "where paper not in (select paper from gone) group by paper)",
            json.dumps(family),
        )
        tag = tree.get(key, TagCount(name, 0, None))
        tree[key] = TagCount(tag.name, papers, tag.colour)
    return sorted(tree.values(), key=lambda tag: [(_place_of(part), name_key(part)) for part in tag.name.split("/")])


def known_tags(ask: Ask) -> list[str]:
    """Every tag, used or not, by name, for completion."""
    return sorted((row[0] for row in ask("select name from tags")), key=_place_of)


def tags_of(ask: Ask, papers: Sequence[int]) -> dict[str, int]:
    """The tags of some papers, and how many of them have each."""
    return {
        row["name"]: row["papers"]
        for row in ask(
            "select name, count(*) as papers from json_each(?) w join taggings on paper = w.value "
            "join tags on tags.uid = tag group by tag",
            each(papers),
        )
    }
