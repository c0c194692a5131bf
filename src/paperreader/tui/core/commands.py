"""Commands, the panes they work in, and how their keys are written. The table of commands is in `main`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LIST: Final = "list"
READER: Final = "reader"
SELECTING: Final = "selecting"
"""The reader while text in the abstract is being selected."""
SIDEBAR: Final = "sidebar"
NOTE: Final = "note"
"""The note editor, where letters are text: its keys are not in the table of commands."""
PANES: Final = (LIST, READER, SIDEBAR)
PAPERS: Final = (LIST, READER)
TEXT: Final = (READER, SELECTING)
EVERYWHERE: Final = (LIST, READER, SELECTING, SIDEBAR)

SEARCH: Final = "search"
DUPLICATES: Final = "duplicates"
COMPARISON: Final = "comparison"
FACTS: Final = "facts"
"""Other places with keys of their own, which commands do not run in."""

ANY: Final = "*"
"""In the keys of a command: any key, which is passed to the command."""


class Reach(Enum):
    """What a command acts on, which determines what its key has to wait for."""

    CURSOR = "it moves the cursor and does nothing else"
    LAST = "it moves the cursor to the last of what is listed"
    SCREEN = "it changes what the screen shows, and no paper"
    PAPER = "the paper under the cursor; what it does is shown before it is written"
    LISTED = "everything that is listed"
    LIBRARY = "what papers are: it depends on that, or changes it"


@dataclass(frozen=True, slots=True)
class Command:
    """A command that keys run."""

    id: str
    """Stable, since users' keymaps refer to it."""
    keys: tuple[str, ...]
    """Each is one key, or a sequence: `g g`, `m *`. The first one is shown."""
    title: str
    """Its title in the help and the palette."""
    where: tuple[str, ...]
    """The panes it works in."""
    group: str
    """Its heading in the help."""
    hint: str = ""
    """A word for the footer; commands without one do not appear there."""
    told: bool = False
    """It is passed the last key: the letter of a jump, the number of a colour."""
    of_key: Callable[[str], str] | None = None
    """What one of its keys does, where they differ: takes the last key of it."""
    yields: bool = False
    """It loses its keys if a preset or the user gives them to another command."""
    reach: Reach = Reach.LIBRARY
    """What it acts on."""

    def in_menu(self, key: str) -> str:
        """What it does if its last key is `key`, in the few words that a menu of keys has room for."""
        return self.of_key(key) if self.of_key is not None else re.split("[:;] ", self.title, maxsplit=1)[0]


def shown(keys: str) -> str:
    """Format keys for people: `g g` becomes gg, `ctrl+d` ^d, `m *` m…."""
    names = {
        "space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab", "shift+tab": "S-Tab",
        "up": "↑", "down": "↓", "left": "←", "right": "→", "home": "Home", "end": "End",
        "pageup": "PgUp", "pagedown": "PgDn", "backspace": "Bksp", "delete": "Del", "insert": "Ins", ANY: "…",
    }  # fmt: skip
    return "".join(names.get(key, key.replace("ctrl+", "^").replace("shift+", "S-")) for key in keys.split(" "))


EDITOR_KEYS: Final = (
    ("Esc", "Save and close; going to another paper does so too"),
    ("Tab", 'To the abstract and back, with the note open; there, V or v and " quote in the note'),
    ("alt+j alt+k", "Scroll the abstract"),
    ("^s", "Save now (it is also saved as you type)"),
    ("[[", "A link to a paper; [[# to a tag: ↑↓ choose, Tab or Enter inserts, Esc closes the list"),
    ("^n", "Another note on this paper"),
    ("^↑ ^↓", "The paper's other notes"),
    ("^t", "Tags of the paper"),
    ("^o", "Continue in $EDITOR"),
    ("^g", "History of this note"),
)
"""The keys of the note editor, where letters are text."""

FACT_KEYS: Final = (
    ("j k ↓ ↑", "Next and previous line"),
    ("Space PgUp", "A page down and up"),
    ("g G", "First and last"),
    ("Enter", "Open the link; on anything else, as C"),
    ("C", "Edit the field; on what cannot be edited, choose one"),
    ("y", "Copy the line"),
    ("u", "Undo what was edited here"),
    ("i q Esc", "Close"),
)
"""The keys of the screen with everything about a paper."""

DUPLICATE_KEYS: Final = (
    ("← → h l Tab", "Which of the two is kept; ✓ shows what the merged paper takes from each"),
    ("m", "Merge: that one is kept, with the best of both and all that you added to either"),
    ("x", "Keep apart: you are not asked again"),
    ("M X", "Merge or keep apart all pairs with the same reason; asks first, one undo reverts it"),
    ("n J ]", "Later: the next pair; this one stays here"),
    ("N K [", "The previous pair"),
    ("u ^r", "Undo and redo what was decided here"),
    ("Enter o", "Read the one that is kept"),
    ("f", "Compare all papers in the library with each other"),
    ("j k Space", "Scroll both"),
)
"""The keys of the possible-duplicates screen."""

COMPARE_KEYS: Final = (
    ("← → h l", "Which of the two you decide on"),
    ("a x z Z", "Accept it, reject it, call it a maybe, make it undecided again"),
    ("u", "Undo what was decided here"),
    ("w", "Underline the words that both have, or those that only one has"),
    ("Enter o", "Read the one that is chosen"),
    ("j k Space", "Scroll both"),
)
"""The keys of two papers side by side."""

SEARCH_KEYS: Final = (
    ("↑ ↓", "Move in the results while typing"),
    ("Enter", "Keep the results"),
    ("Esc", "Back to what it was before"),
    ("Tab S-Tab", "Complete the field or the value; again: the next choice, the one before"),
    ("→", "At the end of the line: accept the suggestion"),
    ("^p ^n", "Earlier searches that begin with what is typed, and back"),
    ("^r", "All earlier searches: find one"),
    ("^s", "Keep the results and save them as a view"),
)
"""The keys of the search line."""
