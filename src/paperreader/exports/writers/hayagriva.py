"""Hayagriva: the YAML that Typst reads bibliographies from. A map of citation keys to works."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED
from paperreader.exports.core.work import works
from paperreader.exports.core.yaml_text import yaml_key, yaml_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from paperreader.domain import Entry, Wording
    from paperreader.exports.core.names import Name
    from paperreader.exports.core.work import Work

_MARKUP: Final = re.compile(r"[{}$]")
"""What Hayagriva acts upon within a text: braces keep capitals, and dollars hold mathematics in Typst's language."""
_URL: Final = re.compile(
    r"https?://(?!xn--)(?:[A-Za-z0-9_-]+\.)*(?!xn--)[A-Za-z][A-Za-z0-9-]*(?::\d{1,4})?(?:[/?#].*)?"
)
"""Addresses that are sure to be valid; one that is not would make the whole file unreadable."""


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write one entry of a map per paper; returns how many."""
    count = 0
    for count, work in enumerate(works(entries, wording), start=1):
        out.write(f"{chr(10) if count > 1 else ''}{yaml_key(work.key)}:{_map(_fields(work), 2)}\n")
    if not count:
        out.write("{}\n")
    return count


def _map(fields: Iterable[tuple[str, str]], indent: int) -> str:
    """Return a map on the lines that follow its name."""
    lines = (f"\n{' ' * indent}{name}:{'' if value[0] == chr(10) else ' '}{value}" for name, value in fields if value)
    return "".join(lines)


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    """Yield names and values, as YAML; empty ones are left out."""
    paper = work.paper
    within = work.within if work.kind.parent else ""
    yield "type", work.kind.hayagriva
    yield "title", _text(work.title)
    yield "author", _people(work.authors)
    yield "date", yaml_string(str(paper.published)) if paper.published else ""
    if within:
        yield "parent", _map(_parent(work), 4)
    else:
        yield from _of_volume(work)
    yield "page-range", _string("-".join(filter(None, work.pages)))
    yield "organization", _text("" if work.kind.parent else work.within)
    yield "edition", _string(paper.said("edition"))
    numbers = {"doi": work.doi, "arxiv": work.arxiv or "", "isbn": paper.said("isbn"), "issn": paper.said("issn")}
    numbers["serial"] = "" if work.issue else paper.said("number")
    serial = ", ".join(f"{name}: {yaml_string(number)}" for name, number in numbers.items() if number)
    yield "serial-number", f"{{{serial}}}" if serial else ""
    yield "url", yaml_string(work.url) if _URL.fullmatch(work.url) else ""
    yield "abstract", _text(paper.abstract)
    tags = [f"Tags: {', '.join(work.keywords)}"] if work.keywords else []
    yield "note", _text("\n\n".join([*filter(None, [paper.said("note")]), *work.remarks, *tags]))


def _parent(work: Work) -> Iterator[tuple[str, str]]:
    yield "type", work.kind.parent
    yield "title", _text(work.within)
    yield from _of_volume(work)


def _of_volume(work: Work) -> Iterator[tuple[str, str]]:
    """Yield what is true of the volume that a work is in, if it is in one."""
    said = work.paper.said
    yield "editor", _people(work.people("editor"))
    yield "volume", _string(work.volume)
    yield "issue", _string(work.issue)
    publisher = {"name": _text(said("publisher")), "location": _text(said("address") or said("location"))}
    parts = ", ".join(f"{name}: {text}" for name, text in publisher.items() if text)
    yield "publisher", f"{{{parts}}}" if parts else ""


def _string(text: str) -> str:
    return yaml_string(text) if text else ""


def _text(text: str) -> str:
    """Return a text that Hayagriva shows as it is: if it has what could be markup, as a verbatim value."""
    if not text:
        return ""
    # The outer value, which could have a short form, makes all versions of Typst read the inner one as a map.
    verbatim = f"{{value: {{value: {yaml_string(text)}, verbatim: true}}}}"
    return verbatim if _MARKUP.search(text) else yaml_string(text)


def _people(names: list[Name]) -> str:
    """Return a list of people: `["Lovelace, Ada"]`, or as a map where a string could be misread."""
    return f"[{', '.join(map(_person, names))}]" if names else ""


def _person(name: Name) -> str:
    parts = {
        "name": name.literal or name.family,
        "given-name": name.given,
        "prefix": name.particle,
        "suffix": name.suffix,
    }
    plain = (
        name.given and not name.suffix and not name.particle and name.family[:1].isupper() and " " not in name.family
    )
    if plain and not any("," in part for part in parts.values()):
        return yaml_string(f"{name.family}, {name.given}")
    return f"{{{', '.join(f'{key}: {yaml_string(part)}' for key, part in parts.items() if part)}}}"
