"""`paperreader read`: shows papers one by one as plain lines, for screen readers, Braille displays and line printers.

It writes nothing but lines of text: no control sequences, no colours, no line that is overwritten. Every answer says
in words what was done.
"""

from __future__ import annotations

import io
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Final

from paperreader.cli.core import render
from paperreader.cli.core.failure import Failure
from paperreader.cli.core.output import emit, is_terminal, prompt, wrap
from paperreader.cli.core.parameters import PaperRequest
from paperreader.cli.core.quotes import locate_quote
from paperreader.cli.core.targets import papers_listed
from paperreader.domain import DECISIONS, OUTCOMES, Decision, Wording, clean, one_line, shortened
from paperreader.language import Readable, paragraph_spans, readable, sentence_spans
from paperreader.library import LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from paperreader.config import Config
    from paperreader.domain import Entry, Highlight
    from paperreader.library import Done, Library, Reader

_LONGEST_LINE: Final = 1_000_000
"""The most characters read of one line of input."""
_END_OF_NOTE: Final = "."
_NOTHING_LEFT: Final = "No papers are left in this list. U redoes what was undone, / QUERY finds others."
_WITHOUT_PAPER: Final = ("u", "U", "/", "?")
"""Commands that do not need a paper."""
_QUOTES: Final = "\"“”„«»'‘’"

_DECISIONS: Final = "\n".join(f"{one.line_key}: {one.line_help}" for one in OUTCOMES)
_HELP: Final = f"""\
n, or an empty line: the next paper
p: the previous paper
g NUMBER: go to that place in the list
i: this paper again
{_DECISIONS}
s: star it, or remove the star
r: mark it as read or unread
t +TAG -TAG: add and remove tags; t alone: list its tags
e TEXT: write a note; e alone: write several lines, ended by a line with a single dot
h "QUOTE": highlight these words of the abstract
o: the paper's link
u: undo
U: redo what was undone
/ QUERY: read what another query finds; / alone: all papers
q: quit; so does the end of input"""


