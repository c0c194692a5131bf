"""An hour of screening by keyboard, generated from a seed, and a simple model of the expected outcome.

The model knows nothing of the program: it is told which keys were pressed and what the manual says they do. It knows
where sentences, words and characters are because it generated the abstracts.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Final

from textual.events import Key
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from paperreader.domain import COLOURS, Entry, Identifier, Paper, Record, TitleFrom
from paperreader.library import Library, PastChange
from tests.tui.conftest import app_of
from tests.tui.waiting import FOR_EVER

Span = tuple[int, int]
"""Half-open, in code points of the stored abstract."""

REASONS: Final = ("wrong topic", "wrong method", "wrong kind of publication", "no results", "superseded")
"""The default reasons, by number."""
_TAGS: Final = ("attention", "benchmark", "quantum", "proofs/lean", "vision/video", "to read", "机器学习", "überblick")
_OPENERS: Final = ("However", "Our", "These", "Moreover", "Finally", "Coo\u0308peration", "Instead", "Recent", "This")
_PLAIN: Final = (
    "method learns sparse structure from noisy data while keeping every bound tight across many large models and "
    "tasks that older systems could hardly solve without careful tuning under limited memory over long horizons"
).split()
_STRANGE: Final = (
    *("$n^2$", "$\\alpha$", "\\emph{robust}", "$O(n \\log n)$", "$\\mathbb{R}$"),
    *("nai\u0308ve", "Erdo\u030bs", "Schrödinger"),
)
_IDEOGRAPHS: Final = "我们提出一种新的稀疏注意力方法并证明其收敛速度优于现有结果"
_PHRASES: Final = (
    "worth a second look",
    "compare with the others, section 3",
    "Ist das neu? Ähnlich wie 2019",
    "方法很好",
    "na\u0308chste Woche noch einmal",
    "- one\n- two",
    "see #attention and **bold** claims",
)


_NAMES: Final = {" ": "space", "\n": "enter", "]": "right_square_bracket", ")": "right_parenthesis"}


def send(pilot: Pilot[None], key: str) -> None:
    """Send a key as from the keyboard.

    `Pilot.press` waits for the processor to be idle, a tenth of a second a key, and knows no combining characters.
    """
    driver = pilot.app._driver
    assert driver is not None
    event = Key(_NAMES.get(key, key), key if len(key) == 1 else None)
    event.set_sender(pilot.app)
    driver.send_message(event)


async def strike(pilot: Pilot[None], *keys: str) -> None:
    """Press keys as a person does, only waiting until each was accepted."""
    for key in keys:
        send(pilot, key)
        await taken(pilot)


async def taken(pilot: Pilot[None]) -> None:
    """Wait until everything sent has been handled."""
    await pilot._wait_for_screen()
    async with asyncio.timeout(FOR_EVER):
        while not app_of(pilot).turns.idle:  # noqa: ASYNC110
            await asyncio.sleep(0)


async def done(pilot: Pilot[None]) -> None:
    """Wait until everything requested is written, and the paper under the cursor is shown.

    As `settled`, but for the wait until the processor is idle, which takes most of an hour of this.
    """
    await taken(pilot)
    while len(pilot.app.workers):
        with contextlib.suppress(WorkerCancelled):  # a newer count took its place
            await pilot.app.workers.wait_for_complete()
        await taken(pilot)
    main = app_of(pilot).main
    async with asyncio.timeout(10):
        while (main.reader.entry.id if main.reader.entry is not None else None) != main.papers.paper:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


# -- papers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an abstract, and the units that keys move over."""

    start: int
    end: int
    words: tuple[Span, ...]
    letters: tuple[Span, ...]
    """The characters as a reader sees them: of the first word, or of all words if there are no spaces."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A generated paper."""

    title: str
    abstract: str
    sentences: tuple[Sentence, ...]


def made_up(number: int, chance: random.Random) -> MadeUp:
    """Generate a paper with an abstract of four to eight sentences."""
    abstract, sentences = "", []
    for _ in range(chance.randint(4, 8)):
        if abstract:
            abstract += chance.choices((" ", "\n", "\n\n"), (8, 3, 1))[0]
        make = _ideographs if chance.random() < 0.15 else _plain
        text, sentence = make(len(abstract), chance)
        abstract += text
        sentences.append(sentence)
    title = " ".join(["Study", str(number), "of", *chance.sample(_PLAIN, 5), chance.choice(_STRANGE[5:])])
    return MadeUp(title, abstract, tuple(sentences))


