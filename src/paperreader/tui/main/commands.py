"""The table of commands: one row for every command of the reader, with its keys, its title and what it runs.

Keys, help, command palette, footer, configuration and documents are made from it. To add a command, add a row here and
a method to the right class in `actions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.domain import OUTCOMES, Outcome
from paperreader.query import ORDERS
from paperreader.tui.core import EVERYWHERE, LIST, PANES, PAPERS, READER, SELECTING, SIDEBAR, TEXT, Command, Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from paperreader.query import Order
    from paperreader.tui.main.actions import Actions


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderCommand(Command):
    """A command of the reader, and what it runs."""

    run: Callable[[Actions, str], object]
    """Runs it. The argument is the last key, which matters only if it is `told`."""
    reach: Reach = Reach.LIBRARY
    choices: Callable[[Actions], Iterable[tuple[str, str]]] | None = None
    """The keys that it can be passed and their meanings, if there are more than its own keys."""
    leaps: bool = False
    """It may lead far away, and the trail goes back from there."""


_CURSOR, _LAST, _SCREEN, _PAPER, _LISTED = Reach.CURSOR, Reach.LAST, Reach.SCREEN, Reach.PAPER, Reach.LISTED

_MOVE: Final = "Move"
_TEXT: Final = "In the abstract"
_FIND: Final = "Find"
_DECIDE: Final = "Decide"
_ANNOTATE: Final = "Tag, note, undo"
_HIGHLIGHT: Final = "Highlight"
_SELECT: Final = "Select papers"
_SIDEBAR: Final = "Tags and views in the sidebar"
_OUT: Final = "Copy, open, export"
_APP: Final = "The program"


def _sorting(order: Order) -> ReaderCommand:
    return ReaderCommand(
        f"sort.{order.name}", order.keys, order.title, PAPERS, _FIND,
        run=lambda do, key: do.views.sort(order, key), told=order.turns,
    )  # fmt: skip


def _deciding(outcome: Outcome) -> Iterator[ReaderCommand]:
    yield ReaderCommand(
        f"decide.{outcome.id}", (outcome.key,), outcome.title, PAPERS, _DECIDE, outcome.decision or "",
        run=lambda do, _: do.screening.decide(outcome.decision), reach=_PAPER,
    )  # fmt: skip
    if outcome.reasons:
        yield ReaderCommand(
            "decide.reason", ("X *",), "Reject for a reason, by its number; Enter: write one", PAPERS, _DECIDE,
            run=lambda do, key: do.screening.reject_for(key), reach=_PAPER, told=True,
            choices=lambda do: do.screening.reasons(),
        )  # fmt: skip


# fmt: off
COMMANDS: Final[tuple[ReaderCommand, ...]] = (
    ReaderCommand("move.down", ("j", "down"), "Next paper or line", EVERYWHERE, _MOVE,
        run=lambda do, _: do.navigation.move(1), reach=_CURSOR),
    ReaderCommand("move.up", ("k", "up"), "Previous paper or line", EVERYWHERE, _MOVE,
        run=lambda do, _: do.navigation.move(-1), reach=_CURSOR),
    ReaderCommand("move.top", ("g g", "home"), "First", EVERYWHERE, _MOVE,
        run=lambda do, _: do.navigation.go_to_end(last=False), reach=_CURSOR, leaps=True),
    ReaderCommand("move.bottom", ("G", "end"), "Last", EVERYWHERE, _MOVE,
        run=lambda do, _: do.navigation.go_to_end(last=True), reach=_LAST, leaps=True),
    ReaderCommand("move.half_down", ("ctrl+d",), "Half a page down", EVERYWHERE, _MOVE,
        run=lambda do, _: do.navigation.half_page(1), reach=_CURSOR),
    ReaderCommand("move.half_up", ("ctrl+u",), "Half a page up", EVERYWHERE, _MOVE,
        run=lambda do, _: do.navigation.half_page(-1), reach=_CURSOR),
    ReaderCommand("move.page_down", ("ctrl+f", "pagedown"), "A page down", EVERYWHERE, _MOVE,
        run=lambda do, _: do.navigation.page(1), reach=_CURSOR),
    ReaderCommand("move.page_up", ("ctrl+b", "pageup"), "A page up", EVERYWHERE, _MOVE,
        run=lambda do, _: do.navigation.page(-1), reach=_CURSOR),
    ReaderCommand("open", ("enter", "l", "right"),
        "Open: sidebar to list, list to abstract", (LIST, SIDEBAR), _MOVE, "open",
        run=lambda do, _: do.navigation.open(), reach=_SCREEN),
    ReaderCommand("back", ("h", "left"), "Back: abstract to list, list to sidebar", PAPERS, _MOVE, "back",
        run=lambda do, _: do.navigation.back(), reach=_SCREEN),
    ReaderCommand("scroll.down", ("J",), "Scroll the abstract down", (LIST,), _MOVE,
        run=lambda do, _: do.navigation.scroll_abstract(1), reach=_CURSOR),
    ReaderCommand("scroll.up", ("K",), "Scroll the abstract up", (LIST,), _MOVE,
        run=lambda do, _: do.navigation.scroll_abstract(-1), reach=_CURSOR),
    ReaderCommand("paper.next", ("J",), "Next paper", (READER,), _MOVE, "next",
        run=lambda do, _: do.navigation.paper(1), reach=_CURSOR),
    ReaderCommand("paper.previous", ("K",), "Previous paper", (READER,), _MOVE,
        run=lambda do, _: do.navigation.paper(-1), reach=_CURSOR),
    ReaderCommand("undecided.next", ("] u",), "Next undecided paper", PAPERS, _MOVE,
        run=lambda do, _: do.navigation.undecided(1)),
    ReaderCommand("undecided.previous", ("[ u",), "Previous undecided paper", PAPERS, _MOVE,
        run=lambda do, _: do.navigation.undecided(-1)),
    ReaderCommand("batch.next", ("] ]",), "Next import: the first paper from another file", (LIST,), _MOVE,
        run=lambda do, _: do.navigation.import_batch(1), leaps=True),
    ReaderCommand("batch.previous", ("[ [",), "Previous import", (LIST,), _MOVE,
        run=lambda do, _: do.navigation.import_batch(-1), leaps=True),
    ReaderCommand("jump.set", ("m *",), "Remember this paper under a letter", PAPERS, _MOVE,
        run=lambda do, key: do.navigation.set_jump(key), told=True, choices=lambda do: do.navigation.letters_to_set()),
    ReaderCommand("jump.go", ("' *",), "Go to the paper under a letter", PAPERS, _MOVE,
        run=lambda do, key: do.navigation.jump(key), told=True, choices=lambda do: do.navigation.letters_to_go(),
        leaps=True),
    ReaderCommand("trail.back", ("ctrl+o",), "Back to where you were before the last leap", PANES, _MOVE,
        run=lambda do, _: do.trail.back(), yields=True),
    ReaderCommand("trail.forward", ("ctrl+n",), "Forward again to where you came back from", PANES, _MOVE,
        run=lambda do, _: do.trail.forward(), yields=True),
    ReaderCommand("pane.next", ("tab",), "Next pane", PANES, _MOVE, "panes",
        run=lambda do, _: do.navigation.next_pane(1), reach=_SCREEN),
    ReaderCommand("pane.previous", ("shift+tab",), "Previous pane", PANES, _MOVE,
        run=lambda do, _: do.navigation.next_pane(-1), reach=_SCREEN),
    ReaderCommand("goto.tags", ("g t",), "To the tags in the sidebar", PANES, _MOVE,
        run=lambda do, _: do.navigation.tags()),
    ReaderCommand("goto.notes", ("g n",), "All notes: find one and go there", PANES, _MOVE,
        run=lambda do, _: do.highlighting.list_notes(), leaps=True),
    ReaderCommand("goto.highlights", ("g h",), "All highlights: find one and go there", PANES, _MOVE,
        run=lambda do, _: do.highlighting.list_highlights(), leaps=True),
    ReaderCommand("layout.more", ("+",),
        "More room: lines per paper in the list, columns in the abstract", PANES, _MOVE,
        run=lambda do, _: do.views.resize(1), reach=_SCREEN),
    ReaderCommand("layout.less", ("-",), "Less room", PANES, _MOVE,
        run=lambda do, _: do.views.resize(-1), reach=_SCREEN),
    ReaderCommand("layout.focus", ("_",), "Only the abstract, and back", PANES, _MOVE,
        run=lambda do, _: do.views.only_abstract(), reach=_SCREEN),
    ReaderCommand("reader.page", ("space",), "A page down", (READER,), _TEXT,
        run=lambda do, _: do.navigation.page(1), reach=_CURSOR),
    ReaderCommand("sentence.next", (")",), "Next sentence", TEXT, _TEXT, "sentence",
        run=lambda do, _: do.navigation.sentence(1), reach=_CURSOR),
    ReaderCommand("sentence.previous", ("(",), "Previous sentence", TEXT, _TEXT,
        run=lambda do, _: do.navigation.sentence(-1), reach=_CURSOR),
    ReaderCommand("word.next", ("w",), "Next word", TEXT, _TEXT, "word",
        run=lambda do, _: do.navigation.word(1), reach=_CURSOR),
    ReaderCommand("word.previous", ("b",), "Previous word", TEXT, _TEXT,
        run=lambda do, _: do.navigation.word(-1), reach=_CURSOR),
    ReaderCommand("paragraph.next", ("}",), "Next paragraph", TEXT, _TEXT,
        run=lambda do, _: do.navigation.paragraph(1), reach=_CURSOR),
    ReaderCommand("paragraph.previous", ("{",), "Previous paragraph", TEXT, _TEXT,
        run=lambda do, _: do.navigation.paragraph(-1), reach=_CURSOR),
    ReaderCommand("line.start", ("0",), "Beginning of the line", TEXT, _TEXT,
        run=lambda do, _: do.navigation.line_end(last=False), reach=_CURSOR),
    ReaderCommand("line.end", ("$",), "End of the line", TEXT, _TEXT,
        run=lambda do, _: do.navigation.line_end(last=True), reach=_CURSOR),
    ReaderCommand("character.next", ("l", "right"), "Next character", (SELECTING,), _TEXT,
        run=lambda do, _: do.navigation.character(1), reach=_CURSOR),
    ReaderCommand("character.previous", ("h", "left"), "Previous character", (SELECTING,), _TEXT,
        run=lambda do, _: do.navigation.character(-1), reach=_CURSOR),
    ReaderCommand("find", ("/",), "Select up to a word", (SELECTING,), _TEXT,
        run=lambda do, _: do.highlighting.select_to_words()),
    ReaderCommand("links", ("f",), "Follow a link: each shows a letter to press", (READER,), _TEXT, "links",
        run=lambda do, _: do.highlighting.links(), leaps=True),
    ReaderCommand("keywords", ("W",), "Keyword colours on or off", PAPERS, _TEXT,
        run=lambda do, _: do.views.keywords()),
    ReaderCommand("latex", ("L",), "LaTeX as text, or as written", PAPERS, _TEXT,
        run=lambda do, _: do.views.latex()),
    ReaderCommand("search", ("/",), "Search as you type", PANES, _FIND, "search",
        run=lambda do, _: do.search.open(), reach=_SCREEN, leaps=True),
    ReaderCommand("match.next", ("n",), "Next match in the abstract, then the next paper", (*PAPERS, SELECTING), _FIND,
        run=lambda do, _: do.navigation.match(1), reach=_SCREEN),
    ReaderCommand("match.previous", ("N",), "Previous match", (*PAPERS, SELECTING), _FIND,
        run=lambda do, _: do.navigation.match(-1), reach=_SCREEN),
    ReaderCommand("related", ("g s",),
        "Related papers: the nearest in wording, and the words they share", PAPERS, _FIND,
        run=lambda do, _: do.related.list_related(), reach=_LISTED, leaps=True),
    ReaderCommand("duplicates", ("g d",), "Possible duplicates: side by side, to merge or keep apart", PANES, _FIND,
        run=lambda do, _: do.transfer.duplicates()),
    ReaderCommand("clear", ("escape",),
        "Stop an export; clear the selection here, then the search; elsewhere: back", PANES, _FIND,
        run=lambda do, _: do.navigation.clear(), reach=_SCREEN, leaps=True),
    ReaderCommand("view.save", ("F",), "Save the list as a view, with a number key", PANES, _FIND,
        run=lambda do, _: do.views.save()),
    ReaderCommand("view.open", tuple("0123456789"), "A view by its number; 0: all papers", (LIST, SIDEBAR), _FIND,
        run=lambda do, key: do.views.open(key), told=True, choices=lambda do: do.views.numbers()),
    *(_sorting(order) for order in ORDERS.values()),
    *(command for outcome in OUTCOMES for command in _deciding(outcome)),
    ReaderCommand("review", ("g r",), "Screening progress of this view", PANES, _DECIDE,
        run=lambda do, _: do.screening.review()),
    ReaderCommand("tag", ("t",), "Tags: add and remove", PAPERS, _ANNOTATE, "tags",
        run=lambda do, _: do.annotation.tag()),
    ReaderCommand("tag.quick", ("T *",), "A tag by its letter; Enter: give tags letters", PAPERS, _ANNOTATE,
        run=lambda do, key: do.annotation.quick_tag(key), told=True, choices=lambda do: do.annotation.letters()),
    ReaderCommand("note", ("e",), "Note: write one or continue it", PAPERS, _ANNOTATE, "note",
        run=lambda do, _: do.annotation.note()),
    ReaderCommand("note.new", ("A",), "Another note on this paper", PAPERS, _ANNOTATE,
        run=lambda do, _: do.annotation.note(new=True)),
    ReaderCommand("note.external", ("E",), "Note in $EDITOR", PAPERS, _ANNOTATE,
        run=lambda do, _: do.annotation.note_outside()),
    ReaderCommand("note.history", ("g N",), "History of this paper's notes", PAPERS, _ANNOTATE,
        run=lambda do, _: do.annotation.note_history()),
    ReaderCommand("star", ("s",), "Star, or remove the star", PAPERS, _ANNOTATE, "star",
        run=lambda do, _: do.annotation.star()),
    ReaderCommand("read.toggle", ("r",), "Mark as read or unread", PAPERS, _ANNOTATE, "read",
        run=lambda do, _: do.annotation.read()),
    ReaderCommand("title.longer", (">",),
        "Guessed title: one word longer", PAPERS, _ANNOTATE,
        run=lambda do, _: do.annotation.move_title(1)),
    ReaderCommand("title.shorter", ("<",), "Guessed title: one word shorter", PAPERS, _ANNOTATE,
        run=lambda do, _: do.annotation.move_title(-1)),
    ReaderCommand("trash", ("d d",), "Move to the trash, or restore", PAPERS, _ANNOTATE,
        run=lambda do, _: do.annotation.trash()),
    ReaderCommand("repeat", (".",), "Repeat the last change here", PAPERS, _ANNOTATE,
        run=lambda do, _: do.annotation.repeat()),
    ReaderCommand("undo", ("u",), "Undo; asks before undoing a lot", PANES, _ANNOTATE, "undo",
        run=lambda do, _: do.annotation.undo()),
    ReaderCommand("redo", ("ctrl+r",), "Redo", PANES, _ANNOTATE,
        run=lambda do, _: do.annotation.redo()),
    ReaderCommand("select.text", ("v",), "Select from here", (READER,), _HIGHLIGHT,
        run=lambda do, _: do.highlighting.select(sentence=False), reach=_SCREEN),
    ReaderCommand("select.sentence", ("V",), "Select this sentence; V again: one more", TEXT, _HIGHLIGHT, "select",
        run=lambda do, _: do.highlighting.select(sentence=True), reach=_SCREEN),
    ReaderCommand("select.other", ("o",), "Go to the other end of it", (SELECTING,), _HIGHLIGHT, "other end",
        run=lambda do, _: do.highlighting.other_end(), reach=_SCREEN),
    ReaderCommand("highlight", ("enter", "H"), "Highlight the selection", (SELECTING,), _HIGHLIGHT, "highlight",
        run=lambda do, _: do.highlighting.highlight()),
    ReaderCommand("highlight.colour", tuple("12345"),
        "Highlight in that colour; on a highlight: its colour", TEXT, _HIGHLIGHT, "colour",
        run=lambda do, key: do.highlighting.colour(key), told=True, choices=lambda do: do.highlighting.colours()),
    ReaderCommand("highlight.comment", ("c",),
        "Highlight with a comment; on a highlight: its comment", TEXT, _HIGHLIGHT, "comment",
        run=lambda do, _: do.highlighting.comment()),
    ReaderCommand("highlight.tags", ("t",), "Highlight with tags", (SELECTING,), _HIGHLIGHT, "tags",
        run=lambda do, _: do.highlighting.highlight_with_tags()),
    ReaderCommand("highlight.retag", ("#",), "Tags of the highlight here", (READER,), _HIGHLIGHT,
        run=lambda do, _: do.highlighting.tags()),
    ReaderCommand("highlight.note", ("enter",), "A note on the highlight here", (READER,), _HIGHLIGHT,
        run=lambda do, _: do.highlighting.note()),
    ReaderCommand("highlight.next", ("] h",), "Next highlight, also in later papers", (READER,), _HIGHLIGHT,
        run=lambda do, _: do.highlighting.next_highlight(1)),
    ReaderCommand("highlight.previous", ("[ h",), "Previous highlight", (READER,), _HIGHLIGHT,
        run=lambda do, _: do.highlighting.next_highlight(-1)),
    ReaderCommand("highlight.delete", ("d h",), "Delete the highlight here", (READER,), _HIGHLIGHT,
        run=lambda do, _: do.highlighting.delete()),
    ReaderCommand("copy.selection", ("y",), "Copy the selection", (SELECTING,), _HIGHLIGHT, "copy",
        run=lambda do, _: do.highlighting.copy_selection()),
    ReaderCommand("select.leave", ("escape", "v"), "Leave the selection", (SELECTING,), _HIGHLIGHT, "leave",
        run=lambda do, _: do.highlighting.leave_selection(), reach=_SCREEN),
    ReaderCommand("select", ("space",), "Select this paper and go down", (LIST,), _SELECT, "select",
        run=lambda do, _: do.navigation.select(), reach=_PAPER),
    ReaderCommand("select.range", ("v",), "Select from here to where you go; v again ends", (LIST,), _SELECT,
        run=lambda do, _: do.navigation.select_range(), reach=_PAPER),
    ReaderCommand("select.all", ("ctrl+a",), "Select all that are listed; again: none", (LIST,), _SELECT,
        run=lambda do, _: do.navigation.select_all(), reach=_LISTED),
    ReaderCommand("goto.marked", ("V",),
        "The selected papers, wherever they are; again: back", (LIST, SIDEBAR), _SELECT,
        run=lambda do, _: do.related.list_selected(), reach=_LISTED, yields=True, leaps=True),
    ReaderCommand("sidebar.fold", ("space",), "Fold or unfold the tags below", (SIDEBAR,), _SIDEBAR, "fold",
        run=lambda do, _: do.views.fold()),
    ReaderCommand("sidebar.rename", ("R",),
        "Rename a tag or a view; an existing tag's name merges them", (SIDEBAR,), _SIDEBAR, "rename",
        run=lambda do, _: do.views.rename()),
    ReaderCommand("sidebar.colour", ("c",), "Change a tag's colour", (SIDEBAR,), _SIDEBAR, "colour",
        run=lambda do, _: do.views.colour()),
    ReaderCommand("sidebar.delete", ("d d",), "Delete a tag or a view", (SIDEBAR,), _SIDEBAR, "delete",
        run=lambda do, _: do.views.delete()),
    ReaderCommand("copy.citation", ("y y",), "Copy the citation", PAPERS, _OUT,
        run=lambda do, _: do.transfer.copy_citation()),
    ReaderCommand("copy.bibtex", ("y b",), "Copy as BibTeX", PAPERS, _OUT,
        run=lambda do, _: do.transfer.copy_bibtex()),
    ReaderCommand("copy.link", ("y u",), "Copy the link", PAPERS, _OUT,
        run=lambda do, _: do.transfer.copy_link()),
    ReaderCommand("copy.id", ("y i",), "Copy the identifier", PAPERS, _OUT,
        run=lambda do, _: do.transfer.copy_identifier()),
    ReaderCommand("copy.abstract", ("y a",), "Copy the abstract", PAPERS, _OUT,
        run=lambda do, _: do.transfer.copy_abstract()),
    ReaderCommand("browse", ("o",), "Open the paper's page in the browser", PAPERS, _OUT, "page",
        run=lambda do, _: do.transfer.browse()),
    ReaderCommand("browse.pdf", ("O",), "Open the PDF in the browser", PAPERS, _OUT,
        run=lambda do, _: do.transfer.browse_pdf()),
    ReaderCommand("export", ("w", "ctrl+e"),
        "Export the selected papers, or all that are listed", (LIST,), _OUT, "export",
        run=lambda do, _: do.transfer.export(), reach=_LISTED),
    ReaderCommand("pipe", ("|",), "Pipe papers to a shell command, as Markdown", PAPERS, _OUT,
        run=lambda do, _: do.transfer.pipe()),
    ReaderCommand("import", ("I",),
        "Import files or the clipboard; first shows what is in them", PANES, _OUT, "import",
        run=lambda do, _: do.transfer.import_files()),
    ReaderCommand("samples", ("S",), "Load the sample lists; asks if there are papers", PANES, _OUT, "samples",
        run=lambda do, _: do.transfer.samples()),
    ReaderCommand("leftovers", ("g l",), "What could not be read when importing", PANES, _OUT,
        run=lambda do, _: do.transfer.leftovers()),
    ReaderCommand("help", ("?",), "All keys; type to search them by what they do", EVERYWHERE, _APP, "keys",
        run=lambda do, _: do.program.help(), reach=_SCREEN),
    ReaderCommand("palette", (":",), "Command palette", EVERYWHERE, _APP,
        run=lambda do, _: do.program.palette(), reach=_SCREEN),
    ReaderCommand("tour", ("g ?",), "The first steps, on one screen", PANES, _APP,
        run=lambda do, _: do.program.tour(), reach=_SCREEN),
    ReaderCommand("theme", ("ctrl+t",), "Next theme", PANES, _APP, "theme",
        run=lambda do, _: do.program.next_theme(), reach=_SCREEN),
    ReaderCommand("redraw", ("ctrl+l",), "Reload the list and redraw", PANES, _APP,
        run=lambda do, _: do.views.redraw()),
    ReaderCommand("suspend", ("ctrl+z",), "Suspend to the shell; fg comes back", EVERYWHERE, _APP,
        run=lambda do, _: do.program.suspend(), reach=_SCREEN, yields=True),
    ReaderCommand("quit.pane", ("q",), "Back, or quit", PANES, _APP, "quit",
        run=lambda do, _: do.navigation.quit_pane(), reach=_SCREEN, leaps=True),
    ReaderCommand("quit", ("Q", "ctrl+q"), "Quit", PANES, _APP,
        run=lambda do, _: do.program.quit(), reach=_SCREEN),
)
# fmt: on
