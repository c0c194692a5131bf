"""Finds the texts to import: files, directories, patterns, archives, the clipboard and the sample lists."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.formats import OpenText, Unreadable, open_each, open_text, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Opening = Callable[[], OpenText]
"""Opens one text, or raises `Unreadable`."""

_WILD: Final = "*?["
"""Characters that make a path a pattern."""


def sample_lists() -> list[Path]:
    """Return the sample lists that come with the program, in order."""
    package = Path(__file__).parents[1]
    for place in (package / "sample_data", package.parent.parent / "sample_data"):
        if place.is_dir():
            return sorted(place.glob("*.txt"))
    return []


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files among `paths` and in the directories among them, in order, without hidden ones.

    A path with wildcards that does not exist is a pattern (`exports/*.ris`, `**/*.bib`) and stands for all files that
    match. Paths that do not exist, directories that cannot be read, and links to directories elsewhere are passed on,
    so that whoever opens them can say what is wrong.
    """
    for path in paths:
        for found in _matches(path) or [path]:
            if found.is_dir():
                yield from _below(found)
            else:
                yield found


def _below(path: Path) -> Iterator[Path]:
    """Yield all files below a directory, and all links in it to directories elsewhere."""
    locked: list[OSError] = []
    root = path.resolve()
    for directory, below, names in os.walk(path, onerror=locked.append):  # without following links, which may loop
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (Path(directory, name) for name in sorted(names) if not name.startswith("."))
        links = (Path(directory, name) for name in below)
        yield from (link for link in links if link.is_symlink() and not _is_loop(link.resolve(), root))
    yield from (Path(error.filename) for error in locked if error.filename)


def _is_loop(target: Path, root: Path) -> bool:
    """Whether a link leads back to its directory, or to one below or above it."""
    return target.is_relative_to(root) or root.is_relative_to(target)


def _matches(pattern: Path) -> list[Path]:
    """Return the files that match a pattern, in order; nothing if it is a path."""
    if not any(sign in str(pattern) for sign in _WILD) or os.path.lexists(pattern):
        return []
    hidden = any(map(_is_hidden, pattern.parts))
    try:
        found = sorted(Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))))
    except (OSError, ValueError, NotImplementedError):
        return []
    return found if hidden else [one for one in found if not any(map(_is_hidden, one.parts))]


def _is_hidden(part: str) -> bool:
    return part.startswith(".") and bool(part.strip("."))


def texts_in(path: Path, *, encoding: str | None = None) -> Iterator[Opening]:
    """Yield a function that opens each text in a file, a directory or a pattern. Read each before asking for the next.

    A text that cannot be read raises `Unreadable` when it is opened; the others are not affected.

    Args:
        encoding: the encoding of all of them; without it, it is found for each.
    """
    try:
        for file in files_in([path]):
            yield from open_each(file, encoding=encoding)
    except OSError as error:
        yield partial(
            refuse, Unreadable(f"{path} cannot be opened: {error.strerror}. Check the path and your permissions.")
        )


def copied() -> Opening:
    """Return a function that opens the clipboard's text as it is now, even if the clipboard changes later.

    Raises:
        Unreadable: the clipboard cannot be read.
    """
    import pyperclip  # late, since importing it looks for programs

    try:
        text = pyperclip.paste()
    except (pyperclip.PyperclipException, OSError, UnicodeError):
        raise Unreadable(
            "The clipboard cannot be read. Install wl-clipboard, xclip or xsel; or pipe the text to standard input."
        ) from None
    copy = text.encode("utf-8", "replace")
    return lambda: open_text(io.BufferedReader(io.BytesIO(copy)), "clipboard")


def clipboard() -> OpenText:
    """Open the clipboard's text.

    Raises:
        Unreadable: it is empty or cannot be read.
    """
    return copied()()
