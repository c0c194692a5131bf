"""Notes rendered from Markdown, as lines that a page can paint."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Final

from rich.console import Console
from rich.markdown import Heading, Markdown, MarkdownElement
from rich.style import Style
from rich.text import Text
from rich.theme import Theme

from paperreader.domain import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import ConsoleOptions, RenderResult
    from rich.segment import Segment

    from paperreader.domain import Wording
    from paperreader.tui.core import Styles

_SIGNS: Final = re.compile(r"[\\`*_\[\]<>~]")
"""What Markdown would act upon in a title."""


class _PlainHeading(Heading):
    """A heading as a plain line: bold, left-aligned, without a box."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        text = self.text
        text.justify = "left"
        yield text


class _NoteMarkdown(Markdown):
    elements: ClassVar[dict[str, type[MarkdownElement]]] = {**Markdown.elements, "heading_open": _PlainHeading}


def markdown_lines(text: str, width: int, styles: Styles, wording: Wording) -> Iterator[list[Segment]]:
    """A note in lines of at most `width` cells. Links show their labels or the titles of papers, in bold."""
    console = _console(styles.accent, styles.muted)
    # Links are never made into terminal links: somebody else wrote where they lead.
    rendered = _NoteMarkdown(
        _spoken(clean(text), wording), hyperlinks=False, code_theme="ansi_dark", inline_code_lexer=None
    )
    lines = console.render_lines(rendered, console.options.update(width=width), pad=False)
    while lines and not "".join(segment.text for segment in lines[-1]).strip():
        lines.pop()
    yield from lines


def _spoken(text: str, wording: Wording) -> str:
    """The text with `[[2403.13043|Cheems]]` replaced by its label, in bold, and `[[2403.13043]]` by the title."""
    pieces, at = [], 0
    for one, words in wording.links(text):
        pieces += [text[at : one.start], f"**{_SIGNS.sub(_escaped, Text(words).plain)}**"]
        at = one.end
    return "".join([*pieces, text[at:]])


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{sign[0]}"


@cache
def _console(accent: Style, muted: Style) -> Console:
    styles = {
        **{f"markdown.h{level}": Style(bold=True) for level in range(1, 8)},
        "markdown.h1": Style(bold=True, underline=True),
        "markdown.code": accent,
        "markdown.code_block": accent,
        "markdown.block_quote": muted + Style(italic=True),
        "markdown.item.bullet": accent,
        "markdown.item.number": accent,
        "markdown.link": Style(underline=True),
        "markdown.link_url": Style(underline=True),
    }
    return Console(file=io.StringIO(), theme=Theme(styles), force_terminal=True, color_system="truecolor", width=80)
