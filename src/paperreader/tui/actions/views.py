"""What is listed and how: saved views, the order, the tags and views of the sidebar, room for this or that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.domain.paper import COLOURS
from paperreader.tui.core.commands import LIST, READER
from paperreader.tui.core.text import safe
from paperreader.tui.core.view import tag_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperreader.library.journal.change import Done
    from paperreader.query import Sort
    from paperreader.tui.main.main_screen import MainScreen


class Viewing:
    """The commands that change what is listed, and how much of it is seen."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._came_from_list = False
        self._keywords_shown = False

    def do_redraw(self) -> None:
        """Read everything anew, also from another library that came into the place; what was read leaves the unread."""
        if self._screen.app.reopens():
            return
        self._screen.refresh_library()
        self._screen.refresh(layout=True)

    # -- views -------------------------------------------------------------------------------------------------------

    def do_view_open(self, key: str) -> None:
        """Show the view of a number key."""
        if self._screen.sidebar.go_to_number(key) is None:
            self._screen.app.tell(f"No view has the key {key} yet: F saves what is listed as one.")
        else:
            self._screen.focus_pane(self._screen.papers)

    def choices_view_open(self) -> list[tuple[str, str]]:
        """The number keys of views."""
        views = self._screen.app.reader.views()
        return [("0", "All papers"), *((view.key, view.name) for view in views if view.key)]

    def do_view_save(self) -> None:
        """Save what is listed as a view, under the next number key that is free."""
        from paperreader.tui.dialogs.ask import AskScreen

        view = self._screen.listing.now.view
        if view.near is not None:
            self._screen.app.tell("What is related is found anew each time: mark papers and tag them to keep them.")
            return
        if view.among is not None:
            self._screen.app.tell("Marks are no search that a view could keep: tag the papers.")
            return
        query = str(self._screen.listing.query()).strip()
        if not query:
            self._screen.app.tell("All papers are listed; search or choose something first.")
            return
        taken = {view.key for view in self._screen.app.reader.views()}
        key = next((digit for digit in "123456789" if digit not in taken), None)

        def chosen(name: str | None) -> None:
            if name:
                annotations = self._screen.app.library.annotations
                self._write(lambda: annotations.save_view(name, query, key=key))

        where = f", under the key {key}" if key else ""
        hint = f"Enter saves it{where}; a name that is there is replaced. It is {query}"
        self._screen.app.push_screen(AskScreen("Save as a view", "", safe(hint)), chosen)

    def do_sort_date(self, key: str) -> None:
        """By date."""
        self._sort("date", key)

    def do_sort_added(self, key: str) -> None:
        """As they came in."""
        self._sort("added", key)

    def do_sort_title(self, key: str) -> None:
        """By title."""
        self._sort("title", key)

    def do_sort_upvotes(self, key: str) -> None:
        """By upvotes."""
        self._sort("upvotes", key)

    def do_sort_decision(self, key: str) -> None:
        """By decision."""
        self._sort("decision", key)

    def do_sort_relevance(self) -> None:
        """The best matches first; without a search, the newest import."""
        self._screen.listing.sort(None)

    # -- the sidebar -------------------------------------------------------------------------------------------------

    def do_sidebar_fold(self) -> None:
        """Fold or unfold what is below a tag."""
        self._screen.sidebar.fold()

    def do_sidebar_rename(self) -> None:
        """Rename the tag or the view under the cursor."""
        from paperreader.tui.dialogs.ask import AskScreen

        view = self._screen.sidebar.view
        tag, saved = view.tag, view.saved
        annotations = self._screen.app.library.annotations
        if tag is None and saved is None:
            self._screen.app.tell("Only tags and saved views have names that can be changed.")
            return

        def chosen(name: str | None) -> None:
            if name and tag is not None:
                self._screen.perform(self._rename_tag(tag, name), moves=True)
            elif name and saved is not None:
                self._write(lambda: annotations.rename_view(saved.uid, name))

        hint = "Enter renames; the name of a tag that is there merges them." if tag else "Enter renames."
        self._screen.app.push_screen(AskScreen(f"Rename {safe(view.title)}", tag or view.title, hint), chosen)

    def do_sidebar_colour(self) -> None:
        """The next colour for the tag under the cursor, after the last one none."""
        tag = self._screen.sidebar.view.tag
        if tag is None:
            self._screen.app.tell("Only tags have colours.")
            return
        colours = [None, *COLOURS]
        tags = {one.name: one.colour for one in self._screen.app.reader.tags()}
        if tag not in tags:
            self._screen.app.tell(f"{tag} only stands above other tags; c on one of those colours it.")
            return
        now = tags[tag]
        colour = colours[(colours.index(now) + 1) % len(colours)] if now in colours else None
        annotations = self._screen.app.library.annotations
        self._write(lambda: annotations.colour_tag(tag, colour))

    def do_sidebar_delete(self) -> None:
        """Delete the tag or the view under the cursor; undo brings it back."""
        view = self._screen.sidebar.view
        tag, saved = view.tag, view.saved
        annotations = self._screen.app.library.annotations
        if tag is not None:
            self._write(lambda: annotations.delete_tag(tag))
        elif saved is not None:
            self._write(lambda: annotations.delete_view(saved.uid))
        else:
            self._screen.app.tell("Only tags and saved views can be deleted here.")

    # -- how much is seen ----------------------------------------------------------------------------------------------

    def do_layout_more(self) -> None:
        """More room: lines a paper, or columns of text."""
        self._resize(1)

    def do_layout_less(self) -> None:
        """Less room."""
        self._resize(-1)

    def do_layout_focus(self) -> None:
        """Nothing but the abstract, and back."""
        screen = self._screen
        if screen.has_class("-focus"):
            screen.remove_class("-focus")
            screen.focus_pane(screen.papers if self._came_from_list else screen.reader)
        else:
            self._came_from_list = screen.pane() != READER
            screen.add_class("-focus")
            screen.focus_pane(screen.reader)

    def do_keywords(self) -> None:
        """Keyword colours on or off."""
        config = self._screen.app.config
        if not (config.include_keywords or config.exclude_keywords):
            self._screen.app.tell("There are no keywords yet; [keywords] in the configuration has them.")
            return
        self.show_keywords(on=not self._keywords_shown)
        self._screen.app.tell(f"keyword colours {'on' if self._keywords_shown else 'off'}")

    def do_latex(self) -> None:
        """LaTeX as text, or as it was written."""
        as_text = self._screen.reader.turn_latex()
        self._screen.app.tell("LaTeX as text" if as_text else "LaTeX as it was written")

    def show_keywords(self, *, on: bool = True) -> None:
        """Count the keywords in what is listed and colour them in the abstract, or not."""
        from paperreader.language import Keywords

        app, papers = self._screen.app, self._screen.papers
        keywords = (Keywords.of(app.config.include_keywords, app.config.exclude_keywords) or None) if on else None
        papers.counts = None if keywords is None else lambda ids: app.count_keywords(keywords, ids)
        papers.changed(None)
        self._screen.reader.colour(keywords)
        self._keywords_shown = on

    # -- how ---------------------------------------------------------------------------------------------------------

    async def _rename_tag(self, tag: str, name: str) -> None:
        from paperreader.library.annotations.tags import tag_name

        annotations = self._screen.app.library.annotations
        done = await self._screen.app.write(lambda: annotations.rename_tag(tag, name))
        if done is not None:
            self._screen.follow(tag_view(tag_name(name)))
            self._screen.saved(done.papers, f"{done.what} · u undoes")

    def _resize(self, by: int) -> None:
        if self._screen.pane() == LIST:
            self._screen.papers.grow(by)
        elif self._screen.pane() == READER:
            self._screen.reader.widen(5 * by)

    def _sort(self, by: str, key: str) -> None:
        from paperreader.query import Sort

        sort: Sort = Sort(by, reverse=key.isupper())
        self._screen.listing.sort(sort)

    def _write(self, work: Callable[[], Done]) -> None:
        self._screen.perform(self._written(work))

    async def _written(self, work: Callable[[], Done]) -> None:
        done = await self._screen.app.write(work)
        if done is not None:
            self._screen.saved(done.papers, f"{done.what} · u undoes")
