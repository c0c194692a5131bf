"""What the fields of reference managers and databases hold, made what a paper has.

Below the formats; it knows how people's tools write names, dates, keywords, notes and marked-up text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from html.entities import html5
from itertools import pairwise
from typing import Final

from paperreader.formats.source import leftover, trim
from paperreader.paper import Identifier, Leftover, Paper, PartialDate, Place, Record, TitleFrom, one_line

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR: Final = r"1[5-9][0-9]{2}|2[01][0-9]{2}"
_COMPACT: Final = re.compile(rf"({_YEAR})([01][0-9])([0-3][0-9])(?![0-9])")
_YEAR_FIRST: Final = re.compile(rf"({_YEAR})(?:[-/.]([0-9]{{1,2}})(?:[-/.]([0-9]{{1,2}}))?)?(?![0-9])")
_YEAR_LAST: Final = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})[-/.]({_YEAR})(?![0-9])")
_ANY_YEAR: Final = re.compile(rf"(?<![0-9])(?:{_YEAR})(?![0-9])")
_MONTH: Final = re.compile(
    r"(?<![a-z])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_DAY: Final = re.compile(r"(?<![0-9:])[0-9]{1,2}(?![0-9:])")

_SUFFIX: Final = re.compile(r"(?:jr|sr|i{2,3}|iv|v|2nd|3rd|4th|ph\.?d|m\.?d|inc|ltd|llc|gmbh|co)\.?", re.IGNORECASE)
_INITIALS: Final = re.compile(r"(\S.{0,80}?) ((?:[A-Z]\.?[- ]?){0,4}[A-Z]\.?)( (?:Jr|Sr|2nd|3rd|4th|I{2,3}|IV)\.?)?")
_MOST_GIVEN: Final = 4
"""Given names are no more words than that; what has more behind a comma is an institution."""

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
_ATTRIBUTES: Final = r"(?:\s{1,9}[\w:-]{1,40}\s{0,9}=\s{0,9}(?:\"[^\"<>]{0,500}\"|'[^'<>]{0,500}'))"
_INLINE: Final = re.compile(
    r"</?(?:jats:)?(?:i|b|em|strong|sub|sup|u|span|italic|bold|underline|sc|scp|inf|tt|small|monospace|roman|code|"
    r"inline-formula|tex-math|xref|ext-link|named-content|styled-content|font|mml:\w{1,20})"
    rf"{_ATTRIBUTES}{{0,9}}\s{{0,9}}/?>|<a{_ATTRIBUTES}{{1,9}}\s{{0,9}}>|</a>",
    re.IGNORECASE,
)
_BLOCK: Final = re.compile(
    r" {0,3}(?:</?(?:jats:)?(?:p|br|div|sec|title|list|list-item|ul|ol|li|h[1-6]|abstract|blockquote)"
    rf"{_ATTRIBUTES}{{0,9}}\s{{0,9}}/?>\s{{0,9}})+",
    re.IGNORECASE,
)
_NOTHING: Final = re.compile(
    r"\[?\s*(?:no abstract(?: is)?(?: available| provided)?|abstract (?:is )?not available|not available|"
    r"n/?a|nan|none|null)\s*\]?\.?",
    re.IGNORECASE,
)
_WRAPPED: Final = range(50, 141)
"""How long the longest line is of a text that a program has wrapped."""
_SENTENCE_ENDS: Final = (".", "!", "?", ":", ";", "。")

_ASREVIEW: Final = re.compile(r"ASReview_(?:relevant|irrelevant|not_seen|prior)\b")
_ASREVIEW_OTHER: Final = re.compile(r"ASReview_\w+(?:: .*)?")
_RAYYAN: Final = re.compile(r"\s{0,9}\|?\s{0,9}(?=(?:RAYYAN-[A-Z-]{1,40}|USER-NOTES):)")
_RAYYAN_PART: Final = re.compile(r"(RAYYAN-[A-Z-]{1,40}|USER-NOTES):(.*)", re.DOTALL)
_QUOTED: Final = re.compile(r'"([^"]*)"(\s{0,3}=>)?')
_LABELLED: Final = re.compile(
    # What programs write, however long it is; and what people might, where it is no more than a value.
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
"""Lines that show that EndNote put what else a database had (language, grants, dates) under the notes."""
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
    place: Place | None = None,
) -> Record | Leftover:
    """The record of a paper's fields, cleaned; or their `source`, left over, if nothing says which paper it is."""
    title, abstract = line_of(title), trim(abstract)
    paper = Paper(
        title=title or None,
        title_from=TitleFrom.PRINTED if title else TitleFrom.DERIVED if abstract else None,
        abstract=abstract,
        authors=tuple(name for text in authors if (name := line_of(text))),
        published=published,
        venue=line_of(venue) or None,
        categories=_each_once(map(line_of, categories)),
        identifiers=tuple(dict.fromkeys(identifiers)),
        keywords=_each_once(map(line_of, keywords)),
        remarks=_each_once(map(trim, remarks)),
        place=place,
    )
    return recorded(paper, line, source)


def recorded(paper: Paper, line: int, source: str) -> Record | Leftover:
    """The record of a paper; or its `source`, left over, if nothing says which paper it is."""
    if paper.title or paper.abstract or paper.identifiers:
        return Record(paper, line)
    return leftover(line, source, "This record has no title, no abstract and no identifier that is known.")


def line_of(text: str) -> str:
    """As `one_line`, and quick for what is one already, as nearly all fields are."""
    return text.strip() if text.isprintable() and "  " not in text else one_line(text)


def plain(text: str) -> str:
    """Text without the HTML or JATS around and in it: tags dropped (blocks become lines), entities undone.

    Only what is certainly markup goes: `<workload, configuration>` and `p <5%` stay.
    """
    if "<" in text:
        text = _INLINE.sub("", _BLOCK.sub("\n", text))
    return _ENTITY.sub(_character, text) if "&" in text else text


