"""Exports papers through a template of the user's own, in a process that limits its time and memory.

The template is Jinja2, in a sandbox. It has `papers`, to go through once, and `today`; docs/exports.md lists what it
knows of a paper. Papers go to the process and text comes back as it is made, so that neither is ever in memory whole.
"""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from paperreader.domain import AS_STORED, CitationKeys, local_today, one_line, title_and_key
from paperreader.exchange.note_templates import paper_variables, template_problem, template_source
from paperreader.exports import Export

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from paperreader.domain import Entry, Wording

_ENDINGS: Final = (".j2", ".jinja", ".jinja2")
_MARKUP: Final = (".html", ".htm", ".xml", ".xhtml")
"""Endings of templates whose variables are escaped for HTML."""
_PROGRAM: Final = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r}); "
    "from paperreader.exchange.template_process import export_for; export_for(sys.stdin, sys.stdout)"
)
_PATIENCE: Final = 30
"""Seconds that the process has to end once it has every paper and has closed its output."""


def template_export(path: Path) -> Export:
    """Return the export that a template makes. `write` raises a TemplateProblem if the template fails.

    Raises:
        TemplateProblem: it cannot be read.
    """
    source = template_source(path)
    name = path.name
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    extension = Path(name).suffix or ".txt"

    def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
        request = {"source": source, "today": local_today().isoformat(), "markup": extension.lower() in _MARKUP}
        return _Rendering(path, request).write(entries, out, wording)

    return Export("template", f"Template {one_line(path.name)}", extension, write)


class _Rendering:
    """One run of the process."""

    def __init__(self, path: Path, request: dict[str, object]) -> None:
        self._path, self._request = path, request
        self._answer: dict[str, object] = {}
        self._failed: OSError | ValueError | None = None

    def write(self, entries: Iterable[Entry], out: TextIO, wording: Wording) -> int:
        """Feed the process in this thread, which the entries belong to, and take its text in another."""
        keys = CitationKeys()
        count = 0
        with subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-X", "utf8", "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        ) as process:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - pipes were asked for
            taking = threading.Thread(target=self._take, args=(process.stdout, out), daemon=True)
            taking.start()
            try:
                # A process that has come to its end, or has no use for more papers, has closed its input.
                with contextlib.suppress(BrokenPipeError):
                    print(json.dumps(self._request), file=process.stdin, flush=True)
                    for entry in entries:
                        count += 1
                        print(json.dumps(_variables(entry, keys.of(entry), wording)), file=process.stdin)
                    process.stdin.flush()
                with contextlib.suppress(BrokenPipeError):
                    process.stdin.close()
                taking.join()
                process.wait(_PATIENCE)
            except BaseException:
                process.kill()
                taking.join()
                with contextlib.suppress(BrokenPipeError):
                    process.stdin.close()
                raise
        self._judge(process.returncode)
        return count

    def _take(self, answers: IO[str], out: TextIO) -> None:
        for line in answers:
            try:
                self._answer = json.loads(line)
                if self._failed is None and "text" in self._answer:
                    out.write(str(self._answer["text"]))
            except (OSError, ValueError) as error:
                self._failed = error  # and take the rest, or the process would wait for ever

    def _judge(self, code: int) -> None:
        """Raise what went wrong, if anything did."""
        if self._failed is not None and not isinstance(self._failed, json.JSONDecodeError):
            raise self._failed
        if "problem" in self._answer:
            raise template_problem(self._path, int(str(self._answer["line"])), str(self._answer["problem"]))
        if "done" not in self._answer:
            endless = code in (-signal.SIGXCPU, -signal.SIGKILL)
            raise template_problem(self._path, 0, "it does not come to an end" if endless else "it cannot be rendered")


def _variables(entry: Entry, key: str, wording: Wording) -> dict[str, object]:
    """What a template can use of a paper: what a note's template can, and what its reader added."""
    paper = entry.paper
    known = paper_variables(entry, wording.colour_names)
    passages = {one.id: one.quote for one in entry.highlights}
    highlights = [
        {**of_template, "comment": wording.note(one.comment, title_and_key), "start": one.start, "end": one.end}
        for of_template, one in zip(known["highlights"], entry.highlights, strict=True)
    ]
    notes = [
        {
            "text": wording.note(one.body, title_and_key),
            "created": one.created,
            "updated": one.updated,
            "quote": one_line(passages.get(one.highlight or "", "")),
        }
        for one in entry.notes
    ]
    return known | {
        "key": key,
        "date": str(paper.published or ""),
        "abstract": paper.abstract,
        "arxiv": paper.versioned_arxiv_id or "",
        "doi": next(iter(paper.values("doi")), ""),
        "categories": list(paper.categories),
        "keywords": list(paper.keywords),
        "highlights": highlights,
        "notes": notes,
        "starred": entry.starred,
        "read": entry.read,
        "decision": entry.decision or "",
        "reason": entry.reason or "",
        "rating": "" if entry.rating is None else entry.rating,
        "imported": entry.imported,
    }
