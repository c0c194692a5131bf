"""The command that imports what arrives in folders."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import (
    Failure,
    as_json_option,
    complain,
    emit,
    emit_json,
    examples,
    flush,
    library_file,
    open_library,
    render,
)
from paperreader.library import LibraryError

if TYPE_CHECKING:
    from paperreader.exchange import Preview
    from paperreader.library import Report

_AGAIN: Final = 5.0
"""Seconds until a library that could not be written is tried again."""


@click.command(
    epilog=examples(
        "paperreader watch ~/Downloads/papers",
        "paperreader watch exports/ alerts/ --tags --json >> imports.jsonl",
    )
)
@click.option("--tags", is_flag=True, help="Keep the keywords and tags of the source as your own tags.")
@click.option("--notes", is_flag=True, help="Keep the notes of the source as your own notes.")
@as_json_option
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="FOLDER..."
)
@click.pass_context
def watch(ctx: click.Context, folders: tuple[Path, ...], *, tags: bool, notes: bool, as_json: bool) -> None:
    """Import what arrives in folders, until Ctrl-C.

    Each file is imported once, when it is complete: also what arrived while nothing watched, and again when its content
    has changed. Folders below are watched too; hidden files and unfinished downloads are left alone. For each file it
    says how many papers it holds and how many of them are new; what cannot be read is reported on standard error. Ends
    with code 0 when it is stopped by Ctrl-C or SIGTERM.
    """
    from paperreader.cli.core import STOPPED, ImportRun, StopSignals
    from paperreader.exchange import Arrivals
    from paperreader.library import ImportOptions

    for folder in folders:
        if not folder.is_dir():
            raise Failure(f"{folder}: there is no directory here to watch.")

    with open_library(ctx, create=True):  # what is wrong with it is said now
        pass
    options = ImportOptions(adopt_tags=tags, adopt_notes=notes)
    with StopSignals() as stop:
        arrivals = Arrivals(folders, library_file(ctx))
        complain(f"watching {', '.join(map(str, folders))}; Ctrl-C ends it.")
        for files in arrivals.batches(stop):
            for file in files:
                try:
                    # Opened anew, since another file may have taken its place since the last arrival.
                    with open_library(ctx, create=True) as library:
                        told = partial(_tell, as_json=as_json)
                        code = ImportRun(library, options, told=told, stop=stop.is_set).run([str(file)])
                except (LibraryError, Failure) as error:
                    complain(f"{error.format_message() if isinstance(error, Failure) else error} Trying again.")
                    arrivals.not_imported(file)
                    stop.wait(_AGAIN)
                    break
                if code != STOPPED:
                    arrivals.imported(file)
                if code == STOPPED or stop.is_set():
                    return


def _tell(report: Report, preview: Preview, *, as_json: bool) -> None:
    """Report on a file, and let others see it at once."""
    if as_json:
        emit_json({**render.report_json(report), "encoding_guess": preview.guessed})
    else:
        emit(render.report_line(report, dry_run=False))
        for line in render.leftover_lines(report):
            emit(line, err=True)
    flush()


COMMANDS: Final = (watch,)
