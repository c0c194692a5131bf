"""Measures times, and reports them as rows of a Markdown table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Times:
    """How long the same kind of thing took, in milliseconds, as often as it was done."""

    wall: list[float] = field(default_factory=list)
    """By the clock on the wall: what somebody waits, and what other programs take of the processor."""
    cpu: list[float] = field(default_factory=list)
    """Of this thread's work alone. What is slow by `wall` only, the machine made so."""

    def of(self, call: Callable[..., object], *arguments: object) -> None:
        """Time one more call."""
        spent, began = time.thread_time(), time.perf_counter()
        call(*arguments)
        self.wall.append((time.perf_counter() - began) * 1000)
        self.cpu.append((time.thread_time() - spent) * 1000)

    def slowest(self, names: Sequence[str], count: int = 3) -> str:
        """What took longest, by its names, in the order in which it was done."""
        order = sorted(range(len(self.wall)), key=lambda at: -self.wall[at])[:count]
        return ", ".join(f"`{names[at]}` {self.wall[at]:.1f} ({self.cpu[at]:.1f})" for at in order)


def at(times: Sequence[float], share: float) -> float:
    """The time that so great a share of them does not exceed.

    Args:
        times: at least one.
    """
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def spread(times: Sequence[float]) -> list[str]:
    """Half of them, nearly all of them, all of them; dashes where there are none."""
    return [f"{at(times, share):.2f}" for share in (0.5, 0.95, 1.0)] if times else ["–"] * 3


def place(found: Sequence[object], meant: int) -> int | None:
    """Where the paper that was meant stands among those found."""
    return found.index(meant) if meant in found else None


def shares(places: Sequence[int | None]) -> tuple[float, float]:
    """How often what was meant stood first, and how often it stood anywhere."""
    return places.count(0) / len(places), 1 - places.count(None) / len(places)


def head(*cells: str) -> None:
    """Begin a table."""
    print()
    row(*cells)
    row(*("---" for _ in cells))


def row(*cells: object) -> None:
    """Say one line of a table at once, so that a long run can be watched."""
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def letters(queries: Iterable[str]) -> list[str]:
    """Queries as they are typed: each letter is the whole of what stands there then."""
    return [query[:end] for query in queries for end in range(1, len(query) + 1)]
