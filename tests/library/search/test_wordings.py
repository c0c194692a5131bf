"""Different spellings of a word are the same word, and the index alone can tell fields apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from paperreader.domain import Identifier, Paper, PartialDate
from paperreader.language import words
from paperreader.library.search.index import Index
from paperreader.library.search.phrases import has_phrase
from paperreader.query import parse
from tests.library.papers import Shelf
from tests.query.test_query import TEXTS

TITLES = (
    "Low-Rank Updates of Large Models",
    "LowRank is Enough",
    "MetaICL: Learning to Learn in Context",
    "A Study of Galaxies",
    "Several Studies of a Galaxy",
    "Sorting in O(n log n) Time",
    "The α-Stable Process and \\beta-Decay",
    "Modern C++ for the Impatient",
    "C, the Language",
    "Schrödinger’s Équation",
    "量子计算与机器学习",
)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Papers whose titles are hard to spell, and others that make none of their words rare."""
    shelf = Shelf(tmp_path_factory.mktemp("wordings") / "library.db")
    shelf.add(*(Paper(title=title) for title in TITLES))
    yield shelf
    shelf.close()


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("lowrank ", (0, 1)),
        ("low rank ", (0, 1)),
        ("low-rank ", (0, 1)),
        ("meta icl ", (2,)),
        ("metaicl", (2,)),
        ("meta ic", (2,)),
        ("galaxy ", (3, 4)),
        ("galaxies ", (3, 4)),
        ("study ", (3, 4)),
        ("studies ", (3, 4)),
        ("O(n log n)", (5,)),
        ("alpha ", (6,)),
        ("\\alpha ", (6,)),
        ("β decay", (6,)),
        ("C++", (7,)),
        ("c++ ", (7,)),
        ("schrodinger equation", (9,)),
        ("机器", (10,)),
    ],
)
def test_a_title_is_found_however_its_words_are_written(many: Shelf, typed: str, titles: tuple[int, ...]) -> None:
    found = many.labels(typed)
    assert set(found[: len(titles)]) == {TITLES[at] for at in titles}, found


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("finetuning", ("Finetuning", "Fine-tuning")),
        ("fine tuning ", ("Fine tuning", "Finetuning")),
        ("fine-tuning", ("Fine-Tuning", "Finetuning")),
        ("title:finetuning ", ("Finetuning", "Fine tuning")),
        ("title:(fine tuning)", ("Fine tuning", "Finetuning")),
        ("metaicl models ", ("MetaICL models", "Meta-ICL models")),
        ("models meta icl", ("Meta ICL models", "MetaICL models")),
        ("zebra OR (metaicl models)", ("MetaICL models", "Meta ICL models")),
    ],
)
def test_what_is_written_as_one_word_and_as_two_is_found_both_ways_the_typed_one_first(
    shelf: Shelf, typed: str, ways: tuple[str, str]
) -> None:
    other = shelf.add(*(Paper(title=f"{ways[1]} {number}") for number in range(3)))
    same = shelf.add(*(Paper(title=f"{ways[0]} {number}") for number in range(12)))
    result = shelf.search.find(parse(typed))
    assert sorted(result.ids[:12]) == same
    assert sorted(result.ids[12:]) == other
    assert sorted(shelf.search.all_ids(parse(typed))) == [*other, *same]
    assert shelf.search.count(parse(typed)) == 15
    assert result.note is None
    for way in ways:
        marked = [way[start:end] for start, end in result.matches.spans(way)]
        assert "".join(words("".join(marked))) == "".join(words(way))


def test_who_types_one_word_is_not_shown_what_has_its_two_halves_in_two_places(shelf: Shelf) -> None:
    same = shelf.add(*(Paper(title=f"Finetuning {number}") for number in range(12)))
    other = shelf.add(Paper(title="Models", abstract="They need fine-tuning."), Paper(title="A Fine Tuning"))
    shelf.add(Paper(title="Tuning", abstract="Of fine models."))
    assert sorted(shelf.search.all_ids(parse("finetuning"))) == [*same, *other]
    assert sorted(shelf.find("finetuning")) == [*same, *other]