def _plain(at: int, chance: random.Random) -> tuple[str, Sentence]:
    """Generate words between spaces: letters in the first two, anything later, and a full stop at the end."""
    words = [chance.choice(_OPENERS), *chance.choices(_PLAIN, k=chance.randint(7, 22))]
    for place in range(2, len(words) - 1):
        if chance.random() < 0.12:
            words[place] = chance.choice(_STRANGE)
    text = " ".join(words) + "."
    starts = list(accumulate((len(word) + 1 for word in words), initial=at))
    spans = tuple((start, start + len(word)) for start, word in zip(starts, words, strict=False))
    return text, Sentence(at, at + len(text), spans, tuple(_letters(words[0], at)))


def _ideographs(at: int, chance: random.Random) -> tuple[str, Sentence]:
    """Generate something like Chinese, in which every ideograph is a word."""
    count = chance.randint(12, 24)
    text = "".join(chance.choices(_IDEOGRAPHS, k=count)) + "。"
    spans = tuple((at + place, at + place + 1) for place in range(count))
    return text, Sentence(at, at + len(text), spans, spans)


def _letters(word: str, at: int) -> list[Span]:
    """Return the letters of a word, each with its combining mark."""
    starts = [place for place, letter in enumerate(word) if letter not in "\u0308\u030b"]
    return [(at + start, at + end) for start, end in zip(starts, [*starts[1:], len(word)], strict=True)]


def fill(library: Library, papers: Sequence[MadeUp]) -> None:
    """Insert papers into a library, in order."""
    records = [
        Record(
            Paper(
                title=paper.title,
                title_from=TitleFrom.PRINTED,
                abstract=paper.abstract,
                identifiers=(Identifier("arxiv", f"2401.{number:05d}"),),
            ),
            line=number,
        )
        for number, paper in enumerate(papers, 1)
    ]
    library.add(records, file="hour.json", format="json")


# -- the model -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlight."""

    span: Span
    quote: str
    colour: str
    comment: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mine:
    """Everything the reader added to a paper except its read state, which cannot be undone."""

    decision: str | None = None
    reason: str | None = None
    starred: bool = False
    queued: bool = False
    rating: int | None = None
    tags: frozenset[str] = frozenset()
    notes: tuple[tuple[str, Span | None], ...] = ()
    """Their texts, oldest first, with the highlight each is about."""
    marks: frozenset[Mark] = frozenset()

    @classmethod
    def of(cls, entry: Entry) -> Mine:
        """Return the same for a stored paper."""
        places = {mark.id: _span(mark.start, mark.end) for mark in entry.highlights}
        return cls(
            decision=entry.decision and str(entry.decision),
            reason=entry.reason,
            starred=entry.starred,
            queued=entry.queued is not None,
            rating=entry.rating,
            tags=frozenset(entry.tags),
            notes=tuple((note.body, places[note.highlight] if note.highlight else None) for note in entry.notes),
            marks=frozenset(
                Mark(places[mark.id], mark.quote, mark.colour, mark.comment, mark.tags) for mark in entry.highlights
            ),
        )


def _span(start: int | None, end: int | None) -> Span:
    return (-1 if start is None else start, -1 if end is None else end)


