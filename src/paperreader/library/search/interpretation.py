"""Splits a query into words and filters, and interprets it: what each word may mean, as an FTS5 expression."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

from paperreader.library.search.lookups import FIELD_PREFIXES, OWNERS, category_expression
from paperreader.library.search.matches import Matches
from paperreader.query import And, Compare, Is, Node, Not, Or, Phrase, Query, Value, Word

if TYPE_CHECKING:
    from collections.abc import Set

    from paperreader.library.search.vocabulary import Term

STAGES: Final = 8
TYPED, RESPELT, BEGUN, UNKNOWN_NEAR, RARE_NEAR, ALL_NEAR, FAR, ALL_BUT_ONE = range(STAGES)
JOINED_WEIGHT: Final = 0.95
"""How close two words are to their compound."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NARROW: Final = 20_000
_FEW_LEFT: Final = 40
"""Up to this many papers, reading them at 0.1 ms each is faster than searching for common words."""
_LONG: Final = 20_000
"""Papers with a word that FTS5 goes through in about a millisecond."""


@dataclass(slots=True)
class Expansion:
    """What one typed word may mean: the word itself, similar ones, its completions."""

    typed: str
    terms: dict[str, float] = field(default_factory=dict)
    """Words of the library, with how close they are to what was typed. 1 is the same word."""
    prefixes: tuple[str, ...] = ()
    """Words with these prefixes are meant too."""
    papers: int = 0
    """How many papers have the most common of `terms`, as far as is known."""
    spread: int = 0
    """The sum of the papers of all of them."""
    required: bool = True
    """Whether papers must have it. Otherwise it only counts in ranking."""
    unfinished: bool = False
    heavy: bool = False
    """So many titles match the prefixes that only `terms` are searched for."""
    splits: tuple[tuple[str, str], ...] = ()
    """Pairs of words that may have been meant by one typed word."""
    field_prefix: str = ""
    """What stands before the words of its field in the index."""

    def add(self, term: Term, weight: float) -> None:
        """Add a word of the library, unless it is there."""
        if term.text not in self.terms:
            self.terms[term.text] = weight
            self.spread += term.papers

    def is_in(self, words: Set[str]) -> bool:
        """Whether any of these words is meant. Prefixes are left out."""
        return not words.isdisjoint(self.terms) or any(one in words and other in words for one, other in self.splits)

    @property
    def likeliest(self) -> str:
        """What was typed if any paper may have it, otherwise the closest word."""
        if self.unfinished or not self.terms or self.typed in self.terms:
            return self.typed
        return max(self.terms, key=self.terms.__getitem__)

    def weight(self, word: str) -> float:
        """How close `word` is to what was typed, from 0 to 1."""
        near = self.terms.get(word, 0.0)
        if not near:
            for prefix in self.prefixes:
                if word.startswith(prefix):
                    return 0.6 + 0.3 * len(prefix) / len(word)
        return near


@dataclass(slots=True)
class Plan:
    """A query split into words and filters."""

    texts: list[Node] = field(default_factory=list)
    """Words and phrases, alternatives of them, and those that must be absent."""
    filters: list[Node] = field(default_factory=list)
    """Everything else."""
    indexed: list[str] = field(default_factory=list)
    """Filters that FTS5 is asked for together with the words. It finds a category among three million papers as fast
    as a rare word."""
    trashed: bool = False
    """Whether trashed papers are asked for. Otherwise they are not found."""

    @property
    def positive(self) -> bool:
        """Whether there is anything to search for, so that results can be ranked."""
        return any(not isinstance(one, Not) for one in self.texts)

    @property
    def titles_only(self) -> bool:
        """Whether all words are limited to titles, so that nothing else has to be searched."""
        return all(isinstance(one, Word | Phrase) and one.field == "title" for one in self.texts)

    def joints(self) -> Iterator[tuple[Word, Word]]:
        """Pairs of neighbouring words, which may be compounds."""
        for one, other in pairwise(self.texts):
            if all(isinstance(word, Word) and word.field is None and not word.style for word in (one, other)):
                yield cast("tuple[Word, Word]", (one, other))


