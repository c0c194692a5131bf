"""Expands the words of a query, stage by stage, with what each may have been meant to be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from paperreader.library.search.index import COUNT_KEY, mirrored
from paperreader.library.search.interpretation import (
    ALL_NEAR,
    BEGUN,
    FAR,
    JOINED_WEIGHT,
    RARE_NEAR,
    UNKNOWN_NEAR,
    Expansion,
    Interpretation,
    Key,
    Plan,
    keys_of,
    leaves,
)
from paperreader.library.search.lookups import FIELD_PREFIXES
from paperreader.library.search.phrases import has_phrase
from paperreader.library.search.vocabulary import Term, Vocabulary
from paperreader.query import And, Node, Or, Phrase, Word, all_of

_RARE: Final = 0.001
"""A word in a smaller share of the papers may be misspelt."""
_SHORT: Final = 3
"""A word this short is similar to a great many others."""
_FAR_LENGTH: Final = 5
"""The shortest word that may have two letters wrong."""
_COMPLETIONS: Final = 24
_NEIGHBOURS: Final = 12
_LIKELIEST: Final = 2
"""How many similar words are also looked for in the plural or singular."""
_HEAVY: Final = 5000
"""If more titles match a prefix, only its most common completions are searched for."""
_INDEXED_PREFIX: Final = 4
_NEAR_WEIGHT: Final = {1: 0.75, 2: 0.5}
_ABBREVIATED_WEIGHT: Final = 0.8
_ABBREVIATED: Final = 32
_VARIED_WEIGHT: Final = 0.9
_WORD: Final = 24
"""Anything longer is not a misspelt word."""
_SPLIT_LENGTH: Final = 5
"""The shortest word that may be split in two."""
_COMPARED: Final = 16
"""Papers that are read to tell a compound from two separate words."""
_FAR_WORDS: Final = 2
"""How many words of a query may be two edits away."""
_CACHED: Final = 512
_COMMON: Final = 20_000
"""How many words have their number of papers cached, in about two megabytes."""


class Expander:
    """Expands words through one connection, and remembers the vocabulary it met until the library changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._vocabulary = Vocabulary(connection)
        self.state: object = None
        """Changes whenever the library does."""
        self._known: dict[tuple[str, ...], list[Term]] = {}
        self._begun: dict[str, list[tuple[str, Term]]] = {}
        self._one: dict[tuple[str, str], bool] = {}
        self._halves: dict[str, tuple[str, ...]] = {}
        self._common: dict[str, int] = {}
        self.total = 0

    def refresh(self) -> None:
        """Notice what was committed since the last query."""
        state = self._connection.execute("pragma data_version").fetchone()[0], self._connection.total_changes
        if state != self.state or len(self._known) > _CACHED or len(self._common) > _COMMON:
            self._known.clear()
            self._begun.clear()
            self._one.clear()
            self._halves.clear()
            self._common.clear()
            row = self._connection.execute("select value from meta where key = ?", (COUNT_KEY,)).fetchone()
            self.total = int(row[0]) if row else 0
            self.state = state

    def respelt(self, plan: Plan) -> Plan | None:
        """The same query with its compounds written the other way (`finetuning`, `fine tuning`), if it has any."""
        words = [one for node in plan.texts for one in _single_words(node)]
        texts = self._respelt(words)
        return None if texts == words else replace(plan, texts=texts)

    def interpret(self, plan: Plan, stage: int) -> Interpretation:
        """Interpret a query as a stage does."""
        keys = dict.fromkeys(
            key for node in (*plan.texts, *plan.filters) for leaf in leaves(node) for key in keys_of(leaf)
        )
        alone = len(keys) == 1
        expansions = {key: self._expand(key, stage, alone=alone) for key in keys}
        misread = [] if stage >= UNKNOWN_NEAR else self._misread(plan, expansions, alone=alone)
        if stage >= BEGUN:
            for one, other in plan.joints():
                self._join(expansions[keys_of(one)[-1]], expansions[keys_of(other)[0]])
            for word in plan.texts:
                if isinstance(word, Word) and not word.field and word.style != "'":
                    for first, second in pairwise(keys_of(word)):
                        self._join(expansions[first], expansions[second])
        if stage == FAR:
            self._go_far([expansion for key, expansion in expansions.items() if key[1] not in ("'", '"')])
        return Interpretation(plan, stage, expansions, misread)

    def _misread(self, plan: Plan, expansions: dict[Key, Expansion], *, alone: bool) -> list[Expansion]:
        """Replace alternatives that no paper has by similar words, since there may be no later stage to do so."""
        misread = []
        for node in (*plan.texts, *plan.filters):
            for key in (key for leaf in _alternative_words(node) for key in keys_of(leaf)):
                if not expansions[key].terms:
                    expansions[key] = self._expand(key, RARE_NEAR, alone=alone)
                    if not expansions[key].terms and key[1] != "'":
                        self._go_far([expansions[key]])
                    misread.append(expansions[key])
        return misread

    def commonness(self, words: Iterable[str]) -> Mapping[str, int]:
        """How many papers have each of `words`, and possibly of others."""
        unknown = {word for word in words if word not in self._common}
        if unknown:
            self._common.update(dict.fromkeys(unknown, 0), **self._vocabulary.papers(unknown))
        return self._common

    def _expand(self, key: Key, stage: int, *, alone: bool) -> Expansion:
        typed, style, unfinished, field = key
        expansion = Expansion(typed, unfinished=unfinished, field_prefix=FIELD_PREFIXES.get(field, ""))
        exact = self._ask("get", typed)
        for term in exact:
            expansion.add(term, 1.0)
            expansion.papers = term.papers
        fixed = style in ("'", '"')
        loose = not fixed and self._is_doubted(expansion.papers, stage)
        if style == "^" or unfinished or loose:
            self._begin(expansion, alone=alone, typing=unfinished)
        elif stage == BEGUN and not fixed and len(typed) > 1:
            expansion.prefixes = (typed,)
            expansion.heavy = len(typed) > _INDEXED_PREFIX and self._titles(typed) > _HEAVY
        if stage >= BEGUN and not fixed and style != "^":
            self._vary(expansion)
        if stage >= UNKNOWN_NEAR and not fixed:
            if loose:
                self._near(expansion, stage)
            if unfinished and not expansion.prefixes:
                self._near_beginning(expansion)
        return expansion

    def _is_doubted(self, papers: int, stage: int) -> bool:
        """Whether a stage takes a word in so many papers for a misspelling."""
        if stage in (UNKNOWN_NEAR, RARE_NEAR):
            return not papers or (stage == RARE_NEAR and self._is_rare(papers))
        return stage >= ALL_NEAR

    def _is_rare(self, papers: int) -> bool:
        """Whether a word in so few papers may be a misspelling, in print or in the query."""
        return papers <= max(1.0, self.total * _RARE)

    def _vary(self, expansion: Expansion) -> None:
        """Add the plural or singular of a word, and split one that is hardly known."""
        self._count_otherwise(expansion, expansion.typed, _VARIED_WEIGHT)
        if self._is_rare(expansion.papers) and len(expansion.typed) >= _SPLIT_LENGTH:
            expansion.splits = self._split(expansion.typed)
            expansion.spread += sum(min(map(self._common.__getitem__, pair)) for pair in expansion.splits)

    def _count_otherwise(self, expansion: Expansion, word: str, weight: float) -> None:
        """Add the plural or singular of `word`."""
        for other in _numbers(word):
            for term in self._ask("get", other):
                expansion.add(term, weight)

    def _split(self, word: str) -> tuple[tuple[str, str], ...]:
        """The most likely two words typed as one: the pair whose rarer word is the most common."""
        halves = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
        papers = self.commonness({half for pair in halves for half in pair})
        best = max(halves, key=lambda pair: min(papers.get(half, 0) for half in pair))
        return (best,) if min(papers.get(half, 0) for half in best) else ()

    def _respelt(self, words: Sequence[Node]) -> list[Node]:
        """The same words one by one, with compounds joined or split."""
        respelt: list[Node] = []
        left = [*words]
        while left:
            one, other = left.pop(0), left[0] if left else None
            if isinstance(one, Word) and isinstance(other, Word) and (joined := self._as_one(one, other)):
                respelt.append(replace(other, words=(joined,)))
                left.pop(0)
            else:
                respelt.append(self._apart(one))
        return respelt

    def _as_one(self, one: Word, other: Word) -> str:
        """The compound of two words. Empty if they are separate words."""
        if one.field != other.field or not _is_loose(one) or not _is_loose(other):
            return ""
        joined = one.words[0] + other.words[0]
        return joined if self.commonness([joined])[joined] and self._is_one(one.words[0], other.words[0]) else ""

    def _apart(self, node: Node) -> Node:
        """Split a word if it is a compound, also within alternatives."""
        if isinstance(node, Or):
            return replace(node, nodes=tuple(map(self._apart, node.nodes)))
        if isinstance(node, And):
            return all_of(self._respelt([one for part in node.nodes for one in _single_words(part)])) or node
        if not isinstance(node, Word) or not _is_loose(node):
            return node
        word = node.words[0]
        if word not in self._halves:
            likeliest = self._split(word) if len(word) >= _SPLIT_LENGTH and self._ask("get", word) else ()
            self._halves[word] = next((pair for pair in likeliest if self._is_one(*pair)), ())
        return Phrase(self._halves[word], node.field) if self._halves[word] else node

    def _is_one(self, one: str, other: str) -> bool:
        """Whether two words mostly stand together in titles that have both, or in abstracts if no title has."""
        if (one, other) not in self._one:
            texts: list[str] = []
            for table, text in (("search_titles", "l.words"), ("search_text", "p.abstract")):
                texts = texts or [
                    row[0]
                    for row in self._connection.execute(
                        f"select {text} from {table}"
                        f" cross join search_labels l on l.paper = {mirrored(f'{table}.rowid')}"
                        f" cross join papers p on p.id = l.paper where {table} match ?"
                        f" order by {table}.rowid limit {_COMPARED}",
                        (f'"{one}" AND "{other}"',),
                    )
                ]
            together = sum(has_phrase(text, (one, other)) for text in texts)
            self._one[one, other] = 0 < len(texts) <= 2 * together
        return self._one[one, other]

    def _join(self, one: Expansion, other: Expansion) -> None:
        """Add the compound of two words to both."""
        joined = one.typed + other.typed
        found = self._ask("get", joined)
        if other.unfinished and len(joined) > _INDEXED_PREFIX:
            found = self._ask("completions", joined)[:_NEIGHBOURS]
        for term in found:
            one.add(term, JOINED_WEIGHT)
            other.add(term, JOINED_WEIGHT)

    def _begin(self, expansion: Expansion, *, alone: bool, typing: bool) -> None:
        """Add the words that a word is a prefix of."""
        prefix = expansion.typed
        if len(prefix) < 3 and not alone:
            # One or two letters say too little: they only count in ranking, unless they are the whole query.
            expansion.required = not typing
            expansion.prefixes = (prefix,) if typing else ()
            return
        found = self._ask("completions", prefix) if len(prefix) >= 3 else []
        if len(prefix) >= 3 and not found:
            return
        expansion.prefixes = (prefix,)
        for term in found:
            expansion.add(term, 0.6 + 0.3 * len(prefix) / len(term.text))
        expansion.heavy = len(prefix) > _INDEXED_PREFIX and self._titles(prefix) > _HEAVY
        expansion.papers = expansion.papers or max((term.papers for term in found), default=0)

    def _titles(self, prefix: str) -> int:
        """About how many titles have words with this prefix."""
        return sum(term.titles for term in self._ask("completions", prefix))

    def _begins(self, prefix: str) -> int:
        """How many papers have the most common word with this prefix."""
        return max((term.papers for term in self._ask("completions", prefix)), default=0)

    def _near(self, expansion: Expansion, stage: int) -> None:
        if len(expansion.typed) <= _SHORT and not self._is_rare(self._begins(expansion.typed)):
            return
        found = self._ask("near", expansion.typed)
        for term in found[:_NEIGHBOURS]:
            expansion.add(term, _NEAR_WEIGHT[term.edits])
        for term in found[:_LIKELIEST]:
            self._count_otherwise(expansion, term.text, _NEAR_WEIGHT[term.edits] * _VARIED_WEIGHT)
        if stage >= FAR or not set("aeiou").intersection(expansion.typed[1:]):
            for term in self._ask("abbreviated", expansion.typed)[:_ABBREVIATED]:
                expansion.add(term, _ABBREVIATED_WEIGHT)
                expansion.terms[term.text] = max(_ABBREVIATED_WEIGHT, expansion.terms[term.text])
        if not expansion.papers and found:
            expansion.papers = found[0].papers

    def _go_far(self, expansions: list[Expansion]) -> None:
        """Add words two edits away from those that look most misspelt, which takes milliseconds each.

        Two edits turn a short word into nearly any other, and a common word is rarely a misspelling.
        """
        known = {expansion.typed: expansion.papers * (expansion.typed in expansion.terms) for expansion in expansions}
        suspects = [one for one in expansions if len(one.typed) >= _FAR_LENGTH and self._is_rare(known[one.typed])]
        for expansion in sorted(suspects, key=lambda one: (known[one.typed], len(one.terms)))[:_FAR_WORDS]:
            found = self._ask("near2", expansion.typed)
            for term in found[: 2 * _NEIGHBOURS]:
                expansion.add(term, _NEAR_WEIGHT[term.edits])
            if not expansion.papers and found:
                expansion.papers = found[0].papers

    def _near_beginning(self, expansion: Expansion) -> None:
        if len(expansion.typed) > _WORD:
            return
        if expansion.typed not in self._begun:  # thousands of beginnings are tried, and every stage asks
            self._begun[expansion.typed] = self._vocabulary.near_completions(expansion.typed, _NEIGHBOURS)
        found = self._begun[expansion.typed]
        for prefix, term in found:
            expansion.add(term, 0.7 * len(prefix) / len(term.text))
        expansion.prefixes = tuple(dict.fromkeys(prefix for prefix, _ in found))[:4]

    def _ask(self, what: str, word: str) -> list[Term]:
        key = (what, word)
        if key not in self._known:
            vocabulary = self._vocabulary
            if what == "get":
                term = vocabulary.get(word)
                found = [term] if term else []
            elif what == "completions":
                found = vocabulary.completions(word, _COMPLETIONS)
            elif what == "abbreviated":
                found = vocabulary.abbreviated(word)
            else:
                found = vocabulary.near(word, 2 if what == "near2" else 1)
            self._known[key] = found
        return self._known[key]


