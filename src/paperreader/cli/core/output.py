"""What the command line prints: every line through `emit` or `complain`, which are safe for terminals."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sys
import textwrap
import unicodedata
from typing import TYPE_CHECKING, Final, TextIO, TypeVar, cast

from paperreader.domain.paper import clean, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from paperreader.domain.paper import Entry
    from paperreader.library.journal.change import Done

_T = TypeVar("_T")

_LONGEST: Final = 600
"""Characters of either end of a message that are shown: a path may have hundreds, what somebody pasted thousands."""
_UNBROKEN: Final = re.compile(r"\S{400,}")
"""What no word and no path is, but what somebody typed at length."""
_WIDEST: Final = 100
"""Cells of a line of running text: longer ones are hard to read."""


def prepare_streams() -> None:
    """Let the standard streams speak UTF-8, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def emit(text: str, *, err: bool = False) -> None:
    """Print a line: to standard output, which is for results, or to standard error, which is for all else.

    Nothing in it can act on a terminal, and nothing in it is markup.
    """
    # The stream is named last: where it was closed before the start, it is `None`, and printing to it does nothing.
    print(clean(text), file=sys.stderr if err else sys.stdout)


def prompt(text: str) -> None:
    """Print a question, and stay on its line for the answer."""
    if sys.stdout is not None:
        sys.stdout.write(clean(text))
        sys.stdout.flush()


def complain(text: str) -> None:
    """Say on standard error what went wrong or is worth knowing; of something too long, its beginning and its end."""
    text = _UNBROKEN.sub(lambda match: shortened(match[0]), text)
    if len(text) > 2 * _LONGEST:
        text = f"{text[:_LONGEST]} … {text[-_LONGEST:]}"
    with contextlib.suppress(OSError, ValueError):
        emit(f"paperreader: {text}", err=True)


def say_how_to_undo(*done: Done) -> None:
    """Say how what was done is taken back, if anything was: on standard error, for it is no result."""
    made = sum(one.change is not None for one in done)
    if made:
        complain(
            "“paperreader undo” takes it back."
            if made == 1
            else f"“paperreader undo {made}” takes {'both' if made == 2 else 'them'} back."
        )


def can_ask() -> bool:
    """Whether somebody sits there who sees a question and can answer it."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def confirmed(question: str) -> bool:
    """Ask something of which the answer is yes or no, on standard error, for results go elsewhere."""
    sys.stderr.write(clean(question))
    sys.stderr.flush()
    return sys.stdin.readline(_LONGEST).strip().lower() in ("y", "yes")


def emit_json(data: Mapping[str, object]) -> None:
    """Print one object on one line."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    emit(text if clean(text) == text else json.dumps(data, allow_nan=False))  # cleaned, it might be JSON no more


def emit_each(
    items: Iterable[_T], *, as_json: bool, data: Callable[[_T], Mapping[str, object]], line: Callable[[_T], str]
) -> None:
    """Print one line for each, as JSON or to read."""
    for one in items:
        if as_json:
            emit_json(data(one))
        else:
            emit(line(one))


def emit_entry(entry: Entry, **more: object) -> None:
    """Print one paper as JSON, in the shape of the lossless export, and `more` keys after it."""
    from paperreader.domain.interchange import entry_to_json

    emit_json({**entry_to_json(entry), **more})


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody sits at the other end."""
    return stream is not None and not stream.closed and stream.isatty()


def flush() -> None:
    """Hand over what was printed, so that a failure is known before the end.

    Raises:
        OSError: nobody takes it: the disk is full, or the reader of the pipe has gone.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.flush()


def hush() -> None:
    """Throw away what was printed and cannot be handed over; Python would try again at the end, and complain."""
    with contextlib.suppress(OSError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def plain_output() -> TextIO:
    """Standard output for a whole file: as it is into a pipe, cleaned on its way to a terminal."""
    if is_terminal(sys.stdout):
        return cast("TextIO", _Cleaned())
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    return sys.stdout


class _Cleaned(io.TextIOBase):
    """Writes to the terminal nothing that it would obey."""

    def write(self, text: str) -> int:
        sys.stdout.write(clean(text))
        return len(text)


def width() -> int | None:
    """Cells in a line of the terminal that standard output is; `None` where it is none."""
    return shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None


def counted(count: int, name: str) -> str:
    """`1 paper`, `2 papers`."""
    return f"1 {name}" if count == 1 else f"{count:,} {name}s"


def wrap(text: str) -> Iterator[str]:
    """Running text in lines that fit the terminal and can be read."""
    room = min(shutil.get_terminal_size().columns, _WIDEST)
    for line in clean(text).split("\n"):
        yield from textwrap.wrap(line, max(room, 20), break_on_hyphens=False, break_long_words=False) or [""]


def _cells(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, limit: int | None) -> str:
    """`text` in at most `limit` cells, with an ellipsis where something is missing."""
    if limit is None or sum(map(_cells, text)) <= limit:
        return text
    used, kept = 1, 0
    for character in text:
        used += _cells(character)
        if used > limit:
            break
        kept += 1
    return text[:kept].rstrip() + "…"
