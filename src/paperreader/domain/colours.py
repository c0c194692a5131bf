"""The colours of highlights and tags, and the names that a reader gives them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperreader.domain.cleaning import name_key
from paperreader.domain.paper import COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def colour_label(colour: str, names: Mapping[str, str]) -> str:
    """Return a colour as people read it: `method (yellow)`, or `yellow` if it has no name of its own.

    Args:
        colour: as it is stored.
        names: the reader's own names by colour.
    """
    name = names.get(colour, "")
    return f"{name} ({colour})" if name else colour


def colours_called(text: str, names: Mapping[str, str]) -> list[str]:
    """Return the colours that `text` calls, by the colour or the reader's own name, else those that begin so.

    What calls none of them is taken for a colour itself, since a file may have brought others.
    """
    wanted = name_key(text)
    exact = [colour for colour, called in _called(names) if called == wanted]
    return list(
        dict.fromkeys(exact or [one for one, called in _called(names) if called.startswith(wanted)] or [wanted])
    )


def _called(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for colour in COLOURS:
        yield colour, colour
        if colour in names:
            yield colour, name_key(names[colour])
