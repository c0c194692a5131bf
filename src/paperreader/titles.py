"""What a list shows for a paper: the title that is fused to its abstract, or words of an abstract alone.

Pure functions over text. Nothing here invents: every word that comes out stands in what went in.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD: Final = re.compile(r"\S+")
_MOST_WORDS: Final = 45
"""The longest title that is considered, in words."""
_FEWEST: Final = 8
"""The shortest abstract that is considered, in words; a shorter text is all title."""

_OPENERS: Final = _word_set(
    """
    we while although though despite whereas recent recently however given since because when as this
    these it there our many most modern existing current traditional conventional inspired motivated
    previous prior lately various nowadays here unlike among along besides thanks if following
    considering considerable numerous background: objective: objectives: introduction purpose: aim:
    aims: abstract: context: context. background abstract abstract. introduction: importance: rationale:
    design: objectives objective
    """
)
"""Words that begin an abstract far more often than they stand in a title with a capital."""
_CAPITAL_OPENERS: Final = frozenset(word.capitalize() for word in _OPENERS)
_SOFT_OPENERS: Final = _word_set(
    """
    the in a an on with for to by from using based both such what how at under after among one two
    """
)
_FUNCTION: Final = _word_set(
    """
    a an the of in on at by for with to from and or nor but as is are via into onto over under without
    within between among through across towards toward against beyond using based per vs vs. versus its
    their your our than that this de la up about after before during while
    """
)
_VERBS: Final = _word_set(
    """
    is are has have had was were been can could may might will would should do does did remains become
    becomes plays play show shows present presents propose proposes introduce introduces study studies
    aim aims requires require provides provide often typically usually widely increasingly recently
    """
)


@dataclass(frozen=True, slots=True)
class Split:
    """A fused text in two: `title` and `abstract` are its pieces, to the letter."""

    title: str
    abstract: str
    confidence: float
    """From 0 to 1: the share of this boundary among all that are possible."""


def split_title(text: str) -> Split:
    """Split `Title Abstract` where nothing stands between the two.

    Every space is weighed as the boundary by what stands before and after it (see `_signs`), with the weights
    of a log-linear model fitted to papers of which both halves are known.

    Returns:
        The pieces without the white space between them; a text too short to have an abstract is all title.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    words = [text[begin:end] for begin, end in spans[: _MOST_WORDS + _AHEAD]]
    places = range(1, min(_MOST_WORDS, len(spans) - _FEWEST) + 1)
    if not places:
        return Split(text.strip(), "", 0.5)
    scores = [sum(_WEIGHTS[sign] * value for sign, value in _signs(words, place)) for place in places]
    best = max(scores)
    place = places[scores.index(best)]
    confidence = 1 / sum(math.exp(score - best) for score in scores)
    return Split(text[: spans[place - 1][1]].strip(), text[spans[place][0] :].strip(), round(confidence, 3))


def boundaries(text: str) -> list[int]:
    """Where the title of a fused text may end: at its beginning, and after each of its words.

    Returns:
        Offsets into `text`, ascending: `text[:offset]` is the title, what follows is the abstract.
    """
    return [0, *(match.end() for match in _WORD.finditer(text))]


def fused(title: str, abstract: str) -> str:
    """Title and abstract as one text again, with a space between unless the abstract begins with white space."""
    return f"{title} {abstract}" if title and abstract and not abstract[0].isspace() else title + abstract


def move(title: str, abstract: str, by: int) -> tuple[str, str]:
    """Move the boundary by so many words: to the right if `by` is positive, to the left if it is negative.

    Nothing is lost or changed: `fused` gives the same text before and after. A single space at the boundary
    goes; any other white space (a line break, say) stays at the beginning of the abstract, for whoever
    stores the two to strip.

    Returns:
        The title and the abstract; as far as there are words where there are fewer.
    """
    text, end = fused(title, abstract), len(title)
    places = boundaries(text)
    if by > 0:
        end = places[min(bisect_right(places, end) + by, len(places)) - 1]
    elif by < 0:
        end = places[max(bisect_left(places, end) + by, 0)]
    rest = text[end:]
    return text[:end], rest[1:] if end and rest[:1] == " " and rest[1:2].strip() else rest


