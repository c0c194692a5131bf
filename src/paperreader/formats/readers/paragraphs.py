"""Any text that no other format knows: a title line, then a paragraph that reads like an abstract.

Between the two may be the authors, the date and the address. Titles may be numbered; a paragraph may hold both title
and abstract, or only an abstract; lines may be wrapped, or quoted as in mails. Every paragraph is weighed by its words
(`prose_likeness`): one that does not read like an abstract is left over, never made a paper.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Leftover, Record, TitleFrom, one_line, split_title
from paperreader.formats.sources import leftover, lines, trim
from paperreader.formats.values import (
    described,
    is_furniture,
    labelled,
    labelled_authors,
    other_syntax,
    reads_as_names,
    reads_as_title,
    reads_like_an_abstract,
    record_of,
    untitled,
)

_QUOTE: Final = re.compile(r"\A[ \t]{0,9}(?:>[ \t]?){1,9}")
_RULE: Final = re.compile(r"[ \t]{0,3}([-=*_#~─═])(?:[ \t]?\1){2,400}[ \t]{0,9}")
_ITEM: Final = re.compile(r"\A(?:\(?\d{1,4}[.)]|\[\d{1,4}\]|[-*•·+]|#{1,6})[ \t]+(?=\S)")
_POINT: Final = re.compile(r"\(?(\d{1,2})[.)][ \t]+")
_BOLD: Final = re.compile(r"(\*\*|__)(?P<title>[^*_\n]{8,300}?)\.?\1[.:]?[ \t]+(?=\S)")
_SECTION: Final = re.compile(
    r"(?:#{1,6}[ \t]+)?(?:\d{1,2}\.?|[IVX]{1,4}\.)?[ \t]{0,4}(?:introduction|related work|references|bibliography|"
    r"acknowledge?ments|table of contents|contents|chapter [\divxlc]{1,6}.{0,60}|appendix.{0,40}|licen[cs]e|"
    r"installation|usage|getting started|changelog)[ \t:]{0,3}",
    re.IGNORECASE,
)
"""Headings inside whole papers, books and manuals; text below them is not an abstract."""
_PART_OF_ABSTRACT: Final = re.compile(
    r"(?:background|aims?|objectives?|purpose|introduction|methods?|materials and methods|design|results?|findings|"
    r"conclusions?|discussion|significance|abstract)[.: \t]{0,3}",
    re.IGNORECASE,
)
_WRAPPED: Final = range(50, 141)
_SLACK: Final = 4
_LEAST_ABSTRACT: Final = 180
_MOST_LINES: Final = 400
_MOST_ABSTRACT: Final = 4_000
_MOST_PARTS: Final = 12
_LONGEST_TITLE: Final = 300

_SURE: Final = 0.3
"""How much a paragraph below a title must read like an abstract."""
_SURER: Final = 0.6
"""The same for a paragraph that stands alone."""
_MOST: Final = 0.55
"""The share of a text that must be papers."""
_WILLING: Final = 0.3
"""Just sure enough to read a text that no other format knows."""
_TRUSTED: Final = 3
_CAPITALS: Final = 0.7
"""The share of capitalised words that tells a title from a sentence."""
_BROKEN: Final = 0.7
"""The confidence in a title joined from two lines."""
_STOPPED: Final = 0.8
"""The confidence in a title that ends with a full stop before its abstract."""


def sniff(head: str) -> float:
    """Never sure; willing if most of the text reads like titles and abstracts, or some of it surely does."""
    if other_syntax(head):
        return 0.0
    found = list(read(io.StringIO(head), date.min))
    records = [one.paper for one in found if isinstance(one, Record)]
    papers = sum(len(paper.title or "") + len(paper.abstract) for paper in records)
    rest = sum(len(one.text) for one in found if isinstance(one, Leftover))
    share = papers / (papers + rest) if papers else 0.0
    if share >= _MOST:
        return _WILLING + 0.08 * share
    return _WILLING if any(reads_like_an_abstract(paper.abstract) >= _SURER for paper in records) else 0.25 * share


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield what reads like papers, with a confidence if the title is doubtful; the rest is left over."""
    text = _Text()
    for block in _blocks(stream):
        if isinstance(block, Leftover):
            yield block
            continue
        for number, unit in _units(block):
            # `Date: …` can describe a paper, but only after one has begun.
            if text.parts or _RULE.fullmatch(unit) or not is_furniture(unit):
                yield from text.take(number, unit)
    yield from text.finish()


