"""The PDFs of papers on this machine: whether a file is one, and finding one in folders by a paper's identifiers."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from paperreader.domain import Identifier

_MAGIC: Final = b"%PDF-"
_HEAD: Final = 1024
"""Bytes within which a PDF says that it is one (ISO 32000, annex H)."""
_DEEPEST: Final = 8
"""How many folders below a given one are looked through."""
_BETWEEN: Final = "[^a-z0-9]{0,3}"
_SLASH: Final = r"(?:%2f|[^a-z0-9]{0,3})"
"""What a file name has in place of a slash."""


class NotPdf(Exception):
    """A file that cannot be opened as a PDF. As text: why."""


def check_pdf(path: Path) -> None:
    """Check that a file is a PDF, so that no program is handed anything else.

    Raises:
        NotPdf: it is missing, no regular file, or something else.
    """
    try:
        if path.suffix.lower() != ".pdf":
            raise NotPdf("its name does not end in .pdf")
        if not path.is_absolute():  # it could be taken for an option, and leads elsewhere from another place
            raise NotPdf("it is not a whole path from / on")
        if not path.exists():
            raise NotPdf("there is no such file")
        if not path.is_file():
            raise NotPdf("it is not a regular file")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise NotPdf((error.strerror or str(error)).lower()) from error
    if _MAGIC not in head:
        raise NotPdf("it does not begin like a PDF")


def find_pdf(
    folders: Iterable[Path], identifiers: Iterable[Identifier], stopped: Callable[[], bool] = lambda: False
) -> Path | None:
    """Find the PDF of a paper in folders and those below them, by an identifier in its name; of several the newest.

    An arXiv id may have a version, and a slash may be replaced: `2403.13043v2.pdf`, `10.1000_182 On Engines.pdf`.
    Folders that cannot be read are skipped, and links to folders are not followed.

    Args:
        folders: where to look.
        identifiers: of the paper.
        stopped: asked at every folder whether to look no further, as when the program ends.
    """
    patterns = [pattern for one in identifiers if (pattern := _pattern(one)) is not None]
    if not patterns:
        return None
    names = re.compile("|".join(patterns))
    found = [path for folder in folders for path in _pdfs(folder, _DEEPEST, stopped) if names.search(path.stem.lower())]
    return max(found, key=_age, default=None)


def _pattern(one: Identifier) -> str | None:
    """What the names of files with an identifier look like, in lower case; `None` if it says too little."""
    value = one.value.lower()
    if one.scheme == "arxiv_version" or not value:
        return None  # the id without it finds every version
    written = "".join(
        _SLASH if letter == "/" else f"{_BETWEEN}" if letter == ":" else re.escape(letter) for letter in value
    )
    if value.isdigit():  # a number alone may be anything
        written = f"{re.escape(one.scheme)}{_BETWEEN}{written}"
    if one.scheme == "arxiv":
        written += r"(?:v\d{1,3})?"
    return rf"(?<![a-z0-9])(?<![a-z0-9]\.){written}(?![a-z0-9]|\.[a-z0-9])"


def _pdfs(folder: Path, deep: int, stopped: Callable[[], bool]) -> Iterator[Path]:
    if stopped():
        return
    try:
        with os.scandir(folder) as entries:
            here = list(entries)
    except (OSError, ValueError):
        return
    for entry in here:
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
        except OSError:
            continue
        if is_folder and deep and not entry.name.startswith("."):
            yield from _pdfs(Path(entry.path), deep - 1, stopped)
        elif not is_folder and entry.name.lower().endswith(".pdf"):
            yield Path(entry.path)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
