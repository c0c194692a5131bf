"""The values of a row, by column."""

from __future__ import annotations

Value = str | int | float | None
Values = dict[str, Value]
