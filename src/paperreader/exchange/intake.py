"""Previews and imports texts."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, TypeVar, cast

from paperreader.domain import AsideLine, Leftover, Record, now
from paperreader.exchange.sources import texts_in
from paperreader.formats import (
    Format,
    OpenText,
    Unreadable,
    format_named,
    open_text,
    rank_formats,
    read_records,
    surest_format,
)
from paperreader.library import ImportOptions

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from paperreader.domain import Paper
    from paperreader.exchange.read_ahead import ReadAhead
    from paperreader.exchange.sources import Opening
    from paperreader.library import Chunk, Library, Progress, Report

_AS_READ: Final = ImportOptions()

_T = TypeVar("_T")

_SURE: Final = 0.8
"""From this confidence on, the end of a title that was split off is not doubtful."""
_SHOWN: Final = 3
_LARGE: Final = 8 << 20
"""From this size in bytes on, a file is worth the quarter of a second that starting another process takes."""


@dataclass(slots=True)
class Preview:
    """What a text contains, as far as it was looked at, before any of it is stored."""

    file: str
    format: Format | None
    """The format it is read in; `None` if none recognises it."""
    said: bool
    """Whether the user chose the format."""
    head: int
    """A hash of its beginning, to recognise the text by."""
    ranked: Sequence[tuple[Format, float]]
    """The formats it may be in, and how sure each is, from 0 to 1, the surest first."""
    records: list[Record] = field(default_factory=list)
    """The first of its records."""
    doubtful: list[Record] = field(default_factory=list)
    """The first of those whose titles may end elsewhere."""
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
    guessed: str | None = None
    """The encoding it was read in, if that is a guess that may be wrong: `Windows-1251`."""

    @property
    def confidence(self) -> float:
        """How sure the format is, from 0 to 1; 1 if the user chose it."""
        return 1.0 if self.said else next((sure for form, sure in self.ranked if form is self.format), 0.0)

    @property
    def others(self) -> list[tuple[Format, float]]:
        """The other formats that the text may be in, and how sure each is, the surest first."""
        return [pair for pair in self.ranked if pair[0] is not self.format]

    def watch(self, chunks: Iterable[Chunk], limit: int) -> Iterator[Chunk]:
        """Pass on what a format yields, and keep track of it."""
        for chunk in chunks:
            for one in chunk.items:
                self.see(one if isinstance(one, Leftover) else one.record, limit)
            yield chunk
        self.whole = True

    def see(self, one: Record | Leftover, limit: int) -> None:
        """Count a record or leftover, and keep the first `limit` of each kind. What is no paper is not counted."""
        if isinstance(one, AsideLine) or (isinstance(one, Record) and one.hidden):
            return
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
    """Whether a title may end elsewhere: it was split off by a rule that is not sure."""
    confidence = record.paper.title_confidence
    return confidence is not None and confidence < _SURE


def preview(
    source: Path | BinaryIO | OpenText,
    options: ImportOptions = _AS_READ,
    *,
    name: str | None = None,
    limit: int = 3,
    look: int = 200,
) -> Preview:
    """Look at the beginning of a text. No library is needed.

    Args:
        name: what to call a stream.
        limit: how many records, doubtful ones and leftovers to keep.
        look: how many records and leftovers to look at.

    Raises:
        Unreadable: it cannot be opened, or is no text. That nothing recognises it is no error here.
    """
    with _opened(source, name) as text:
        shown = _recognised(text, options)
        if shown.format is not None:
            every = read_records(shown.format, text)
            for one in islice(every, look):
                shown.see(one, limit)
            shown.whole = next(every, None) is None
        shown.guessed = text.guessed()
        return shown


def previews(texts: Iterable[Opening], *, limit: int, look: int) -> Iterator[Preview | Unreadable]:
    """Preview several texts; those that cannot be read give the reason instead."""
    for opening in texts:
        try:
            yield preview(opening(), limit=limit, look=look)
        except Unreadable as error:
            yield error


def import_text(
    library: Library,
    source: Path | BinaryIO | OpenText,
    options: ImportOptions = _AS_READ,
    *,
    name: str | None = None,
    shown: Callable[[Preview], None] | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> Report:
    """Import one file or stream. A file that is damaged halfway is imported up to there.

    Args:
        name: what to call a stream.
        shown: called with its preview at the end.

    Raises:
        Unreadable: it cannot be opened, is no text, or nothing recognises it; nothing was stored.
        LibraryError: the library cannot be written.
    """
    with _opened(source, name) as text:
        preview = _recognised(text, options)
        if preview.format is None:
            raise Unreadable(
                f"{text.name}: this does not look like a list of papers. "
                "“paperreader import --help” lists the formats; name one with --format if it is one of them."
            )

        with _chunks(preview.format, text, options.moved) as (chunks, share, guessed):
            report = library.add(
                preview.watch(chunks, _SHOWN),
                file=text.name,
                format=preview.format.name,
                options=options,
                progress=(lambda so_far: progress(replace(so_far, share=share()))) if progress else None,
            )
            preview.guessed = guessed()
    if shown is not None:
        shown(preview)
    return report


@contextlib.contextmanager
def _chunks(
    chosen: Format, text: OpenText, moved: Mapping[Paper, int]
) -> Iterator[tuple[Iterable[Chunk], Callable[[], float | None], Callable[[], str | None]]]:
    """Yield what a format reads, how much was read, and the encoding; a large file is read ahead."""
    ahead = None if moved else _ahead(chosen, text)
    if ahead is None:
        from paperreader.library import chunks

        yield chunks(_with_moved_titles(read_records(chosen, text), moved)), text.share, text.guessed
        return
    with contextlib.closing(ahead):
        yield ahead, ahead.share, ahead.guessed


def _with_moved_titles(read: Iterable[Record | Leftover], moved: Mapping[Paper, int]) -> Iterator[Record | Leftover]:
    for one in read:
        by = moved.get(one.paper, 0) if moved and isinstance(one, Record) else 0
        yield replace(one, moved=by) if by and isinstance(one, Record) else one


def _ahead(chosen: Format, text: OpenText) -> ReadAhead | None:
    """Read a large file ahead if possible."""
    if text.location is None or text.location.size < _LARGE:
        return None
    from paperreader.exchange.read_ahead import ReadAhead

    try:
        return ReadAhead(chosen, text.location, text.name)
    except OSError:
        return None


def import_files(
    library: Library,
    paths: Sequence[Path],
    *,
    progress: Callable[[Progress], bool | None] | None = None,
    problem: Callable[[str], None],
) -> Iterator[Report]:
    """Import files and directories; see `import_texts`."""
    return import_texts(library, chain.from_iterable(map(texts_in, paths)), progress=progress, problem=problem)


def import_texts(
    library: Library,
    texts: Iterable[Opening],
    options: ImportOptions = _AS_READ,
    *,
    progress: Callable[[Progress], bool | None] | None = None,
    problem: Callable[[str], None],
) -> Iterator[Report]:
    """Import texts as one batch until cancelled, reporting those that cannot be read to `problem`."""
    options = replace(options, imported=now())
    for opening in texts:
        try:
            report = import_text(library, opening(), options, progress=progress)
        except Unreadable as error:
            problem(str(error))
            continue
        yield report
        if report.cancelled:
            return


def rankings(seen: Iterable[Preview]) -> dict[int, Sequence[tuple[str, float]]]:
    """Return what texts looked like in their previews, for `ImportOptions`, so that none is sniffed again."""
    return {one.head: [(form.name, sure) for form, sure in one.ranked] for one in seen}


def _opened(source: Path | BinaryIO | OpenText, name: str | None) -> OpenText:
    return source if isinstance(source, OpenText) else open_text(cast("Path | io.BufferedIOBase", source), name)


def _recognised(text: OpenText, options: ImportOptions) -> Preview:
    """Find the format of a text, without reading it yet."""
    head = hash(text.head)
    known = options.rankings.get(head)
    ranked = rank_formats(text.head) if known is None else [(format_named(name), sure) for name, sure in known]
    said = options.format or options.formats.get(text.name)
    return Preview(text.name, format_named(said) if said else surest_format(ranked), said is not None, head, ranked)
