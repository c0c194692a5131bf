"""The files of papers within a change: PDFs on this machine, by their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.domain import clean, new_uid, shortened
from paperreader.library.database import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperreader.library.journal import Change


def attach_files(change: Change, paper: int, paths: Iterable[str]) -> None:
    """Attach files to a paper, except those that it has already.

    Raises:
        Invalid: a path cannot be stored.
    """
    known = {row["path"] for row in _attached(change, paper)}
    new = [path for path in dict.fromkeys(paths) if path not in known]
    for path in new:
        if not path or clean(path).replace("\n", " ") != path:
            raise Invalid(f"{shortened(path)!r} has characters that no terminal can show; rename the file.")
    change.put_all("attachments", {new_uid(): {"paper": paper, "path": path} for path in new})


def detach_files(change: Change, paper: int, *, but: Iterable[str] = ()) -> None:
    """Detach the files of a paper, all but some. The files themselves stay where they are."""
    kept = frozenset(but)
    change.delete_all("attachments", [row["uid"] for row in _attached(change, paper) if row["path"] not in kept])


def _attached(change: Change, paper: int) -> list[dict[str, str]]:
    rows = change.connection.execute("select uid, path from attachments where paper = ?", (paper,)).fetchall()
    return [{"uid": row["uid"], "path": row["path"]} for row in rows]
