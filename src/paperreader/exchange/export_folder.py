"""Keeps a folder of notes up to date, one file a paper, without harming what the user wrote there.

A paper's file is known by the uid in it. So it keeps its name and its place when the paper gets another title, when the
user renames it or moves it to a folder below, and when the paper is merged into another one.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from paperreader.domain import Wording, counted, fold, shortened
from paperreader.exchange.outcome import Exported, counted_out
from paperreader.exchange.set_aside import is_set_aside, place_aside
from paperreader.exchange.staged_files import StagedFiles, stamp
from paperreader.exchange.unfinished_files import remove_unfinished
from paperreader.exports import BlockDamaged, PageFolder, renewed, uid_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from paperreader.domain import Entry
    from paperreader.exchange.outcome import Progress
    from paperreader.exports import PaperPage
    from paperreader.library import Reader

    MakePage = Callable[[Entry, Wording, PageFolder], PaperPage]

_T = TypeVar("_T")

_SUFFIX: Final = ".md"
_LONGEST: Final = 60
"""Characters of a title in a file's name."""
_PAGE: Final = 500
"""Papers or files looked up at a time."""
_NAMED: Final = 3
"""Files that a message names."""
_TRIES: Final = 3
"""How often a file is written again because somebody else wrote it meanwhile."""
_WORD: Final = re.compile(r"[a-z0-9]+")


def write_folder(
    reader: Reader,
    papers: Sequence[int],
    page: MakePage,
    folder: Path,
    progress: Progress,
    colour_names: Mapping[str, str],
) -> Exported:
    """Write a file for each paper into a folder, and rewrite those that are there.

    Raises:
        ExportStopped: `progress` said so; each file is as it was, or complete.
        OSError: the folder cannot be written to; each file is as it was, or complete.
    """
    folder.mkdir(exist_ok=True)
    remove_unfinished()
    export = _FolderExport(reader, folder)
    export.find_files(papers)
    wording = Wording(colour_names, reader.linked_papers)
    notes = PageFolder(export.name_of, of_logseq=any((one / "logseq").is_dir() for one in (folder, folder.parent)))
    with StagedFiles(folder) as files:
        for entry in counted_out(reader.entries(papers), progress):
            export.write(page(entry, wording, notes), entry, files)
    return export.done


