"""Recognises generic titles, and titles that are marked as a version of something else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from paperreader.domain import fold

_GENERIC: Final = frozenset(
    """
    reply replies response responses respond comment comments commentary rejoinder letter letters correspondence
    correction corrections corrigendum corrigenda erratum errata addendum retraction notice expression concern editorial
    editorials editor editors editorship preface foreword introduction introductory prologue epilogue afterword
    conclusion conclusions index contents table annual yearly quarterly monthly biennial progress report reports book
    books review reviews reviewer reviewers obituary obituaries memoriam news newsletter announcement announcements
    call papers meeting meetings conference congress symposium workshop minutes proceedings abstract abstracts matter
    front back cover masthead acknowledgment acknowledgments acknowledgement acknowledgements issue volume special
    message messages welcome president presidents chair chairs chairman chairmans program programme committee committees
    council board society association section note notes discussion discussions interview guest author authors overview
    summary summaries general research list thanks information part supplement appendix publication publications
    titles received society presidential address opening closing remarks statement from year
    vorwort einleitung einfuhrung geleitwort nachwort buchbesprechung buchbesprechungen rezension rezensionen
    jahresbericht mitteilungen nachrichten berichtigung erwiderung leserbrief
    avant propos compte rendu comptes rendus rapport annuel reponse presentation
    prefacio prologo presentacion introduccion resena resenas nota respuesta carta informe anual erratas
    prefazione introduzione editoriale recensione recensioni apresentacao introducao resenha
    前言 序言 书评 社论 编者按 卷首语 勘误 巻頭言 まえがき 書評 編集後記 訂正
    """.split()
)
_LITTLE: Final = frozenset(
    """
    a an the of to for from by on in at and or with our your their this that its s
    der die das des dem den zu zum zur von und im le la les du de et au aux un une el los las del y e o os do da dos
    """.split()
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_FEW: Final = 1
"""How many other words a generic title can have: `Reply to Smith`."""

_VERSION: Final = (
    r"(?:(?:an?|the)\s)?(?:(?:extended|expanded|full|long|longer|short|shorter|brief|abridged|condensed|preliminary|"
    r"revised|updated|corrected|complete|enlarged|working|interim|early|first|second|third|final|draft|technical|"
    r"\d(?:st|nd|rd|th)|journal|conference|workshop|arxiv|poster|demo)\s)*"
    r"(?:version|abstract|paper|report|edition|draft|manuscript|summary|communication|results|study|announcement|poster|"
    r"demo|supplement|appendix|note)"
)
_MARK: Final = (
    rf"(?:{_VERSION}|extended|expanded|abridged|preliminary|revised|updated|draft|v(?:er(?:sion)?)?\.?\s?\d+)"
)
_BRACKETED: Final = re.compile(r"(.*\S)\s*[(\[{（【]([^()\[\]{}（）【】]{1,80})[)\]}）】]\W*", re.DOTALL)
_BEFORE_BRACKETED: Final = re.compile(
    r"\s*[(\[{（【]([^()\[\]{}（）【】]{1,80})[)\]}）】]\s*[:.–—-]?\s*(\S.*)", re.DOTALL
)
_AFTER: Final = re.compile(
    rf"(.*\w)(?:\s*[:;,.–—|-]\s*|\s+)((?:extended|expanded|full|long|short|abridged|preliminary|revised|updated)\s"
    rf"(?:version|abstract|report|paper|edition|draft|results|communication)|v(?:er(?:sion)?)?\.?\s?\d+)\W*"
    rf"|(.*\w)\s*[:;–—|]\s*({_MARK})\W*",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE: Final = re.compile(rf"\s*({_MARK})\s*[:–—]\s*(\S.*)", re.IGNORECASE | re.DOTALL)
_HINT: Final = re.compile(
    r"[(\[{（【]|\bv(?:er(?:sion)?)?\.?\s?\d|\b(?:extended|expanded|full|long|short|abridged|preliminary|revised|updated|"
    r"draft|version|abstract|paper|report|edition|manuscript|summary|communication|results|study|announcement|poster|"
    r"demo|supplement|appendix|note)\b",
    re.IGNORECASE,
)
"""A quick test that every title with version marks passes, and few others do."""
_SAID: Final = re.compile(_MARK, re.IGNORECASE)


class Marked(NamedTuple):
    """A title and its version marks."""

    base: str
    marks: tuple[str, ...]
    """Folded; empty for most titles."""
    said: bool
    """The marks explicitly name a version; otherwise they are just in brackets."""


@lru_cache(maxsize=4096)
def is_generic(title: str) -> bool:
    """Whether many papers have such a title: `Editorial`, `Reply to Smith`, `Annual report of the committee`."""
    words = [word for word in _WORD.findall(fold(title)) if word not in _LITTLE]
    rest = [word for word in words if word not in _GENERIC]
    return bool(words) and len(rest) <= _FEW and len(rest) < len(words) and (not rest or words[0] in _GENERIC)


@lru_cache(maxsize=4096)
def marked(title: str) -> Marked:
    """Split off version marks from a title: `(extended abstract)`, `v2`, `Preliminary report:`, any brackets."""
    base, marks, said = title.strip(), list[str](), False
    if not _HINT.search(base):
        return Marked(base, (), said=False)
    for _ in range(4):
        found = _next_mark(base)
        if found is None:
            break
        base, mark = found
        said = said or _SAID.fullmatch(mark) is not None
        marks.append(" ".join(fold(mark).split()))
    return Marked(base, tuple(marks), said)


def _next_mark(title: str) -> tuple[str, str] | None:
    if (match := _BRACKETED.fullmatch(title)) is not None:
        return match[1], match[2].strip()
    if (match := _AFTER.fullmatch(title)) is not None:
        return match[1] or match[3], match[2] or match[4]
    for pattern in (_BEFORE_BRACKETED, _BEFORE):
        if (match := pattern.fullmatch(title)) is not None:
            return match[2], match[1].strip()
    return None
