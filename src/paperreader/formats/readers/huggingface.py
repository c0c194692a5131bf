"""Text copied from a Hugging Face papers page, in the three forms that browsers and scripts give it.

Blocks between blank lines (title, abstract, footer `• N authors`, `·`, `date[ comments]`); title and abstract lines
with nothing between; or a whole paper on one line: `<upvotes or -> Title Abstract N authors · date[ comments]`. Each
line is recognised by itself and its neighbours, so a page can mix them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Leftover, Paper, Record, TitleFrom, one_line, split_title
from paperreader.formats.records import (
    COUNT,
    FURNITURE,
    NUMBER,
    PaperDraft,
    PaperFooter,
    finished,
    footer_of,
    is_date,
    reads_as_name,
)
from paperreader.formats.sources import leftover, lines, trim

_UPVOTED: Final = re.compile(r"(?:(\d{1,6})|-) (?=\S)")
_INVITATION: Final = "get trending papers"
_SUBSCRIBE: Final = "Subscribe"
_SUMMARISED: Final = "trending papers"
_PAGES: Final = ("daily papers", _SUMMARISED)

_WRAPPED: Final = range(40, 121)
"""The length of lines that a terminal or an editor has wrapped."""
_UNFINISHED: Final = frozenset("a an the of in on at by for with to from and or via into using through".split())
"""Words that no title and no sentence ends with."""
_LONGEST_TITLE: Final = 300
_LONG: Final = 250
_SENTENCE: Final = 80
_FEW: Final = 4
_MOST_HELD: Final = 8
_MOST_LINES: Final = 60
_MOST_PARAGRAPHS: Final = 200


def sniff(head: str) -> float:
    """Sure if the page's own words and footers are there; less so of a single footer."""
    written = [trim(line) for line in head.splitlines() if line.strip()]
    footers = sum(footer_of(line) is not None or _one_line(line) is not None for line in written)
    if footers > 1 or any(line.lower().startswith(_INVITATION) for line in written[:40]):
        return 0.9
    return 0.6 if footers and len(written) < _FEW else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:
    """Yield the papers of the page in their order, with a year for the dates that are printed without one."""
    return finished(_CopiedPage().read(stream), today)


@dataclass(slots=True)
class _CopiedPage:
    """The state of reading one page.

    A short line can only be classified by what follows: a title is above an abstract, an organisation's name above `·`,
    the last line of an abstract above a footer. Until then it is held.
    """

    draft: PaperDraft | None = None
    held: list[tuple[int, str]] = field(default_factory=list)
    upvotes: int | None = None
    invited: bool = False
    above: str = ""
    """The page's own word on the line above, which says what the next line means."""
    footer_above: bool = False
    summarised: bool | None = None
    """Whether the page is one of trending papers, with summaries in place of many abstracts."""

    def read(self, stream: TextIO) -> Iterator[PaperDraft | Leftover]:
        """Yield every paper as soon as the next one shows that it is complete."""
        for block in _blocks(stream):
            if isinstance(block, Leftover):
                yield block
                continue
            number, text = block
            if not text:
                self.footer_above = False
            elif (draft := _one_line(text)) is not None:
                yield from self._finish()
                draft.line = number
                yield draft
            else:
                yield from self._take(number, text)
        yield from self._finish()

    def _take(self, number: int, text: str) -> Iterator[PaperDraft | Leftover]:
        footer_above, self.footer_above = self.footer_above, False
        above, self.above = self.above, ""
        invited, self.invited = self.invited, text.lower().startswith(_INVITATION)
        if invited and text.startswith(_SUBSCRIBE) and text[len(_SUBSCRIBE) :][:1].isalnum():
            text = text[len(_SUBSCRIBE) :]  # the page's button, glued to its first title
        if FURNITURE.fullmatch(text):
            self.invited, self.above = self.invited or invited, text.lower()
            if self.above in _PAGES and self.summarised is None:
                self.summarised = self.above == _SUMMARISED
        elif NUMBER.fullmatch(text):
            self._number(text, below_footer=footer_above, voted=above in ("upvote", "upvotes"))
        elif (footer := footer_of(text)) is not None:
            yield from self._add_footer(footer)
        elif not (COUNT.fullmatch(text) or (above == "submitted by" and reads_as_name(text))):
            yield from self._add_text(number, text)

    def _number(self, text: str, *, below_footer: bool, voted: bool) -> None:
        """Take a number: comments if right below a date; otherwise the next paper's upvotes, as is a dash."""
        count = int(text) if text != "-" else None
        if voted and self.draft is not None:
            self.draft.paper = replace(self.draft.paper, upvotes=count)
        elif below_footer and self.draft is not None:
            self.draft.footer.comments = count
        else:
            self.upvotes = count

    def _add_footer(self, footer: PaperFooter) -> Iterator[PaperDraft | Leftover]:
        if self.held:
            yield from self._held_above_footer()
        draft = self.draft
        if draft is None or (footer.month_day and not (footer.by or footer.published_on or draft.in_footer)):
            return  # the date of the page itself
        draft.in_footer = True
        draft.footer.add(footer)
        self.footer_above = footer.month_day is not None

    def _held_above_footer(self) -> Iterator[PaperDraft | Leftover]:
        """Take the short lines above a footer: the abstract's end, a name, or a whole small paper."""
        if self.draft is not None and not self.draft.in_footer:
            held, self.held = self.held, []
            for number, text in held:
                if not reads_as_name(text):
                    yield from self._continue(number, text)
            return
        held, self.held = self.held, []
        if len(held) > 1 and reads_as_name(held[-1][1]):
            held.pop()
        ends_in_text = len(held) > 1 and (held[-1][1].endswith(".") or not _reads_as_title(held[-1][1]))
        for number, text in held[: -2 if ends_in_text else -1]:
            yield leftover(number, text, _WHY_SHORT)
        yield from self._finish()
        number, title = held[-2 if ends_in_text else -1]
        self._begin(number, title, [held[-1][1]] if ends_in_text else [])

    def _add_text(self, number: int, text: str) -> Iterator[PaperDraft | Leftover]:
        expected = not self.held and (self.draft is None or self.draft.in_footer)
        if _reads_as_title(text) or (expected and len(text) <= _LONGEST_TITLE and "\n" not in text):
            self.held.append((number, text))
            if len(self.held) > _MOST_HELD:
                first, words = self.held.pop(0)
                yield leftover(first, words, _WHY_SHORT)
        elif self.held:
            yield from self._finish(titled=True)
            self._begin(*self.held.pop(), [text])
        elif expected:
            yield leftover(number, text, "This reads like an abstract, but there is no title above it.")
        else:
            yield from self._continue(number, text)

    def _continue(self, number: int, text: str) -> Iterator[PaperDraft | Leftover]:
        if self.draft is None or len(self.draft.paragraphs) >= _MOST_PARAGRAPHS:
            yield leftover(number, text, "This belongs to no paper.")
        else:
            self.draft.paragraphs.append(text)

    def _begin(self, number: int, title: str, paragraphs: list[str]) -> None:
        self.draft = PaperDraft(
            number,
            Paper(one_line(title), TitleFrom.PRINTED, upvotes=self.upvotes),
            paragraphs,
            summarised=bool(self.summarised),
        )
        self.upvotes = None

    def _finish(self, *, titled: bool = False) -> Iterator[PaperDraft | Leftover]:
        """Finish the paper and the lines held, except for the next title."""
        keep = 1 if titled else 0
        draft, self.draft = self.draft, None
        bare = list[Leftover]()
        while len(self.held) > keep:
            number, text = self.held.pop(0)
            if draft is not None and not draft.in_footer and text.endswith("."):
                draft.paragraphs.append(text)
            elif not (keep and draft is not None and reads_as_name(text)):
                bare.append(leftover(number, text, _WHY_SHORT))
        if draft is not None:
            yield draft
        yield from bare


