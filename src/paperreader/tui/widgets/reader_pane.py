"""The pane that shows one paper: a line-API widget over its `Page`, with a `Caret` in the abstract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from paperreader.domain import Wording
from paperreader.tui.core import MARGIN, UNICODE, styles_of
from paperreader.tui.widgets.painted_lines import PaintedLines
from paperreader.tui.widgets.reading_places import ReadingPlace, ReadingPlaces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual import events
    from textual.selection import Selection

    from paperreader.domain import Entry, Highlight
    from paperreader.language import Keywords, Unit
    from paperreader.library import Backlink, Matches
    from paperreader.tui.core import Glyphs, Span, Styles
    from paperreader.tui.widgets.caret import Caret
    from paperreader.tui.widgets.page import Page
    from paperreader.tui.widgets.side_pane import SidePane

_TOP: Final = 1
"""Empty lines above the title, and below the last line."""
_AROUND: Final = 2
"""Lines kept in sight above and below the cursor."""


class ReaderPane(PaintedLines, can_focus=True):
    """Shows one paper in lines of a comfortable length. Give it an entry with `show`."""

    BINDINGS = []  # noqa: RUF012 - the scrolling keys of the base class are commands of ours

    over: reactive[Highlight | None] = reactive(None, repaint=False)
    """The highlight under the cursor, while the pane has the focus."""

    class Followed(Message):
        """A link was clicked."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    def __init__(
        self,
        *,
        id: str,  # noqa: A002
        measure: int = 70,
        latex: bool = True,
        glyphs: Glyphs = UNICODE,
        keywords: Keywords | None = None,
        wording: Wording | None = None,
    ) -> None:
        """Make an empty pane.

        Args:
            measure: the maximum length of a line of text, in cells.
            latex: whether LaTeX is shown as readable text.
            keywords: words to colour.
            wording: puts colours and links of notes into words.
        """
        super().__init__(id=id)
        self.measure = measure
        self.latex = latex
        self.keywords = keywords
        self._glyphs, self._wording = glyphs, wording or Wording()
        self.entry: Entry | None = None
        self.page: Page | None = None
        """What is painted; `None` while there is nothing."""
        self.beside: SidePane | None = None
        """Shows highlights and notes beside the page; `None`: they are below the abstract."""
        self._matches: Matches | None = None
        self._backlinks: Sequence[Backlink] = ()
        self._shared = ""
        self._caret: Caret | None = None
        self._strips: dict[int, Strip] = {}
        """Painted lines, except those under the overlay."""
        self._mixed: tuple[tuple[str, Style], Styles] | None = None
        self._width = self._left = 0
        self._column = 0
        self._places = ReadingPlaces()

    @property
    def caret(self) -> Caret:
        """The cursor in the abstract."""
        if self._caret is None:
            from paperreader.tui.widgets.caret import Caret

            self._caret = Caret("")
        return self._caret

    @property
    def shown(self) -> int | None:
        """The id of the paper that is shown."""
        return None if self.entry is None else self.entry.id

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show(
        self, entry: Entry | None, matches: Matches | None, backlinks: Sequence[Backlink] = (), *, shared: str = ""
    ) -> None:
        """Show a paper where it was last left, or from the top; if it is shown already, update it in place."""
        same = entry is not None and self.entry is not None and entry.id == self.entry.id
        if not same:
            self._remember()
        self.entry, self._matches, self._backlinks, self._shared = entry, matches, backlinks, shared
        if same:
            self._lay_out_here()
        else:
            self._go_back()

    def place_in(self, paper: int) -> ReadingPlace:
        """Where the reader is in a paper, or was when it was last shown."""
        if paper == self.shown:
            self._remember()
        return self._places.of(paper)

    def put(self, paper: int, place: ReadingPlace) -> None:
        """Show a paper at a place: at once if it is shown, or else when it is."""
        self._places.keep(paper, place)
        if paper == self.shown:
            self._go_back()

    def turn_latex(self) -> bool:
        """Switch between LaTeX as readable text and as written. Returns whether it is readable. The cursor stays."""
        stored = self.page.text.stored(*self.caret.character)[0] if self.page is not None else 0
        self.latex = not self.latex
        self._lay_out(0)
        if self.page is not None:
            self.go(self.page.text.shown(stored, stored + 1)[0])
        return self.latex

    def colour(self, keywords: Keywords | None) -> None:
        """Colour these keywords."""
        self.keywords = keywords
        self._lay_out()

    def put_beside(self, beside: SidePane | None) -> None:
        """Show highlights and notes there from now on; `None`: below the abstract."""
        self.beside = beside
        self._lay_out()

    def widen(self, by: int) -> None:
        """Make lines of text longer, or shorter."""
        seen = self._sees_cursor()
        self.measure = max(30, min(self.measure + by, 200))
        self._lay_out()
        if seen:
            self._scroll_to_cursor()

    def hint(self, letters: dict[int, str]) -> None:
        """Paint letters over places of the abstract; an empty dictionary removes them."""
        if self.page is not None:
            self.page.overlay.hints = letters
        self.refresh()

    # -- moving ----------------------------------------------------------------------------------------------------

    def go(self, place: int) -> None:
        """Put the cursor on a place of the shown text."""
        self._do(lambda: self.caret.go(place))

    def move(self, unit: Unit, direction: int) -> None:
        """Move the cursor by words, sentences, paragraphs or characters."""
        self._do(lambda: self.caret.move(unit, direction))

    def move_lines(self, by: int) -> None:
        """Move the cursor by lines; outside the abstract, or while the cursor is out of sight, scroll."""
        page = self.page
        line = page.line_of(self.caret.place) + by if page is not None else 0
        place = page.place_at(line, self._column) if page is not None and self._sees_cursor() else None
        if place is None:
            self.scroll_lines(by)
        else:
            column = self._column
            self.go(place)
            self._column = column

    def scroll_lines(self, by: int) -> None:
        """Scroll; the cursor follows as far as it must."""
        self.scroll_relative(y=by, animate=False, immediate=True)
        self._bring_cursor()

    def go_to_end(self, *, last: bool) -> None:
        """Go to the first or the last character, and scroll to that end of the page."""
        self._do(self.caret.go_to_end if last else lambda: self.caret.go(0))
        self.scroll_to(y=len(self.page or ()) if last else 0, animate=False, immediate=True, force=True)

    def go_to_line_end(self, *, last: bool) -> None:
        """Go to the beginning or the end of the line on the screen."""
        span = self.page.span_of(self.page.line_of(self.caret.place)) if self.page is not None else None
        if span is not None:
            self.go(span[1] - 1 if last else span[0])

    def find(self, typed: str, direction: int) -> bool:
        """Go to the next occurrence of `typed`. Returns whether there is one."""
        return self._do(lambda: self.caret.find(typed, direction))

    def next_match(self, direction: int) -> bool:
        """Go to the next match of the search; without the focus, scroll to the next one out of sight."""
        matches = self.page.matches if self.page is not None else []
        if self.has_focus or self.page is None:
            return self._do(lambda: self.caret.go_beyond(matches, direction))
        first, last = self._sight()
        lines = {self.page.line_of(start): start for start, _ in (matches if direction < 0 else reversed(matches))}
        beyond = [line for line in lines if (line > last if direction > 0 else line < first)]
        if beyond:
            line = min(beyond) if direction > 0 else max(beyond)
            self.scroll_to(y=max(0, line - self.size.height // 3), animate=False, immediate=True, force=True)
        return bool(beyond)

    def next_highlight(self, direction: int) -> bool:
        """Go to the next highlight. Returns whether there is one."""
        spans = [span for span, _ in self.page.highlights] if self.page is not None else []
        return self._do(lambda: self.caret.go_beyond(spans, direction))

    def go_to_highlight(self, uid: str) -> None:
        """Go to a highlight, if it has a place in the abstract."""
        for span, highlight in self.page.highlights if self.page is not None else ():
            if highlight.id == uid:
                self.go(span[0])

    @property
    def highlight_here(self) -> Highlight | None:
        """The highlight under the cursor; of several, the shortest."""
        found = self.page.highlights_at(self.caret.place) if self.page is not None else []
        return found[0] if found else None

    # -- selecting -------------------------------------------------------------------------------------------------

    def select(self, *, sentence: bool) -> bool:
        """Begin a selection at the cursor, or select one more sentence. Returns whether there is anything to select."""
        return self._do(self.caret.select_sentence if sentence else self.caret.select)

    def swap_ends(self) -> None:
        """Go to the other end of the selection."""
        self._do(self.caret.swap)

    def leave(self) -> None:
        """End the selection."""
        self._do(self.caret.leave)

    @property
    def selected(self) -> Span:
        """The selection, in code points of the stored abstract."""
        return self.page.text.stored(*self.caret.selection) if self.page is not None else (0, 0)

    # -- painting --------------------------------------------------------------------------------------------------

    def painted_line(self, y: int) -> Strip:
        """One line of the screen."""
        line = int(self.scroll_y) + y
        if self.page is None:
            return Strip.blank(self.scrollable_content_region.width, self.rich_style)
        if not 0 <= line - _TOP < len(self.page):
            line = -1  # all empty lines are one strip
        moves = self.page.moves(line - _TOP)
        strip = None if moves else self._strips.get(line)
        if strip is None:
            strip = self.page.paint(line - _TOP, self._width, self._left)
            if not moves:
                self._strips[line] = strip
        return strip

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text selected with the mouse."""
        if self.page is None:
            return None
        lines = [" " * self._left + self.page.plain(line) for line in range(len(self.page))]
        return selection.extract("\n".join(["", *lines])), "\n"

    # -- news --------------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Lay the page out for the new width; with the focus, the cursor stays in sight."""
        if self.page is not None:
            self._remember()
        self._lay_out_here()
        if self.has_focus:
            self._scroll_to_cursor()

    def on_focus(self) -> None:
        """Show the cursor."""
        self._lay_out_here()
        self._bring_cursor()

    def on_blur(self) -> None:
        """Hide the cursor, and end the selection."""
        self.caret.leave()
        self._lay_out()

    def notify_style_update(self) -> None:
        """The theme has changed: repaint."""
        super().notify_style_update()
        if self.is_attached:
            self._lay_out()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; on a link, it opens that."""
        if self.page is None:
            return
        place = self.page.place_at(int(self.scroll_y) + event.y - _TOP, event.x - self._left - MARGIN)
        if place is None:
            return
        self.go(place)
        for link in self.page.links:
            if link.span is not None and link.span[0] <= place < link.span[1]:
                self.post_message(self.Followed(link.url))

    # -- how ---------------------------------------------------------------------------------------------------------

    def _lay_out(self, place: int | None = None) -> None:
        """Lay the page out again; the cursor goes to `place`, or else it and the selection stay."""
        self._strips.clear()
        if self.entry is None or not self.size.width:
            if self.beside is not None and self.entry is None:
                self.beside.clear()
            self.page = None
            self.virtual_size = Size(0, 0)
            self.refresh()
            return
        from paperreader.tui.widgets.caret import Caret
        from paperreader.tui.widgets.page import Page, PageOptions, Part

        self._width = self.scrollable_content_region.width
        inner = max(2, min(self.measure, self._width - MARGIN - 1))
        self._left = max(0, (self._width - MARGIN - inner) // 2)
        options = PageOptions(self._page_styles(), self._glyphs, self.latex, self.keywords, self._wording)
        part = Part.ALL if self.beside is None else Part.TEXT
        self.page = Page(
            self.entry, inner, options, matches=self._matches, backlinks=self._backlinks, shared=self._shared, part=part
        )
        if self.beside is not None:
            self.beside.show(self.entry, self._backlinks, options)
        text = self.page.text.text
        if place is not None or text != self.caret.text:
            self._caret = Caret(text, self.caret.place if place is None else place)
        self.virtual_size = Size(self._width, len(self.page) + 2 * _TOP)
        self._place_cursor()
        self.refresh()

    def _page_styles(self) -> Styles:
        """The styles for the current theme, mixed once."""
        key = (self.app.theme, self.rich_style)
        if self._mixed is None or self._mixed[0] != key:
            self._mixed = key, styles_of(self.app.current_theme, self.app.theme_variables, self.rich_style)
        return self._mixed[1]

    def _do(self, work: Callable[[], bool | None]) -> bool:
        """Let the cursor do something; repaint where it was and where it is, and keep it in sight."""
        before = self._painted_lines()
        done = work()
        if self.page is None:
            return bool(done)
        self._column = self.page.column_of(self.caret.place)
        self._place_cursor()
        for first, count in (before, self._painted_lines()):
            self.refresh_lines(first, count)
        self._scroll_to_cursor()
        return bool(done)

    def _scroll_to_cursor(self) -> None:
        if self.page is not None:
            line = self.page.line_of(self.caret.place) + _TOP
            region = Region(0, max(0, line - _AROUND), 1, 2 * _AROUND + 1)
            self.scroll_to_region(region, animate=False, immediate=True, x_axis=False, force=True)

    def _place_cursor(self) -> None:
        if self.page is None:
            return
        caret, overlay = self.caret, self.page.overlay
        shown = self.has_focus and bool(caret.text)
        overlay.cursor = caret.character if shown else None
        self.over = self.highlight_here if shown else None
        overlay.sentence = caret.sentence if shown and not caret.selecting else (0, 0)
        overlay.selection = caret.selection if caret.selecting else (0, 0)

    def _painted_lines(self) -> tuple[int, int]:
        """The lines under cursor, sentence and selection: the first, and how many."""
        page = self.page
        if page is None or (cursor := page.overlay.cursor) is None:
            return (0, 0)
        spans = [span for span in (cursor, page.overlay.sentence, page.overlay.selection) if span[0] < span[1]]
        first, last = page.line_of(min(start for start, _ in spans)), page.line_of(max(end for _, end in spans) - 1)
        return first + _TOP, last - first + 1

    def _sight(self) -> tuple[int, int]:
        """The first and the last line of the page on the screen."""
        top = int(self.scroll_y) - _TOP
        return top, top + self.scrollable_content_region.height - 1

    def _sees_cursor(self) -> bool:
        first, last = self._sight()
        return self.page is not None and first <= self.page.line_of(self.caret.place) <= last

    def _bring_cursor(self) -> None:
        """Put the cursor on a line in sight, if the abstract has one there."""
        if self.page is None or not self.caret.text or self._sees_cursor():
            return
        first, last = self._sight()
        lines = range(first, last + 1)
        for line in reversed(lines) if self.page.line_of(self.caret.place) > last else lines:
            place = self.page.place_at(line, self._column)
            if place is not None:
                self.caret.go(place)
                self._place_cursor()
                self.refresh()
                return

    def _remember(self) -> None:
        if self.entry is not None and self.page is not None:
            self._places.keep(self.entry.id, ReadingPlace(self.caret.place, int(self.scroll_y)))

    def _lay_out_here(self) -> None:
        """Lay the page out where the reader is; if there was none, as while the pane is hidden, where that was."""
        if self.page is None:
            self._go_back()
        else:
            self._lay_out()

    def _go_back(self) -> None:
        """Go to the remembered place of the paper."""
        place = self._places.of(self.shown)
        self._lay_out(place.caret)
        self.scroll_to(y=place.top, animate=False, immediate=True, force=True)
