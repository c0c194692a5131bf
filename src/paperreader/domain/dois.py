"""Finds DOIs in text and makes them canonical, however they are written. Pure.

A DOI can hold nearly any character. Those of the 1980s and 1990s do, since publishers derived them from SICIs (ISO
standard Z39.56): `10.1002/0000-108X(199412)16:4<317::AID-XXX2>3.0.CO;2-J`, where only the part after `<` distinguishes
the papers of an issue. The web and BibTeX escape such characters in different ways, and in running text it can be hard
to see where a DOI ends.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

_DOI: Final = re.compile(
    # A DOI begins at the start of a word or right after “doi”: in `(10.1000/x` and `doi10.1000/x`, not in `210.1000/x`.
    r"(?:(?<![^\W_])(?<!\.)|(?<=doi))10\.\d{4,9}(?:\.\d{1,9}){0,3}/"
    r"[^\s\"`|\\\x00-\x1f\x7f-\x9f“”‘’«»…。，；、！？：（）【】《》「」]{1,400}",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(r"10\.\d{4,9}/[A-Za-z0-9.()/:_-]{0,300}[A-Za-z0-9]", re.ASCII)
"""The common case: nothing around it, and nothing in it that could be its end."""
_BEFORE: Final = re.compile(
    r"\s*(?:https?://[^\s/]{1,200}/(?:(?:doi|[a-z]{2,12}|[a-z]{2,12}/[a-z]{2,12})/)?|(?:dx\.|www\.)?doi\.org/)?"
    r"(?:info:|urn:)?(?:doi[:/.\s]?\s*)?",
    re.IGNORECASE,
)
"""What can precede a DOI that is the whole text, so that everything after it belongs to the DOI."""
_DRESSED: Final = re.compile(r"[\\{}$&%\u00ad\u200b-\u200d\u2060\ufeff]")
_UNSEEN: Final = {ord(sign): None for sign in "\u00ad\u200b\u200c\u200d\u2060\ufeff"}
_PERCENT: Final = re.compile(r"(?:%[0-9A-Fa-f]{2}){1,40}")
_ENTITY: Final = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|&(?:lt|gt)(?=[0-9(])", re.IGNORECASE
)
_TEX_SIGNS: Final = {
    "textless": "<", "textgreater": ">", "lt": "<", "gt": ">", "textunderscore": "_", "textasciitilde": "~",
    "textnumbersign": "#", "textquotesingle": "'", "slash": "/",
}  # fmt: skip
_TEX_MACRO: Final = re.compile(rf"\\({'|'.join(_TEX_SIGNS)})(?:\{{\}}|[ \t]+|(?![A-Za-z]))")
_TEX_ESCAPE: Final = re.compile(r"\\([_%#&{}$<>~^()\[\]+;:.-])")
_TEX_FORMULA: Final = re.compile(r"\$([^\s\w$\\]|_)\$|\\ensuremath\{([^\s\w{}\\]|_)\}|\\\(([^\s\w\\]|_)\\\)")
_TEX_GROUP: Final = re.compile(r"\{([^\sA-Za-z0-9{}]{0,6})\}")
_MOST_LAYERS: Final = 8
_TAG: Final = re.compile(
    r"</?(?:(?:jats|mml|xhtml):[a-z-]{1,20}|a|abbr|b|br|cite|code|div|em|font|i|italic|bold|li|link|p|small|span|strong|"
    r"sub|sup|td|th|tr|tt|u|ul)(?:\s[^<>]{0,300})?/?>|</",
    re.IGNORECASE,
)
"""Markup, which a DOI never contains: between the angle brackets of a SICI, a colon follows a number."""
_NEXT: Final = re.compile(
    r"[;,&](?=(?:10\.\d{4,9}/|https?://|doi[:\s.]|doi\.org|pmid|pmc\d|arxiv[:.]))|&(?=[\w-]{1,20}=)|\?(?=[\w.-]{1,30}=)|"
    r"(?<=[\w)>\]-])\]?\]\(https?:",
    re.IGNORECASE,
)
"""Where something else begins: another identifier, or the parameters of a URL."""
_IN_ANGLES: Final = re.compile(r"<[^\s<>\"'=]{1,80}>(?=[0-9A-Za-z])")
_CLOSING: Final = {"(": ")", "[": "]", "{": "}", "<": ">"}
_OPENING: Final = {closing: opening for opening, closing in _CLOSING.items()}
_SENTENCE: Final = re.compile(r";(?=[a-z]{2})", re.IGNORECASE)
_FRAGMENT: Final = re.compile(r"(?<!-)#[A-Za-z]\S*")
_RESOLVER: Final = re.compile(r"doi[.-]org", re.IGNORECASE)
_VIEW: Final = re.compile(
    r"(?:[./](?:full(?:text|\.pdf|\.html)?|fulltext\.html|abstract|e?pdf|meta|html?|summary|tables|references))+$",
    re.IGNORECASE | re.ASCII,
)


def doi_in(text: str) -> str | None:
    """Return the first DOI in a text, in lower case, without the text around it; `None` if there is none.

    If only its label or resolver precedes it, the rest of the text is the DOI. In running text it ends before an
    unmatched closing bracket, a tag, another identifier, or trailing punctuation.
    """
    if _PLAIN.fullmatch(text):
        return text.lower()
    address = "://" in text and _RESOLVER.search(text) is None
    plain = undressed(_FRAGMENT.sub("", text) if address else text)
    match = _DOI.search(plain)
    if match is None:
        return None
    value = match[0]
    if (end := _TAG.search(value)) or (end := _NEXT.search(value)):
        value = value[: end.start()]
        end = _NEXT.search(value)
        value = value[: end.start()] if end else value
    alone = match.end() == len(plain.rstrip()) and _BEFORE.fullmatch(plain, 0, match.start())
    value = _trimmed(value if alone else value[: _end(value)], plain[max(0, match.start() - 1) : match.start()])
    if address:
        value = _trimmed(_VIEW.sub("", value), "")
    return value.lower() if value.partition("/")[2] else None


def undressed(text: str) -> str:
    r"""Undo the escapes of HTML, URLs and BibTeX, even if repeated: `&lt;`, `%3C` and `{\_}` become `<` and `_`."""
    for _ in range(_MOST_LAYERS):
        if _DRESSED.search(text) is None:
            return text
        before, text = text, text.translate(_UNSEEN)
        if "\\" in text or "{" in text or "$" in text:
            text = _TEX_FORMULA.sub(lambda match: match[1] or match[2] or match[3], _TEX_MACRO.sub(_sign, text))
            text = _TEX_GROUP.sub(r"\1", _TEX_ESCAPE.sub(r"\1", text))
        if "&" in text:
            import html

            text = _ENTITY.sub(lambda match: html.unescape(match[0].lower()), text)
        if "%" in text:
            text = _PERCENT.sub(lambda match: unquote(match[0]), text)
        if text == before:
            break
    return text


def _sign(match: re.Match[str]) -> str:
    return _TEX_SIGNS[match[1]]


def _end(value: str) -> int:
    """Return where a DOI in running text ends."""
    opened = list[str]()
    for at, sign in enumerate(value):
        if (sign == "<" and not _IN_ANGLES.match(value, at)) or (sign == ";" and _SENTENCE.match(value, at)):
            return at
        if sign in _CLOSING:
            opened.append(_CLOSING[sign])
        elif sign in _OPENING:
            if sign not in opened:
                return at
            del opened[len(opened) - 1 - opened[::-1].index(sign) :]
    return len(value)


def _trimmed(value: str, before: str) -> str:
    """Remove trailing punctuation, unmatched brackets and surrounding quotation marks."""
    while value and (
        value[-1] in ".,;:'!?"
        or value[-1] in _CLOSING
        or (value[-1] in _OPENING and value.count(value[-1]) > value.count(_OPENING[value[-1]]))
        or (value[-1] in "*_~" and value[-1] == before)
    ):
        value = value[:-1]
    return value
