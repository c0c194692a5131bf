"""Commands that change what you added to papers: tags, decisions, notes, highlights; and undo."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import (
    Failure,
    Operands,
    PaperRequest,
    SignedTag,
    TypedText,
    WholeNumber,
    as_json_option,
    colour_names,
    complain,
    emit,
    emit_each,
    examples,
    open_library,
    open_reader,
    paper_argument,
    paper_named,
    papers_asked_for,
    papers_to_change,
    query_argument,
    render,
    request_argument,
    say_done,
    say_how_to_undo,
    stdin_text,
    wording,
    yes_option,
)
from paperreader.domain import COLOURS, HIGHEST_RATING, OUTCOMES, Wording, counted, outcome_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.library import Done, Journal, Library

    _Mark = Callable[[Library, Sequence[int]], Done]

_DASH: Final = "-"
_ALL: Final = sys.maxsize
_NONE: Final = "none"
_NEVER: Final = "never"


@click.command(
    cls=Operands,
    epilog=examples(
        "paperreader tag 12 +todo",
        "paperreader tag 'title:lora year:2024' +adapters -todo",
        "paperreader tag '\"2024\"' '+two words'",
    ),
)
@yes_option
@query_argument
@click.argument("tags", nargs=-1, required=True, type=SignedTag(), metavar="+TAG|-TAG...")
@click.pass_context
def tag(ctx: click.Context, query: str, tags: tuple[str, ...], *, yes: bool) -> None:
    """Add tags to papers (+tag), and remove them (-tag).

    QUERY names one paper if it is a number, a uid, an arXiv id, a DOI or a link. Anything else is a query, and every
    paper it finds is tagged; put a number to search for in quotes of its own. One undo reverts it all. A query that
    has a mistake, or finds nothing, changes nothing.
    """
    with papers_to_change(ctx, query, "tag {}", yes=yes) as (library, ids):
        done = library.annotations.tag(
            ids,
            add=[one[1:] for one in tags if one.startswith("+")],
            remove=[one[1:] for one in tags if one.startswith("-")],
        )
    _say_changed(ids, done)


@click.command(
    epilog=examples(
        "paperreader decide 12 accept",
        "paperreader decide 'survey is:undecided' reject --reason 'no primary study'",
        "paperreader decide is:maybe undecided",
    )
)
@click.option("--reason", type=TypedText(), help="Why, in a few words.")
@yes_option
@query_argument
@click.argument("decision", type=click.Choice([one.name for one in OUTCOMES], case_sensitive=False))
@click.pass_context
def decide(ctx: click.Context, query: str, decision: str, reason: str | None, *, yes: bool) -> None:
    """Accept or reject papers, call them a maybe, or set them back to undecided.

    QUERY is as for “tag”. A different decision without a reason drops the earlier reason. One undo reverts it all.
    """
    chosen = outcome_of(decision)
    if reason is not None and chosen.decision is None:
        raise click.UsageError("An undecided paper has no reason: leave out --reason.", ctx)
    with papers_to_change(ctx, query, chosen.asking, yes=yes) as (library, ids):
        done = library.annotations.decide(ids, chosen.decision, reason=reason)
    _say_changed(ids, done)


@click.command(
    epilog=examples(
        "paperreader mark 12 --star",
        "paperreader mark tag:done --read --unstar",
        "paperreader mark 'added:7d' --unread",
        "paperreader mark 12 --queue && paperreader list is:queued --sort queue",
        "paperreader mark 12 --rating 4 --due 2030-12-24",
    )
)
@click.option("--star/--unstar", "star", default=None, help="Star the papers, or remove the star.")
@click.option("--read/--unread", "read", default=None, help="Mark the papers as read or unread.")
@click.option(
    "--queue/--unqueue", "queue", default=None, help="Put the papers at the end of the queue, or take them out."
)
@click.option(
    "--rating",
    type=click.Choice([*map(str, range(HIGHEST_RATING + 1)), _NONE], case_sensitive=False),
    help="Rate the papers, or take their ratings off.",
)
@click.option("--due", type=TypedText(), metavar="DAY|never", help="When to read the papers again, as 2030-12-24.")
@yes_option
@query_argument
@click.pass_context
def mark(
    ctx: click.Context,
    query: str,
    *,
    star: bool | None,
    read: bool | None,
    queue: bool | None,
    rating: str | None,
    due: str | None,
    yes: bool,
) -> None:
    """Star papers, mark them as read or unread, rate them, and say which to read next or again.

    QUERY is as for “tag”. Papers marked as read leave the queue. With several options, it takes as many undos to
    revert them.
    """
    chosen: list[_Mark] = [
        *([] if star is None else [lambda library, ids: library.annotations.star(ids, on=star)]),
        *([] if read is None else [lambda library, ids: library.annotations.mark_read(ids, on=read)]),
        *([] if queue is None else [lambda library, ids: library.agenda.queue(ids, on=queue)]),
        *([] if rating is None else [lambda library, ids: library.annotations.rate(ids, _rating(rating))]),
    ]
    if due is not None:
        day = _day(ctx, due)
        chosen.append(lambda library, ids: library.agenda.read_again(ids, day))
    if not chosen:
        raise click.UsageError("Choose what to mark: --star, --read, --queue, --rating or --due.", ctx)
    with papers_to_change(ctx, query, "mark {}", yes=yes) as (library, ids):
        done = [change(library, ids) for change in chosen]
    _say_changed(ids, *done)


@click.command(
    epilog=examples(
        "paperreader trash 12", "paperreader list is:trashed", "paperreader trash 12 --restore",
        "paperreader trash '*' --restore",
    )
)  # fmt: skip
@click.option("--restore", is_flag=True, help="Restore the papers from the trash.")
@yes_option
@query_argument
@click.pass_context
def trash(ctx: click.Context, query: str, *, restore: bool, yes: bool) -> None:
    """Move papers to the trash, with everything that you wrote on them, or restore them.

    QUERY is as for “tag”; with --restore it looks only in the trash. Papers in the trash are in no list, search,
    count or export except those that ask for is:trashed. Nothing is deleted.
    """
    from paperreader.query import Is

    among = Is("trashed") if restore else None
    with papers_to_change(ctx, query, "move {} to the trash", yes=yes or restore, among=among) as (library, ids):
        done = library.annotations.trash(ids, on=not restore)
    _say_changed(ids, done)


@click.command(
    cls=Operands,
    epilog=examples(
        'paperreader note 12 "Compare with Mamba."',
        "paperreader note 2403.13043 - < thoughts.md",
        "paperreader note 12",
        "paperreader note 12 --history",
    ),
)
@click.option("--history", is_flag=True, help="Print every version of the notes, with what changed in each.")
@paper_argument
@click.argument("text", nargs=-1, type=TypedText(), metavar="[TEXT|-]")
@click.pass_context
def note(ctx: click.Context, paper: str, text: tuple[str, ...], *, history: bool) -> None:
    """Add a note to a paper, or print its notes.

    Adds TEXT, or standard input if TEXT is -; without TEXT, prints the notes. PAPER is as for “show”.
    Notes are Markdown. Write -- before a text that begins with --history.
    """
    if history and text:
        raise click.UsageError("--history prints the notes: leave out the text, or write -- before it.", ctx)
    if not text:
        _print_notes(ctx, paper, history=history)
        return
    with open_library(ctx) as library:
        with library.reader() as reader:
            id_ = paper_named(reader, paper)
        body = stdin_text() if text == (_DASH,) else " ".join(text)
        if not body.strip():
            raise Failure("The note is empty: nothing was written.")
        _, done = library.annotations.write_note(id_, body)
    say_done(done)


@click.command(
    epilog=examples(
        'paperreader highlight 12 "linear in the length of the sequence"',
        'paperreader highlight 12 "state space" --nth 2 --colour green --tag method --comment "as in S4"',
    )
)
@click.option(
    "--colour",
    type=click.Choice(COLOURS, case_sensitive=False),
    help=f"Default: the colour of the first of its tags that has one, otherwise {COLOURS[0]}.",
)
@click.option("--comment", type=TypedText(), default="", help="A short comment on it.")
@click.option("--tag", "tags", type=TypedText(), multiple=True, help="A tag for the highlight; can be repeated.")
@click.option("--nth", type=WholeNumber(), metavar="N", help="Which occurrence, if the words appear more than once.")
@paper_argument
@click.argument("quote", type=TypedText())
@click.pass_context
def highlight(
    ctx: click.Context, paper: str, quote: str, colour: str | None, comment: str, tags: tuple[str, ...], nth: int | None
) -> None:
    """Highlight the passage QUOTE in a paper's abstract.

    PAPER is as for “show”. QUOTE may be as stored or as shown; white space, case and a few wrong letters do not
    matter. If it appears more than once, choose one with --nth.
    """
    from paperreader.cli.core import locate_quote

    with open_library(ctx) as library:
        with library.reader() as reader:
            entry = reader.entry(paper_named(reader, paper))
        abstract = entry.paper.abstract
        start, end = locate_quote(abstract, quote, nth)
        made, done = library.annotations.highlight(
            entry.id, start, end, text=abstract, colour=colour, comment=comment, tags=tags
        )
    words = Wording(colour_names())
    if done.change is None:
        emit("no change: it is already highlighted.")
    else:
        emit(f"highlighted in paper {entry.id}, {render.highlight_text(made, words)}")
        say_how_to_undo(done)


@click.command(
    epilog=examples(
        "paperreader highlights", "paperreader highlights tag:thesis", "paperreader highlights --json | jq -r .quote"
    )
)
@as_json_option
@request_argument
@click.pass_context
def highlights(ctx: click.Context, query: PaperRequest, *, as_json: bool) -> None:
    """List the highlights, newest first: of all papers, or of those that QUERY finds.

    Each line has the paper's number, the colour, the passage, your comment, and the paper's title. It says so if the
    passage is no longer in the abstract.
    """
    with open_reader(ctx) as reader:
        found = reader.all_highlights(_ALL, papers_asked_for(reader, query) if query != PaperRequest() else None)
        names = colour_names()
        lines = wording(reader)
        emit_each(
            found,
            as_json=as_json,
            data=lambda one: render.highlight_json(one, names),
            line=lambda one: render.highlight_line(one, lines),
        )
    if not found:
        complain("no highlights found.")


@click.command(epilog=examples("paperreader tag tag:todo -todo && paperreader undo", "paperreader undo 3"))
@click.argument("times", type=WholeNumber(), default=1, metavar="[N]")
@click.pass_context
def undo(ctx: click.Context, times: int) -> None:
    """Undo the last change, or the last N changes.

    Decisions, tags, highlights, notes, stars, the trash, saved views, and imports, all files of one command at once.
    Run it again to undo the change before that. Exit code 1 if there is nothing to undo.
    """
    _turn(ctx, times, lambda journal: journal.undo(), "undid: ", "undo")


@click.command(epilog=examples("paperreader undo && paperreader redo", "paperreader redo 3"))
@click.argument("times", type=WholeNumber(), default=1, metavar="[N]")
@click.pass_context
def redo(ctx: click.Context, times: int) -> None:
    """Redo the change that was undone last, or the last N."""
    _turn(ctx, times, lambda journal: journal.redo(), "redid: ", "redo")


def _turn(ctx: click.Context, times: int, turn: Callable[[Journal], Done | None], verb: str, name: str) -> None:
    with open_library(ctx) as library:
        for number in range(times):
            done = turn(library.journal)
            if done is None:
                if not number:
                    raise Failure(f"There is nothing to {name}.")
                complain(f"there is nothing more to {name}.")
                return
            emit(f"{verb}{done.what}")


def _rating(text: str) -> int | None:
    return None if text == _NONE else int(text)


def _day(ctx: click.Context, text: str) -> date | None:
    """Read a day; `None` for never.

    Raises:
        UsageError: it is neither.
    """
    if text.strip().lower() == _NEVER:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise click.UsageError(f"{text!r} is no day: write it as 2030-12-24, or {_NEVER}.", ctx) from None


def _say_changed(ids: Sequence[int], *done: Done) -> None:
    """Report how many papers changed, and out of how many if not all did."""
    changed = len({paper for one in done for paper in one.papers})
    emit(f"{counted(changed, 'paper')} changed{'' if changed == len(ids) else f', of {len(ids):,} found'}.")
    say_how_to_undo(*done)


def _print_notes(ctx: click.Context, paper: str, *, history: bool) -> None:
    with open_reader(ctx) as reader:
        entry, words = reader.entry(paper_named(reader, paper)), wording(reader)
        lines = [
            list(
                render.note_versions(reader.note_history(one.id), words)
                if history
                else render.note_of(entry, one, words)
            )
            for one in entry.notes
        ]
    for at, one in enumerate(lines):
        emit("\n".join([*([""] if at else []), *one]))
    if not lines:
        complain(f"paper {entry.id} has no notes.")


COMMANDS: Final = (tag, decide, mark, trash, note, highlight, highlights, undo, redo)