class Model:
    """The expected library: the papers in list order, every change, and the cursor."""

    def __init__(self, count: int) -> None:
        self.papers = [Mine()] * count
        self.read: set[int] = set()
        self.cursor = 0
        self.log = ["do"]
        """The kinds of all changes in the journal, oldest first: the import, then those of the hour."""
        self._done: list[tuple[int, Mine, Mine]] = []
        self._undone: list[tuple[int, Mine, Mine]] = []

    @property
    def here(self) -> Mine:
        """The paper under the cursor."""
        return self.papers[self.cursor]

    def change(self, now: Mine) -> None:
        """Change the paper under the cursor."""
        self._done.append((self.cursor, self.here, now))
        self._undone.clear()
        self.papers[self.cursor] = now
        self.log.append("do")

    def open(self) -> None:
        """Open the paper, which marks it read."""
        if self.cursor not in self.read:
            self.read.add(self.cursor)
            self.log.append("do")

    def undo(self) -> None:
        """Undo the last change, and move the cursor to where it was made."""
        self.cursor, before, _ = self._done[-1]
        self.papers[self.cursor] = before
        self._undone.append(self._done.pop())
        self.log.append("undo")

    def redo(self) -> None:
        """Redo the change that was undone last."""
        self.cursor, _, after = self._undone[-1]
        self.papers[self.cursor] = after
        self._done.append(self._undone.pop())
        self.log.append("redo")

    def undecided(self, after: int) -> int | None:
        """Return the next paper without a decision."""
        places = range(after + 1, len(self.papers))
        return next((at for at in places if self.papers[at].decision is None), None)

    def advance(self) -> None:
        """Go to the next undecided paper below the cursor, then from the top; else stay."""
        at = self.undecided(self.cursor)
        at = self.undecided(-1) if at is None else at
        self.cursor = self.cursor if at is None else at


# -- the hour --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is done in the hour."""

    papers: int = 500
    marks: int = 60
    notes: int = 40
    tags: int = 40
    stars: int = 40
    queued: int = 40
    ratings: int = 40
    looks: int = 40
    undos: int = 25


