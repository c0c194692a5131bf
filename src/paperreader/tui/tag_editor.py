"""The tag editor: type a few letters, Enter adds or removes, and it is done at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from paperreader.paper import fold
from paperreader.tui.text import plain, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Key

    from paperreader.library.journal import Done
    from paperreader.tui.app import PaperReader

_SHOWN: Final = 50
_NEAR: Final = 66.0
"""Of 100: how like a tag must be to what is typed to be offered."""


def complete(typed: str, tags: Sequence[str]) -> list[str]:
    """The tags that `typed` may mean, best first: those that begin so, those that contain it, those that are near."""
    if not typed:
        return list(tags)
    from rapidfuzz import process

    wanted = fold(typed)
    folded = [fold(tag) for tag in tags]
    begins = [tag for tag, name in zip(tags, folded, strict=True) if name.startswith(wanted)]
    contains = [tag for tag, name in zip(tags, folded, strict=True) if wanted in name and tag not in begins]
    near = process.extract(wanted, folded, scorer=_likeness, score_cutoff=_NEAR, limit=_SHOWN)
    found = [*begins, *contains]
    return found + [tags[at] for _, _, at in near if tags[at] not in found]


def _likeness(typed: str, tag: str, **_: object) -> float:
    """Of 100: as a whole with letters wrong, missing or swapped, or as a part of the tag."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.fuzz import partial_ratio

    whole = OSA.normalized_similarity(typed, tag)
    return 100 * max(whole, 0.9 * partial_ratio(typed, tag) / 100 if len(typed) > 3 else 0.0)


class TagEditor(ModalScreen[None]):
    """Adds tags to papers and removes them, one change each."""

    app: PaperReader

    CSS_PATH = "dialogues.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", priority=True),
        Binding("down", "move(1)", priority=True),
        Binding("up", "move(-1)", priority=True),
        Binding("tab", "complete", priority=True),
    ]

    def __init__(self, papers: Sequence[int], about: str) -> None:
        super().__init__()
        self._papers = papers
        self._about = about
        self._known: list[str] = []
        self._on: dict[str, int] = {}
        self._input = Input(placeholder="a tag, new or not", compact=True)
        self._list = OptionList(markup=False, compact=True)

    def compose(self) -> ComposeResult:
        """What is typed, and what it may mean."""
        with Vertical(classes="dialogue"):
            yield Static(plain(f"Tags · {safe(self._about)}"), classes="dialogue-title", markup=False)
            yield self._input
            yield self._list
            yield Static("Enter add or remove · Tab complete · Esc done", classes="dialogue-hint", markup=False)

    def on_mount(self) -> None:
        """Read what tags there are."""
        self._read()
        self._input.focus()

    def take(self, character: str) -> None:
        """A letter that was typed before the editor was there."""
        self._input.insert_text_at_cursor(character)

    def on_key(self, event: Key) -> None:
        """The same, as it comes while the line has no focus yet."""
        if event.character and event.is_printable:
            self.take(event.character)

    def on_input_changed(self) -> None:
        """Offer what fits."""
        self._offer()

    async def on_input_submitted(self) -> None:
        """Add the tag under the cursor, or remove it where all papers have it."""
        tag = self._chosen()
        if tag is None:
            return
        everywhere = self._on.get(tag, 0) == len(self._papers)
        add, remove = ([], [tag]) if everywhere else ([tag], [])
        annotations, papers = self.app.library.annotations, self._papers
        done: Done | None = await self.app.write(lambda: annotations.tag(papers, add=add, remove=remove))
        if done is not None:
            self.app.changed(done)
            self._read()
            self._input.value = ""
            self._offer()

    async def on_option_list_option_selected(self) -> None:
        """A tag was clicked."""
        await self.on_input_submitted()
        self._input.focus()

    def action_move(self, by: int) -> None:
        """Go through what is offered."""
        if self._list.option_count:
            at = self._list.highlighted
            self._list.highlighted = max(0, min((-1 if at is None else at) + by, self._list.option_count - 1))

    def action_complete(self) -> None:
        """Write out the tag under the cursor."""
        tag = self._chosen()
        if tag is not None:
            self._input.value = tag
            self._input.cursor_position = len(tag)

    def _chosen(self) -> str | None:
        if self._list.highlighted is None:
            return None
        return self._list.get_option_at_index(self._list.highlighted).id

    def _read(self) -> None:
        reader = self.app.reader
        self._known = reader.known_tags()
        self._on = reader.tags_of(self._papers)
        self._known.sort(key=lambda tag: (tag not in self._on, fold(tag)))
        self._offer()

    def _offer(self) -> None:
        typed = " ".join(self._input.value.split()).lstrip("#+").strip()
        offered = complete(typed, self._known)[:_SHOWN]
        options = [Option(self._line(tag), id=tag) for tag in offered]
        if typed and fold(typed) not in map(fold, self._known):
            new = Option(Content.assemble("+ ", plain(safe(typed)), (" (new)", "$muted")), id=typed)
            # What was typed stands first unless it looks like the beginning of a tag there is.
            options.insert(1 if offered and fold(offered[0]).startswith(fold(typed)) else 0, new)
        self._list.clear_options()
        self._list.add_options(options)
        self._list.highlighted = 0 if options else None

    def _line(self, tag: str) -> Content:
        count = self._on.get(tag, 0)
        sign = "✓ " if count == len(self._papers) else "– " if count else "  "
        return Content.assemble((sign, "$success"), plain(safe(tag)))
