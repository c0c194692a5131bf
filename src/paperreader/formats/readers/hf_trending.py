"""Markdown copies of Hugging Face pages: daily papers, trending papers, searches.

A heading or a link to `huggingface.co/papers/<arXiv id>` begins a paper; its text follows, linked or not, then a
footer. Scrapers print links as `[text](url)`, as `[text][7]` over several lines, or as text with the address below it.
A trending page has every paper twice, and one-line summaries in place of many abstracts: see `page.finished`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Leftover, Paper, Record, TitleFrom, arxiv_identifiers, one_line
from paperreader.formats.records import COUNT, FURNITURE, NUMBER, PaperDraft, finished, footer_of, reads_as_name
from paperreader.formats.sources import leftover, lines, trim

_PAPER: Final = re.compile(r"https://huggingface\.co/papers/(\d{4}\.\d{4,5}(?:v\d{1,3})?)(#community)?")
_VOTE: Final = re.compile(r"https://huggingface\.co/login\?next=%2Fpapers%2F(\d{4}\.\d{4,5})")
_TITLE_LINE: Final = re.compile(
    r"(?:[-*+]|\d{1,4}[.)])?[ \t]*(?:#{1,6} )?\*{0,2}\[[^\]\n]{3,400}\]"
    r"\(https://huggingface\.co/papers/\d{4}\.\d{4,5}(?:v\d{1,3})?\)\*{0,2}"
)
_HEADING: Final = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_BULLET: Final = re.compile(r"\A(?:(?:[-*+•]|\d{1,4}[.)])[ \t]+(?=\[|#|\*\*|https?:|\Z)|[-*+][ \t]*\Z)")
"""The bullet of a list item that is a link or a heading; before anything else, it is part of the text."""
_ITEM: Final = re.compile(r"\A(?:[-*+•]|\d{1,4}[.)])[ \t]+")
_EMPHASISED: Final = re.compile(r"(\*{1,3}|_{1,3})(?=\S)(.+)(?<=\S)\1")
_IMAGE: Final = re.compile(r"!\[[^\]\n]{0,300}\]\([^()\n]{0,2000}\)")
_LINK_END: Final = re.compile(
    r"\](?:\(([^\s()]{1,1000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?)(?: \"[^\"\n]{0,300}\")?\)|\[\d{1,5}\])"
)
_ESCAPED: Final = re.compile(r"\\([\[\]_*#`])")
_BROKEN: Final = re.compile(r"\\{1,2}$", re.MULTILINE)
_BARE_URL: Final = re.compile(r"https?://\S{4,2000}")
_ALT: Final = re.compile(r"\[[^\[\]\n]{1,80}\][ \t]*")
_BY_COMMUNITY: Final = re.compile(r"by.{0,80}and the research community", re.IGNORECASE)
_INVITATION: Final = "get trending papers"
_SUMMARISED: Final = "trending papers"
_DAILY: Final = "daily papers"

_LONGEST_TITLE: Final = 400
_LONGEST_NUMBER: Final = 8
_WORTH_KEEPING: Final = 80
_MOST_LINES: Final = 120
_MOST_PARAGRAPHS: Final = 200


def sniff(head: str) -> float:
    """Sure if titles link to, or are above links to, pages of papers, and the page's own words are there."""
    written = [line.strip() for line in head.splitlines() if line.strip()]
    titles = sum(_TITLE_LINE.fullmatch(line) is not None for line in written)
    addresses = sum(_PAPER.fullmatch(line) is not None for line in written)
    headings = [line for line in written if line.startswith(("## ", "### "))]
    invited = any(line.lower().startswith(_INVITATION) for line in written)
    pages = sum(line.lstrip("# ").lower() in (_SUMMARISED, _DAILY) for line in headings)
    if invited and (titles or addresses or pages or any("][" in line for line in headings)):
        return 0.95
    footers = sum(footer_of(_ITEM.sub("", line)) is not None for line in written)
    if titles and (footers or _VOTE.search(head)):
        return 0.93
    long = sum(len(line) > 2 * _WORTH_KEEPING for line in written)
    return 0.8 if titles and 2 * long >= titles and 6 * titles >= len(written) else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:
    """Yield each paper of the page once, in order of first appearance."""
    return finished(_MarkdownPage().read(stream), today)


