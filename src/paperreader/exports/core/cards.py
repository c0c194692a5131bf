"""Cards for learning by heart: one per highlight, with HTML on both sides, as Anki takes them.

The front asks: the comment on the highlight, or if there is none, the sentence it is in, with the highlight left out.
The back has the highlight in its sentence, the notes on it, and the paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.domain import citation, link, title_and_key
from paperreader.exports.core.html_text import escaped, markdown_as_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperreader.domain import Entry, Highlight, Wording

_AROUND: Final = 160
"""Characters shown before and after a highlight at most."""
_SENTENCE_END: Final = re.compile(r"[.!?]['”’)\]]*\s+|\n+")
_GAP: Final = "[…]"
_NOT_IN_A_TAG: Final = re.compile(r"[\s\"]+")
_SPACE: Final = re.compile(r"[ \t\r\n\0]+")


@dataclass(frozen=True, slots=True)
class Card:
    """One card. Its sides are HTML on one line, without tabs."""

    uid: str
    """Stable, so that importing again updates the card and keeps what was learnt."""
    front: str
    back: str
    tags: tuple[str, ...]
    """Without white space."""


def cards_of(entry: Entry, wording: Wording) -> Iterator[Card]:
    """Yield a card for each highlight of a paper."""
    title = _line(entry.paper.title or entry.label)
    for one in entry.highlights:
        before, after = _around(one, entry.paper.abstract)
        quote = _piece(one.quote)
        asked = _own(wording.note(one.comment, title_and_key)) or f"{before}<b>{_bare(_GAP)}</b>{after}".strip()
        notes = [_own(wording.note(note.body, title_and_key)) for note in entry.notes if note.highlight == one.id]
        back = [f"{before}<b>{quote}</b>{after}".strip(), *notes, _source(entry)]
        tags = dict.fromkeys(
            name for tag in (*entry.tags, *one.tags) if (name := _NOT_IN_A_TAG.sub("_", tag).strip("_"))
        )
        yield Card(
            one.id,
            _SPACE.sub(" ", f"<div>{asked}</div><br><small>{title}</small>"),
            _SPACE.sub(" ", "<hr>".join(f"<div>{part}</div>" for part in back if part)),
            tuple(tags),
        )


def _around(one: Highlight, abstract: str) -> tuple[str, str]:
    """Return what is before and after a highlight in its sentence."""
    if one.start is None or one.end is None:
        return "", ""
    before, after = abstract[max(0, one.start - _AROUND) : one.start], abstract[one.end : one.end + _AROUND]
    ends = [found.end() for found in _SENTENCE_END.finditer(before)]
    stop = None if re.search(r"[.!?]\s*$", one.quote) else _SENTENCE_END.search(after)
    if ends:
        before = before[ends[-1] :]
    elif one.start > _AROUND:
        before = f"…{before}"
    if re.search(r"[.!?]\s*$", one.quote):
        after = ""
    elif stop is not None:
        after = after[: stop.end()]
    elif one.end + _AROUND < len(abstract):
        after = f"{after}…"
    return _piece(before), _piece(after)


def _source(entry: Entry) -> str:
    url = link(entry)
    said = _line(citation(entry))
    return (
        f'<small>{said}</small><br><a href="{_bare(escaped(url))}">{_line(url)}</a>'
        if url
        else f"<small>{said}</small>"
    )


def _piece(text: str) -> str:
    """Escape a piece of a text, with the white space at its ends."""
    return _bare(escaped(_SPACE.sub(" ", text)))


def _line(text: str) -> str:
    return _bare(escaped(" ".join(text.split())))


def _own(text: str) -> str:
    return _bare(markdown_as_html(text).replace("\n", "<br>" if "<pre>" in text else " ")) if text.strip() else ""


def _bare(markup: str) -> str:
    """Escape brackets and braces, which Anki reads in HTML too: `[sound:…]`, `[latex]`, `{{c1::…}}`."""
    return markup.replace("[", "&#91;").replace("{{", "&#123;&#123;")
