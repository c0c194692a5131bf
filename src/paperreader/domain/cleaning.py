"""Text from outside: cleaned, on one line, shortened, and as a key by which names are compared.

Every command needs this, the completion of a word in a shell included, so it stands apart from the papers.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_BIDI_CONTROLS: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LINE_ENDS: Final = {0x0D: "\n", 0x2028: "\n", 0x2029: "\n"}
_HARMFUL: Final = {
    **{code: "\ufffd" for code in range(0x20) if code not in (0x09, 0x0A)},
    **dict.fromkeys(range(127, 160), "�"),
    **{ord(character): "\ufffd" for character in _BIDI_CONTROLS},
    **dict.fromkeys(range(55296, 57344), "�"),
    **_LINE_ENDS,
    0x00: None,
    0x85: "\n",
}


def clean(text: str) -> str:
    """Make text from outside harmless for a terminal, without changing anything readable.

    Control characters (C0 but tab and newline, DEL, C1), bidirectional overrides and isolates and lone surrogates
    become U+FFFD, NULs are removed, and every kind of line end becomes a newline. Joiners and combining marks stay.
    """
    return text.replace("\r\n", "\n").translate(_HARMFUL)


def one_line(text: str) -> str:
    """Clean `text` and replace each run of white space with one space, as for a title or a name."""
    return " ".join(clean(text).split())


def composed(text: str) -> str:
    """Return `text` in composed form (NFC), so that names that look the same are equal."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def name_key(name: str) -> str:
    """Return the key under which names of tags, views and files count as the same, ignoring case."""
    return name.lower() if name.isascii() else composed(composed(name).casefold())


def shortened(text: str, most: int = 60) -> str:
    """Shorten what somebody typed, for quoting it in a message: on one line, cut at `most` characters."""
    text = one_line(text[: 20 * most])
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
