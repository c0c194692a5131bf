"""The open library: its connections, and the threads that read and write through them."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from paperreader.library import LibraryError, Replaced
from paperreader.tui.core.view import MOST_BACKLINKS, MOST_LINKS, SidebarContent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from paperreader.config import Config
    from paperreader.domain import Entry, LinkedPaper
    from paperreader.language import Keywords
    from paperreader.library import Backlink, Library, Nearest, Reader, Row, Search
    from paperreader.query import Query

_T = TypeVar("_T")


class Backend:
    """Reads and writes one library.

    Every kind of work has a connection of its own, so that nothing has to wait: `reader` fetches what a screen shows,
    and no more, on the screen's own thread; one reads whatever else a key asks for, one searches, one counts, one
    counts what views find, and one writes, each on a thread of its own and in the order of the requests. An export has
    one of its own, too. Errors are shown to the user, and the program goes on.
    """

    config: Config
    """The user's choices."""

    def __init__(self, library: Library) -> None:
        """Connect.

        Raises:
            LibraryError: the library cannot be read.
        """
        self._opened: list[Library] = []
        """Libraries opened here, in place of the one that was passed in."""
        self.missed = False
        """The file of the library has been replaced."""
        self._open(library)
        self._writing = ThreadPoolExecutor(1, "write")
        self._reading = ThreadPoolExecutor(1, "read")
        self._exporting = ThreadPoolExecutor(1, "export")
        self._searching = ThreadPoolExecutor(1, "search")
        self._counting = ThreadPoolExecutor(1, "count")
        self._viewing = ThreadPoolExecutor(1, "views")

    def tell(self, words: str, *, error: bool = False) -> None:
        """Tell the user something."""
        raise NotImplementedError

    def replaced(self, error: Replaced) -> None:
        """Report that the file of the library was replaced."""
        raise NotImplementedError

    async def close_connections(self) -> bool:
        """Let the threads finish, and close the connections. Returns whether they finished."""
        from paperreader.tui.core.threads import finished

        self.stop_searching()
        self.stop_counting()
        executors = (self._searching, self._counting, self._viewing, self._reading, self._exporting, self._writing)
        if not await finished(self.library, executors):
            return False
        for reader in (self.reader, self._searcher, self._counter, *self._view_readers, *self._asked_readers):
            reader.close()
        for library in self._opened:
            library.close()
        return True

    # -- another library -------------------------------------------------------------------------------------------

    def _open(self, library: Library) -> None:
        """Open the reading connections.

        Raises:
            LibraryError: they cannot be opened; the present ones stay open.
        """
        readers = [library.reader() for _ in range(3)]
        self.library = library
        self.reader, self._searcher, self._counter = readers
        self._view_readers: list[Reader] = []
        """Empty until there is a view to count."""
        self._asked_readers: list[Reader] = []
        """Empty until a key asks for more than a screenful."""

    def turn_to(self, library: Library) -> None:
        """Switch to another library, and close it when the program ends.

        Raises:
            LibraryError: it cannot be read; nothing has changed.
        """
        self._opened.append(library)
        old = (self.reader, self._searcher, self._counter, self._view_readers, self._asked_readers)
        self._open(library)
        for name in ("search", "nearest", "_view_search"):
            if (there := self.__dict__.pop(name, None)) is not None:
                there.interrupt()
        old[0].close()
        # Close each on its own thread, after the work in progress there.
        self._searching.submit(old[1].close)
        self._counting.submit(old[2].close)
        for one in old[3]:
            self._viewing.submit(one.close)
        for one in old[4]:
            self._reading.submit(one.close)
        self.missed = False

    # -- what is read and written ------------------------------------------------------------------------------------

    def rows(self, papers: Sequence[int]) -> list[Row]:
        """The rows of some papers, for the screen; none, and a message, if they cannot be read."""
        try:
            return self.reader.rows(papers)
        except LibraryError as error:
            self.tell(str(error), error=True)
            return []

    def entry(self, paper: int) -> Entry | None:
        """A paper with everything about it, as it is stored now; `None` if it is gone or cannot be read."""
        try:
            return next(self.reader.entries([paper]), None)
        except LibraryError as error:
            self.tell(str(error), error=True)
            return None

    async def write(self, work: Callable[[], _T]) -> _T | None:
        """Run `work`, which writes, on the writing thread and in turn; `None`, and a message, if it fails."""
        return await self._in(self._writing, work)

    async def written(self, work: Callable[[], _T]) -> _T:
        """Run `work`, which writes, in turn on the writing thread.

        Raises:
            LibraryError: it failed; nothing has been reported yet.
            OSError: likewise.
        """
        return await asyncio.get_running_loop().run_in_executor(self._writing, work)

    async def read(self, work: Callable[[Reader], _T]) -> _T:
        """Do `work`, which reads what a key asked for, in the reading thread and in turn.

        Raises:
            LibraryError: it failed; nothing has been told yet.
        """
        return await asyncio.get_running_loop().run_in_executor(self._reading, lambda: work(self._asked_reader()))

    async def export(self, work: Callable[[], _T]) -> _T:
        """Do `work`, which writes papers out, in the exporting thread: it may take long, and nothing else waits for it.

        Raises:
            Exception: what `work` raises; nothing has been told yet.
        """
        return await asyncio.get_running_loop().run_in_executor(self._exporting, work)

    @contextlib.contextmanager
    def telling_failures(self) -> Iterator[None]:
        """Report failures inside the block, and continue after it."""
        try:
            yield
        except Replaced as error:
            self.missed = True
            self.replaced(error)
        except (LibraryError, OSError) as error:
            self.tell(str(error), error=True)

    async def aside(self, work: Callable[[], _T], *, searching: bool = False) -> _T | None:
        """Run `work`, which reads, on the counting or the searching thread; `None`, and a message, if it fails."""
        return await self._in(self._searching if searching else self._counting, work)

    @cached_property
    def search(self) -> Search:
        """The search to use on the searching thread."""
        from paperreader.library import Search

        return Search(self._searcher.connection, self.config.colour_names)

    @cached_property
    def nearest(self) -> Nearest:
        """Finds related papers; for the searching thread."""
        from paperreader.library import Nearest

        return Nearest(self._searcher.connection)

    def stop_searching(self) -> None:
        """Interrupt a running search."""
        if "search" in self.__dict__:
            self.search.interrupt()
        if "nearest" in self.__dict__:
            self.nearest.interrupt()

    @property
    def counter(self) -> Reader:
        """The reader that counts, for the thread of `aside`."""
        return self._counter

    def sidebar_content(self) -> SidebarContent:
        """The contents of the sidebar, except the counts of views; for the counting thread."""
        counter = self._counter
        views = [(view, None) for view in counter.views()]
        imports = [one for one in counter.imports() if not one.undone]
        counts = counter.counts()
        tags, known, criteria = counter.tag_tree(), counter.known_tags(), counter.criteria()
        return SidebarContent(counts, tags, imports, views, known, counts.reasons, criteria, counter.highlight_tags())

    async def count_view(self, query: Query) -> int | None:
        """How many papers a view finds; `None`, and a message, if it fails.

        Raises:
            Interrupted: `stop_counting` was called.
        """
        return await self._in(self._viewing, lambda: self._view_search.count(query))

    def _asked_reader(self) -> Reader:
        """Reads what keys ask for; on the reading thread."""
        if not self._asked_readers:
            self._asked_readers.append(self.library.reader())
        return self._asked_readers[0]

    def stop_counting(self) -> None:
        """Interrupt the counting of a view."""
        if "_view_search" in self.__dict__:
            self._view_search.interrupt()

    @cached_property
    def _view_search(self) -> Search:
        """The search that counts views, for its own thread."""
        from paperreader.library import Search

        self._view_readers.append(self.library.reader())
        return Search(self._view_readers[0].connection, self.config.colour_names)

    def backlinks(self, paper: int) -> Sequence[Backlink]:
        """The first notes that link to a paper; none, and a message, if they cannot be read."""
        try:
            return self.reader.backlinks(paper, MOST_BACKLINKS + 1)
        except LibraryError as error:
            self.tell(str(error), error=True)
            return ()

    def linked_papers(self, targets: Iterable[str]) -> Mapping[str, LinkedPaper]:
        """The papers that the links of a note on the screen name; none, and a message, if they cannot be read."""
        try:
            return self.reader.linked_papers(islice(targets, MOST_LINKS))
        except LibraryError as error:
            self.tell(str(error), error=True)
            return {}

    def count_keywords(self, keywords: Keywords, papers: Sequence[int]) -> dict[int, tuple[int, int]]:
        """The numbers of including and excluding keywords in papers that have any."""
        try:
            counted = {paper: keywords.count(text) for paper, text in self.reader.abstracts(papers).items()}
        except LibraryError as error:
            self.tell(str(error), error=True)
            return {}
        return {paper: count for paper, count in counted.items() if any(count)}

    async def suggest_papers(self, typed: str, limit: int) -> list[tuple[str, str]]:
        """Papers that `typed` may refer to, for links in notes: an identifier and a label for each."""
        from paperreader.query import parse

        def look() -> list[tuple[str, str]]:
            found = self.search.find(parse(typed)).ids[:limit]
            return [(_name(entry), entry.label) for entry in self._searcher.entries(found)]

        return await self.aside(look, searching=True) or []

    async def _in(self, executor: ThreadPoolExecutor, work: Callable[[], _T]) -> _T | None:
        with self.telling_failures():  # past it there is no result but `None`
            return await asyncio.get_running_loop().run_in_executor(executor, work)


def _name(entry: Entry) -> str:
    """How a link in a note names a paper: by a well-known identifier, or else by its uid."""
    identifiers = entry.paper.identifiers
    return next(iter(entry.paper.values("arxiv")), None) or (identifiers[0].value if identifiers else entry.uid)
