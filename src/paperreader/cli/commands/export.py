"""The command that writes papers to files, folders, standard output and the clipboard."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import (
    ExportRun,
    Failure,
    OneOf,
    PaperRequest,
    annotated_only_option,
    binary_output,
    complain,
    examples,
    only,
    open_reader,
    papers_asked_for,
    papers_listed,
    plain_output,
    request_argument,
    since_option,
    sort_option,
)
from paperreader.domain import counted, name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.cli.core import Named
    from paperreader.exports import Export
    from paperreader.library import Reader
    from paperreader.query import Node

_DASH: Final = "-"
_CLIPBOARD_LIMIT: Final = 1_000_000
"""Characters: more than anybody would paste."""


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
    epilog=examples(
        "paperreader export --to json -o backup.jsonl",
        "paperreader export --to json --history -o everything.jsonl",
        "paperreader export tag:thesis --to bibtex > thesis.bib",
        "paperreader export is:starred has:note -o notes.md",
        "paperreader export --annotated-only --since 7d --sort -date --to markdown",
        "paperreader export --tags-as-columns -o review.csv",
        "paperreader export tag:review -o review.html",
        "paperreader export tag:thesis --to references --style ieee",
        "paperreader export tag:thesis --to obsidian -o vault/papers/",
        "paperreader list lora --ids | paperreader export - --to bibtex",
    )
)
@click.option(
    "--to", "export_", type=OneOf(_exports), help="The format to write. Default: what the extension of PATH says."
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="The file or folder to write; each file completely or not at all. Default: standard output.",
)
@click.option("--clipboard", is_flag=True, help="Copy it to the clipboard instead.")
@sort_option
@annotated_only_option
@since_option
@click.option("--tags-as-columns", "by_tag", is_flag=True, help="In a table: a column for every tag.")
@click.option("--raw", is_flag=True, help="In CSV and TSV, leave what looks like a formula as it is.")
@click.option("--ascii", "ascii_", is_flag=True, help="In BibTeX and BibLaTeX: letters beyond ASCII as TeX's macros.")
@click.option(
    "--style",
    metavar="NAME|FILE",
    help="For references: apa, ieee, … or a .csl file (citationstyles.org). Default: apa.",
)
@click.option("--template", metavar="FILE", help="Write through this Jinja2 template of your own.")
@click.option(
    "--history", is_flag=True, help="With JSON and without QUERY: what was done, too, as “log” and “note” show it."
)
@click.option("--watch", is_flag=True, help="Keep PATH up to date while the library changes, until Ctrl-C.")
@request_argument
@click.pass_context
def export(
    ctx: click.Context,
    query: PaperRequest,
    export_: Export | _ByTemplate | None,
    output: str | None,
    template: str | None,
    style: str | None,
    sort: str | None,
    since: Node | None,
    *,
    clipboard: bool,
    annotated_only: bool,
    by_tag: bool,
    raw: bool,
    ascii_: bool,
    history: bool,
    watch: bool,
) -> None:
    """Write the papers that QUERY finds, with tags, highlights and notes.

    To standard output, a file, a folder or the clipboard; without QUERY, all papers that are not in the trash. JSON is
    lossless: without QUERY it has everything, the trash, views, merges and imports too, and importing it into an empty
    library gives the same library. Obsidian has a folder with a note for each paper; there, and in a Markdown or Org
    file, exporting again rewrites paperreader's part and keeps what you wrote around it. Exit code: 3 if a note could
    not be written.
    """
    from paperreader.exchange import TemplateProblem
    from paperreader.exports import MissingPackage

    to_file = output not in (None, _DASH)
    if clipboard and output is not None:
        raise click.UsageError("Choose a file with -o, or --clipboard.", ctx)
    if watch and not to_file:
        raise click.UsageError("--watch keeps a file or a folder up to date: name one with -o.", ctx)
    chosen = _through(template, export_) if template is not None else _format(export_, output)
    chosen = _with_choices(chosen, style, ascii_=ascii_, raw=raw, tags=by_tag)
    chooses = sort is not None or since is not None or annotated_only or query != PaperRequest()
    whole = chosen.write_asides is not None and not chooses
    if history and not whole:
        raise click.UsageError("--history goes with --to json, and without a query: it is of the whole library.")

    def find(reader: Reader) -> Sequence[int] | None:
        if whole:
            return None
        asked = papers_asked_for(reader, query) if sort is None else papers_listed(reader, query, sort, None)
        return only(reader, asked, annotated=annotated_only, since=since)

    run = ExportRun(find, partial(_with_tags, chosen) if by_tag else lambda *_: chosen, history=history)
    try:
        if watch:
            run.keep_up_to_date(ctx, str(output))
            return
        with open_reader(ctx) as reader:
            if to_file:
                ctx.exit(run.once(reader, str(output)))
            elif clipboard:
                _copy(reader, run, chosen)
            else:
                run.to_stream(reader, binary_output(chosen.extension) if chosen.binary else plain_output())
    except (MissingPackage, TemplateProblem) as error:
        raise Failure(str(error)) from error


def _with_tags(chosen: Export, reader: Reader, ids: Sequence[int] | None) -> Export:
    """Return a table with a column for every tag of the papers."""
    return chosen.given(tags=sorted(reader.tags_of(ids or ()), key=name_key))


def _copy(reader: Reader, run: ExportRun, chosen: Export) -> None:
    """Copy what is written to the clipboard."""
    from paperreader.exchange import NoClipboard, copy_text

    if chosen.binary:
        raise click.UsageError(f"This format is not text. Write it to a file with -o FILE{chosen.extension}.")

    text = io.StringIO(newline="")
    count = run.to_stream(reader, text)
    if text.tell() > _CLIPBOARD_LIMIT:
        raise Failure("This is too much for the clipboard; name a file with -o.")
    try:
        copy_text(text.getvalue())
    except NoClipboard as error:
        raise Failure(str(error)) from error
    complain(f"{counted(count, 'paper')} copied to the clipboard.")


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


def _with_choices(export_: Export, style: str | None, *, ascii_: bool, raw: bool, tags: bool) -> Export:
    """Return a format with what the user chose for it."""
    from paperreader.exports import DEFAULT_STYLE, CannotFormat, check_style

    choices = {"--ascii": ascii_, "--style": style is not None, "--raw": raw, "--tags-as-columns": tags}
    for option, asked in choices.items():
        if asked and option.removeprefix("--").partition("-")[0] not in export_.options:
            raise click.UsageError(f"{option} means nothing in {export_.title}.")
    if "style" in export_.options:
        try:
            check_style(style or DEFAULT_STYLE)
        except CannotFormat as error:
            raise Failure(str(error)) from error
    return export_.given(ascii=ascii_, style=style or DEFAULT_STYLE, warn=complain, raw=raw)


COMMANDS: Final = (export,)
