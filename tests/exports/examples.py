"""Papers used by the tests of several exports."""

from __future__ import annotations

import contextlib
import io
import sqlite3
import tempfile
import zipfile
from typing import TYPE_CHECKING, Final

from paperreader.domain import (
    AS_STORED,
    Decision,
    Entry,
    Highlight,
    Identifier,
    Note,
    Paper,
    PartialDate,
    TitleFrom,
    new_uid,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    from paperreader.domain import Wording
    from paperreader.exports import Export

UID: Final = "0190e1c2-7b5a-7000-8000-00000000beef"
MOMENT: Final = "2024-07-23T10:00:00.000Z"

BREAKOUTS: Final = (
    "}",
    "{",
    "},\n}\n@misc{evil,\n  title = {x}\n}",
    "\n@misc{evil, title = {x}}",
    "@article(evil, title = {x})",
    "@comment{",
    "\\end{document}",
    "\\",
    "\\\\",
    "\\}",
    '"',
    '","=cmd()"\n1,2,3',
    "'",
    "---",
    "---\ntitle: evil\n---",
    "===",
    "evil\n===",
    "evil\n---",
    "```",
    "```\n## evil",
    "~~~",
    "`",
    "`` ` ",
    "`\\`<script>`",
    "<script>alert(1)</script>",
    "<!--",
    "</div><div>",
    "<![CDATA[",
    "<details>\n\n",
    "# heading",
    "## heading ##",
    "> quote",
    "- item\n  ```\nevil <script>",
    "1. item",
    "1) item",
    "+ item",
    "    code",
    "\tcode",
    "[link](javascript:alert(1))",
    "![image](x)",
    "[evil]: https://example.org",
    "<https://example.org>",
    "| a | b |\n|---|---|\n| c | d |",
    "*emphasis* **strong** _under_ __score__ snake_case",
    "&amp; &#35; &lt",
    "=cmd()",
    "+1",
    "-1",
    "@x",
    "\t=1",
    " =1",
    "＝1",
    "'=1",
    "''x",
    "%comment",
    "$x$",
    "-- --- ---- `` '' ?` !`",
    "~ ^ < > | & % $ # _ { } \\",
    '=HYPERLINK("http://x")',
)
"""Texts meant to break out of their place in some format."""


def plain(title: str = "FooNet: A Method", **more: object) -> Entry:
    """Return a paper with a title and the given fields of `Paper` and `Entry`."""
    of_paper = {name: more.pop(name) for name in list(more) if name in Paper.__dataclass_fields__}
    paper = Paper(title=title, title_from=TitleFrom.PRINTED, **of_paper)  # type: ignore[arg-type]
    return Entry(id=1, uid=UID, paper=paper, label=title, imported=MOMENT, **more)  # type: ignore[arg-type]


def full() -> Entry:
    """A paper that has everything."""
    abstract = "We introduce FooNet (FN), a method.\n\nIt is fast."
    paper = Paper(
        title="FooNet: LoRA for GPT-4",
        title_from=TitleFrom.PRINTED,
        abstract=abstract,
        authors=("Ada Lovelace", "Turing, Alan"),
        author_count=3,
        published=PartialDate(2024, 7, 23),
        venue="Nature",
        categories=("cs.CL", "stat.ML"),
        upvotes=6,
        comments=1,
        identifiers=(
            Identifier("arxiv", "2403.13043"),
            Identifier("arxiv_version", "2403.13043v2"),
            Identifier("doi", "10.1000/182"),
        ),
    )
    return Entry(
        id=1,
        uid=UID,
        paper=paper,
        label="FooNet: LoRA for GPT-4",
        imported=MOMENT,
        tags=("to-read", "nlp"),
        notes=(Note(UID, "# Idea\n\nTry it.", MOMENT, "2024-07-24T11:30:00.000Z", 2),),
        highlights=(Highlight(UID, "FooNet (FN)", 13, 24, "green", "Nice name.", ("name",), MOMENT, MOMENT),),
        starred=True,
        read=True,
        decision=Decision.ACCEPT,
        reason="on topic",
    )


def annotated_with(text: str) -> Entry:
    """A paper in which everything that can be any text is `text`."""
    line = " ".join(text.split()) or "x"
    return plain(
        line,
        abstract=text,
        authors=(line,),
        venue=line,
        categories=(line,),
        tags=(line,),
        notes=(Note(UID, text, MOMENT, MOMENT),),
        highlights=(Highlight(UID, text, 0, len(text), "yellow", text, (line,), MOMENT, MOMENT),),
        decision=Decision.REJECT,
        reason=line,
    )


def text_of(export: Export, entries: Iterable[Entry], wording: Wording = AS_STORED) -> str:
    """What an export has written, as text: of a binary one, the texts that its own reader finds."""
    if not export.binary:
        out = io.StringIO(newline="")
        export.write(entries, out, wording)
        return out.getvalue()
    data = io.BytesIO()
    export.write(entries, data, wording)
    return {"xlsx": cells_of, "anki-package": notes_of}[export.name](data)


def cells_of(data: io.BytesIO) -> str:
    """The texts of a workbook, a row on a line."""
    from openpyxl import load_workbook

    rows = load_workbook(data, read_only=True).worksheets[0].iter_rows(values_only=True)
    return "".join(",".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


def notes_of(data: io.BytesIO) -> str:
    """The notes of an Anki package, one on a line."""
    with zipfile.ZipFile(data) as package, tempfile.NamedTemporaryFile() as file:
        file.write(package.read("collection.anki2"))
        file.flush()
        with contextlib.closing(sqlite3.connect(file.name)) as collection:
            rows = collection.execute("select guid, flds, tags from notes order by id").fetchall()
    return "".join("\x1f".join(row) + "\n" for row in rows)


def written(write: Callable[[Iterable[Entry], TextIO], int], *entries: Entry) -> str:
    """What a format makes of some papers."""
    out = io.StringIO(newline="")
    assert write(entries, out) == len(entries)
    return out.getvalue()


class Thousand:
    """A thousand papers, or fewer, each handed out only once the one before it was written to `out`."""

    def __init__(self, count: int = 1000) -> None:
        self.out = io.StringIO(newline="")
        self.count = count

    def __iter__(self) -> Iterator[Entry]:
        for number in range(self.count):
            before = self.out.tell()
            quote = Highlight(new_uid(), "fast", 6, 10, created=MOMENT, updated=MOMENT)
            yield plain(f"Paper {number}", abstract="It is fast.", highlights=(quote,))
            assert self.out.tell() > before, "a paper was held back"
