"""The commands. Results go to standard output, everything else to standard error.

Exit codes: 0 done; 1 the user's mistake, or nothing found where something was named; 2 wrong usage; 3 part of the
input was left out; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click
from click.core import ParameterSource

from paperreader import __version__
from paperreader.cli import printing
from paperreader.cli.finding import SORTS, found, meant, parsed
from paperreader.cli.parsing import Failure, OneOf, Operands, Program, Signed, Text, usage_lines
from paperreader.cli.places import on_trial, opened, reading
from paperreader.cli.printing import complain, counted, emit, emit_each, emit_entry, emit_json

if TYPE_CHECKING:
    import io
    from collections.abc import Sequence

    from paperreader.cli.parsing import Named
    from paperreader.exports import Export
    from paperreader.formats import Format
    from paperreader.library.importing import Report
    from paperreader.library.store import Library

_STOPPED: Final = 130
_LONGEST_NOTE: Final = 1_000_000
_DASH: Final = "-"


def run(args: Sequence[str]) -> int:
    """Do what `args` say, and return the exit code. Never raises for what a user can cause."""
    printing.prepare()
    try:
        code: object = program.main(list(args), prog_name="paperreader", standalone_mode=False)
        printing.flush()
    except click.UsageError as error:
        for line in usage_lines(error):
            emit(line, err=True)
        complain(error.format_message())
        return error.exit_code
    except click.ClickException as error:
        complain(error.format_message())
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain("stopped.")
        return _STOPPED
    except OSError:
        printing.hush()
        return 1
    return code if isinstance(code, int) else 0


def _formats() -> Sequence[Named]:
    from paperreader.formats import FORMATS

    return FORMATS


def _exports() -> Sequence[Named]:
    from paperreader.exports import EXPORTS

    return EXPORTS


def _examples(*lines: str) -> str:
    """What stands at the end of a command's help, one line each."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


_as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
_query = click.argument("query", nargs=-1, type=Text())
_paper = click.argument("paper", type=Text())


