"""Tags within a change: adding, removing, renaming, deleting and uniting them.

A slash alone makes a hierarchy: `a/b` is below `a`, whether or not there is a tag `a`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from paperreader.domain import composed, name_key, new_uid, one_line, shortened
from paperreader.library.database import LibraryError, NoSuchTag

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from paperreader.library.journal import Change

LONGEST_TAG: Final = 100
"""Characters. A tag is a name, not a note."""


class InvalidTag(LibraryError):
    """A tag that could not be shown or found. Nothing was written."""


def tag_name(text: str) -> str:
    """The tag as it is stored: one line, no `#` or `+` before it, one slash between the names of a hierarchy.

    Raises:
        InvalidTag: nothing is left of it, or it is too long.
    """
    name = bare_tag(text)
    if not any(character.isprintable() and character not in " /" for character in name):
        raise InvalidTag(f"{shortened(text)!r}: a tag needs at least one letter or digit.")
    if len(name) > LONGEST_TAG:
        raise InvalidTag(f"{name[:20]}…: a tag has at most {LONGEST_TAG} characters; write a note instead.")
    return name


def bare_tag(text: str) -> str:
    """The tag as `tag_name` would store it, without checking whether it is valid."""
    parts = composed(one_line(text)).lstrip("#+ /").split("/")
    return "/".join(part.strip() for part in parts if part.strip())


def tag_uid(change: Change, name: str) -> str:
    """The uid of the tag of that name, which is created if there is none."""
    uid = _find(change, name)
    if uid is None:
        uid = new_uid()
        change.put("tags", uid, {"name": name, "colour": None})
    return uid


def colour_by_tags(change: Change, names: Iterable[str]) -> str | None:
    """The colour that a highlight with these tags takes: that of the first tag that has one; `None` if none has."""
    for uid in filter(None, (_find(change, bare_tag(name)) for name in names)):
        row = change.find("tags", uid)
        if row is not None and row["colour"]:
            return str(row["colour"])
    return None


def add_tag(change: Change, papers: Sequence[int], tag: str) -> None:
    """Put a tag on those papers that do not have it."""
    wanting = change.connection.execute(
        "select distinct value from json_each(?) w "
        "where not exists (select 1 from taggings where paper = w.value and tag = ?) order by w.key",
        (json.dumps(list(dict.fromkeys(papers))), tag),
    ).fetchall()
    change.put_all("taggings", {new_uid(): {"paper": row[0], "tag": tag} for row in wanting})


def remove_tag(change: Change, papers: Sequence[int], name: str) -> None:
    """Take a tag from those papers that have it."""
    rows = change.connection.execute(
        "select uid from json_each(?) wanted join taggings on paper = wanted.value where tag = ?",
        (json.dumps(list(dict.fromkeys(papers))), _find(change, name)),
    ).fetchall()
    change.delete_all("taggings", [row[0] for row in rows])


class Renamed(NamedTuple):
    """What became of a tag that was given another name."""

    into: str | None
    """The tag that had this name already and took it in, as it is written; `None` if there was none."""
    brought: int
    """The papers that it had, if it was taken in."""
    together: int
    """The papers that have that tag now."""
    below: tuple[str, str] | None
    """If it is now below itself, an example: the old and the new name of a tag below it, or of itself."""


def rename_tag(change: Change, old: str, new: str) -> Renamed:
    """Rename a tag and all below it. If a new name is another tag's, the two are united.

    Raises:
        InvalidTag: one of the names is not valid; nothing may be committed.
        NoSuchTag: there is neither such a tag nor one below it.
    """
    moving = _family(change, old)
    # In an order in which no new name belongs to a tag yet to be renamed: `a` to `a/b`, or back.
    moving.sort(key=lambda tag: len(tag["name"]), reverse=_is_below(new, old))
    depth = old.count("/") + 1
    renamed: dict[str, str] = {}
    into: sqlite3.Row | None = None
    brought = 0
    for tag in moving:
        name = tag_name("/".join([new, *tag["name"].split("/")[depth:]]))  # by its parts: folded, they may be longer
        renamed[tag["name"]] = name
        there = _find(change, name)
        if there is None or there == tag["uid"]:
            change.put("tags", tag["uid"], {"name": name})
        else:
            papers = _unite(change, tag["uid"], there)
            if _same(tag["name"], old):
                into, brought = change.find("tags", there), papers
    below = min(renamed.items(), key=lambda one: _same(one[0], old)) if _is_below(new, old) else None
    together = len(_taggings(change, into["uid"])) if into is not None else 0
    return Renamed(into["name"] if into is not None else None, brought, together, below)


def delete_tag(change: Change, name: str, *, children: bool) -> None:
    """Delete a tag and, with `children`, all below it.

    Raises:
        NoSuchTag: there is no such tag.
    """
    family = _family(change, name)
    doomed = [tag for tag in family if children or _same(tag["name"], name)]
    if not doomed:
        raise NoSuchTag(f"There is no tag {shortened(name)}, only tags below it.")
    for tag in doomed:
        change.delete_all("taggings", [row["uid"] for row in _taggings(change, tag["uid"])])
        change.delete("tags", tag["uid"])


def colour_tag(change: Change, name: str, colour: str | None) -> None:
    """Give a tag a colour, or remove it.

    Raises:
        NoSuchTag: there is no such tag.
    """
    uid = _find(change, name)
    if uid is None:
        raise NoSuchTag(f"There is no tag {shortened(name)}.")
    change.put("tags", uid, {"colour": colour})


def unite_alike(change: Change) -> list[str]:
    """Compose the Unicode of all tag names, those of highlights too, and unite tags that are then the same.

    Returns:
        The new names of the tags that changed.
    """
    changed = []
    tags = change.connection.execute("select uid, name from tags order by created, uid").fetchall()
    alike: dict[str, list[sqlite3.Row]] = {}
    for tag in tags:
        alike.setdefault(name_key(tag["name"]), []).append(tag)
    for some in alike.values():
        kept = next((tag for tag in some if tag["name"] == composed(tag["name"])), some[0])
        for tag in some:
            if tag is not kept:
                _unite(change, tag["uid"], kept["uid"])
        name = composed(kept["name"])
        if change.put("tags", kept["uid"], {"name": name}) or len(some) > 1:
            changed.append(name)
    for row in change.connection.execute("select uid, tags from highlights where tags <> '[]'").fetchall():
        names = list(dict.fromkeys(composed(name) for name in json.loads(row["tags"])))
        change.put("highlights", row["uid"], {"tags": json.dumps(names, ensure_ascii=False)})
    return changed


def _unite(change: Change, one: str, other: str) -> int:
    """Move all papers from the tag `one` to `other`, and delete `one`. Returns how many had it."""
    rows = _taggings(change, one)
    add_tag(change, [row["paper"] for row in rows], other)
    change.delete_all("taggings", [row["uid"] for row in rows])
    gone, kept = change.find("tags", one), change.find("tags", other)
    if gone is not None and kept is not None and kept["colour"] is None:
        change.put("tags", other, {"colour": gone["colour"]})
    change.delete("tags", one)
    return len(rows)


def _taggings(change: Change, tag: str) -> list[sqlite3.Row]:
    sql = "select uid, paper from taggings where tag = ? order by paper"
    return change.connection.execute(sql, (tag,)).fetchall()


def _family(change: Change, name: str) -> list[sqlite3.Row]:
    """The tag of that name, if it exists, and those below it.

    Raises:
        NoSuchTag: there are none.
    """
    tags = change.connection.execute("select uid, name from tags").fetchall()
    found = [tag for tag in tags if _same(tag["name"], name) or _is_below(tag["name"], name)]
    if not found:
        raise NoSuchTag(f"There is no tag {shortened(name)}.")
    return found


def _find(change: Change, name: str) -> str | None:
    """The tag of that name, in whatever case. SQLite by itself folds the case of ASCII letters only."""
    row = change.connection.execute("select uid from tags where name = ?", (name,)).fetchone()
    if row is not None:
        return str(row["uid"])
    beyond = "where length(name) <> length(cast(name as blob))" if name.isascii() else ""
    tags = change.connection.execute(f"select uid, name from tags {beyond}").fetchall()
    return next((tag["uid"] for tag in tags if _same(tag["name"], name)), None)


def _same(one: str, other: str) -> bool:
    return name_key(one) == name_key(other)


def _is_below(name: str, parent: str) -> bool:
    return name_key(name).startswith(name_key(parent) + "/")
