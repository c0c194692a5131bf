"""The reasons for rejecting papers, and their keys, which stay the same while the program runs."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DIGITS: Final = "123456789"
_MOST: Final = 18
"""Reasons that have a key: as many as can be taken in at a glance."""


class KnownReasons:
    """The reasons of the configuration by their numbers, then those that were typed, by the keys left over."""

    def __init__(self) -> None:
        self._used: dict[str, None] = {}

    def learn(self, used: Iterable[str]) -> None:
        """Add reasons used in the library, most used first, after those known already: no key changes its meaning."""
        self._used.update(dict.fromkeys(used))

    def all(self, configured: Sequence[str]) -> list[str]:
        """Every reason: those of the configuration, then those used."""
        return list(dict.fromkeys((*configured, *self._used)))

    def by_key(self, configured: Sequence[str]) -> dict[str, str]:
        """The reasons that have a key."""
        numbered = list(configured[: len(_DIGITS)])
        others = [reason for reason in self._used if reason not in numbered]
        keys = dict(zip(_DIGITS, numbered, strict=False))
        free = [*_DIGITS[len(numbered) :], *ascii_lowercase]
        return keys | dict(zip(free[: _MOST - len(numbered)], others, strict=False))
