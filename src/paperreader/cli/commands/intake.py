"""Commands that import papers, and that show what was imported before."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import (
    OneOf,
    WholeNumber,
    as_json_option,
    cut,
    emit,
    emit_done,
    emit_each,
    emit_json,
    examples,
    open_for_trial,
    open_library,
    open_reader,
    render,
)
from paperreader.domain import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.cli.core import Named
    from paperreader.exchange import Preview
    from paperreader.formats import Format
    from paperreader.library import Report


def _formats() -> Sequence[Named]:
    from paperreader.formats import FORMATS

    return FORMATS


def _encoding(ctx: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    """Check that an encoding exists."""
    from paperreader.formats import is_encoding

    if name is not None and not is_encoding(name):
        said = cut(one_line(name), 40)
        raise click.UsageError(f"unknown encoding “{said}”. Some known ones: utf-8, cp1252, gb18030, koi8-r.", ctx)
    return name


@click.command(
    "import",
    epilog=examples(
        "paperreader import reading-list.txt library.bib.gz exports.zip",
        "paperreader import 'exports/*.ris' --tags --notes",
        "paperreader import --dry-run downloads/",
        "paperreader import --clipboard",
        "curl -s https://example.org/papers.jsonl | paperreader import --format json -",
    ),
)
@click.option(
    "--format", "format_", type=OneOf(_formats), help="The format of the files. Default: recognised by their content."
)
@click.option(
    "--encoding",
    metavar="NAME",
    callback=_encoding,
    help="The encoding of the files: utf-8, cp1251 … Default: recognised by their content.",
)
@click.option("--clipboard", is_flag=True, help="Read the clipboard.")
@click.option("--samples", is_flag=True, help="Read the sample lists that come with the program.")
@click.option("--tags", is_flag=True, help="Keep the keywords and tags of the source as your own tags.")
@click.option("--notes", is_flag=True, help="Keep the notes of the source as your own notes.")
@click.option("--dry-run", is_flag=True, help="Show what would happen and the first papers; store nothing.")
@as_json_option
@click.argument("files", nargs=-1, type=click.Path(readable=False, allow_dash=True), metavar="FILE... | -")
@click.pass_context
def import_(
    ctx: click.Context,
    files: tuple[str, ...],
    format_: Format | None,
    *,
    encoding: str | None,
    clipboard: bool,
    samples: bool,
    tags: bool,
    notes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import papers from files, directories, archives, the clipboard or standard input.

    All files of a directory or a ZIP archive are read; - is standard input. Compressed files (gzip, bzip2, xz, zstd)
    are expanded. For each file it says how many papers it holds and how many of them are new. Importing a file again
    changes nothing. What cannot be read is reported on standard error; the rest is imported. Exit code: 1 if a named
    file has nothing that can be read, else 3 if part of the input was left out; a complete export, feed or service
    answer without papers is not an error.
    """
    from paperreader.cli.core import CLIPBOARD, ImportRun
    from paperreader.exchange import sample_lists
    from paperreader.library import ImportOptions

    names = [*files, *([CLIPBOARD] if clipboard else []), *(map(str, sample_lists()) if samples else ())]
    if not names:
        raise click.UsageError("name a file, - for standard input, --clipboard or --samples.", ctx)

    def told(report: Report, preview: Preview) -> None:
        if as_json:
            emit_json({**render.report_json(report), "encoding_guess": preview.guessed})
            return
        emit(render.report_line(report, dry_run=dry_run))
        if preview.guessed is not None:
            emit(render.guess_line(preview.guessed), err=True)
        if dry_run:
            for line in render.preview_lines(preview):
                emit(line)
        for line in render.leftover_lines(report):
            emit(line, err=True)

    options = ImportOptions(format_.name if format_ else None, encoding=encoding, adopt_tags=tags, adopt_notes=notes)
    if dry_run:
        with open_for_trial(ctx) as (library, is_real):
            ctx.exit(ImportRun(library, replace(options, dry_run=is_real), told=told).run(names))
    with open_library(ctx, create=True) as library:
        ctx.exit(ImportRun(library, options, told=told).run(names))


@click.command(epilog=examples("paperreader imports", "paperreader imports --undo 3"))
@click.option("--undo", "number", type=WholeNumber(), metavar="N", help="Undo import N, however long ago it was.")
@as_json_option
@click.pass_context
def imports(ctx: click.Context, number: int | None, *, as_json: bool) -> None:
    """List the imported files with their numbers, newest first.

    With --undo, one import is undone: its papers disappear, with all you wrote on them, and its changes to other
    papers are reverted, except where they have been changed again since. “redo”, or importing the file again, brings
    it all back.
    """
    if number is not None:
        with open_library(ctx) as library:
            done = library.journal.undo_import(number)
            if as_json:
                emit_done(done)
            else:
                emit(f"undid: {done.what}.")
        return
    with open_reader(ctx) as reader:
        files = reader.imports()
    emit_each(files, as_json=as_json, data=asdict, line=render.import_line)


@click.command(epilog=examples("paperreader leftovers"))
@as_json_option
@click.pass_context
def leftovers(ctx: click.Context, *, as_json: bool) -> None:
    """Show what could not be read in the imported files, and why."""
    with open_reader(ctx) as reader:
        pieces = reader.leftovers()
    for file, left in pieces:
        if as_json:
            emit_json({"file": file, **render.leftover_json(left)})
        else:
            emit(f"{file}:{left.line}: {left.why}\n{left.text}\n")


COMMANDS: Final = (import_, imports, leftovers)
