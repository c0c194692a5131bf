"""Commands that correct what the sources say: fields of papers, and which papers are one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from paperreader.cli import wording
from paperreader.cli.annotating import stdin_text
from paperreader.cli.finding import named
from paperreader.cli.parsing import Text, as_json_option, examples, named_paper
from paperreader.cli.places import opened, reading
from paperreader.cli.printing import complain, counted, emit, emit_each, say_way_back

if TYPE_CHECKING:
    from paperreader.library.journal import Done

_DASH: Final = "-"


@click.command(
    epilog=examples(
        "paperreader edit 12 --title 'Attention Is All You Need'",
        "paperreader edit 12 --author 'Ada Lovelace' --author 'Alan Turing' --published 2024-07",
        "paperreader edit 12 --abstract - < abstract.txt",
        "paperreader edit 12 --venue ''",
    )
)
@click.option("--title", type=Text(), help="The title; empty where there is none.")
@click.option("--abstract", type=Text(), help="The abstract; - reads it from standard input.")
@click.option("--author", "authors", multiple=True, type=Text(), help="An author, as often as there are some.")
@click.option("--venue", type=Text(), help="Where it was published; empty for nowhere.")
@click.option("--published", type=Text(), metavar="DATE", help="2024, 2024-07 or 2024-07-23; empty if unknown.")
@named_paper
@click.pass_context
def edit(
    ctx: click.Context,
    paper: str,
    title: str | None,
    abstract: str | None,
    authors: tuple[str, ...],
    venue: str | None,
    published: str | None,
) -> None:
    """Correct what the sources say of a paper.

    PAPER is named as for “show”. What you write wins over every later import. Highlights find their place in a
    corrected abstract, or are listed with their quote. One undo takes it back.
    """
    if title is abstract is venue is published is None and not authors:
        raise click.UsageError("Say what to correct: --title, --abstract, --author, --venue or --published.", ctx)
    if abstract == _DASH:
        abstract = stdin_text()
    with opened(ctx) as library:
        with library.reader() as reader:
            number = named(reader, paper)
        done = library.curation.edit(
            number, title=title, abstract=abstract, authors=authors or None, venue=venue, published=published
        )
    _say(done)


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "paperreader duplicates",
        "paperreader duplicates find",
        "paperreader duplicates merge 12 31",
        "paperreader duplicates apart 12 31",
    ),
)
@as_json_option
@click.pass_context
def duplicates(ctx: click.Context, *, as_json: bool) -> None:
    """List pairs of papers that may be one, the most alike first; merge them, or keep them apart.

    Importing merges what is surely one paper, and asks about the rest here. A line has how alike they are and why;
    the papers follow as in a list.
    """
    if ctx.invoked_subcommand is not None:
        return
    with reading(ctx) as reader:
        pairs = reader.duplicates()
        rows = {row.id: row for pair in pairs for row in reader.rows([pair.one.id, pair.other.id])}
    emit_each(pairs, as_json=as_json, data=wording.pair_json, line=lambda pair: wording.pair_lines(pair, rows))
    if not pairs:
        complain("no doubtful pair.")


@duplicates.command("find", epilog=examples("paperreader duplicates find && paperreader duplicates"))
@click.pass_context
def find_duplicates(ctx: click.Context) -> None:
    """Compare all papers with each other, and ask about those that may be one.

    More closely than an import has time for: copies that are short or rewritten, and titles one letter apart, too.
    Nothing is merged.
    """
    with opened(ctx) as library:
        found = library.curation.find_duplicates()
    emit(f"{counted(found, 'pair')} found{'; “paperreader duplicates” lists them' if found else ''}.")


@duplicates.command("merge", epilog=examples("paperreader duplicates merge 12 31", "paperreader undo"))
@click.argument("keep", type=Text())
@click.argument("other", type=Text())
@click.pass_context
def merge_papers(ctx: click.Context, keep: str, other: str) -> None:
    """Make two papers one: KEEP stays, with the better of both and all that you added to either.

    Tags, notes, highlights, stars and jumps are united. Of two decisions that of KEEP stays, and a note tells the
    other. Identifiers and the uid of OTHER lead to KEEP. One undo makes them two again.
    """
    with opened(ctx) as library:
        with library.reader() as reader:
            numbers = named(reader, keep), named(reader, other)
        done = library.curation.merge(*numbers)
    _say(done)


@duplicates.command("apart", epilog=examples("paperreader duplicates apart 12 31"))
@click.argument("one", type=Text())
@click.argument("other", type=Text())
@click.pass_context
def keep_apart(ctx: click.Context, one: str, other: str) -> None:
    """Remember that two papers are two: they are not asked about again. One undo takes it back."""
    with opened(ctx) as library:
        with library.reader() as reader:
            numbers = named(reader, one), named(reader, other)
        done = library.curation.keep_apart(*numbers)
    _say(done)


def _say(done: Done) -> None:
    emit("nothing changed: it is so already." if done.change is None else f"{done.what}.")
    say_way_back(done)


COMMANDS: Final = (edit, duplicates)
