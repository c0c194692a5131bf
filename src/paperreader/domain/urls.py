"""Finds URLs in an abstract, even where they run into the words around them."""

from __future__ import annotations

import re
from typing import Final

_URL: Final = re.compile(
    r"https?://[\w\-.~:/?#\[\]@!$&'()*+,;=%]{4,2000}"
    r"|(?:github|gitlab|bitbucket|huggingface|arxiv|zenodo|kaggle)\.(?:com|org|co)/[\w\-./~%#?=&+]{3,500}"
    r"|[a-z0-9][a-z0-9-]{0,60}\.github\.io(?:/[\w\-./~%#?=&+]{0,500})?",
    re.ASCII,
)
_GLUED: Final = re.compile(
    r"(?<![brhlmptgwnfd])(?<!/s)(?<!us)and$"  # `…/orpoand model`, but not `…/brand`, `…/thousand`
    r"|(?<=\d)(?:Code|Data|Models?|Demo)$"  # `…/0775014Code is available`
    r"|(?<=[a-z\d])(?:The|We|Our|This|Project)$"
)
_GOES_ON: Final = re.compile(r" [A-Za-z]")
_CLOSING: Final = {")": "(", "]": "[", "}": "{"}


def links_in(abstract: str) -> tuple[str, ...]:
    """Return each URL in an abstract once, without adjoining words or trailing punctuation.

    Well-known hosts are recognised without a scheme, and get `https://` in front.
    """
    found = list[str]()
    at = 0
    while match := _URL.search(abstract, at):
        text = match[0]
        another = max(text.find("http://", 4), text.find("https://", 4))
        if another > 0:
            text = text[:another]
        at = match.start() + len(text)
        goes_on = _GOES_ON.match(abstract, at)
        text = _without_tail(text)
        if goes_on and at == match.start() + len(text) and (glued := _GLUED.search(text)):
            text = _without_tail(text[: glued.start()])
        link = text if text.startswith("http") else f"https://{text}"
        if "." in link.partition("://")[2]:
            found.append(link)
    return tuple(dict.fromkeys(found))


def _without_tail(url: str) -> str:
    while url and (url[-1] in ".,;:!?'" or (url[-1] in _CLOSING and url.count(url[-1]) > url.count(_CLOSING[url[-1]]))):
        url = url[:-1]
    return url
