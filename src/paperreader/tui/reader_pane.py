"""The pane that shows one paper: its title, its facts, its abstract, its notes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from textual.containers import Vertical, VerticalScroll
from textual.content import Content, Span
from textual.style import Style
from textual.widgets import Static

from paperreader.paper import clean
from paperreader.tui.text import plain, safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from paperreader.library.ranking import Marks
    from paperreader.paper import Entry, Note, Paper, PartialDate

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ReaderPane(VerticalScroll, can_focus=True):
    """One paper at a comfortable measure. Give it an entry with `show`."""

    BINDINGS = []  # noqa: RUF012 - the scrolling keys of the base class are commands of ours

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._body = Static(id="paper", markup=False)
        self._notes = Vertical(id="notes")
        self._shown_notes: tuple[Note, ...] = ()
        self._matches: list[int] = []
        self.entry: Entry | None = None

    def compose(self) -> ComposeResult:
        """The paper, and its notes below."""
        with Vertical(id="measure"):
            yield self._body
            yield self._notes

    def show(self, entry: Entry | None, marks: Marks | None) -> None:
        """Show a paper, from its top; or anew, where it was, when it is the one that is shown."""
        same = entry is not None and self.entry is not None and entry.id == self.entry.id
        self.entry = entry
        self._body.update(Content() if entry is None else self._compose_paper(entry, marks))
        self._show_notes(() if entry is None else entry.notes)
        if not same:
            self.scroll_home(animate=False, immediate=True)

    def next_match(self, direction: int) -> bool:
        """Scroll to the next matched word that is out of sight; says whether there was one."""
        width = max(1, self._body.size.width)
        lines = sorted({self._line_of(place, width) for place in self._matches})
        top, bottom = int(self.scroll_y), int(self.scroll_y) + self.size.height - 1
        beyond = [line for line in lines if line > bottom] if direction > 0 else [line for line in lines if line < top]
        if not beyond:
            return False
        line = beyond[0] if direction > 0 else beyond[-1]
        self.scroll_to(y=max(0, line - self.size.height // 3), animate=False, immediate=True)
        return True

    def _line_of(self, place: int, width: int) -> int:
        content = self._body.content
        assert isinstance(content, Content)  # noqa: S101
        return len(content[:place].wrap(width)) - 1

    def _compose_paper(self, entry: Entry, marks: Marks | None) -> Content:
        variables = self.app.theme_variables
        muted = Style.parse(variables["muted"])
        accent = Style.parse(variables["accent"])
        matched = Style.parse(f"bold underline {variables['warning']}")
        title = safe(entry.label)
        parts = [_marked(title, Style(bold=True, italic=entry.paper.title is None), marks, matched)]
        facts = " · ".join(_facts(entry))
        if facts:
            parts.append(plain(facts, muted))
        signs = [Content.styled("★ starred", accent)] if entry.starred else []
        signs += [plain(f"#{safe(tag)}", accent) for tag in entry.tags]
        if signs:
            parts.append(Content("  ").join(signs))
        head = Content("\n").join(parts)
        abstract = self._compose_abstract(entry, marks, matched)
        whole = Content("\n\n").join([head, abstract])
        self._matches = [span.start for span in whole.spans if span.style == matched]
        return whole

    def _compose_abstract(self, entry: Entry, marks: Marks | None, matched: Style) -> Content:
        from paperreader.titles import links_in  # its rules take longer to build than the first screen has

        text = clean(entry.paper.abstract)
        if not text:
            return plain("There is no abstract.", Style(italic=True))
        spans = [Span(start, end, matched) for start, end in (marks.spans(text) if marks else ())]
        for number, url in enumerate(links_in(text)):
            place = text.find(url if url in text else url.partition("://")[2])
            if place >= 0:
                length = len(url) if url in text else len(url.partition("://")[2])
                # The action names the link by its number: what stands in the text is never run.
                style = Style(underline=True) + Style.from_meta({"@click": f"screen.open_link({number})"})
                spans.append(Span(place, place + length, style))
        return Content(text, spans=spans)

    def _show_notes(self, notes: tuple[Note, ...]) -> None:
        if notes == self._shown_notes:
            return
        self._shown_notes = notes
        self._notes.remove_children()
        if notes:
            self._notes.mount_all(_note_widgets(notes))


def _note_widgets(notes: Iterable[Note]) -> Iterable[Widget]:
    from textual.widgets import Markdown  # it brings a parser and a highlighter: not before there is a note

    for note in notes:
        yield Static(plain(f"✎ {_moment(note.updated)}"), classes="note-head", markup=False)
        yield Markdown(clean(note.body), classes="note", open_links=False)


def _marked(text: str, style: Style, marks: Marks | None, matched: Style) -> Content:
    content = plain(text, style)
    return content.add_spans([Span(start, end, matched) for start, end in marks.spans(text)]) if marks else content


def _facts(entry: Entry) -> Iterable[str]:
    paper = entry.paper
    if paper.title is None:
        yield "no printed title"
    if paper.versioned_arxiv_id:
        yield f"arXiv {safe(paper.versioned_arxiv_id)}"
    for scheme in ("doi", "pmid"):
        yield from (f"{scheme.upper()} {safe(value)}" for value in paper.values(scheme))
    yield from _authors(paper)
    if paper.published is not None:
        yield date_in_words(paper.published)
    yield from filter(None, (safe(paper.venue or ""), " ".join(safe(one) for one in paper.categories)))
    if paper.upvotes is not None:
        yield f"▲ {paper.upvotes:,}"
    if paper.comments is not None:
        yield f"{paper.comments:,} comment{'s' if paper.comments != 1 else ''}"


def _authors(paper: Paper) -> Iterable[str]:
    names = [safe(name) for name in paper.authors]
    if names:
        yield ", ".join(names) if len(names) <= 4 else f"{', '.join(names[:3])} and {len(names) - 3} more"
    elif paper.author_count is not None:
        yield f"{paper.author_count} author{'s' if paper.author_count != 1 else ''}"


def date_in_words(date: PartialDate) -> str:
    """`23 Jul 2024`, as precise as it is; a year that was not printed says so."""
    words = " ".join(
        str(part) for part in (date.day, _MONTHS[date.month - 1] if date.month else None, date.year) if part
    )
    return f"{words} (year inferred)" if date.inferred else words


def _moment(stamp: str) -> str:
    """A stored moment as the reader's own clock shows it."""
    try:
        moment = datetime.fromisoformat(stamp).astimezone()
    except ValueError:
        return safe(stamp)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M}"
