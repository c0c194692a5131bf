"""Completes a command line for a shell: what the scripts of `paperreader completion` run for every press of Tab.

The shell passes the command as it stands up to the cursor. Click finds what can stand there, from the commands and the
types of their parameters. For tags, which are completed most and have to be there at once, it is not even loaded.

The answer is one line for each completion: what it is, its text, and a description, separated by tabs.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperreader.cli.core import Completion

VARIABLE: Final = "_PAPERREADER_COMPLETE"
_ASSIGNED: Final = re.compile(r"\w+=")
_WITH_VALUE: Final = ("--library", "--query")
"""The options before a command that take a value."""
_QUERIES: Final = ("list", "tag", "decide", "mark", "trash", "export", "stats", "read", "highlights", "notes", "facets")
_LONGEST: Final = 1_000
_ASSUMED_BREAKS: Final = " \t\n\"'@><=;|&(:"


class Line(NamedTuple):
    """A command line up to the cursor."""

    words: tuple[str, ...]
    """The finished words after the name of the program, without quotation marks."""
    begun: str
    """The word at the cursor, without quotation marks; empty behind a space."""
    typed: str
    """The same as it stands there."""
    quote: str
    """The quotation mark that is open."""


def complete(shell: str, environment: Mapping[str, str]) -> int:
    """Print what can stand at the cursor; returns the exit code. Never fails, as nobody would read the message."""
    line = line_of(environment.get("COMP_LINE", ""))
    breaks = environment.get("COMP_WORDBREAKS", _ASSUMED_BREAKS) if shell == "bash" else ""
    offers = _tags(line, environment)
    kinds: Iterable[tuple[str, str, str]] = (
        _from_click(line) if offers is None else (("plain", one.value, one.help) for one in offers)
    )
    for kind, value, help_ in kinds:
        text = _for_bash(value, line, breaks) if shell == "bash" and value else value
        whole = kind if kind != "plain" or not value.endswith(":") else "part"
        sys.stdout.write("\t".join(map(_one_line, (whole, text, help_))) + "\n")
    return 0


def line_of(text: str) -> Line:
    """Split a command line into words, as a shell does, even if a quotation mark is still open."""
    words: list[str] = []
    word, start, quote = "", 0, ""
    inside = escaped = False
    for at, sign in enumerate(text):
        if escaped:
            word, escaped = word + sign, False
        elif sign == "\\" and quote != "'":
            inside, escaped = True, True
        elif quote:
            word, quote = (word, "") if sign == quote else (word + sign, quote)
        elif sign in "\"'":
            inside, quote = True, sign
        elif sign.isspace():
            if inside:
                words.append(word)
            word, inside, start = "", False, at + 1
        else:
            word, inside = word + sign, True
        if not inside:
            start = at + 1
    while words and _ASSIGNED.match(words[0]):
        del words[0]
    return Line(tuple(words[1:]), word, text[start:], quote)


def _for_bash(value: str, line: Line, breaks: str) -> str:
    """Return what bash has to put in: it replaces only what follows the last sign at which it splits words."""
    if line.quote:
        return value
    if line.typed != line.begun:  # quoted or escaped in part
        return shlex.quote(value)
    cut = max((line.begun.rfind(sign) for sign in breaks if sign), default=-1) + 1
    rest = value[cut:]
    return rest if value.startswith(line.begun[:cut]) and rest.endswith(":") else shlex.quote(rest)


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _tags(line: Line, environment: Mapping[str, str]) -> Sequence[Completion] | None:
    """Return the tags that can stand at the cursor; `None` if something else can."""
    command, before = _command(line.words)
    is_signed = command == "tag" and len(before) > 0 and line.begun[:1] in ("+", "-") and line.begun[:2] != "--"
    if not is_signed and (command not in _QUERIES or "tag" not in line.begun):
        return None
    from paperreader.cli.core import offers

    path = _library(line.words, environment)
    return offers.signed_tags(path, line.begun) if is_signed else offers.tag_terms(path, line.begun)


def _command(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return the name of the command, and the operands that follow it."""
    rest = list(words)
    while rest and rest[0].startswith("-"):
        del rest[: 2 if rest[0] in _WITH_VALUE else 1]
    return (rest[0], [one for one in rest[1:] if not one.startswith("--")]) if rest else ("", [])


def _library(words: Sequence[str], environment: Mapping[str, str]) -> Path:
    """Return the library that the command would use."""
    for at, word in enumerate(words):
        if word == "--library" and at + 1 < len(words):
            return Path(words[at + 1]).expanduser()
        if word.startswith("--library="):
            return Path(word.removeprefix("--library=")).expanduser()
        if word == "--sample":
            from paperreader.config import sample_path

            return sample_path()
    if named := environment.get("PAPERREADER_LIBRARY"):
        return Path(named)
    from paperreader.config import library_path

    return library_path()


def _from_click(line: Line) -> Iterator[tuple[str, str, str]]:
    """Yield what click finds: the kind, the text and the description of each completion."""
    import click
    from click.shell_completion import ShellComplete

    from paperreader.cli.program import program

    command: click.Command = program
    for word in line.words:
        command = command.commands.get(word, command) if isinstance(command, click.Group) else command
    commands = command.commands if isinstance(command, click.Group) else {}
    options = [one for one in command.params if isinstance(one, click.Option) and line.words[-1:] and not one.is_flag]
    option = next((one for one in options if line.words[-1] in one.opts), None)
    if option is None:
        found = ShellComplete(program, {}, "paperreader", VARIABLE).get_completions(list(line.words), line.begun)
    else:  # click takes a value that begins with a dash for an option
        found = option.shell_complete(program.make_context("", list(line.words), resilient_parsing=True), line.begun)
    for item in found:
        kind = "file" if item.type in ("file", "dir") else "plain"
        help_ = item.help or ""
        if item.value in commands:  # click cuts it short
            help_ = commands[item.value].get_short_help_str(_LONGEST)
        yield kind, str(item.value), help_


def asked(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the shell that asks for a completion, if one does."""
    instruction = environment.get(VARIABLE, "")
    return instruction.removeprefix("line_") if instruction.startswith("line_") else None
