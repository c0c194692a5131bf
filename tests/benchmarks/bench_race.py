"""Our search against others, in the same run, taking turns at every keystroke.

python -m tests.benchmarks.bench_race [--papers 100000] [--corpus FILE] [--queries FILE] [--library FILE]
    [--rivals DIRECTORY] [--only recall typing shuffled]

The rivals are tantivy with fuzzy terms (in one query, and in stages as ours), FTS5 by exact words for orientation, and
fzf over the titles; see `rivals` for what they are and how they were tuned. Those that are not installed are
reported as missing. `--rivals` keeps what was built for them. Sections, all unless `--only` names some:

    recall    of each class of queries, ours and those of the rivals that search abstracts
    typing    every query letter by letter: ours as the app has it, against tantivy
    shuffled  some of these keystrokes in any order, ours by a new `Search` each, against all

The order changes with every keystroke. From fzf's times, that of starting and reading the titles is subtracted.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle
from pathlib import Path
from typing import Final

from paperreader.library import Search
from paperreader.library.database.connection import connect
from tests.benchmarks import rivals
from tests.benchmarks.bench_search import anew, find, machine, some_letters
from tests.benchmarks.given import Given, add_options, given, meant
from tests.benchmarks.measuring import Times, at, head, letters, place, row, shares, spread
from tests.benchmarks.rivals import Fzf, Rival

_LOADING: Final = 20
"""Fzf's loading time is measured again after this many keystrokes."""


class Ours:
    """This project's search, as one of the competitors.

    Args:
        forgetful: whether every keystroke is the first.
    """

    name = "paperreader"

    def __init__(self, connection: sqlite3.Connection, *, forgetful: bool = False) -> None:
        self._connection = connection
        self._forgetful = forgetful
        self._search = Search(connection)

    def ready(self) -> None:
        """Forget what was typed before, if `forgetful`. Not timed."""
        if self._forgetful:
            self._search = anew(self._connection)

    def find(self, typed: str) -> list[int]:
        return find(self._search, typed)


def main() -> None:
    """Race and print."""
    sections: dict[str, Callable[[Given, Sequence[Rival], argparse.Namespace], None]] = {
        "recall": _recall,
        "typing": _typing,
        "shuffled": _shuffled,
    }
    parser = argparse.ArgumentParser()
    add_options(parser)
    parser.add_argument("--rivals", type=Path, help="where to build what they need; what stands there is used")
    parser.add_argument("--only", nargs="+", choices=sections, default=list(sections))
    parser.add_argument("--shuffled", type=int, default=300, help="how many keystrokes of the shuffled ones")
    chosen = parser.parse_args()
    with given(chosen) as having, tempfile.TemporaryDirectory() as directory:
        kept = chosen.rivals or Path(directory)
        kept.mkdir(parents=True, exist_ok=True)
        print(machine(having.library))
        others: list[Rival] = [*rivals.tantivys(having.library, kept), rivals.full_text(having.library, kept)]
        titles = rivals.fzf(having.library, kept) if "shuffled" in chosen.only else None
        others += [titles] if titles else []
        for name in chosen.only:
            sections[name](having, others, chosen)


def _recall(having: Given, others: Sequence[Rival], _: argparse.Namespace) -> None:
    connection = connect(having.library, writes=False)
    known = meant(connection, having.asked)
    racing: list[Rival] = [Ours(connection), *(one for one in others if not isinstance(one, Fzf))]
    head("first / in ten", "queries", *(one.name for one in racing))
    recalled: dict[str, list[tuple[float, float]]] = {one.name: [] for one in racing}
    for name, asked in having.asked.items():
        for one in racing:
            recalled[one.name].append(shares([place(one.find(each["q"]), known[each["id"]]) for each in asked]))
        row(name, len(asked), *(_both(its[-1]) for its in recalled.values()))
    row("all classes", len(having.queries), *(_both(map(statistics.mean, zip(*its))) for its in recalled.values()))  # noqa: B905
    print()
    ours = recalled[racing[0].name]
    for rival, its in list(recalled.items())[1:]:
        behind = [
            f"{name} {what} ({mine[part]:.3f} against {other[part]:.3f})"
            for name, mine, other in zip(having.asked, ours, its, strict=True)
            for part, what in enumerate(("first", "in ten"))
            if mine[part] < other[part]
        ]
        print(f"Ours finds less than {rival} in: {', '.join(behind) or 'no class'}.\n", flush=True)
    connection.close()


def _both(first_and_ten: Iterable[float]) -> str:
    return " / ".join(f"{share:.3f}" for share in first_and_ten)


def _typing(having: Given, others: Sequence[Rival], _: argparse.Namespace) -> None:
    connection = connect(having.library, writes=False)
    racing: list[Rival] = [Ours(connection), *(one for one in others if isinstance(one, rivals.Tantivy))]
    typed = letters(having.queries)
    _tell(f"{len(typed):,} keystrokes in typing order", racing, typed)
    connection.close()


def _shuffled(having: Given, others: Sequence[Rival], chosen: argparse.Namespace) -> None:
    connection = connect(having.library, writes=False)
    typed = some_letters(having.queries, chosen.shuffled)
    _tell(f"{len(typed):,} keystrokes shuffled", [Ours(connection, forgetful=True), *others], typed)
    connection.close()


def _tell(what: str, racing: Sequence[Rival], typed: Sequence[str]) -> None:
    """Race, and print how long each took and how many times longer than ours."""
    times = _race(racing, typed)
    ours = times[racing[0].name].wall
    head(f"{what}, ms", "p50", "p95", "max", "CPU p50", "CPU p95", "CPU max", "p50, p95, max times ours")
    for name, its in times.items():
        ratios = [f"{at(its.wall, share) / at(ours, share):.1f}" for share in (0.5, 0.95, 1.0)]
        row(name, *spread(its.wall), *spread(its.cpu), ", ".join(ratios))
    for one in racing:
        if isinstance(one, Fzf):
            loading = statistics.median(one.loading)
            print(
                f"\nTaken off for {one.name}: {loading:.0f} ms, the median of {len(one.loading)} loadings.", flush=True
            )


def _race(racing: Sequence[Rival], typed: Sequence[str]) -> dict[str, Times]:
    times = {one.name: Times() for one in racing}
    for one in racing:
        one.find(typed[-1])  # to warm up
    first = cycle(range(len(racing)))
    for number, keystroke in enumerate(typed):
        begin = next(first)
        for one in (*racing[begin:], *racing[:begin]):
            if isinstance(one, Ours):
                one.ready()
            elif isinstance(one, Fzf) and number % _LOADING == 0:
                one.load()
            times[one.name].of(one.find, keystroke)
    for one in racing:
        if isinstance(one, Fzf):
            _without_loading(times[one.name], statistics.median(one.loading))
    return times


def _without_loading(times: Times, loading: float) -> None:
    """Subtract the time fzf took to read the titles; its processor time is not known."""
    times.wall = [max(0.01, one - loading) for one in times.wall]
    times.cpu = []


if __name__ == "__main__":
    main()
