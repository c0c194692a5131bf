"""Commands that look at the library without changing it: lists, papers, exports, statistics, the log."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import (
    Failure,
    OneOf,
    PaperRequest,
    WholeNumber,
    as_json_option,
    binary_output,
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
from paperreader.domain import DECISIONS, counted, local_today
from paperreader.query import ORDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from io import TextIOWrapper
    from typing import TextIO

    from paperreader.cli.core import Named
    from paperreader.exports import Export
    from paperreader.library import Statistics

_DASH: Final = "-"
_PRINTED: Final = 80
"""The width of plots, in cells, where no terminal says one."""
_NARROWEST_PLOT: Final = 30
_WIDEST_PLOT: Final = 100


@dataclass(frozen=True, slots=True)
class _ByTemplate:
    """What `--to` can say that no row of the table does."""

    name: str = "template"
    title: str = "A Jinja2 template of your own"


_TEMPLATE: Final = _ByTemplate()


def _exports() -> Sequence[Named]:
    from paperreader.exports import EXPORTS

    return (*EXPORTS, _TEMPLATE)


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
        "paperreader export --to json -o backup.jsonl",
        "paperreader export --to json --history -o everything.jsonl",
        "paperreader export tag:thesis --to bibtex > thesis.bib",
        "paperreader export is:starred has:note -o notes.md",
        "paperreader export tag:review -o review.html",
        "paperreader export has:highlight --to w3c > annotations.jsonld",
        "paperreader export tag:thesis --to references --style ieee",
    )
)
@click.option(
    "--to", "export_", type=OneOf(_exports), help="The format to write. Default: what the extension of PATH says."
)
@click.option(
    "-o", "--output", metavar="PATH", help="The file to write, completely or not at all. Default: standard output."
)
@click.option("--template", metavar="FILE", help="Write through this Jinja2 template of your own.")
@click.option("--raw", is_flag=True, help="In CSV and TSV, leave what looks like a formula as it is.")
@click.option("--ascii", "ascii_", is_flag=True, help="In BibTeX and BibLaTeX: letters beyond ASCII as TeX's macros.")
@click.option(
    "--style",
    metavar="NAME|FILE",
    help="For references: apa, ieee, … or a .csl file (citationstyles.org). Default: apa.",
)
@click.option(
    "--history", is_flag=True, help="With JSON and without QUERY: what was done, too, as “log” and “note” show it."
)
@request_argument
@click.pass_context
def export(
    ctx: click.Context,
    query: PaperRequest,
    export_: Export | _ByTemplate | None,
    output: str | None,
    template: str | None,
    style: str | None,
    *,
    raw: bool,
    ascii_: bool,
    history: bool,
) -> None:
    """Write the papers that QUERY finds, with tags, highlights and notes.

    To standard output, or to a file; without QUERY, all papers that are not in the trash. JSON is lossless: without
    QUERY it has everything, the trash, views, merges and imports too, and importing it into an empty library gives
    the same library.
    """
    from paperreader.exchange import TemplateProblem
    from paperreader.exports import MissingPackage

    chosen = _through(template, export_) if template is not None else _format(export_, output)
    chosen = _with_choices(chosen, style, ascii_=ascii_, raw=raw)
    with open_reader(ctx) as reader:
        ids = papers_asked_for(reader, query)
        try:
            if output in (None, _DASH):
                out = binary_output(chosen.extension) if chosen.binary else plain_output()
                chosen.write(reader.entries(ids), out, wording(reader))
                return
            count = _to_file(
                Path(str(output)),
                lambda out: chosen.write(reader.entries(ids), out.buffer if chosen.binary else out, wording(reader)),
            )
        except (MissingPackage, TemplateProblem) as error:
            raise Failure(str(error)) from error
    complain(f"{counted(count, 'paper')} written to {output}.")


def _to_file(place: Path, write: Callable[[TextIOWrapper], int]) -> int:
    from paperreader.exchange import why_not_written, write_whole

    try:
        with write_whole(place) as out:
            return write(out)
    except (OSError, ValueError) as error:
        raise Failure(f"{place}: {why_not_written(error, place)}. Nothing was written.") from error


def _through(template: str, asked: Export | _ByTemplate | None) -> Export:
    """Return the export that a template makes."""
    from paperreader.exchange import TemplateProblem, template_export

    if asked is not None and not isinstance(asked, _ByTemplate):
        raise click.UsageError(f"--template is a format of its own; leave out --to {asked.name}.")
    try:
        return template_export(Path(template))
    except TemplateProblem as error:
        raise Failure(str(error)) from error


def _format(asked: Export | _ByTemplate | None, output: str | None) -> Export:
    """Return the format given by `--to`, or else by the file's ending."""
    from paperreader.exports import EXPORTS, ending_of

    if isinstance(asked, _ByTemplate):
        raise click.UsageError("Name the template as well: --template FILE.")
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


def _with_choices(export_: Export, style: str | None, *, ascii_: bool, raw: bool) -> Export:
    """Return a format with what the user chose for it."""
    from paperreader.exports import DEFAULT_STYLE, CannotFormat, check_style

    choices = (("--ascii", "ascii", ascii_), ("--style", "style", style is not None), ("--raw", "raw", raw))
    for option, name, asked in choices:
        if asked and name not in export_.options:
            raise click.UsageError(f"{option} means nothing in {export_.title}.")
    if "style" in export_.options:
        try:
            check_style(style or DEFAULT_STYLE)
        except CannotFormat as error:
            raise Failure(str(error)) from error
    return export_.given(ascii=ascii_, style=style or DEFAULT_STYLE, warn=complain, raw=raw)


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
