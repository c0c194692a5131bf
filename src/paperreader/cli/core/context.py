"""Which library a command works on, and how it is opened."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from paperreader.cli.core.failure import Failure
from paperreader.cli.core.output import complain

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

    from paperreader.library import Library, Reader


def library_file(ctx: click.Context) -> Path:
    """Return the path of the library: the one given on the command line, or the default."""
    root = ctx.find_root()
    asked: Path | None = root.params.get("library")
    if root.params.get("sample"):
        from paperreader.config import sample_path

        return sample_path()
    if asked is not None:
        return asked
    from paperreader.config import library_path

    return library_path()


@contextlib.contextmanager
def open_library(ctx: click.Context, *, create: bool = False) -> Iterator[Library]:
    """Open the library. The sample library is filled first if it is empty.

    Raises:
        Failure, LibraryError: it cannot be opened; nothing was touched.
    """
    from paperreader.library import Library

    path = library_file(ctx)
    sample = bool(ctx.find_root().params.get("sample"))
    if not create and not sample and is_blank(path):
        raise Failure(f"{path}: this file is empty, not a library yet. Import something first.")
    with Library(path, create=create or sample, key_template=_key_template) as library:
        if sample:
            _fill(library)
        yield library


@contextlib.contextmanager
def open_reader(ctx: click.Context) -> Iterator[Reader]:
    """Open the library for reading only.

    Raises:
        Failure, LibraryError: it cannot be opened, or read.
    """
    with open_library(ctx) as library, library.reader() as reader:
        yield reader


@contextlib.contextmanager
def open_for_trial(ctx: click.Context) -> Iterator[tuple[Library, bool]]:
    """Open a library for a dry run: the real one (and `True`), or a temporary one if there is none yet."""
    from paperreader.library import Library

    path = library_file(ctx)
    if not is_missing(path) and not is_blank(path):
        with open_library(ctx) as library:
            yield library, True
        return
    with tempfile.TemporaryDirectory(prefix="paperreader-") as directory, Library(Path(directory, "l.db")) as library:
        yield library, False


def _key_template() -> str:
    """Return the user's template of citation keys. Mistakes in the configuration are for `config check` to report."""
    from paperreader.config import read_config

    return read_config()[0].key_template


def is_missing(path: Path) -> bool:
    """Whether there is no library at `path`, though one could be created there."""
    return not path.exists() and path.parent.is_dir()


def is_blank(path: Path) -> bool:
    """Whether `path` is an empty file."""
    return path.is_file() and not path.stat().st_size


def _fill(library: Library) -> None:
    with library.reader() as reader:
        if reader.counts().all:
            return
    from paperreader.exchange import import_files, sample_lists

    for _ in import_files(library, sample_lists(), problem=complain):
        pass
