"""Where the reader was in a library, for the next start: a small file for each library, beside the state file."""

from __future__ import annotations

import contextlib
import hashlib
import os
from typing import TYPE_CHECKING, Final

from paperreader.config.config import read_state, write_state

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from paperreader.config.config import Config

_FOLDER: Final = "places"
_MOST: Final = 200
"""Libraries whose place is remembered; those left longest ago are forgotten."""


class PlaceFile:
    """The remembered place in one library. It can be missing, old, damaged or not writable: that is never an error."""

    def __init__(self, config: Config, library: Path) -> None:
        """Find it.

        Args:
            config: says where things are remembered, if at all.
            library: by whatever name; another name or a link for the same file has the same place.
        """
        self._path: Path | None = None
        if config.remembers is not None:
            name = hashlib.sha256(os.fsencode(os.path.realpath(library))).hexdigest()[:32]
            self._path = config.remembers.with_name(_FOLDER) / f"{name}.json"

    @property
    def remembers(self) -> bool:
        """Whether anything is remembered."""
        return self._path is not None

    def read(self) -> dict[str, object]:
        """Return what was written last; empty if that is nothing, or not what was written."""
        return {} if self._path is None else read_state(self._path)

    def write(self, place: Mapping[str, object]) -> None:
        """Remember a place, in place of the last one."""
        if self._path is None:
            return
        is_new = not self._path.exists()
        write_state(self._path, place)
        if is_new:
            self._forget_oldest(self._path.parent)

    @staticmethod
    def _forget_oldest(folder: Path) -> None:
        with contextlib.suppress(OSError):
            files = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
            for one in files[_MOST:]:
                one.unlink()