@click.group(
    cls=Program,
    invoke_without_command=True,
    epilog=_examples(
        "paperreader --sample                    look around",
        "paperreader import lists/ page.txt      bring papers in",
        "paperreader list state space models     search",
        "paperreader tag 'title:lora' +adapters  tag what a query finds",
        "paperreader export tag:todo --to bibtex -o todo.bib",
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--library",
    type=click.Path(path_type=Path, readable=False),
    envvar="PAPERREADER_LIBRARY",
    metavar="FILE",
    help="The library to use, instead of your own. Also: PAPERREADER_LIBRARY.",
)
@click.option("--sample", is_flag=True, help="Use the sample lists, in a library of their own.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def program(ctx: click.Context, library: Path | None, *, sample: bool) -> None:  # noqa: ARG001 - `places` reads it
    """Read, search, tag and annotate research abstracts in a terminal.

    Without a command it opens the reader; where there is no terminal, it says what is in the library.
    """
    if sample and ctx.get_parameter_source("library") is ParameterSource.COMMANDLINE:
        raise click.UsageError("--sample has a library of its own: leave out --library.", ctx)
    if ctx.invoked_subcommand is not None:
        return
    from paperreader.cli.starting import start

    ctx.exit(start(ctx, sample=sample))


@program.command(
    "import",
    epilog=_examples(
        "paperreader import reading-list.txt",
        "paperreader import --dry-run downloads/",
        "curl -s https://example.org/papers.jsonl | paperreader import --format json -",
    ),
)
@click.option("--format", "format_", type=OneOf(_formats), help="How to read the files. Without: found by content.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and store nothing.")
@_as_json
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(readable=False, allow_dash=True), metavar="FILE... | -"
)
@click.pass_context
def import_(
    ctx: click.Context, files: tuple[str, ...], format_: Format | None, *, dry_run: bool, as_json: bool
) -> None:
    """Bring in papers from files, directories or standard input.

    Of a directory all files are read; - is standard input. Says for each file how many papers it holds and how
    many of them are new. Importing a file again changes nothing. What cannot be read is told on standard error,
    and costs only itself. Exit code: 1 if a file that was named has nothing that can be read, else 3 if a part of
    the input was left out.
    """
    from paperreader.cli.bringing_in import Import

    def told(report: Report) -> None:
        if as_json:
            emit_json(printing.report_json(report))
            return
        emit(printing.report_line(report, dry_run=dry_run))
        for line in printing.leftover_lines(report):
            emit(line, err=True)

    def bring_in(library: Library, *, dry: bool) -> int:
        return Import(library, format=format_, dry_run=dry, told=told).run(files)

    if dry_run:
        with on_trial(ctx) as (library, trial):
            ctx.exit(bring_in(library, dry=trial))
    with opened(ctx, create=True) as library:
        ctx.exit(bring_in(library, dry=False))


@program.command(
    "list",
    epilog=_examples(
        "paperreader list",
        'paperreader list "state space" is:unread year:2023..',
        "paperreader list tag:todo --sort -date --limit 5",
        "paperreader list lora --json | jq -r .title",
    ),
)
@click.option("--sort", metavar="ORDER", help=f"{', '.join(SORTS)}; a - before it reverses it.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The first N papers only.")
@_as_json
@_query
@click.pass_context
def list_(ctx: click.Context, query: tuple[str, ...], sort: str | None, limit: int | None, *, as_json: bool) -> None:
    """List the papers that QUERY finds, the best first.

    Without one, all of them. A line has the paper's number, ★ if it is starred, • if it is unread, its year, its
    title and its tags. A query that begins with a dash goes after --.
    """
    with reading(ctx) as reader:
        ids = found(reader, " ".join(query), sort, limit)
        if as_json:
            for entry in reader.entries(ids):
                emit_entry(entry)
        else:
            printing.emit_rows(reader, ids)


@program.command(
    epilog=_examples(
        "paperreader show 12", "paperreader show 2403.13043", "paperreader show https://arxiv.org/abs/2403.13043 --json"
    )
)
@_as_json
@_paper
@click.pass_context
def show(ctx: click.Context, paper: str, *, as_json: bool) -> None:
    """Show a paper with its abstract, tags and notes.

    PAPER is its number in this library, its uid, or an identifier: an arXiv id, a DOI, or a link with one.
    """
    with reading(ctx) as reader:
        entry = reader.entry(reader.resolve(paper))
    if as_json:
        emit_entry(entry)
        return
    for line in printing.paper_text(entry):
        emit(line)


@program.command(
    cls=Operands,
    epilog=_examples(
        "paperreader tag 12 +todo",
        "paperreader tag 'title:lora year:2024' +adapters -todo",
        "paperreader tag '\"2024\"' '+two words'",
    ),
)
@click.argument("query", type=Text())
@click.argument("tags", nargs=-1, required=True, type=Signed(), metavar="+TAG|-TAG...")
@click.pass_context
def tag(ctx: click.Context, query: str, tags: tuple[str, ...]) -> None:
    """Add tags to papers (+tag), and remove them (-tag).

    QUERY names one paper if it looks like it: a number, a uid, an arXiv id, a DOI or a link. Everything else is a
    query, and all papers it finds are tagged; a number to search for goes in quotes of its own. One undo takes it
    all back. A query that cannot be understood, or finds nothing, changes nothing.
    """
    if not query.strip():
        raise click.UsageError("QUERY is empty. To tag every paper, write '*'.", ctx)
    with opened(ctx) as library:
        with library.reader() as reader:
            ids = meant(reader, query)
        done = library.annotations.tag(
            ids,
            add=[one[1:] for one in tags if one.startswith("+")],
            remove=[one[1:] for one in tags if one.startswith("-")],
        )
    changed = len(done.papers)
    emit(f"{counted(changed, 'paper')} changed{'' if changed == len(ids) else f', of {len(ids):,} found'}.")


@program.command(
    cls=Operands,
    epilog=_examples(
        'paperreader note 12 "Compare with Mamba."',
        "paperreader note 2403.13043 - < thoughts.md",
        "paperreader note 12",
    ),
)
@_paper
@click.argument("text", nargs=-1, type=Text(), metavar="[TEXT|-]")
@click.pass_context
def note(ctx: click.Context, paper: str, text: tuple[str, ...]) -> None:
    """Add a note to a paper, or print its notes.

    Adds TEXT, or what stands on standard input (-); without a text, prints the notes. PAPER is what “show” takes.
    Notes are Markdown.
    """
    if not text:
        with reading(ctx) as reader:
            entry = reader.entry(reader.resolve(paper))
        for at, one in enumerate(entry.notes):
            emit("\n".join([*([""] if at else []), *printing.note_text(one)]))
        if not entry.notes:
            complain(f"paper {entry.id} has no notes.")
        return
    with opened(ctx) as library:
        with library.reader() as reader:
            id_ = reader.resolve(paper)
        body = _stdin_text() if text == (_DASH,) else " ".join(text)
        if not body.strip():
            raise Failure("The note is empty: nothing was written.")
        _, done = library.annotations.write_note(id_, body)
    emit(f"{done.what}.")


@program.command(
    epilog=_examples(
        "paperreader export --to json -o backup.jsonl",
        "paperreader export tag:thesis --to bibtex > thesis.bib",
        "paperreader export is:starred has:note --to markdown -o notes.md",
    )
)
@click.option("--to", "export_", type=OneOf(_exports), required=True, help="The format to write.")
@click.option(
    "-o", "--output", metavar="PATH", help="The file to write, whole or not at all. Without: standard output."
)
@_query
@click.pass_context
def export(ctx: click.Context, query: tuple[str, ...], export_: Export, output: str | None) -> None:
    """Write the papers that QUERY finds, with tags and notes.

    To standard output, or to a file; without a QUERY, all of them. JSON is lossless: importing it into an empty
    library gives the same library.
    """
    from paperreader.exchange import write_whole

    with reading(ctx) as reader:
        search, wanted = parsed(reader, " ".join(query))
        ids = search.all_ids(wanted)
        if not ids:
            complain("no paper found.")
        if output in (None, _DASH):
            export_.write(reader.entries(ids), printing.plain_output())
            return
        try:
            with write_whole(Path(str(output))) as out:
                count = export_.write(reader.entries(ids), out)
        except OSError as error:
            raise Failure(f"{output}: {error.strerror or error}. Nothing was written.") from error
    complain(f"{counted(count, 'paper')} written to {output}.")


@program.command(epilog=_examples("paperreader tag tag:todo -todo && paperreader undo"))
@click.pass_context
def undo(ctx: click.Context) -> None:
    """Take back what was done last: tags, notes, stars.

    Again, and what was done before that is taken back.
    """
    with opened(ctx) as library:
        done = library.journal.undo()
    if done is None:
        raise Failure("There is nothing to undo.")
    emit(f"undid: {done.what}")


@program.command(epilog=_examples("paperreader undo && paperreader redo"))
@click.pass_context
def redo(ctx: click.Context) -> None:
    """Do again what was undone last."""
    with opened(ctx) as library:
        done = library.journal.redo()
    if done is None:
        raise Failure("There is nothing to do again.")
    emit(f"did again: {done.what}")


@program.command(epilog=_examples("paperreader log", "paperreader log --limit 1000 --json"))
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="So many changes.")
@_as_json
@click.pass_context
def log(ctx: click.Context, limit: int, *, as_json: bool) -> None:
    """Show what was done to the papers, the newest first.

    Tags, notes, stars, undo and redo.
    """
    with reading(ctx) as reader:
        changes = reader.changes(limit)
    emit_each(changes, as_json=as_json, data=asdict, line=printing.past_line)


