"""A query taken apart, and one reading of it: what each word may stand for, and how FTS5 is asked for that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, cast

from paperreader.library.search.lookups import MARKS, OWNERS, category_expression
from paperreader.library.search.ranking import Group, Marks
from paperreader.query import And, Compare, Is, Node, Not, Or, Phrase, Query, Value, Word

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


class Attempt:
    """A query as one stage reads it."""

    def __init__(self, plan: Plan, stage: int, groups: dict[Key, Group], misread: Sequence[Group] = ()) -> None:
        self.plan = plan
        self.stage = stage
        self._groups = groups
        self._misread = misread
        """Words that are taken for others even as typed."""
        self.shown = ""
        """The folded label of the best result."""
        self.titled = False
        """Whether a title has all the words."""
        self.leaves = [leaf for node in plan.texts if not isinstance(node, Not) for leaf in leaves(node)]
        self.ranked = [group for leaf in self.leaves for group in self.groups_of(leaf)]

    def groups_of(self, node: Word | Phrase) -> list[Group]:
        """What each word of a node may stand for."""
        return [self._groups[key] for key in keys_of(node)]

    def meant(self) -> object:
        """What is compared to see whether a stage says anything new."""
        return self.stage == ALL_BUT_ONE, [(sorted(one.terms), one.prefixes, one.splits) for one in self.ranked]

    def left_to_read(self, total: int) -> list[Word]:
        """The common words, where so few of `total` papers have the rarer ones that these may be read for them.

        FTS5 would go through all papers that have any of the words.
        """
        if self.stage == ALL_BUT_ONE:
            return []
        words = [one for one in self.plan.texts if isinstance(one, Word) and one.field is None]
        meant = {one: self.groups_of(one) for one in words}
        spread = {
            one: min(group.spread for group in groups)
            for one, groups in meant.items()
            if all(group.required for group in groups)
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
        return not isinstance(node, Word) or any(group.required for group in self.groups_of(node))

    def _but_one(self, nodes: Sequence[Node], *, in_titles: bool) -> str:
        """All of `nodes` but any one word; who names a field, or quotes, means it."""
        loose = [one for one in nodes if isinstance(one, Word) and one.field is None and one.style != "'"]
        groups = [group for one in loose for group in self.groups_of(one) if group.required]
        words = _all_but_one([_alternatives(group, in_titles=in_titles) for group in groups])
        meant = [self.expression_of(one, in_titles=in_titles) for one in nodes if one not in loose]
        return _conjunction([*meant, words])

    def expression_of(self, node: Node, *, in_titles: bool) -> str:
        """A node for FTS5, in parentheses; empty where nothing can match."""
        if isinstance(node, Or):
            return _joined(" OR ", [self.expression_of(one, in_titles=in_titles) for one in node.nodes])
        if isinstance(node, And):
            return _conjunction([self.expression_of(one, in_titles=in_titles) for one in node.nodes])
        if isinstance(node, Word | Phrase):
            return _conjunction([_alternatives(one, in_titles=in_titles) for one in self.groups_of(node)])
        return ""

    def is_titled(self, label: list[str]) -> bool:
        """Whether a title has all the words."""
        return all(any(map(group.weight, label)) for group in self.ranked)

    def is_narrow(self, node: Word) -> bool:
        """Whether so few papers have the word that they can be named."""
        return max((group.papers for group in self.groups_of(node)), default=0) <= _NARROW

    def marks(self) -> Marks:
        """What to mark in the results."""
        loose = [group for leaf in self.leaves if isinstance(leaf, Word) for group in self.groups_of(leaf)]
        prefixes = {prefix for group in loose for prefix in group.prefixes}
        words = {word for group in loose for word in group.terms if not word.startswith(tuple(prefixes))}
        # What was typed, as one word or as two, is marked whole; what merely begins so, as far as it was typed.
        words.update(word for group in loose for word, near in group.terms.items() if near >= JOINED_WEIGHT)
        words.update(word for group in loose for split in group.splits for word in split)
        return Marks(
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
        for group in self.ranked if self.stage > BEGUN else self._misread:
            best = max(label, key=group.weight, default="")
            if group.weight(best) == 0.0:
                best = next(iter(group.terms), "")
            if best and group.typed != best and not (group.unfinished and best.startswith(group.typed)):
                instead[group.typed] = best
        if self.stage == ALL_BUT_ONE:
            return "no paper has all of these words: showing those with all but one"
        if not instead:
            return None
        spelt = spelling()
        typed, shown = (" ".join(spelt.get(word, word) for word in some) for some in (instead, instead.values()))
        return f"nothing for “{typed}”: showing {shown}"


def keys_of(node: Word | Phrase) -> list[Key]:
    """By what the groups of a node are known: each word with its style, whether it is unfinished, and its field."""
    mark = node.field if node.field in MARKS else ""
    if isinstance(node, Phrase):
        return [(word, '"', False, mark) for word in node.words]
    *whole, last = node.words
    middle = "'" if node.style == "'" else ""
    return [*((word, middle, False, mark) for word in whole), (last, node.style, node.unfinished, mark)]


def _alternatives(group: Group, *, in_titles: bool) -> str:
    mark = "" if in_titles else group.mark
    parts = [f'"{mark}{term}"' for term in group.terms]
    if in_titles and not group.heavy:
        parts = [part for part in parts if not part[1:].startswith(group.prefixes or ("\\0",))]
        parts += [f'"{prefix}" *' for prefix in group.prefixes]
    if not mark:
        parts += [f'("{one}" AND "{other}")' for one, other in group.splits]
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
