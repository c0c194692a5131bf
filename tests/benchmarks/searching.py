"""A process that only searches, and reports its memory.

python -m tests.benchmarks.searching LIBRARY < queries, one a line

Writes four numbers of megabytes: its own before the library was opened; its own at most; all at the end but the
library's pages; and those, which belong to the system and go when it needs the room.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from paperreader.library import Search
from paperreader.library.database.connection import connect
from paperreader.query import parse
from tests.benchmarks.measuring import letters
from tests.benchmarks.terminal import beyond, own


def main() -> None:
    """Type every query letter by letter, and report."""
    library, process = Path(sys.argv[1]), os.getpid()
    queries = sys.stdin.read().splitlines()
    before = own(process)
    search = Search(connect(library, writes=False))
    most = before
    for query in queries:
        for typed in letters([query]):
            search.find(parse(typed), 10)
        most = max(most, own(process))
    print(before, most, *beyond(process, library))


if __name__ == "__main__":
    main()