class _FolderExport:
    """One export to a folder."""

    def __init__(self, reader: Reader, folder: Path) -> None:
        self._reader, self._folder = reader, folder
        self._files: dict[str, Path] = {}
        """The files of the papers that are exported, by uid."""
        self._tries: dict[str, int] = {}
        self.done = Exported()

    def name_of(self, uid: str) -> str | None:
        """Return the name of a paper's file as links give it; `None` if it has none."""
        place = self._files.get(uid)
        return None if place is None else place.stem

    def find_files(self, papers: Sequence[int]) -> None:
        """Find the files of papers, name those that have none, and tell of files whose papers are not among them."""
        uids = {paper: uid for some in _some(papers) for paper, uid in self._reader.uids_of(some).items()}
        there = self._files_there()
        for paper, uid in uids.items():
            if uid not in there:
                continue
            self._files[uid], *copies = sorted(there.pop(uid), key=_likeliest(paper))
            if copies:
                self._tell(f"also about the paper of {self._shown(self._files[uid])}, which is kept up to date", copies)
        self._find_merged(there, uids)
        for some in _some([paper for paper, uid in uids.items() if uid not in self._files]):
            self._name_new(some, uids)

    def write(self, page: PaperPage, entry: Entry, files: StagedFiles) -> None:
        """Write the page of a paper into its file, unless it is there already."""
        place = self._files[entry.uid]
        self.done.papers += entry.uid not in self._tries
        try:
            was = stamp(place)
            before = b"" if was is None else place.read_bytes()
            new = renewed(page, before)
        except (BlockDamaged, OSError) as error:
            why = str(error) if isinstance(error, BlockDamaged) else (error.strerror or str(error)).lower()
            self._leave_out(f"{self._shown(place)}: {why}. It was left as it is.")
            return
        if new.data == before:
            return
        if new.was_changed:
            self._keep(place, before, files)
        self.done.files += 1
        files.put(place, new.data, was, lambda: self._again(page, entry, files))

    def _again(self, page: PaperPage, entry: Entry, files: StagedFiles) -> None:
        """Write a file again that somebody else has written meanwhile."""
        self.done.files -= 1
        self._tries[entry.uid] = tries = self._tries.get(entry.uid, 0) + 1
        if tries < _TRIES:
            self.write(page, entry, files)
            files.finish()
        else:
            self._leave_out(f"{self._shown(self._files[entry.uid])}: another program keeps writing it.")

    def _keep(self, place: Path, data: bytes, files: StagedFiles) -> None:
        """Keep a copy of a file in which the user changed our part."""
        aside, is_there = place_aside(place, data)
        if not is_there:
            files.put(aside, data, None, lambda: self._keep(place, data, files))
        self.done.told.append(
            f"{self._shown(place)}: paperreader's part of it was changed, and is rewritten; "
            f"the note as it was is kept in {aside.name}."
        )

    def _files_there(self) -> dict[str, list[Path]]:
        """Return the files of the folder and of those below it that are notes on papers, by uid."""
        found: dict[str, list[Path]] = {}
        for folder, below, names in os.walk(self._folder):
            below[:] = [name for name in below if not name.startswith(".")]
            for name in names:
                if name.endswith(_SUFFIX) and not name.startswith(".") and not is_set_aside(name):
                    place = Path(folder, name)
                    uid = self._uid_on(place)
                    if uid is not None:
                        found.setdefault(uid, []).append(place)
        return found

    def _uid_on(self, place: Path) -> str | None:
        try:
            return uid_on(place.read_bytes()) if place.is_file() else None
        except OSError as error:
            self._leave_out(f"{self._shown(place)}: it cannot be read: {error.strerror}.")
            return None

    def _find_merged(self, others: Mapping[str, list[Path]], uids: Mapping[int, str]) -> None:
        """Give files of merged papers to the papers they were merged into, and tell of those that nobody gets."""
        kept: dict[str, int] = {}
        for some in _some(sorted(others)):
            kept |= self._reader.papers_of(some)
        gone: list[Path] = []
        merged: list[Path] = []
        for uid, places in sorted(others.items(), key=lambda one: str(one[1][0])):
            heir = uids.get(kept.get(uid, 0))
            if heir is not None and heir not in self._files:
                self._files[heir], *places = places
            (gone if heir is None else merged).extend(places)
        if merged:
            self._tell("about a paper that was merged with another one, which has its own note", merged)
        if gone:
            self._tell("about no paper of this export", gone)

    def _name_new(self, papers: Sequence[int], uids: Mapping[int, str]) -> None:
        taken = {place.name.lower() for place in self._files.values()}
        for row in self._reader.rows(papers):
            stem = name = f"{_slug(row.label)}-{row.id}"
            number = 1
            while f"{name}{_SUFFIX}".lower() in taken or os.path.lexists(self._folder / f"{name}{_SUFFIX}"):
                number += 1
                name = f"{stem}-{number}"
            self._files[uids[row.id]] = self._folder / f"{name}{_SUFFIX}"

    def _shown(self, place: Path) -> str:
        return shortened(str(place.relative_to(self._folder)), 200)

    def _leave_out(self, why: str) -> None:
        self.done.left_out += 1
        self.done.told.append(why)

    def _tell(self, what: str, places: Sequence[Path]) -> None:
        """Tell of files that stay as they are: `a.md, b.md and 3 more notes are …`."""
        names = ", ".join(self._shown(one) for one in places[:_NAMED])
        more = f" and {counted(len(places) - _NAMED, 'more note')}" if len(places) > _NAMED else ""
        one = len(places) == 1
        said = f"{names}{more} {'is' if one else 'are'} {what}."
        self.done.told.append(f"{said} {'It stays as it is' if one else 'They stay as they are'}.")


def _some(all_: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for at in range(0, len(all_), _PAGE):
        yield all_[at : at + _PAGE]


def _likeliest(paper: int) -> Callable[[Path], tuple[bool, int, str]]:
    """Return an order of a paper's files: that with a name of ours is likelier than others not to be a copy."""
    return lambda place: (not place.stem.endswith(f"-{paper}"), len(str(place)), str(place))


def _slug(label: str) -> str:
    """Return a title as the name of a file: ASCII letters and digits, with hyphens between words."""
    words = "-".join(_WORD.findall(fold(label[:500])))
    if len(words) > _LONGEST:
        words = words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]
    return words or "paper"
