"""BibTeX: one entry per paper, for LaTeX and reference managers.

Everything that means something to LaTeX is escaped, including dollar signs and backslashes, so that an abstract reads
as it does in the library and always compiles. No field has an unbalanced or an escaped brace, since BibTeX counts those
too. Letters beyond ASCII stay as they are. White space at the ends of lines goes, and other runs of it become one
space; BibTeX itself folds more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED, CitationKeys, link, title_and_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from paperreader.domain import Entry, Highlight, Paper, Wording

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\lbrace{}",
    "}": r"\rbrace{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}",
    "|": r"\ensuremath{|}",
    "`": r"\textasciigrave{}",
    # At the start of a line an @ begins the next entry, for readers that recover from errors.
    "@": "{@}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
# The specials, and the places within pairs that TeX would make one sign of: -- ''.
_ESCAPED: Final = re.compile(r"[\\{}~^<>|@`&%$#_]|(?<=-)(?=-)|(?<=')(?=')")
_WORDS: Final = re.compile(r"(\w+)")
_AND: Final = re.compile(r"(?:^|\s)(?:and|others)(?:\s|$)", re.IGNORECASE)
_ARXIV_CATEGORY: Final = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?")


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write one `@article` or `@misc` per paper, separated by blank lines; returns how many."""
    keys = CitationKeys()
    count = 0
    for count, entry in enumerate(entries, start=1):
        kind = "article" if entry.paper.venue else "misc"
        fields = "".join(f"  {name} = {value},\n" for name, value in _fields(entry, wording) if value)
        out.write(f"{'' if count == 1 else chr(10)}@{kind}{{{keys.of(entry)},\n{fields}}}\n")
    return count


def _fields(entry: Entry, wording: Wording) -> Iterator[tuple[str, str]]:
    """Yield names and values, the values in braces, or empty if there is nothing to say."""
    paper = entry.paper
    yield "title", _braced(_title(paper.title or entry.label))
    yield "author", _braced(_authors(paper))
    if paper.published:
        yield "year", f"{{{paper.published.year:04d}}}"
        # The three letters without braces: every style has them as a macro, in its own language.
        yield "month", _MONTHS[paper.published.month - 1] if paper.published.month else ""
    yield "journal", _braced(_text(paper.venue or ""))
    if arxiv := paper.versioned_arxiv_id:
        yield "eprint", _braced(_verbatim(arxiv))
        yield "archiveprefix", "{arXiv}"
        yield "primaryclass", _braced(next(filter(_ARXIV_CATEGORY.fullmatch, paper.categories), ""))
    yield "doi", _braced(_verbatim(next(iter(paper.values("doi")), "")))
    yield "url", _braced(link(entry) or "")
    yield "abstract", _braced(_text(paper.abstract))
    yield "keywords", _braced(", ".join(map(_keyword, _keywords(entry))))
    yield "annote", _braced(_text(_annotation(entry, wording)))
    # No style prints it, but reference managers show it, and it says why a paper was excluded from a review.
    yield "screening", _braced(_text(": ".join(part for part in (entry.decision, entry.reason) if part)))
    yield "rating", "" if entry.rating is None else f"{{{entry.rating}}}"


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def _text(text: str) -> str:
    folded = "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))
    return _escape(folded)


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda match: _SPECIAL.get(match[0], "{}"), text)


def _verbatim(text: str) -> str:
    """Escape an id for a field that is not typeset as text: what could end the field becomes a percent escape."""
    return re.sub(r"[\s{}\\]", lambda match: f"%{ord(match[0]):02X}", text)


def _title(title: str) -> str:
    """Put braces around words in a title whose capitals must stay: `{LoRA}`, `{GPT}-4`."""
    parts = _WORDS.split(" ".join(title.split()))
    return "".join(f"{{{_escape(part)}}}" if _has_own_capitals(part) else _escape(part) for part in parts)


def _has_own_capitals(word: str) -> bool:
    if not word[:1].isalnum():
        return False
    return any(letter.isupper() for letter in word[1:]) or (
        word[0].isupper() and any(letter.isdigit() for letter in word)
    )


def _authors(paper: Paper) -> str:
    names = [_author(name) for name in paper.authors]
    if names and (paper.author_count or 0) > len(names):
        names.append("others")
    return " and ".join(names)


def _author(name: str) -> str:
    """Return a name, in braces if BibTeX would misread it."""
    text = _text(name)
    # A comma separates the family name; an escape upsets bibtexparser 2.1 and is in no ordinary name.
    odd = _AND.search(name) or name.count(",") > 1 or text[:1] == "," or text[-1:] == "," or "\\" in text
    return f"{{{text}}}" if odd else text


def _keywords(entry: Entry) -> list[str]:
    """Return the reader's tags, then the sources' keywords, each once."""
    every = (*entry.tags, *entry.paper.keywords)
    return list({word.casefold(): word for word in reversed(every)}.values())[::-1]


def _keyword(tag: str) -> str:
    return f"{{{_text(tag)}}}" if "," in tag else _text(tag)


def _annotation(entry: Entry, wording: Wording) -> str:
    """Return the notes, then the highlights, separated by blank lines."""
    notes = [wording.note(note.body.strip(), title_and_key) for note in entry.notes]
    return "\n\n".join([*notes, *(_highlight(one, wording) for one in entry.highlights)])


def _highlight(highlight: Highlight, wording: Wording) -> str:
    comment = f" — {wording.note(highlight.comment, title_and_key)}" if highlight.comment else ""
    return f"“{' '.join(highlight.quote.split())}”{comment}"