def test_two_words_that_together_look_like_another_are_two(shelf: Shelf) -> None:
    formation = shelf.add(*(Paper(title=f"In the formation of stars {number}") for number in range(9)))
    formation += shelf.add(*(Paper(title=f"Stars in formation {number}") for number in range(3)))
    information = shelf.add(*(Paper(title=f"Information {number}") for number in range(12)))
    assert sorted(shelf.find("in formation ")) == formation
    assert sorted(shelf.find("information ")) == information


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            """lowrank low rank low-rank metaicl meta icl galaxies rnak gxlaxy loq OR AND - ( ) title:( titel:( foo:(
            tl:lowrank title:meta-icl 'lowrank ^low "low rank" "low rank is:unread year:2024 sort:title '""".split()
        ),
        max_size=9,
    ).map(" ".join)
    | TEXTS
)
def test_whatever_is_typed_gives_a_result_or_problems_with_their_places(many: Shelf, text: str) -> None:
    query = parse(text)
    for problem in query.problems:
        assert 0 <= problem.start < problem.end <= len(text)
        assert problem.message
    result = many.search.find(query)
    every = many.search.all_ids(query)
    assert set(result.ids) <= set(range(1, len(TITLES) + 1))
    assert set(result.ids[: len(every)]) == set(every)
    assert many.search.count(query) == len(every)
    assert len(set(every)) == len(every)


def test_what_was_typed_comes_before_its_other_spellings(many: Shelf) -> None:
    assert many.labels("lowrank ")[0] == TITLES[1]
    assert many.labels("low rank ")[0] == TITLES[0]
    assert many.labels("galaxy ")[0] == TITLES[4]


def test_a_letter_is_not_the_language_named_after_it(many: Shelf) -> None:
    assert many.labels("C the")[0] == TITLES[8]
    assert TITLES[8] not in many.labels("C++ ")


@pytest.mark.parametrize(("typed", "text", "marked"), [("C++", "C++ and C", ["C++"]), ("alpha ", "an α!", ["α"])])
def test_signs_are_marked_where_they_stand(many: Shelf, typed: str, text: str, marked: list[str]) -> None:
    spans = many.search.find(parse(typed)).matches.spans(text)
    assert [text[start:end] for start, end in spans] == marked


def test_what_is_nearly_so_follows_what_is_so_and_is_told(shelf: Shelf) -> None:
    [near, exact] = shelf.add(Paper(title="Transformers of words"), Paper(title="Transfomers, a typing error"))
    result = shelf.search.find(parse("transfomers "))
    assert list(result.ids) == [exact, near]
    assert result.note == "1 as typed, then 1 close match"
    assert list(shelf.search.all_ids(parse("transfomers "))) == [exact]
    assert shelf.search.count(parse("transfomers ")) == 1


@pytest.mark.parametrize(
    ("typed", "closer", "similar"),
    [
        ("methods purpoze ", "Our methods serve a purpose.", "A method has its purpose."),
        ("purpoze methods", "Methods with a purpose.", "A purpose, and a methodsby."),
        ("purpoze hyperfast ", "Its purpose: hyperfast.", "Hyper is its purpose, and fast."),
        ("purpoze hyperfast ", "Its purpose: hyper fast.", "Hyper is its purpose, and fast."),
    ],
)
def test_among_abstracts_those_with_the_words_as_typed_come_first(
    shelf: Shelf, typed: str, closer: str, similar: str
) -> None:
    shelf.add(*(Paper(title=f"Unlike {number}", abstract="Fast methods, a method, and hyper.") for number in range(3)))
    [first, second] = shelf.add(Paper(title="One", abstract=closer), Paper(title="Other", abstract=similar))
    assert shelf.find(typed) == [first, second]


