"""Generates any number of papers whose words are distributed like those of real ones.

python -m tests.benchmarks.corpus 100000 > corpus.jsonl

What makes a corpus hard to search is its vocabulary: it never stops growing (Heaps' law, about as the square root of
the text), and most of its words are names, compounds, acronyms and misspellings that one or two papers have. So a paper
here is a handful of subject words, some shared with an earlier paper, drawn as Simon's model draws them: a new word
with a chance that falls as the corpus grows, else one of those said before, the oftener the likelier. They are set
among word pairs of the sample lists. The same seed gives the same papers.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final, TextIO

_SAMPLES: Final = Path(__file__).parents[2] / "sample_data"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_BEGINNINGS: Final = (
    "anti",
    "auto",
    "bio",
    "geo",
    "hyper",
    "inter",
    "meta",
    "micro",
    "multi",
    "neuro",
    "quasi",
    "semi",
)
_ENDINGS: Final = ("able", "ally", "berg", "ian", "ity", "ization", "ness", "oid", "ology", "onic", "ov", "son")
_SUBJECTS: Final = 8
_STRANGE: Final = ("C++", "Schrödinger", "量子计算与机器学习", "$\\mathcal{N}=4$", "Erdős–Rényi", "naïve")


def main() -> None:
    """Write a corpus to standard output."""
    parser = argparse.ArgumentParser()
    parser.add_argument("papers", type=int)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    write_corpus(sys.stdout, chosen.papers, chosen.seed)


def write_corpus(out: TextIO, papers: int, seed: int = 7) -> None:
    """Write this many papers to `out`, as JSON lines in the form of arXiv's snapshot."""
    for paper in made_up(papers, seed):
        out.write(json.dumps(paper, ensure_ascii=False) + "\n")


def made_up(papers: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """Yield this many papers: id, authors, title, abstract, categories, update_date; oldest first."""
    author = _Author(random.Random(seed))
    for number in range(papers):
        yield author.paper(number, papers)


class _Author:
    """Writes papers one after another."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._pairs: dict[str, list[str]] = defaultdict(list)
        self._openings: list[str] = []
        for text in _sample_texts():
            self._openings.append(text[0])
            for word, following in pairwise(text):
                self._pairs[word].append(following)
        plain = {word.strip(".,").lower() for text in _sample_texts() for word in text}
        self._plain = sorted(word for word in plain if word.isascii() and word.isalpha() and 4 <= len(word) <= 12)
        self._said: list[str] = []
        self._earlier: list[list[str]] = []

    def paper(self, number: int, papers: int) -> dict[str, str]:
        subjects = [self._subject(number) for _ in range(_SUBJECTS)]
        if self._earlier:
            subjects += self._chance.choice(self._earlier)[:3]
        self._earlier.append(subjects[:_SUBJECTS])
        title = self._text(self._chance.randint(6, 14), subjects, 0.35)
        if self._chance.random() < 0.3:
            title.insert(0, subjects[0].capitalize() + ":")
        abstract = self._text(self._chance.randint(120, 230), subjects, 0.14)
        if number % 499 == 3:
            title.append(_STRANGE[number // 499 % len(_STRANGE)])
        month = number * 216 // papers
        year, month = 2008 + month // 12, month % 12 + 1
        return {
            "id": f"{year % 100:02d}{month:02d}.{number % 100_000:05d}",
            "authors": f"{self._coined().capitalize()}, {self._coined().capitalize()}",
            "title": " ".join(title),
            "abstract": " ".join(abstract),
            "categories": self._chance.choice(("cs.CL", "cs.CV", "cs.LG", "math.OC", "quant-ph", "stat.ML")),
            "update_date": f"{year}-{month:02d}-01",
        }

    def _text(self, length: int, subjects: list[str], share: float) -> list[str]:
        words: list[str] = []
        word = self._chance.choice(self._openings)
        while len(words) < length:
            if self._chance.random() < share:
                words.append(self._chance.choice(subjects))
                continue
            words.append(word)
            following = self._pairs.get(word)
            word = self._chance.choice(following or self._openings)
        return words

    def _subject(self, number: int) -> str:
        new = min(0.9, 20.0 * (number + 1) ** -0.45)
        word = self._new_word() if not self._said or self._chance.random() < new else self._chance.choice(self._said)
        self._said.append(word)
        return word

    def _new_word(self) -> str:
        chance = self._chance
        kind = chance.random()
        plain = chance.choice(self._plain)
        if kind < 0.3:
            return chance.choice(_BEGINNINGS) + plain + (chance.choice(_ENDINGS) if chance.random() < 0.5 else "")
        if kind < 0.5:
            return self._coined() + chance.choice(_ENDINGS)
        if kind < 0.7:
            return self._coined()[:4].capitalize() + chance.choice(self._plain)[:7].capitalize()
        if kind < 0.8:
            return "".join(chance.choices(_LETTERS, k=chance.randint(3, 6))).upper()
        if kind < 0.9:
            at = chance.randrange(len(plain))
            return plain[:at] + chance.choice(_LETTERS) * chance.randint(0, 2) + plain[at + 1 :]
        return str(chance.randrange(10_000)) if kind < 0.95 else self._coined().capitalize()

    def _coined(self) -> str:
        """Make up a word from halves of two known ones."""
        one, other = self._chance.choice(self._plain), self._chance.choice(self._plain)
        return one[: self._chance.randint(2, 5)] + other[-self._chance.randint(2, 5) :]


def _sample_texts() -> list[list[str]]:
    lines = [
        line.split()
        for path in sorted(_SAMPLES.glob("*.txt"))
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
    return [words for words in lines if len(words) >= 40]


if __name__ == "__main__":
    main()