@dataclass(slots=True)
class _Item:
    """A line, or the lines of one link, without Markdown."""

    line: int
    parts: list[tuple[str, str]]
    """Pieces of text with their links, empty where there are none."""
    level: int = 0
    """The level of a heading, from 1."""

    @property
    def text(self) -> str:
        return trim("".join(text for text, _ in self.parts))

    @property
    def linked(self) -> bool:
        """Whether it is a link and nothing else."""
        return len(self.parts) == 1 and self.parts[0][1] != ""

    def links(self, shape: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
        """The linked pieces whose address has that form."""
        return ((text, match) for text, url in self.parts if url and (match := shape.fullmatch(url)))


@dataclass(slots=True)
class _MarkdownPage:
    """The state of reading one page."""

    draft: PaperDraft | None = None
    votes: tuple[str, int | None] = ("", None)
    """The last number, and the id of the paper it links to, if any."""
    above: str = ""
    """The page's own word on the line above, in lower case."""
    summarised: bool | None = None

    def read(self, stream: TextIO) -> Iterator[PaperDraft | Leftover]:
        """Yield every paper as soon as the next begins."""
        for item in _items(stream):
            if isinstance(item, Leftover):
                yield item
            else:
                yield from self._take(item)
        yield from self._finish()

    def _take(self, item: _Item) -> Iterator[PaperDraft | Leftover]:
        self._comments(item)
        text = item.text
        if not _ALT.sub("", text):
            return
        above, self.above = self.above, ""
        if self._votes(item, text, above) or self._is_furniture(item, text) or self._foots(item, text):
            return
        arxiv = next((match[1] for _, match in item.links(_PAPER)), "")
        here = "" if self.draft is None else next(iter(self.draft.paper.values("arxiv")), "")
        if len(text) <= _LONGEST_TITLE and (
            item.level > 2 or (item.level and item.linked) or (arxiv and arxiv.partition("v")[0] != here)
        ):
            yield from self._finish()
            self._begin(item, text, arxiv)
        elif above != "submitted by":
            yield from self._add(item, text)

    def _comments(self, item: _Item) -> None:
        """Take a number that links to a paper's comments."""
        for text, match in item.links(_PAPER):
            if match[2]:
                if self.draft is not None and text.strip().isdecimal() and len(text) < _LONGEST_NUMBER:
                    self.draft.footer.comments = int(text)
                item.parts = [part for part in item.parts if part[1] != match[0]]
                return

    def _votes(self, item: _Item, text: str, above: str) -> bool:
        """Take a number that links to a login, or is below `Upvote` or above a title."""
        vote = next((match[1] for _, match in item.links(_VOTE)), "")
        number = (text.split() or [""])[-1]
        if not NUMBER.fullmatch(number) or (len(text) > len(number) and not vote):
            return False
        count = int(number) if number != "-" else None
        here = self.draft is not None and vote in self.draft.paper.values("arxiv")
        if self.draft is not None and (here or (not vote and above.startswith("upvote"))):
            self.draft.paper = replace(self.draft.paper, upvotes=count)
        else:
            self.votes = (vote, count)
        return True

    def _is_furniture(self, item: _Item, text: str) -> bool:
        low = text.lower()
        if low in (_SUMMARISED, _DAILY) and self.summarised is None:
            self.summarised = low == _SUMMARISED
        self.above = low
        pieces = [part.strip().removeprefix("LINK: ") for part, _ in item.parts if part.strip()]
        return all(map(FURNITURE.fullmatch, pieces)) or any(shape.fullmatch(text) for shape in (_BY_COMMUNITY, COUNT))

    def _foots(self, item: _Item, text: str) -> bool:
        """Take a footer, or a part of it: authors, a linked organisation, a date."""
        plain = _ITEM.sub("", one_line(_ALT.sub("", text))).lstrip("-* ")
        found = footer_of(plain)
        written = self.draft is not None and (self.draft.paragraphs or self.draft.in_footer)
        organisation = written and not item.level and item.linked and not any(item.links(_PAPER))
        if found is None and not (organisation and reads_as_name(plain)):
            return False
        if self.draft is not None:
            self.draft.in_footer = True
            if found is not None:
                self.draft.footer.add(found)
        return True

    def _begin(self, item: _Item, text: str, arxiv: str) -> None:
        vote, count = self.votes
        paper = Paper(
            _unemphasised(one_line(text)),
            TitleFrom.PRINTED,
            upvotes=count if vote in ("", arxiv.partition("v")[0]) else None,
            identifiers=arxiv_identifiers(arxiv),
        )
        self.votes = ("", None)
        self.draft = PaperDraft(item.line, paper, summarised=bool(self.summarised))

    def _finish(self) -> Iterator[PaperDraft | Leftover]:
        draft, self.draft = self.draft, None
        if draft is not None and (draft.paragraphs or draft.in_footer or draft.paper.identifiers):
            yield draft
        elif draft is not None:
            yield leftover(draft.line, draft.paper.title or "", "There is nothing about a paper below this heading.")

    def _add(self, item: _Item, text: str) -> Iterator[Leftover]:
        """Add to the abstract. Elsewhere, long text is left over, and short text is the page's own."""
        draft = self.draft
        if draft is not None and not draft.in_footer and len(draft.paragraphs) < _MOST_PARAGRAPHS:
            draft.paragraphs.append(text)
        elif len(text) >= _WORTH_KEEPING:
            yield leftover(item.line, text, "This is outside any paper on the page.")


def _items(stream: TextIO) -> Iterator[_Item | Leftover]:
    """Yield the lines of the page. The lines of one link are one item; an address below a text is its link."""
    held: _Item | None = None
    for found in _joined(stream):
        if isinstance(found, Leftover):
            yield found
            continue
        number, text = found
        if _BARE_URL.fullmatch(text) and held is not None and held.parts and not held.parts[-1][1]:
            held.parts = [(held.text, text)]
            continue
        if held is not None:
            yield held
        heading = _HEADING.match(text)
        held = _Item(number, _parts(text[heading.end() :] if heading else text), len(heading[1]) if heading else 0)
        if _BARE_URL.fullmatch(text):
            held = None
    if held is not None:
        yield held


def _joined(stream: TextIO) -> Iterator[tuple[int, str] | Leftover]:
    """Yield lines that are not blank, without images and bullets, joined from an opening bracket to its link."""
    opened = list[tuple[int, str]]()
    for line in lines(stream):
        if isinstance(line, Leftover):
            yield from opened
            opened = []
            yield line
            continue
        number, raw = line
        text = trim(_IMAGE.sub("", raw))
        if not opened:
            text = _BULLET.sub("", text)
        if opened:
            closes = _LINK_END.search(text) is not None
            if closes:
                yield opened[0][0], "\n".join(filter(None, (*(text for _, text in opened), text)))
                opened = []
                continue
            if len(opened) < _MOST_LINES and not _HEADING.match(text):
                opened.append((number, text))
                continue
            yield from ((number, text) for number, text in opened if text)
            opened = []
        if _opens(text):
            opened.append((number, text))
        elif text:
            yield number, text
    yield from opened


def _unemphasised(text: str) -> str:
    """Remove asterisks around a whole text."""
    match = _EMPHASISED.fullmatch(text)
    return match[2] if match and match[1] not in match[2] else text


def _opens(text: str) -> bool:
    """Whether a line begins a link that ends further down."""
    at = text.find("[")
    heading = _HEADING.match(text)
    return at >= 0 and at == (heading.end() if heading else 0) and _LINK_END.search(text) is None and "]" not in text


def _parts(text: str) -> list[tuple[str, str]]:
    """Split a text into links with their addresses and the pieces between them."""
    found, at = list[tuple[str, str]](), 0
    for end in _LINK_END.finditer(text):
        inside = text[at : end.start()]
        begin, depth = len(inside), 1
        while begin and depth:
            begin -= 1
            depth += {"]": 1, "[": -1}.get(inside[begin], 0)
        if depth:  # an unmatched closing bracket
            continue
        if end[1] is None and inside[begin + 1 :].strip().isdecimal() and len(text) > _WORTH_KEEPING:
            continue  # `[3][4]` in a sentence: cited works
        found += [(_plain(inside[:begin]), ""), (_plain(inside[begin + 1 :]), end[1] or end[0])]
        at = end.end()
    found.append((_plain(text[at:]), ""))
    return [part for part in found if part[0].strip(" \t\n*") or part[1]]


def _plain(text: str) -> str:
    """Remove Markdown's escapes and forced line ends."""
    return _ESCAPED.sub(r"\1", re.sub(r"\\ {1,2}(?=\S)", " ", _BROKEN.sub("", text)))
