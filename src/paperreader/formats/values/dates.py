"""Dates as people, databases and reference managers write them.

A date is only as precise as it is written and unambiguous; nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from paperreader.domain import PartialDate

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR: Final = r"1[5-9][0-9]{2}|2[01][0-9]{2}"
_COMPACT: Final = re.compile(rf"({_YEAR})([01][0-9])([0-3][0-9])(?![0-9])")
_YEAR_FIRST: Final = re.compile(rf"({_YEAR})(?:[-/.]([0-9]{{1,2}})(?:[-/.]([0-9]{{1,2}}))?)?(?![0-9]|'?s(?![a-z]))")
_YEAR_LAST: Final = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})[-/.]({_YEAR}|1[0-4][0-9]{{2}})(?![0-9])")
_ANY_YEAR: Final = re.compile(rf"(?<![0-9])(?:{_YEAR})(?![0-9]|'?s(?![a-z]))")
_OLD: Final = re.compile(
    r"(?:c\.?|ca\.?|circa|about|around|a\.?d\.?|anno|©)?\s{0,3}0?([1-9][0-9]{2}|1[0-4][0-9]{2})"
    r"(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?(?:\.0|[-/]{1,3}|(?<=\d{4})\?|\.|\s{0,3}(?:a\.?d\.?|c\.?e\.?))?"
)
"""A year before 1500, by itself or within a full date; any other such number may be a volume or a page."""
_OLD_WITH_MONTH: Final = re.compile(
    r"(?:[0-9]{1,2}[\s,./-]+)?[a-z]{3,9}\.?[\s,./-]+(?:[0-9]{1,2}[\s,./-]+)?0?"
    r"([1-9][0-9]{2}|1[0-4][0-9]{2})|0?([1-9][0-9]{2}|1[0-4][0-9]{2})[\s,./-]+"
    r"[a-z]{3,9}(?:[\s,./-]+[0-9]{1,2})?"
)
_BEFORE_CHRIST: Final = re.compile(r"[0-9?]\s{0,3}(?:b\.?\s?c\.?(?:\s?e\.?)?)(?![a-z])")
_MONTH: Final = re.compile(
    r"(?<![a-z])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_DAY: Final = re.compile(r"(?<![0-9:])[0-9]{1,2}(?![0-9:])")


@lru_cache(maxsize=4096)
def date_in(text: str) -> PartialDate | None:
    """Return the date in a field, as precise as it is written and unambiguous.

    Knows `2019-05-03`, `2019/05/03/`, `20190503`, `2019 May 3`, `3 May 2019`, `May-June 2019`, `3.5.2019`; years before
    1500 by themselves or with a month. Of `3/5/2019` only the year is certain. Two digits, decades, years BC and a
    spreadsheet's day numbers are not dates.
    """
    text = text.strip(" \t\n[]()<>\"'").lower()[:60]
    if _BEFORE_CHRIST.search(text):
        return None
    if match := _COMPACT.match(text):
        return _date(*match.groups())
    if found := _with_month(text):
        return found
    if match := _YEAR_FIRST.match(text):
        return _date(*match.groups())
    if match := _YEAR_LAST.match(text):
        first, mark, second = int(match[1]), match[2], int(match[3])
        if mark == "." or first > 12:
            return _date(match[4], str(second), str(first))
        return _date(match[4], *((str(first), str(second)) if second > 12 else (None, None)))
    if year := _ANY_YEAR.search(text):
        return _date(year[0], None, None)
    match = _OLD.fullmatch(text)
    return _date(*match.groups()) if match else None


def best_date(texts: Iterable[str]) -> PartialDate | None:
    """Return the first date in some fields, or a more precise one of the same year."""
    dates = [found for text in texts if (found := date_in(text)) is not None]
    same = [one for one in dates if one.year == dates[0].year]
    return max(same, key=lambda one: (one.month is not None) + (one.day is not None), default=None)


def _with_month(text: str) -> PartialDate | None:
    """Return the date in a text that names its month; `None` without a month or a year."""
    months = _MONTH.findall(text)
    year = _ANY_YEAR.search(text) or _OLD_WITH_MONTH.fullmatch(text) if months else None
    if year is None:
        return None
    begin, end = year.span(year.lastindex or 0)
    days = _DAY.findall(text[:begin] + " " + text[end:])
    month = str(_MONTHS.index(months[0][:3]) + 1)
    return _date(text[begin:end], month, days[0] if len(days) == 1 and len(months) == 1 else None)


def _date(year: str, month: str | None, day: str | None) -> PartialDate | None:
    """Make a date, without the day, or the month too, if it does not exist."""
    numbers = [int(part) or None if part else None for part in (month, day)]
    for known in (2, 1, 0):
        try:
            return PartialDate(int(year), numbers[0] if known else None, numbers[1] if known == 2 else None)
        except ValueError:
            continue
    return None