_AHEAD: Final = 14


def _signs(words: list[str], place: int) -> Iterator[tuple[str, float]]:
    """What speaks for or against a boundary before `words[place]`, each with its strength."""
    yield from _signs_at_the_boundary(words, place)
    yield from _signs_in_the_title(words[:place], words[place : place + _AHEAD])
    yield from _signs_of_repetition(words, place)


def _signs_at_the_boundary(words: list[str], place: int) -> Iterator[tuple[str, float]]:
    last, first, second = words[place - 1], words[place], words[place + 1]
    low = first.lower().rstrip(",")
    if first[0].isupper():
        if low in _OPENERS:
            yield "an opener", 1
        elif low in _SOFT_OPENERS:
            yield "a soft opener", 1
        elif first[1:].islower():
            yield "a plain capital", 1
    else:
        yield ("no letter" if not first[0].isalpha() else "a small letter"), 1
    if _is_small(second):
        yield "small word after", 1
    elif second[0].isupper():
        yield "capital after", 1
    yield from _signs_at_the_end(last)


def _signs_at_the_end(last: str) -> Iterator[tuple[str, float]]:
    if last in _CAPITAL_OPENERS:
        yield "cut after an opener", 1
    if last.lower() in _FUNCTION:
        yield "cut after a function word", 1
    if last[-1] in ":,;-–—(&":
        yield "cut after an open mark", 1
    elif last[-1] in "?!":
        yield "cut after a question", 1
    elif last[-1] == ".":
        yield "cut after a stop", 1
    if last.count("(") > last.count(")"):
        yield "cut in brackets", 1


def _signs_in_the_title(title: list[str], after: list[str]) -> Iterator[tuple[str, float]]:
    size = len(title)
    yield "words", size / 10
    yield "words squared", (size / 10) ** 2
    if size < 3:
        yield "hardly a title", 1
    small_before, small_after = _small_share(title[1:]), _small_share(after[1:])
    yield "small words after", small_after
    yield "small words before", small_before
    capital = not small_before
    yield "capitals all before", float(capital)
    yield (
        "small words more",
        float(len([word for word in title[1:] if _is_small(word)]) > 0 and small_before < 0.5),
    )
    yield "verbs before", min(sum(word.lower() in _VERBS for word in title), 3)
    yield "verbs after", min(sum(word in _VERBS for word in after), 3)
    stops = sum(word[-1] == "." and len(word) > 3 for word in title[:-1])
    yield "sentences before", min(stops, 2)
    balance = sum(word.count("(") - word.count(")") for word in title)
    if balance > 0:
        yield "cut in brackets", 1


def _signs_of_repetition(words: list[str], place: int) -> Iterator[tuple[str, float]]:
    """Abstracts take up words of their title, and explain its acronyms."""
    before = {_stem(word) for word in words[:place]} - {""}
    first, second = _stem(words[place]), _stem(words[place + 1])
    content = first and words[place].lower() not in _FUNCTION
    if content and first in before:
        yield "repeats a word", 1
        pairs = {(_stem(one), _stem(two)) for one, two in pairwise(words[:place])}
        if (first, second) in pairs:
            yield "repeats two words", 1
    for at in range(place + 1, min(place + 7, len(words))):
        acronym = words[at].strip("().,;:").rstrip("s")
        if words[at][0] == "(" and len(acronym) > 1 and acronym.isupper():
            initials = "".join(part[:1] for word in words[:at] for part in word.split("-")).upper()
            begin = at - len(acronym)
            if initials.endswith(acronym):
                hyphens = sum(word.count("-") for word in words[max(0, begin) : at])
                yield ("acronym here" if begin + hyphens in (place, place + 1) else "acronym elsewhere"), 1
            break


def _is_small(word: str) -> bool:
    """A word in small letters that a title in capitals would give one."""
    return word[0].islower() and word.lower().strip(".,:;") not in _FUNCTION and not word[1:2].isupper()


