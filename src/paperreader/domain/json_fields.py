"""Reading values out of JSON that anybody may have written, with errors that name the key."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final, TypeVar

from paperreader.domain.cleaning import clean

_Kind = TypeVar("_Kind")
_Choice = TypeVar("_Choice", bound=StrEnum)

LARGEST: Final = 2**63 - 1
"""The largest number that a library can hold; JSON itself has no limit."""
_UID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def on_one_line(text: str) -> str:
    """Clean `text` and put it on one line; text already on one line is only cleaned."""
    return clean(text).replace("\n", " ")


def fields_of(value: object, where: str) -> Fields:
    """Wrap `value`, which must be an object; `where` is its place (empty, or ending in a dot)."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise ValueError(f"{where.rstrip('.') or 'the record'}: expected an object, found {reprlib.repr(value)}")
    return Fields(value, where)


@dataclass(frozen=True, slots=True)
class Fields:
    """An object and its place. Each method reads one key, or raises a ValueError that names it."""

    data: Mapping[str, object]
    where: str

    def wrong(self, key: str, wanted: str) -> ValueError:
        """Return the error that `key` is not what was `wanted`."""
        found = f"found {reprlib.repr(self.data[key])}" if key in self.data else "found nothing"
        return ValueError(f"{self.where}{on_one_line(key)}: expected {wanted}, {found}")

    def has(self, key: str) -> bool:
        """Whether the key has a value other than null."""
        return self.data.get(key) is not None

    def text(self, key: str) -> str:
        """Return a cleaned string."""
        value = self.data.get(key)
        if not isinstance(value, str):
            raise self.wrong(key, "text")
        return clean(value)

    def line(self, key: str) -> str:
        """Return a cleaned string on one line."""
        return self.text(key).replace("\n", " ")

    def lines(self, key: str) -> tuple[str, ...]:
        """Return a list of strings, each on one line; empty if there is none."""
        return tuple(on_one_line(value) for value in self._list(key, str, "a list of texts"))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of cleaned strings, which can have several lines; empty if there is none."""
        return tuple(clean(value) for value in self._list(key, str, "a list of texts"))

    def objects(self, key: str) -> tuple[Fields, ...]:
        """Return a list of objects; empty if there is none."""
        values = self._list(key, dict, "a list of objects")
        return tuple(fields_of(value, f"{self.where}{key}[{index}].") for index, value in enumerate(values))

    def _list(self, key: str, kind: type[_Kind], wanted: str) -> list[_Kind]:
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise self.wrong(key, wanted)
        kept = [one for one in value if isinstance(one, kind)]
        if len(kept) < len(value):
            raise self.wrong(key, wanted)
        return kept

    def whole(self, key: str, most: int = LARGEST) -> int:
        """Return a whole number that a library can hold."""
        value = self.data.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise self.wrong(key, "a whole number" if most == LARGEST else f"a whole number from 0 to {most}")
        return value

    def number(self, key: str) -> float:
        """Return a number."""
        value = self.data.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.wrong(key, "a number")
        return float(value) if abs(value) <= LARGEST else float("inf")

    def day(self, key: str) -> date:
        """Return a day."""
        value = self.data.get(key)
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            raise self.wrong(key, "a day such as 2024-07-23") from None

    def share(self, key: str) -> float | None:
        """Return a number from 0 to 1, or `None` if there is none."""
        value = self.data.get(key)
        if value is None:
            return None
        # The comparison is also false for NaN, which Python's `json` accepts.
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise self.wrong(key, "a number from 0 to 1")
        return float(value)

    def flag(self, key: str) -> bool:
        """Return true or false; false if there is none."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return bool(value)

    def uid(self, key: str) -> str:
        """Return a UUID, in lower case."""
        value = self.data.get(key)
        if not isinstance(value, str) or not _UID.fullmatch(value.lower()):
            raise self.wrong(key, "a UUID")
        return value.lower()

    def moment(self, key: str) -> str:
        """Return a moment as the library stores it, from any ISO 8601 text; one without a time zone is taken as UTC."""
        value = self.data.get(key)
        try:
            moment = datetime.fromisoformat(value if isinstance(value, str) else "")
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            raise self.wrong(key, "a moment such as 2024-07-23T10:00:00.000Z") from None
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def one_of(self, key: str, kind: type[_Choice]) -> _Choice | None:
        """Return a value of an enumeration, or `None` if there is none."""
        value = self.data.get(key)
        try:
            return None if value is None else kind(str(value))
        except ValueError:
            raise self.wrong(key, f"one of {', '.join(kind)}") from None
