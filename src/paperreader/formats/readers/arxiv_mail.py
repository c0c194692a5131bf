"""arXiv's daily mails: papers between dashed lines, each with a head and, unless it is a replacement, an abstract.

The parts of a paper are separated by lines that begin with two backslashes. A mail may be saved whole, with its headers
and in any transfer encoding; forwarded, with `> ` before every line; or one of many in a mailbox.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, TextIO

from paperreader.domain import Leftover, Paper, PartialDate, Record
from paperreader.formats.sources import LINE_LIMIT, leftover, lines, read_lines
from paperreader.formats.values import (
    arxiv_authors,
    date_of,
    identifiers_of,
    line_of,
    title_from,
    unique,
    unwrapped_paragraphs,
)

_ID: Final = r"(?:arXiv:\S|Paper(?: \([^()\n]{1,40}\))?: ?\S)"
_BEGIN: Final = re.compile(rf"(?m)^((?:> ?){{0,9}})\\\\[ \t]*\n\1{_ID}")
_HEAD: Final = re.compile(_ID)
_SEPARATOR: Final = re.compile(r"-{20,}|(?:%-){10,}%?|(?:%%--){5,}%{0,2}|(?:%%%---){3,}[%-]{0,6}")
_QUOTE: Final = re.compile(r"(?:> ?){1,9}")
_FIELD: Final = re.compile(r"([A-Z][\w-]{1,20}(?: \([\w ]{1,20}\))?): ?(.*)")
_HEADER: Final = re.compile(r"[A-Za-z][\w-]{0,60}:")
_ENCODED: Final = re.compile(
    r"content-transfer-encoding:\s{0,9}(?:base64|quoted-printable)|content-type:\s{0,9}multipart/", re.IGNORECASE
)
_MOST_LINES: Final = 1_000
_MOST_HEADERS: Final = 300


def sniff(head: str) -> float:
    """Sure if papers begin between backslashes, or if a mail from arXiv must be decoded first."""
    if _BEGIN.search(head):
        return 0.95
    headers = head.partition("\n\n")[0]
    encoded = _HEADER.match(head) is not None and _ENCODED.search(headers)
    return 0.9 if encoded and "arxiv.org" in headers.lower() else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one record per paper; one that is cut off is left over. Text between papers is skipped."""
    return read_lines(read_lines(lines(stream), _Mailbox()), _MailReader())


@dataclass(slots=True)
class _MailReader:
    """What has been read of one paper, and before it."""

    line: int = 0
    """The paper's line; 0 between papers."""
    head: list[str] = field(default_factory=list)
    abstract: list[str] | None = None
    quote: str = ""
    """The prefix of every line of the paper."""
    before: list[str] = field(default_factory=list)
    """The lines since the last paper or separator."""

    def take(self, number: int, text: str) -> Iterator[Record | Leftover]:
        """Take a line; yield what it completes."""
        text = text.rstrip()
        if not self.line and (quote := _QUOTE.match(text)):
            self.quote = quote[0]
        text = text.removeprefix(self.quote).removeprefix(self.quote.rstrip())
        if _SEPARATOR.fullmatch(text):
            yield from self.finish()
        elif text.startswith("\\\\"):
            yield from self._mark(number, text)
        elif not self.line:
            self._outside(number, text)
        elif len(self.head) + len(self.abstract or ()) < _MOST_LINES:
            (self.head if self.abstract is None else self.abstract).append(text)

    def finish(self) -> Iterator[Record | Leftover]:
        """Yield what is still held."""
        if self.line and any(self.head):
            yield _paper(self.line, self.head, self.abstract or [])
        self.line, self.head, self.abstract, self.quote, self.before = 0, [], None, "", []

    def _mark(self, number: int, text: str) -> Iterator[Record | Leftover]:
        """Handle a line of backslashes, which begins a paper or its abstract, or ends it."""
        if not self.line:
            if text == "\\\\":
                self.line = number
            elif any(self.before):  # a paper whose beginning is missing
                yield leftover(max(1, number - len(self.before)), "\n".join([*self.before, text]), _CUT)
            self.before = []
        elif text == "\\\\" and self.abstract is None:
            self.abstract = []
        else:
            self.head.append(f"Link: {text.strip(' ()')}")
            yield from self.finish()

    def _outside(self, number: int, text: str) -> None:
        if _HEAD.match(text) and not any(self.before):  # the backslashes before it are missing
            self.line, self.head = number, [text]
        else:
            self.before = [*self.before[-_MOST_HEADERS:], text]


