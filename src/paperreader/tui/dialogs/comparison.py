"""Two papers beside each other, field by field: what differs, and what of it they would have as one paper."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.content import Content

from paperreader.domain.fields import FACTS, ONE_SOURCE, value_in_words
from paperreader.tui.core.glyphs import ASCII
from paperreader.tui.core.text import plain, safe
from paperreader.tui.dialogs.word_diff import side_by_side
from paperreader.tui.widgets.paper_details import date_in_words, states

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from paperreader.domain.paper import Entry, Paper
    from paperreader.library.reports.provenance import SourceRecord
    from paperreader.tui.core.glyphs import Signs
    from paperreader.tui.dialogs.word_diff import Piece

NAMES: Final = ("A", "B")
"""What the two are called."""

_WIDE: Final = 96
"""Cells from which there is room for two columns."""
_NAME: Final = 12
"""Cells that the names of fields take."""
_MIDDLING: Final = 56
"""Cells below which the name of a field stands above it."""
_SIGN: Final = 2
"""Cells of the sign before a text, and the space after it."""
_BETWEEN: Final = 2
_SCHEMES: Final = {"arxiv": "arXiv", "arxiv_version": "arXiv", "doi": "DOI", "pmid": "PMID"}
_SOURCES: Final = 3
"""Sources that are named; the others are counted."""

Both = tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of both papers, in words."""

    name: str
    texts: tuple[str, str]
    """Empty where a paper has none."""
    taken: Both
    """Whose the merged paper would have; both where all of it is."""
    is_told: bool = True
    """Something is said of the paper by it, so that it is to be noticed where it differs."""

    @property
    def same(self) -> bool:
        """Whether both have the same."""
        return self.texts[0] == self.texts[1]

    @property
    def differs(self) -> bool:
        """Whether two things are said of what may be one paper."""
        return self.is_told and not self.same


def fields(
    pair: tuple[Entry, Entry],
    sources: tuple[Sequence[SourceRecord], Sequence[SourceRecord]],
    merged: Paper,
    keep: int,
    signs: Signs,
) -> Iterator[Field]:
    """The fields that one of two papers has, in the order in which they are read.

    Args:
        pair: the papers.
        sources: where each comes from.
        merged: what they would be as one.
        keep: the one that would stay, 0 or 1.
        signs: that decisions and stars are shown with.
    """
    one, other = (entry.paper for entry in pair)
    found = [
        *(_compared(name, one, other, merged) for name in (*_WORDS, *(name for name in _FACTS if name not in _WORDS))),
        Field("from", (_sources(sources[0]), _sources(sources[1])), (True, True), is_told=False),
        Field("decision", (_decision(pair[0], signs), _decision(pair[1], signs)), _decided(pair, keep)),
        Field("yours", (_own(pair[0], signs), _own(pair[1], signs)), (True, True)),
        Field("abstract", (one.abstract, other.abstract), _taken("abstract", one, other, merged)),
    ]
    return (field for field in found if any(field.texts))


def page(fields: Sequence[Field], width: int, signs: Signs) -> Content:
    """The fields: in two columns where there is room, else one text below the other, and once what is the same.

    Args:
        fields: the last one, which is long, stands by itself.
        width: cells.
        signs: that what is taken is marked with.
    """
    lines: list[Content] = []
    for field in fields:
        if field is fields[-1] and lines:
            lines.append(Content(""))
        lines += _columns(field, width, signs) if is_wide(width) else _stacked(field, width, signs)
    return Content("\n").join(lines)


def is_wide(width: int) -> bool:
    """Whether there is room for two columns."""
    return width >= _WIDE


def column(width: int) -> int:
    """The cells of a column, with the sign before it."""
    return (width - _NAME - _BETWEEN) // 2


def heads(pair: tuple[Entry, Entry], keep: int, width: int, signs: Signs) -> Content:
    """The line above the fields: which is which, and which of them stays."""
    room = column(width) if is_wide(width) else width // 2
    parts: list[Content] = [Content(" " * (_NAME if is_wide(width) else 0))]
    for at, entry in enumerate(pair):
        stays = at == keep
        said = f"{signs.cursor} {NAMES[at]} stays" if stays else f"  {NAMES[at]} joins it"
        number = f"  paper {entry.id}"
        line = Content.assemble(
            (said, "bold $primary" if stays else "$muted"),
            (number if len(said + number) <= room else "", "" if stays else "$muted"),
        ).truncate(room, pad=True)
        parts += [line.stylize("on $cursor") if stays else line, Content(" " * _BETWEEN if is_wide(width) else "")]
    return Content("").join(parts[:-1])


