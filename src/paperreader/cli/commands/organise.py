"""Commands that manage tags and saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import (
    Failure,
    KnownTag,
    KnownView,
    TypedText,
    as_json_option,
    complain,
    emit,
    emit_each,
    emit_json,
    examples,
    one_query,
    open_library,
    open_reader,
    render,
    say_done,
    stdin_text,
)
from paperreader.domain import COLOURS, counted, name_key, shortened

if TYPE_CHECKING:
    from paperreader.domain import SavedView
    from paperreader.library import Done, Reader

_NONE: Final = "none"
_DASH: Final = "-"


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "paperreader tags",
        "paperreader tags rename adapters methods/adapters",
        "paperreader tags delete todo",
        "paperreader tags colour methods green",
    ),
)
@as_json_option
@click.pass_context
def tags(ctx: click.Context, *, as_json: bool) -> None:
    """List the tags and how many papers have each; rename, delete and colour them."""
    if ctx.invoked_subcommand is not None:
        return
    with open_reader(ctx) as reader:
        counts = reader.tags()
    emit_each(counts, as_json=as_json, data=render.tag_json, line=lambda one: f"{one.papers:>6,}  {one.name}")


@tags.command(
    "rename",
    epilog=examples("paperreader tags rename todo to-read", "paperreader tags rename lora adapters/lora"),
)
@as_json_option
@click.argument("old", type=KnownTag())
@click.argument("new", type=KnownTag())
@click.pass_context
def rename_tag(ctx: click.Context, old: str, new: str, *, as_json: bool) -> None:
    """Rename the tag OLD; tags below it (OLD/…) are renamed as well.

    If there is already a tag NEW, the two are merged. One undo reverts it.
    """
    with open_library(ctx) as library:
        with library.reader() as reader:
            there = _known(reader, old)
        done = library.annotations.rename_tag(there, new)
    _say(done, as_json=as_json)


@tags.command("delete", epilog=examples("paperreader tags delete todo", "paperreader tags delete --children methods"))
@click.option("--children", is_flag=True, help="Also the tags below it (NAME/…).")
@as_json_option
@click.argument("name", type=KnownTag())
@click.pass_context
def delete_tag(ctx: click.Context, name: str, *, children: bool, as_json: bool) -> None:
    """Remove a tag from all papers and delete it. One undo restores it."""
    with open_library(ctx) as library:
        with library.reader() as reader:
            there = _known(reader, name)
        done = library.annotations.delete_tag(there, children=children)
    _say(done, as_json=as_json)


@tags.command("colour", epilog=examples("paperreader tags colour todo pink", "paperreader tags colour todo none"))
@as_json_option
@click.argument("name", type=KnownTag())
@click.argument("colour", type=click.Choice([*COLOURS, _NONE], case_sensitive=False))
@click.pass_context
def colour_tag(ctx: click.Context, name: str, colour: str, *, as_json: bool) -> None:
    """Set the colour of a tag, or remove it."""
    with open_library(ctx) as library:
        with library.reader() as reader:
            there = _known(reader, name)
        done = library.annotations.colour_tag(there, None if colour == _NONE else colour)
    _say(done, as_json=as_json)


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "paperreader views",
        "paperreader views save unread-lora 'lora is:unread' --key 1",
        "paperreader views rename unread-lora lora",
        "paperreader views delete lora",
    ),
)
@as_json_option
@click.pass_context
def views(ctx: click.Context, *, as_json: bool) -> None:
    """List the saved views, which are queries with a name; save, rename and delete them.

    Each line has the digit that opens the view in the reader, its name and its query.
    """
    if ctx.invoked_subcommand is not None:
        return
    with open_reader(ctx) as reader:
        saved, criteria = reader.views(), reader.criteria()
    emit_each(
        saved,
        as_json=as_json,
        data=lambda view: render.view_json(view, criteria.get(view.uid)),
        line=render.view_line,
    )


@views.command("save", epilog=examples("paperreader views save 'to decide' 'is:undecided sort:-date' --key 2"))
@click.option("--key", type=click.IntRange(1, 9), help="The digit that opens it in the reader.")
@as_json_option
@click.argument("name", type=TypedText())
@click.argument("query", nargs=-1, required=True, type=TypedText(), callback=one_query)
@click.pass_context
def save_view(ctx: click.Context, name: str, query: str, key: int | None, *, as_json: bool) -> None:
    """Save QUERY under a name; a view with that name is replaced.

    A digit that another view has now opens this one instead.
    """
    from paperreader.query import parse

    if not query.strip():
        raise Failure("The query is empty: nothing was saved. For every paper, write '*'.")
    wanted = parse(query)
    for problem in (*wanted.problems, *wanted.idle):
        raise Failure(f"“{shortened(query[problem.start : problem.end])}”: {problem.message}. Nothing was saved.")
    with open_library(ctx) as library:
        done = library.annotations.save_view(name, query, key=None if key is None else str(key))
    _say(done, as_json=as_json)


@views.command("rename", epilog=examples("paperreader views rename 'to decide' screening"))
@as_json_option
@click.argument("name", type=KnownView())
@click.argument("new", type=TypedText())
@click.pass_context
def rename_view(ctx: click.Context, name: str, new: str, *, as_json: bool) -> None:
    """Rename a saved view."""
    with open_library(ctx) as library:
        with library.reader() as reader:
            view = _find_view(reader, name)
        done = library.annotations.rename_view(view.uid, new)
    _say(done, as_json=as_json)


@views.command("delete", epilog=examples("paperreader views delete screening"))
@as_json_option
@click.argument("name", type=KnownView())
@click.pass_context
def delete_view(ctx: click.Context, name: str, *, as_json: bool) -> None:
    """Delete a saved view; its papers are unchanged. One undo restores it."""
    with open_library(ctx) as library:
        with library.reader() as reader:
            view = _find_view(reader, name)
        done = library.annotations.delete_view(view.uid)
    _say(done, as_json=as_json)


@views.command("key", epilog=examples("paperreader views key screening 3", "paperreader views key screening none"))
@as_json_option
@click.argument("name", type=KnownView())
@click.argument("key", type=click.Choice([*map(str, range(1, 10)), _NONE], case_sensitive=False))
@click.pass_context
def key_of_view(ctx: click.Context, name: str, key: str, *, as_json: bool) -> None:
    """Set the digit that opens a view in the reader, or take it off. Another view with that digit loses it."""
    with open_library(ctx) as library:
        with library.reader() as reader:
            view = _find_view(reader, name)
        done = library.annotations.save_view(view.name, view.query, key="" if key == _NONE else key)
    _say(done, as_json=as_json)


@click.command(
    epilog=examples(
        "paperreader criteria",
        'paperreader criteria --view screening "Human participants; a control group."',
        "paperreader criteria - < criteria.md",
        "paperreader criteria --view screening --remove",
    )
)
@click.option("--view", type=KnownView(), metavar="NAME", help="Those of a saved view; otherwise those of all papers.")
@click.option("--remove", is_flag=True, help="Remove them.")
@as_json_option
@click.argument("text", nargs=-1, type=TypedText(), metavar="[TEXT|-]")
@click.pass_context
def criteria(ctx: click.Context, text: tuple[str, ...], view: str | None, *, remove: bool, as_json: bool) -> None:
    """Write what papers must meet, or print what is written for all papers and for every view.

    TEXT, or standard input if it is -, replaces what was there. The reader shows it above the abstract (gi).
    """
    if text and remove:
        raise click.UsageError("Choose a text, or --remove.", ctx)
    if not text and not remove:
        _print_criteria(ctx, view, as_json=as_json)
        return
    body = "" if remove else stdin_text() if text == (_DASH,) else " ".join(text)
    if not remove and not body.strip():
        raise Failure("The criteria are empty: nothing was written. --remove removes them.")
    with open_library(ctx) as library:
        with library.reader() as reader:
            uid = None if view is None else _find_view(reader, view).uid
        done = library.annotations.set_criteria(uid, body)
    _say(done, as_json=as_json)


def _print_criteria(ctx: click.Context, view: str | None, *, as_json: bool) -> None:
    with open_reader(ctx) as reader:
        written = reader.criteria()
        asked = reader.views() if view is None else [_find_view(reader, view)]
    bodies: list[tuple[str | None, str | None]] = [(None, written.get(""))] if view is None else []
    bodies += [(one.name, written.get(one.uid)) for one in asked]
    found = [(name, body) for name, body in bodies if body is not None]
    for at, (name, body) in enumerate(found):
        if as_json:
            emit_json({"view": name, "criteria": body})
        else:
            emit("\n".join([*([""] if at else []), "All papers" if name is None else f"View {name}", body]))
    if not found:
        complain("no criteria are written.")


def _say(done: Done, *, as_json: bool) -> None:
    papers = f", {counted(len(done.papers), 'paper')}" if done.papers else ""
    say_done(done, f"{papers}.", as_json=as_json)


def _find_tag(reader: Reader, name: str) -> str | None:
    """Find a tag by its name in any case, even one that only has other tags below it."""
    from paperreader.library import tag_name

    wanted = name_key(tag_name(name))
    known = reader.known_tags()
    for one in known:
        if name_key(one) == wanted:
            return one
    depth = wanted.count("/") + 1
    below = (one for one in known if name_key(one).startswith(f"{wanted}/"))
    return next(("/".join(one.split("/")[:depth]) for one in below), None)


def _known(reader: Reader, name: str) -> str:
    found = _find_tag(reader, name)
    if found is None:
        raise Failure(f"There is no tag “{shortened(name)}”; “paperreader tags” lists them.")
    return found


def _find_view(reader: Reader, name: str) -> SavedView:
    for one in reader.views():
        if name_key(one.name) == name_key(name.strip()):
            return one
    raise Failure(f"There is no view “{shortened(name)}”; “paperreader views” lists them.")


COMMANDS: Final = (tags, views, criteria)
