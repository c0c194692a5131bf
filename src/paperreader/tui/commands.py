"""Every command, once: its id, its keys, its name, where it works. Help, palette, footer and keys are made of this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LIST: Final = "list"
READER: Final = "reader"
SIDEBAR: Final = "sidebar"
PANES: Final = (LIST, READER, SIDEBAR)
PAPERS: Final = (LIST, READER)


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a key does."""

    id: str
    """Stable: what a keymap names. Dots and underscores: `read.toggle` is run by `do_read_toggle`."""
    keys: tuple[str, ...]
    """Each a key, or several to be pressed one after another: `g g`. The first one is shown."""
    title: str
    """As help and palette say it."""
    where: tuple[str, ...]
    """The panes it works in."""
    group: str
    """The heading it stands under in the help."""
    hint: str = ""
    """A word for the footer; commands without one are not shown there."""

    @property
    def method(self) -> str:
        """The name of the method that runs it."""
        return "do_" + self.id.replace(".", "_")


def shown(keys: str) -> str:
    """Keys as a person writes them: `g g` is gg, `ctrl+d` is ^d."""
    names = {
        "space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab", "shift+tab": "S-Tab",
        "up": "↑", "down": "↓", "left": "←", "right": "→", "home": "Home", "end": "End",
        "pageup": "PgUp", "pagedown": "PgDn",
    }  # fmt: skip
    return "".join(names.get(key, key.replace("ctrl+", "^")) for key in keys.split(" "))


_MOVE: Final = "Move"
_FIND: Final = "Find"
_MARK: Final = "Tag, note, mark"
_SELECT: Final = "Choose several"
_OUT: Final = "Copy, open, export"
_APP: Final = "The program"

COMMANDS: Final = (
    Command("move.down", ("j", "down"), "Next paper or line", PANES, _MOVE),
    Command("move.up", ("k", "up"), "Previous paper or line", PANES, _MOVE),
    Command("move.top", ("g g", "home"), "First", PANES, _MOVE),
    Command("move.bottom", ("G", "end"), "Last", PANES, _MOVE),
    Command("move.half_down", ("ctrl+d",), "Half a page down", PANES, _MOVE),
    Command("move.half_up", ("ctrl+u",), "Half a page up", PANES, _MOVE),
    Command("move.page_down", ("ctrl+f", "pagedown"), "A page down", PANES, _MOVE),
    Command("move.page_up", ("ctrl+b", "pageup"), "A page up", PANES, _MOVE),
    Command("open", ("enter", "l", "right"), "Open: sidebar to list, list to abstract", (LIST, SIDEBAR), _MOVE, "open"),
    Command("back", ("h", "left"), "Back: abstract to list, list to sidebar", PAPERS, _MOVE),
    Command("scroll.down", ("J",), "Scroll the abstract down", (LIST,), _MOVE),
    Command("scroll.up", ("K",), "Scroll the abstract up", (LIST,), _MOVE),
    Command("paper.next", ("J",), "Next paper", (READER,), _MOVE, "next"),
    Command("paper.previous", ("K",), "Previous paper", (READER,), _MOVE),
    Command("reader.page", ("space",), "A page down", (READER,), _MOVE),
    Command("pane.next", ("tab",), "Next pane", PANES, _MOVE, "panes"),
    Command("pane.previous", ("shift+tab",), "Previous pane", PANES, _MOVE),
    Command("goto.tags", ("g t",), "To the tags in the sidebar", PANES, _MOVE),
    Command("search", ("/",), "Search as you type", PANES, _FIND, "search"),
    Command("match.next", ("n",), "Next match in the abstract, then the next paper", PAPERS, _FIND),
    Command("match.previous", ("N",), "Previous match", PAPERS, _FIND),
    Command("clear", ("escape",), "Clear marks, then the search; from the abstract, back", PANES, _FIND),
    Command("sort.added", (", d",), "Sort by date imported, newest first", PAPERS, _FIND),
    Command("sort.date", (", p",), "Sort by date published, newest first", PAPERS, _FIND),
    Command("sort.title", (", t",), "Sort by title", PAPERS, _FIND),
    Command("sort.upvotes", (", u",), "Sort by upvotes, most first", PAPERS, _FIND),
    Command("tag", ("t",), "Tags: add and remove", PAPERS, _MARK, "tags"),
    Command("note", ("e",), "Note: write or go on with one", PAPERS, _MARK, "note"),
    Command("note.new", ("A",), "Another note on this paper", PAPERS, _MARK),
    Command("note.external", ("E",), "Note in $EDITOR", PAPERS, _MARK),
    Command("star", ("s",), "Star, or take the star away", PAPERS, _MARK, "star"),
    Command("read.toggle", ("r",), "Mark read or unread", PAPERS, _MARK, "read"),
    Command("undo", ("u",), "Undo", PANES, _MARK, "undo"),
    Command("redo", ("ctrl+r",), "Redo", PANES, _MARK),
    Command("select", ("space",), "Mark this paper and go down", (LIST,), _SELECT, "mark"),
    Command("select.range", ("v",), "Mark from here to where you go; v again ends", (LIST,), _SELECT),
    Command("select.all", ("ctrl+a",), "Mark all that are listed", (LIST,), _SELECT),
    Command("copy.citation", ("y y",), "Copy the citation", PAPERS, _OUT),
    Command("copy.bibtex", ("y b",), "Copy as BibTeX", PAPERS, _OUT),
    Command("copy.link", ("y u",), "Copy the link", PAPERS, _OUT),
    Command("copy.id", ("y i",), "Copy the identifier", PAPERS, _OUT),
    Command("copy.abstract", ("y a",), "Copy the abstract", PAPERS, _OUT),
    Command("browse", ("o",), "Open the paper's page in the browser", PAPERS, _OUT, "page"),
    Command("browse.pdf", ("O",), "Open the PDF in the browser", PAPERS, _OUT),
    Command("export", ("w",), "Export what is marked, or all that are listed", PAPERS, _OUT, "export"),
    Command("import", ("I",), "Import a file", PANES, _OUT, "import"),
    Command("samples", ("S",), "Load the sample lists", PANES, _OUT, "samples"),
    Command("leftovers", ("g l",), "What could not be read in the imports", PANES, _OUT),
    Command("help", ("?",), "All keys", PANES, _APP, "keys"),
    Command("palette", (":",), "Command palette", PANES, _APP),
    Command("theme", ("ctrl+t",), "Next theme", PANES, _APP, "theme"),
    Command("redraw", ("ctrl+l",), "Read the list anew and redraw", PANES, _APP),
    Command("quit.pane", ("q",), "Back, or quit", PANES, _APP, "quit"),
    Command("quit", ("Q", "ctrl+q"), "Quit", PANES, _APP),
)
"""To add a command: a row here, and a method."""

EDITOR_KEYS: Final = (
    ("Esc", "Save and close"),
    ("^s", "Save now (it is saved as you type, too)"),
    ("^n", "Another note on this paper"),
    ("^↑ ^↓", "The paper's other notes"),
    ("^o", "Go on in $EDITOR"),
)
"""The keys of the note editor, where letters are text."""

SEARCH_KEYS: Final = (
    ("↑ ↓", "Move in the results while typing"),
    ("Enter", "Keep the results"),
    ("Esc", "As it was before"),
)
"""The keys of the search line."""
