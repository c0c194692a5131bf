"""Hypothesis strategies for the domain: papers and entries that a library could really hold.

`papers()` and `entries()` keep the domain's invariants (cleaned text, titles on one line, spans inside the abstract,
one of each identifier), and fill them with text that breaks naive writers and readers. `hostile_text()` keeps none: it
is what a source may throw at a reader. Strategies are made once: drawing an example from one that is new takes twice as
long.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from hypothesis import strategies as st

from paperreader.domain import (
    COLOURS,
    HIGHEST_RATING,
    Decision,
    Entry,
    Highlight,
    Identifier,
    Note,
    Paper,
    PartialDate,
    Place,
    TitleFrom,
    clean,
    one_line,
)
from paperreader.domain.memory import LONGEST_MEMORY, Memory

_MORSELS = (
    "<workload, configuration>",
    "(often <5%)",
    "[email protected]",
    "{-1, 0, 1}",
    "S^{2}FT",
    "\\sys \\cite{tan2018mnasnet} 1\\% $\\mathcal{O}(n \\log n)$",
    "non\u00a0breaking",
    "∗ ∙ ⋆ † ➊ · • –",
    "量子计算与机器学习",
    "Erdős–Rényi Schrödinger e\u0301",
    "👩‍🔬🇩🇪",
    "שלום العربية",
    "[bold]not markup[/bold] [/] [link=x]",
    "=HYPERLINK(1) +1 -1 @x",
    "TY  - JOUR ER  - @article{a, title={b}}",
    "---\ntitle: x\n---\n# heading\n",
    "\"quoted\", 'so'; comma\ttab",
    "' or 1=1; --",
    'AND OR NOT NEAR( * " :',
    "\ufffd\u200d\ufeff",
    "https://example.org/a_(b)?c=d&e#f).",
    "We introduce FooNet (FN), a method.",
    "\\",
    "%",
    "&amp; <b>bold</b> ]]>",
)
_HOSTILE = (
    "\x00",
    "\x1b[31m",
    "\x1b]8;;http://x\x07",
    "\r",
    "\r\n",
    "\u2028",
    "\u202e",
    "\u2066",
    "\ud800",
    "\x85",
)
REPEATED = (
    *("a ", "We introduce ", "we ", "(A", "https://", "github.com/", ". "),
    *("named A", "our method", "—", ", the", "x.y"),
)
"""Repetitions that make careless patterns slow."""


@cache
def hostile_text(max_size: int = 200) -> st.SearchStrategy[str]:
    """Any text, including lone surrogates, escape sequences and every kind of line end."""
    piece = st.one_of(st.text(max_size=20), st.sampled_from(_MORSELS), st.sampled_from(_HOSTILE))
    return st.lists(piece, max_size=12).map("".join).map(lambda text: text[:max_size])


_LINKS = ("https://x.org/~me/a_b%20c.html", "http://example.org/papers?id=1&a=2", "https://量子.example/π")


_NAMES_OF_BIBLATEX = st.sampled_from(("entrytype", "publisher", "editor", "address", "note"))


@cache
def texts(max_size: int = 200) -> st.SearchStrategy[str]:
    """Cleaned text without white space at its ends; may be empty, may have several lines."""
    piece = st.one_of(st.text(max_size=20), st.sampled_from(_MORSELS), st.just(" "))
    return st.lists(piece, max_size=8).map(lambda pieces: clean("".join(pieces))[:max_size].strip())


@cache
def lines(max_size: int = 80) -> st.SearchStrategy[str]:
    """Cleaned text on one line, not empty."""
    return texts(max_size).map(one_line).filter(bool)


@cache
def words() -> st.SearchStrategy[str]:
    """A short plain word: tags, venues, schemes."""
    return st.one_of(
        st.from_regex(r"[a-z][a-z0-9-]{0,11}", fullmatch=True),
        st.sampled_from(("to-read", "ünïcode", "量子", "c++", "a/b", "NLP")),
    )


@cache
def partial_dates() -> st.SearchStrategy[PartialDate]:
    """Dates of every precision, with inferred years too."""

    def cut(day: date, precision: int, inferred: bool) -> PartialDate:
        month = day.month if precision > 1 else None
        return PartialDate(day.year, month, day.day if precision > 2 else None, inferred)

    days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
    return st.builds(cut, days, st.integers(1, 3), st.booleans())


@cache
def identifiers() -> st.SearchStrategy[tuple[Identifier, ...]]:
    """A few canonical identifiers without repetition; a versioned arXiv id always comes with the bare one."""
    new_style = st.from_regex(r"(0[7-9]|1\d|2[0-5])(0[1-9]|1[0-2])\.[0-9]{5}", fullmatch=True)
    old_style = st.from_regex(r"(hep-th|math|cs)/[0-9]{7}", fullmatch=True)
    doi = st.from_regex(r"10\.[1-9][0-9]{3}/[a-z0-9.()_-]{0,11}[a-z0-9]", fullmatch=True)
    arxiv = st.one_of(new_style, old_style)

    def arxiv_of(value: str, version: int | None) -> tuple[Identifier, ...]:
        bare = Identifier("arxiv", value)
        return (bare,) if version is None else (bare, Identifier("arxiv_version", f"{value}v{version}"))

    piece = st.one_of(
        st.just(()),
        st.builds(arxiv_of, arxiv, st.none() | st.integers(1, 12)),
        doi.map(lambda value: (Identifier("doi", value),)),
        st.integers(1, 10**8).map(lambda value: (Identifier("pmid", str(value)),)),
    )
    return st.lists(piece, max_size=2).map(lambda some: tuple(dict.fromkeys(one for few in some for one in few)))


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A paper as any of our readers could produce it."""
    abstract = draw(texts(400))
    title = draw(st.none() | lines())
    title_from: TitleFrom | None
    confidence: float | None = None
    if title is None:
        title_from = TitleFrom.DERIVED if abstract else None
    else:
        title_from = draw(st.sampled_from((TitleFrom.PRINTED, TitleFrom.SPLIT)))
        if title_from is TitleFrom.SPLIT:
            confidence = draw(st.integers(0, 100)) / 100
    numbers = st.none() | st.integers(0, 10**6)
    return Paper(
        title=title,
        title_from=title_from,
        title_confidence=confidence,
        abstract=abstract,
        authors=tuple(draw(st.lists(lines(30), max_size=3))),
        author_count=draw(numbers),
        published=draw(st.none() | partial_dates()),
        venue=draw(st.none() | lines(30)),
        categories=tuple(draw(st.lists(words(), max_size=3, unique=True))),
        upvotes=draw(numbers),
        comments=draw(numbers),
        identifiers=draw(identifiers()),
        keywords=tuple(draw(st.lists(lines(20), max_size=3, unique=True))),
        remarks=tuple(draw(st.lists(texts(60).filter(bool), max_size=2, unique=True))),
        links=tuple(draw(st.lists(st.sampled_from(_LINKS), max_size=2, unique=True))),
        place=draw(st.none() | st.builds(Place, lines(8), lines(8) | st.just(""), st.just("") | lines(8))),
        citation_key=draw(st.none() | st.from_regex(r"[a-zA-Zé][a-zA-Z0-9:._-]{0,19}", fullmatch=True)),
        reference=tuple(draw(st.dictionaries(_NAMES_OF_BIBLATEX, texts(30).filter(bool), max_size=2)).items()),
    )


