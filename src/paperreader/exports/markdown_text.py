"""Markdown text, for every export that writes it.

It holds two kinds of text, neither of which can break out of its place:

- Text from outside (titles, abstracts, names, tags): only what Markdown would act upon is escaped, so that the raw
  text stays readable. White space at both ends of a line goes; several blank lines become one.
- The reader's own text (notes and comments on highlights): Markdown as written, inside a list item. A list item
  contains whatever is opened in it, so an unclosed fence or a stray list ends where the note ends. Headings move down
  to level 4, below the paper's own. Raw HTML outside code is escaped, since only that could reach out of the item.
  Links to papers become links to their pages, or if they have none, titles with citation keys.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperreader.domain import clean, local_moment, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from paperreader.domain import Entry, Highlight, LinkedPaper, Note, Wording

    Linked: TypeAlias = Callable[[str, LinkedPaper], str]
    """What stands for a link to a paper, given its words."""

_HEADINGS_BELOW: Final = 3
"""How many levels a note's headings move down, below those of the document, the paper and its notes."""
_DEEPEST: Final = 6
_LONGEST_PASSAGE: Final = 60
"""Characters shown of a highlight above a note on it; the whole of it is among the highlights."""

# What Markdown acts upon within a line: CommonMark's own, tables and strike-through (GitHub), mathematics,
# ==marks==, %%comments%% and #tags (Obsidian). An underscore between letters does nothing, which leaves most
# links as they are.
_SPECIAL: Final = r"[\\`*\[\]<|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#|\w{1,32};)|=(?==)|%(?=%)|(?<!\S)#"
_WITHIN: Final = re.compile(_SPECIAL)
# And at its start: rules, lists, quotes, definitions; of a number only what follows it can be escaped.
_FROM_THE_START: Final = re.compile(_SPECIAL + r"|^[-+=:>]|^[0-9]{1,9}[.)](?=\s|$)")

# In a line with ==marks== of our own, which change what stands beside what.
_BESIDE_MARKS: Final = re.compile(r"[\\`*\[\]<|~$_=&%#]|^\s*[-+:>]|^\s*[0-9]{1,9}[.)](?=\s|$)")

_INDENT: Final = re.compile(r"^[ \t]+")
_FENCE: Final = re.compile(r"(`{3,})[^`]*|(~{3,}).*")
_PREFIX: Final = r"((?:[ \t>]|[-+*][ \t]|[0-9]{1,9}[.)][ \t])*)"
_HEADING: Final = re.compile(_PREFIX + r"(#{1,6})(?=[ \t]|$)")
_UNDERLINE: Final = re.compile(_PREFIX + r"(=+|-+)[ \t]*")
_INDENTED_CODE: Final = " " * 4
_PLAIN: Final = re.compile(r"(?![-+*>]|[0-9]{1,9}[.)])\S.*")
"""A line that is not indented and does not begin a list or a quote."""
# A bar ends a table's cell even in a code span, and a backslash before a backtick makes it none.
_CODE_SPAN: Final = re.compile(r"((?<![\\`])(?P<ticks>`+)(?!`)[^\n|]*?(?<!`)(?P=ticks)(?!`))")
_HTML: Final = re.compile(r"(?<!\\)(?:\\\\)*<(?=[A-Za-z/!?])(?!https?://[^\s<>`]*>)")
"""A possible start of raw HTML, after backslashes that escape each other; not a link in angle brackets."""


def web_link(words: str, paper: LinkedPaper) -> str:
    """Write a link to a paper as a link to its page, or if it has none, as a title with a citation key."""
    return f"[{line_of(words)}](<{paper.url}>)" if paper.url else f"{line_of(words)} ({paper.key})"


def annotation_blocks(entry: Entry, heading: str, wording: Wording, linked: Linked = web_link) -> Iterator[str]:
    """Yield a paper's highlights and notes, each as a block, under headings that begin with `heading` (`###`)."""
    if entry.highlights:
        yield f"{heading} Highlights"
        yield from (_highlight(one, wording, linked) for one in entry.highlights)
    if entry.notes:
        passages = {one.id: one.quote for one in entry.highlights}
        yield f"{heading} Notes"
        yield from (_note(one, passages.get(one.highlight or ""), wording, linked) for one in entry.notes)


def list_of(texts: Iterable[str]) -> str:
    """Escape texts from outside, and put commas between them."""
    return ", ".join(map(line_of, texts))


def _highlight(highlight: Highlight, wording: Wording, linked: Linked) -> str:
    """Format a highlight as a quote, followed by its colour and tags, if any, and its comment."""
    quote = paragraphs(highlight.quote)
    blocks = ["\n".join(f"> {line}".rstrip() for line in quote.split("\n"))]
    colour = wording.colour(highlight.colour)
    # Before the comment: what is opened in that may run to the end of the item.
    facts = [*([colour] if colour != "yellow" else []), *highlight.tags]
    facts += ["no longer in the abstract"] if highlight.is_orphan else []
    if facts:
        blocks.append(f"({list_of(facts)})")
    return _item(
        "\n\n".join([*blocks, *([_own(wording.note(highlight.comment, linked))] if highlight.comment else [])])
    )


def _note(note: Note, passage: str | None, wording: Wording, linked: Linked) -> str:
    """Format a note under a line with its times and the passage it is about."""
    edited = f", edited {_moment(note.updated)}" if note.updated != note.created else ""
    about = f", on “{line_of(_shortened(passage))}”" if passage else ""
    return _item(f"*{_moment(note.created)}{edited}{about}*\n\n{_own(wording.note(note.body, linked))}".rstrip())


