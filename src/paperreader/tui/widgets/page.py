"""The page of one paper as lines to be painted: title, details, abstract, highlights, notes and links to it.

The abstract is shown as `prose.readable` makes it. Every place in it is an offset into the shown text, in code points;
`Readable` maps it to the stored text. Nothing here knows how far the page is scrolled.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from paperreader.domain import Wording, clean
from paperreader.language import Keywords, keyword_spans, readable, wrap
from paperreader.tui.core import MARGIN, MOST_BACKLINKS, safe, title_line
from paperreader.tui.widgets.details import moment, paper_details, states

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from paperreader.domain import Entry, Highlight
    from paperreader.library import Backlink, Matches
    from paperreader.tui.core import Glyphs, Span, Styles

_Piece = tuple[int, int, Style]
"""A part of a text, half-open, in one style."""


class Part(Enum):
    """What a page shows of a paper."""

    ALL = "everything"
    TEXT = "title, details and abstract"
    NOTES = "highlights, notes and links to it"


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How papers are shown, the same for every paper."""

    styles: Styles
    glyphs: Glyphs
    latex: bool = True
    keywords: Keywords | None = None
    wording: Wording = field(default_factory=Wording)


class Target(NamedTuple):
    """A link: its label, where it leads, and where it is."""

    name: str
    """Its label as shown."""
    url: str
    """Empty if it leads to a paper or a tag."""
    reference: str
    """What a `[[reference]]` names; empty if it is a URL."""
    span: Span | None
    """In the shown abstract; `None` if it is in a note."""


@dataclass(frozen=True, slots=True)
class _PageLine:
    segments: tuple[Segment, ...] = ()
    start: int = -1
    """Of the part of the abstract that the line shows; -1 if it shows something else."""
    end: int = -1


@dataclass(slots=True)
class Overlay:
    """What moves over a page without changing it."""

    cursor: Span | None = None
    """The character under the cursor; `None` while the page has no focus."""
    sentence: Span = (0, 0)
    selection: Span = (0, 0)
    hints: dict[int, str] = field(default_factory=dict)
    """Letters painted over the text, by their place."""


