"""The list of papers: a line-API widget over ids that reads only the rows it shows."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from paperreader.domain import COLOURS, DECISIONS
from paperreader.tui.core import UNICODE
from paperreader.tui.widgets.painted_lines import PaintedLines
from paperreader.tui.widgets.paper_lines import GUTTER, MOST_LINES, Appearance, PaperLines, line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual import events

    from paperreader.domain import Decision
    from paperreader.library import Matches, Row
    from paperreader.tui.core import Glyphs

_KEPT: Final = 2_000
"""Rows kept in memory: enough to page about without reading them again."""

_PAINTED: Final = 64
"""Papers whose painted lines are kept: a few screens, since these take far more memory than rows."""

_AROUND: Final = 2
"""Papers that stay in sight before and after the cursor: whoever decides sees what comes next."""

_LONG: Final = 1_000_000
"""Papers beyond which the cursor's paper is not looked for in a new list."""

_LONG_TO_COMPARE: Final = 200_000
"""Papers beyond which the neighbours of a vanished paper are not looked for."""


class PaperList(PaintedLines, can_focus=True):
    """Shows each paper on one to three lines. Give it ids with `show`; it posts `Highlighted` and `Opened`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paper-list--title",
        "paper-list--derived",
        "paper-list--read",
        "paper-list--meta",
        "paper-list--unread-dot",
        "paper-list--star",
        "paper-list--match",
        "paper-list--cursor",
        "paper-list--cursor-away",
        "paper-list--cursor-bar",
        "paper-list--selected",
        *(f"paper-list--{one.state}" for one in DECISIONS.values()),
        *(f"paper-list--hue-{colour}" for colour in COLOURS),
    }
    DEFAULT_CSS: ClassVar[str] = "\n".join(
        [
            *(
                f".paper-list--{one.state} {{ color: ${one.colour}; {'text-style: bold; ' if one.bold else ''}}}"
                for one in DECISIONS.values()
            ),
            *(f".paper-list--hue-{colour} {{ color: $hue-{colour}; }}" for colour in COLOURS),
        ]
    )

    cursor: reactive[int] = reactive(0, repaint=False)
    """Index into the ids."""

    @dataclass
    class Highlighted(Message):
        """The cursor moved to a paper, or to none."""

        paper: int | None

        def can_replace(self, message: Message) -> bool:
            """Only the last place matters while the cursor is moving fast."""
            return isinstance(message, PaperList.Highlighted)

    @dataclass
    class Opened(Message):
        """A paper was double-clicked."""

        paper: int

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Sequence[Row]],
        *,
        id: str,  # noqa: A002
        lines: int = 2,
        columns: Sequence[str] = ("notes", "highlights", "tags", "year"),
        glyphs: Glyphs = UNICODE,
    ) -> None:
        """Make an empty list.

        Args:
            fetch: reads the rows of some ids, in their order, without those that are gone.
            lines: lines per paper, 1 to 3.
            columns: what the end of a paper's last line shows, of `COLUMNS`.
            glyphs: the symbols for states.
        """
        super().__init__(id=id)
        self._fetch = fetch
        self._lines_of = PaperLines(columns, glyphs)
        self.lines = lines
        self.counts: Callable[[Sequence[int]], dict[int, tuple[int, int]]] | None = None
        """Counts the including and excluding keywords of some papers; `None`: there are no keywords."""
        self._counted: dict[int, tuple[int, int]] = {}
        self.says: Callable[[int], str] | None = None
        """Says why a paper is listed, if its title does not."""
        self.ids: Sequence[int] = ()
        self.nothing: Sequence[str] = ()
        """What is shown in place of an empty list, in lines of any length."""
        self.selected: set[int] = set()
        """The ids of selected papers; they stay selected when the list shows others."""
        self._in_list: set[int] = set()
        """The selected papers that are listed."""
        self._matches: Matches | None = None
        self._rows: dict[int, Row] = {}
        self._strips: dict[tuple[int, bool], list[Strip]] = {}
        self._clicked = False
        self._range_from: int | None = None
        self._before_range: tuple[set[int], set[int]] = set(), set()

    @property
    def paper(self) -> int | None:
        """The id of the paper under the cursor."""
        return self.ids[self.cursor] if 0 <= self.cursor < len(self.ids) else None

    @property
    def row(self) -> Row | None:
        """The row of the paper under the cursor."""
        return None if self.paper is None else self._row(self.cursor)

    @property
    def listed_selection(self) -> list[int]:
        """The selected papers that are listed, in the order of the list: those that commands act on."""
        return [paper for paper in self.ids if paper in self._in_list] if self._in_list else []

    @property
    def selection_in_words(self) -> str:
        """How many papers are selected, and how many of them are not listed; empty if there are none."""
        count, hidden = len(self.selected), len(self.selected) - len(self._in_list)
        if not count:
            return ""
        of_which = "" if hidden == count else f" {hidden:,}"
        return f"{count:,} selected" + (f",{of_which} not listed" if hidden else "")

    def show(self, ids: Sequence[int], *, matches: Matches | None = None, at: int | None = None) -> None:
        """Show other papers, with the cursor on paper `at` if it is among them, or else on its nearest neighbour.

        Without an `at`, or if no neighbour is left, the cursor goes to the first.
        """
        place = self._place_of(at, ids)
        row = self.cursor * self.lines - int(self.scroll_y)
        self.ids, self._matches = ids, matches
        self._note_listed()
        self._strips.clear()
        self._range_from = None
        self.virtual_size = Size(self.size.width, len(ids) * self.lines)
        self.set_reactive(PaperList.cursor, place)
        if place and at is not None:  # the paper stays on its line of the screen
            self.scroll_to(y=place * self.lines - row, animate=False, immediate=True, force=True)
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Highlighted(self.paper))

    def extend(self, ids: Sequence[int]) -> None:
        """Show more papers after the present ones; the cursor and the screen stay as they are."""
        self.ids = ids
        self._note_listed()
        self.virtual_size = Size(self.size.width, len(ids) * self.lines)

    def changed(self, papers: Sequence[int] | None) -> None:
        """Read some papers again, or all: something about them has changed."""
        if papers is None or len(papers) > len(self._rows):
            self._rows.clear()
            self._counted.clear()
        else:
            for paper in papers:
                self._rows.pop(paper, None)
                self._counted.pop(paper, None)
        self._paint_anew(papers)

    def decided(self, papers: Sequence[int], decision: Decision | None) -> None:
        """Show a decision at once, before it is saved."""
        for paper in papers:
            row = self._rows.get(paper)
            if row is not None:
                self._rows[paper] = replace(row, decision=decision)
        self._paint_anew(papers)

    def repaint(self) -> None:
        """Repaint everything: the keywords, the lines per paper, or the colours of tags have changed."""
        self._counted.clear()
        self._strips.clear()
        self.refresh()

    def grow(self, by: int) -> None:
        """Give each paper more lines, or fewer."""
        row = self.cursor * self.lines - int(self.scroll_y)
        self.lines = max(1, min(self.lines + by, MOST_LINES))
        self.virtual_size = Size(self.size.width, len(self.ids) * self.lines)
        self.scroll_to(y=self.cursor * self.lines - row, animate=False, immediate=True, force=True)
        self._keep_in_sight()
        self.repaint()

    def move(self, by: int) -> None:
        """Move the cursor, stopping at either end."""
        self.cursor = self.cursor + by

    def go_to(self, paper: int) -> bool:
        """Put the cursor on a paper. Returns whether it is in the list."""
        try:
            self.cursor = self.ids.index(paper)
        except ValueError:
            return False
        return True

    @property
    def page(self) -> int:
        """The number of papers that fit on the screen."""
        return max(1, self.size.height // self.lines)

    def toggle(self) -> None:
        """Select or deselect the paper under the cursor."""
        if self.paper is not None:
            self.selected = self.selected ^ {self.paper}
            self._in_list = self._in_list ^ {self.paper}
            self._before_range = self.selected, self._in_list
            self._strips.clear()
            self.refresh()

    def select(self, papers: Iterable[int]) -> None:
        """Select exactly these."""
        self.selected = set(papers)
        self._note_listed()
        self._range_from = None
        self._strips.clear()
        self.refresh()

    def deselect(self, papers: Sequence[int]) -> None:
        """Deselect some papers."""
        self.select(self.selected.difference(papers))

    def toggle_range(self) -> None:
        """Begin to select everything between here and the cursor, or stop."""
        if self._range_from is None:
            self._range_from, self._before_range = self.cursor, (self.selected, self._in_list)
            self._select_range()
        else:
            self._range_from = None

    def validate_cursor(self, cursor: int) -> int:
        """Keep it within the list."""
        return max(0, min(cursor, len(self.ids) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two papers concerned, and post where the cursor is."""
        self._keep_in_sight(around=0 if self._clicked else _AROUND)  # a second click meets the same paper
        if self._range_from is not None:
            self._select_range()
        for index in (old, new):
            self.refresh_lines(index * self.lines, self.lines)
        self.post_message(self.Highlighted(self.paper))

    def on_focus(self) -> None:
        """The cursor looks different with the focus."""
        self._strips.clear()
        self.refresh()

    on_blur = on_focus

    def notify_style_update(self) -> None:
        """The theme has changed: repaint."""
        super().notify_style_update()
        self._strips.clear()

    def on_resize(self) -> None:
        """Wrap lines for the new width, and keep the cursor in sight."""
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(self.ids) * self.lines)
        self._keep_in_sight()

    def on_click(self, event: events.Click) -> None:
        """One click moves the cursor, two open the paper."""
        index = (int(self.scroll_y) + event.y) // self.lines
        if index >= len(self.ids):
            return
        self._clicked = True
        self.cursor = index
        self._clicked = False
        if event.chain > 1:
            self.post_message(self.Opened(self.ids[index]))

    def painted_line(self, y: int) -> Strip:
        """One line of the screen."""
        line = int(self.scroll_y) + y
        index, part = divmod(line, self.lines)
        width = self.scrollable_content_region.width
        if index >= len(self.ids):
            words = line_of(self.nothing, y - 1, width - GUTTER - 1) if not self.ids else ""
            quiet = self.rich_style + self.get_component_rich_style("paper-list--meta", partial=True)
            return Strip([Segment(" " * GUTTER + words, quiet)]).adjust_cell_length(width, self.rich_style)
        here = index == self.cursor
        key = (self.ids[index], here)
        strips = self._strips.get(key)
        if strips is None:
            row = self._row(index)
            strips = (
                [Strip.blank(width, self.rich_style)] * self.lines if row is None else self._paint(row, here, width)
            )
            if len(self._strips) > _PAINTED:
                self._strips.clear()
            self._strips[key] = strips
        return strips[part]

    def _paint_anew(self, papers: Sequence[int] | None) -> None:
        """Repaint some papers, or all; of the screen, only the lines of those papers."""
        if papers is None or len(papers) > len(self._strips):
            self._strips.clear()
            self.refresh()
            return
        for paper in papers:
            self._strips.pop((paper, True), None)
            self._strips.pop((paper, False), None)
        concerned = set(papers)
        first = int(self.scroll_y) // self.lines
        for index in range(first, min(first + self.page + 2, len(self.ids))):
            if self.ids[index] in concerned:
                self.refresh_lines(index * self.lines, self.lines)

    def _row(self, index: int) -> Row | None:
        paper = self.ids[index]
        if paper not in self._rows:
            if len(self._rows) > _KEPT:
                self._rows.clear()
            first = max(0, index - self.page)
            window = [id_ for id_ in self.ids[first : index + 2 * self.page] if id_ not in self._rows]
            self._rows.update((row.id, row) for row in self._fetch(window))
            if self.counts is not None:
                self._counted.update(self.counts(window))
        return self._rows.get(paper)

    def _place_of(self, at: int | None, ids: Sequence[int]) -> int:
        """Where the cursor goes in a new list: to `at`, or else to the nearest paper of those around it now."""
        if at is None or len(ids) > _LONG:
            return 0
        with contextlib.suppress(ValueError):
            return ids.index(at)
        if len(ids) > _LONG_TO_COMPARE:
            return 0
        there = set(ids)
        # Starting with the paper under the cursor, which may not be `at`.
        after, before = self.ids[self.cursor : self.cursor + _KEPT], self.ids[max(0, self.cursor - _KEPT) : self.cursor]
        nearest = next((paper for paper in (*after, *reversed(before)) if paper in there), None)
        return 0 if nearest is None else ids.index(nearest)

    def _paint(self, row: Row, here: bool, width: int) -> list[Strip]:  # noqa: FBT001
        appearance = Appearance(
            self.rich_style,
            lambda name: self.get_component_rich_style(f"paper-list--{name}", partial=True),
            cursor=here,
            focus=self.has_focus,
            selected=row.id in self.selected,
            matches=self._matches,
        )
        said = self.says(row.id) if self.says is not None else ""
        return self._lines_of.paint(row, appearance, width, self.lines, said=said, counted=self._counted.get(row.id))

    def _select_range(self) -> None:
        assert self._range_from is not None  # noqa: S101
        low, high = sorted((self._range_from, self.cursor))
        between = set(self.ids[low : high + 1])
        self.selected, self._in_list = (before | between for before in self._before_range)
        self._strips.clear()
        self.refresh()

    def _note_listed(self) -> None:
        self._in_list = {paper for paper in self.ids if paper in self.selected} if self.selected else set()

    def _keep_in_sight(self, around: int = _AROUND) -> None:
        """Scroll as far as the cursor needs, with so many papers before and after it if there is room for them."""
        if not self.size.height:
            return  # it is hidden: it will be seen as it was left
        around = min(around, (self.page - 1) // 2)
        first, last = max(0, self.cursor - around), min(self.cursor + around, max(0, len(self.ids) - 1))
        region = Region(0, first * self.lines, 1, (last - first + 1) * self.lines)
        # Never animated: at Textual's speed, a jump through a million papers takes hours.
        self.scroll_to_region(region, animate=False, immediate=True, x_axis=False)
