"""RefWorks' tagged text: `RT Journal Article`, `A1 Noether,Emmy`, `T1 …`; tags like those of RIS, then a space."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Leftover, Record
from paperreader.formats.records import paper_of_tags, tagged

_TAG: Final = re.compile(r"([A-Z][A-Z0-9])(?:[ \t]{1,4}(?!-)|$)")
_KNOWN: Final = frozenset(
    "RT SR ID A1 A2 A3 A4 A5 A6 AB AD AN AV CL CN DB DO DS ED FD IS JF JO K1 LA LK LL NO OL OP PB PP RD RR SF SL SN SP "
    "ST T1 T2 T3 U1 U2 U3 U4 U5 U6 UL VO WP WT YR".split()
)
_PROSE: Final = frozenset(("AB", "NO"))
_OWN: Final = frozenset(("SR", "A1", "T1", "JF", "YR", "FD", "K1", "AB", "VO", "OP"))


def _tag(line: str, above: str) -> tuple[str, str] | None:
    match = _TAG.match(line)
    if match is None or (match[1] not in _KNOWN and (not above or above in _PROSE)):
        return None
    return match[1], line[match.end() :]


_DIALECT: Final = tagged.Dialect(
    _tag, begins="RT", ends=None, prose=_PROSE, many=frozenset("A1 A2 A3 A4 K1 NO LK UL AD".split())
)


def sniff(head: str) -> float:
    """Sure if a record begins with its type and has other tags of RefWorks."""
    written = [line for line in head.split("\n") if line.strip()][:2000]
    tags = [found[0] for line in written if (found := _tag(line, ""))]
    if "RT" not in tags or len(_OWN.intersection(tags)) < 3 or 3 * len(tags) < len(written):
        return 0.0
    return 0.97 if tags[0] == "RT" and "T1" in tags else 0.7


def read(stream: TextIO, today: date) -> Iterator[Record | Leftover]:  # noqa: ARG001 - the formats' signature
    """Yield one paper per record."""
    for found in tagged.records(stream, _DIALECT):
        yield found if isinstance(found, Leftover) else paper_of_tags(found)