def abstract_in(text: str) -> str:
    """An abstract as it was written; empty where the source only says that there is none."""
    text = plain(text)
    return "" if len(text) < 40 and _NOTHING.fullmatch(text.strip()) else text


def unwrapped(text: str) -> str:
    """Text without the line ends that a program put in to keep lines short; those that mean something stay."""
    lines = [line.strip(" \t") for line in text.split("\n")]
    longest = max(map(len, lines))
    # A line was wrapped if the next word had no room in it; and some are in the middle of a sentence.
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
    """Text with its runs of spaces, tabs and line ends made one space, as XML and wrapped fields mean them."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def name(text: str) -> str:
    """A person's name as it is spoken: `Noether, Emmy` is Emmy Noether; what is no such name stays as printed."""
    text = line_of(text).strip(" ,;")
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 2 and len(parts[1].split()) <= _MOST_GIVEN and not _SUFFIX.fullmatch(parts[1]):
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[2]):
        return f"{parts[1]} {parts[0]} {parts[2]}"
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[1]):
        return f"{parts[2]} {parts[0]} {parts[1]}"
    return text


def is_indexed(text: str) -> bool:
    """Whether a name is written as databases list it: `O'Connor RE`, `Yang Z.`."""
    return _INITIALS.fullmatch(text) is not None


def indexed_name(text: str) -> str:
    """As `name`, and a name as databases list it, `O'Connor RE`, with the initials first."""
    match = _INITIALS.fullmatch(text := name(text))
    return f"{match[2]} {match[1]}{match[3] or ''}" if match else text


def spoken(names: Iterable[str]) -> list[str]:
    """Names as `name` has them, and with their initials first, if all of them are as databases list them."""
    names = [one for text in names if (one := line_of(text))]
    return [indexed_name(one) for one in names] if all(map(is_indexed, names)) else [name(one) for one in names]


@lru_cache(maxsize=4096)
def date_in(text: str) -> PartialDate | None:
    """The date that a field holds, as precise as it is written and can be told.

    Knows `2019-05-03`, `2019/05/03/`, `20190503`, `2019 May 3`, `3 May 2019`, `May-June 2019`, `3.5.2019`;
    of `3/5/2019` only the year is certain.
    """
    text = text.strip().lower()[:60]
    if match := _COMPACT.match(text):
        return _date(*match.groups())
    year = _ANY_YEAR.search(text)
    months = _MONTH.findall(text)
    if year and months:
        days = _DAY.findall(text[: year.start()] + " " + text[year.end() :])
        month = str(_MONTHS.index(months[0][:3]) + 1)
        return _date(year[0], month, days[0] if len(days) == 1 and len(months) == 1 else None)
    if match := _YEAR_FIRST.match(text):
        return _date(*match.groups())
    if match := _YEAR_LAST.match(text):
        first, mark, second = int(match[1]), match[2], int(match[3])
        if mark == "." or first > 12:
            return _date(match[4], str(second), str(first))
        return _date(match[4], *((str(first), str(second)) if second > 12 else (None, None)))
    return _date(year[0], None, None) if year else None


def best_date(texts: Iterable[str]) -> PartialDate | None:
    """The first date among some fields, or a more precise one of the same year."""
    dates = [found for text in texts if (found := date_in(text)) is not None]
    same = [one for one in dates if one.year == dates[0].year]
    return max(same, key=lambda one: (one.month is not None) + (one.day is not None), default=None)


def words(texts: Iterable[str]) -> list[str]:
    """Keywords; several may stand in one field, between semicolons or on lines.

    The star with which databases mark what a paper is mostly about (`*Birds`, `Birds/*genetics`) goes.
    """
    pieces = (line_of(piece) for text in texts for piece in re.split(r"[;\n\r]", plain(text)))
    return [word for piece in pieces if (word := _MAJOR.sub("", piece) if "*" in piece else piece) and word != "*"]


def noted(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """The keywords and the remarks in fields for notes.

    What ASReview and Rayyan write there (labels, decisions, reasons) are keywords; what is only about the
    publication ("Export Date: …", "10 pages") is neither.
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
    """A note without the lines that say only how its paper was published; all of it, where there are none."""
    kept, lines = list[str](), text.split("\n")
    for line in lines:
        if _TO_THE_END.match(line):
            break
        said = _ARXIV_COMMENT.sub("", line, count=1)
        if not _LABELLED.match(said.strip()) and not _STATUS.fullmatch(said.strip()):
            kept.append(said if len(lines) > 1 else line)
    return "\n".join(kept).strip("\n") if any(map(str.strip, kept)) else ""


def _screened(part: str, text: str, keywords: list[str], remarks: list[str]) -> None:
    """Take over one part of what Rayyan writes: `RAYYAN-LABELS: one,two`, `USER-NOTES: {"Me"=>["…"]}`."""
    said = [said for said, by in _QUOTED.findall(text) if not by]
    if part == "USER-NOTES":
        remarks += said
    elif part == "RAYYAN-INCLUSION":
        keywords += said
    else:
        keywords += text.strip(" |").split(",")


def _character(match: re.Match[str]) -> str:
    return html5.get(f"{match[1]};", match[0]) if match[1] else html.unescape(match[0])


def _date(year: str, month: str | None, day: str | None) -> PartialDate | None:
    """The date; without the day, or the month too, where there is no such one."""
    numbers = [int(part) or None if part else None for part in (month, day)]
    for known in (2, 1, 0):
        try:
            return PartialDate(int(year), numbers[0] if known else None, numbers[1] if known == 2 else None)
        except ValueError:
            continue
    return None


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))
