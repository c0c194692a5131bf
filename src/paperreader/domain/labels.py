"""The label of a paper in lists: its title, or words of its abstract if it has none.

Nothing is made up: every word of a label is in the paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from paperreader.domain.paper import Paper

_UNLABELLED: Final = "Untitled"
_LABEL: Final = 120
_LEAST_GLOSS: Final = 12
_FAR: Final = 6_000
"""How much of an abstract is searched for a name, in characters."""
_INTRODUCES: Final = re.compile(
    r"(?:\b(?:we|(?-i:I)|(?:this|our) (?:paper|work|study|research|report|article|survey))\b"
    r"[^.;]{0,60}?(?:introduce|present|propose)(?-i:s?)"
    r"|\b(?P<named>named|dubbed|dub|called|termed|namely|(?:name|call|term) it|refer to our \w{1,20} as)"
    r"(?=(?-i:[ A-Z]))"
    r"|\b(?:our|introduce|present|propose)s?\b[^.;]{0,120}?"
    r"\b(?:method|approach|framework|algorithm|model), ?(?=(?-i:[A-Z])))"
    r"[ ,]{0,3}(?:(?:the|our|a|an|novel|new|method|framework|model|algorithm|of|as)[ ,]{1,2}){0,4}",
    re.IGNORECASE,
)
"""What comes right before a name that the paper introduces; the group `named` matches the word “named” or similar."""
_NAME_WORD: Final = re.compile(r"[^\s,;:()\[\]“”\"]+")
_FOOTNOTE: Final = re.compile(r"(\d)\1\1(?!\d)")
_ACRONYM: Final = re.compile(r" ?\(([\w∗*+.-]{2,20})\)")
_ASIDE: Final = re.compile(r" ?\([^()]{1,90}\)")
_GLOSS: Final = re.compile(
    r" ?(?:[,:—–]|--?) ?(?=(?:the|a|an|our|one)\b)| (?=that\b|framework\b|method\b)| ?, ?(?=which\b|where\b)"
)
"""What connects a name to its description."""
_NAME_ENDS: Final = re.compile(r" ?, ?[a-z]| ?\.(?!\d)| ?\(|$")
_SENTENCE_END: Final = re.compile(r"(?<![ (.][A-Za-z])(?<! al)(?<! vs)[.!?](?=\s|$|[A-Z])")


def paper_label(paper: Paper) -> str:
    """Return the label of a paper: its title, else words of its abstract, else an identifier."""
    if paper.title:
        return paper.title
    if paper.abstract:
        return label_of(paper.abstract) or _UNLABELLED
    return next((f"{one.scheme}:{one.value}" for one in sorted(paper.identifiers)), _UNLABELLED)


def label_of(abstract: str) -> str:
    """Return a label for a paper without a title.

    The label is the name that the paper clearly introduces, with its description, or else the first sentence. Cut at a
    word to 120 characters.

    Returns:
        Words of the abstract in its order; empty if the abstract is.
    """
    text = " ".join(abstract[:_FAR].split())
    for match in _INTRODUCES.finditer(text):
        if found := _name_at(text, match.end(), named=match["named"] is not None):
            return _shorten(_with_gloss(text, *found))
    return _shorten(_sentence(text))


def _with_gloss(text: str, name: str, end: int) -> str:
    """Return the name and the description that follows it in the text, or the first sentence if there is none."""
    gloss = _GLOSS.match(text, end)
    said = _sentence(text[gloss.end() :]) if gloss else ""
    if gloss is None or len(said) < _LEAST_GLOSS:
        return f"{name} — {_sentence(text)}"
    if gloss[0] == " ":
        return f"{name} {said}"
    return f"{name}, {said}" if said.startswith("wh") else f"{name} — {said}"


def _name_at(text: str, at: int, *, named: bool) -> tuple[str, int] | None:
    """Return the name that begins at a place and its end; `None` if it is not certainly a name."""
    begin, words = at, list[str]()
    while len(words) < 7 and (match := _NAME_WORD.match(text, at)):
        word = match[0]
        footnote = _FOOTNOTE.search(word)
        word = word[: footnote.start()] if footnote else word
        if not word:
            break
        words.append(word)
        at = match.start() + len(word)
        if word[-1] == "." or footnote or text[at : at + 1] != " " or text[at + 1 : at + 2] == "(":
            break
        at += 1
    phrase = text[begin:at].strip()
    acronym = _ACRONYM.match(text, at)
    if acronym and _spells(acronym[1], words):
        return f"{phrase} ({acronym[1]})", acronym.end()
    return _coined(text, begin, words, named=named)


def _spells(acronym: str, words: list[str]) -> bool:
    """Whether the initials of the words spell the acronym, as in `Distribution Matching Distillation (DMD)`."""
    letters = [letter for letter in acronym.lower() if letter.isalpha()]
    if not letters or not words or words[0][0].lower() != letters[0]:
        return False
    rest = iter("".join(words).lower())
    if not all(letter in rest for letter in letters):
        return False
    if all(word[0].isupper() for word in words):
        return acronym[0].isupper()
    initials = "".join(part[:1] for word in words for part in word.split("-"))
    return acronym.isupper() and initials.upper() == acronym


def _coined(text: str, begin: int, words: list[str], *, named: bool) -> tuple[str, int] | None:
    """Return a single word that looks made up (`DenseFormer`), or a few capitalised words with a description."""
    taken = list[str]()
    for word in words:
        if not (word[0].isupper() or (taken and (word[0].isdigit() or word == "&"))):
            break
        taken.append(word)
    phrase = " ".join(taken or words[:1]).rstrip(".")
    end = begin + len(phrase)
    aside = _ASIDE.match(text, end)
    after = aside.end() if aside else end
    gloss = _GLOSS.match(text, after)
    if not taken:  # `zoneout, a novel method`
        return (phrase, end) if gloss and gloss[0].strip() and len(phrase) > 4 and words == [phrase] else None
    explained = gloss is not None and (
        named or (not text.startswith(", wh", after) and not text.startswith(",wh", after))
    )
    ends = _NAME_ENDS.match(text, after) is not None
    if len(phrase) > 1 and (explained or (ends and any(map(_is_made_up, taken)))):
        return phrase, after
    return None


def _is_made_up(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:]) or any(letter.isdigit() for letter in word)


def _sentence(text: str) -> str:
    end = _SENTENCE_END.search(text, 20)
    return (text[: end.start()] if end else text).strip()


def _shorten(text: str) -> str:
    if len(text) <= _LABEL:
        return text
    cut = text[: _LABEL - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[_LABEL // 2 :] else cut).rstrip(" ,;:—–-(") + "…"
