"""What is listed and how it is shown: saved views, orders, the sidebar's tags and views, the layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.domain import COLOURS
from paperreader.tui.core import LIST, READER, safe, shown, tag_view

if TYPE_CHECKING:
    from paperreader.query import Order
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.desk import Desk
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.workspace import Workspace


class ViewActions:
    """Changes what is listed, and how much of it is shown."""

    def __init__(self, workspace: Workspace, listing: Listing, changes: Changes, desk: Desk) -> None:
        self._workspace, self._listing, self._changes, self._desk = workspace, listing, changes, desk
        self._came_from_list = False
        self._keywords_shown = False

    def redraw(self) -> None:
        """Reload everything, even from a file that replaced the library; papers read by now leave the unread ones."""
        if self._workspace.app.reopens():
            return
        self._changes.reload()
        self._workspace.refresh(layout=True)

    # -- views -------------------------------------------------------------------------------------------------------

    def open(self, key: str) -> None:
        """List the view of a number key."""
        if self._workspace.sidebar.go_to_number(key) is None:
            self._workspace.app.tell(f"No view has the key {key} yet: F saves the list as one.")
        else:
            self._workspace.focus_pane(self._workspace.papers)

    def numbers(self) -> list[tuple[str, str]]:
        """The number keys and their views."""
        views = self._workspace.app.reader.views()
        return [("0", "All papers"), *((view.key, view.name) for view in views if view.key)]

    def save(self) -> None:
        """Save what is listed as a view, on the next free number key."""
        from paperreader.tui.dialogs import AskScreen

        view = self._listing.now.view
        if view.near is not None:
            self._workspace.app.tell("Related papers are found anew each time: select and tag them to keep them.")
            return
        if view.among is not None:
            self._workspace.app.tell("A selection cannot be saved as a view: tag the papers instead.")
            return
        query = str(self._listing.query()).strip()
        if not query:
            self._workspace.app.tell("All papers are listed; search or choose something first.")
            return
        taken = {view.key for view in self._workspace.app.reader.views()}
        key = next((digit for digit in "123456789" if digit not in taken), None)

        def chosen(name: str | None) -> None:
            if name:
                annotations = self._workspace.app.library.annotations
                self._changes.make(lambda: annotations.save_view(name, query, key=key))

        where = f", under the key {key}" if key else ""
        hint = f"Enter saves it{where}; an existing name is replaced. Query: {query}"
        self._workspace.app.push_screen(AskScreen("Save as a view", "", safe(hint)), chosen)

    def sort(self, order: Order, key: str) -> None:
        """Sort in an order; if the last key is a capital, in reverse. Best matches without a search: newest import."""
        from paperreader.query import Sort

        self._listing.sort(Sort(order.name, reverse=key.isupper()) if order.turns else None)

    # -- the sidebar -------------------------------------------------------------------------------------------------

    def fold(self) -> None:
        """Fold or unfold the tags below the one under the cursor."""
        self._workspace.sidebar.fold()

    def rename(self) -> None:
        """Rename the tag or the view under the cursor."""
        from paperreader.tui.dialogs import AskScreen

        view = self._workspace.sidebar.view_here
        tag, saved = view.tag, view.saved
        annotations = self._workspace.app.library.annotations
        if tag is None and saved is None:
            self._workspace.app.tell("Only tags and saved views can be renamed.")
            return

        def chosen(name: str | None) -> None:
            if name and tag is not None:
                self._changes.start(self._rename_tag(tag, name), moves=True)
            elif name and saved is not None:
                self._changes.make(lambda: annotations.rename_view(saved.uid, name))

        hint = "Enter renames; the name of an existing tag merges them." if tag else "Enter renames."
        self._workspace.app.push_screen(AskScreen(f"Rename {safe(view.title)}", tag or view.title, hint), chosen)

    def colour(self) -> None:
        """Give the tag under the cursor the next colour; after the last one, none."""
        tag = self._workspace.sidebar.view_here.tag
        if tag is None:
            self._workspace.app.tell("Only tags have colours.")
            return
        self._changes.start(self._colour(tag))

    def delete(self) -> None:
        """Delete the tag or the view under the cursor."""
        view = self._workspace.sidebar.view_here
        tag, saved = view.tag, view.saved
        annotations = self._workspace.app.library.annotations
        if tag is not None:
            self._changes.make(lambda: annotations.delete_tag(tag))
        elif saved is not None:
            self._changes.make(lambda: annotations.delete_view(saved.uid))
        else:
            self._workspace.app.tell("Only tags and saved views can be deleted here.")

    # -- how much is seen ----------------------------------------------------------------------------------------------

    def resize(self, by: int) -> None:
        """Change the lines per paper in the list, or the width of the abstract."""
        if self._workspace.pane() == LIST:
            self._workspace.papers.grow(by)
            self._desk.lay_out()
        elif self._workspace.pane() == READER:
            self._workspace.reader.widen(5 * by)

    def fold_sidebar(self) -> None:
        """Hide the sidebar, or show it again."""
        self._desk.fold_sidebar()

    def widen(self, by: int) -> None:
        """Make the focused pane wider, or narrower."""
        self._desk.widen(by)

    def only_abstract(self) -> None:
        """Show only the abstract, or all panes again."""
        workspace = self._workspace
        if self._desk.shows_only_abstract:
            self._desk.show_only_abstract(on=False)
            workspace.focus_pane(workspace.papers if self._came_from_list else workspace.reader)
        else:
            self._came_from_list = workspace.pane() != READER
            self._desk.show_only_abstract(on=True)
            workspace.focus_pane(workspace.reader)

    def keywords(self) -> None:
        """Turn keyword colours on or off."""
        if not self._workspace.app.config.has_keywords:
            self._workspace.app.tell(f"There are no keywords yet: {self._key('keywords.edit')} lists some.")
            return
        self.show_keywords(on=not self._keywords_shown)
        self._workspace.app.tell(f"keyword colours {'on' if self._keywords_shown else 'off'}")

    def edit_keywords(self) -> None:
        """Show the lists of keywords, with how many of the listed papers have each."""
        from paperreader.tui.dialogs import KeywordScreen

        self._workspace.app.push_screen(KeywordScreen(self._workspace.papers.ids, self.show_keywords))

    def latex(self) -> None:
        """Show LaTeX as text, or as written."""
        as_text = self._workspace.reader.turn_latex()
        self._workspace.app.tell("LaTeX as text" if as_text else "LaTeX as written")

    def show_keywords(self, *, on: bool = True) -> None:
        """Count keywords in the list and colour them in the abstract, or stop doing so."""
        from paperreader.language import Keywords

        app, papers = self._workspace.app, self._workspace.papers
        config = app.config
        others = {one.name: (one.colour, one.words) for one in config.keyword_groups}
        keywords = (Keywords.of(config.include_keywords, config.exclude_keywords, others) or None) if on else None
        papers.counts = None if keywords is None else lambda ids: app.count_keywords(keywords, ids)
        papers.changed(None)
        self._workspace.reader.colour(keywords)
        self._keywords_shown = on

    # -- how ---------------------------------------------------------------------------------------------------------

    def _key(self, id_: str) -> str:
        return next((shown(one.keys[0]) for one in self._workspace.app.commands if one.id == id_ and one.keys), ":")

    async def _colour(self, tag: str) -> None:
        app = self._workspace.app
        colours = [None, *COLOURS]
        tags = await app.read(lambda reader: {one.name: one.colour for one in reader.tags()})
        if tag not in tags:
            app.tell(f"{tag} is only a parent of other tags; c on one of those colours it.")
            return
        now = tags[tag]
        colour = colours[(colours.index(now) + 1) % len(colours)] if now in colours else None
        await self._changes.perform(lambda: app.library.annotations.colour_tag(tag, colour))

    async def _rename_tag(self, tag: str, name: str) -> None:
        from paperreader.library import tag_name

        annotations = self._workspace.app.library.annotations
        await self._changes.perform(lambda: annotations.rename_tag(tag, name))
        self._listing.follow(tag_view(tag_name(name)))
