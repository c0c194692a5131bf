"""A page: one paper's file in a folder, with properties on top, and a block that an export rewrites."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paperreader.exports.blocks import Comment, find_block, seal, write_block
from paperreader.exports.front_matter import FrontMatter, seal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

HTML_COMMENT: Final = Comment("<!-- ", " -->")
UID_KEY: Final = "uid"
"""The property that holds the uid of a page's paper."""
_BEGUN: Final = re.compile(rb"<!--[ \t]*paperreader:[ \t]*begin[ \t]+([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
_UID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class PageFolder:
    """The folder that pages are written for."""

    name_of: Callable[[str], str | None] = lambda _: None
    """The name of the file of a paper, without its extension, by the paper's uid; `None` if it has none."""
    of_logseq: bool = False
    """Whether it belongs to Logseq, which writes links and reads properties in its own way."""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """What an export says of one paper."""

    uid: str
    properties: Mapping[str, str]
    """What it says on top: values in YAML, each on one line, in ASCII."""
    keys: frozenset[str]
    """All properties that are the export's, also those that this paper lacks."""
    text: str
    """What stands in the block: lines, each with its end."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """A file with a new page in it."""

    data: bytes
    was_changed: bool
    """Whether somebody else had changed what an export wrote, so that it is lost with the old file."""


def uid_on(data: bytes) -> str | None:
    """Return the uid of the paper whose page a file is; `None` if it is none."""
    begun = _BEGUN.search(data)
    if begun is not None:
        return begun[1].decode("ascii")
    if UID_KEY.encode() not in data:
        return None
    found = FrontMatter(data).value(UID_KEY).strip("\"'")
    return found if _UID.fullmatch(found) else None


def renewed(page: PaperPage, before: bytes = b"") -> Renewed:
    """Put a page into a file: what the user wrote around it, and their own properties, stay to the byte.

    Args:
        before: the file as it is.

    Raises:
        BlockDamaged: it cannot be told what in the file is the user's.
    """
    properties = seal(seal_of(page.properties))
    if before.startswith(FrontMatter(b"").renewed(page.properties, page.keys)) and _block(page, properties) in before:
        return Renewed(before, was_changed=False)  # at once, as for most files of a folder
    front = FrontMatter(before)
    block = find_block(io.BytesIO(before), HTML_COMMENT)
    top = front.renewed(page.properties, page.keys)
    if block is None:
        kept = before[front.end :]
        newline = "\r\n" if b"\r\n" in kept else "\n"
        gap = newline if not kept or kept.endswith(b"\n") else newline * 2
        return Renewed(
            top + kept + gap.encode() + _block(page, properties, newline) + newline.encode(), was_changed=False
        )
    changed = not block.is_as_written or block.seals[1:] != (seal(front.seal(page.keys)),)
    text = _block(page, properties, block.newline)
    return Renewed(top + before[front.end : block.start] + text + before[block.end :], was_changed=changed)


def write_page(page: PaperPage, out: TextIO) -> None:
    """Write a page as a new file of its own."""
    out.write(renewed(page).data.decode())


def _block(page: PaperPage, properties: str, newline: str = "\n") -> bytes:
    out = io.StringIO(newline=newline)
    write_block(out, HTML_COMMENT, lambda text: text.write(page.text), about=page.uid, seals=[properties])
    return out.getvalue().encode()