_CUT: Final = "The beginning of this paper is missing."


def _paper(line: int, head: list[str], abstract: list[str]) -> Record | Leftover:
    fields = _fields(head)
    authors, count = arxiv_authors(fields.get("Authors") or fields.get("Author") or "")
    title, text = line_of(fields.get("Title", "")), unwrapped_paragraphs("\n".join(abstract))
    published, version = _dates(fields)
    identifiers = unique(
        (
            *(identifiers_of("arxiv", fields.get(name, "")[:60]) for name in ("Paper", "Link")),
            *(identifiers_of("doi", doi) for doi in fields.get("DOI", "").split()[:5]),
        )
    )
    if version and identifiers and identifiers[0].scheme == "arxiv":
        identifiers = unique((identifiers, identifiers_of("arxiv", identifiers[0].value + version)))
    if not (title or text) or not identifiers:
        return leftover(line, "\n".join([*head, *abstract]), "This is not a complete paper of an arXiv mail.")
    comments = fields.get("Comments", "")
    paper = Paper(
        title=title or None,
        title_from=title_from(title, text),
        abstract=text,
        authors=authors,
        author_count=count,
        published=published,
        venue=line_of(fields.get("Journal-ref", "")) or None,
        categories=tuple(dict.fromkeys(line_of(fields.get("Categories", "")).split())),
        identifiers=identifiers,
        remarks=(line_of(comments),) if comments else (),
    )
    return Record(paper, line)


def _fields(head: list[str]) -> dict[str, str]:
    """Return the unfolded fields of a head by their names; its first line is `Paper`."""
    fields, name = dict[str, str](), ""
    for text in head:
        if text[:1] in (" ", "\t") and name:
            fields[name] += f" {text.strip()}"
        elif _HEAD.match(text) and "Paper" not in fields:
            name, fields["Paper"] = "Paper", text
        elif match := _FIELD.fullmatch(text):
            name = match[1]
            fields.setdefault(name, match[2])
        else:
            name = ""
    return fields


def _dates(fields: dict[str, str]) -> tuple[PartialDate | None, str]:
    """Return the day of the first version, and which version the mail is about if it says so."""
    published = date_of(*(fields[name].partition("(")[0] for name in ("Date", "Date (v1)") if name in fields))
    revised = [match[1] for name in fields if (match := re.fullmatch(r"Date \(revised (v\d{1,3})\)", name))]
    return published, revised[-1] if revised else ""


@dataclass(slots=True)
class _Mailbox:
    """Decodes the lines of mails, whatever encoding each mail came in."""

    state: Literal["headers", "plain", "encoded"] = "headers"
    held: list[tuple[int, str]] = field(default_factory=list)
    """The headers that are being read, or the mail that must be decoded."""
    size: int = 0

    def take(self, number: int, text: str) -> Iterator[tuple[int, str] | Leftover]:
        """Read one line; yield what can be read so far."""
        if text.startswith("From ") and self.state != "headers":  # perhaps the next mail of a mailbox
            yield from self.finish()
            self.state = "headers"
        if self.state == "plain":
            yield number, text
            return
        self.held.append((number, text))
        self.size += len(text) + 1
        if self.size > LINE_LIMIT:
            yield leftover(self.held[0][0], self._text(), "This mail is too long to be decoded.")
            self.state, self.held, self.size = "plain", [], 0
        elif self.state == "headers" and (not text.strip() or len(self.held) > _MOST_HEADERS):
            self.state = "encoded" if _ENCODED.search(self._text()) else "plain"
            if self.state == "plain":
                yield from self.finish()

    def finish(self) -> Iterator[tuple[int, str] | Leftover]:
        """Yield what is held back."""
        if self.state == "encoded":
            yield from self._body()
        else:
            yield from self.held
        self.held, self.size = [], 0

    def _text(self) -> str:
        return "\n".join(text for _, text in self.held)

    def _body(self) -> Iterator[tuple[int, str] | Leftover]:
        """Yield the decoded lines of the mail; their numbers are approximate."""
        import email.policy

        first, last = self.held[0][0], self.held[-1][0]
        try:
            part = email.message_from_string(self._text(), policy=email.policy.default).get_body(("plain",))
            body = "" if part is None else str(part.get_content())
        except (LookupError, ValueError, TypeError, AttributeError, email.errors.MessageError):
            body = ""
        if not body.strip():
            yield leftover(first, self._text(), "This mail has no text that can be decoded.")
        for at, text in enumerate(body.splitlines()):
            yield min(first + at, last), text
