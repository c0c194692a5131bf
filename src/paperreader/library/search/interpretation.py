"""A query taken apart, and one reading of it: what each word may stand for, and how FTS5 is asked for that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

from paperreader.library.search.index import MARKS, category_expression
from paperreader.library.search.matches import Matches
from paperreader.query import And, Compare, Has, Is, Node, Not, Or, Phrase, Query, Value, Word

if TYPE_CHECKING:
    from collections.abc import Set

    from paperreader.library.search.vocabulary import Term

STAGES: Final = 7
TYPED, RESPELT, BEGUN, RARE_NEAR, ALL_NEAR, FAR, ALL_BUT_ONE = range(STAGES)
JOINED_WEIGHT: Final = 0.95
"""How near two words are to one that is written of them."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NARROW: Final = 20_000
_FEW_LEFT: Final = 40
"""So many papers are faster read, at a tenth of a millisecond each, than looked for in the places of common words."""
_LONG: Final = 20_000
"""Papers with a word, of which FTS5 takes about a millisecond to go through all."""
_OWN: Final[dict[str | None, Node]] = {"note": Or((Has("note"), Has("highlight"))), "hl": Has("highlight")}
"""Whose own words a field is about. Few papers have any, and their texts alone need to be read."""


@dataclass(slots=True)
class Expansion:
    """What one typed word may stand for."""

    typed: str
    terms: dict[str, float] = field(default_factory=dict)
    """Words of the library, and how near they are to what was typed: 1 is the same."""
    prefixes: tuple[str, ...] = ()
    """Any word that begins so is meant as well."""
    papers: int = 0
    """How many papers have the commonest of `terms`, as far as known."""
    spread: int = 0
    """How many have any of them, if none has two."""
    required: bool = True
    """Else it only ranks."""
    unfinished: bool = False
    heavy: bool = False
    """So many titles have words with the prefix that only `terms` are asked for."""
    splits: tuple[tuple[str, str], ...] = ()
    """Two words that were meant, written as one."""
    mark: str = ""
    """What stands before the words of its field in the index."""

    def add(self, term: Term, weight: float) -> None:
        """Let a word of the library be meant as well, unless it is."""
        if term.text not in self.terms:
            self.terms[term.text] = weight
            self.spread += term.papers

    def is_in(self, words: Set[str]) -> bool:
        """Whether some words have one that is meant, but for what merely begins so."""
        return not words.isdisjoint(self.terms) or any(one in words and other in words for one, other in self.splits)

    @property
    def likeliest(self) -> str:
        """What was typed, if papers have it or may have, else what is nearest to it."""
        if self.unfinished or not self.terms or self.typed in self.terms:
            return self.typed
        return max(self.terms, key=self.terms.__getitem__)

    def weight(self, word: str) -> float:
        """How near `word` is to what was typed, from 0 to 1."""
        near = self.terms.get(word, 0.0)
        if not near:
            for prefix in self.prefixes:
                if word.startswith(prefix):
                    return 0.6 + 0.3 * len(prefix) / len(word)
        return near


@dataclass(slots=True)
class Plan:
    """A query taken apart."""

    texts: list[Node] = field(default_factory=list)
    """Words, phrases, their alternatives, and those that must be absent."""
    filters: list[Node] = field(default_factory=list)
    """All else."""
    indexed: list[str] = field(default_factory=list)
    """Filters that FTS5 is asked for along with the words: it meets one category in three million papers as fast as a
    rare word."""
    trashed: bool = False
    """Whether trashed papers are asked for: they are not found unless somebody says so."""

    @property
    def positive(self) -> bool:
        """Whether there is a word to look for, so that results can be better or worse."""
        return any(not isinstance(one, Not) for one in self.texts)

    @property
    def titles_only(self) -> bool:
        """Whether every word is looked for in titles, so that nothing else need be searched."""
        return all(isinstance(one, Word | Phrase) and one.field == "title" for one in self.texts)

    def joints(self) -> Iterator[tuple[Word, Word]]:
        """Words that were typed one after the other, for they may be one."""
        for one, other in pairwise(self.texts):
            if all(isinstance(word, Word) and word.field is None and not word.style for word in (one, other)):
                yield cast("tuple[Word, Word]", (one, other))


def make_plan(query: Query) -> Plan:
    """Tell what is looked for from what only filters."""
    plan = Plan(trashed=query.asks(Is("trashed")))
    nodes = query.root.nodes if isinstance(query.root, And) else (query.root,) if query.root else ()
    for node in nodes:
        (plan.texts if _is_text(node) else plan.filters).append(node)
        if isinstance(node, Word | Phrase) and node.field in _OWN:
            plan.filters.append(_OWN[node.field])
    if not plan.positive:
        plan.filters += plan.texts
        plan.texts = []
        return plan
    categories = [one for one in plan.filters if isinstance(one, Value) and one.field == "cat"]
    years = [one for one in plan.filters if isinstance(one, Compare) and one.field == "year"]
    plan.indexed = [found for one in categories if (found := category_expression(one.value))]
    if found := _years(years):
        plan.indexed.append(found)
    if len(plan.indexed) == len(categories) + bool(years):
        plan.filters = [one for one in plan.filters if one not in categories and one not in years]
    else:
        plan.indexed = []
    return plan


