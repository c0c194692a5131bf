"""Turns the fields of reference managers and databases into what a paper has.

It knows how these tools write keywords, notes, abstracts and missing values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from paperreader.domain import Identifier, Leftover, Paper, PartialDate, Place, Record, TitleFrom, one_line
from paperreader.formats.sources import leftover, trim
from paperreader.formats.values.markup import plain, whole_words
from paperreader.formats.values.names import is_nobody

_ENTITY: Final = re.compile(r"&#?\w{1,32};")
_NOTHING: Final = re.compile(
    r"\[?\s*(?:no abstract(?: is)?(?: available| provided)?|abstract (?:is )?not available|not available|"
    r"n/?a|nan|none|null)\s*\]?\.?",
    re.IGNORECASE,
)
_UNSAID: Final = frozenset(
    (
        *("null", "none", "nan", "n/a", "undefined", "-", "–", "—", "--", "?", "not available", "not applicable"),
        *("no title", "no title available", "title not available", "no keywords", "not specified"),
    )
)
_LONGEST_NOTHING: Final = 30
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_CLOSING: Final = frozenset(_BRACKETS.values())
_WRAPPED: Final = range(50, 141)
"""The length of the longest line in wrapped text."""
_SENTENCE_ENDS: Final = (".", "!", "?", ":", ";", "。")

_ASREVIEW: Final = re.compile(r"ASReview_(?:relevant|irrelevant|not_seen|prior)\b")
_ASREVIEW_OTHER: Final = re.compile(r"ASReview_\w+(?:: .*)?")
_RAYYAN: Final = re.compile(r"\s{0,9}\|?\s{0,9}(?=(?:RAYYAN-[A-Z-]{1,40}|USER-NOTES):)")
_RAYYAN_PART: Final = re.compile(r"(RAYYAN-[A-Z-]{1,40}|USER-NOTES):(.*)", re.DOTALL)
_QUOTED: Final = re.compile(r'"([^"]*)"(\s{0,3}=>)?')
_LABELLED: Final = re.compile(
    # What programs write, whatever its length; and what people may write, if it is the whole value.
    r"(?:export date|accession number|cited by|correspondence(?: address)?|funding(?: details| text(?: \d+)?)?|"
    r"conference \w{4,8}|"
    r"isbn|issn|e-?issn|coden|pmid|pmcid|doi|url|_?eprint|mag id|zscc|query date|read_status|citation key|"
    r"publication (?:types?|history|status)|num pages|series title|peer.?reviewed)\s*:"
    r"|(?:accessed|retrieved|id|number|type|section|publisher|place|db|language|edition|pages?|version|citations?)"
    r"\s*:[^.;!?\n]{0,80}\.?$|source\s*:\s*\S+$|zscc\b",
    re.IGNORECASE,
)
_STATUS: Final = re.compile(
    r"(?:(?:just |recently )?accepted|to (?:appear|be published)|in press|forthcoming|submitted|under review|published|"
    r"presented|appeared)(?:(?: manuscript)?,? (?:at|in|to|by|for|as|on|online)\b[^.;:!?]{0,80})?\.?"
    r"|\d+ pages?(?:, [^.;!?]{0,80})?\.?|(?:arxiv|biorxiv|medrxiv|ssrn|pre-?print)(?: preprint)?\b(?:[: ]\S+){0,3}"
    r"|version \S{1,12}|epub\b.{0,80}|(?:copyright )?(?:©|\(c\)|copyright \d{4}).{0,200}"
    r"|https?://\S*|\d{4}-\d\d-\d\d|10\.\d{4,9}/\S+",
    re.IGNORECASE,
)
_IMPORTED: Final = re.compile(r"^[a-z]{3}$|^(?:Epub )?\d{4}(?:/\d\d/\d\d| [A-Z][a-z]{2})", re.MULTILINE)
"""Lines that show that EndNote put other fields of a database (language, grants, dates) into the notes."""
_TO_THE_END: Final = re.compile(r"\s*references\s*:", re.IGNORECASE)
_ARXIV_COMMENT: Final = re.compile(r"\s*comments?:\s*", re.IGNORECASE)
_MAJOR: Final = re.compile(r"(?:(?<=/)|^)\*(?=\w)")


def record(
    line: int,
    source: str,
    *,
    title: str = "",
    abstract: str = "",
    authors: Iterable[str] = (),
    published: PartialDate | None = None,
    venue: str = "",
    categories: Iterable[str] = (),
    identifiers: Iterable[Identifier] = (),
    keywords: Iterable[str] = (),
    remarks: Iterable[str] = (),
    exactly: bool = False,
    addresses: Iterable[str] = (),
    place: Place | None = None,
    citation_key: str | None = None,
    reference: tuple[tuple[str, str], ...] = (),
) -> Record | Leftover:
    """Make a cleaned record of a paper's fields; or leave over its `source`, if nothing says which paper it is.

    Args:
        exactly: take every value literally, even `null`, `-` or `Anonymous`, which otherwise mean a missing value.
        addresses: web addresses that are not identifiers.
        reference: made by `reference_of`.
    """
    title, venue, abstract = line_of(title), line_of(venue), trim(abstract)
    names, terms = list(map(line_of, authors)), list(map(line_of, keywords))
    if not exactly:
        title, venue, terms = said(title), said(venue), list(map(said, terms))
        names = [one for one in names if not is_nobody(one)]
    paper = Paper(
        title=title or None,
        title_from=TitleFrom.PRINTED if title else TitleFrom.DERIVED if abstract else None,
        abstract=abstract,
        authors=tuple(filter(None, names)),
        published=published,
        venue=venue or None,
        categories=_each_once(map(line_of, categories)),
        identifiers=tuple(dict.fromkeys(identifiers)),
        keywords=_each_once(terms),
        remarks=_each_once(map(trim, remarks)),
        links=_each_once(map(line_of, addresses)),
        place=place,
        citation_key=citation_key,
        reference=reference,
    )
    return recorded(paper, line, source, exactly=exactly)


def recorded(paper: Paper, line: int, source: str, *, exactly: bool = False) -> Record | Leftover:
    """Make a record of a paper; or leave over its `source`, if nothing says which paper it is."""
    if paper.title or paper.abstract or paper.identifiers:
        return Record(paper, line, exact=exactly)
    return leftover(line, source, "This record has no title, no abstract and no known identifier.")


def line_of(text: str) -> str:
    """Like `one_line`, but fast for text that is one line already, as nearly all fields are."""
    return text.strip() if text.isprintable() and "  " not in text else one_line(whole_words(text))


def abstract_in(text: str) -> str:
    """Return an abstract, or nothing if the text only says that there is none."""
    return "" if len(text) < 60 and _NOTHING.fullmatch(plain(text).strip()) else text


def unwrapped(text: str) -> str:
    """Join lines that a program broke to keep them short; line ends that mean something stay."""
    lines = [line.strip(" \t") for line in whole_words(text).split("\n")]
    longest = max(map(len, lines))
    # A line was wrapped if the next word did not fit; and some lines end in the middle of a sentence.
    full = [
        bool(above and line) and len(above) + 1 + len(line.partition(" ")[0]) > longest
        for above, line in pairwise(lines)
    ]
    if longest not in _WRAPPED or not any(
        one and not above.endswith(_SENTENCE_ENDS) for above, one in zip(lines, full, strict=False)
    ):
        return "\n".join(lines)
    return lines[0] + "".join((" " if one else "\n") + line for one, line in zip(full, lines[1:], strict=True))


def folded(text: str) -> str:
    """Turn every run of spaces, tabs and line ends into one space, as XML and wrapped fields mean it."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def words(texts: Iterable[str], marks: str = ";\n\r") -> list[str]:
    """Return keywords. A field may have several, separated by semicolons or line ends outside brackets.

    The star with which databases mark the main topics (`*Birds`, `Birds/*genetics`) goes.

    Args:
        marks: what separates them instead.
    """
    pieces = (said(line_of(piece)) for text in texts for piece in pieces_of(text, marks))
    return [word for piece in pieces if (word := _MAJOR.sub("", piece) if "*" in piece else piece) and word != "*"]