@dataclass(slots=True)
class _Text:
    """The state of reading: the paper so far, or a line that may be the next title."""

    start: int = 0
    parts: dict[str, list[str]] = field(default_factory=dict)
    """The paper so far; without an abstract, a title and what is below it."""
    confidence: float | None = None
    """The confidence in the title, if it is doubtful."""
    listed: bool = False
    """Whether its title is a list item."""
    complete: bool = False
    """Whether no more paragraphs belong to the abstract: it stood alone, or something else follows it."""
    in_section: bool = False
    found: int = 0
    alone: int = 0
    """How many of the papers found were a single paragraph."""

    def take(self, number: int, text: str) -> Iterator[Record | Leftover]:
        """Take the next paragraph, or a line that stands by itself."""
        bare = untitled(text) if len(text) <= _LONGEST_TITLE else ""
        bare = bare if bare and reads_as_title(bare) else trim(_ITEM.sub("", text))
        if _RULE.fullmatch(text):
            yield from self.finish()
            self.in_section = False
        elif self.parts and _PART_OF_ABSTRACT.fullmatch(text):
            self._part_of_abstract(text)
        elif _SECTION.fullmatch(text):
            yield from self.finish()
            self.in_section = True
            yield _left(number, text)
        elif (given := labelled(text)) is not None and given[0] in ("title", "abstract"):
            yield from self._labelled(number, *given)
        elif len(bare) >= _LEAST_ABSTRACT and not (len(bare) <= _LONGEST_TITLE and reads_as_title(bare)):
            yield from self._prose(number, text, bare)
        else:
            yield from self._line(number, text, bare)

    def finish(self) -> Iterator[Record | Leftover]:
        """End the current paper."""
        parts, self.parts = self.parts, {}
        confidence, self.confidence, self.complete = self.confidence, None, False
        if not parts:
            return
        source = "\n".join(text for texts in parts.values() for text in texts)
        record = record_of(self.start, source, parts)
        if isinstance(record, Leftover) or not (record.paper.abstract or record.paper.identifiers):
            yield _left(self.start, source)
            return
        self.found += 1
        if record.paper.title and confidence is not None:
            paper = replace(record.paper, title_from=TitleFrom.SPLIT, title_confidence=round(confidence, 3))
            record = replace(record, paper=paper)
        yield record

    def _labelled(self, number: int, part: str, value: str) -> Iterator[Record | Leftover]:
        if part in self.parts:
            yield from self.finish()
        if not self.parts:
            self.start = number
        self.parts.setdefault(part, []).append(value)

    def _part_of_abstract(self, text: str) -> None:
        if "abstract" in self.parts and text.strip(".: \t").lower() != "abstract":
            self.parts["abstract"].append(text)

    def _prose(self, number: int, text: str, bare: str) -> Iterator[Record | Leftover]:
        """Take a long paragraph: the abstract of the title above, more of it, a paper by itself, or nothing."""
        likeness = reads_like_an_abstract(bare)
        item = bare != trim(text)
        titled = "title" in self.parts and "abstract" not in self.parts
        if titled and not self.in_section and likeness >= (_SURE if self.found < _TRUSTED else _SURE / 3):
            # A number before it is the list's only if the title has one; otherwise it numbers a point of the abstract.
            points = _POINT.match(text) and not self.listed
            self.parts["abstract"] = [trim(text) if points else bare]
        elif self._goes_on(likeness) and (not item or self._is_next_point(text)):
            self.parts["abstract"].append(trim(text))
        elif self.in_section or likeness < _SURER:
            yield from self.finish()
            yield _left(number, text)
        else:
            yield from self.finish()
            self.start, self.complete, self.alone = number, True, self.alone + 1
            self.confidence, self.parts = _fused(bare)

    def _is_next_point(self, text: str) -> bool:
        """Whether a paragraph's number follows that of the abstract's last one."""
        above, here = _POINT.match(self.parts["abstract"][-1]), _POINT.match(text)
        return above is not None and here is not None and int(here[1]) == int(above[1]) + 1

    def _goes_on(self, likeness: float) -> bool:
        """Whether a paragraph may continue the abstract above it, which must have a title."""
        abstract = self.parts.get("abstract", [])
        size = sum(map(len, abstract))
        named = abstract and _PART_OF_ABSTRACT.fullmatch(abstract[-1])
        unfinished = (
            "title" in self.parts and likeness >= _SURE and size < _MOST_ABSTRACT and 2 * self.alone <= self.found
        )
        return bool(abstract and (named or unfinished) and not self.complete and len(abstract) < _MOST_PARTS)

    def _line(self, number: int, text: str, bare: str) -> Iterator[Record | Leftover]:
        """Take a short line: something about the paper, or the next title."""
        given = described(text)
        names = given is not None and given[0] == "authors" and labelled(text) is None
        complete = "abstract" in self.parts
        if labelled(text) is None and self._ends_title(bare, known=given is not None):
            above = self.parts["title"][0]
            self.parts["title"], self.confidence = [f"{above} {bare}".strip()], _BROKEN if above else None
        elif given is not None and self.parts and not (names and complete) and self._has_room(given[0]):
            self.parts.setdefault(given[0], []).append(given[1])
            self.complete |= complete
        elif reads_as_title(bare):
            yield from self.finish()
            self.start, self.parts, self.listed = number, {"title": [bare]}, _ITEM.match(text) is not None
        else:
            yield from self.finish()
            yield _left(number, text)

    def _has_room(self, part: str) -> bool:
        return len(self.parts.get(part, ())) < _MOST_PARTS

    def _ends_title(self, bare: str, *, known: bool) -> bool:
        """Whether a line is the second one of a broken title."""
        if set(self.parts) != {"title"} or not bare or len(bare) > _LONGEST_TITLE // 2:
            return False
        above = self.parts["title"][0]
        if "://" in bare or not above:
            return not above  # the label is on a line of its own
        broken = above[-1] in ":,-–—" or above.rpartition(" ")[2] in _UNFINISHED or (bare[0].islower() and not known)
        return broken and len(above) < _LONGEST_TITLE // 2


