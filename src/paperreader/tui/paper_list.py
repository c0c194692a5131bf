"""The list of papers: a line-API widget over ids, which reads the rows it shows and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from paperreader.tui.text import safe, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

    from paperreader.library.ranking import Marks
    from paperreader.library.reading import Row

LINES: Final = 2
"""Lines a paper takes: its title needs two on most screens."""

_GUTTER: Final = 3
"""Columns before the text: where the cursor is, and what state the paper is in."""

_KEPT: Final = 2_000
"""Rows kept in memory: enough to page about without reading again."""

_LONGEST_TAGS: Final = 40
"""Columns that tags take at most beside a title."""

_LONG: Final = 1_000_000
"""Papers beyond which a cursor that is gone is not looked for."""


class PaperList(ScrollView, can_focus=True):
    """Two lines a paper. Give it ids with `show`; it posts `Highlighted` and `Opened`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paper-list--title",
        "paper-list--read",
        "paper-list--meta",
        "paper-list--unread-dot",
        "paper-list--star",
        "paper-list--match",
        "paper-list--cursor",
        "paper-list--cursor-away",
        "paper-list--cursor-bar",
        "paper-list--selected",
        "paper-list--tag",
    }

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index into the ids."""

    @dataclass
    class Highlighted(Message):
        """The cursor came to stand on a paper, or on none."""

        paper: int | None

        def can_replace(self, message: Message) -> bool:
            """Only the last place matters when the cursor runs."""
            return isinstance(message, PaperList.Highlighted)

    @dataclass
    class Opened(Message):
        """A paper was chosen with the mouse."""

        paper: int

    def __init__(self, fetch: Callable[[Sequence[int]], Sequence[Row]], *, id: str) -> None:  # noqa: A002
        """Make an empty list.

        Args:
            fetch: reads the rows of some ids, in their order, leaving out those that are gone.
        """
        super().__init__(id=id)
        self._fetch = fetch
        self.ids: Sequence[int] = ()
        self.nothing = ""
        """What stands there instead of an empty list."""
        self.selected: set[int] = set()
        """The ids of marked papers; they stay marked when the list shows others."""
        self._marks: Marks | None = None
        self._rows: dict[int, Row] = {}
        self._strips: dict[tuple[int, bool], list[Strip]] = {}
        self._range_from: int | None = None

    @property
    def paper(self) -> int | None:
        """The paper under the cursor."""
        return self.ids[self.cursor] if 0 <= self.cursor < len(self.ids) else None

    @property
    def row(self) -> Row | None:
        """What is known of the paper under the cursor."""
        return None if self.paper is None else self._row(self.cursor)

    def show(self, ids: Sequence[int], *, marks: Marks | None = None, at: int | None = None) -> None:
        """Show other papers, with the cursor on paper `at` where it is among them, else on the first."""
        place = 0
        if at is not None and len(ids) <= _LONG:
            try:
                place = ids.index(at)
            except ValueError:
                place = 0
        self.ids, self._marks = ids, marks
        self._strips.clear()
        self._range_from = None
        self.virtual_size = Size(self.size.width, len(ids) * LINES)
        self.set_reactive(PaperList.cursor, place)
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Highlighted(self.paper))

    def extend(self, ids: Sequence[int]) -> None:
        """Show more papers behind those that are shown: the cursor and what is on the screen stay."""
        self.ids = ids
        self.virtual_size = Size(self.size.width, len(ids) * LINES)

    def changed(self, papers: Sequence[int]) -> None:
        """Read some papers anew: something about them was changed."""
        for paper in papers:
            self._rows.pop(paper, None)
        self._strips.clear()
        self.refresh()

    def move(self, by: int) -> None:
        """Move the cursor, as far as there are papers."""
        self.cursor = self.cursor + by

    def go_to(self, paper: int) -> bool:
        """Put the cursor on a paper; says whether it is in the list."""
        try:
            self.cursor = self.ids.index(paper)
        except ValueError:
            return False
        return True

    @property
    def page(self) -> int:
        """Papers that fit on the screen."""
        return max(1, self.size.height // LINES)

    def toggle(self) -> None:
        """Mark the paper under the cursor, or take its mark away."""
        if self.paper is not None:
            self.selected ^= {self.paper}
            self._strips.clear()
            self.refresh()

    def select(self, papers: Sequence[int]) -> None:
        """Mark exactly these."""
        self.selected = set(papers)
        self._range_from = None
        self._strips.clear()
        self.refresh()

    def toggle_range(self) -> None:
        """Begin marking everything between here and the cursor, or end it."""
        if self._range_from is None:
            self._range_from = self.cursor
            self._select_range()
        else:
            self._range_from = None

    def validate_cursor(self, cursor: int) -> int:
        """Keep it among the papers."""
        return max(0, min(cursor, len(self.ids) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two papers concerned, and say where the cursor is."""
        self._keep_in_sight()
        if self._range_from is not None:
            self._select_range()
        for index in (old, new):
            self.refresh_lines(index * LINES, LINES)
        self.post_message(self.Highlighted(self.paper))

    def on_focus(self) -> None:
        """The cursor shows where the focus is."""
        self._strips.clear()
        self.refresh()

    on_blur = on_focus

    def notify_style_update(self) -> None:
        """Another theme: paint anew."""
        super().notify_style_update()
        self._strips.clear()

    def on_resize(self) -> None:
        """Wrap for the new width, and keep the cursor in sight."""
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(self.ids) * LINES)
        self._keep_in_sight()

    def on_click(self, event: events.Click) -> None:
        """One click puts the cursor there, two open."""
        index = (int(self.scroll_y) + event.y) // LINES
        if index >= len(self.ids):
            return
        self.cursor = index
        if event.chain > 1:
            self.post_message(self.Opened(self.ids[index]))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        line = int(self.scroll_y) + y
        index, part = divmod(line, LINES)
        width = self.scrollable_content_region.width
        if index >= len(self.ids):
            words = self.nothing if not self.ids and y == 1 else ""
            quiet = self.rich_style + self.get_component_rich_style("paper-list--meta", partial=True)
            return Strip([Segment(" " * _GUTTER + words, quiet)]).adjust_cell_length(width, self.rich_style)
        here = index == self.cursor
        key = (self.ids[index], here)
        strips = self._strips.get(key)
        if strips is None:
            row = self._row(index)
            strips = [Strip.blank(width, self.rich_style)] * LINES if row is None else self._paint(row, here, width)
            if len(self._strips) > _KEPT:
                self._strips.clear()
            self._strips[key] = strips
        return strips[part].apply_offsets(0, line)

    def _row(self, index: int) -> Row | None:
        paper = self.ids[index]
        if paper not in self._rows:
            if len(self._rows) > _KEPT:
                self._rows.clear()
            first = max(0, index - self.page)
            window = [id_ for id_ in self.ids[first : index + 2 * self.page] if id_ not in self._rows]
            self._rows.update((row.id, row) for row in self._fetch(window))
        return self._rows.get(paper)

    def _paint(self, row: Row, here: bool, width: int) -> list[Strip]:  # noqa: FBT001
        base = self.rich_style
        selected = row.id in self.selected
        if here:
            name = "paper-list--cursor" if self.has_focus else "paper-list--cursor-away"
            base += self.get_component_rich_style(name, partial=True)
        elif selected:
            base += self.get_component_rich_style("paper-list--selected", partial=True)
        bar_name = "paper-list--cursor-bar" if self.has_focus else "paper-list--meta"
        bar = base + self.get_component_rich_style(bar_name, partial=True)
        label = safe(row.label)
        room = max(1, width - _GUTTER - 1)
        meta, lines = _share(label, _metas(row), room)
        look = base + self._title_style(row, here)
        spans = self._marks.spans(label) if self._marks is not None else []
        match = self.get_component_rich_style("paper-list--match", partial=True)
        strips = []
        for part in range(LINES):
            edge = Segment("▌" if here else " ", bar if here else base)
            segments = [edge, self._state(row, part, selected, base), Segment(" ", base)]
            if part < len(lines):
                start, end, tail = lines[part]
                segments += _stylise(label, start, end, spans, look, match)
                segments.append(Segment(tail, look))
            strip = Strip(segments)
            if part == LINES - 1 and meta:
                strip = strip.adjust_cell_length(width - 1 - cell_len(meta), base)
                quiet = base + self.get_component_rich_style("paper-list--meta", partial=True)
                strip = Strip([*strip, Segment(meta, quiet)])
            strips.append(strip.adjust_cell_length(width, base))
        return strips

    def _title_style(self, row: Row, here: bool) -> Style:  # noqa: FBT001
        name = "paper-list--read" if row.read and not here else "paper-list--title"
        style = self.get_component_rich_style(name, partial=True)
        return style + Style(bold=here or None, italic=None if row.titled else True)

    def _state(self, row: Row, part: int, selected: bool, base: Style) -> Segment:  # noqa: FBT001
        if part == 0 and selected:
            sign, name = "✓", "paper-list--star"
        elif part == 0 and not row.read:
            sign, name = "•", "paper-list--unread-dot"
        elif part == 1 and row.starred:
            sign, name = "★", "paper-list--star"
        else:
            return Segment(" ", base)
        return Segment(sign, base + self.get_component_rich_style(name, partial=True))

    def _select_range(self) -> None:
        assert self._range_from is not None  # noqa: S101
        low, high = sorted((self._range_from, self.cursor))
        self.selected |= set(self.ids[low : high + 1])
        self._strips.clear()
        self.refresh()

    def _keep_in_sight(self) -> None:
        # Never animated: at Textual's pace a jump through a million papers takes hours.
        self.scroll_to_region(Region(0, self.cursor * LINES, 1, LINES), animate=False, immediate=True, x_axis=False)


