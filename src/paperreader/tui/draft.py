"""A note while it is being written: saved as it is typed, as one change however many saves that takes."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from paperreader.library.opening import NoSuchNote

if TYPE_CHECKING:
    from paperreader.library.annotations import Annotations
    from paperreader.library.journal import Done
    from paperreader.paper import Note


class Draft:
    """One note being edited, or a new one. Any thread may save.

    Where the note is deleted meanwhile, in another window say, what is still being written becomes a new one.
    """

    def __init__(self, annotations: Annotations, paper: int, note: Note | None) -> None:
        self._annotations = annotations
        self._lock = threading.Lock()
        self._change: int | None = None
        self.paper = paper
        self.note = note
        """As it was saved last; `None` while nothing of a new note is."""

    @property
    def saved(self) -> str:
        """The text as it was saved last."""
        return self.note.body if self.note is not None else ""

    def save(self, text: str) -> bool:
        """Save, unless nothing changed. A note that is being emptied is kept until it is closed.

        Raises:
            LibraryError: it could not be saved; the text is still the caller's, who may try again.
        """
        with self._lock:
            if text == self.saved or not text.strip():
                return False
            self.note, done = self._write(text)
            self._change = done.change or self._change  # the same text but for its line ends is no change
            return True

    def close(self, text: str) -> bool:
        """Save for the last time; an emptied note is deleted (undo brings it back). Says whether anything changed.

        Raises:
            LibraryError: as for `save`.
        """
        if text.strip():
            return self.save(text)
        with self._lock:
            if self.note is None:
                return False
            with contextlib.suppress(NoSuchNote):
                self._annotations.delete_note(self.note.id, amending=self._change)
            self.note = None
            return True

    def _write(self, text: str) -> tuple[Note, Done]:
        if self.note is not None:
            with contextlib.suppress(NoSuchNote):
                return self._annotations.edit_note(
                    self.note.id, text, revision=self.note.revision, amending=self._change
                )
        return self._annotations.write_note(self.paper, text)
