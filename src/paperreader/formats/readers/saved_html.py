"""Saved web pages: lists of papers (arXiv, Hugging Face, PubMed, Google Scholar, proceedings), and pages of one paper.

What a site marks with classes is taken as such (`list-title`, `gs_rt`, `abstract`); elsewhere, a heading above a
paragraph that reads like an abstract is a paper. Pages of one paper describe it in their `citation_…` metadata. Hugging
Face includes the whole list as JSON in an attribute.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Final, TextIO

from paperreader.domain import Leftover, Paper, Record, one_line
from paperreader.formats.records import (
    BEGINS_SECTION,
    Element,
    begins_paper,
    daily_paper,
    is_heading,
    is_hidden,
    metadata_of,
    part_of,
    parts_of,
    target_of,
)
from paperreader.formats.sources import leftover, trim
from paperreader.formats.values import reads_like_an_abstract, record_of, untitled

_PIECE: Final = 1 << 16
_LONGEST_TEXT: Final = 100_000
_LONGEST_ELEMENT: Final = 1 << 21
_LEAST_ABSTRACT: Final = 180
_LONGEST_TITLE: Final = 400
_LIKELY: Final = 0.3
_MOST_REMEMBERED: Final = 10_000
_MOST_OPEN: Final = 200
_HTML: Final = re.compile(
    r"<!doctype html|<html[\s>]|<body[\s>]|<article[\s>]|<li class=[\"']arxiv-result|<dl id=[\"']articles",
    re.IGNORECASE,
)
_SITE: Final = re.compile(
    r"(?:arxiv\.org|huggingface\.co/papers|scholar\.google|pubmed\.ncbi|openreview\.net|aclanthology\.org|"
    r"proceedings\.mlr|papers\.nips|semanticscholar\.org)|citation_title|DailyPapers",
    re.IGNORECASE,
)
_BLOCKS: Final = frozenset(
    ("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "tr", "td", "table", "article", "section", "blockquote", "br")
)
_VOID: Final = frozenset(("br", "img", "hr", "meta", "link", "input", "wbr", "source", "area", "base", "col", "embed"))
_ONCE: Final = frozenset(("title", "abstract", "venue", "published", "doi", "pmid"))


def sniff(head: str) -> float:
    """Sure if papers are found; a page of a known site may have its papers further down."""
    if not _HTML.search(head[:4_000]):
        return 0.0
    records = sum(isinstance(one, Record) for one in read(io.StringIO(head), date.min))
    if records:
        return 0.96 if _SITE.search(head) else 0.7
    return 0.6 if _SITE.search(head[:8_000]) else 0.1


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield the papers of a page, each once; other long paragraphs are left over."""
    page = _WebPage()
    rest = ""
    while piece := stream.read(_PIECE):
        piece = rest + piece
        cut = len(piece.removesuffix("<!").removesuffix("<"))
        piece, rest = piece[:cut], piece[cut:]
        page.take(piece.replace("<![", "&lt;!["))  # the parser stops at anything it takes for SGML
        yield from page.taken()
    page.take(rest)
    page.end()
    yield from page.taken()


@dataclass(slots=True)
class _Open:
    """An element that is being read."""

    part: str
    tag: str
    line: int
    depth: int = 1
    pieces: list[str] = field(default_factory=list)
    size: int = 0


@dataclass(slots=True)
class _PageDraft:
    """The current paper."""

    line: int
    tag: str = ""
    """The element that holds it; empty if it began with a heading or is the page's own."""
    depth: int = 1
    whole: bool = False
    """Whether the page is only about this paper."""
    parts: dict[str, list[str]] = field(default_factory=dict)
    settled: frozenset[str] = frozenset()
    """The parts given by the page's metadata."""
    schemes: dict[str, str] = field(default_factory=dict)