def _share(label: str, metas: Sequence[str], room: int) -> tuple[str, list[tuple[int, int, str]]]:
    """What stands at the end of the last line, and the label's lines beside it: the title comes before the rest.

    The longest of `metas` that costs the title nothing, else the shortest.
    """
    shared: tuple[str, list[tuple[int, int, str]]] = ("", [])
    for meta in metas:
        lines = wrap(label, room, last=max(1, room - cell_len(meta) - 1 if meta else room), lines=LINES)
        shared = (meta, lines)
        if not lines or not lines[-1][2]:
            break
    return shared


def _metas(row: Row) -> list[str]:
    """The quiet end of a paper's second line: its notes, its tags, its year; from all of that down to the least."""
    year = (row.published or "")[:4]
    notes = "✎" if row.notes else ""
    tags = [f"#{safe(tag)}" for tag in row.tags]
    fewer = [
        " ".join(tags[:count]) + (f" +{len(tags) - count}" if count < len(tags) else "") for count in range(3, 0, -1)
    ]
    several = [part for part in dict.fromkeys(fewer if tags else []) if cell_len(part) <= _LONGEST_TAGS]
    least = "#" if tags else ""
    return [" ".join(filter(None, (notes, part, year))) for part in (*several, least)]


def _stylise(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int]], look: Style, match: Style
) -> list[Segment]:
    segments, at = [], start
    for low, high in spans:
        low, high = max(low, at), min(high, end)
        if low >= high:
            continue
        segments += [Segment(text[at:low], look), Segment(text[low:high], look + match)]
        at = high
    segments.append(Segment(text[at:end], look))
    return [segment for segment in segments if segment.text]
