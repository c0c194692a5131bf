"""Files in and files out: what the command line and the app both do between a library and the disk."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, TypeVar, cast

from paperreader.formats import Format, Source, Unreadable, open_each, open_text, ranking, recognise, records
from paperreader.paper import Leftover, Record, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperreader.exports import Export
    from paperreader.library.importing import Progress, Report
    from paperreader.library.preparing import Chunk
    from paperreader.library.store import Library
    from paperreader.paper import Paper

Opening = Callable[[], Source]
"""Opens one text; raises `Unreadable` where it cannot."""

_T = TypeVar("_T")

_WILD: Final = "*?["
"""What makes a pattern of a path."""
_SURE: Final = 0.8
"""From this confidence on, the end of a title that was split off is not doubted."""
_SHOWN: Final = 3
_LARGE: Final = 8 << 20
"""Bytes of a file that are worth the quarter of a second which it takes to begin another process."""


def sample_lists() -> list[Path]:
    """The reading lists that come with the program, in their order."""
    package = Path(__file__).parent
    for place in (package / "sample_data", package.parent.parent / "sample_data"):
        if place.is_dir():
            return sorted(place.glob("*.txt"))
    return []


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files among `paths` and in the directories among them, in order; hidden ones are passed over.

    What is no path but a pattern (`exports/*.ris`, `**/*.bib`) is all that it matches. A path that does not exist,
    a directory that cannot be looked into, and a link to one that is not below, is passed on, for whoever opens it to
    say so.
    """
    for path in paths:
        for found in _matches(path) or [path]:
            if found.is_dir():
                yield from _below(found)
            else:
                yield found


def _below(path: Path) -> Iterator[Path]:
    """All files in a directory and in those below it, and what in it is a link to a directory elsewhere."""
    locked: list[OSError] = []
    root = path.resolve()
    for directory, below, names in os.walk(path, onerror=locked.append):  # it follows no links, which may loop
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (Path(directory, name) for name in sorted(names) if not name.startswith("."))
        links = (Path(directory, name) for name in below)
        yield from (link for link in links if link.is_symlink() and not _is_loop(link.resolve(), root))
    yield from (Path(error.filename) for error in locked if error.filename)


def _is_loop(target: Path, root: Path) -> bool:
    """Whether a link in a directory leads back to it, to what is below it, or to what it is in."""
    return target.is_relative_to(root) or root.is_relative_to(target)


def _matches(pattern: Path) -> list[Path]:
    """What a pattern matches, in order; nothing for what is a path."""
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


def texts_in(path: Path) -> Iterator[Opening]:
    """What opens each text that a path, a directory or a pattern leads to; each is read before the next is asked for.

    What cannot be read raises `Unreadable` when it is opened, and costs only itself.
    """
    try:
        for file in files_in([path]):
            yield from open_each(file)
    except OSError as error:
        yield partial(_refuse, f"{path} cannot be opened: {error.strerror}. Check the path and your permissions.")


def _refuse(why: str) -> Source:
    raise Unreadable(why)


def copied() -> Opening:
    """What opens the text that was copied last: the same one whenever it is opened, whatever is copied meanwhile.

    Raises:
        Unreadable: no program tells what was copied.
    """
    import pyperclip  # late, for it looks for programs

    try:
        text = pyperclip.paste()
    except (pyperclip.PyperclipException, OSError, UnicodeError):
        raise Unreadable(
            "The clipboard cannot be read. Install wl-clipboard, xclip or xsel; or give the text to standard input."
        ) from None
    copy = text.encode("utf-8", "replace")
    return lambda: open_text(io.BufferedReader(io.BytesIO(copy)), "clipboard")


def clipboard() -> Source:
    """The text that was copied last.

    Raises:
        Unreadable: there is none, or no program that tells.
    """
    return copied()()


