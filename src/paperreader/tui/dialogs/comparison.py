"""Two papers side by side, field by field: what differs or is shared, and what the merged paper would keep."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from paperreader.domain import FACTS, ONE_SOURCE, counted, value_in_words
from paperreader.tui.core import ASCII, plain, safe
from paperreader.tui.dialogs.shared_words import shared_words
from paperreader.tui.dialogs.word_diff import side_by_side
from paperreader.tui.widgets import date_in_words, states

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.app import ComposeResult

    from paperreader.domain import Entry, Paper
    from paperreader.library import SourceRecord
    from paperreader.tui.core import Glyphs
    from paperreader.tui.dialogs.word_diff import WordPiece

NAMES: Final = ("A", "B")
"""The names of the two papers."""

_WIDE: Final = 96
"""Cells needed for two columns with the names of fields beside them."""
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
_PLAIN: Final = frozenset({"title", "authors", "published", "venue", "abstract"})
"""Fields that say themselves what they are, where a name takes a line."""
_IN_WORDS: Final = frozenset({"title", "authors", "categories", "keywords", "abstract"})
"""Fields in which two papers can share words."""

Both = tuple[bool, bool]


class Layout(NamedTuple):
    """How two papers share the screen."""

    width: int
    """In cells."""
    in_columns: bool
    """Side by side, rather than one text below the other."""
    name: int
    """Cells for the names of fields beside the texts; 0: the names are above them."""
    sign: int = _SIGN
    """Cells before a text, for the symbol of what would be kept."""

    @property
    def column(self) -> int:
        """The cells of a column, including the symbol before it."""
        return (self.width - self.name - _BETWEEN) // 2


def layout(width: int, *, merging: bool) -> Layout:
    """How two papers are shown in a width; equal or similar texts are easier to compare below each other."""
    if width >= _WIDE:
        return Layout(width, in_columns=True, name=_NAME, sign=_SIGN if merging else 0)
    if width >= _MIDDLING and not merging:
        return Layout(width, in_columns=True, name=0, sign=0)
    return Layout(width, in_columns=False, name=_NAME if width >= _MIDDLING else 0, sign=_SIGN if merging else 0)


class Merge(NamedTuple):
    """What becomes of two papers if they are merged."""

    sources: tuple[Sequence[SourceRecord], Sequence[SourceRecord]]
    """Where each of them comes from."""
    paper: Paper
    """The paper that there would be."""
    keep: int
    """The one that would be kept, 0 or 1."""


class Marking(NamedTuple):
    """Which words are told apart from the others, and how."""

    split: Callable[[str, str], tuple[list[WordPiece], list[WordPiece]]]
    colour: str
    fields: frozenset[str] | None = None
    """The fields it is for; `None`: all."""


DIFFERING: Final = Marking(side_by_side, "$warning")
SHARED: Final = Marking(shared_words, "$accent", _IN_WORDS)


class ComparedPapers(Vertical):
    """Two papers as two columns that scroll together, below a line that says which is which."""

    DEFAULT_CSS = """
    ComparedPapers { height: 1fr; }
    ComparedPapers #heads { height: 1; }
    ComparedPapers VerticalScroll { height: 1fr; scrollbar-gutter: stable; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._heads = Static(id="heads", markup=False)
        self._text = Static(id="comparison", markup=False)
        self.scrolled = VerticalScroll(self._text, can_focus=False)

    def compose(self) -> ComposeResult:
        """The heads, and the papers below."""
        yield self._heads
        yield self.scrolled

    @property
    def room(self) -> int:
        """Cells for the two papers."""
        return max(20, self.scrolled.scrollable_content_region.width)

    def show(self, heads: Content, page: Content) -> None:
        """Show two papers."""
        self._heads.update(heads)
        self._text.update(page)

    def go_to_top(self) -> None:
        """Scroll to the beginning."""
        self.scrolled.scroll_to(y=0, animate=False)


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


def fields(pair: tuple[Entry, Entry], glyphs: Glyphs, merge: Merge | None = None) -> Iterator[Field]:
    """The fields that at least one of two papers has, in reading order.

    Args:
        pair: the papers.
        glyphs: the symbols for decisions and stars.
        merge: what becomes of them; `None` if they are only compared: their decisions stand above them then.
    """
    one, other = (entry.paper for entry in pair)
    merged = None if merge is None else merge.paper
    found = [
        _compared(name, one, other, merged) for name in (*_WORDS, *(name for name in _FACTS if name not in _WORDS))
    ]
    if merge is not None:
        sources = merge.sources
        decisions = decision_in_words(pair[0], glyphs), decision_in_words(pair[1], glyphs)
        found.append(Field("from", (_sources(sources[0]), _sources(sources[1])), (True, True), is_told=False))
        found.append(Field("decision", decisions, _decided(pair, merge.keep)))
    found += [
        Field("yours", (_own(pair[0], glyphs), _own(pair[1], glyphs)), (True, True)),
        Field("abstract", (one.abstract, other.abstract), _taken("abstract", one, other, merged)),
    ]
    return (field for field in found if any(field.texts))


def page(fields: Sequence[Field], layout: Layout, glyphs: Glyphs, marking: Marking = DIFFERING) -> Content:
    """The fields in two columns, or one text below the other; then equal texts only once.

    Args:
        fields: the last one, which is long, is set off from the others.
        layout: how they share the screen.
        glyphs: the symbols for what would be kept.
        marking: the words to tell apart.
    """
    lines: list[Content] = []
    for field in fields:
        if field is fields[-1] and lines:
            lines.append(Content(""))
        texts = _texts(field, glyphs, marking)
        lines += (_columns if layout.in_columns else _stacked)(field, texts, layout, glyphs)
    return Content("\n").join(lines)


def heads(words: tuple[str, str], numbers: tuple[str, str], chosen: int, layout: Layout, glyphs: Glyphs) -> Content:
    """The line above the fields: which paper is which.

    Args:
        words: about each paper.
        numbers: more about each, if there is room.
        chosen: the one that stands out, 0 or 1.
        layout: how they share the screen.
        glyphs: the symbols.
    """
    room = layout.column if layout.in_columns else layout.width // 2
    parts: list[Content] = [Content(" " * (layout.name if layout.in_columns else 0))]
    for at, (word, number) in enumerate(zip(words, numbers, strict=True)):
        here = at == chosen
        said = f"{glyphs.cursor if here else ' '} {word}"
        more = f"  {number}" if number else ""
        line = Content.assemble(
            (said, "bold $primary" if here else "$muted"),
            (more if len(said + more) <= room else "", "" if here else "$muted"),
        ).truncate(room, pad=True)
        parts += [line.stylize("on $cursor") if here else line, Content(" " * _BETWEEN if layout.in_columns else "")]
    return Content("").join(parts[:-1])


def _columns(field: Field, texts: Sequence[Content], layout: Layout, glyphs: Glyphs) -> Iterator[Content]:
    room = layout.column - layout.sign
    if not layout.name and field.name not in _PLAIN:
        yield _name(field)
    blocks = [text.wrap(room) for text in texts]
    for row in range(max(map(len, blocks))):
        parts = [_name(field if row == 0 else None)] if layout.name else [Content("")]
        for at, block in enumerate(blocks):
            sign = _sign(field, at, layout, glyphs) if row == 0 else Content(" " * layout.sign)
            text = block[row] if row < len(block) else Content("")
            parts += [sign, text.truncate(room, pad=True), Content(" " * _BETWEEN)]
        yield Content("").join(parts[:-1])


def _stacked(field: Field, texts: Sequence[Content], layout: Layout, glyphs: Glyphs) -> Iterator[Content]:
    """One text below the other; equal texts only once, and missing ones not at all."""
    name = _name(field)
    if not layout.name:
        yield name
    lead = len(NAMES[0]) + 1 + layout.sign
    for at, text in enumerate(texts):
        if not field.texts[at] or (field.same and at):
            continue
        first = Content.assemble((f"{NAMES[at]} ", "bold"), _sign(field, at, layout, glyphs))
        for row, line in enumerate(text.wrap(layout.width - layout.name - lead)):
            start = Content(" " * lead) if row or field.same else first
            yield Content.assemble(name if layout.name else "", start, line.rstrip())
            name = _name(None)


def _name(field: Field | None) -> Content:
    """The name of a field, emphasised if the two papers differ."""
    style = "bold $accent" if field is not None and field.differs else "$muted"
    return Content.styled((field.name if field is not None else "").ljust(_NAME), style)


def _sign(field: Field, at: int, layout: Layout, glyphs: Glyphs) -> Content:
    """A check mark before the text that the merged paper would keep, if there is a choice."""
    taken = layout.sign and field.differs and field.taken[at] and field.texts[at]
    return Content.styled(glyphs.check.ljust(layout.sign), "bold $success") if taken else Content(" " * layout.sign)


def _texts(field: Field, glyphs: Glyphs, marking: Marking) -> list[Content]:
    """The texts of both, with some words emphasised, and muted if they would be lost."""
    texts = []
    marked = field.differs and (marking.fields is None or field.name in marking.fields)
    compared = marking.split(*field.texts) if marked else [[(text, False)] for text in field.texts]
    for at, pieces in enumerate(compared):
        style = "" if field.taken[at] or not field.differs else "$muted"
        if field.name == "title":
            style += " bold"
        said = Content("").join(_piece(piece, style, marking.colour, glyphs) for piece in pieces)
        texts.append(said if field.texts[at] else plain("none", "italic $muted"))
    return texts


def _piece(piece: WordPiece, style: str, colour: str, glyphs: Glyphs) -> Content:
    """A piece of text; what is told apart is underlined, or in braces, as colour alone is not enough."""
    text, apart = piece
    words = text.strip()
    if not apart or not words:
        return plain(text, style)
    before, _, after = text.partition(words)
    marked = plain(f"{{{words}}}" if glyphs is ASCII else words, f"{style} {colour} underline")
    return Content.assemble(plain(before, style), marked, plain(after, style))


def _compared(name: str, one: Paper, other: Paper, merged: Paper | None) -> Field:
    """Compare a field of both papers."""
    words = _WORDS.get(name)
    said = words or (lambda paper: safe(value_in_words(getattr(paper, name))))
    return Field(name, (said(one), said(other)), _taken(name, one, other, merged))


def _taken(name: str, one: Paper, other: Paper, merged: Paper | None) -> Both:
    """Return whose value of a field the merged paper has; both for a field that is united."""
    if merged is None or name not in ONE_SOURCE:
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


def decision_in_words(entry: Entry, glyphs: Glyphs) -> str:
    """The decision on a paper, with its reason; empty if there is none."""
    return "" if entry.decision is None else next(one for one in states(entry, glyphs) if "in the trash" not in one)


def _own(entry: Entry, glyphs: Glyphs) -> str:
    """What the user added, except the decision."""
    parts = list(states(entry, glyphs))
    if entry.decision is not None:
        parts.remove(decision_in_words(entry, glyphs))
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
