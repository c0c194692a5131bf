"""Text from standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, cast

from paperreader.cli.core.failure import Failure

if TYPE_CHECKING:
    import io

STDIN: Final = "-"
"""Stands for standard input in place of a text, or of the names of papers."""
_LONGEST_NOTE: Final = 1_000_000


def stdin_names() -> tuple[str, ...]:
    """Read the names of papers from standard input, one a line, as `list --ids` prints them.

    Raises:
        Failure: there are none.
    """
    from paperreader.domain import clean

    if sys.stdin is None:
        raise Failure("There is no standard input to read the names of papers from.")
    lines = sys.stdin.buffer.read().decode("utf-8-sig", "replace").splitlines()
    names = tuple(name for line in lines if (name := clean(line).strip()))
    if not names:
        raise Failure("Standard input names no papers.")
    return names


def stdin_text() -> str:
    """Read the text on standard input."""
    from paperreader.formats import Unreadable, open_text

    if sys.stdin is None:
        raise Failure("There is no standard input. Write the text after the paper.")
    try:
        with open_text(cast("io.BufferedIOBase", sys.stdin.buffer)) as source:
            text = source.stream.read(_LONGEST_NOTE + 1)
    except Unreadable as error:
        raise Failure(f"{error} Nothing was written.") from error
    if len(text) > _LONGEST_NOTE:
        raise Failure(f"A note has at most {_LONGEST_NOTE:,} characters: nothing was written.")
    return text.removesuffix("\n")
