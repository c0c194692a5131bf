"""An Anki package: the same cards as the text import, with a deck and a card type of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED
from paperreader.exports.core.cards import cards_of
from paperreader.exports.core.missing import MissingPackage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from paperreader.domain import Entry, Wording

_DECK: Final = 1_764_300_115
_CARD_TYPE: Final = 1_764_300_116
"""Made up once: by these numbers Anki knows the deck and the card type again."""
_CSS: Final = """\
.card { font: 20px/1.5 serif; max-width: 40em; margin: 0 auto; text-align: left; }
small { opacity: .7; }
hr { border: 0; border-top: 1px solid; opacity: .3; }
"""


def write(entries: Iterable[Entry], out: BinaryIO, wording: Wording = AS_STORED, /) -> int:
    """Write a package; returns how many papers there were. All its cards are in memory.

    Raises:
        MissingPackage: genanki is not installed.
    """
    try:
        from genanki import Deck, Model, Note, Package
    except ImportError as error:
        raise MissingPackage("Anki packages need genanki", "anki") from error
    template = {"name": "Card", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}
    model = Model(_CARD_TYPE, "Highlight", fields=[{"name": "Front"}, {"name": "Back"}], templates=[template], css=_CSS)
    deck = Deck(_DECK, "Papers")
    count = 0
    for entry in entries:
        count += 1
        for card in cards_of(entry, wording):
            deck.add_note(Note(model, [card.front, card.back], guid=card.uid, tags=list(card.tags)))
    Package(deck).write_to_file(out)
    return count