_WHY_SHORT: Final = "This may be a title, but neither an abstract nor a footer follows."


def _blocks(stream: TextIO) -> Iterator[tuple[int, str] | Leftover]:
    """Yield lines, blank ones as empty texts; wrapped lines as one text with their line ends."""
    wrapped, indented = list[tuple[int, str]](), False
    for line in lines(stream):
        if isinstance(line, Leftover):
            yield from _unwrapped(wrapped)
            wrapped = []
            yield line
            continue
        number, text = line[0], trim(line[1])
        indented, was_indented = line[1][:2] == "  " and line[1][2:3].isalnum(), indented
        if indented and not was_indented and wrapped and wrapped[-1][1] and _is_prose(text):
            # A title's second line is indented in the source, and pages print it that way.
            wrapped[-1] = (wrapped[-1][0], f"{wrapped[-1][1]}\n{text}")
            continue
        wrapped.append((number, text))
        if len(text) not in _WRAPPED or len(wrapped) == _MOST_LINES or not _is_prose(text):
            yield from _unwrapped(wrapped)
            wrapped = []
    yield from _unwrapped(wrapped)


def _unwrapped(wrapped: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Join lines if each continues the sentence of the one above; otherwise leave them."""
    text = list[tuple[int, str]]()
    for number, line in wrapped:
        if text and line and _goes_on(text[-1][1], line) and _is_prose(line):
            text[-1] = (text[-1][0], f"{text[-1][1]}\n{line}")
        else:
            text.append((number, line))
    yield from text


def _goes_on(above: str, line: str) -> bool:
    """Whether a line continues the sentence or title of the one above."""
    return line[0].islower() or above[-1] in ",-–:;(" or above.rpartition(" ")[2] in _UNFINISHED


def _is_prose(line: str) -> bool:
    return footer_of(line) is None and not FURNITURE.fullmatch(line)


def _one_line(line: str) -> PaperDraft | None:
    """Return the paper of a line that holds all of it, or `None`."""
    text, dot, end = line.rpartition(" · ")
    if not dot or len(text) <= _SENTENCE or not is_date(end):
        return None
    footer = footer_of(end) or PaperFooter()
    body, _, last = text.rpartition(" authors" if text.endswith("authors") else " author")
    body, _, count = body.rpartition(" ") if not last else ("", "", "")
    if count.isdecimal() and len(count) < 7:
        footer.author_count = int(count)
    else:
        body, stop, name = text.rpartition(". ")
        body = f"{body}." if stop and reads_as_name(name) else text
    upvoted = _UPVOTED.match(body)
    upvotes = int(upvoted[1]) if upvoted and upvoted[1] else None
    split = split_title(body[upvoted.end() :] if upvoted else body)
    paper = Paper(
        title=one_line(split.title) or None,
        title_from=TitleFrom.SPLIT if split.title else TitleFrom.DERIVED,
        title_confidence=split.confidence if split.title else None,
        upvotes=upvotes,
    )
    return PaperDraft(0, paper, [split.abstract], footer)


def _reads_as_title(text: str) -> bool:
    """Whether a text is short and not a sentence: titles end without a full stop."""
    return len(text) < _LONG and not (text.endswith(".") and len(text) >= _SENTENCE) and text.count(". ") < 2