def _numbers(word: str) -> Iterator[str]:
    """Return the plural or singular of an English word, and some non-words."""
    if len(word) < 3:
        return
    if word.endswith("s"):
        yield word[:-1]
        if word.endswith("es"):
            yield word[:-2]
        if word.endswith("ies"):
            yield word[:-3] + "y"
    else:
        yield word + "s"
        if word.endswith("y"):
            yield word[:-1] + "ies"
        elif word.endswith(("s", "x", "z", "ch", "sh")):
            yield word + "es"


def _single_words(node: Node) -> Iterator[Node]:
    """Split a hyphenated word (`low-rank`), unless it is meant as typed."""
    if isinstance(node, Word) and len(node.words) > 1 and not node.style:
        *whole, last = node.words
        yield from (Word((one,), node.field) for one in whole)
        yield replace(node, words=(last,))
    else:
        yield node


def _is_loose(word: Word) -> bool:
    """Whether the word may be spelt differently."""
    return not word.style and len(word.words) == 1


def _alternative_words(node: Node, *, within: bool = False) -> Iterator[Word]:
    """The words in alternatives at any depth, without those that must be absent."""
    if isinstance(node, And | Or):
        for one in node.nodes:
            yield from _alternative_words(one, within=within or isinstance(node, Or))
    elif within and isinstance(node, Word):
        yield node