def pieces_of(text: str, marks: str) -> list[str]:
    """Split a text at any of some characters, except inside brackets: `lake (diagnosis, surgery), heron`.

    A bracket that is not closed on its line is an ordinary character; the semicolon of an entity belongs to it.
    """
    if not any(mark in text for mark in marks):
        return [text]
    entities = {match.end() - 1 for match in _ENTITY.finditer(text)} if "&" in text else set[int]()
    if not entities and not any(bracket in text for bracket in _BRACKETS):
        return re.split(f"[{re.escape(marks)}]", text)
    closed = _closed(text)
    pieces, begin, depth = list[str](), 0, 0
    for at, character in enumerate(text):
        if at in closed:
            depth += 1 if character in _BRACKETS else -1
        elif character in marks and depth == 0 and at not in entities:
            pieces.append(text[begin:at])
            begin = at + 1
    return [*pieces, text[begin:]]


def said(text: str) -> str:
    """Return a title, venue or keyword; nothing if it is what programs print for none: `null`, `N/A`, `-`."""
    return "" if len(text) < _LONGEST_NOTHING and text.strip("[]. ").casefold() in _UNSAID else text


def _closed(text: str) -> set[int]:
    """Return the positions of brackets that are closed on the same line, and of those that close them."""
    found, opened = set[int](), list[int]()
    for at, character in enumerate(text):
        if character == "\n":
            opened.clear()
        elif character in _BRACKETS:
            opened.append(at)
        elif character in _CLOSING and opened:
            # If a bracket is not closed, the brackets inside it belong to the one around it.
            while opened and _BRACKETS[text[opened[-1]]] != character:
                opened.pop()
            if opened:
                found |= {opened.pop(), at}
    return found


