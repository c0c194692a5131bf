"""Text as databases print their records: Ovid, ProQuest, CSA, EBSCO, Embase, Scopus.

A line says where a record begins (`<1>`, `RECORD 1`, `Document 1 of 50`), and every field has its full name: on its own
line above the text, before a colon, or as the first cell of a CSV line. A record is then read like a table of one row,
by the names of its columns. Scopus has no names and no first line for the main fields; there, their position decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Final, TextIO

from paperreader.domain import Leftover, Record, one_line
from paperreader.formats.records import TableRow, cells_of, paper_of_row
from paperreader.formats.sources import LINE_LIMIT, leftover, lines, read_lines
from paperreader.formats.values import is_indexed, role_of, understand

_BEGINS: Final = re.compile(
    r"<\s{0,2}\d{1,7}\s?\.?\s{0,2}>|\*?(?:RECORD|Record|Document|Citation|Result)(?:\s{0,2}:|\s#)?\s{0,2}\d{1,7}"
    r"(?:\s(?:of|/)\s\d{1,7})?\.?(?:\s[-–(].{0,60})?"
)
_RULE: Final = re.compile(r"\s{0,9}(?:[_=*-][ ]?){5,200}")
_INLINE: Final = re.compile(r"\s{0,3}([A-Za-z][\w /()&,.'-]{0,50}?)\s?:(?:\s+|$)(.*)", re.DOTALL)
_STRANGE: Final = re.compile(r"[A-Z][A-Za-z]{1,20}(?: [A-Za-z]{1,20}){0,2}")
"""The form of unknown field names."""
_OTHERS: Final = frozenset(
    """
    abbreviated source title; accession id; accession no; affiliation; affiliations; aip ip entry date; article
    number; article type; author address; author addresses; author affiliation; author affiliations; author full
    names; author ids; author nameid; cas registry number; cas registry numbers; cited by; classification;
    classifications; clinical trial number; clinical trial numbers; coden; conference; conference date;
    conference location; contact us; copyright; correspondence address; corresponding author; country; country
    of publication; credits; ct; database; database copyright; dataset; date created; date revised; db; device
    manufacturer; device tradenames; dn; document feature; document number; document status; document type; drug
    manufacturer; drug tradenames; edition; editors ids; electronic issn; embase accession id; embase
    classification; embase link; entry date; first page; full record entry date; full text availability; full
    text link; funding details; funding text; funding text 1; funding text 2; funding text 3; geographic names;
    grade level; identifier; in; institution; internet; isbn; issn; issn electronic; issn print; issue; issue
    identifier; issue part; issue publication date; la; language; language of article; language of original
    document; language of summary; last page; last updated; link; links; location; manufacturers; medium type;
    methodology; miscellaneous; molecular sequence numbers; names; no of pages; notes on publication; number of
    references; open access; open url link; order; page; pages; pagination; pb; pe; peer reviewed; physical
    description; pii; place of publication; population; proquest document id; publication country; publication
    history status; publication process; publication stage; publication status; publication type; publisher;
    publisher location; pui; record owner; record type; reference; references; reprint address; section; source
    attribution; source type; special notes; status; store id; sponsors; subset; summary language; supplement;
    tests; tests and measures; times cited; tradenames; translated title; ui; unique identifier; update code;
    version; vn; volume; year of entry
    """.replace("\n", " ").strip().split(";")
)  # fmt: skip
_OTHER: Final = frozenset(" ".join(one.split()) for one in _OTHERS)
_FURNITURE: Final = re.compile(
    r"\s{0,9}(?:Report Information from ProQuest|Table of contents|\d{1,2} \w{3,9} \d{4}.{0,20}|"
    r"Contact us at:.{0,200}|Database copyright.{0,200}|Copyright.{0,200}|©.{0,200}|Terms and conditions.{0,200}|"
    r"Bibliography|Citation style:.{0,80}|Link to the Ovid .{0,2000}|https?://\S{1,2000}|Scopus|EXPORT DATE:.{0,60}|"
    r"\d{1,7}\.?)\s{0,9}",
    re.IGNORECASE,
)
_SCOPUS: Final = re.compile(r"\s{0,99}(?:Scopus\s{1,9})?EXPORT DATE:", re.IGNORECASE)
_IN_SCOPUS: Final = re.compile(r"\((\d{4})\)\s")
_NUMBERS: Final = re.compile(r"[\d;\s]+")
_FOOTNOTE: Final = re.compile(r"(?<=[^\W\d][^\W\d]|.\.)\s{1,3}\d{1,2}(?=\s{0,3}(?:;|\n|$))")
_MAIL: Final = re.compile(r"(?<=[a-zA-Z])\d{1,2}(?:, ?\d{1,2}){0,9}(?=\s|;|$)|\s\S{1,100}@\S{1,100}")
_FULL: Final = re.compile(r"[^;()\n]{1,100}\(([^();\n]{1,100},[^();\n]{1,100})\)")
"""Web of Science has the full name after the short one: `Mann, A (Mann, Ada)`."""
_STOP: Final = re.compile(r"(?<=[a-z][a-z])\.$")
_PLACE: Final = re.compile(
    r"(?<=\w),\s[^,;\n]{0,80}\b(?:Universit|Institut|Department|Dept|College|School|Cent(?:er|re)|"
    r"Hospital|Faculty|Laborator|Academy)[^;\n]{0,400}$"
)
_PROSE: Final = ("abstract", "notes")
_LONGEST_NAME: Final = 60
_MOST_PARTS: Final = 300


def sniff(head: str) -> float:
    """Sure if lines begin records with fields of papers below them, or if Scopus names itself."""
    if _SCOPUS.match(head):
        return 0.97
    page, begun, short, named = _PrintedRecords(scopus=False), 0, 0, set[str]()
    for number, line in enumerate(head.split("\n")[:2000]):
        if _BEGINS.fullmatch(_unquoted(line)):
            begun += 1
        elif (found := page.labelled(line)) and (begun or found[2] or _is_short(found[0])):
            named.add(role_of(found[0]))
            short += _is_short(found[0])
        list(page.take(number, line))
    named &= {"title", "abstract", "authors", "citation", "venue", "keywords", "year", "date"}
    if "title" not in named and not page.headed:
        return 0.0
    if begun and len(named) > 1 and (named & {"abstract", "authors", "citation"}):
        return 0.965
    return 0.95 if len(named) > 2 and (page.quoted or short > 2) else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per record; text above the first one is skipped."""
    numbered = lines(stream)
    first = list[tuple[int, str] | Leftover]()
    for one in numbered:
        first.append(one)
        if len(first) > 20 or (not isinstance(one, Leftover) and _SCOPUS.match(one[1])):
            break
    scopus = bool(first) and not isinstance(last := first[-1], Leftover) and _SCOPUS.match(last[1]) is not None
    page = _PrintedRecords(scopus=scopus)
    yield from read_lines(chain(first, numbered), page)


