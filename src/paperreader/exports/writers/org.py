"""Org: one heading per paper, for Emacs, with the citation key as its `CUSTOM_ID` and a citation by it.

Text from outside is escaped: a comma goes before what would begin a heading or a keyword, and a zero-width space (as
the Org manual advises) into what would be markup. Formulas stay as they are, since Org knows LaTeX. Notes are Markdown
and stay so, in source blocks, where Org takes away the commas itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperreader.domain import (
    AS_STORED,
    HIGHEST_RATING,
    CitationKeys,
    clean,
    link,
    local_moment,
    one_line,
    title_and_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from paperreader.domain import Entry, Highlight, Note, Wording

_HEAD: Final = "#+title: Papers\n#+options: ^:{} d:nil\n"
"""Only `_{…}` and `^{…}` are indices, so that names with underscores stay names."""
_BREAK: Final = "\u200b"
# Emphasis (the group); links, footnotes, citations and counters; targets and dates; export snippets; macros; code that
# could be run; indices; environments of LaTeX and line breaks. The characters come first, which makes it fast.
_MARKUP: Final = re.compile(
    r"""
    [*/_=~+\[<@{^\\]
    (?:
        (?<=[*/_=~+])(?<![^\s\-("'{\u200b].)(?=\S)()
        | (?<=\[)(?=[\[%/\dXx\-\s]|fn:|cite[:/])
        | (?<=<)(?=[<\d%]|[A-Za-z][\w+.-]*:)
        | (?<=@)(?=@)
        | (?<=\{)(?=\{)
        | (?:(?<=\bsrc_)|(?<=\bSRC_)|(?<=\bcall_))(?=\S)
        | (?<=[_^])(?=\{)
        | (?<=\\)(?=(?:begin|end)\b|\\|\s*$)
    )
    """,
    re.VERBOSE,
)
_FIRST: Final = re.compile(r"\s*(?:[|:#]|-|\+|\d+[.)]|[A-Za-z][.)]|%%|CLOCK:|DEADLINE:|SCHEDULED:|CLOSED:)")
"""What makes a line more than text, at its beginning."""
_HEADING_OR_KEYWORD: Final = re.compile(r"([ \t]*)(?=,*(?:\*|#\+))")
_NO_TAG: Final = re.compile(r"[^\w@#%]+")
_LONGEST: Final = 70
"""Characters of a passage in the heading of a note about it."""


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write a heading with properties, the abstract, highlights and notes for each paper; returns how many papers."""
    out.write(_HEAD)
    keys = CitationKeys()
    count = 0
    for entry in entries:
        count += 1
        blocks = [f"{_heading(entry)}\n{_properties(entry, keys.of(entry))}", *_blocks(entry, wording)]
        out.writelines(f"\n{block}\n" for block in blocks if block)
    return count


def _heading(entry: Entry) -> str:
    tags = list(dict.fromkeys(tag for one in entry.tags if (tag := _NO_TAG.sub("_", one).strip("_"))))
    return f"* {_line(entry.paper.title or entry.label)}" + (f" :{':'.join(tags)}:" if tags else "")


def _properties(entry: Entry, key: str) -> str:
    lines = [f":{name}: {value}" for name, value in _facts(entry, key) if value]
    return "\n".join([":PROPERTIES:", *lines, ":END:", "", f"[cite:@{key}]"])


def _facts(entry: Entry, key: str) -> Iterator[tuple[str, str]]:
    paper = entry.paper
    yield "CUSTOM_ID", key
    yield "AUTHORS", one_line("; ".join(paper.authors))
    yield "PUBLISHED", str(paper.published or "")
    yield "VENUE", one_line(paper.venue or "")
    yield "ARXIV", paper.versioned_arxiv_id or ""
    yield "DOI", one_line(" ".join(paper.values("doi")))
    yield "URL", link(entry) or ""
    yield "KEYWORDS", one_line("; ".join(paper.keywords))
    yield "STARRED", "yes" if entry.starred else ""
    yield "READ", "yes" if entry.read else ""
    yield "DECISION", one_line(": ".join(part for part in (entry.decision or "", entry.reason or "") if part))
    yield "RATING", "" if entry.rating is None else f"{entry.rating} of {HIGHEST_RATING}"


def _blocks(entry: Entry, wording: Wording) -> Iterator[str]:
    yield _text(entry.paper.abstract)
    if entry.highlights:
        yield "** Highlights"
        for highlight in entry.highlights:
            yield _highlight(highlight, wording)
    if entry.notes:
        yield "** Notes"
        passages = {one.id: one.quote for one in entry.highlights}
        for note in entry.notes:
            yield _note(note, passages.get(note.highlight or ""), wording)


def _highlight(highlight: Highlight, wording: Wording) -> str:
    blocks = [f"#+begin_quote\n{_text(highlight.quote)}\n#+end_quote"]
    facts = [wording.colour(highlight.colour), *highlight.tags]
    facts += ["no longer in the abstract"] if highlight.is_orphan else []
    blocks.append(_text(f"({', '.join(map(one_line, facts))})"))
    if highlight.comment:
        blocks.append(_markdown(wording.note(highlight.comment, title_and_key)))
    return "\n\n".join(blocks)


def _note(note: Note, passage: str | None, wording: Wording) -> str:
    about = one_line(passage or "")
    about = about if len(about) <= _LONGEST else about[: _LONGEST - 1] + "…"
    heading = f"*** {local_moment(note.created)}" + (f", on “{_line(about)}”" if about else "")
    return f"{heading}\n\n{_markdown(wording.note(note.body, title_and_key))}"


def _markdown(text: str) -> str:
    """Put the reader's own Markdown into a source block, which holds any line."""
    lines = (
        f"{found[1]},{line[found.end() :]}" if (found := _HEADING_OR_KEYWORD.match(line)) else line
        for line in clean(text).strip("\n").split("\n")
    )
    return "\n".join(["#+begin_src markdown", *lines, "#+end_src"])


def _text(text: str) -> str:
    """Escape text from outside as paragraphs."""
    lines = [line.strip() for line in clean(text).strip().split("\n")]
    return "\n".join(_from_the_start(line) for line, before in zip(lines, ["", *lines], strict=False) if line or before)


def _from_the_start(line: str) -> str:
    if _HEADING_OR_KEYWORD.match(line):
        return f",{_escape(line)}"
    return f"{_BREAK if _FIRST.match(line) else ''}{_escape(line)}"


def _line(text: str) -> str:
    """Escape text from outside for a heading, whose end could be taken for tags."""
    line = _from_the_start(one_line(text))
    return f"{line}{_BREAK}" if line.endswith(":") else line


def _escape(line: str) -> str:
    return _MARKUP.sub(_split, line)


def _split(found: re.Match[str]) -> str:
    """Put a zero-width space before what would begin emphasis, and after anything else."""
    if found[1] is None:
        return f"{found[0]}{_BREAK}"
    return f"{_BREAK}{found[0]}{_BREAK if found.string.startswith('{', found.end()) else ''}"
