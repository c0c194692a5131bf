"""Lists of keywords in the configuration file, and how they are written back: everything else in it stays as it is."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tomllib
from typing import TYPE_CHECKING, Final

from paperreader.config.settings import PLAIN
from paperreader.config.toml_lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from paperreader.config.settings import KeywordList

SECTION: Final = "keywords"
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


class CannotWrite(Exception):
    """The file cannot be changed. As text: why, and what to do."""


def write_keywords(path: Path, lists: Sequence[KeywordList]) -> None:
    """Make these the lists of a configuration file; comments and all other settings stay.

    Args:
        path: the file, which may not exist yet.
        lists: all of them, those of `PLAIN` included.

    Raises:
        CannotWrite: the file is not TOML, has them written in an unusual way, or cannot be written; it is unchanged.
    """
    path = path.resolve()  # a link to a file elsewhere stays one
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""  # line ends stay
        written = with_keywords(text, lists)
        _replace(path, written)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotWrite(f"{path}: it cannot be changed ({getattr(error, 'strerror', None) or error}).") from error
    except tomllib.TOMLDecodeError as error:
        raise CannotWrite(
            f"{path}: it has a mistake (“paperreader config check” says where); mend that first."
        ) from error


def with_keywords(text: str, lists: Sequence[KeywordList]) -> str:
    """The text of a configuration file with these lists of keywords.

    Raises:
        TOMLDecodeError: the text is not TOML.
        CannotWrite: its lists are written in a way that this does not know.
    """
    before = tomllib.loads(text)
    there = before.get(SECTION, {})
    for name, values in there.items() if isinstance(there, dict) else ():
        if isinstance(values, dict) and name not in {one.name for one in lists}:
            text = _without_table(text, name)
    for one in lists:
        known = there.get(one.name) if isinstance(there, dict) else None
        if one.name in PLAIN:
            if list(one.words) != (known or []):
                text = _with_value(text, (SECTION,), one.name, list(one.words))
        elif not isinstance(known, dict):
            text = _with_table(text, one)
        else:
            for key, value in (("colour", one.colour), ("words", list(one.words))):
                if known.get(key) != value:
                    text = _with_value(text, (SECTION, one.name), key, value)
    _check(before, text, lists)
    return text


def _check(before: dict[str, object], text: str, lists: Sequence[KeywordList]) -> None:
    """Make sure that the lists, and nothing else, have changed."""
    try:
        after = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        after = {}
    wanted = {one.name: {"colour": one.colour, "words": list(one.words)} for one in lists if one.name not in PLAIN}
    plain = {one.name: list(one.words) for one in lists if one.name in PLAIN}
    section = after.pop(SECTION, {})
    rest = {name: value for name, value in before.items() if name != SECTION}
    found = {name: value for name, value in section.items() if isinstance(value, dict)} if section else {}
    same = all((section.get(name) or []) == words for name, words in plain.items())
    if after != rest or found != wanted or not same:
        raise CannotWrite("[keywords] of the configuration is written in an unusual way: change it there.")


def _with_value(text: str, table: tuple[str, ...], key: str, value: object) -> str:
    """Set a key of a table, in place of its value so far, or below the table's header."""
    lines = text.splitlines(keepends=True)
    known = lines_of(text)
    at = known.get((*table, key))
    if at is not None:
        end = _end(lines, at - 1)
        left = lines[at - 1].partition("=")[0].rstrip()
        lines[at - 1 : end] = [f"{left} = {_toml(value)}{_comment(lines[end - 1])}\n"]
    elif table in known and _heads(lines[known[table] - 1], table):
        lines[known[table] : known[table]] = [f"{key} = {_toml(value)}\n"]
    else:
        lines = [*_ended(lines), *([] if not lines else ["\n"]), f"[{_header(table)}]\n", f"{key} = {_toml(value)}\n"]
    return "".join(lines)


def _heads(line: str, table: tuple[str, ...]) -> bool:
    """Whether a line is the header of a table, and not that of one inside it."""
    found: object = tomllib.loads(line)
    for name in table:
        found = found.get(name) if isinstance(found, dict) else None
    return found == {}


def _with_table(text: str, one: KeywordList) -> str:
    lines = _ended(text.splitlines(keepends=True))
    new = [f"[{_header((SECTION, one.name))}]\n", f"colour = {_toml(one.colour)}\n", f"words = {_toml(one.words)}\n"]
    return "".join([*lines, *(["\n"] if lines else []), *new])


def _without_table(text: str, name: str) -> str:
    """Remove a table: its header and what is set below it. Comments around it stay."""
    lines = text.splitlines(keepends=True)
    known = lines_of(text)
    places = sorted({line for path, line in known.items() if path[:2] == (SECTION, name)}, reverse=True)
    for line in places:
        del lines[line - 1 : _end(lines, line - 1)]
    return "".join(lines)


def _end(lines: Sequence[str], start: int) -> int:
    """The line after a statement, which may be a list on several lines."""
    for end in range(start + 1, len(lines) + 1):
        with contextlib.suppress(tomllib.TOMLDecodeError):
            tomllib.loads("".join(lines[start:end]))
            return end
    return start + 1


def _comment(line: str) -> str:
    """The comment at the end of a line that a statement ends on, with the white space before it."""
    line = line.rstrip()
    for at, sign in enumerate(line):
        if sign == "#":
            before = line[:at]
            for opening in (f"_ = {before}", f"_ = [{before}", before):
                with contextlib.suppress(tomllib.TOMLDecodeError):
                    tomllib.loads(opening)
                    return line[len(before.rstrip()) :]
    return ""


def _ended(lines: list[str]) -> list[str]:
    """Lines of which the last one has an end, too."""
    return [*lines[:-1], lines[-1].rstrip("\r\n") + "\n"] if lines else []


def _header(path: Iterable[str]) -> str:
    return ".".join(name if _BARE.fullmatch(name) else _toml(name) for name in path)


def _toml(value: object) -> str:
    """Format a text or a list of texts; TOML writes them like JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _replace(path: Path, text: str) -> None:
    """Write the file in one step, readable by those who could read it before."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with open(os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, mode), "w", encoding="utf-8", newline="") as out:  # noqa: PTH123 - a descriptor
            out.write(text)
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
