"""The flow diagram of PRISMA 2020: from the records that were identified to the papers that were included.

After Page MJ et al., BMJ 2021;372:n71, for new reviews of databases and registers only. What this program does not know
is left out: screening here has one stage, so reports sought and assessed have no boxes. Papers that are not decided yet
have one, so that the numbers add up before the screening is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from paperreader.charts.drawing import GREEN, INK, PALE, RED, SOFT, Drawing, wrapped
from paperreader.domain import DECISIONS, Decision, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperreader.library import Statistics

_SOURCES: Final = 8
_REASONS: Final = 10
"""How many are named; the rest are one line."""

_WIDTH, _MARGIN = 860.0, 24.0
_BAND, _AFTER = 22.0, 12.0
_BOX, _BETWEEN = 350.0, 62.0
_GAP: Final = 34.0
_LAST: Final = "Included"
_ALONE: Final = 68.0
"""The height of the last box, beside which the name of its stage has to have room."""
_SIZE, _LEADING = 13.0, 18.0
_PADDING: Final = 12.0
_LINES: Final = 2
"""Lines that one source or reason may take."""


@dataclass(frozen=True, slots=True)
class _Box:
    title: str
    papers: int
    parts: tuple[tuple[str, int], ...] = ()
    edge: str = SOFT


@dataclass(frozen=True, slots=True)
class _Stage:
    """A box, and beside it what leaves there."""

    stage: str
    box: _Box
    beside: _Box | None = None


def prisma_lines(statistics: Statistics) -> Iterator[str]:
    """The diagram as lines of text: each box, below it what is in it, and after an arrow what leaves there."""
    stage = ""
    for step in _steps(statistics):
        if step.stage != stage:
            stage = step.stage
            yield stage
        for mark, box in (("  ", step.box), ("    → ", step.beside)):
            if box is not None:
                yield f"{mark}{_counted(box.title, box.papers)}"
                yield from (f"{' ' * len(mark)}  {_counted(one_line(name), papers)}" for name, papers in box.parts)


def prisma_svg(statistics: Statistics) -> str:
    """Draw the diagram as SVG."""
    steps = list(_steps(statistics))
    drawing = Drawing(_WIDTH, "PRISMA 2020 flow diagram", "; ".join(prisma_lines(statistics)))
    left = _MARGIN + _BAND + _AFTER
    right = left + _BOX + _BETWEEN
    y = _MARGIN
    stages: dict[str, tuple[float, float]] = {}
    for number, step in enumerate(steps):
        here, beside = _laid_out(step.box), _laid_out(step.beside) if step.beside else []
        height, high = _height(here), _height(beside)
        if step.stage == _LAST:
            height = max(height, _ALONE)
        tall = max(height, high)
        _draw(drawing, left, y, height, here, step.box)
        if step.beside is not None:
            _draw(drawing, right, y, high, beside, step.beside)
            drawing.arrow(left + _BOX, y + min(height, high) / 2, right - 1, y + min(height, high) / 2)
        top = stages.get(step.stage, (y, y))[0]
        stages[step.stage] = (top, y + tall)
        if number < len(steps) - 1:
            drawing.arrow(left + _BOX / 2, y + height, left + _BOX / 2, y + tall + _GAP - 1)
        y += tall + _GAP
    for name, (top, bottom) in stages.items():
        drawing.box(_MARGIN, top, _BAND, bottom - top, fill="#d9e6f2", edge="#9db7cf")
        drawing.upright(_MARGIN + _BAND / 2, (top + bottom) / 2, name, size=12)
    return drawing.svg(y - _GAP + _MARGIN)


def _steps(statistics: Statistics) -> Iterator[_Stage]:
    screening = statistics.screening
    excluded = {name: one for name, one in DECISIONS.items() if one.reasons}
    rejected = sum(screening.decided[name] for name in excluded)
    included = screening.decided[Decision.ACCEPT]
    pending = {
        one.state: screening.decided[name]
        for name, one in DECISIONS.items()
        if name != Decision.ACCEPT and name not in excluded and screening.decided[name]
    }
    removed = (("duplicates", statistics.duplicates), ("in the trash", statistics.trashed))
    sources = [(PurePath(one.file).name or one.file, one.records) for one in statistics.sources]
    yield _Stage(
        "Identification",
        _Box("Records identified", statistics.records, _first(sources, _SOURCES, "other import")),
        _Box(
            "Records removed before screening",
            sum(papers for _, papers in removed),
            tuple(one for one in removed if one[1] or one[0] == "duplicates"),
        ),
    )
    if screening.undecided:
        yield _Stage(
            "Screening", _Box("Records to screen", screening.total), _Box("Not screened yet", screening.undecided)
        )
    reasons = list(screening.reasons)
    without = rejected - sum(papers for _, papers in reasons)
    if without and reasons:
        reasons.append(("no reason given", without))
    yield _Stage(
        "Screening",
        _Box("Records screened", statistics.screened),
        _Box("Records excluded", rejected, _first(reasons, _REASONS, "other reason"), RED),
    )
    if pending:
        yield _Stage(
            "Screening",
            _Box("Records not excluded", statistics.screened - rejected),
            _Box("Not settled yet", sum(pending.values()), tuple(pending.items())),
        )
    yield _Stage(_LAST, _Box("Studies included in review", included, edge=GREEN))


def _first(parts: list[tuple[str, int]], most: int, rest: str) -> tuple[tuple[str, int], ...]:
    """The first parts, and one for all the rest, which are named if there is only one more."""
    if len(parts) <= most + 1:
        return tuple(parts)
    others = parts[most:]
    return (*parts[:most], (f"{len(others):,} {rest}s", sum(papers for _, papers in others)))


def _counted(words: str, papers: int) -> str:
    return f"{words} (n = {papers:,})"


def _laid_out(box: _Box) -> list[str]:
    """The lines of a box."""
    lines = wrapped(_counted(box.title, box.papers), _BOX - 2 * _PADDING, _SIZE, _LINES)
    for name, papers in box.parts:
        number = f" (n = {papers:,})"
        *before, last = wrapped(one_line(name), _BOX - 2 * _PADDING - 12 - 8 * len(number), _SIZE, _LINES)
        lines += ["\t" + line for line in (*before, last + number)]
    return lines


def _height(lines: list[str]) -> float:
    return len(lines) * _LEADING + 2 * _PADDING - 4


def _draw(drawing: Drawing, x: float, y: float, height: float, lines: list[str], box: _Box) -> None:
    drawing.box(x, y, _BOX, height, fill=PALE, edge=box.edge)
    for number, line in enumerate(lines):
        inset = 12.0 if line.startswith("\t") else 0.0
        at = y + _PADDING + 11 + number * _LEADING
        drawing.text(x + _PADDING + inset, at, line, size=_SIZE, fill=SOFT if inset else INK, bold=not inset)
