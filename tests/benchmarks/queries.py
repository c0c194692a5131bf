"""Queries with known answers: words of a paper, misspelt the way people misspell them.

python -m tests.benchmarks.queries corpus.jsonl > queries.json

Fourteen classes. Three words of a title as printed (`exact`), with a letter wrong or too many (`typo1`), two such
(`typo2`), two swapped (`transp`), one missing (`missing`), the first one wrong (`first`), the last word cut off
(`prefix`); a rare word without its vowels (`abbrev`); two to four words in any order (`mix`, `mixtypo`); three words of
the abstract (`abstract`, `abstypo`); one rare word misspelt (`name1`); three words cut to their beginnings (`stems`).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from paperreader.language import words

Questions = dict[str, list[dict[str, str]]]
"""By class: the text typed (`q`), and the `id` and `title` of the paper it looks for."""

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_SAMPLED: Final = 6000


def main() -> None:
    """Write queries to standard output."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--per-class", type=int, default=40)
    parser.add_argument("--seed", type=int, default=11)
    chosen = parser.parse_args()
    json.dump(questions(chosen.corpus, chosen.per_class, chosen.seed), sys.stdout, ensure_ascii=False, indent=0)


def questions(corpus: Path, per_class: int = 40, seed: int = 11) -> Questions:
    """Make queries for papers of a corpus, picked at random."""
    chance = random.Random(seed)
    total = sum(1 for _ in corpus.open(encoding="utf-8"))
    wanted = set(chance.sample(range(total), min(total, max(_SAMPLED, per_class * 150))))
    papers: list[dict[str, str]] = []
    used: Counter[str] = Counter()
    for number, line in enumerate(corpus.open(encoding="utf-8")):
        paper = json.loads(line)
        used.update(set(words(f"{paper['title']} {paper['abstract']}")))
        if number in wanted:
            papers.append(paper)
    chance.shuffle(papers)
    asked: Questions = {name: [] for name in _CLASSES}
    names = sorted(_CLASSES)
    for number, paper in enumerate(papers):
        name = names[number % len(names)]
        if len(asked[name]) < per_class:
            typed = _CLASSES[name](_Paper(paper, used, total, chance))
            if typed:
                asked[name].append({"q": typed, "id": paper["id"], "title": paper["title"]})
    return asked


class _Paper:
    """The words of a paper that somebody may remember."""

    def __init__(self, paper: dict[str, str], used: Counter[str], total: int, chance: random.Random) -> None:
        self.chance = chance
        self.title = _plain(paper["title"], 4)
        self.rare = [word for word in self.title if used[word] < total * 0.002]
        self.unique = [word for word in self.rare if used[word] <= max(2, total * 3e-5) and len(word) > 5]
        self.abstract = [word for word in _plain(paper["abstract"], 5) if word not in self.title]
        self.abstract_rare = [word for word in self.abstract if used[word] < total * 0.0005]

    def pick(self, count: int) -> list[str]:
        """Return words of the title in order, at least one of them rare; fewer if the title is short."""
        if len(self.title) < 4 or not self.rare:
            return []
        picked = {self.chance.choice(self.rare), *self.chance.sample(self.title, min(count, len(self.title)) - 1)}
        return sorted(picked, key=self.title.index)


def _plain(text: str, shortest: int) -> list[str]:
    return [word for word in dict.fromkeys(words(text)) if len(word) >= shortest and word.isascii() and word.isalpha()]


def _edited(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + chance.choice(("", chance.choice(_LETTERS), word[at] + chance.choice(_LETTERS))) + word[at + 1 :]


def _swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _shortened(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _begun_wrong(word: str, chance: random.Random) -> str:
    return chance.choice((word[1:], chance.choice(_LETTERS) + word[1:], word[1] + word[0] + word[2:]))


def _without_vowels(word: str) -> str:
    return word[0] + "".join(letter for letter in word[1:] if letter not in "aeiou")


def _with(change: Callable[[str, random.Random], str], times: int = 1) -> Callable[[_Paper], str]:
    """Return three words of the title with this many changes, in words of five letters or more."""

    def typed(paper: _Paper) -> str:
        picked = paper.pick(3)
        long = [at for at, word in enumerate(picked) if len(word) >= 4 + times]
        if not long:
            return ""
        for _ in range(times):
            at = paper.chance.choice(long)
            picked[at] = change(picked[at], paper.chance)
        return " ".join(picked)

    return typed


def _prefix(paper: _Paper) -> str:
    picked = paper.pick(3)
    return " ".join([*picked[:-1], picked[-1][: max(2, int(len(picked[-1]) * 0.6))]]) if picked else ""


def _abbreviated(paper: _Paper) -> str:
    short = [_without_vowels(word) for word in paper.unique if len(word) > 6]
    short = [word for word in short if len(word) >= 4]
    return paper.chance.choice(short) if short else ""


def _mixed(paper: _Paper) -> Iterator[str]:
    picked = paper.pick(paper.chance.randint(2, 4))
    paper.chance.shuffle(picked)
    yield from picked


def _mixed_misspelt(paper: _Paper) -> str:
    picked = list(_mixed(paper))
    long = [at for at, word in enumerate(picked) if len(word) >= 5]
    if not long:
        return ""
    at = paper.chance.choice(long)
    picked[at] = paper.chance.choice((_edited, _swapped, _shortened))(picked[at], paper.chance)
    return " ".join(picked)


def _of_abstract(paper: _Paper, *, misspelt: bool) -> str:
    if len(paper.abstract) < 4 or not paper.abstract_rare:
        return ""
    picked = [*paper.chance.sample(paper.abstract, 2), paper.chance.choice(paper.abstract_rare)]
    if misspelt:
        at = paper.chance.randrange(3)
        picked[at] = _edited(picked[at], paper.chance)
    return " ".join(dict.fromkeys(picked))


_CLASSES: Final[dict[str, Callable[[_Paper], str]]] = {
    "exact": lambda paper: " ".join(paper.pick(3)),
    "typo1": _with(_edited),
    "typo2": _with(_edited, 2),
    "transp": _with(_swapped),
    "missing": _with(_shortened),
    "first": _with(_begun_wrong),
    "prefix": _prefix,
    "abbrev": _abbreviated,
    "mix": lambda paper: " ".join(_mixed(paper)),
    "mixtypo": _mixed_misspelt,
    "abstract": lambda paper: _of_abstract(paper, misspelt=False),
    "abstypo": lambda paper: _of_abstract(paper, misspelt=True),
    "name1": lambda paper: _edited(paper.chance.choice(paper.unique), paper.chance) if paper.unique else "",
    "stems": lambda paper: " ".join(word[: paper.chance.choice((3, 4))] for word in paper.pick(3)),
}

if __name__ == "__main__":
    main()