_UNFINISHED: Final = frozenset("a an the of in on at by for with to from and or via into using through".split())


def _fused(text: str) -> tuple[float | None, dict[str, list[str]]]:
    """Split a paragraph into title and abstract, if it has both, with the confidence if that is doubtful."""
    if bold := _BOLD.match(text):
        return None, {"title": [one_line(bold["title"])], "abstract": [text[bold.end() :]]}
    sentence, stop, _ = text[:_LONGEST_TITLE].partition(". ")
    if (
        stop
        and len(sentence.split()) > 2
        and _in_capitals(sentence) > _CAPITALS
        and len(text) - len(sentence) > _LEAST_ABSTRACT
    ):
        return _STOPPED, {"title": [one_line(sentence)], "abstract": [text[len(sentence) + 2 :]]}
    if not _begins_in_capitals(text):
        return None, {"abstract": [text]}
    split = split_title(text)
    capitals = _in_capitals(split.title)
    likely = split.confidence * capitals if capitals > _CAPITALS and split.abstract[:1].isalnum() else 0.0
    enough = len(split.title.split()) > 2 and len(split.abstract) >= _LEAST_ABSTRACT
    if enough and likely > 0.5 and reads_as_title(split.title):
        return likely, {"title": [one_line(split.title)], "abstract": [split.abstract]}
    return None, {"abstract": [text]}


def _in_capitals(title: str) -> float:
    """Return the share of capitalised words among those that a capitalised title would have."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", title) if len(word) > 3 or word[0].isupper()]
    small = sum(word[0].islower() and word not in _SMALL for word in words)
    return 1 - small / len(words) if words else 0.0


def _begins_in_capitals(text: str) -> bool:
    """Whether the first words look like a title's, as a closer look takes long."""
    return _in_capitals(" ".join(text[:200].split()[:7])) > _CAPITALS / 2


_SMALL: Final = frozenset("with from into over under between through using versus than that without within".split())


def _left(number: int, text: str) -> Leftover:
    return leftover(number, text, "This does not read like a paper: a title, and an abstract below it.")


def _blocks(stream: TextIO) -> Iterator[list[tuple[int, str]] | Leftover]:
    """Yield the lines between blank ones, without the marks of a quoted mail."""
    block = list[tuple[int, str]]()
    for line in lines(stream):
        if isinstance(line, Leftover):
            yield block
            block = []
            yield line
            continue
        text = trim(_QUOTE.sub("", line[1]))
        if text:
            block.append((line[0], text))
        if not text or len(block) >= _MOST_LINES:
            yield block
            block = []
    yield block


def _units(block: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of a block: wrapped lines together, any others separately."""
    # A title can be longer than the lines below it, so only those show how wide lines are.
    widths = [len(text) for _, text in block[1 if len(block) > _FEW else 0 :]]
    width = max(widths, default=0)
    breaks = _title_lines([text for _, text in block[:_LOOKED_AHEAD]]) if width in _WRAPPED else 0
    joined: tuple[int, str] | None = None
    above = ""
    for at, (number, text) in enumerate(block):
        names = at == 1 and reads_as_title(above) and reads_as_names(text) and len(labelled_authors(text)) > 1
        wrapped = above, text, width
        if joined is None:
            joined = number, text
        elif width in _WRAPPED and at != breaks and not names and (at < breaks or _goes_on(joined[1], *wrapped)):
            hyphen = above.endswith("-") and above[-2:-1].isalpha()
            joined = (joined[0], f"{joined[1]}{'' if hyphen else ' '}{text}")
        else:
            yield joined
            joined = number, text
        above = text
    if joined is not None:
        yield joined


def _title_lines(block: list[str]) -> int:
    """Return how many lines at the beginning of a wrapped block are its title, judging by its words."""
    if len(block) <= _FEW or not (_ITEM.match(block[0]) or _begins_in_capitals(block[0])):
        return 0
    split = split_title(untitled(" ".join(block)))
    for count in (1, 2, 3):
        if untitled(" ".join(block[:count])) == split.title:
            return count if split.confidence > 0.5 and reads_as_title(split.title) else 0
    return 0


_LOOKED_AHEAD: Final = 8
_FEW: Final = 2


def _goes_on(unit: str, above: str, text: str, width: int) -> bool:
    """Whether the line above only ends because the next word did not fit."""
    # No list begins in the middle of a sentence: `is: (1) fast and (2) small`, `in⏎2024. We`, `dry⏎- or nearly so`.
    inside = above[-1] not in ".!?" and (text[0] == "(" or not _ITEM.match(unit))
    if (_ITEM.match(text) and not inside) or _RULE.fullmatch(text) or _RULE.fullmatch(above):
        return False
    first = len(text.partition(" ")[0])
    return width - _SLACK < len(above) + 1 + first and len(above) <= width + _SLACK and labelled(text) is None
