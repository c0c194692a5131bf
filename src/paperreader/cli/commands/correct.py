"""Commands that correct papers: their fields, and which of them are duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from paperreader.cli.core import (
    Failure,
    TypedText,
    as_json_option,
    complain,
    emit,
    emit_each,
    emit_json,
    examples,
    open_library,
    open_reader,
    paper_argument,
    paper_named,
    render,
    say_done,
    stdin_text,
)
from paperreader.domain import EDITABLE, FieldKind, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from paperreader.library import PossibleDuplicate, Row

_F = TypeVar("_F", bound="Callable[..., Any]")

_DASH: Final = "-"


_MOST_WORDS: Final = 1_000


REASONS: Final = ("identifier", "source", "version", "venue", "abstract", "title")
"""Why two papers may be duplicates: the values of `comparison.Kind`, which is too slow to import here."""


def _why_option(words: str) -> Callable[[_F], _F]:
    return click.option("--why", type=click.Choice(REASONS, case_sensitive=False), help=words)


_dry_run_option = click.option("--dry-run", is_flag=True, help="With --why: show the pairs, and change nothing.")


def _field_options(command: _F) -> _F:
    """An option for each field that the reader can correct."""
    for name, field in reversed(EDITABLE.items()):
        metavar = "DATE" if field.kind is FieldKind.DATE else None
        add = click.option(
            f"--{field.option}", name, type=TypedText(), multiple=field.takes_several, metavar=metavar, help=field.help
        )
        command = add(command)
    return command


@click.command(
    epilog=examples(
        "paperreader edit 12 --title 'Attention Is All You Need'",
        "paperreader edit 12 --author 'Ada Lovelace' --author 'Alan Turing' --published 2024-07",
        "paperreader edit 12 --abstract - < abstract.txt",
        "paperreader edit 12 --venue ''",
        "paperreader edit 31 --move-title -1",
    )
)
@_field_options
@click.option(
    "--move-title",
    "words",
    type=click.IntRange(-_MOST_WORDS, _MOST_WORDS),
    metavar="N",
    help="Move the end of a guessed title by N words: 2 takes two more from the abstract, -1 gives one back.",
)
@as_json_option
@paper_argument
@click.pass_context
def edit(
    ctx: click.Context, /, paper: str, words: int | None, *, as_json: bool, **typed: str | tuple[str, ...] | None
) -> None:
    """Correct what the sources say about a paper.

    PAPER is as for “show”. What you write takes precedence over every later import. Highlights are found again in a
    corrected abstract, or are listed with their quote. One undo reverts it.
    """
    given = {name: value for name, value in typed.items() if value is not None and value != ()}
    if not given and not words:
        options = ", ".join(f"--{field.option}" for field in EDITABLE.values())
        raise click.UsageError(f"Choose what to correct: {options} or --move-title.", ctx)
    for name, field in EDITABLE.items():
        if field.kind is FieldKind.TEXT and given.get(name) == _DASH:
            given[name] = stdin_text()
    with open_library(ctx) as library:
        with library.reader() as reader:
            number = paper_named(reader, paper)
        done = [
            *([library.corrections.move_title(number, words)] if words else []),
            *([library.corrections.edit(number, **given)] if given else []),
        ]
    for one in done:
        say_done(one, as_json=as_json)


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "paperreader duplicates",
        "paperreader duplicates --why venue",
        "paperreader duplicates find",
        "paperreader duplicates merge 12 31",
        "paperreader duplicates apart 12 31",
    ),
)
@_why_option("Only pairs with this reason.")
@as_json_option
@click.pass_context
def duplicates(ctx: click.Context, why: str | None, *, as_json: bool) -> None:
    """List possible duplicates, the most alike first; merge them, or keep them apart.

    An import merges what is certainly one paper, and asks here about the rest. Each line says how alike two papers
    are and why; the papers follow as in “list”. “merge” and “apart” take all pairs with one reason with --why.
    """
    if ctx.invoked_subcommand is not None:
        if why is not None:
            raise click.UsageError("Put --why after “merge” or “apart”, or use it alone.", ctx)
        return
    with open_reader(ctx) as reader:
        pairs = _of_kind(reader.duplicates(), why)
        rows = {row.id: row for each in pairs for row in reader.rows([each.one.id, each.other.id])}
    _emit_pairs(pairs, rows, as_json=as_json)
    if not pairs:
        complain("no possible duplicates." if why is None else f"no possible duplicates for this reason ({why}).")


@duplicates.command("find", epilog=examples("paperreader duplicates find && paperreader duplicates"))
@as_json_option
@click.pass_context
def find_duplicates(ctx: click.Context, *, as_json: bool) -> None:
    """Compare all papers with each other, and list the possible duplicates.

    More closely than an import has time for: also copies that are short or rewritten, and titles one letter apart.
    Nothing is merged.
    """
    with open_library(ctx) as library:
        found = library.corrections.find_duplicates()
    if as_json:
        emit_json({"pairs": found})
        return
    emit(f"{counted(found, 'pair')} found{'; “paperreader duplicates” lists them' if found else ''}.")


@duplicates.command(
    "merge",
    epilog=examples(
        "paperreader duplicates merge 12 31",
        "paperreader duplicates merge --why venue --dry-run",
        "paperreader duplicates merge --why venue && paperreader undo",
    ),
)
@_why_option("Instead of two papers: all pairs with this reason; of each pair, the paper imported first is kept.")
@_dry_run_option
@as_json_option
@click.argument("keep", type=TypedText(), required=False)
@click.argument("other", type=TypedText(), required=False)
@click.pass_context
def merge_papers(
    ctx: click.Context, keep: str | None, other: str | None, why: str | None, *, dry_run: bool, as_json: bool
) -> None:
    """Merge two papers: KEEP is kept, with the best of both and all that you added to either.

    Tags, notes, highlights, stars and jumps are combined. If both have a decision, that of KEEP stays, and a note
    records the other. Identifiers and the uid of OTHER then lead to KEEP. One undo separates them again, also all
    pairs of --why at once.
    """
    _decide(ctx, (keep, other), why, dry_run=dry_run, merge=True, as_json=as_json)


@duplicates.command(
    "apart", epilog=examples("paperreader duplicates apart 12 31", "paperreader duplicates apart --why version")
)
@_why_option("Instead of two papers: all pairs with this reason.")
@_dry_run_option
@as_json_option
@click.argument("one", type=TypedText(), required=False)
@click.argument("other", type=TypedText(), required=False)
@click.pass_context
def keep_apart(
    ctx: click.Context, one: str | None, other: str | None, why: str | None, *, dry_run: bool, as_json: bool
) -> None:
    """Remember that two papers are different: you are not asked about them again. One undo reverts it."""
    _decide(ctx, (one, other), why, dry_run=dry_run, merge=False, as_json=as_json)


def _decide(
    ctx: click.Context,
    pair: tuple[str | None, str | None],
    why: str | None,
    *,
    dry_run: bool,
    merge: bool,
    as_json: bool,
) -> None:
    """Merge or keep apart two papers, or all pairs with one reason."""
    one, other = pair
    if (why is None) != (other is not None) or (why is not None and one is not None):
        raise click.UsageError("Name two papers, or a reason with --why.", ctx)
    if why is None and dry_run:
        raise click.UsageError("--dry-run goes with --why.", ctx)
    with open_library(ctx) as library:
        corrections = library.corrections
        with library.reader() as reader:
            if one is not None and other is not None:
                numbers = paper_named(reader, one), paper_named(reader, other)
            else:
                pairs = _of_kind(reader.duplicates(), why)
                rows = {row.id: row for each in pairs for row in reader.rows([each.one.id, each.other.id])}
        if why is None:
            done = corrections.merge(*numbers) if merge else corrections.keep_apart(*numbers)
            say_done(done, as_json=as_json)
            return
        if not pairs:
            raise Failure(f"There are no possible duplicates for this reason ({why}): nothing was changed.")
        if dry_run:
            _emit_pairs(pairs, rows, as_json=as_json)
            todo = "merged" if merge else "kept apart"
            if not as_json:
                emit(f"{counted(len(pairs), 'pair')} would be {todo} (dry run: nothing was changed).")
            return
        every = [(each.one.id, each.other.id) for each in pairs]
        done = corrections.merge_all(every) if merge else corrections.keep_all_apart(every)
    say_done(done, as_json=as_json)


def _emit_pairs(pairs: list[PossibleDuplicate], rows: Mapping[int, Row], *, as_json: bool) -> None:
    emit_each(pairs, as_json=as_json, data=render.pair_json, line=lambda pair: render.pair_lines(pair, rows))


def _of_kind(pairs: list[PossibleDuplicate], why: str | None) -> list[PossibleDuplicate]:
    return [pair for pair in pairs if why is None or pair.kind == why]


COMMANDS: Final = (edit, duplicates)