class Page:
    """One paper, laid out for a width."""

    def __init__(
        self,
        entry: Entry,
        width: int,
        options: PageOptions,
        *,
        matches: Matches | None = None,
        backlinks: Sequence[Backlink] = (),
        shared: str = "",
        part: Part = Part.ALL,
    ) -> None:
        """Lay out a paper.

        Args:
            width: cells of the text, without the margin.
            matches: what a search found.
            backlinks: notes on other papers that link to this one.
            shared: how it is related to the paper that it is listed for.
            part: what is shown of it.
        """
        self.entry = entry
        self.width = width
        self.overlay = Overlay()
        """What is painted over it; changed by whoever moves."""
        self._options = options
        self._styles, self._glyphs, self._wording = options.styles, options.glyphs, options.wording
        if part is Part.NOTES:
            nothing = self._plain("No notes here.", self._styles.muted)
            self._lines = self._added_lines(backlinks)[1:] or [nothing]
            return
        self.text = readable(clean(entry.paper.abstract), latex=options.latex)
        self.highlights: list[tuple[Span, Highlight]] = [
            (self.text.shown(highlight.start, highlight.end), highlight)
            for highlight in entry.highlights
            if highlight.start is not None and highlight.end is not None
        ]
        self.matches: list[Span] = matches.spans(self.text.text) if matches is not None else []
        self.links = list(self._links_in_text())
        self._runs = self._layered()
        self._run_starts = [run[0] for run in self._runs]
        lines = [*self._head(matches), *self._wrapped(shared, self._styles.accent), _PageLine()]
        self.first = len(lines)
        """The first line of the abstract."""
        self._spans = wrap(self.text.text, width, cell_len) if self.text.text else []
        self._starts = [start for start, _ in self._spans]
        lines += [_PageLine(start=start, end=end) for start, end in self._spans]
        if not self._spans:
            lines.append(self._plain("There is no abstract.", self._styles.muted + Style(italic=True)))
        self._lines = lines if part is Part.TEXT else lines + self._added_lines(backlinks)

    def __len__(self) -> int:
        return len(self._lines)

    # -- places ----------------------------------------------------------------------------------------------------

    def line_of(self, place: int) -> int:
        """The line that shows a place of the abstract."""
        return self.first + max(0, bisect_right(self._starts, place) - 1)

    def span_of(self, line: int) -> Span | None:
        """The part of the abstract that a line shows, if any."""
        at = line - self.first
        return self._spans[at] if 0 <= at < len(self._spans) else None

    def column_of(self, place: int) -> int:
        """The cell that shows a place of the abstract, counted from the left edge of the text."""
        start = self._starts[self.line_of(place) - self.first] if self._starts else 0
        return cell_len(self.text.text[start:place])

    def place_at(self, line: int, column: int) -> int | None:
        """The place of the abstract at a cell of a line, or the nearest one in that line."""
        span = self.span_of(line)
        if span is None:
            return None
        for place in range(span[0], span[1]):
            if cell_len(self.text.text[span[0] : place + 1]) > column:
                return place
        return max(span[0], span[1] - 1)

    def highlights_at(self, place: int) -> list[Highlight]:
        """The highlights over a place, shortest first."""
        over = [(span[1] - span[0], highlight) for span, highlight in self.highlights if span[0] <= place < span[1]]
        return [highlight for _, highlight in sorted(over, key=lambda pair: pair[0])]

    def targets(self) -> list[Target]:
        """Every link of the abstract, of the source and of the notes, in order."""
        from paperreader.domain import links_in

        found = [*self.links, *(Target(url, url, "", None) for url in self.entry.paper.links)]
        comments = (highlight.comment for highlight in self.entry.highlights)
        for text in (*(note.body for note in self.entry.notes), *comments):
            found += [Target(words, "", one.target, None) for one, words in self._wording.links(text)]
            found += [Target(url, url, "", None) for url in links_in(text)]
        return list(dict.fromkeys(found))

    # -- painting --------------------------------------------------------------------------------------------------

    def paint(self, line: int, width: int, indent: int = 0) -> Strip:
        """One line, `width` cells wide in all: `indent` cells, the margin, the text."""
        base = self._styles.base
        painted = [Segment(" " * indent, base)]
        cells = indent
        if 0 <= line < len(self._lines):
            one = self._lines[line]
            for text, style, _ in one.segments if one.start < 0 else self._abstract_line(one):
                painted.append(Segment(text, base if style is None else base + style))
                cells += cell_len(text)
        painted.append(Segment(" " * (width - cells), base))
        # A single strip: each one creates seven caches.
        return Strip(painted, max(cells, width)) if cells <= width else Strip(painted, cells).crop(0, width)

    def moves(self, line: int) -> bool:
        """Whether the overlay touches a line."""
        span = self.span_of(line)
        if span is None or (self.overlay.cursor is None and not self.overlay.hints):
            return False
        over = (self.overlay.cursor or (0, 0), self.overlay.sentence, self.overlay.selection)
        return bool(self.overlay.hints) or any(start < span[1] and end > span[0] for start, end in over)

    def plain(self, line: int) -> str:
        """A line as text."""
        one = self._lines[line]
        if one.start >= 0:
            return " " * MARGIN + self.text.text[one.start : one.end]
        return "".join(segment.text for segment in one.segments)

    def _abstract_line(self, line: _PageLine) -> Iterator[Segment]:
        text, styles, overlay = self.text.text, self._styles, self.overlay
        over = [highlight for span, highlight in self.highlights if span[0] < line.end and span[1] > line.start]
        if over:
            colour = styles.hues.get(over[0].colour, styles.hues["yellow"])
            yield Segment(self._glyphs.highlight.ljust(MARGIN), colour)
        else:
            yield Segment(" " * MARGIN)
        pieces = list(self._runs_between(line.start, line.end))
        if overlay.cursor is not None:
            pieces = _overlaid(pieces, [(overlay.sentence, styles.sentence)], under=True)
            pieces = _overlaid(pieces, [(overlay.selection, styles.selection), (overlay.cursor, styles.cursor)])
        for start, end, style in pieces:
            hint = overlay.hints.get(start)
            if hint is None:
                yield Segment(text[start:end], style)
            else:
                yield Segment(hint, styles.hint)
                yield Segment(text[start + 1 : end], style)

    def _runs_between(self, start: int, end: int) -> Iterator[_Piece]:
        at = max(0, bisect_right(self._run_starts, start) - 1)
        while at < len(self._runs) and self._runs[at][0] < end:
            low, high, style = self._runs[at]
            if max(low, start) < min(high, end):
                yield max(low, start), min(high, end), style
            at += 1

    def _layered(self) -> list[_Piece]:
        """The abstract in pieces of one style each, in order, without the overlay."""
        styles, text = self._styles, self.text.text
        layers: list[tuple[Span, Style]] = [(span, styles.link) for link in self.links if (span := link.span)]
        if self._options.keywords is not None:
            plain = {"include": styles.include, "exclude": styles.exclude}
            own = {kind: styles.words[colour] for kind, colour in self._options.keywords.colours.items()}
            found = keyword_spans(text, self._options.keywords)
            layers += [((start, end), (plain | own)[kind]) for start, end, kind in found]
        layers += [(span, styles.matched) for span in self.matches]
        edges = {0, len(text), *(edge for span, _ in (*layers, *self.highlights) for edge in span)}
        # Hints are painted over the first letter of a link, so a link begins a new piece.
        cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
        runs = []
        for start, end in pairwise(cuts):
            colours = tuple(highlight.colour for span, highlight in self.highlights if span[0] <= start < span[1])
            style = styles.highlighted(colours) if colours else Style()
            for span, layer in layers:
                if span[0] <= start < span[1]:
                    # On the background of a highlight, letters keep their contrast.
                    style += layer if not colours else Style(bold=layer.bold, underline=layer.underline)
            runs.append((start, end, style))
        return runs

    def _links_in_text(self) -> Iterator[Target]:
        from paperreader.domain import links_in

        stored, at = clean(self.entry.paper.abstract), 0
        for url in links_in(stored):
            printed = url if url in stored else url.partition("://")[2]
            place = stored.find(printed, at)
            if place >= 0:
                at = place + len(printed)
                yield Target(url, url, "", self.text.shown(place, at))

    # -- what stands around the abstract ---------------------------------------------------------------------------

    def _plain(self, text: str, style: Style, sign: str = "", sign_style: Style | None = None) -> _PageLine:
        margin = Segment(sign.ljust(MARGIN), sign_style or style)
        return _PageLine((margin, Segment(text, style)))

    def _wrapped(self, text: str, style: Style, *, most: int = 50) -> Iterator[_PageLine]:
        spans = wrap(text, self.width, cell_len) if text else []
        for start, end in spans[:most]:
            cut = self._glyphs.ellipsis if len(spans) > most and end == spans[most - 1][1] else ""
            yield self._plain(text[start:end] + cut, style)

    def _head(self, matches: Matches | None) -> Iterator[_PageLine]:
        entry, styles = self.entry, self._styles
        title = title_line(entry.label, latex=self._options.latex)
        style = styles.title if entry.paper.title is not None else styles.untitled
        matched = matches.spans(title) if matches is not None else []
        for start, end in wrap(title, self.width, cell_len):
            pieces = _overlaid([(start, end, style)], [(span, styles.matched) for span in matched])
            yield _PageLine((Segment(" " * MARGIN), *(Segment(title[low:high], one) for low, high, one in pieces)))
        known = f" {self._glyphs.dot} ".join(paper_details(entry.paper, self._glyphs))
        yield from self._wrapped(known, styles.muted)
        glyphs = "  ".join(states(entry, self._glyphs))
        yield from self._wrapped(glyphs, styles.accent)

    def _added_lines(self, backlinks: Sequence[Backlink]) -> list[_PageLine]:
        return [*self._highlight_lines(), *self._note_lines(), *self._backlink_lines(backlinks)]

    def _highlight_lines(self) -> Iterator[_PageLine]:
        if not self.entry.highlights:
            return
        styles = self._styles
        bound = {note.highlight for note in self.entry.notes}
        yield _PageLine()
        yield self._plain("Highlights", styles.accent)
        for highlight in self.entry.highlights:
            hue = styles.hues.get(highlight.colour, styles.hues["yellow"])
            quote = f"“{safe(highlight.quote)}”"
            named = [safe(name)] if (name := self._wording.colour_names.get(highlight.colour)) else []
            ends = (
                named
                + [f"#{safe(tag)}" for tag in highlight.tags]
                + ([self._glyphs.note] if highlight.id in bound else [])
            )
            lost = "no longer in the abstract: " if highlight.start is None else ""
            text = " ".join([lost + quote, *ends])
            spans = wrap(text, self.width, cell_len)[:3]
            for at, (start, end) in enumerate(spans):
                cut = self._glyphs.ellipsis if at == 2 and end < len(text) else ""
                yield self._plain(text[start:end] + cut, styles.muted, self._glyphs.highlight, hue)
            if highlight.comment:
                yield from self._wrapped(safe(self._wording.spoken(highlight.comment)), Style())

    def _note_lines(self) -> Iterator[_PageLine]:
        from paperreader.tui.widgets.markdown import markdown_lines

        quotes = {highlight.id: highlight.quote for highlight in self.entry.highlights}
        for note in self.entry.notes:
            yield _PageLine()
            yield self._plain(f"{self._glyphs.note} {moment(note.updated)}", self._styles.accent)
            if note.highlight in quotes:
                yield from self._wrapped(f"“{safe(quotes[note.highlight])}”", self._styles.muted, most=2)
            for segments in markdown_lines(note.body, self.width, self._styles, self._wording):
                yield _PageLine((Segment(" " * MARGIN), *segments))

    def _backlink_lines(self, backlinks: Sequence[Backlink]) -> Iterator[_PageLine]:
        if backlinks:
            yield _PageLine()
            yield self._plain("Linked from", self._styles.accent)
            for one in backlinks[:MOST_BACKLINKS]:
                line = safe(self._wording.spoken(one.line))
                yield from self._wrapped(f"{self._glyphs.back} {safe(one.label)}: {line}", self._styles.muted, most=2)
            if len(backlinks) > MOST_BACKLINKS:
                yield self._plain(f"{self._glyphs.ellipsis} and more", self._styles.muted)


def _overlaid(pieces: list[_Piece], overlays: Iterable[tuple[Span, Style]], *, under: bool = False) -> list[_Piece]:
    """Pieces with more styles laid over parts of them, or `under` their own."""
    for (start, end), style in overlays:
        laid: list[_Piece] = []
        for low, high, own in pieces:
            cuts = sorted({low, high, *(edge for edge in (start, end) if low < edge < high)})
            both = style + own if under else own + style
            laid += [(left, right, both if start <= left < end else own) for left, right in pairwise(cuts)]
        pieces = laid
    return pieces
