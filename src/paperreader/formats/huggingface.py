"""Text copied from a Hugging Face papers page, in the three shapes that browsers and scripts give it.

Blocks between blank lines (title, abstract, footer `• N authors`, `·`, `date[ comments]`); title lines and
abstract lines with nothing between; or everything about a paper on one line:
`<upvotes or -> Title Abstract N authors · date[ comments]`. The reader need not be told which it is: what a
line is shows in the line itself and its neighbours, and a page may mix them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Final, TextIO

from paperreader.formats.source import leftover, lines, trim
from paperreader.paper import Leftover, Paper, PartialDate, Record, TitleFrom, one_line
from paperreader.titles import split_title

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE: Final = re.compile(
    r"(?:Published on )?(Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6} (\d{1,2})"
    r"(?:, ((?:19|20)\d\d))?(?: (\d{1,6}))?"
)
_AUTHORS: Final = re.compile(r"(\d{1,6}) authors?")
_NUMBER: Final = re.compile(r"\d{1,6}|-")
_COUNT: Final = re.compile(r"\d{1,6}([.,]\d{1,3})?[kKM]?|\+\d{1,6}")
_UPVOTED: Final = re.compile(r"(?:(\d{1,6})|-) (?=\S)")
_FURNITURE: Final = re.compile(
    r"(get )?trending papers( in your email inbox.{0,40})?|subscribe|new|"
    r"(daily|weekly|monthly|top|hot) ?papers?|"
    r"daily|weekly|monthly|trending|papers|models|datasets|spaces|buckets|community|docs|enterprise|pricing|"
    r"by ?\S{1,40} and the research community|hugging face|log ?in|sign ?up|upvotes?|github|project( page)?|"
    r"arxiv( page)?|view pdf|view arxiv page|next|previous|back to articles|search|load more|"
    r"submitted by.{0,60}",
    re.IGNORECASE,
)
_INVITATION: Final = "get trending papers"
_SUBSCRIBE: Final = "Subscribe"

_WRAPPED: Final = range(40, 121)
"""How long the lines of a text are that a terminal or an editor has wrapped."""
_LONGEST_TITLE: Final = 300
_LONG: Final = 250
_SENTENCE: Final = 80
_LONGEST_NAME: Final = 60
_MOST_HELD: Final = 8
_MOST_LINES: Final = 60
_MOST_PARAGRAPHS: Final = 200
_BATCH: Final = 5_000
"""Papers whose years are worked out together: pages have a hundred, and memory stays constant."""


def sniff(head: str) -> float:
    """Sure by the page's own words and footers, less so by titles and abstracts that just alternate."""
    written = [trim(line) for line in head.splitlines() if line.strip()]
    footers = sum(_footer(line) is not None or _one_line(line) is not None for line in written)
    if footers > 1 or any(line.lower().startswith(_INVITATION) for line in written[:40]):
        return 0.9
    pairs = sum(_reads_as_title(one) and len(two) > _LONG for one, two in pairwise(written))
    return 0.6 if footers and len(written) < 4 else 0.4 if pairs and 3 * pairs >= len(written) else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:
    """Yield the papers of the page in their order, with a year for the dates that are printed without one."""
    batch = list[_Draft | Leftover]()
    for piece in _Page().read(stream):
        batch.append(piece)
        if len(batch) == _BATCH:
            yield from _dated(batch, today)
            batch = []
    yield from _dated(batch, today)


@dataclass(slots=True)
class _Footer:
    """What stands below an abstract, or a piece of it."""

    by: bool = False
    """It says who wrote the paper: so many authors, or an organisation."""
    author_count: int | None = None
    month_day: tuple[int, int] | None = None
    year: int | None = None
    comments: int | None = None


@dataclass(slots=True)
class _Draft:
    """A paper of which more may follow."""

    line: int
    paper: Paper
    paragraphs: list[str] = field(default_factory=list)
    footer: _Footer = field(default_factory=_Footer)
    in_footer: bool = False


