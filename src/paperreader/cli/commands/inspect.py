"""Commands that look at the library without changing it: lists, papers, exports, statistics, the log."""

from __future__ import annotations

import io
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import (
    Failure,
    OneOf,
    PaperRequest,
    TypedText,
    WholeNumber,
    annotated_only_option,
    as_json_option,
    complain,
    emit,
    emit_each,
    emit_entry,
    emit_json,
    emit_painted,
    examples,
    only,
    open_library,
    open_reader,
    painted,
    paper_argument,
    paper_named,
    papers_asked_for,
    papers_listed,
    plain_output,
    render,
    request_argument,
    since_option,
    sort_option,
    width,
    wording,
    wrap,
)
from paperreader.domain import DECISIONS, clean, counted, name_key, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TextIO

    from paperreader.cli.core import Named
    from paperreader.exports import Export
    from paperreader.library import PastChange, Reader
    from paperreader.query import Node

_DASH: Final = "-"
_FACETS: Final = ("author", "venue", "year", "cat", "source")
_CLIPBOARD_LIMIT: Final = 1_000_000
"""Characters: more than anybody would paste."""


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
        "paperreader list lora is:unread --ids | paperreader tag - +todo",
    ),
)
@sort_option
@annotated_only_option
@since_option
@click.option("--ids", "only_ids", is_flag=True, help="Only the numbers of the papers, one a line, for other commands.")
@click.option("--limit", type=WholeNumber(), metavar="N", help="Only the first N papers.")
@as_json_option
@request_argument
@click.pass_context
def list_(
    ctx: click.Context,
    query: PaperRequest,
    sort: str | None,
    limit: int | None,
    since: Node | None,
    *,
    annotated_only: bool,
    only_ids: bool,
    as_json: bool,
) -> None:
    """List papers."""
    if only_ids and as_json:
        raise click.UsageError("Choose --ids or --json.", ctx)
    with open_reader(ctx) as reader:
        every = papers_listed(reader, query, sort, None if annotated_only or since is not None else limit)
        ids = only(reader, every, annotated=annotated_only, since=since)[:limit]
        if only_ids:
            for number in ids:
                emit(str(number))
        elif as_json:
            for entry in reader.entries(ids):
                emit_entry(entry)
        else:
            for line in render.row_lines(reader, ids):
                emit_painted(line)


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
    title = len(list(wrap(entry.label)))
    for number, line in enumerate(text):
        emit_painted(
            painted(clean(line), "bold" if number < title else "dim" if line.startswith("Note of ") else "plain")
        )
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
            emit_painted(render.painted_row(row, width()))
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
        "paperreader export --annotated-only --since 7d --sort -date --to markdown",
        "paperreader export --tags-as-columns -o review.csv",
        "paperreader list lora --ids | paperreader export - --to bibtex",
    )
)
@click.option(
    "--to", "export_", type=OneOf(_exports), help="The format to write. Default: what the extension of PATH says."
)
@click.option(
    "-o", "--output", metavar="PATH", help="The file to write, completely or not at all. Default: standard output."
)
@click.option("--clipboard", is_flag=True, help="Copy it to the clipboard instead.")
@sort_option
@annotated_only_option
@since_option
@click.option("--tags-as-columns", "by_tag", is_flag=True, help="In a table: a column for every tag.")
@request_argument
@click.pass_context
def export(
    ctx: click.Context,
    query: PaperRequest,
    export_: Export | None,
    output: str | None,
    sort: str | None,
    since: Node | None,
    *,
    clipboard: bool,
    annotated_only: bool,
    by_tag: bool,
) -> None:
    """Write the papers that QUERY finds, with tags, highlights and notes.

    To standard output, a file or the clipboard; without QUERY, all papers. JSON is lossless: importing it into an
    empty library gives the same library.
    """
    from paperreader.exchange import why_not_written, write_whole

    if clipboard and output is not None:
        raise click.UsageError("Choose a file with -o, or --clipboard.", ctx)
    export_ = _format(export_, output)
    with open_reader(ctx) as reader:
        asked = papers_asked_for(reader, query) if sort is None else papers_listed(reader, query, sort, None)
        ids = only(reader, asked, annotated=annotated_only, since=since)
        write = _writing(ctx, reader, ids, export_, by_tag=by_tag)
        if clipboard:
            _copy(write)
            return
        if output in (None, _DASH):
            write(plain_output())
            return
        try:
            with write_whole(Path(str(output))) as out:
                count = write(out)
        except (OSError, ValueError) as error:
            raise Failure(f"{output}: {why_not_written(error, Path(str(output)))}. Nothing was written.") from error
    complain(f"{counted(count, 'paper')} written to {output}.")