def make_plan(query: Query) -> Plan:
    """Split a query into what is searched for and what only filters."""
    plan = Plan(trashed=query.asks(Is("trashed")))
    nodes = query.root.nodes if isinstance(query.root, And) else (query.root,) if query.root else ()
    for node in nodes:
        (plan.texts if _is_text(node) else plan.filters).append(node)
        if isinstance(node, Word | Phrase) and node.field in OWNERS:
            plan.filters.append(OWNERS[node.field])
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
    """An expression for the years that meet all comparisons. Empty without a first year: there would be too many."""
    low, high = 0, _LAST_YEAR
    for one in comparisons:
        year = int(one.value)
        if one.op in ("=", ">", ">="):
            low = max(low, year + (one.op == ">"))
        if one.op in ("=", "<", "<="):
            high = min(high, year - (one.op == "<"))
    if low < _FIRST_YEAR or high < low:
        return ""
    return _joined(" OR ", [f'"{FIELD_PREFIXES["year"]}{year}"' for year in range(low, high + 1)])


def _is_text(node: Node) -> bool:
    """Whether FTS5 can search for it. It cannot if one of several alternatives is an absence."""
    if isinstance(node, Not):
        return _is_positive(node.node)
    return _is_positive(node)


def _is_positive(node: Node) -> bool:
    if isinstance(node, And | Or):
        return all(map(_is_positive, node.nodes))
    return isinstance(node, Word | Phrase)


def needs_text(node: Node, *, in_titles: bool = False) -> bool:
    """Whether the index alone cannot answer. It keeps no positions, and only the fields that have a field prefix.

    Args:
        in_titles: whether the index of titles is asked, which knows nothing else.
    """
    if isinstance(node, And | Or):
        return any(needs_text(one, in_titles=in_titles) for one in node.nodes)
    if isinstance(node, Not):
        return needs_text(node.node)
    if isinstance(node, Word):
        if node.field is None:
            return False
        return node.field != "title" if in_titles else node.field not in FIELD_PREFIXES
    return isinstance(node, Phrase)


Key = tuple[str, str, bool, str]


