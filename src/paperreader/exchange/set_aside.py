"""Keeps a copy of a file in which the user changed what an export is about to rewrite: `notes.mine-2026-12-01.md`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperreader.domain import local_today

if TYPE_CHECKING:
    from pathlib import Path

_ASIDE: Final = re.compile(r".*\.mine-[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[0-9]+)?(?:\.[^.]*)?")


def is_set_aside(name: str) -> bool:
    """Whether a file is such a copy, by its name."""
    return _ASIDE.fullmatch(name) is not None


def place_aside(place: Path, data: bytes) -> tuple[Path, bool]:
    """Return where a copy of a file belongs, and whether it is there already.

    Args:
        data: the file's content.
    """
    number = 1
    while True:
        more = f"-{number}" if number > 1 else ""
        aside = place.with_name(f"{place.stem}.mine-{local_today()}{more}{place.suffix}")
        try:
            if aside.read_bytes() == data:
                return aside, True
        except FileNotFoundError:
            return aside, False
        number += 1
