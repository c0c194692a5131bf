"""Text as arXiv writes it in its dumps, feeds and mails: wrapped lines, and names with TeX's accents."""

from __future__ import annotations

import re
from typing import Final

from paperreader.domain import one_line
from paperreader.formats.sources import trim
from paperreader.formats.values.latex import latex_as_text

_WRAP: Final = re.compile(r"\n(?=[^ \t\n])")
_PARAGRAPH: Final = re.compile(r"\n[ \t\n]+")
_ANNOUNCED: Final = re.compile(
    r"\s{0,9}arXiv:\S{4,30}\s{1,9}Announce Type:\s{0,9}([a-z-]{2,20})\s{1,9}(?:Abstract:\s{0,9})?"
)
_MORE_AUTHORS: Final = re.compile(r"(?:,|\band)?\s*et al\.?\s*\((\d{1,5}) additional authors? not shown\)\s*$")
_ODD: Final = ("(", "\\", ";", ":", "et al", ", and ", "Jr", "Sr", "II", "IV")
"""Signs that a line of authors contains more than names; most lines have none."""
_AND: Final = re.compile(r",? and (?=\S)|, ?|; ")
_SUFFIX: Final = re.compile(r"(?:[JS]r\.?|I{2,3}|IV)")


def unwrapped_paragraphs(text: str) -> str:
    """Join lines that were broken to keep them short into paragraphs; only an indented line begins a new one."""
    text = trim(text)
    if "\n" not in text:
        return text
    if " \n" in text or "\t\n" in text:
        text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return _PARAGRAPH.sub("\n", _WRAP.sub(" ", text))


def announced(text: str) -> tuple[str, str]:
    """Split a feed's description into the abstract and the announcement before it (`new`, `replace`)."""
    match = _ANNOUNCED.match(text)
    return (text[match.end() :], match[1]) if match else (text, "")


def arxiv_authors(text: str) -> tuple[tuple[str, ...], int | None]:
    """Return the names in a line of authors, without affiliations; and their number, if not all are named."""
    text = one_line(text)
    if not any(mark in text for mark in _ODD):
        return tuple([name for one in text.replace(" and ", ", ").split(",") if (name := one.strip())]), None
    more = _MORE_AUTHORS.search(text)
    text = _without_brackets(text[: more.start()] if more else text)
    names = list[str]()
    for piece in _AND.split(text.replace(" Collaboration: ", " Collaboration, ")):
        name = spelled(piece.strip(" ,"))
        if names and _SUFFIX.fullmatch(name):
            names[-1] += f" {name}"
        elif name:
            names.append(name)
    return tuple(names), len(names) + int(more[1]) if more else None


def _without_brackets(text: str) -> str:
    """Remove parentheses, also nested ones, and what is in them."""
    if "(" not in text:
        return text
    kept, depth = list[str](), 0
    for piece in re.split(r"([()])", text):
        depth = max(0, depth + (piece == "(") - (piece == ")"))
        if not depth and piece not in "()":
            kept.append(piece.rstrip(" "))
            if kept[-1][:1].isalnum() and len(kept) > 1:  # no name continues after them
                kept.insert(-1, " ")
    return "".join(kept)


def spelled(name: str) -> str:
    r"""Replace TeX's accents in a name: `Dong-P\'aez` is Dong-Páez."""
    return one_line(latex_as_text(name)) if "\\" in name else name
