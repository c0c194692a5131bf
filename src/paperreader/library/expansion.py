"""What the words of a query may stand for, stage by stage, and how FTS5 is asked for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, cast

from paperreader.library.index import COUNT_KEY, MARKS, category_expression, mirrored
from paperreader.library.ranking import Group, Marks
from paperreader.library.texts import has_phrase
from paperreader.library.vocabulary import Term, Vocabulary
from paperreader.query import And, Compare, Has, Is, Node, Not, Or, Phrase, Query, Value, Word, all_of

STAGES: Final = 7
TYPED, RESPELT, BEGUN, RARE_NEAR, ALL_NEAR, FAR, ALL_BUT_ONE = range(STAGES)

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_RARE: Final = 0.001
"""The share of the papers up to which a word is suspected of being misspelt."""
_SHORT: Final = 3
"""A word of so many letters is near to a great many others."""
_FAR_LENGTH: Final = 5
"""The shortest word that may have two letters wrong."""
_COMPLETIONS: Final = 24
_NEIGHBOURS: Final = 12
_HEAVY: Final = 5000
"""Titles that a prefix may be in: of more, only the commonest words are asked for."""
_INDEXED_PREFIX: Final = 4
_NARROW: Final = 20_000
_FEW_LEFT: Final = 40
"""So many papers are faster read, at a tenth of a millisecond each, than looked for in the places of common words."""
_LONG: Final = 20_000
"""Papers with a word, of which FTS5 takes about a millisecond to go through all."""
_NEAR_WEIGHT: Final = {1: 0.75, 2: 0.5}
_ABBREVIATED_WEIGHT: Final = 0.8
_ABBREVIATED: Final = 32
_VARIED_WEIGHT: Final = 0.9
_JOINED_WEIGHT: Final = 0.95
_WORD: Final = 24
"""What is longer is no word somebody misspelt."""
_SPLIT_LENGTH: Final = 5
"""The shortest word that may be two."""
_COMPARED: Final = 16
"""Papers that tell whether two words are one: a name for one thing, or two things."""
_FAR_WORDS: Final = 2
"""Words of a query that are looked for two edits away."""
_CACHED: Final = 512
_COMMON: Final = 20_000
"""Words whose commonness is remembered: about two megabytes."""
_OWN: Final[dict[str | None, Node]] = {"note": Or((Has("note"), Has("highlight"))), "hl": Has("highlight")}
"""Whose own words a field is about. Few papers have any, and their texts alone need to be read."""


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


_Key = tuple[str, str, bool, str]


class Attempt:
    """A query as one stage reads it."""

    def __init__(self, plan: Plan, stage: int, groups: dict[_Key, Group], misread: Sequence[Group] = ()) -> None:
        self.plan = plan
        self.stage = stage
        self._groups = groups
        self._misread = misread
        """Words that are taken for others even as typed."""
        self.shown = ""
        """The folded label of the best result."""
        self.titled = False
        """Whether a title has all the words."""
        self._leaves = [leaf for node in plan.texts if not isinstance(node, Not) for leaf in _leaves(node)]
        self.ranked = [group for leaf in self._leaves for group in self.groups_of(leaf)]

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
        loose = [group for leaf in self._leaves if isinstance(leaf, Word) for group in self.groups_of(leaf)]
        prefixes = {prefix for group in loose for prefix in group.prefixes}
        words = {word for group in loose for word in group.terms if not word.startswith(tuple(prefixes))}
        # What was typed, as one word or as two, is marked whole; what merely begins so, as far as it was typed.
        words.update(word for group in loose for word, near in group.terms.items() if near >= _JOINED_WEIGHT)
        words.update(word for group in loose for split in group.splits for word in split)
        return Marks(
            frozenset(words),
            tuple(sorted(prefixes, key=len, reverse=True)),
            tuple(leaf.words for leaf in self._leaves if isinstance(leaf, Phrase)),
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


def keys_of(node: Word | Phrase) -> list[_Key]:
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


class Expander:
    """Finds what words may stand for, through one connection; remembers it until the library changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._vocabulary = Vocabulary(connection)
        self._state: object = None
        self._known: dict[tuple[str, ...], list[Term]] = {}
        self._begun: dict[str, list[tuple[str, Term]]] = {}
        self._one: dict[tuple[str, str], bool] = {}
        self._halves: dict[str, tuple[str, ...]] = {}
        self._common: dict[str, int] = {}
        self.total = 0

    def refresh(self) -> None:
        """Notice what was committed since the last query."""
        state = self._connection.execute("pragma data_version").fetchone()[0], self._connection.total_changes
        if state != self._state or len(self._known) > _CACHED or len(self._common) > _COMMON:
            self._known.clear()
            self._begun.clear()
            self._one.clear()
            self._halves.clear()
            self._common.clear()
            row = self._connection.execute("select value from meta where key = ?", (COUNT_KEY,)).fetchone()
            self.total = int(row[0]) if row else 0
            self._state = state

    def respelt(self, plan: Plan) -> Plan | None:
        """The same query, but what is written as one word as well as two (`finetuning`, `fine-tuning`) the other way.

        `None` where nothing is.
        """
        words = [one for node in plan.texts for one in _single_words(node)]
        texts = self._respelt(words)
        return None if texts == words else replace(plan, texts=texts)

    def attempt(self, plan: Plan, stage: int) -> Attempt:
        """Read a query as `stage` does."""
        keys = dict.fromkeys(
            key for node in (*plan.texts, *plan.filters) for leaf in _leaves(node) for key in keys_of(leaf)
        )
        alone = len(keys) == 1
        groups = {key: self._group(key, stage, alone=alone) for key in keys}
        misread = [] if stage >= RARE_NEAR else self._misread(plan, groups, alone=alone)
        if stage >= BEGUN:
            for one, other in plan.joints():
                self._join(groups[keys_of(one)[-1]], groups[keys_of(other)[0]])
            for word in plan.texts:
                if isinstance(word, Word) and not word.field and word.style != "'":
                    for first, second in pairwise(keys_of(word)):
                        self._join(groups[first], groups[second])
        if stage == FAR:
            self._go_far([group for key, group in groups.items() if key[1] not in ("'", '"')])
        return Attempt(plan, stage, groups, misread)

    def _misread(self, plan: Plan, groups: dict[_Key, Group], *, alone: bool) -> list[Group]:
        """Take alternatives that no paper has for what is near them: where the others find enough, no stage would."""
        misread = []
        for node in (*plan.texts, *plan.filters):
            for key in (key for leaf in _alternative_words(node) for key in keys_of(leaf)):
                if not groups[key].terms:
                    groups[key] = self._group(key, RARE_NEAR, alone=alone)
                    if not groups[key].terms and key[1] != "'":
                        self._go_far([groups[key]])
                    misread.append(groups[key])
        return misread

    def commonness(self, words: Iterable[str]) -> Mapping[str, int]:
        """How many papers have each of `words`, and maybe of others."""
        unknown = {word for word in words if word not in self._common}
        if unknown:
            self._common.update(dict.fromkeys(unknown, 0), **self._vocabulary.papers(unknown))
        return self._common

    def _group(self, key: _Key, stage: int, *, alone: bool) -> Group:
        typed, style, unfinished, mark = key
        group = Group(typed, unfinished=unfinished, mark=MARKS.get(mark, ""))
        exact = self._ask("get", typed)
        for term in exact:
            group.add(term, 1.0)
            group.papers = term.papers
        fixed = style in ("'", '"')
        loose = not fixed and (stage >= ALL_NEAR or (stage == RARE_NEAR and self._is_rare(group.papers)))
        if style == "^" or unfinished or loose:
            self._begin(group, alone=alone, typing=unfinished)
        elif stage == BEGUN and not fixed and len(typed) > 1:
            group.prefixes = (typed,)
            group.heavy = len(typed) > _INDEXED_PREFIX and self._titles(typed) > _HEAVY
        if stage >= BEGUN and not fixed and style != "^":
            self._vary(group)
        if stage >= RARE_NEAR and not fixed:
            if loose:
                self._near(group, stage)
            if unfinished and not group.prefixes:
                self._near_beginning(group)
        return group

    def _is_rare(self, papers: int) -> bool:
        """Whether a word in so many papers may be a misspelling, theirs or that of whoever typed it."""
        return papers <= max(1.0, self.total * _RARE)

    def _vary(self, group: Group) -> None:
        """Take a word for its plural or singular, and one that is hardly known for two written as one."""
        for other in _numbers(group.typed):
            for term in self._ask("get", other):
                group.add(term, _VARIED_WEIGHT)
        if self._is_rare(group.papers) and len(group.typed) >= _SPLIT_LENGTH:
            group.splits = self._split(group.typed)
            group.spread += sum(min(map(self._common.__getitem__, pair)) for pair in group.splits)

    def _split(self, word: str) -> tuple[tuple[str, str], ...]:
        """The likeliest two words that somebody wrote as one: of which the rarer is the commonest."""
        halves = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
        papers = self.commonness({half for pair in halves for half in pair})
        best = max(halves, key=lambda pair: min(papers.get(half, 0) for half in pair))
        return (best,) if min(papers.get(half, 0) for half in best) else ()

    def _respelt(self, words: Sequence[Node]) -> list[Node]:
        """The same words, one by one, those that are written in two ways the other way."""
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
        """Two words as one; empty where they are two."""
        if one.field != other.field or not _is_loose(one) or not _is_loose(other):
            return ""
        joined = one.words[0] + other.words[0]
        return joined if self.commonness([joined])[joined] and self._is_one(one.words[0], other.words[0]) else ""

    def _apart(self, node: Node) -> Node:
        """A word as two, if it is so written; the words of alternatives both ways."""
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
        """Whether two words are mostly written together where titles have both; where none has, in abstracts."""
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

    def _join(self, one: Group, other: Group) -> None:
        """Take two words for one that somebody wrote as two."""
        joined = one.typed + other.typed
        found = self._ask("get", joined)
        if other.unfinished and len(joined) > _INDEXED_PREFIX:
            found = self._ask("completions", joined)[:_NEIGHBOURS]
        for term in found:
            one.add(term, _JOINED_WEIGHT)
            other.add(term, _JOINED_WEIGHT)

    def _begin(self, group: Group, *, alone: bool, typing: bool) -> None:
        """Take a word for the beginning of others."""
        prefix = group.typed
        if len(prefix) < 3 and not alone:
            # One or two letters say too little: they rank, unless they were meant to be all.
            group.required = not typing
            group.prefixes = (prefix,) if typing else ()
            return
        found = self._ask("completions", prefix) if len(prefix) >= 3 else []
        if len(prefix) >= 3 and not found:
            return
        group.prefixes = (prefix,)
        for term in found:
            group.add(term, 0.6 + 0.3 * len(prefix) / len(term.text))
        group.heavy = len(prefix) > _INDEXED_PREFIX and self._titles(prefix) > _HEAVY
        group.papers = group.papers or max((term.papers for term in found), default=0)

    def _titles(self, prefix: str) -> int:
        """In about how many titles there are words that begin so."""
        return sum(term.titles for term in self._ask("completions", prefix))

    def _begins(self, prefix: str) -> int:
        """In how many papers the commonest word is that begins so."""
        return max((term.papers for term in self._ask("completions", prefix)), default=0)

    def _near(self, group: Group, stage: int) -> None:
        if len(group.typed) <= _SHORT and not self._is_rare(self._begins(group.typed)):
            return
        found = self._ask("near", group.typed)
        for term in found[:_NEIGHBOURS]:
            group.add(term, _NEAR_WEIGHT[term.edits])
        if stage >= FAR or not set("aeiou").intersection(group.typed[1:]):
            for term in self._ask("abbreviated", group.typed)[:_ABBREVIATED]:
                group.add(term, _ABBREVIATED_WEIGHT)
                group.terms[term.text] = max(_ABBREVIATED_WEIGHT, group.terms[term.text])
        if not group.papers and found:
            group.papers = found[0].papers

    def _go_far(self, groups: list[Group]) -> None:
        """Look two edits away from the words that look most misspelt: it takes milliseconds a word.

        Two edits from a short word is nearly any other; and who spells a common word rarely meant another.
        """
        known = {group.typed: group.papers * (group.typed in group.terms) for group in groups}
        suspects = [one for one in groups if len(one.typed) >= _FAR_LENGTH and self._is_rare(known[one.typed])]
        for group in sorted(suspects, key=lambda one: (known[one.typed], len(one.terms)))[:_FAR_WORDS]:
            found = self._ask("near2", group.typed)
            for term in found[: 2 * _NEIGHBOURS]:
                group.add(term, _NEAR_WEIGHT[term.edits])
            if not group.papers and found:
                group.papers = found[0].papers

    def _near_beginning(self, group: Group) -> None:
        if len(group.typed) > _WORD:
            return
        if group.typed not in self._begun:  # thousands of beginnings are tried, and every stage asks
            self._begun[group.typed] = self._vocabulary.near_completions(group.typed, _NEIGHBOURS)
        found = self._begun[group.typed]
        for prefix, term in found:
            group.add(term, 0.7 * len(prefix) / len(term.text))
        group.prefixes = tuple(dict.fromkeys(prefix for prefix, _ in found))[:4]

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
    """The plural or the singular of an English word; some that are no words."""
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
    """A word of several (`low-rank`) as single ones, where it is not meant as typed."""
    if isinstance(node, Word) and len(node.words) > 1 and not node.style:
        *whole, last = node.words
        yield from (Word((one,), node.field) for one in whole)
        yield replace(node, words=(last,))
    else:
        yield node


def _is_loose(word: Word) -> bool:
    """Whether a word is one that may be written otherwise."""
    return not word.style and len(word.words) == 1


def _alternative_words(node: Node, *, within: bool = False) -> Iterator[Word]:
    """The words in alternatives, at any depth, but for those that must be absent."""
    if isinstance(node, And | Or):
        for one in node.nodes:
            yield from _alternative_words(one, within=within or isinstance(node, Or))
    elif within and isinstance(node, Word):
        yield node


def _leaves(node: Node) -> Iterator[Word | Phrase]:
    """The words and phrases in a node, in the order typed."""
    if isinstance(node, And | Or):
        for one in node.nodes:
            yield from _leaves(one)
    elif isinstance(node, Not):
        yield from _leaves(node.node)
    elif isinstance(node, Word | Phrase):
        yield node
