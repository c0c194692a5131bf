"""`paperreader` without a command: the reader in a terminal, else a short report."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Final

from paperreader.cli import render
from paperreader.cli.context import is_blank, is_missing, opened, place, reading
from paperreader.cli.parsing import Failure
from paperreader.cli.printing import complain, counted, emit, is_terminal

if TYPE_CHECKING:
    import click

_FIRST: Final = 10


def start(ctx: click.Context, *, sample: bool) -> int:
    """Open the reader where somebody sits in front of a terminal, else report; the exit code."""
    if is_terminal(sys.stdin) and is_terminal(sys.stdout):
        return _open_app(ctx)
    _overview(ctx, sample=sample)
    return 0


def _open_app(ctx: click.Context) -> int:
    # A start makes a hundred thousand objects and no garbage worth the time of looking for it; the app looks again
    # as soon as it has painted.
    gc.disable()
    # Textual paints at most so often; at its own sixty a second the abstract comes two frames after the key.
    os.environ.setdefault("TEXTUAL_FPS", "200")
    from paperreader.config.config import ConfigError, load
    from paperreader.tui.main.app import PaperReader

    try:
        config = load()
        with opened(ctx, create=True) as library:
            app = PaperReader(library, config)
            app.run()
            if app.unfinished:
                from paperreader.tui.main.shutdown import UNFINISHED

                complain(UNFINISHED)
            return app.return_code or 0
    except ConfigError as error:  # keys and themes are understood by the app only
        raise Failure(str(error)) from error


def _overview(ctx: click.Context, *, sample: bool) -> None:
    """What is in the library, for whoever has no terminal."""
    path = place(ctx)
    if sample:
        _report_samples(ctx)
    elif is_missing(path) or is_blank(path):
        emit(f"There is no library yet; it will be {path}.")
        _how_to_begin()
        return
    with reading(ctx) as reader:
        counts = reader.counts()
        if not counts.all:
            emit(f"There are no papers in {path} yet.")
            _how_to_begin()
            return
        tags, files = len(reader.tags()), len(reader.imports())
        emit(
            f"{counted(counts.all, 'paper')}, {counts.unread:,} unread, {counts.starred:,} starred; "
            f"{counted(tags, 'tag')}, {counted(files, 'import')}."
        )
        for line in render.row_lines(reader, reader.first_ids(_FIRST)):
            emit(line)
    complain("in a terminal this opens the reader; “paperreader --help” shows what else there is.")


def _report_samples(ctx: click.Context) -> None:
    from paperreader.exchange import read_files, sample_lists
    from paperreader.library.store import Library

    with Library(place(ctx)) as library:
        for report in read_files(library, sample_lists(), problem=complain):
            emit(render.report_line(report, dry_run=False))


def _how_to_begin() -> None:
    emit("Begin with “paperreader import FILE”, or look around with “paperreader --sample”.")
