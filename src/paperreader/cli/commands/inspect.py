"""Commands that look at the library without changing it: lists, papers, exports, statistics, the log."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import (
    Failure,
    OneOf,
    PaperRequest,
    WholeNumber,
    as_json_option,
    complain,
    emit,
    emit_each,
    emit_entry,
    emit_json,
    examples,
    open_library,
    open_reader,
    paper_argument,
    paper_named,
    papers_asked_for,
    papers_listed,
    plain_output,
    render,
    request_argument,
    width,
    wording,
)
from paperreader.domain import DECISIONS
from paperreader.query import ORDERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.cli.core import Named
    from paperreader.exports import Export

_DASH: Final = "-"


def _exports() -> Sequence[Named]:
    from paperreader.exports import EXPORTS

    return EXPORTS


@click.command(
    "list",
    help=f"""List the papers that QUERY finds, best match first.

    Without QUERY, all papers; a number alone names one paper. Each line has the paper's number, ★ if it is
    starred, • if it is unread, {", ".join(f"{one.sign} if it is {one.called}" for one in DECISIONS.values())},
    its year, its title and its tags. Write -- before a query that begins with a dash.
    """,
    epilog=examples(
        "paperreader list",
        'paperreader list "state space" is:unread year:2023..',
        "paperreader list tag:todo --sort -date --limit 5",
        "paperreader list lora --json | jq -r .title",
    ),
)
@click.option("--sort", metavar="ORDER", help=f"{', '.join(ORDERS)}; - before it reverses the order.")
@click.option("--limit", type=WholeNumber(), metavar="N", help="Only the first N papers.")
@as_json_option
@request_argument
@click.pass_context
def list_(ctx: click.Context, query: PaperRequest, sort: str | None, limit: int | None, *, as_json: bool) -> None:
    """List papers."""
    with open_reader(ctx) as reader:
        ids = papers_listed(reader, query, sort, limit)
        if as_json:
            for entry in reader.entries(ids):
                emit_entry(entry)
        else:
            for line in render.row_lines(reader, ids):
                emit(line)


@click.command(
    epilog=examples(
        "paperreader show 12",
        "paperreader show 2403.13043 --sources",
        "paperreader show https://arxiv.org/abs/2403.13043 --json",
    )
)
@click.option("--sources", "with_sources", is_flag=True, help="Also show the file and line that each field comes from.")
@as_json_option
@paper_argument
@click.pass_context
def show(ctx: click.Context, paper: str, *, with_sources: bool, as_json: bool) -> None:
    """Show a paper with its abstract, highlights and notes, and what links to it.

    PAPER is its number in this library, its uid, or an identifier: an arXiv id, a DOI, or a link with one.
    """
    with open_reader(ctx) as reader:
        entry = reader.entry(paper_named(reader, paper))
        backlinks = reader.backlinks(entry.id)
        sources = reader.sources(entry.id) if with_sources else None
        text = [] if as_json else list(render.paper_text(entry, wording(reader), backlinks))
    if as_json:
        more: dict[str, object] = {}
        if backlinks:
            more["linked_from"] = [asdict(one) for one in backlinks]
        if sources is not None:
            more["sources"] = render.sources_json(sources)
        emit_entry(entry, **more)
        return
    for line in text:
        emit(line)
    if sources is not None:
        for line in render.sources_lines(sources):
            emit(line)


@click.command(
    epilog=examples(
        "paperreader related 12",
        "paperreader related 2403.13043 --limit 5",
        "paperreader related 12 --json | jq -r '[.score, .title, .ties[]] | @tsv'",
    )
)
@click.option("--limit", type=click.IntRange(min=1, max=50), default=20, show_default=True, help="How many papers.")
@as_json_option
@paper_argument
@click.pass_context
def related(ctx: click.Context, paper: str, limit: int, *, as_json: bool) -> None:
    """List the papers nearest to PAPER in wording, and the words that they share with it.

    Nearest first, as “list” shows them; below each, the words and phrases it shares, the most distinctive first.
    PAPER is as for “show”.
    """
    from paperreader.library import Nearest

    with open_reader(ctx) as reader:
        found = {one.paper: one for one in Nearest(reader.connection).to(paper_named(reader, paper), limit)}
        if not found:
            complain("no other paper shares distinctive words with it.")
        if as_json:
            for entry in reader.entries(found):
                one = found[entry.id]
                emit_entry(entry, ties=list(one.ties), score=round(one.score, 4))
            return
        for row in reader.rows(list(found)):
            emit(render.row_line(row, width()))
            emit(render.ties_line(found[row.id].ties))


@click.command(
    epilog=examples(
        "paperreader read tag:todo",
        "paperreader read --sentences is:undecided",
        "printf 'a\\nx wrong topic\\nq\\n' | paperreader read is:undecided",
    )
)
@click.option("--sentences", is_flag=True, help="One sentence of the abstract per line.")
@request_argument
@click.pass_context
def read(ctx: click.Context, query: PaperRequest, *, sentences: bool) -> None:
    """Read the papers that QUERY finds one after another, as plain text.

    For screen readers, Braille displays and line printers: nothing moves, and there is no colour. After each paper it
    asks for a command, a letter and Enter: “?” lists them. The commands may also come from a pipe.
    """
    from paperreader.cli.core import LineReader
    from paperreader.config import ConfigError, load_config

    try:
        config = load_config()
    except ConfigError as error:
        raise Failure(str(error)) from error
    with open_library(ctx) as library, library.reader() as reader:
        LineReader(library, reader, config, by_sentence=sentences).run(query)


@click.command(epilog=examples("paperreader stats", "paperreader stats tag:review", "paperreader stats --json"))
@as_json_option
@request_argument
@click.pass_context
def stats(ctx: click.Context, query: PaperRequest, *, as_json: bool) -> None:
    """Count what was imported, decided and written.

    The numbers of a PRISMA flow diagram: records identified, duplicates removed, papers screened, accepted, and
    rejected with the reasons. With QUERY, only the papers it finds are counted.
    """
    from paperreader.cli.core import statistics_json, statistics_lines

    with open_reader(ctx) as reader:
        statistics = reader.statistics(papers_asked_for(reader, query) if query != PaperRequest() else None)
    if as_json:
        emit_json(statistics_json(statistics))
        return
    for line in statistics_lines(statistics):
        emit(line)


@click.command(
    epilog=examples(
        "paperreader export --to json -o backup.jsonl",
        "paperreader export tag:thesis --to bibtex > thesis.bib",
        "paperreader export is:starred has:note -o notes.md",
        "paperreader export is:accepted --to obsidian -o vault/papers/ --watch",
    )
)
@click.option(
    "--to", "export_", type=OneOf(_exports), help="The format to write. Default: what the extension of PATH says."
)
@click.option(
    "-o", "--output", metavar="PATH", help="The file to write, completely or not at all. Default: standard output."
)
@click.option("--watch", is_flag=True, help="Keep PATH up to date while the library changes, until Ctrl-C.")
@request_argument
@click.pass_context
def export(ctx: click.Context, query: PaperRequest, export_: Export | None, output: str | None, *, watch: bool) -> None:
    """Write the papers that QUERY finds, with tags, highlights and notes.

    To standard output, or to a file; without QUERY, all papers. JSON is lossless: importing it into an empty
    library gives the same library. Obsidian has a folder with a note for each paper; there, and in a Markdown file,
    exporting again rewrites paperreader's part and keeps what you wrote around it. Exit code: 3 if a note could not
    be written.
    """
    from paperreader.cli.core import ExportRun

    export_ = _format(export_, output)
    if output in (None, _DASH):
        if watch:
            raise click.UsageError("--watch keeps a file or a folder up to date: name one with -o.", ctx)
        with open_reader(ctx) as reader:
            export_.write(reader.entries(papers_asked_for(reader, query)), plain_output(), wording(reader))
        return
    run = ExportRun(query, export_, str(output))
    if watch:
        run.keep_up_to_date(ctx)
    else:
        with open_reader(ctx) as reader:
            ctx.exit(run.once(reader))


def _format(asked: Export | None, output: str | None) -> Export:
    """Return the format given by `--to`, or else by the file's ending."""
    from paperreader.exports import EXPORTS, ending_of

    said = ending_of(output) if output is not None else None
    if asked is not None:
        if said is not None and said[1] is not asked:
            complain(
                f"{output} is written as {asked.title}, as --to says; {said[0]} is the extension of {said[1].title}."
            )
        return asked
    if said is None:
        names, endings = (", ".join(getattr(one, what) for one in EXPORTS) for what in ("name", "extension"))
        raise click.UsageError(f"Choose a format with --to ({names}), or by the extension of the file ({endings}).")
    return said[1]


@click.command(epilog=examples("paperreader log", "paperreader log --limit 1000 --json"))
@click.option("--limit", type=WholeNumber(), default=20, show_default=True, help="How many changes.")
@as_json_option
@click.pass_context
def log(ctx: click.Context, limit: int, *, as_json: bool) -> None:
    """Show what was done to the papers, newest first.

    Decisions, tags, highlights, notes, stars, the trash, saved views, undo and redo.
    """
    with open_reader(ctx) as reader:
        changes = reader.changes(limit)
    emit_each(changes, as_json=as_json, data=asdict, line=render.change_line)


COMMANDS: Final = (list_, show, related, read, stats, export, log)