def _columns(field: Field, width: int, signs: Signs) -> Iterator[Content]:
    room = column(width)
    blocks = [text.wrap(room - _SIGN) for text in _texts(field, signs)]
    for row in range(max(map(len, blocks))):
        parts = [_name(field if row == 0 else None)]
        for at, block in enumerate(blocks):
            sign = _sign(field, at, signs) if row == 0 else Content(" " * _SIGN)
            text = block[row] if row < len(block) else Content("")
            parts += [sign, text.truncate(room - _SIGN, pad=True), Content(" " * _BETWEEN)]
        yield Content("").join(parts[:-1])


def _stacked(field: Field, width: int, signs: Signs) -> Iterator[Content]:
    """One text below the other, once what is the same; of what only one has there is no more than that."""
    beside = _NAME if width >= _MIDDLING else 0
    name = _name(field)
    if not beside:
        yield name
    lead = len(NAMES[0]) + 1 + _SIGN
    for at, text in enumerate(_texts(field, signs)):
        if not field.texts[at] or (field.same and at):
            continue
        first = Content.assemble((f"{NAMES[at]} ", "bold"), _sign(field, at, signs))
        for row, line in enumerate(text.wrap(width - beside - lead)):
            start = Content(" " * lead) if row or field.same else first
            yield Content.assemble(name if beside else "", start, line.rstrip())
            name = _name(None)


def _name(field: Field | None) -> Content:
    """The name of a field, which stands out where the two differ."""
    style = "bold $accent" if field is not None and field.differs else "$muted"
    return Content.styled((field.name if field is not None else "").ljust(_NAME), style)


def _sign(field: Field, at: int, signs: Signs) -> Content:
    """Marks what the merged paper would have, where there is a choice."""
    taken = field.differs and field.taken[at] and field.texts[at]
    return Content.styled(signs.marked.ljust(_SIGN), "bold $success") if taken else Content(" " * _SIGN)


def _texts(field: Field, signs: Signs) -> list[Content]:
    """The texts of both with what differs marked, that which would be lost in a quiet colour."""
    texts = []
    compared = side_by_side(*field.texts) if field.differs else [[(text, False)] for text in field.texts]
    for at, pieces in enumerate(compared):
        style = "" if field.taken[at] or not field.differs else "$muted"
        if field.name == "title":
            style += " bold"
        said = Content("").join(_piece(piece, style, signs) for piece in pieces)
        texts.append(said if field.texts[at] else plain("none", "italic $muted"))
    return texts


def _piece(piece: Piece, style: str, signs: Signs) -> Content:
    """Never by colour alone: what differs is underlined, or in braces, but for the space around it."""
    text, alone = piece
    words = text.strip()
    if not alone or not words:
        return plain(text, style)
    before, _, after = text.partition(words)
    marked = plain(f"{{{words}}}" if signs is ASCII else words, f"{style} $warning underline")
    return Content.assemble(plain(before, style), marked, plain(after, style))


def _compared(name: str, one: Paper, other: Paper, merged: Paper) -> Field:
    """What both papers say of a field."""
    words = _WORDS.get(name)
    said = words or (lambda paper: safe(value_in_words(getattr(paper, name))))
    return Field(name, (said(one), said(other)), _taken(name, one, other, merged))


def _taken(name: str, one: Paper, other: Paper, merged: Paper) -> Both:
    """Whose value of a field the merged paper has; of what comes from any number of sources, that of both."""
    if name not in ONE_SOURCE:
        return True, True
    value = getattr(merged, name)
    return value == getattr(one, name), value == getattr(other, name)


def _decided(pair: tuple[Entry, Entry], keep: int) -> Both:
    """Of two decisions that of the paper that stays is kept."""
    at = keep if pair[keep].decision is not None else 1 - keep
    return at == 0, at == 1


def _authors(paper: Paper) -> str:
    if paper.authors:
        return ", ".join(map(safe, paper.authors))
    return "" if paper.author_count is None else f"{paper.author_count} authors, not named"


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


def _decision(entry: Entry, signs: Signs) -> str:
    return "" if entry.decision is None else next(one for one in states(entry, signs) if "in the trash" not in one)


def _own(entry: Entry, signs: Signs) -> str:
    """What the reader added, but for the decision."""
    parts = list(states(entry, signs))
    if entry.decision is not None:
        parts.remove(_decision(entry, signs))
    for count, what in ((len(entry.notes), "note"), (len(entry.highlights), "highlight")):
        parts += [f"{count} {what}{'s' if count != 1 else ''}"] if count else []
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
"""The fields that come first, some in words of their own; the other facts of papers follow them."""
_FACTS: Final = tuple(field.name for field in FACTS)
