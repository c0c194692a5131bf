"""Every command, once: its id, its keys, its name, where it works. Help, palette, footer and keys are made of this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.domain.decisions import OUTCOMES
from paperreader.query.orders import ORDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST: Final = "list"
READER: Final = "reader"
SELECTING: Final = "selecting"
"""The reader while a part of the abstract is being selected."""
SIDEBAR: Final = "sidebar"
PANES: Final = (LIST, READER, SIDEBAR)
PAPERS: Final = (LIST, READER)
TEXT: Final = (READER, SELECTING)
EVERYWHERE: Final = (LIST, READER, SELECTING, SIDEBAR)

ANY: Final = "*"
"""In the keys of a command: whatever key comes next, which the command is told."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a key does."""

    id: str
    """Stable: what a keymap names. Dots and underscores: `read.toggle` is run by `do_read_toggle`."""
    keys: tuple[str, ...]
    """Each a key, or several to be pressed one after another: `g g`, `m *`. The first one is shown."""
    title: str
    """As help and palette say it."""
    where: tuple[str, ...]
    """The panes it works in."""
    group: str
    """The heading it stands under in the help."""
    hint: str = ""
    """A word for the footer; commands without one are not shown there."""
    told: bool = False
    """Its method is told the last key: the letter of a jump mark, the number of a colour."""
    yields: bool = False
    """Its keys are another's where a preset or the user gave them to another."""
    row: str = ""
    """The row of a table that it was made of. All that were made of one table have a method, which is told the row."""

    @property
    def method(self) -> str:
        """The name of the method that runs it."""
        return "do_" + (self.id.partition(".")[0] if self.row else self.id.replace(".", "_"))


def shown(keys: str) -> str:
    """Keys as a person writes them: `g g` is gg, `ctrl+d` is ^d, `m *` is m…."""
    names = {
        "space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab", "shift+tab": "S-Tab",
        "up": "↑", "down": "↓", "left": "←", "right": "→", "home": "Home", "end": "End",
        "pageup": "PgUp", "pagedown": "PgDn", "backspace": "Bksp", "delete": "Del", "insert": "Ins", ANY: "…",
    }  # fmt: skip
    return "".join(names.get(key, key.replace("ctrl+", "^").replace("shift+", "S-")) for key in keys.split(" "))


_MOVE: Final = "Move"
_TEXT: Final = "In the abstract"
_FIND: Final = "Find"
_DECIDE: Final = "Decide"
_MARK: Final = "Tag, note, mark"
_HIGHLIGHT: Final = "Highlight"
_SELECT: Final = "Choose several"
_SIDEBAR: Final = "Tags and views in the sidebar"
_OUT: Final = "Copy, open, export"
_APP: Final = "The program"


def _decisions() -> Iterator[Command]:
    for one in OUTCOMES:
        yield Command(f"decide.{one.id}", (one.key,), one.title, PAPERS, _DECIDE, one.decision or "", row=one.name)
        if one.reasons:
            title = "Reject for a reason, by its number; Enter: write one"
            yield Command("decide.reason", ("X *",), title, PAPERS, _DECIDE, told=True)


