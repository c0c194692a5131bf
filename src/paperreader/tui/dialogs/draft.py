"""A note while it is being written: saved as it is typed, and kept in a file of its own where that fails."""

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

from paperreader.config.config import make_private_folder
from paperreader.domain.paper import Note, new_uid
from paperreader.library.database.errors import LibraryError, NoSuchHighlight, NoSuchNote, NoSuchPaper

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperreader.config.config import Config
    from paperreader.library.annotations.annotations import Annotations
    from paperreader.library.journal.change import Done
    from paperreader.library.store import Library

_LARGEST: Final = 64 << 20
"""Bytes of a draft: far more than anybody types."""


class Draft:
    """One note being edited, or a new one. Any thread may save.

    Where the note is deleted meanwhile, in another window say, what is still being written becomes a new one. Where
    it is changed meanwhile, both texts stay: this one goes on as a second note, and `parted` says so.
    """

    def __init__(
        self,
        annotations: Annotations,
        paper: int,
        note: Note | None,
        *,
        highlight: str | None = None,
        shelter: Shelter | None = None,
        uid: str | None = None,
    ) -> None:
        """Begin.

        Args:
            uid: the paper's, by which it is known also where another library came into the place of this one.
            note: the one to go on with; `None`: a new one.
            highlight: the highlight that a new note belongs to.
            shelter: where the text goes while it cannot be saved; `None`: nowhere.
        """
        self._annotations = annotations
        self._lock = threading.Lock()
        self._change: int | None = None
        self._highlight = note.highlight if note is not None else highlight
        self._shelter = shelter
        self._uid = uid
        self.paper = paper
        self.note = note
        """As it was saved last; `None` while nothing of a new note is."""
        self.parted = ""
        """What somebody else did to the note meanwhile, `changed` or `deleted`: what is written here is another one."""

    @property
    def saved(self) -> str:
        """The text as it was saved last."""
        return self.note.body if self.note is not None else ""

    @property
    def sheltered(self) -> bool:
        """Whether the text waits in a file, as it could not be saved."""
        return self._shelter is not None and self._shelter.holds

    def save(self, text: str) -> bool:
        """Save, unless nothing changed. A note that is being emptied is kept until it is closed.

        Raises:
            LibraryError: it could not be saved; the text is still the caller's, who may try again, and in the
                shelter, if there is one.
        """
        with self._lock:
            if text == self.saved or not text.strip():
                self.leave_shelter()
                return False
            try:
                note, done = self._write(text)
            except LibraryError:
                self.take_shelter(text)
                raise
            self.note = note
            self._change = done.change or self._change  # the same text but for its line ends is no change
            self.leave_shelter()
            return True

    def close(self, text: str) -> bool:
        """Save for the last time; an emptied note is deleted (undo brings it back). Says whether anything changed.

        Raises:
            LibraryError: as for `save`.
        """
        if text.strip():
            return self.save(text)
        with self._lock:
            self.leave_shelter()
            if self.note is None:
                return False
            with contextlib.suppress(NoSuchNote):
                self._annotations.delete_note(self.note.id, amending=self._change)
            self.note = None
            return True

    def take_shelter(self, text: str) -> None:
        """Put the text into the file, quickly: saving takes long, or the program is being ended."""
        if self._shelter is not None and text != self.saved and text.strip():
            self._shelter.keep(self.paper, text, self.note, self._highlight, self._uid)

    def put_aside(self, text: str, shelter: Shelter | None) -> bool:
        """Leave another text of this note to the next start, in a file of its own. Says whether that worked."""
        if shelter is None:
            return False
        shelter.keep(self.paper, text, self.note, self._highlight, self._uid)
        kept = shelter.holds
        shelter.release()
        return kept

    def abandon(self) -> None:
        """End without having saved: the file, if there is one, is left for the next start."""
        if self._shelter is not None:
            self._shelter.release()

    def leave_shelter(self) -> None:
        """Take the file away: what stood in it is saved."""
        if self._shelter is not None:
            self._shelter.drop()

    def _write(self, text: str) -> tuple[Note, Done]:
        if self.note is not None:
            with contextlib.suppress(NoSuchNote):
                note, done = self._annotations.edit_note(
                    self.note.id, text, revision=self.note.revision, amending=self._change
                )
                if note.id != self.note.id:
                    self.parted = "changed"
                return note, done
            self.parted, self._change = "deleted", None
        try:
            return self._annotations.write_note(self.paper, text, highlight=self._highlight)
        except NoSuchHighlight:
            # It was deleted meanwhile. What is written about it is still about the paper.
            return self._annotations.write_note(self.paper, text)


