"""Commands for what you write on papers: notes and highlights."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import (
    Failure,
    Operands,
    PaperRequest,
    TypedText,
    WholeNumber,
    as_json_option,
    colour_names,
    complain,
    emit,
    emit_done,
    emit_each,
    emit_json,
    examples,
    open_library,
    open_reader,
    paper_argument,
    paper_named,
    papers_asked_for,
    render,
    request_argument,
    say_done,
    say_how_to_undo,
    stdin_text,
    wording,
)
from paperreader.domain import COLOURS, Wording, counted, name_key, one_line, shortened

if TYPE_CHECKING:
    from paperreader.domain import Entry, Highlight, Note

_DASH: Final = "-"
_ALL: Final = sys.maxsize


@click.command(
    cls=Operands,
    epilog=examples(
        'paperreader note 12 "Compare with Mamba."',
        "paperreader note 12 - < thoughts.md",
        "paperreader note 12",
        "paperreader note 12 --history",
        'paperreader note 12 --edit --nth 1 "Compare with Mamba and S4."',
        "paperreader note 12 --delete --nth 1",
        "paperreader note 12 --template example",
    ),
)
@click.option("--history", is_flag=True, help="Print every version of the notes, with what changed in each.")
@click.option("--edit", is_flag=True, help="Put TEXT in place of a note.")
@click.option("--delete", is_flag=True, help="Delete a note.")
@click.option("--nth", type=WholeNumber(), metavar="N", help="Which note, if the paper has several; oldest first.")
@click.option("--on", "quote", type=TypedText(), metavar="QUOTE", help="Write the note on the highlight of QUOTE.")
@click.option("--template", type=TypedText(), metavar="NAME", help="Begin a note with one of your templates.")
@as_json_option
@paper_argument
@click.argument("text", nargs=-1, type=TypedText(), metavar="[TEXT|-]")
@click.pass_context
def note(
    ctx: click.Context,
    paper: str,
    text: tuple[str, ...],
    quote: str | None,
    template: str | None,
    nth: int | None,
    *,
    history: bool,
    edit: bool,
    delete: bool,
    as_json: bool,
) -> None:
    """Add a note to a paper, or print, edit or delete its notes.

    Adds TEXT, or standard input if TEXT is -; without TEXT, prints the notes. PAPER is as for “show”. Notes are
    Markdown. Write -- before a text that has one of the options as a word.
    """
    if history + edit + delete + (template is not None) > 1:
        raise click.UsageError("Choose one of --history, --edit, --delete and --template.", ctx)
    if text and (history or delete or template is not None):
        raise click.UsageError("This takes no text: leave it out, or write -- before it.", ctx)
    if nth is not None and not (edit or delete):
        raise click.UsageError("--nth goes with --edit or --delete.", ctx)
    if edit and not text:
        raise click.UsageError("--edit takes the new text, or - for standard input.", ctx)
    if not text and not delete and template is None:
        _print_notes(ctx, paper, history=history, as_json=as_json)
        return
    with open_library(ctx) as library:
        with library.reader() as reader:
            entry = reader.entry(paper_named(reader, paper))
        if delete:
            say_done(library.annotations.delete_note(_note_meant(entry, nth).id), as_json=as_json)
            return
        body = _from_template(entry, template) if template is not None else _text(text)
        if not body.strip():
            raise Failure("The note is empty: nothing was written.")
        if edit:
            old = _note_meant(entry, nth)
            written, done = library.annotations.edit_note(old.id, body, revision=old.revision)
        else:
            on = None if quote is None else _highlight_meant(entry, quote, None).id
            written, done = library.annotations.write_note(entry.id, body, highlight=on)
    if as_json:
        emit_done(done, note=asdict(written))
        say_how_to_undo(done)
    else:
        say_done(done)


@click.command(
    epilog=examples("paperreader notes", "paperreader notes tag:thesis", "paperreader notes --json | jq -r .body")
)
@as_json_option
@request_argument
@click.pass_context
def notes(ctx: click.Context, query: PaperRequest, *, as_json: bool) -> None:
    """List the notes, newest first: of all papers, or of those that QUERY finds.

    Each line has the paper's number, the beginning of the note, and the paper's title.
    """
    with open_reader(ctx) as reader:
        found = reader.all_notes(_ALL, papers_asked_for(reader, query) if query != PaperRequest() else None)
        lines = wording(reader)
        emit_each(
            found,
            as_json=as_json,
            data=lambda one: {"paper": one[0], "label": one[1], **asdict(one[2])},
            line=lambda one: render.note_line(one, lines),
        )
    if not found:
        complain("no notes found.")


@click.command(
    epilog=examples(
        'paperreader highlight 12 "linear in the length of the sequence"',
        'paperreader highlight 12 "state space" --nth 2 --colour green --tag method --comment "as in S4"',
        'paperreader highlight 12 "state space" --edit --colour pink',
        'paperreader highlight 12 "state space" --delete',
    )
)
@click.option(
    "--colour",
    type=click.Choice(COLOURS, case_sensitive=False),
    help=f"Default: the colour of the first of its tags that has one, otherwise {COLOURS[0]}.",
)
@click.option("--comment", type=TypedText(), help="A short comment on it.")
@click.option("--tag", "tags", type=TypedText(), multiple=True, help="A tag for the highlight; can be repeated.")
@click.option("--nth", type=WholeNumber(), metavar="N", help="Which occurrence, if the words appear more than once.")
@click.option("--edit", is_flag=True, help="Change the colour, comment or tags of the highlight that has QUOTE in it.")
@click.option("--delete", is_flag=True, help="Delete the highlight that has QUOTE in it.")
@as_json_option
@paper_argument
@click.argument("quote", type=TypedText())
@click.pass_context
def highlight(
    ctx: click.Context,
    paper: str,
    quote: str,
    colour: str | None,
    comment: str | None,
    tags: tuple[str, ...],
    nth: int | None,
    *,
    edit: bool,
    delete: bool,
    as_json: bool,
) -> None:
    """Highlight the passage QUOTE in a paper's abstract, or edit or delete a highlight.

    PAPER is as for “show”. QUOTE may be as stored or as shown; white space, case and a few wrong letters do not
    matter. If it appears more than once, choose one with --nth. --tag '' with --edit takes the tags off.
    """
    from paperreader.cli.core import locate_quote

    _check_options(ctx, gives=bool(colour or comment is not None or tags), edit=edit, delete=delete)
    with open_library(ctx) as library:
        with library.reader() as reader:
            entry = reader.entry(paper_named(reader, paper))
        annotations = library.annotations
        if delete:
            say_done(annotations.delete_highlight(_highlight_meant(entry, quote, nth).id), as_json=as_json)
            return
        if edit:
            uid = _highlight_meant(entry, quote, nth).id
            names = tuple(filter(None, tags)) if tags else None
            say_done(annotations.edit_highlight(uid, colour=colour, comment=comment, tags=names), as_json=as_json)
            return
        abstract = entry.paper.abstract
        start, end = locate_quote(abstract, quote, nth)
        made, done = annotations.highlight(
            entry.id, start, end, text=abstract, colour=colour, comment=comment or "", tags=tags
        )
    words = Wording(colour_names())
    if as_json:
        emit_done(done, highlight=render.highlight_json((entry.id, entry.label, made), words.colour_names))
    elif done.change is None:
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


def _check_options(ctx: click.Context, *, gives: bool, edit: bool, delete: bool) -> None:
    if edit and delete:
        raise click.UsageError("Choose --edit or --delete.", ctx)
    if edit and not gives:
        raise click.UsageError("Choose what to change: --colour, --comment or --tag.", ctx)
    if delete and gives:
        raise click.UsageError("--delete takes no colour, comment or tags.", ctx)


def _text(words: tuple[str, ...]) -> str:
    return stdin_text() if words == (_DASH,) else " ".join(words)


def _from_template(entry: Entry, name: str) -> str:
    """Return the text that a template makes of a paper.

    Raises:
        Failure: there is no such template, or it cannot be used.
    """
    from paperreader.exchange import BUILT_IN, TemplateProblem, rendered_template, templates

    try:
        known = [*templates(), BUILT_IN]
        chosen = next((one for one in known if one.name == name), None)
        if chosen is None:
            names = ", ".join(one.name for one in known)
            raise Failure(f"There is no template “{shortened(name)}”. Choose one of {names}.")
        return rendered_template(chosen, entry, colour_names())
    except TemplateProblem as error:
        raise Failure(str(error)) from error


def _note_meant(entry: Entry, nth: int | None) -> Note:
    """Return the note that `--nth` names, or the only one.

    Raises:
        Failure: there is none, or several.
    """
    has = f"paper {entry.id} has {counted(len(entry.notes), 'note')}"
    if not entry.notes or (nth is not None and nth > len(entry.notes)):
        raise Failure(f"{has[:1].upper()}{has[1:]}: nothing was changed.")
    if nth is None and len(entry.notes) > 1:
        raise Failure(f"Choose one with --nth: {has}. Nothing was changed.")
    return entry.notes[(nth or 1) - 1]


def _highlight_meant(entry: Entry, quote: str, nth: int | None) -> Highlight:
    """Return the highlight that has the quote in it.

    Raises:
        Failure: there is none, or several.
    """
    wanted = name_key(one_line(quote))
    found = [one for one in entry.highlights if wanted in name_key(one_line(one.quote))]
    found = [one for one in found if name_key(one_line(one.quote)) == wanted] or found
    if not found or (nth is not None and nth > len(found)):
        raise Failure(f"Paper {entry.id} has no such highlight, “{shortened(quote)}”: “show {entry.id}” lists them.")
    if nth is None and len(found) > 1:
        raise Failure(f"Paper {entry.id} has {len(found)} highlights of “{shortened(quote)}”: choose one with --nth.")
    return found[(nth or 1) - 1]


def _print_notes(ctx: click.Context, paper: str, *, history: bool, as_json: bool) -> None:
    with open_reader(ctx) as reader:
        entry, words = reader.entry(paper_named(reader, paper)), wording(reader)
        versions = {one.id: reader.note_history(one.id) for one in entry.notes} if history else {}
        texts = [
            list(render.note_versions(versions[one.id], words) if history else render.note_of(entry, one, words))
            for one in entry.notes
        ]
    if not entry.notes:
        complain(f"paper {entry.id} has no notes.")
    for at, (one, lines) in enumerate(zip(entry.notes, texts, strict=True)):
        if not as_json:
            emit("\n".join([*([""] if at else []), *lines]))
        elif history:
            for number, version in enumerate(versions[one.id], 1):
                emit_json({"paper": entry.id, "note": one.id, "version": number, **asdict(version)})
        else:
            emit_json({"paper": entry.id, "label": entry.label, **asdict(one)})


COMMANDS: Final = (note, notes, highlight, highlights)
