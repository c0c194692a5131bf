"""What pages of papers print around a paper, for every format that reads such pages.

Footers (`• 3 authors · Apr 7, 2024 5`), the page's own words, dates without a year, and papers that appear twice on one
page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Final

from paperreader.domain import Leftover, Paper, PartialDate, Record, TitleFrom, one_line
from paperreader.formats.sources import trim

NUMBER: Final = re.compile(r"\d{1,6}|-")
COUNT: Final = re.compile(r"\d{1,6}([.,]\d{1,3})?[kKM]?|\+\d{1,6}")
FURNITURE: Final = re.compile(
    r"(get )?trending papers( in your email inbox.{0,40})?|subscribe|new|"
    r"(daily|weekly|monthly|top|hot) ?papers?|"
    r"daily|weekly|monthly|trending|papers|models|datasets|spaces|buckets|community|docs|enterprise|pricing|"
    r"by ?\S{1,40} and the research community|hugging face|log ?in|sign ?up|upvotes?|"
    r"github( \d{1,6}([.,]\d{1,3})?k?)?|project( page)?|"
    r"arxiv( page)?|view pdf|view arxiv page|next|previous|back to articles|search|load more|"
    r"submitted by.{0,60}",
    re.IGNORECASE,
)
"""The page's own words; such lines are neither papers nor worth keeping."""
_BATCH: Final = 5_000
"""How many papers' years are worked out together; a page has a hundred, and memory stays constant."""

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE: Final = re.compile(
    r"(Published on )?(Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6} (\d{1,2})"
    r"(?:, ((?:19|20)\d\d))?(?: (\d{1,6}))?"
)
_AUTHORS: Final = re.compile(r"(\d{1,6}) authors?")
_LONGEST_FOOTER: Final = 80
_LONGEST_NAME: Final = 60
_LONGEST_SUMMARY: Final = 400
_NEW_SENTENCE: Final = re.compile(r"(?<![ .][a-z])(?<!\bvs)(?<!\bal)[.!?][)”\"']?\s+[^\Wa-z]")


@dataclass(slots=True)
class PaperFooter:
    """What is printed below an abstract, or a part of it."""

    by: bool = False
    """Whether it gives the authors' number, or an organisation."""
    author_count: int | None = None
    month_day: tuple[int, int] | None = None
    year: int | None = None
    comments: int | None = None
    published_on: bool = False
    """Whether `Published on` is before the date, as on pages with summaries instead of abstracts."""

    def add(self, other: PaperFooter) -> None:
        """Add what another part of the same footer says."""
        self.published_on |= other.published_on
        if other.author_count is not None:
            self.author_count = other.author_count
        if other.month_day is not None:
            self.month_day, self.year = other.month_day, other.year
        if other.comments is not None:
            self.comments = other.comments


@dataclass(slots=True)
class PaperDraft:
    """A paper that may not be complete yet."""

    line: int
    paper: Paper
    paragraphs: list[str] = field(default_factory=list)
    footer: PaperFooter = field(default_factory=PaperFooter)
    in_footer: bool = False
    summarised: bool = False
    """Whether it is on a page with one-line summaries by a machine in place of many abstracts."""


def is_date(text: str) -> bool:
    """Whether a text is a date as pages print it, with or without a comment count."""
    return _DATE.fullmatch(text) is not None


def footer_of(line: str) -> PaperFooter | None:
    """Return what a line says about a paper, if it says nothing else; an organisation may stand for the authors."""
    if len(line) > _LONGEST_FOOTER:
        return None
    found = PaperFooter()
    parts = line.replace("•", "·").split("·")
    for part in filter(None, map(str.strip, parts)):
        if match := _AUTHORS.fullmatch(part):
            found.author_count, found.by = int(match[1]), True
        elif match := _DATE.fullmatch(part):
            found.month_day = (_MONTHS.index(match[2][:3].lower()) + 1, int(match[3]))
            found.year = int(match[4]) if match[4] else None
            found.comments = int(match[5]) if match[5] else None
            found.published_on = match[1] is not None
        elif len(parts) > 1 and reads_as_name(part):
            found.by = True
        else:
            return None
    known = found.author_count is not None or found.month_day is not None
    return found if known or line[:1] in ("•", "·") else None


