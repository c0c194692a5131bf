"""The words of an import's preview: a line for each text, the list of its records, and a record in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content

from paperreader.domain import Leftover, Record, TitleFrom, counted, label_of, move
from paperreader.exchange import Preview, is_doubtful
from paperreader.formats import Unreadable
from paperreader.tui.core import plain, safe
from paperreader.tui.widgets import paper_details

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperreader.domain import Paper
    from paperreader.tui.core import Glyphs

_LIKELY: Final = 0.3
"""The confidence from which another possible format of a text is mentioned."""
_LINE: Final = 200
"""Characters of a text that fit on a line of a list."""

PreviewRow = Record | Leftover | None
"""What a line of the list stands for; `None`: a heading."""


class PreviewText:
    """Describes previews, including what the user has decided: the formats of texts and the ends of titles."""

    def __init__(self, glyphs: Glyphs, drawn: Callable[[str], str]) -> None:
        """Begin with nothing decided.

        Args:
            glyphs: the symbols for states.
            drawn: makes text of our own fit for this terminal.
        """
        self._glyphs, self._drawn = glyphs, drawn
        self.formats: dict[str, str] = {}
        """The names of the formats chosen for texts, by the names of the texts."""
        self.moved: dict[Paper, int] = {}
        """By how many words the ends of titles are moved, by papers as read."""

    def move(self, paper: Paper, by: int) -> bool:
        """Move the end of a title by some more words. Returns whether there are any."""
        by += self.moved.get(paper, 0)
        if move(paper.title or "", paper.abstract, by) == self.parts(paper):
            return False
        self.moved[paper] = by
        return True

    def parts(self, paper: Paper) -> tuple[str, str]:
        """The title and the abstract, with the end of the title as moved."""
        return move(paper.title or "", paper.abstract, self.moved.get(paper, 0))

    def in_words(self, found: Preview | Unreadable) -> Iterator[Content]:
        """What is known about a text as a whole."""
        if isinstance(found, Unreadable):
            yield plain(safe(str(found)), "$error")
            return
        others = [f"{one.name} ({sure:.0%})" for one, sure in found.others[:2] if sure >= _LIKELY]
        might = f"; or {' or '.join(others)}" if others else ""
        if found.format is None:
            yield plain("This does not look like a list of papers. f chooses how to read it.", "$warning")
            return
        sure = "as you chose" if found.file in self.formats else f"{found.confidence:.0%} sure"
        yield Content.assemble(plain(found.format.title, "bold"), plain(f", {sure}{might}", "$muted"))
        seen = counted(found.seen, "paper")
        parts = [
            seen if found.whole else f"the first {seen}, and more follow",
            f"{counted(found.doubts, 'uncertain title')}" if found.doubts else "",
            f"{found.left_out:,} could not be read" if found.left_out else "",
            f"read as {found.guessed}, a guess" if found.guessed else "",
        ]
        yield plain(self._drawn(" · ".join(filter(None, parts))))

    def lines(self, found: Preview) -> Iterator[tuple[PreviewRow, Content]]:
        """The records of a text under headings, doubtful ones first."""
        doubtful = [one for one in found.records if is_doubtful(one)]
        others = [one for one in found.records if not is_doubtful(one)]
        for title, records in (
            ("Titles that may end elsewhere", doubtful),
            ("Other papers" if doubtful else "Papers", others),
        ):
            if records:
                yield None, plain(title, "$accent")
                yield from ((one, self.record_line(one)) for one in records)
        if found.leftovers:
            yield None, plain("Could not be read", "$accent")
            yield from ((one, self._leftover_line(one)) for one in found.leftovers)

    def file_line(self, found: Preview | Unreadable) -> Content:
        """A text on one line."""
        if isinstance(found, Unreadable):
            return Content.assemble((f"{'-':>5}  ", "$muted"), plain(safe(str(found)), "$error"))
        count = f"{found.seen:,}" + ("" if found.whole or found.format is None else "+")
        read = found.format.title if found.format is not None else "not recognised"
        doubts = f"  {found.doubts:,} uncertain" if found.doubts else ""
        left = f"  {found.left_out:,} not read" if found.left_out else ""
        return Content.assemble(
            (f"{count:>5}  ", "bold"),
            plain(_name(found.file)),
            plain(doubts, "$warning"),
            plain(left, "$warning"),
            plain(f"  {read}", "$muted" if found.format is not None else "$warning"),
        )

    def record_line(self, record: Record) -> Content:
        """A record on one line."""
        title, abstract = self.parts(record.paper)
        sure = record.paper.title_confidence
        if record.paper in self.moved:
            margin = Content.styled(f"{self._glyphs.check:>4} ", "$success")
        elif is_doubtful(record) and sure is not None:
            margin = Content.styled(f"{sure:>4.0%} ", "$warning")
        else:
            margin = Content("     ")
        if not title:
            return margin + plain(safe(label_of(abstract)), "italic")
        return Content.assemble(
            margin, plain(safe(title[:_LINE])), plain(f"  {safe(abstract[:_LINE])}" if abstract else "", "$muted")
        )

    def _leftover_line(self, one: Leftover) -> Content:
        return Content.assemble(
            (f"{one.line:>4} ", "$muted"), plain(safe(one.why)), plain(f"  {safe(one.text[:_LINE])}", "$muted")
        )

    def whole(self, record: Record) -> Content:
        """A record in full; if its title may end elsewhere, as one text with a bar at the present end."""
        title, abstract = self.parts(record.paper)
        sure = record.paper.title_confidence or 0
        ends = ["the title ends where you set it"] if record.paper in self.moved else []
        if not ends and is_doubtful(record):
            ends = [f"{sure:.0%} sure where the title ends"]
        known = self._drawn(" · ").join([f"line {record.line:,}", *ends, *paper_details(record.paper, self._glyphs)])
        if is_movable(record.paper):
            bar = (" │ " if title else "│ ", "bold $accent")
            text = Content.assemble(plain(title, "bold $primary"), bar, plain(abstract.lstrip()))
        else:
            text = Content.assemble(plain(title, "bold"), "\n\n", plain(abstract))
        return Content.assemble(text, "\n\n", plain(known, "$muted"))


def is_movable(paper: Paper) -> bool:
    """Whether its title was split off by a rule, or is missing: the user may know better."""
    return paper.title_from is not TitleFrom.PRINTED and bool(paper.title or paper.abstract)


def _name(file: str) -> str:
    """The last two parts of a path, on one line."""
    return "/".join(safe(file).rsplit("/", 2)[-2:])
