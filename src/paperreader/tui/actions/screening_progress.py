"""The progress of screening what is listed, and its pace."""

from __future__ import annotations

import time
from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from paperreader.domain import time_left

if TYPE_CHECKING:
    from collections.abc import Callable

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
            parts += [f"{pace:.1f}/min", time_left(state.undecided, pace)]
        return " · ".join(parts)
