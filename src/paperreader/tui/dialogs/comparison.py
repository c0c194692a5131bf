"""Two papers side by side, field by field: what differs, and what the merged paper would keep."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.content import Content

from paperreader.domain import FACTS, ONE_SOURCE, counted, value_in_words
from paperreader.tui.core import ASCII, plain, safe
from paperreader.tui.dialogs.word_diff import side_by_side
from paperreader.tui.widgets import date_in_words, states

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from paperreader.domain import Entry, Paper
    from paperreader.library import SourceRecord
    from paperreader.tui.core import Glyphs
    from paperreader.tui.dialogs.word_diff import WordPiece

NAMES: Final = ("A", "B")
"""The names of the two papers."""

_WIDE: Final = 96
"""Cells needed for two columns."""
_NAME: Final = 12
"""Cells for the names of fields."""
_MIDDLING: Final = 56
"""Cells below which the name of a field goes above it."""
_SIGN: Final = 2
"""Cells of the symbol before a text, and the space after it."""
_BETWEEN: Final = 2
_SCHEMES: Final = {"arxiv": "arXiv", "arxiv_version": "arXiv", "doi": "DOI", "pmid": "PMID"}
_SOURCES: Final = 3
"""Sources that are named; more are only counted."""

Both = tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of both papers, in words."""

    name: str
    texts: tuple[str, str]
    """Empty if a paper has none."""
    taken: Both
    """Whose value the merged paper would have; both, if it takes all of both."""
    is_told: bool = True
    """It is about the paper itself, so differences matter."""

    @property
    def same(self) -> bool:
        """Whether both papers have the same."""
        return self.texts[0] == self.texts[1]

    @property
    def differs(self) -> bool:
        """Whether the values contradict each other about what may be the same paper."""
        return self.is_told and not self.same


def fields(
    pair: tuple[Entry, Entry],
    sources: tuple[Sequence[SourceRecord], Sequence[SourceRecord]],
    merged: Paper,
    keep: int,
    glyphs: Glyphs,
) -> Iterator[Field]:
    """The fields that at least one of two papers has, in reading order.

    Args:
        pair: the papers.
        sources: where each of them comes from.
        merged: the paper that a merge would make.
        keep: the one that would stay, 0 or 1.
        glyphs: the symbols for decisions and stars.
    """
    one, other = (entry.paper for entry in pair)
    found = [
        *(_compared(name, one, other, merged) for name in (*_WORDS, *(name for name in _FACTS if name not in _WORDS))),
        Field("from", (_sources(sources[0]), _sources(sources[1])), (True, True), is_told=False),
        Field("decision", (_decision(pair[0], glyphs), _decision(pair[1], glyphs)), _decided(pair, keep)),
        Field("yours", (_own(pair[0], glyphs), _own(pair[1], glyphs)), (True, True)),
        Field("abstract", (one.abstract, other.abstract), _taken("abstract", one, other, merged)),
    ]
    return (field for field in found if any(field.texts))


def page(fields: Sequence[Field], width: int, glyphs: Glyphs) -> Content:
    """The fields in two columns, or, if there is no room, one text below the other; equal texts only once.

    Args:
        fields: the last one, which is long, is set off from the others.
        width: in cells.
        glyphs: the symbols for what would be kept.
    """
    lines: list[Content] = []
    for field in fields:
        if field is fields[-1] and lines:
            lines.append(Content(""))
        lines += _columns(field, width, glyphs) if is_wide(width) else _stacked(field, width, glyphs)
    return Content("\n").join(lines)


def is_wide(width: int) -> bool:
    """Whether there is room for two columns."""
    return width >= _WIDE


def column(width: int) -> int:
    """The cells of a column, including the symbol before it."""
    return (width - _NAME - _BETWEEN) // 2


def heads(pair: tuple[Entry, Entry], keep: int, width: int, glyphs: Glyphs) -> Content:
    """The line above the fields: which paper is which, and which one stays."""
    room = column(width) if is_wide(width) else width // 2
    parts: list[Content] = [Content(" " * (_NAME if is_wide(width) else 0))]
    for at, entry in enumerate(pair):
        stays = at == keep
        said = f"{glyphs.cursor} {NAMES[at]} stays" if stays else f"  {NAMES[at]} joins it"
        number = f"  paper {entry.id}"
        line = Content.assemble(
            (said, "bold $primary" if stays else "$muted"),
            (number if len(said + number) <= room else "", "" if stays else "$muted"),
        ).truncate(room, pad=True)
        parts += [line.stylize("on $cursor") if stays else line, Content(" " * _BETWEEN if is_wide(width) else "")]
    return Content("").join(parts[:-1])


def _columns(field: Field, width: int, glyphs: Glyphs) -> Iterator[Content]:
    room = column(width)
    blocks = [text.wrap(room - _SIGN) for text in _texts(field, glyphs)]
    for row in range(max(map(len, blocks))):
        parts = [_name(field if row == 0 else None)]
        for at, block in enumerate(blocks):
            sign = _sign(field, at, glyphs) if row == 0 else Content(" " * _SIGN)
            text = block[row] if row < len(block) else Content("")
            parts += [sign, text.truncate(room - _SIGN, pad=True), Content(" " * _BETWEEN)]
        yield Content("").join(parts[:-1])


