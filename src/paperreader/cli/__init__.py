"""The command line.

Users wait for whatever is imported at the start, so click and everything that reads or writes is imported when needed.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command that this process was given; returns the exit code (see `program`)."""
    if sys.argv[1:] == ["--version"]:
        from paperreader import __version__

        sys.stdout.write(f"paperreader {__version__}\n")
        return 0
    from paperreader.cli.program import run

    return run(sys.argv[1:])