@dataclass(slots=True)
class Preview:
    """What a text holds, as far as it was looked at, before anything of it is stored."""

    file: str
    format: Format | None
    """How it is read; `None` where nothing recognises it."""
    confidence: float
    """How sure the format is that the text is its own, from 0 to 1; 1 where somebody said so."""
    others: tuple[tuple[Format, float], ...] = ()
    """The formats that might read it as well, and how sure each is, the surest first."""
    records: list[Record] = field(default_factory=list)
    """The first of its records."""
    doubtful: list[Record] = field(default_factory=list)
    """The first of those whose title may end at another place than it does."""
    leftovers: list[Leftover] = field(default_factory=list)
    """The first of the pieces that could not be read."""
    seen: int = 0
    """How many records were looked at."""
    doubts: int = 0
    """How many of them are doubtful."""
    left_out: int = 0
    """How many pieces could not be read."""
    whole: bool = False
    """Whether all of the text was looked at."""

    def see(self, one: Record | Leftover, limit: int) -> None:
        """Count what a format reads, keeping the first `limit` of every kind."""
        if isinstance(one, Leftover):
            self.left_out += 1
            _keep(self.leftovers, one, limit)
        else:
            self.seen += 1
            _keep(self.records, one, limit)
            if is_doubtful(one):
                self.doubts += 1
                _keep(self.doubtful, one, limit)


def _keep(kept: list[_T], one: _T, limit: int) -> None:
    if len(kept) < limit:
        kept.append(one)


def is_doubtful(record: Record) -> bool:
    """Whether a title may well end at another place: it was split off by rule, and the rule is not sure."""
    confidence = record.paper.title_confidence
    return confidence is not None and confidence < _SURE


def preview(
    source: Path | BinaryIO | Source,
    *,
    name: str | None = None,
    format: Format | None = None,  # noqa: A002 - the field's own word
    limit: int = 3,
    look: int = 200,
) -> Preview:
    """What a text holds, from its beginning alone. It needs no library.

    Args:
        name: what to call a stream.
        format: how to read it; without, that is found by its content.
        limit: how many records, doubtful ones and leftovers to keep.
        look: how many records and leftovers to look at.

    Raises:
        Unreadable: it cannot be opened, or is no text. That nothing recognises it is no error here.
    """
    with _opened(source, name) as text:
        shown = _recognised(text, format)
        if shown.format is not None:
            every = records(shown.format, text)
            for one in islice(every, look):
                shown.see(one, limit)
            shown.whole = next(every, None) is None
        return shown


