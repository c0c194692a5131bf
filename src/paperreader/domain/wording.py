"""How ids read: colours by the reader's own names for them, links in notes by the titles of papers. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from paperreader.domain.colours import colour_label
from paperreader.domain.note_links import references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from paperreader.domain.note_links import Reference

_UID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_GONE: Final = "a paper that is not here"


@dataclass(frozen=True, slots=True)
class LinkedPaper:
    """A paper that a note links to."""

    uid: str
    title: str
    """Its label: the title, or else the first words of its abstract."""
    key: str
    """Its citation key."""
    url: str | None
    """Its page, as `link` gives it."""


def _no_papers(_targets: Iterable[str]) -> Mapping[str, LinkedPaper]:
    return {}


@dataclass(frozen=True, slots=True)
class Wording:
    """What is needed to put ids into words for people."""

    colour_names: Mapping[str, str] = field(default_factory=dict)
    """The reader's own names of colours, by colour."""
    linked: Callable[[Iterable[str]], Mapping[str, LinkedPaper]] = _no_papers
    """Finds the papers that links name, by their targets as written."""

    def colour(self, colour: str) -> str:
        """Return a colour with the reader's name for it."""
        return colour_label(colour, self.colour_names)

    def note(self, text: str, written: Callable[[str, LinkedPaper], str]) -> str:
        """Return a note whose links to papers are put into words.

        Args:
            text: the note, as stored.
            written: what to write for a link, given the words it shows and its paper. A link that finds no paper stays
                as it is, unless it is a uid, which nobody can read.
        """
        links = [one for one in references(text) if one.tag is None]
        papers = self.linked([one.target for one in links]) if links else {}
        pieces, at = [], 0
        for one in links:
            paper = papers.get(one.target)
            if paper is not None:
                said = written(link_words(one, paper.title), paper)
            elif is_uid(one.target):
                said = link_words(one)
            else:
                continue
            pieces += [text[at : one.start], said]
            at = one.end
        return "".join([*pieces, text[at:]])

    def links(self, text: str) -> list[tuple[Reference, str]]:
        """Return the links of a note, to tags as well, each with the words it shows."""
        found = references(text)
        targets = [one.target for one in found if one.tag is None]
        papers = self.linked(targets) if targets else {}
        return [(one, link_words(one, papers[one.target].title if one.target in papers else "")) for one in found]

    def spoken(self, text: str) -> str:
        """Return a text of the reader's with nothing but the words of its links to papers."""
        return self.note(text, lambda words, _: words) if "[[" in text else text


AS_STORED: Final = Wording()
"""The wording that changes nothing but uids, which nobody can read."""


def is_uid(target: str) -> bool:
    """Whether a link names a paper by its uid."""
    return _UID.fullmatch(target.strip()) is not None


def link_words(one: Reference, title: str = "") -> str:
    """Return the words that a link shows: its own, else the title of its paper, and never a uid."""
    if one.shown != one.target:
        return one.shown
    return title or (_GONE if is_uid(one.target) else one.target)


def title_and_key(words: str, paper: LinkedPaper) -> str:
    """Write a link in plain text: `Attention Is All You Need (vaswani2017attention)`."""
    return f"{words} ({paper.key})"
