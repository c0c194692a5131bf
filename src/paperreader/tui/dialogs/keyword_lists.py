"""The lists of keywords: their words and colours, and how many of the listed papers have each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from paperreader.config import PLAIN, CannotWrite, KeywordList
from paperreader.domain import COLOURS, counted, one_line
from paperreader.language import Keywords, keyword_spans
from paperreader.tui.core import plain, safe
from paperreader.tui.dialogs.ask import AskScreen
from paperreader.tui.dialogs.base import Dialogue
from paperreader.tui.dialogs.text_editor import TextEditor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.worker import WorkType

    from paperreader.library import Reader

_KEYS: Final = "Enter words · n new · c colour · R rename · d delete · u undo · Esc"
_MEANINGS: Final = {"include": ("in favour", "$success"), "exclude": ("against", "$error")}
"""What the plain lists are for, and their colours in a theme."""
_PAGE: Final = 500
"""Papers that are counted at a time."""
_WORDS_HINT: Final = "One word or phrase a line; explain* finds all that begin so. Esc saves and closes."


class KeywordScreen(Dialogue[None]):
    """Lists the lists of keywords, and changes them in the configuration file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss"),
        Binding("j,down", "move(1)", priority=True),
        Binding("k,up", "move(-1)", priority=True),
        Binding("enter,e,l,right", "words", priority=True),
        Binding("n,A", "new"),
        Binding("c", "colour"),
        Binding("R", "rename"),
        Binding("d", "delete"),
        Binding("u", "undo"),
    ]

    def __init__(self, papers: Sequence[int], changed: Callable[[], object]) -> None:
        """Show the lists.

        Args:
            papers: those to count in.
            changed: called when the lists have been changed.
        """
        super().__init__()
        self._papers, self._changed = papers, changed
        self._before: list[tuple[KeywordList, ...]] = []
        """The lists before each change made here, to be undone."""
        self._found: Counter[str] = Counter()
        """How many papers have words of each list."""
        self._looked = 0
        """How many papers have been counted."""
        self._options = OptionList(markup=False)
        self._options.can_focus = False
        self._said = Static(id="said", markup=False)

    @property
    def _lists(self) -> tuple[KeywordList, ...]:
        return self.app.config.keyword_lists

    @property
    def _at(self) -> int:
        return self._options.highlighted or 0

    def compose(self) -> ComposeResult:
        """The lists, what was done, the keys."""
        with Vertical(classes="dialogue"):
            yield Static(plain("Keywords"), classes="dialogue-title", markup=False)
            yield self._options
            yield self._said
            yield self.hint(_KEYS)

    def on_mount(self) -> None:
        """Show the lists, and count."""
        self._options.add_options(Option("") for _ in self._lists)
        self._options.highlighted = 0
        self._show()
        self._count()

    def on_resize(self) -> None:
        """Fit the lists to the new width."""
        self.call_after_refresh(self._show)

    def on_option_list_option_selected(self) -> None:
        """A list was clicked: edit its words."""
        self.action_words()

    # -- what the keys do ------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Go to another list."""
        self._options.highlighted = max(0, min(self._at + by, len(self._lists) - 1))

    def action_words(self) -> None:
        """Edit the words of a list."""
        one = self._lists[self._at]

        def done(text: str | None) -> None:
            words = _words(text or "")
            if text is not None and words != one.words:
                what = f"{one.name} has {counted(len(words), 'word')} now"
                self._put([replace(other, words=words) if other == one else other for other in self._lists], what)

        self.app.push_screen(TextEditor(f"Keywords: {safe(one.name)}", "\n".join(one.words), _WORDS_HINT), done)

    def action_new(self) -> None:
        """Begin a list."""

        def done(name: str | None) -> None:
            if name and self._is_free(name):
                colour = COLOURS[(len(self._lists) - len(PLAIN)) % len(COLOURS)]
                if self._put([*self._lists, KeywordList(one_line(name), (), colour)], f"new list: {name}"):
                    self._options.highlighted = len(self._lists) - 1
                    self.action_words()

        self.app.push_screen(AskScreen("A new list of keywords", "", "Its name. Enter goes on to its words."), done)

    def action_colour(self) -> None:
        """Give a list the next colour."""
        one = self._lists[self._at]
        if one.name in PLAIN:
            self._say(f"The colour of {one.name} comes from the theme.")
            return
        colour = COLOURS[(COLOURS.index(one.colour) + 1) % len(COLOURS)]
        lists = [replace(other, colour=colour) if other == one else other for other in self._lists]
        self._put(lists, f"{one.name} is {colour} now")

    def action_rename(self) -> None:
        """Rename a list."""
        one = self._lists[self._at]
        if one.name in PLAIN:
            self._say(f"{one.name} keeps its name.")
            return

        def done(name: str | None) -> None:
            if name and one_line(name) != one.name and self._is_free(name):
                lists = [replace(other, name=one_line(name)) if other == one else other for other in self._lists]
                self._put(lists, f"{one.name} is called {one_line(name)} now")

        self.app.push_screen(AskScreen(f"Rename {safe(one.name)}", one.name, "Enter renames."), done)

    def action_delete(self) -> None:
        """Delete a list; one of the plain ones is emptied."""
        one = self._lists[self._at]
        if one.name in PLAIN:
            lists = [replace(other, words=()) if other == one else other for other in self._lists]
        else:
            lists = [other for other in self._lists if other != one]
        self._put(lists, f"{one.name} was {'emptied' if one.name in PLAIN else 'deleted'} (u undoes it)")

    def action_undo(self) -> None:
        """Undo the last change made here."""
        if not self._before:
            self._say("Nothing has been changed here yet.")
        elif self._put(self._before[-1], "undone"):
            del self._before[-2:]

    # -- how ---------------------------------------------------------------------------------------------------------

    def _is_free(self, name: str) -> bool:
        if one_line(name) in {one.name for one in self._lists}:
            self._say(f"There is a list {name} already.")
            return False
        return True

    def _put(self, lists: Sequence[KeywordList], what: str) -> bool:
        """Save the lists, and show them. Returns whether that was possible."""
        before = self._lists
        try:
            self.app.config.save_keywords(lists)
        except CannotWrite as error:
            self._say(str(error))
            return False
        self._before.append(before)
        at = min(self._at, len(self._lists) - 1)
        self._options.clear_options()
        self._options.add_options(Option("") for _ in self._lists)
        self._options.highlighted = at
        self._say(what)
        self._changed()
        self._count()
        return True

    def _count(self) -> None:
        count: WorkType[None] = partial(self._count_all, {one.name: one.words for one in self._lists})
        self.run_worker(count, group="count", exclusive=True)

    async def _count_all(self, lists: dict[str, tuple[str, ...]]) -> None:
        """Count in the background, some papers at a time: other keys' reading comes between."""
        self._found, self._looked = Counter(), 0
        keywords = {name: Keywords.of(words, ()) for name, words in lists.items()}

        def look(reader: Reader, some: Sequence[int]) -> Counter[str]:
            texts = reader.abstracts(some).values()
            return Counter(name for text in texts for name, one in keywords.items() if keyword_spans(text, one))

        self._show()
        for start in range(0, len(self._papers), _PAGE):
            some = self._papers[start : start + _PAGE]
            with self.app.telling_failures():
                self._found += await self.app.read(partial(look, some=some))
            self._looked += len(some)
            self._show()

    # -- what is seen ----------------------------------------------------------------------------------------------

    def _say(self, words: str) -> None:
        self._said.update(plain(safe(words)))

    def _show(self) -> None:
        if not self.is_mounted:
            return
        width = max(20, self._options.scrollable_content_region.width or 60)
        for at, one in enumerate(self._lists[: self._options.option_count]):
            self._options.replace_option_prompt_at_index(at, self._line(one, width))

    def _line(self, one: KeywordList, width: int) -> Content:
        """A list on two lines: its name and how many papers have it, its words."""
        meaning, colour = _MEANINGS.get(one.name, (one.colour, f"$hue-{one.colour}"))
        whole = self._looked >= len(self._papers)
        papers = f"{self._found[one.name]:,} of {len(self._papers):,}" if whole else f"{self._found[one.name]:,} …"
        right = papers if one.words else "no words"
        left = Content.assemble(
            plain(f"{self.glyphs.highlight} ", colour),
            plain(safe(one.name), "bold"),
            plain(f"  {meaning}", "$muted"),
        )
        room = max(1, width - len(right) - 1)
        words = plain(safe(", ".join(one.words)) or "Enter writes some", "$muted")
        return Content("\n").join(
            [
                Content.assemble(left.truncate(room, ellipsis=True, pad=True), " ", plain(right, "")),
                Content.assemble("  ", words.truncate(max(1, width - 2), ellipsis=True)),
            ]
        )


def _words(text: str) -> tuple[str, ...]:
    """The words and phrases on the lines of a text, each once."""
    return tuple(dict.fromkeys(filter(None, map(one_line, text.splitlines()))))
