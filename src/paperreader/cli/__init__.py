"""The command line: parse, call, print.

Whoever runs it waits for what it imports: click, and everything that reads or writes, is imported when it is needed.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Do what the arguments of this process say; the exit code: see `commands`."""
    if sys.argv[1:] == ["--version"]:
        from paperreader import __version__

        sys.stdout.write(f"paperreader {__version__}\n")
        return 0
    from paperreader.cli.program import run

    return run(sys.argv[1:])
