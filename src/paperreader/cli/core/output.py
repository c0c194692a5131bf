"""Printing. Every line goes through `emit` or `complain`, which make it safe for terminals."""

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
from typing import TYPE_CHECKING, BinaryIO, Final, TextIO, TypeVar, cast

from paperreader.cli.core.failure import Failure
from paperreader.cli.core.paging import pager
from paperreader.domain import clean, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from paperreader.domain import Entry
    from paperreader.library import Done

_T = TypeVar("_T")

_LONGEST: Final = 600
"""Characters shown of each end of a message: a path may have hundreds, pasted text thousands."""
_UNBROKEN: Final = re.compile(r"\S{400,}")
"""Too long for a word or a path."""
_WIDEST: Final = 100
"""Cells in a line of running text; longer lines are hard to read."""


def prepare_streams() -> None:
    """Make the standard streams use UTF-8, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def emit(text: str, *, err: bool = False) -> None:
    """Print a line, to standard output for results or to standard error for everything else.

    Nothing in it can act on a terminal, and nothing in it is markup.
    """
    # The stream is named last: where it was closed before the start, it is `None`, and printing to it does nothing.
    print(clean(text), file=sys.stderr if err else pager.out())


def emit_painted(text: str) -> None:
    """Print a line of results that is clean, and has colours by `painted`."""
    print(text, file=pager.out())


def prompt(text: str) -> None:
    """Print a question without a line end."""
    if sys.stdout is not None:
        sys.stdout.write(clean(text))
        sys.stdout.flush()


def complain(text: str) -> None:
    """Print a warning or an error to standard error; the middle of a very long one is left out."""
    text = _UNBROKEN.sub(lambda match: shortened(match[0]), text)
    if len(text) > 2 * _LONGEST:
        text = f"{text[:_LONGEST]} … {text[-_LONGEST:]}"
    with contextlib.suppress(OSError, ValueError):
        emit(f"paperreader: {text}", err=True)


def say_how_to_undo(*done: Done) -> None:
    """Say on standard error how to undo what was done, if anything changed."""
    made = sum(one.change is not None for one in done)
    if made:
        complain(
            "“paperreader undo” undoes it."
            if made == 1
            else f"“paperreader undo {made}” undoes {'both' if made == 2 else 'them'}."
        )


def say_done(done: Done, more: str = ".", *, as_json: bool = False) -> None:
    """Say what was done, with `more` after it, and how to undo it."""
    if as_json:
        emit_done(done)
    else:
        emit("no change." if done.change is None else f"{done.what}{more}")
    say_how_to_undo(done)


def emit_done(done: Done, **more: object) -> None:
    """Print a change as JSON, followed by the keys in `more`."""
    emit_json({"change": done.change, "what": done.what, "papers": sorted(done.papers), **more})


def can_ask() -> bool:
    """Whether there is somebody at the terminal to answer a question."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def confirmed(question: str) -> bool:
    """Ask a yes-or-no question on standard error."""
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
    """Print a line for each item, as JSON or as text."""
    for one in items:
        if as_json:
            emit_json(data(one))
        else:
            emit(line(one))


def emit_entry(entry: Entry, **more: object) -> None:
    """Print a paper as JSON, in the form of the lossless export, followed by the keys in `more`."""
    from paperreader.domain import entry_to_json

    emit_json({**entry_to_json(entry), **more})


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def flush() -> None:
    """Flush standard output, so that a failure shows before the program ends.

    Raises:
        OSError: nobody takes it: the disk is full, or the reader of the pipe has gone.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.flush()


def hush() -> None:
    """Discard output that cannot be delivered; otherwise Python would try again at exit, and complain."""
    with contextlib.suppress(OSError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def plain_output() -> TextIO:
    """Return standard output for writing a whole file: unchanged into a pipe, cleaned for a terminal."""
    if is_terminal(sys.stdout):
        return cast("TextIO", _Cleaned())
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    return sys.stdout


def binary_output(extension: str) -> BinaryIO:
    """Return standard output for writing bytes, which must go into a pipe or a file.

    Raises:
        Failure: it is a terminal, or closed.
    """
    if not isinstance(sys.stdout, io.TextIOWrapper) or is_terminal(sys.stdout):
        raise Failure(f"This format is not text. Write it to a file with -o FILE{extension}, or into a pipe.")
    return cast("BinaryIO", sys.stdout.buffer)


class _Cleaned(io.TextIOBase):
    """Writes to the terminal, without control characters."""

    def write(self, text: str) -> int:
        sys.stdout.write(clean(text))
        return len(text)


def width() -> int | None:
    """Return the width of the terminal in cells, or `None` if standard output is not a terminal."""
    return shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None


def wrap(text: str) -> Iterator[str]:
    """Wrap running text to the terminal, or to a width that is easy to read."""
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
    """Shorten `text` to `limit` cells, with an ellipsis if anything is missing."""
    if limit is None or sum(map(_cells, text)) <= limit:
        return text
    used, kept = 1, 0
    for character in text:
        used += _cells(character)
        if used > limit:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def padded(text: str, cells: int) -> str:
    """Fill `text` up with spaces to so many cells."""
    return text + " " * (cells - sum(map(_cells, text)))