def noted(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the keywords and the remarks in note fields.

    What ASReview and Rayyan write there (labels, decisions, reasons) are keywords. What is only about the publication
    ("Export Date: …", "10 pages") is neither.
    """
    keywords, remarks = list[str](), list[str]()
    for text in texts:
        text = trim(plain(text))
        found = _IMPORTED.findall(text)
        if len(found) > 1 and not all(map(str.isalpha, found)):
            continue
        if "ASReview_" in text:
            keywords += _ASREVIEW.findall(text)
            text = "\n".join(one for one in text.split("\n") if not _ASREVIEW_OTHER.fullmatch(one.strip()))
        for piece in _RAYYAN.split(text):
            if match := _RAYYAN_PART.fullmatch(piece):
                _screened(match[1], match[2].strip(), keywords, remarks)
            elif kept := _own_words(piece):
                remarks.append(kept)
    return keywords, remarks


def _own_words(text: str) -> str:
    """Return a note without the lines that only say how its paper was published."""
    kept, lines = list[str](), text.split("\n")
    for line in lines:
        if _TO_THE_END.match(line):
            break
        said = _ARXIV_COMMENT.sub("", line, count=1)
        if not _LABELLED.match(said.strip()) and not _STATUS.fullmatch(said.strip()):
            kept.append(said if len(lines) > 1 else line)
    return "\n".join(kept).strip("\n") if any(map(str.strip, kept)) else ""


def _screened(part: str, text: str, keywords: list[str], remarks: list[str]) -> None:
    """Read one part of what Rayyan writes: `RAYYAN-LABELS: one,two`, `USER-NOTES: {"Me"=>["…"]}`."""
    said = [said for said, by in _QUOTED.findall(text) if not by]
    if part == "USER-NOTES":
        remarks += said
    elif part == "RAYYAN-INCLUSION":
        keywords += said
    else:
        keywords += text.strip(" |").split(",")


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))