def _stacked(field: Field, width: int, glyphs: Glyphs) -> Iterator[Content]:
    """One text below the other; equal texts only once, and missing ones not at all."""
    beside = _NAME if width >= _MIDDLING else 0
    name = _name(field)
    if not beside:
        yield name
    lead = len(NAMES[0]) + 1 + _SIGN
    for at, text in enumerate(_texts(field, glyphs)):
        if not field.texts[at] or (field.same and at):
            continue
        first = Content.assemble((f"{NAMES[at]} ", "bold"), _sign(field, at, glyphs))
        for row, line in enumerate(text.wrap(width - beside - lead)):
            start = Content(" " * lead) if row or field.same else first
            yield Content.assemble(name if beside else "", start, line.rstrip())
            name = _name(None)


def _name(field: Field | None) -> Content:
    """The name of a field, emphasised if the two papers differ."""
    style = "bold $accent" if field is not None and field.differs else "$muted"
    return Content.styled((field.name if field is not None else "").ljust(_NAME), style)


def _sign(field: Field, at: int, glyphs: Glyphs) -> Content:
    """A check mark before the text that the merged paper would keep, if there is a choice."""
    taken = field.differs and field.taken[at] and field.texts[at]
    return Content.styled(glyphs.check.ljust(_SIGN), "bold $success") if taken else Content(" " * _SIGN)


def _texts(field: Field, glyphs: Glyphs) -> list[Content]:
    """The texts of both, with differences emphasised, and muted if they would be lost."""
    texts = []
    compared = side_by_side(*field.texts) if field.differs else [[(text, False)] for text in field.texts]
    for at, pieces in enumerate(compared):
        style = "" if field.taken[at] or not field.differs else "$muted"
        if field.name == "title":
            style += " bold"
        said = Content("").join(_piece(piece, style, glyphs) for piece in pieces)
        texts.append(said if field.texts[at] else plain("none", "italic $muted"))
    return texts


def _piece(piece: WordPiece, style: str, glyphs: Glyphs) -> Content:
    """A piece of text; a difference is underlined, or in braces, as colour alone is not enough."""
    text, alone = piece
    words = text.strip()
    if not alone or not words:
        return plain(text, style)
    before, _, after = text.partition(words)
    differing = plain(f"{{{words}}}" if glyphs is ASCII else words, f"{style} $warning underline")
    return Content.assemble(plain(before, style), differing, plain(after, style))


def _compared(name: str, one: Paper, other: Paper, merged: Paper) -> Field:
    """Compare a field of both papers."""
    words = _WORDS.get(name)
    said = words or (lambda paper: safe(value_in_words(getattr(paper, name))))
    return Field(name, (said(one), said(other)), _taken(name, one, other, merged))


def _taken(name: str, one: Paper, other: Paper, merged: Paper) -> Both:
    """Return whose value of a field the merged paper has; both for a field that is united."""
    if name not in ONE_SOURCE:
        return True, True
    value = getattr(merged, name)
    return value == getattr(one, name), value == getattr(other, name)


def _decided(pair: tuple[Entry, Entry], keep: int) -> Both:
    """Return the paper whose decision is kept."""
    at = keep if pair[keep].decision is not None else 1 - keep
    return at == 0, at == 1


def _authors(paper: Paper) -> str:
    if paper.authors:
        return ", ".join(map(safe, paper.authors))
    return "" if paper.author_count is None else f"{counted(paper.author_count, 'author')}, not named"


def _date(paper: Paper) -> str:
    return "" if paper.published is None else date_in_words(paper.published)


def _identifiers(paper: Paper) -> str:
    versioned = {value.rpartition("v")[0] for value in paper.values("arxiv_version")}
    return ", ".join(
        f"{_SCHEMES.get(one.scheme, one.scheme)} {safe(one.value)}"
        for one in paper.identifiers
        if not (one.scheme == "arxiv" and one.value in versioned)
    )


def _sources(sources: Sequence[SourceRecord]) -> str:
    named = [f"{Path(safe(one.file)).name}:{one.line}" for one in sources[:_SOURCES]]
    more = [f"{len(sources) - _SOURCES} more"] if len(sources) > _SOURCES else []
    return ", ".join(named + more)


def _decision(entry: Entry, glyphs: Glyphs) -> str:
    return "" if entry.decision is None else next(one for one in states(entry, glyphs) if "in the trash" not in one)


def _own(entry: Entry, glyphs: Glyphs) -> str:
    """What the user added, except the decision."""
    parts = list(states(entry, glyphs))
    if entry.decision is not None:
        parts.remove(_decision(entry, glyphs))
    for count, what in ((len(entry.notes), "note"), (len(entry.highlights), "highlight")):
        parts += [counted(count, what)] if count else []
    return ", ".join(parts)


_WORDS: Final[dict[str, Callable[[Paper], str] | None]] = {
    "title": lambda paper: paper.title or "",
    "authors": _authors,
    "published": _date,
    "venue": lambda paper: paper.venue or "",
    "categories": None,
    "identifiers": _identifiers,
    "keywords": None,
    "upvotes": lambda paper: "" if paper.upvotes is None else f"{paper.upvotes:,}",
    "comments": lambda _paper: "",
}
"""The fields shown first, some formatted specially; the paper's other details follow."""
_FACTS: Final = tuple(field.name for field in FACTS)
