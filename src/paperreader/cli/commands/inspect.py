"""Commands that look at the library without changing it: lists, papers, exports, statistics, the log."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import (
    Failure,
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
from paperreader.domain import DECISIONS, clean, counted, local_today, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.library import PastChange, Statistics
    from paperreader.query import Node

_DASH: Final = "-"
_FACETS: Final = ("author", "venue", "year", "cat", "source")
_PRINTED: Final = 80
"""The width of plots, in cells, where no terminal says one."""
_NARROWEST_PLOT: Final = 30
_WIDEST_PLOT: Final = 100


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

    PAPER is its number in this library, its uid, an identifier (an arXiv id, a DOI, or a link with one), or its
    citation key.
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


@click.command(
    epilog=examples(
        "paperreader stats",
        "paperreader stats tag:review --json",
        "paperreader stats -o stats.svg",
        "paperreader stats tag:review --prisma -o flow.svg",
    )
)
@click.option("--prisma", is_flag=True, help="The boxes of a PRISMA 2020 flow diagram instead.")
@click.option(
    "--plots/--no-plots",
    default=None,
    help="Whether to plot what was done over time, years, tags and venues. Default: at a terminal.",
)
@click.option(
    "-o", "--output", metavar="PATH", help="Draw the statistics, or with --prisma the diagram, as an SVG file."
)
@as_json_option
@request_argument
@click.pass_context
def stats(
    ctx: click.Context, query: PaperRequest, output: str | None, *, prisma: bool, plots: bool | None, as_json: bool
) -> None:
    """Count what was imported, decided and written.

    The numbers of a PRISMA flow diagram: records identified, duplicates removed, papers screened, accepted, and
    rejected with the reasons. With QUERY, only the papers it finds are counted.
    """
    from paperreader.cli.core import Canvas, statistics_json, statistics_lines

    if as_json and (prisma or output is not None):
        raise click.UsageError("--json prints all numbers by itself: leave out --prisma and -o.")
    if output is not None:
        _check_is_svg(output)
    with open_reader(ctx) as reader:
        statistics = reader.statistics(papers_asked_for(reader, query) if query != PaperRequest() else None)
    if as_json:
        emit_json(statistics_json(statistics))
        return
    if output is not None:
        _draw(statistics, query, output, prisma=prisma)
        return
    if prisma:
        from paperreader.charts import prisma_lines

        lines = prisma_lines(statistics)
    elif plots or (plots is None and width() is not None):
        from paperreader.config import read_config

        size = min(_WIDEST_PLOT, max(_NARROWEST_PLOT, width() or _PRINTED))
        lines = statistics_lines(statistics, Canvas(size, local_today(), ascii_only=read_config()[0].ascii))
    else:
        lines = statistics_lines(statistics)
    for line in lines:
        emit(line)


def _check_is_svg(output: str) -> None:
    ending = Path(output).suffix.lower()
    if ending not in ("", ".svg"):
        raise click.UsageError(
            f"Statistics are drawn as SVG, not as {ending[1:].upper()}: let the file end in “.svg”. "
            "Of that, “rsvg-convert stats.svg -o stats.png” makes a PNG, and a browser prints a PDF."
        )


def _draw(statistics: Statistics, query: PaperRequest, output: str, *, prisma: bool) -> None:
    """Write a drawing to a file, or to standard output if that is a dash."""
    from paperreader.charts import prisma_svg, statistics_svg
    from paperreader.exchange import why_not_written, write_whole

    title = " ".join((*query.numbers, *query.query.split())) or "All papers"
    svg = prisma_svg(statistics) if prisma else statistics_svg(statistics, local_today(), title)
    if output == _DASH:
        plain_output().write(svg)
        return
    try:
        with write_whole(Path(output)) as out:
            out.write(svg)
    except (OSError, ValueError) as error:
        raise Failure(f"{output}: {why_not_written(error, Path(output))}. Nothing was written.") from error
    what = "the flow diagram" if prisma else "the statistics"
    complain(f"{what} of {counted(statistics.papers, 'paper')} drawn to {output}.")


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


COMMANDS: Final = (list_, show, related, read, stats, facets, log)
