"""A child process that writes to a library, and reports each commit on standard output, until it is killed."""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path

from paperreader.library import Library
from tests.library.records import records

PAPERS = 5_000


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def write_notes(library: Library, name: str) -> None:
    annotations = library.annotations
    for number in itertools.count():
        note, _ = annotations.write_note(number % 3 + 1, f"note {name}-{number}")
        say(note.body)
        if number % 3 == 0:
            annotations.edit_note(note.id, f"edited {name}-{number}", revision=note.revision)
            say(f"edited {name}-{number}")
        if number % 7 == 0:
            annotations.tag([1, 2, 3], add=[f"tag {number % 5}"])
            library.journal.undo()
        time.sleep(0.005)  # without a pause, SQLite would let no other writer in


def import_papers(library: Library, _: str) -> None:
    library.add(records(PAPERS), file="many", format="json", progress=lambda progress: say(str(progress.records)))
    say("finished")


if __name__ == "__main__":
    with Library(Path(sys.argv[2])) as opened:
        {"notes": write_notes, "import": import_papers}[sys.argv[1]](opened, sys.argv[3])
