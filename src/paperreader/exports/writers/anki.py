"""Anki's text import: a card per highlight, separated by tabs, with a header that says what each column is.

Its first field is the highlight's id: importing the file again changes the cards that are there already, and keeps what
was learnt of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED
from paperreader.exports.core.cards import cards_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from paperreader.domain import Entry, Wording

_HEAD: Final = (
    "#separator:Tab\n#html:true\n#notetype:Basic\n#deck:Papers\n#guid column:1\n#tags column:4\n"
    "#columns:Id\tFront\tBack\tTags\n"
)


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write a line per highlight; returns how many papers there were."""
    out.write(_HEAD)
    count = 0
    for entry in entries:
        count += 1
        for card in cards_of(entry, wording):
            # No side begins with a quotation mark or has a tab, so no field needs quotes.
            out.write("\t".join((card.uid, card.front, card.back, " ".join(card.tags))) + "\n")
    return count
