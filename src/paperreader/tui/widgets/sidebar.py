"""The sidebar: the views of a library, each with its name and its number of papers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from paperreader.domain import FROM_YES_TO_NO
from paperreader.tui.core import ALL, UNICODE, View, due_view, hue_of, plain, queue_view, safe, tag_view, trash
from paperreader.tui.widgets.facet_sections import FacetRow, FacetSections, file_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from paperreader.domain import SavedView
    from paperreader.library import Counts, FacetCounts, TagCount
    from paperreader.tui.core import Glyphs, SidebarContent

MOST_TAGS: Final = 500
"""Tags shown at most: an option list measures every line. The others are found with `tag:` in the search."""


class Sidebar(OptionList, can_focus=True):
    """Lists the views, and posts `Chosen` as the cursor moves over them."""

    BINDINGS = []  # noqa: RUF012 - the keys of the base class are commands of ours

    @dataclass
    class Chosen(Message):
        """The cursor moved to a view."""

        view: View

        def can_replace(self, message: Message) -> bool:
            """Only the last view matters while the cursor is moving fast."""
            return isinstance(message, Sidebar.Chosen)

    @dataclass
    class Entered(Message):
        """A view was clicked."""

    @dataclass
    class Pressed(Message):
        """A heading or a row of the sections below the views was clicked."""

    def __init__(self, *, id: str, glyphs: Glyphs = UNICODE) -> None:  # noqa: A002
        super().__init__(id=id, markup=False, compact=True)
        self._glyphs = glyphs
        self._views: dict[str, View] = {}
        self._shown: SidebarContent | None = None
        self.folded: set[str] = set()
        """What is folded: tags, in lower case."""
        self._facets: dict[str, FacetRow] = {}
        self.sections = FacetSections(set(), {})
        """Authors, venues and so on of what is listed."""
        self.view = ALL

    def on_resize(self) -> None:
        """Move the counts to the new right edge."""
        if self._shown is not None:
            self.show(self._shown)

    def show(self, content: SidebarContent) -> None:
        """Show the views with their counts; the cursor stays on its view.

        If that view is gone and the sidebar has the focus, the cursor goes to the view in its place.
        """
        self._shown = content
        from paperreader.query import Value

        facet = self.facet
        self._views.clear()
        self._facets.clear()
        options = [*self._entries(_standing(content.counts))]
        if content.views:
            options += [_heading("Views"), *self._entries((saved_view(view), count) for view, count in content.views)]
        if content.tags:
            options += [_heading("Tags"), *self._tags(content.tags)]
        if content.imports:
            files = [(View(file_name(one.file), Value("source", one.file)), one.papers) for one in content.imports]
            options += [_heading("Imports"), *self._entries(files[:MOST_TAGS])]
        if content.counts.all:
            options += [Option("", disabled=True), *self._facet_options()]
        if self._only_differ(options):
            return
        was_at = self.highlighted or 0
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(options)
            before = self.view
            self.point_to(self._now(before))
            if facet is not None and self._facets:  # its row may be gone, but not its heading
                there = facet if facet.id in self._facets else FacetRow(facet.field)
                self.highlighted = self.get_option_index(there.id)
        if self.view.key != before.key:
            self.post_message(self.Chosen(self.view))
        if self.highlighted is None and self.has_focus:
            ways = (range(was_at, self.option_count), range(min(was_at, self.option_count) - 1, -1, -1))
            enabled = (at for way in ways for at in way if not self.get_option_at_index(at).disabled)
            self.highlighted = next(enabled, None)

    def _only_differ(self, options: Sequence[Option]) -> bool:
        """Whether the same views are listed; if so, those that look different, mostly in a count, are updated."""
        there = self.options
        if [one.id for one in there] != [one.id for one in options]:
            return False
        for old, new in zip(there, options, strict=True):
            if (
                isinstance(old.prompt, Content)
                and isinstance(new.prompt, Content)
                and not old.prompt.is_same(new.prompt)
            ):
                self.replace_option_prompt(str(old.id), new.prompt)
        return True

    @property
    def files(self) -> list[str]:
        """The names of the imported files."""
        return [file_name(one.file) for one in self._shown.imports] if self._shown is not None else []

    @property
    def highlight_tags(self) -> Sequence[str]:
        """Every tag of a highlight, as last counted."""
        return self._shown.highlight_tags if self._shown is not None else ()

    @property
    def known_tags(self) -> Sequence[str]:
        """Every tag by name, used or not, as last counted."""
        return self._shown.known_tags if self._shown is not None else ()

    @property
    def known_reasons(self) -> Sequence[str]:
        """Why papers were rejected, most common first."""
        return self._shown.known_reasons if self._shown is not None else ()

    @property
    def criteria(self) -> Mapping[str, str]:
        """What papers must meet, by the uid of a view; under an empty name those of all papers."""
        return self._shown.criteria if self._shown is not None else {}

    @property
    def facet(self) -> FacetRow | None:
        """The row of a section under the cursor, or its heading; `None` if the cursor is on a view."""
        at = self.highlighted
        option = self.get_option_at_index(at) if at is not None and at < self.option_count else None
        return self._facets.get(option.id or "") if option is not None else None

    @property
    def view_here(self) -> View:
        """The view under the cursor; one that is neither a tag nor saved if there is none."""
        return self.view if self.facet is None else View("")

    def show_facets(self, counts: Mapping[str, FacetCounts], typed: str) -> None:
        """Show how many of the listed papers have each value of the sections that are unfolded."""
        self.sections.counts, self.sections.typed = counts, typed
        if self._shown is not None:
            self.show(self._shown)

    def fold_section(self) -> None:
        """Fold or unfold the section under the cursor, which goes to its heading."""
        row = self.facet
        if row is not None and self._shown is not None:
            self.sections.unfolded ^= {row.field}
            self.highlighted = self.get_option_index(FacetRow(row.field).id)
            self.show(self._shown)

    def point_to(self, view: View) -> None:
        """Put the cursor on a view that the list shows already, if it is in the sidebar."""
        self.view = view
        with self.prevent(OptionList.OptionHighlighted):
            self.highlighted = self.get_option_index(view.key) if view.key in self._views else None

    def go_to_tags(self) -> None:
        """Put the cursor on the first tag, if there is one."""
        self._go_to(next((view for view in self._views.values() if view.tag is not None), None))

    def go_to_facets(self) -> None:
        """Put the cursor on the first section of facets, if there are any papers; what is listed stays."""
        if self.facet is None and self._facets:
            self.highlighted = self.get_option_index(next(iter(self._facets)))

    def go_to_number(self, key: str) -> View | None:
        """Put the cursor on the view saved under a number key (0: all papers), and show it."""
        views = self._views.values()
        found = ALL if key == "0" else next((view for view in views if view.saved and view.saved.key == key), None)
        self._go_to(found)
        if found is not None:
            self.view = found
            self.post_message(self.Chosen(found))  # also if the cursor is there already: the list may not be
        return found

    def fold(self) -> None:
        """Fold or unfold the tags below the one under the cursor."""
        tag = self.view_here.tag
        if tag is not None and self._shown is not None:
            self.folded ^= {tag.casefold()}
            self.show(self._shown)

    def move(self, by: int) -> None:
        """Move the cursor over the views, skipping headings; those on the way are not listed."""
        step = self.action_cursor_down if by > 0 else self.action_cursor_up
        before = self.highlighted
        with self.prevent(OptionList.OptionHighlighted):
            for _ in range(min(abs(by), self.option_count)):
                at = self.highlighted
                if at is not None and not 0 <= at + (1 if by > 0 else -1) < self.option_count:
                    break  # the base class would wrap around
                step()
        if self.highlighted is not None and self.highlighted != before:
            self._show_view(self.get_option_at_index(self.highlighted).id)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The cursor moved to a view."""
        event.stop()
        self._show_view(event.option_id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A view or a facet was clicked."""
        event.stop()
        self.post_message(self.Entered() if self.facet is None else self.Pressed())

    def _show_view(self, key: str | None) -> None:
        """List a view, if that is what the cursor is on."""
        if key in self._views:
            self.view = self._views[key]
            self.post_message(self.Chosen(self.view))

    def _now(self, view: View) -> View:
        """A view as it is now: a saved one may have a new name or query, a tag a new spelling."""
        if view.key in self._views:
            return view
        return next((one for one in self._views.values() if one.is_same_as(view)), view)

    def _go_to(self, view: View | None) -> None:
        if view is not None and view.key in self._views:
            self.highlighted = self.get_option_index(view.key)

    def _tags(self, tags: Sequence[TagCount]) -> Iterable[Option]:
        """The tags as a tree, by their slashes, without those below a folded one."""
        names = {tag.name.casefold() for tag in tags}
        parents = {name[:at] for name in names for at in range(len(name)) if name[at] == "/"}
        hidden, above = "", list[str]()
        for tag in tags[:MOST_TAGS]:
            name = tag.name.casefold()
            above = [one for one in above if name.startswith(one)]
            if hidden and name.startswith(hidden):
                continue
            hidden = f"{name}/" if name in self.folded else ""
            sign = (self._glyphs.folded if hidden else self._glyphs.open) + " " if name in parents else "#"
            view = tag_view(tag.name)
            own = tag.name[len(above[-1]) :] if above else tag.name  # includes parents that no paper has
            yield from self._entries(
                [(view, tag.papers)],
                indent="  " * len(above),
                title=sign + own,
                colour=hue_of(self.app.theme_variables, tag.colour),
            )
            above.append(f"{name}/")

    def _entries(
        self, views: Iterable[tuple[View, int | None]], *, indent: str = "", title: str = "", colour: str = ""
    ) -> Iterable[Option]:
        width = max(10, self.scrollable_content_region.width - 2)
        for view, count in views:
            if view.key in self._views:
                continue  # a file imported twice is one view
            self._views[view.key] = view
            number = "" if count is None else f"{count:,}"
            key = f"{view.saved.key} " if view.saved is not None and view.saved.key else ""
            name = Content.assemble((key, "bold $accent"), indent, plain(safe(title or view.title), colour))
            yield Option(_line(name, number, width), id=view.key)

    def _facet_options(self) -> Iterable[Option]:
        width = max(10, self.scrollable_content_region.width - 2)
        for row, name, number in self.sections.lines(self._glyphs):
            self._facets[row.id] = row
            yield Option(_line(name, number, width), id=row.id)


def _standing(counts: Counts) -> list[tuple[View, int]]:
    """The views that every library has, except those for features that were never used."""
    from paperreader.query import Has, Is

    screened = any(counts.decided.values())
    views = [
        (ALL, counts.all, True),
        (View("Unread", Is("unread")), counts.unread, True),
        (queue_view(), counts.queued, counts.queued > 0),
        (due_view(), counts.due, counts.due > 0),
        (View("Starred", Is("starred")), counts.starred, True),
        (View("With notes", Has("note")), counts.noted, True),
        (View("Highlighted", Has("highlight")), counts.highlighted, counts.highlighted > 0),
        (View("Undecided", Is("undecided")), counts.undecided, screened),
        *((View(one.state.capitalize(), Is(one.state)), counts.decided[one.name], screened) for one in FROM_YES_TO_NO),
        (trash(), counts.trashed, counts.trashed > 0),
    ]
    return [(view, count) for view, count, shown in views if shown]


@lru_cache(maxsize=128)
def saved_view(view: SavedView) -> View:
    """A saved view with its query, parsed once however often it is shown and counted."""
    from paperreader.query import parse

    query = parse(view.query)
    return View(view.name, query.root, query.sort, saved=view)


def _line(name: Content, number: str, width: int) -> Content:
    shown = name.truncate(width - len(number) - 1, ellipsis=True, pad=True)
    return Content.assemble(shown, " ", (number, "$muted"))


def _heading(title: str) -> Option:
    return Option(Content.styled(f"\n{title}", "bold $muted"), disabled=True)
