"""Finds the paper that a text names: by number, uid, identifier or citation key, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain import identifiers_in, shortened
from paperreader.library.database.errors import NoSuchPaper, SeveralPapers
from paperreader.library.database.rows import each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.library.database.rows import Ask


KEY_PREFIX: Final = "key:"
"""What says that a text is a citation key."""


def resolve(ask: Ask, text: str, *, numbers: bool) -> int:
    """The paper that `text` names: see `Reader.resolve`."""
    text = text.strip()
    number = int(text) if numbers and text.isascii() and text.isdigit() and len(text) < 19 else None
    answers = [_in_sight(ask, "select id from papers where id = ?", number)]
    for one in identifiers_in(text):
        holders = "select paper from identifiers where scheme = ? and value = ? order by paper"
        answers.append(_in_sight(ask, holders, one.scheme, one.value))
    answers.append(_in_sight(ask, "select id from papers where uid = ?", text.lower()))
    found = list(filter(None, answers)) or list(filter(None, [keyed(ask, text) if numbers else []]))
    if not found:
        raise NoSuchPaper(
            f"{shortened(text) or '“”'}: no paper in this library has this number, uid, identifier or citation key."
        )
    least = min(found, key=len)  # of several identifiers, one may belong to one paper alone
    if len(least) > 1:
        raise SeveralPapers(_several(ask, text, least))
    return least[0]


def keyed(ask: Ask, text: str) -> list[int]:
    """The visible papers with a citation key, with or without `key:` in front: its own, else one it had."""
    key = text.strip()
    key = key[len(KEY_PREFIX) :] if key.lower().startswith(KEY_PREFIX) else key
    own = _in_sight(ask, "select id from papers where citation_key = ? collate nocase", key)
    return own or _in_sight(ask, "select paper from other_keys where key = ? collate nocase order by paper", key)


def _in_sight(ask: Ask, sql: str, *values: str | int | None) -> list[int]:
    """The visible papers that a query leads to, each once, and for a merged paper the one it was merged into."""
    found: dict[int, None] = {}
    for row in ask(sql, *values):
        kept = ask("select kept from merges where paper = ?", row[0])
        paper = int(kept[0][0] if kept else row[0])
        if not ask("select 1 from hidden where paper = ?", paper):
            found[paper] = None
    return list(found)


def _several(ask: Ask, text: str, papers: Sequence[int]) -> str:
    labels = ask("select p.id, p.label from json_each(?) w join papers p on p.id = w.value", each(papers))
    named = ", ".join(f"{row['id']} (“{shortened(row['label'])}”)" for row in labels)
    return (
        f"{shortened(text)}: {len(papers)} papers have this identifier: {named}. Nothing was done: name "
        "one by its number, or decide in “paperreader duplicates” whether they are one."
    )