def previews(texts: Iterable[Opening], *, limit: int, look: int) -> Iterator[Preview | Unreadable]:
    """What each of several texts holds, or why it cannot be read: see `preview`."""
    for opening in texts:
        try:
            yield preview(opening(), limit=limit, look=look)
        except Unreadable as error:
            yield error


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody decided who saw the previews."""

    formats: Mapping[str, Format] = field(default_factory=dict)
    """How to read texts, by their names; of the others that is found by their content."""
    moved: Mapping[Paper, int] = field(default_factory=dict)
    """By how many words to move the ends of titles, by the papers as they are read."""

    def apply(self, records: Iterable[Record | Leftover]) -> Iterator[Record | Leftover]:
        """Records with the ends of their titles moved."""
        for one in records:
            by = self.moved.get(one.paper, 0) if self.moved and isinstance(one, Record) else 0
            yield replace(one, moved=by) if by and isinstance(one, Record) else one


_AS_READ: Final = Choices()


def read_in(
    library: Library,
    source: Path | BinaryIO | Source,
    *,
    name: str | None = None,
    format: Format | None = None,  # noqa: A002 - the field's own word
    choices: Choices = _AS_READ,
    imported: str | None = None,
    adopt_tags: bool = False,
    adopt_notes: bool = False,
    dry_run: bool = False,
    shown: Callable[[Preview], None] | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Report:
    """Import one file or stream. A file that is damaged in its middle is imported up to there.

    Args:
        name: what to call a stream.
        format: how to read it; without, that is found by its content.
        choices: what was decided by its preview.
        adopt_tags: make the keywords of the source the reader's own tags.
        adopt_notes: make what was noted in the source the reader's own notes.
        shown: is told what was in it, in the end.

    Raises:
        Unreadable: it cannot be opened, is no text, or nothing recognises it; nothing was stored.
        LibraryError: the library cannot be written.
    """
    with _opened(source, name) as text:
        preview = _recognised(text, format or choices.formats.get(text.name))
        if preview.format is None:
            raise Unreadable(
                f"{text.name}: nothing here looks like a list of papers. "
                "“paperreader import --help” lists the formats; name one with --format if it is one of them."
            )

        with _chunks(preview.format, text, choices) as (chunks, share):

            def watched() -> Iterator[Chunk]:
                for chunk in chunks:
                    for one in chunk.items:
                        preview.see(one if isinstance(one, Leftover) else one.record, _SHOWN)
                    yield chunk
                preview.whole = True

            report = library.add(
                watched(),
                file=text.name,
                format=preview.format.name,
                imported=imported,
                adopt_tags=adopt_tags,
                adopt_notes=adopt_notes,
                dry_run=dry_run,
                progress=(lambda so_far: progress(replace(so_far, share=share()))) if progress else None,
            )
    if shown is not None:
        shown(preview)
    return report


@contextlib.contextmanager
def _chunks(
    chosen: Format, text: Source, choices: Choices
) -> Iterator[tuple[Iterable[Chunk], Callable[[], float | None]]]:
    """What a format reads, and what tells how much of it was: of a large file by a process that reads ahead."""
    if text.place is None or text.place.size < _LARGE or choices.moved:
        from paperreader.library.preparing import chunks

        yield chunks(choices.apply(records(chosen, text))), text.share
        return
    from paperreader.ahead import ReadAhead

    with contextlib.closing(ReadAhead(chosen, text.place, text.name)) as ahead:
        yield ahead, ahead.share


def read_files(
    library: Library,
    paths: Sequence[Path],
    *,
    progress: Callable[[Progress], bool | None] | None = None,
    problem: Callable[[str], None],
) -> Iterator[Report]:
    """Import files and directories as `read_each` does."""
    return read_each(library, chain.from_iterable(map(texts_in, paths)), progress=progress, problem=problem)


def read_each(
    library: Library,
    texts: Iterable[Opening],
    *,
    choices: Choices = _AS_READ,
    progress: Callable[[Progress], bool | None] | None = None,
    problem: Callable[[str], None],
) -> Iterator[Report]:
    """Import texts as one batch, telling `problem` of those that cannot be read; until cancelled."""
    moment = now()
    for opening in texts:
        try:
            report = read_in(library, opening(), choices=choices, imported=moment, progress=progress)
        except Unreadable as error:
            problem(str(error))
            continue
        yield report
        if report.cancelled:
            return


def _opened(source: Path | BinaryIO | Source, name: str | None) -> Source:
    return source if isinstance(source, Source) else open_text(cast("Path | io.BufferedIOBase", source), name)


def _recognised(text: Source, chosen: Format | None) -> Preview:
    """How a text is read, and what else it might be; nothing of it is read yet."""
    tried = ranking(text.head)
    if chosen is not None:
        return Preview(text.name, chosen, 1.0, tuple(pair for pair in tried if pair[0] is not chosen))
    best = recognise(text.head)
    if best is None:
        return Preview(text.name, None, 0.0, tuple(tried))
    (_, confidence), *others = tried
    return Preview(text.name, best, confidence, tuple(others))


def write_file(library: Library, papers: Iterable[int], export: Export, place: Path) -> int:
    """Write papers to a file, whole or not at all: what stood there before stays until the new one is complete.

    Returns:
        How many papers were written.

    Raises:
        OSError: it cannot be written; what stood there is as it was.
    """
    reader = library.reader()
    try:
        with write_whole(place) as out:
            return export.write(reader.entries(papers), out)
    finally:
        reader.close()


@contextlib.contextmanager
def write_whole(place: Path) -> Iterator[io.TextIOWrapper]:
    """A text file that takes the place of `place` when it is complete and on the disk.

    What is no file (a pipe, `/dev/null`) is written to as it is, for nothing may take its place.

    Raises:
        OSError: it cannot be written; what stood there is as it was.
    """
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG | 0o600
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "this is a directory", str(place))
    if not stat.S_ISREG(mode):
        with place.open("w", encoding="utf-8", newline="") as out:
            yield out
        return
    place = place.resolve()  # through a link to what it names
    handle, name = tempfile.mkstemp(prefix=".paperreader-", dir=place.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(mode & 0o777)
        Path(name).replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
