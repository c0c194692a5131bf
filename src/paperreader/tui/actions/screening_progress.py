"""The progress of screening what is listed, and its pace."""

from __future__ import annotations

import time
from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textual.content import Content

from paperreader.domain import FROM_YES_TO_NO
from paperreader.tui.core import plain, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperreader.domain import Outcome
    from paperreader.library import Screening

_RECENT: Final = 30
"""How many decisions the pace is measured over."""
_BREAK: Final = 300.0
"""Seconds without a decision after which the reader was away, not thinking."""


class Pace:
    """The reader's pace, measured over the last decisions, without breaks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: deque[float] = deque(maxlen=_RECENT + 1)

    def decided(self) -> None:
        """Count one more decision."""
        self._times.append(self._clock())

    @property
    def a_minute(self) -> float | None:
        """Decisions per minute; `None` until there are three."""
        times = list(self._times)
        gaps = [later - earlier for earlier, later in pairwise(times) if later - earlier < _BREAK]
        return 60 * len(gaps) / max(sum(gaps), 0.001) if len(gaps) >= 2 else None


class ScreeningProgress:
    """The numbers of a screening, and their wording."""

    def __init__(self) -> None:
        self.pace = Pace()
        self.state: Screening | None = None
        """The decisions on what is listed; `None` while they are being counted."""

    def in_words(self) -> str:
        """`12 left · 4.2/min · 3 min`; empty before anything was decided."""
        state = self.state
        if state is None or state.undecided == state.total:
            return ""
        parts = [f"{state.undecided:,} left" if state.undecided else "all decided"]
        pace = self.pace.a_minute
        if pace is not None and state.undecided:
            minutes = state.undecided / pace
            left = f"{minutes / 60:.1f} h" if minutes >= 90 else f"{max(1, round(minutes))} min"
            parts += [f"{pace:.1f}/min", left]
        return " · ".join(parts)

    def summary(self, state: Screening, width: int) -> Content:
        """The decisions as a table, for a width in cells."""
        decided = state.total - state.undecided
        rows = [
            ("papers", state.total, ""),
            ("screened", decided, _share(decided, state.total)),
            *(row for one in FROM_YES_TO_NO for row in _counted(one, state)),
            ("undecided", state.undecided, ""),
        ]
        room = min(42, width - 18)
        lines = [
            plain(name).truncate(room, ellipsis=True, pad=True)
            + Content.assemble((f"{count:>11,}", "bold"), (f"  {share}", "$muted"))
            for name, count, share in rows
        ]
        pace = self.pace.a_minute
        if pace is not None:
            lines += [Content(""), Content(f"{pace:.1f} decisions per minute")]
        return Content("\n").join(lines)


def _counted(one: Outcome, state: Screening) -> Iterator[tuple[str, int, str]]:
    """How many papers have this decision, and how many of them for each reason."""
    count = state.decided[one.name]
    yield one.state, count, _share(count, state.total - state.undecided)
    if one.reasons:
        yield from ((f"  {safe(reason)}", papers, "") for reason, papers in state.reasons)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""