def test_only_as_many_words_are_taken_for_misspelt_as_must_be(shelf: Shelf) -> None:
    [one, two] = shelf.add(
        Paper(title="A pattern", abstract="Quilting with a transformer."), Paper(title="Quilling transformers")
    )
    assert shelf.find("tranformer quilting ") == [one, two]


@pytest.mark.parametrize("typed", ["gna", "gna ", "gqn ", "gsan ", "agn ", "title:gna ", "gna training "])
def test_a_word_of_three_letters_is_found_with_one_of_them_wrong(shelf: Shelf, typed: str) -> None:
    [gan, _] = shelf.add(Paper(title="Training a GAN"), Paper(title="Trees and rivers"))
    assert shelf.find(typed) == [gan]


def test_a_short_word_that_papers_have_or_that_begins_one_is_no_typing_error(shelf: Shelf) -> None:
    shelf.add(*(Paper(title=f"{name} of {number}") for name in ("GAN", "Can", "Agnostic") for number in range(3)))
    gan, can, agnostic = [1, 2, 3], [4, 5, 6], [7, 8, 9]
    assert sorted(shelf.find("gan ")) == gan
    assert sorted(shelf.find("agn ")) == agnostic
    assert set(can).isdisjoint(shelf.find("gan agnostic "))
    assert shelf.find("123 ") == []


@pytest.mark.parametrize(
    "typed",
    [
        "title:(transformer OR difusion)",
        "ti:(difusion OR transformer)",
        "transformer OR dfifusoin ",
        "transformer OR (difusion models)",
        "(transformer OR difusion) -rivers",
        "transformer OR difusion OR tag:todo",
    ],
)
def test_an_alternative_is_found_misspelt_also_where_the_others_find_enough(shelf: Shelf, typed: str) -> None:
    many = shelf.add(*(Paper(title=f"Transformer {number}") for number in range(12)))
    [diffusion, _] = shelf.add(Paper(title="Diffusion models"), Paper(title="Rivers"))
    assert sorted(shelf.find(typed)) == [*many, diffusion]
    assert sorted(shelf.search.all_ids(parse(typed))) == [*many, diffusion]
    note = shelf.search.find(parse(typed)).note
    assert note is None if "tag:" in typed else note is not None and note.endswith("showing diffusion")


def test_an_alternative_that_is_meant_as_typed_stays_so(shelf: Shelf) -> None:
    shelf.add(*(Paper(title=f"Transformer {number}") for number in range(12)), Paper(title="Diffusion models"))
    for typed in ("transformer OR 'difusion", 'transformer OR "difusion"', "transformer OR (models -difusion)"):
        assert len(shelf.find(typed)) == 12 + ("models" in typed), typed


@pytest.mark.parametrize("typed", ["lngsw ", "angsw "])
def test_a_word_without_its_vowels_stands_for_it_also_where_another_is_near(shelf: Shelf, typed: str) -> None:
    [whole, _] = shelf.add(Paper(title="Longsaw" if typed[0] == "l" else "Aingsaw"), Paper(title="Lngew angew"))
    assert whole in shelf.find(typed)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path / "library.db")
    yield shelf
    shelf.close()


