"""Exporting papers, importing them, and giving them to a shell command."""

from __future__ import annotations

import errno
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.domain import counted
from paperreader.tui.actions.copying import MOST_COPIED, several
from paperreader.tui.actions.exporting import export_named, progress_of
from paperreader.tui.core import copy, plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from paperreader.exchange import Exported, Opening
    from paperreader.exports import Export
    from paperreader.library import ImportOptions, Progress, Reader, Report
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.exporting import Exporting
    from paperreader.tui.actions.listing import Listing
    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.dialogs import ProgressScreen

_CLIPBOARD_LIMIT: Final = 1_000_000
"""Characters: about as much as terminals accept by OSC 52, and more than anybody would paste."""
_PREVIEWED: Final = 3
"""Papers that an export is shown of before it is written."""
_NOT_TEXT: Final = "This format is not text; name a file that ends with"
_TOLD: Final = 5
"""How many messages of an export are shown."""
_TOO_MUCH: Final = "This is too much for the clipboard; name a file."


class TransferActions:
    """Exports and imports papers."""

    def __init__(self, workspace: Workspace, listing: Listing, changes: Changes, exporting: Exporting) -> None:
        self._workspace, self._listing, self._changes, self._exporting = workspace, listing, changes, exporting

    def export(self) -> None:
        """Export the selected papers, else everything listed: where that is every paper, all of the library."""
        papers = self._workspace.targets(otherwise_all=True)
        if not papers:
            self._workspace.app.tell("There is nothing to export.")
            return
        whole = self._listing.is_everything and not self._workspace.papers.listed_selection
        self._ask_export(papers, whole=whole)

    def stop(self) -> bool:
        """Stop the export that is under way. Returns whether there is one."""
        return self._exporting.stop()

    def import_files(self) -> None:
        """Ask for files, show what is in them, and import them."""
        from paperreader.exchange import copied, texts_in
        from paperreader.tui.dialogs import PathScreen, expanded

        def chosen(path: str | None) -> None:
            if path:
                self._preview(Path(path).name or path, lambda: texts_in(expanded(path)))
            elif path is not None:
                once = cache(copied)  # import what was shown, even if something else is copied meanwhile
                self._preview("what was copied", lambda: [lambda: once()()])

        self._workspace.app.push_screen(PathScreen("Import"), chosen)

    def samples(self) -> None:
        """Load the sample lists; ask first if the library has papers."""
        from paperreader.exchange import sample_lists, texts_in

        def load() -> None:
            self._start_import("the sample lists", chain.from_iterable(map(texts_in, sample_lists())))

        if self._workspace.without_papers:
            load()
        else:
            what = "add the sample papers to those that are here"
            self._workspace.confirm(what, load, "nothing was loaded")

    def leftovers(self) -> None:
        """Show what imports could not read."""
        from paperreader.tui.dialogs import LeftoversScreen

        self._workspace.app.push_screen(LeftoversScreen(lambda reader: reader.leftovers()))

    def duplicates(self) -> None:
        """Show possible duplicates, starting with those of the paper under the cursor."""
        from paperreader.tui.dialogs import Duplicates

        def chosen(paper: int | None) -> None:
            if paper is not None:
                self._workspace.open_paper(paper)

        self._workspace.app.push_screen(Duplicates(self._workspace.papers.paper), chosen)

    def _preview(self, about: str, texts: Callable[[], Iterable[Opening]]) -> None:
        """Preview texts, and import them as chosen there."""
        from paperreader.tui.dialogs import PreviewScreen

        def chosen(options: ImportOptions | None) -> None:
            if options is not None:
                self._start_import(about, texts(), options)

        self._workspace.app.push_screen(PreviewScreen(about, texts), chosen)

    def _start_import(self, about: str, texts: Iterable[Opening], options: ImportOptions | None = None) -> None:
        """Import texts, showing the progress."""
        from paperreader.tui.dialogs import ProgressScreen

        progress = ProgressScreen(f"Importing {about}")
        self._workspace.app.push_screen(progress)
        self._workspace.run_worker(self._import(texts, options, progress))

    async def _import(self, texts: Iterable[Opening], options: ImportOptions | None, screen: ProgressScreen) -> None:
        from paperreader.exchange import import_texts
        from paperreader.library import ImportOptions

        app = self._workspace.app

        def progress(done: Progress) -> bool:
            return app.progresses(screen, str(done))

        reports: list[Report] | None = await app.write(
            lambda: list(
                import_texts(app.library, texts, options or ImportOptions(), progress=progress, problem=app.problem)
            )
        )
        if screen.is_active or screen in app.screen_stack:
            screen.dismiss()
        if reports:  # without one, the reason has been said already
            self._changes.reload(from_start=True)
            app.tell(_in_words(reports))

    def _ask_export(
        self, papers: Sequence[int], before: tuple[str, str] | None = None, problem: str = "", *, whole: bool = False
    ) -> None:
        """Ask where to export papers to; again, with the reason, if the last answer did not work.

        Args:
            whole: they are all there are: a format that has a place for the rest of the library gets it, too.
        """
        from paperreader.tui.dialogs import ExportScreen

        def chosen(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                self._workspace.app.config.remember_export(answer)
                self._export(papers, *answer, whole=whole)

        config, first = self._workspace.app.config, papers[:_PREVIEWED]

        def begins(reader: Reader, export: Export) -> str:
            from paperreader.exchange import write_text
            from paperreader.exports import CannotFormat

            if export.binary:
                return f"{export.title}: a file that is not text."
            try:
                return write_text(reader, first, export, colour_names=config.colour_names)
            except CannotFormat as error:
                return str(error)

        screen = ExportScreen(self._workspace.about(papers), begins, before or config.export, problem)
        self._workspace.app.push_screen(screen, chosen)

    def _export(self, papers: Sequence[int], name: str, place: str, *, whole: bool) -> None:
        export, names = export_named(name), self._workspace.app.config.colour_names
        written = None if whole and export.write_asides is not None else papers
        if place != "-":
            self._exporting.start(
                len(papers),
                lambda reader, progress: _write(reader, written, export, place, progress, names),
                lambda writing: self._say_written(writing, papers, name, place, whole=whole),
            )
        elif export.binary:
            self._ask_export(papers, (name, place), f"{_NOT_TEXT} {export.extension}.", whole=whole)
        elif len(papers) > MOST_COPIED:
            self._ask_export(papers, (name, place), _TOO_MUCH, whole=whole)
        else:
            from paperreader.exchange import write_text

            self._exporting.start(
                len(papers),
                lambda reader, progress: write_text(reader, written, export, progress, names),
                lambda writing: self._say_copied(writing, papers, export, whole=whole),
            )

    async def _say_written(
        self, writing: Awaitable[Exported], papers: Sequence[int], name: str, place: str, *, whole: bool
    ) -> None:
        from paperreader.exchange import why_not_written
        from paperreader.exports import MissingPackage
        from paperreader.tui.dialogs import expanded

        app = self._workspace.app
        try:
            written = await writing
        except MissingPackage as error:
            app.tell(str(error), error=True)
            if self._workspace.is_uncovered:
                self._ask_export(papers, (name, place), str(error), whole=whole)
        except (OSError, ValueError) as error:
            why = why_not_written(error, expanded(place))
            app.tell(f"{place}: {why}. Nothing was written.", error=True)
            if self._workspace.is_uncovered:  # and not over what was begun meanwhile
                self._ask_export(papers, (name, place), f"Nothing was written: {why}.", whole=whole)
        else:
            app.tell(f"wrote {counted(written.papers, 'paper')} to {place}")
            if written.told:
                more = [f"And {len(written.told) - _TOLD:,} more."] if written.told[_TOLD:] else []
                app.problem("\n".join([*written.told[:_TOLD], *more]))

    async def _say_copied(self, writing: Awaitable[str], papers: Sequence[int], export: Export, *, whole: bool) -> None:
        from paperreader.exports import CannotFormat

        try:
            text = await writing
        except CannotFormat as error:
            self._ask_export(papers, (export.name, "-"), str(error), whole=whole)
            return
        if len(text) > _CLIPBOARD_LIMIT:
            self._ask_export(papers, (export.name, "-"), _TOO_MUCH, whole=whole)
        else:
            copy(self._workspace.app, text, several(export.title, len(papers)))

    def pipe(self) -> None:
        """Ask for a shell command and pipe the papers into it."""
        papers = self._workspace.targets()
        if not papers:
            return
        from paperreader.tui.dialogs import AskScreen

        def chosen(command: str | None) -> None:
            if command:
                self._changes.start_aside(self._pipe(papers, command))

        hint = "It gets Markdown on its standard input; what it prints is shown. For example: wc -w"
        about = self._workspace.about(papers)
        self._workspace.app.push_screen(AskScreen(f"Pipe {about} to a command", "", hint), chosen)

    async def _pipe(self, papers: Sequence[int], command: str) -> None:
        from paperreader.exchange import ExportStopped, write_text
        from paperreader.tui.core import how_it_ended, pipe
        from paperreader.tui.dialogs import ProgressScreen, TextScreen

        app = self._workspace.app
        screen = ProgressScreen(f"Running {command}", "Esc stops it")
        app.push_screen(screen)
        try:
            progress = progress_of(app, screen, len(papers))
            export, names = export_named("markdown"), app.config.colour_names
            text = await app.read(lambda reader: write_text(reader, papers, export, progress, names))
            done = await pipe(command, text, stopped=lambda: screen.stopped)
        except ExportStopped:
            app.tell("stopped; the command was not run")
            return
        except OSError as error:
            app.tell(f"The shell could not be started: {error.strerror}. Set $SHELL to one that exists.", error=True)
            return
        finally:
            screen.dismiss()
        ended = "stopped" if screen.stopped else how_it_ended(done.returncode) if done.returncode else "printed"
        printed = done.output + ("\n… and more" if done.cut else "")
        app.push_screen(TextScreen(f"{ended}: {command}", plain(printed or "nothing")))


def _write(
    reader: Reader,
    papers: Sequence[int] | None,
    export: Export,
    typed: str,
    progress: Callable[[int], bool],
    colour_names: Mapping[str, str],
) -> Exported:
    """Write papers, or the whole library, to a file or a folder.

    Raises:
        OSError: it cannot be written.
        ValueError: no file can have this name.
    """
    from paperreader.exchange import write_file
    from paperreader.tui.dialogs import expanded

    place = expanded(typed)
    if place.exists() and not (place.is_file() or place.is_dir()):  # it may never be read
        raise OSError(errno.ENODEV, "this is a pipe or a device, not a file")
    return write_file(reader, papers, export, place, progress, colour_names)


def _in_words(reports: Sequence[Report]) -> str:
    added, merged, unchanged, doubtful, left = (
        sum(getattr(report, name) for report in reports)
        for name in ("added", "merged", "unchanged", "doubtful", "left_out")
    )
    parts = [
        f"{added:,} new" if added else "",
        f"{merged:,} merged" if merged else "",
        f"{unchanged:,} already known" if unchanged else "",
        f"{counted(doubtful, 'possible duplicate')} (gd shows them)" if doubtful else "",
        f"{counted(left, 'entry', 'entries')} could not be read (gl lists them)" if left else "",
    ]
    words = ", ".join(part for part in parts if part) or "nothing to read there"
    stopped = any(report.cancelled for report in reports)
    return f"{'stopped: ' if stopped else 'imported: '}{words}"
