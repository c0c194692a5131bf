"""A note being written: saved while it is typed, and kept in a file if saving fails."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import stat
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paperreader.config import make_private_folder
from paperreader.domain import LinkTitles, Note, new_uid
from paperreader.library import LibraryError, NoSuchHighlight, NoSuchNote, NoSuchPaper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from paperreader.config import Config
    from paperreader.domain import LinkedPaper
    from paperreader.library import Annotations, Done, Library

_LARGEST: Final = 64 << 20
"""Bytes of a draft: far more than anybody types."""


class NoteDraft:
    """One note being edited, or a new one. Any thread may save it.

    If the note is deleted in the meantime, in another window say, what is being written becomes a new note. If it is
    changed, both texts are kept: this one goes on as a second note, and `conflict` says so.
    """

    def __init__(
        self,
        annotations: Annotations,
        paper: int,
        note: Note | None,
        *,
        highlight: str | None = None,
        file: DraftFile | None = None,
        uid: str | None = None,
        begun: str = "",
        linked: Callable[[Iterable[str]], Mapping[str, LinkedPaper]] = lambda _: {},
    ) -> None:
        """Begin.

        Args:
            note: the note to edit; `None`: a new one.
            highlight: the highlight that a new note belongs to.
            file: where the text is kept while it cannot be saved; `None`: nowhere.
            uid: the paper's, which finds it even if another library has taken the place of this one.
            begun: what a new note begins with; while it is no more than that, there is nothing to save.
            linked: finds the papers of links, on this thread: they are edited as titles, and stored by uids.
        """
        self._annotations = annotations
        self._lock = threading.Lock()
        self._change: int | None = None
        self._highlight = note.highlight if note is not None else highlight
        self._file = file
        self._uid = uid
        self._begun = begun if note is None else ""
        self.titles = LinkTitles(linked, note.body if note is not None else "")
        """What stands for uids in the text."""
        self._shown = self._shown_as(note)
        self.paper = paper
        self.note = note
        """The note as last saved; `None` while nothing of a new note has been."""
        self.conflict = ""
        """What happened to the note elsewhere, `changed` or `deleted`, so that this text is now a note of its own."""

    @property
    def saved(self) -> str:
        """The text as last saved, or as it began."""
        return self._shown if self.note is not None else self._begun

    def want(self) -> None:
        """Save what the note began with, too: it was asked for."""
        self._begun = ""

    @property
    def is_in_file(self) -> bool:
        """Whether the text is kept in the file, because it could not be saved."""
        return self._file is not None and self._file.holds

    def save(self, text: str) -> bool:
        """Save, unless nothing changed. An emptied note is kept until it is closed. Says whether anything was saved.

        Raises:
            LibraryError: it could not be saved. The text is in the file, if there is one, and the caller may try again.
        """
        with self._lock:
            if text == self.saved or not text.strip():
                self.drop_file()
                return False
            try:
                note, done = self._write(text)
            except LibraryError:
                self.keep_in_file(text)
                raise
            self._shown = text if self.titles.stored(text) == note.body else self._shown_as(note)
            self.note = note
            self._change = done.change or self._change  # a text that only differs in line ends is unchanged
            self.drop_file()
            return True

    def close(self, text: str) -> bool:
        """Save for the last time, deleting an emptied note (undo brings it back). Says whether anything changed.

        Raises:
            LibraryError: as for `save`.
        """
        if text.strip():
            return self.save(text)
        with self._lock:
            self.drop_file()
            if self.note is None:
                return False
            with contextlib.suppress(NoSuchNote):
                self._annotations.delete_note(self.note.id, amending=self._change)
            self.note = None
            return True

    def keep_in_file(self, text: str) -> None:
        """Write the text to the file, quickly: saving takes too long, or the program is being ended."""
        if self._file is not None and text != self.saved and text.strip():
            self._file.keep(self.paper, self.titles.stored(text), self.note, self._highlight, self._uid)

    def put_aside(self, text: str, file: DraftFile | None) -> bool:
        """Leave another version of this note in a file for the next start. Says whether that worked."""
        if file is None:
            return False
        file.keep(self.paper, self.titles.stored(text), self.note, self._highlight, self._uid)
        kept = file.holds
        file.release()
        return kept

    def abandon(self) -> None:
        """End without saving: the file, if there is one, is left for the next start."""
        if self._file is not None:
            self._file.release()

    def drop_file(self) -> None:
        """Delete the file: its text is saved."""
        if self._file is not None:
            self._file.drop()

    def _shown_as(self, note: Note | None) -> str:
        return self.titles.shown(note.body) if note is not None else ""

    def _write(self, text: str) -> tuple[Note, Done]:
        text = self.titles.stored(text)
        if self.note is not None:
            with contextlib.suppress(NoSuchNote):
                note, done = self._annotations.edit_note(
                    self.note.id, text, revision=self.note.revision, amending=self._change
                )
                if note.id != self.note.id:
                    self.conflict = "changed"
                return note, done
            self.conflict, self._change = "deleted", None
        try:
            return self._annotations.write_note(self.paper, text, highlight=self._highlight)
        except NoSuchHighlight:
            # The highlight has been deleted. What is written about it is still about the paper.
            return self._annotations.write_note(self.paper, text)


class DraftFile:
    """The file of one draft: readable by its owner only, and locked while the draft is being written."""

    def __init__(self, folder: Path, library: Path) -> None:
        """Choose a name for the file.

        Args:
            folder: where drafts are kept; created with the first of them.
            library: the path of the library that the note belongs to.
        """
        self._library = library.resolve()
        self._place = folder / f"{new_uid()}.json"
        self._lock = threading.RLock()
        self._file: int | None = None

    @property
    def holds(self) -> bool:
        """Whether it holds a text."""
        return self._file is not None

    def keep(self, paper: int, text: str, note: Note | None, highlight: str | None, uid: str | None = None) -> None:
        """Replace what the file holds. If that fails too, the file stays as it was."""
        waiting = WaitingDraft(
            library=str(self._library),
            paper=paper,
            body=text,
            note=note.id if note is not None else None,
            revision=note.revision if note is not None else None,
            highlight=highlight,
            uid=uid,
        )
        fresh = self._place.with_suffix(".new")
        with self._lock, contextlib.suppress(OSError):
            make_private_folder(self._place.parent)
            file = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            try:
                # Locked before it gets its name, or another window might take it for one left behind.
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                content = json.dumps(asdict(waiting)).encode()
                while content:
                    content = content[os.write(file, content) :]
                os.fsync(file)
                fresh.replace(self._place)
            except OSError:
                os.close(file)
                fresh.unlink(missing_ok=True)
                raise
            self.release()
            self._file = file

    def drop(self) -> None:
        """Delete the file: the text is saved."""
        with self._lock:
            if self._file is not None:
                with contextlib.suppress(OSError):
                    self._place.unlink(missing_ok=True)
                self.release()

    def release(self) -> None:
        """Leave the file for whoever looks for drafts next."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
                self._file = None


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """A draft that was not saved as a note before the program ended."""

    library: str
    """The resolved path of the library it is for."""
    paper: int
    body: str
    note: str | None
    """The note it is a newer version of; `None`: a new note."""
    revision: int | None
    """The revision of that note that it started from."""
    highlight: str | None
    uid: str | None = None
    """The paper's; older versions did not write it."""


