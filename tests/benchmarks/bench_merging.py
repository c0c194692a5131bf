"""How well copies of a paper are told from other papers: precision and recall on damaged copies of real ones.

python -m tests.benchmarks.bench_merging

Every paper of the sample lists (and of the real files beside the project, where they are) comes in once as it is and
once as another source has it: damaged in one of the ways below, without the identifier that would say it all. Then
`duplicates find` looks for what the import missed. Last, it is timed over 20,000 made-up papers.
"""

from __future__ import annotations

import random
import re
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from paperreader.domain import Identifier, Paper, Record, TitleFrom
from paperreader.exchange import sample_lists
from paperreader.exchange.sources import files_in
from paperreader.formats import Unreadable, open_text
from paperreader.formats.table import recognise
from paperreader.library import Library
from paperreader.library.database.connection import connect
from tests.benchmarks.corpus import made_up

REAL_FILES: Final = Path(__file__).parents[3] / "shared" / "samples"
MADE_UP: Final = 20_000
OUTCOMES: Final = ("merged", "asked", "found", "missed", "false", "strangers")
_LATEX: Final = (
    ("α", r"$\alpha$"), ("β", r"$\beta$"), ("–", "--"), ("—", "---"), ("é", r"\'e"), ("ö", r'\"o'), ("%", r"\%"),
    ("×", r"$\times$"), ("≥", r"$\geq$"), ("∼", r"$\sim$"), ("10", "$10$"), ("3", "$3$"), ("state", r"\emph{state}"),
)  # fmt: skip


def lost_spaces(text: str, chance: random.Random) -> str:
    """Lose spaces, as the dataset viewer does: `thede factostandard`."""
    return re.sub(" ", lambda match: "" if chance.random() < 0.04 else match[0], text)


def as_latex(text: str, _chance: random.Random) -> str:
    """Write LaTeX commands where the other source has symbols."""
    for sign, command in _LATEX:
        text = text.replace(sign, command)
    return text


def cut(text: str, chance: random.Random) -> str:
    """Cut off the end."""
    return text[: int(len(text) * chance.uniform(0.75, 0.95))].rstrip()


def truncated(text: str, chance: random.Random) -> str:
    """Show only a part."""
    return text[: int(len(text) * chance.uniform(0.4, 0.7))].rstrip() + "…"


def shortened(text: str, chance: random.Random) -> str:
    """Keep the first line or two, as in a list of results."""
    return text[: chance.randint(110, 280)].rpartition(" ")[0] + "…"


def running_on(text: str, chance: random.Random) -> str:
    """Continue into the introduction, which is made of words of the abstract."""
    words = text.split()
    return f"{text} 1 Introduction {' '.join(chance.choice(words) for _ in range(2 * len(words)))}."


def revised(text: str, chance: random.Random) -> str:
    """Make another version, with a third of the sentences replaced."""
    sentences = re.split(r"(?<=[.!?]) ", text)
    for at in range(0, len(sentences), 3):
        words = sentences[at].split()
        chance.shuffle(words)
        sentences[at] = " ".join(words)
    return " ".join(sentences)


def as_it_is(text: str, _chance: random.Random) -> str:
    """Leave the text; only the identifier, and perhaps the title, is missing."""
    return text


def everything(text: str, chance: random.Random) -> str:
    """Combine several kinds of damage."""
    return cut(as_latex(lost_spaces(text, chance), chance), chance)


DAMAGES: Final[tuple[Callable[[str, random.Random], str], ...]] = (
    as_it_is, lost_spaces, as_latex, cut, truncated, shortened, running_on, revised, everything,
)  # fmt: skip


def real_papers(*, beyond: bool) -> list[Paper]:
    """Return papers with an abstract: from the sample lists, and with `beyond` from the real files."""
    files = [*sample_lists(), *(files_in([REAL_FILES]) if beyond and REAL_FILES.is_dir() else ())]
    papers: list[Paper] = []
    for file in files:
        try:
            with open_text(file, None) as text:
                form = recognise(text.head)
                if form is not None:
                    read = form.read(text.stream, date(2026, 1, 1))
                    papers += [one.paper for one in read if isinstance(one, Record)]
        except (Unreadable, OSError):
            continue
    seen: set[str] = set()
    distinct = []
    for paper in papers:
        if len(paper.abstract) >= 300 and paper.abstract[:150] not in seen:
            seen.add(paper.abstract[:150])
            distinct.append(paper)
    return distinct


