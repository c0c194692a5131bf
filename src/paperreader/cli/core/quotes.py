"""Finds a quotation in an abstract."""

from __future__ import annotations

from typing import Final

from paperreader.cli.core.failure import Failure
from paperreader.domain import fold, shortened

_PLAIN: Final = str.maketrans("‘’‚“”„«»‐‑‒–—−", '\'\'\'"""""------')


def locate_quote(abstract: str, quote: str, nth: int | None = None) -> tuple[int, int]:
    """Return where `quote` is in `abstract`, as a half-open range of code points.

    The quotation may be as stored, as shown (LaTeX as text, no line breaks), or slightly wrong.

    Args:
        nth: which occurrence is meant, from 1; `None` if there must be only one.

    Raises:
        Failure: it is not there, or more than once.
    """
    said = shortened(quote)
    if not said:
        raise Failure("The quote is empty: nothing was highlighted.")
    if not abstract.strip():
        raise Failure("This paper has no abstract to highlight in.")
    places = _places(abstract, quote.strip())
    if not places:
        raise Failure(f"“{said}” is not in the abstract. Quote it as it is shown.")
    if nth is None and len(places) > 1:
        raise Failure(
            f"“{said}” appears {len(places)} times in the abstract: quote more of the words around it, "
            f"or choose one with --nth 1 to {len(places)}."
        )
    if nth is not None and nth > len(places):
        raise Failure(f"“{said}” appears only {_times(len(places))} in the abstract: there is no number {nth}.")
    return places[(nth or 1) - 1]


def _places(abstract: str, quote: str) -> list[tuple[int, int]]:
    """Find the places exactly, or else as shown, or else loosely, or else with some wrong letters."""
    from paperreader.language import readable

    places = _occurrences(abstract, quote)
    if places:
        return places
    shown = readable(abstract)
    seen = _occurrences(shown.text, quote) or _loosely(shown.text, quote)
    if seen:
        return [shown.stored(start, end) for start, end in seen]
    from paperreader.domain import Anchor, locate

    anchor = Anchor(quote, "", "", -1, -1)
    place = locate(anchor, abstract)
    if place is None:
        place = locate(anchor, shown.text)
        place = shown.stored(*place) if place else None
    return [place] if place else []


def _occurrences(text: str, quote: str) -> list[tuple[int, int]]:
    places = []
    at = text.find(quote)
    while at >= 0:
        places.append((at, at + len(quote)))
        at = text.find(quote, at + len(quote))
    return places


def _loosely(text: str, quote: str) -> list[tuple[int, int]]:
    """Find `quote` ignoring case, accents, white space and the kind of quotation marks and dashes."""
    folded, origins = _folded(text)
    wanted = _folded(quote)[0].strip()
    return [(origins[start], origins[end - 1] + 1) for start, end in _occurrences(folded, wanted)] if wanted else []


def _folded(text: str) -> tuple[str, list[int]]:
    """Return `text` as it is compared, and the place in `text` that each of its characters comes from."""
    letters: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(text):
        if character.isspace():
            piece = " " if letters and letters[-1] != " " else ""
        else:
            piece = fold(character.translate(_PLAIN))
        letters += piece
        origins += [at] * len(piece)
    return "".join(letters), origins


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