class _WebPage(HTMLParser):
    """Reads a page in pieces, and collects what it finds in `found`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Record | Leftover] = []
        self.skipped = 0
        self.waiting: list[str] = []
        self.open: list[_Open] = []
        self.hidden: list[str] = []
        self.draft: _PageDraft | None = None
        self.metadata: dict[str, list[str]] = {}
        self.known: set[str] = set()
        self.in_sections = False

    def taken(self) -> list[Record | Leftover]:
        """Return what was found since the last call."""
        found, self.found = self.found, []
        return found

    def take(self, piece: str) -> None:
        """Take the next piece of the page.

        An element is only parsed where it may end, because the parser goes through an unfinished one from its beginning
        each time.
        """
        self.waiting.append(piece)
        if ">" in piece:
            piece, self.waiting = "".join(self.waiting), []
            try:
                self.feed(piece)
            except (AssertionError, ValueError):
                self._start_anew("This is not HTML.")
        if len(self.rawdata) + sum(map(len, self.waiting)) > _LONGEST_ELEMENT:
            self._start_anew("This element is far too long.")

    def _start_anew(self, why: str) -> None:
        """Leave over the unfinished part, and start again."""
        rest, line = self.rawdata + "".join(self.waiting), self._line()
        self.found.append(leftover(line, rest, why))
        self.reset()
        self.waiting = []
        self.skipped = line - 1 + rest.count("\n")
        self.open, self.hidden = [], []

    def end(self) -> None:
        """End the page without looking at an element that is cut off, over which the parser would take far too long."""
        text, bracket, rest = (self.rawdata + "".join(self.waiting)).partition("<")
        self.handle_data(html.unescape(text))
        if bracket and len(rest) > _LEAST_ABSTRACT:
            self.found.append(leftover(self._line(), rest, "This element is cut off."))
        while self.open:
            self._shut(self.open.pop())
        self._begin_whole(self._line())
        self._finish()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the start of an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        if tag == "meta":
            part, content = metadata_of(element)
            if part is not None and content and len(self.metadata.get(part, ())) < _MOST_REMEMBERED:
                self.metadata.setdefault(part, []).append(content)
        if "data-props" in element.attributes:
            self._shipped(element.attributes["data-props"])
        if tag in _VOID:
            self._write("\n" if tag == "br" else "")
            return
        if self.hidden or is_hidden(element):
            if tag in (self.hidden or [tag]) and len(self.hidden) < _MOST_OPEN:
                self.hidden.append(tag)
            return
        self._enter(element)

    def _enter(self, element: Element) -> None:
        tag = element.tag
        for one in self.open:
            one.depth += one.tag == tag
        if self.draft is not None and self.draft.tag == tag:
            self.draft.depth += 1
        if tag in _BLOCKS:
            self._end_paragraph()
            self._write("\n")
        if tag == "body":
            self._begin_whole(self._line())
        if begins_paper(element) and not (self.draft is not None and (self.draft.whole or not self._has_text())):
            self._finish()
            self.draft = _PageDraft(self._line(), "dl" if tag == "dt" else tag)
        self._note(element)
        part = part_of(element, in_paper=self.draft is not None)
        if part is None and is_heading(element):
            part = "heading"
        elif part is None and tag in ("p", "blockquote") and not self.open:
            part = "p"
        if part is not None and len(self.open) < _MOST_OPEN:
            self.open.append(_Open(part, tag, self._line()))

    def _note(self, element: Element) -> None:
        """Take what an element's attributes say."""
        if element.tag == "a" and not any(one.part == "abstract" for one in self.open):
            self._links(element)
        elif element.tag == "time":
            self._add("published", element.attributes.get("datetime", ""))

    def handle_endtag(self, tag: str) -> None:
        """Take the end of an element."""
        if self.hidden:
            if tag in self.hidden:
                self.hidden.remove(tag)
            return
        if tag == "a" and self.open and self.open[-1].part == "authors":
            self._write(", ")
        for one in self.open:
            one.depth -= one.tag == tag
        while self.open and any(one.depth <= 0 for one in self.open):
            self._shut(self.open.pop())
        if self.draft is not None and self.draft.tag == tag:
            self.draft.depth -= 1
            if self.draft.depth <= 0:
                self._finish()

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self.hidden:
            self._write(data)

    def _line(self) -> int:
        return self.skipped + self.getpos()[0]

    def _write(self, text: str) -> None:
        if self.open and text and self.open[-1].size < _LONGEST_TEXT:
            self.open[-1].pieces.append(text[:_LONGEST_TEXT])
            self.open[-1].size += len(text)

    def _end_paragraph(self) -> None:
        """End the paragraph, as another block begins."""
        while self.open and self.open[-1].tag == "p":
            self._shut(self.open.pop())

    def _shut(self, one: _Open) -> None:
        text = _unwrapped("".join(one.pieces))
        if not text:
            return
        if one.part == "heading":
            self._heading(one.line, text)
        elif one.part == "p":
            self._paragraph(one.line, text)
        elif one.part:
            if self.draft is None and one.part == "title":
                self.draft = _PageDraft(one.line)
            for part, value in parts_of(one.part, text):
                self._add(part, value)

    def _add(self, part: str, text: str) -> None:
        if self.draft is None or not text.strip() or part in self.draft.settled:
            return
        texts = self.draft.parts.setdefault(part, [])
        if len(texts) < (1 if part in _ONCE else _MOST_REMEMBERED):
            texts.append(text)

    def _links(self, element: Element) -> None:
        """Take the paper that a link leads to: the first of each kind, and any version of it."""
        if self.draft is None:
            return
        for one in target_of(element):
            kind = one.scheme.removesuffix("_version")
            bare = one.value.rpartition("v")[0] if kind != one.scheme else one.value
            if self.draft.schemes.setdefault(kind, bare) == bare:
                prefix = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}.get(kind)
                self._add("links" if prefix else kind, (prefix or "") + one.value)

    def _heading(self, line: int, text: str) -> None:
        """Take a heading: the title of the current paper, or the beginning of one."""
        text = one_line(text)
        if self.draft is not None and (self.draft.tag or self.draft.whole):
            if "title" not in self.draft.parts and len(text) <= _LONGEST_TITLE:
                self._add("title", text)
            return
        if BEGINS_SECTION.match(text):
            self.in_sections = True
        if text.lower().strip(":. ") != "abstract":
            self._finish()
            if not self.in_sections and len(text) <= _LONGEST_TITLE:
                self.draft = _PageDraft(line, parts={"title": [untitled(text)]})

    def _paragraph(self, line: int, text: str) -> None:
        """Take a paragraph: an abstract if it reads like one and the paper has none."""
        for part, value in parts_of("line", text):
            self._add(part, value)
        if len(text) < _LEAST_ABSTRACT:
            return
        room = self.draft is not None and "abstract" not in self.draft.parts and not self.draft.whole
        if room and reads_like_an_abstract(text) >= _LIKELY:
            self._add("abstract", text)
        else:
            self.found.append(
                leftover(line, text, "This paragraph is not in a paper, or does not read like an abstract.")
            )

    def _has_text(self) -> bool:
        return self.draft is not None and bool({"title", "abstract"} & set(self.draft.parts))

    def _begin_whole(self, line: int) -> None:
        """Begin the paper that the page's metadata describe."""
        if "title" in self.metadata:
            self._finish()
            given = {part: texts[:1] if part in _ONCE else texts for part, texts in self.metadata.items()}
            self.draft = _PageDraft(line, whole=True, parts=given, settled=frozenset(given))
        self.metadata = {}

    def _finish(self) -> None:
        """Finish the current paper, if it is one; a title alone is not."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        parts = draft.parts
        enough = (
            {"abstract", "authors", "arxiv", "doi", "pmid", "links"} & set(parts)
            if draft.tag
            else {"abstract"} & set(parts)
        )
        if "title" not in parts or not (enough or draft.whole):
            if "abstract" in parts:
                self.found.append(leftover(draft.line, parts["abstract"][0], "There is no title above this abstract."))
            return
        record = record_of(draft.line, "\n".join(parts["title"]), parts)
        self._keep(record)

    def _keep(self, record: Record | Leftover) -> None:
        """Keep a paper unless the page has had it before."""
        if isinstance(record, Record):
            paper = record.paper
            names = {f"{one.scheme}:{one.value}" for one in paper.identifiers} or {f"title:{paper.title}"}
            if names & self.known:
                return
            if len(self.known) < _MOST_REMEMBERED:
                self.known |= names
        self.found.append(record)

    def _shipped(self, text: str) -> None:
        """Take the list in an attribute of a Hugging Face page."""
        try:
            shipped = json.loads(text)
            items = shipped.get("dailyPapers") if isinstance(shipped, dict) else None
            for item in items if isinstance(items, list) else ():
                paper: Paper = daily_paper(item if isinstance(item, dict) else {})
                if paper.title or paper.identifiers:
                    self._keep(Record(paper, self._line()))
        except (ValueError, RecursionError, OverflowError):
            self.found.append(leftover(self._line(), text, "This attribute holds broken JSON."))


def _unwrapped(text: str) -> str:
    """Return an element's text, in which any white space is one space."""
    return trim(re.sub(r"[ \t\r\n\f]+", " ", text))