def drafts_folder(config: Config) -> Path | None:
    """The folder of drafts, beside what the program remembers; `None` if it is to remember nothing."""
    return None if config.remembers is None else config.remembers.parent / "drafts"


def draft_file_for(config: Config, library: Library) -> DraftFile | None:
    """A file for one draft of a library, if there is a folder for drafts."""
    folder = drafts_folder(config)
    return None if folder is None else DraftFile(folder, library.path)


def recovered_drafts(
    folder: Path, library: Path, problem: Callable[[str], None] = lambda _: None
) -> list[tuple[Path, WaitingDraft]]:
    """The drafts left for a library, oldest first, without those that another window is still writing.

    Args:
        problem: told of each file that cannot be read as a draft, which stays where it is.
    """
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".json"))  # noqa: PTH208 - of any bytes
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        problem(f"{folder}: {error.strerror or 'it cannot be read'}")
        return []
    found = []
    for path in (folder / name for name in names):
        try:
            waiting = _read(path)
        except BlockingIOError:
            continue  # another window is writing it
        except OSError as error:
            problem(f"{path.name}: {(error.strerror or 'it cannot be read').lower()}")
        except (ValueError, TypeError, RecursionError):
            problem(f"{path.name}: there is no draft in it")
        else:
            if waiting.library == str(library.resolve()):
                found.append((path, waiting))
    return found


def _read(path: Path) -> WaitingDraft:
    """Read one draft.

    Raises:
        BlockingIOError: another window is writing it.
        OSError: it cannot be read, or is not a file.
        ValueError, TypeError, RecursionError: it is not a draft.
    """
    # Non-blocking: a pipe would hold up everything that is to be written.
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(file, "rb") as opened:  # noqa: PTH123 - a descriptor
        about = os.fstat(file)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, "it is not a file")
        if about.st_size > _LARGEST:
            raise OSError(errno.EFBIG, "it is too large for a note")
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        waiting = WaitingDraft(**json.load(opened))
    if not isinstance(waiting.paper, int) or not 0 < waiting.paper < 1 << 63 or not isinstance(waiting.library, str):
        raise ValueError(waiting.paper)
    if not isinstance(waiting.revision, int | None) or not isinstance(waiting.body, str):
        raise TypeError(waiting.revision)
    for one in (waiting.body, waiting.note or "", waiting.highlight or "", waiting.uid or ""):
        one.encode()
    return waiting


def store_drafts(library: Library, drafts: list[tuple[Path, WaitingDraft]]) -> list[int]:
    """Save drafts as notes and delete their files. Notes that the library already has are kept.

    Returns:
        The papers they belong to. A draft whose paper is gone is left where it is.

    Raises:
        LibraryError: the library cannot be written; drafts that were not saved are still in their files.
    """
    papers = []
    for path, waiting in drafts:
        note = _begun_from(waiting)
        with contextlib.suppress(NoSuchPaper):
            draft = NoteDraft(library.annotations, _paper_of(library, waiting), note, highlight=waiting.highlight)
            draft.save(waiting.body)
            papers.append(draft.paper)
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    return papers


def _paper_of(library: Library, waiting: WaitingDraft) -> int:
    """The number of a draft's paper in the library as it is now."""
    if waiting.uid is None:
        return waiting.paper
    with library.reader() as reader:
        return reader.resolve(waiting.uid, numbers=False)


def _begun_from(waiting: WaitingDraft) -> Note | None:
    """The note as the draft knew it; its revision tells the library whether it has changed since."""
    if waiting.note is None or waiting.revision is None:
        return None
    return Note(waiting.note, "", "", "", waiting.revision, waiting.highlight)