def _years(comparisons: list[Compare]) -> str:
    """The years that meet all of `comparisons`; empty where there is no first one, for there is no last but many."""
    low, high = 0, _LAST_YEAR
    for one in comparisons:
        year = int(one.value)
        if one.op in ("=", ">", ">="):
            low = max(low, year + (one.op == ">"))
        if one.op in ("=", "<", "<="):
            high = min(high, year - (one.op == "<"))
    if low < _FIRST_YEAR or high < low:
        return ""
    return _joined(" OR ", [f'"{MARKS["year"]}{year}"' for year in range(low, high + 1)])


def _is_text(node: Node) -> bool:
    """Whether FTS5 can be asked for it; it cannot be asked for alternatives of which one is an absence."""
    if isinstance(node, Not):
        return _is_positive(node.node)
    return _is_positive(node)


def _is_positive(node: Node) -> bool:
    if isinstance(node, And | Or):
        return all(map(_is_positive, node.nodes))
    return isinstance(node, Word | Phrase)


def needs_text(node: Node, *, in_titles: bool = False) -> bool:
    """Whether the index alone cannot answer: it keeps no places, and of the fields only those that have marks.

    Args:
        in_titles: the index of titles is asked, which knows nothing else.
    """
    if isinstance(node, And | Or):
        return any(needs_text(one, in_titles=in_titles) for one in node.nodes)
    if isinstance(node, Not):
        return needs_text(node.node)
    if isinstance(node, Word):
        if node.field is None:
            return False
        return node.field != "title" if in_titles else node.field not in MARKS
    return isinstance(node, Phrase)


Key = tuple[str, str, bool, str]


class Interpretation:
    """A query as one stage reads it."""

    def __init__(
        self, plan: Plan, stage: int, expansions: dict[Key, Expansion], misread: Sequence[Expansion] = ()
    ) -> None:
        self.plan = plan
        self.stage = stage
        self._expansions = expansions
        self._misread = misread
        """Words that are taken for others even as typed."""
        self.shown = ""
        """The folded label of the best result."""
        self.leaves = [leaf for node in plan.texts if not isinstance(node, Not) for leaf in leaves(node)]
        self.ranked = [expansion for leaf in self.leaves for expansion in self.expansions_of(leaf)]

    def expansions_of(self, node: Word | Phrase) -> list[Expansion]:
        """What each word of a node may stand for."""
        return [self._expansions[key] for key in keys_of(node)]

    def signature(self) -> object:
        """What is compared to see whether a stage says anything new."""
        return self.stage == ALL_BUT_ONE, [(sorted(one.terms), one.prefixes, one.splits) for one in self.ranked]

    def left_to_read(self, total: int) -> list[Word]:
        """The common words, where so few of `total` papers have the rarer ones that these may be read for them.

        FTS5 would go through all papers that have any of the words.
        """
        if self.stage == ALL_BUT_ONE:
            return []
        words = [one for one in self.plan.texts if isinstance(one, Word) and one.field is None]
        meant = {one: self.expansions_of(one) for one in words}
        spread = {
            one: min(expansion.spread for expansion in expansions)
            for one, expansions in meant.items()
            if all(expansion.required for expansion in expansions)
        }
        ordered = sorted(spread, key=spread.__getitem__)
        papers = float(total)
        for at, one in enumerate(ordered):
            if papers <= _FEW_LEFT:
                return [other for other in ordered[at:] if spread[other] > _LONG]
            papers *= spread[one] / total
        return []

    def expression(self, *, in_titles: bool, read: Sequence[Node] = ()) -> str:
        """What FTS5 is asked for; empty where nothing can match.

        Args:
            read: words that the papers are read for instead.
        """
        plus = [one for one in self.plan.texts if not isinstance(one, Not) and one not in read]
        if self.stage == ALL_BUT_ONE:
            text = self._but_one(plus, in_titles=in_titles)
        else:
            # A short beginning is in nearly every text, but a title with it is worth to be shown first.
            needed = [one for one in plus if in_titles or self._is_required(one)]
            text = _conjunction([self.expression_of(one, in_titles=in_titles) for one in needed])
        if text and self.plan.indexed:
            text = _joined(" AND ", [*self.plan.indexed, text])
        # Absence is asked of the whole text, and only where the texts need not be read for it.
        without = [
            self.expression_of(one.node, in_titles=False)
            for one in self.plan.texts
            if isinstance(one, Not) and not needs_text(one)
        ]
        without = [one for one in without if one]
        if text and without and not in_titles:
            text = f"({text}) NOT ({' OR '.join(without)})"
        return text

    def _is_required(self, node: Node) -> bool:
        return not isinstance(node, Word) or any(expansion.required for expansion in self.expansions_of(node))

    def _but_one(self, nodes: Sequence[Node], *, in_titles: bool) -> str:
        """All of `nodes` but any one word; who names a field, or quotes, means it."""
        loose = [one for one in nodes if isinstance(one, Word) and one.field is None and one.style != "'"]
        expansions = [expansion for one in loose for expansion in self.expansions_of(one) if expansion.required]
        words = _all_but_one([_alternatives(expansion, in_titles=in_titles) for expansion in expansions])
        meant = [self.expression_of(one, in_titles=in_titles) for one in nodes if one not in loose]
        return _conjunction([*meant, words])

    def expression_of(self, node: Node, *, in_titles: bool) -> str:
        """A node for FTS5, in parentheses; empty where nothing can match."""
        if isinstance(node, Or):
            return _joined(" OR ", [self.expression_of(one, in_titles=in_titles) for one in node.nodes])
        if isinstance(node, And):
            return _conjunction([self.expression_of(one, in_titles=in_titles) for one in node.nodes])
        if isinstance(node, Word | Phrase):
            return _conjunction([_alternatives(one, in_titles=in_titles) for one in self.expansions_of(node)])
        return ""

    def is_narrow(self, node: Word) -> bool:
        """Whether so few papers have the word that they can be named."""
        return max((expansion.papers for expansion in self.expansions_of(node)), default=0) <= _NARROW

    def matches(self) -> Matches:
        """What to mark in the results."""
        loose = [expansion for leaf in self.leaves if isinstance(leaf, Word) for expansion in self.expansions_of(leaf)]
        prefixes = {prefix for expansion in loose for prefix in expansion.prefixes}
        words = {word for expansion in loose for word in expansion.terms if not word.startswith(tuple(prefixes))}
        # What was typed, as one word or as two, is marked whole; what merely begins so, as far as it was typed.
        words.update(word for expansion in loose for word, near in expansion.terms.items() if near >= JOINED_WEIGHT)
        words.update(word for expansion in loose for split in expansion.splits for word in split)
        return Matches(
            frozenset(words),
            tuple(sorted(prefixes, key=len, reverse=True)),
            tuple(leaf.words for leaf in self.leaves if isinstance(leaf, Phrase)),
        )

    def note(self, spelling: Callable[[], Mapping[str, str]]) -> str | None:
        """What was searched instead of what was typed.

        Args:
            spelling: how folded words are written.
        """
        if not self.shown:
            return None
        label = self.shown.split()
        instead = {}
        for expansion in self.ranked if self.stage > BEGUN else self._misread:
            best = max(label, key=expansion.weight, default="")
            if expansion.weight(best) == 0.0:
                best = next(iter(expansion.terms), "")
            if best and expansion.typed != best and not (expansion.unfinished and best.startswith(expansion.typed)):
                instead[expansion.typed] = best
        if self.stage == ALL_BUT_ONE:
            return "no paper has all of these words: showing those with all but one"
        if not instead:
            return None
        spelt = spelling()
        typed, shown = (" ".join(spelt.get(word, word) for word in some) for some in (instead, instead.values()))
        return f"nothing for “{typed}”: showing {shown}"