COMMANDS: Final = (
    Command("move.down", ("j", "down"), "Next paper or line", EVERYWHERE, _MOVE),
    Command("move.up", ("k", "up"), "Previous paper or line", EVERYWHERE, _MOVE),
    Command("move.top", ("g g", "home"), "First", EVERYWHERE, _MOVE),
    Command("move.bottom", ("G", "end"), "Last", EVERYWHERE, _MOVE),
    Command("move.half_down", ("ctrl+d",), "Half a page down", EVERYWHERE, _MOVE),
    Command("move.half_up", ("ctrl+u",), "Half a page up", EVERYWHERE, _MOVE),
    Command("move.page_down", ("ctrl+f", "pagedown"), "A page down", EVERYWHERE, _MOVE),
    Command("move.page_up", ("ctrl+b", "pageup"), "A page up", EVERYWHERE, _MOVE),
    Command("open", ("enter", "l", "right"), "Open: sidebar to list, list to abstract", (LIST, SIDEBAR), _MOVE, "open"),
    Command("back", ("h", "left"), "Back: abstract to list, list to sidebar", PAPERS, _MOVE, "back"),
    Command("scroll.down", ("J",), "Scroll the abstract down", (LIST,), _MOVE),
    Command("scroll.up", ("K",), "Scroll the abstract up", (LIST,), _MOVE),
    Command("paper.next", ("J",), "Next paper", (READER,), _MOVE, "next"),
    Command("paper.previous", ("K",), "Previous paper", (READER,), _MOVE),
    Command("undecided.next", ("] u",), "Next undecided paper", PAPERS, _MOVE),
    Command("undecided.previous", ("[ u",), "Previous undecided paper", PAPERS, _MOVE),
    Command("batch.next", ("] ]",), "Next import: the first paper that came with another file", (LIST,), _MOVE),
    Command("batch.previous", ("[ [",), "Previous import", (LIST,), _MOVE),
    Command("jump.set", ("m *",), "Remember this paper under a letter", PAPERS, _MOVE, told=True),
    Command("jump.go", ("' *",), "Go to the paper under a letter", PAPERS, _MOVE, told=True),
    Command("pane.next", ("tab",), "Next pane", PANES, _MOVE, "panes"),
    Command("pane.previous", ("shift+tab",), "Previous pane", PANES, _MOVE),
    Command("goto.tags", ("g t",), "To the tags in the sidebar", PANES, _MOVE),
    Command("goto.notes", ("g n",), "All notes, to find one and go there", PANES, _MOVE),
    Command("goto.highlights", ("g h",), "All highlights, to find one and go there", PANES, _MOVE),
    Command(
        "layout.more", ("+",), "More room: lines a paper in the list, columns of text in the abstract", PANES, _MOVE
    ),
    Command("layout.less", ("-",), "Less room", PANES, _MOVE),
    Command("layout.focus", ("_",), "Nothing but the abstract, and back", PANES, _MOVE),
    Command("reader.page", ("space",), "A page down", (READER,), _TEXT),
    Command("sentence.next", (")",), "Next sentence", TEXT, _TEXT, "sentence"),
    Command("sentence.previous", ("(",), "Previous sentence", TEXT, _TEXT),
    Command("word.next", ("w",), "Next word", TEXT, _TEXT, "word"),
    Command("word.previous", ("b",), "Previous word", TEXT, _TEXT),
    Command("paragraph.next", ("}",), "Next paragraph", TEXT, _TEXT),
    Command("paragraph.previous", ("{",), "Previous paragraph", TEXT, _TEXT),
    Command("line.start", ("0",), "Beginning of the line", TEXT, _TEXT),
    Command("line.end", ("$",), "End of the line", TEXT, _TEXT),
    Command("character.next", ("l", "right"), "Next character", (SELECTING,), _TEXT),
    Command("character.previous", ("h", "left"), "Previous character", (SELECTING,), _TEXT),
    Command("find", ("/",), "Select as far as a word", (SELECTING,), _TEXT),
    Command("links", ("f",), "Follow a link: each shows a letter to press", (READER,), _TEXT, "links"),
    Command("keywords", ("W",), "Keyword colours on or off", PAPERS, _TEXT),
    Command("latex", ("L",), "LaTeX as text, or as it was written", PAPERS, _TEXT),
    Command("search", ("/",), "Search as you type", PANES, _FIND, "search"),
    Command("match.next", ("n",), "Next match in the abstract, then the next paper", (*PAPERS, SELECTING), _FIND),
    Command("match.previous", ("N",), "Previous match", (*PAPERS, SELECTING), _FIND),
    Command("related", ("g s",), "Related papers: the nearest by their text, and the words they share", PAPERS, _FIND),
    Command("duplicates", ("g d",), "Papers that may be one: side by side, to merge or keep apart", PANES, _FIND),
    Command("clear", ("escape",), "Clear the marks in sight, then the search; from elsewhere, back", PANES, _FIND),
    Command("view.save", ("F",), "Save what is listed as a view, with a number key", PANES, _FIND),
    Command("view.open", tuple("0123456789"), "A view by its number; 0: all papers", (LIST, SIDEBAR), _FIND, told=True),
    *(
        Command(f"sort.{one.name}", one.keys, one.title, PAPERS, _FIND, told=one.turns, row=one.name)
        for one in ORDERS.values()
    ),
    *_decisions(),
    Command("review", ("g r",), "How far the screening of this view is", PANES, _DECIDE),
    Command("tag", ("t",), "Tags: add and remove", PAPERS, _MARK, "tags"),
    Command("tag.quick", ("T *",), "A tag by its letter; Enter: give tags letters", PAPERS, _MARK, told=True),
    Command("note", ("e",), "Note: write or go on with one", PAPERS, _MARK, "note"),
    Command("note.new", ("A",), "Another note on this paper", PAPERS, _MARK),
    Command("note.external", ("E",), "Note in $EDITOR", PAPERS, _MARK),
    Command("note.history", ("g N",), "How the notes of this paper came to be", PAPERS, _MARK),
    Command("star", ("s",), "Star, or take the star away", PAPERS, _MARK, "star"),
    Command("read.toggle", ("r",), "Mark read or unread", PAPERS, _MARK, "read"),
    Command("title.longer", (">",), "A word more in a title that no source prints, from the abstract", PAPERS, _MARK),
    Command("title.shorter", ("<",), "A word less in it: back to the abstract", PAPERS, _MARK),
    Command("trash", ("d d",), "Into the trash, or out of it", PAPERS, _MARK),
    Command("repeat", (".",), "Do the last change again, here", PAPERS, _MARK),
    Command("undo", ("u",), "Undo; asks before much is undone", PANES, _MARK, "undo"),
    Command("redo", ("ctrl+r",), "Redo", PANES, _MARK),
    Command("select.text", ("v",), "Select from here on", (READER,), _HIGHLIGHT),
    Command("select.sentence", ("V",), "Select this sentence; V again: one more", TEXT, _HIGHLIGHT, "select"),
    Command("select.other", ("o",), "Go to the other end", (SELECTING,), _HIGHLIGHT, "other end"),
    Command("highlight", ("enter", "H"), "Highlight what is selected", (SELECTING,), _HIGHLIGHT, "highlight"),
    Command(
        "highlight.colour",
        tuple("12345"),
        "Highlight in that colour; on a highlight: its colour",
        TEXT,
        _HIGHLIGHT,
        "colour",
        told=True,
    ),
    Command(
        "highlight.comment",
        ("c",),
        "Highlight with a comment; on a highlight: its comment",
        TEXT,
        _HIGHLIGHT,
        "comment",
    ),
    Command("highlight.tags", ("t",), "Highlight with tags", (SELECTING,), _HIGHLIGHT, "tags"),
    Command("highlight.retag", ("#",), "Tags of the highlight here", (READER,), _HIGHLIGHT),
    Command("highlight.note", ("enter",), "A note on the highlight here", (READER,), _HIGHLIGHT),
    Command("highlight.next", ("] h",), "Next highlight, also of the papers after this", (READER,), _HIGHLIGHT),
    Command("highlight.previous", ("[ h",), "Previous highlight", (READER,), _HIGHLIGHT),
    Command("highlight.delete", ("d h",), "Delete the highlight here", (READER,), _HIGHLIGHT),
    Command("copy.selection", ("y",), "Copy what is selected", (SELECTING,), _HIGHLIGHT, "copy"),
    Command("select.leave", ("escape", "v"), "Leave the selection", (SELECTING,), _HIGHLIGHT, "leave"),
    Command("select", ("space",), "Mark this paper and go down", (LIST,), _SELECT, "mark"),
    Command("select.range", ("v",), "Mark from here to where you go; v again ends", (LIST,), _SELECT),
    Command("select.all", ("ctrl+a",), "Mark all that are listed; again: none of them", (LIST,), _SELECT),
    Command(
        "goto.marked",
        ("V",),
        "The marked papers, wherever they are; again: back",
        (LIST, SIDEBAR),
        _SELECT,
        yields=True,
    ),
    Command("sidebar.fold", ("space",), "Fold or unfold what is below a tag", (SIDEBAR,), _SIDEBAR, "fold"),
    Command(
        "sidebar.rename",
        ("R",),
        "Rename a tag or a view; a tag's name that is there merges them",
        (SIDEBAR,),
        _SIDEBAR,
        "rename",
    ),
    Command("sidebar.colour", ("c",), "Another colour for a tag", (SIDEBAR,), _SIDEBAR, "colour"),
    Command("sidebar.delete", ("d d",), "Delete a tag or a view", (SIDEBAR,), _SIDEBAR, "delete"),
    Command("copy.citation", ("y y",), "Copy the citation", PAPERS, _OUT),
    Command("copy.bibtex", ("y b",), "Copy as BibTeX", PAPERS, _OUT),
    Command("copy.link", ("y u",), "Copy the link", PAPERS, _OUT),
    Command("copy.id", ("y i",), "Copy the identifier", PAPERS, _OUT),
    Command("copy.abstract", ("y a",), "Copy the abstract", PAPERS, _OUT),
    Command("browse", ("o",), "Open the paper's page in the browser", PAPERS, _OUT, "page"),
    Command("browse.pdf", ("O",), "Open the PDF in the browser", PAPERS, _OUT),
    Command("export", ("w", "ctrl+e"), "Export what is marked, or all that are listed", (LIST,), _OUT, "export"),
    Command("pipe", ("|",), "Give papers to a command of the shell, as Markdown", PAPERS, _OUT),
    Command("import", ("I",), "Import files, or what was copied; first shows what is in them", PANES, _OUT, "import"),
    Command("samples", ("S",), "Load the sample lists; asks where there are papers", PANES, _OUT, "samples"),
    Command("leftovers", ("g l",), "What could not be read in the imports", PANES, _OUT),
    Command("help", ("?",), "All keys; type to search them by what they do", EVERYWHERE, _APP, "keys"),
    Command("palette", (":",), "Command palette", EVERYWHERE, _APP),
    Command("tour", ("g ?",), "The first steps, on one screen", PANES, _APP),
    Command("theme", ("ctrl+t",), "Next theme", PANES, _APP, "theme"),
    Command("redraw", ("ctrl+l",), "Read the list anew and redraw", PANES, _APP),
    Command("suspend", ("ctrl+z",), "To the shell; fg comes back", EVERYWHERE, _APP, yields=True),
    Command("quit.pane", ("q",), "Back, or quit", PANES, _APP, "quit"),
    Command("quit", ("Q", "ctrl+q"), "Quit", PANES, _APP),
)
"""To add a command: a row here, and a method."""