class LineReader:
    """A prompt for going through the papers that a query finds.

    Args:
        by_sentence: print one sentence of the abstract per line.
    """

    def __init__(self, library: Library, reader: Reader, config: Config, *, by_sentence: bool) -> None:
        self._library = library
        self._reader = reader
        self._config = config
        self._wording = Wording(config.colour_names, reader.linked_papers)
        self._by_sentence = by_sentence
        self._found: Sequence[int] = ()
        """The papers that the query found."""
        self._ids: Sequence[int] = ()
        """Those of them that still exist, as an import may have been undone since."""
        self._at = 0
        self._shown_at = 0.0
        self._commands: dict[str, Callable[[str], object]] = {
            "": lambda _: self._go(self._at + 1),
            "n": lambda _: self._go(self._at + 1),
            "p": lambda _: self._go(self._at - 1),
            "g": self._go_to,
            "i": lambda _: self._show(),
            **{one.line_key: partial(self._decide, one.decision) for one in OUTCOMES},
            "s": self._star,
            "r": self._mark_read,
            "t": self._tag,
            "e": self._note,
            "h": self._highlight,
            "o": self._link,
            "u": lambda _: self._turn(self._library.journal.undo(), "undid", "undo"),
            "U": lambda _: self._turn(self._library.journal.redo(), "redid", "redo"),
            "/": self._search,
            "?": self._help,
        }

    def run(self, query: PaperRequest) -> None:
        """Show the papers that `query` finds until the user quits or the input ends."""
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        self._found = self._ids = papers_listed(self._reader, query, None, None)
        if not self._ids:
            return
        self._show()
        while (line := self._ask(self._prompt())) is not None:
            name, rest = _command(line)
            if name == "q":
                return
            try:
                self._obey(name, rest)
            except Failure as error:
                emit(error.format_message())
            except LibraryError as error:
                emit(str(error))
        emit("End of input.")

    @property
    def _id(self) -> int:
        return self._ids[self._at]

    def _entry(self) -> Entry:
        return self._reader.entry(self._id)

    def _obey(self, name: str, rest: str) -> None:
        command = self._commands.get(name)
        if command is None:
            raise Failure(f"Unknown command “{shortened(name)}”. Type ? for a list.")
        if not self._ids and name not in _WITHOUT_PAPER:
            raise Failure(_NOTHING_LEFT)
        command(rest)

    def _ask(self, question: str) -> str | None:
        """Read a line of input without its end; `None` at the end of the input."""
        prompt(question)
        line = sys.stdin.readline(_LONGEST_LINE) if sys.stdin is not None else ""
        if question and not is_terminal(sys.stdin):
            emit("")  # the user has not typed a line end
        return clean(line).removesuffix("\n") if line else None

    def _prompt(self) -> str:
        if not self._ids:
            return "no paper. Command (? for help): "
        try:
            decided = render.decided(self._entry())
        except LibraryError:
            decided = "no longer there"
        return f"paper {self._at + 1:,} of {len(self._ids):,}, {decided}. Command (? for help): "

    def _show(self) -> None:
        """Print everything about the paper."""
        self._shown_at = time.monotonic()
        entry = self._entry()
        for line in render.heading(entry):
            emit(line)
        abstract = readable(entry.paper.abstract, latex=self._config.latex)
        for line in self._text_lines(abstract):
            emit(line)
        if entry.highlights:
            emit("")
        for number, highlight in enumerate(entry.highlights, 1):
            for line in wrap(
                f"Highlight {number}, {render.highlight_text(_as_read(highlight, abstract), self._wording)}"
            ):
                emit(line)
        for line in render.written_about(entry, self._wording, self._reader.backlinks(entry.id)):
            emit(line)
        emit("")

    def _text_lines(self, abstract: Readable) -> Iterator[str]:
        text = abstract.text
        for begin, end in paragraph_spans(text):
            yield ""
            if not self._by_sentence:
                yield from wrap(text[begin:end])
                continue
            paragraph = text[begin:end]
            yield from (one_line(paragraph[start:stop]) for start, stop in sentence_spans(paragraph))

    def _say(self, done: Done, otherwise: str = "No change.") -> None:
        emit(f"{done.what[:1].upper()}{done.what[1:]}." if done.change is not None else otherwise)

    def _go(self, at: int) -> None:
        self._was_read()
        if at >= len(self._ids):
            emit("This was the last paper.")
        elif at < 0:
            emit("This is the first paper.")
        else:
            self._at = at
            self._show()

    def _was_read(self) -> None:
        """Mark the paper as read if it was shown for at least `read_after` seconds."""
        if not 0 < self._config.read_after <= time.monotonic() - self._shown_at:
            return
        done = self._library.annotations.mark_read([self._id], on=True, automatic=True)
        if done.change is not None:
            self._say(done)

    def _go_to(self, number: str) -> None:
        if not (number.isdecimal() and len(number) < 10 and 1 <= int(number) <= len(self._ids)):
            raise Failure(f"Say which paper: g and a number from 1 to {len(self._ids)}.")
        self._go(int(number) - 1)

    def _decide(self, decision: Decision | None, reason: str) -> None:
        reasons = self._config.reasons
        if reason.isdecimal() and len(reason) == 1 and 1 <= int(reason) <= len(reasons):
            reason = reasons[int(reason) - 1]
        self._say(self._library.annotations.decide([self._id], decision, reason=reason or None))
        if decision is not None:
            self._go(self._at + 1)

    def _star(self, _: str) -> None:
        self._say(self._library.annotations.star([self._id], on=not self._entry().starred))

    def _mark_read(self, _: str) -> None:
        self._say(self._library.annotations.mark_read([self._id], on=not self._entry().read))

    def _tag(self, text: str) -> None:
        if not text:
            emit(" ".join(f"#{name}" for name in self._entry().tags) or "It has no tags.")
            return
        added, removed = _signed(text)
        self._say(self._library.annotations.tag([self._id], add=added, remove=removed))

    def _note(self, text: str) -> None:
        body = text or self._lines()
        if not body.strip():
            raise Failure("The note is empty: nothing was written.")
        _, done = self._library.annotations.write_note(self._id, body)
        self._say(done)

    def _lines(self) -> str:
        """Read lines up to one with a single dot. What was typed is kept, whatever ends it."""
        emit("Write the note. A line with a single dot ends it.")
        lines: list[str] = []
        try:
            while (line := self._ask("")) is not None and line != _END_OF_NOTE:
                lines.append(line)
        except KeyboardInterrupt:
            emit("")
        return "\n".join(lines)

    def _highlight(self, text: str) -> None:
        entry = self._entry()
        start, end = locate_quote(entry.paper.abstract, _unquoted(text))
        _, done = self._library.annotations.highlight(entry.id, start, end, text=entry.paper.abstract)
        self._say(done, "No change: it is already highlighted.")

    def _link(self, _: str) -> None:
        from paperreader.domain import link

        emit(link(self._entry()) or "No link is known for this paper.")

    def _turn(self, done: Done | None, verb: str, name: str) -> None:
        if done is None:
            raise Failure(f"There is nothing to {name}.")
        emit(f"{verb.capitalize()}: {done.what}.")
        self._go_on(done.papers)

    def _go_on(self, changed: Sequence[int]) -> None:
        """Drop papers that are gone, and go to the one that changed, or stay, or go to the next."""
        before, after = self._ids[self._at : self._at + 1], self._ids[self._at :]
        self._ids = self._reader.in_sight(self._found)
        if not self._ids:
            emit(_NOTHING_LEFT)
            return
        places = {paper: at for at, paper in enumerate(self._ids)}
        wanted = (*(changed if len(changed) == 1 else ()), *after, self._ids[-1 if after else 0])
        self._at = next(places[one] for one in wanted if one in places)
        if self._id not in before:
            self._show()

    def _search(self, query: str) -> None:
        ids = papers_listed(self._reader, PaperRequest(query), None, None)
        if not ids:
            raise Failure(f"No papers found for “{shortened(query)}”: the list is unchanged.")
        if self._ids:
            self._was_read()
        everything = f"All {len(ids):,} papers." if len(ids) > 1 else "There is 1 paper."
        emit(f"{len(ids):,} found." if query else everything)
        self._found, self._ids, self._at = ids, ids, 0
        self._show()

    def _help(self, _: str) -> None:
        reject = DECISIONS[Decision.REJECT]
        emit(_HELP)
        for number, reason in enumerate(self._config.reasons[:9], 1):
            emit(f"{reject.line_key} {number}: reject it: {reason}")


