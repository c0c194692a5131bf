"""Where a paper appeared, in one text: `Journal of Lakes (2014) 3:3 (152-160). Date of Publication: 1 Mar 2014`.

Databases have such a field and mostly call it “Source”. In some it holds the database's name or its own number of the
paper instead, neither of which is a venue.
"""

from __future__ import annotations

import re
from typing import Final

_PUBLISHED: Final = re.compile(r"\bDate of Publication:\s{0,5}([^.;]{4,40})", re.IGNORECASE)
_LONGEST: Final = 2_000
_YEAR: Final = r"(?:1[5-9]|20|21)\d\d"
_MONTHS: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Fall|Autumn|Winter)[a-z]{0,7}"
_SHAPES: Final = (
    # Embase, Scopus: `Journal of Lakes (2014) 3:3`, `(2014) Journal of Lakes, 3 (3), pp. 1-2.`
    re.compile(rf"(?P<venue>[^\s(].{{1,250}}?)\s?\((?P<date>{_YEAR})\)(?=[\s.,:]|$)"),
    re.compile(
        rf"\((?P<date>{_YEAR})\)\s(?P<venue>\D.{{1,250}}?)(?:,\s(?:\d|art\.|pp?\.|[A-Z]?\d|no\.|vol\.)|\.\s|\.?$)"
    ),
    # PubMed: `J Lakes. 2014 Mar 1;3(3):152-60.`
    re.compile(
        rf"(?P<venue>[^.;]{{2,250}})(?<!\b[Vv]ol)\.\s(?P<date>{_YEAR}(?:\s{_MONTHS}(?:-{_MONTHS})?(?:\s\d{{1,2}})?)?)(?:[;:.]|$)"
    ),
    # Ovid: `Journal of Lakes. 3(3):152-60, 2014 Mar 1.`, `Journal of Lakes.Vol.3(3), 2014, pp. 1-2.`
    re.compile(
        rf"(?P<venue>[^\d.;][^.;]{{1,250}})(?<!\b[Vv]ol)\.\s?(?:Vol\.?\s?)?[A-Z]?\d[^,;]{{0,60}}(?:\([^)]{{0,40}}\))?[^;]{{0,60}}?,\s?"
        rf"(?P<date>{_YEAR}(?:\s{_MONTHS}(?:\s\d{{1,2}})?)?|{_MONTHS}\.?(?:\s\d{{1,2}})?,?\s{_YEAR})(?=[.,;\s]|$)"
    ),
    # EBSCO, APA: `Journal of Lakes, Vol 3(3), Mar, 2014. pp. 152-160.`, `Journal of Lakes, v3 n3 p1-2 Mar 2014`
    re.compile(
        rf"(?P<venue>\D.{{1,250}}?)[,;.]\s(?:[Vv]ol\.?\s?|v)\d[^;]{{0,80}}?"
        rf"(?P<date>(?:{_MONTHS}\.?(?:-{_MONTHS})?,?\s)?(?:\d{{1,2}},\s)?{_YEAR})(?=[.,;\s]|$)"
    ),
    # EBSCO: `Journal of Lakes; Mar2014, Vol. 3 Issue 2, p12-34, 23p`
    re.compile(rf"(?P<venue>\D[^;]{{1,250}}?)[.;]\s(?P<date>(?:{_MONTHS}\s?)?{_YEAR}),\s[Vv]ol\b"),
    # ProQuest: `Journal of Lakes; Nowhere Vol. 3, Iss. 2,  (Mar 2014): 12-34.`, `Journal of Lakes 3.2 (Mar 2014): 12.`
    re.compile(
        rf"(?P<venue>\D[^;:(]{{1,250}}?)(?:;[^();]{{0,100}})?\s(?:Vol\.\s)?\d[^()]{{0,60}}"
        rf"\((?P<date>[^()\d]{{0,20}}(?:\d{{1,2}},?\s)?{_YEAR})\)"
    ),
    # Web of Science: `JOURNAL OF LAKES  Volume: 3  Issue: 2  Pages: 152-160  Published: MAR 2014`
    re.compile(
        rf"(?P<venue>\D[^:]{{1,250}}?)\s{{1,3}}Volume:.{{1,300}}?Published:\s{{1,3}}(?P<date>[A-Z 0-9-]{{0,12}}{_YEAR})"
    ),
    # and `JOURNAL OF LAKES 3 (3): 152-160 MAR 2014`
    re.compile(
        rf"(?P<venue>[A-Z][^\d,;:]{{2,250}}?)[\s,]{{1,2}}\d{{1,4}}\s?(?:\([^)]{{1,20}}\))?[:,][^;]{{0,60}}?"
        rf"(?P<date>(?:[A-Z]{{3}}\s(?:\d{{1,2}}\s)?)?{_YEAR})\.?$"
    ),
)
_VOLUME_ONLY: Final = re.compile(rf"v\d{{1,4}}\s(?:n\d{{1,4}}\s)?.{{0,60}}?(?P<date>(?:{_MONTHS}\s)?{_YEAR})$")
"""ERIC's form: `v21 n1 p12-24 Mar 2020`; the journal is in a field of its own."""


def cited(text: str) -> tuple[str, str]:
    """Return the venue and the date in such a text; nothing, twice, if it is something else."""
    text = text[:_LONGEST].strip()
    if match := _VOLUME_ONLY.fullmatch(text):
        return "", match["date"]
    for shape in _SHAPES:
        if match := shape.match(text):
            printed = _PUBLISHED.search(text)
            return match["venue"].strip(" ,."), (printed[1] if printed else match["date"]).strip()
    return "", ""
