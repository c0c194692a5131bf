"""Commands that set the program up: its configuration file, and shell completion."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from paperreader.cli.core import Failure, emit, examples

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@click.command(
    epilog=examples(
        "echo 'eval \"$(paperreader completion bash)\"' >> ~/.bashrc",
        "echo 'eval \"$(paperreader completion zsh)\"' >> ~/.zshrc",
        "paperreader completion fish > ~/.config/fish/completions/paperreader.fish",
    )
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    It completes commands, options, formats, and tags after “tag QUERY +”.
    """
    from click.shell_completion import get_completion_class

    known = get_completion_class(shell)
    if known is None:
        raise Failure(f"There is no completion for {shell}.")
    emit(known(ctx.find_root().command, {}, "paperreader", "_PAPERREADER_COMPLETE").source())


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


COMMANDS: Final = (config, completion)
