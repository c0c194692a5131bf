"""RIS: one line per tag (`TY  - JOUR` … `ER  - `), exported by nearly every reference manager and database.

There should be two spaces before the dash, but if a record begins with `TY - JOUR`, all its tags are written that way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Leftover, Record
from paperreader.formats.records import paper_of_tags, tagged

_NUMBERED: Final = r"(?:\d{1,7}[.)] ?)?"
_DASH: Final = r"(?:-{1,3}|[\u2010-\u2015\u2212])"
_STRICT: Final = re.compile(rf"\s{{0,40}}{_NUMBERED}([A-Z][A-Z0-9]) {{2}}-(?: |\t|$)")
_SHORT: Final = re.compile(rf"\s{{0,40}}{_NUMBERED}([A-Z][A-Z0-9]) -(?: |\t|$)")
_LOOSE: Final = re.compile(rf"\s{{0,40}}{_NUMBERED}([A-Z][A-Z0-9])[ \t]{{0,4}}{_DASH}(?:[ \t]|$)")
_BEGINNING: Final = 8
_COMMON: Final = frozenset("TY ER TI T1 T2 AU A1 AB N1 N2 PY Y1 DA KW UR DO JO JF".split())
"""Tags anywhere, even with one space."""
_TYPE: Final = re.compile(
    rf"\s{{0,40}}{_NUMBERED}(?P<tag>[Tt][Yy])(?P<gap>[ \t]{{0,9}})(?P<dash>{_DASH})(?P<after>[ \t]{{0,9}})"
    r"[A-Za-z][A-Za-z0-9]{2,9}[ \t]{0,9}"
)
"""The first line of a record in any spelling, which shows that of the others."""
_END: Final = re.compile(r"\s{0,40}ER\s{0,9}")
_KNOWN: Final = frozenset(
    "TY ER A1 A2 A3 A4 A5 A6 AB AD AN AU AV BN BT C1 C2 C3 C4 C5 C6 C7 C8 CA CL CN CP CT CY DA DB DE DI DO DP DS ED EM "
    "EP ET FD ID IP IS J1 J2 JA JF JO JT K1 KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NO NV OP OT PA PB PG PM PP PY RD RI "
    "RN RP SE SF SN SO SP ST SV T1 T2 T3 TA TI TT U1 U2 U3 U4 U5 UK UR VL VO WP Y1 Y2 YR ZZ".split()
)
"""Tags in use; below an abstract or a note, any other two letters before a dash belong to the text."""
_PROSE: Final = frozenset(("AB", "N2", "N1"))
_FURNITURE: Final = re.compile(
    r"\s*(?:[<\[(]?\d{1,7}\s?[.)]?\s?[>\])]?|(?:Provider|Database|Content)\s?:.{0,200}|Record #\d{1,7} of \d{1,7}|"
    r"EF)?\s*",
    re.IGNORECASE,
)
_TITLES: Final = frozenset(("TI", "T1"))
_ONLY_HERE: Final = frozenset(("T1", "A1", "JF", "Y1", "PY", "KW", "N2", "UR", "JO"))
"""Tags that MEDLINE does not have, to recognise files without `TY` and `ER`."""
_MANY: Final = frozenset("AU A1 A2 A3 A4 ED KW DE K1 UR L1 L2 L3 L4 LK N1 M1 M2 M3 AD SN ID".split())


def sniff(head: str) -> float:
    """Sure if records begin as in RIS; surest if the text begins with one."""
    written = [line for line in head.split("\n") if not _FURNITURE.fullmatch(line)][:2000]
    find = _RisTags()
    tags = [found[0] for line in written if (found := find(line, ""))]
    begun, ended = tags.count("TY"), tags.count("ER")
    if 5 * len(tags) < len(written):
        return 0.0
    if not begun + ended:
        return 0.6 if _TITLES & set(tags) and len(_ONLY_HERE & set(tags)) > 1 else 0.0
    return 0.97 if tags[0] == "TY" and find(written[0], "") else 0.9 if begun else 0.5


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per record, even if its `TY` or `ER` is missing or comes after other tags."""
    dialect = tagged.Dialect(_RisTags(), "TY", "ER", _FURNITURE, titles=_TITLES, many=_MANY)
    for found in tagged.records(stream, dialect):
        yield found if isinstance(found, Leftover) else paper_of_tags(found)


class _RisTags:
    """Finds the tags in a file, in the spelling with which its records begin."""

    def __init__(self) -> None:
        self._ways = dict[str, re.Pattern[str]]()

    def __call__(self, line: str, above: str) -> tuple[str, str] | None:
        """Return the tag of a line and the text after it, or `None`."""
        if "\u00a0" in line[:_BEGINNING]:  # as when copied from a page
            line = line[:_BEGINNING].replace("\u00a0", " ") + line[_BEGINNING:]
        match = _STRICT.match(line)
        if match is None:
            self._learn(line)
            match = _SHORT.match(line) if above in _PROSE else _LOOSE.match(line)
            if match and match[1] not in (_COMMON if above in _PROSE else _KNOWN):
                match = None
        if match:
            return match[1], line[match.end() :]
        if _END.fullmatch(line) and above not in _PROSE:
            return "ER", ""
        for way in self._ways.values():
            match = way.match(line)
            if match and (above not in _PROSE or match[1].upper() in _KNOWN):
                return match[1].upper(), line[match.end() :]
        return None

    def _learn(self, line: str) -> None:
        """Remember the spelling of a record that does not follow the rule."""
        if (match := _TYPE.fullmatch(line)) is None:
            return
        gap, letters = match["gap"], r"[A-Z][A-Z0-9]" if match["tag"].isupper() else r"[A-Za-z][A-Za-z0-9]"
        between = r"[ \t]{1,9}" if "\t" in gap or len(gap) > 1 else gap
        behind = r"(?:[ \t]|$)" if match["after"] else ""
        way = rf"\s{{0,40}}{_NUMBERED}({letters}){between}{_DASH}{behind}"
        self._ways.setdefault(way, re.compile(way))
