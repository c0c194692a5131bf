"""Copying papers as citations, references, links and the like, and opening their pages in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.tui.actions.exporting import export_named
from paperreader.tui.core import browse, copy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from paperreader.domain import Entry
    from paperreader.library import Reader
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.exporting import Exporting
    from paperreader.tui.actions.workspace import Workspace

MOST_COPIED: Final = 5_000
"""The most papers that can be copied at once; use a file for more."""
_SCREENFUL: Final = 50
"""The most papers that are read on the screen's thread: about as many as it shows."""


class CopyActions:
    """Copies papers, and opens their pages."""

    def __init__(self, workspace: Workspace, changes: Changes, exporting: Exporting) -> None:
        self._workspace, self._changes, self._exporting = workspace, changes, exporting

    def copy_citation(self) -> None:
        """Copy citations, one per line."""
        from paperreader.domain import citation

        self._copy("the citation", citation)

    def copy_bibtex(self) -> None:
        """Copy BibTeX entries."""
        from paperreader.exchange import write_text

        export, names = export_named("bibtex"), self._workspace.app.config.colour_names
        self._start_copying(
            "BibTeX", lambda reader, papers: (write_text(reader, papers, export, colour_names=names), len(papers))
        )

    def copy_reference(self) -> None:
        """Copy the references, in the style that the configuration says: like an export, as each takes its time."""
        from paperreader.exchange import write_text

        app, papers = self._workspace.app, self._workspace.targets()
        export = export_named("references").given(style=app.config.reference_style)
        if len(papers) > MOST_COPIED:
            app.tell(f"{len(papers):,} papers are too many for the clipboard: export them to a file.")
        elif papers:
            self._exporting.start(
                len(papers),
                lambda reader, progress: write_text(reader, papers, export, progress).rstrip("\n"),
                lambda writing: self._say_referenced(writing, len(papers)),
            )

    async def _say_referenced(self, writing: Awaitable[str], count: int) -> None:
        from paperreader.exports import CannotFormat

        try:
            text = await writing
        except CannotFormat as error:
            self._workspace.app.problem(str(error))
        else:
            copy(self._workspace.app, text, several("the reference", count))

    def copy_link(self) -> None:
        """Copy the links."""
        from paperreader.domain import link

        self._copy("the link", link)

    def copy_identifier(self) -> None:
        """Copy the identifiers: the arXiv id, else any other, else the uid."""
        self._copy("the identifier", _identifier)

    def copy_key(self) -> None:
        """Copy the citation keys, in the style that the configuration says."""
        from paperreader.domain import cited

        style = self._workspace.app.config.key_style

        def read(reader: Reader, papers: Sequence[int]) -> tuple[str, int]:
            keys = [key for entry in reader.entries(papers) if (key := entry.paper.citation_key)]
            return cited(keys, style), len(keys)

        self._start_copying("the citation key", read)

    def copy_abstract(self) -> None:
        """Copy the abstracts."""
        self._copy("the abstract", lambda entry: entry.paper.abstract or None)

    def browse(self) -> None:
        """Open the paper's page."""
        from paperreader.domain import link

        self._browse(link, "This paper has no identifier and no link to open.")

    # -- how ---------------------------------------------------------------------------------------------------------

    def _start_copying(self, what: str, read: Callable[[Reader, Sequence[int]], tuple[str, int]]) -> None:
        """Copy what is read of the selected papers, else of the one under the cursor.

        Args:
            what: it is, in words.
            read: reads it, of many papers in the reading thread: a text, and of how many papers it is.
        """
        app, papers = self._workspace.app, self._workspace.targets()
        if len(papers) > MOST_COPIED:
            app.tell(f"{len(papers):,} papers are too many for the clipboard: export them to a file.")
        elif len(papers) > _SCREENFUL:
            self._changes.start(self._copy_many(what, papers, read))
        elif papers:  # at once: the next key may leave the program
            self._copy_text(what, *read(app.reader, papers))

    async def _copy_many(
        self, what: str, papers: Sequence[int], read: Callable[[Reader, Sequence[int]], tuple[str, int]]
    ) -> None:
        self._copy_text(what, *await self._workspace.app.read(lambda reader: read(reader, papers)))

    def _copy_text(self, what: str, text: str, count: int) -> None:
        if count:
            copy(self._workspace.app, text, several(what, count))
        else:
            self._workspace.app.tell(f"There is nothing to copy as {what} of this paper.")

    def _copy(self, what: str, of: Callable[[Entry], str | None]) -> None:
        def read(reader: Reader, papers: Sequence[int]) -> tuple[str, int]:
            texts = [text for entry in reader.entries(papers) if (text := of(entry))]
            return "\n".join(texts), len(texts)

        self._start_copying(what, read)

    def _browse(self, of: Callable[[Entry], str | None], nothing: str) -> None:
        entry = self._workspace.entry()
        if entry is not None:
            url = of(entry)
            if url:
                browse(self._workspace.app, url)
            else:
                self._workspace.app.tell(nothing)


def several(what: str, count: int) -> str:
    """Say what was copied, and of how many papers, if of more than one."""
    return what if count == 1 else f"{what} of {count:,} papers"


def _identifier(entry: Entry) -> str:
    identifiers = entry.paper.identifiers
    return entry.paper.versioned_arxiv_id or (identifiers[0].value if identifiers else entry.uid)
