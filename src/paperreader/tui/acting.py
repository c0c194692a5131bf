"""What commands do to papers: tag, note, star, read, undo, copy, open, export, import."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.tui.external import browse, copy, edit_outside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from paperreader.exports import Export
    from paperreader.library.importing import Progress, Report
    from paperreader.library.journal import Done
    from paperreader.paper import Entry
    from paperreader.tui.dialogues import ProgressScreen
    from paperreader.tui.main_screen import MainScreen

_CLIPBOARD_LIMIT: Final = 1_000_000
"""Characters: what terminals still take by OSC 52, and a hand still wants to paste."""


class Acting:
    """The commands that act on papers: on the marked ones, else on the one under the cursor."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen

    # -- tags, notes, stars ----------------------------------------------------------------------------------------

    def do_tag(self) -> None:
        """Open the tag editor."""
        papers = self._screen.targets()
        if papers:
            from paperreader.tui.tag_editor import TagEditor

            self._screen.app.push_screen(TagEditor(papers, self._about(papers)))

    def do_note(self) -> None:
        """Open the note editor on the last note, or a new one."""
        self._edit_note(new=False)

    def do_note_new(self) -> None:
        """Open the note editor on a new note."""
        self._edit_note(new=True)

    def do_note_external(self) -> None:
        """Edit the last note, or a new one, in $EDITOR."""
        entry = self._screen.entry()
        if entry is None:
            return
        from paperreader.tui.draft import Draft

        draft = Draft(self._screen.app.library.annotations, entry.id, entry.notes[-1] if entry.notes else None)
        text = edit_outside(self._screen.app, draft.saved)
        if text is not None:
            self._screen.run_worker(self._store(draft.close, text, entry.id))

    def do_star(self) -> None:
        """Star, or take the star from all if all have it."""
        papers = self._screen.targets()
        on = not all(row.starred for row in self._screen.app.reader.rows(papers[:1000]))
        self._write(papers, lambda: self._screen.app.library.annotations.star(papers, on=on))

    def do_read_toggle(self) -> None:
        """Mark read, or unread if all are read."""
        papers = self._screen.targets()
        on = not all(row.read for row in self._screen.app.reader.rows(papers[:1000]))
        self._write(papers, lambda: self._screen.app.library.annotations.mark_read(papers, on=on))

    def do_undo(self) -> None:
        """Take back the last change."""
        self._screen.run_worker(
            self._turn(self._screen.app.library.journal.undo, "undone", "There is nothing to undo.")
        )

    def do_redo(self) -> None:
        """Do it again."""
        self._screen.run_worker(
            self._turn(self._screen.app.library.journal.redo, "redone", "There is nothing to redo.")
        )

    # -- copy and open ---------------------------------------------------------------------------------------------

    def do_copy_citation(self) -> None:
        """Copy citations, one a line."""
        from paperreader.citation import citation

        self._copy("the citation", citation)

    def do_copy_bibtex(self) -> None:
        """Copy BibTeX entries."""
        from paperreader.exports import EXPORTS

        entries = self._entries()
        if entries:
            bibtex = next(one for one in EXPORTS if one.name == "bibtex")
            copy(self._screen.app, _written(bibtex, entries), _several("BibTeX", len(entries)))

    def do_copy_link(self) -> None:
        """Copy the links."""
        from paperreader.citation import link

        self._copy("the link", link)

    def do_copy_id(self) -> None:
        """Copy the identifiers: arXiv's first, then any, then the paper's own uid."""
        self._copy("the identifier", _identifier)

    def do_copy_abstract(self) -> None:
        """Copy the abstracts."""
        self._copy("the abstract", lambda entry: entry.paper.abstract or None)

    def do_browse(self) -> None:
        """Open the paper's page."""
        from paperreader.citation import link

        self._browse(link, "This paper has no identifier and no link to open.")

    def do_browse_pdf(self) -> None:
        """Open the PDF."""
        from paperreader.citation import pdf_link

        self._browse(pdf_link, "There is no arXiv id to find the PDF by; o opens the page.")

    def open_link(self, number: int) -> None:
        """Open a link of the abstract that was clicked, by its number there."""
        from paperreader.titles import links_in

        entry = self._screen.entry()
        links = links_in(entry.paper.abstract) if entry is not None else ()
        if number < len(links):
            browse(self._screen.app, links[number])

    # -- in and out ------------------------------------------------------------------------------------------------

    def do_export(self) -> None:
        """Export the marked papers, else all that are listed."""
        papers = self._screen.targets(otherwise_all=True)
        if not papers:
            self._screen.app.tell("There is nothing to export.")
            return
        from paperreader.tui.dialogues import ExportScreen

        def chosen(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                self._screen.run_worker(self._export(papers, *answer))

        self._screen.app.push_screen(ExportScreen(self._about(papers)), chosen)

    def do_import(self) -> None:
        """Ask for a file and import it."""
        from paperreader.tui.dialogues import AskScreen

        def chosen(path: str | None) -> None:
            if path:
                self.import_files([Path(path).expanduser()])

        hint = "A reading list, a paste of a web page, JSON lines … Enter reads it, Esc leaves."
        self._screen.app.push_screen(AskScreen("Import a file", "", hint), chosen)

    def do_samples(self) -> None:
        """Load the sample lists."""
        from paperreader.exchange import sample_lists

        self.import_files(sample_lists())

    def do_leftovers(self) -> None:
        """Show what no format could read."""
        from paperreader.tui.dialogues import leftovers_screen

        self._screen.app.push_screen(leftovers_screen(self._screen.app.reader.leftovers()))

    def import_files(self, paths: Sequence[Path]) -> None:
        """Import files, showing how far it is."""
        from paperreader.tui.dialogues import ProgressScreen

        names = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
        progress = ProgressScreen(f"Importing {names}")
        self._screen.app.push_screen(progress)
        self._screen.run_worker(self._import(paths, progress))

    async def _import(self, paths: Sequence[Path], screen: ProgressScreen) -> None:
        from paperreader.exchange import read_files

        app = self._screen.app

        def progress(done: Progress) -> bool:
            app.call_from_thread(
                screen.show, f"{done.records:,} papers · {done.records / max(done.seconds, 1e-3):,.0f}/s"
            )
            return not screen.stopped

        reports: list[Report] | None = await app.write(
            lambda: list(read_files(app.library, paths, progress=progress, problem=app.problem))
        )
        if screen.is_active or screen in app.screen_stack:
            screen.dismiss()
        if reports:  # without one, the reason has been said already
            self._screen.refresh_library(from_start=True)
            app.tell(_in_words(reports))

    async def _export(self, papers: Sequence[int], name: str, place: str) -> None:
        from paperreader.exports import EXPORTS

        app = self._screen.app
        export = next(one for one in EXPORTS if one.name == name)
        if place == "-":
            entries = list(app.reader.entries(papers[:5000]))
            text = _written(export, entries)
            if len(text) > _CLIPBOARD_LIMIT or len(papers) > 5000:
                app.tell(f"{len(papers):,} papers are too much for a clipboard; name a file.", error=True)
            else:
                copy(app, text, _several(export.title, len(entries)))
            return
        from paperreader.exchange import write_file

        count = await app.aside(lambda: write_file(app.library, papers, export, Path(place).expanduser()))
        if count is not None:
            app.tell(f"wrote {count:,} papers to {place}")

    # -- how ---------------------------------------------------------------------------------------------------------

    def _edit_note(self, *, new: bool) -> None:
        entry = self._screen.entry()
        if entry is None:
            return
        from paperreader.tui.note_editor import NoteEditor

        def closed(changed: bool | None) -> None:  # noqa: FBT001 - as Textual calls it
            if changed:
                self._screen.saved([entry.id], "saved the note")

        self._screen.app.push_screen(NoteEditor(entry, new=new), closed)

    async def _store(self, save: Callable[[str], bool], text: str, paper: int) -> None:
        if await self._screen.app.write(lambda: save(text)):
            self._screen.saved([paper], "saved the note")

    def _write(self, papers: Sequence[int], work: Callable[[], Done]) -> None:
        if papers:
            self._screen.run_worker(self._done(work))

    async def _done(self, work: Callable[[], Done]) -> None:
        done = await self._screen.app.write(work)
        if done is not None:
            self._screen.saved(done.papers, f"{done.what} · u undoes")

    async def _turn(self, work: Callable[[], Done | None], word: str, nothing: str) -> None:
        turned = await self._screen.app.write(lambda: (work(),))
        if turned is None:
            return
        done = turned[0]
        if done is None:
            self._screen.app.tell(nothing)
            return
        self._screen.saved(done.papers, f"{word}: {done.what}")
        if done.papers:
            self._screen.go_to(done.papers[0])

    def _entries(self) -> list[Entry]:
        papers = self._screen.targets()
        return list(self._screen.app.reader.entries(papers[:5000]))

    def _copy(self, what: str, of: Callable[[Entry], str | None]) -> None:
        entries = self._entries()
        texts = [text for entry in entries if (text := of(entry))]
        if texts:
            copy(self._screen.app, "\n".join(texts), _several(what, len(texts)))
        elif entries:
            self._screen.app.tell(f"There is nothing to copy as {what} of this paper.")

    def _browse(self, of: Callable[[Entry], str | None], nothing: str) -> None:
        entry = self._screen.entry()
        if entry is not None:
            url = of(entry)
            if url:
                browse(self._screen.app, url)
            else:
                self._screen.app.tell(nothing)

    def _about(self, papers: Sequence[int]) -> str:
        if len(papers) != 1:
            return f"{len(papers):,} papers"
        rows = self._screen.app.reader.rows(papers)
        return rows[0].label if rows else "1 paper"


def _written(export: Export, entries: Iterable[Entry]) -> str:
    out = io.StringIO(newline="")
    export.write(entries, out)
    return out.getvalue()


def _several(what: str, count: int) -> str:
    return what if count == 1 else f"{what} of {count:,} papers"


def _identifier(entry: Entry) -> str:
    identifiers = entry.paper.identifiers
    return entry.paper.versioned_arxiv_id or (identifiers[0].value if identifiers else entry.uid)


def _in_words(reports: Sequence[Report]) -> str:
    added, merged, unchanged, left = (
        sum(getattr(report, name) for report in reports) for name in ("added", "merged", "unchanged", "left_out")
    )
    parts = [
        f"{added:,} new" if added else "",
        f"{merged:,} completed" if merged else "",
        f"{unchanged:,} known already" if unchanged else "",
        f"{left:,} pieces left over (gl shows them)" if left else "",
    ]
    words = ", ".join(part for part in parts if part) or "nothing to read there"
    stopped = any(report.cancelled for report in reports)
    return f"{'stopped: ' if stopped else 'imported: '}{words}"