class Interpretation:
    """A query as one stage understands it."""

    def __init__(
        self, plan: Plan, stage: int, expansions: dict[Key, Expansion], misread: Sequence[Expansion] = ()
    ) -> None:
        self.plan = plan
        self.stage = stage
        self._expansions = expansions
        self._misread = misread
        """The words that are replaced by similar ones even in the first stage."""
        self.shown = ""
        """The folded label of the best paper found."""
        self.leaves = [leaf for node in plan.texts if not isinstance(node, Not) for leaf in leaves(node)]
        self.ranked = [expansion for leaf in self.leaves for expansion in self.expansions_of(leaf)]

    def expansions_of(self, node: Word | Phrase) -> list[Expansion]:
        """The expansion of each word of a node."""
        return [self._expansions[key] for key in keys_of(node)]

    def signature(self) -> object:
        """Differs from that of another stage if this one looks for anything new."""
        return self.stage == ALL_BUT_ONE, [(sorted(one.terms), one.prefixes, one.splits) for one in self.ranked]

    def left_to_read(self, total: int) -> list[Word]:
        """The common words to check by reading, if so few papers have the rarer words that this is faster.

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
        """The query for FTS5. Empty if nothing can match.

        Args:
            read: words left out, since the papers are read for them.
        """
        plus = [one for one in self.plan.texts if not isinstance(one, Not) and one not in read]
        if self.stage == ALL_BUT_ONE:
            text = self._but_one(plus, in_titles=in_titles)
        else:
            # A short prefix is in nearly every text, but a title that has it should come first.
            needed = [one for one in plus if in_titles or self._is_required(one)]
            text = _conjunction([self.expression_of(one, in_titles=in_titles) for one in needed])
        if text and self.plan.indexed:
            text = _joined(" AND ", [*self.plan.indexed, text])
        # Absence is a matter of the whole text, and is left to reading where texts are read.
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
        """All of `nodes` except any one word. Words with a field or a quote are always needed."""
        loose = [one for one in nodes if isinstance(one, Word) and one.field is None and one.style != "'"]
        expansions = [expansion for one in loose for expansion in self.expansions_of(one) if expansion.required]
        words = _all_but_one([_alternatives(expansion, in_titles=in_titles) for expansion in expansions])
        meant = [self.expression_of(one, in_titles=in_titles) for one in nodes if one not in loose]
        return _conjunction([*meant, words])

    def expression_of(self, node: Node, *, in_titles: bool) -> str:
        """A node as FTS5 is asked for it, in parentheses. Empty if nothing can match."""
        if isinstance(node, Or):
            return _joined(" OR ", [self.expression_of(one, in_titles=in_titles) for one in node.nodes])
        if isinstance(node, And):
            return _conjunction([self.expression_of(one, in_titles=in_titles) for one in node.nodes])
        if isinstance(node, Word | Phrase):
            return _conjunction([_alternatives(one, in_titles=in_titles) for one in self.expansions_of(node)])
        return ""

    def is_narrow(self, node: Word) -> bool:
        """Whether few enough papers have the word to list them."""
        return max((expansion.papers for expansion in self.expansions_of(node)), default=0) <= _NARROW

    def matches(self) -> Matches:
        """What to highlight in the results."""
        loose = [expansion for leaf in self.leaves if isinstance(leaf, Word) for expansion in self.expansions_of(leaf)]
        prefixes = {prefix for expansion in loose for prefix in expansion.prefixes}
        words = {word for expansion in loose for word in expansion.terms if not word.startswith(tuple(prefixes))}
        # What was typed, as one word or two, is highlighted as a whole; a longer word only as far as it was typed.
        words.update(word for expansion in loose for word, near in expansion.terms.items() if near >= JOINED_WEIGHT)
        words.update(word for expansion in loose for split in expansion.splits for word in split)
        return Matches(
            frozenset(words),
            tuple(sorted(prefixes, key=len, reverse=True)),
            tuple(leaf.words for leaf in self.leaves if isinstance(leaf, Phrase)),
        )

    def note(self, spelling: Callable[[], Mapping[str, str]]) -> str | None:
        """What was searched for instead of what was typed.

        Args:
            spelling: how folded words are spelt.
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
            return "no paper has all of these words: showing papers with all but one"
        if not instead:
            return None
        spelt = spelling()
        typed, shown = (" ".join(spelt.get(word, word) for word in some) for some in (instead, instead.values()))
        return f"nothing for “{typed}”: showing {shown}"


def keys_of(node: Word | Phrase) -> list[Key]:
    """The keys of a node's expansions: each word with its style, whether it is unfinished, and its field."""
    field_prefix = node.field if node.field in FIELD_PREFIXES else ""
    if isinstance(node, Phrase):
        return [(word, '"', False, field_prefix) for word in node.words]
    *whole, last = node.words
    middle = "'" if node.style == "'" else ""
    return [*((word, middle, False, field_prefix) for word in whole), (last, node.style, node.unfinished, field_prefix)]


def _alternatives(expansion: Expansion, *, in_titles: bool) -> str:
    field_prefix = "" if in_titles else expansion.field_prefix
    parts = [f'"{field_prefix}{term}"' for term in expansion.terms]
    if in_titles and not expansion.heavy:
        parts = [part for part in parts if not part[1:].startswith(expansion.prefixes or ("\\0",))]
        parts += [f'"{prefix}" *' for prefix in expansion.prefixes]
    if not field_prefix:
        parts += [f'("{one}" AND "{other}")' for one, other in expansion.splits]
    return _joined(" OR ", parts)


def _joined(word: str, parts: list[str]) -> str:
    parts = [part for part in parts if part]
    return f"({word.join(parts)})" if len(parts) > 1 else "".join(parts)


def _conjunction(parts: list[str]) -> str:
    return _joined(" AND ", parts) if all(parts) else ""


def _all_but_one(parts: list[str]) -> str:
    """Leave out what no paper can have, or any one part if papers could have everything."""
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
