"""The command line.

Users wait for whatever is imported at the start, so click and everything that reads or writes is imported when needed.
"""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the command that this process was given; returns the exit code (see `program`)."""
    if sys.argv[1:] == ["--version"]:
        from paperreader import __version__

        sys.stdout.write(f"paperreader {__version__}\n")
        return 0
    if "_PAPERREADER_COMPLETE" in os.environ:
        from paperreader.cli.completion import asked, complete

        shell = asked()
        if shell is not None:
            return complete(shell, os.environ)
    from paperreader.cli.program import run

    return run(sys.argv[1:])