@dataclass(slots=True)
class _Page:
    """Where the reader of one page stands.

    A short line shows what it is only by what follows: a title stands above an abstract, an organisation's
    name above `·`, the last line of an abstract above a footer. Until then it is held.
    """

    draft: _Draft | None = None
    held: list[tuple[int, str]] = field(default_factory=list)
    upvotes: int | None = None
    invited: bool = False
    footer_above: bool = False

    def read(self, stream: TextIO) -> Iterator[_Draft | Leftover]:
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

    def _take(self, number: int, text: str) -> Iterator[_Draft | Leftover]:
        footer_above, self.footer_above = self.footer_above, False
        invited, self.invited = self.invited, text.lower().startswith(_INVITATION)
        if invited and text.startswith(_SUBSCRIBE) and text[len(_SUBSCRIBE) :][:1].isalnum():
            text = text[len(_SUBSCRIBE) :]  # the page's button, glued to its first title
        if _FURNITURE.fullmatch(text):
            self.invited |= invited
        elif _NUMBER.fullmatch(text):
            self._number(text, below_footer=footer_above)
        elif (footer := _footer(text)) is not None:
            yield from self._add_footer(footer)
        elif not _COUNT.fullmatch(text):
            yield from self._add_text(number, text)

    def _number(self, text: str, *, below_footer: bool) -> None:
        """A number right below a date counts the comments; any other, or a dash, the next paper's upvotes."""
        count = int(text) if text != "-" else None
        if below_footer and self.draft is not None:
            self.draft.footer.comments = count
        else:
            self.upvotes = count

    def _add_footer(self, footer: _Footer) -> Iterator[_Draft | Leftover]:
        if self.held:
            yield from self._held_above_footer()
        draft = self.draft
        if draft is None or (footer.month_day and not footer.by and not draft.in_footer):
            return  # the date of the page itself
        draft.in_footer = True
        known = draft.footer
        if footer.author_count is not None:
            known.author_count = footer.author_count
        if footer.month_day is not None:
            known.month_day, known.year, known.comments = footer.month_day, footer.year, footer.comments
            self.footer_above = True

    def _held_above_footer(self) -> Iterator[_Draft | Leftover]:
        """The short lines above a footer are the abstract's end, a name, or a whole small paper."""
        if self.draft is not None and not self.draft.in_footer:
            held, self.held = self.held, []
            for number, text in held:
                if not _reads_as_name(text):
                    yield from self._continue(number, text)
            return
        held, self.held = self.held, []
        if len(held) > 1 and _reads_as_name(held[-1][1]):
            held.pop()
        ends_in_text = len(held) > 1 and (held[-1][1].endswith(".") or not _reads_as_title(held[-1][1]))
        for number, text in held[: -2 if ends_in_text else -1]:
            yield leftover(number, text, _WHY_SHORT)
        yield from self._finish()
        number, title = held[-2 if ends_in_text else -1]
        self._begin(number, title, [held[-1][1]] if ends_in_text else [])

    def _add_text(self, number: int, text: str) -> Iterator[_Draft | Leftover]:
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
            yield leftover(number, text, "This reads like an abstract, and no title stands above it.")
        else:
            yield from self._continue(number, text)

    def _continue(self, number: int, text: str) -> Iterator[_Draft | Leftover]:
        if self.draft is None or len(self.draft.paragraphs) >= _MOST_PARAGRAPHS:
            yield leftover(number, text, "This belongs to no paper.")
        else:
            self.draft.paragraphs.append(text)

    def _begin(self, number: int, title: str, paragraphs: list[str]) -> None:
        self.draft = _Draft(
            number, Paper(one_line(title), TitleFrom.PRINTED, upvotes=self.upvotes), paragraphs=paragraphs
        )
        self.upvotes = None

    def _finish(self, *, titled: bool = False) -> Iterator[_Draft | Leftover]:
        """Let go of the paper so far, and of the lines held but for the next title."""
        keep = 1 if titled else 0
        draft, self.draft = self.draft, None
        bare = list[Leftover]()
        while len(self.held) > keep:
            number, text = self.held.pop(0)
            if draft is not None and not draft.in_footer and text.endswith("."):
                draft.paragraphs.append(text)
            elif not (keep and draft is not None and _reads_as_name(text)):
                bare.append(leftover(number, text, _WHY_SHORT))
        if draft is not None:
            yield draft
        yield from bare


_WHY_SHORT: Final = "This may be a title, but neither an abstract nor a footer follows."


def _blocks(stream: TextIO) -> Iterator[tuple[int, str] | Leftover]:
    """Lines, blank ones as empty texts; wrapped lines are one text, with their line ends."""
    wrapped = list[tuple[int, str]]()
    for line in lines(stream):
        if isinstance(line, Leftover):
            yield from _unwrapped(wrapped)
            wrapped = []
            yield line
            continue
        number, text = line[0], trim(line[1])
        wrapped.append((number, text))
        if len(text) not in _WRAPPED or len(wrapped) == _MOST_LINES or not _is_prose(text):
            yield from _unwrapped(wrapped)
            wrapped = []
    yield from _unwrapped(wrapped)