def _command(line: str) -> tuple[str, str]:
    """Split a line of input into a command and what follows it."""
    text = line.strip()
    if text.startswith("/"):
        return "/", text[1:].strip()
    if text[:1] in ("+", "-"):
        return "t", text
    name, _, rest = text.partition(" ")
    return name, rest.strip()


def _signed(text: str) -> tuple[list[str], list[str]]:
    """Split `+two words -done` into tags to add and tags to remove."""
    tags: list[str] = []
    for word in text.split():
        if word[0] in "+-":
            tags.append(word)
        elif tags:
            tags[-1] += f" {word}"
        else:
            raise Failure(f"Write +{shortened(text)} to add the tag, or -{shortened(text)} to remove it.")
    if any(len(tag) == 1 for tag in tags):
        raise Failure("A sign without a tag: nothing was changed.")
    return [tag[1:] for tag in tags if tag[0] == "+"], [tag[1:] for tag in tags if tag[0] == "-"]


def _unquoted(text: str) -> str:
    """Remove the quotation marks around a quote."""
    if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        return text[1:-1]
    return text


def _as_read(highlight: Highlight, abstract: Readable) -> Highlight:
    """Return a highlight whose quote is as shown."""
    from dataclasses import replace

    if highlight.start is None or highlight.end is None:
        return highlight
    begin, end = abstract.shown(highlight.start, highlight.end)
    return replace(highlight, quote=abstract.text[begin:end])