def _small_share(words: list[str]) -> float:
    content = [word for word in words if word[0].isalpha() and word.lower() not in _FUNCTION]
    return sum(map(_is_small, content)) / len(content) if content else 0.0


def _stem(word: str) -> str:
    """The word without marks, case and plural: good enough to see it again."""
    bare = word.strip("().,:;?!'\"“”").lower()
    return bare[:-1] if len(bare) > 3 and bare.endswith("s") else bare


# Fitted by maximum likelihood to 345 papers: Hugging Face, arXiv's API and e-mail, two bibliographies.
_WEIGHTS: Final = {
    "small words after": 5.4,
    "acronym here": 3.78,
    "words": 3.49,
    "an opener": 3.44,
    "a soft opener": 3.14,
    "capitals all before": 2.53,
    "repeats a word": 1.45,
    "a plain capital": 1.05,
    "repeats two words": 0.99,
    "cut after a question": 0.67,
    "small word after": 0.64,
    "small words before": 0.51,
    "verbs after": 0.5,
    "small words more": -0.06,
    "cut after a stop": -0.54,
    "cut in brackets": -0.86,
    "capital after": -1.01,
    "acronym elsewhere": -1.05,
    "no letter": -1.2,
    "verbs before": -1.43,
    "words squared": -1.6,
    "hardly a title": -1.67,
    "cut after an opener": -2.58,
    "cut after a function word": -3.01,
    "sentences before": -3.38,
    "cut after an open mark": -4.19,
    "a small letter": -4.82,
}

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
"""What stands right before a name that the paper itself gives; `named` where it is the word for that."""
_NAME_WORD: Final = re.compile(r"[^\s,;:()\[\]“”\"]+")
_FOOTNOTE: Final = re.compile(r"(\d)\1\1(?!\d)")
_ACRONYM: Final = re.compile(r" ?\(([\w∗*+.-]{2,20})\)")
_ASIDE: Final = re.compile(r" ?\([^()]{1,90}\)")
_GLOSS: Final = re.compile(
    r" ?(?:[,:—–]|--?) ?(?=(?:the|a|an|our|one)\b)| (?=that\b|framework\b|method\b)| ?, ?(?=which\b|where\b)"
)
"""What joins a name to what is said of it."""
_NAME_ENDS: Final = re.compile(r" ?, ?[a-z]| ?\.(?!\d)| ?\(|$")
_SENTENCE_END: Final = re.compile(r"(?<![ (.][A-Za-z])(?<! al)(?<! vs)[.!?](?=\s|$|[A-Z])")


def label_of(abstract: str) -> str:
    """What a list shows for a paper without a title.

    The name that the paper introduces, if one is plain to see, and what the abstract says of it; else the
    first sentence. Cut at a word to 120 characters.

    Returns:
        Words of the abstract in its order; empty if it is.
    """
    text = " ".join(abstract[:_FAR].split())
    for match in _INTRODUCES.finditer(text):
        if found := _name_at(text, match.end(), named=match["named"] is not None):
            return _shorten(_with_gloss(text, *found))
    return _shorten(_sentence(text))


def _with_gloss(text: str, name: str, end: int) -> str:
    """The name and what follows it in the text, if that says what it is; else the first sentence."""
    gloss = _GLOSS.match(text, end)
    said = _sentence(text[gloss.end() :]) if gloss else ""
    if gloss is None or len(said) < _LEAST_GLOSS:
        return f"{name} — {_sentence(text)}"
    if gloss[0] == " ":
        return f"{name} {said}"
    return f"{name}, {said}" if said.startswith("wh") else f"{name} — {said}"


def _name_at(text: str, at: int, *, named: bool) -> tuple[str, int] | None:
    """The name that begins at a place, and where it ends; `None` if what stands there is no name for sure."""
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
    """Whether letters of the words make the acronym, as in `Distribution Matching Distillation (DMD)`."""
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
    """One word that looks made up (`DenseFormer`), or a few with a capital that something is said about."""
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
    """The web addresses in an abstract, each once: without the words glued to them and the punctuation after.

    Where the scheme is left out, well-known hosts are recognised, and `https://` is put before.
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