def _shortened(passage: str) -> str:
    text = one_line(passage)
    return text if len(text) <= _LONGEST_PASSAGE else text[: _LONGEST_PASSAGE - 1] + "…"


def _moment(moment: str) -> str:
    """Format a moment to the minute, in local time: `2024-07-23 10:00 UTC`."""
    return line_of(local_moment(moment))


def _item(text: str) -> str:
    """Make a list item that contains `text` and whatever is opened in it."""
    first, *rest = text.split("\n")
    return "\n".join([f"- {first}", *(f"  {line}" if line else "" for line in rest)])


def line_of(text: str) -> str:
    """Escape text from outside for the rest of a line."""
    return _escape(_WITHIN, one_line(text))


def paragraphs(text: str) -> str:
    """Escape text from outside as paragraphs."""
    lines = [_escape(_FROM_THE_START, line.strip()) for line in clean(text).strip().split("\n")]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before)


def marked_paragraphs(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Escape text from outside as paragraphs, with `==` around parts of it, as Obsidian and Logseq mark a text.

    Args:
        spans: half-open, in code points of `text`; they may overlap.
    """
    spans = list(spans)
    if not spans:
        return paragraphs(text)
    lines: list[list[tuple[str, bool]]] = [[]]
    for piece, is_marked in _pieces(text, spans):
        first, *others = clean(piece).split("\n")
        lines[-1].append((first, is_marked))
        lines += [[(other, is_marked)] for other in others]
    texts = [_with_marks(line) for line in lines]
    return "\n".join(line for line, before in zip(texts, ["", *texts], strict=False) if line or before).rstrip()


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Yield `text` in pieces, and whether each is in one of the spans."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    at = 0
    for start, end in joined:
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def _with_marks(pieces: list[tuple[str, bool]]) -> str:
    """Escape a line; what is marked in it gets its marks, none of them beside white space, where they would be text."""
    line = "".join(piece for piece, _ in pieces)
    if not any(is_marked and piece.strip() for piece, is_marked in pieces):
        return _escape(_FROM_THE_START, line.strip())
    marks: list[int] = []
    at = 0
    for piece, is_marked in pieces:
        begin, end = at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())
        if is_marked and begin < end:
            marks += [begin, end]
        at += len(piece)
    inserts = [(at, "==") for at in marks]
    inserts += [(found.end() - 1, "\\") for found in _BESIDE_MARKS.finditer(line)]
    done, at = [], 0
    for place, sign in sorted(inserts, key=lambda one: (one[0], one[1] != "==")):
        done += [line[at:place], sign]
        at = place
    return "".join([*done, line[at:]]).strip()


def _escape(special: re.Pattern[str], line: str) -> str:
    return special.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", line)


def _own(text: str) -> str:
    """Make the reader's own Markdown fit into a list item."""
    lines = list(_with_fences(text))
    # Only where every backtick has its pair on its own line is it certain which of them are code.
    spans = not any("`" in _CODE_SPAN.sub("", line) for line, fenced in lines if not fenced)
    done: list[str] = []
    paragraph = 0
    """How many lines of the current paragraph have gone by, as far as can be told."""
    for line, fenced in lines:
        if fenced or not line.strip():
            done.append(line)
            paragraph = 0
        elif paragraph and (underline := _UNDERLINE.fullmatch(line)):
            if paragraph == 1 and not underline[1] and _PLAIN.match(done[-1]):
                done[-1] = f"{_hashes(1 if underline[2][0] == '=' else 2)} {done[-1]}"
                paragraph = 0
            else:
                done.append(f"{underline[1]}\\{underline[2]}")
        else:
            heading = None if line.startswith(_INDENTED_CODE) else _HEADING.match(line)
            if heading:
                line = f"{heading[1]}{_hashes(len(heading[2]))}{line[heading.end() :]}"
            done.append(_without_html(line, spans=spans))
            paragraph = 0 if heading else paragraph + 1
    return "\n".join(done)


def _with_fences(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a note, and whether each is in a fenced block.

    Only fences that begin a line count: those are sure to be at the top of the note, while one that is
    indented may belong to a list and end with it.
    """
    fence = ""
    for line in clean(text).strip("\n").rstrip().split("\n"):
        line = _INDENT.sub(lambda match: match[0].expandtabs(4), line)
        opening = None if fence else _FENCE.fullmatch(line)
        yield line, bool(fence or opening)
        if opening:
            fence = opening[1] or opening[2]
        elif fence and _closes(fence, line):
            fence = ""


def _closes(fence: str, line: str) -> bool:
    ticks = line.strip(" \t")
    return not line.startswith(_INDENTED_CODE) and len(ticks) >= len(fence) and not ticks.strip(fence[0])


def _hashes(level: int) -> str:
    return "#" * min(level + _HEADINGS_BELOW, _DEEPEST)


def _without_html(line: str, *, spans: bool) -> str:
    """Escape possible HTML in a line; if `spans` is true, not in code spans."""
    # The pattern has two groups, so that of three pieces one is ordinary, one code, and one its ticks once
    # more.
    pieces = _CODE_SPAN.split(line) if spans else [line]
    pieces[::3] = [_HTML.sub(lambda match: f"{match[0][:-1]}\\<", piece) for piece in pieces[::3]]
    return "".join(piece for index, piece in enumerate(pieces) if index % 3 < 2)