@dataclass(slots=True)
class _PrintedRecords:
    """Collects the current record."""

    scopus: bool
    start: int = 0
    """The line it begins on; 0 outside a record."""
    parts: list[tuple[str, list[str]]] = field(default_factory=list)
    """The names of its fields and their lines."""
    bare: list[str] = field(default_factory=list)
    """Lines that belong to no field: a title, and anything else above the first name."""
    source: list[str] = field(default_factory=list)
    size: int = 0
    begun: bool = False
    """Whether lines in this text say where records begin."""
    alone: bool = False
    """Whether field names are on lines of their own."""
    indented: bool = False
    """Whether the text below them is indented."""
    quoted: bool = False
    """Whether fields are CSV lines."""
    headed: bool = False
    """Whether a record had a title without a field name."""

    def take(self, number: int, text: str) -> Iterator[Record | Leftover]:
        """Take the next line."""
        if _BEGINS.fullmatch(_unquoted(text)):
            yield from self.finish()
            self.start, self.begun = number, True
        elif _RULE.fullmatch(text):
            yield from self.finish()
        elif text.strip():
            found = self.labelled(text)
            if found and self._is_again(found[0]):
                yield from self.finish()
                self.start = number
            if self.start or self._begins(number, text, found):
                self._inside(text, found)
                if self.scopus and found and found[0].upper() == "SOURCE":
                    yield from self.finish()
            elif self.begun and not _FURNITURE.fullmatch(text):
                yield leftover(number, text, "This line is outside any record.")
        elif self.parts and role_of(self.parts[-1][0]) in _PROSE:
            self.parts[-1][1].append("")

    def finish(self) -> Iterator[Record | Leftover]:
        """End the record."""
        start, parts, bare, source, size = self.start, self.parts, self.bare, self.source, self.size
        self.start, self.parts, self.bare, self.source, self.size = 0, [], [], [], 0
        if not start or not source:
            return
        text = "\n".join(source)
        if size > LINE_LIMIT:
            yield leftover(start, text, f"This record is longer than {LINE_LIMIT:,} characters.")
            return
        fields = [_field(name, given) for name, given in parts]
        if self.scopus:
            fields += _of_scopus(bare)
        elif bare and not any(role_of(name) == "title" for name, _ in fields):
            fields.append(("title", bare[0]))
        columns = understand([name for name, _ in fields])
        if columns is None:
            yield leftover(start, text, "This record has no title and no abstract.")
        else:
            yield paper_of_row(TableRow(start, text, [value for _, value in fields]), columns)

    def labelled(self, text: str) -> tuple[str, str, bool] | None:
        """Return the name of the field that a line begins, the text after it, and whether the line is CSV."""
        if text.startswith('"') and (cells := cells_of(text, ",")) and len(cells) > 1 and _is_name(cells[0]):
            return cells[0], "\n".join(filter(None, cells[1:])), True
        short = text[:1] not in (" ", "\t") and len(text) < _LONGEST_NAME
        if short and (self.indented or (_is_name(text) and self._may_stand_alone(text))):
            return text.strip(), "", False
        if self.indented or (match := _INLINE.match(text[:LINE_LIMIT])) is None:
            return None
        in_prose = bool(self.parts) and role_of(self.parts[-1][0]) in _PROSE
        if _is_name(match[1]) or (self.parts and not in_prose and not self.alone and _STRANGE.fullmatch(match[1])):
            return match[1], match[2], False
        return None

    def _may_stand_alone(self, text: str) -> bool:
        """Whether a name needs no colon: the first of a record, or if no name has one (Embase uses capitals)."""
        return not self.parts or (self.alone and (text.isupper() or not self.parts[0][0].isupper()))

    def _is_again(self, name: str) -> bool:
        """Whether a name is that of the next record's first field or title, without a line that begins one."""
        if not self.parts or role_of(name) in ("authors", "editors"):
            return False
        first = name == self.parts[0][0] and (not self.begun or len(self.parts) > 2)
        return first or (role_of(name) == "title" and any(name == one for one, _ in self.parts))

    def _begins(self, number: int, text: str, found: tuple[str, str, bool] | None) -> bool:
        """Whether a line outside a record begins one: a CSV line, a short name, or in Scopus's text any other."""
        begins = self.scopus and not _FURNITURE.fullmatch(text)
        begins |= found is not None and not self.begun and (found[2] or _is_short(found[0]))
        self.start = number if begins else 0
        return begins

    def _inside(self, text: str, found: tuple[str, str, bool] | None) -> None:
        """Add a line to the record."""
        self.source.append(text)
        self.size += len(text) + 1
        if self.size <= LINE_LIMIT:
            self._line(text, found)

    def _line(self, text: str, found: tuple[str, str, bool] | None) -> None:
        if found and len(self.parts) < _MOST_PARTS:
            name, value, quoted = found
            if not self.parts:
                self.alone, self.quoted = not value and not quoted and ":" not in text, quoted
            self.parts.append((name, [value] if value else []))
        elif self.parts and not self.scopus:
            if self.alone and not self.parts[-1][1]:
                self.indented = text[:1] in (" ", "\t")
            self.parts[-1][1].append(text.strip().rstrip('"') if self.quoted else text.strip())
        else:
            self.bare.append(text.strip())
            self.headed = True