def _writing(
    ctx: click.Context, reader: Reader, ids: Sequence[int], export_: Export, *, by_tag: bool
) -> Callable[[TextIO], int]:
    """Return what writes the papers, and counts them."""
    entries, words = reader.entries(ids), wording(reader)
    if not by_tag:
        return lambda out: export_.write(entries, out, words)
    with_tags = export_.write_with_tags
    if with_tags is None:
        raise click.UsageError(f"--tags-as-columns is for tables; {export_.name} is none.", ctx)
    tags = list(reader.tags_of(ids))
    return lambda out: with_tags(entries, out, sorted(tags, key=name_key), words)


def _copy(write: Callable[[TextIO], int]) -> None:
    """Copy what is written to the clipboard."""
    from paperreader.exchange import NoClipboard, copy_text

    text = io.StringIO(newline="")
    count = write(text)
    if text.tell() > _CLIPBOARD_LIMIT:
        raise Failure("This is too much for the clipboard; name a file with -o.")
    try:
        copy_text(text.getvalue())
    except NoClipboard as error:
        raise Failure(str(error)) from error
    complain(f"{counted(count, 'paper')} copied to the clipboard.")


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


@click.command(
    epilog=examples(
        "paperreader facets author",
        "paperreader facets year tag:thesis --limit 5",
        "paperreader facets venue --json | jq -r .value",
    )
)
@click.option("--limit", type=WholeNumber(), default=20, show_default=True, metavar="N", help="How many values.")
@as_json_option
@click.argument("field", type=click.Choice(_FACETS, case_sensitive=False))
@request_argument
@click.pass_context
def facets(ctx: click.Context, field: str, query: PaperRequest, limit: int, *, as_json: bool) -> None:
    """Count the authors, venues, years, categories or files of the papers that QUERY finds, the most common first."""
    with open_reader(ctx) as reader:
        counts = reader.facet(field, papers_asked_for(reader, query), limit)
    emit_each(
        counts.values,
        as_json=as_json,
        data=lambda one: {"field": field, "value": one[0], "papers": one[1], "estimated": counts.estimated},
        line=lambda one: f"{'~' if counts.estimated else ''}{one[1]:,}".rjust(7) + f"  {one_line(one[0])}",
    )


@click.command(epilog=examples("paperreader log", "paperreader log --limit 1000 --json", "paperreader log 12"))
@click.option("--limit", type=WholeNumber(), default=20, show_default=True, help="How many changes.")
@as_json_option
@click.argument("paper", type=TypedText(), required=False)
@click.pass_context
def log(ctx: click.Context, paper: str | None, limit: int, *, as_json: bool) -> None:
    """Show what was done to the papers, newest first, or to PAPER alone.

    Decisions, tags, highlights, notes, stars, the trash, saved views, undo and redo. PAPER is as for “show”.
    """
    with open_reader(ctx) as reader:
        changes: Sequence[PastChange] = (
            reader.changes(limit) if paper is None else reader.paper_changes(paper_named(reader, paper), limit)
        )
    emit_each(changes, as_json=as_json, data=asdict, line=render.change_line)


COMMANDS: Final = (list_, show, related, read, stats, facets, export, log)