class Hour:
    """A user who decides on every paper, and highlights, notes, tags, stars and undoes along the way."""

    def __init__(self, papers: Sequence[MadeUp], amounts: Amounts, chance: random.Random) -> None:
        self.model = Model(len(papers))
        self.made = dict.fromkeys(
            ("decisions", "marks", "notes", "tags", "stars", "queued", "ratings", "looks", "undos", "redos"), 0
        )
        self._papers = papers
        self._chance = chance
        self._colour = COLOURS[0]
        self._inside = False
        self._pilot: Pilot[None]
        self._plan: dict[int, list[Callable[[], Awaitable[None]]]] = {}
        kinds = ((self._mark, amounts.marks), (self._note, amounts.notes), (self._tag, amounts.tags))
        signs = ((self._star, amounts.stars), (self._queue, amounts.queued), (self._rate, amounts.ratings))
        for act, times in (*kinds, *signs, (self._look_around, amounts.looks)):
            for at in chance.sample(range(len(papers)), times):
                self._plan.setdefault(at, []).append(act)
        # The last paper ends the hour, and would drop what is planned for it.
        self._undoing = dict.fromkeys(chance.sample(range(8, len(papers) - 8), len(_in_runs(amounts.undos))), 0)
        self._undoing = dict(zip(sorted(self._undoing), _in_runs(amounts.undos), strict=True))

    async def work(
        self, pilot: Pilot[None], *, decided: Callable[[int], None] = lambda _: None, most: int | None = None
    ) -> None:
        """Do it all, or go on with it in another run of the program.

        Args:
            decided: called with the number of decided papers, after each.
            most: decisions, after which the program is to be left.
        """
        self._pilot = pilot
        self._colour = COLOURS[0]  # the last one is known for as long as the program runs
        count = 0
        while self.model.here.decision is None:
            if count == most:
                await done(pilot)
                return
            self._look()
            at = self.model.cursor
            for act in self._plan.pop(at, ()):
                await act()
            await self._decide()
            count += 1
            decided(count)
            for _ in range(1 if at in self._undoing else 0):
                await self._undo(self._undoing.pop(at))
        await done(pilot)
        await self._leave("escape")  # the summary of a screening that is finished

    def _look(self) -> None:
        """Check that the cursor is in the right place, on the right paper."""
        listed = app_of(self._pilot).main.papers
        assert listed.cursor == self.model.cursor
        assert listed.row is not None
        assert listed.row.label == self._papers[self.model.cursor].title

    async def _press(self, *keys: str) -> None:
        """Press keys one by one, and wait for all their effects."""
        await strike(self._pilot, *keys)
        await done(self._pilot)

    async def _open(self, *keys: str) -> None:
        """Press keys that open a dialogue, and wait until it accepts typing."""
        await self._press(*keys)
        async with asyncio.timeout(10):
            while len(self._pilot.app.screen_stack) == 1 or self._pilot.app.screen.focused is None:  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    async def _leave(self, *keys: str) -> None:
        """Press keys that close a dialogue, and wait until it is closed."""
        await self._press(*keys)
        async with asyncio.timeout(10):
            while len(self._pilot.app.screen_stack) > 1:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        await done(self._pilot)

    async def _type(self, text: str) -> None:
        """Type faster than anybody reads: no letter waits for the one before it."""
        for letter in text:
            send(self._pilot, "enter" if letter == "\n" else letter)
        await taken(self._pilot)

    async def _look_around(self) -> None:
        """Open something that changes nothing, and come back to the same place."""
        last = self.model.cursor == len(self._papers) - 1
        away: list[tuple[str, ...]] = [("i", "escape"), ("g", "r", "escape"), ("g", "h", "escape"), ("B", "B")]
        if not self._inside:
            away += [
                ("g", "f", "space", "space", "escape"),
                ("G", "ctrl+o"),
                ("g", "g", "ctrl+o"),
                ("g", "q", "g", "q"),
            ]
            away += [] if last else [("space", "g", "c", "escape", "escape", "k")]
        for key in self._chance.choice(away):
            await self._press(key)
        async with asyncio.timeout(10):
            while not app_of(self._pilot).main.is_uncovered:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        await done(self._pilot)
        self._look()
        self.made["looks"] += 1

    # -- decisions and going back ------------------------------------------------------------------------------------

    async def _decide(self) -> None:
        """Decide with one key each, at full speed, without waiting for effects."""
        key = self._chance.choices(("a", "x", "z", "X number", "X words"), (6, 8, 3, 4, 1))[0]
        decision, reason = {"a": "accept", "z": "maybe"}.get(key, "reject"), None
        if key == "X number":
            number = self._chance.randint(1, len(REASONS))
            reason = REASONS[number - 1]
            await strike(self._pilot, "X", str(number))
        elif key == "X words":
            reason = self._chance.choice(("no code", "先行研究と同じ", "n too small"))
            await self._open("X", "enter")
            await self._type(reason)
            await self._leave("enter")
        else:
            await strike(self._pilot, key)
        self.model.change(replace(self.model.here, decision=decision, reason=reason, queued=False))
        self.model.advance()
        self.made["decisions"] += 1

    async def _undo(self, times: int) -> None:
        """Undo some changes, redo the last few, then continue with the undecided papers."""
        for _ in range(times):
            await self._press("u")
            self.model.undo()
            self.made["undos"] += 1
            self._look()
        for _ in range(self._chance.randint(0, times)):
            await self._press("ctrl+r")
            self.model.redo()
            self.made["redos"] += 1
            self._look()
        if self.model.here.decision is not None:
            await self._press("]", "u")
            at = self.model.undecided(self.model.cursor)
            assert at is not None
            self.model.cursor = at

    # -- what is the reader's own ------------------------------------------------------------------------------------

    async def _star(self) -> None:
        await self._press("s")
        self.model.change(replace(self.model.here, starred=not self.model.here.starred))
        self.made["stars"] += 1

    async def _queue(self) -> None:
        await self._press("p")
        self.model.change(replace(self.model.here, queued=not self.model.here.queued))
        self.made["queued"] += 1

    async def _rate(self) -> None:
        rating = self._chance.randint(0, 5)
        await self._press("R", str(rating))
        self.model.change(replace(self.model.here, rating=None if self.model.here.rating == rating else rating))
        self.made["ratings"] += 1

    async def _tag(self) -> None:
        tag = self._chance.choice(_TAGS)
        await self._open("t")
        await self._type(tag)
        await self._leave("enter", "escape")
        self.model.change(replace(self.model.here, tags=self.model.here.tags ^ {tag}))
        self.made["tags"] += 1

    async def _note(self) -> None:
        """Write a new note, or continue the last one, correcting a slip."""
        phrase, notes = self._chance.choice(_PHRASES), self.model.here.notes
        new = self._chance.random() < 0.3
        await self._press("A" if new else "e")
        await self._type(phrase + "q")
        await self._press("backspace", "escape")
        last = () if new or not notes else notes[-1:]
        for body, span in last or (("", None),):
            notes = (*notes[: len(notes) - len(last)], (body + phrase, span))
        self.model.change(replace(self.model.here, notes=notes))
        self.made["notes"] += 1

    async def _mark(self) -> None:
        """Go to a sentence in the abstract and highlight a part; sometimes edit the highlight or write a note."""
        if self._inside:
            await done(self._pilot)  # people read before they select, and see the paper
        else:
            await self._press("enter")
            self.model.open()
            self._inside = True
        span = await self._select()
        mark = await self._keep(Mark(span, self._papers[self.model.cursor].abstract[slice(*span)], self._colour))
        self.made["marks"] += 1
        also = self._chance.random()
        if also < 0.2 and not any(other.span[0] <= span[0] < other.span[1] for other in self.model.here.marks - {mark}):
            await self._recolour(mark) if also < 0.1 else await self._note_on(mark)
        if self._chance.random() < 0.6:
            await self._press("h")
            self._inside = False

    async def _select(self) -> Span:
        sentences = self._papers[self.model.cursor].sentences
        at = self._chance.randrange(len(sentences))
        one = sentences[at]
        await self._press("g", "g", *[")"] * at)
        way = self._chance.choice(("sentence", "sentences", "words", "letters"))
        if way == "words":
            # From the beginning of a word, the first w goes to its end, unless the word has one letter.
            count = self._chance.randint(2, 5)
            await self._press("v", *["w"] * count)
            ideographs = one.words[0][1] - one.words[0][0] == 1
            return one.start, one.words[count if ideographs else count - 1][1]
        if way == "letters":
            count = self._chance.randrange(len(one.letters))
            await self._press("v", *["l"] * count)
            return one.start, one.letters[count][1]
        more = way == "sentences" and at + 1 < len(sentences)
        await self._press("V", *(["V"] if more else []))
        return one.start, sentences[at + 1].end if more else one.end

    async def _keep(self, mark: Mark) -> Mark:
        """Highlight the selection: as before, in a colour, with a comment or with tags."""
        way = self._chance.choice(("enter", "colour", "colour", "comment", "tags"))
        if way == "colour":
            number = self._chance.randint(1, len(COLOURS))
            self._colour = COLOURS[number - 1]
            mark = replace(mark, colour=self._colour)
            await self._press(str(number))
        elif way == "comment":
            mark = replace(mark, comment=self._chance.choice(_PHRASES[:5]))
            await self._open("c")
            await self._type(mark.comment)
            await self._leave("enter")
        elif way == "tags":
            mark = replace(mark, tags=tuple(self._chance.sample(_TAGS, 2)))
            await self._open("t")
            for tag in mark.tags:
                await self._type(tag)
                await self._press("enter")
            await self._leave("escape")
        else:
            await self._press("enter")
        self.model.change(replace(self.model.here, marks=self.model.here.marks | {mark}))
        return mark

    async def _recolour(self, mark: Mark) -> None:
        number = COLOURS.index(mark.colour) + 1
        number = number % len(COLOURS) + 1
        self._colour = COLOURS[number - 1]
        await self._press(str(number))
        marks = self.model.here.marks - {mark} | {replace(mark, colour=self._colour)}
        self.model.change(replace(self.model.here, marks=marks))

    async def _note_on(self, mark: Mark) -> None:
        phrase = self._chance.choice(_PHRASES)
        await self._press("enter")
        await self._type(phrase)
        await self._press("escape")
        self.model.change(replace(self.model.here, notes=(*self.model.here.notes, (phrase, mark.span))))


def _in_runs(total: int) -> list[int]:
    """Split this many undos into runs of one to four."""
    runs: list[int] = []
    while total:
        runs.append(min(total, len(runs) % 4 + 1))
        total -= runs[-1]
    return runs


# -- what is there ---------------------------------------------------------------------------------------------------


def stored(path: Path) -> tuple[list[Mine], set[int], list[PastChange]]:
    """Return the contents of a reopened library: the papers in list order, which are read, and the journal."""
    with Library(path, create=False) as library, library.reader() as reader:
        ids = reader.first_ids(1_000_000)
        entries = list(reader.entries(ids))
        changes = reader.changes(1_000_000)
    read = {at for at, entry in enumerate(entries) if entry.read}
    return [Mine.of(entry) for entry in entries], read, changes[::-1]
