"""Commands that set the program up: its configuration file, and shell completion."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import Failure, TypedText, as_json_option, emit, emit_each, examples
from paperreader.domain import COLOURS, counted, one_line, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperreader.config import Config, KeywordList

_COLUMN: Final = 48
"""The column where a command's description begins."""


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "paperreader config init     write a file to change",
        "paperreader config check    list its mistakes, with line numbers",
        '$EDITOR "$(paperreader config path)"',
    ),
)
@click.pass_context
def config(ctx: click.Context) -> None:
    """Write, check and find the configuration file: theme, keys, what is listed and how."""
    if ctx.invoked_subcommand is None:
        emit(ctx.get_help())


@config.command("init", epilog=examples("paperreader config init"))
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
def init(*, force: bool) -> None:
    """Write a configuration file with every setting at its default, commented out."""
    from paperreader.config import config_path, make_private_folder
    from paperreader.exchange import write_whole

    path = config_path()
    if path.exists() and not force:
        raise Failure(
            f"{path}: this file already exists and was left alone. “paperreader config defaults” prints "
            "what would be written; --force overwrites it."
        )
    make_private_folder(path.parent)
    with write_whole(path) as out:
        out.write("".join(f"{line}\n" for line in template()))
    emit(f"Wrote {path}: remove the # before what you want to change.")


@config.command("defaults", epilog=examples("paperreader config defaults | grep move"))
def defaults() -> None:
    """Print what “init” writes: every setting with its default, and the keys of every command."""
    for line in template():
        emit(line)


@config.command("check", epilog=examples("paperreader config check", "paperreader config check new.toml"))
@click.argument("file", required=False, type=click.Path(path_type=Path, readable=False))
@click.pass_context
def check(ctx: click.Context, file: Path | None) -> None:
    """Report what is wrong in FILE, or in your configuration.

    One line for each problem on standard error, with its file and line, and exit code 1.
    """
    from paperreader.config import ConfigError, config_path, read_config
    from paperreader.tui import COMMANDS, key_problems, theme_problems

    path = file or config_path()
    if not path.exists():
        if file is not None:
            raise Failure(f"{path}: there is no such file.")
        emit(f"{path} does not exist: every setting has its default. “paperreader config init” writes one.")
        return
    found, problems = read_config(path)
    problems += [*key_problems(found, COMMANDS), *theme_problems(found)]
    if problems:
        for line in ConfigError(path, problems).lines():
            emit(line, err=True)
        ctx.exit(1)
    emit(f"{path} is fine.")


@config.command("path", epilog=examples('$EDITOR "$(paperreader config path)"'))
def path_() -> None:
    """Print where the configuration file is, or would be. PAPERREADER_CONFIG names another."""
    from paperreader.config import config_path

    emit(str(config_path()))


@click.command(epilog=examples("paperreader templates", "paperreader note 12 --template example"))
@as_json_option
def templates(*, as_json: bool) -> None:
    """List the templates for notes: their names and files, and the example that comes with the program."""
    from paperreader.exchange import BUILT_IN, TemplateProblem, templates as known_templates

    try:
        known = [*known_templates(), BUILT_IN]
    except TemplateProblem as error:
        raise Failure(str(error)) from error
    emit_each(
        known,
        as_json=as_json,
        data=lambda one: {"name": one.name, "file": one.path and str(one.path)},
        line=lambda one: f"{one.name}  {one.path or '(built in)'}",
    )


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "paperreader keywords",
        "paperreader keywords set methods --colour green lora 'state space'",
        "paperreader keywords delete methods",
    ),
)
@as_json_option
@click.pass_context
def keywords(ctx: click.Context, *, as_json: bool) -> None:
    """List the keyword lists of your configuration, whose words the reader colours; set and delete them."""
    if ctx.invoked_subcommand is not None:
        return
    emit_each(
        _config().keyword_lists,
        as_json=as_json,
        data=lambda one: {"name": one.name, "colour": one.colour or None, "words": list(one.words)},
        line=lambda one: f"{one.name}{f' ({one.colour})' if one.colour else ''}: {', '.join(one.words)}",
    )


