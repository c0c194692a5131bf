"""Coming back: the next start shows what the last one showed when it ended, whether it was closed or killed.

A start reads a small file, and its first paint shows the remembered papers under the remembered heading. Only then is
the view looked up, and its search parsed. The file is written when nothing has changed for a second, and at the end.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from paperreader.config import PlaceFile
from paperreader.library import LibraryError
from paperreader.tui.actions.listing import Listed
from paperreader.tui.actions.spot import here, is_there, put_on_line
from paperreader.tui.core import ALL, READER, SIDEBAR, View, tag_view, title_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.worker import WorkType

    from paperreader.library import Reader
    from paperreader.query import Query, Sort
    from paperreader.tui.actions.desk import Desk
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.spot import Spot
    from paperreader.tui.actions.workspace import Workspace

_T = TypeVar("_T")

_FORM: Final = 1
"""The form of the file. One in another form is not read."""
_MOST: Final = 200
"""Papers around the cursor that are remembered for the first paint."""
_FEWEST: Final = 20
"""Papers remembered for a list that is hidden, and before and after it."""
_LARGEST: Final = 1 << 40
"""A number beyond it was not written here."""


class ComingBack:
    """Remembers where the reader is, and shows it at the next start."""

    def __init__(self, workspace: Workspace, listing: Listing, desk: Desk) -> None:
        self._workspace, self._listing, self._desk = workspace, listing, desk
        self._kept: Mapping[str, object] = {}
        """What the last run remembered."""
        self._asked: str | None = None
        """The query that the program was started with."""
        self._file: PlaceFile | None = None
        self._has_begun = False
        """What is remembered is listed as it is now: before, there is nothing new to remember."""
        self._seen: object = None
        """What there was to remember a second ago."""
        self._written: object = None
        """What there was when it was last written."""
        self._number = 0
        self._in_turn = threading.Lock()
        self.keywords = True
        """Whether keywords are coloured at the start."""

    # -- at the start ------------------------------------------------------------------------------------------------

    def begin(self, asked: str | None) -> bool:
        """Show what is remembered, before the first paint. Returns whether there is anything to show.

        Args:
            asked: the query that the program was started with, which goes before the remembered one.
        """
        app = self._workspace.app
        self._file = PlaceFile(app.config, app.library.path)
        kept = self._file.read()
        kept = kept if kept.get("form") == _FORM else {}
        self._asked = asked
        self._restore_looks(_table(kept.get("looks")))
        if asked is not None:
            self._glimpse(ALL.title, asked, None, 0, 0)
            self._workspace.focus_pane(self._workspace.papers)
            return True
        self._kept = kept
        return bool(kept) and self._show_papers()

    def finish(self, then: Callable[[], object]) -> None:
        """After the first paint: list what is remembered as it is now.

        Args:
            then: looks up what is listed.
        """
        if self._asked is not None:
            self._list(ALL, self._asked, None)
            then()
        elif not self._kept:
            self._has_begun = True
            then()
        else:
            work: WorkType[None] = partial(self._finish, then)
            self._workspace.run_worker(work, group="coming back")

    def _show_papers(self) -> bool:
        """Show the remembered papers. Returns whether there are any, or rightly none."""
        workspace, kept = self._workspace, self._kept
        app = workspace.app
        uids = [one for one in _list(kept.get("listed")) if isinstance(one, str)][:_MOST]
        uid, place = _text(kept.get("paper")), _number(kept.get("place"))
        try:
            there = app.reader.papers_of([*uids, uid])
        except LibraryError:
            return False
        ids = list(dict.fromkeys(there[one] for one in uids if one in there))
        view = _table(kept.get("view"))
        named = any(_text(view.get(one)) for one in ("root", "tag", "saved", "near"))
        if not ids and not (uids or named or _text(kept.get("typed"))):
            return False
        if not ids and uids:  # another library has the place of this one
            self._kept = {}
            return False
        at = min(max(0, len(uids) - 1), max(0, place - _number(kept.get("first"))))
        near = (there[one] for one in (*uids[at:], *reversed(uids[:at])) if one in there)
        paper = there.get(uid) or next(near, None)
        if paper is not None:
            from paperreader.tui.widgets import ReadingPlace

            workspace.reader.put(paper, ReadingPlace(_number(kept.get("caret")), _number(kept.get("top"))))
        self._glimpse(
            _text(view.get("title")) or ALL.title, _text(kept.get("typed")), _sort(kept.get("sort")),
            _number(kept.get("first")), _number(kept.get("count")),
        )  # fmt: skip
        workspace.papers.show(ids, at=paper)
        put_on_line(workspace, _number(kept.get("line")))
        only_abstract = _table(kept.get("looks")).get("only_abstract") is True
        panes = {READER: workspace.reader, SIDEBAR: workspace.sidebar}
        pane = panes.get(READER if only_abstract else _text(kept.get("pane")), workspace.papers)
        workspace.focus_pane(pane)
        self._desk.show_only_abstract(on=only_abstract)
        return True

    def _glimpse(self, title: str, typed: str, sort: Sort | None, first: int, count: int) -> None:
        """Head the list as remembered. Nothing is parsed yet: that takes longer than painting."""
        asked = None
        if typed:
            from paperreader.query import Query

            asked = Query(text=typed)
        self._listing.glimpse(Listed(View(title), asked, sort), first, count)

    async def _finish(self, then: Callable[[], object]) -> None:
        """List the remembered view, or if it is gone, all papers."""
        workspace, kept, view = self._workspace, self._kept, ALL
        with workspace.app.telling_failures():
            view = await workspace.app.read(partial(_view, _table(kept.get("view"))))
        self._list(view, _text(kept.get("typed")), _sort(kept.get("sort")), ranked=kept.get("ranked") is True)
        workspace.sidebar.point_to(self._listing.now.view)
        then()

    def _list(self, view: View, typed: str, sort: Sort | None, *, ranked: bool = False) -> None:
        query: Query | None = None
        if typed.strip():
            from paperreader.query import parse

            query = parse(typed)
        self._listing.begin_with(view, query, sort, ranked=ranked)
        self._has_begun = True

    # -- what a reader has set by hand -------------------------------------------------------------------------------

    def _looks(self) -> dict[str, object]:
        """How the panes look. Whatever else a reader sets by hand goes here.

        What the configuration sets as well is kept with its value there: another value there goes first.
        """
        workspace = self._workspace
        config = workspace.app.config
        return {
            "lines": [workspace.papers.lines, config.list_lines],
            "measure": [workspace.reader.measure, config.measure],
            "latex": [workspace.reader.latex, config.latex],
            "keywords": workspace.reader.keywords is not None or not config.has_keywords,
            "only_abstract": self._desk.shows_only_abstract,
            "folded": sorted(workspace.sidebar.folded),
            "unfolded": sorted(workspace.sidebar.sections.unfolded),
            "criteria": workspace.criteria.display,
            "panes": self._desk.arrangement,
        }

    def _restore_looks(self, looks: Mapping[str, object]) -> None:
        workspace = self._workspace
        config = workspace.app.config
        workspace.papers.lines = max(1, min(_chosen(looks.get("lines"), config.list_lines), 3))
        workspace.reader.measure = max(30, min(_chosen(looks.get("measure"), config.measure), 200))
        workspace.reader.latex = _chosen(looks.get("latex"), config.latex)
        self.keywords = looks.get("keywords") is not False
        workspace.sidebar.folded = {one for one in _list(looks.get("folded")) if isinstance(one, str)}
        workspace.sidebar.sections.unfolded = {one for one in _list(looks.get("unfolded")) if isinstance(one, str)}
        workspace.criteria.display = looks.get("criteria") is True
        self._desk.arrangement = _table(looks.get("panes"))

    # -- while it runs, and at the end -------------------------------------------------------------------------------

    def look(self) -> None:
        """Once a second: write where the reader is if that is not written yet, and has not changed for a second."""
        if not self._has_begun or not self._remembers or self._workspace.app.leaving:
            return
        now = self._now()
        if now == self._seen and now != self._written:
            self._written = now
            self._number += 1
            work: WorkType[None] = partial(self._write, self._number)
            self._workspace.run_worker(work, group="remember")
        self._seen = now

    def remember(self) -> None:
        """At the end: write where the reader is. Whoever ends last has the last word, whatever was written before."""
        if not self._has_begun or not self._remembers:
            return
        with contextlib.suppress(LibraryError):
            what = self._remembered(*self._around())
            self._number += 1
            self._put(self._number, what(self._workspace.app.reader))

    @property
    def _remembers(self) -> bool:
        return self._file is not None and self._file.remembers

    def _now(self) -> object:
        """Everything that is remembered, to compare."""
        spot = here(self._workspace, self._listing)
        return spot, spot.listed.view.key, spot.listed.typed, self._looks(), len(self._workspace.papers.ids)

    async def _write(self, number: int) -> None:
        with contextlib.suppress(LibraryError, RuntimeError):  # its thread ends before the program does
            kept = await self._workspace.app.read(self._remembered(*self._around()))
            await asyncio.to_thread(self._put, number, kept)

    def _put(self, number: int, kept: Mapping[str, object]) -> None:
        with self._in_turn:
            if number == self._number and self._file is not None:  # else something newer has been, or will be, written
                self._file.write(kept)

    def _around(self) -> tuple[int, Sequence[int]]:
        """The papers on the screen, with a page before and after them, and how many are before those."""
        papers = self._workspace.papers
        if self._listing.now.view.among is not None:  # it ends with the program, and its papers are a list no more
            return papers.cursor, papers.ids[papers.cursor : papers.cursor + 1]
        page = max(_FEWEST, min(papers.page, _MOST // 3))
        top = int(papers.scroll_y) // papers.lines
        if not top <= papers.cursor < top + page:  # the list is hidden
            top = papers.cursor - page // 2
        first = max(0, top - page)
        return first, papers.ids[first : first + 3 * page]

    def _remembered(self, first: int, around: Sequence[int]) -> Callable[[Reader], dict[str, object]]:
        """What is to be written, once the uids of the papers are read."""
        spot = here(self._workspace, self._listing)
        cursor, looks = self._workspace.papers.cursor, self._looks()
        ahead, total = self._listing.numbers
        return lambda reader: _as_written(spot, reader, around) | {
            "place": ahead + cursor, "first": ahead + first, "count": total, "looks": looks
        }  # fmt: skip


def _as_written(spot: Spot, reader: Reader, around: Sequence[int]) -> dict[str, object]:
    """A spot as the file has it. Papers are named by uid, since their numbers differ between copies of a library."""
    listed = spot.listed
    view = listed.view
    about = [one for one in (listed.paper, view.near) if one is not None]
    uids = reader.uids_of([*around, *about])
    root = ""
    if view.root is not None and view.tag is None and view.saved is None:
        from paperreader.query import Query

        root = str(Query(view.root))
    return {
        "form": _FORM,
        "view": {
            "title": view.title if view.among is None else ALL.title,
            "root": root,
            "tag": view.tag,
            "saved": view.saved.uid if view.saved is not None else None,
            "near": uids.get(view.near) if view.near is not None else None,
        },
        "typed": listed.typed,
        "sort": [listed.sort.key, listed.sort.reverse] if listed.sort is not None else None,
        "ranked": listed.ranked,
        "paper": uids.get(listed.paper) if listed.paper is not None else None,
        "listed": [uids[one] for one in around if one in uids],
        "line": spot.line,
        "pane": spot.pane,
        "caret": spot.abstract.caret,
        "top": spot.abstract.top,
    }


def _view(kept: Mapping[str, object], reader: Reader) -> View:
    """The view that a file names, as it is now; all papers if there is none such."""
    title, root, tag = _text(kept.get("title")), _text(kept.get("root")), _text(kept.get("tag"))
    saved, near = _text(kept.get("saved")), _text(kept.get("near"))
    if saved:
        from paperreader.tui.widgets import saved_view

        return next((saved_view(one) for one in reader.views() if one.uid == saved), ALL)
    if tag:
        view = tag_view(tag)
        return view if is_there(view, reader) else ALL
    if near:
        paper = reader.papers_of([near]).get(near)
        rows = reader.rows([paper]) if paper is not None else []
        return View(f"Related to {title_line(rows[0].label)}", near=paper) if rows else ALL
    if root and title:
        from paperreader.query import parse

        return View(title, parse(root).root)
    return ALL


# -- reading what may be damaged --------------------------------------------------------------------------------------


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int:
    return value if type(value) is int and 0 <= value < _LARGEST else 0


def _sort(value: object) -> Sort | None:
    match value:
        case [str(key), bool(reverse)]:
            from paperreader.query import ORDERS, Sort

            return Sort(key, reverse=reverse) if key in ORDERS and ORDERS[key].turns else None
        case _:
            return None


def _chosen(value: object, configured: _T) -> _T:
    """What was chosen in place of what the configuration says; that itself if it says something else now."""
    match value:
        case [chosen, before] if before == configured and type(chosen) is type(configured):
            return chosen
        case _:
            return configured