def _unwrapped(wrapped: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """One text where each line goes on in the middle of a sentence, else the lines as they are."""
    text = list[tuple[int, str]]()
    for number, line in wrapped:
        if text and line and (line[0].islower() or text[-1][1][-1] in ",-–:;(") and _is_prose(line):
            text[-1] = (text[-1][0], f"{text[-1][1]}\n{line}")
        else:
            text.append((number, line))
    yield from text


def _is_prose(line: str) -> bool:
    return _footer(line) is None and not _FURNITURE.fullmatch(line)


def _footer(line: str) -> _Footer | None:
    """What a line says about a paper, if it says nothing else; an organisation may stand for the authors."""
    if len(line) > _SENTENCE:
        return None
    found = _Footer()
    parts = line.replace("•", "·").split("·")
    for part in filter(None, map(str.strip, parts)):
        if match := _AUTHORS.fullmatch(part):
            found.author_count, found.by = int(match[1]), True
        elif match := _DATE.fullmatch(part):
            found.month_day = (_MONTHS.index(match[1][:3].lower()) + 1, int(match[2]))
            found.year = int(match[3]) if match[3] else None
            found.comments = int(match[4]) if match[4] else None
        elif len(parts) > 1 and _reads_as_name(part):
            found.by = True
        else:
            return None
    known = found.author_count is not None or found.month_day is not None
    return found if known or line[:1] in ("•", "·") else None


def _one_line(line: str) -> _Draft | None:
    """The paper of a line that holds all of it, or `None`."""
    text, dot, end = line.rpartition(" · ")
    if not dot or len(text) <= _SENTENCE or _DATE.fullmatch(end) is None:
        return None
    footer = _footer(end) or _Footer()
    body, _, last = text.rpartition(" authors" if text.endswith("authors") else " author")
    body, _, count = body.rpartition(" ") if not last else ("", "", "")
    if count.isdecimal() and len(count) < 7:
        footer.author_count = int(count)
    else:
        body, stop, name = text.rpartition(". ")
        body = f"{body}." if stop and _reads_as_name(name) else text
    upvoted = _UPVOTED.match(body)
    upvotes = int(upvoted[1]) if upvoted and upvoted[1] else None
    split = split_title(body[upvoted.end() :] if upvoted else body)
    paper = Paper(
        title=one_line(split.title) or None,
        title_from=TitleFrom.SPLIT if split.title else TitleFrom.DERIVED,
        title_confidence=split.confidence if split.title else None,
        upvotes=upvotes,
    )
    return _Draft(0, paper, [split.abstract], footer)


def _reads_as_title(text: str) -> bool:
    """Short, and not a sentence: titles end without a full stop."""
    return len(text) < _LONG and not (text.endswith(".") and len(text) >= _SENTENCE) and text.count(". ") < 2


def _reads_as_name(text: str) -> bool:
    """A few words with a capital, or just one, and no sentence: as an organisation is printed."""
    words = text.split()
    return (
        0 < len(words) <= 7
        and len(text) <= _LONGEST_NAME
        and text[-1] not in ".:;,?!"
        and (len(words) == 1 or words[0][0].isupper() or words[0][0].isdigit())
    )


def _dated(batch: list[_Draft | Leftover], today: date) -> Iterator[Record | Leftover]:
    """Finish the papers: a page leaves out the year it was made in, the one after all others."""
    years = [one.footer.year for one in batch if isinstance(one, _Draft) and one.footer.year is not None]
    year = max(years) + 1 if years else None
    for one in batch:
        if isinstance(one, Leftover):
            yield one
            continue
        paper = replace(
            one.paper,
            abstract=trim("\n".join(one.paragraphs)),
            author_count=one.footer.author_count,
            published=_published(one.footer, year, today),
            comments=one.footer.comments,
        )
        yield Record(paper, one.line)


def _published(footer: _Footer, year: int | None, today: date) -> PartialDate | None:
    if footer.month_day is None:
        return None
    month, day = footer.month_day
    inferred = footer.year is None
    guessed = year or (today.year if (month, day) <= (today.month, today.day) else today.year - 1)
    try:
        return PartialDate(footer.year or guessed, month, day, inferred)
    except ValueError:  # the 31st of February, or the 29th in a year that has none
        return PartialDate(footer.year or guessed, month, None, inferred)