EDITOR_KEYS: Final = (
    ("Esc", "Save and close"),
    ("^s", "Save now (it is saved as you type, too)"),
    ("[[", "A link to a paper; [[# to a tag: ↑↓ choose, Tab or Enter takes, Esc closes the list"),
    ("^n", "Another note on this paper"),
    ("^↑ ^↓", "The paper's other notes"),
    ("^t", "Tags of the paper"),
    ("^o", "Go on in $EDITOR"),
    ("^g", "How this note came to be"),
)
"""The keys of the note editor, where letters are text."""

DUPLICATE_KEYS: Final = (
    ("← → h l Tab", "Which of the two stays; ✓ marks what the merged paper would have of each"),
    ("m", "Merge: that one stays, with the better of both and all that you added to either"),
    ("x", "Keep apart: they are not asked about again"),
    ("M X", "The same for all pairs that are here for the same reason, once you said yes; one undo takes it back"),
    ("n J ]", "Later: the next pair; this one stays"),
    ("N K [", "The pair before"),
    ("u ^r", "Undo and redo what was decided here"),
    ("Enter o", "Read the one that stays"),
    ("f", "Compare all papers of the library with each other"),
    ("j k Space", "Scroll both"),
)
"""The keys of the screen with the doubtful pairs."""

SEARCH_KEYS: Final = (
    ("↑ ↓", "Move in the results while typing"),
    ("Enter", "Keep the results"),
    ("Esc", "As it was before"),
    ("Tab S-Tab", "Complete the field or the value; again: the next choice, the one before"),
    ("→", "At the end of the line: take the choice that is shown"),
    ("^p ^n", "Earlier searches that begin as what is typed, and back"),
    ("^r", "All earlier searches, to find one"),
    ("^s", "Keep the results and save them as a view"),
)
"""The keys of the search line."""
