"""`paperreader` without a command: opens the reader in a terminal, otherwise prints a short report."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Final

from paperreader.cli.core import (
    Failure,
    complain,
    emit,
    emit_painted,
    is_blank,
    is_missing,
    is_terminal,
    library_file,
    open_library,
    open_reader,
    render,
)
from paperreader.domain import counted

if TYPE_CHECKING:
    import click

_FIRST: Final = 10


def start(ctx: click.Context, *, sample: bool, query: str | None) -> int:
    """Open the reader if this is a terminal, otherwise print a report; returns the exit code."""
    if is_terminal(sys.stdin) and is_terminal(sys.stdout):
        return _open_app(ctx, query)
    if query is not None:
        raise Failure("--query opens the reader, which needs a terminal: use “paperreader list QUERY”.")
    _overview(ctx, sample=sample)
    return 0


def _open_app(ctx: click.Context, query: str | None) -> int:
    # Startup creates a hundred thousand objects but hardly any garbage, so collecting it waits until the app has
    # painted.
    gc.disable()
    # Textual's limit on frames; with its default of sixty a second the abstract comes two frames after the key.
    os.environ.setdefault("TEXTUAL_FPS", "200")
    from paperreader.config import ConfigError, load_config
    from paperreader.tui import PaperReader

    try:
        config = load_config()
        with open_library(ctx, create=True) as library:
            app = PaperReader(library, config, asked=query)
            app.run()
            if app.unfinished:
                from paperreader.tui import UNFINISHED

                complain(UNFINISHED)
            return app.return_code or 0
    except ConfigError as error:  # only the app can check keys and themes
        raise Failure(str(error)) from error


def _overview(ctx: click.Context, *, sample: bool) -> None:
    """Print what is in the library."""
    path = library_file(ctx)
    if sample:
        _report_samples(ctx)
    elif is_missing(path) or is_blank(path):
        emit(f"There is no library yet; it will be created at {path}.")
        _how_to_begin()
        return
    with open_reader(ctx) as reader:
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
            emit_painted(line)
    complain("in a terminal this opens the reader; “paperreader --help” lists the other commands.")


def _report_samples(ctx: click.Context) -> None:
    from paperreader.exchange import import_files, sample_lists
    from paperreader.library import Library

    with Library(library_file(ctx)) as library:
        for report in import_files(library, sample_lists(), problem=complain):
            emit(render.report_line(report, dry_run=False))


def _how_to_begin() -> None:
    emit("Start with “paperreader import FILE”, or look around with “paperreader --sample”.")
