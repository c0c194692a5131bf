"""Removes HTML, JATS and MathML from the texts of records, by one rule for every format.

Services and programs write markup into titles and abstracts, escape it, and escape that again. Every record comes
through here once, after its format has read it (see `Format.read`), except those that a library wrote itself.

Only what is certainly markup goes, since abstracts also contain `<workload, configuration>` and `x<y`, or speak of the
<div> element: elements that are known and closed, those of JATS and MathML by their prefix, line breaks, and entities,
in at most two layers of escaping.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import replace
from html.entities import html5
from typing import TYPE_CHECKING, Final

from paperreader.domain import Leftover, Paper, Record, one_line
from paperreader.formats.sources import trim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LAYERS: Final = 2
"""How many times a text may have been escaped."""
_VALUE: Final = r"(?:\"[^\"<>]{0,500}\"|'[^'<>]{0,500}'|[\w#%.:/-]{1,80})"
_ATTRIBUTES: Final = rf"(?:\s{{1,9}}[\w:.-]{{1,40}}(?:\s{{0,9}}=\s{{0,9}}{_VALUE})?)"
_TAG: Final = re.compile(
    r"<(?P<end>/)?(?P<prefix>[A-Za-z][A-Za-z0-9]{0,9}:)?(?P<name>[A-Za-z][A-Za-z0-9-]{0,20})"
    rf"(?P<more>{_ATTRIBUTES}{{0,12}})\s{{0,9}}(?P<empty>/)?>"
)
_OWN_PREFIXES: Final = frozenset(("jats:", "mml:", "m:"))
"""Prefixes found only in markup; elements with them need not be closed."""
_INLINE: Final = frozenset(
    """
    a abbr b big bold bold-italic cite code dfn del em emph ext-link fn font i inf ins it italic kbd mark
    monospace named-content overline q roman s sc scp small span strike strong styled-content sub sup tt u underline
    var xref email uri inline-graphic
    alternatives inline-formula disp-formula tex-math
    math mi mo mn ms mtext mspace mrow msub msup msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd
    mstyle mpadded mphantom mfenced mprescripts mmultiscripts semantics annotation annotation-xml
    """.split()
)
_BLOCK: Final = frozenset(
    """
    abstract article blockquote body center dd disp-quote div dl dt h1 h2 h3 h4 h5 h6 html label li list list-item ol p
    pre sec section table tbody td th tr title ul
    """.split()
)
_EMPTY: Final = frozenset(("br", "hr", "img", "wbr", "break"))
"""Elements without an end tag."""
_LINES: Final = frozenset(("br", "hr", "break"))
_SPOKEN_OF: Final = re.compile(
    r"\s{0,3}(?:$|(?:[\w-]{1,12} )?(?:tags?|elements?|nodes?|blocks?|containers?|attributes?|markup)\b|(?:and|or|to)\b)"
)
"""What follows an element that a text mentions instead of using: `the <b> tag`, `<i> and </i>`."""
_ENDED: Final = (".", "!", "?", ":", ";", ">", ")", "。")
_AROUND: Final = re.compile(r"[ \t\r\n]*\x00[\x00 \t\r\n]*")

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
_PARAGRAPH: Final = re.compile(r"\s*<(?:[a-z0-9]{1,10}:)?(?:p|sec|title|div|abstract|h[1-6])[ >]", re.IGNORECASE)
_HEADING: Final = re.compile(
    r"<(?P<prefix>[A-Za-z0-9]{1,10}:)?(?P<name>title|h[1-6])(?:\s[^<>]{0,99})?>(?P<label>[^<>]{0,200})"
    r"</(?P=prefix)?(?P=name)>\s{0,99}(?:<(?:[A-Za-z0-9]{1,10}:)?p>)?",
    re.IGNORECASE,
)
_NO_LABEL: Final = frozenset(("abstract", "summary", ""))
_COMMENT: Final = (re.compile("<!--"), re.compile("-->"))
_CDATA: Final = re.compile(r"<!\[CDATA\[|\]\]>")
_PREFIX: Final = "(?:[A-Za-z0-9]{1,10}:)?"
_FORMULA: Final = (re.compile(rf"<{_PREFIX}math[\s>]"), re.compile(rf"</{_PREFIX}math>"))
_SECOND_SPELLING: Final = (re.compile(rf"<{_PREFIX}annotation[\s>]"), re.compile(rf"</{_PREFIX}annotation>"))
_BETWEEN_TAGS: Final = re.compile(r">\s+<")
_WHOLE_DOCUMENT: Final = (re.compile(r"\\documentclass"), re.compile(r"\\begin\{document\}"))
_ITS_END: Final = "\\end{document}"
"""The end of a formula from Springer, which is a TeX document of its own."""

_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "ft", 0xFB06: "st"}
_TYPESET: Final = re.compile(r"[\ufb00-\ufb06\xad\u0300-\u036f]")
_DROPPED: Final = {0xAD: None, **_LIGATURES}
_DIVIDED: Final = re.compile(r"([^\W\d_]+)-[ \t]*\n[ \t]*(?!(?:and|or|und|oder|et|ou|y|to)\b)([a-zà-öø-ÿ]+)")


def unmarked(found: Iterable[Record | Leftover]) -> Iterator[Record | Leftover]:
    """Yield what a format reads, without markup in the texts of its records."""
    for one in found:
        # What a library exported is read back unchanged.
        yield one if isinstance(one, Leftover) or one.exact else _without_markup(one)


def _without_markup(record: Record) -> Record:
    paper = record.paper
    title, abstract = _line(paper.title or ""), _text(paper.abstract)
    venue, authors, keywords = _line(paper.venue or ""), _lines(paper.authors), _lines(paper.keywords)
    remarks = paper.remarks and tuple(filter(None, map(_text, paper.remarks)))
    if (title or None, abstract, venue or None, authors, keywords, remarks) == (
        *(paper.title, paper.abstract, paper.venue, paper.authors, paper.keywords, paper.remarks),
    ):
        return record
    return replace(record, paper=_with(paper, title, abstract, venue, authors, keywords, remarks))


def _with(
    paper: Paper,
    title: str,
    abstract: str,
    venue: str,
    authors: tuple[str, ...],
    keywords: tuple[str, ...],
    remarks: tuple[str, ...],
) -> Paper:
    return replace(
        paper,
        title=title or None,
        abstract=abstract,
        venue=venue or None,
        authors=authors,
        keywords=tuple(dict.fromkeys(keywords)),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([line for text in texts if (line := _line(text))])


def _line(text: str) -> str:
    if text.isascii() and "<" not in text and "&" not in text:
        return text
    made = typeset(plain(text))
    return text if made == text else one_line(made)


def _text(text: str) -> str:
    if text.isascii() and not _marked(text) and "-\n" not in text:
        return text
    made = whole_words(typeset(plain(text)))
    return text if made == text else trim(made)


def _marked(text: str) -> bool:
    return "<" in text or "&" in text


def plain(text: str) -> str:
    """Return a text without its HTML, JATS and MathML: blocks become lines, entities become characters."""
    for _ in range(_LAYERS):
        if not _marked(text):
            return text
        before, text = text, _ENTITY.sub(_character, _without_tags(text))
        if text == before:
            return text
    return _without_tags(text)


def typeset(text: str) -> str:
    """Return a text as read, not as typeset: without soft hyphens and ligatures, letters joined with their accents."""
    if text.isascii() or not _TYPESET.search(text):
        return text
    return unicodedata.normalize("NFC", text.translate(_DROPPED))


def whole_words(text: str) -> str:
    """Rejoin words that are divided between two lines.

    The hyphen goes only if the same text has the word without it; otherwise it may belong to the word.
    """
    if "-" not in text or "\n" not in text or not _DIVIDED.search(text):
        return text
    known = set(re.findall(r"[^\W\d_]{4,}", text.lower()))

    def joined(match: re.Match[str]) -> str:
        whole = match[1] + match[2]
        return whole if whole.lower() in known else f"{match[1]}-{match[2]}"

    return _DIVIDED.sub(joined, text)


def _character(match: re.Match[str]) -> str:
    return html5.get(f"{match[1]};", match[0]) if match[1] else html.unescape(match[0])


def _without_tags(text: str) -> str:
    """Remove the elements that are certainly not words of the text."""
    if "<" not in text:
        return text
    tags = list(_TAG.finditer(text))
    if not tags and "<!" not in text:
        return text
    if _PARAGRAPH.match(text):  # it is a document, whose line ends mean nothing
        text = _HEADING.sub(_labelled, re.sub(r"[ \t\r\n]+", " ", text))
        tags = list(_TAG.finditer(text))
    simple = _CDATA.sub("", _replaced(text, *_COMMENT, _nothing)) if "<!" in text else text
    simple = _without_second_formulas(simple)
    if simple != text:
        text, tags = simple, list(_TAG.finditer(simple))
    return _without(text, tags, _markup(text, tags))


def _without(text: str, tags: list[re.Match[str]], gone: set[int]) -> str:
    pieces, at = list[str](), 0
    for number in sorted(gone):
        tag = tags[number]
        pieces.append(text[at : tag.start()])
        name = tag["name"].lower()
        pieces.append("\x00" if name in _BLOCK or name in _LINES else "")
        at = tag.end()
    pieces.append(text[at:])
    return _AROUND.sub("\n", "".join(pieces)) if gone else text


def _markup(text: str, tags: list[re.Match[str]]) -> set[int]:
    """Find which tags in a text are markup."""
    gone, opened = set[int](), dict[str, list[int]]()
    for number, tag in enumerate(tags):
        prefix, name = (tag["prefix"] or "").lower(), tag["name"].lower()
        if prefix in _OWN_PREFIXES or (name in _EMPTY and _is_used(text, tag)):
            gone.add(number)
        elif name not in _INLINE and name not in _BLOCK:
            continue
        elif tag["empty"]:
            gone.add(number)
        elif not tag["end"]:
            opened.setdefault(prefix + name, []).append(number)
            if name in ("p", "li") and _begins_block(text, tag):
                gone.add(number)
        elif before := opened.get(prefix + name):
            begin = before.pop()
            if _is_used(text, tags[begin]):
                gone |= {begin, number}
        elif name == "p" and (not text[tag.end() :].strip() or _begins_block(text, tag)):
            gone.add(number)
    return gone


def _is_used(text: str, tag: re.Match[str]) -> bool:
    """Whether a tag is used as markup and not just mentioned."""
    if tag["more"] or tag["empty"] or tag["name"].lower() in _LINES:
        return True
    return not (_stands_alone(text, tag) and _SPOKEN_OF.match(text, tag.end()))


def _stands_alone(text: str, tag: re.Match[str]) -> bool:
    return text[tag.start() - 1 : tag.start()].isspace() and not text[tag.end() : tag.end() + 1].strip().isalnum()


def _begins_block(text: str, tag: re.Match[str]) -> bool:
    before = text[max(0, tag.start() - 20) : tag.start()]
    return not before.strip() or before.rstrip().endswith(_ENDED) or before.rstrip(" \t").endswith("\n")


def _labelled(match: re.Match[str]) -> str:
    label = match["label"].strip(" :.")
    if label.casefold() in _NO_LABEL:
        return "<jats:p>"
    return f"<jats:p>{label}" + (": " if match.string[match.end() :].strip() else "")


def _without_second_formulas(text: str) -> str:
    """Keep only one copy of every formula: the TeX if there is one, otherwise the MathML without its layout."""
    if "math" not in text:
        return text
    if "tex-math" in text:
        text = _replaced(text, *_WHOLE_DOCUMENT, _nothing).replace(_ITS_END, "")
        return _replaced(text, *_FORMULA, _nothing)
    return _replaced(text, *_FORMULA, _without_layout)


def _without_layout(formula: str) -> str:
    return _BETWEEN_TAGS.sub("><", _replaced(formula, *_SECOND_SPELLING, _nothing))


def _nothing(_: str) -> str:
    return ""


def _replaced(text: str, begin: re.Pattern[str], end: re.Pattern[str], by: Callable[[str], str]) -> str:
    """Replace every part from a beginning to the next end, in one pass however many begin."""
    pieces, at = list[str](), 0
    while (first := begin.search(text, at)) and (last := end.search(text, first.end())):
        pieces += (text[at : first.start()], by(text[first.start() : last.end()]))
        at = last.end()
    return "".join([*pieces, text[at:]]) if at else text