class Shelter:
    """The file of one draft, which its owner alone can read, locked for as long as the draft is being written."""

    def __init__(self, folder: Path, library: Path) -> None:
        """Name the file.

        Args:
            folder: where drafts wait; it is made with the first that has to.
            library: the one that the note is for.
        """
        self._library = library.resolve()
        self._place = folder / f"{new_uid()}.json"
        self._lock = threading.RLock()
        self._file: int | None = None

    @property
    def holds(self) -> bool:
        """Whether there is a text in it."""
        return self._file is not None

    def keep(self, paper: int, text: str, note: Note | None, highlight: str | None, uid: str | None = None) -> None:
        """Put the text there, instead of what was there. Where that cannot be done either, it is where it was."""
        waiting = Waiting(
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
                # Locked before it has its name: no other window may take it for one that was left.
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
        """The text is saved: take the file away."""
        with self._lock:
            if self._file is not None:
                with contextlib.suppress(OSError):
                    self._place.unlink(missing_ok=True)
                self.release()

    def release(self) -> None:
        """Leave the file to whoever looks for drafts next."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
                self._file = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text that could not be saved as a note before the program ended."""

    library: str
    """The path of the library it is for, resolved."""
    paper: int
    body: str
    note: str | None
    """The note it is a newer text of; `None`: a new note."""
    revision: int | None
    """The one of that note that it began from."""
    highlight: str | None
    uid: str | None = None
    """The paper's; an older program did not say it."""


def drafts_folder(config: Config) -> Path | None:
    """Where drafts wait: beside what the program remembers; `None` where it remembers nothing."""
    return None if config.remembers is None else config.remembers.parent / "drafts"


def shelter_for(config: Config, library: Library) -> Shelter | None:
    """A shelter for one draft of a library, where there is a place for it."""
    folder = drafts_folder(config)
    return None if folder is None else Shelter(folder, library.path)


def recovered_drafts(
    folder: Path, library: Path, problem: Callable[[str], None] = lambda _: None
) -> list[tuple[Path, Waiting]]:
    """The drafts that wait for a library, the oldest first; those that another window is still writing are its own.

    Args:
        problem: is told of each file that cannot be read as one, which stays where it is.
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


def _read(path: Path) -> Waiting:
    """One draft.

    Raises:
        BlockingIOError: somebody is writing it.
        OSError: it cannot be read, or is no file.
        ValueError, TypeError, RecursionError: it is no draft.
    """
    # Without waiting, for a pipe would let everything wait that is to be written.
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(file, "rb") as opened:  # noqa: PTH123 - a descriptor
        about = os.fstat(file)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, "it is not a file")
        if about.st_size > _LARGEST:
            raise OSError(errno.EFBIG, "it is too large for a note")
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        waiting = Waiting(**json.load(opened))
    if not isinstance(waiting.paper, int) or not 0 < waiting.paper < 1 << 63 or not isinstance(waiting.library, str):
        raise ValueError(waiting.paper)
    if not isinstance(waiting.revision, int | None) or not isinstance(waiting.body, str):
        raise TypeError(waiting.revision)
    for one in (waiting.body, waiting.note or "", waiting.highlight or "", waiting.uid or ""):
        one.encode()
    return waiting


def store_drafts(library: Library, drafts: list[tuple[Path, Waiting]]) -> list[int]:
    """Save drafts as notes, and take their files away. What is in the library by then stays beside them.

    Returns:
        The papers they are on. A draft whose paper is gone is left where it is.

    Raises:
        LibraryError: the library cannot be written; the files that are left are still there.
    """
    papers = []
    for path, waiting in drafts:
        note = _begun_from(waiting)
        with contextlib.suppress(NoSuchPaper):
            draft = Draft(library.annotations, _paper_of(library, waiting), note, highlight=waiting.highlight)
            draft.save(waiting.body)
            papers.append(draft.paper)
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    return papers


def _paper_of(library: Library, waiting: Waiting) -> int:
    """The paper that a draft is on, whatever its number is in the library that is there now."""
    if waiting.uid is None:
        return waiting.paper
    with library.reader() as reader:
        return reader.resolve(waiting.uid, numbers=False)


def _begun_from(waiting: Waiting) -> Note | None:
    """The note as the draft knew it: by its revision the library tells whether it was changed since."""
    if waiting.note is None or waiting.revision is None:
        return None
    return Note(waiting.note, "", "", "", waiting.revision, waiting.highlight)
