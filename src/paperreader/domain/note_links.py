"""Links in notes: `[[2106.09685]]`, `[[10.1000/lora|LoRA]]` and `[[#todo]]`. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LONGEST: Final = 400
"""The most characters in a target, or in the text shown for it."""
# Within one line; brackets only inside brackets, as some DOIs have them; each part bounded, so matching is linear.
_LINK: Final = re.compile(
    rf"\[\[((?:[^\[\]|\n]|\[[^\[\]|\n]{{1,80}}\](?=[^\]\n])){{1,{_LONGEST}}})"
    rf"(?:\|([^\[\]\n]{{0,{_LONGEST}}}))?\]\]"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A link in a note."""

    start: int
    """Half-open with `end`, in code points of the note, brackets included."""
    end: int
    target: str
    """An identifier, link or uid of a paper; or `#` and a tag."""
    shown: str
    """The text shown for it: the part after the bar, or else the target."""

    @property
    def tag(self) -> str | None:
        """The tag it links to, without `#`; `None` if it links to a paper."""
        return self.target[1:].lstrip() if self.target.startswith("#") else None


def references(text: str) -> list[Reference]:
    """Return the links in `text`, in order."""
    found = []
    for match in _LINK.finditer(text):
        target = match[1].strip()
        if target.lstrip("#"):
            found.append(Reference(match.start(), match.end(), target, (match[2] or "").strip() or target))
    return found
