"""Answers of web services that contain no papers: errors, or nothing found.

An error is reported in the service's words. An answer without papers is not an error: the query found nothing, or the
feed has a day off.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Leftover, Record, one_line
from paperreader.formats.sources import HEAD, leftover
from paperreader.formats.values import is_furniture

_ERRORS: Final = frozenset(
    """
    error errors fault faults exception serviceerror errorresponse errmsg errormessage errormessages errordescription
    errordetails esummaryresult
    """.split()
)
"""Keys that only an error has; lower-case letters only."""
_WORDS: Final = (
    *("message", "messages", "statustext", "errormessage", "errmsg", "msg", "detail", "details", "description"),
    *("title", "reason", "faultstring", "text", "name"),
)
"""Keys of an error's words, the best first."""
_AROUND: Final = frozenset(
    (
        *_WORDS,
        *_ERRORS,
        *"code status statuscode errcode type instance timestamp path success ok messagetype documentationurl".split(),
        *"requestid traceid version value location url help apikey count limit".split(),
    )
)
"""Keys that may be beside them."""
_FAILED: Final = frozenset("error failed fail failure false".split())
_DONE: Final = frozenset("ok success succeeded true 200".split())
_PAPERS: Final = frozenset(
    """
    abstract abstractnote abstracttext authors author authorships creators doi paperid arxivid titles abstracts
    displayname externalids entries summary content pmid
    """.split()
)
"""Keys that only a paper has; lower-case letters only."""
_LISTS: Final = frozenset(
    """
    articles collection data docs documents entries hits hit items list notes papers publications records results result
    recommendedpapers rows works idlist uids
    """.split()
)
_COUNTS: Final = frozenset(
    "total count totalresults numfound hitcount resultcount totalhits totalcount found totalrecords".split()
)
_NOT_LETTERS: Final = re.compile(r"[^a-z]+")
_DEEPEST: Final = 6
_LONGEST: Final = 500
"""How many characters of an error are shown."""

