"""Commands that change what you added to many papers: tags, decisions, stars and the like; and undo."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import (
    Failure,
    Operands,
    SignedTag,
    TypedText,
    WholeNumber,
    as_json_option,
    complain,
    emit,
    emit_done,
    examples,
    open_library,
    papers_to_change,
    query_argument,
    say_how_to_undo,
    yes_option,
)
from paperreader.domain import HIGHEST_RATING, OUTCOMES, Recall, counted, local_today, outcome_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperreader.library import Done, Journal, Library

    _Mark = Callable[[Library, Sequence[int]], Done]

_NONE: Final = "none"
_NEVER: Final = "never"
_TURNED: Final = {"undo": "undid", "redo": "redid"}
_AHEAD: Final = re.compile(r"([0-9]{1,4})([dw])")


@click.command(
    cls=Operands,
    epilog=examples(
        "paperreader tag 12 +todo",
        "paperreader tag 'title:lora year:2024' +adapters -todo",
        "paperreader tag '\"2024\"' '+two words'",
    ),
)
@yes_option
@as_json_option
@query_argument
@click.argument("tags", nargs=-1, required=True, type=SignedTag(), metavar="+TAG|-TAG...")
@click.pass_context
def tag(ctx: click.Context, query: str, tags: tuple[str, ...], *, yes: bool, as_json: bool) -> None:
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
    _say_changed(ids, done, as_json=as_json)


@click.command(
    epilog=examples(
        "paperreader decide 12 accept",
        "paperreader decide 'survey is:undecided' reject --reason 'no primary study'",
        "paperreader decide is:maybe undecided",
    )
)
@click.option("--reason", type=TypedText(), help="Why, in a few words.")
@yes_option
@as_json_option
@query_argument
@click.argument("decision", type=click.Choice([one.name for one in OUTCOMES], case_sensitive=False))
@click.pass_context
def decide(ctx: click.Context, query: str, decision: str, reason: str | None, *, yes: bool, as_json: bool) -> None:
    """Accept or reject papers, call them a maybe, or set them back to undecided.

    QUERY is as for “tag”. A different decision without a reason drops the earlier reason. One undo reverts it all.
    """
    chosen = outcome_of(decision)
    if reason is not None and chosen.decision is None:
        raise click.UsageError("An undecided paper has no reason: leave out --reason.", ctx)
    with papers_to_change(ctx, query, chosen.asking, yes=yes) as (library, ids):
        done = library.annotations.decide(ids, chosen.decision, reason=reason)
    _say_changed(ids, done, as_json=as_json)


@click.command(
    epilog=examples(
        "paperreader mark 12 --star",
        "paperreader mark tag:done --read --unstar",
        "paperreader mark 'added:7d' --unread",
        "paperreader mark 12 --queue && paperreader list is:queued --sort queue",
        "paperreader mark 12 --rating 4 --due 2030-12-24",
        "paperreader mark due:today --recall good",
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
@click.option(
    "--due",
    type=TypedText(),
    metavar="DAY|never",
    help="When to read the papers again: 2030-12-24, today, tomorrow, or in days or weeks, as 10d or 2w.",
)
@click.option(
    "--recall",
    type=click.Choice([one.value for one in Recall], case_sensitive=False),
    help="How well you remember the papers now, from which follows when to read them again.",
)
@yes_option
@as_json_option
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
    recall: str | None,
    yes: bool,
    as_json: bool,
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
    if recall is not None:
        if due is not None:
            raise click.UsageError("Choose --due or --recall.", ctx)
        how = Recall(recall)
        chosen.append(lambda library, ids: library.agenda.recall(ids, how))
    if not chosen:
        raise click.UsageError("Choose what to mark: --star, --read, --queue, --rating, --due or --recall.", ctx)
    with papers_to_change(ctx, query, "mark {}", yes=yes) as (library, ids):
        done = [change(library, ids) for change in chosen]
    _say_changed(ids, *done, as_json=as_json)


@click.command(
    epilog=examples(
        "paperreader trash 12", "paperreader list is:trashed", "paperreader trash 12 --restore",
        "paperreader trash '*' --restore",
    )
)  # fmt: skip
@click.option("--restore", is_flag=True, help="Restore the papers from the trash.")
@yes_option
@as_json_option
@query_argument
@click.pass_context
def trash(ctx: click.Context, query: str, *, restore: bool, yes: bool, as_json: bool) -> None:
    """Move papers to the trash, with everything that you wrote on them, or restore them.

    QUERY is as for “tag”; with --restore it looks only in the trash. Papers in the trash are in no list, search,
    count or export except those that ask for is:trashed. Nothing is deleted.
    """
    from paperreader.query import Is

    among = Is("trashed") if restore else None
    with papers_to_change(ctx, query, "move {} to the trash", yes=yes or restore, among=among) as (library, ids):
        done = library.annotations.trash(ids, on=not restore)
    _say_changed(ids, done, as_json=as_json)


@click.command(epilog=examples("paperreader tag tag:todo -todo && paperreader undo", "paperreader undo 3"))
@as_json_option
@click.argument("times", type=WholeNumber(), default=1, metavar="[N]")
@click.pass_context
def undo(ctx: click.Context, times: int, *, as_json: bool) -> None:
    """Undo the last change, or the last N changes.

    Decisions, tags, highlights, notes, stars, the trash, saved views, and imports, all files of one command at once.
    Run it again to undo the change before that. Exit code 1 if there is nothing to undo.
    """
    _turn(ctx, times, lambda journal: journal.undo(), "undo", as_json=as_json)


@click.command(epilog=examples("paperreader undo && paperreader redo", "paperreader redo 3"))
@as_json_option
@click.argument("times", type=WholeNumber(), default=1, metavar="[N]")
@click.pass_context
def redo(ctx: click.Context, times: int, *, as_json: bool) -> None:
    """Redo the change that was undone last, or the last N."""
    _turn(ctx, times, lambda journal: journal.redo(), "redo", as_json=as_json)


def _turn(ctx: click.Context, times: int, turn: Callable[[Journal], Done | None], name: str, *, as_json: bool) -> None:
    with open_library(ctx) as library:
        for number in range(times):
            done = turn(library.journal)
            if done is None:
                if not number:
                    raise Failure(f"There is nothing to {name}.")
                complain(f"there is nothing more to {name}.")
                return
            if as_json:
                emit_done(done)
            else:
                emit(f"{_TURNED[name]}: {done.what}")


def _rating(text: str) -> int | None:
    return None if text == _NONE else int(text)


def _day(ctx: click.Context, text: str) -> date | None:
    """Read a day; `None` for never.

    Raises:
        UsageError: it is neither.
    """
    said = text.strip().lower()
    if said == _NEVER:
        return None
    ahead = {"today": 0, "tomorrow": 1}.get(said)
    if match := _AHEAD.fullmatch(said):
        ahead = int(match[1]) * (7 if match[2] == "w" else 1)
    try:
        return date.fromisoformat(said) if ahead is None else local_today() + timedelta(days=ahead)
    except (ValueError, OverflowError):
        raise click.UsageError(f"{text!r} is no day: write it as 2030-12-24, or {_NEVER}.", ctx) from None


def _say_changed(ids: Sequence[int], *done: Done, as_json: bool) -> None:
    """Report how many papers changed, and out of how many if not all did; as JSON, what each change did."""
    if as_json:
        for one in done:
            emit_done(one, found=len(ids))
        say_how_to_undo(*done)
        return
    changed = len({paper for one in done for paper in one.papers})
    emit(f"{counted(changed, 'paper')} changed{'' if changed == len(ids) else f', of {len(ids):,} found'}.")
    say_how_to_undo(*done)


COMMANDS: Final = (tag, decide, mark, trash, undo, redo)
