"""Measures times, and reports them as rows of a Markdown table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Times:
    """How long repetitions of the same thing took, in milliseconds."""

    wall: list[float] = field(default_factory=list)
    """Wall-clock time: what the user waits, including time taken by other programs."""
    cpu: list[float] = field(default_factory=list)
    """CPU time of this thread. If only `wall` is slow, the machine was busy."""

    def of(self, call: Callable[..., object], *arguments: object) -> None:
        """Time one more call."""
        spent, began = time.thread_time(), time.perf_counter()
        call(*arguments)
        self.wall.append((time.perf_counter() - began) * 1000)
        self.cpu.append((time.thread_time() - spent) * 1000)

    def slowest(self, names: Sequence[str], count: int = 3) -> str:
        """Return the names of the slowest, in the order in which they were run."""
        order = sorted(range(len(self.wall)), key=lambda at: -self.wall[at])[:count]
        return ", ".join(f"`{names[at]}` {self.wall[at]:.1f} ({self.cpu[at]:.1f})" for at in order)


def at(times: Sequence[float], share: float) -> float:
    """Return the quantile of the times for a share from 0 to 1.

    Args:
        times: at least one.
    """
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def spread(times: Sequence[float]) -> list[str]:
    """Return median, high percentile and maximum; dashes if there are no times."""
    return [f"{at(times, share):.2f}" for share in (0.5, 0.95, 1.0)] if times else ["–"] * 3


def place(found: Sequence[object], meant: int) -> int | None:
    """Return the position of the right paper among the results."""
    return found.index(meant) if meant in found else None


def shares(places: Sequence[int | None]) -> tuple[float, float]:
    """Return how often the right paper came first, and how often it was found at all."""
    return places.count(0) / len(places), 1 - places.count(None) / len(places)


def head(*cells: str) -> None:
    """Begin a table."""
    print()
    row(*cells)
    row(*("---" for _ in cells))


def row(*cells: object) -> None:
    """Print one row of a table at once, so that a long run can be watched."""
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def letters(queries: Iterable[str]) -> list[str]:
    """Yield the successive texts while queries are typed letter by letter."""
    return [query[:end] for query in queries for end in range(1, len(query) + 1)]
