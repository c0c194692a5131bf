"""Commands that arrange papers: the queue, jump marks, and the PDFs on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import (
    Failure,
    TypedText,
    as_json_option,
    complain,
    emit,
    emit_done,
    emit_entry,
    emit_json,
    emit_painted,
    examples,
    open_library,
    open_reader,
    paper_argument,
    paper_named,
    render,
    say_done,
    width,
)
from paperreader.domain import one_line

if TYPE_CHECKING:
    from paperreader.domain import Entry
    from paperreader.library import Library, Reader

_QUEUE: Final = "is:queued sort:queue"


@click.command(
    epilog=examples(
        "paperreader queue",
        "paperreader queue 12 --first",
        "paperreader queue 12 --before 31",
        "paperreader queue --json | jq -r .title",
    )
)
@click.option("--first", is_flag=True, help="Put PAPER at the beginning.")
@click.option("--last", is_flag=True, help="Put PAPER at the end.")
@click.option("--before", type=TypedText(), metavar="OTHER", help="Put PAPER before another of the queue.")
@click.option("--after", type=TypedText(), metavar="OTHER", help="Put PAPER behind another of the queue.")
@as_json_option
@click.argument("paper", type=TypedText(), required=False)
@click.pass_context
def queue(
    ctx: click.Context,
    paper: str | None,
    before: str | None,
    after: str | None,
    *,
    first: bool,
    last: bool,
    as_json: bool,
) -> None:
    """List the papers to read next, in their order, or move PAPER in it.

    PAPER and OTHER are as for “show”. A paper that is not in the queue is put there. “mark --unqueue” takes it out.
    """
    places = first + last + (before is not None) + (after is not None)
    if places != (paper is not None):
        raise click.UsageError("Name a paper, and its place: --first, --last, --before or --after.", ctx)
    if paper is None:
        with open_reader(ctx) as reader:
            ids = _queued(reader)
            for entry in reader.entries(ids) if as_json else ():
                emit_entry(entry)
            for line in () if as_json else render.row_lines(reader, ids):
                emit_painted(line)
        if not ids:
            complain("the queue is empty: “paperreader mark PAPER --queue” puts papers there.")
        return
    with open_library(ctx) as library:
        with library.reader() as reader:
            number = paper_named(reader, paper)
            other = paper_named(reader, before or after or paper)
        _move(library, number, other, first=first, last=last, behind=after is not None, as_json=as_json)


def _queued(reader: Reader) -> list[int]:
    """Return the papers of the queue, in its order."""
    from paperreader.library import Search
    from paperreader.query import parse

    return list(Search(reader.connection).all_ids(parse(_QUEUE)))


def _move(library: Library, paper: int, other: int, *, first: bool, last: bool, behind: bool, as_json: bool) -> None:
    """Move a paper in the queue, and put it there first if need be: one change all the same."""
    with library.reader() as reader:
        there = _queued(reader)
    order = there if paper in there else [*there, paper]
    rest = [one for one in order if one != paper]
    if not (first or last) and other not in rest:
        why = "It cannot be moved past itself" if other == paper else f"Paper {other} is not in the queue"
        raise Failure(f"{why}: nothing was changed.")
    added = library.agenda.queue([paper], on=True)
    place = 0 if first else len(rest) if last else rest.index(other) + behind
    # A paper moves to the far side of the one that has its place now.
    past = order[place]
    done = library.agenda.move_in_queue(paper, past, amending=added.change) if past != paper else added
    say_done(done, as_json=as_json)


@click.group(
    invoke_without_command=True,
    epilog=examples("paperreader jumps", "paperreader jumps set a 12"),
)
@as_json_option
@click.pass_context
def jumps(ctx: click.Context, *, as_json: bool) -> None:
    """List the letters that go to a paper in the reader (' and the letter), or set one."""
    if ctx.invoked_subcommand is not None:
        return
    with open_reader(ctx) as reader:
        letters = reader.jumps()
        rows = {row.id: row for row in reader.rows(list(letters.values()))}
    for letter, paper in letters.items():
        if as_json:
            emit_json({"letter": letter, "paper": paper, "label": rows[paper].label})
        else:
            emit(f"{letter}  {render.row_line(rows[paper], width())}")
    if not letters:
        complain("no letter goes to a paper: “paperreader jumps set LETTER PAPER” sets one.")


@jumps.command("set", epilog=examples("paperreader jumps set a 12"))
@as_json_option
@click.argument("letter", type=TypedText())
@paper_argument
@click.pass_context
def set_jump(ctx: click.Context, letter: str, paper: str, *, as_json: bool) -> None:
    """Let LETTER go to PAPER instead of any other. Undo skips this."""
    with open_library(ctx) as library:
        with library.reader() as reader:
            number = paper_named(reader, paper)
        done = library.annotations.set_jump(letter, number)
    if as_json:
        emit_done(done)
    else:
        emit("no change." if done.change is None else f"{done.what}.")


@click.command(
    epilog=examples(
        "paperreader attach 12 papers/mamba.pdf",
        "paperreader attach 12",
        "paperreader attach 12 --detach",
    )
)
@click.option("--detach", is_flag=True, help="Take the PDF off again; the file stays.")
@as_json_option
@paper_argument
@click.argument("file", required=False, type=click.Path(path_type=Path, readable=False))
@click.pass_context
def attach(ctx: click.Context, paper: str, file: Path | None, *, detach: bool, as_json: bool) -> None:
    """Attach a PDF on this machine to a paper, in place of the one it has; or print where that is.

    PAPER is as for “show”. The reader opens the file with O.
    """
    if detach and file is not None:
        raise click.UsageError("Choose a file, or --detach.", ctx)
    if file is None and not detach:
        _print_files(ctx, paper, as_json=as_json)
        return
    path = None if file is None else _pdf(file)
    with open_library(ctx) as library:
        with library.reader() as reader:
            number = paper_named(reader, paper)
        say_done(library.annotations.attach(number, path), as_json=as_json)


def _print_files(ctx: click.Context, paper: str, *, as_json: bool) -> None:
    with open_reader(ctx) as reader:
        entry = reader.entry(paper_named(reader, paper))
    for name in entry.files:
        if as_json:
            emit_json({"paper": entry.id, "file": name})
        else:
            emit(name)
    if not entry.files:
        complain(f"paper {entry.id} has no PDF of yours.")


def _pdf(file: Path) -> str:
    """Return the whole path of a PDF.

    Raises:
        Failure: it is none.
    """
    from paperreader.exchange import NotPdf, check_pdf

    path = file.expanduser().absolute()
    try:
        check_pdf(path)
    except NotPdf as error:
        raise Failure(f"{path}: {error}. Nothing was attached.") from error
    return str(path)


@click.command(
    "open",
    epilog=examples("paperreader open 12", "paperreader open 12 --pdf", "paperreader open 12 --print"),
)
@click.option("--pdf", is_flag=True, help="Its PDF instead: the file attached to it, or else its address.")
@click.option("--print", "only_print", is_flag=True, help="Print the address or the file, and open nothing.")
@as_json_option
@paper_argument
@click.pass_context
def open_(ctx: click.Context, paper: str, *, pdf: bool, only_print: bool, as_json: bool) -> None:
    """Open the page of a paper in the browser, or its PDF. PAPER is as for “show”."""
    with open_reader(ctx) as reader:
        entry = reader.entry(paper_named(reader, paper))
    place = _place(entry, pdf=pdf)
    if as_json:
        emit_json({"paper": entry.id, "place": place})
    else:
        emit(place)
    if not (only_print or as_json):
        _show(place)


def _place(entry: Entry, *, pdf: bool) -> str:
    """Return the file or the address to open.

    Raises:
        Failure: none is known.
    """
    from paperreader.domain import link, pdf_link
    from paperreader.exchange import NotPdf, check_pdf

    for name in reversed(entry.files) if pdf else ():
        try:
            check_pdf(Path(name))
        except NotPdf as error:
            complain(f"{name}: {error}.")
        else:
            return name
    found = pdf_link(entry) if pdf else link(entry)
    if found is None:
        known = "PDF is known: “paperreader attach” attaches one" if pdf else "page is known"
        raise Failure(f"{one_line(entry.label)}: no {known}.")
    return found


def _show(place: str) -> None:
    """Open an address in the browser, or a file in the program for PDFs.

    Raises:
        Failure: there is no such program.
    """
    import webbrowser

    if not place.startswith(("https://", "http://")):
        from paperreader.config import read_config
        from paperreader.tui import NoViewer, show_file

        try:
            show_file(Path(place), read_config()[0].pdf_viewer, lambda: False)
        except NoViewer as error:
            raise Failure(str(error)) from error
        return
    try:
        opened = webbrowser.open(place)
    except webbrowser.Error:
        opened = False
    if not opened:
        raise Failure("No browser was found.")


COMMANDS: Final = (queue, jumps, attach, open_)
