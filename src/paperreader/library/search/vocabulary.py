"""The words of a library: how many papers have each, and which words have similar spellings.

Typing errors concern the vocabulary, which grows far more slowly than the text. `search_words` counts every word.
`search_near` finds the words one edit away by SymSpell's idea (W. Garbe, 2012): each word, and each way to drop one of
its letters, is hashed, and two words that are one edit apart share such a key, even if their first letters differ. The
first nine letters are enough, as an error after them leaves them unchanged. A key is one integer of hash and word
number, so the whole index is a bare B-tree of row ids. As the keys of new words are spread all over it, they go into a
small table first, which is folded into the large one in order now and then; otherwise every import would write most of
its pages with every batch. RapidFuzz's OSA distance (insertions, deletions, substitutions, swapped neighbours) decides
among the few words found.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple
from zlib import crc32

NEAR: Final = ("search_near", "search_near_new")
_NEW: Final = 500_000
"""When there are more keys of new words than this, they are folded into the others."""
_COUNTING: Final = 1 << 26
"""Bytes of memory that FTS5 may use to count words."""
_ID_BITS: Final = 31
_ID_MASK: Final = (1 << _ID_BITS) - 1
_SHORTEST: Final = 3
_LONGEST: Final = 24
"""Shorter words have too many neighbours; longer ones are not words."""
_HASHED: Final = 9
"""How many letters of a word go into its keys."""
_BEGINNING: Final = 3
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_VOWELS: Final = str.maketrans("", "", "aeiou")


class Term(NamedTuple):
    """A word of the library."""

    text: str
    papers: int
    """How many papers have it, in text or annotations."""
    titles: int
    """How many have it in their labels."""
    edits: int = 0
    """How many edits it is away from what was typed."""


def count(
    connection: sqlite3.Connection,
    papers: dict[str, int],
    titles: dict[str, int],
    keys: Mapping[str, Sequence[int]] = MappingProxyType({}),
) -> None:
    """Change the counts of words by these amounts; words that no paper has any more are removed, new ones added.

    Must run in the transaction that changes the papers.

    Args:
        keys: the known spelling keys of words that may be new: see `spelling_keys`.
    """
    if not papers:
        return
    first = (connection.execute("select max(id) from search_words").fetchone()[0] or 0) + 1
    if first + len(papers) > _ID_MASK:  # existing words use up numbers too: there are enough for ten million imports
        raise OverflowError("the vocabulary is out of numbers: rebuild the search tables")
    terms = sorted(papers)
    connection.executemany(
        "insert into search_words values (?, ?, ?, ?) on conflict do update"
        " set papers = papers + excluded.papers, titles = titles + excluded.titles",
        [(term, first + at, papers[term], titles.get(term, 0)) for at, term in enumerate(terms)],
    )
    new = connection.execute("select term, id from search_words where id >= ?", (first,)).fetchall()
    # In one statement, since a paper has dozens.
    connection.execute(
        "insert or ignore into search_near_new select value from json_each(?)", (json.dumps(_near_keys(new, keys)),)
    )
    fold(connection, _NEW)
    if min(papers.values()) < 0:
        _forget(connection, terms)


def fold(connection: sqlite3.Connection, most: int = 0) -> None:
    """Fold the keys of new words into the others, if there are more than `most`."""
    if connection.execute("select count(*) from search_near_new").fetchone()[0] > most:
        connection.execute("insert or ignore into search_near select key from search_near_new order by key")
        connection.execute("delete from search_near_new")


def counted(connection: sqlite3.Connection, texts: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Count how many of some texts have each word. FTS5 splits and counts in half the time Python takes.

    Args:
        texts: as indexed, each with its own number.
    """
    connection.execute(
        "create virtual table if not exists temp.counted"
        " using fts5(words, content='', detail=none, columnsize=0, tokenize='ascii')"
    )
    connection.execute("create virtual table if not exists temp.counts using fts5vocab(temp, counted, row)")
    connection.execute("insert into counted(counted, rank) values ('hashsize', ?)", (_COUNTING,))
    connection.executemany("insert into counted(rowid, words) values (?, ?)", texts)
    found = dict(connection.execute("select term, doc from counts").fetchall())
    connection.execute("insert into counted(counted) values ('delete-all')")
    return found


def _forget(connection: sqlite3.Connection, terms: list[str]) -> None:
    gone = connection.execute(
        "select w.term, w.id from json_each(?) j join search_words w on w.term = j.value where w.papers <= 0",
        (json.dumps(terms),),
    ).fetchall()
    for table in NEAR:
        connection.executemany(f"delete from {table} where key = ?", [(key,) for key in _near_keys(gone, {})])
    connection.executemany("delete from search_words where term = ?", [(row[0],) for row in gone])


def _near_keys(words: Iterable[tuple[str, int]], known: Mapping[str, Sequence[int]]) -> list[int]:
    """The keys of words, each with its number, sorted because neighbours share a page."""
    return sorted(
        [
            key << _ID_BITS | number
            for term, number in words
            for key in (known[term] if term in known else spelling_keys(term))
        ]
    )


def spelling_keys(term: str) -> list[int]:
    """Return the keys of a word: its beginning, the same with each letter left out, and the word without vowels."""
    if not _SHORTEST <= len(term) <= _LONGEST or term.isdigit():
        return []
    if term.isascii():  # nearly all: its letters are bytes
        begun = term[:_HASHED].encode()
        texts = {begun[:at] + begun[at + 1 :] for at in range(len(begun))}
        texts.add(begun)
    else:
        texts = {key.encode() for key in _shortened(term[:_HASHED])}
    texts.add(b"~" + _consonants(term).encode())
    return list(map(crc32, texts))