def reads_as_name(text: str) -> bool:
    """Whether a text could be an organisation: one or a few capitalised words, not a sentence."""
    words = text.split()
    return (
        0 < len(words) <= 7
        and len(text) <= _LONGEST_NAME
        and text[-1] not in ".:;,?!"
        and (len(words) == 1 or words[0][0].isupper() or words[0][0].isdigit())
    )


def finished(pieces: Iterable[PaperDraft | Leftover], today: date) -> Iterator[Record | Leftover]:
    """Complete the papers of a page, each once; of a text longer than a page, some thousand at a time.

    A page leaves out the year in which it was made, which is the one after all that it prints. Of a paper that appears
    twice, the longer abstract is kept. A one-line summary is a remark, not an abstract.
    """
    rest = iter(pieces)
    while batch := list(islice(rest, _BATCH)):
        yield from _finished(batch, today)


def _finished(batch: Sequence[PaperDraft | Leftover], today: date) -> list[Record | Leftover]:
    years = [one.footer.year for one in batch if isinstance(one, PaperDraft) and one.footer.year is not None]
    year = max(years) + 1 if years else None
    found = list[Record | Leftover]()
    places = dict[object, int]()
    for one in batch:
        record = one if isinstance(one, Leftover) else _record(one, year, today)
        known = next((places[key] for key in _names(record) if key in places), None)
        other = found[known] if known is not None else None
        if isinstance(record, Record) and isinstance(other, Record) and known is not None and _same(other, record):
            found[known] = Record(_united(other.paper, record.paper), other.line)
        else:
            known = len(found)
            found.append(record)
        places |= dict.fromkeys(_names(record), known)
    return found


def _record(draft: PaperDraft, year: int | None, today: date) -> Record:
    abstract = trim("\n".join(draft.paragraphs))
    paper = replace(
        draft.paper,
        abstract=abstract,
        author_count=draft.footer.author_count,
        published=_published(draft.footer, year, today),
        comments=draft.footer.comments,
    )
    if paper.title and abstract and (draft.summarised or draft.footer.published_on) and _is_summary(abstract):
        paper = replace(paper, abstract="", remarks=(abstract,))
    return Record(paper, draft.line)


def _is_summary(abstract: str) -> bool:
    """Whether a text is one sentence, as hardly any abstract is."""
    return len(abstract) <= _LONGEST_SUMMARY and _NEW_SENTENCE.search(abstract) is None


def _names(record: Record | Leftover) -> tuple[object, ...]:
    """Return what two copies of a paper have in common: an identifier, or the title."""
    if isinstance(record, Leftover) or record.paper.title_from is not TitleFrom.PRINTED:
        return ()
    title = "".join((record.paper.title or "").split()).lower()
    return (*record.paper.identifiers, title)


def _same(one: Record, other: Record) -> bool:
    """Whether two records are copies of one paper: nothing that both have contradicts it."""
    ids, others = one.paper.values("arxiv"), other.paper.values("arxiv")
    if ids and others:
        return ids == others
    text, copy = "".join(one.paper.abstract.split()), "".join(other.paper.abstract.split())
    return not text or not copy or text == copy or _is_summary(one.paper.abstract) or _is_summary(other.paper.abstract)


def _united(one: Paper, other: Paper) -> Paper:
    """Merge two copies: the longer abstract is kept, and the shorter as a remark if it is a summary."""
    short, abstract = sorted((one.abstract, other.abstract), key=len)
    remark = (short,) if short and short != abstract and _is_summary(short) else ()
    return replace(
        one,
        abstract=abstract,
        author_count=other.author_count if one.author_count is None else one.author_count,
        published=one.published if other.published is None else other.published,
        upvotes=one.upvotes if other.upvotes is None else other.upvotes,
        comments=one.comments if other.comments is None else other.comments,
        identifiers=tuple(dict.fromkeys(one.identifiers + other.identifiers)),
        remarks=tuple(dict.fromkeys(one.remarks + other.remarks + remark)),
        title=one_line(one.title or other.title or "") or None,
    )


def _published(footer: PaperFooter, year: int | None, today: date) -> PartialDate | None:
    if footer.month_day is None:
        return None
    month, day = footer.month_day
    inferred = footer.year is None
    guessed = year or (today.year if (month, day) <= (today.month, today.day) else today.year - 1)
    try:
        return PartialDate(footer.year or guessed, month, day, inferred)
    except ValueError:  # the 31st of February, or the 29th outside a leap year
        return PartialDate(footer.year or guessed, month, None, inferred)