def keys_of(node: Word | Phrase) -> list[Key]:
    """By what the expansions of a node are known: each word with its style, whether it is unfinished, and its field."""
    mark = node.field if node.field in MARKS else ""
    if isinstance(node, Phrase):
        return [(word, '"', False, mark) for word in node.words]
    *whole, last = node.words
    middle = "'" if node.style == "'" else ""
    return [*((word, middle, False, mark) for word in whole), (last, node.style, node.unfinished, mark)]


def _alternatives(expansion: Expansion, *, in_titles: bool) -> str:
    mark = "" if in_titles else expansion.mark
    parts = [f'"{mark}{term}"' for term in expansion.terms]
    if in_titles and not expansion.heavy:
        parts = [part for part in parts if not part[1:].startswith(expansion.prefixes or ("\\0",))]
        parts += [f'"{prefix}" *' for prefix in expansion.prefixes]
    if not mark:
        parts += [f'("{one}" AND "{other}")' for one, other in expansion.splits]
    return _joined(" OR ", parts)


def _joined(word: str, parts: list[str]) -> str:
    parts = [part for part in parts if part]
    return f"({word.join(parts)})" if len(parts) > 1 else "".join(parts)


def _conjunction(parts: list[str]) -> str:
    return _joined(" AND ", parts) if all(parts) else ""


def _all_but_one(parts: list[str]) -> str:
    """What no paper can have is left out; where papers could have everything, any one part is."""
    known = [part for part in parts if part]
    if len(parts) < 2 or len(known) < len(parts):
        return _joined(" AND ", known) if len(parts) > 1 else ""
    return _joined(" OR ", [_joined(" AND ", known[:at] + known[at + 1 :]) for at in range(len(known))])


def leaves(node: Node) -> Iterator[Word | Phrase]:
    """The words and phrases in a node, in the order typed."""
    if isinstance(node, And | Or):
        for one in node.nodes:
            yield from leaves(one)
    elif isinstance(node, Not):
        yield from leaves(node.node)
    elif isinstance(node, Word | Phrase):
        yield node
