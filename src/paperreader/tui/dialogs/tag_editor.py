"""The tag editor: type a few letters, and Enter adds or removes the tag at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual.actions import SkipAction
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from paperreader.domain import fold, name_key
from paperreader.tui.core import hue_of, plain, safe
from paperreader.tui.dialogs.base import LineDialogue
from paperreader.tui.dialogs.tag_completion import leads_to, matching_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from paperreader.library import Done, Reader

_T = TypeVar("_T")

_SHOWN: Final = 50


class _TagDialogue(LineDialogue[_T]):
    """A line to type a tag in, and the tags that match."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", priority=True),
        Binding("enter", "enter", priority=True),
        Binding("down,ctrl+n", "move(1)", priority=True),
        Binding("up,ctrl+p", "move(-1)", priority=True),
        Binding("tab", "complete", priority=True),
    ]

    def __init__(self, about: str) -> None:
        super().__init__(placeholder="a tag, new or existing")
        self._about = about
        self._entered = 0
        """How many presses of Enter are still to be handled: they come by way of the line, but Esc comes at once."""
        self._leaving = False
        self._known: list[str] = []
        self._colours: Mapping[str, str | None] = {}
        self._list = OptionList(markup=False, compact=True)
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        """The line, and the tags that match."""
        with Vertical(classes="dialogue"):
            yield Static(plain(f"Tags {self.glyphs.dot} {safe(self._about)}"), classes="dialogue-title", markup=False)
            yield self._input
            yield self._list
            yield self.hint("Enter add or remove · +a -b · Tab complete · Esc done")

    def on_mount(self) -> None:
        """Read the tags."""
        self._offer()
        self.look_up(self._read_all, lambda _: self._offer())

    def _read_all(self, reader: Reader) -> None:
        self._colours = {tag.name: tag.colour for tag in reader.tags()}
        self.read(reader)

    def read(self, reader: Reader) -> None:
        """Find out which tags there are, and which are set; pass them to `know`. Runs in the reading thread."""
        raise NotImplementedError

    def share(self, tag: str) -> float:
        """The share of the tagged things that have a tag: 0 none, 1 all."""
        raise NotImplementedError

    async def change(self, add: Sequence[str], remove: Sequence[str]) -> bool:
        """Add tags and remove others. Returns whether that worked."""
        raise NotImplementedError

    def know(self, tags: Iterable[str]) -> None:
        """Offer these tags, those that are set first."""
        self._known = sorted(tags, key=lambda tag: (self.share(tag) == 0, fold(tag)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the matches."""
        event.stop()
        self._offer()

    def action_enter(self) -> None:
        """Count a press of Enter, and let the line have it."""
        self._entered += self.focused is self._input
        raise SkipAction

    async def on_input_submitted(self) -> None:
        """Do what was entered, and then close if Esc was pressed meanwhile."""
        await self._enter()
        self._entered -= 1
        if self._leaving:
            self.action_leave()

    async def _enter(self) -> None:
        """Add the tag under the cursor, or remove it if all have it; or do what `+some -others` says."""
        typed = self._input.value.split()
        tag = self._chosen()
        if typed and all(len(one) > 1 and one[0] in "+-" for one in typed):
            add = [one[1:] for one in typed if one[0] == "+"]
            remove = [one[1:] for one in typed if one[0] == "-"]
        elif tag is None:
            return
        else:
            add, remove = ([], [tag]) if self.share(tag) == 1 else ([tag], [])
        if await self.change(add, remove):
            with self.app.telling_failures():
                await self.app.read(self.read)
            self._input.value = ""
            self._offer()

    async def on_option_list_option_selected(self) -> None:
        """A tag was clicked."""
        await self._enter()

    def action_move(self, by: int) -> None:
        """Go through the matches."""
        if self._list.option_count:
            at = self._list.highlighted
            self._list.highlighted = max(0, min((-1 if at is None else at) + by, self._list.option_count - 1))

    def action_complete(self) -> None:
        """Complete to the tag under the cursor."""
        tag = self._chosen()
        if tag is not None:
            self._input.value = tag
            self._input.cursor_position = len(tag)

    def action_leave(self) -> None:
        """Close, as soon as everything entered is done."""
        if self._entered:
            self._leaving = True
        else:
            self.action_done()

    def action_done(self) -> None:
        """Close."""
        self.dismiss(None)

    def _chosen(self) -> str | None:
        if self._list.highlighted is None:
            return None
        return self._list.get_option_at_index(self._list.highlighted).id

    def _offer(self) -> None:
        typed = " ".join(self._input.value.split()).lstrip("#+").strip()
        offered = matching_tags(typed, self._known)[:_SHOWN]
        options = [Option(self._line(tag), id=tag) for tag in offered]
        if typed and name_key(typed) not in map(name_key, self._known):
            new = Option(Content.assemble("+ ", plain(safe(typed)), (" (new)", "$muted")), id=typed)
            # What was typed comes first, unless it looks like the beginning of an existing tag or of a part of it.
            options.insert(1 if offered and leads_to(fold(typed), fold(offered[0])) else 0, new)
        self._list.clear_options()
        self._list.add_options(options)
        self._list.highlighted = 0 if options else None

    def _line(self, tag: str) -> Content:
        share = self.share(tag)
        sign = self.glyphs.check if share == 1 else self.glyphs.partly if share else " "
        hue = hue_of(self.app.theme_variables, self._colours.get(tag))
        colour = Content.styled(self.glyphs.highlight, hue) if hue else Content(" ")
        return Content.assemble((sign, "$success"), colour, plain(safe(tag)))


class TagEditor(_TagDialogue[tuple[list[str], list[str]]]):
    """Adds tags to papers and removes them, with one change for each Enter. Returns what was added and removed."""

    def __init__(self, papers: Sequence[int], about: str) -> None:
        super().__init__(about)
        self._papers = papers
        self._on: dict[str, int] = {}
        self._before: dict[str, int] | None = None
        """`_on` when the editor opened; `None` until that has been read."""

    def read(self, reader: Reader) -> None:
        """The tags of the library, those on the papers first."""
        self._on = reader.tags_of(self._papers)
        if self._before is None:
            self._before = self._on
        self.know(reader.known_tags())

    def share(self, tag: str) -> float:
        """The share of the papers that have a tag."""
        return self._on.get(tag, 0) / max(1, len(self._papers))

    async def change(self, add: Sequence[str], remove: Sequence[str]) -> bool:
        """Save the change in the library."""
        annotations, papers = self.app.library.annotations, self._papers
        done: Done | None = await self.app.write(lambda: annotations.tag(papers, add=add, remove=remove))
        if done is not None:
            self.app.changed(done)
        return done is not None

    def action_done(self) -> None:
        """Return what was done to the papers, all in all."""
        before, after = self._before or {}, self._on
        add = [tag for tag, count in after.items() if count > before.get(tag, 0)]
        remove = [tag for tag, count in before.items() if count > after.get(tag, 0)]
        self.dismiss((add, remove))


class AskTags(_TagDialogue[tuple[str, ...]]):
    """Asks for the tags of something other than papers, such as a highlight. Returns them, or `None` if unchanged."""

    def __init__(self, about: str, tags: Sequence[str]) -> None:
        """Ask.

        Args:
            about: what is tagged, in words.
            tags: the tags it has.
        """
        super().__init__(about)
        self._had = tuple(tags)
        self._tags = list(tags)
        self._all = dict.fromkeys(tags)

    def read(self, reader: Reader) -> None:
        """The tags of the library, those passed in, and those added here."""
        self.know(dict.fromkeys((*reader.known_tags(), *self._all)))

    def share(self, tag: str) -> float:
        """Whether a tag is set, 0 or 1."""
        return float(tag in self._tags)

    async def change(self, add: Sequence[str], remove: Sequence[str]) -> bool:
        """Change the answer."""
        self._tags = [*dict.fromkeys([*(tag for tag in self._tags if tag not in remove), *add])]
        self._all |= dict.fromkeys(add)
        return True

    def action_done(self) -> None:
        """Return the answer."""
        self.dismiss(tuple(self._tags) if tuple(self._tags) != self._had else None)
