"""Authors in BibTeX fields: names separated by `and`, and what people write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from paperreader.formats.values import folded, is_suffix, latex_as_text, spoken_name

_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)
_SEMICOLON: Final = re.compile(r"\s*;\s*")
_AMPERSAND: Final = re.compile(r",?\s+\\?&\s+")
_COMMA: Final = re.compile(r"\s*,\s*")
_SIGN: Final = re.compile(r"\\.|&#?\w{1,32};|[{}]", re.DOTALL)
_OTHERS: Final = frozenset(("others", "et al.", "et al", "et. al.", "u.a.", "and", ""))
_ET_AL: Final = re.compile(r",?\s+et\.?\s+al\.?$", re.IGNORECASE)
_INITIALS: Final = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ]\.?[\s~-]?){1,5}")
_INSTITUTION: Final = re.compile(r"(?<!\S)(?:of|for|and|für|the|at)(?!\S)")
"""Words that no person's name has."""
_LISTED: Final = re.compile(r"[^\W\d_][\w'’-]+(?: [\w'’-]+){0,3} [A-Z]{1,3}")
"""A name as databases have it: `Lundberg SM`."""


def authors_in(raw: str) -> list[str]:
    """Return the names in a field, as spoken; braces hold a name together.

    It knows names between `and`, semicolons, ampersands and commas; `Last, First`, `Last, Jr, First`, and names in
    spoken order.
    """
    raw = folded(raw).strip(" ,;")
    inner = raw[1:-1] if raw.startswith("{") and _closes_at_the_end(raw) else ""
    if inner and len(several := _split(_AND, inner)) > 1 and all(len(_split(_COMMA, one)) == 2 for one in several):
        raw = inner  # braces around all of it, by mistake
    pieces = [
        piece for one in _split(_AND, raw) for part in _split(_SEMICOLON, one) for piece in _between_ampersands(part)
    ]
    listed = len(pieces) > 1 and re.search(r",\s+and\s", raw, re.IGNORECASE) is not None
    return [name for piece in pieces for one in _people(piece.strip(" ,"), listed=listed) if (name := one.strip())]


def parts_written(raw: str) -> str:
    r"""Return the names in a field as their parts are written, if spoken order does not show the parts; else nothing.

    `{The Acme Team} and M{\'a}rquez Ruiz, Ana` shows what is a name as a whole, and which names are family names.
    """
    names = [one for one in _split(_AND, folded(raw).strip(" ,;")) if one.strip("{}").lower() not in _OTHERS]
    if not any(map(_hides_parts, names)):
        return ""
    return " and ".join(map(_as_written, names))


def _hides_parts(name: str) -> bool:
    parts = _split(_COMMA, name)
    return _closes_whole(name) or len(parts) > 2 or (len(parts) == 2 and " " in latex_as_text(parts[0]).strip())


def _as_written(name: str) -> str:
    text = " ".join(latex_as_text(name).replace("\u00a0", " ").split())
    return f"{{{text}}}" if _closes_whole(name) else text


def _closes_whole(name: str) -> bool:
    return name.startswith("{") and _closes_at_the_end(name)


def _people(piece: str, *, listed: bool) -> Iterator[str]:
    """Yield the names between two `and`s; usually one."""
    piece = _ET_AL.sub("", piece)
    if piece.strip("{}").lower() in _OTHERS:
        return
    parts = [part for part in _split(_COMMA, piece) if part.strip()]
    texts = [latex_as_text(part).replace("\u00a0", " ").strip() for part in parts]
    if texts and texts[-1].lower() in _OTHERS:
        parts, texts = parts[:-1], texts[:-1]
    if len(texts) > 3 and len(texts) % 2 == 0 and all(map(_INITIALS.fullmatch, texts[1::2])):
        yield from (f"{given} {family}" for family, given in zip(texts[::2], texts[1::2], strict=True))
    elif _are_whole(texts, parts, listed=listed):
        yield from texts
    elif len(texts) == 2 and _INSTITUTION.search(texts[1]):
        yield ", ".join(texts)
    else:
        yield spoken_name(texts)


def _are_whole(texts: list[str], parts: list[str], *, listed: bool) -> bool:
    """Whether commas separate names and not parts of one."""
    if len(texts) < (2 if listed else 3) or any(map(is_suffix, texts)):
        return bool(len(texts) > 1 and all(map(_LISTED.fullmatch, texts)))
    # A name in braces is a single name, whatever it contains; an institution's has lower-case words.
    plain = (" " in one and not _INSTITUTION.search(one) for one in texts)
    return all(plain) and not any(map(_INITIALS.fullmatch, texts)) and not any(one.startswith("{") for one in parts)


def _between_ampersands(text: str) -> list[str]:
    """Split names at ampersands if both sides look like one: not `Ernst & Young`."""
    pieces = _split(_AMPERSAND, text)
    whole = all("," in one or len(one.split()) > 1 or "~" in one for one in pieces)
    return pieces if len(pieces) > 1 and whole else [text]


def _split(mark: re.Pattern[str], text: str) -> list[str]:
    """Split a text at marks outside braces."""
    inside, depth, begin = list[tuple[int, int]](), 0, 0
    for sign in _SIGN.finditer(text):
        if sign[0] == "{":
            begin = begin if depth else sign.start()
            depth += 1
        elif sign[0] == "}" and depth:
            depth -= 1
            if not depth:
                inside.append((begin, sign.end()))
        elif len(sign[0]) > 2 and not depth:  # an entity
            inside.append(sign.span())
    if depth:
        inside.append((begin, len(text)))
    pieces, at = list[str](), 0
    spans = iter((*inside, (len(text), len(text))))
    span = next(spans)
    for match in mark.finditer(text):
        while span[1] <= match.start() and span[0] < len(text):
            span = next(spans)
        if match.end() <= span[0]:
            pieces.append(text[at : match.start()])
            at = match.end()
    return [*pieces, text[at:]]


def _closes_at_the_end(text: str) -> bool:
    """Whether the brace at the beginning closes at the end."""
    depth = 0
    for sign in _SIGN.finditer(text):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if depth == 0 and sign[0] == "}":
            return sign.end() == len(text)
    return False
