"""The properties at the top of a note, in YAML: ours are rewritten, and those that the user added stay as they are.

Values are written as JSON in ASCII on one line, which is YAML and cannot break out of its place. Of the user's lines
only so much is understood as tells whose each one is.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

_BOM: Final = b"\xef\xbb\xbf"
_FENCE: Final = re.compile(rb"---[ \t]*\r?\n")
_CLOSING: Final = re.compile(rb"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_KEY: Final = re.compile(
    rb"""(?:"([^"\r\n]+)"|'([^'\r\n]+)'|([^\s#"'\[\]{}&*!|>%@`,:-][^\r\n]*?))[ \t]*:(?=[ \t\r\n]|\Z)"""
)
_GOES_ON: Final = re.compile(rb"[ \t]+\S|-(?:[ \t\r\n]|\Z)|[\]}]")
"""A line that belongs to the property above it: indented, or of a list."""
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_BEYOND: Final = re.compile(r"([\U00010000-\U0010ffff])")
_LINE: Final = re.compile(rb"[^\n]*\n|[^\n]+")


def yaml_text(text: str) -> str:
    """Return a text as YAML on one line, in ASCII: as JSON, but for characters beyond U+FFFF.

    JSON writes those as two halves, which YAML takes for two characters.
    """
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    pieces = _BEYOND.split(text)
    pieces[::2] = [json.dumps(piece)[1:-1] for piece in pieces[::2]]
    pieces[1::2] = [f"\\U{ord(piece):08x}" for piece in pieces[1::2]]
    return f'"{"".join(pieces)}"'


def yaml_list(texts: Iterable[str]) -> str:
    """Return texts as a list in YAML on one line, in ASCII; empty if there are none."""
    written = ", ".join(map(yaml_text, texts))
    return f"[{written}]" if written else ""


class FrontMatter:
    """The properties at the top of a file, and where they end."""

    def __init__(self, data: bytes) -> None:
        """Find them. A file without any has none of them, and ends them where it begins."""
        self._before = _BOM if data.startswith(_BOM) else b""
        self._newline = "\n"
        self._opening = self._closing = b""
        self._chunks: list[tuple[str, bytes]] = []
        self.end = len(self._before)
        opening = _FENCE.match(data, self.end)
        closing = _CLOSING.search(data, opening.end()) if opening else None
        if opening and closing:
            self._opening, self._closing = opening[0], closing[0]
            self._newline = "\r\n" if opening[0].endswith(b"\r\n") else "\n"
            self._chunks = list(_chunks(data[opening.end() : closing.start()]))
            self.end = closing.end()

    def value(self, key: str) -> str:
        """Return what is written for a property, with its quotes; empty if it has none."""
        found = next((text for name, text in self._chunks if name == key), b"")
        return found.partition(b":")[2].strip().decode("utf-8", "replace")

    def seal(self, keys: Collection[str]) -> str:
        """Return the letters and digits of some properties, which stay when an editor sets their values otherwise."""
        return _letters({name: text.decode("utf-8", "replace") for name, text in self._chunks if name in keys})

    def renewed(self, values: Mapping[str, str], keys: Collection[str]) -> bytes:
        """Return it with new values for the properties in `keys`; those without a value go."""
        lines = {key: f"{key}: {value}{self._newline}".encode() for key, value in values.items()}
        text = [lines.pop(name, b"") if name in keys else kept for name, kept in self._chunks]
        return b"".join(
            [
                *(self._before, self._opening or f"---{self._newline}".encode()),
                *(*text, *lines.values()),
                self._closing or f"---{self._newline}".encode(),
            ]
        )


def seal_of(values: Mapping[str, str]) -> str:
    """Return what `FrontMatter.seal` returns for properties as they are written."""
    return _letters({key: f"{key}: {value}" for key, value in values.items()})


def _letters(texts: Mapping[str, str]) -> str:
    said = "\n".join(texts[key] for key in sorted(texts))
    return _NO_LETTERS.sub("", _ESCAPE.sub(_character, said) if "\\" in said else said)


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code < 0x110000 else ""


def _chunks(text: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield each property with its lines, and under an empty name the lines that belong to none."""
    name, kept, idle = "", b"", b""
    for line in _LINE.findall(text):
        key = _KEY.match(line)
        if key is None and name and _GOES_ON.match(line):
            kept += idle + line
            idle = b""
        elif key is None:
            idle += line
        else:
            yield name, kept
            yield "", idle
            name, kept, idle = (key[1] or key[2] or key[3]).decode("utf-8", "replace"), line, b""
    yield name, kept
    yield "", idle
