"""What BibTeX entries inherit: `crossref` names the volume an entry is in, `xdata` what several entries share.

Either may come before or after the entries that name it, so those wait, within limits; within them the order of the
file is kept. An entry that only serves others is not a paper.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from paperreader.domain import Leftover, Record

_VOLUMES: Final = frozenset(
    """
    book mvbook collection mvcollection reference mvreference proceedings mvproceedings periodical xdata
    """.split()
)
"""Kinds of entries that contain others and may be there only for them."""
_OF_VOLUME: Final = frozenset(
    """
    year date month day booktitle journal journaltitle series publisher address location organization institution school
    eventtitle eventdate volume
    """.split()
)
"""What a part shares with its volume. The volume's title is not the part's; its editors did not write it."""
_ITS_OWN: Final = frozenset(
    """
    doi isbn issn url urldate eprint eid pmid pmcid abstract crossref xdata ids title subtitle note annote file
    """.split()
)
"""What is never inherited."""
_HELD: Final = 1 << 22
"""How many characters of entries may wait."""
_KNOWN: Final = 10_000
"""How many volumes are remembered."""
_DEEPEST: Final = 5
"""How deeply volumes may be nested."""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as written."""

    line: int
    source: str
    key: str
    kind: str
    """In lower case: `inproceedings`."""
    values: Mapping[str, str]
    """Its fields as written, without braces, by their lower-case names."""

    def names(self, field: str) -> list[str]:
        """The keys that a field names."""
        return [key for one in self.values.get(field, "").split(",") if (key := one.strip().lower())]


def united(
    entries: Iterable[Written | Leftover], paper: Callable[[Written], Record | Leftover]
) -> Iterator[Record | Leftover]:
    """Yield the paper of every entry that is one, with what it inherits."""
    return _Volumes(paper).unite(entries)


class _Volumes:
    """The entries that wait, and those that others may inherit from."""

    def __init__(self, paper: Callable[[Written], Record | Leftover]) -> None:
        self._paper = paper
        self._waiting = deque[Written | Leftover]()
        self._held = 0
        self._known = dict[str, Written]()
        self._named = set[str]()
        """The keys that entries name."""

    def unite(self, entries: Iterable[Written | Leftover]) -> Iterator[Record | Leftover]:
        for one in entries:
            if isinstance(one, Written):
                self._meet(one)
            self._waiting.append(one)
            while self._waiting and (self._held > _HELD or self._is_settled(self._waiting[0])):
                yield from self._release()
        while self._waiting:
            yield from self._release()

    def _meet(self, entry: Written) -> None:
        self._held += len(entry.source)
        self._named.update(entry.names("crossref"), entry.names("xdata"))
        key = entry.key.lower()
        if key not in self._known and (entry.kind in _VOLUMES or key in self._named) and len(self._known) < _KNOWN:
            kept = {name: text for name, text in entry.values.items() if name != "abstract"}
            self._known[key] = replace(entry, source="", values=kept)

    def _is_settled(self, one: Written | Leftover) -> bool:
        """Whether nothing that follows can change an entry."""
        if isinstance(one, Leftover):
            return True
        if any(key not in self._known for field in ("crossref", "xdata") for key in one.names(field)):
            return False
        return one.kind not in _VOLUMES or "abstract" in one.values or one.key.lower() in self._named

    def _release(self) -> Iterator[Record | Leftover]:
        one = self._waiting.popleft()
        if isinstance(one, Leftover):
            yield one
            return
        self._held -= len(one.source)
        if one.kind != "xdata" and not self._is_for_others(one):
            yield self._paper(replace(one, values=self._completed(one)))

    def _is_for_others(self, entry: Written) -> bool:
        """Whether an entry is only there for those that name it: a volume, or one without authors."""
        if entry.key.lower() not in self._named or "abstract" in entry.values:
            return False
        return entry.kind in _VOLUMES or "author" not in entry.values

    def _completed(self, entry: Written, depth: int = 0) -> Mapping[str, str]:
        """Return an entry's fields with those it inherits."""
        found = dict(entry.values)
        if depth >= _DEEPEST:
            return found
        for key in entry.names("xdata"):
            if (shared := self._known.get(key)) is not None:
                for name, text in self._completed(shared, depth + 1).items():
                    if name not in _ITS_OWN:
                        found.setdefault(name, text)
        for key in entry.names("crossref"):
            if (volume := self._known.get(key)) is not None:
                _take_over(found, entry, self._completed(volume, depth + 1))
        return found


def _take_over(found: dict[str, str], entry: Written, volume: Mapping[str, str]) -> None:
    if not {"year", "date"}.isdisjoint(found):  # day and month must come from the same entry as the year
        volume = {name: text for name, text in volume.items() if name not in ("year", "date", "month", "day")}
    name = "journaltitle" if entry.kind in ("article", "suppperiodical") else "booktitle"
    if "booktitle" not in volume and "title" in volume:
        volume = {**volume, name: volume["title"]}
    for field, text in volume.items():
        # Of an entry without authors, editors are taken for them.
        if field in _OF_VOLUME or (field == "editor" and "author" in found):
            found.setdefault(field, text)