@cache
def uids() -> st.SearchStrategy[str]:
    """UUIDv7 made from Hypothesis's randomness, so that examples shrink and replay."""

    def of(number: int) -> str:
        number = number & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62
        return str(uuid.UUID(int=number))

    return st.integers(0, 2**128 - 1).map(of)


@cache
def moments() -> st.SearchStrategy[str]:
    """A moment as `paper.now` writes it."""
    milliseconds = st.integers(1_577_836_800_000, 2_051_222_400_000)  # 2020 to 2034

    def of(stamp: int) -> str:
        moment = datetime.fromtimestamp(stamp / 1000, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    return milliseconds.map(of)


@cache
def notes() -> st.SearchStrategy[Note]:
    """Notes with a body, never updated before they were created."""

    def of(uid: str, body: str, one: str, other: str, revision: int) -> Note:
        return Note(uid, body, min(one, other), max(one, other), revision)

    return st.builds(of, uids(), texts().filter(bool), moments(), moments(), st.integers(1, 9))


@cache
def orphans() -> st.SearchStrategy[Highlight]:
    """Highlights whose passage is in no abstract of `papers`."""
    return st.builds(
        Highlight,
        id=uids(),
        quote=lines(40).map(lambda line: f"⟨gone⟩ {line}"),
        start=st.none(),
        end=st.none(),
        colour=st.sampled_from(COLOURS),
        created=moments(),
    )


@st.composite
def highlights(draw: st.DrawFn, abstract: str) -> Highlight:
    """A highlight of a passage of `abstract` (which must not be empty); `quote` is that passage."""
    start = draw(st.integers(0, len(abstract) - 1))
    end = draw(st.integers(start + 1, len(abstract)))
    one, other = draw(moments()), draw(moments())
    return Highlight(
        id=draw(uids()),
        quote=abstract[start:end],
        start=start,
        end=end,
        colour=draw(st.sampled_from((*COLOURS, "red"))),
        comment=draw(texts(60)),
        tags=tuple(draw(st.lists(words(), max_size=2, unique=True))),
        created=min(one, other),
        updated=max(one, other),
    )


def memories() -> st.SearchStrategy[Memory]:
    """How well a paper is remembered."""
    return st.builds(
        Memory,
        stability=st.floats(0, LONGEST_MEMORY, exclude_min=True),
        difficulty=st.floats(1, 10),
        reviewed=st.dates(),
    )


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """A paper in a library with whatever its reader added."""
    paper = draw(papers())
    label = paper.title or one_line(paper.abstract)[:100] or next((i.value for i in paper.identifiers), "(no title)")
    decision = draw(st.none() | st.sampled_from(Decision))
    mark = highlights(paper.abstract) | orphans() if paper.abstract else orphans()
    marks = draw(st.lists(mark, max_size=2, unique_by=lambda mark: mark.id))
    bound = st.sampled_from([None, *(mark.id for mark in marks)])
    written = draw(st.lists(notes(), max_size=2, unique_by=lambda note: note.id))
    return Entry(
        id=draw(st.integers(1, 10**6)),
        uid=draw(uids()),
        paper=paper,
        label=label,
        imported=draw(moments()),
        tags=tuple(draw(st.lists(words(), max_size=3, unique=True))),
        notes=tuple(replace(note, highlight=draw(bound)) for note in written),
        highlights=tuple(marks),
        starred=draw(st.booleans()),
        read=draw(st.booleans()),
        decision=decision,
        reason=draw(st.none() | lines(40)) if decision else None,
        trashed=draw(st.booleans()),
        files=tuple(draw(st.lists(lines(40).map("/{}".format), max_size=2, unique=True))),
        queued=draw(st.none() | st.integers(1, 10**6)),
        due=(due := draw(st.none() | st.dates())),
        memory=draw(st.none() | memories()) if due else None,
        rating=draw(st.none() | st.integers(0, HIGHEST_RATING)),
    )


@cache
def sici_dois() -> st.SearchStrategy[str]:
    """DOIs derived from the SICI of a paper, in lower case: with angle or square brackets, or neither."""
    numbers = st.integers(1, 9999).map(str)
    letters = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6)
    before = st.sampled_from(["", "(sici)", "(asce)"])
    when = st.sampled_from(["199412", "1999", "19980815/30", "200010"])
    inside = st.one_of(
        st.tuples(numbers, letters, numbers).map(lambda one: f"{one[0]}::aid-{one[1]}{one[2]}"),
        st.tuples(numbers, letters).map(":".join),
        letters.map("iii:{}".format),
    )
    ends = st.sampled_from(
        ["2.0.co;2", "3.0.co;2-j", "3.0.co;2-7", "3.0.co;2-#", "3.0.co;2-+", "2.3.co;2", "3.0.tx;2-@"]
    )
    return st.tuples(st.integers(1000, 99999), before, numbers, when, numbers, inside, st.booleans(), ends).map(
        lambda one: (
            f"10.{one[0]}/{one[1]}0000-108x({one[3]}){one[2]}:{one[4]}"
            + (f"<{one[5]}>" if one[6] else f"[{one[5]}]")
            + one[7]
        )
    )
