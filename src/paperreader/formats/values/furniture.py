"""Lines that every export, listing or mail has and that say nothing about a paper.

They are not part of the input, so they are not left over either.
"""

from __future__ import annotations

import re
from typing import Final

_LINE: Final = re.compile(
    r"""
    [\W_]*                                                                    # rules, bullets, brackets
    | [<\[(]?\d{1,7}[>\]).:]?|Record\ \#?\d{1,7}(?:\ of\ \d{1,7})?|\d{1,7}\ of\ \d{1,7}|Page\ \d{1,5}.{0,20}
    | \[?(?:Link|URL)\ to\ the\ (?:Ovid|External|Full\ Text).{0,300}          # Ovid
    | (?:VN|DB|XL|UI)?\s{0,3}-?\s{0,3}https?://(?:ovidsp|access|gateway|acs|ezproxy\S{0,80})\.ovid\S*
    | (?:Database|Databases|Provider|Content|Platform|Vendor|Interface|Source\ database|Data\ source)\s{0,3}:.{0,300}
    | (?:Database|Databases|Provider|Platform|Search\ (?:strategy|history|results)|Copyright|Link\ to\ .{0,60})
    | Databases?\ copyright.{0,300}
    | (?:Search\ (?:strategy|history|terms?|string|query|name|date|results|id)|Query|Strategy|Saved\ search|
        Search(?:ed)?\ (?:on|for|in))\s{0,3}:.{0,2000}
    | (?:Export(?:ed)?|Download(?:ed)?|Print(?:ed)?|Retriev(?:al|ed)|Run|Created|Generated|Saved)
        \s{0,3}(?:date|on|at|by|from)?\s{0,3}:?\s.{0,120}\d{4}.{0,60}
    | (?:Date\ (?:run|searched|exported|of\ export|of\ search))\s{0,3}:?.{0,120}
    | (?:Number\ of\ (?:results|records|hits|references|papers|articles|documents)|Total(?:\ (?:results|records|hits))?|
        Results|Records|Hits)\s{0,3}:?\s{0,3}[\d.,]{1,12}(?:\s(?:results|records|of\s[\d.,]{1,12}))?\.?
    | \d{1,9}\s(?:results?|records?|references?|articles?|citations?|documents?)(?:\s(?:found|exported|selected))?\.?
    | (?:Results|Records|Displaying|Showing)\s(?:results\s|records\s)?
        [\d.,]{1,12}\s?(?:-|–|to|of)\s?[\d.,]{1,12}.{0,40}
    | (?:Cochrane\ Library|Embase|Scopus|MEDLINE|PubMed|ProQuest|PsycINFO|CINAHL|Web\ of\ Science)
        (?:\ (?:export|search|results?|session|records?|document|preview))?
        (?:[,:(\s]{1,3}\d.{0,60})?(?:.{0,80}<.{0,80}>)?
    | (?:Copyright|\(c\)|©|Contact\ us|Terms\ (?:of|and)|All\ rights\ reserved|Bibliography|Citation\ style).{0,300}
    | (?:FN|VR)\ .{1,100}|EF                                                  # Web of Science
    | (?:_{10,}|={10,}|-{10,}|\*{10,}|~{10,}|\#{3,}).{0,80}                   # ProQuest, mails
    | (?:Report\ Information\ from\ ProQuest|ProQuest\ LLC).{0,120}
    | (?:From|To|Cc|Bcc|Sent|Subject|Reply-To|Date|Message-I[Dd]|Received|Return-Path|MIME-Version|Delivered-To|
        Content-(?:Type|Transfer-Encoding|Disposition|Language)|X-[\w-]{1,40}|List-[\w-]{1,40}|Precedence|Sender|
        DKIM-Signature|User-Agent|In-Reply-To|Importance|Thread-\w{1,20}|References(?=:\s<))\s{0,2}:\s.{0,1000}
    | (?:To\ (?:un)?subscribe|To\ be\ removed|Unsubscribe|For\ (?:help|subscribe)|You\ (?:are\ receiving|received)|
        This\ (?:e-?mail|message)\ (?:was|is)|Sent\ from\ my|Send\ (?:mail|any\ comments)|Manage\ your|
        View\ (?:this|in)|Submissions:|received\ from|Begin\ forwarded|Original\ Message).{0,400}
    | (?:Hi|Hello|Dear|Hey)\b.{0,60}[,!]
    | (?:(?:Best|Kind|Warm|With\ best|With\ kind)\s)?(?:regards|wishes|Cheers|Thanks)\W*
    | (?:Showing\ new\ listings\ for|New\ submissions|Cross(?:-|\ )(?:lists?|submissions)|Replacement\ submissions|
        Replacements|Total\ of\ \d{1,6}\ entries|Authors\ and\ titles\ for).{0,200}
    | (?:(?:Mon|Tues?|Wed(?:nes)?|Thur?s?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s)?                  # the date of a listing
        (?:\d{1,2}(?:st|nd|rd|th)?\s[A-Z][a-z]{2,8}\.?,?\s\d{4}|[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|
        \d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4})(?:,?\s\d{1,2}:\d\d.{0,20})?
    | (?:sep=.|\#\s?Encoding:.{0,40}|%\s?Encoding:.{0,40})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST: Final = 20_000
_MOST_LINES: Final = 400


def is_furniture(text: str) -> bool:
    """Whether every line of a text is of this kind."""
    if len(text) > _LONGEST:
        return False
    written = text.split("\n")
    return len(written) < _MOST_LINES and all(_LINE.fullmatch(line.strip(" \t\r\ufeff")) for line in written)