def _shortened(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _consonants(word: str) -> str:
    return word[0] + word[1:].translate(_VOWELS)


def _after(prefix: str) -> str:
    """A text that sorts after everything that begins with `prefix`."""
    return prefix + "\U0010ffff"


def _edited(word: str, letters: int) -> set[str]:
    """Everything that is one edit in the first `letters` away from `word`."""
    edited = {word[:at] + word[at + 1 :] for at in range(letters)}
    for at in range(letters):
        edited.add(word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :])
        for letter in _LETTERS:
            edited.add(word[:at] + letter + word[at:])
            edited.add(word[:at] + letter + word[at + 1 :])
    return edited - {word}


class Vocabulary:
    """Reads the words of a library through one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, word: str) -> Term | None:
        """The word itself, if any paper has it."""
        row = self._connection.execute(
            "select term, papers, titles from search_words where term = ?", (word,)
        ).fetchone()
        return Term(*row) if row else None

    def papers(self, words: Iterable[str]) -> dict[str, int]:
        """How many papers have each of `words`, without those that no paper has."""
        rows = self._connection.execute(
            "select w.term, w.papers from json_each(?) j cross join search_words w on w.term = j.value",
            (json.dumps(sorted(words)),),
        )
        return {row[0]: row[1] for row in rows.fetchall()}

    def completions(self, prefix: str, limit: int) -> list[Term]:
        """The most common words that begin with `prefix`, itself included."""
        rows = self._connection.execute(
            "select term, papers, titles from search_words where term >= ? and term < ? order by papers desc limit ?",
            (prefix, _after(prefix), limit),
        )
        return [Term(*row) for row in rows.fetchall()]

    def near_completions(self, prefix: str, limit: int) -> list[tuple[str, Term]]:
        """Words whose beginning is one edit away from `prefix`, each preceded by that beginning; most common first."""
        if len(prefix) <= _SHORTEST or not prefix.isascii() or prefix.isdigit():
            return []
        # With its last letter off, it would begin what the rest of it begins: nothing near about that.
        beginnings = _edited(prefix, len(prefix)) - {prefix[:-1]}
        rows = self._connection.execute(
            "select j.value ->> 0, w.term, w.papers, w.titles from json_each(?) j"
            " cross join search_words w on w.term >= j.value ->> 0 and w.term < j.value ->> 1"
            " order by w.papers desc limit ?",
            (json.dumps([(one, _after(one)) for one in sorted(beginnings)]), limit),
        )
        return [(row[0], Term(row[1], row[2], row[3], 1)) for row in rows.fetchall()]

    def near(self, word: str, edits: int) -> list[Term]:
        """Words 1 to `edits` (one or two) edits away from `word`, nearest first, then most common first."""
        if not _SHORTEST <= len(word) <= _LONGEST + edits or word.isdigit():
            return []
        probes = set(_shortened(word[:_HASHED]))
        if edits > 1:
            probes.update(shorter for one in list(probes) if len(one) > _SHORTEST for shorter in _shortened(one))
        found = dict.fromkeys(self._under(key.encode() for key in probes))
        if edits > 1 and len(word) > _BEGINNING:
            # Either both errors come after the first letters, or undoing one there leaves one.
            found.update(dict.fromkeys(self._sharing_beginning(word)))
            undone = _edited(word, _BEGINNING)
            probes = {shorter for one in undone for shorter in _shortened(one[:_HASHED])} - probes
            found.update(dict.fromkeys(self._under(key.encode() for key in probes)))
        return _nearest(word, list(found), edits)

    def abbreviated(self, word: str) -> list[Term]:
        """Words that differ from `word` only in vowels after the first letter."""
        if len(word) <= _SHORTEST:
            return []
        found = self._under([b"~" + _consonants(word).encode()])
        found = [one for one in found if one.text != word and _consonants(one.text) == _consonants(word)]
        return sorted(found, key=lambda one: -one.papers)

    def _under(self, keys: Iterable[bytes]) -> list[Term]:
        some = (
            f"select n.key from json_each(:keys) j"
            f" cross join {table} n on n.key between j.value and j.value + {_ID_MASK}"
            for table in NEAR
        )
        rows = self._connection.execute(
            f"select w.term, w.papers, w.titles from ({' union all '.join(some)}) n"
            f" cross join search_words w on w.id = n.key & {_ID_MASK}",
            {"keys": json.dumps(sorted(crc32(key) << _ID_BITS for key in keys))},  # neighbours share a page
        )
        return [Term(*row) for row in rows.fetchall()]

    def _sharing_beginning(self, word: str) -> list[Term]:
        """Words of about the same length that begin like `word`."""
        beginning = word[:_BEGINNING]
        rows = self._connection.execute(
            "select term, papers, titles from search_words where term >= ? and term < ?"
            " and length(term) between ? and ? limit 4096",
            (beginning, _after(beginning), len(word) - 2, len(word) + 2),
        )
        return [Term(*row) for row in rows.fetchall()]


def _nearest(word: str, terms: list[Term], edits: int) -> list[Term]:
    from rapidfuzz.distance import OSA  # here, for it takes 14 ms to load, which the first screen need not wait for
    from rapidfuzz.process import extract

    found = extract(word, [one.text for one in terms], scorer=OSA.distance, score_cutoff=edits, limit=None)
    near = [terms[at]._replace(edits=int(distance)) for _, distance, at in found if distance]
    return sorted(near, key=lambda one: (one.edits, -one.papers))