def copy_of(paper: Paper, damage: Callable[[str, random.Random], str], number: int, chance: random.Random) -> Paper:
    """Return the paper as another source has it: another identifier or none, and sometimes no title."""
    title = paper.title if chance.random() < 0.6 else None
    return replace(
        paper,
        title=title,
        title_from=TitleFrom.PRINTED if title else TitleFrom.DERIVED,
        title_confidence=None,
        abstract=damage(paper.abstract, chance),
        identifiers=(Identifier("openalex", f"W{number}"),) if number % 2 else (),
    )


def outcomes(papers: Sequence[Paper], damage: Callable[[str, random.Random], str], seed: int = 7) -> Counter[str]:
    """Import the papers, then their damaged copies: how many were merged with their own, or asked about.

    `found` are those that `duplicates find` asks about afterwards, `missed` those that it misses, too; `false` those
    that were merged with another paper. `strangers` are other pairs that are asked about at last.
    """
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "library.db")
        with Library(path) as library:
            library.add([Record(paper, line) for line, paper in enumerate(papers, 1)], file="own", format="json")
            copies = [copy_of(paper, damage, line, chance) for line, paper in enumerate(papers, 1)]
            library.add([Record(paper, line) for line, paper in enumerate(copies, 1)], file="copies", format="json")
        with closing(connect(path, writes=False)) as connection:
            own, placed = (
                dict(map(tuple, connection.execute("select line, paper from records where import = ?", (number,))))
                for number in (1, 2)
            )
            asked = _doubts(connection)
        with Library(path) as library:
            library.corrections.find_duplicates()
        with closing(connect(path, writes=False)) as connection:
            doubts = _doubts(connection)
    counts = Counter(_outcome(own, placed, (asked, doubts), line) for line in range(1, len(papers) + 1))
    counts["strangers"] = len(doubts) - counts["asked"] - counts["found"]
    return counts


def _doubts(connection: sqlite3.Connection) -> set[tuple[int, ...]]:
    return {tuple(row) for row in connection.execute("select one, other from doubts")}


def _outcome(
    own: dict[int, int], placed: dict[int, int], doubts: tuple[set[tuple[int, ...]], set[tuple[int, ...]]], line: int
) -> str:
    paper = placed.get(line, own[line])  # an exact copy leaves no record
    if paper == own[line]:
        return "merged"
    if paper in own.values():
        return "false"
    pair = own[line], paper
    asked, found = doubts
    return "asked" if pair in asked else "found" if pair in found else "missed"


def seconds_of_finding(papers: int) -> float:
    """Return how long `duplicates find` takes for this many generated papers."""
    made = (
        Paper(title=one["title"], title_from=TitleFrom.PRINTED, abstract=one["abstract"]) for one in made_up(papers)
    )
    with tempfile.TemporaryDirectory() as directory, Library(Path(directory, "library.db")) as library:
        library.add((Record(paper, line) for line, paper in enumerate(made, 1)), file="made up", format="json")
        began = time.perf_counter()
        library.corrections.find_duplicates()
        return time.perf_counter() - began


def main() -> None:
    """Print a table."""
    papers = real_papers(beyond=True)
    print(f"{len(papers)} papers")
    print(f"{'damage':14}" + "".join(f"{outcome:>10}" for outcome in OUTCOMES))
    total: Counter[str] = Counter()
    for damage in DAMAGES:
        counts = outcomes(papers, damage)
        total += counts
        print(f"{damage.__name__:14}" + "".join(f"{counts[outcome]:>10}" for outcome in OUTCOMES))
    every = total["merged"] + total["false"]
    print(f"precision {total['merged'] / every:.4f}, recall {total['merged'] / (len(papers) * len(DAMAGES)):.4f}")
    print(f"duplicates find over {MADE_UP:,} made-up papers: {seconds_of_finding(MADE_UP):.1f} s")


if __name__ == "__main__":
    main()
