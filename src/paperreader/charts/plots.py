"""Plots in characters, drawn by plotext.

plotext is what `textual-plotext` wraps for Textual. Here it draws for the command line as well, and it draws text,
which a dialogue scrolls with the rest. It has one figure for the whole process, so each plot is drawn in one go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import plotext

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARTS: Final = " ▏▎▍▌▋▊▉█"
_WIDEST: Final = 5
"""Cells of a column, with the space after it."""
_PLAIN: Final = str.maketrans({"┤": "+", "┬": "+", "└": "+", "│": "|", "─": "-"})


def column_plot(
    counts: Sequence[int], labels: tuple[str, str], width: int, height: int, *, ascii_only: bool = False
) -> list[str]:
    """Draw a column for each count, above an axis with a label at each end.

    Args:
        counts: at least two, and one that is not 0. What is not 0 can be seen.
        labels: of the first column and of the last.
        width: in cells. Where columns have no cell each, only the last ones are drawn, without the first label.
        height: lines of the columns; the axis takes two more.
        ascii_only: draw with `#`, `-`, `|` and `+`.

    Returns:
        The lines, without spaces at their ends.
    """
    room = max(2, width - len(f"{max(counts):,}") - 1)
    shown = counts[-room:]
    most = max(*shown, 1)
    step = min(_WIDEST, max(1, room // len(shown)))
    cells, broad = step * len(shown), max(1, step - 1)
    # In halves of cells, which is what plotext can draw: so that every column begins and ends with a cell.
    middles = [2 * number * step + broad - 0.5 for number in range(len(shown))]
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.limit_size(False, False)  # noqa: FBT003 - plotext's own
    plotext.plotsize(cells + len(f"{most:,}") + 1, height + 1)
    plotext.bar(middles, list(shown), marker="#" if ascii_only else "hd", width=(2 * broad - 1) / (2 * step))
    plotext.xlim(0, 2 * cells - 1)
    plotext.ylim(0, most)
    plotext.yticks([0, most], ["0", f"{most:,}"])
    plotext.xticks([])
    plotext.xaxes(True, False)  # noqa: FBT003 - plotext's own
    plotext.yaxes(True, False)  # noqa: FBT003 - plotext's own
    drawn = plotext.uncolorize(plotext.build())
    lines = [line.rstrip() for line in (drawn.translate(_PLAIN) if ascii_only else drawn).splitlines()]
    first, last = labels if len(shown) == len(counts) else ("", labels[1])
    margin = len(f"{most:,}") + 1
    between = cells - len(first) - len(last)
    under = f"{first}{last:>{cells - len(first)}}" if between > 0 else f"{last:>{cells}}"
    return [*(line for line in lines if line), (" " * margin + under)[-width:].rstrip()]


def bar(part: float, cells: int, *, ascii_only: bool = False) -> str:
    """Return a bar that is this part of so many cells, to an eighth of a cell; what is not nothing can be seen."""
    parts = " #" if ascii_only else _PARTS
    steps = len(parts) - 1
    long = max(1, round(part * cells * steps)) if part > 0 and cells > 0 else 0
    whole, rest = divmod(long, steps)
    return parts[-1] * whole + (parts[rest] if rest else "")
