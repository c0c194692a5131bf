"""Links by uid, as they stand in a note while it is edited: `[[Title]]`. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain.cleaning import one_line
from paperreader.domain.note_links import references
from paperreader.domain.wording import is_uid, link_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from paperreader.domain.wording import LinkedPaper

_LONGEST: Final = 50
"""Characters of a title in a link at most."""
_LONGEST_WORDS: Final = 390
"""Characters of the reader's own words for it."""


def link_label(title: str) -> str:
    """Return a title as the words of a link: nothing in it can end the link, and it is cut short."""
    words = one_line(title.translate({ord(sign): " " for sign in "[]|"}))
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition(" ")[0] or words[:_LONGEST]
        words = words.rstrip(" ,;:.-–") + "…"
    return words


class LinkTitles:
    """What stands for the uids of papers in one note: words that nobody else's link has.

    `[[uid|words]]` is shown as `[[words]]`, and `[[uid]]` as `[[Title]]`. Identifiers are readable as they are.
    """

    def __init__(self, linked: Callable[[Iterable[str]], Mapping[str, LinkedPaper]], text: str) -> None:
        """Look up the titles that a note needs.

        Args:
            linked: finds papers by targets.
            text: the note, as stored.
        """
        bare = [one.target for one in references(text) if is_uid(one.target) and one.shown == one.target]
        found = linked(bare) if bare else {}
        self._titles = {target: paper.title for target, paper in found.items()}
        self._uids: dict[str, str] = {}
        """By the words that stand for them."""
        self._written: dict[str, str] = {}
        """The links as stored, by the same words."""

    def shown(self, text: str) -> str:
        """Return a stored text as it is edited."""
        links = references(text)
        taken = {one.target for one in links}
        pieces, at = [], 0
        for one in links:
            if is_uid(one.target):
                words = link_words(one, link_label(self._titles.get(one.target, "")))
                name = self._name(words, one.target.lower(), text[one.start : one.end], taken)
                pieces += [text[at : one.start], f"[[{name}]]"]
                at = one.end
        return "".join([*pieces, text[at:]])

    def stored(self, text: str) -> str:
        """Return an edited text as it is stored: `[[Title]]` as it was, `[[Title|words]]` with these words."""
        pieces, at = [], 0
        for one in references(text):
            if one.target in self._uids:
                has_words = one.shown != one.target
                link = f"[[{self._uids[one.target]}|{one.shown}]]" if has_words else self._written[one.target]
                pieces += [text[at : one.start], link]
                at = one.end
        return "".join([*pieces, text[at:]])

    def _name(self, words: str, uid: str, written: str, taken: set[str]) -> str:
        """The words for a uid; with a number if they stand for something else already."""
        words = words[:_LONGEST_WORDS] if words.strip("# ") else f"paper {words}"  # it must still be a link
        name, number = words, 1
        while (self._uids.get(name, uid), self._written.get(name, written)) != (uid, written) or (
            name not in self._uids and name in taken
        ):
            number += 1
            name = f"{words} ({number})"
        self._uids[name], self._written[name] = uid, written
        return name