_XML_RECORD: Final = re.compile(
    r"<(?:[\w.-]{1,20}:)?(?:entry|item|PubmedArticle|PubmedBookArticle|record|mods|work|article|doc|csl|document)[\s>]"
)
_XML_ERROR: Final = re.compile(
    r"<(?:[\w.-]{1,20}:)?(?:error|errors|errormessage|errmsg|message|statustext|faultstring|exception)"
    r"(?:\s[^<>]{0,200})?>"
    r"\s*(?:<!\[CDATA\[)?([^<>\]]{2,1000})",
    re.IGNORECASE,
)
_XML_EMPTY: Final = re.compile(
    r"<(PubmedArticleSet|PubmedBookArticleSet|records|modsCollection|eSearchResult)(?:\s[^<>]{0,2000})?(?:/>|>\s*</\1>)"
)
_XML_FEED: Final = re.compile(r"<(?:[\w.-]{1,20}:)?(?:feed|rss|RDF)[\s>]")
_NO_ERROR: Final = re.compile(r"noRecordsMatch|<Count>\s*0\s*</Count>")
_HTML: Final = re.compile(r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_HTML_PAPER: Final = re.compile(r"citation_|abstract|dc\.title", re.IGNORECASE)
_HTML_HEADING: Final = re.compile(
    r"<(title|h1|h2)(?:\s[^<>]{0,300})?>\s*(.{1,300}?)\s*</\1>", re.IGNORECASE | re.DOTALL
)
_FAILURE: Final = re.compile(
    r"(?:http |error |status |code )?\b(?:4[0-3]\d|45[01]|50[0-9]|511|52[0-9])\b(?! (?:papers?|results?|articles?))"
    r"(?=\W|$)(?:[^\n]{0,80})?|"
    r"(?:[\w.:|-]{1,20} ){0,4}(?:not found(?=\W*$|\s*[|:–-]|\. )|forbidden|unauthorized|bad request|bad gateway|"
    r"service (?:temporarily )?unavailable|internal server error|too many requests|rate exceeded|"
    r"rate limit(?: exceeded)?|access denied|gateway time-?out|"
    r"attention required!?.{0,40}|just a moment\W*|security check|robot check|are you a robot\W*|"
    r"temporarily unavailable|invalid (?:api )?key|"
    r"try again later|retry after|captcha|method not allowed|request timed out)\b.{0,200}|"
    r"(?:an? )?(?:\w{1,20} )?error(?:\s*[:.!].{0,300}|\s+occurred.{0,200})?",
    re.IGNORECASE,
)
"""How services say that something went wrong."""
_BLOCK: Final = re.compile(r"(?m)^\s{0,20}@\s?([A-Za-z]{1,40})\s{0,9}[{(]")
_COMMENT: Final = re.compile(r"(?m)^\s{0,20}%[^\n]{0,4000}$")
_NO_ENTRIES: Final = frozenset("comment preamble string".split())
_MOST_PLAIN: Final = 400
_TAG: Final = re.compile(r"<[^<>]{1,500}>")


def sniff(head: str) -> float:
    """Sure if the whole text is such an answer and has nothing of a paper in it."""
    return 0.98 if len(head) < HEAD and _said(head) is not None else 0.0


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield an error in its own words; nothing for an empty answer."""
    text = stream.read(HEAD)
    if words := _said(text):
        yield leftover(1, text.strip(), failure(words))


def failure(words: str) -> str:
    """Make the leftover that reports a service's error."""
    said = one_line(words)[:_LONGEST].rstrip()
    return f"The service answered with an error: {said}{'' if said[-1:] in '.!?' else '.'}"


def error_in(data: object) -> str:
    """Return the words of an error object; nothing if it is not one."""
    if not isinstance(data, dict) or _shows_paper(data):
        return ""
    keys = {_plain(key): value for key, value in data.items() if isinstance(key, str)}
    given = [value for key, value in keys.items() if key in _ERRORS and value]
    failed = str(keys.get("status", keys.get("success", ""))).lower() in _FAILED or _is_failure(keys)
    said = keys.keys() <= _AROUND and not keys.keys().isdisjoint(_WORDS[:9])
    if given or failed or (said and str(keys.get("status", "")).lower() not in _DONE):
        texts = [*(text for value in given for text in _texts(value)), *_texts(data, top=True)]
        return "; ".join(dict.fromkeys(texts)) or json.dumps(data)[:_LONGEST]
    inner = (one for one in data.values() if isinstance(one, dict))
    return next((words for one in inner if (words := _nested(one))), "")


def _nested(data: Mapping[str, object]) -> str:
    """Return the words of an error inside an answer, only if it is called an error."""
    given = [value for key, value in data.items() if _plain(key) in _ERRORS and value]
    return "; ".join(text for value in given for text in _texts(value))


def _said(text: str) -> str | None:
    """Return an error's words; empty for an answer without papers; `None` for any other text."""
    bare = text.strip("\ufeff \t\r\n")
    if bare[:1] in ("{", "["):
        try:
            return _said_in_json(json.loads(bare))
        except (ValueError, RecursionError):
            return None
    if _HTML.match(bare):
        return _said_in_html(bare)
    if bare[:1] == "<":
        return _said_in_xml(bare)
    if bare and (is_furniture(bare) or _is_bibtex_without_entries(bare)):
        return ""
    short = len(bare) < _MOST_PLAIN and bare.count("\n") < 3
    return one_line(bare) if short and _FAILURE.fullmatch(one_line(bare)) else None


def _is_bibtex_without_entries(text: str) -> bool:
    """Whether a text is only what programs write at the top of their BibTeX."""
    blocks = [one.lower() for one in _BLOCK.findall(text)]
    written = _COMMENT.sub("", text).strip()
    return bool(blocks) and set(blocks) <= _NO_ENTRIES and (written[:1] == "@" and written[-1:] in "})")


def _said_in_json(value: object) -> str | None:
    if isinstance(value, list):
        if not any(value):
            return ""
        words = [error_in(one) for one in value]
        return "; ".join(dict.fromkeys(words)) if all(words) else None
    if not isinstance(value, dict) or _shows_paper(value):
        return None
    if not value or _is_empty(value):
        return ""
    return error_in(value) or None


def _said_in_html(text: str) -> str | None:
    if _HTML_PAPER.search(text):
        return None
    headings = [one_line(html.unescape(_TAG.sub(" ", found[1]))) for found in _HTML_HEADING.findall(text)]
    return next((one for one in headings if _FAILURE.fullmatch(one)), None)


def _said_in_xml(text: str) -> str | None:
    if _XML_RECORD.search(text):
        return None
    errors = _XML_ERROR.search(text)
    if errors and not _NO_ERROR.search(text):
        return one_line(html.unescape(errors[1])) or None
    feed = _XML_FEED.search(text) is not None and text.endswith((*"feed> rss> RDF>".split(),))
    return "" if feed or _XML_EMPTY.search(text) or _NO_ERROR.search(text) else None


def _is_empty(data: Mapping[str, object]) -> bool:
    """Whether an answer's lists or counts say that nothing was found."""
    found = list(_lists(data, 0))
    return bool(found) and not any(found)


def _lists(data: Mapping[str, object], depth: int) -> Iterator[object]:
    """Yield what holds an answer's records, or their number."""
    for key, value in data.items():
        name = _plain(key)
        if name in _LISTS and isinstance(value, list):
            yield value
        elif name in _COUNTS and isinstance(value, int | str) and str(value).isdecimal() and not int(str(value)[:9]):
            yield 0
        elif isinstance(value, dict) and depth < _DEEPEST:
            yield from _lists(value, depth + 1)


def _shows_paper(value: object, depth: int = 0) -> bool:
    """Whether a value contains anything of a paper."""
    if depth > _DEEPEST:
        return True
    if isinstance(value, list):
        return any(_shows_paper(one, depth + 1) for one in value[:50])
    if not isinstance(value, dict):
        return False
    keys = {_plain(key) for key, one in value.items() if isinstance(key, str) and one}
    titled = "title" in keys and not keys & {"status", "code", "detail", "statuscode"}
    return bool(keys & _PAPERS) or titled or any(_shows_paper(one, depth + 1) for one in value.values())


def _is_failure(keys: Mapping[str, object]) -> bool:
    codes = (str(keys.get(key, "")) for key in ("status", "code", "statuscode", "errcode"))
    return any(re.fullmatch(r"[45]\d\d", code) for code in codes)


def _texts(value: object, *, top: bool = False, depth: int = 0) -> Iterator[str]:
    """Yield the words in an error's value."""
    if isinstance(value, str) and value.strip():
        yield one_line(value)
    elif isinstance(value, list) and depth < _DEEPEST:
        for one in value[:5]:
            yield from _texts(one, depth=depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST:
        keys = {_plain(key): one for key, one in value.items() if isinstance(key, str)}
        said = [one for key in _WORDS if (one := keys.get(key))]
        nested = said or ([] if top else [one for one in keys.values() if isinstance(one, dict | list | str)])
        for one in nested[:3]:
            yield from _texts(one, depth=depth + 1)


def _plain(key: object) -> str:
    return _NOT_LETTERS.sub("", key.lower()) if isinstance(key, str) else ""
