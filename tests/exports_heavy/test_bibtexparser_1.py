"""bibtexparser 1, which many programs use, and which cannot be installed beside the second."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from paperreader.exports import EXPORTS
from tests.exports.examples import written
from tests.exports_heavy.papers import papers

PYTHON = os.environ.get("BIBTEXPARSER_1", "")
"""A Python that has it."""
pytestmark = pytest.mark.skipif(
    not Path(PYTHON).is_file(), reason="bibtexparser 1 is not installed ($BIBTEXPARSER_1 names a Python that has it)"
)
EXPORT = {one.name: one for one in EXPORTS}
_READ = """
import json, sys
import bibtexparser
from bibtexparser.bparser import BibTexParser
parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
json.dump(bibtexparser.loads(sys.stdin.read(), parser).entries, sys.stdout)
"""


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_it_reads_every_entry(name: str) -> None:
    text = written(EXPORT[name].write, *papers())
    done = subprocess.run([PYTHON, "-c", _READ], input=text, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert len(found) == len(papers())
    assert found[-1]["title"] == "The last"
    assert found[0]["author"].startswith("van Beethoven, Ludwig and García Márquez, Gabriel and King, Jr., Martin")