@pytest.fixture(scope="module")
def fields(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Smith the author, Smith the method, and others."""
    shelf = Shelf(tmp_path_factory.mktemp("fields") / "library.db")
    shelf.add(
        Paper(title="Trees", abstract="As Smith says.", authors=("Ada Byron",), published=PartialDate(2020)),
        Paper(title="Smith’s method", authors=("Zoe Smith", "Jan van der Berg"), categories=("cs.LG", "math.OC")),
        Paper(title="Roads", venue="Journal of Smithing", categories=("cs.CV",), published=PartialDate(2021, 5)),
        Paper(title="Rivers", categories=("math.OC",), identifiers=(Identifier("arxiv", "2105.00001"),)),
        Paper(title="Trees of roads", abstract="Rivers.", published=PartialDate(2022), categories=("astro-ph",)),
    )
    yield shelf
    shelf.close()


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("author:smith", [2]),
        ("author:smiht", [2]),
        ("author:smi", [2]),
        ('author:"van der berg"', [2]),
        ('author:"berg van"', []),
        ("smith method author:zoe", [2]),
        ("method author:ada", []),
        ("author:ada OR venue:smithing", [1, 3]),
        ("venue:smithing", [3]),
        ("title:smith", [2]),
        ("title:smith author:zoe", [2]),
        ("abstract:smith", [1]),
        ("title:trees rivers", [5]),
        ("rivers title:trees", [5]),
        ("trees -roads", [1]),
        ("trees -rivers", [1]),
        ("title:trees -abstract:rivers", [1]),
        ("cat:cs smith ", [2]),
        ("cat:cs smith", [2, 3]),
        ("cat:cs.LG smith", [2]),
        ("cat:cs.CV rivers ", []),
        ("cat:math.oc rivers", [4]),
        ("cat:astro-ph trees", [5]),
        ("trees year:2020", [1]),
        ("trees year:2020..2022", [1, 5]),
        ("trees year:>2020", [5]),
        ("trees year:<2022", [1]),
        ("trees cat:astro-ph year:2022 -smith", [5]),
        ("2105.00001", [4]),
    ],
)
def test_a_field_is_asked_for_alone_and_with_others(fields: Shelf, typed: str, ids: list[int]) -> None:
    assert sorted(fields.search.all_ids(parse(typed))) == ids
    assert sorted(fields.find(typed)[: len(ids)]) == ids
    assert fields.search.count(parse(typed)) == len(ids)


def test_the_words_of_fields_are_none_of_the_vocabulary(fields: Shelf) -> None:
    terms = [row[0] for row in fields.reading.execute("select term from search_words")]
    assert "smith" in terms
    assert all(words(term) == [term] for term in terms)


def test_few_filtered_papers_are_found_by_all_that_many_are(shelf: Shelf) -> None:
    ids = shelf.add(*(Paper(title=f"Paper {number} on graphs", categories=("cs.LG",)) for number in range(300)))
    [last] = shelf.add(
        Paper(title="Of trees", abstract="Graphs.", authors=("A B",), identifiers=(Identifier("doi", "10.1/xy"),))
    )
    for number in (ids[0], last):
        shelf.tag(number, "few")
    assert shelf.find("graphs tag:few") == [ids[0], last]
    assert shelf.find("grahps tag:few") == [ids[0], last]
    assert shelf.find("graphs cat:cs tag:few") == [ids[0]]
    assert shelf.find("xy tag:few") == [last]
    assert shelf.find("-trees graphs tag:few") == [ids[0]]


def test_tidying_changes_nothing_that_is_found(shelf: Shelf) -> None:
    for number in range(30):
        shelf.add(*(Paper(title=f"Paper {number} of {other}", abstract="word " * other) for other in range(20)))
    before = shelf.find("paper 7 word"), list(shelf.search.all_ids(parse("paper")))
    pieces = "select count(distinct segid) from search_text_idx"
    assert shelf.writing.execute(pieces).fetchone()[0] > 1
    index = Index(shelf.writing)
    more = True
    for _ in range(200):
        shelf.writing.execute("begin immediate")
        more = index.tidy(pages=1)
        shelf.writing.execute("commit")
        if not more:
            break
    assert not more
    assert shelf.writing.execute(pieces).fetchone()[0] == 1
    assert (shelf.find("paper 7 word"), list(shelf.search.all_ids(parse("paper")))) == before


@given(
    text=st.text(st.sampled_from("ab1 -é.\n_$^{}"), max_size=40),
    phrase=st.lists(st.sampled_from(["a", "b", "ab", "1", "e", "b1"]), min_size=1, max_size=3),
)
@settings(deadline=None)
def test_a_phrase_is_found_where_its_words_stand_together(text: str, phrase: list[str]) -> None:
    found = words(text)
    together = any(found[at : at + len(phrase)] == phrase for at in range(len(found)))
    assert has_phrase(text, tuple(phrase)) == together