@program.command(epilog=_examples("paperreader tags"))
@_as_json
@click.pass_context
def tags(ctx: click.Context, *, as_json: bool) -> None:
    """List the tags and how many papers have each."""
    with reading(ctx) as reader:
        counts = reader.tags()
    emit_each(counts, as_json=as_json, data=printing.tag_json, line=lambda one: f"{one.papers:>6,}  {one.name}")


@program.command(epilog=_examples("paperreader imports"))
@_as_json
@click.pass_context
def imports(ctx: click.Context, *, as_json: bool) -> None:
    """List the files that were imported, the newest first."""
    with reading(ctx) as reader:
        files = reader.imports()
    emit_each(files, as_json=as_json, data=printing.import_json, line=printing.import_line)


@program.command(epilog=_examples("paperreader leftovers"))
@_as_json
@click.pass_context
def leftovers(ctx: click.Context, *, as_json: bool) -> None:
    """Show what of the imported files could not be read, and why."""
    with reading(ctx) as reader:
        pieces = reader.leftovers()
    for file, left in pieces:
        if as_json:
            emit_json({"file": file, **printing.leftover_json(left)})
        else:
            emit(f"{file}:{left.line}: {left.why}\n{left.text}\n")


@program.command(
    epilog=_examples(
        "echo 'eval \"$(paperreader completion bash)\"' >> ~/.bashrc",
        "echo 'eval \"$(paperreader completion zsh)\"' >> ~/.zshrc",
        "paperreader completion fish > ~/.config/fish/completions/paperreader.fish",
    )
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script for completion in a shell.

    It completes commands, options, formats, and tags after “tag QUERY +”.
    """
    from click.shell_completion import get_completion_class

    known = get_completion_class(shell)
    if known is None:
        raise Failure(f"There is no completion for {shell}.")
    emit(known(program, {}, "paperreader", "_PAPERREADER_COMPLETE").source())


def _stdin_text() -> str:
    from paperreader.formats import Unreadable, open_text

    if sys.stdin is None:
        raise Failure("There is no standard input. Give the text after the paper.")
    try:
        with open_text(cast("io.BufferedIOBase", sys.stdin.buffer)) as source:
            text = source.stream.read(_LONGEST_NOTE + 1)
    except Unreadable as error:
        raise Failure(f"{error} Nothing was written.") from error
    if len(text) > _LONGEST_NOTE:
        raise Failure(f"A note has at most {_LONGEST_NOTE:,} characters: nothing was written.")
    return text.removesuffix("\n")