def _is_name(text: str) -> bool:
    """Whether it is the name of a field."""
    plain = " ".join(re.split(r"[\W_]+", text.casefold())).strip()
    return bool(plain) and (plain in _OTHER or role_of(text) != "")


def _is_short(name: str) -> bool:
    """Whether a name is one of two letters: SilverPlatter's `TI: Herons counted in winter`."""
    return len(name) == 2 and name.isupper()


def _unquoted(text: str) -> str:
    return text.strip().strip('",;').strip()


def _field(name: str, given: list[str]) -> tuple[str, str]:
    """Return the name of a field and its text."""
    # CSA prints the short name, then the long one, with the text below: `AF: Affiliation`.
    if len(name) == 2 and given and _is_name(given[0]):
        name, given = given[0], given[1:]
    text = "\n".join(given).strip()
    if name == "SO":  # in these texts never the journal alone
        venue, stop, rest = text.partition(".")
        return "Source", (venue if " " in venue else venue.replace("-", " ")) + stop + rest
    return name, _people(text) if role_of(name) in ("authors", "editors") else text


def _people(text: str) -> str:
    """Return names as from a table, without the numbers and addresses that some databases add."""
    text = _FOOTNOTE.sub("", _STOP.sub("", text.replace(",-", ", ")))  # SilverPlatter writes `Mann,-Ada`
    text = _FULL.sub(r"\1", _MAIL.sub("", text))
    if ";" in text and text.find(".") == len(text) - 1:  # no initial has a full stop, so this one ends the list
        text = text[:-1]
    if any(mark in text for mark in ";,\n"):
        people = [_PLACE.sub("", one) if one.count(",") > 1 else one for one in re.split(r"[;\n]", text)]
        return "; ".join(people) if len(people) > 1 or people[0] != text else text
    people = [one for one in re.split(r"\.\s+|\.$", one_line(text)) if one]
    # Ovid once ended each name with a full stop: `Mann A. Berg O.`
    return "; ".join(people) if len(people) > 1 and all(map(is_indexed, people)) else text


def _of_scopus(bare: list[str]) -> list[tuple[str, str]]:
    """Name the unnamed lines of Scopus: authors, their numbers, the title, where it appeared, links."""
    at = next((at for at, line in enumerate(bare) if _IN_SCOPUS.match(line)), len(bare))
    above = [line for line in bare[:at] if not _NUMBERS.fullmatch(line) and not line.startswith("http")]
    fields = [("title", above[-1])] if above else []
    if len(above) > 1:
        fields.append(("authors", above[0].strip("[]")))
    fields += [("citation", bare[at])] if at < len(bare) else []
    return fields + [("url", line) for line in bare if line.startswith("http")]
