"""The section `[highlights.names]`: what each colour of highlights means to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain import COLOURS, name_key, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST: Final = 24
"""Characters of a name, so that five of them fit in a menu."""


def read_colour_names(values: Mapping[str, object], problem: Callable[[str, str], None]) -> dict[str, str]:
    """Return the valid names by colour.

    Args:
        values: the section as parsed.
        problem: told of each mistake, with the key it is at.
    """
    names: dict[str, str] = {}
    for colour, value in values.items():
        name = one_line(value) if isinstance(value, str) else ""
        if colour not in COLOURS:
            problem(colour, f"no highlight is “{colour}”. The colours are {', '.join(COLOURS)}.")
        elif not name or len(name) > LONGEST or '"' in name or not any(map(str.isalnum, name)):
            problem(colour, f'{colour} must be a name of at most {LONGEST} characters in quotes: "method".')
        elif other := _taken(name, colour, names):
            problem(colour, f"“{name}” already means {other}: each colour needs a name of its own.")
        else:
            names[colour] = name
    return names


def _taken(name: str, colour: str, names: Mapping[str, str]) -> str:
    """The other colour that has this name already, or is called so itself; empty if there is none."""
    called = {one: one for one in COLOURS} | {name_key(one): other for other, one in names.items()}
    other = called.get(name_key(name), colour)
    return "" if other == colour else other