@keywords.command("set", epilog=examples("paperreader keywords set include 'randomised' 'control group'"))
@click.option("--colour", type=click.Choice(COLOURS, case_sensitive=False), help="The colour of a list of your own.")
@click.argument("name", type=TypedText())
@click.argument("words", nargs=-1, required=True, type=TypedText())
@click.pass_context
def set_keywords(ctx: click.Context, name: str, words: tuple[str, ...], colour: str | None) -> None:
    """Make WORDS the words of the list NAME, which is created if there is none.

    Two always exist: include and exclude.
    """
    from paperreader.config import PLAIN, KeywordList

    name, said = one_line(name), tuple(dict.fromkeys(filter(None, map(one_line, words))))
    if not name or not said:
        raise Failure("A list needs a name and words: nothing was written.")
    if colour is not None and name in PLAIN:
        raise click.UsageError(f"The list {name} has a colour of its own: leave out --colour.", ctx)
    lists = _config().keyword_lists
    old = next((one for one in lists if one.name == name), None)
    kept = old.colour if old is not None else COLOURS[0]
    new = KeywordList(name, said, "" if name in PLAIN else colour or kept)
    _save_keywords([new if one is old else one for one in lists] if old is not None else [*lists, new])
    emit(f"{name} has {counted(len(said), 'word')} now.")


@keywords.command("delete", epilog=examples("paperreader keywords delete methods"))
@click.argument("name", type=TypedText())
def delete_keywords(name: str) -> None:
    """Delete the list NAME; “include” and “exclude” lose their words."""
    from dataclasses import replace

    from paperreader.config import PLAIN

    lists = _config().keyword_lists
    if name not in {one.name for one in lists}:
        raise Failure(f"There is no list “{shortened(name)}”; “paperreader keywords” lists them.")
    if name in PLAIN:
        _save_keywords([replace(one, words=()) if one.name == name else one for one in lists])
        emit(f"{name} has no words now.")
    else:
        _save_keywords([one for one in lists if one.name != name])
        emit(f"deleted the list {name}.")


def _config() -> Config:
    """Return the configuration.

    Raises:
        Failure: it has mistakes.
    """
    from paperreader.config import ConfigError, load_config

    try:
        return load_config()
    except ConfigError as error:
        raise Failure(str(error)) from error


def _save_keywords(lists: Sequence[KeywordList]) -> None:
    """Write the lists to the configuration file.

    Raises:
        Failure: it cannot be written.
    """
    from paperreader.config import CannotWrite

    try:
        _config().save_keywords(lists)
    except CannotWrite as error:
        raise Failure(str(error)) from error


@click.command(
    epilog=examples(
        "echo 'eval \"$(paperreader completion bash)\"' >> ~/.bashrc",
        "echo 'eval \"$(paperreader completion zsh)\"' >> ~/.zshrc",
        "paperreader completion fish > ~/.config/fish/completions/paperreader.fish",
    )
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell.

    It completes commands, options and their values, papers, tags, views, and the fields and values of queries.
    """
    from paperreader.cli.core import COMPLETION_SCRIPTS

    emit(COMPLETION_SCRIPTS[shell])


def template() -> Iterator[str]:
    """Yield the lines of a configuration file with every setting at its default.

    Settings are commented out with `#`, prose with `#` and a space, so that removing the former leaves valid TOML.
    """
    from paperreader.config import SETTINGS

    yield "# The configuration of paperreader, with every setting at its default."
    yield "# Remove the # before a line to change it; “paperreader config check” reports mistakes."
    for section, settings in groupby(SETTINGS, key=lambda one: one.section):
        yield from ("", f"[{section}]")
        for one in settings:
            yield from (f"# {one.meaning}", f"#{one.name} = {_toml(one.default)}")
    yield from _keys()
    yield from ("", "[tags]", "# a letter or digit, and the tag that T followed by it adds", '#t = "todo"')
    yield from (
        "",
        "[highlights.names]",
        "# what a colour of highlights means to you: it is shown beside it, and searched",
    )
    yield from (f"#{_toml(colour)} = {_toml(name)}" for colour, name in (("yellow", "result"), ("pink", "doubt")))
    yield from _theme()


def _keys() -> Iterator[str]:
    from paperreader.tui import COMMANDS

    yield "# The keys of each command: a key, or a list of keys; [] removes them. “g g” is g twice,"
    yield "# “m *” is m and then any key. These are the keys of the vim preset; what you set here overrides a preset."
    for command in COMMANDS:
        keys = command.keys[0] if len(command.keys) == 1 else command.keys
        yield f"{f'#{_toml(command.id)} = {_toml(keys)}':<{_COLUMN}} # {command.title}"


def _theme() -> Iterator[str]:
    from paperreader.config import COLOUR_NAMES
    from paperreader.tui import THEMES

    yield from (
        "",
        "# A theme of your own; colours you leave out come from ink, or from paper if it is not dark.",
    )
    yield from ("#[themes.mine]", f"#dark = {_toml(THEMES[0].dark)}")
    for name in COLOUR_NAMES:
        yield f"#{name} = {_toml(getattr(THEMES[0], name))}"


def _toml(value: object) -> str:
    """Format a text, number, flag or list of those; TOML writes them like JSON."""
    return json.dumps(value, ensure_ascii=False)


COMMANDS: Final = (config, templates, keywords, completion)
