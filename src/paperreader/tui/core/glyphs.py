"""The symbols that the screen uses, and ASCII ones for terminals and fonts without them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.filter import LineFilter

from paperreader.domain import DECISIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.color import Color


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A set of symbols, one cell each."""

    cursor: str = "▌"
    check: str = "✓"
    unread: str = "•"
    starred: str = "★"
    decided: Mapping[str, str] = field(default_factory=lambda: {name: one.sign for name, one in DECISIONS.items()})
    """By decision."""
    note: str = "✎"
    highlight: str = "▍"
    upvotes: str = "▲"
    dot: str = "·"
    ellipsis: str = "…"
    open: str = "▾"
    folded: str = "▸"
    link: str = "↗"
    back: str = "←"
    partly: str = "–"
    queued: str = "»"


UNICODE: Final = Glyphs()
ASCII: Final = Glyphs(
    cursor=">", check="v", unread="o", starred="*", note="n", highlight="|",
    decided={name: one.plain_sign for name, one in DECISIONS.items()},
    upvotes="^", dot="-", ellipsis="~", open="v", folded=">", link="@", back="<", partly="-", queued="q",
)  # fmt: skip

_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("“”„", '"'), **dict.fromkeys("‘’‚", "'"), **dict.fromkeys("–—−‐‑", "-"),
        **dict.fromkeys("•∙⋅", "*"),
        **{one.sign: one.plain_sign for one in DECISIONS.values()},
        "🔎": "> ",  # two cells
        "·": "-", "…": "~", "↑": "^", "↓": "v", "→": ">", "←": "<", "✓": "v", "★": "*", "✎": "n", "▲": "^",
        **{chr(code): " " for code in range(0x2580, 0x25A0)},  # blocks: what scroll bars are drawn with
        **{chr(code): "-" if code in (0x2500, 0x2501) else "|" for code in range(0x2500, 0x2580)},
    }
)  # fmt: skip


class AsciiFilter(LineFilter):
    """A final filter for ASCII terminals: replaces our symbols and the most common ones in papers.

    Every cell stays one cell, so that nothing moves. Letters of other scripts are left alone.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Replace the symbols in a line."""
        return [
            one if one.text.isascii() else Segment(one.text.translate(_PLAIN), one.style, one.control)
            for one in segments
        ]
