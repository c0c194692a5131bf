"""The memory left over by an hour of work: the hour of `tests/tui/main/test_hour.py`, measured along the way.

python -m tests.benchmarks.bench_hour [--papers 500]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import tempfile
import time
from pathlib import Path

from paperreader.library import Library
from tests.tui.conftest import opened
from tests.tui.hour import Amounts, Hour, fill, made_up


def main() -> None:
    """Work, and print the memory in use after each sixth of the hour."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=500)
    chosen = parser.parse_args()
    asyncio.run(_work(chosen.papers))


async def _work(count: int) -> None:
    chance = random.Random(2026)
    papers = [made_up(number, chance) for number in range(count)]
    amounts = Amounts(count, marks=count // 8, notes=count // 12, tags=count // 12, stars=count // 12, undos=25)
    after = {count * part // 6: f"{part * 10} minutes" for part in range(1, 7)}
    after = {max(1, count // 60): "the first minute"} | after
    found: dict[str, float] = {}

    def decided(number: int) -> None:
        if number in after:
            gc.collect()
            found[after[number]] = _memory()

    with tempfile.TemporaryDirectory() as directory, Library(Path(directory) / "library.db") as library:
        fill(library, papers)
        hour = Hour(papers, amounts, chance)
        began = time.perf_counter()
        async with opened(library) as pilot:
            await hour.work(pilot, decided=decided)
    took = time.perf_counter() - began
    print(f"| the hour over {count:,} papers, in {took:.0f} s | in memory |\n| --- | --- |")
    for when, megabytes in found.items():
        print(f"| after {when} | {megabytes:.1f} MB |")
    first, *_, last = found.values()
    print(f"\nGrown by {last - first:.1f} MB since the first minute.\n")


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
