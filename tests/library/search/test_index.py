"""The search tables agree with the papers and their annotations after any change."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Identifier, Paper, clean
from paperreader.language import spaced, word_set, words
from paperreader.library.search.vocabulary import Vocabulary, counted
from tests.library.papers import Shelf, indexed, real_papers, typical

WORDS = st.sampled_from("lora tuning of large language models über 量子 x2 don't state space todo later".split())
PAPERS = st.builds(
    Paper,
    title=st.lists(WORDS, min_size=1, max_size=5).map(" ".join),
    abstract=st.lists(WORDS, max_size=12).map(" ".join),
    authors=st.lists(WORDS, max_size=2).map(tuple),
)
DEEDS = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "tag", "untag", "note", "change"]), PAPERS, WORDS, st.integers(0, 9)),
    max_size=12,
)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path / "library.db")
    yield shelf
    shelf.close()


def content(shelf: Shelf) -> dict[str, object]:
    """Return the contents of the search tables, apart from the numbers of words."""
    execute = shelf.writing.execute
    terms = [row[0] for row in execute("select term from search_words")]
    hits = {
        (table, term): [row[0] for row in execute(f"select rowid from {table} where {table} match ?", (f'"{term}"',))]
        for table in ("search_text", "search_titles")
        for term in (*terms, "lora", "todo")
    }
    return {
        "words": sorted(map(tuple, execute("select term, papers, titles from search_words"))),
        "labels": sorted(map(tuple, execute("select * from search_labels"))),
        "annotations": sorted(map(tuple, execute("select * from search_annotations"))),
        "near": sorted(
            map(
                tuple,
                execute(
                    "select w.term, n.key >> 31 from (select key from search_near union all"
                    " select key from search_near_new) n left join search_words w"
                    " on w.id = n.key & 2147483647"
                ),
            )
        ),
        "count": execute("select coalesce(max(value), '0') from meta where key = 'search.papers'").fetchone()[0],
        "hits": {key: ids for key, ids in hits.items() if ids},
    }


def rebuilt(shelf: Shelf) -> dict[str, object]:
    shelf.writing.execute("begin immediate")
    shelf.index.rebuild()
    shelf.writing.execute("commit")
    return content(shelf)


def change(shelf: Shelf, id_: int, old: Paper, new: Paper) -> None:
    shelf.writing.execute("begin immediate")
    _, label, abstract, _ = indexed(id_, new)
    shelf.writing.execute(
        "update papers set label = ?, abstract = ?, authors = json(?) where id = ?",
        (label, abstract, str(list(new.authors)).replace("'", '"') if "don't" not in new.authors else "[]", id_),
    )
    if "don't" in new.authors:
        new = Paper(title=new.title, abstract=new.abstract)
    shelf.index.replace([indexed(id_, old)], [indexed(id_, new)])
    shelf.writing.execute("commit")


def perform(shelf: Shelf, deeds: list[tuple[str, Paper, str, int]]) -> dict[int, Paper]:
    papers: dict[int, Paper] = {}
    for what, paper, word, pick in deeds:
        if what == "add" or not papers:
            [id_] = shelf.add(paper)
            papers[id_] = paper
            continue
        id_ = sorted(papers)[pick % len(papers)]
        if what == "remove":
            shelf.remove(id_, papers.pop(id_))
        elif what == "untag":
            shelf.untag(id_)
        elif what == "note":
            shelf.note(id_, f"{word} noted")
        elif what == "change":
            change(shelf, id_, papers[id_], paper)
            papers[id_] = Paper(
                title=paper.title,
                abstract=paper.abstract,
                authors=() if "don't" in paper.authors else paper.authors,
            )
        else:
            shelf.untag(id_)
            shelf.tag(id_, word)
    return papers


@settings(max_examples=60, deadline=None)
@given(DEEDS)
def test_whatever_is_done_a_rebuild_says_the_same(deeds: list[tuple[str, Paper, str, int]]) -> None:
    with TemporaryDirectory() as directory:
        shelf = Shelf(Path(directory) / "library.db")
        try:
            papers = perform(shelf, deeds)
            assert content(shelf) == rebuilt(shelf)
            for id_, paper in papers.items():
                shelf.remove(id_, paper)
            emptied = content(shelf)
            assert not any((emptied["words"], emptied["near"], emptied["hits"], emptied["annotations"]))
        finally:
            shelf.close()


def test_real_papers_are_indexed_alike_at_once_and_one_by_one(shelf: Shelf, tmp_path: Path) -> None:
    papers = real_papers()
    assert len(papers) > 60
    shelf.add(*papers)
    single = Shelf(tmp_path / "single.db")
    for paper in papers:
        single.add(paper)
    assert content(shelf) == content(single) == rebuilt(shelf)
    single.close()


def test_a_tag_that_the_abstract_has_as_a_word_takes_nothing_away_when_it_goes(shelf: Shelf) -> None:
    [id_] = shelf.add(Paper(title="Tuning", abstract="On todo lists."))
    shelf.tag(id_, "todo")
    shelf.untag(id_)
    assert shelf.find("'todo") == [id_]


def test_a_transaction_that_fails_leaves_no_trace(shelf: Shelf) -> None:
    shelf.add(*typical())
    before = content(shelf)
    shelf.writing.execute("begin immediate")
    shelf.index.add([(99, "Unheard words", "entirely", "nobody")])
    shelf.writing.execute("rollback")
    assert content(shelf) == before
    assert shelf.find("unheard") == []


def test_a_word_is_found_by_everything_one_edit_from_it(shelf: Shelf) -> None:
    shelf.add(Paper(title="Transformer"))
    vocabulary = Vocabulary(shelf.reading)
    word = "transformer"
    letters = "abcdefghijklmnopqrstuvwxyz"
    edited = {word[:at] + word[at + 1 :] for at in range(len(word))}
    edited |= {word[:at] + one + word[at:] for at in range(len(word) + 1) for one in letters}
    edited |= {word[:at] + one + word[at + 1 :] for at in range(len(word)) for one in letters}
    edited |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    for typed in edited - {word}:
        assert [one.text for one in vocabulary.near(typed, 1)] == [word], typed


def test_the_longest_words_are_found_with_a_letter_too_many(shelf: Shelf) -> None:
    word = "electroencephalographical"[:24]
    shelf.add(Paper(title=word))
    vocabulary = Vocabulary(shelf.reading)
    for typed in (f"{word}s", word.replace("ph", "phh", 1)):
        assert [one.text for one in vocabulary.near(typed, 1)] == [word], typed


def test_most_words_are_found_by_two_edits(shelf: Shelf) -> None:
    shelf.add(*real_papers())
    vocabulary = Vocabulary(shelf.reading)
    choose = random.Random(1)
    terms = [row[0] for row in shelf.reading.execute("select term from search_words where length(term) > 8")]
    found = 0
    for word in choose.sample(terms, 200):
        typed = word
        for _ in range(2):
            at = choose.randrange(1, len(typed))
            typed = typed[:at] + choose.choice(["", "e", typed[at] * 2]) + typed[at + 1 :]
        found += typed == word or word in {one.text for one in vocabulary.near(typed, 2)}
    assert found >= 195


def test_identifiers_authors_venues_and_categories_are_words_of_a_paper(shelf: Shelf) -> None:
    [id_] = shelf.add(
        Paper(
            title="A",
            authors=("Albert Gu",),
            venue="ICLR",
            categories=("cs.LG",),
            identifiers=(Identifier("arxiv", "2312.00752"),),
        )
    )
    for text in ("albert", "iclr", "cs.LG", "2312.00752"):
        assert shelf.find(text) == [id_], text


@settings(deadline=None)
@given(st.lists(st.text(max_size=40) | st.text("aZ9éß+#C.- \n中あΣ𝐀½ﬁ\u0301", max_size=90), min_size=1, max_size=4))
def test_sqlite_takes_a_text_apart_into_the_same_words_as_a_query(texts: list[str]) -> None:
    texts = [clean(text).translate(dict.fromkeys(range(0xE000, 0xF900))) for text in texts]
    connection = sqlite3.connect(":memory:")
    found = counted(connection, enumerate(map(spaced, texts)))
    connection.close()
    assert found == Counter(word for text in texts for word in word_set(text))
    assert [set(words(text)) for text in texts] == [word_set(text) for text in texts]
