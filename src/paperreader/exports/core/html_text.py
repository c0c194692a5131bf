"""Texts in HTML that nothing can break out of: those from outside, and the reader's own Markdown."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from paperreader.domain import clean

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_ALLOWED: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def escaped(text: str) -> str:
    """Escape a text for an element or an attribute in double or single quotes."""
    return html.escape(clean(text), quote=True)


def markdown_as_html(text: str) -> str:
    """Render the reader's Markdown: raw HTML is text, links lead to web pages and mail only, images are links."""
    return str(_markdown().render(clean(text))).strip()


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    class Safe(MarkdownIt):
        def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
            return _ALLOWED.match(url) is not None

    return Safe("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
